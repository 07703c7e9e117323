"""The page of the library: what is in it, what the texts cite beside it, adding, jobs, the index.

page            the whole page as values          text_list       the texts, with their parse reports
missing_texts   cited texts, by kind              edition_choice  the edition of a file, as a form gives it
status          jobs, rejected files, the index   jobs            curators' jobs, one at a time
uploads         a form with files → files         reviews          files that wait for a person
origins         where texts came from; sentences for pages
"""
