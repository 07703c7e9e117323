"""A claim in other words: whatever it counts, denies, names, grants or demands must be the clause's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.amounts import is_put_off, unknown_amounts
from assistant.asserted import Source, without_frame
from assistant.conditions import left_out, made_unconditional
from assistant.forms import any_of
from assistant.listed import added
from assistant.nearness import content, unlike
from assistant.opposed import denials, unbounded
from corpus.sentences import sentences
from index.lexical import words

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
            r"\b(?:respective\w*|per|never|nothing)\b",
        ),
    ),
    (
        any_of(r"\b(?:only(?! (?:about |some )?\d)|solely|alone|just|merely|exclusively)\b"),
        any_of(
            r"\b(?:only|solely|alone|just|merely|exclusive\w*|sole|single|none|not|no|unless|except|until)\b",
            r"\b(?:unique\w*|one|save|other than|without|when|where|if|confidential\w*)\b",
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
_CEILING = (
    rf"(?:not exceed(?:ing)?|at most|up to|(?:no|not) (?:more|longer) than|a maximum of|{_LESS}|under|within)"
)
_SOME = any_of(r"\b(?:some|several|certain|a few|only part of the) (?P<noun>[\w-]+(?: [A-Z]?[\w-]+s\b)?)")
_ALL = any_of(r"\b(?:all|each|every|any) (?:the |of the )?(?P<noun>[\w-]+(?: [A-Z]?[\w-]+s\b)?)")
_SPELT = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|half)"
# Verbs by their force → what in a clause or its head gives that force.
_FORCES = (
    (
        any_of(
            r"\b(?:must|shall|instruct\w*|oblig\w+|requir(?:es|ed)|ordered|(?:has|have) to)\b",
            r"\b(?:mandatory|compulsory)\b",
        ),
        any_of(
            r"\b(?:must|shall|instruct\w*|oblig\w+|requir\w+|order\w*|(?:has|have|is|are) to|mandat\w+)\b",
            r"\b(?:resolv\w+|decid\w+|demand\w*|responsib\w+|vital|essential|need\w*|necessary|may not)\b",
            r"\bno \w+ (?:\w+ )?may\b|\bto be \w+(?:ed|en)\b",
        ),
    ),
    (
        any_of(
            r"(?:^|\b(?:conference|assembly|council|resolution|decision|edition) (?:\w+ )?)"
            r"(?:resolve[sd]|decide[sd]|adopt(?:s|ed))\b"
        ),
        any_of(r"\b(?:resolv\w+|decid\w+|adopt\w*|establish\w*|proclaim\w*|approv\w+|authoriz\w+)\b"),
    ),
    (
        any_of(r"\b(?:requests|urge[sd]?|call(?:s|ed) (?:up)?on|(?:is|are) requested)\b"),
        any_of(r"\b(?:request\w*|urg\w+|call\w* (?:up)?on|appeal\w*|exhort\w*)\b"),
    ),
    (
        any_of(r"\b(?:invites|encourages|recommends|invited|encouraged|(?:is|are) recommended)\b"),
        any_of(r"\b(?:invit\w+|encourag\w+|recommend\w*|welcom\w+|call\w* for)\b"),
    ),
    (
        any_of(r"(?<!^)\b(?:should|ought)\b"),
        any_of(
            r"\b(?:should|ought|recommend\w*|encourag\w+|invit\w+|propos\w+|desir\w+|prefer\w*)\b",
            r"\b(?:request\w*|urg\w+|call\w* (?:up)?on)\b",
        ),
    ),
    (
        any_of(r"\b(?:may|might)\b"),
        any_of(r"\b(?:may|might|can|could|allow\w*|permit\w*|authoriz\w+|entitl\w+|invit\w+|not prevent)\b"),
    ),
)
_FORBIDS = any_of(  # "may not", "no ship may", "may only if": what is forbidden, not what is allowed
    r"\b(?:may|might|can) (?:not|never|neither|only)\b|\b(?:may|can)\b(?=[^.;]{0,120}\b(?:only|nor)\b)",
    r"\b(?:may|can)\b(?=[^.;]{0,40}\b(?:up to|at most|no more|not more|a maximum)\b)",
    r"\b(?:nobody|no one|none|neither|no)(?: [\w'-]+){0,7}? (?:may|can|must|shall)\b",
    r"\b(?:only [^.;,]{3,60}?|nor) (?:may|can|must|shall)\b",
)
_FORBIDDEN = any_of(
    r"\b(?:not?|never|neither|nobody|nothing|none|only|unless|without|nor|forbid\w*|prohibit\w*)\b"
)
_PART = re.compile(r"[;:.]\s")
# Three shares together: of the claim's words that the clause has in any words, and in the same, and of the
# words of one part of the clause that the claim has. Of 17 claims on a neighbouring clause that nothing else
# told none had 1.78; of 244 honest ones two had less than 1.8.
_ENOUGH = 1.8
_SHORTEST = 2  # words of a part
_SHARED = 0.85  # of a claim's content words, the share that the clause or its label must have in some way


def contradictions(claim: str, source: Source) -> Iterator[str]:
    """Find what speaks against a claim in other words."""
    for check in _CHECKS:
        yield from check(claim, source)


def _amounts(claim: str, source: Source) -> Iterator[str]:
    """Find numbers, times, shares, dates and symbols that are neither the clause's nor its label's."""
    for one in unknown_amounts(claim, source.text):
        yield f"not in the clause: {one}"
    if is_put_off(claim, source.clause):
        yield "the clause sets another day by which it is due"


def _bounds(claim: str, source: Source) -> Iterator[str]:
    """Find a least that became a most, or the other way round."""
    for ours, theirs in ((_FLOOR, _CEILING), (_CEILING, _FLOOR)):
        for match in re.finditer(
            rf"\b{ours} (?:[a-z]{{3}} )?(?P<number>\d[\w.,]*|{_SPELT})\b", claim.lower()
        ):
            if re.search(
                rf"\b{theirs} (?:[a-z]{{3}} )?{re.escape(match['number'])}\b", source.clause.lower()
            ):
                yield f"the clause bounds {match['number']} on the other side"


def _denials(claim: str, source: Source) -> Iterator[str]:
    """Find a negation that was added or lost, and an opposite."""
    yield from denials(claim, source.clause)


def _forces(claim: str, source: Source) -> Iterator[str]:
    """Find a force that neither the clause nor its head has: what is invited is not instructed."""
    plain = _FORBIDS.sub(" ", claim) if _FORBIDDEN.search(source.clause) else claim
    for form, given in _FORCES:
        found = form.search(plain)
        stems = set(words(found.group())) if found else set()
        if found and not given.search(source.text) and not (stems and stems <= set(words(source.text))):
            yield f"“{found.group()}” says more or less than the clause does"


def _quantities(claim: str, source: Source) -> Iterator[str]:
    """Find an "all", an "only" or a "most" that the clause does not have."""
    for form, given in _QUANTITIES:
        found = form.search(claim)
        if found and not given.search(unbounded(source.clause)):
            yield f"the clause does not say “{found.group()}”"
    for match in _SOME.finditer(claim):
        stems = words(match["noun"])
        if any(stems[-1:] == words(one["noun"])[-1:] for one in _ALL.finditer(source.clause)):
            yield f"the clause says all, the claim “{match.group()}”"


def _conditions(claim: str, source: Source) -> Iterator[str]:
    """Find conditions of the clause that the claim leaves out."""
    for part in _spoken_of(claim, source.clause):
        for one in left_out(claim, part):
            yield f"the claim leaves out the condition: “{one} …”"
    yield from made_unconditional(claim, source.clause)


def _spoken_of(claim: str, clause: str) -> Iterator[str]:
    """Walk the parts of a clause that a claim is about: it has a word that only this part has."""
    said = set(words(claim))
    parts = re.split(r"[;:]|, and |\. (?=[A-Z“])", clause)
    for at, part in enumerate(parts):
        elsewhere = {word for other in (*parts[:at], *parts[at + 1 :]) for word in words(other)}
        if said & (set(words(part)) - elsewhere):
            yield part


def _content(claim: str, source: Source) -> Iterator[str]:
    """Find a claim whose words are mostly not the clause's, or that has next to nothing of any part of it.

    Words of the label count neither way: every clause under a head shares them.
    """
    said = without_frame(claim, source)
    head = set(words(source.label)) - set(words(source.clause))
    wanted = [one for one in content(said) if one not in head]
    lacking = [one for one in unlike(said, source.text) if one not in head]
    if not wanted:
        return
    if len(lacking) > (1 - _SHARED) * len(wanted):
        yield f"words that the clause does not have: {', '.join(dict.fromkeys(lacking))}"
        return
    has = 1 - len(lacking) / len(wanted)
    same = len(set(wanted) & set(words(source.text))) / len(set(wanted))
    if has + same + _covered(said, source.clause) < _ENOUGH:
        yield "says next to nothing of what the clause says"


def _covered(said: str, clause: str) -> float:
    """Return the share of a clause's words that a claim has, of the part of which it has most."""
    parts = [one for one in (*_PART.split(clause), *_sentences(clause)) if len(content(one)) >= _SHORTEST]
    return max((1 - _lacked(part, said) for part in parts), default=1.0)


def _lacked(part: str, said: str) -> float:
    """Return the share of a part's words that a claim does not have."""
    lacking = set(unlike(part, said))
    stems = set(content(part))
    return len([one for one in stems if one in lacking]) / len(stems)


def _sentences(clause: str) -> list[str]:
    """Cut a clause into its sentences."""
    return [clause[start:end] for start, end in sentences(clause)]


_CHECKS: tuple[Callable[[str, Source], Iterator[str]], ...] = (
    _amounts,
    _bounds,
    _denials,
    _forces,
    _quantities,
    _conditions,
    added,
    _content,
)
