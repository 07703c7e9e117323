"""Numbered units that a question names in any sentence ("the aim of goal 7") and that no text has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.bodies.ordinals import roman_number
from corpus.instruments import Edition
from corpus.labels import label_key

_REGULAR = (
    "action", "article", "chapter", "footnote", "goal", "objective", "outcome", "pillar", "principle",
    "section", "target",
)  # fmt: skip
_FORMS = {unit: rf"{unit}s?" for unit in _REGULAR} | {
    "annex": "annex(?:es)?",
    "appendix": "append(?:ix|ices)",
    "priority": "priorit(?:y|ies)",
}
_PLURALS = {"annex": "annexes", "appendix": "appendices", "priority": "priorities"}
_NUMBER = r"(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVXLC]{1,6}\b)"
_LISTED = rf"(?P<numbers>{_NUMBER}(?:(?:, and |, | and | or | to |[-–]){_NUMBER})*)"
# The unit of something else has its name before it: "Sustainable Development Goal 7", "SDG goal 7".
_ASKED = re.compile(
    rf"(?<!\w)(?:(?P<of>(?<=\s)[A-Z][\w-]+) )?(?P<words>(?i:(?P<unit>{'|'.join(_FORMS)})) "
    r"(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})*))(?![\w/.-]*\w)"
)


@dataclass(frozen=True, slots=True)
class UnitAsked:
    """A unit that a question names, in its words, and the numbers that such units have, in order."""

    words: str
    plural: str
    numbers: tuple[str, ...]


def missing_unit(text: str, editions: Sequence[Edition]) -> UnitAsked | None:
    """Return the first numbered unit in a question that no text has and none speaks of."""
    for match in _ASKED.finditer(text):
        unit = match["unit"].lower()
        numbers = set() if match["of"] else set(_numbers(unit, editions))
        if not match["of"] and match["number"] not in numbers:
            plural = _PLURALS.get(unit, f"{unit}s")
            return UnitAsked(match["words"], plural, tuple(sorted(numbers, key=_order)))
    return None


def _numbers(unit: str, editions: Iterable[Edition]) -> Iterator[str]:
    """Walk the numbers with which texts name units of a kind, as labels or in words: "goals 1, 2 and 7"."""
    listed = re.compile(rf"\b{_FORMS[unit]} {_LISTED}", re.IGNORECASE)
    for provision in (provision for edition in editions for provision in edition.provisions):
        units = (word.partition(":") for word in label_key(provision.label).words)
        yield from (number for kind, _, number in units if kind == unit and number[:1].isdigit())
        for match in listed.finditer(f"{provision.label} {provision.text}"):
            yield from _each(match["numbers"])


def _each(listed: str) -> Iterator[str]:
    """Walk the numbers of a list in figures; of "3 to 7" all between too."""
    figures = re.sub(r"[IVXLC]+", lambda found: str(roman_number(found.group()) or ""), listed.upper())
    yield from re.findall(r"[0-9]+(?:\.[0-9]+)*", figures)
    for first, last in re.findall(r"\b([0-9]{1,2})(?: TO |[-–])([0-9]{1,2})\b", figures):
        yield from map(str, range(int(first), int(last)))


def _order(number: str) -> list[int]:
    """Return what numbers are ordered by: 2.9 stands before 2.10."""
    return [int(part) for part in number.split(".") if part.isdigit()]
