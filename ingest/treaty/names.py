"""Names for what a treaty holds: `art_19`, `no_235`, `chp_ii`, `art_5__para_1__point_a`; its own name."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress

from corpus.catalogue import catalogue
from corpus.keys import EditionKey
from ingest.grammar import Identity
from ingest.itu.identity import words_of
from ingest.naming import RULES, Namer, Rule, join_eid, join_label, parent_of
from ingest.tree import Node
from ingest.wording import ordinal

BELOW = "-below"  # ends the role of what must be named below what holds it, as its number recurs
HOLDERS = ("art", "subsec", "sec", "chp", "tit", "part", "book")
_SMALL = frozenset("a an and as at by for from in of on or the to with".split())
_MARKS = "*⁰¹²³⁴⁵⁶⁷⁸⁹"  # of notes to the title


def identify(root: Node, name: str, key: EditionKey | None) -> Identity:
    """Return the title; key and year come from the given key, because the text states neither."""
    title = words_of(root, "title").rstrip(_MARKS).rstrip()
    is_meant = (
        (entry.edition.instrument == key.instrument if key else entry.title.casefold() == title.casefold())
        for entry in catalogue().instruments
    )
    known = next(compress(catalogue().instruments, is_meant), None)
    full_name = known.name if known else _spelt(title) or name
    return Identity(key, full_name, title, "", str(key.year) if key else "")


def _spelt(title: str) -> str:
    """Print a title without the capitals of a title page: "Convention on the Care of Lanterns"."""
    if not title.isupper():
        return title
    words = [word if word.lower() in _SMALL else word.capitalize() for word in title.split()]
    return " ".join(word.lower() if at and word.lower() in _SMALL else word for at, word in enumerate(words))


def _holder(_: Namer, node: Node) -> tuple[str, str]:
    above = parent_of(node)
    own_label = node.noun if not above.label else f"{node.noun[:1].lower()}{node.noun[1:]}"
    segment = f"{node.role.removesuffix(BELOW)}_{node.value}"
    return join_eid(above.eid, segment), join_label(above.label, own_label)


def _running_number(_: Namer, node: Node) -> tuple[str, str]:
    annex = node.ancestor("division") if node.role in ("art", f"no{BELOW}") else None
    segment = f"{node.role.removesuffix(BELOW)}_{node.value}"
    return join_eid(annex.eid if annex else "", segment), join_label(annex.label if annex else "", node.noun)


def _paragraph(namer: Namer, node: Node) -> tuple[str, str]:
    above = parent_of(node)
    if above.role.removesuffix(BELOW) not in (*HOLDERS, "dvs"):
        return RULES["para"](namer, node)
    number = node.value.replace("-", ".")
    return f"{above.eid}__para_{node.value}", f"{above.label}, §{number}"


def _unnumbered(_: Namer, node: Node) -> tuple[str, str]:
    """Name a paragraph without a number; below a marginal number it is the second or a later one."""
    above = parent_of(node)
    later = above.role.removesuffix(BELOW) == "no"
    segment = "rec_nn" if above.role == "preamble" else "para_nn"
    label = f"{ordinal(node.place + later)} paragraph"
    return f"{join_eid(above.eid, segment)}_{node.place}", join_label(above.label, label)


TREATY_RULES: Mapping[str, Rule] = {
    **RULES,
    **dict.fromkeys((*HOLDERS, f"art{BELOW}"), _holder),
    **dict.fromkeys(("art", "no", f"no{BELOW}"), _running_number),
    "para": _paragraph,
    "para_nn": _unnumbered,
    "preamble": lambda _, __: ("preamble", "Preamble"),
    "conclusions": lambda _, __: ("conclusions", "Concluding words"),
}
