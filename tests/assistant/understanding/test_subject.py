"""A question that names no text is asked of all; the subject is what "the resolution" means."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import read_settings
from corpus import catalogue
from corpus.errors import InvalidKey
from corpus.keys import EditionKey, InstrumentKey
from index import search_without_index
from ingest import parse_source, text_source

GARDENS = """\
RESOLUTION 901 (Rev. Willowford, 2031)

Gardens

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

considering

a) that gardens need water in dry summers;

b) that people walk in the evening,

resolves

1 that the gardens shall be watered at dusk;

2 that the keys of the gates shall be kept by the oldest warden;

instructs the Secretary-General

1 to count the trees and report on their number to the Council every spring.
"""
BRIDGES = """\
RESOLUTION 902 (Rev. Willowford, 2031)

Bridges

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, 2031),

considering

a) that bridges carry people over rivers;

b) that people walk in the evening,

resolves

1 that the bridges shall be painted white;

2 that the keys of the gates shall be kept by the youngest warden;

instructs the Secretary-General

1 to count the bridges and report on their number to the Council every autumn.
"""
DECISION = """\
DECISION 5 (Rev. Willowford, {year})

Cash boxes of the gates

The Plenipotentiary Conference of the International Telecommunication Union (Willowford, {year}),

decides

1 that the cash boxes shall be emptied at {hour};

