"""What a term means: an entry, a table's row, a sentence that explains it, what letters stand for.

A term that the text which is meant does not explain is looked for in all that are held.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import ChosenClause
from assistant.rendering.leads import letters_lead
from assistant.rendering.reasons import SPELT_OUT, not_spelt_out
from assistant.scope.retriever import Retrieval, Retriever
from assistant.strategies.finding import CLOSEST, Finding, answered_by, ids
from assistant.understanding.abbreviations import spelt_out_in, uses
from assistant.understanding.glossary import TermAsked
from corpus.instruments import Kind
from corpus.thesaurus import thesaurus
from index.search import Hit

_MOST = 3  # texts whose entries for one term are shown


def by_definition(retrieval: Retrieval) -> Finding | None:
    """Show the clause that explains a term; say so where no text spells an abbreviation out."""
    retriever, term = retrieval.retriever, retrieval.query.term
    if term is None:
        return None
    wider = retriever.beyond
    if found := _explained(retriever, term) or (_explained(wider, term) if wider else None):
        return found
    return _unexplained(wider or retriever, term, retrieval.hits) if term.abbreviation else None


def _explained(retriever: Retriever, term: TermAsked) -> Finding | None:
    if term.abbreviation and (spelt := _spelt_out(retriever, term.abbreviation)):
        return spelt
    chosen: list[ChosenClause] = []
    for edition, unit in retriever.lexicon.explanations.get(term.stems, ())[:_MOST]:
        if unit.kind == Kind.TABLE_ROW:  # of two cells the one that says what the other means
            chosen.append(
                ChosenClause(edition, unit, unit.text.index("\t") + 1 if unit.text.count("\t") == 1 else 0)
            )
        else:
            chosen += [ChosenClause(edition, part) for part in edition.with_list(unit)]
    return answered_by(chosen)


def _unexplained(retriever: Retriever, term: TermAsked, hits: Sequence[Hit]) -> Finding | None:
    """Say that no text spells an abbreviation out; closest are clauses that have it.

    One that texts have, or people know, may still be described, where its letters are not asked for; so may
    a word in capitals.
    """
    letters = term.abbreviation
    near = [edition.id_of(clause) for edition, clause in retriever.provisions() if uses(clause.text, letters)]
    known = near or any(letters in entry.abbreviations for entry in thesaurus())
    if not term.asks_letters and (known or all(stem in retriever.lexicon.vocabulary for stem in term.stems)):
        return None
    status = Status.NOT_STATED if near else Status.NOT_IN_CORPUS
    closest = tuple(near[:CLOSEST]) or ids(hits)
    return Finding(status, reason=not_spelt_out(letters), closest=closest)


def _spelt_out(retriever: Retriever, abbreviation: str) -> Finding | None:
    for edition, unit in retriever.provisions():
        for short, long in spelt_out_in(unit.text) if unit.kind != Kind.HEADING else ():
            if short.removesuffix("s") == abbreviation.removesuffix("s"):
                items = [item for item in edition.children(unit.eid) if item.inline and short in item.text]
                chosen = (ChosenClause(edition, (items or [unit])[0]),)
                lead = letters_lead(edition.name, short, long)
                return Finding(Status.ANSWERED, lead, chosen, reason=SPELT_OUT)
    return None
