"""Which files are Akoma Ntoso: told by the name of the first element, before anything is parsed."""

from __future__ import annotations

import re

_OPENING = 65_536  # bytes in which the first element begins
_ROOT = re.compile(
    # what may stand before it: a declaration, comments, a document type, a byte order mark
    rb"(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>|[\xef\xbb\xbf\xff\xfe\s])*+"
    rb"<(?:[A-Za-z_][\w.-]*:)?akomaNtoso[\s>/]",
    re.DOTALL,
)


def is_akn(data: bytes) -> bool:
    """Return True for Akoma Ntoso, in UTF-8 or UTF-16, past its declaration and its comments."""
    return _ROOT.match(data[:_OPENING].replace(b"\0", b"")) is not None
