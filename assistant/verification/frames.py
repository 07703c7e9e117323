"""What a claim says about its source: the text, the paragraph, the body that speaks, the verb, the addressee.

The claim "In WHA66.2, paragraph 8, the Health Assembly authorizes the Director-General to move funds" says
four such things. Each is read wherever it stands, compared with the clause's label and head, and is then no
part of the content. What does not fit is a finding; what fits is never a reason against the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verification.source import Doubt, Source, missing
from corpus.bodies import bodies_in_use
from corpus.bodies.names import Name, name_reader
from corpus.bodies.registry import Bodies
from corpus.heads import is_reciting, main_verb
from corpus.labels import label_key
from index.tokens import words

# What a claim may say a body is → the verbs of a head that make it so.
_FORCES = {
    "instruct|told|tell|order|requir|oblig|bound|task|charg|direct|mandat|demand|must|shall": (
        r"instruct|direct|order|requir|oblig|task|charg|mandat|decid|resolv|demand|adopt|agree"
    ),
    "ha(?:s|ve) to|to": (
        r"instruct|direct|order|requir|oblig|task|charg|mandat|decid|resolv|demand|adopt|agree|request|urg|call"
    ),
    "request|urg|call|ask|appeal": r"request|ask|urg|call|appeal|invit(?=.*ask)|demand",
    "invit|encourag|recommend": r"invit|encourag|recommend|welcom|suggest",
    "authori[sz]": r"authori[sz]|empower|permit|resolv|decid",
}
_ASKED = r"request|ask|urg|call|appeal|invit|encourag"
# How much a verb of the adopting body binds: obliges, decides or orders, asks for, invites to, has in mind
_RANKS = (
    (5, r"oblig|compel|mandat|bind|bound|forbid|prohibit"),
    (
        4,
        r"decid|resolv|adopt|approv|declar|establish|instruct|direct|order|demand|requir|agre|confirm|task|charg",
    ),
    (3, r"request|urg|call|appeal|ask|authori[sz]|empower"),
    (2, r"invit|encourag|recommend|suggest"),
    (
        1,
        r"not|tak|welcom|express|thank|acknowledg|recogni[sz]|emphasi[sz]|stress|commend|appreciat|recall|consider",
    ),
)
_INVITES = 2  # the rank next to which another is a matter of wording
_SAYS = (
    r"(?:observ|reaffirm|affirm|stat|provid|mention|refer|point|conclud|envisag|find|list|describ|create|appoint|"
    r"delegat|allocat|add|want|tell|speak|deal|bear|say|read|put|set|kept|keep|leav)"
)
VERBS = "|".join([*(form for _, form in _RANKS), _SAYS])
"""A pattern of the stems of verbs with which texts and those who adopt them speak."""
_ADVERB = r"(?:(?:also|further|hereby|strongly|warmly|once|then|again|expressly|duly|formally) )?"
_VERB = (
    rf"(?:{_ADVERB}(?P<verb>(?:{VERBS})(?:e|es|s|ed|d|ing|red)|said|told|read|put|set|found|made|took|kept|left)"
    r"|(?:is|has|was|had) )(?:\b|(?<= ))"
)
_TOLD = re.compile(
    r"(?P<are>\b(?:is|are|was|were) (?:also |further |hereby )?)"
    r"(?P<told>instructed|told|ordered|required|obliged|bound|tasked|charged|directed|mandated|requested|urged|"
    r"called (?:up)?on|asked|invited|encouraged|recommended|authori[sz]ed|to(?= (?!be\b)[a-z]))\b"
)
_MUST = re.compile(r"\b(?:must|shall|ha(?:s|ve) to(?! (?:be|do)\b))\b")
_ANYONES = r"(?:[Rr]esolution|[Dd]ecision|[Rr]ecommendation|[Dd]eclaration|[Tt]ext|[Dd]ocument)"
_TELLS = re.compile(
    rf"(?:\b(?:[Tt]he |[Tt]his )?(?:{_ANYONES}|[Cc]onference|[Aa]ssembly) )?"
    r"\b(?P<told>instruct|direct|request|urg|call|ask|invit|encourag|authori[sz]|oblig|task|charg|mandat)(?:e?s|e?d)?"
    r"(?: (?:up)?on)? (?P<body>(?:the |all |its )?[A-Z][\w/&'-]*(?:(?: |, | and | of | of the | and the )"
    r"[A-Z][\w/&'-]*)*) (?:to|with)\b"
)
_MAY = re.compile(r"\b(?:may|can)\b")
_SUBJECT = re.compile(
    r"(?:\A|[,.;:] |\b(?:that|and|as|by|in|[A-Z][\w.]+\d) )"
    r"(?P<body>(?:(?:[Bb]oth|[Aa]ll|[Tt]he|[Ee]very|[Ee]ach) )?(?:[a-z-]+ ){0,2}[A-Z][^.;:“”\"]{1,150}?),? \Z"
)
_NAMED = 6  # words that name a body
_BESIDE = 15  # characters after a name that tell that it takes the place of another
_BEFORE = 240  # characters before a verb in which its subject is looked for
_LETTERS = re.compile(r"[A-Za-z]{3}")
_PART = r"(?:(?P<part>operative|preambular) )?"
_MARK = r"(?:\d{1,3}(?:\.\d{1,3})*(?![\d%])(?! ?(?:per cent|%))|[a-z](?=\))|[ivx]{1,5}(?=\)))"
_UNIT = re.compile(
    rf"(?:{_PART}\b(?P<unit>annex|appendix|section|target|goal|table|footnote|article|outcome|indent|item|point|"
    rf"letter|recital|para(?:graph)?|subparagraph)s?\.? |§§? ?)"
    rf"\(?(?P<mark>{_MARK})\)?(?:,? ?\({_MARK}\))*",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    rf"\b(?P<verb>(?:further |also )?(?:{VERBS}|aware|convinc)(?:e?s|ed?|ing)?)"
    r"(?P<to>(?: (?:further|also|into account|in mind|with \w+|that|the|of|and|to|(?-i:[A-Z])[\w-]+))*)"
    r" \(?(?P<mark>\d{1,2}(?:\.\d{1,2})?(?=[,.;:)]|\Z| (?:of|in|asks?|says?|reads?|is|leaves?|and)\b)"
    r"|[a-z]{1,4}(?=\)))\)?",
    re.IGNORECASE,
)
_UNIT_NAMES = {"§": "para", "paragraph": "para", "subparagraph": "para", "recital": "para"}
_PLAIN = frozenset(("para", "point", "item", "letter", "indent"))
_OF_NOBODY = frozenset(words("according resolution decision paragraph concerned"))
_OTHER = re.compile(rf"(?:The )?(?P<body>[A-Z][\w-]+(?: [A-Z][\w-]+)*) (?P<verb>(?:{VERBS})e?s)\b")
_INTO = r"(?:[Uu]nder|[Ii]n|[Bb]y|[Aa]ccording to|[Aa]s|of|to|from|by)"
_GENERIC = frozenset("conference assembly committee".split())
_PLACE = re.compile(r"[\w.]* \d+ \(")  # "Resolution 900 (Rev. Lisbon, 2030)": of a conference, or an assembly


@dataclass(frozen=True, slots=True)
class Frame:
    """What is left of a claim without its frame, and what in the frame does not fit the source."""

    content: str
    findings: tuple[str, ...]


def read_frame(claim: str, source: Source) -> Frame:
    """Return the content of a claim, and what the claim says wrongly about its source.

    >>> read_frame("The Council is asked to report", Source("to report;", "requests the Council 3")).content
    'to report'
    """
    findings: list[str] = []
    for step in (_names, _labels, _addressees, _speakers):
        claim, found = step(claim, source)
        findings += found
    content = re.sub(rf"(?:\b{_INTO} )?¦[\s¦,:]*", " ", claim)
    return Frame(" ".join(content.split()), tuple(findings))


_Step = tuple[str, list[str]]


def _without(claim: str, spans: Sequence[tuple[int, int]]) -> str:
    """Blank out stretches of a claim; a mark keeps what stands on both sides apart."""
    for start, end in sorted(spans, reverse=True):
        claim = f"{claim[:start]} ¦ {claim[end:]}"
    return " ".join(claim.split())


def _read_names(text: str, source: Source) -> tuple[Name, ...]:
    return _names_of(text, source.issuer, bodies_in_use())


@lru_cache(maxsize=2048)
def _names_of(text: str, issuer: str, bodies: Bodies) -> tuple[Name, ...]:
    return name_reader(bodies).names(text, own=issuer)


def _names(claim: str, source: Source) -> _Step:
    """Take out the name of the text itself; find names of texts that are neither this nor in the clause."""
    own = next((name for name in _read_names(source.label, source) if name.start == 0), None)
    if own is None:
        literal = re.match(r"(?:[^,(]|\([^)]*\))+", source.label)
        text = literal.group().strip() if literal else ""
        at = claim.find(text) if text and text not in source.clause else -1
        return (_without(claim, [(at, at + len(text))]) if at >= 0 else claim), []
    inside = _read_names(source.clause, source)
    cited = {name.series.instrument(name.fields).work for name in inside}
    key, spans, findings = own.series.instrument(own.fields), [], []
    for name in _read_names(claim, source):
        named = name.series.instrument(name.fields)
        printed = claim[name.start : name.end]
        years = {name.series.year(name.fields), own.series.year(own.fields)}
        if named.work in cited:
            continue
        beside = claim[name.end : name.end + _BESIDE]
        if len(beside) == _BESIDE and any(source.clause.startswith(beside, other.end) for other in inside):
            findings.append(f"the claim has “{printed}” in place of another text")
        if named.work == key.work and (None in years or len(years) == 1):
            spans.append((name.start, name.end))
        elif missing(printed, source.clause):
            findings.append(f"the claim names “{printed}”; the text is {source.label[: own.end]}")
    return _without(claim, spans), findings


def _labels(claim: str, source: Source) -> _Step:
    """Take out labels of the clause: "paragraph 2", "considering a)"; find those of another clause."""
    spans, findings = [], []
    taken: list[tuple[int, int]] = []
    marks = _marks(source.label)
    for match in (*_UNIT.finditer(claim), *_LETTERED.finditer(claim)):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        taken.append(match.span())
        if match.re is _LETTERED:
            fits = _fits_head(match, source) and match["mark"].lower() in [mark for _, mark in marks]
        else:
            fits = _fits_unit(match, marks, source)
        if fits:
            spans.append(match.span())
        elif not _in_clause(match, source.clause):
            findings.append(f"the claim names “{match.group().strip()}”; the clause is {source.label}")
    return _without(claim, spans), findings


def _marks(label: str) -> list[tuple[str, str]]:
    """Return the units of a label with their numbers and letters, in order; '' where a unit has no name."""
    found: list[tuple[int, str, str]] = []
    for match in _UNIT.finditer(label):
        found.append((match.start("mark"), _unit_of(match), match["mark"].lower()))
    known = {at for at, _, _ in found}
    for match in re.finditer(r"(?<![\w.])(?:\d+(?:\.\d+)*|[a-z]{1,4}(?=\))|(?<=\()[a-z]{1,4})(?!\w)", label):
        if match.start() not in known:
            found.append((match.start(), "", match.group()))
    return [(unit, mark) for _, unit, mark in sorted(found)]


def _unit_of(match: re.Match[str]) -> str:
    unit = (match["unit"] or "§").lower()
    return _UNIT_NAMES.get(unit, unit)


def _fits_unit(match: re.Match[str], marks: list[tuple[str, str]], source: Source) -> bool:
    """Return True if a unit with its number is in the label, where it names such a unit, or its number is."""
    part = (match["part"] or "").lower()
    if part and part not in source.label and source.recites != (part == "preambular"):
        return False
    unit, wanted = (
        _unit_of(match),
        re.findall(rf"{_MARK}|(?<=\()[a-z]+", match.group()[match.start("mark") - match.start() :]),
    )
    wanted = [mark.lower() for mark in wanted]
    same = [at for at, (name, _) in enumerate(marks) if name == unit]
    starts = same or [
        at for at, (name, _) in enumerate(marks) if name == "" or (unit in _PLAIN and name in _PLAIN)
    ]
    return any([mark for _, mark in marks[at : at + len(wanted)]] == wanted for at in starts)


def _fits_head(match: re.Match[str], source: Source) -> bool:
    """Return True if "considering further a)" begins as the label or the head does, other verbs left out."""
    return not missing(f"{match['verb']} {match['to']}", source.about)


def _in_clause(match: re.Match[str], clause: str) -> bool:
    wanted = label_key(match.group()).numbers
    return bool(re.search(rf"(?<![\w.]){re.escape(match['mark'])}(?![\w])", clause)) and bool(
        wanted or match["mark"]
    )


def _addressees(claim: str, source: Source) -> _Step:
    """Take out who is told and with what verb; find another addressee, and a weaker or stronger verb."""
    findings: list[str] = []
    head = source.head
    if head is None:
        return claim, []
    literal = rf"\b{re.escape(head.text.rstrip(' 0123456789'))}\b"
    tells = _LETTERS.search(head.addressee) and not source.clause.startswith(head.text)
    spans = [match.span() for match in re.finditer(literal, claim)] if tells else []
    for match in _TELLS.finditer(_without(claim, spans) if not spans else ""):
        in_clause = set(words(match["told"])) <= set(words(source.clause))
        is_own = not in_clause or not missing(match["body"], head.addressee)
        if is_own and not _is_said(match.group(), source.clause):
            spans.append((match.start(), match.end("body")))
            findings += _told(match["body"], match["told"], source, is_named=True)
            if not _LETTERS.search(head.addressee):
                findings += _force(match["told"].lower(), source)
    for match in (*_TOLD.finditer(claim), *_MUST.finditer(claim), *_MAY.finditer(claim)):
        begins = max(match.start() - _BEFORE, 0)
        subject = _SUBJECT.search(") " * (begins > 0) + claim[begins : match.start()])
        told = match.groupdict().get("told") or match.group()
        if subject is None or _is_said(
            " ".join([*subject["body"].split()[-1:], match.group()]), source.clause
        ):
            continue
        passive = match.re is _TOLD and told != "to"
        if match.re is _MAY:
            if (
                _LETTERS.search(head.addressee)
                and not missing(subject["body"], head.addressee)
                and _rank(main_verb(head.text)) > 3
            ):
                findings.append(f"“{told}” is not the force of “{head.verb}”")
            continue
        was = match.group().startswith(("was ", "were "))
        found = [*_told(subject["body"], told, source, is_named=passive, was=was)]
        fits = source.head is not None and not missing(subject["body"], source.about)
        findings += found
        if passive:
            length = len(subject.string) - subject.start("body")
            spans.append((match.start() - length if fits else match.start(), match.end()))
    return _without(claim, spans), findings


def _is_said(text: str, clause: str) -> bool:
    return text.lower().strip() in clause.lower()


def _told(body: str, told: str, source: Source, *, is_named: bool, was: bool = False) -> Iterator[str]:
    """Find another body told than the one that the head addresses, or told with another force."""
    head = source.head
    if _is_recital(source) and is_named and not set(words(told)) <= set(words(source.clause)):
        said = f"“{told}”: the clause recites and decides nothing"
        yield Doubt(said) if was else said  # a preamble may tell who was asked
    if head is None or source.recites or not _LETTERS.search(head.addressee):
        return  # "resolves 3" addresses nobody
    bodies = [part for part in re.split(r", | ¦ ", body) if words(part)]
    others = min((missing(part, f"{head.addressee} {source.about}") for part in bodies), key=len, default=[])
    others = [stem for stem in others if stem not in _OF_NOBODY]
    in_clause = bool(others) and set(others) <= set(words(source.clause))
    if others and len(others) <= _NAMED and (is_named or (in_clause and told != "to")):
        yield f"the head does not address {bodies[-1]}"
    elif others:
        return
    verbs = next((verbs for form, verbs in _FORCES.items() if re.match(rf"(?:{form})", told.lower())), "")
    if told.lower().startswith("ask"):
        verbs = _ASKED
    if verbs and not re.search(verbs, f"{head.verb} {source.stated_head}".lower()):
        said = f"“{told}” is not the force of “{head.verb}”"
        near = {_rank(told.lower()), _rank(main_verb(head.text))} == {_INVITES, _INVITES + 1}
        yield Doubt(said) if near else said


def _speakers(claim: str, source: Source) -> _Step:
    """Take out the body or the text that speaks, with its verb; find a recital told as a decision."""
    findings: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _speaker(source).finditer(claim):
        verb = (match["verb"] or "").lower()
        if _is_said(match.group(), source.clause):
            continue
        spans.append(match.span())
        findings += _force(verb, source)
    other = _OTHER.match(claim)
    decides = other is not None and not spans and source.head is not None and _rank(other["verb"]) > 1
    if other and decides and words(other["verb"])[0] not in words(source.clause):
        findings.append(f"{other['body']} did not adopt the text")
    return _without(claim, spans), findings


def _speaker(source: Source) -> re.Pattern[str]:
    """Return the pattern of who may speak, with the verb: the organ, the text, a name taken out."""
    own = next((name for name in _read_names(source.label, source) if name.start == 0), None)
    organ = bodies_in_use().organs.get(source.issuer or (own.series.issuer if own else ""))
    names = sorted(organ.names, key=len, reverse=True) if organ else []
    generic = {noun for noun in _GENERIC if any(noun in name.lower() for name in names)}
    if not source.issuer:
        generic |= {"conference", "assembly"} if _PLACE.match(source.label) else set()
        generic |= {"assembly"} if source.label.startswith("UNGA") else set()
    nouns = [*map(re.escape, names), *(rf"(?i:(?:[\w-]+ )?{noun})" for noun in sorted(generic))]
    who = "|".join([*nouns, rf"(?:\w+ )?{_ANYONES}", "¦", r"\A(?!(?:Tasks|Charges|Mandates)\b)"])
    return re.compile(
        rf"(?:\b(?:[Tt]he|[Tt]his|[Aa]) |\b)?(?:[\w-]+th |\d+[a-z]+ )?"
        rf"(?:{who}),? ?\b{_VERB}(?: that\b| of\b)?"
    )


def _force(verb: str, source: Source) -> Iterator[str]:
    """Find a verb of the adopting body that binds more, or less, than the head's."""
    if source.head is None or not (claimed := _rank(verb)) or claimed == 1:
        return
    head = _rank(main_verb(source.head.text))
    if _is_recital(source):
        yield f"“{verb}”: the clause recites and decides nothing"
    elif head not in (0, claimed) and not (head > 1 and verb.startswith("ask")):
        yield from _other_force(verb, claimed - head, min(claimed, head), source.head.verb)


def _other_force(verb: str, more: int, least: int, own: str) -> Iterator[str]:
    """Find a verb of another force: surely one that binds much more or less, "instructs" for "invites"."""
    if abs(more) > 1 or least == 1:
        yield f"“{verb}” is not the force of “{own}”"
    elif least == _INVITES:  # "calls for" for "invites"
        yield Doubt(f"“{verb}” is not the force of “{own}”")


def _rank(verb: str) -> int:
    return next((rank for rank, form in _RANKS if re.match(form, verb)), 0)


def _is_recital(source: Source) -> bool:
    return source.recites or (source.head is not None and is_reciting(main_verb(source.head.text)))
