"""The page of a person's conversations, without script: each can be opened, renamed, taken away, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.conversations.store import LONGEST_TITLE
from assistant.conversations.turn import Conversation
from assistant.web.addresses import conversation_address
from assistant.web.markup import Html, element


def conversations(
    found: Sequence[Conversation], words: str, refusal: str = "", *, more: bool = False
) -> Html:
    """Render the search and what it found; `more` where not all that there are are listed."""
    return element(
        "main",
        element("h2", "Conversations"),
        element("p", f"{refusal[:1].upper()}{refusal[1:]}.", class_="refused", role="alert")
        if refusal
        else "",
        _search(words),
        element("ul", *map(_row, found), class_="rows") if found else element("p", _nothing(words)),
        element("p", "Older ones are found by their words.", class_="soft") if more else "",
        id="sheet",
        tabindex="-1",
    )


def _search(words: str) -> Html:
    """Render the search."""
    return element(
        "form",
        element("label", "Find by words of a question, an answer or a title", for_="q"),
        element("p", element("input", id="q", name_="q", value=words, type="search", autocomplete="off"),
                element("button", "Find", type="submit", class_="primary"), class_="beside"),
        method="get",
        action="/conversations",
        role="search",
    )  # fmt: skip


def _nothing(words: str) -> str:
    """Say why there is nothing."""
    return f"No conversation has the words “{words}”." if words else "What you ask is kept here. Nothing yet."


def _row(one: Conversation) -> Html:
    """Render one conversation."""
    count = f"{one.turns} {'question' if one.turns == 1 else 'questions'}"
    when = element("time", one.changed[:16].replace("T", " "), datetime=one.changed)
    return element(
        "li",
        element("a", one.title, href=conversation_address(one.id), class_="name"),
        element("p", f"{count}, last on ", when, " UTC", class_="soft"),
        element("details", element("summary", "Rename, export, delete"), _tools(one), class_="more"),
    )


def _tools(one: Conversation) -> Html:
    """Render what can be done with a conversation."""
    field = f"title-{one.id}"
    rename = element(
        "form",
        element("label", "Title", for_=field),
        element("p", element("input", id=field, name_="title", value=one.title, required=True,
                             maxlength=str(LONGEST_TITLE), autocomplete="off"),
                element("button", "Rename", type="submit"), class_="beside"),
        method="post",
        action=f"/conversations/{one.id}/rename",
    )  # fmt: skip
    export = element(
        "p",
        "Export as ",
        element("a", "Markdown", href=f"/conversations/{one.id}.md", download=True),
        " or ",
        element("a", "JSON", href=f"/conversations/{one.id}.json", download=True),
    )
    said = "Delete it, with what was said of its answers" if one.turns else "Delete it"
    delete = element(
        "form",
        element("button", said, type="submit", class_="danger"),
        method="post",
        action=f"/conversations/{one.id}/delete",
    )
    return element("div", rename, export, delete)
