"""The library page: what is held, what is named and not held, adding, what was set aside, the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.library.doctor import Finding
from assistant.library.library import Library, Target
from assistant.library.quarantine import QuarantinedFile
from assistant.settings import Settings
from assistant.web.jobs import Job
from assistant.web.library_forms import add_form, button, offered
from assistant.web.library_status import check_results, index_state, job_list, quarantine_list
from assistant.web.markup import Html, element
from assistant.web.missing_texts import missing
from assistant.web.origins import without_places
from assistant.web.text_list import TextQuery, text_list


@dataclass(frozen=True)
class Shown:
    """What the page is made from: the library and what is wrong with it, jobs, what was set aside.

    `curating` tells whether the reader may change anything.
    """

    library: Library
    notices: tuple[str, ...]
    jobs: Sequence[Job]
    aside: Sequence[QuarantinedFile]
    settings: Settings
    curating: bool

    def said(self, text: str) -> str:
        """Take the machine's folders out of a sentence."""
        kept = [one.file for one in self.library.records.values()]
        return without_places(text, [*kept, *(one.file for one in self.aside)], self.settings)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form that adds, and why that was refused."""

    key: str = ""
    replacing: bool = False
    refusal: str = ""


def library_page(shown: Shown, asked: TextQuery, typed: Typed) -> Html:
    """Render the page; what only a curator may do is not there for a reader."""
    library, settings = shown.library, shown.settings
    form = add_form(settings, key=typed.key, replacing=typed.replacing, refusal=typed.refusal)

    def offer(target: Target) -> Html:
        return offered(target, library, settings) if shown.curating else Html("")

    return element(
        "main",
        _contents(curating=shown.curating),
        form if shown.curating else "",
        job_list(shown.jobs, shown.said),
        text_list(library, asked, curating=shown.curating),
        quarantine_list(shown.aside, shown.said, curating=shown.curating),
        _index(shown),
        element("div", missing(library, offer), id="named"),
        id="library",
        class_="library",
        tabindex="-1",
    )


def _contents(*, curating: bool) -> Html:
    """Render the ways to the parts of the page."""
    parts = [("Held", "held"), ("Set aside", "aside"), ("Index", "index"), ("Named, not held", "named")]
    links = [element("a", name, href=f"#{id_}") for name, id_ in ([("Add", "add")] * curating + parts)]
    return element("nav", *links, class_="parts", aria_label="Parts of this page")


def _index(shown: Shown) -> Html:
    """Render the state of the index, and what a curator can do about it."""
    tools = element(
        "div",
        button("Bring the index up to date", "/library/index"),
        element("a", "Examine everything", href="/library/examine"),
        class_="row",
    )
    return element(
        "section",
        element("h2", "Index"),
        *index_state(shown.library, shown.notices, shown.settings, shown.said),
        tools if shown.curating else "",
        id="index",
        aria_label="Index",
    )


def examination(findings: Sequence[Finding], shown: Shown) -> Html:
    """Render what was found when everything was examined."""
    return element(
        "main",
        element("h2", "Examination"),
        check_results(findings, shown.said),
        element("div", button("Bring the index up to date", "/library/index"),
                element("a", "Back to the library", href="/library"), class_="row"),
        id="library",
        class_="library",
        tabindex="-1",
    )  # fmt: skip
