"""A text for a person who has never seen it: a summary, its anatomy, its map, its words, questions to ask.

    summary      up to five clauses that say what a text is
    plan         a text on one page: its sections, who must act, money, measuring; a plan in six lines
    anatomy      the parts of a text, counted and explained (definitions)
    outline      the text as a tree that opens
    terms        abbreviations and terms
    questions    questions to begin with; which answers lead to its overview

All of it is read from the structure of the text: kinds, heads, headings, parents. Nothing is tuned to one.
"""
