"""A handout: one text, an answer or a selection, whole and static, to be saved offline or downloaded as HTML.

    ?text=<key of an edition>     ?answer=<conversation>/<turn>     ?clause=<id>&clause=<id>…

An answer and a selection bring the texts of their clauses along, as far as there is room. Links between
clauses lead to the place in the handout; others lead to the server, and in a file nowhere.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.datastructures import QueryParams

from assistant.conversations.export import ExportedAnswer, ExportedClause, exported
from assistant.conversations.store import ConversationStore
from assistant.drafting.export import selected_clauses
from assistant.library.library import Library
from assistant.plain_text import counted
from assistant.web.addresses import edition_asked
from assistant.web.templating import Html, render
from corpus.errors import ResolutionsError
from corpus.instruments import Edition
from corpus.keys import ProvisionId

MOST = 200
"""Clauses of a selection."""
_ROOM = 1_000_000  # characters of HTML of the texts that an answer or a selection brings along
_STATIC = Path(__file__).parents[1] / "static"
_STYLES = ("page.css", "read.css", "offline.css", "handout.css")
_CLAUSE_LINK = re.compile(r' href="(/[^"]*)"')
_ID = re.compile(r' id="([^"]+)"')
_SERVED_ONLY = re.compile(r'<p class="(?:downloads|along)">.*?</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CITED_BY = re.compile(r'<p class="cited-by">.*?</p>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Handout:
    """What is saved or downloaded: `clauses` of an answer or a selection, none for a whole text.

    `query` is its address; `shared` is one that leads everybody there, as an answer belongs to its asker.
    """

    title: str
    query: str
    editions: tuple[Edition, ...]
    clauses: tuple[ProvisionId, ...] = ()
    answer: ExportedAnswer | None = None

    @property
    def shared(self) -> str:
        """The query of the address that is given to others."""
        return query_of(self.clauses) if self.query.startswith("answer=") else self.query


class HandoutFinder:
    """Finds what an address asks for."""

    def __init__(self, library: Library, conversations: ConversationStore, owner: str) -> None:
        """Look in a library, and in the conversations of one person."""
        self.library, self._conversations, self._owner = library, conversations, owner

    def find(self, params: QueryParams) -> Handout:
        """Return the handout that an address asks for. Raises ResolutionsError where there is none."""
        if key := params.get("text"):
            edition = edition_asked(key, self.library)
            return Handout(edition.name, f"text={quote(str(edition.key), safe='/')}", (edition,))
        if place := params.get("answer"):
            return self._answer(*place.partition("/")[::2])
        return self._selection(params.getlist("clause"))

    def _answer(self, conversation: str, number: str) -> Handout:
        found = self._conversations.find(self._owner, conversation)
        turns = self._conversations.turns(self._owner, conversation)
        turn = next((turn for turn in turns if str(turn.number) == number), None)
        if turn is None:
            questions = counted(len(turns), "question")
            raise ResolutionsError(f"Answer not found: this conversation has {questions}.")
        answer = exported(turn, self.library)
        cited = [citation.provision for claim in turn.answer.claims for citation in claim.citations]
        place = f"answer={quote(found.id, safe='')}/{turn.number}"
        return Handout(answer.question, place, self._editions(cited), tuple(cited), answer)

    def _selection(self, ids: Sequence[str]) -> Handout:
        if len(ids) > MOST:
            raise ResolutionsError(f"A selection can have at most {MOST} clauses; this one has {len(ids)}.")
        selected = selected_clauses(ids, self.library)
        clauses = tuple(map(ProvisionId.parse, dict.fromkeys(ids)))
        quoted = tuple(ExportedClause(clause.quotation, clause.note.rstrip(".")) for clause in selected)
        title = f"Selection of {counted(len(clauses), 'clause')}"
        answer = ExportedAnswer(title, "", "", "", (), quoted, ())
        return Handout(title, query_of(clauses), self._editions(clauses), clauses, answer)

    def _editions(self, ids: Sequence[ProvisionId]) -> tuple[Edition, ...]:
        keys = dict.fromkeys(id_.edition for id_ in ids)
        return tuple(edition for key in keys if (edition := self.library.find(key)))


def query_of(clauses: Sequence[ProvisionId]) -> str:
    """Return the query of the address of a selection, '' for none."""
    return urlencode([("clause", str(id_)) for id_ in dict.fromkeys(clauses)], safe="/")


def content_of(handout: Handout, text_of: Callable[[Edition], Html]) -> Html:
    """Render what a handout has to read, the same on the page and in a file; `text_of` renders a text."""
    texts, room = [], _ROOM
    for edition in handout.editions:
        text = text_of(edition)
        room -= len(text)
        if room < 0 and handout.answer:
            break
        texts.append((edition, Html(_SERVED_ONLY.sub("", text))))
    html = str(render("handout_content.html", handout=handout, texts=texts))
    return _with_own_links(html, keeps_others=True)


def fingerprint(content: str) -> str:
    """Return twelve digits that change with the words alone, and not with who cites them."""
    words = " ".join(_TAG.sub(" ", _CITED_BY.sub("", content)).split())
    return sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:12]


def file_of(handout: Handout, content: Html, date: str, server: str) -> Html:
    """Render a handout as one HTML file that needs no server and no script, and allows none."""
    style = _style()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return render(
        "handout_file.html",
        handout=handout,
        content=_with_own_links(content, keeps_others=False),
        date=date,
        server=server,
        fingerprint=fingerprint(content),
        style=Html(style),
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


@cache
def _style() -> str:
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in _STYLES)


def _with_own_links(html: str, *, keeps_others: bool) -> Html:
    """Let links to clauses lead to their place in the same HTML, if they have one there."""
    ids = {unescape(id_) for id_ in _ID.findall(html)}

    def led(found: re.Match[str]) -> str:
        clause = next(_clauses_in(unescape(found[1])), "")
        if clause in ids:
            return f' href="#{quote(clause, safe="/")}"'
        return found[0] if keeps_others else ""

    return Html(_CLAUSE_LINK.sub(led, html))


def _clauses_in(href: str) -> Iterator[str]:
    parts = urlsplit(href)
    yield from parse_qs(parts.query).get("clause", ()) if parts.path == "/" else ()
