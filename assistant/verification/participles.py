"""Participles that exclude one another: a claim about "developed countries" is not one about "developing".

Stemming makes the two equal, so they are compared as written, with the noun that they modify.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from assistant.verification.source import Source
from index.tokens import words

_PARTICIPLE = re.compile(r"(?P<stem>[a-z]{3,}?)(?P<ending>ed|ing)")
_TOKEN = re.compile(r"[a-z][a-z-]*")
_ROLES = {"by": -1, "from": -1, "to": 1, "for": 1}  # prepositions, in the order of "from … to"
_BE = frozenset(("is", "are", "was", "were", "be", "been"))  # "is considered that" modifies no noun
_REACH = 4  # words after a participle in which its noun follows


def changed_participles(claim: str, source: Source) -> Iterator[str]:
    """Yield a finding for each verb whose participles differ from the clause's, or come in another order."""
    clause_endings = _endings(source.text)
    for (stem, noun), claim_endings in _endings(claim).items():
        known = clause_endings.get((stem, noun), [])
        in_order = iter(known)
        changed = next((ending for ending in claim_endings if ending not in in_order), "")
        other = "ing" if changed == "ed" else "ed"
        if changed and other in known:
            yield f"“{stem}{changed} …” instead of “{stem}{other} …”"


def _endings(text: str) -> Mapping[tuple[str, str], list[str]]:
    """Return the endings of the participles before a noun, by their stem and the noun's.

    Several share the noun after them: "from developed to developing countries". Whoever acts or gives comes
    first, whoever receives last: "to developing countries from developed countries" has the same order.
    """
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    tokens = _TOKEN.findall(text.lower())
    for at, token in enumerate(tokens):
        participle = _PARTICIPLE.fullmatch(token)
        opens = at == 0 and not words(" ".join(tokens[1:2]))  # "Considering that …"
        is_verb = opens or (at > 0 and tokens[at - 1] in _BE)
        if participle and not is_verb and (noun := _noun(tokens[at + 1 : at + 1 + _REACH])):
            before = next((prior for prior in reversed(tokens[:at]) if prior in _ROLES or words(prior)), "")
            found[participle["stem"], noun].append((_ROLES.get(before, 0), participle["ending"]))
    return {
        phrase: [ending for _, ending in sorted(pairs, key=itemgetter(0))] for phrase, pairs in found.items()
    }


def _noun(following: Iterable[str]) -> str:
    """Return the stem of the first content word that is no participle, '' without one."""
    contents = (stems[0] for word in following if not _PARTICIPLE.fullmatch(word) and (stems := words(word)))
    return next(contents, "")
