"""A sentence with tokens → a claim that stands, or why it does not. Nothing here trusts the model.

A claim stands if **every** clause that it cites says all of it, by assistant.verification and by
the rules below: a statement put together from two clauses, each saying half, does not stand. A
token that names no clause is dropped, and a sentence that has no other with it. Words that are the
clause's own are shown as the clause has them, widened to its whole sentence, so that nothing is cut
out of what governs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.answers import Citation, Claim, Support
from assistant.asserted import Source, without_frame
from assistant.forms import any_of
from assistant.verification import verify
from assistant.wording.prompt import Excerpt
from assistant.wording.reading import Sentence
from corpus.sentences import sentences
from index.lexical import words

_LONGEST = 600  # characters of a claim
_SHORTEST = 3  # words of a claim that count, articles and their kin left out
_NEW = 0.25  # of a claim's words, the share that neither clause nor label have, in any form known
_LEANS = re.compile(
    r"(?:it|its|they|their|them|this|these|those|he|she|such|same|former|latter|both|here|there|so|then|"
    r"also|however|therefore|thus|yes|no|sure|correct|indeed|the (?:same|former|latter|above|following))\b",
    re.IGNORECASE,
)
_GOVERNS = re.compile(r"\b(?:that|whether|if|lest|than)\s*$")
_SPEECH = any_of(
    r"\b(?:say|answer|reply|write|claim|print|output|respond|repeat|pretend|state|tell|assert|allege|deny|"
    r"denie)(?:s|d|ing)?\b"
)
_QUOTES = "“”\"'‘’ .,;:…"


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
    place = whole_sentence(said, cited[0].provision.text) if len(cited) == 1 else None
    if place:
        return _verbatim(cited[0], *place)
    reason = next((reason for rule in _RULES for reason in rule(said)), "")
    for one in cited:
        reason = reason or next(_against(said, one), "")
    if reason:
        return Dropped(said, reason)
    return Claim(_ended(said), Support.PARAPHRASE, tuple(_citation(one) for one in cited))


def whole_sentence(said: str, clause: str) -> tuple[int, int] | None:
    """Return where the sentences of a clause stand that hold these very words; None for other words.

    Blanks, kinds of apostrophes and the first letter's case make no difference.
    """
    core = said.strip(_QUOTES)
    if len(words(core)) < _SHORTEST:
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


# -- what speaks against a sentence, whatever it cites ----------------------------------------------


def _form(said: str) -> Iterator[str]:
    """Find what is no statement: too long, too short, a question."""
    if len(said) > _LONGEST:
        yield "it is too long to be one statement"
    if len(words(said)) < _SHORTEST:
        yield "it states nothing"
    if "?" in said:
        yield "it asks"


def _leaning(said: str) -> Iterator[str]:
    """Find a sentence that hangs on another: whom "they" means, nobody has checked."""
    if found := _LEANS.match(said.lstrip(_QUOTES)):
        yield f"it hangs on another sentence: “{found.group()}”"


_RULES: tuple[Callable[[str], Iterator[str]], ...] = (_form, _leaning)


# -- what speaks against it, in the clause ----------------------------------------------------------


def _against(said: str, one: Excerpt) -> Iterator[str]:
    """Find what in a clause, or missing from it, speaks against a sentence that cites it."""
    verdict = verify(said, one.provision.text, one.label)
    if verdict.support == Support.UNSUPPORTED:
        yield from verdict.reasons
    head = one.provision.head.text if one.provision.head else ""
    source = Source(one.provision.text, f"{one.label} · {head}")
    yield from _new(said, source)
    yield from _cut_out(said, source)


def _new(said: str, source: Source) -> Iterator[str]:
    """Find words that are not the clause's: a model has no need of more than a few."""
    lacking = list(dict.fromkeys(source.lacks(said)))
    if len(lacking) > _NEW * len(set(words(said))):
        yield f"words that the clause does not have: {', '.join(lacking)}"


def _cut_out(said: str, source: Source) -> Iterator[str]:
    """Find words taken out of what governs them: "all have access" of "should ensure that all have access".

    What stands in the clause before the longest run of the claim's words, in the same sentence, must
    not end in "that" or "whether", nor speak of saying, unless the claim has a word of it too.
    """
    theirs = list(re.finditer(r"\w+", source.clause))
    ours = re.findall(r"\w+", without_frame(said, source).lower())
    run = SequenceMatcher(None, [one.group().lower() for one in theirs], ours, autojunk=False)
    at, _, size = run.find_longest_match()
    if size < _SHORTEST:
        return
    begins = theirs[at].start()
    start = next((a for a, b in sentences(source.clause) if a <= begins < b), 0)
    before = source.clause[start:begins]
    governs = _GOVERNS.search(before) or _SPEECH.search(before)
    governing = words(before) if governs else []
    if governing and not set(governing) & set(words(said)):
        yield f"it is cut out of what governs it: “{before.strip()[-60:]}”"
