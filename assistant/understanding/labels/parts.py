"""A typed label → its parts: the words of a head or a heading, the numbers of units."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT_WORDS = {
    "para": ("para", "rec", "subpara"),
    "paragraph": ("para", "rec", "subpara"),
    "paras": ("para", "rec"),
    "paragraphs": ("para", "rec"),
    "rule": ("para", "no"),
    "instruction": ("para",),
    "§": ("para",),
    "clause": ("para", "rec", "point"),
    "item": ("point", "indent", "target"),
    "point": ("point",),
    "outcome": ("point",),
    "indent": ("indent",),
    "section": ("sec",),
    "sec": ("sec",),
    "target": ("target",),
    "targets": ("target",),
    "t": ("target",),
    "footnote": ("ftn",),
    "fn": ("ftn",),
    "note": ("ftn",),
    "row": ("row",),
    "table": ("table",),
    "recital": ("rec",),
    "article": ("art",),
    "art": ("art",),
    "no": ("no",),
}
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*(?:bis)?|[a-z](?:bis)?|[ivx]{1,5}"
_TOKEN = re.compile(
    r"(?P<paren>\(\s*(?:" + _NUMBER + r")\s*\)|\b(?:" + _NUMBER + r")\))"
    r"|(?P<unit>§|\b(?:" + "|".join(word for word in _UNIT_WORDS if word not in ("§", "t")) + r")\b\.?)"
    r"|(?P<target>\bt(?=\d+\.\d))"
    r"|(?P<number>(?<![\d.])\d{1,3}(?:\.\d{1,3})*(?:bis)?\b)"
    r"|(?P<word>[a-z][a-z'-]*|[^\s\w])"
)  # fmt: skip
_NOISE = frozenset(["the", "of", "to", "in", "and", "&", ",", ".", ":", ";", "-", "–", "—", "/", "itu"])
_NUMBERED_WORDS = frozenset(("annex", "appendix", "attachment", "goal"))
_ORDINALS = {
    word: str(at) for at, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1)
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a label: words of a head or heading, or a unit's number."""

    words: tuple[str, ...] = ()
    number: str = ""
    units: tuple[str, ...] = ()
    bracketed: bool = False


def parts_of(text: str) -> list[Part]:
    """Cut a label into its parts."""
    cutter = _Cutter()
    for token in _TOKEN.finditer(text.lower().replace("’", "'")):
        cutter.take(str(token.lastgroup), token.group())
    cutter.flush()
    return _with_bare_letters(cutter.parts)


class _Cutter:
    """Gathers the tokens of a label into parts: words until a number, a unit's word with its number."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.words: list[str] = []
        self.units: tuple[str, ...] = ()
        self.ordinal = ""  # "first", until the word that it counts comes

    def take(self, kind: str, value: str) -> None:
        """Take the next token."""
        if kind in ("unit", "target"):
            self._unit(_UNIT_WORDS["t" if kind == "target" else value.rstrip(".")])
        elif kind in ("paren", "number"):
            self._number(value.strip("() "), bracketed=kind == "paren")
        elif self.units and re.fullmatch(_NUMBER, value):
            self._add(value)
        elif value in _ORDINALS:
            self.flush()
            self.ordinal = _ORDINALS[value]
        elif value not in _NOISE:
            if value in _NUMBERED_WORDS:
                self.flush()
            self.words.append(value)

    def flush(self) -> None:
        """Close the words that were gathered."""
        if self.words:
            self.parts.append(Part(words=tuple(self.words)))
            self.words = []

    def _unit(self, units: tuple[str, ...]) -> None:
        """Take the word for a unit; an ordinal before it is its number."""
        self.flush()
        self.units = units
        if self.ordinal:
            self._add(self.ordinal)
            self.ordinal = ""

    def _number(self, number: str, *, bracketed: bool) -> None:
        """Take a number: an annex's own, or a unit's."""
        if self.words and self.words[-1] in _NUMBERED_WORDS:
            self.words.append(number)
            self.flush()
            self.units = ()
        else:
            self.flush()
            self._add(number, bracketed=bracketed)

    def _add(self, number: str, *, bracketed: bool = False) -> None:
        """Add a unit's number as a part."""
        self.parts.append(Part(number=number, units=self.units, bracketed=bracketed))
        self.units = ()


def _with_bare_letters(parts: list[Part]) -> list[Part]:
    """Read the last single letter or roman number of words as a unit: "considering b"."""
    found: list[Part] = []
    for part in parts:
        alone = len(part.words) == 1 and found and re.fullmatch(r"[a-z]|[ivx]{1,5}", part.words[0])
        if alone:
            found.append(Part(number=part.words[0]))
        elif len(part.words) > 1 and re.fullmatch(r"[a-z]|[ivx]{1,5}", part.words[-1]):
            found += [Part(words=part.words[:-1]), Part(number=part.words[-1])]
        else:
            found.append(part)
    return found
