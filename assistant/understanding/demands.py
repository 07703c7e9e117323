"""What a question demands of its answer: the thing asked "which" of, the deed asked "who" does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.tokens import words

_WHICH = re.compile(
    r"\b(?:which|what) (?:(?:exact|other|another|external|annual|precise|specific|maximum|minimum|overall|"
    r"official|basic|main|major|new|old|older|earlier|later|latest|common|particular|single|different|technical|"
    r"national|regional|global|international|two|three|four|five|six|seven) )*"
    r"(?P<noun>[a-z-]{3,})(?: (?:or|and) (?P<also>[a-z-]{3,}))?\b",
    re.IGNORECASE,
)
# Nouns that say where or what kind, of which every clause is one.
_ANY = frozenset(
    words(
        "clause paragraph para paras recital text part parts resolution decision document provision section "
        "annex place point item body bodies organ organization organisation sector unit entity "
        "side thing things kind kinds sort type way ways ones language wording words word "
        "sentence term terms role roles job work task tasks duty duties falls goes steps step "
        "role happens comes says mention area areas house group groups aspect aspects element "
        "elements purpose purposes route feature features reason reasons example examples result "
        "results outcome outcomes year years date dates day days month number numbers share "
        "amount material measure measures rule rules requirement requirements condition conditions "
        "criterion criteria basis ground grounds principle principles instrument detail details information "
        "passage passages spot spots chapter heading mention sentence line lines quote article articles "
        "fields domains spheres walks account figure figures level limit period majority scale size "
        "length majority consequence"
    )
)
_NO_NOUN = re.compile(
    r"(?:is|are|was|were|does|do|did|must|should|shall|will|would|has|have|had|can|could|may|might|the|its|their|"
    r"of|to|about|if|in|for|on|they|it|we|you|makes?|made|other|exactly|else|counts?|parts?|comes?|came|sets?|"
    r"keeps?|each|now|became|becomes?|gets?|got|goes|went|ends?|governs?|separates?|changed)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\bwho (?:(?:has|have|had|will|would|can) )?(?P<verb>[a-z]{3,})\b(?! (?:off|up|out|after|over|down)\b)",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:oblig\w+|requir\w+|orders?|forc\w+|compels?|makes?|asks?|tells?|instructs?|invites?)"
    r" (?:the |all |us |our )?(?:[\w-]+ ){0,4}?to (?P<verb>[a-z]{3,})\b"
    r"|\bmakes? (?:the |all )?(?:us|them|member states|governments|countries) (?P<bare>[a-z]{3,})\b"
    r"|\b(?:must|shall) (?:the )?(?:sector members|member states|governments|countries|council|"
    r"secretary-general|sg|directors|general secretariat) (?P<told>[a-z]{3,})\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^why do(?:es)? (?:the |this )?(?:text|plan|resolution|itu|union|council|sectors?) "
    r"(?P<verb>[a-z]{3,})\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:does|do|did) (?:the |this )?(?:resolution|text|plan|decision|convention|constitution|declaration|"
    r"annex)(?: \d[\d/]*)? (?P<verb>[a-z]{3,})\b"
    r"|\b(?:which|what) (?:article|paragraph|clause|recital|provision|para) (?P<own>[a-z]{3,}s)\b",
    re.IGNORECASE,
)
# Verbs too common, or too idiomatic, to be looked for.
_PLAIN = frozenset(
    words(
        "must should shall have has is are was were does did will would can could may might look "
        "looks take takes taking deal deals get gets make makes give gives keep keeps handle "
        "handles do run runs see sees go goes come put help helps act acts care told asked tell "
        "tells ask instructed invited charged responsible meant the it they stay say says need "
        "needs want wants work works know send sends mention mentions refer refers speak speaks cite cites "
        "recall recalls contain contains cover covers concern concerns resolve resolves decide decides note "
        "notes recognize recognizes express expresses state states set sets provide provides define defines "
        "hand hands hold holds bring brings turn turns separate separates table tables pass passes draw "
        "draws carry carries raise raises divide divides describe describes call calls treat treats "
        "reflect reflects show shows admit admits list lists"
    )
)


@dataclass(frozen=True, slots=True)
class Demand:
    """A word that an answer must have or come near, and whether it is what somebody does."""

    word: str
    is_deed: bool


def demanded(text: str) -> Iterator[Demand]:
    """Walk the nouns, then the verbs, that a question demands of its answer."""
    for match in _WHICH.finditer(text):
        nouns = [one for one in match.groups() if one and not _NO_NOUN.fullmatch(one)]
        if nouns and not any(set(words(one)) & _ANY for one in nouns):
            yield Demand(nouns[0], is_deed=False)
    for pattern in (_WHO, _BOUND, _WHY, _DEED):
        for match in pattern.finditer(text):
            verb = next(one for one in match.groups() if one)
            if not set(words(verb)) & _PLAIN and words(verb):
                yield Demand(verb, is_deed=True)
