"""Claims as clauses make them: a clause's words, alone, with its head in a sentence, with its text's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import ProvisionId
from corpus.sentences import sentences

PASSIVE = {
    "instructs": "instructed",
    "requests": "requested",
    "urges": "urged",
    "calls upon": "called upon",
    "invites": "invited",
    "encourages": "encouraged",
}
_ADOPTERS = {
    "itu-pp": "the Conference",
    "itu-wtsa": "the Assembly",
    "un-ga": "the Assembly",
    "un-sc": "the Council",
}
_SHORT = 4  # words below which a clause says too little to be changed


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim, `frame` and `body`, about a clause under a label; the body is the clause's own words."""

    frame: str
    body: str
    clause: str
    label: str
    provision: ProvisionId

    @property
    def claim(self) -> str:
        """The claim as it is given to `verify`."""
        return f"{self.frame}{self.body}"


def stated(edition: Edition) -> Iterator[Stated]:
    """Make every honest claim of an edition's clauses: whole, by the sentence, with the head."""
    for provision in edition.provisions:
        if provision.kind in (Kind.HEADING, Kind.FORMULA) or len(provision.text.split()) < _SHORT:
            continue
        for frame, body in _forms(edition, provision):
            yield Stated(frame, body, provision.text, edition.citation(provision), edition.id_of(provision))


def _forms(edition: Edition, provision: Provision) -> Iterator[tuple[str, str]]:
    """Give each form of a clause: what is put before, and which of its words."""
    body = provision.text.rstrip(" ,;:.")
    yield "", body
    yield from (("", part) for part in _parts(provision.text) if part != body)
    if provision.head is None or provision.text.startswith(provision.head.verb):
        addressed = _addressed(provision)
        yield from [addressed] if addressed else []
        return
    if provision.head.verb not in provision.label:
        return  # an item below a paragraph that is its own head: nothing here says what that is
    yield f"{provision.head.text} ", body
    if edition.part_of(provision) is Part.OPERATIVE:
        yield from _told(edition, provision, body)


def _told(edition: Edition, provision: Provision, body: str) -> Iterator[tuple[str, str]]:
    """Give the forms of a clause whose head decides or tells somebody."""
    assert provision.head is not None
    addressed = _addressed(provision)
    if addressed:
        yield addressed
    adopter = _ADOPTERS.get(edition.key.instrument.issuer)
    if adopter and provision.head.verb == "resolves" and body.startswith(("to ", "that ")):
        yield f"{_capital(adopter)} resolves ", body
    if body.startswith(("to ", "that ")):
        yield f"Under {edition.name}, the text {provision.head.text} ", body


def _parts(text: str) -> Iterator[str]:
    """Give the stretches by which a clause may be quoted: a sentence, up to a sign, what follows "that"."""
    spans = sentences(text)
    if len(spans) > 1:
        yield from (text[start:end] for start, end in spans if len(text[start:end].split()) >= _SHORT)
    first = re.split(r"; |, and (?:that|to)\b", text)[0].rstrip(" ,;:.")
    for part in (first, re.sub(r"^(?:that|to) ", "", first)):
        if len(part.split()) >= _SHORT and not part.startswith(("not ", "no ")):
            yield part


def _addressed(provision: Provision) -> tuple[str, str] | None:
    """Return a clause as a claim about its addressee: "The Council is instructed to …"."""
    head = provision.head
    if head is None or head.verb.lower() not in PASSIVE or not head.addressee:
        return None
    opening = f"{head.verb} {head.addressee} "  # a paragraph that is its own head
    body = provision.text.removeprefix(opening).rstrip(" ,;:.")
    if not body.startswith("to "):
        return None
    are_many = is_plural(head.addressee)
    return f"{_capital(head.addressee)} {'are' if are_many else 'is'} {PASSIVE[head.verb.lower()]} ", body


def is_plural(addressee: str) -> bool:
    """Return True if a body, or several, take "are": "the Directors of the Bureaux", "Academia" does not."""
    first = re.split(r" (?:of|to|operating|hosting|in|with)\b", addressee)[0]
    return " and " in first or first.endswith("s") or first.startswith("both ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
