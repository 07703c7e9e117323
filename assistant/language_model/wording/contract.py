"""A sentence with tokens → a claim that stands, or why it does not. Nothing here trusts the model.

A claim stands if **every** clause that it cites says all of it, by assistant.verification and by
the rules of objections: a statement put together from two clauses, each saying half, does not stand. A
token that names no clause is dropped, and a sentence that has no other with it. Words that are the
clause's own are shown as the clause has them, widened to its whole sentence, so that nothing is cut
out of what governs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Claim, Support
from assistant.language_model.wording.objections import QUOTES, SHORTEST, against, objections
from assistant.language_model.wording.prompt import Excerpt
from assistant.language_model.wording.reading import Sentence
from assistant.verification.source_frames import missing
from assistant.verification.verifier import verify
from corpus.sentences import sentences
from index.tokens import words

_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a model wrote that is not shown, and why."""

    text: str
    reason: str


def stand(written: Sequence[Sentence], excerpts: Sequence[Excerpt]) -> Iterator[Claim | Dropped]:
    """Walk what a model wrote: each sentence as a claim that stands, or as dropped with a reason."""
    known = {one.token: one for one in excerpts}
    seen: set[tuple[str, tuple[Citation, ...]]] = set()
    for sentence in written:
        cited = [known[one] for one in sentence.tokens if one in known]
        found = _checked(sentence.text, cited) if cited else Dropped(sentence.text, "it cites no clause")
        if isinstance(found, Claim):
            if (found.text, found.citations) in seen:
                continue
            seen.add((found.text, found.citations))
        yield found


def _checked(said: str, cited: Sequence[Excerpt]) -> Claim | Dropped:
    """Hold one sentence against every clause that it cites."""
    said = _without_number(said, cited[0])
    place = _own_words(said, cited[0]) if len(cited) == 1 else None
    if place:
        return _verbatim(cited[0], *place)
    reason = next(objections(said), "")
    for one in cited:
        reason = reason or next(against(said, one), "")
    if reason:
        return Dropped(said, reason)
    return Claim(_ended(said), Support.PARAPHRASE, tuple(_citation(one) for one in cited))


def _without_number(said: str, one: Excerpt) -> str:
    """Leave out a clause's number behind the body that its head addresses: it is the label's, no name."""
    head = one.provision.head
    number = one.label.rpartition(head.text)[2].strip() if head and head.text in one.label else ""
    return said.replace(f"{head.addressee} {number} ", f"{head.addressee} ") if head and number else said


def _own_words(said: str, one: Excerpt) -> tuple[int, int] | None:
    """Return where a clause has a sentence's words, but for an article or its own head before them."""
    before, _, after = said.partition(": ")
    heads = after and one.provision.head and not missing(before, one.provision.head.text)
    forms = [said, _ARTICLE.sub("", said), *([after] if heads else [])]
    return next((place for form in forms if (place := whole_sentence(form, one.provision.text))), None)


def whole_sentence(said: str, clause: str) -> tuple[int, int] | None:
    """Return where the sentences of a clause stand that hold these very words; None for other words.

    Blanks, kinds of apostrophes and the first letter's case make no difference.
    """
    core = said.strip(QUOTES)
    if len(words(core)) < SHORTEST:
        return None
    parts = [re.sub("['’]", "['’]", re.escape(one)) for one in core.split()]
    first = f"[{core[0].lower()}{core[0].upper()}]" if core[0].isalpha() and core[0].isascii() else ""
    form = r"\s+".join([first + parts[0][1:] if first else parts[0], *parts[1:]])
    match = re.search(rf"(?<!\w){form}(?!\w)", clause)
    if match is None:
        return None
    spans = [one for one in sentences(clause) if one[0] < match.end() and one[1] > match.start()]
    return spans[0][0], spans[-1][1]


def _verbatim(one: Excerpt, start: int, end: int) -> Claim | Dropped:
    """Make a claim of a clause's own sentences."""
    quote = one.provision.text[start:end]
    verdict = verify(quote, one.provision.text, one.label)
    if verdict.support != Support.VERBATIM:
        return Dropped(quote, next(iter(verdict.reasons), "not the clause's words"))
    return Claim(quote, Support.VERBATIM, (Citation(one.id, one.label, start, end, quote),))


def _citation(one: Excerpt) -> Citation:
    """Cite a clause whole: what is said in other words is shown with all of the clause's."""
    text = one.provision.text
    return Citation(one.id, one.label, 0, len(text), text)


def _ended(said: str) -> str:
    """Return a sentence that begins and ends as one."""
    text = said.strip().rstrip(",;: ")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "”", ")")) else f"{text}."
