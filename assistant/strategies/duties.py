"""Everything that one body is asked to do: under the heads of a text, or in its paragraphs.

A paragraph of the United Nations is its own head, and may go on to ask others: "Welcomes …, and requests
the Secretary-General to …". Requests to one body are gathered from the whole text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.scope.retriever import Retrieval
from assistant.strategies.finding import Finding
from assistant.strategies.groups import Group, grouped
from assistant.understanding.addressees import DutyAsked, addressee_named, names_of
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Provision
from corpus.mandates import list_head
from corpus.remembered import once_per_edition, stored_per_edition
from corpus.requests import mandate_heads
from index.tokens import words

_MOST = 3  # texts whose paragraphs are shown together, however many they are
_FEW = 12  # paragraphs that are shown together, of however many texts
_TITLE = "preface__title", "preface__docnumber"


@dataclass(frozen=True, slots=True)
class _Request:
    """A heading or a paragraph that asks a body for something; `name` is the body as the question has it."""

    edition: Edition
    provision: Provision
    head: Head
    name: str

    @property
    def text(self) -> Edition | None:
        """The text within which bodies are told apart by their names: its own for a paragraph, else all."""
        return None if self.provision.kind == Kind.HEADING else self.edition


def by_duties(retrieval: Retrieval) -> Finding | None:
    """Show everything that one body is asked to do."""
    asked = retrieval.query.duty
    return grouped(duties(asked, retrieval.retriever.editions)) if asked else None


def duties(asked: DutyAsked, editions: Sequence[Edition]) -> list[Group]:
    """Return all requests to a body, or none if the question has a topic: then one clause answers it.

    Requests with the verbs of the question are preferred; without any, all requests are returned.
    """
    requests = list(_requests(asked.bodies, editions))
    named = {word for request in requests for word in words(f"{request.head.text} {request.name}")}
    requests = [request for request in requests if addressee_named(request.head, asked.last)] or requests
    longest = dict[Edition | None, int]()  # "the Harbour Board" is no other board
    for request in requests:
        longest[request.text] = max(longest.get(request.text, 0), len(request.name))
    requests = [request for request in requests if len(request.name) == longest[request.text]]
    about = asked.about - named
    shared = {request.edition: len(about & set(words(request.edition.title))) for request in requests}
    if about - {word for edition in shared for word in words(edition.title)}:
        return []
    requests = [request for request in requests if shared[request.edition] == max(shared.values())]
    by_verb = [
        request for request in requests if any(verb in request.head.verb.lower() for verb in asked.verbs)
    ]
    return _groups(by_verb or requests)


def _requests(bodies: str, editions: Sequence[Edition]) -> Iterator[_Request]:
    """Walk the requests to a body that a question names."""
    is_named = cache(lambda addressee: bool(names_of(addressee, bodies)))
    for edition in editions:
        (by_addressee,) = _by_addressee(edition)
        places = {
            place for addressee, found in by_addressee.items() if is_named(addressee) for place in found
        }
        for place in sorted(places):
            provision, head = _heads_of(edition)[place]
            yield _Request(edition, provision, head, addressee_named(head, bodies))


@once_per_edition
def _by_addressee(edition: Edition) -> Iterator[Mapping[str, Sequence[int]]]:
    """Give the places of heads among those of a text, by each body that they address."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, (_, head) in enumerate(_heads_of(edition)):
        for addressee in head.addressees:
            found[addressee].append(place)
    yield dict(found)


@stored_per_edition(lambda edition, row: (edition.provisions[row[0]], Head(*row[1])))
def _heads_of(edition: Edition) -> Iterator[tuple[Provision, Head]]:
    """Yield the operative heads of a text, or the requests in its paragraphs."""
    stand_apart = any(clause.kind == Kind.HEADING and clause.head for clause in edition.provisions)
    for clause in edition.provisions:
        if stand_apart:
            is_operative = clause.kind == Kind.HEADING and clause.head and not clause.head.is_preambular
            yield from [(clause, clause.head)] if is_operative and clause.head else ()
        elif clause.kind in (Kind.OPERATIVE, Kind.ANNEX_PARAGRAPH, Kind.LIST_ITEM, Kind.PARAGRAPH):
            yield from ((clause, head) for head in mandate_heads(clause.text))


def _groups(requests: Sequence[_Request]) -> list[Group]:
    """Return a group for each head, and one for the paragraphs of each text.

    Return none if only paragraphs match and there are too many of them.
    """
    heads = [
        Group(request.edition, request.provision, request.edition.members(request.provision.eid))
        for request in requests
        if request.provision.kind == Kind.HEADING
    ]
    rest: dict[Edition, list[_Request]] = {}
    for request in requests:
        if request.provision.kind != Kind.HEADING:
            rest.setdefault(request.edition, []).append(request)
    if not heads and len(rest) > _MOST and sum(map(len, rest.values())) > _FEW:
        return []
    return [
        *heads,
        *(Group(edition, _title(edition), _members(edition, own)) for edition, own in rest.items()),
    ]


def _members(edition: Edition, requests: Sequence[_Request]) -> tuple[Provision, ...]:
    """Return each paragraph once, with the list that the request introduces."""
    found: list[Provision] = []
    for paragraph in dict.fromkeys(paragraph.provision for paragraph in requests):
        introducing = list_head(paragraph.text)
        telling = {other.head.addressee for other in requests if other.provision is paragraph}
        opens = introducing is not None and introducing.addressee in telling
        found += [paragraph, *(edition.members(paragraph.eid) if opens else ())]
    return tuple(found)


def _title(edition: Edition) -> Provision:
    return next((found for eid in _TITLE if (found := edition.find(eid))), edition.provisions[0])
