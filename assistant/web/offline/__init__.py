"""Offline copies (“handouts”) of a text, answer or selection, also as an HTML file; screens for a meeting."""

from assistant.web.offline.handout import (
    MOST,
    Handout,
    HandoutFinder,
    content_of,
    file_of,
    fingerprint,
    query_of,
)
from assistant.web.offline.screens import Screen, screens

__all__ = [
    "MOST",
    "Handout",
    "HandoutFinder",
    "Screen",
    "content_of",
    "file_of",
    "fingerprint",
    "query_of",
    "screens",
]
