"""The page's HTML: everything is there once, everything has an address, nothing runs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.conversations.turn import STATUS_SENTENCES
from assistant.library.library import Library, open_library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.addresses import address, target_address
from assistant.web.answer_view import plain
from assistant.web.exchanges import ConversationView, Exchange, conversation
from assistant.web.provision_html import Span, render
from assistant.web.reading import Backlinks, reading
from assistant.web.server import application
from assistant.web.templating import Html, escape, filled
from corpus.instruments import Edition, Mark
from corpus.keys import EditionKey, ProvisionId
from index import search_without_index
from ingest import parse_source, text_source

ELEMENTS = {
    "a", "article", "b", "blockquote", "body", "button", "code", "datalist", "dd", "details", "dialog",
    "div", "dl", "dt", "em", "figcaption", "figure", "form", "gradio-app", "h1", "h2", "h3", "head",
    "header", "html", "i", "input", "kbd", "label", "li", "link", "main", "meta", "nav", "noscript", "ol",
    "option", "p", "q", "script", "section", "select", "span", "strong", "summary", "table", "template",
    "tbody", "td", "th", "thead", "title",
    "tr", "ul",
}  # fmt: skip


class Seen(HTMLParser):
    """Notes what stands in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def with_attribute(self, name):
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return open_library(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def edition(library, resolution) -> Edition:
    return library.edition(resolution.key)


@pytest.fixture(scope="module")
def read(library, edition) -> Seen:
    return Seen(str(reading(edition, library)))


def test_every_provision_stands_once_under_its_full_id(read, edition):
    wanted = sorted(str(edition.id_of(one)) for one in edition.provisions)
    assert sorted(read.with_attribute("id")) == wanted


def test_every_provision_carries_its_citation(read, edition):
    wanted = sorted(edition.citation(one) for one in edition.provisions)
    assert sorted(read.with_attribute("data-label")) == wanted


def test_a_clause_s_marker_is_the_link_to_its_address(read, edition):
    recital = edition.id_of(edition.provision("preamble__considering__rec_b"))
    markers = [attributes["href"] for _, attributes in read.elements if attributes.get("class") == "marker"]
    assert address(recital) in markers
    assert unquote(address(recital)) == f"/?clause={recital}"


def test_an_item_inside_a_sentence_is_not_printed_again(read):
    assert "".join(read.text).count("the Plenipotentiary Conference, which is the supreme organ") == 1


def test_a_table_is_a_table(read):
    names = [name for name, _ in read.elements]
    assert names.count("table") == 1
    assert names.count("tr") == 10


def test_a_footnote_follows_its_clause_and_its_mark_links_to_it(read, edition):
    ids = read.with_attribute("id")
    clause, note = (str(edition.id_of(edition.provision(f"annex_1__{one}"))) for one in ("para_3", "ftn_1"))
    assert ids.index(note) == ids.index(clause) + 1
    marks = [
        attributes["href"] for _, attributes in read.elements if attributes.get("class") == "footnote-mark"
    ]
    assert f"/?clause={note}" in map(unquote, marks)


def test_what_the_source_emphasises_is_emphasised(read):
    assert [name for name, _ in read.elements].count("strong") == 2


def test_references_link_to_what_is_held_and_mark_what_is_not(read):
    held = [attributes["href"] for _, attributes in read.elements if attributes.get("class") == "reference"]
    unheld = [attributes for _, attributes in read.elements if attributes.get("class") == "unheld"]
    assert list(map(unquote, held)) == ["/?clause=itu-pp/res-71/2022#annex_1"]
    assert {one["title"] for one in unheld} == {"not in the library"}
    assert "/library#holding:itu-pp/dec-5/2022" in [one["href"] for one in unheld]


def test_a_reference_to_any_edition_leads_to_the_one_that_is_held(library, edition):
    opening = address(edition.id_of(edition.provisions[0]))
    assert target_address(edition.key.instrument, library) == opening
    assert target_address(edition.key, library) == opening
    assert target_address(EditionKey.parse("itu-pp/dec-5/2022"), library) is None


def test_a_text_and_a_clause_say_what_cites_them(library, harbours_text, resolution):
    named = "Annex 1 to Resolution 71 (Rev. Bucharest, 2022) and Resolution 71 (Rev. Bucharest, 2022) without"
    naming = parse_source(text_source(harbours_text.replace("harbours without", named)), "harbours").edition()
    both = Library((*library.editions, naming), library.catalogue)
    backlinks = Backlinks.of(both)
    citing = address(naming.id_of(naming.provision("preamble__considering__rec_a")))
    for target in (str(resolution.key), f"{resolution.key}#annex_1"):
        cited = backlinks.to(target)
        assert cited is not None
        assert ("Resolution 900 (Rev. Lisbon, 2030), considering a)", citing) in cited.clauses, target
        name, href = cited.clauses[0]
        html = str(reading(resolution, both, backlinks))
        assert f'<p class="cited-by">Cited by <a href="{href}">{name}</a>' in html, target
    assert backlinks.to(str(naming.key)) is None
    assert "cited-by" not in str(reading(resolution, both))


def test_spans_that_cross_the_border_of_an_outer_one_are_cut_there():
    outer = [Span(2, 6, Html("<b>"), Html("</b>"))]
    inner = [Span(4, 8, Html("<i>"), Html("</i>"))]
    assert render("0123456789", 0, 10, [outer, inner]) == "01<b>23<i>45</i></b><i>67</i>89"


def test_a_payload_in_a_provision_or_a_title_is_text(payload, library, edition):
    provisions = tuple(
        replace(
            one, text=f"{one.text} {payload}", marker=payload, label=payload, marks=(Mark(0, 3, payload),)
        )
        for one in edition.provisions
    )
    hostile = replace(edition, provisions=provisions, name=payload, title=payload)
    inside = Library((hostile,), library.catalogue)
    is_inert(str(reading(hostile, inside)))


@pytest.mark.parametrize("status", Status)
def test_a_payload_in_a_question_or_an_answer_is_text(status, payloads, library, edition, every_row):
    def check(payload: str) -> None:
        talk = ConversationView(exchanges=(Exchange(payload, answer(edition, status, payload)),))
        is_inert(str(conversation(talk, library)))

    every_row([(one, one) for one in payloads], check)


def test_a_payload_in_an_address_or_a_notice_is_text(payloads, library, tmp_path, one_chat, every_row):
    one = Assistant(library, search_without_index(library.editions, payloads))
    assert set(payloads) <= set(one.notices)
    with TestClient(application(one, Settings(home=tmp_path)), base_url="http://127.0.0.1") as client:

        def check(payload: str) -> None:
            given = {"clause": payload, "addressee": payload, "edition": payload, "conversation": payload}
            is_inert(client.get("/", params=given).text)
            is_inert(client.get(f"/{quote(payload, safe='')}", headers={"Accept": "text/html"}).text)

        every_row([(payload, payload) for payload in payloads], check)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_own_plain_sentence(status, library, edition):
    html = str(
        conversation(ConversationView(exchanges=(Exchange("Why?", answer(edition, status)),)), library)
    )
    said = STATUS_SENTENCES.get(status, "The lead.")  # the lead of candidates says how they are meant
    assert f'<p class="status">{escape(said)}</p>' in html
    assert set(Status) - set(STATUS_SENTENCES) == {Status.CANDIDATES}
    assert len(set(STATUS_SENTENCES.values())) == len(STATUS_SENTENCES)


def test_a_refusal_marks_the_closest_clauses_as_no_answer(library, edition):
    refused = Answer(
        Status.NOT_STATED, "No.", closest=(edition.id_of(edition.provision("resolves__para_nn_1")),)
    )
    html = str(conversation(ConversationView(exchanges=(Exchange("Who?", refused),)), library))
    assert "Closest clauses, not an answer" in html
    assert "to adopt the strategic plan" in html


def test_a_question_read_otherwise_is_said(library, edition):
    def shown(asked):
        return str(
            conversation(
                ConversationView(
                    exchanges=(Exchange("And the other one?", answer(edition, understood_as=asked)),)
                ),
                library,
            )
        )

    assert "Understood as" in shown("What does Goal 2 say?")
    assert "Understood as" not in shown("and  the other one")


def test_a_long_question_is_shown_in_part(library):
    assert len(str(conversation(ConversationView(exchanges=(Exchange("a" * 60_000),)), library))) < 3_000


def test_a_citation_links_to_the_quoted_words(library, edition):
    html = str(conversation(ConversationView(exchanges=(Exchange("What?", answer(edition)),)), library))
    hrefs = Seen(html).with_attribute("href")
    assert hrefs == ["/?clause=itu-pp%2Fres-71%2F2022%23resolves__para_nn_1&quote=3-27"]


def test_an_answer_is_copied_with_its_quotes_their_heads_and_full_labels(edition, library):
    quote = "“[resolves] adopt the strategic plan” (Resolution 71 (Rev. Bucharest, 2022), resolves)"
    assert plain(answer(edition), library) == f"The lead.\n\n{quote}"
    html = str(conversation(ConversationView(exchanges=(Exchange("What?", answer(edition)),)), library))
    assert quote in Seen(html).with_attribute("data-text")


def test_what_introduces_an_item_is_copied_once(library):
    text = (
        "RESOLUTION 953 (WILLOWFORD, 2031)\n\nKites\n\nThe Plenipotentiary Conference of the International "
        "Telecommunication Union (Willowford, 2031),\n\nresolves\n\n1 that each kite have:\n\n"
        "a) a tail of red wool;\n\nb) two lines.\n"
    )
    kites = parse_source(text_source(text), "kites").edition()
    clauses = [one for one in kites.provisions if one.eid.startswith("resolves__")]
    cited = [Citation(kites.id_of(one), kites.citation(one), 0, len(one.text), one.text) for one in clauses]
    claims = tuple(Claim(one.quote, Support.VERBATIM, (one,)) for one in cited)
    copied = plain(Answer(Status.ANSWERED, "Lead:", claims), Library((kites,), library.catalogue))
    assert len(claims) == 3
    assert copied.count("that each kite have:") == 1
    assert copied.count("[resolves]") == 1


def test_words_that_bring_their_quotation_marks_get_no_others(edition, library):
    one = answer(edition)
    (claim,) = one.claims
    own = replace(claim.citations[0], quote='"adopt the strategic plan"')
    quoted = replace(one, claims=(replace(claim, text=own.quote, citations=(own,)),))
    for shown, is_in_quotes in ((one, False), (quoted, True)):
        html = str(conversation(ConversationView(exchanges=(Exchange("What?", shown),)), library))
        assert ('<blockquote class="in-quotes">' in html) is is_in_quotes


def test_html_is_not_escaped_twice_and_text_always_is():
    assert filled('<b title="{}">{}{}</b>', '"', "<", Html("<i>")) == '<b title="&#34;">&lt;<i></b>'
    assert escape("a\u202eb\x07c\u200bd") == "a\u25ccb\ufffdc\u25ccd"


def test_no_style_or_script_names_a_place_outside():
    folder = Path(__file__).parents[3] / "assistant" / "web"
    for path in [*folder.rglob("*.css"), *folder.rglob("*.js")]:
        assert not re.search(r"https?:|//[a-z]+\.|url\(|@import|innerHTML", path.read_text()), path.name


def answer(
    edition: Edition, status: Status = Status.ANSWERED, payload: str = "", understood_as: str = ""
) -> Answer:
    id_ = edition.id_of(edition.provision("resolves__para_nn_1"))
    label = f"{edition.name}, resolves{payload}"
    citation = Citation(id_, label, 3, 27, f"adopt the strategic plan{payload}")
    return Answer(
        status,
        f"The lead.{payload}",
        (Claim(f"adopt the strategic plan{payload}", Support.VERBATIM, (citation,)),),
        closest=(ProvisionId(edition.key, "resolves__para_nn_1"),) if payload else (),
        understood_as=f"{understood_as}{payload}",
        reason=payload,
        notices=(payload,) if payload else (),
    )


def is_inert(html: str) -> None:
    """Only our own elements, no handler, no address that runs or leaves by itself."""
    for name, attributes in Seen(html).elements:
        assert name in ELEMENTS, name
        assert not [
            one for one in attributes if one.startswith("on") or one in ("style", "srcdoc", "autofocus")
        ]
        if name == "script":
            assert attributes["src"].startswith("/static/") or attributes == {
                "type": "module",
                "src": "/gradio.js",
            }
            assert set(attributes) <= {"src", "type", "defer"}
        if name == "link":
            assert attributes["href"].startswith("/static/")
        elif "href" in attributes:
            assert attributes["href"].startswith(
                ("/", "#", "https://www.itu.int/", "https://docs.un.org/", "https://")
            )
