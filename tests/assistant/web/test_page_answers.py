"""Answers on the page: how a question was met, what governs clauses, what may be asked without context."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from assistant.answer import Answer, AnswerWords, Citation, Claim, ReasonCode, Status, Support
from assistant.conversations.turn import Verdict, VerdictKind
from assistant.library.library import Library, open_library
from assistant.rendering import ChosenClause, claims
from assistant.trace import Trace, TraceHit
from assistant.web.exchanges import ConversationView, Exchange, conversation
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from ingest import parse_source, text_source

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
        return str(conversation(ConversationView("abc", exchanges), library))

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
    assert "data-faults" in html
    assert kinds == re.findall(r'data-verdict="([^"]*)"', shown(Answer(Status.ANSWERED, "", (claim(FIRST),))))
    assert "wrong clause" in kinds


def test_only_an_answer_with_clauses_can_be_presented_and_saved(shown, claim):
    html = shown(Answer(Status.ANSWERED, "", (claim(FIRST),)))
    refused = shown(Answer(Status.NOT_STATED, "Not there."))
    ways = ("Add to a collection", "Meeting mode", "Save offline", ">HTML<")
    assert [(way in html, way in refused) for way in ways] == [(True, False)] * 4
    assert ">Word<" in refused


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
    answer = Answer(Status.ANSWERED, "Lead:", (claim(FIRST),), trace=trace, seconds=0.25)
    html = shown(answer)
    (told,) = re.findall(r'<details class="trace">.*?</details>', html)
    assert told.startswith('<details class="trace"><summary>How this answer was found</summary>')
    assert [unescape(one) for one in re.findall("<li>(.*?)</li>", told)] == [
        *trace.lines,
        "verbatim: 1 of 1 statements, compared with their clauses",
        "time: 250 ms",
    ]
    assert "<resolves>" not in told
    others = html.replace(told, "")
    assert "verbatim" not in others
    assert "250 ms" not in others
    assert 'class="trace"' not in shown(replace(answer, trace=None))


# -- what governs clauses --------------------------------------------------------------------------


def test_governing_words_stand_above_the_first_clause_they_govern_and_are_not_repeated(shown, claim):
    head, other = "instructs the ITU Council", "invites Member States"
    claims = (
        claim(FIRST, governing=head), claim(SECOND, governing=head), claim(BODIES, governing=other)
    )  # fmt: skip
    html = shown(Answer(Status.ANSWERED, "Lead:", claims))
    assert governing(html) == [f"{head} …", f"{other} …"]
    assert [governing(one) for one in html.split('<li class="claim')] == [
        [f"{head} …"],
        [],
        [f"{other} …"],
        [],
    ]


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


# -- by text and head ------------------------------------------------------------------------------


TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Nets of pier {number}

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

1 that every net be hung to dry;

2 that torn nets be mended,

instructs the Net Warden

{clauses}
"""


def nets(number: int, clauses: int, place: str = "Willowford", year: int = 2031) -> Edition:
    listed = "\n\n".join(f"{at} to count the nets of row {at};" for at in range(1, clauses + 1))
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, clauses=listed)
    return parse_source(text_source(text), "nets").edition()


def duties(library: Library, *editions: Edition, status: Status = Status.ANSWERED, lead: str = "") -> Answer:
    """Answer with all that the Net Warden is told."""
    chosen = [
        ChosenClause(one, provision)
        for one in editions
        for provision in one.provisions
        if provision.eid.startswith("instructs-net-warden__")
    ]
    return Answer(status, lead or f"{len(chosen)} clauses:", claims(chosen, library))


def of(library: Library, answer: Answer) -> str:
    return str(conversation(ConversationView("abc", (Exchange(ASKED, answer, turn=1),)), library))


def names(html: str) -> list[str]:
    return [unescape(re.sub("<.*?>", "", one)) for one in re.findall(r"<h3>(.*?)</h3>", html)]


def labels(html: str) -> list[tuple[str, str]]:
    """Return of each citation what is seen, and the whole label."""
    links = re.findall(r'<a class="citation"[^>]*>(.*?)</a>', html)
    seen = [re.sub(r'<span class="unseen">.*?</span>', "", one) for one in links]
    return [
        (re.sub("<.*?>", "", short), re.sub("<.*?>", "", whole))
        for short, whole in zip(seen, links, strict=True)
    ]


def test_a_text_and_a_head_are_said_once_and_items_by_their_numbers():
    one, two = nets(41, 2), nets(42, 1)
    library = Library((one, two), Catalogue(()))
    html = of(library, duties(library, one, two))
    assert names(html) == [one.name, two.name]
    assert governing(html) == ["instructs the Net Warden …"] * 2
    head = f"{one.name}, instructs the Net Warden"
    assert labels(html)[:2] == [("1", f"{head} 1"), ("2", f"{head} 2")]
    assert '<details class="claimed"' not in html, "few clauses need no folding"


