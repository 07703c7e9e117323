"""Which lines open something: a head, an annex, a formula.

A head opens only where the unit before it has ended, and stands alone ("instructs the ITU
Council") or runs straight into what it governs ("emphasizing the urgent need …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.heads import Head, is_deciding, is_reciting, main_verb
from ingest.lines import ending

# Verbs that may run into their text. A head that stands alone needs no list: its form tells.
_RECITING = frozenset([
    "acknowledging", "affirming", "appreciating", "aware", "believing", "bearing", "commending",
    "concerned", "confident", "confirming", "conscious", "considering", "convinced", "deploring",
    "determined", "emphasizing", "emphasising", "encouraged", "endorsing", "expressing", "guided",
    "having", "highlighting", "mindful", "noting", "observing", "reaffirming", "realizing", "recalling",
    "recognizing", "recognising", "reiterating", "regretting", "seeking", "stressing", "taking",
    "underlining", "welcoming",
])  # fmt: skip
_DECIDING = frozenset([
    "acknowledges", "adopts", "affirms", "agrees", "appeals", "approves", "asks", "authorizes", "calls",
    "charges", "commends", "confirms", "considers", "decides", "declares", "directs", "emphasizes",
    "encourages", "endorses", "entrusts", "expresses", "instructs", "invites", "mandates", "notes",
    "reaffirms", "recognizes", "recommends", "requests", "resolves", "stresses", "supports", "takes",
    "thanks", "underlines", "urges", "welcomes",
])  # fmt: skip
_ADDRESSED = re.compile(
    r"(?P<head>(?:further |also |strongly )?"
    r"(?:(?:resolves |decides )(?:further |also )?to )?"
    r"(?:instruct|invite|request|urge|encourage|call upon|call on|authorize|direct|ask|charge|appeal to|recommend)s?"
    r"(?: further| also| upon| on| to)?"
    r" (?P<addressee>(?:the |all |each )?[A-Z][^.;:]*?|(?:the |all )?(?:administrations|members)[^.;:]*?))"
    r" (?=to [a-z])"
)
_BARE = re.compile(
    r"(?P<head>(?:further |also )?[a-z]+(?: further| also)?) (?=(?:to|that|the|its|their|on|in|with|of) )"
)
_DIVISION = re.compile(
    r"(?P<type>ANNEX|APPENDIX|ATTACHMENT|Annex|Appendix|Attachment)"
    r"(?: (?P<number>\d{1,3}|[A-Z]|[IVX]{1,5}))?"
    r"(?: (?:TO|to|OF|of) (?P<to>.+))?"
)
_FORMULA = re.compile(
    r"the [^;:]*\b(?:conference|assembly|council|forum|commission|committee|union|organization)\b[^;:]*,",
    re.IGNORECASE,
)
_PARENT = re.compile(r"(?P<type>annex|appendix|attachment)(?: (?P<number>\w{1,5}))?\b", re.IGNORECASE)
_SHORT = {"annex": "annex", "appendix": "app", "attachment": "att"}


@dataclass(frozen=True, slots=True)
class Division:
    """An annex, appendix or attachment that a line opens: eId segment, label, what it hangs on."""

    segment: str
    label: str
    parent: str


def read_head(text: str, *, before: str, may_recite: bool, last: bool) -> tuple[Head, str] | None:
    """Read a head and the text that it runs into ('' for a head that stands alone).

    `before` is the text of the unit before; `may_recite` whether a recital may still begin here
    with its head running into it; `last` whether no line follows.
    """
    if not ending(before):
        return None
    verb = main_verb(text)
    if not ending(text):
        return None if last or not _stands_alone(text, verb) else (Head.parse(text), "")
    if ending(before) == ";":
        return None
    match = _ADDRESSED.match(text)
    if match is None and (verb in _DECIDING or (may_recite and verb in _RECITING)):
        match = _BARE.match(text)
        if match and match["head"].split()[-1] not in {verb, "further", "also"}:
            match = None
    if match is None:
        return None
    return Head.parse(match["head"]), text[match.end("head") + 1 :]


def is_strict_head(text: str) -> bool:
    """Tell a head that stands alone by its verb's being on the list, whatever stands before."""
    verb = main_verb(text)
    return not ending(text) and _stands_alone(text, verb) and verb in _RECITING | _DECIDING


def read_division(text: str) -> Division | None:
    """Read "ANNEX 1 TO RESOLUTION 71 (REV. BUCHAREST, 2022)", or return None."""
    match = _DIVISION.fullmatch(text)
    if match is None or ending(text):
        return None
    segment, label = _division_name(match["type"], match["number"])
    upper = _PARENT.match(match["to"] or "")
    return Division(segment, label, _division_name(upper["type"], upper["number"])[0] if upper else "")


def is_formula(text: str) -> bool:
    """Tell the sentence that opens a text: who adopts it."""
    return _FORMULA.fullmatch(text) is not None


def _division_name(type_: str, number: str | None) -> tuple[str, str]:
    """Name a division as an eId segment and as a label."""
    short = _SHORT[type_.lower()]
    if not number:
        return short, type_.capitalize()
    return f"{short}_{number.lower()}", f"{type_.capitalize()} {number.upper()}"


def _stands_alone(text: str, verb: str) -> bool:
    """Tell whether a line without end punctuation has the form of a head."""
    if "\t" in text or len(text.split()) > 30 or not (is_reciting(verb) or is_deciding(verb)):
        return False
    head = Head.parse(text)
    if text[0].isupper() and verb not in _RECITING | _DECIDING:
        return False
    if is_reciting(verb) and head.addressee:
        return False
    return not head.addressee or _is_addressee(head.addressee)


def _is_addressee(text: str) -> bool:
    """Tell a body's name from the words of a sentence."""
    return not re.match(r"(?:that|to|\d|which|who|as follows)\b", text)
