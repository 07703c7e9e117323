"""Words that exclude one another: a claim that has one of them where the clause has another is another claim.

    "to help developing countries" is not said by "to help developed countries"

A stem joins what these words keep apart ("developed", "developing"), so they are compared as written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

from assistant.verification.source_frames import Source
from index.tokens import words

_OF_COUNTRIES = (
    r"(?=(?:,? (?:and |or )?(?:[\w-]+ )?(?:developed|developing|landlocked))*"
    r" (?:member |island )?(?:countr|nation|state|econom|region|part|world|area|ones?\b))"
)
# Each group has kinds that exclude one another; of each kind, the words that name it.
_GROUPS: tuple[dict[str, str], ...] = (
    {
        "least developed": r"least[- ]developed|LDCs?",
        "developed": rf"(?<!least )(?<!least-)(?<!less )(?:developed|industriali[sz]ed){_OF_COUNTRIES}",
        "developing": rf"developing{_OF_COUNTRIES}",
    },
    {
        "national": r"national(?:ly)?|domestic",
        "regional": r"regional(?:ly)?",
        "international": r"international(?:ly)?|global(?:ly)?|worldwide|universal(?:ly)?",
        "local": r"local(?:ly)?",
    },
    {
        "Member States": r"Member States?",
        "Sector Members": r"Sector Members?",
        "Associates": r"Associates?",
        "Academia": r"Academia",
    },
    {"public": r"public(?:ly)?|state-owned", "private": r"private(?:ly)?"},
    {"governmental": r"(?<!non-)(?:inter)?governmental", "non-governmental": r"non-governmental|NGOs?"},
    {"internal": r"internal(?:ly)?", "external": r"external(?:ly)?"},
    {"imports": r"import(?:s|ed|ing|ers?)?", "exports": r"export(?:s|ed|ing|ers?)?"},
    {"urban": r"urban|cit(?:y|ies)|towns?", "rural": r"rural|countryside|villages?"},
    {"women": r"wom[ae]n|females?|girls?", "men": r"m[ae]n|males?|boys?"},
    {"increase": r"increas\w+|rais(?:e|es|ed|ing)", "decrease": r"decreas\w+|reduc\w+|lower(?:s|ed|ing)?"},
    {"minimum": r"minim\w+|least|fewest", "maximum": r"maxim\w+|most"},
    {
        "before": r"before|prior to|preceding|in advance|ahead of|until",
        "after": r"after|following|subsequent\w*|upon|once",
    },
    {"sender": r"senders?|sending|transmit\w*", "receiver": r"receiv(?:er|ers|ing)|recipients?"},
    {"donor": r"donors?|givers?", "recipient": r"recipients?|beneficiar\w+|receiv(?:er|ers|ing)"},
    {"lender": r"lenders?|creditors?", "borrower": r"borrowers?|debtors?"},
    {"buyer": r"buyers?|purchasers?", "seller": r"sellers?|vendors?|suppliers?"},
    {"employer": r"employers?", "employee": r"employees?|workers?|staff"},
    {"supply": r"suppl(?:y|ies)", "demand": r"demands?"},
    {"revenue": r"revenues?|income|receipts", "expenditure": r"expenditures?|expenses?|spending|costs?"},
    {"credit": r"credits?", "debit": r"debits?"},
    {"short": r"short(?:er)?[- ]term", "medium": r"medium[- ]term", "long": r"long(?:er)?[- ]term"},
    {"north": r"north(?:ern)?", "south": r"south(?:ern)?"},
    {"east": r"east(?:ern)?", "west": r"west(?:ern)?"},
    {"mandatory": r"mandatory|compulsory|obligatory", "voluntary": r"voluntar\w+|optional(?:ly)?"},
    {"direct": r"direct(?:ly)?", "indirect": r"indirect(?:ly)?"},
    {"formal": r"formal(?:ly)?", "informal": r"informal(?:ly)?"},
    {"permanent": r"permanent(?:ly)?", "temporary": r"temporar\w+|provisional(?:ly)?|interim"},
    {"ordinary": r"ordinary", "extraordinary": r"extraordinary"},
    {"fixed": r"fixed", "mobile": r"mobile"},
    {"wired": r"wired|cabled", "wireless": r"wireless"},
    {"civil": r"civil(?:ian)?", "military": r"military"},
    {"past": r"past|previous(?:ly)?|former(?:ly)?|last", "future": r"future|next|forthcoming|coming"},
    {"opening": r"opens?|opened|opening", "closing": r"closes?|closed|closing"},
    {"majority": r"majorit\w+", "minority": r"minorit\w+"},
)  # fmt: skip
_KINDS = tuple(
    re.compile(
        "|".join(rf"(?P<k{at}>\b(?:{words_})\b)" for at, words_ in enumerate(group.values())), re.IGNORECASE
    )
    for group in _GROUPS
)
_BEFORE = re.compile(
    r"\b(from|to|by|of|for|in|with|on|between|against)(?: (?:the|all|other|their|its|both))* $"
)
_PARTICIPLE = re.compile(r"(?P<stem>[a-z]{3,}?)(?P<end>ed|ing)")
_TOKEN = re.compile(r"[a-z][a-z-]*")


def opposites(claim: str, source: Source) -> Iterator[str]:
    """Find a word in a claim that excludes the one that the clause has in its place."""
    for pattern in _KINDS:
        if not pattern.search(claim):
            continue
        yield from _replaced(pattern, claim, source)
        yield from _exchanged(pattern, claim, source.clause)
    yield from _participles(claim, source.text)


def _replaced(pattern: re.Pattern[str], claim: str, source: Source) -> Iterator[str]:
    """Find a kind that a claim has more often than the clause, where that has another one of the group."""
    theirs = {match.lastgroup: match.group() for match in pattern.finditer(source.clause)}
    left = Counter(match.lastgroup for match in pattern.finditer(source.text))
    for match in pattern.finditer(claim):
        others = [words_ for kind, words_ in theirs.items() if kind != match.lastgroup]
        if others and left[match.lastgroup] < 1:
            yield f"“{match.group()}” instead of “{others[0]}”"
        left[match.lastgroup] -= 1


def _exchanged(pattern: re.Pattern[str], claim: str, clause: str) -> Iterator[str]:
    """Find two kinds that change places: "from A to B", "from B to A"; with its preposition each may move."""
    ours, theirs = _places(pattern, claim), _places(pattern, clause)
    for one, other in combinations([kind for kind in ours if kind in theirs], 2):
        is_turned = (theirs[one][0] < theirs[other][0]) != (ours[one][0] < ours[other][0])
        is_kept = all(ours[kind][1] in (theirs[kind][1], "by") for kind in (one, other))
        crosses = ours[one][1] == theirs[other][1] != ours[other][1] == theirs[one][1]
        if crosses or (is_turned and not (is_kept and (ours[one][1] or ours[other][1]))):
            yield f"“{ours[one][2]}” and “{ours[other][2]}” change places"


def _places(pattern: re.Pattern[str], text: str) -> dict[str, tuple[int, str, str]]:
    """Return where each kind comes first in a text, the preposition before it, and its words."""
    found: dict[str, tuple[int, str, str]] = {}
    for match in pattern.finditer(text):
        before = _BEFORE.search(text[: match.start()].lower())
        place = (match.start(), before[1] if before else "", match.group())
        found.setdefault(str(match.lastgroup), place)
    return found


def _participles(claim: str, text: str) -> Iterator[str]:
    """Find a participle of the other kind before the same noun: "exporting firms", "exported firms"."""
    theirs = set(_modified(text))
    for stem, end, noun in _modified(claim):
        other = "ed" if end == "ing" else "ing"
        if (stem, other, noun) in theirs and (stem, end, noun) not in theirs:
            yield f"“{stem}{end} …” instead of “{stem}{other} …”"


def _modified(text: str) -> Iterator[tuple[str, str, str]]:
    """Walk the participles right before a content word: their stem, their end, that word's stem."""
    for one, after in pairwise(_TOKEN.findall(text.lower())):
        found, noun = _PARTICIPLE.fullmatch(one), words(after)
        if found and noun:
            yield found["stem"], found["end"], noun[0]