2 that the keys of the boxes shall be kept by the oldest warden.
"""
EDITIONS = [parse_source(text_source(text), "a text").edition() for text in (GARDENS, BRIDGES)]


def ask(question: str, subject: str | None) -> Answer:
    library = Library(tuple(EDITIONS), catalogue())
    key = InstrumentKey.parse(subject) if subject else None
    return Assistant(library, search_without_index(EDITIONS, []), key).ask([question])


def cited(answer: Answer) -> list[str]:
    return [str(one.provision) for claim in answer.claims for one in claim.citations]


@pytest.mark.parametrize(
    ("rule", "question", "subject", "shown"),
    [
        (
            "both say it: both, whatever the subject",
            "Who keeps the keys of the gates?",
            "itu-pp/res-902",
            {f"itu-pp/res-{n}/2031#resolves__para_2" for n in (901, 902)},
        ),
        (
            "both say it, of the resolution: the subject's",
            "Who keeps the keys of the gates under the resolution?",
            "itu-pp/res-901",
            {"itu-pp/res-901/2031#resolves__para_2"},
        ),
        (
            "only the other says it",
            "When shall the gardens be watered?",
            "itu-pp/res-902",
            {"itu-pp/res-901/2031#resolves__para_1"},
        ),
        (
            "the other is named",
            "Who keeps the keys of the gates under Resolution 901?",
            "itu-pp/res-902",
            {"itu-pp/res-901/2031#resolves__para_2"},
        ),
        (
            "what a body is told: by every text",
            "What is the Secretary-General instructed to do?",
            "itu-pp/res-902",
            {f"itu-pp/res-{n}/2031#instructs-secretary-general__para_1" for n in (901, 902)},
        ),
        (
            "what a body is told, without a subject",
            "What is the Secretary-General instructed to do?",
            None,
            {f"itu-pp/res-{n}/2031#instructs-secretary-general__para_1" for n in (901, 902)},
        ),
        (
            "the text, by its type alone: the subject, though only the other says it",
            "What does the resolution say of gardens that are watered?",
            "itu-pp/res-902",
            set(),
        ),
        (
            "by its type and a word of its title",
            "What does the garden resolution say of the keys of the gates?",
            "itu-pp/res-902",
            {"itu-pp/res-901/2031#resolves__para_2"},
        ),
        (
            "by a type that it is not of",
            "What does the decision say of gardens that are watered?",
            "itu-pp/res-902",
            {"itu-pp/res-901/2031#resolves__para_1"},
        ),
        (
            "a subject that is not held is none",
            "What is the Secretary-General instructed to do?",
            "itu-pp/res-903",
            {f"itu-pp/res-{n}/2031#instructs-secretary-general__para_1" for n in (901, 902)},
        ),
    ],
)
def test_the_text_that_is_meant(rule: str, question: str, subject: str | None, shown: set[str]):
    answer = ask(question, subject)
    found = cited(answer)
    if answer.status == Status.CANDIDATES:  # words alone were compared: the likeliest stand first
        assert set(found[: len(shown)]) == shown, rule
        assert {one.partition("#")[0] for one in found} == {one.partition("#")[0] for one in shown}, rule
    else:
        assert answer.status == (Status.ANSWERED if shown else Status.NOT_IN_CORPUS), rule
        assert set(found) == shown, rule


def test_a_clause_of_a_superseded_edition_is_shown_as_such():
    text = GARDENS.replace("2031", "2027").replace("at dusk", "at noon")
    earlier = parse_source(text_source(text), "earlier").edition()
    library = Library((earlier, EDITIONS[0]), catalogue())
    one = Assistant(library, search_without_index(library.editions, []))
    answer = one.ask(["When shall gardens be watered under Resolution 901 (Rev. Willowford, 2027)?"])
    assert (answer.status, cited(answer)[0]) == (Status.CANDIDATES, "itu-pp/res-901/2027#resolves__para_1")
    assert {one.partition("#")[0] for one in cited(answer)} == {"itu-pp/res-901/2027"}
    newer = "Resolution 901 (Rev. Willowford, 2031)"
    assert {claim.citations[0].superseded_by for claim in answer.claims} == {newer}
    assert f"] (superseded by {newer})" in answer.text
    now = one.ask(["When shall the gardens be watered?"])
    assert {claim.citations[0].superseded_by for claim in now.claims} == {""}
    assert "superseded" not in now.text


def test_of_an_instrument_the_newest_edition_that_is_held_is_searched_though_a_newer_is_known():
    newer = catalogue().edition(EditionKey.parse("itu-pp/dec-5/2022"))
    assert newer is not None
    drafts = (("2014", "noon"), ("2018", "dusk"))
    editions = tuple(
        parse_source(text_source(DECISION.format(year=year, hour=hour)), "a decision").edition()
        for year, hour in drafts
    )
    library = Library(editions, catalogue())
    assert not library.is_in_force(editions[1].key)
    assert [library.is_newest(one.key) for one in editions] == [False, True]
    answer = Assistant(library, search_without_index(editions, [])).ask(["When are cash boxes emptied?"])
    assert answer.status == Status.CANDIDATES
    assert cited(answer)[0] == "itu-pp/dec-5/2018#decides__para_1"
    assert {one.partition("#")[0] for one in cited(answer)} == {"itu-pp/dec-5/2018"}
    assert {claim.citations[0].superseded_by for claim in answer.claims} == {newer.name}
    assert f"] (superseded by {newer.name})" in answer.text


@pytest.mark.parametrize(
    ("typed", "subject"),
    [("", "itu-pp/res-71"), ("itu-pp/dec-5", "itu-pp/dec-5"), ("none", None)],
)
def test_the_subject_is_a_setting(typed: str, subject: str | None):
    read = read_settings({"RESOLUTIONS_SUBJECT": typed}).subject
    assert (str(read) if read else None) == subject


def test_a_subject_that_is_no_key_is_refused():
    with pytest.raises(InvalidKey, match="'the plan' is no instrument key"):
        read_settings({"RESOLUTIONS_SUBJECT": "the plan"})


def test_of_several_clauses_that_fit_a_label_the_subject_s_is_first():
    library = Library(tuple(EDITIONS), catalogue())
    assistant = Assistant(library, search_without_index(EDITIONS, []), InstrumentKey.parse("itu-pp/res-902"))
    answer = assistant.ask(["resolves 2"])
    shown = [str(claim.citations[0].provision) for claim in answer.claims]
    assert shown == [f"itu-pp/res-{n}/2031#resolves__para_2" for n in (902, 901)]
