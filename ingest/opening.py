"""Which lines open something: a head, an annex, a formula.

A head opens only where the unit before it has ended, and stands alone ("instructs the ITU
Council") or runs straight into what it governs ("emphasizing the urgent need …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.heads import Head, is_deciding, is_reciting, main_verb
from corpus.mandates import is_known_participle, is_third_person
from ingest.lines import ending
from ingest.markers import NOTE_MARK

# In mid-sentence these often begin a line: "taking into account …", "bearing in mind …".
_ADVERBIAL = frozenset(["bearing", "considering", "having", "seeking", "taking"])
_ADDRESSED = re.compile(
    r"(?P<head>(?:further |also |strongly )?"
    r"(?:(?:resolves |decides )(?:further |also )?to )?"
    r"(?:instruct|invite|request|urge|encourage|call upon|call on|authorize|direct|ask|charge"
    r"|appeal to|recommend)s?"
    r"(?: further| also| upon| on| to)?"
    r" (?P<addressee>(?:the |all |each |other |relevant |interested )*[A-Z][^.;:]*?"
    r"|(?:the |all |each |other |relevant |interested )*(?:administrations|countries|entities|manufacturers"
    r"|members|operators|organizations|parties|regulators|stakeholders)\b[^.;:]*?))"
    r" (?=to [a-z])"
)
_BARE = re.compile(
    r"\A(?P<head>(?:further |also )?[a-z]+(?: further| also)?) (?=(?:to|that|the|its|their|on|in|with|of) )"
)
_DIVISION = re.compile(
    r"(?P<type>ANNEX|APPENDIX|ATTACHMENT)"
    r"(?: (?P<number>[0-9]{1,3}|[A-Z]|[IVX]{1,5}))?"
    # what it belongs to; "Annex 2 to be drawn up" opens nothing
    r"(?: (?:TO|OF) (?P<to>(?:THE |THIS )?(?:\[?DRAFT\]? (?:NEW |REVISED |REVISION (?:TO|OF) )?)?"
    r"(?:RESOLUTION|DECISION|RECOMMENDATION|OPINION|ANNEX|APPENDIX|ATTACHMENT|CONSTITUTION|CONVENTION"
    r"|REGULATIONS)\b.*))?"
    # "Appendix A – Lanterns by pier"
    r"(?: [-–—] (?P<title>\S.*))?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:CCI[FTR]+|conference|assembly|council|forum|commission|committee|union|organization)\b",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r"(?:the )?(?P<type>annex|appendix|attachment)(?: (?P<number>\w{1,5}))?\b", re.IGNORECASE
)
DOC_NUMBER = re.compile(
    # "DRAFT NEW", "[DRAFT]", "DRAFT REVISION OF", "DRAFT –"
    r"(?P<status>(?:\[?(?:(?:REVISED |PRELIMINARY )?DRAFT)\]?(?: ?[-–—:])? "
    r"|PROPOSED |NEW |REVISED |REVISION (?:TO|OF) )*)"
    r"(?:(?P<of>ITU-[A-Z]) )?"
    r"(?P<type>RESOLUTION|DECISION|RECOMMENDATION|OPINION)"
    r" (?:(?P<sector>ITU-[A-Z]) )?"
    r"(?P<number>[A-Z]?\.?[0-9]+(?:[./-][0-9]+)*(?: ?bis| ?ter)?|\[[^\]]+\])"
    r"(?: \((?P<revision>[^()]*[0-9]{4})\))?"
    r"(?P<remark>(?: [-–—])? [\[(]?DRAFT[\])]?)?",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"\b(?:decisions?|resolutions?|conclusions|declarations?|décisions?|résolutions?|déclarations?"
    r"|(?:decisi[oó]n|resoluci[oó]n|declaraci[oó]n)(?:es)?|besluit(?:en)?|beschl(?:uss|üsse))\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:that|to|[0-9]|which|who|as follows)\b")  # its words are no addressee
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
    if not ending(text) and (last or _stands_alone(text, verb)):
        return None if last else (Head.parse(text), "")
    if not ending(text) or ending(before) == ";":
        return None
    match = _ADDRESSED.match(text)
    if match is None and (is_third_person(verb) or (may_recite and is_known_participle(verb))):
        match = _BARE.match(text)  # a known verb may run into its text
    if match is None:
        return None
    return Head.parse(match["head"]), text[match.end("head") + 1 :]


def is_strict_head(text: str) -> bool:
    """Return True for a head that stands alone by its verb's being on the list, whatever stands before."""
    verb = main_verb(text)
    return not ending(text) and _stands_alone(text, verb) and _is_known(verb)


