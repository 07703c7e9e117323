"""What can go wrong, as one small tree.

ResolutionsError
├── InvalidKey          a key, id or label that does not follow the grammar
├── UnreadableFile      a file that is missing, empty, binary or in an unknown encoding
├── UnknownEdition      an edition that the library does not hold
├── HomeUnavailable     the home folder cannot be read or written
├── IndexUnavailable    no usable index: missing, damaged, of another model or version
├── ModelUnavailable    the embedding model is missing or not the one expected
└── InvalidQuestion     a question that cannot be read as one

Every message gives the offending value and the remedy, on one line.
"""

from __future__ import annotations


class ResolutionsError(Exception):
    """An error whose message is meant for the person at the keyboard."""

    code = "error"


class InvalidKey(ResolutionsError, ValueError):
    """A key, identifier or label does not follow the grammar."""

    code = "invalid-key"


class UnreadableFile(ResolutionsError):
    """A file cannot be read as text."""

    code = "unreadable-file"


class UnknownEdition(ResolutionsError):
    """The library does not hold the edition that was named."""

    code = "unknown-edition"


class HomeUnavailable(ResolutionsError):
    """The home folder cannot be read or written."""

    code = "home-unavailable"


class IndexUnavailable(ResolutionsError):
    """There is no index that can be used as it is."""

    code = "index-unavailable"


class ModelUnavailable(ResolutionsError):
    """The embedding model is missing, or is not the one expected."""

    code = "model-unavailable"


class InvalidQuestion(ResolutionsError):
    """A question is empty, too long, or not text."""

    code = "invalid-question"
