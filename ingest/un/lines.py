"""What a line of a United Nations resolution begins with: a number, a letter, a section, a group.

12. Requests …     (a) To report …     II  Funding     B. Means     Goal 4. Ensure …     4.a By 2030 …
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.bodies.ordinals import roman_number
from corpus.heads import is_deciding, is_reciting, main_verb
from corpus.mandates import has_decided, is_known_participle, is_third_person
from ingest.dates import DAY
from ingest.lines import Line, ending, is_headline
from ingest.markers import INSERTED, Marked, Marker, cut_marker
from ingest.opening import has_head_form

_NUMBER = re.compile(
    rf"(?P<n>[0-9]{{1,3}})(?: ?(?P<bis>{'|'.join(INSERTED)}))?\.(?P<gap>\s+(?=\S)|(?=[A-Z][a-z]))"
)
_BARE_NUMBER = re.compile(r"(?P<n>[0-9]{1,3})\s+(?=[A-Z])")  # "4 URGES Member States"
_SENTENCE = 60  # characters in which the verb stands
_STAR = re.compile(r"(?P<n>\*{1,3})\s*(?=[^\s*])")
_DOTTED = re.compile(
    r"(?P<n>[a-z]|[ivx]{2,5})\.\s+(?=[^\W\d_]{2}|[a-z][’']|[A-Z“\"])"
)  # "a. The lamp", "ii. oil"
_DECIMAL = re.compile(r"(?P<n>[0-9]{1,2}\.(?:[0-9]{1,2}|[a-z]))\.?\s+(?=[A-Z“\"‘(])")
_BULLET = re.compile(r"[•●▪·◦]\s*(?=\S)")
_SECTION = re.compile(
    r"(?:(?P<raw>(?P<n>[IVXLC]{1,7}|[A-Z])\.?)|(?P<digits>(?P<d>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3})\.?))"
    r"(?:\s+(?P<title>\S.*))?"
)
_NOUNS = {
    "article": "art", "art": "art", "artikel": "art", "artículo": "art", "artigo": "art",
    "articolo": "art", "chapter": "chp", "part": "part", "section": "sec", "goal": "goal", "action": "action",
    "objective": "objective", "principle": "principle", "rule": "rule", "guideline": "guideline",
    "commitment": "commitment", "title": "title", "step": "step", "pillar": "pillar",
    "recommendation": "recommendation", "priority": "priority", "target": "target",
    "protocol": "protocol", "regulation": "regulation",
}  # fmt: skip
# how deep groups stand in each other: a part holds chapters, a chapter articles
LEVELS = {short: 4 for short in _NOUNS.values()} | {"part": 1, "title": 1, "pillar": 1, "chp": 2, "sec": 3}
_GROUP = re.compile(
    rf"(?P<noun>(?P<word>{'|'.join(_NOUNS)})\.?)\s+(?P<n>[0-9]{{1,3}}|[IVXLC]{{1,7}})"
    r"(?P<rest>\s*[.:–—-]?(?:\s+\S.*)?)",
    re.IGNORECASE | re.DOTALL,
)
_DIVISION = re.compile(
    r"(?P<noun>annex|appendix|attachment|enclosure)(?:\s+(?P<n>[IVXLC]{1,7}|[A-Z]|[0-9]{1,2}))?\b\.?"
    r"(?P<joint>\s*[:–—-])?(?:\s+(?P<title>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_OWNER = re.compile(  # "Appendix to Recommendation CM/Rec(2027)3"
    r"(?:to|of)\s+(?:the\s+)?(?:resolution|decision|recommendation|declaration)\b", re.IGNORECASE
)
MEETING = re.compile(  # the line that closes a resolution: "49th plenary meeting"
    rf"[0-9]{{1,5}}(?:st|nd|rd|th)\s+(?:\([^()]{{1,40}}\) )?(?:plenary )?meeting(?:,?\s*{DAY})?[*.]?"
)
DAY_ALONE = re.compile(DAY)
VOTE = re.compile(  # the note on a recorded vote, below the closing lines
    r"[\[(](?:Adopted|Resolution .{1,20} was adopted)\b.*"
    r"|The (?:resolution|decision|recommendation) was (?:adopted|approved|carried|taken)\b.{0,80}",
    re.DOTALL,
)
_LONGEST_TITLE = 400  # characters: longer, a line that begins like a group is prose
_APART = re.compile(r"(?<=[\w)”’\"][,;.:]) ?[0-9]{1,3}$")
_JOINT = re.compile(r"(?<=[,;]) (?:and(?: be it(?: further)?)?|or|et|ou|y|o|e|und)$", re.IGNORECASE)
_LEADS_ON = re.compile(r" (?:that|to)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A section that a line opens: its number's style, value and order, where its title begins."""

    style: str  # roman, letter, number, or the noun of a group: goal, art
    value: str  # as it goes into an eId
    order: int
    raw: str
    title: int = 0
    name: str = ""  # a group's, as printed: "Goal 4"


