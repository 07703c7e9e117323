"""The frame of a claim, and whether it fits the head of the clause.

The claim "The Council is instructed to report" has the frame "The Council is instructed": the Council must
be the addressee of the clause's head, and "instructed" must have the head's force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.heads import Head, is_reciting, main_verb
from corpus.mandates import head_of
from index.expansion import expander
from index.tokens import words

# What a claim may say a body is → the verbs of a head that make it so.
_FORCE_VERBS = {
    "instructed|told|ordered|required|obliged|bound|tasked|charged|directed|mandated|must|shall|"
    "ha(?:s|ve) to|to(?! (?:be|have|get|receive)\\b)": (
        r"instruct|direct|order|requir|oblig|task|charg|mandat|decid|resolv|demand|adopt"
    ),
    "requested|urged|called (?:up)?on": r"request|ask|urg|call|appeal",
    "asked": r"request|ask|urg|call|appeal|invit|encourag",
    "invited|encouraged|recommended": r"invit|encourag|recommend|welcom",
}
_FRAME = re.compile(
    r"\A(?:(?:Under|In|By|According to) .{3,90}?, (?!\d)|In \d{4} )?"
    r"(?!To |That )"
    r"(?P<body>(?:[Bb]oth |[Aa]ll |[Tt]he |(?=[A-Z]))(?:(?! that | to (?!(?:the )?[A-Z])).){2,150}?) "
    rf"(?:(?:is|are) (?:also |further |hereby )?(?P<told>{'|'.join(_FORCE_VERBS)})"
    r"|(?P<must>must|shall|ha(?:s|ve) to))\b"
)
_HEAD = re.compile(r"(?:^|, )(?P<head>[a-z][a-z]+(?:ing|ed|s|e)\b.*)")
_SUBJECT = re.compile(
    r"(?:[Ii]n \d{4},? )?(?:[Tt]he )?(?:(?:Plenipotentiary|ITU|United Nations|UN|General|Security) )*"
    r"(?P<body>[Cc]onference|Assembly|Council) (?=[a-z])"
)
_ADOPTERS = ((r"UNGA\b", {"assembly"}), (r"UNSC\b", {"council"}), (r"\w+ \d+ \(", {"conference", "assembly"}))
_UNDER = re.compile(r"^(?:Under|In|By|According to) .{3,90}?, (?!\d)")
_AROUND = frozenset("under in by according the text of says states provides that".split())
_LETTERS = re.compile(r"[A-Za-z]{3}")
_NAMED = 8  # words that the name of a body, or of several, may have
_NO_ACT = re.compile(  # a body that "is aware" recites, one that "is told" does not
    r"(?:is|are|was|were|be|must|shall|should|may|might|can|will|ha[sd] to|have to)\b"
    r"(?! (?:\w+ly )?(?:convinced|aware|concerned|mindful|conscious|confident|alarmed|persuaded)\b)"
)
_DECIDING = re.compile(r"(?:resolv|decid|adopt|instruct|request|invit|urg|encourag|call)(?:e?s|e?d)?$")
_NAME = re.compile(r"\b[A-Z][\w-]*")
_RUN = re.compile(r"[A-Z][\w'-]+(?:(?: of| and| for| on| in)?(?: the)? [A-Z][\w'-]+)*")  # or one word


@dataclass(frozen=True)
class Source:
    """A clause and its label: what a claim is held against."""

    clause: str
    label: str

    @property
    def text(self) -> str:
        """All its words."""
        return f"{self.label} · {self.clause}"

    @cached_property
    def head(self) -> Head | None:
        """The head in the label, the clause's marker behind it, or that of a clause which is its own head."""
        match = _HEAD.search(self.label)
        return Head.parse(match["head"]) if match else head_of(self.clause, decides=True)

    def lacks(self, text: str) -> list[str]:
        """Return the words of a text that stand neither here nor, in another form, in the thesaurus."""
        return missing(text, self.text)


def missing(text: str, known: str) -> list[str]:
    """Return the stemmed words of a text that another lacks; abbreviations and what they stand for are one.

    >>> missing("the UN and the ILO", "the United Nations and Member States")
    ['ilo']
    """
    stems = set(words(known))
    abbreviations = {abbreviation.lower() for abbreviation in re.findall(r"\b[A-Z]{2,}\b", known)}
    for run in _runs(text):
        if any(abbreviation.endswith(_letters(run)) for abbreviation in abbreviations):
            stems.update(words(run))
    shortened = stems | _initials(known)
    found: list[str] = []
    for term in expander().terms(words(text)):
        if not any(stems.issuperset(other) for other in term.others):
            found += [stem for stem in term.stems if stem not in shortened]
    return found


