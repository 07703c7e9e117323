"""The numbers that Word counts itself: "1", "a)", "1.1", and a dash for every bullet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from corpus.bodies.ordinals import ordinal, roman
from ingest.numerals import repeated_letters
from ingest.word.styles import ListItem, Styles, W, is_on, number, value

Element = Any  # lxml's elements have no types

BULLETS = "–•▪"  # of a list's levels; the last of those below
_PLACE = re.compile("%([1-9])")
_DEEPEST = 8
_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerRoman": lambda count: roman(count).lower(),
    "upperRoman": roman,
    "lowerLetter": repeated_letters,
    "upperLetter": lambda count: repeated_letters(count).upper(),
    "ordinal": ordinal,
    "numberInDash": lambda count: f"- {count} -",
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints; `restart` is the level above that restarts it."""

    start: int
    style: str
    text: str
    legal: bool
    restart: int | None
    paragraph_style: str
    hidden: bool


@dataclass
class _List:
    """A list: the scheme whose counts it shares, its levels, and where it starts anew."""

    scheme: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of every list; call `marker` in document order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read the numbering part; a document without one has no lists."""
        self._styles = styles
        self._schemes: dict[str, Element] = {}
        self._numbers: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for scheme in () if root is None else root.iter(W + "abstractNum"):
            self._schemes[scheme.get(W + "abstractNumId") or ""] = scheme
        for instance in () if root is None else root.iter(W + "num"):
            self._numbers[instance.get(W + "numId") or ""] = instance

    def marker(self, item: ListItem) -> str:
        """Count a paragraph and return its marker, '' where it shows none."""
        if item.list_id not in self._lists:
            self._lists[item.list_id] = self._read_list(item.list_id)
        list_ = self._lists[item.list_id]
        if list_ is None:
            return ""
        tied = [at for at, level in list_.levels.items() if level.paragraph_style == item.style != ""]
        at = tied[0] if item.level is None and tied else min(max(item.level or 0, 0), _DEEPEST)
        level = list_.levels.get(at)
        if level is None:
            return ""
        counts = self._count(item.list_id, list_, at)
        if level.hidden:
            return ""
        if level.style == "bullet":
            return BULLETS[min(at, len(BULLETS) - 1)]
        return _PLACE.sub(lambda place: _printed(list_, level, counts, int(place[1]) - 1), level.text).strip()

    def _count(self, list_id: str, list_: _List, at: int) -> dict[int, int]:
        """Count one paragraph of a level; the levels below it begin anew."""
        counts = self._counts.setdefault(list_.scheme, {})
        begins = at in list_.starts and (list_id, at) not in self._begun
        self._begun.add((list_id, at))
        start = list_.starts.get(at, list_.levels[at].start)
        counts[at] = start if begins or at not in counts else counts[at] + 1
        for above in range(at):
            if above in list_.levels:
                counts.setdefault(above, list_.starts.get(above, list_.levels[above].start))
        for below in [level for level in counts if level > at]:
            restart = list_.levels[below].restart if below in list_.levels else None
            if restart is None or at < restart:
                del counts[below]
        return counts

    def _read_list(self, list_id: str) -> _List | None:
        """Read a list: its scheme's levels, and what it overrides."""
        instance = self._numbers.get(list_id)
        scheme = self._scheme(instance)
        link = value(scheme.find(W + "numStyleLink")) if scheme is not None else ""
        if link:
            scheme = self._scheme(self._numbers.get(self._styles.linked_list(link)))
        if instance is None or scheme is None:
            return None
        levels = dict(map(_read_level, scheme.findall(W + "lvl")))
        list_ = _List(scheme.get(W + "abstractNumId") or "", levels)
        for override in instance.findall(W + "lvlOverride"):
            at = number(override.get(W + "ilvl") or "", 0)
            level = override.find(W + "lvl")
            if level is not None:
                list_.levels[at] = _read_level(level)[1]
            if override.find(W + "startOverride") is not None:
                list_.starts[at] = number(value(override.find(W + "startOverride")), 1)
        return list_

    def _scheme(self, instance: Element | None) -> Element | None:
        return None if instance is None else self._schemes.get(value(instance.find(W + "abstractNumId")))


def _printed(list_: _List, level: Level, counts: dict[int, int], at: int) -> str:
    """Print the count of one level as it stands in a marker; in digits where its style is not known."""
    if at not in counts or at not in list_.levels:
        return ""
    return _STYLES.get("decimal" if level.legal else list_.levels[at].style, str)(counts[at])


def _read_level(element: Element) -> tuple[int, Level]:
    restart = element.find(W + "lvlRestart")
    legal = element.find(W + "isLgl")
    vanish = element.find(f"{W}rPr/{W}vanish")
    picture = element.find(W + "lvlPicBulletId") is not None
    return number(element.get(W + "ilvl") or "", 0), Level(
        start=number(value(element.find(W + "start")), 0),
        style="bullet" if picture else value(element.find(W + "numFmt")) or "decimal",
        text=value(element.find(W + "lvlText")),
        legal=legal is not None and is_on(legal),
        restart=number(value(restart), 0) if restart is not None else None,
        paragraph_style=value(element.find(W + "pStyle")),
        hidden=vanish is not None and is_on(vanish),
    )
