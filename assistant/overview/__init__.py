"""A text for a person who has never seen it: in short, its anatomy, its map, its words, a walk of questions.

    summary      up to five clauses that say what a text is     definitions   what each part of a text is for
    anatomy      the parts of a text, counted and explained     outline       the text as a tree that opens
    bodies       whom it asks to act, how often                 terms         abbreviations, terms and heads
    walk         ten questions, answered                        asked         which answers it leads on from

All of it is read from the structure of the text: kinds, heads, headings, parents. Nothing is tuned to one.
"""
