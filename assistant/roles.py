"""Who does what: bodies and the verbs that they stand for, in a clause with its head and in a claim.

"The Council informs the Secretary-General" swaps what "instructs the Secretary-General: to inform the
Council" says: every word stands in the clause, the acts do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from assistant.asserted import Source, missing
from assistant.nearness import content
from index.lexical import words

Act = tuple[str, str]  # a body, and a verb's stem

_MODAL = (
    r"(?:shall|must|may|might|should|will|can|could|cannot|needs? to|ha(?:s|ve) to|ought to|(?:is|are) to)"
)
_ADVERB = r"(?:(?:also|further|not|never|only|then|therefore|thereby|jointly|annually|itself|themselves) )*"
_BODY = (
    r"(?:(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Nn]o|[Aa]ny|"
    r"[Bb]oth) )?[A-Za-z][\w'-]*(?: (?!that |which |who )[\w'()-]+){0,7}?"
)
_NAME = r"[A-Z][\w'-]*(?: (?:(?:of|and|for|on) )?(?:the )?[A-Z][\w'-]*)*"
_MODAL_ACT = re.compile(
    rf"(?:^that |\bthat |^|, (?:and |or |but )?|[;.:] |\band |\b[Ww]h(?:ere|"
    rf"en)\b[^,]*, )(?P<body>{_BODY}) {_MODAL} {_ADVERB}"
    r"(?P<verb>(?!be\b|have\b)[a-z]{2,})"
)
_FINITE_ACT = re.compile(
    rf"\b(?P<body>{_NAME}) {_ADVERB}(?P<verb>[a-z]{{3,}}(?:s|ed)|[a-z]{{4,}}e)\b(?! by\b)"
)
_TOLD_ACT = re.compile(
    r"(?P<body>.{2,150}?) (?:is|are) (?:also |further |hereby )?(?:instructed|requested|"
    r"asked|told|urged|invited|"
    r"encouraged|called upon|required|obliged|charged|authorized) (?:not )?to (?P<verb>[a-z]+)"
)
_PASSIVE = re.compile(
    r"\b(?P<verb>[a-z]{3,}(?:ed|en|wn|ught|et|id|ade|ne)) (?:(?!(?:by|and|is|are|was|"
    r"were|be)\b)[\w-]+ ){0,5}?"
    r"by (?P<body>(?:the|a|an|each|every|its|any|both) [\w' -]+|[A-Z][\w' -]*)"
)
_AND_BY = re.compile(r"(?:,? and|,? or|,) by (?P<body>(?:the|a|an|each|every) [\w' -]+|[A-Z][\w' -]*)")
_TASK = re.compile(r"(?:^|\band |\bor |[,;] )(?:not )?to (?P<verb>[a-z]{2,})")
_BODY_ENDS = re.compile(
    r" (?:in|on|with|after|before|at|for|to|from|as|who|which|that|and (?=[a-z]+s\b)|"
    r"under|within|every|each|by|"
    r"is|are|not|if|when|where|provided|upon|annually|twice|once)\b.*"
)
# What may stand before a verb in the present and be no plural noun's description: "Vacant posts".
_IS_BODY = re.compile(
    r"\b(?:[A-Z]{2,}[\w-]*|\w*[Ss]ecretar\w+(?:-General)?|Council|Assembly|Conference|Director|Bureau|Members?|States?|"
    r"Part(?:y|ies)|Committee|Commission|Union|Sectors?|Groups?|Office|Panel|Board|Governments?|Network|Mission|"
    r"Chair|President|Parliament|Organization|Agency|Authority|Fund|Programme|Team|Court|Centre|Coordinator)\b"
)
_NO_BODY = re.compile(
    r"(?:it|they|he|she|this|these|that|those|which|who|there|and|to|by|of)\b", re.IGNORECASE
)
_INTO_OFFICE = frozenset(words("elect name appoint designate choose chosen nominate select"))
# verbs that say a giver's deed of the one who gets: "receives" what another "submits"
_LEAVES_OPEN = frozenset(
    words("is are was has have get gets receive include comprise consist become need see continue")
)


def swapped(claim: str, source: Source) -> Iterator[str]:
    """Find a body doing what in the clause another body does."""
    theirs = (*_told(source), *_acts(source.clause))
    for body, verb in _acts(claim):
        doing = [one for one, other in theirs if other == verb] or list(_named_or_elected(verb, theirs))
        own = words(body)
        if not doing or not own or verb in _LEAVES_OPEN:
            continue
        foreign = all(
            len(missing(body, one)) == len(own) and len(missing(one, body)) == len(words(one))
            for one in doing
        )
        if foreign and len(missing(body, f"{source.text} {source.names}")) < len(own):
            yield f"in the clause {doing[0]} does it, not {body}"


def crossed(claim: str, source: Source) -> Iterator[str]:
    """Find two names of which each has, in the claim, what in the clause goes with the other."""
    theirs, ours = _with_names(source.clause), _with_names(claim)
    for one, other in pairwise(ours):
        mine = next((words_ for name, words_ in theirs if name == one[0]), None)
        yours = next((words_ for name, words_ in theirs if name == other[0]), None)
        if mine is None or yours is None or one[0] == other[0]:
            continue
        swaps = (one[1] & yours - mine, other[1] & mine - yours)
        if all(swaps) and not one[1] & mine - yours and not other[1] & yours - mine:
            yield f"the clause says of {other[0]} what the claim says of {one[0]}"


def _with_names(text: str) -> list[tuple[str, set[str]]]:
    """Return the stretches of a text that have one name each: the name, and the stems of the other words."""
    found = []
    for stretch in re.split(r"[,;:]|\band\b|\bbut\b|\bwhile\b|\bwhereas\b", text):
        names = re.findall(
            r"\b[A-Z]{2,}[\w-]*|\b[A-Z][\w'-]+(?: (?:of )?(?:the )?[A-Z][\w'-]+)*", stretch.strip()[1:]
        )
        short = re.findall(r"\b[A-Z]{2,}\b", stretch)
        if short or len(names) == 1:
            name = (short or names)[0]
            found.append((name, {*content(stretch.replace(name, " "))}))
    return found


def _named_or_elected(verb: str, acts: tuple[Act, ...]) -> Iterator[str]:
    """Walk the bodies that bring somebody into office, by whatever verb."""
    if verb in _INTO_OFFICE:
        yield from (body for body, other in acts if other in _INTO_OFFICE)


def _told(source: Source) -> Iterator[Act]:
    """Walk what the head of a clause tells its addressee to do."""
    if source.head is not None and re.search(r"[A-Za-z]{3}", source.head.addressee):
        for match in _TASK.finditer(source.clause):
            yield from _act(source.head.addressee, match["verb"])


@lru_cache(maxsize=512)
def _acts(text: str) -> tuple[Act, ...]:
    """Return the acts of sentences: active, passive, told."""
    found = [
        match
        for form in (_TOLD_ACT, _MODAL_ACT, _FINITE_ACT)
        for match in form.finditer(text)
        if form is not _FINITE_ACT or _IS_BODY.search(match["body"])
    ]
    acts = [act for match in found for act in _act(match["body"], match["verb"])]
    for match in _PASSIVE.finditer(text):
        others = (one["body"] for one in _AND_BY.finditer(text, match.end("verb")))
        acts += [act for body in (match["body"], *others) for act in _act(body, match["verb"])]
    return tuple(acts)


def _act(body: str, verb: str) -> Iterator[Act]:
    """Return a body without what follows it, and a verb's stem."""
    name, stem = _BODY_ENDS.sub("", body).strip(), words(verb)
    if len(stem) == 1 and words(name) and not _NO_BODY.match(name):
        yield name, stem[0]
