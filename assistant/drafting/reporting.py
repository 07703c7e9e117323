"""To whom a duty is reported: "report annually to the Council", "keep the Assembly informed"."""

from __future__ import annotations

import re

_HEAD = (
    r"(?:[Cc]ouncil|[Cc]onferences?|[Cc]ongress|[Aa]ssembl(?:y|ies)|[Cc]ommittees?|[Cc]ommissions?|[Bb]oards?|"
    r"[Gg]roups?|[Ff]orum|[Ss]ecretary-General|[Dd]irectors?|[Bb]ureaux?|[Ss]ecretariat|[Mm]embership|"
    r"[Mm]ember [Ss]tates|[Ss]ector [Mm]embers|[Gg]overnments?|[Ss]tates|[Pp]arties|[Oo]rgans|[Bb]odies|"
    r"[Pp]anel|"
    r"[Cc]oordinators?|[Cc]hair|[Pp]resident|[Ss]egment|[Ss]tudy [Gg]roups?|[A-Z]{2,}(?:-[A-Z]+)?)"
)
_BEFORE_HEAD = (  # what may stand in a name before its noun
    r"(?:[A-Z][\w’'&/-]*|and|of the|on|for|its|next|following|forthcoming|subsequent|ordinary|annual|regular|"
    r"plenipotentiary|relevant|respective|governing|executive|resident|host|national|advisory|world|regional|"
    r"competent|interested|all)"
)
_AFTER_HEAD = (  # what goes on with it: "the Commission on Science and Technology for Development"
    r"(?: (?:on|of|for)(?: the)? (?!\d)[A-Z][\w’'-]*(?:(?: (?:and|for|of|the|on|in))* [A-Z][\w’'-]*)*)?"
)
_BODY = (
    r"(?:(?:the|each|every|all|both|an?) |(?=(?:its |relevant )?[A-Z]))"
    rf"(?:{_BEFORE_HEAD} ){{0,7}}?{_HEAD}\b(?!-)(?! [A-Z]){_AFTER_HEAD}(?: in (?:19|20)\d\d)?"
)
# What is reported to or at "the 2019 session of the Council" is reported to the Council
_SESSION = r"(?:the|its|each|every) (?:[\w’'-]+ ){0,6}?session of "
_NO_INFINITIVE = r"(?:(?!\bto (?!the |its |each |every |all |both |an? |relevant )[a-z])[^;:])"
_OPENS = (
    r"(?:^|\b(?:to|and|or|shall|by)|,)(?: (?:also|further|regularly|annually|periodically|duly|jointly))* ?"
)
_TO = rf"to (?:{_SESSION})?(?P<body>{_BODY})"
_ADDRESSED = (
    re.compile(
        rf"{_OPENS}\b(?:report(?:ing)?|submit(?:ting)?|present(?:ing)?|transmit(?:ting)?|deliver(?:ing)?)\b"
        rf"{_NO_INFINITIVE}{{0,420}}? {_TO}"
    ),
    re.compile(
        rf"{_OPENS}\b(?:provid(?:e|ing)|giv(?:e|ing)|mak(?:e|ing)|send(?:ing)?) {_TO}"
        r"(?=[^;:]{0,120}\b(?:reports?|information|updates?|data|assessment|briefings?)\b)"
    ),
    re.compile(
        rf"{_OPENS}\b(?:provid(?:e|ing)|giv(?:e|ing)|mak(?:e|ing)|send(?:ing)?|prepar(?:e|ing)) "
        rf"(?:[\w,-]+ ){{0,6}}?(?:reports?|reporting|information|updates?|data|assessments?|briefings?)\b"
        rf"{_NO_INFINITIVE}{{0,160}}? {_TO}"
    ),
    re.compile(rf"\b(?:ensur(?:e|ing)|regular|annual|continu(?:e|ed|ing)(?: its| their)?) reporting {_TO}"),
    re.compile(rf"{_OPENS}\b(?:inform(?:ing)?|brief(?:ing)?|notify(?:ing)?) (?P<body>{_BODY})"),
    re.compile(rf"{_OPENS}\bkeep(?:ing)? (?P<body>{_BODY})(?: \w+)? (?:informed|updated|apprised|abreast)\b"),
    re.compile(
        rf"{_OPENS}\b(?:report(?:ing)?|present(?:ing)?)\b{_NO_INFINITIVE}{{0,160}}? at {_SESSION}"
        rf"(?P<body>{_BODY})"
    ),
)
_AND_TO = re.compile(rf",? and (?:also )?(?:to )?(?:{_SESSION})?(?P<body>{_BODY})")


def reports_to(text: str) -> tuple[str, ...]:
    """Return the bodies to which the words of a duty have it reported, as the text names them.

    >>> reports_to("to report annually to the Council on progress, and to inform Member States")
    ('the Council', 'Member States')
    """
    found = [match for pattern in _ADDRESSED for match in pattern.finditer(text)]
    names: list[str] = []
    for match in sorted(found, key=lambda hit: hit.start("body")):
        joined = _AND_TO.match(text, match.end("body"))  # "to the Council and to the Assembly"
        names += [match["body"], joined["body"]] if joined else [match["body"]]
    return tuple(dict.fromkeys(names))
