"""A claim in other words: whatever it counts, denies, names, grants or demands must be the clause's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.understanding.forms import any_of
from assistant.verification.amounts import unknown_amounts
from assistant.verification.conditions import left_out
from assistant.verification.source_frames import Source, missing, without_frame
from corpus.sentences import sentences
from index.tokens import words

_BOUNDS = any_of(  # a "no" in these bounds a number and denies nothing
    r"\b(?:no|not) (?:later|earlier|more|less|fewer|longer|higher|lower) than\b",
    r"\b(?:whether or not|not only)\b|\bwithout (?:delay|prejudice|exception)\b",
    r"\b(?:shall|may|does|do|must|should) not (?:exceed|last longer)\b",
)
_DENIES = any_of(r"\b(?:not|no|never|neither|nor|without|cannot|none|nobody|nothing)\b|n't\b")
_DENIES_TOO = any_of(  # without a "no"
    r"\b(?:exempt\w*|except\w*|unless|free of|free from|freely|want of|lack\w*|absence|withh\w+|forb\w+)\b",
    r"\b(?:prohibit\w*|refus\w+|refrain\w*|prevent\w*|exclu\w+|fail\w*|bar(?:s|red)|ceas\w+|stop\w*)\b",
    r"\b(?:other than|out of|outside|avoid\w*|shut|closed|only|solely|still|until|regardless|wait\w*)\b",
    r"\b(?:less than|under (?=\d)|rather than|instead of|un[a-z]{4,}ed|un[a-z]{3,}ly)\b",
    r"\bin(?:ability|sufficient|adequate)\w*\b",
)
_DENIES_ALREADY = any_of(_DENIES_TOO.pattern, r"\b(?:within|limit\w*|bounds?)\b")
# What a claim says of how many → what in a clause says as much.
_QUANTITIES = (
    (
        any_of(
            r"(?<!above )(?<!at )(?<!after )\b(?:all|every(?:one|body|thing)?|each|any|always|entire|none)\b"
            r"(?! other\b| (?:year|month|week|day)\b| (?:second|two|three|four|five) )"
        ),
        any_of(
            r"\b(?:all|every\w*|each|any\w*|always|whole|entire\w*|none|nobody|no|universal\w*|both|full\w*)\b",
            r"\b(?:complete\w*|world\w*|global\w*|across|throughout|annual\w*|comprehensive|wh\w+ever)\b",
        ),
    ),
    (
        any_of(r"\b(?:only|solely|alone|just|merely|exclusively)\b"),
        any_of(
            r"\b(?:only|solely|alone|just|merely|exclusive\w*|sole|single|none|not|no|unless|except|until)\b",
            r"\b(?:limit\w*|confin\w*|restrict\w*|reserv\w*)\b",
        ),
    ),
    (
        any_of(r"\b(?:majority|(?<!at )most)\b"),
        any_of(r"\b(?:majority|most|more than half|over half|mainly|mostly|largely|chief\w*)\b"),
    ),
)
_MORE, _LESS = r"(?<!no )(?<!not )more than", r"(?<!no )(?<!not )(?:less|fewer) than"
_FLOOR = rf"(?:at least|(?:no|not) (?:less|fewer) than|a minimum of|{_MORE}|over|upwards of)"
_CEILING = rf"(?:at most|up to|(?:no|not) (?:more|longer) than|a maximum of|{_LESS}|under|within)"
_ACTS = re.compile(  # a name without a verb is found too, so that it is read only once
    r"\b(?P<body>[A-Z][\w-]*(?: (?:of |and )?(?:the )?[A-Z][\w-]*)*)"
    r"(?: (?:shall |will |must |may |should |has |have )?(?P<verb>[a-z]{3,}(?:s|ed|e))\b)?"
)
_ITEM = re.compile(r",? and (?=[a-z])|, (?!and )")
_PART = re.compile(r"[;:.]\s")
_COVERED = 0.33  # of the words of one part of a clause, the share that a claim about it has
_BOTH = 0.95  # the two shares together
_SHORTEST = 2  # words of a part
_SHARED = 0.5  # of a claim's content words, the share that the clause or its label must have
_JOINS = re.compile(
    r"(?:as|at|by|for|from|if|in|on|once|or|so|that|through|to|under|when|where|which|who|with)\b"
)
_NEW, _OLD = 0.6, 0.34  # of an item's words, the share that the clause lacks of a new one, and of others
_ITEMS = 3  # from which words joined by commas are a list


def contradictions(claim: str, source: Source) -> Iterator[str]:
    """Find what speaks against a claim in other words."""
    for check in _CHECKS:
        yield from check(claim, source)


def _amounts(claim: str, source: Source) -> Iterator[str]:
    """Find numbers, times, shares, dates and symbols that are neither the clause's nor its label's."""
    for amount in unknown_amounts(claim, source.text):
        yield f"not in the clause: {amount}"


def _bounds(claim: str, source: Source) -> Iterator[str]:
    for bound, opposite in ((_FLOOR, _CEILING), (_CEILING, _FLOOR)):
        for match in re.finditer(rf"\b{bound} (?P<number>[\w.,]*\w)", claim.lower()):
            if re.search(rf"\b{opposite} {re.escape(match['number'])}\b", source.clause.lower()):
                yield f"the clause bounds {match['number']} on the other side"


def _negations(claim: str, source: Source) -> Iterator[str]:
    statement, clause = _BOUNDS.sub(" ", claim), _BOUNDS.sub(" ", source.clause)
    if _DENIES.search(statement) and not _DENIES.search(clause) and not _DENIES_ALREADY.search(clause):
        yield "the claim denies, the clause does not"
    parts = " ".join(_spoken_of(statement, clause))
    if _DENIES.search(parts) and not _DENIES.search(statement) and not _DENIES_TOO.search(statement):
        yield "the clause denies, the claim does not"


def _quantities(claim: str, source: Source) -> Iterator[str]:
    for form, equivalent in _QUANTITIES:
        found = form.search(claim)
        if found and not equivalent.search(source.clause):
            yield f"the clause does not say “{found.group()}”"


def _actors(claim: str, source: Source) -> Iterator[str]:
    clause_acts = [(body, verb) for body, verb in _acts(source.clause) if words(body)]
    for actor, act in _acts(claim):
        doing = [body for body, verb in clause_acts if verb == act != []]
        actor_words = words(actor)
        if actor_words and doing and all(len(missing(actor, body)) == len(actor_words) for body in doing):
            yield f"in the clause {doing[0]} does it, not {actor}"


def _acts(text: str) -> Iterator[tuple[str, list[str]]]:
    yield from ((match["body"], words(match["verb"])) for match in _ACTS.finditer(text) if match["verb"])


def _conditions(claim: str, source: Source) -> Iterator[str]:
    for part in _spoken_of(claim, source.clause):
        for condition in left_out(claim, part):
            yield f"the claim leaves out the condition: “{condition} …”"


def _spoken_of(claim: str, clause: str) -> Iterator[str]:
    """Walk the parts of a clause that a claim is about: it has a word that only this part has."""
    claim_words = set(words(claim))
    parts = re.split(r"[;:]|, and ", clause)
    for at, part in enumerate(parts):
        elsewhere = {word for other in (*parts[:at], *parts[at + 1 :]) for word in words(other)}
        if claim_words & (set(words(part)) - elsewhere):
            yield part


def _items(claim: str, source: Source) -> Iterator[str]:
    """Find an item of a list of which the clause has no word, beside items that are all its own."""
    for stretch in re.split(r"[;:.]", claim):
        items = [item for item in _ITEM.split(stretch) if words(item)]
        lacking = [len(source.lacks(item)) / len(words(item)) for item in items]
        new = [
            item
            for item, share in zip(items, lacking, strict=True)
            if share > _NEW and not _JOINS.match(item)
        ]
        if len(items) >= _ITEMS and len(new) == 1 and sorted(lacking)[-2] <= _OLD:
            yield f"the clause does not list “{new[0].strip()}”"


def _content(claim: str, source: Source) -> Iterator[str]:
    """Find a claim whose words are mostly not the clause's, or that has next to nothing of any part of it.

    Words of the label count neither way: every clause under a head shares them.
    """
    statement = without_frame(claim, source)
    head = set(words(source.label)) - set(words(source.clause))
    wanted = [word for word in words(statement) if word not in head]
    lacking = [word for word in source.lacks(statement) if word not in head]
    if wanted and len(lacking) > (1 - _SHARED) * len(wanted):
        yield f"words that the clause does not have: {', '.join(dict.fromkeys(lacking))}"
        return
    covered = _covered(statement, source.clause)
    if covered < _COVERED or (wanted and 1 - len(lacking) / len(wanted) + covered < _BOTH):
        yield "says next to nothing of what the clause says"


def _covered(statement: str, clause: str) -> float:
    """Return the share of a clause's words that a claim has, of the part of which it has most."""
    parts = [
        set(words(part)) for part in (*_PART.split(clause), *(clause[a:b] for a, b in sentences(clause)))
    ]
    have = set(words(statement))
    return max((len(have & part) / len(part) for part in parts if len(part) >= _SHORTEST), default=1.0)


_CHECKS: tuple[Callable[[str, Source], Iterator[str]], ...] = (
    _amounts,
    _bounds,
    _negations,
    _quantities,
    _actors,
    _conditions,
    _items,
    _content,
)
