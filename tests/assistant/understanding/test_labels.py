"""What people type as a label → every provision that it names, and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library.library import Library
from assistant.understanding.label_spotting import find_label
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_key
from corpus import catalogue
from corpus.catalogue import TEXTS
from corpus.instruments import Edition, Kind, Provision
from evals.worlds import gather
from ingest import parse_file, parse_source, text_source

RESOLUTION = parse_file(TEXTS / "resolution-71-bucharest-2022.txt").edition()
UNITS = [(one.eid, one) for one in RESOLUTION.provisions]
SHORT = [one.label for one in RESOLUTION.provisions]
SG, COUNCIL = "instructs-secretary-general-directors-bureaux", "instructs-itu-council"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library((RESOLUTION,), catalogue())


@pytest.fixture(scope="module")
def two(harbours_text: str, harbours: Edition) -> Library:
    """A library with an invented text in two editions beside Resolution 71."""
    older = harbours_text.replace("LISBON, 2030", "GENEVA, 2026").replace("Lisbon, 2030", "Geneva, 2026")
    earlier = parse_source(text_source(older), "earlier").edition()
    return Library((RESOLUTION, earlier, harbours), catalogue())


def named(label: str, library: Library) -> list[str]:
    return [match.provision.eid for match in resolve(label, library)]


def paragraph_of(provision) -> str:
    """A head that shares its label with its only paragraph stands for the paragraph."""
    below = RESOLUTION.children(provision.eid)
    shared = provision.kind == Kind.HEADING and below and below[0].label == provision.label
    return below[0].eid if shared else provision.eid


@pytest.mark.parametrize("form", ["citation", "short label", "full id"])
def test_every_unit_is_found_by_what_it_is_called(library: Library, form: str, every_row):
    def check(provision: Provision) -> None:
        typed = {
            "citation": RESOLUTION.citation(provision),
            "short label": provision.label,
            "full id": str(RESOLUTION.id_of(provision)),
        }[form]
        assert named(typed, library) == [provision.eid if form == "full id" else paragraph_of(provision)]

    every_row(UNITS, check)


def test_capitals_and_blanks_make_no_difference(library: Library, every_row):
    def check(provision: Provision) -> None:
        typed = f"  {RESOLUTION.citation(provision).upper().replace(' ', '  ')} "
        assert named(typed, library) == [paragraph_of(provision)]

    every_row(UNITS, check)


def backwards(provision: Provision) -> str:
    """The parts of a label from the last to the first, in words, as people say them."""
    parts = " of ".join(reversed(provision.label.removeprefix(f"{RESOLUTION.name}, ").split(", ")))
    return parts.replace("§", "paragraph ")


NAMED_UNITS = [(eid, one) for eid, one in UNITS if one.label != RESOLUTION.name]


@pytest.mark.parametrize(
    "form",
    [
        "{} of Resolution 71",
        "What does {} of Resolution 71 say?",
        "Resolution 71, {}",
        "show me {} in this text",
        "please quote {}",
    ],
)
def test_every_unit_is_found_by_a_question_that_says_its_label_backwards(
    library: Library, form: str, every_row
):
    def check(provision: Provision) -> None:
        spotted = find_label(form.format(backwards(provision)), library)
        assert spotted is not None
        assert [one.provision.eid for one in spotted.matches] == [paragraph_of(provision)]

    every_row(NAMED_UNITS, check)


@pytest.mark.parametrize(
    "form", ["{} of this text", "What does {} of this text say?", "List what is under {}"]
)
def test_nearly_every_unit_of_the_invented_texts_is_found_by_its_label_said_backwards(form: str):
    asked, missed = 0, []
    for edition in gather().editions.values():
        library = Library((edition,), catalogue())
        for one in edition.provisions:
            own = one.label.removeprefix(edition.name).strip(", ")
            said = " of ".join(reversed(own.split(", "))).replace("§", "paragraph ")
            asked += bool(own)
            spotted = find_label(form.format(said), library) if own else None
            found = {match.provision.label for match in spotted.matches} if spotted else set()
            missed += [one.label] if own and found != {one.label} else []
    assert asked > 4000
    assert len(missed) <= 5, missed  # headings that have the words of a question


SPOTTED = [
    ("the annex, if it is the only one", "para 4 of the annex to this text", ["annex_1__para_4"]),
    ("a range", "read paragraphs 10 to 12 of Annex 1", [f"annex_1__para_{at}" for at in (10, 11, 12)]),
    ("a range with a dash", "targets 1.2-1.4", [f"annex_1__target_1-{at}" for at in (2, 3, 4)]),
    ("two of a list", "instructs the Council 1 and 2", [f"{COUNCIL}__para_1", f"{COUNCIL}__para_2"]),
    (
        "a heading of the annex by its words",
        "Targets under Goal 2?",
        ["annex_1__sec_2-5__goal_2"],
    ),
    ("a label that the text does not have", "paragraph 2.1 of Annex 2", []),
    ("a head with a number that it does not have", "instructs the Council 9", []),
    ("a range that goes on after the end", "instructs the Council 4 to 9", []),
]


@pytest.mark.parametrize(
    ("rule", "question", "eids"), SPOTTED, ids=[f"{rule}: {question}" for rule, question, _ in SPOTTED]
)
def test_a_question_that_is_nothing_but_a_label(library: Library, rule: str, question: str, eids: list[str]):
    spotted = find_label(question, library)
    assert spotted is not None
    assert [one.provision.eid for one in spotted.matches] == eids
    assert spotted.all_meant == (len(eids) > 1)


@pytest.mark.parametrize(
    "question",
    [
        "Who pays for annexes?",
        "what is ITU-T there for",
        "What are the 2 strategic goals of this text?",
        "First outcome for digital applications?",
        "in 2025?",
        "Give me all targets for 2030",
        "the first?",
    ],
)
def test_a_question_with_words_of_its_own_is_no_label(library: Library, question: str):
    assert find_label(question, library) is None


LABELS = [
    ("an abbreviated body, its paragraph, a roman item", "SG 3(i)", [f"{SG}__para_3__point_i"]),
    ("the same with a blank", "SG 3 i)", [f"{SG}__para_3__point_i"]),
    ("the second roman item", "SG 3(ii)", [f"{SG}__para_3__point_ii"]),
    ("a body and a paragraph", "SG 4", [f"{SG}__para_4"]),
    ("a body and the word paragraph", "Council para 3", [f"{COUNCIL}__para_3"]),
    ("a body in full", "instructs the ITU Council 3", [f"{COUNCIL}__para_3"]),
    ("a body in two words", "secretary general 3", [f"{SG}__para_3"]),
    ("one of the bodies of a head", "Directors 2", [f"{SG}__para_2"]),
    ("the beginning of a body", "director 2", [f"{SG}__para_2"]),
    ("a letter within a body is no body", "T1", []),
    ("a piece of a body is no body", "retary 3", []),
    ("a verb that two heads share is ambiguous", "instructs 3", [f"{SG}__para_3", f"{COUNCIL}__para_3"]),
    ("a head and a bracketed letter", "recognizing (d)", ["preamble__recognizing__rec_d"]),
    ("a head and a closed letter", "considering b)", ["preamble__considering__rec_b"]),
    ("a head and a bare letter", "considering b", ["preamble__considering__rec_b"]),
    ("a head is not a longer one", "considering (a)", ["preamble__considering__rec_a"]),
    ("the longer head", "considering further a)", ["preamble__considering-further__rec_a"]),
    ("the longer head with a bare letter", "considering further b", ["preamble__considering-further__rec_b"]),
    ("a head alone", "recognizing", ["preamble__recognizing"]),
    ("a head whose only paragraph shares its label", "resolves", ["resolves__para_nn_1"]),
    ("an annex and a paragraph", "Annex 1 para 54", ["annex_1__para_54"]),
    ("the same with a sign", "Annex 1, §54", ["annex_1__para_54"]),
    ("a sign alone", "§54", ["annex_1__para_54"]),
    ("a paragraph that no other part has", "para 54", ["annex_1__para_54"]),
    ("a target for short", "T1.6", ["annex_1__target_1-6"]),
    ("a target in small letters", "t1.6", ["annex_1__target_1-6"]),
    ("a target in full", "Target 1.6", ["annex_1__target_1-6"]),
    (
        "a goal is a paragraph and the targets for it",
        "Goal 2",
        ["annex_1__para_12", "annex_1__sec_2-5__goal_2"],
    ),
    (
        "a paragraph number that restarts gives all",
        "paragraph 2",
        [f"{SG}__para_2", f"{COUNCIL}__para_2", "annex_1__para_2"],
    ),
    ("an outcome of a paragraph", "§27 outcome 7", ["annex_1__para_27__point_7"]),
    ("the paragraph said after it", "outcome 7 of paragraph 27", ["annex_1__para_27__point_7"]),
    ("the annex said after it", "target 1.6 of Annex 1", ["annex_1__target_1-6"]),
    ("an outcome in brackets", "Annex 1 §34 (2)", ["annex_1__para_34__point_2"]),
    ("a section", "section 2.6", ["annex_1__sec_2-6"]),
    ("a footnote", "footnote 2", ["annex_1__ftn_2"]),
    (
        "an indent by its place",
        "invites Member States first indent",
        ["invites-member-states__para_nn_1__indent_1"],
    ),
    ("an annex alone", "Annex 1", ["annex_1"]),
    ("the edition before the label", "Res. 71 considering b)", ["preamble__considering__rec_b"]),
    (
        "the edition with its revision",
        "Resolution 71 (Rev. Bucharest, 2022) resolves",
        ["resolves__para_nn_1"],
    ),
    ("the edition after the label", "recognizing d) of Resolution 71", ["preamble__recognizing__rec_d"]),
    ("a text that is not held", "Res. 25 resolves 3", []),
    ("an edition that is not held", "Resolution 71 (Rev. Busan, 2014) resolves", []),
    ("a revision without a text", "Rev.Busan", []),
    ("a letter that the head does not have", "considering z)", []),
    ("a paragraph that is not there", "§99", []),
    ("an annex that is not there", "Annex 9", []),
    ("a target that is not there", "T9.9", []),
    ("words that are no label", "lanterns", []),
    ("nothing", "", []),
    ("signs", "§ () , .", []),
    ("a full id that is not held", "itu-pp/res-25/2022#resolves__para_1", []),
    ("a damaged id", "itu-pp/res-71#x y", []),
]


@pytest.mark.parametrize(
    ("rule", "typed", "eids"), LABELS, ids=[f"{rule}: {typed}" for rule, typed, _ in LABELS]
)
def test_a_label_names(library: Library, rule: str, typed: str, eids: list[str]):
    assert named(typed, library) == eids


AMONG = [
    ("an edition's name narrows", "Res. 900 considering b)", ["2030#preamble__considering__rec_b"]),
    ("and so it does for the other text", "Res. 71 considering a)", ["2022#preamble__considering__rec_a"]),
    (
        "a label of two texts gives both",
        "considering a)",
        ["2022#preamble__considering__rec_a", "2030#preamble__considering__rec_a"],
    ),
    ("a body of one text alone", "Harbour Council 2", ["2030#instructs-harbour-council__para_2"]),
    ("only editions in force are meant", "resolves 2", ["2030#resolves__para_2"]),
    (
        "unless another is named by its city",
        "Resolution 900 (Rev. Geneva) resolves 2",
        ["2026#resolves__para_2"],
    ),
    ("or in full", "Resolution 900 (Rev. Geneva, 2026), resolves 1", ["2026#resolves__para_1"]),
    ("an item under its paragraph", "Res. 900 resolves 2 ii)", ["2030#resolves__para_2__point_ii"]),
    ("an edition that there never was", "Resolution 900 (Rev. Geneva, 2030) resolves 1", []),
    ("a footnote of two texts", "footnote 1", ["2022#annex_1__ftn_1", "2030#annex_1__ftn_1"]),
]


@pytest.mark.parametrize(
    ("rule", "typed", "ids"), AMONG, ids=[f"{rule}: {typed}" for rule, typed, _ in AMONG]
)
def test_among_several_texts_a_label_names(two: Library, rule: str, typed: str, ids: list[str]):
    found = sorted(str(match.id).split("/")[-1] for match in resolve(typed, two))
    assert found == sorted(ids)


def test_a_match_carries_its_full_citation(library: Library):
    (match,) = resolve("T1.6", library)
    assert str(match.id) == "itu-pp/res-71/2022#annex_1__target_1-6"
    assert match.label == "Resolution 71 (Rev. Bucharest, 2022), Annex 1, Target 1.6"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("itu-pp/res-71/2022", "itu-pp/res-71/2022"),
        ("itu-pp/res-25/2022", "itu-pp/res-25/2022"),  # well formed, whether held or not
        ("Resolution 71", "itu-pp/res-71/2022"),
        ("Res. 71 (Rev. Bucharest, 2022)", "itu-pp/res-71/2022"),
        ("Resolution 72", "None"),
        ("the plan", "None"),
        ("", "None"),
    ],
)
def test_an_edition_is_named_by_its_key_or_its_name(library: Library, typed: str, key: str):
    assert str(edition_key(typed, library)) == key


@given(st.one_of(st.text(max_size=60), st.text("§()0123456789abivxT. annexgoal,#/_-", max_size=40)))
def test_whatever_is_typed_names_what_is_held_or_nothing(typed: str):
    library = Library((RESOLUTION,), catalogue())
    assert all(library.provision(match.id) for match in resolve(typed, library))
