"""Does a clause say what a claim says? Checked by rules, never by similarity.

A claim quotes the exact words of its clause (`verbatim`), repeats them with changes (verbatim.py) or says
them in other words (paraphrase.py). Each case has its own checks. `label` names the text and contains the
clause's head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Support
from assistant.verification.conditions import lost_after, lost_before, normalised_wording
from assistant.verification.paraphrase import contradictions
from assistant.verification.participles import changed_participles
from assistant.verification.source_frames import Source, frame_errors, without_adopter
from assistant.verification.verbatim import changes, repeats
from corpus.sentences import sentences
from index.tokens import words

# What nothing closes is found too, as '', so that it is read only once
_QUOTED = re.compile(r"[“\"](?:([^”\"]{3,})[”\"]|[^”\"]{3,}\Z)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a clause, and what was found against it."""

    support: Support
    reasons: tuple[str, ...] = ()


def verify(claim: str, clause: str, label: str = "") -> Verdict:
    """Compare a claim with the clause that it cites."""
    plain, source = _plain(claim), Source(_plain(clause), _plain(label))
    if not words(plain):
        return Verdict(Support.UNSUPPORTED, ("the claim says nothing",))
    span = _span(plain.strip('“”"'), source.clause)
    if span is not None:
        lost = (*lost_before(source.clause, span[0]), *lost_after(source.clause, span[1]))
        reasons = [f"the quote leaves out {what}" for what in lost]
        return Verdict(Support.UNSUPPORTED if reasons else Support.VERBATIM, tuple(reasons))
    source = Source(normalised_wording(source.clause), source.label)
    reasons = [
        *_quotes(plain, source.text),
        *frame_errors(plain, source),
        *changed_participles(normalised_wording(plain), source),
    ]
    for start, end in sentences(plain):
        reasons += _found(normalised_wording(plain[start:end]), source)
    return Verdict(Support.UNSUPPORTED if reasons else Support.PARAPHRASE, tuple(dict.fromkeys(reasons)))


def _found(sentence: str, source: Source) -> Iterator[str]:
    if _span(sentence, source.clause) is None:
        statement = without_adopter(sentence, source)
        yield from (changes if repeats(statement, source) else contradictions)(statement, source)


def _span(quote: str, clause: str) -> tuple[int, int] | None:
    match = re.search(rf"(?<!\w){re.escape(quote.strip(' …'))}(?!\w)", clause)
    return match.span() if match else None


def _quotes(claim: str, source: str) -> Iterator[str]:
    for quote in _QUOTED.findall(claim):
        if quote.strip(" .,;…") not in source:
            yield f"not in the clause: “{quote}”"


def _plain(text: str) -> str:
    """Make blanks and apostrophes alike; nothing else is forgiven."""
    return " ".join(text.replace("’", "'").split())
