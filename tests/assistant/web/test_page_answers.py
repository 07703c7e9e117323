"""Answers on the page: how a question was met, what governs clauses, what may be asked without context."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from assistant.answer import Answer, Citation, Claim, ReasonCode, Status, Support
from assistant.library.library import Library, open_library
from assistant.trace import Trace, TraceHit
from assistant.web.exchanges import Exchange, Talk, conversation
from corpus.instruments import Edition

COUNCIL = "instructs-itu-council"
FIRST, SECOND, BODIES = f"{COUNCIL}__para_1", f"{COUNCIL}__para_2", "invites-member-states__para_nn_1"
ASKED = "What of the plan?"


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return open_library(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def edition(library, resolution) -> Edition:
    return library.edition(resolution.key)


@pytest.fixture
def claim(edition):
    """Make a claim of a whole clause."""

    def made(eid: str, **changes: str) -> Claim:
        one = edition.provision(eid)
        cited = Citation(edition.id_of(one), edition.citation(one), 0, len(one.text), one.text, **changes)
        return Claim(one.text, Support.VERBATIM, (cited,))

    return made


@pytest.fixture
def shown(library):
    """Show a conversation of these answers, each to the same question unless another is given."""

    def html(*answers: Answer, question: str = ASKED) -> str:
        exchanges = tuple(Exchange(question, one, turn=at) for at, one in enumerate(answers, 1))
        return str(conversation(Talk("abc", exchanges), library))

    return html


def statuses(html: str) -> list[str]:
    """Return what is said of how questions were met."""
    return re.findall(r'<p class="status">(.*?)</p>', html)


def items(html: str) -> list[str]:
    """Return the claims, each as it is shown."""
    return re.findall(r'<li class="claim[^"]*">.*?</li>', html, re.DOTALL)


def governing(html: str) -> list[str]:
    """Return the words that stand above clauses."""
    return [unescape(one) for one in re.findall(r'<p class="governing">(.*?)</p>', html)]


# -- how a question was met ------------------------------------------------------------------------


def test_candidates_are_said_to_be_clauses_that_may_answer(shown, claim):
    html = shown(Answer(Status.CANDIDATES, "These:", (claim(FIRST), claim(SECOND))))
    assert statuses(html) == ["These:"]
    assert 'class="lead"' not in html
    assert 'data-status="candidates"' in html
    assert len(items(html)) == 2
    assert "Answered" not in html


def test_what_is_said_of_candidates_is_what_is_said_of_clauses(shown, claim):
    html = shown(Answer(Status.CANDIDATES, "These:", (claim(FIRST),)))
    kinds = re.findall(r'data-verdict="([^"]*)"', html)
    assert kinds == re.findall(r'data-verdict="([^"]*)"', shown(Answer(Status.ANSWERED, "", (claim(FIRST),))))
    assert "wrong clause" in kinds


@pytest.mark.parametrize("code", [ReasonCode.GREETING, ReasonCode.THANKS, ReasonCode.HELP])
def test_a_greeting_shows_no_status_no_verdict_and_no_trace(shown, code: ReasonCode):
    trace = Trace("Hello!", "form", ("Resolution 71",), ())
    small = Answer(Status.OUT_OF_SCOPE, "Hello.", reason_code=code, trace=trace)
    html = shown(small)
    assert '<p class="lead">Hello.</p>' in html
    assert statuses(html) == []
    assert "verdict" not in html
    assert "How this answer was found" not in html
    other = shown(replace(small, reason_code=ReasonCode.NO_CONTENT_ASKED))
    assert statuses(other) == ["Not a question that these texts can answer"]
    assert '<form class="verdict"' in other
    assert "How this answer was found" in other


def test_how_an_answer_was_found_is_told_to_who_opens_it(shown, claim, edition):
    one = edition.provision(FIRST)
    hit = TraceHit(edition.id_of(one), "<resolves> 1", 1.5, 0.25)
    trace = Trace(ASKED, "passage", ("Resolution 71",), (hit,), 0.75, 0.5)
    answer = Answer(Status.ANSWERED, "Lead:", (claim(FIRST),), trace=trace)
    html = shown(answer)
    (told,) = re.findall(r'<details class="trace">.*?</details>', html)
    assert told.startswith('<details class="trace"><summary>How this answer was found</summary>')
    assert [unescape(one) for one in re.findall("<li>(.*?)</li>", told)] == list(trace.lines)
    assert "<resolves>" not in told
    assert "<details" not in shown(replace(answer, trace=None))


# -- what governs clauses --------------------------------------------------------------------------


def test_governing_words_stand_above_the_first_clause_they_govern_and_are_not_repeated(shown, claim):
    head, other = "instructs the ITU Council", "invites Member States"
    claims = (
        claim(FIRST, governing=head), claim(SECOND, governing=head), claim(BODIES, governing=other)
    )  # fmt: skip
    html = shown(Answer(Status.ANSWERED, "Lead:", claims))
    assert [governing(one) for one in items(html)] == [[f"{head} …"], [], [f"{other} …"]]
    first = items(html)[0]
    assert first.index(head) < first.index("<blockquote>")


def test_governing_words_stand_again_above_a_clause_after_others(shown, claim):
    head = "instructs the ITU Council"
    claims = (claim(FIRST, governing=head), claim(BODIES), claim(SECOND, governing=head))
    html = shown(Answer(Status.CANDIDATES, "Lead:", claims))
    assert [governing(one) for one in items(html)] == [[f"{head} …"], [], [f"{head} …"]]


def test_governing_words_that_the_lead_has_are_not_said_again(shown, claim):
    head = "instructs the ITU Council"
    claims = (claim(FIRST, governing=head), claim(SECOND, governing=head))
    assert governing(shown(Answer(Status.ANSWERED, f"Resolution 71 {head}:", claims, heads=(head,)))) == []


def test_governing_words_are_text(shown, claim):
    html = shown(Answer(Status.ANSWERED, "", (claim(FIRST, governing="<b>instructs</b>"),)))
    assert governing(html) == ["<b>instructs</b> …"]
    assert "<b>instructs" not in html


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CANDIDATES, Status.SUPERSEDED_ONLY])
def test_a_superseded_citation_says_so_beside_its_label(shown, claim, status: Status):
    claims = (claim(FIRST, superseded_by="Resolution 71 (Rev. Doha, 2026)"), claim(SECOND))
    superseded, current = items(shown(Answer(status, "Lead:", claims)))
    said = '</a><span class="superseded"> superseded by Resolution 71 (Rev. Doha, 2026)</span>'
    assert said in superseded
    assert "superseded" not in current


# -- what may be asked without context -------------------------------------------------------------


def test_only_a_later_turn_may_be_asked_without_context(shown, claim):
    answer = Answer(Status.ANSWERED, "Lead:", (claim(FIRST),), understood_as="What does the plan say?")
    first, *later = shown(answer, answer, answer, question="And <the> plan?").split("<section")[1:]
    assert "Understood as" in first
    assert "Ask without context" not in first
    assert len(later) == 2
    for one in later:
        (button,) = re.findall(r"<button[^>]*>Ask without context</button>", one)
        (asks,) = re.findall('data-ask="([^"]*)"', button)
        assert unescape(asks) == "New question: And <the> plan?"
        assert 'type="button"' in button


def test_a_later_turn_that_was_understood_as_typed_has_no_context_to_leave_out(shown, claim):
    answer = Answer(Status.ANSWERED, "Lead:", (claim(FIRST),), understood_as=ASKED.upper())
    html = shown(answer, answer)
    assert "Ask without context" not in html
    assert "Understood as" not in html


# -- answers that a language model read or, before that, wrote ---------------------------------------


def test_a_statement_in_other_words_that_was_kept_is_still_shown_as_one(shown, claim):
    kept = replace(claim(FIRST), text="The Council is to oversee it.", support=Support.PARAPHRASE)
    html = shown(Answer(Status.ANSWERED, "The lead:", (kept,)))
    assert statuses(html) == ["Answered in other words, each statement checked against the clause below it"]
    assert 'class="support paraphrase"' in html


def test_an_opening_is_marked_as_the_model_s_and_copied_as_such(shown, claim):
    html = shown(Answer(Status.ANSWERED, "Lead:", (claim(FIRST),), opening="A & B.", read_by="small"))
    assert statuses(html) == ["Answered in the words of the text"]
    assert '<p class="opening">A &amp; B. <span class="support paraphrase"' in html
    assert 'data-text="A &amp; B. (in other words)\n\nLead:' in html
    assert '<p class="read-by">Read by small</p>' in html


@pytest.mark.parametrize(
    ("language", "said", "direction"), [("ar", "المجلس <b>", "rtl"), ("fr", "Le Council <b>", "ltr")]
)
def test_a_translation_says_its_language_and_direction_and_that_a_model_made_it(
    shown, claim, language, said, direction
):
    answer = Answer(
        Status.ANSWERED,
        "Lead:",
        (claim(FIRST),),
        opening="A & B.",
        read_by="small",
        translation=said,
        language=language,
    )
    html = shown(answer)
    escaped = said.replace("<b>", "&lt;b&gt;")
    assert f'<p class="opening" lang="{language}" dir="{direction}">{escaped}</p>' in html
    note = "A language model&#39;s translation of the checked sentence below:"
    assert html.index(escaped) < html.index(note) < html.index('<p class="opening">A &amp; B.')
