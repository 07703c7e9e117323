"""How a body of which nothing is known numbers its texts, by the number and the key of one of them.

A text called "Resolution 2.1" with the key `heron-meeting/res-2-1` shows that "Resolution 1.9" is another
text of its body. Only numbers of two parts or more show a form: any body may have a "Resolution 12". Texts of
other bodies are cited with their organ, so that a "Recommendation XV-8" without one is the body's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from corpus.bodies.ordinals import roman_number
from corpus.bodies.registry import NOUNS, Series, Sessions
from corpus.bodies.templates import FIGURES, Template
from corpus.keys import InstrumentKey

_NUMBER = re.compile(
    rf"(?:(?:{'|'.join(NOUNS)})\s+)?(?:no\.?\s*)?(?P<number>[\w()./–-]*\d[\w()./–-]*(?: \(\w+\))?)",
    re.IGNORECASE,
)
_PART = re.compile(r"[A-Za-z]+|[0-9]+|[^A-Za-z0-9]+")
_YEAR = re.compile(r"(?:18|19|20)[0-9]{2}\b")
_ADOPTED = ("resolution", "decision", "recommendation", "measure", "opinion", "declaration")


def series_like(name: str, key: InstrumentKey) -> tuple[Series, ...]:
    """Return the series of the texts of a body that has no file, by the name and the key of one of them."""
    return (*series_by_form(name, key), *_by_meeting(key), *any_series(key.issuer))


@lru_cache(maxsize=256)
def any_series(issuer: str) -> tuple[Series, ...]:
    """Return the series of whatever numbers of two parts or more a body may have."""
    number = Template("{any}")
    return tuple(
        Series(issuer, noun, (number,), number, number, Sessions({}), fallback=True) for noun in _ADOPTED
    )


def series_by_form(name: str, key: InstrumentKey) -> tuple[Series, ...]:
    """Return the series whose numbers have the form of a text's own, none if that shows no form.

    The key must be made of the number, so that the keys of others can be.
    """
    match = _NUMBER.match(name)
    parts = _fields(_PART.findall(match["number"])) if match else []
    kind, _, number = key.work.partition("-")
    if sum(field not in ("", "word") for field, _ in parts) < 2 or _key(parts, number) is None:
        return ()
    found = [_series(key, noun, parts) for noun in NOUNS]
    fixed = [("" if field == "word" else field, text) for field, text in parts]
    own_noun = next((noun for noun, short in NOUNS.items() if short == kind), "")
    if own_noun and fixed != parts:
        found.append(replace(_series(key, own_noun, fixed), alone=True))
    return tuple(found)


def _by_meeting(key: InstrumentKey) -> Iterator[Series]:
    """Walk the series whose numbers begin anew at each meeting: "Resolution 3 of its 45th Meeting"."""
    is_by_year = _YEAR.match(key.work.partition("-")[2])
    for field in ("year", "session") if is_by_year else ("session",):
        printed = Template(f"{{n}} ({{{field}}})")
        number = Template(f"{{{field}}}-{{n}}")
        for noun in _ADOPTED:
            is_last = bool(is_by_year) and field == "session"
            yield Series(key.issuer, noun, (printed,), number, printed, Sessions({}), fallback=is_last)


def _series(key: InstrumentKey, noun: str, parts: list[tuple[str, str]]) -> Series:
    form = Template("".join(f"{{{field}}}" if field else text for field, text in parts))
    numbered = _key(parts, key.work.partition("-")[2])
    assert numbered is not None
    return Series(key.issuer, noun, (form,), numbered, form, Sessions({}))


def _fields(parts: list[str]) -> list[tuple[str, str]]:
    """Return the parts of a number, each with the field that it is, '' for one that recurs as it stands."""
    figures = iter(FIGURES)
    found: list[tuple[str, str]] = []
    for part in parts:
        used = {field for field, _ in found}
        if "year" not in used and _YEAR.fullmatch(part):
            field = "year"
        elif part.isdigit():
            field = next(figures, "")
        elif "roman" not in used and part.isupper() and roman_number(part) and part not in "CDLM":
            field = "roman"
        else:
            field = "word" if part.isalpha() and not found else ""
        found.append((field, part))
    return found


def _key(parts: list[tuple[str, str]], number: str) -> Template | None:
    """Write the number of a key with the fields of a printed one, None where the key is made of others."""
    left = [(field, text.lower()) for field, text in parts if text.isalnum()]
    written: list[str] = []
    for token in number.split("-"):
        part = next((part for part in left if part[1] == token), None)
        if part is None:
            return None
        left.remove(part)
        written.append(f"{{{part[0]}}}" if part[0] else token)
    return None if any(field not in ("", "word") for field, _ in left) else Template("-".join(written))
