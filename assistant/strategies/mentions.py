"""Every place that mentions something, and the texts that a text names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.rendering.leads import Quoted
from assistant.rendering.reasons import NotMentioned, NotQuoted
from assistant.scope.retrieval import Retrieval
from assistant.scope.retriever import Retriever
from assistant.strategies.finding import Finding, ids
from assistant.understanding.literal import has_phrase
from assistant.understanding.mentions import Cited
from corpus.instruments import Edition, Kind, Reference
from corpus.keys import EditionKey
from index.expansion import expander
from index.search import Hit
from index.tokens import words

_MOST = 30  # clauses with a quoted phrase that are shown
_NAME = 2  # words that name what is mentioned
_CLOSEST = 3


def by_phrase(retrieval: Retrieval) -> Finding | None:
    """Show every clause that has a phrase in quotation marks, word for word, counted by text."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    if not query.phrases:
        return None
    found = tuple(
        Chosen(edition, one)
        for edition, one in retriever.provisions()
        if not one.inline and all(has_phrase(one, phrase) for phrase in query.phrases)
    )
    if not found:
        return Finding(
            Status.NOT_IN_CORPUS,
            reason=NotQuoted(query.phrases),
            closest=ids(hits, _CLOSEST),
        )
    counts = Counter(one.edition.name for one in found)
    shown = found[:_MOST]
    return Finding(Status.ANSWERED, Quoted(query.phrases, tuple(counts.most_common()), len(shown)), shown)


def by_mention(retrieval: Retrieval) -> Finding | None:
    """Show every clause that has the words asked for, side by side and in order."""
    retriever, query, hits = retrieval.retriever, retrieval.query, retrieval.hits
    asked = query.every_mention
    wanted = words(asked.words) if asked else []
    if asked is None or not wanted:
        return None
    retriever = (retriever.beyond if asked.texts else None) or retriever
    terms = expander().terms(wanted)
    others = terms[0].others if len(terms) == 1 else ()
    short = [one for one in others if _are_initials(wanted, one) or _are_initials(one, wanted)]
    found = _having(retriever.editions, [wanted, *short]) or _having(retriever.editions, others)
    found = tuple(one for one in found if asked.part in (None, one.provision.part))
    if found:
        return Finding(Status.ANSWERED, clause_lead(found), found)
    ways = [way for term in terms for way in (term.stems, *term.others)]
    known = any(word in retriever.lexicon.vocabulary for way in ways for word in way)
    by_name = asked.by_name and len(wanted) <= _NAME  # more words describe a thing
    if known and not (by_name and not _has_all(retriever, wanted)):
        return None
    return _unmentioned(retriever, asked.words, [wanted, *short], hits)


def _has_all(retriever: Retriever, wanted: Sequence[str]) -> bool:
    """Return True if any clause has all of the words, in any order, as typed or as official words."""
    return any(
        retriever.lexicon.vocabulary.coverage(wanted, edition, one) == 1
        for edition, one in retriever.provisions()
    )


def _unmentioned(
    retriever: Retriever, said: str, ways: Sequence[Sequence[str]], hits: Sequence[Hit]
) -> Finding:
    """Say that no clause has the words; where another text than the one meant has them, which."""
    newest = retriever.library.newest
    is_part = len(retriever.editions) < len(newest)
    others = _having(newest, ways) if is_part else ()
    text = retriever.editions[0].name if is_part and len(retriever.editions) == 1 else ""
    elsewhere = tuple(dict.fromkeys(one.edition.name for one in others))
    reason = NotMentioned(said, text, elsewhere)
    if not others:
        return Finding(Status.NOT_IN_CORPUS, reason=reason, closest=ids(hits, 1))
    closest = tuple(one.edition.id_of(one.provision) for one in others[:_CLOSEST])
    return Finding(Status.NOT_STATED, reason=reason, closest=closest)


def _are_initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Return True if one word is made of the first letters of several: "jiu", "joint inspection unit"."""
    return len(short) == 1 < len(long) and short[0] == "".join(one[0] for one in long)


def _having(editions: Sequence[Edition], ways: Sequence[Sequence[str]]) -> tuple[Chosen, ...]:
    """Return every clause that has one of these runs of words."""
    return tuple(
        Chosen(edition, one)
        for edition in editions
        for one in edition.provisions
        if not one.inline and one.kind != Kind.HEADING and any(_has_run(words(one.text), way) for way in ways)
    )


def by_references(retrieval: Retrieval) -> Finding | None:
    """Show every clause that names another text, for a question about all of them."""
    retriever, query = retrieval.retriever, retrieval.query
    cited = query.cited
    if cited is None:
        return None
    sources = dict.fromkeys(
        (edition.key, one.source)
        for edition in retriever.editions
        for one in edition.references
        if _is_cited(one, cited, edition.key)
    )
    chosen = tuple(
        Chosen(edition, edition.provision(source))
        for edition in retriever.editions
        for key, source in sources
        if key == edition.key
    )
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def _is_cited(reference: Reference, cited: Cited, own: EditionKey) -> bool:
    """Return True if a reference names a text that is asked for, other than the naming one."""
    instrument = reference.instrument
    if instrument == own.instrument:
        return False
    if cited == Cited.OF_ASSEMBLY:
        return instrument.issuer == "un-ga"
    if cited == Cited.RESOLUTIONS:
        return instrument.work.startswith("res")
    if cited == Cited.DECISIONS:
        return instrument.work.startswith("dec")
    return cited == Cited.ANY or instrument.work in ("constitution", "convention")


def _has_run(text: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return True if words stand side by side in a text, in order."""
    return any(list(text[at : at + len(wanted)]) == list(wanted) for at in range(len(text) - len(wanted) + 1))
