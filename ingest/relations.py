"""What a text does to those that it names: "revokes resolution A.1006(25)", "decides to withdraw …".

Only a decision counts: the verb is the clause's own, or follows a verb of decision or "this resolution".
What one body asks of another ("requests the Council to revoke …"), what is recalled, and a name in a
description ("the rules adopted by resolution 5") do nothing to a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from corpus.bodies import bodies_in_use
from corpus.bodies.registry import NOUNS
from corpus.bodies.relations import relation_verbs
from corpus.instruments import Kind, Part, Provision, Reference, Relation
from corpus.keys import ProvisionId

_SELF = rf"(?:this|the\s+present)\s+(?:{'|'.join(NOUNS)})"
_ADVERBS = (
    "accordingly|also|and|consequently|from|further|furthermore|hereby|in consequence|it|its|now|shall|that|"
    r"the|thereby|therefore|to|will|with (?:immediate )?effect|\d{1,2}[.)]?"
)
_BE = r"(?:is|are|be|been|stands?)"
_PART = re.compile(
    r"\b(?:annex(?:es)?|appendix|appendices|articles?|chapters?|entr(?:y|ies)|footnotes?|items?|part|"
    r"provisions?|regulations?|rules?|sections?|sentences?|(?:sub-?)?paragraphs?|tables?|words?)\b",
    re.IGNORECASE,
)
_MADE = re.compile(r"\b(?:by|pursuant|through|under|with)\b", re.IGNORECASE)  # "the rules adopted by …"
_RELATING = re.compile(
    r"\b(?:about|as|at|between|by|concerning|for|from|in|of|on|or|referred|that|to|under|which|with)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r",? (?:with (?:immediate )?effect|effective|as) (?:from|on|of) [^,;.]{1,30},")
_ASIDE = re.compile(r"[“\"«][^“”\"«»]*[”\"»]|\([^()]*\)|of \d{1,2} [A-Z][a-z]+ \d{4}")
_LISTED = re.compile(rf"[\s,]*(?:(?:and|as well as|the|its|entitled|{'|'.join(NOUNS)})s?[\s,]+)*")
_MOST = 8  # words between a verb and the name that it governs


def with_relations(
    provisions: Sequence[Provision], references: Iterable[Reference], issuer: str = ""
) -> tuple[Reference, ...]:
    """Return references with what the text does to what they name, in the same order.

    They come clause by clause, each clause's in order; `issuer` is whose text it is, '' if that is unknown.
    """
    units = {provision.eid: provision for provision in provisions}
    forms = _forms(issuer)
    found: list[Reference] = []
    for source, group in groupby(references, key=lambda reference: reference.source):
        named, unit = list(group), units[source]
        if unit.part is Part.OPERATIVE and unit.kind is not Kind.FOOTNOTE:
            before = _before(unit, units)
            spans = [(len(before) + reference.start, len(before) + reference.end) for reference in named]
            effects = forms.relations(before + unit.text, spans)
            named = [_related(reference, effects.get(at)) for at, reference in enumerate(named)]
        found += named
    return tuple(found)


def _related(reference: Reference, relation: Relation | None) -> Reference:
    is_part = isinstance(reference.target, ProvisionId)
    return replace(reference, relation=Relation.AMENDS if relation and is_part else relation)


def _before(unit: Provision, units: Mapping[str, Provision]) -> str:
    """Return the words that govern a clause: its head, the introductions of the lists that it stands in."""
    above = units.get(unit.parent)
    governs = above is not None and (
        (above.head and above.kind is Kind.HEADING) or unit.kind is Kind.LIST_ITEM
    )
    return f"{_before(above, units)}{above.text} " if above and governs else ""


@dataclass(frozen=True)
class _Forms:
    """How the texts of a body say what they do to others."""

    active: re.Pattern[str]
    subject: re.Pattern[str]  # what may stand before a name of which something is decided
    passive: re.Pattern[str]
    verbs: Mapping[str, Relation]

    def relations(self, text: str, spans: Sequence[tuple[int, int]]) -> dict[int, Relation]:
        """Return what a text does to the names at some places, by their place in the row."""
        found: dict[int, Relation] = {}
        for verb in self.active.finditer(text):
            first = next((at for at, span in enumerate(spans) if span[0] >= verb.end()), len(spans))
            relation = self.verbs[verb["third" if verb["third"] else "plain"].lower()]
            if first < len(spans) and (effect := _said(relation, text[verb.end() : spans[first][0]])):
                found |= dict.fromkeys(_row(text, spans, first), effect)
        for first in range(len(spans)):
            row = _row(text, spans, first)
            subject = self.subject.search(text, 0, spans[first][0])
            verb_after = self.passive.match(text, spans[row[-1]][1])
            if (
                first in found
                or not (subject and verb_after)
                or any(verb_after.start() <= start < verb_after.end() for start, _ in spans)
            ):
                continue
            if effect := _said(self.verbs[verb_after["past"].lower()], subject["part"] or ""):
                found |= dict.fromkeys(row, effect)
        return found


def _said(relation: Relation, between: str) -> Relation | None:
    """Return what a verb says of a name behind some words: of all that is named, of a part, or nothing."""
    if _PART.search(between) and not _MADE.search(between):
        return Relation.AMENDS
    plain = _DATED.sub(" ", between)
    return None if _RELATING.search(plain) or len(plain.split()) > _MOST or ";" in plain else relation


def _row(text: str, spans: Sequence[tuple[int, int]], first: int) -> list[int]:
    row = [first]
    while (at := row[-1] + 1) < len(spans):
        if not _LISTED.fullmatch(_ASIDE.sub(" ", text[spans[at - 1][1] : spans[at][0]]) + " "):
            break
        row.append(at)
    return row


@cache
def _forms(issuer: str) -> _Forms:
    verbs = relation_verbs(bodies_in_use(), issuer)
    plain, third, past = ("|".join(forms) for forms in (verbs.plain, verbs.third, verbs.past))
    decides = "|".join(verbs.decides)
    aside = rf"(?:(?:{_ADVERBS})\b[\s,:]*)*"
    start = r"(?:\A|[;:.]\s+|,\s+|\band\s+)"
    decision = rf"(?:(?:{decides})\b[\s,:]+|{_SELF}\s+)"
    return _Forms(
        re.compile(
            rf"{start}{aside}(?:{decision}{aside})*(?P<third>{third})\b"
            rf"|{start}{aside}{decision}{aside}(?P<plain>{plain})\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:\A|[;:.]\s+){aside}(?:(?:{decides})\b[\s,:]+{aside})?(?P<part>(?:[\w-]+\s+){{1,6}}of\s+(?:the\s+)?)?\Z",
            re.IGNORECASE,
        ),
        re.compile(
            rf"[^;.]{{0,240}}?\b{_BE}\s+{aside}(?P<past>{past})\b(?!\s+by\s+(?!this\b|the\s+present\b))",
            re.IGNORECASE,
        ),
        verbs.every,
    )
