"""Names of texts in questions, of whatever body, read against the names that the library's texts have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.library.library import Library
from assistant.strategies.duties import duties
from assistant.understanding.addressees import duty_asked
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_key, edition_named
from assistant.understanding.names.missing import not_held
from assistant.understanding.names.reader import names_in
from corpus.catalogue import Catalogue
from corpus.instruments import Edition
from corpus.keys import EditionKey
from ingest import parse_source, text_source

TEXT = """\
Care of buoys

The Assembly of Wardens,

Recalling the fog,

1. Urges keepers:

(a) to paint the buoys;

(c) to count them;

2. Requests the Chief Keeper to report on paint.
"""
HELD = {
    "who-wha/res-99-5/2046": "WHA99.5",
    "imo-a/res-a-1999/2047": "A.1999(45)",
    "bipm-cgpm/res-40-5/2055": "Resolution 5 of the 40th CGPM (2055)",
    "bipm-cipm/rec-2050-1/2050": "Recommendation 1 of the 139th CIPM (2050)",
    "unfccc-cma/dec-7-cma-19/2037": "Decision 7/CMA.19",
    "unesco-ice/rec-95/2049": "Recommendation No. 95",
    "un-sc/res-9001/2051": "UNSC Resolution 9001 (2051)",
    "itu-pp/res-12/2050": "Resolution 12 (Rev. Malmo, 2050)",
    "buoys/res-1-9/2049": "Resolution 1.9 of the Buoy Panel (2049)",
    "quay/res-quay-2049-42/2049": "Resolution QUAY/2049/42",
    "pier/measure-15/2048": "Measure 15 (2048)",
}
REVISIONS = {"itu-pp/res-12/2050": "Rev. Malmo, 2050", "pier/measure-15/2048": "Lisbon, 2048"}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return parse_source(text_source(TEXT), "buoys", EditionKey.parse("buoys/res-1-9/2049")).edition()


@pytest.fixture(scope="module")
def library(edition: Edition) -> Library:
    held = [
        replace(edition, key=EditionKey.parse(key), name=name, revision=REVISIONS.get(key, ""))
        for key, name in HELD.items()
    ]
    return Library(tuple(held), Catalogue(()))


NAMED = [
    ("a number that needs no noun", "What does paragraph 2 of WHA99.5 say?", "who-wha/res-99-5/2046"),
    ("the same in small letters", "what does wha99.5 say?", "who-wha/res-99-5/2046"),
    ("without its session", "What does A.1999 urge?", "imo-a/res-a-1999/2047"),
    ("the organ first", "What does the 40th CGPM's resolution 5 say?", "bipm-cgpm/res-40-5/2055"),
    ("without its year", "Under Recommendation 1 of the 139th CIPM, who pays?", "bipm-cipm/rec-2050-1/2050"),
    ("its year for its session", "What does Resolution 5 of the CGPM (2055) say?", "bipm-cgpm/res-40-5/2055"),
    ("the organ and the year first", "What does CGPM 2055 resolution 5 say?", "bipm-cgpm/res-40-5/2055"),
    ("without “No.”", "What does Recommendation 95 say?", "unesco-ice/rec-95/2049"),
    ("with a solidus", "decision 7/CMA.19", "unfccc-cma/dec-7-cma-19/2037"),
    ("the organ before it", "What does Security Council resolution 9001 say?", "un-sc/res-9001/2051"),
    ("the organ after it", "What does resolution 9001 of the Security Council say?", "un-sc/res-9001/2051"),
    ("its place after it", "What does Resolution 12 of Malmo say?", "itu-pp/res-12/2050"),
    ("no known body: its name", "What does Resolution 1.9 of the Buoy Panel say?", "buoys/res-1-9/2049"),
    ("no known body: in another order", "the Buoy Panel's Resolution 1.9", "buoys/res-1-9/2049"),
    ("no known body: its odd number", "What does resolution 1.9 say?", "buoys/res-1-9/2049"),
    ("no known body: a number with letters", "Who reports by QUAY/2049/42?", "quay/res-quay-2049-42/2049"),
    ("no known body: its year", "Under Measure 15 (2048), who reports?", "pier/measure-15/2048"),
    ("the number of a unit before it", "What does para. 1 (c) of WHA99.5 say?", "who-wha/res-99-5/2046"),
    ("a number of another body", "What does Resolution 12 of the 46th QUAY meeting say?", None),
    ("a number alone that is no name", "What does section 1.9 say?", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "question", "key"), NAMED, ids=[row[0] for row in NAMED])
def test_a_question_names_a_text(library: Library, rule: str, question: str, key: str | None):
    named = edition_named(question, library)
    assert (
        [str(one.key) for one in named.editions if named] == ([key] if key else []) if named else key is None
    )


DESCRIBED = [
    ("by its body", "What does the WHO resolution ask of keepers?", ["WHA99.5"]),
    (
        "by its organ",
        "What does the Security Council resolution ask of keepers?",
        ["UNSC Resolution 9001 (2051)"],
    ),
    (
        "by a kind of text that few adopt",
        "What does the Lisbon measure ask of keepers?",
        ["Measure 15 (2048)"],
    ),
    ("before a number that is not held", "What does the Lisbon measure EB130(7) ask?", []),
    ("by a body that adopts no such text", "What does the WHO decision ask of keepers?", None),
]


@pytest.mark.parametrize(("rule", "question", "names"), DESCRIBED, ids=[row[0] for row in DESCRIBED])
def test_a_text_is_described(library: Library, rule: str, question: str, names: list[str] | None):
    named = edition_named(question, library)
    assert ([one.name for one in named.editions] if named else None) == names


@pytest.mark.parametrize("name", HELD.values())
def test_every_text_is_named_by_its_own_name(library: Library, name: str):
    key = edition_key(name, library)
    assert key is not None
    assert HELD[str(key)] == name


def test_words_that_say_whose_a_number_is_belong_to_the_name(library: Library):
    (name,) = names_in("What does resolution 9001 of the Security Council say?", library)
    assert name.words == "resolution 9001 of the Security Council"


MISSING = [
    ("of a known body", "What does WHA98.4 say?", "WHA98.4"),
    ("of no known body", "Under Measure 16 (2049), who reports?", "Measure 16 (2049)"),
    ("with its body", "What does Resolution 2.3 of the Buoy Panel ask?", "Resolution 2.3 of the Buoy Panel"),
    ("a number with letters", "Who became Warden by Resolution QUAY/2049/43?", "Resolution QUAY/2049/43"),
    ("of a meeting", "What does Resolution 8 of the 46th QUAY meeting say?", "Resolution 8 of the 46th QUAY"),
    ("held", "Who reports by Resolution QUAY/2049/42?", None),
    ("no name", "What must a measure 15 feet long have?", None),
    ("any treaty", "Which convention should states think about ratifying?", None),
    ("another treaty", "Since when is the disability convention's article in force?", None),
]


@pytest.mark.parametrize(("rule", "question", "name"), MISSING, ids=[row[0] for row in MISSING])
def test_a_text_is_named_that_is_not_held(library: Library, rule: str, question: str, name: str | None):
    missing = not_held(question, library.editions, library)
    assert (missing.name if missing else None) == name


def test_a_number_that_a_held_text_mentions_is_searched(library: Library, edition: Edition):
    first, *others = library.editions
    mentioned = replace(edition.provision("para_2"), text="Requests reports under Measure 16 (2049).")
    naming = replace(first, provisions=(mentioned,))
    held = Library((naming, *others), Catalogue(()))
    assert not_held("Under Measure 16 (2049), who reports?", held.editions, held) is None


LABELS = [
    ("an item in brackets", "paragraph 1(c) of WHA99.5", "para_1__subpara_c"),
    ("a counted paragraph", "the second operative paragraph of A.1999", "para_2"),
    ("a counted recital", "the first preambular paragraph of A.1999", "preamble__rec_1"),
    ("a recital by its number", "recital 1 of decision 7/CMA.19", "preamble__rec_1"),
]


@pytest.mark.parametrize(("rule", "label", "eid"), LABELS, ids=[row[0] for row in LABELS])
def test_a_clause_of_a_named_text_is_found(library: Library, rule: str, label: str, eid: str):
    assert [match.provision.eid for match in resolve(label, library)] == [eid]


def test_what_a_body_is_told_is_gathered_from_texts_of_every_form(edition: Edition):
    apart = (
        "RESOLUTION 12\n\nPaint\n\nThe Assembly of Wardens,\n\nconsidering\n\na) the fog,\n\nresolves\n\n"
        "1 to paint,\n\ninstructs the Chief Keeper\n\n1 to buy paint."
    )
    other = parse_source(text_source(apart), "paint", EditionKey.parse("wardens/res-12/2049")).edition()
    asked = duty_asked("What is asked of the Chief Keeper?")
    requested = duty_asked("What is the Chief Keeper requested to do?")
    assert asked is not None
    assert requested is not None
    assert [group.edition.key for group in duties(asked, [edition, other])] == [other.key, edition.key]
    assert [group.edition.key for group in duties(requested, [edition, other])] == [edition.key]
