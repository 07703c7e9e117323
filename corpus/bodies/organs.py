"""Names of organs in running words: "Security Council", "the Sixty-sixth World Health Assembly", "CGPM"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.bodies.ordinals import ORDINAL, ordinal_number
from corpus.bodies.registry import Bodies
from corpus.bodies.templates import Fields

_LOOK_BACK = 120  # characters before a noun in which the organ is named
_ABBREVIATION = r"(?: \([\w -]{2,12}\))?"
_COUNT = r"(?:(?<=[A-Z])[- ]?[0-9]{1,2}\b)?"  # of the session or the year: "WTSA-16", "COP 21"
_NOUN = "Assembly|Board|Body|Commission|Committee|Conference|Congress|Council|Forum|Union"
_BODY = (  # an organ by its form, whosever it is
    rf"(?:[A-Z][\w-]+ )*(?:{_NOUN})"
    r"(?: (?:on|of|for)(?: the)? [A-Z][\w-]+(?: (?:and )?[A-Z][\w-]+)*)*"
)
# … or what kind of text it is in another's numbering: "its General Recommendation No. 3"
_UNKNOWN_BEFORE = re.compile(
    rf"\b(?:(?P<organ>{_BODY}|(?<=[a-z] )[A-Z]{{3,8}})|[A-Z]{{3,8}}|(?<=[a-z] )[A-Z][a-z]+)"
    rf"{_ABBREVIATION}(?:’s|'s)? $"
)
_VERB = re.compile(
    r"(?:(?:\w+(?:ing|s|ed)|also|further)\s+)+", re.IGNORECASE
)  # "Recalling", where a text begins
_CAPITALS = re.compile(r"[A-Z\s]+")  # where a text begins: "RECALLING ALSO resolution 5"
_UNKNOWN_AFTER = re.compile(rf",? (?:of|by) the (?!(?i:this|present)\b)(?P<organ>{_BODY})\b")
_OWN_MEETING = re.compile(  # "Resolution 3 of its 45th Meeting", "at the Fourth Heron Conference (2011)"
    rf",? (?:adopted )?(?:at|of) (?:its|the) (?P<nth>{ORDINAL})(?P<at>)(?P<alone>)(?: [\w-]+){{0,3}}?"
    r" (?i:meeting|session|conference|congress|assembly)\b(?: \((?P<year>[12][0-9]{3})\))?"
)
_NUMERAL = re.compile(r"[ivxlc]+|[0-9]+")
# "of the Lamp Union", but not "to the Convention", which is the one whose text it is
_TREATY = "Agreement|Convention|Organi[sz]ation|Protocol|Treaty|Union"
_OF_OTHER = re.compile(
    r" (?:of|to|for) (?:the )?(?=[A-Z])"
    rf"(?!(?:{_TREATY})\b(?! (?:against|concerning|for|of|on)\b))"
)
_OF_NAME = re.compile(r" (?:of|to|for)(?: the)? [A-Z][\w-]*(?: [A-Z][\w-]*)*")
_OF = r"(?:,? (?:of|by)|,? (?:as )?adopted (?:unanimously )?by|,? adopted at)"
_MEETING = r"(?:conference|meeting|session)"
_NTH = rf"(?:(?P<nth>{ORDINAL}) (?:{_MEETING} of (?:the )?)?)?"  # "Sixty-sixth", "23rd meeting of the"
_AT = rf",? at its (?P<at>{ORDINAL}) {_MEETING}"
_YEAR = r"(?:,|,? in)? \(?(?P<year>[12][0-9]{3})(?:/[0-9]{2})?\)?"
# "(CGPM, 1983, Resolution 1)", "the CGPM at its 21st meeting in 1999 adopted Resolution 7",
# "the CGPM, in its Resolution 11"
_HELD = (
    rf"(?P<held>{_AT}(?:{_YEAR})?,?(?: adopted)?|{_YEAR.replace('year', 'alone')},?(?: adopted)?|,? adopted"
    r"|,? in its)?"
)


@dataclass(frozen=True, slots=True)
class OrganName:
    """An organ that is named beside a text: where the words begin, whom they may mean, what else they say.

    `said` has the session, the year or both, where the words have them.
    """

    start: int
    issuers: tuple[str, ...]
    said: Fields = field(default_factory=dict)


class OrganReader:
    """Finds the names of organs beside the names of texts."""

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies
        self._organs = {name for organ in bodies.organs.values() for name in organ.names}
        issuers: defaultdict[str, list[str]] = defaultdict(list)  # the name of a body means all of its organs
        for body in bodies.bodies:
            for name in body.names:
                issuers[_plain(name)] += [organ.issuer for organ in body.organs]
        for organ in bodies.organs.values():
            for name in organ.names:
                issuers[_plain(name)].append(organ.issuer)
        self._issuers = {name: tuple(found) for name, found in issuers.items()}
        names = _any_of(self._organs)
        every = _any_of(self._organs | {name for body in bodies.bodies for name in body.names})
        self._before = (
            rf"(?:\b|(?P<open>\()){_NTH}(?P<organ>{every}){_COUNT}(?(open)\)|{_ABBREVIATION})"
            rf"(?:’s|'s)?{_HELD}\s*$"
        )
        self._after = rf"{_OF} (?:the )?{_NTH}(?P<organ>{every})\b{_COUNT}{_HELD}"
        self._with_session = rf"\b(?P<nth>{ORDINAL}) (?:{_MEETING} of (?:the )?)?(?P<organ>{names})\b"
        self._anywhere = rf"\b(?P<organ>{names})\b"

    def before(self, text: str, at: int, own: str, *, any_case: bool = False) -> OrganName | None:
        """Return the organ that is named right before a place, one without issuers where none is.

        An organ without a file has its name for an issuer, None where it is one that anybody may have.
        `own` is the issuer whose text it is.
        """
        words = text[max(at - _LOOK_BACK, 0) : at]
        match = _compiled(self._before, any_case=any_case).search(words)
        if match and _is_word(match):
            return OrganName(at, ())
        if match and (issuers := self._meant(match["organ"], own)):
            start = at if match["held"] else at - len(words) + match.start()
            return OrganName(start, issuers, _said(match))
        is_verb = not any_case and len(words) == at and _CAPITALS.fullmatch(words)
        unknown = None if is_verb else _UNKNOWN_BEFORE.search(words)
        if unknown is None:
            return OrganName(at, ())
        verb = _VERB.match(words, unknown.start()) if len(words) == at else None
        start = verb.end() if verb else unknown.start()
        issuer = self._strange(words[start:]) if unknown["organ"] and not any_case else ""
        return OrganName(at - len(words) + start, (issuer,)) if issuer else None

    def of_session(self, text: str, at: int) -> OrganName:
        """Return the only organ that a question names with its session before a place.

        "What did the 24th CGPM decide in its Resolution 5?"
        """
        found = list(_compiled(self._with_session, any_case=True).finditer(text, 0, at))
        if len(found) != 1:
            return OrganName(at, ())
        (match,) = found
        session = ordinal_number(match["nth"])
        return OrganName(at, self._issuers[_plain(match["organ"])], {"session": session} if session else {})

    def after(self, text: str, at: int, own: str, *, any_case: bool = False) -> OrganName | None:
        """Return the organ that words from a place on name ("of the Security Council"), as `before` does."""
        match = _compiled(self._after, any_case=any_case).match(text, at)
        if match and not any_case and _OF_OTHER.match(text, match.end("organ")):
            rest = _OF_NAME.match(text, match.end("organ"))  # of an organization without a file
            other = self._strange(match["organ"] + rest.group()) if rest else ""
            if rest and other and not self.bodies_in(rest.group()):
                return OrganName(at, (other,))
        if match and (issuers := self._meant(match["organ"], own)):
            return OrganName(at, issuers, _said(match))
        meeting = _OWN_MEETING.match(text, at) if own and own not in self.bodies.organs else None
        if meeting:
            return OrganName(at, (own,), _said(meeting))
        unknown = _UNKNOWN_AFTER.match(text, at)
        if unknown is None:
            return OrganName(at, ())
        issuer = "" if any_case else self._strange(unknown["organ"])
        return OrganName(at, (issuer,)) if issuer else None

    def _strange(self, name: str) -> str:
        """Return the issuer that its name gives an organ without a file, '' for a name that anybody has."""
        words = [word.lower() for word in re.findall(r"[A-Z][\w-]+", name)]
        known = {word for name in self._organs for word in _plain(name).split()}
        is_proper = re.search(r" (?:for|of|on) ", name) or any(word not in known for word in words)
        return "-".join(words) if is_proper else ""

    def adopting(self, formula: str) -> tuple[str, ...]:
        """Return the issuers that a formula may mean: "The Sixty-sixth World Health Assembly,".

        A name that several organizations have ("The Assembly,") means all of theirs, unless the formula
        also names the organization.
        """
        match = _compiled(self._anywhere, any_case=True).search(formula)
        if match is None or self._is_part(formula, match):
            return ()
        issuers = self._issuers[_plain(match["organ"])]
        of = self.bodies_in(f"{formula[: match.start()]} {formula[match.end() :]}")
        return tuple(issuer for issuer in issuers if not of or _organization(issuer) in of)

    def called(self, name: str) -> tuple[str, ...]:
        """Return the issuers whose organ has exactly this name."""
        return self._issuers.get(_plain(name), ())

    def anywhere(self, text: str) -> str:
        """Return the first name of an organ in a text that is no part of a longer one, '' without one."""
        match = _compiled(self._anywhere, any_case=True).search(text)
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
        """Return the issuers that a name means; only those of the text's own organization if any.

        "The Council" alone never means another organization's.
        """
        issuers = self._issuers.get(_plain(name), ())
        within = tuple(issuer for issuer in issuers if own and _organization(issuer) == _organization(own))
        return within or (() if own and re.fullmatch(_NOUN, name) else issuers)


@lru_cache(maxsize=16)
def _compiled(pattern: str, *, any_case: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE if any_case else 0)


def _said(match: re.Match[str]) -> Fields:
    """Return the session and the year that an organ's name gives."""
    session, year = match["nth"] or match["at"], match["year"] or match["alone"]
    found = {"session": ordinal_number(session) if session else None, "year": int(year) if year else None}
    return {name: value for name, value in found.items() if value}


def _organization(issuer: str) -> str:
    return issuer.partition("-")[0]


def _any_of(names: Set[str]) -> str:
    ordered: Sequence[str] = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in ordered)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _is_word(match: re.Match[str]) -> bool:
    """Return True for a word that is no organ: "what cites Resolution 9?", "who adopted Resolution 9?"."""
    organ = match["organ"]
    return (organ == "cites" and match.start("organ") > 0) or (
        organ in ("who", "Who") and bool(match["held"])
    )
