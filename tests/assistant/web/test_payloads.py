"""Payloads on every page in a real browser: no script runs, no element comes of them, nobody is asked.

A listener on another port must stay silent, the mark that a script sets must stay unset, and the policy
of the pages must have had nothing to refuse: it is the second line, not the first.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from assistant.conversations.store import LONGEST_TITLE, ConversationStore
from assistant.conversations.turn import Verdict, VerdictKind
from assistant.library.library import Library
from assistant.library.quarantine import Quarantine, QuarantinedFile
from assistant.library.storage import Record
from assistant.notebook.note import StoredClause
from assistant.notebook.store import NotebookStore
from assistant.pipeline import Assistant
from assistant.scope.filters import Filters
from index import search_without_index
from ingest import parse_source, text_source

pytestmark = pytest.mark.browser

TEXT = """\
RESOLUTION 960 (REV. WILLOWFORD, {year})

Buoys {joined}

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, {year}),

considering

{recitals}

a) that the warden’s buoys¹ are seen;

¹ Painted {joined}

resolves

to hear {joined},

instructs the {body} Warden

{duties}

ANNEX 1 TO RESOLUTION 960 (REV. WILLOWFORD, {year})

1 {joined}

1 The bell buoy {joined} is the largest.
"""
OLD, NEW = "itu-pp/res-960/2027", "itu-pp/res-960/2031"
SCRIPT = "<script>ran=1</script>"
AT_ONCE = 1_500  # characters of payloads in one field


def loaded(name: str) -> Any:
    """Load a module of attacks: the tests are no package."""
    path = Path(__file__).parents[2] / "attacks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"attacks_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HARM = loaded("harm")


@pytest.fixture(scope="module")
def listener() -> Iterator[Any]:
    one = HARM.Listener()
    yield one
    one.server.shutdown()


@pytest.fixture(scope="module")
def hostile(listener) -> tuple[str, ...]:
    return loaded("payloads").aimed(listener.address)


def chunks(payloads: Sequence[str], most: int = AT_ONCE) -> list[str]:
    """Join payloads to as few words for a field as it has room for; none is cut."""
    joined = [""]
    for one in payloads:
        if len(joined[-1]) + len(one) >= most:
            joined.append("")
        joined[-1] = f"{joined[-1]} {one}".strip()
    return joined


def edition(year: int, payloads: Sequence[str], duty: str):
    """Parse a text with payloads in its title, its heads, its clauses, its footnote and its annex."""
    joined = " ".join(one for one in payloads if one.isprintable())
    recitals = "\n\n".join(f"{at}) that it says {one};" for at, one in enumerate(payloads, 1))
    duties = "\n\n".join(f"{at} {duty} {one} before 2032;" for at, one in enumerate(payloads, 1))
    text = TEXT.format(year=year, joined=joined, recitals=recitals, body=payloads[0], duties=duties)
    parsed = parse_source(text_source(text), payloads[1]).edition()
    few = " ".join(one for one in payloads[::12] if one.isprintable())  # the name is on every row
    return replace(parsed, name=f"Resolution 960 ({year}) {few}", title=joined)


def answers(answer, payloads: Sequence[str]):
    """Walk answers with a payload wherever an answer has words."""
    for one in payloads:
        cited = tuple(
            replace(claim, text=f"{claim.text} {one}",
                    citations=tuple(replace(it, label=one, governing=one) for it in claim.citations))
            for claim in answer.claims[:1]
        )  # fmt: skip
        yield replace(answer, lead=one, claims=cited, reason=one, understood_as=one, notices=(one,))


class Hostile:
    """Pages of a home in which everything that others wrote is a payload."""

    def __init__(self, assistant: Assistant, home: Path, served, payloads: Sequence[str]) -> None:
        editions = (edition(2027, payloads, "to report on"), edition(2031, payloads, "to hear of"))
        records = {
            one.key: Record(f"upload:{name}.txt", "0" * 64)
            for one, name in zip(editions, payloads, strict=False)
        }
        library = Library(editions, assistant.library.catalogue, notices=tuple(payloads), records=records)
        asked = Assistant(library, search_without_index(editions, payloads))
        self.conversations = list(self._talk(ConversationStore(home), asked, payloads))
        notebook = NotebookStore(home)
        for one in payloads:
            kept = StoredClause(one, one, one)
            notebook.write("", kept, 0, len(one), one)
            notebook.collect("", "", one[:LONGEST_TITLE], [kept])
            aside = QuarantinedFile(f"{one}.pdf", reason="scanned", said=f"{one}: no text in it")
            Quarantine(home, 10_000).add(aside, one.encode())
        self.address = served(asked, home)

    def _talk(self, store: ConversationStore, asked: Assistant, payloads: Sequence[str]) -> Iterator[str]:
        """Keep conversations of fifty questions, each with a verdict, and one with each payload as title."""
        found = asked.ask(["What does the resolution resolve to hear?"])
        for first in range(0, len(payloads), 40):
            some, id_ = payloads[first : first + 40], ""
            for one, answer in zip(some, answers(found, some), strict=True):
                id_, number = store.append("", id_, one, Filters(), answer)
                store.judge("", id_, number, Verdict(VerdictKind.WRONG_CLAUSE, one[:100], one))
            yield id_
            store.rename("", store.append("", "", one, Filters(), found)[0], one[:LONGEST_TITLE])


@pytest.fixture(scope="module")
def pages(assistant, tmp_path_factory, served, hostile) -> Hostile:
    return Hostile(assistant, tmp_path_factory.mktemp("hostile"), served, hostile)


@pytest.fixture
def browser(desktop, listener):
    listener.connections, listener.html = 0, ""
    desktop.start_anew()
    return desktop


@pytest.mark.slow
def test_the_payloads_do_harm_on_a_page_that_lets_them(browser, listener, hostile):
    listener.html = "<body>" + "".join(one for one in hostile if "refresh" not in one and "<!--" not in one)
    browser.get(f"{listener.address}/page")
    traces = browser.execute_script(HARM.TRACES, listener.address)
    assert "a script ran" in traces
    assert len(traces) > 20
    assert listener.connections > 5


@pytest.mark.sample
def test_payloads_in_a_conversation_and_in_the_text_beside_it_are_text(browser, listener, pages):
    browser.get(f"{pages.address}/?conversation={pages.conversations[0]}&clause={quote(f'{NEW}#resolves')}")
    browser.until(lambda: len(browser.all(".answer")) == 40)
    browser.until(lambda: browser.one("#read .edition"))
    HARM.check_harmless(browser, listener)


PAGES = {
    "the text to read": f"/?clause={quote(f'{NEW}#resolves', safe='')}",
    "start": f"/start?text={NEW}&q=buoy",
    "duties": "/duties?superseded=1",
    "the duties that changed": f"/duties/changes?a={OLD}&b={NEW}",
    "two editions side by side": f"/compare?a={OLD}&b={NEW}",
    "a redline": f"/compare?a={OLD}&b={NEW}&view=redline",
    "references": "/references",
    "references of a text": f"/references?text={NEW}",
    "concordance": "/concordance?q=that+it+says",
    "library": "/library",
    "conversations": "/conversations",
    "notes": "/notes",
    "sharing a clause": f"/share?clause={quote(f'{NEW}#resolves', safe='')}",
    "a clause that is not there": f"/res-960/2031/{quote(SCRIPT, safe='')}",
}


@pytest.mark.slow
def test_payloads_in_texts_titles_names_of_files_and_notices_are_text_on_every_page(
    browser, listener, pages, every_row
):
    def check(path: str) -> None:
        browser.get(f"{pages.address}{path}")
        for one in (
            browser.all("#read .footnote-mark")[:1] + browser.all("details:not([open]) > summary")[:20]
        ):
            browser.execute_script("arguments[0].click()", one)
        HARM.check_harmless(browser, listener)

    prints = {f"print {one}": f"/conversations/{one}/print" for one in pages.conversations}
    every_row([*PAGES.items(), *prints.items()], check)
    for path in ("/api", f"/{quote(SCRIPT, safe='')}"):
        browser.get(f"{pages.address}{path}")
        HARM.check_harmless(browser, listener, shows="")


FIELDS = {
    "/": ("clause", "conversation", "edition", "kind", "addressee", "quote"),
    "/start": ("text", "q"),
    "/duties": ("q", "body", "text", "by", "group", "force"),
    "/duties/office": ("body",),
    "/duties/changes": ("a", "b", "kind"),
    "/compare": ("a", "b", "show", "view"),
    "/references": ("text", "clause"),
    "/concordance": ("q", "text", "kind"),
    "/palette": ("q",),
    "/library": ("q", "add"),
    "/conversations": ("q", "deleted"),
    "/share": ("clause",),
    "/notes/on": ("clause", "quote"),
    "/collections/add": ("clause",),
    "/propose": ("clause", "text", "deleted"),
    "/sign-in": ("then",),
}


@pytest.mark.slow
def test_payloads_in_the_fields_of_an_address_are_text(browser, listener, pages, hostile, every_row):
    def check(row: tuple[str, str]) -> None:
        path, joined = row
        browser.get(f"{pages.address}{path}?{urlencode(dict.fromkeys(FIELDS[path], joined))}")
        HARM.check_harmless(browser, listener, shows="")

    rows = [(path, joined) for path in FIELDS for joined in chunks(hostile)]
    every_row([(f"{path} {joined[:40]}", (path, joined)) for path, joined in rows], check)


def fill(browser, selector: str, words: str) -> None:
    """Put words into a field at once, as pasting does."""
    browser.execute_script(
        "arguments[0].value = arguments[1];"
        "arguments[0].dispatchEvent(new Event('input', { bubbles: true }));",
        browser.one(selector),
        words,
    )


@pytest.mark.slow
def test_payloads_in_questions_and_searches_are_text(browser, listener, pages, hostile):
    browser.visit(pages.address)
    browser.until(lambda: browser.one("#log .conversation:not([data-opening])"))
    for at, joined in enumerate(chunks(hostile), 1):
        fill(browser, "#question textarea", joined)
        browser.one("#send").click()
        browser.until(lambda at=at: len(browser.all(".answer")) == at)
        fill(browser, "#find-words", joined)
        browser.until(lambda: browser.one("#found").text)
        HARM.check_harmless(browser, listener)


@pytest.mark.slow
def test_payloads_in_drafts_are_text(browser, listener, pages, hostile, every_row):
    def check(joined: str) -> None:
        browser.get(f"{pages.address}/draft")
        fill(browser, "#draft-text", f"to hear that it says {joined}")
        browser.execute_script("document.body.dataset.before = ''")
        browser.one("#draft-text").submit()
        browser.until(lambda: not browser.all("body[data-before]") and browser.one("#draft-text"))
        HARM.check_harmless(browser, listener, shows="to hear that it says")

    every_row([(joined[:40], joined) for joined in chunks(hostile)], check)


@pytest.mark.slow
def test_payloads_that_a_language_model_writes_are_never_shown_as_anything_but_text(
    browser, listener, hostile, assistant, tmp_path, served, fake
):
    at = iter(chunks(hostile) * 20)

    def writes(*_: str) -> str:
        words = next(at)
        named = [{"token": "c1", "words": words, "part": 1}, {"token": words, "words": "", "part": 1}]
        return json.dumps({"clauses": named, "answered": True, "missing": words, "opening": words,
                           "language": "en", "standalone": words, "translation": words})  # fmt: skip

    fake.writer = writes
    model = replace(fake.configured, model=f"small {SCRIPT}{hostile[20]}")
    site = served(assistant, tmp_path, language_model=model)
    browser.visit(site)
    for number, question in enumerate(("Who oversees the strategic plan?", "And who reports on it?"), 1):
        fill(browser, "#question textarea", question)
        browser.one("#send").click()
        browser.until(lambda at=number: len(browser.all(".answer")) == at)
        browser.until(lambda: not browser.all(".answer[data-waiting]"))
        HARM.check_harmless(browser, listener)
    assert len(fake.heard) >= 2
