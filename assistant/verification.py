"""Does a clause say what a claim says? Checked by rules, never by similarity.

A claim passes when its quoted words stand in the clause and leave out no condition; when every
number, date, symbol and named body of it occurs there; when no negation is added or lost, the
force of the verb is the clause's, the body that acts is the one the head addresses, and
"some" has not become "all". A claim in other words must also keep to the clause's own words for
most of its content. `label` carries the clause's head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.answers import Support
from assistant.forms import any_of
from corpus.sentences import sentences
from index.lexical import words

_QUOTED = re.compile(r"[“\"]([^”\"]{3,})[”\"]")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")
_NUMBER_WORDS = frozenset(
    (
        "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty "
        "hundred thousand million half third quarter twice both"
    ).split()
)
_NEGATION = re.compile(r"\b(?:not|no|never|neither|nor|without|cannot|none)\b|n't\b", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:unless|except|provided that|subject to|"
    r"where (?:appropriate|necessary|possible|applicable|relevant)|"
    r"(?:as|if|when|whenever) (?:appropriate|necessary|possible|applicable|required)|"
    r"within (?:the|its|their|existing|available)|"
    r"to the extent|in so far as|insofar as|without prejudice|no later than|only (?:if|when|where|after))\b",
    re.IGNORECASE,
)  # fmt: skip
# Verbs by their force: a claim may use a force that the clause or its head has, and no other.
_FORCES = (
    ("must", any_of(r"\b(?:must|shall|instruct\w*|oblig\w+|requir(?:es|ed)|ordered|(?:has|have|is) to)\b")),
    ("decides", any_of(r"\b(?:resolve[sd]?|decide[sd]?|adopt(?:s|ed))\b")),
    ("requests", any_of(r"\b(?:request(?:s|ed)?|urge[sd]?|call(?:s|ed) (?:up)?on)\b")),
    ("invites", any_of(r"\b(?:invite[sd]?|encourage[sd]?|recommend(?:s|ed)?)\b")),
    ("should", any_of(r"\b(?:should|ought)\b")),
    ("may", any_of(r"\b(?:may|might)\b")),
)  # fmt: skip
_ALL = re.compile(r"\b(?:all|every|each|any|always|only|entire|none)\b", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b[A-Z][\w-]+")
_ACTS = re.compile(
    r"(?:[Tt]he )?(?P<body>[A-Z][\w-]+(?:(?: of| and)?(?: the)? [A-Z][\w-]+)*) "
    r"(?:must|shall|should|may|has|have|will|[a-z]+(?<!i)s)\b"
)
_SHARED = 0.7  # of a paraphrase's content words, the share that the clause or its label must have


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a claim stands to a clause, and what was found against it."""

    support: Support
    reasons: tuple[str, ...] = ()


def verify(claim: str, clause: str, label: str = "") -> Verdict:
    """Compare a claim with the clause that it cites."""
    plain, source, head = _plain(claim), _plain(clause), _plain(label)
    if not words(plain):
        return Verdict(Support.UNSUPPORTED, ("the claim says nothing",))
    quote = plain.strip('“”"')
    span = _span(quote, source)
    if span is not None:
        reasons = [reason for check in _QUOTE_CHECKS for reason in check(source, span)]
        return Verdict(Support.UNSUPPORTED if reasons else Support.VERBATIM, tuple(reasons))
    reasons = [reason for check in _CHECKS for reason in check(plain, source, head)]
    return Verdict(Support.UNSUPPORTED if reasons else Support.PARAPHRASE, tuple(reasons))


# -- exact words ------------------------------------------------------------------------------------


def _span(quote: str, clause: str) -> tuple[int, int] | None:
    """Return where exact words stand, between words: "not" is no quote of "nothing"."""
    match = re.search(rf"(?<!\w){re.escape(quote.strip(' …'))}(?!\w)", clause)
    return match.span() if match else None


def _negation_before(clause: str, span: tuple[int, int]) -> Iterator[str]:
    """Find a "not" that stands right before the quoted words."""
    if re.search(r"\b(?:not|never|no|without)\s+$", clause[: span[0]]):
        yield "the quote leaves out the negation before it"


def _condition_after(clause: str, span: tuple[int, int]) -> Iterator[str]:
    """Find a condition that the same sentence adds after the quoted words."""
    end = next((end for start, end in sentences(clause) if start < span[1] <= end), len(clause))
    rest = re.split(r"[;:]|, and ", clause[span[1] : end])[0]
    if dropped := _CONDITION.search(rest):
        yield f"the quote leaves out the condition after it: “{dropped.group()} …”"


