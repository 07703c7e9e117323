"""What a term means: an entry, a table's row, a sentence that explains it, what letters stand for.

A term that the text which is meant does not explain is looked for in all that are held.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.leads import StandsFor
from assistant.rendering.reasons import SPELT_OUT, NotSpeltOut
from assistant.scope.retrieval import Retrieval
from assistant.scope.retriever import Retriever
from assistant.strategies.finding import Finding, ids
from assistant.understanding.abbreviations import TermAsked, spelt_out_in, uses
from corpus.instruments import Edition, Kind, Provision
from corpus.thesaurus import thesaurus
from index.search import Hit
from index.tokens import words

_CLOSEST = 3
_MOST = 3  # texts whose entries for one term are shown


def by_definition(retrieval: Retrieval) -> Finding | None:
    """Show the clause that explains a term; say so where no text spells an abbreviation out."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    term = query.term
    if term is None:
        return None
    wider = retriever.beyond
    if found := explained(retriever, term) or (explained(wider, term) if wider else None):
        return found
    return _unexplained(wider or retriever, term, hits) if term.is_abbreviation else None


def explained(retriever: Retriever, term: TermAsked) -> Finding | None:
    """Show the clause that explains a term, or None."""
    if term.is_abbreviation and (spelt := _spelt_out(retriever, term.words)):
        return spelt
    chosen = explanations_of(retriever, term.words)
    return Finding(Status.ANSWERED, clause_lead(chosen), tuple(chosen)) if chosen else None


def explanations_of(retriever: Retriever, term: str) -> list[Chosen]:
    """Return what explains a term: entries, rows, a sentence or a note; or nothing."""
    stems = tuple(words(term))
    if not stems:
        return []
    if entries := retriever.lexicon.glossary.entries.get(stems):
        return [
            Chosen(edition, one) for edition, entry in entries[:_MOST] for one in edition.with_list(entry)
        ]
    if rows := retriever.lexicon.glossary.rows_of(stems):
        return [_meaning(edition, one) for edition, one in rows]
    if sentences := retriever.lexicon.glossary.sentences.get(stems):
        return [Chosen(*sentences[0])]
    note = retriever.lexicon.glossary.note_of(term)
    return [Chosen(*note)] if note else []


def _meaning(edition: Edition, row: Provision) -> Chosen:
    """Choose of a row of two cells the one that says what the other means."""
    return Chosen(edition, row, row.text.index("\t") + 1 if row.text.count("\t") == 1 else 0)


def _unexplained(retriever: Retriever, term: TermAsked, hits: Sequence[Hit]) -> Finding | None:
    """Say that no text spells an abbreviation out; closest are clauses that have it.

    One that texts have, or people know, may still be described, where its letters are not asked for.
    """
    abbreviation = term.words
    near = [edition.id_of(one) for edition, one in retriever.provisions() if uses(one.text, abbreviation)]
    known = near or any(abbreviation in one.abbreviations for one in thesaurus())
    if known and not term.asks_letters:
        return None
    return Finding(
        Status.NOT_STATED if near else Status.NOT_IN_CORPUS,
        reason=NotSpeltOut(abbreviation),
        closest=tuple(near[:_CLOSEST]) or ids(hits, _CLOSEST),
    )


def _spelt_out(retriever: Retriever, abbreviation: str) -> Finding | None:
    """Return the first clause that spells an abbreviation out, its plural too: "standing orders (SOs)"."""
    for edition, one in retriever.provisions():
        for short, long in spelt_out_in(one.text, abbreviation) if one.kind != Kind.HEADING else ():
            lead = StandsFor(edition.name, short, long)
            items = [item for item in edition.children(one.eid) if item.inline and short in item.text]
            chosen = (Chosen(edition, (items or [one])[0]),)
            return Finding(Status.ANSWERED, lead, chosen, reason=SPELT_OUT)
    return None
