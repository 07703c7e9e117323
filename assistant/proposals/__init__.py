"""Proposals: a text with the changes that somebody proposes, kept as they were made."""
