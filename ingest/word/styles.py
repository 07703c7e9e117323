"""What Word's styles say of a paragraph or a run, directly or by inheritance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Element = Any  # lxml's elements have no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = ("0", "false", "off", "none")
_BODY_LEVEL = 9  # the outline level of what is no heading
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc (?:[1-9]|heading)|table of figures", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quot|block text", re.IGNORECASE)
_SET_IN = 280  # twentieths of a point, half a centimetre
_SMALLEST = 4  # half points: what is printed smaller is not meant to be seen
_WHITE = "FFFFFF"
_LONGEST_CHAIN = 50  # styles that are based on each other


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: "+" or "-", who made it, and when, as the file says."""

    sign: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class RunFormat:
    """How a run looks: its emphasis, whether it is raised above the line and seen; the changes around it."""

    em: bool = False
    strong: bool = False
    raised: bool = False
    hidden: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def deleted(self) -> bool:
        """Whether it is gone when every change is accepted."""
        return any(change.sign == "-" for change in self.changes)


@dataclass(frozen=True, slots=True)
class ListItem:
    """The list that a paragraph is in, and its level; the style that says so, or ''."""

    list_id: str
    level: int | None
    style: str


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        """Read the styles part; a document without one has no styles."""
        self._styles: dict[str, Element] = {}
        self._chains: dict[str, list[tuple[str, Element]]] = {}
        self._run_sheets: dict[str, list[Element]] = {}
        self._default = ""
        self._defaults: Element | None = None
        if root is None:
            return
        for style in root.iter(W + "style"):
            name = style.get(W + "styleId") or ""
            self._styles.setdefault(name, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") not in (None, *_OFF):
                self._default = self._default or name
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def style_of(self, paragraph: Element) -> str:
        """Return the id of a paragraph's style."""
        return value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default

    def level(self, paragraph: Element) -> int:
        """Return the level of a heading, from 1; 0 for what is none."""
        for outline_level in self._paragraph_properties(paragraph, "outlineLvl"):
            level = number(value(outline_level), _BODY_LEVEL)
            return level + 1 if 0 <= level < _BODY_LEVEL else 0
        names = map(_HEADING.fullmatch, self._names(self.style_of(paragraph)))
        return next((int(match[1]) for match in names if match), 0)

    def is_title(self, paragraph: Element) -> bool:
        """Return True for a title, or what is centred like one."""
        if any(name.lower() in ("title", "subtitle") for name in self._names(self.style_of(paragraph))):
            return True
        return next(map(value, self._paragraph_properties(paragraph, "jc")), "") == "center"

    def is_quoted(self, paragraph: Element, *, after_colon: bool) -> bool:
        """Return True for a block quotation: by its style, or set in from both sides.

        Where a colon or a block quotation ends above it, set in from the left is enough.
        """
        if any(map(_QUOTE.match, self._names(self.style_of(paragraph)))):
            return True
        indents = list(self._paragraph_properties(paragraph, "ind"))
        left, right = (
            number(
                next(
                    (places for indent in indents for side in sides if (places := indent.get(W + side))), ""
                ),
                0,
            )
            for sides in (("left", "start"), ("right", "end"))
        )
        return left >= _SET_IN and (right >= _SET_IN or after_colon) and self.list_item(paragraph) is None

    def is_contents(self, paragraph: Element) -> bool:
        """Return True for a line of a table of contents."""
        return any(map(_CONTENTS.fullmatch, self._names(self.style_of(paragraph))))

    def list_item(self, paragraph: Element) -> ListItem | None:
        """Return the list that a paragraph is in, or None."""
        level: int | None = None
        for style, holder in (("", paragraph), *self._chain(self.style_of(paragraph))):
            list_properties = holder.find(f"{W}pPr/{W}numPr")
            if list_properties is None:
                continue
            if level is None and list_properties.find(W + "ilvl") is not None:
                level = number(value(list_properties.find(W + "ilvl")), 0)
            list_id = value(list_properties.find(W + "numId"))
            if list_id:
                return ListItem(list_id, level, style) if number(list_id, 0) > 0 else None
        return None

    def linked_list(self, style: str) -> str:
        """Return the list that a style of lists stands for, or ''."""
        ids = (value(definition.find(f"{W}pPr/{W}numPr/{W}numId")) for _, definition in self._chain(style))
        return next(filter(None, ids), "")

    def look(self, paragraph: Element, run: Element, *, framed: bool) -> RunFormat:
        """Return how a run looks; `framed` tells that its ground may have any colour."""
        direct = run.find(W + "rPr")
        style = value(direct.find(W + "rStyle")) if direct is not None else ""
        base = self.style_of(paragraph)
        sheets = [*([direct] if direct is not None else []), *self._sheets(style), *self._sheets(base)]
        sheets += [self._defaults] if self._defaults is not None else []
        raised = (
            _first_value(sheets, "vertAlign") == "superscript"
            or number(_first_value(sheets, "position"), 0) > 0
        )
        white = _first_value(sheets, "color").upper() == _WHITE
        hidden = (
            self._toggled(direct, (style, base), "vanish")
            or number(_first_value(sheets, "sz"), _SMALLEST) < _SMALLEST
        )
        return RunFormat(
            em=self._toggled(direct, (style, base), "i"),
            strong=self._toggled(direct, (style, base), "b"),
            raised=raised,
            hidden=hidden or (white and not framed and not self._is_shaded(paragraph, sheets)),
        )

    def _toggled(self, direct: Element | None, styles: tuple[str, str], name: str) -> bool:
        """Return True if a property is on: set on the run, or by an odd number of its styles."""
        set_here = direct.find(W + name) if direct is not None else None
        if set_here is not None:
            return is_on(set_here)
        on = False
        for style in styles:
            on ^= next(map(is_on, _found(self._sheets(style), name)), False)
        defaults = self._defaults.find(W + name) if self._defaults is not None else None
        return on or (defaults is not None and is_on(defaults))

    def _sheets(self, style: str) -> list[Element]:
        if style not in self._run_sheets:
            sheets = (definition.find(W + "rPr") for _, definition in self._chain(style))
            self._run_sheets[style] = [sheet for sheet in sheets if sheet is not None]
        return self._run_sheets[style]

    def _is_shaded(self, paragraph: Element, sheets: list[Element]) -> bool:
        """Return True if a run or its paragraph has a ground of its own."""
        fills = [*_found(sheets, "highlight"), *_found(sheets, "shd")]
        fills += self._paragraph_properties(paragraph, "shd")
        return any(
            (fill.get(W + "fill") or value(fill)).upper() not in ("", "AUTO", _WHITE) for fill in fills
        )

    def _paragraph_properties(self, paragraph: Element, name: str) -> Iterator[Element]:
        """Give a paragraph's property: its own, then those of its style and of what that is based on."""
        for holder in (paragraph, *(style for _, style in self._chain(self.style_of(paragraph)))):
            property_ = holder.find(f"{W}pPr/{W}{name}")
            if property_ is not None:
                yield property_

    def _names(self, style: str) -> list[str]:
        return [value(definition.find(W + "name")) for _, definition in self._chain(style)]

    def _chain(self, style: str) -> list[tuple[str, Element]]:
        """Return a style and those that it is based on, each once."""
        if style not in self._chains:
            chain: dict[str, Element] = {}
            name = style
            while name in self._styles and name not in chain and len(chain) < _LONGEST_CHAIN:
                chain[name] = self._styles[name]
                name = value(chain[name].find(W + "basedOn"))
            self._chains[style] = list(chain.items())
        return self._chains[style]


def value(element: Element | None) -> str:
    """Return an element's value, '' where it has none or is not there."""
    return "" if element is None else str(element.get(W + "val") or "")


def number(text: str, default: int) -> int:
    """Read a whole number as Word writes it, else give the default."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default


def is_on(element: Element) -> bool:
    """Return True if a property that is on or off is on."""
    return value(element).lower() not in _OFF


def _found(sheets: list[Element], name: str) -> Iterator[Element]:
    """Give a property from each sheet that has it."""
    return (found for sheet in sheets if (found := sheet.find(W + name)) is not None)


def _first_value(sheets: list[Element], name: str) -> str:
    """Return a property's value in the first sheet that has it, or ''."""
    return next(map(value, _found(sheets, name)), "")
