"""Chosen clauses → an answer: a lead sentence from the structure, then the clauses' own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Claim, Support
from assistant.library.held import Library
from assistant.verification.verifier import verify
from corpus.instruments import Edition, Kind, Provision
from corpus.sentences import sentences

_SPELLS_OUT = re.compile(r"\bstands? for “")
_NAMES_A_GAP = re.compile(r": Nothing (?:on this )?was found ")
_LONG = 420  # characters from which a clause is narrowed to the sentence that answers


@dataclass(frozen=True, slots=True)
class Chosen:
    """A clause that answers, and the stretch of it that is shown (all of it by default)."""

    edition: Edition
    provision: Provision
    start: int = 0
    end: int | None = None

    @property
    def quote(self) -> str:
        """The words that are shown."""
        return self.provision.text[self.start : self.end]


def claims(chosen: Sequence[Chosen]) -> tuple[Claim, ...]:
    """Turn chosen clauses into claims; one whose words are not its clause's is dropped."""
    made = [_claim(one) for one in chosen]
    return tuple(claim for claim in made if claim.support == Support.VERBATIM)


def narrowed(edition: Edition, provision: Provision, asked: Sequence[str]) -> Chosen:
    """Narrow a long clause to the sentence that has most of the question's words.

    A clause of one sentence, or one whose sentences answer alike, is shown whole.
    """
    from index.tokens import words

    spans = sentences(provision.text)
    if len(provision.text) <= _LONG or len(spans) < 2:
        return Chosen(edition, provision)
    wanted = set(asked)
    found = [len(wanted & set(words(provision.text[start:end]))) for start, end in spans]
    best = max(found)
    if best == 0 or found.count(best) > 1:
        return Chosen(edition, provision)
    return Chosen(edition, provision, *spans[found.index(best)])


def clause_lead(chosen: Sequence[Chosen]) -> str:
    """Say where the shown clauses stand and who tells whom."""
    one = chosen[0]
    head = one.provision.head
    name = one.edition.name
    if len(chosen) > 1:
        editions = list(dict.fromkeys(item.edition.name for item in chosen))
        return f"{' and '.join(editions)}, {len(chosen)} clauses:"
    if head is not None and one.provision.text.startswith(head.verb):  # a paragraph that is its own head
        return f"{one.edition.citation(one.provision)}:"
    if head is not None and one.provision.kind != Kind.HEADING:
        return f"{name} {head.text if not head.is_preambular else f'recalls ({head.text})'}:"
    heading = _heading(one.edition, one.provision)
    return f"{name}, {heading}:" if heading else f"{name}:"


def letters_lead(edition: Edition, letters: str, long: str) -> str:
    """Say what letters stand for: "Resolution 71 …: SIDS stand for “small island developing states”."."""
    return f"{edition.name}: {letters} {'stand' if letters.endswith('s') else 'stands'} for “{long}”."


def spells_out(lead: str) -> bool:
    """Tell a lead that says what letters stand for, and so all that was asked."""
    return _SPELLS_OUT.search(lead) is not None


def names_a_gap(lead: str) -> bool:
    """Tell a lead that says of a part of the question that nothing was found on it."""
    return _NAMES_A_GAP.search(lead) is not None


def list_lead(edition: Edition, heading: Provision, count: int) -> str:
    """Say what a list is and how many items it has."""
    counted = f"{count} {'item' if count == 1 else 'items'}:"
    if heading.label.startswith(edition.name):  # the text's own title
        return f"{edition.name}, {counted}"
    title = heading.text.rstrip(":")
    short = title if len(title) <= 160 else heading.label
    place = "" if heading.head or short == heading.label else f" ({heading.label})"
    return f"{edition.name}: {short}{place}, {counted}"


def heads_shown(lead: str, made: Sequence[Claim], chosen: Sequence[Chosen]) -> str:
    """Return a lead that also says who tells whom, of each shown item whose label does not.

    An item of a United Nations paragraph is labelled by its number alone: "para. 5 (a)".
    """
    shown = [one for claim in made for one in claim.citations]
    by_id = {one.edition.id_of(one.provision): one for one in chosen}
    said: dict[str, str] = {}
    for citation in shown:
        one = by_id.get(citation.provision)
        head = one.provision.head if one else None
        words = " ".join((lead, citation.label, citation.quote)).lower()
        if one and head and not (head.verb.lower() in words and head.addressee.lower() in words):
            above = one.edition.find(one.provision.parent)
            said.setdefault(head.text, (above or one.provision).label)
    if not said:
        return lead
    told = "; ".join(f"{label}: {text} …" for text, label in said.items())
    return f"{lead.removesuffix(':')} ({told}):"


def superseded_note(chosen: Sequence[Chosen], library: Library) -> str:
    """Say of shown clauses which come from an edition that another has superseded, and by which; or ''."""
    said = ""
    for edition in dict.fromkeys(one.edition.key for one in chosen):
        newest = library.in_force(edition.instrument)
        if newest in (None, edition):
            continue
        held, known = library.find(newest), library.catalogue.edition(newest)
        name = held.name if held else known.name if known else str(newest)
        where = "" if held else ", which is not in the library"
        said += f"{library.edition(edition).name} is superseded by {name}{where}. "
    return said


def _claim(chosen: Chosen) -> Claim:
    """Make a claim of a stretch of a clause, checked against the clause."""
    provision = chosen.provision
    end = len(provision.text) if chosen.end is None else chosen.end
    quote = provision.text[chosen.start : end]
    citation = Citation(
        chosen.edition.id_of(provision), chosen.edition.citation(provision), chosen.start, end, quote
    )
    return Claim(quote, verify(quote, provision.text, citation.label).support, (citation,))


def _heading(edition: Edition, provision: Provision) -> str:
    """Return the nearest heading above a unit, in quotes."""
    above = [one for one in edition.ancestors(provision.eid) if one.kind == Kind.HEADING]
    return "“{}”".format(above[-1].text.replace("\t", " | ")) if above else ""
