"""Every place that mentions something, and the texts that a text names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Status
from assistant.rendering import Chosen, clause_lead
from assistant.strategies.desk import Desk, Finding, ids
from assistant.understanding.forms import any_of
from assistant.understanding.question import Question, Want, topic
from corpus.instruments import Kind, Part, Reference
from corpus.keys import EditionKey, ProvisionId
from index.expansion import expander
from index.search import Hit
from index.tokens import words

_CITED = re.compile(
    r"\b(?:which|what|list|all|name)\b.*?"
    r"\b(?P<kind>(?:unga |general assembly |united nations |un )?resolutions|decisions|texts|instruments|"
    r"documents|treaties)\b.*"
    r"\b(?:cite[sd]?|named?|names|refer(?:s|red)?|mention(?:s|ed)?|invoke[sd]?|recall(?:s|ed)?|quote[sd]?|lists?|"
    r"rel(?:y|ies) on|builds? on|based on)\b",
    re.IGNORECASE,
)
_TEXTS = any_of(r"\b(?:which|what) (?:texts|resolutions|documents)\b")
_MENTION = any_of(r"\b(?:mention|cite|refer|name)(?:s|d|ed|rred)?\b")  # the words themselves are asked for
_PARTS = {
    Part.PREAMBLE: any_of(r"\b(?:recitals?|preamble|preambular)\b"),
    Part.OPERATIVE: any_of(r"\b(?:operative|instructions?)\b"),
    Part.ANNEX: any_of(r"\b(?:annex(?:es)?)\b"),
}
_NAME = 2  # words that name what is mentioned
_CLOSEST = 3
_NAMED = 2  # texts that are named where others are counted
_CITING = frozenset(
    topic(
        "unga general assembly un united nations resolutions decisions texts instruments documents treaties "
        "cite cited cites named names refer refers referred invoke invoked recall recalled quote quoted to "
        "rely relies build builds based plan "
        "other does by in itu"
    )
)


def by_mention(desk: Desk, question: Question, hits: Sequence[Hit]) -> Finding | None:
    """Show every clause that has the words asked for, side by side and in order."""
    wanted = words(question.subject)
    if question.want != Want.MENTIONS or not wanted:
        return None
    desk = desk.beyond if desk.beyond and _TEXTS.search(question.form) else desk  # "which texts mention …"
    terms = expander().terms(wanted)
    others = terms[0].others if len(terms) == 1 else ()
    short = [one for one in others if _are_initials(wanted, one) or _are_initials(one, wanted)]
    found = _having(desk, [wanted, *short]) or _having(desk, others)
    if found := _within(question, found):
        return Finding(Status.ANSWERED, clause_lead(found), found)
    ways = [way for term in terms for way in (term.stems, *term.others)]
    known = any(word in desk.vocabulary for way in ways for word in way)
    by_name = _MENTION.search(question.form) and len(wanted) <= _NAME  # more words describe a thing
    if known and not (by_name and not _has_all(desk, wanted)):
        return None
    return _unmentioned(desk, question, [wanted, *short], hits)


def _has_all(desk: Desk, wanted: Sequence[str]) -> bool:
    """Tell whether any clause has all of the words, in whatever order, as they stand or in official ones."""
    return any(desk.vocabulary.coverage(wanted, edition, one) == 1 for edition, one in desk.provisions())


def _within(question: Question, found: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Return those of the part that is asked for: "which recital mentions …"."""
    part = next((part for part, form in _PARTS.items() if form.search(question.form)), None)
    return tuple(one for one in found if part in (None, one.provision.part))


def _unmentioned(
    desk: Desk, question: Question, ways: Sequence[Sequence[str]], hits: Sequence[Hit]
) -> Finding:
    """Say that no clause has the words; where another text than the one meant has them, which."""
    every = Desk(desk.library, desk.searcher)
    is_part = len(desk.editions) < len(every.editions)
    others = _having(every, ways) if is_part else ()
    of = f" of {desk.editions[0].name}" if is_part and len(desk.editions) == 1 else ""
    lead = f"No clause{of} mentions “{question.subject}”."
    if not others:
        return Finding(
            Status.NOT_IN_CORPUS, lead, closest=ids(hits, 1), reason="none of these words stands in a text"
        )
    names = list(dict.fromkeys(one.edition.name for one in others))
    more = f" and {len(names) - _NAMED} other texts" if len(names) > _NAMED else ""
    verb = "does" if len(names) == 1 else "do"
    return Finding(
        Status.NOT_STATED,
        f"{lead.removesuffix('.')}; {' and '.join(names[:_NAMED])}{more} {verb}.",
        closest=tuple(one.edition.id_of(one.provision) for one in others[:_CLOSEST]),
        reason="other texts mention it",
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
    if kind.startswith(("unga", "general", "united", "un ")):
        return instrument.issuer == "un-ga"
    if kind in ("resolutions", "decisions"):
        return instrument.work.startswith(kind[:3])
    return kind != "treaties" or instrument.work in ("constitution", "convention")


def _has_run(text: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether words stand side by side in a text, in order."""
    return any(list(text[at : at + len(wanted)]) == list(wanted) for at in range(len(text) - len(wanted) + 1))
