"""Everything that a paragraph asks: of a body, or "that" a body does something.

"Requests that the Board submit a plan" means the same as "requests the Board to submit a plan"; a decision
"that the Board shall submit a plan" binds the Board. Under "resolves", requests are infinitives:
"To request the Board to submit a plan".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from corpus.heads import Head, main_verb
from corpus.mandates import (
    Mandate,
    asks,
    base_of,
    find_mandates,
    head_of,
    is_body,
    opens_with_verb,
    without_asides,
)
from corpus.sentences import sentences

_DECIDING = ("agree", "decide", "determine", "resolve")  # what "should" or "will" be done is then decided
_BINDING = re.compile(
    r"(?:\w+ ){0,3}?that,? (?:(?:in|for|from|until|as|at|within|with|to|on|after|before|where|when|if) "
    r"[^,;:]{2,120}, )?(?P<body>[^;:]{3,90}?) (?P<modal>shall|must|should|will)"
    r"(?: (?:also|further|therefore))*(?: |(?=:))"
    r"(?P<action>:|(?!be (?!responsible|ready|represented|guided|required|obliged)\w+)"
    r"(?!have the right|have no|enjoy|lose|cease|remain|consist|comprise|mean|apply)[a-z].*)",
    re.DOTALL,
)
_THAT = re.compile(
    r"\b(?=[adfirsuADFIRSU])(?i:(?:(?:also|further|strongly|urgently) ){0,20}(?P<verb>requests?|urges?|"
    r"recommends?|demands?|asks?|insists?)(?: (?:also|further|strongly))?) that (?P<rest>[^;]*)"
)
_NOT_A_VERB = (
    r"(?:be|is|are|was|were|of|and|or|on|for|in|to|with|by|from|at|as|the|a|an|its|their|which|that|who|"
    r"systems?|entities|teams?|offices?|bodies|groups?|members?|states|secretariats?|concerned|may|can|could|would|will|\w+(?:ed|ing|al|ic|ive|ous|tion|ment|ity))"
)
_SUBJECT = re.compile(
    r"(?P<body>(?:the|all|each|every|its|those|[A-Z])[^,;:.]{2,110}?)"
    r"(?P<aside>, [^,;:]{3,140}(?:,|(?=:)))?"
    r"(?:(?P<list>(?: should| shall| must)?:$)"
    r"| (?=(?:(?:duly|immediately|also|further|urgently|should|shall|must|not) )*"
    rf"(?!{_NOT_A_VERB}\b)(?P<action>[a-z]+ )))"
)


def mandate_heads(text: str) -> tuple[Head, ...]:
    """Return everything that a paragraph asks of somebody, in the order of its words."""
    head = None if (found := requests(text)) else opening_verb(text)
    return tuple(mandate.head for mandate in (decided_mandates(text, head) if head else found))


@lru_cache(maxsize=256)  # what asks for a paragraph's mandates asks again at once
def requests(text: str) -> tuple[Mandate, ...]:
    """Return what a paragraph asks, in order: of a body, or "that" a body does something."""
    found = (*find_mandates(text), *find_that_requests(text))
    return tuple(sorted(found, key=lambda mandate: mandate.start))


def opening_verb(text: str) -> Head | None:
    """Return the verb with which a paragraph of a text without heads opens: "agrees that", "To request"."""
    if text.startswith("To ") and base_of(text.split(" ")[1]):
        return Head("To", "To")
    return head_of(f"{text[:1].upper()}{text[1:]}") if opens_with_verb(text) else None


def decided_mandates(text: str, head: Head) -> Iterator[Mandate]:
    """Yield the mandates of a clause under its head: "that the Council shall …", "to instruct the Council …".

    The text may begin with the head's verb. If the head asks and has no addressee, the text begins with the
    addressee: "invites", "the keepers to act".
    """
    if head.is_preambular:
        return
    binding = binding_mandate(text)
    if binding and (binding.head.verb in ("shall", "must") or base_of(main_verb(head.verb)) in _DECIDING):
        name = binding.head.addressee
        yield replace(binding, head=Head(f"{head.verb} {name}", head.verb, name))
    elif text[:3].lower() == "to " and base_of(text.split(" ")[1]):
        repeated = " ".join(text.split(" ")[:2])  # "Resolves to urge" governs "To urge Members …"
        governing = re.sub(rf" ?(?:{re.escape(repeated)}|To)$", "", head.verb, flags=re.IGNORECASE)
        for mandate in find_mandates(f"We {text[3:]}"):  # as long as the text, so that places stay
            verb = f"{governing} to {mandate.head.verb}".strip()
            yield replace(mandate, head=replace(mandate.head, verb=verb))
    elif asks(head.verb) and not head.addressee and not text.startswith(head.verb):
        before = len(head.verb) + 1
        for mandate in find_mandates(f"{head.verb} {text}"):
            yield Mandate(mandate.head, 0, mandate.action - before, mandate.end - before)


def binding_mandate(text: str) -> Mandate | None:
    """Return the body that a decision binds, "that the Council shall review …", or None.

    The passive ("that the Council shall be informed") and "may" bind nobody. The verb of
    the head is "shall", "must", "should" or "will".
    """
    match = _BINDING.match(text)
    if match is None or not is_body(match["body"]):
        return None
    verb = match["modal"]
    return Mandate(Head(verb, verb, without_asides(match["body"])), 0, match.start("action"), len(text))


def find_that_requests(text: str) -> Iterator[Mandate]:
    """Walk what a paragraph asks by "that": "requests that the Board, each year, submit a plan"."""
    for match in _THAT.finditer(text) if " that " in text else ():
        body = _SUBJECT.match(match["rest"])
        if body is None or not is_body(body["body"]):
            continue
        start = match.start("rest")
        head = Head.parse(f"{match.group()[: match.start('rest') - match.start() - 6]} {body['body']}")
        end = next((last for first, last in sentences(text) if first <= match.start() < last), match.end())
        action = start + (body.start("aside") if body["aside"] and not body["list"] else body.end())
        yield Mandate(head, match.start(), action, min(end, match.end()))
