"""Which files are Akoma Ntoso: told by the name of the first element, before anything is parsed."""

from __future__ import annotations

import re

_OPENING = 65_536  # bytes in which the first element begins
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?akomaNtoso[\s>/]")


def is_akn(data: bytes) -> bool:
    """Tell Akoma Ntoso, in UTF-8 or UTF-16, past its declaration and its comments."""
    head = data[:_OPENING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    at = 0
    while 0 <= at < len(head):
        if head.startswith(b"<?", at):
            at = _after(head, b"?>", at)
        elif head.startswith(b"<!--", at):
            at = _after(head, b"-->", at)
        elif head.startswith(b"<!DOCTYPE", at):
            at = _after(head, b"]>" if b"[" in head[at : head.find(b">", at)] else b">", at)
        elif head[at : at + 1].isspace():
            at += 1
        else:
            return _ROOT.match(head, at) is not None
    return False


def _after(head: bytes, end: bytes, at: int) -> int:
    """Return where the text goes on after an end sign, -1 where it does not come."""
    found = head.find(end, at)
    return found + len(end) if found >= 0 else -1
