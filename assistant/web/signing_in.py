"""The form by which one signs in; it says nothing of what is held."""

from __future__ import annotations

from assistant.web.markup import Html, element
from assistant.web.plain_page import plain_page


def sign_in_page(wanted: str, name: str = "", refusal: str = "") -> str:
    """Return the page; `wanted` is the path to go on to, `refusal` says why one was not let in."""
    bar = element("div", element("h1", "Resolutions"), class_="bar")
    return plain_page(
        "Sign in", element("header", bar, id="top"), _form(wanted, name, refusal), styles=["library.css"]
    )


def _form(wanted: str, name: str, refusal: str) -> Html:
    """Render the form with the name that was typed."""
    return element(
        "main",
        element("h2", "Sign in"),
        element("p", refusal, class_="refused", role="alert", id="refusal") if refusal else "",
        element(
            "form",
            element("input", type="hidden", name_="then", value=wanted),
            element("p", element("label", "Name", for_="name"),
                    element("input", id="name", name_="name", value=name, required=True, autofocus=not name,
                            autocomplete="username", autocapitalize="none", spellcheck="false")),
            element("p", element("label", "Password", for_="password"),
                    element("input", id="password", name_="password", type="password", required=True,
                            autofocus=bool(name), autocomplete="current-password",
                            aria_describedby="refusal" if refusal else None)),
            element("p", element("button", "Sign in", type="submit", class_="primary")),
            method="post",
            action="/sign-in",
        ),
        element("p", "Whoever looks after this server makes accounts.", class_="legend"),
        id="sign-in",
        class_="library",
        tabindex="-1",
    )  # fmt: skip
