"""Every clause that has a phrase, or cites a text; the clauses by which a text cites others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from assistant.answer import Status
from assistant.references.within import clauses_citing, is_cited_so
from assistant.rendering import ChosenClause
from assistant.rendering.leads import phrases_lead
from assistant.rendering.reasons import NAMED_ELSEWHERE, not_cited, not_quoted
from assistant.scope.retriever import Retrieval, Retriever
from assistant.scope.scope import ScopeReason
from assistant.strategies.finding import CLOSEST, Finding, answered_by, ids, number_line
from assistant.understanding.literal import folded, phrase_pattern
from corpus.instruments import Edition, Kind
from corpus.keys import InstrumentKey
from index.expansion import expander
from index.tokens import words

_MOST = 30  # clauses with a phrase that are shown
_NAME = 2  # words that name what is looked for; more describe it


def by_phrase(retrieval: Retrieval) -> Finding | None:
    """Show every clause that has a quoted phrase word for word, counted by text, or say that none has it."""
    phrases = retrieval.query.phrases
    if not phrases:
        return None
    return _having(retrieval.retriever, phrases) or _in_none(retrieval, phrases)


def by_mention(retrieval: Retrieval) -> Finding | None:
    """Show every clause that has the words to find as they stand, or say that no text has one of them.

    Return None if texts have some of the words, or other words for them: clauses may say it otherwise.
    """
    retriever, asked = retrieval.retriever, retrieval.query.mention
    stems = words(asked.words) if asked else []
    if asked is None or not stems:
        return None
    kinds = {Kind.RECITAL} if asked.in_recitals else set(Kind) - {Kind.HEADING}
    if found := _having(retriever, (asked.words,), kinds, match_case=asked.match_case):
        return found
    vocabulary = retriever.lexicon.vocabulary
    ways = [way for term in expander().terms(stems) for way in (term.stems, *term.others)]
    if len(stems) > _NAME or any(stem in vocabulary for way in ways for stem in way):
        return None
    return _in_none(retrieval, (asked.words,))


def _having(
    retriever: Retriever,
    phrases: Sequence[str],
    kinds: Set[Kind] = frozenset(Kind),
    *,
    match_case: bool = False,
) -> Finding | None:
    """Show the clauses of these kinds that have all phrases, as whole words."""
    if not all(map(folded, phrases)):
        return None
    patterns = [phrase_pattern(phrase, whole_words=True, match_case=match_case) for phrase in phrases]
    found = tuple(
        ChosenClause(edition, unit)
        for edition, unit in retriever.provisions()
        if not unit.inline and unit.kind in kinds and all(way.search(folded(unit.text)) for way in patterns)
    )
    counts = Counter(clause.edition.name for clause in found)
    lead = phrases_lead(phrases, counts.most_common(), min(len(found), _MOST))
    return Finding(Status.ANSWERED, lead, found[:_MOST]) if found else None


def _in_none(retrieval: Retrieval, phrases: Sequence[str]) -> Finding:
    return Finding(Status.NOT_IN_CORPUS, reason=not_quoted(phrases), closest=ids(retrieval.hits))


def by_naming(retrieval: Retrieval) -> Finding | None:
    """Show every clause that cites the text asked about, in order: of the texts searched, else of all."""
    retriever, asked = retrieval.retriever, retrieval.query.naming
    if asked is None:
        return None
    everywhere = _citing(retriever.library.newest, asked.instruments)
    is_named = retriever.scope.reason == ScopeReason.NAMED
    searched = retriever.library.editions if asked.year and not is_named else retriever.editions
    meant = [edition for edition in searched if asked.is_of(edition.key)]
    chosen = _citing(meant, asked.instruments)
    if not chosen and everywhere and (is_named or len(meant) < len(searched)):
        closest = tuple(clause.id for clause in everywhere[:CLOSEST])
        return Finding(Status.NOT_STATED, reason=NAMED_ELSEWHERE, closest=closest)
    if found := answered_by(chosen or everywhere):
        return found
    held = (edition for edition in retriever.library.newest if edition.key.instrument in asked.instruments)
    titles = tuple(number_line(edition).id for edition in held)
    return Finding(Status.NOT_STATED, reason=not_cited(asked.name), closest=titles) if asked.is_all else None


def by_clause_cited(retrieval: Retrieval) -> Finding | None:
    """Show every clause that cites a clause, in its own text and in others."""
    asked = retrieval.query.clause_cited
    if asked is None or not is_cited_so(asked.matches[0].provision, asked.words):
        return None
    cited, library = asked.matches[0], retrieval.retriever.library.whole or retrieval.retriever.library
    own = [ChosenClause(cited.edition, clause) for clause in clauses_citing(cited.edition, cited.provision)]
    others = [
        ChosenClause(edition, edition.provision(reference.source))
        for edition, reference in library.references()
        if reference.target == cited.id and edition != cited.edition
    ]
    if found := answered_by([*own, *others]):
        return found
    return Finding(Status.NOT_STATED, reason=not_cited(cited.label), closest=(cited.id,))


def by_references(retrieval: Retrieval) -> Finding | None:
    """Show every clause that cites another text, or one of a kind, for a question about all of them."""
    kind = retrieval.query.cited
    return None if kind is None else answered_by(_citing(retrieval.retriever.editions, kind=kind))


def _citing(
    editions: Sequence[Edition], cited: Set[InstrumentKey] | None = None, kind: str = ""
) -> tuple[ChosenClause, ...]:
    """Return the clauses of texts that cite another one of a kind, or one of these, each once, in order."""
    found: list[ChosenClause] = []
    for edition in editions:
        own = edition.key.instrument
        sources = {
            reference.source
            for reference in edition.references
            if own != reference.instrument
            and (not kind or reference.instrument.work.startswith(f"{kind}-"))
            and (cited is None or (reference.instrument in cited and own not in cited))
        }
        found += [
            ChosenClause(edition, clause)
            for clause in edition.provisions
            if clause.eid in sources and not clause.inline
        ]
    return tuple(found)