_QUOTE_CHECKS: tuple[Callable[[str, tuple[int, int]], Iterator[str]], ...] = (
    _negation_before,
    _condition_after,
)

# -- other words ------------------------------------------------------------------------------------


def _quotes(claim: str, clause: str, _: str) -> Iterator[str]:
    """Find quoted words that the clause does not have."""
    for one in _QUOTED.findall(claim):
        if one.strip(" .,;…") not in clause:
            yield f"not in the clause: “{one}”"


def _numbers(claim: str, clause: str, label: str) -> Iterator[str]:
    """Find numbers, dates and symbols that neither the clause nor its label has."""
    known = set(_NUMBER.findall(clause)) | set(_NUMBER.findall(label)) | _spelt(clause)
    for one in (*_NUMBER.findall(claim), *sorted(_spelt(claim))):
        if one not in known:
            yield f"not in the clause: {one}"


def _negations(claim: str, clause: str, _: str) -> Iterator[str]:
    """Find a negation that was added or lost."""
    added, had = bool(_NEGATION.search(claim)), bool(_NEGATION.search(clause))
    if added and not had:
        yield "the claim denies, the clause does not"
    if had and not added:
        yield "the clause denies, the claim does not"


def _forces(claim: str, clause: str, label: str) -> Iterator[str]:
    """Find a force that neither the clause nor its head has: what is invited is not instructed."""
    for name, form in _FORCES:
        found = form.search(claim)
        if found and not form.search(f"{label} {clause}"):
            yield f"“{found.group()}” {name} more or less than the clause does"


def _bodies(claim: str, clause: str, label: str) -> Iterator[str]:
    """Find names that neither the clause nor its label has; a sentence's first word may be none."""
    known = set(words(f"{clause} {label}"))
    for match in _CAPITALISED.finditer(claim):
        if not set(words(match.group())) <= known and not (match.start() == 0 and " " in claim):
            yield f"not in the clause: {match.group()}"


def _addressee(claim: str, clause: str, label: str) -> Iterator[str]:
    """Find another body acting than the one that the head addresses."""
    actor = _ACTS.match(claim)
    if actor is None or not re.search(r"\b(?:instructs?|invites?|requests?|urges?|encourages?)\b", label):
        return
    acting = set(words(actor["body"]))
    if acting & set(words(clause)) and not acting & set(words(label)):
        yield f"the head does not address {actor['body']}"


def _quantities(claim: str, clause: str, _: str) -> Iterator[str]:
    """Find an "all" that the clause does not have."""
    found = _ALL.search(claim)
    if found and not _ALL.search(clause):
        yield f"the clause does not say “{found.group()}”"


def _conditions(claim: str, clause: str, _: str) -> Iterator[str]:
    """Find conditions of the clause that the claim leaves out."""
    said = set(words(claim))
    for part in re.split(r"[;:]|, and ", clause):
        elsewhere = set(words(clause.replace(part, " ")))
        if not said & (set(words(part)) - elsewhere):
            continue  # the claim is about another part of the clause
        for one in _CONDITION.finditer(part):
            if one.group().lower() not in claim.lower():
                yield f"the claim leaves out the condition: “{one.group()} …”"


def _content(claim: str, clause: str, label: str) -> Iterator[str]:
    """Find a claim whose words are mostly not the clause's."""
    known = set(words(clause)) | set(words(label))
    wanted = words(claim)
    missing = [word for word in wanted if word not in known]
    if wanted and len(missing) > (1 - _SHARED) * len(wanted):
        yield f"words that the clause does not have: {', '.join(dict.fromkeys(missing))}"


_CHECKS: tuple[Callable[[str, str, str], Iterator[str]], ...] = (
    _quotes,
    _numbers,
    _negations,
    _forces,
    _bodies,
    _addressee,
    _quantities,
    _conditions,
    _content,
)


def _spelt(text: str) -> set[str]:
    """Return the numbers that are written out."""
    return set(re.findall(r"[a-z]+", text.lower())) & _NUMBER_WORDS


def _plain(text: str) -> str:
    """Make blanks and apostrophes alike; nothing else is forgiven."""
    return " ".join(text.replace("’", "'").split())
