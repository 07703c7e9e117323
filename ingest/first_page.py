"""Who adopts a text and at which meeting, by the form of the lines that say it, whatever the body.

The Fourteenth Congress of the Union of Harbour Pilots,      the formula: organ and session
Fourteenth Congress, Lisbon, 2 to 6 October 1997             session and date
12th LCA Meeting: Resolutions                                session and the initials of the organ
NINTH MEETING of the BOARD of LAMPS, Oslo                    session and organ
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from corpus.bodies import Bodies, bodies_in_use
from corpus.bodies.ordinals import ORDINAL, ordinal_number
from corpus.bodies.registry import NOUNS
from corpus.heads import is_reciting
from corpus.mandates import is_third_person
from ingest.markers import MONTHS

ROMAN = r"[IVXLC]{1,8}"
SMALL_WORDS = frozenset("a an and at by de des du for in of on the to with".split())
_SMALL = "of|and|the|for|on|to|in|de|des|du|serving|as|its"
_WORD = rf"(?!(?:{MONTHS})\b)[A-Z][\w’'/-]*"
# an organ's name: capitals, with small words between them; "(LCA)" after it is its abbreviation
_NAME = rf"{_WORD}(?:,? (?:(?:{_SMALL}) ){{0,4}}{_WORD}){{0,15}}"
_ABBREVIATED = r"(?: \((?P<short>[A-Z][A-Za-z-]{1,9})\))?"
_HELD = r"(?i:session|meeting)"
_USUAL = "regular|ordinary|special|extraordinary|plenary|annual|general"
_ADJECTIVES = rf"(?:(?i:{_USUAL}) )*"
_PARTICIPLE = r"(?:[A-Z][a-z]+(?:ing|ed)|(?!during|including)[a-z]+ing|Aware|Mindful|Conscious)\b"
_UNBROKEN = _NAME.replace(",? ", " ")
FORMULA = re.compile(
    rf"(?:Preamble |PREAMBLE )?(?:The|THE|We, the) (?:(?P<nth>{ORDINAL}) (?:session of the )?)?"
    rf"(?P<organ>{_NAME}){_ABBREVIATED}"
    rf"(?:(?P<more>[^;:]{{0,240}}?)(?:,$|, (?={_PARTICIPLE}))"
    r"|(?:, [^;:]{0,240})?:$|\s*(?=[A-Z][a-z]+(?:ing|ed)\b))"
)
_SUBJECT = re.compile(rf"(?:The|THE) (?P<organ>{_NAME}) (?=(?:[a-z]+(?:s|ed|ook)|shall|will)\b)")
_OF_ORGAN = re.compile(
    rf"(?:of|by|at the {ORDINAL} \w+ of) the (?:(?P<nth>{ORDINAL}) (?:session of the )?)?(?P<organ>{_NAME})"
    rf"{_ABBREVIATED}"
)
_OF_HEAD = re.compile(
    rf"(?:report|proceedings|minutes|{'|'.join(NOUNS)}|session)s? of the (?:(?:{ORDINAL}) )?", re.IGNORECASE
)
_HEAD = re.compile(_NAME + _ABBREVIATED)
_ORGAN = re.compile(
    r"\b(?i:assembly|authority|board|body|commission|committee|conference|congress|council|forum|group|meeting"
    r"|ministers|organi[sz]ation|parties|union|alliance|fund|agency|association|league)\b"
)
_INITIALS = re.compile(r"[A-Z]{2,}[A-Z/-]*(?: [0-9]+)?")
_PEOPLE = re.compile(
    r"(?:\w+ )?(?:parties|ministers|heads|states)\b", re.IGNORECASE
)  # their meeting is the organ
# "12th LCA Meeting", "NINTH MEETING of the BOARD of LAMPS", "Fourteenth Congress": what follows its ordinal
_MEETING = re.compile(
    rf"\b(?P<nth>{ORDINAL}) (?:{_ADJECTIVES}(?P<held>{_HELD})"
    rf"(?: (?i:of) (?:(?i:the) )?(?P<whose>{_UNBROKEN}(?: [0-9]{{1,4}}\b)?))?"
    rf"|(?P<organ>{_UNBROKEN}))"
)
_ADOPTED = re.compile(
    r"\W*(?:[\w-]+(?<!ing) ){0,3}(?:adopted|done|approved|enacted|passed|signed):?"
    r" (?:(?:\w+ )?(?:by|at|in|on|this)\b|[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Organ:
    """Who adopts, as a text names it: in which session, its initials, what its session is called.

    `held` is "meeting" or "session", '' for a conference that is its own session.
    """

    name: str
    session: int | None = None
    short: str = ""
    held: str = ""


def formula_organ(text: str) -> Organ | None:
    """Return who adopts by a formula, "The Fourteenth Congress of the Union of Pilots,", else None."""
    match = FORMULA.match(text)
    if match is None or not (_ORGAN.search(match["organ"]) or text.startswith("We, the ")):
        return None
    meeting = meeting_in(match["more"] or "")
    session = ordinal_number(match["nth"] or "") or (meeting.session if meeting else None)
    return Organ(spelt(_before_verb(match["organ"])), session, match["short"] or "")


def _before_verb(name: str) -> str:
    """Return a name without the clause after it: "Committee, Noting the Report" → "Committee"."""
    for comma in re.finditer(r", (?P<word>\w+)", name):
        verb = comma["word"].lower()
        if is_reciting(verb) or is_third_person(verb):
            return name[: comma.start()]
    return name


def subject_organ(text: str) -> Organ | None:
    """Return the organ that is the subject of a paragraph: "The Committee approved the minutes."."""
    match = _SUBJECT.match(text)
    is_organ = match and (_ORGAN.search(match["organ"]) or _INITIALS.fullmatch(match["organ"]))
    return Organ(spelt(match["organ"])) if match and is_organ else None


def organ_in(text: str) -> Organ | None:
    """Return the organ whose text this is by words like "of the Lighthouse Assembly"."""
    for match in _OF_ORGAN.finditer(text):
        if _ORGAN.search(match["organ"]):
            name = match["organ"]
            place = re.search(r"(?: in |, )[^,]+$", name)  # "… by the Council in Oslo on 4 June"
            is_before_day = is_adoption(text) and re.match(r",? on\b|, [0-9]", text[match.end() :])
            if place and is_before_day and not _ORGAN.search(place.group()):
                name = name[: place.start()]
            return Organ(name, ordinal_number(match["nth"] or ""), match["short"] or "")
    return None


def meeting_in(text: str) -> Organ | None:
    """Return the organ whose session a line names, with '' as its name where the line does not say it."""
    for match in _MEETING.finditer(text):
        session, held = ordinal_number(match["nth"]), (match["held"] or "").lower()
        name = _in_one_case(match["whose"] or match["organ"] or "")
        before_held = re.fullmatch(rf"(?P<name>.+) (?P<held>{_HELD})", name)
        if before_held:
            name, held = before_held["name"], before_held["held"].lower()
        if held and _PEOPLE.match(name):
            name, held = f"{held.capitalize()} of the {spelt(name)}", ""
        is_short = _INITIALS.fullmatch(name) is not None
        if held or is_short or _ORGAN.search(name):
            is_named = is_short or _ORGAN.search(name)
            return Organ(spelt(name) if is_named else "", session, name if is_short else "", held)
    return None


def _in_one_case(name: str) -> str:
    """Return a name without the words after it that are not in its capitals: "BOARD of LAMPS Oslo"."""
    words = name.split()
    if not words or not words[0].isupper() or len(words[0]) < 5:
        return name
    end = next((at for at, word in enumerate(words) if word[0].isupper() and not word.isupper()), len(words))
    return " ".join(words[:end])


def names_organ(text: str) -> bool:
    """Return True for a line of a masthead that names who adopts: "LIGHTHOUSE ASSEMBLY".

    What it is stands before its first "of": "Membership of the Lamp Committee" is no organ.
    """
    if len(text) > 120 or _HEAD.fullmatch(text) is None:
        return False
    name = _OF_HEAD.sub("", text)
    is_sentence = re.match(r"(?i:this|these|our|that)\b", name) or _before_verb(name) != name
    return not is_sentence and _ORGAN.search(re.split(r"(?i: (?:of|to|for|on)) ", name)[0]) is not None


def head_organ(text: str) -> Organ:
    """Return the organ that a line of a masthead names: "REPORT OF THE SIXTH MEETING OF THE PARTIES"."""
    meeting = meeting_in(text)
    if meeting is not None and meeting.name:
        return meeting
    match = _HEAD.fullmatch(text)
    name = _OF_HEAD.sub("", re.sub(r" \([A-Z][A-Za-z-]{1,9}\)$", "", text))
    return Organ(spelt(name), short=(match["short"] or "") if match else "")


@cache
def _generic_words(bodies: Bodies) -> frozenset[str]:
    """Return the words that organs of several organizations have in their names: "General", "Council"."""
    owners: dict[str, set[str]] = {}
    for issuer, organ in bodies.organs.items():
        for word in " ".join(organ.names).casefold().split():
            owners.setdefault(word, set()).add(issuer.partition("-")[0])
    return frozenset(word for word, bodies in owners.items() if len(bodies) > 1)


def has_usual_name(organ: str) -> bool:
    """Return True for a name that many organizations have for an organ: "Meeting of the Parties"."""
    usual = (*SMALL_WORDS, *_USUAL.split("|"), *_generic_words(bodies_in_use()))
    return all(_ORGAN.fullmatch(word) or word in usual for word in organ.casefold().split())


def completed(organ: Organ, other: Organ) -> Organ:
    """Return an organ with what another line says of it: its session, its initials."""
    return replace(
        organ,
        session=organ.session or other.session,
        short=organ.short or other.short,
        held=organ.held or (other.held if other.session else ""),
    )


def spelt(text: str) -> str:
    """Return a name without the capitals of a masthead."""
    capitals = [word for word in text.split() if word[:1].isupper()]
    if not all(word.isupper() for word in capitals) or max(map(len, capitals), default=0) < 5:
        return text
    words = [word if word in SMALL_WORDS else word.capitalize() for word in text.lower().split()]
    return " ".join([words[0].capitalize(), *words[1:]])


def is_adoption(text: str) -> bool:
    """Return True for words that begin with where, when or by whom a text was adopted."""
    return _ADOPTED.match(text) is not None
