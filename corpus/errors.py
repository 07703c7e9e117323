"""What can go wrong, as one tree, to which other packages add errors of their own.

ResolutionsError
├── InvalidKey          a key, id or label that does not follow the grammar
├── UnreadableFile      a file that cannot be read as text; REASONS has the reasons
├── UnknownEdition      an edition that is not in the library
├── NotFound            something of a person's that is deleted or was never there
├── HomeUnavailable     the home folder cannot be read or written
├── IndexUnavailable    no index that can be used
├── ModelUnavailable    the embedding model is missing or not the one expected
└── InvalidQuestion     a question that is empty, too long or not text

Every message gives the offending value and the remedy, on one line.
"""

from __future__ import annotations

REASONS = {  # why a file was set aside
    "missing": "no such file",
    "not-a-file": "a folder, link, device or pipe",
    "unreadable": "cannot be opened",
    "empty": "nothing in it",
    "too-large": "more bytes, pages or provisions than the limits allow",
    "binary": "no text",
    "encoding": "text in an encoding that cannot be told",
    "unsupported": "a form that is not read",
    "damaged": "a file of a known form that is broken or cut off",
    "encrypted": "opens with a password only",
    "scanned": "pictures of pages without text",
    "memory": "needs more memory than the limit allows",
    "time": "takes longer than the limit allows",
    "crashed": "ended the process that read it",
    "several-texts": "holds several texts",
    "no-key": "does not say for certain which edition it is",
    "other-edition": "is another edition than the one asked for",
    "supersedes": "would be in force instead of an edition in the library",
    "draft": "a draft of an adopted text in the library",
    "same-edition": "another file is the same edition and says something else",
}


class ResolutionsError(Exception):
    """An error whose message is meant for the person at the keyboard."""

    code = "error"


class InvalidKey(ResolutionsError, ValueError):
    """A key, identifier or label does not follow the grammar."""

    code = "invalid-key"


class UnreadableFile(ResolutionsError):
    """A file cannot be read as text; `reason` says why, in one of REASONS."""

    code = "unreadable-file"

    def __init__(self, message: str, reason: str = "binary") -> None:
        super().__init__(message)
        self.reason = reason


class UnknownEdition(ResolutionsError):
    """The edition that was named is not in the library."""

    code = "unknown-edition"


class NotFound(ResolutionsError):
    """What was asked for is not there, or belongs to another person."""

    code = "not-found"


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