def split_marker(line: Line) -> Marked:
    """Cut the marker off a line: a number has its full stop here, "2030 Agenda" has none."""
    text = line.text
    if match := _NUMBER.match(text):
        value = match["n"] + (match["bis"] or "")
        return _marked("number", value, int(match["n"]), text, match)
    if (match := _BARE_NUMBER.match(text)) and opens_decision(text[match.end() :]):
        return _marked("number", match["n"], int(match["n"]), text, match)
    if match := _DECIMAL.match(text):
        last = match["n"].rsplit(".", 1)[1]
        order = int(last) if last.isdigit() else ord(last) - ord("a") + 1
        style = "decimal" if last.isdigit() else "lettered"
        return _marked(style, match["n"].replace(".", "-"), order, text, match)
    if match := _DOTTED.match(text):
        raw = match.group().strip()
        readings = tuple(replace(reading, raw=raw) for reading in cut_marker(f"({match['n']}) x").readings)
        return Marked(readings, text[match.end() :], match.end())
    if match := _BULLET.match(text):
        return _marked("dash", "", 0, text, match)
    if match := _STAR.match(text):
        return _marked("star", "", 0, text, match)
    marked = cut_marker(text)
    usable = tuple(
        reading
        for reading in marked.readings
        if reading.style in ("letter", "roman", "paren", "footnote", "dash")
    )
    return Marked(usable, marked.text, marked.offset) if usable else Marked((), text, 0)


def opens_decision(text: str) -> bool:
    """Return True for a paragraph that opens with a decision: a known verb, or any in capitals."""
    verb = main_verb(text)
    if has_decided(text):
        return True
    return is_third_person(verb) or (is_deciding(verb) and verb.upper() in text[:_SENTENCE].split())


def _marked(style: str, value: str, order: int, text: str, match: re.Match[str]) -> Marked:
    reading = Marker(style, value, order, match.group().strip())
    return Marked((reading,), text[match.end() :], match.end())


def end_of(text: str) -> str:
    """Return what ends a text, before a footnote's flat mark ("the system; 1") or a conjunction ("; and")."""
    return ending(_JOINT.sub("", _APART.sub("", text)))


def is_lone_head(text: str) -> bool:
    """Return True for a known verb alone or with whom it addresses: "Resolves", "Taking note of".

    >>> is_lone_head("Instructs the Secretary"), is_lone_head("Instructs the Secretary to act")
    (True, False)
    """
    verb = main_verb(text)
    text = _LEADS_ON.sub("", text)
    known = is_known_participle(verb) or is_third_person(verb)
    return known and has_head_form(text[:1].lower() + text[1:])


def opens_in_print(line: Line) -> bool:
    """Return True for a paragraph that prints the verb that opens it in bold or italics."""
    first = next((mark for mark in line.marks if mark.start == 0), None)
    if first is None or first.end >= len(line.text.rstrip(" ,;:")):
        return False
    verb = main_verb(line.text[: first.end])
    return is_reciting(verb) or is_deciding(verb) or is_third_person(verb)


