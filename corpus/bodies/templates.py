"""Templates of numbers: "WHA{session}.{n}" is read as a pattern and printed as a number.

A template has literal text, fields in braces and optional parts in brackets::

    {session}/{n}[ {letter}]          75/1, 60/251 B
    {n}[ ([{revised} ]{place}, {year})]   71, 71 (Rev. Bucharest, 2022)
    {n} of the {nth} CGPM             5 of the 24th CGPM

`read` and `print` are inverses for every set of fields that a template can print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus.bodies.ordinals import ORDINAL, ordinal, ordinal_number, roman, roman_number
from corpus.errors import ResolutionsError

Fields = Mapping[str, int | str]
"""What a number says: `n`, `session`, `year`, `place` and so on; sessions are whole numbers."""


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is written: its pattern, its name in `Fields`, how it is read and printed."""

    pattern: str
    name: str
    read: Callable[[str], int | str | None]
    print: Callable[[int | str], str] = str


FIGURES = ("figures", "figures2", "figures3")
"""The fields that keep figures as they are written, with the zeros before them."""

_SIGNS = r"(?:[A-Z]{1,8}|[A-Z][a-z]{1,9}|[0-9]{1,5})"
_ANY = (  # a number of two parts or more: 5/3, XV-8, C-04-05, TC/RES/2021/3, but no range of numbers
    rf"(?=[A-Za-z./-]{{0,24}}[0-9]){_SIGNS}"
    rf"(?:(?:[./]|(?<=[A-Z])-|(?<=[0-9]{{4}})-|-(?=0)){_SIGNS}|(?<=[A-Z])[0-9]{{1,4}}|\([0-9A-Z]{{1,6}}\))+"
)
_FIELDS: Mapping[str, _Field] = {
    "n": _Field(r"0{0,2}[1-9][0-9]{0,4}", "n", int),
    "n3": _Field(r"[1-9][0-9]{2}", "n", int),
    "nn": _Field(r"(?:0[1-9]|[1-9][0-9]{1,4})", "n", int, "{:02}".format),
    "nnn": _Field(r"(?:00[1-9]|0[1-9][0-9]|[1-9][0-9]{2,4})", "n", int, "{:03}".format),
    "numeral": _Field(r"[IVXLC]{1,12}", "n", roman_number, lambda value: roman(int(value))),
    "m": _Field(r"[1-9][0-9]{0,3}", "m", int),
    "session": _Field(r"[1-9][0-9]{0,2}", "session", int),
    "nth": _Field(ORDINAL, "session", ordinal_number, lambda value: ordinal(int(value))),
    "roman": _Field(r"[IVXLC]{1,12}", "session", roman_number, lambda value: roman(int(value))),
    "revised": _Field(r"Rev\.?", "revised", lambda text: f"{text.capitalize().rstrip('.')}."),
    "rev": _Field(r"[1-9][0-9]{0,2}", "rev", int),
    "year": _Field(r"(?:18|19|20)[0-9]{2}", "year", int),
    "yy": _Field(r"[0-9]{2}", "yy", str),
    "letter": _Field(r"[A-Z]", "letter", str.upper),
    "code": _Field(r"(?:[A-Z]{1,4}|[\"“][A-Z]{1,4}[\"”])", "code", lambda text: text.strip('"“”').upper()),
    **{name: _Field(r"[0-9]{1,5}", name, str) for name in FIGURES},
    "any": _Field(_ANY, "any", str),
    "word": _Field(r"[A-Z][A-Za-z]{1,14}", "word", str),
    "place": _Field(r"[^\W\d_][^()\d/;:]{1,40}?", "place", str),
}
_MORE = r"[^\W⁰¹²³⁴⁵⁶⁷⁸⁹]"  # a letter or a figure, but not the mark of a note
# what may not follow a number: more of one; after a bracket, figures are the mark of a note
_ENDS = rf"(?:(?<=\))(?=[0-9]{{1,2}}\b)|(?!{_MORE}|/|[.-]{_MORE}))"
# … or, where editions have a place, one that could not be read: "71 (Rev. Rome, 0030)", "958 (WRC-2015)".
_ENDS_WITH_PLACE = rf"{_ENDS}(?! \((?:Rev\.|[A-Za-z]{{1,4}}-?[0-9]|[^()]{{1,60}}, [0-9]{{4}}\)))"
_TOKEN = re.compile(r"\{(?P<field>\w+)\}|(?P<open>\[)|(?P<close>\])|(?P<text>[^\[\]{}]+)|(?P<bad>.)")


_SPACE = r"[\s\u00a0]"
_SIGN = re.compile(r"(?P<stop>[^\W\d_]{2}\.\s*)|(?P<open>\s*\()|(?P<close>\)\s*)|\s+|.")


class BadTemplate(ResolutionsError):
    """A template that cannot be read; the message says where."""


