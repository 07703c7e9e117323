"""Whether a clause says what a claim says.

Rules find what a claim changes (frames.py, verbatim.py, content.py). Where they find nothing, coverage.py
judges how near the claim's own words come to the clause's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.answer import Support
from assistant.understanding.languages import Language, language_of
from assistant.verification.conditions import lost_after, lost_before
from assistant.verification.content import contradictions, denials, other_dates
from assistant.verification.coverage import framed_quotation, uncovered
from assistant.verification.frames import read_frame
from assistant.verification.nearness import Nearness
from assistant.verification.participles import changed_participles
from assistant.verification.source import Absent, Doubt, Source
from assistant.verification.verbatim import changes, is_close, repeats
from assistant.verification.wording import one_form
from corpus.errors import ResolutionsError
from corpus.sentences import sentences
from index.tokens import words

# What nothing closes is found too, as '', so that it is read only once
_QUOTED = re.compile(r"[“\"](?:([^”\"]{3,})[”\"]|[^”\"]{3,}\Z)")
_DENIED = re.compile(r"\b(?:not|never|no)\b(?:\W+\w+){0,3} [“\"]")
# Where the next thing that a clause decides begins: "decides to …, and instructs the Board to …"
_NEXT = re.compile(r", (?:and )?(?=[a-z]+s (?:the|that|to|upon|its|with|all) )")


class Judgement(StrEnum):
    """Whether a clause says what a claim says.

    `verbatim`: in these words. `supported`: in other words. `contradicted`: the clause is about the same and
    says otherwise. `not_supported`: it does not say it, or nobody can be sure without reading it.
    """

    VERBATIM = "verbatim"
    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a clause, and what was found against it.

    `contradicts`: but for what was found the clause says it. `needs_reading`: what was found may be no more
    than wording.
    """

    support: Support
    reasons: tuple[str, ...] = ()
    contradicts: bool = False
    needs_reading: bool = False

    @property
    def judgement(self) -> Judgement:
        """Return the verdict in one word."""
        if self.support != Support.UNSUPPORTED:
            return Judgement.VERBATIM if self.support == Support.VERBATIM else Judgement.SUPPORTED
        return Judgement.CONTRADICTED if self.contradicts else Judgement.NOT_SUPPORTED


def check_language(claim: str) -> None:
    """Refuse a claim in another language than English, which nobody could judge. Raises ResolutionsError."""
    if (language := language_of(claim)) != Language.ENGLISH:
        name = f"in {language.name.capitalize()}" if language.value else "not in English"
        raise ResolutionsError(f"the claim is {name}; give it in English")


def verify(claim: str, source: Source, nearness: Nearness | None = None) -> Verdict:
    """Compare a claim with the clause that it cites.

    `nearness` reads words in their context; without it a claim in other words is accepted more rarely.
    """
    plain, clause = _plain(claim), _plain(source.clause)
    if not words(plain):
        return Verdict(Support.UNSUPPORTED, ("the claim says nothing",))
    span = _span(plain.strip('“”"'), clause)
    if span is not None:
        reasons = tuple(_lost(clause, *span))
        return Verdict(
            Support.UNSUPPORTED if reasons else Support.VERBATIM, reasons, needs_reading=bool(reasons)
        )
    content, source, found = _read(plain, source, learnt=nearness is not None)
    unsure = [Doubt(said) for said in uncovered(content, source, nearness)] if content else []
    reasons = tuple(dict.fromkeys(found or unsure))
    if not reasons:
        return Verdict(Support.PARAPHRASE)
    return _against(reasons, contradicts=not unsure)


def verify_around_quotation(claim: str, source: Source) -> Verdict:
    """Compare what a claim says around an exact quotation: about its source, what it denies, dates."""
    plain, source = one_form(_plain(claim)), _in_one_form(source)
    frame = read_frame(plain, source)
    is_denied = _DENIED.search(plain) is not None  # else the denial may be about something else
    denied = (said if is_denied else Doubt(said) for said in denials(frame.content, source))
    found = (*frame.findings, *denied, *other_dates(frame.content, source))
    reasons = tuple(dict.fromkeys(found))
    return _against(reasons, contradicts=True) if reasons else Verdict(Support.VERBATIM)


def _against(reasons: tuple[str, ...], *, contradicts: bool) -> Verdict:
    """Return the verdict on a claim against which something was found."""
    sure = [finding for finding in reasons if not isinstance(finding, Doubt)]
    otherwise = any(not isinstance(finding, Absent) for finding in sure)
    return Verdict(Support.UNSUPPORTED, reasons, otherwise and contradicts, needs_reading=not sure)


def undecided(claim: str, source: Source, nearness: Nearness) -> tuple[str, Source] | None:
    """Return the content of a claim that no rule decides and the source it is judged by, else None."""
    plain, clause = _plain(claim), _plain(source.clause)
    if not words(plain) or _span(plain.strip('“”"'), clause) is not None:
        return None
    content, source, found = _read(plain, source, learnt=nearness is not None)
    return None if found or not content else (content, source)


def _read(plain: str, source: Source, *, learnt: bool) -> tuple[str, Source, list[str]]:
    """Return a claim's content, '' where it only quotes, the source in one form, and what the rules find."""
    source, claim = _in_one_form(source), one_form(plain)
    clause = source.clause
    frame = read_frame(claim, source)
    quoted = [*_quotes(claim, source.text), *frame.findings]
    if quotation := framed_quotation(frame.content, source):
        own = _NEXT.split(clause[quotation[0] :])[0]  # without what else the clause decides
        lost = _lost(clause[: max(quotation[1], quotation[0] + len(own))], *quotation)
        return "", source, [*quoted, *lost]
    return frame.content, source, [*quoted, *_findings(frame.content, source, learnt=learnt)]


@lru_cache(maxsize=1024)
def _in_one_form(source: Source) -> Source:
    """Return a source in the form of claims; it keeps what is worked out about it for the next claim."""
    return replace(source, clause=one_form(_plain(source.clause)), label=one_form(_plain(source.label)))


def _findings(content: str, source: Source, *, learnt: bool) -> Iterator[str]:
    """Find what in a claim's content speaks against it."""
    every = [content[start:end].strip(" ,:") for start, end in sentences(content)]
    exact = [span for sentence in every if (span := _span(sentence, source.clause))] if len(every) > 1 else []
    said = [sentence for sentence in every if _span(sentence, source.clause) is None]
    for sentence in said:
        if repeats(sentence, source):
            replaced = learnt and not is_close(sentence, source)
            yield from changes(sentence, source, content, replaced=replaced)
    yield from contradictions(content, source, in_order=all(is_close(sentence, source) for sentence in said))
    yield from changed_participles(content, source)
    for span in exact:
        yield from _lost(source.clause, *span)


def _lost(clause: str, start: int, end: int) -> Iterator[str]:
    """Find what a quotation leaves out around it."""
    for lost in (*lost_before(clause, start), *lost_after(clause, end)):
        yield Doubt(f"the quote leaves out {lost}")


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
