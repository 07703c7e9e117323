"""Who asks, and what his address says: the filters that he set, the conversation that he opened.

/?conversation=…&edition=itu-pp/res-71/2022&kind=operative&addressee=Council
"""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from assistant.scope.filters import Filters
from assistant.web.request_log import request_id
from assistant.web.security.clients import client_of
from corpus.errors import ResolutionsError

FIELDS = ("edition", "kind", "addressee")
"""The filters that the page for asking has."""
_LONGEST = 200  # characters of a filter


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who asks; `problem` says what is wrong with a filter.

    `owner` is the id of the account to which conversations belong, '' where nobody signs in; `client` is whom
    a question counts for, `request` the id of the request. A curator may know where things are kept.
    """

    owner: str = ""
    filters: Filters = Filters()  # noqa: RUF009  it is frozen
    conversation: str = ""
    problem: str = ""
    client: str = field(default="", compare=False)
    request: str = field(default="", compare=False)
    is_curator: bool = field(default=False, compare=False)


def read_visitor(request: HTTPConnection) -> Visitor:
    """Read who asks, and what the address of his page says."""
    owner, given = owner_of(request), request.query_params
    client, id_ = client_of(request.scope), request_id(request.scope)
    conversation, is_curator = given.get("conversation", ""), is_by_curator(request)
    try:
        filters = Filters.read({one: given.get(one, "")[:_LONGEST] for one in FIELDS})
    except ResolutionsError as error:
        return Visitor(owner, Filters(), conversation, str(error), client, id_, is_curator)
    return Visitor(owner, filters, conversation, "", client, id_, is_curator)


def is_by_curator(request: HTTPConnection) -> bool:
    """Return whether a curator asks, or anybody where nobody signs in."""
    account = request.scope.get("state", {}).get("account")
    return bool(getattr(account, "is_curator", False))


def owner_of(request: HTTPConnection) -> str:
    """Return the id of the account that has signed in, '' where nobody does."""
    account = request.scope.get("state", {}).get("account")
    return str(getattr(account, "id", ""))
