"""Mutators: each makes of an honest claim one that its clause no longer says, in one way.

They are independent of how claims are verified. A change that is still true, because the clause has
the same words elsewhere, is dropped by comparing words, never by similarity.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.instruments import Edition
from evals.controls.stated import PASSIVE, Stated, is_plural, stated

_SEED = 71
_MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_SPELT = "one two three four five six seven eight nine ten eleven twelve".split()
_YEAR = r"\b(?:1[89]|20)\d\d\b"
_FREQUENCIES = {
    "annually": "monthly", "annual": "biennial", "yearly": "monthly", "monthly": "weekly", "hourly": "daily",
    "daily": "weekly", "every year": "every second year", "each year": "each month", "a year": "a month",
    "twice a year": "once a year", "once a year": "twice a year", "every second year": "every year",
    "biennial": "annual", "quadrennial": "annual", "four-year": "five-year",
}  # fmt: skip
_UNITS = {
    "minutes": "hours",
    "hours": "days",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "years": "months",
}
_MODAL = r"\b(?:shall|should|may|must|will|can|is|are|was|were|has|have)\b(?! not\b)"
_FORCES = {
    "shall": ("may", "should"), "must": ("may", "should"), "should": ("shall", "may"),
    "may": ("shall", "must"),
    "instructed": ("invited", "encouraged"), "requested": ("invited", "instructed"),
    "urged": ("invited", "instructed"), "called upon": ("invited", "instructed"),
    "invited": ("instructed", "requested"), "encouraged": ("instructed", "requested"),
    "resolves": ("recommends", "invites Member States"),
}  # fmt: skip
_FIT = r"(?:appropriate|necessary|possible|applicable|required|needed|relevant)"
_PHRASES = rf"(?:as|if|when|where|whenever|wherever) {_FIT}"
_CONDITION = (
    r"(?:unless|except|provided that|subject to|only if|if|where|when|within|not later than|no later than|"
    r"without prejudice|to the extent|until|save|so far as|as far as|other than|on condition that)"
)
_PLURAL = (
    r"(?P<joint>\b(?:of|to|by|for|from|with|among|between) )"
    r"(?P<many>(?:the )?(?!all\b)(?:[A-Z][a-z]+ )?[A-Za-z-]{3,}(?<![su])s\b)"
)
_SOME = (
    r"\b(?:some|certain|several|many|most(?= of)|a number of|interested|relevant|at least [\w-]+|"
    r"up to [\w-]+)\b"
)
_LISTED = re.compile(r", (?:the )?(?P<item>[^,;:.()“”]{4,50}) and ")


@dataclass(frozen=True)
class Material:
    """An edition's honest claims, and what is put into them: other bodies, items and editions."""

    edition: Edition
    others: tuple[Edition, ...]

    @cached_property
    def claims(self) -> tuple[Stated, ...]:
        """The edition's honest claims."""
        return tuple(stated(self.edition))

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that the edition, or another, addresses, in the order of the texts."""
        editions = (self.edition, *self.others)
        heads = (provision.head for edition in editions for provision in edition.provisions if provision.head)
        found = dict.fromkeys(head.addressee for head in heads if len(head.addressee) > len("the"))
        return tuple(body for body in found if "," not in body)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The items of lists inside the edition's sentences, each once."""
        found = (match["item"] for claim in self.claims for match in _LISTED.finditer(claim.clause))
        return tuple(dict.fromkeys(found))


Mutator = Callable[[Stated, Material], Iterator[Stated]]


def negation(claim: Stated, _: Material) -> Iterator[Stated]:
    """Put a "not" in, or take a negation out."""
    if claim.body.startswith("to "):
        yield _with(claim, f"not {claim.body}")
    yield from _swapped(claim, _MODAL, lambda match: f"{match.group()} not")
    yield from _swapped(claim, r"\b(?:not|no|never) ", lambda _: "")
    yield from _swapped(claim, r"\bwithout\b", lambda _: "with")


def number(claim: Stated, _: Material) -> Iterator[Stated]:
    """Change a number that is no date."""
    digits = rf"\b(?!{_YEAR})\d+(?! {_MONTH})\b"
    for change in (lambda n: n + 1, lambda n: n * 10, lambda n: max(n - 1, 0)):
        yield from _swapped(claim, digits, lambda match, change=change: str(change(int(match.group()))))  # type: ignore[misc]
    yield from _swapped(
        claim, rf"\b(?:{'|'.join(_SPELT[1:-1])})\b", lambda match: _after(_SPELT, match.group())
    )


def date(claim: Stated, _: Material) -> Iterator[Stated]:
    """Change a year, a month, a day, how often, or a stretch of time."""
    yield from _swapped(claim, _YEAR, lambda match: str(int(match.group()) + 1))
    yield from _swapped(claim, _YEAR, lambda match: str(int(match.group()) - 4))
    yield from _swapped(claim, rf"\b{_MONTH}\b", lambda match: _after(_MONTHS, match.group()))
    yield from _swapped(claim, rf"\b\d\d?(?= {_MONTH})", lambda match: str(int(match.group()) % 28 + 1))
    yield from _swapped(claim, _any(_FREQUENCIES), lambda match: _FREQUENCIES[match.group()])
    yield from _swapped(claim, rf"(?<=\d )(?:{'|'.join(_UNITS)})\b", lambda match: _UNITS[match.group()])


