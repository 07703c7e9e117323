"""Names of organs in running words: "Security Council", "the Sixty-sixth World Health Assembly", "CGPM"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from corpus.bodies.ordinals import ORDINALS, ordinal_number
from corpus.bodies.registry import Bodies

_LOOK_BACK = 120  # characters before a noun in which the organ is named
_ORDINAL = rf"(?:[1-9][0-9]{{0,2}}(?:st|nd|rd|th)|(?i:{'|'.join(ORDINALS)}))"
_ABBREVIATION = r"(?: \([\w ]{2,12}\))?"
_BODY = (  # an organ by its form, whosever it is
    r"(?:[A-Z][\w-]+ )*(?:Assembly|Board|Body|Commission|Committee|Conference|Congress|Council|Forum|Union)"
    r"(?: (?:on|of|for)(?: the)? [A-Z][\w-]+(?: (?:and )?[A-Z][\w-]+)*)?"
)
_UNKNOWN_BEFORE = re.compile(rf"\b(?:{_BODY}|[A-Z]{{3,8}}){_ABBREVIATION}(?:’s|'s)? $")
_UNKNOWN_AFTER = re.compile(rf",? (?:of|by) the (?!(?i:this|present)\b){_BODY}\b")
_NUMERAL = re.compile(r"[ivxlc]+|[0-9]+")
# "of the Lamp Union", but not "to the Convention", which is the one whose text it is
_TREATY = "Agreement|Convention|Organi[sz]ation|Protocol|Treaty|Union"
_OF_OTHER = re.compile(
    r" (?:of|to|for) (?:the )?(?=[A-Z])"
    rf"(?!(?:{_TREATY})\b(?! (?:against|concerning|for|of|on)\b))"
)
_OF = r"(?:,? (?:of|by)|,? (?:as )?adopted (?:unanimously )?by|,? adopted at)"


@dataclass(frozen=True, slots=True)
class OrganName:
    """An organ that is named beside a text: where the words begin, whom they may mean, which session."""

    start: int
    issuers: tuple[str, ...]
    session: int | None = None


class OrganReader:
    """Finds the names of organs beside the names of texts."""

    def __init__(self, bodies: Bodies) -> None:
        """Take the bodies that may be named."""
        self.bodies = bodies

    def before(self, text: str, at: int, own: str, *, any_case: bool = False) -> OrganName | None:
        """Return the organ that is named right before a place, one without issuers where none is.

        None where the words there are an organ that is not known. `own` is the issuer whose text it is.
        """
        words = text[max(at - _LOOK_BACK, 0) : at]
        match = (self._before_loose if any_case else self._before_exact).search(words)
        if match and (issuers := self._meant(match["organ"], own)):
            return OrganName(at - len(words) + match.start(), issuers, _session(match))
        return None if _UNKNOWN_BEFORE.search(words) else OrganName(at, ())

    def after(self, text: str, at: int, own: str, *, any_case: bool = False) -> OrganName | None:
        """Return the organ that words from a place on name ("of the Security Council"), as `before` does."""
        match = (self._after_loose if any_case else self._after_exact).match(text, at)
        if match and (issuers := self._meant(match["organ"], own)):
            return OrganName(at, issuers, _session(match))
        return None if _UNKNOWN_AFTER.match(text, at) else OrganName(at, ())

    def adopting(self, formula: str) -> tuple[str, ...]:
        """Return the issuers that a formula may mean: "The Sixty-sixth World Health Assembly,".

        A name that several organizations have ("The Assembly,") means all of theirs, unless the formula
        also names the organization.
        """
        match = self._anywhere.search(formula)
        if match is None or self._is_part(formula, match):
            return ()
        issuers = self._issuers[_plain(match["organ"])]
        of = self.bodies_in(f"{formula[: match.start()]} {formula[match.end() :]}")
        return tuple(issuer for issuer in issuers if not of or _organization(issuer) in of)

    def called(self, name: str) -> tuple[str, ...]:
        """Return the issuers whose organ has a name, without more around it."""
        return self._issuers.get(_plain(name), ())

    def anywhere(self, text: str) -> str:
        """Return the first name of an organ in a text that is no part of a longer one, '' without one."""
        match = self._anywhere.search(text)
        return "" if match is None or self._is_part(text, match) else match["organ"]

    def _is_part(self, formula: str, match: re.Match[str]) -> bool:
        """Return True if an organ's name is a part of a longer one that is not known.

        "Assembly" in "The Lighthouse Assembly", "Council" in "The Council of the Lamp Union".
        """
        before = re.search(r"(?P<word>[\w’'-]+) $", formula[: match.start()])
        if before and before["word"][0].isupper() and before["word"].lower() != "the":
            known = {
                word for body in self.bodies.bodies for name in body.names for word in _plain(name).split()
            }
            word = before["word"].lower()
            if ordinal_number(word) is None and word not in known and not _NUMERAL.fullmatch(word):
                return True
        rest = formula[match.end() :]
        return _OF_OTHER.match(rest) is not None and not self.bodies_in(rest)

    def bodies_in(self, text: str) -> Sequence[str]:
        """Return the keys of the bodies that a text names."""
        rest = _plain(text)
        return [
            body.key
            for body in self.bodies.bodies
            if any(re.search(rf"\b{re.escape(_plain(name))}\b", rest) for name in body.names)
        ]

    def _meant(self, name: str, own: str) -> tuple[str, ...]:
        """Return the issuers that a name means, in the organization whose text it is where it has one so."""
        issuers = self._issuers.get(_plain(name), ())
        within = tuple(issuer for issuer in issuers if own and _organization(issuer) == _organization(own))
        return within or issuers

    @cached_property
    def _issuers(self) -> Mapping[str, tuple[str, ...]]:
        """The issuers by the names of their organs; the name of a body means all of its organs."""
        found: dict[str, tuple[str, ...]] = {}
        named = [(body.names, tuple(organ.issuer for organ in body.organs)) for body in self.bodies.bodies]
        named += [(organ.names, (organ.issuer,)) for organ in self.bodies.organs.values()]
        for names, issuers in named:
            for name in names:
                found[_plain(name)] = (*found.get(_plain(name), ()), *issuers)
        return found

    @cached_property
    def _organs(self) -> Set[str]:
        return {name for organ in self.bodies.organs.values() for name in organ.names}

    @cached_property
    def _before_pattern(self) -> str:
        names = _any_of(self._organs | {name for body in self.bodies.bodies for name in body.names})
        return (
            rf"(?:\b|(?P<open>\())(?:(?P<nth>{_ORDINAL}) )?(?P<organ>{names})(?(open)\)|{_ABBREVIATION})"
            r"(?:’s|'s)?\s*$"
        )

    @cached_property
    def _after_pattern(self) -> str:
        names = _any_of(self._organs | {name for body in self.bodies.bodies for name in body.names})
        return rf"{_OF} (?:the )?(?:(?P<nth>{_ORDINAL}) )?(?P<organ>{names})\b"

    @cached_property
    def _before_exact(self) -> re.Pattern[str]:
        return re.compile(self._before_pattern)

    @cached_property
    def _before_loose(self) -> re.Pattern[str]:
        return re.compile(self._before_pattern, re.IGNORECASE)

    @cached_property
    def _after_exact(self) -> re.Pattern[str]:
        return re.compile(self._after_pattern)

    @cached_property
    def _after_loose(self) -> re.Pattern[str]:
        return re.compile(self._after_pattern, re.IGNORECASE)

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?P<organ>{_any_of(self._organs)})\b", re.IGNORECASE)


def _session(match: re.Match[str]) -> int | None:
    """Return the session that an organ's name gives."""
    return ordinal_number(match["nth"]) if match["nth"] else None


def _organization(issuer: str) -> str:
    """Return the key of the body whose organ an issuer is."""
    return issuer.partition("-")[0]


def _any_of(names: Set[str]) -> str:
    """Return a pattern of names, the longest first."""
    ordered: Sequence[str] = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def _plain(name: str) -> str:
    """Return a name as names are compared."""
    return " ".join(name.split()).casefold()
