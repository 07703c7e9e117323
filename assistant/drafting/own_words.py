"""The words of one mandate within a paragraph, and what a paragraph asks by "that".

A mandate ends with its sentence, or where the paragraph goes on with another verb: "requests the
Board to act, and notes its report". "Requests that the Board submit a plan" asks as "requests the Board
to submit a plan" does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.heads import Head
from corpus.mandates import Mandate, asks, base_of, bound
from corpus.sentences import sentences

_ASIDE = r"(?:in this (?:regard|respect|context)|in that (?:regard|respect|context))"
_NEXT_VERB = re.compile(
    rf"[,;] (?:and (?:(?:also|further|therefore|again|accordingly|{_ASIDE})[, ]*)*"
    rf"|(?:also|further|{_ASIDE}),? )"
    r"(?P<verb>(?:welcomes|recognizes|emphasizes|stresses|underscores|underlines|reaffirms|reiterates|"
    r"acknowledges|affirms|decides|commends|regrets|recalls|expresses|takes)(?= )"
    r"|[a-z]+s(?= (?:that|the|its|their|with|upon|on|all|of|to|in|for)\b))"
)
_OTHER_VERB = re.compile(r"\A(?:[Rr]e-)?(?P<verb>[A-Za-z]+s) (?:that|the|its|all|with|upon|also|further)\b")
_THAT = re.compile(
    r"(?i:(?:(?:also|further|strongly|urgently) ){0,20}\b(?P<verb>requests?|urges?|"
    r"recommends?|demands?|asks?|insists?)(?: (?:also|further|strongly))?) that (?P<rest>[^;]*)"
)
_NOT_A_VERB = (
    r"(?:be|is|are|was|were|of|and|or|on|for|in|to|with|by|from|at|as|the|a|an|its|their|which|that|who|"
    r"systems?|entities|teams?|offices?|bodies|groups?|members?|states|secretariats?|concerned|may|can|could|would|will|not|\w+(?:ed|ing|al|ic|ive|ous|tion|ment|ity))"
)
_SUBJECT = re.compile(
    r"(?P<body>(?:the|all|each|every|its|those|[A-Z])[^,;:.]{2,110}?)"
    r"(?P<aside>, [^,;:]{3,140}(?:,|(?=:)))?"
    r"(?:(?P<list>(?: should| shall| must)?:$)"
    r"| (?=(?:(?:duly|immediately|also|further|urgently|should|shall|must) )*"
    rf"(?!{_NOT_A_VERB}\b)(?P<action>[a-z]+ )))"
)


def ends_of(text: str, mandate: Mandate) -> int:
    """Return where the words of a mandate end."""
    end = next((b for a, b in sentences(text) if a <= mandate.start < b), mandate.end)
    end = min(end, mandate.end)
    for match in _NEXT_VERB.finditer(text, mandate.action, end):
        base = base_of(match["verb"])
        if base and base != match["verb"]:
            return match.start()
    return end


def tells_otherwise(text: str) -> bool:
    """Return True for an item with a verb of the text's own: "Re-emphasizes that …" asks nothing."""
    match = _OTHER_VERB.match(text)
    base = base_of(match["verb"].lower()) if match else ""
    return bool(match and base and not asks(match["verb"]) and base != match["verb"].lower())


def asked_that(text: str) -> Iterator[Mandate]:
    """Walk what a paragraph asks by "that": "requests that the Board submit a plan".

    >>> [one.head.addressee for one in asked_that("Requests that the Board, each year, submit a plan;")]
    ['the Board']
    """
    for match in _THAT.finditer(text) if " that " in text else ():
        body = _subject(match["rest"])
        if body is None:
            continue
        start = match.start("rest")
        head = Head.parse(f"{match.group()[: match.start('rest') - match.start() - 6]} {body['body']}")
        end = next((b for a, b in sentences(text) if a <= match.start() < b), match.end())
        action = start + (body.start("aside") if body["aside"] and not body["list"] else body.end())
        yield Mandate(head, match.start(), action, min(end, match.end()))


def _subject(clause: str) -> re.Match[str] | None:
    """Return the body that a clause has as its subject and that does something."""
    match = _SUBJECT.match(clause)
    if match is None:
        return None
    names_body = bound(f"that {match['body']} shall act") is not None
    return match if names_body else None