def addressee(claim: Stated, material: Material) -> Iterator[Stated]:
    """Address another body, or mention another one."""
    near = f"{claim.clause} {claim.label}"
    bodies = [body for body in material.bodies if body.split()[-1] not in near]
    spoken_of = [other for other in material.bodies if other in claim.body]
    for body in bodies[:6]:
        match = re.fullmatch(rf".+? (?:is|are) (?P<verb>{'|'.join(PASSIVE.values())}) ", claim.frame)
        if match:
            are = "are" if is_plural(body) else "is"
            yield replace(claim, frame=f"{body[:1].upper()}{body[1:]} {are} {match['verb']} ")
        for other in spoken_of:
            if not _is_same(other, body) and other.startswith("the ") == body.startswith("the "):
                yield from _swapped(claim, rf"\b{re.escape(other)}\b", lambda _, body=body: body)  # type: ignore[misc]


def force(claim: Stated, _: Material) -> Iterator[Stated]:
    """Make of an invitation an order, of an order a permission."""
    for at in (0, 1):
        yield from _swapped(claim, _any(_FORCES), lambda match, at=at: _FORCES[match.group()][at])  # type: ignore[misc]
        framed = re.sub(_any(_FORCES), lambda match, at=at: _FORCES[match.group()][at], claim.frame)  # type: ignore[misc]
        if framed != claim.frame:
            yield replace(claim, frame=framed)


def edition(claim: Stated, material: Material) -> Iterator[Stated]:
    """Cite the right words under the name of another text, or hold them against another edition's clause."""
    for other in material.others:
        if claim.frame == "" and other.name not in claim.label:
            yield replace(claim, frame=f"Under {other.name}, ")
        if other.key.instrument == material.edition.key.instrument:
            same = other.find(claim.provision.eid)
            if same is not None and not _is_part(claim.body, same.text):
                yield replace(
                    claim, clause=same.text, label=other.citation(same), provision=other.id_of(same)
                )


def condition(claim: Stated, _: Material) -> Iterator[Stated]:
    """Leave out a condition, wherever it stands."""
    yield from _swapped(claim, rf",? ?\b{_PHRASES}\b,?", lambda _: "")
    yield from _swapped(
        claim, rf",? \b{_CONDITION}\b(?! (?:appropriate|necessary|possible))[^,;:.]*", lambda _: ""
    )


def some_to_all(claim: Stated, _: Material) -> Iterator[Stated]:
    """Say of all what is said of some."""
    yield from _swapped(claim, _SOME, lambda _: "all")
    yield from _swapped(claim, _PLURAL, lambda match: f"{match['joint']}all {match['many']}")


def wrong_clause(claim: Stated, material: Material) -> Iterator[Stated]:
    """Cite the right words as those of another clause of the same text."""
    places = [at for at, other in enumerate(material.claims) if other.provision == claim.provision]
    for step in (1, 2, 7):
        other = material.claims[(places[-1] + step) % len(material.claims)]
        yield replace(claim, clause=other.clause, label=other.label, provision=other.provision)


def added_item(claim: Stated, material: Material) -> Iterator[Stated]:
    """Put an item of another list of the text into a list."""
    known = f"{claim.clause} {claim.label}".lower()
    items = [item for item in material.items if item.lower() not in known]
    for at, match in enumerate(re.finditer(r"(?<=[a-z]) and (?=[a-z])", claim.body)):
        if items:
            item = items[(at + len(claim.body)) % len(items)]
            yield _with(claim, f"{claim.body[: match.start()]}, {item}{claim.body[match.start() :]}")


MUTATORS: dict[str, Mutator] = {
    "negation": negation,
    "number": number,
    "date": date,
    "addressee": addressee,
    "force": force,
    "edition": edition,
    "condition": condition,
    "some to all": some_to_all,
    "wrong clause": wrong_clause,
    "added item": added_item,
}


def mutants(mutator: Mutator, materials: Sequence[Material], count: int) -> tuple[Stated, ...]:
    """Return as many mutated claims as asked for, or all there are, drawn alike from every text."""
    made = dict.fromkeys(
        changed
        for material in materials
        for claim in material.claims
        for changed in mutator(claim, material)
        if not _is_still_true(changed, claim)
    )
    found = list(made)
    return tuple(random.Random(_SEED).sample(found, min(count, len(found))))  # noqa: S311  no secret


def _is_still_true(changed: Stated, claim: Stated) -> bool:
    """Return True if a changed claim's words stand in the clause, elsewhere than where they were changed."""
    if changed == claim:
        return True
    if changed.clause == claim.clause and changed.body == claim.body:
        return changed.frame == claim.frame
    rest = changed.clause.replace(claim.body, "\n") if changed.clause == claim.clause else changed.clause
    return _words(changed.body) in _words(rest)


def _words(text: str) -> str:
    """Return a text's words between blanks, without punctuation, so that `in` matches whole words."""
    found = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(found)} "


def _is_same(body: str, other: str) -> bool:
    """Return True if one name has all the words of the other: "the Council", "the ITU Council"."""
    first, second = set(body.split()), set(other.split())
    return first <= second or second <= first


def _is_part(body: str, clause: str) -> bool:
    """Return True if a clause has all of a claim's words in their order; it may say more."""
    rest = iter(_words(clause).split())
    return all(word in rest for word in _words(body).split())


def _with(claim: Stated, body: str) -> Stated:
    return replace(claim, body=body)


def _swapped(claim: Stated, pattern: str, change: Callable[[re.Match[str]], str]) -> Iterator[Stated]:
    """Return a claim for each place where a pattern stands in it, with that place changed."""
    for match in re.finditer(pattern, claim.body):
        body = f"{claim.body[: match.start()]}{change(match)}{claim.body[match.end() :]}".strip(" ,")
        yield _with(claim, body)


def _any(table: dict[str, object] | dict[str, str] | dict[str, tuple[str, str]]) -> str:
    """Return a pattern of a table's words, the longest first."""
    return rf"\b(?:{'|'.join(sorted(table, key=len, reverse=True))})\b"


def _after(row: Sequence[str], word: str) -> str:
    return row[(row.index(word) + 1) % len(row)]
