"""What a claim says, without its frame: what it counts, denies, names or demands must be the clause's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, combinations, pairwise

from assistant.understanding.forms import any_of
from assistant.verification.amounts import counted, kind_of, unknown_amounts
from assistant.verification.conditions import left_out
from assistant.verification.source import Absent, Doubt, Source
from assistant.verification.vocabulary import OPPOSITES
from index.tokens import words
from ingest.markers import MONTHS

_BOUNDS = any_of(  # a "no" in these bounds a number and denies nothing
    r"\b(?:no|not) (?:later|earlier|more|less|fewer|longer|higher|lower) than\b",
    r"\b(?:whether or not|not only)\b|\bwithout (?:delay|prejudice|exception)\b",
    r"\b(?:shall|may|does|do|must|should) not (?:exceed|last longer)\b|\bnot exceeding\b",
)
_DENIES = any_of(r"\b(?:not|no|never|neither|nor|without|cannot|none|nobody|nothing)\b|n't\b")
_DENIES_TOO = any_of(  # without a "no"
    r"\b(?:exempt\w*|except\w*|unless|free of|free from|freely|want of|lack\w*|absence|withh\w+|forb\w+)\b",
    r"\b(?:prohibit\w*|refus\w+|refrain\w*|prevent(?:s|ed|ing)?|exclu\w+|fail\w*|bar(?:s|red)|ceas\w+|stop\w*)\b",
    r"\b(?:other than|out of|outside|avoid\w*|shut|closed|only|solely|still|until|regardless|wait\w*)\b",
    r"\b(?:less than|under (?=\d)|rather than|instead of|un[a-z]{4,}ed|un[a-z]{3,}ly)\b",
    r"\bin(?:ability|sufficient|adequate)\w*\b",
)
_DENIES_ALREADY = any_of(
    r"\b(?:exempt\w*|except(?:ion)?|unless|free (?:of|from)|lack\w*|absence|forb\w+|want of)\b",
    r"\b(?:prohibit\w*|refus\w+|refrain\w*|prevent(?:s|ed|ing)?|exclu(?:d|s)\w+|fail\w*|bars?|ceas\w+|avoid\w*)\b",
    r"\b(?:only|solely|other than)\b",
    r"\b(?:less than|rather than|instead of|in(?:ability|sufficient|adequate)\w*|limit(?:ed|s)?|outdated)\b",
)
_CONTRASTS = any_of(
    r"\b(?:rather than|instead of|but not|and not|kept out|without regard|regardless|irrespective)\b"
)
# What a claim says of how many → what in a clause says as much.
_QUANTITIES = (
    (
        any_of(
            r"(?<!above )(?<!at )(?<!after )\b(?:all|every(?:one|body|thing)?|each|any|always|entire|none)\b"
            r"(?! other\b| (?:year|month|week|day)\b| (?:second|two|three|four|five) )"
        ),
        any_of(
            r"\b(?:all|every\w*|each|any\w*|always|whole|entire\w*|none|nobody|no|universal\w*|both|full\w*)\b",
            r"\b(?:complete\w*|world-?wide|global\w*|across|throughout|annual\w*|comprehensive|wh\w+ever)\b",
        ),
    ),
    (
        any_of(r"\b(?:only|solely|alone|just|merely|exclusively|confined|restricted|limited to)\b"),
        any_of(
            r"\b(?:only|solely|alone|just|merely|exclusive\w*|sole|single|none|not|no|unless|except|until)\b",
            r"\b(?:limit\w*|confin\w*|restrict\w*|reserv\w*|extent|far as)\b",
        ),
    ),
    (
        any_of(
            r"\bmajority\b|(?<!\bat )(?<!\bthe )\bmost\b"
            r"(?! (?:\w+ly|important|relevant|effective|efficient|recent|vulnerable|needed)\b)"
        ),
        any_of(r"\b(?:majority|most|more than half|over half|mainly|mostly|largely|chief\w*)\b"),
    ),
)
_LINKED = re.compile(
    r"(?=\b([a-z-]{4,})(?: back)? (?:(?:of|with|by|to|for|from|the|its|a|an|their) )+([a-z-]{4,}))"
)
_THE_TWO = re.compile(
    r"\b(?:the|other|these) two\b|\btwo others?\b|\bbetween two\b"
)  # counts what the clause lists
_DAY = re.compile(rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b")
_DATE = re.compile(
    rf"\b(?:(?:(?P<day>\d{{1,2}}) )?(?P<month>{MONTHS}),? ?)?(?P<year>(?:19|20)\d\d(?![\w-]))?"
)
_BOUND = re.compile(
    r"\b(?:before|after|by|until|till|since|from|(?:no|not) later than)(?: the)?"
    r"(?: (?:end|start|beginning|close|middle) of)?(?: year)? ",
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")  # "(Rev. Bucharest, 2022)" is no date of the clause
_NAME = re.compile(r"\b[A-Z][\w-]*")
_NO_NAMES = frozenset(
    words("resolution decision recommendation declaration paragraph annex section preamble conference")
)
_STARTS = re.compile(r"(?:\A|[.!?:;“\"”]\s*)\Z")
_COMMON = re.compile(r"[A-Z][a-z’']+\Z")


def contradictions(claim: str, source: Source, *, in_order: bool = False) -> Iterator[str]:
    """Find what in a claim's content speaks against it.

    `in_order`: it repeats the clause word after word, and what it leaves out is judged there.
    """
    for check in _CHECKS:
        if not (in_order and check is _conditions):
            yield from check(claim, source)


def _amounts(claim: str, source: Source) -> Iterator[str]:
    """Find numbers, times, shares, dates and symbols that are neither the clause's nor its label's."""
    for amount in unknown_amounts(_THE_TWO.sub(" ", claim), source.text):
        said = f"not in the clause: {amount}"
        kind, others = kind_of(amount), list(unknown_amounts(source.clause, claim))
        if kind == "few":  # it may count what the clause lists
            counts = {other: counted(source.clause, other) for other in others}
            yield said if any(counted(claim, amount) & count for count in counts.values()) else Doubt(said)
        else:
            yield said if kind in map(kind_of, others) else Absent(said)


def other_dates(claim: str, source: Source) -> Iterator[str]:
    """Find a day that the source does not have, or a date as a bound, where the clause has others.

    A date fits another if it says no part of it otherwise: 2020 fits 1 February 2020.
    """
    said, known = ({match.group() for match in _DAY.finditer(text)} for text in (claim, source.text))
    for day in sorted(said - known) if known else ():
        yield f"the clause has {', '.join(sorted(known))}, not {day}"
    dates = [match for match in _DATE.finditer(_IN_BRACKETS.sub(" ", source.clause)) if _is_date(match)]
    for bound in _BOUND.finditer(claim):
        date = _DATE.match(claim, bound.end())
        if date is None or not _is_date(date) or date.group() in said or not dates:
            continue
        if not any(_fits(date, other) for other in dates) and date.group() not in source.clause:
            others = ", ".join(dict.fromkeys(other.group() for other in dates))
            yield f"the clause has {others}, not {date.group()}"


def _is_date(date: re.Match[str]) -> bool:
    return bool(date["year"] or (date["day"] and date["month"]))


def _fits(date: re.Match[str], other: re.Match[str]) -> bool:
    return all(date[part] is None or other[part] in (None, date[part]) for part in ("day", "month", "year"))


def denials(claim: str, source: Source) -> Iterator[str]:
    """Find a denial or a contrast that only one of the two has."""
    statement, clause = _BOUNDS.sub(" ", claim), _BOUNDS.sub(" ", source.clause)
    if _DENIES.search(statement) and not _DENIES.search(clause) and not _DENIES_ALREADY.search(clause):
        yield "the claim denies, the clause does not"
    contrast = _CONTRASTS.search(statement)
    if contrast and not (_CONTRASTS.search(source.clause) or _DENIES.search(clause)):
        yield f"the clause does not say “{contrast.group()}”"
    parts = " ".join(_spoken_of(statement, clause))
    if _DENIES.search(parts) and not _DENIES.search(statement) and not _DENIES_TOO.search(statement):
        yield "the clause denies, the claim does not"


def _quantities(claim: str, source: Source) -> Iterator[str]:
    for form, equivalent in _QUANTITIES:
        found = form.search(claim)
        if found and not equivalent.search(source.clause):
            yield f"the clause does not say “{found.group()}”"


def _conditions(claim: str, source: Source) -> Iterator[str]:
    for part in _spoken_of(claim, source.clause):
        for condition in left_out(claim, part):
            yield Doubt(f"the claim leaves out the condition: “{condition} …”")


def _spoken_of(claim: str, clause: str) -> Iterator[str]:
    """Walk the parts of a clause that a claim is about: it has a word that only this part has."""
    claim_words = set(words(claim))
    parts = re.split(r"[;:]|, and ", clause)
    stems = [set(words(part)) for part in parts]
    having = Counter(chain.from_iterable(stems))
    for part, own in zip(parts, stems, strict=True):
        if any(having[word] == 1 for word in claim_words & own):
            yield part


def _names(claim: str, source: Source) -> Iterator[str]:
    """Find names that neither the clause nor its label has; the first word of a sentence may be none."""
    lacking = set(source.lacks(claim)) - _NO_NAMES
    for match in _NAME.finditer(claim):
        begins = _STARTS.search(claim[: match.start()]) and _COMMON.match(match.group())
        if lacking & set(words(match.group())) and not (begins and " " in claim):
            yield Absent(f"not in the clause: {match.group()}")


def _opposites(claim: str, source: Source) -> Iterator[str]:
    """Find a word of which the clause has only the opposite."""
    claimed, said = set(words(claim)), set(words(source.clause))
    for words_claimed, words_said in OPPOSITES:
        if not (claimed & words_claimed and said & words_said):
            continue
        if not (claimed & words_said or said & words_claimed):
            yield f"“{min(claimed & words_claimed)}” is the opposite of “{min(said & words_said)}”"


def _order(claim: str, source: Source) -> Iterator[str]:
    """Find two figures that the clause has in the other order."""
    claimed, said = (_places(text) for text in (claim, source.clause))
    both = sorted((figure for figure in claimed if figure in said), key=_shape)
    for before, after in pairwise(both):
        if said[before] > said[after] and _shape(before) == _shape(after):
            yield f"the clause has {after} before {before}"


def _swaps(claim: str, source: Source) -> Iterator[str]:
    """Find two words that have exchanged what they govern: "the cost of oil and the price of gas"."""
    claimed, said = _linked(claim), _linked(source.clause)
    moved = [(word, others) for word, others in claimed.items() if said.get(word, others) != others]
    for (word, governed), (second_word, second_governed) in combinations(moved, 2):
        if said[word] == second_governed and said[second_word] == governed:
            yield f"“{word}” goes with “{min(second_governed)}” in the clause, not with “{min(governed)}”"


def _linked(text: str) -> dict[str, set[str]]:
    """Return the stems of words with those of the words that they govern."""
    found: dict[str, set[str]] = {}
    for match in _LINKED.finditer(text.lower()):
        pair = words(match[1]), words(match[2])
        if all(pair) and pair[0] != pair[1]:
            found.setdefault(pair[0][0], set()).add(pair[1][0])
    return found


def _shape(figure: str) -> str:
    """Return what kind of figure it is: only such are compared with each other."""
    return "year" if re.match(r"\d{4}(?!\d)", figure) else "number"


def _places(text: str) -> dict[str, int]:
    """Return where the figures stand that a text has once, in order."""
    found = [(match.group(), match.start()) for match in re.finditer(r"(?<!\w)\d(?:[\w.,:/-]*\w)?", text)]
    every = [figure for figure, _ in found]
    return {figure: at for figure, at in found if every.count(figure) == 1}


_CHECKS: tuple[Callable[[str, Source], Iterator[str]], ...] = (
    _names,
    _amounts,
    other_dates,
    denials,
    _opposites,
    _quantities,
    _conditions,
    _order,
    _swaps,
)
