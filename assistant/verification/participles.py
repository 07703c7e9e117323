"""Participles that exclude one another: a claim about "developed countries" is not one about "developing".

Stemming makes the two equal, so they are compared as written, with the noun that they modify.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from assistant.verification.source_frames import Source
from index.tokens import words

_PARTICIPLE = re.compile(r"(?P<stem>[a-z]{3,}?)(?P<ending>ed|ing)")
_TOKEN = re.compile(r"[a-z][a-z-]*")
_REACH = 4  # words after a participle in which its noun follows


def changed_participles(claim: str, source: Source) -> Iterator[str]:
    """Yield a finding for each verb whose participles a claim has otherwise, or in another order."""
    theirs = _endings(source.text)
    for (stem, noun), ours in _endings(claim).items():
        known = iter(theirs.get((stem, noun), ours))
        if not all(ending in known for ending in ours):  # in their order
            yield f"“{stem}{ours[0]} …” instead of “{stem}{theirs[stem, noun][0]} …”"


def _endings(text: str) -> Mapping[tuple[str, str], list[str]]:
    """Return the endings of the participles before a noun, in order, by their stem and the noun's.

    Several share the noun after them: "from developed to developing countries".
    """
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    tokens = _TOKEN.findall(text.lower())
    for at, token in enumerate(tokens):
        participle = _PARTICIPLE.fullmatch(token)
        if participle and (noun := _noun(tokens[at + 1 : at + 1 + _REACH])):
            found[participle["stem"], noun].append(participle["ending"])
    return found


def _noun(following: Iterable[str]) -> str:
    """Return the stem of the first content word that is no participle, '' without one."""
    contents = (stems[0] for word in following if not _PARTICIPLE.fullmatch(word) and (stems := words(word)))
    return next(contents, "")
