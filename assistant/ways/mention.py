"""Every place that mentions something, and the texts that a text names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Status
from assistant.composition import Chosen, clause_lead
from assistant.desk import Desk, Finding, ids
from assistant.question import Question, Want, topic
from corpus.instruments import Kind, Reference
from corpus.keys import EditionKey, ProvisionId
from index.expansion import expander
from index.lexical import words
from index.search import Hit

_CITED = re.compile(
    r"\b(?:which|what|list|all|name)\b.*?"
    r"\b(?P<kind>(?:unga |general assembly |un )?resolutions|decisions|texts|instruments|"
    r"documents|treaties)\b.*"
    r"\b(?:cite[sd]?|named?|names|refer(?:s|red)?|mention(?:s|ed)?|invoke[sd]?|recall(?:s|ed)?|quote[sd]?|lists?)\b",
    re.IGNORECASE,
)
_CITING = frozenset(
    topic(
        "unga general assembly un united nations resolutions decisions texts instruments documents treaties "
        "cite cited cites named names refer refers referred invoke invoked recall recalled quote quoted to "
        "other does by in itu"
    )
)


def by_mention(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show every clause that has the words asked for, side by side and in order."""
    wanted = words(question.subject)
    if question.want != Want.MENTIONS or not wanted:
        return None
    terms = expander().terms(wanted)
    others = terms[0].others if len(terms) == 1 else ()
    short = [one for one in others if _are_initials(wanted, one) or _are_initials(one, wanted)]
    found = _having(desk, [wanted, *short]) or _having(desk, others)
    if found:
        return Finding(Status.ANSWERED, clause_lead(found), found)
    ways = [way for term in terms for way in (term.stems, *term.others)]
    if any(word in desk.vocabulary for way in ways for word in way):
        return None
    return Finding(
        Status.NOT_IN_CORPUS,
        f"No clause mentions “{question.subject}”.",
        closest=ids(hits, 1),
        reason="none of these words stands in a text",
    )


def _are_initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether one word is made of the first letters of several: "jiu", "joint inspection unit"."""
    return len(short) == 1 < len(long) and short[0] == "".join(one[0] for one in long)


def _having(desk: Desk, ways: Sequence[Sequence[str]]) -> tuple[Chosen, ...]:
    """Return every clause that has one of these runs of words."""
    return tuple(
        Chosen(edition, one)
        for edition, one in desk.provisions()
        if not one.inline and one.kind != Kind.HEADING and any(_has_run(words(one.text), way) for way in ways)
    )


def by_references(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show every clause that names another text, for a question about all of them."""
    del hits
    match = _CITED.search(question.text)
    if match is None or set(question.topic) - _CITING:
        return None
    kind = match["kind"].lower()
    sources = dict.fromkeys(
        (edition.key, one.source)
        for edition in desk.editions
        for one in edition.references
        if _is_kind(one, kind, edition.key)
    )
    chosen = tuple(
        Chosen(edition, edition.provision(source))
        for edition in desk.editions
        for key, source in sources
        if key == edition.key
    )
    return Finding(Status.ANSWERED, clause_lead(chosen), chosen) if chosen else None


def _is_kind(reference: Reference, kind: str, own: EditionKey) -> bool:
    """Tell whether a reference names a text of the kind asked for, other than the naming one."""
    target = reference.target.edition if isinstance(reference.target, ProvisionId) else reference.target
    instrument = target.instrument if isinstance(target, EditionKey) else target
    if instrument == own.instrument:
        return False
    if kind.startswith(("unga", "general", "un ")):
        return instrument.issuer == "un-ga"
    if kind in ("resolutions", "decisions"):
        return instrument.work.startswith(kind[:3])
    return kind != "treaties" or instrument.work in ("constitution", "convention")


def _has_run(text: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether words stand side by side in a text, in order."""
    return any(list(text[at : at + len(wanted)]) == list(wanted) for at in range(len(text) - len(wanted) + 1))