@dataclass(frozen=True)
class Template:
    """One way of writing the number of a text."""

    text: str

    def __post_init__(self) -> None:
        """Raise BadTemplate for a field that is not known, a field that comes twice, an open bracket."""
        names: list[str] = []
        depth = 0
        for token in _TOKEN.finditer(self.text):
            if token["bad"] or (token["field"] and token["field"] not in _FIELDS):
                known = ", ".join(_FIELDS)
                raise BadTemplate(f"'{self.text}': '{token.group()}' is no field; the fields are {known}")
            depth += bool(token["open"]) - bool(token["close"])
            names += [_FIELDS[token["field"]].name] if token["field"] else []
            if depth < 0:
                break
        if depth or len(names) != len(set(names)):
            raise BadTemplate(f"'{self.text}': every [ needs its ], and no field may come twice")

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(_FIELDS[token["field"]].name for token in _TOKEN.finditer(self.text) if token["field"])

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The names of the fields that no brackets make optional, in order."""
        found, depth = [], 0
        for token in _TOKEN.finditer(self.text):
            depth += bool(token["open"]) - bool(token["close"])
            found += [_FIELDS[token["field"]].name] if token["field"] and not depth else []
        return tuple(found)

    @property
    def has_letters(self) -> bool:
        """Whether a number has letters besides its fields, by which it is known anywhere."""
        texts = (token["text"] or "" for token in _TOKEN.finditer(self.text))
        return any(sign.isalpha() for text in texts for sign in text)

    def pattern(self, *, named: bool) -> str:
        """Return the template as a regular expression, whose groups may be named after its fields."""
        parts: list[str] = []
        for token in _TOKEN.finditer(self.text):
            if token["open"]:
                parts.append("(?:")
            elif token["close"]:
                parts.append(")?")
            elif token["field"]:
                start = f"(?P<{token['field']}>" if named else "(?:"
                parts.append(f"{start}{_FIELDS[token['field']].pattern})")
            else:
                is_before_field = self.text.startswith("{", token.end())
                parts.append(
                    _spaced(token["text"], is_first=not token.start(), is_before_field=is_before_field)
                )
        return "".join(parts) + (_ENDS_WITH_PLACE if "place" in self.fields else _ENDS)

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return re.compile(self.pattern(named=True))

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        return re.compile(self.pattern(named=True), re.IGNORECASE)

    def read(self, text: str, at: int = 0, *, any_case: bool = False) -> tuple[int, Fields] | None:
        """Return where the number that begins at a place ends, and its fields; None where there is none."""
        match = (self._loose if any_case else self._exact).match(text, at)
        if match is None:
            return None
        fields: dict[str, int | str] = {}
        for name, printed in match.groupdict().items():
            if printed is None:
                continue
            value = _FIELDS[name].read(printed)
            if value is None:
                return None
            fields[_FIELDS[name].name] = value
        return match.end(), fields

    def print(self, fields: Fields) -> str:
        """Print a number. Optional parts are left out if a field of theirs is missing. Raises KeyError."""
        stack: list[list[str]] = [[]]
        missing = [False]
        for token in _TOKEN.finditer(self.text):
            if token["open"]:
                stack.append([])
                missing.append(False)
            elif token["close"]:
                part, left_out = stack.pop(), missing.pop()
                stack[-1] += [] if left_out else part
            elif token["field"] is None:
                stack[-1].append(token["text"])
            elif (field := _FIELDS[token["field"]]).name in fields:
                stack[-1].append(field.print(fields[field.name]))
            elif len(stack) == 1:
                raise KeyError(field.name)
            else:
                missing[-1] = True
        return "".join(stack[0])


def _spaced(text: str, *, is_first: bool, is_before_field: bool) -> str:
    """Return literal text as a pattern: any run of spaces, and any hyphen, fits another.

    Spaces may stand beside brackets and after the stop of an abbreviation: "A.1126 (30)", "Dec. 749(XXXIII)".
    """
    parts: list[str] = []
    for sign in _SIGN.finditer(text):
        if sign["close"]:
            goes_on = is_before_field or sign.end() < len(text)
            parts.append(rf"{_SPACE}*\)" + (f"{_SPACE}*" if goes_on else ""))
        elif sign["stop"]:
            parts.append(f"{re.escape(sign.group().rstrip())}{_SPACE}*")
        elif sign["open"] and not (is_first and sign.start() == 0):
            count = "+" if sign.group()[0].isspace() else "*"
            parts.append(f"{_SPACE}{count}{re.escape(sign.group().lstrip())}")
        elif sign.group().isspace():
            parts.append(f"{_SPACE}+")
        else:
            parts.append("[-\u2010\u2011]" if sign.group() == "-" else re.escape(sign.group()))
    return "".join(parts)