def test_a_name_and_a_head_that_the_lead_has_are_not_said_again():
    one = nets(41, 2)
    library = Library((one,), Catalogue(()))
    head = "instructs the Net Warden"
    html = of(library, replace(duties(library, one, lead=f"{one.name}: {head}, 2 items:"), heads=(head,)))
    assert (names(html), governing(html)) == ([], [])
    assert [seen for seen, _ in labels(html)] == ["1", "2"]


def test_one_clause_alone_has_its_whole_label():
    one = nets(41, 1)
    html = of(library := Library((one,), Catalogue(())), duties(library, one, lead=f"{one.name}:"))
    assert labels(html) == [(f"{one.name}, instructs the Net Warden 1",) * 2]


def test_candidates_of_several_texts_stay_in_their_order_under_whole_labels():
    one, two = nets(41, 1), nets(42, 1)
    library = Library((one, two), Catalogue(()))
    html = of(library, duties(library, two, one, status=Status.CANDIDATES))
    assert [whole.partition(",")[0] for _, whole in labels(html)] == [
        one.partition(",")[0] for one in (two.name, one.name)
    ]
    assert all(seen == whole for seen, whole in labels(html))


def test_many_texts_are_folded_but_the_one_with_most_clauses_and_superseded_ones_go_last():
    texts = [nets(41, 2), nets(42, 6), nets(43, 3), nets(44, 9, "Osterley", 2027), nets(44, 1)]
    library = Library(tuple(texts), Catalogue(()))
    html = of(library, duties(library, *texts))
    by_clauses = [texts[1], texts[2], texts[0], texts[4]]
    assert names(html) == [
        *(one.name for one in by_clauses),
        f"{texts[3].name} superseded by {texts[4].name}",
    ]
    folds = re.findall(r'<details class="claimed"( open)?>', html)
    assert folds == [" open", "", "", "", ""]
    assert html.count('<li class="claim">') == 21
    assert html.count('class="superseded"') == 1


def test_what_an_item_introduces_is_below_it_and_its_words_are_not_repeated(shown, claim, edition):
    opening, indents = BODIES, [one.eid for one in edition.children(BODIES)]
    assert len(indents) == 2
    made = claims(
        [ChosenClause(edition, edition.provision(one)) for one in (opening, *indents)],
        Library((edition,), Catalogue(())),
    )
    html = shown(Answer(Status.ANSWERED, "Lead:", made))
    assert re.findall(r'<li class="(claim[^"]*)">', html) == ["claim", "claim below", "claim below"]
    assert governing(html) == ["invites Member States …"]
    alone = shown(Answer(Status.ANSWERED, "Lead:", made[1:]))
    assert "in order to: …" in governing(alone)[1]


# -- verdicts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "status", "given", "pressed", "is_open"),
    [
        ("none yet", Status.ANSWERED, None, "", False),
        ("right", Status.ANSWERED, Verdict(VerdictKind.RIGHT), "right", False),
        ("a clause is wrong", Status.ANSWERED, Verdict(VerdictKind.WRONG_CLAUSE), "wrong clause", True),
        ("a refusal can only lack a clause", Status.NOT_STATED, None, "", False),
    ],
)
def test_two_buttons_ask_for_a_verdict_and_the_second_opens_details(
    rule, status, given, pressed, is_open, library, claim
):
    answer = Answer(status, "Lead:", (claim(FIRST),) if status == Status.ANSWERED else ())
    html = str(
        conversation(ConversationView("abc", (Exchange(ASKED, answer, turn=1, verdict=given),)), library)
    )
    kinds = re.findall(r'data-verdict="([^"]*)"', html)
    others = ["wrong clause", "missing clause", "should have refused"]
    assert kinds == ["right", *(others if status == Status.ANSWERED else others[1:2])], rule
    assert "".join(re.findall(r'data-verdict="([^"]*)" aria-pressed="true"', html)) == pressed, rule
    assert (re.search(r'class="verdict-more"[^>]*hidden', html) is None) == is_open, rule
    assert f'data-faults aria-expanded="{str(is_open).lower()}"' in html, rule


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (ReasonCode.FAULT, "A fault in the program, not in your question"),
        (ReasonCode.BAD_QUESTION, "This question cannot be read"),
        (ReasonCode.BAD_FILTER, "This filter cannot be used"),
    ],
)
def test_what_is_not_the_texts_fault_is_not_put_on_them(shown, code, said):
    assert statuses(shown(Answer(Status.OUT_OF_SCOPE, "Lead.", reason_code=code))) == [said]


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


def test_words_that_answer_by_themselves_stand_first_and_are_marked(shown, edition, claim):
    text = edition.provision(SECOND).text
    end = text.index(" ") if " " in text else len(text)
    words = AnswerWords(edition.id_of(edition.provision(SECOND)), 0, end, text[:end])
    html = shown(Answer(Status.ANSWERED, "It:", (claim(SECOND),), answer_words=words))
    assert f'<p class="answer-words">“{text[:end]}”</p>' in html
    assert html.index('class="answer-words"') < html.index('class="lead"')
    assert f"<mark>{text[:end]}</mark>{text[end : end + 5]}" in html
    assert "<mark>" not in shown(Answer(Status.ANSWERED, "It:", (claim(FIRST),), answer_words=words))
