"""Experiments that are run by hand; NOTES.md has their results."""
