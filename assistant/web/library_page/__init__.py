"""The page of the library: what is in it, what the texts cite beside it, adding, jobs, the index.

page            the whole page as values          text_list       the texts, their origins and parse reports
missing_texts   cited texts, by kind              jobs            curators' jobs, one at a time
uploads         a form with files → files         reviews         files that wait for a person
"""
