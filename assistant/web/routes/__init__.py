"""What is served at which address, a module a page: each takes the service and lists its routes.

home      the page: the chat and the reader      reading   one edition, to read and to take away
drafting  the page for drafters, its basket      health    alive, ready
comparing       two texts side by side, as a page and as a file
drafting  the page for drafters, its selection      health    alive, ready
conversations   those of a person, what he says of answers
start     where a newcomer starts with a text, its abbreviations for the reader
library   what is held, and what curators do     sign_in   signing in and out
"""
