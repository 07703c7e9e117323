"""The names of Akoma Ntoso, and which of them a unit takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from corpus.instruments import Kind, Provision

Element = Any  # lxml's elements; it comes without types

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:resolution-assistant:edition:2"  # of the record

CONTAINERS = ("preface", "preamble", "body", "conclusions")
PARTS = ("preface", "preamble", "conclusions")  # containers that a document may do without
UNMARKED = "unmarked"  # the class of a footnote whose mark its text does not carry
HEAD = "head"  # the name of what holds a head, or of the words that are one

# the first word of an eId's last segment → the element in a hierarchy
_HIERARCHY = {
    "para": "paragraph",
    "subpara": "subparagraph",
    "point": "point",
    "indent": "indent",
    "sec": "section",
    "subsec": "subsection",
    "dvs": "division",
    "art": "article",
    "chp": "chapter",
    "tit": "title",
    "part": "part",
    "book": "book",
    "no": "paragraph",  # a treaty's marginal number
}
_GENERIC = {"rec": "recital", "ftn": "footnote", "wrapup": "wrapUp"}  # names of generic containers
_ANNEXES = ("annex", "app", "att")
STYLE_ELEMENTS: Mapping[str, str] = {"strong": "b", "em": "i"}
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold


def akn(name: str) -> str:
    """Return a name of Akoma Ntoso as lxml writes it."""
    return f"{{{AKN}}}{name}"


def own(name: str) -> str:
    """Return a name of our own as lxml writes it."""
    return f"{{{OWN}}}{name}"


def sub(parent: Element, name: str, /, **attributes: str) -> Element:
    """Add an element of Akoma Ntoso."""
    return etree.SubElement(parent, akn(name), **attributes)


def local(element: Element) -> str:
    """Return an element's name without its namespace: older versions have others."""
    return str(etree.QName(element).localname)


def role_of(provision: Provision) -> str:
    """Return what a unit is to its parent, by the last segment of its eId: "para", "point"."""
    if provision.kind is Kind.HEADING and provision.head and provision.head.text == provision.text:
        return HEAD
    return provision.eid.rpartition("__")[2].partition("_")[0]


def hierarchy_element(provision: Provision) -> tuple[str, str]:
    """Return the element that a unit takes in a hierarchy, and the name that a generic one has."""
    role = role_of(provision)
    return (_HIERARCHY[role], "") if role in _HIERARCHY else ("hcontainer", _GENERIC.get(role, role))


def is_annex(provision: Provision) -> bool:
    """Return True for an annex, appendix or attachment."""
    return provision.kind is Kind.HEADING and role_of(provision) in _ANNEXES


def fit(text: str) -> str:
    """Return the text with U+FFFD for each character that XML does not allow."""
    return _UNFIT.sub("\ufffd", text)


def escape(text: str) -> str:
    r"""Write what XML cannot hold as \uXXXX, as JSON may have it."""
    return _UNFIT.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