def without_adopter(claim: str, source: Source) -> str:
    """Leave out the body that adopted the text where a claim begins with it: "The Conference notes …"."""
    match = _SUBJECT.match(claim)
    adopters = next((bodies for form, bodies in _ADOPTERS if re.match(form, source.label)), set())
    if match is None or match["body"].lower() not in adopters or _NO_ACT.match(claim, match.end()):
        return claim
    return claim[match.end() :]


def without_frame(claim: str, source: Source) -> str:
    """Leave out what is the label's at the beginning of a claim: the text's name, who is told.

    >>> without_frame("The Council is asked to report", Source("to report;", "requests the Council 3"))
    'to report'
    """
    statement = without_adopter(claim, source)
    frame = _FRAME.match(statement)
    if frame and frame["told"] and source.head and not missing(frame["body"], source.head.addressee):
        return statement[frame.end() :].strip()
    known = set(re.findall(r"\w+", source.label.lower())) | _AROUND
    ends = [hit.end() for hit in _UNDER.finditer(statement)] + [
        end for end in [_head_end(statement, source)] if end
    ]
    label_ends = [end for end in ends if known.issuperset(re.findall(r"\w+", statement[:end].lower()))]
    return statement[max(label_ends, default=0) :].strip()


def _head_end(statement: str, source: Source) -> int:
    """Return where a head in its own words ends in a claim, its marker left out or not; 0 without one."""
    head_words = source.head.text.split(" ") if source.head else []
    for count in range(len(head_words), 0, -1):
        match = re.search(rf"\b{re.escape(' '.join(head_words[:count]))}(?!\w)", statement, re.IGNORECASE)
        if match:
            return match.end()
    return 0


def frame_errors(claim: str, source: Source) -> Iterator[str]:
    """Find a frame that is not the clause's: names that it lacks, another addressee, force, part."""
    statement = without_adopter(claim, source)
    lacking = set(source.lacks(statement))
    for match in _NAME.finditer(statement):
        begins = match.start() == 0 and not re.search(r"[A-Z]", match.group()[1:]) and " " in statement
        if not begins and lacking & set(words(match.group())):
            yield f"not in the clause: {match.group()}"
    if statement != claim and _DECIDING.match(main_verb(statement)) and _is_recital(source):
        yield f"“{main_verb(statement)}”: the clause recites and decides nothing"
    yield from _told(statement, source)


def _told(statement: str, source: Source) -> Iterator[str]:
    """Find another body told than the one that the head addresses, or told with another force."""
    frame = _FRAME.match(statement)
    head = source.head
    if frame is None or head is None or not _LETTERS.search(head.addressee):  # "resolves 3" addresses nobody
        return
    bodies = [body for body in frame["body"].split(", ") if words(body)]
    others = min((missing(body, head.addressee) for body in bodies), key=len, default=[])
    if (
        others
        and len(words(bodies[-1])) <= _NAMED
        and (frame["told"] or set(others) & set(words(source.clause)))
    ):
        yield f"the head does not address {bodies[-1]}"
    force = frame["told"] or frame["must"]
    verbs = next(verbs for form, verbs in _FORCE_VERBS.items() if re.fullmatch(form, force))
    if not re.search(verbs, head.verb.lower()):
        yield f"“{force}” is not the force of “{head.verb}”"


def _is_recital(source: Source) -> bool:
    return source.head is not None and is_reciting(main_verb(source.head.text))


def _initials(text: str) -> set[str]:
    """Return the abbreviations that runs of capitalised words may have."""
    found: set[str] = set()
    for run in _runs(text):
        letters = _letters(run)
        found.update(letters[a:b] for a in range(len(letters)) for b in range(a + 2, len(letters) + 1))
    return found


def _runs(text: str) -> list[str]:
    return [run for run in _RUN.findall(text) if " " in run]


def _letters(run: str) -> str:
    """Return the first letters of a run of capitalised words; those of an abbreviation are all first ones."""
    names = _NAME.findall(run.removeprefix("The "))
    return "".join(name if name.isupper() else name[0] for name in names).lower()
