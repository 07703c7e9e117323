"""A conversation → an answer; the library on disk; the command line; the pages.

The public names are imported from their modules, late: `read` answers in a fraction of a second
because nothing here loads a model.
"""