def is_printed_as_heading(line: Line) -> bool:
    """Return True for a line printed as a heading: by its level, or in bold or italics throughout."""
    return (
        line.heading > 0 or _covers(line, "strong") or (_covers(line, "em") and not line.text.endswith(","))
    )


def _covers(line: Line, style: str) -> bool:
    """Return True if all words of a line are emphasised so; marks of footnotes and numbers need not be."""
    spans = [(mark.start, mark.end) for mark in line.marks if mark.style == style]
    if 2 * sum(end - start for start, end in spans) < len(line.text):
        return False
    letters = sum(map(str.isalpha, line.text))
    covered = sum(sum(map(str.isalpha, line.text[start:end])) for start, end in spans)
    return letters > 0 and covered >= 0.95 * letters


def rank(line: Line) -> int:
    """Return how deep a heading is by its print, from 1: bold stands above italics; 0 where it is plain."""
    if line.heading:
        return line.heading
    return 1 if _covers(line, "strong") else 2 if _covers(line, "em") else 0


def read_section(line: Line, *, flagged: bool) -> list[Section]:
    """Read a section's number, alone or before its title, in every way it can be read; else nothing."""
    match = _SECTION.fullmatch(line.text)
    if match is None:
        return []
    title = match["title"] or ""
    if title and not (flagged or (is_headline(title) and match["raw"])):
        return []
    if match["digits"]:
        if not (title and flagged):
            return []
        value = match["d"].replace(".", "-")
        order = int(value.rsplit("-", 1)[-1])
        return [Section("number", value, order, match["digits"], match.start("title"))]
    found: list[Section] = []
    number, raw = match["n"], match["raw"]
    start = match.start("title") if title else 0
    if title and not raw.endswith(".") and (roman_number(number) is None or number in "LC"):
        return []  # "A new approach" begins with an article
    if numeral := roman_number(number):
        found.append(Section("roman", number.lower(), numeral, raw, start))
    if len(number) == 1:
        found.append(Section("letter", number.lower(), ord(number) - ord("A") + 1, raw, start))
    return found


def read_group(line: Line, *, flagged: bool) -> Section | None:
    """Read "Goal 4. Ensure …", "Article 7", "Action 1: We will …"; not "Article 4 of the Charter"."""
    match = _GROUP.fullmatch(line.text)
    if match is None or not line.text[0].isupper() or len(line.text) > _LONGEST_TITLE:
        return None
    rest = match["rest"]
    if rest.strip() and not flagged and not re.match(r"\s*[.:–—-]\s|\t", rest):
        return None
    number = match["n"].lower()
    order = int(number) if number.isdigit() else roman_number(match["n"]) or 0
    name = f"{match['noun']} {match['n']}"
    title = match.start("rest") if rest.strip(" .:") else 0
    return Section(_NOUNS[match["word"].lower()], number, order, name, title, name)


def read_annex(line: Line, *, flagged: bool) -> tuple[str, str, int] | None:
    """Read "Annex II", alone or before a title: eId segment, label, where the title begins."""
    match = _DIVISION.fullmatch(line.text)
    if match is None or not line.text[0].isupper():
        return None
    title = match["title"] or ""
    owned = _OWNER.match(title) is not None and is_headline(line.text)
    is_titled = flagged or (match["joint"] and is_headline(title))
    if title and not owned and not (title[0].isupper() and is_titled):
        return None  # "Annex II contains …"
    title_at = match.start("title") if title and not owned else 0
    noun = match["noun"].lower()
    short = {"annex": "annex", "appendix": "app", "attachment": "att", "enclosure": "att"}[noun]
    number = match["n"] or ""
    segment = f"{short}_{number.lower()}" if number else short
    return segment, f"{noun} {number}".strip(), title_at
