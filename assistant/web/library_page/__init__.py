"""The page of the library: what is in it, what the texts cite beside it, adding, jobs, the index.

page     the whole page as values                        jobs    curators' jobs, one at a time
texts    the texts and their reports; cited texts        forms   files that are sent, or wait for a person
"""
