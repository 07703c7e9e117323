"""The language model a person may configure, and what it may do."""