def runs_into_decision(text: str) -> bool:
    """Return True for a head with an addressee that runs into its text: "invites the Council to fix …"."""
    return is_deciding(main_verb(text)) and _ADDRESSED.match(text) is not None


def runs_into_recital(text: str) -> bool:
    """Return True for a reciting verb that may run into its text; one that often is an adverb's may not."""
    verb = main_verb(text)
    return is_known_participle(verb) and verb not in _ADVERBIAL and _BARE.match(text) is not None


def has_head_form(text: str) -> bool:
    """Return True for a line that stands alone like a head, whatever its verb."""
    return bool(text) and not ending(text) and _stands_alone(text, main_verb(text))


def read_division(text: str) -> Division | None:
    """Read "ANNEX 1 TO RESOLUTION 71 (REV. BUCHAREST, 2022)", or return None."""
    match = _DIVISION.fullmatch(text)
    if match is None or ending(text) or text[0].islower() or (match["title"] or "A")[0].islower():
        return None
    segment, label = _division_name(match["type"], match["number"])
    upper = _PARENT.match(match["to"] or "")
    return Division(segment, label, _division_name(upper["type"], upper["number"])[0] if upper else "")


def is_doc_number(text: str) -> bool:
    """Return True for the line that carries the instrument's type and number, alone."""
    return DOC_NUMBER.fullmatch(text.lstrip("# ").strip("*")) is not None


def names_instrument(text: str) -> bool:
    """Return True for a headline that calls its text a decision: "Decisions of the 12th meeting"."""
    return _INSTRUMENT.search(text) is not None and not ending(text)


def is_recommendation(text: str) -> bool:
    """Return True for the number of a recommendation, whose body has numbered sections."""
    match = DOC_NUMBER.fullmatch(text.lstrip("# ").strip("*"))
    return match is not None and match["type"].lower() == "recommendation"


def is_formula(text: str) -> bool:
    """Return True for the sentence that opens a text: who adopts it; a footnote's mark may follow."""
    return (
        text[:4].lower() == "the "
        and NOTE_MARK.sub("", text).endswith(",")
        and text.count("(") == text.count(")")  # "(Bucharest, / 2022),"
        and not any(sign in text for sign in ";:\n")
        and _BODY.search(text) is not None
    )


def _division_name(type_: str, number: str | None) -> tuple[str, str]:
    short = _SHORT[type_.lower()]
    if not number:
        return short, type_.capitalize()
    number = number.upper()
    return f"{short}_{number.lower()}", f"{type_.capitalize()} {number}"


def _is_known(verb: str) -> bool:
    return is_known_participle(verb) or is_third_person(verb)


def _stands_alone(text: str, verb: str) -> bool:
    """Return True if a line without end punctuation has the form of a head."""
    if "\t" in text or len(text.split()) > 30 or not (is_reciting(verb) or is_deciding(verb)):
        return False
    head = Head.parse(text)
    if text[0].isupper() and (not _is_known(verb) or text in ("NOTES", "Notes")):
        return False
    if is_reciting(verb) and head.addressee:
        return False
    return not _SENTENCE.match(head.addressee)
