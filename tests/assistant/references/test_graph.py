"""The graph of references: who names whom, where that leads; the commands on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.cli.main import main
from assistant.library.library import Library
from assistant.references.graph import Graph, LinkStatus
from corpus import Catalogue, Edition, EditionKey, Instrument, InstrumentKey, ProvisionId
from ingest import parse_source, text_source

TREATY = "itu/convention/2030"
LANTERNS = """\
RESOLUTION 900 (REV. LISBON, 2030)

Lanterns along the harbours

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

considering

a) Resolution 901 (Rev. Lisbon, 2030) of this conference, on willows;

b) Resolution 901 (Rev. Geneva, 2026), on willows and reeds;

c) General Assembly resolution 75/901 of 21 December 2020, on harbours;

d) General Assembly resolution 75/901, which speaks of piers,

resolves

1 to keep lanterns as Annex 1 to this resolution describes;

2 to follow Annex 2 to this resolution, and Decision 902,

instructs the Harbour Council

to apply Resolution 903 (Rev. Lisbon, 2030).

ANNEX 1 TO RESOLUTION 900 (REV. LISBON, 2030)

1 Keeping of lanterns

1 Lanterns are kept by wardens, as resolves 1 of Resolution 901 (Rev. Lisbon, 2030) says.
"""
WILLOWS = """\
RESOLUTION 901 (REV. {CITY}, {year})

Willows on the piers

The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),

noting

Annex 1 to Resolution 900 (Rev. Lisbon, 2030),

resolves

1 to lend willows under Decision 902 (Lisbon, 2030).
"""


def parsed(text: str) -> Edition:
    return parse_source(text_source(text), "text").edition()


def willows(city: str, year: int) -> Edition:
    return parsed(WILLOWS.format(CITY=city.upper(), city=city, year=year))


@pytest.fixture(scope="module")
def library() -> Library:
    known = Instrument(
        EditionKey.parse("itu-pp/res-903/2030"),
        "Resolution 903 (Rev. Lisbon, 2030)",
        "Reeds",
        address="https://example.org/res-903.pdf",
    )
    editions = (parsed(LANTERNS), willows("Geneva", 2026), willows("Lisbon", 2030))
    return Library(tuple(sorted(editions, key=lambda one: one.key)), Catalogue((known,)))


@pytest.fixture(scope="module")
def graph(library: Library) -> Graph:
    return Graph.of(library)


@pytest.fixture
def run(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command on the library of this test."""
    monkeypatch.setattr("assistant.cli.texts.opened_library", lambda: library)

    def ran(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return ran


L, W, OLD = "itu-pp/res-900/2030", "itu-pp/res-901/2030", "itu-pp/res-901/2026"


@pytest.mark.parametrize(
    ("rule", "source", "text", "leads", "standing", "dated"),
    [
        ("an edition that is held", f"{L}#preamble__considering__rec_a",
         "Resolution 901 (Rev. Lisbon, 2030)", W, LinkStatus.HELD, True),
        ("a superseded edition that is named stays", f"{L}#preamble__considering__rec_b",
         "Resolution 901 (Rev. Geneva, 2026)", OLD, LinkStatus.SUPERSEDED, True),
        ("a part of itself", f"{L}#resolves__para_1",
         "Annex 1 to this resolution", f"{L}#annex_1", LinkStatus.HELD, True),
        ("a part that the text held does not have", f"{L}#resolves__para_2",
         "Annex 2 to this resolution", f"{L}#annex_2", LinkStatus.NO_SUCH_CLAUSE, True),
        ("an edition that is known and not held", f"{L}#instructs-harbour-council__para_nn_1",
         "Resolution 903 (Rev. Lisbon, 2030)", "itu-pp/res-903/2030", LinkStatus.NOT_HELD, True),
        ("an instrument of which no edition is known", f"{L}#resolves__para_2",
         "Decision 902", "itu-pp/dec-902", LinkStatus.NOT_HELD, False),
        ("the Assembly's, named with its date", f"{L}#preamble__considering__rec_c",
         "General Assembly resolution 75/901", "un-ga/res-75-901/2020", LinkStatus.NOT_HELD, True),
        ("the Assembly's, adopted once, is the same without its date", f"{L}#preamble__considering__rec_d",
         "General Assembly resolution 75/901", "un-ga/res-75-901/2020", LinkStatus.NOT_HELD, True),
        ("a part of another text", f"{W}#preamble__noting__rec_nn_1",
         "Annex 1 to Resolution 900 (Rev. Lisbon, 2030)", f"{L}#annex_1", LinkStatus.HELD, True),
    ],
)  # fmt: skip
def test_a_reference_leads(
    graph: Graph, rule: str, source: str, text: str, leads: str, standing: LinkStatus, dated: bool
):
    found = [link for link in graph.links if str(link.source) == source and link.text == text]
    assert [(str(one.leads), one.standing, one.dated) for one in found] == [(leads, standing, dated)], rule


def test_a_reference_to_a_superseded_edition_says_which_is_in_force(graph: Graph):
    newer = {str(link.leads): str(link.superseded_by) for link in graph.links if link.superseded_by}
    assert newer == {OLD: W}


def test_an_instrument_without_its_edition_leads_to_the_one_in_force():
    naming = LANTERNS.replace("Decision 902", "Resolution 901")
    library = Library((parsed(naming), willows("Geneva", 2026), willows("Lisbon", 2030)), Catalogue(()))
    (link,) = [one for one in Graph.of(library).links if one.text == "Resolution 901"]
    assert (str(link.target), str(link.leads)) == ("itu-pp/res-901", W)
    assert (link.dated, link.held) == (False, True)


@pytest.mark.parametrize(
    ("rule", "held", "leads", "standing"),
    [
        ("the edition of that time is held", (2026, 2034), OLD, LinkStatus.SUPERSEDED),
        ("only a later one is held", (2034,), "itu-pp/res-901", LinkStatus.LATER_ONLY),
        ("none is held", (), "itu-pp/res-901", LinkStatus.NOT_HELD),
    ],
)
def test_a_text_cites_no_edition_that_was_adopted_after_it(rule, held, leads, standing):
    naming = parsed(LANTERNS.replace("Decision 902", "Resolution 901"))
    library = Library((naming, *(willows("Lisbon", year) for year in held)), Catalogue(()))
    graph = Graph.of(library)
    (link,) = [link for link in graph.links if link.text == "Resolution 901"]
    assert (str(link.leads), link.standing) == (leads, standing), rule
    later = EditionKey.parse("itu-pp/res-901/2034")
    assert link not in graph.into(later)
    assert (naming.key, later) not in graph.counts


def test_what_an_older_text_cites_is_not_listed_under_a_newer_edition():
    naming = parsed(LANTERNS.replace("Decision 902", "Resolution 903"))
    known = Instrument(EditionKey.parse("itu-pp/res-903/2034"), "Resolution 903 (Rev. Rome, 2034)", "Reeds")
    named = Library((naming,), Catalogue((known,))).named
    assert named[known.edition] == ()
    clauses = named[known.edition.instrument]
    assert [clause.eid for clause in clauses] == ["resolves__para_2"]


def test_a_newer_edition_takes_over_what_names_none():
    treaty = parse_source(text_source("Wardens meet yearly.\n"), "convention", EditionKey.parse(TREATY))
    naming = parsed(LANTERNS.replace("Decision 902", "No. 12 of the Convention"))
    known = Instrument(EditionKey.parse("itu/convention/2022"), "Convention", "")
    before = Graph.of(Library((naming,), Catalogue((known,))))
    after = Graph.of(Library((treaty.edition(), naming), Catalogue((known,))))
    leads = [str(link.leads) for one in (before, after) for link in one.links if "Convention" in link.text]
    assert leads[-1].startswith(TREATY)
    assert not leads[0].startswith(TREATY)


@pytest.mark.parametrize(
    ("rule", "focus", "out", "into"),
    [
        ("an edition, with its parts", L, 9, 4),
        ("an edition that is superseded", OLD, 2, 1),
        ("all editions of an instrument", "itu-pp/res-901", 4, 3),
        ("a provision", f"{L}#preamble__considering__rec_a", 1, 0),
        ("a head, with all below it", f"{L}#preamble__considering", 4, 0),
        ("an annex, with all in it", f"{L}#annex_1", 1, 3),
        ("what is not held", "itu-pp/dec-902/2030", 0, 2),
        ("what nobody names", "itu-pp/res-1/2030", 0, 0),
    ],
)
def test_both_directions(graph: Graph, rule: str, focus: str, out: int, into: int):
    kind = ProvisionId if "#" in focus else EditionKey if focus.count("/") == 2 else InstrumentKey
    key = kind.parse(focus)
    assert (len(graph.out_of(key)), len(graph.into(key))) == (out, into), rule


# -- commands ----------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


def shown(run: Run, *arguments: str) -> Any:
    status, out, _ = run(*arguments)
    assert status == 0
    return json.loads(out)


def test_all_references_as_json(run: Run, library: Library):
    rows = shown(run, "references", "--json")["references"]
    assert len(rows) == sum(len(edition.references) for edition in library.editions)
    assert rows[0].keys() >= {"from", "label", "text", "target", "held", "resolved"}
    (row,) = [one for one in rows if one["text"] == "Decision 902"]
    assert row | {"target": "itu-pp/dec-902", "held": False, "resolved": None} == row
    assert "direction" not in row


@pytest.mark.parametrize("name", [L, "Resolution 900 (Rev. Lisbon, 2030)", "res. 900"])
def test_references_of_a_text_by_key_or_name(run: Run, name: str):
    rows = shown(run, "references", name, "--json")["references"]
    assert [row["direction"] for row in rows] == ["out"] * 9 + ["in"] * 4


def test_references_of_a_clause_by_its_label(run: Run):
    rows = shown(run, "references", "Res. 900", "considering", "b)", "--json")["references"]
    assert [(row["target"], row["standing"], row["superseded_by"]) for row in rows] == [
        (OLD, "superseded", W)
    ]


def test_only_what_names_a_text(run: Run):
    rows = shown(run, "references", OLD, "--in", "--json")["references"]
    assert [(row["from"], row["direction"]) for row in rows] == [(f"{L}#preamble__considering__rec_b", "in")]


@pytest.mark.parametrize(
    "name", ["Resolution 903 (Rev. Lisbon, 2030)", "Resolution 903", "res. 903", "Res 903"]
)
def test_what_names_a_text_that_is_known_and_not_held(run: Run, name: str):
    rows = shown(run, "references", name, "--json")["references"]
    assert [(row["from"], row["direction"]) for row in rows] == [
        (f"{L}#instructs-harbour-council__para_nn_1", "in")
    ]


@pytest.mark.parametrize(
    "name", ["General Assembly resolution 75/901", "the general assembly resolution 75/901"]
)
def test_what_nobody_knows_goes_by_the_words_of_the_texts(run: Run, name: str):
    rows = shown(run, "references", name, "--json")["references"]
    assert [row["from"] for row in rows] == [f"{L}#preamble__considering__rec_{letter}" for letter in "cd"]


def test_references_are_told_in_words(run: Run):
    _, out, _ = run("references", "Res. 900 considering b)")
    assert "“Resolution 901 (Rev. Geneva, 2026)” → itu-pp/res-901/2026 (superseded by" in out
    _, out, _ = run("references")
    assert out.startswith("13 references in 3 texts: ")


def test_a_name_that_names_nothing_is_refused_with_the_remedy(run: Run):
    status, out, err = run("references", "the willow of the year")
    assert (status, out) == (1, "")
    assert "'the willow of the year'" in err
    assert err.count("\n") == 1


def test_two_editions_compared_as_json(run: Run, library: Library):
    changes = shown(run, "compare", OLD, "Resolution 901 (Rev. Lisbon, 2030)", "--json")["changes"]
    assert [(one["kind"], one["a"], one["b"]) for one in changes][:2] == [
        ("MOD", f"{OLD}#preface__docnumber", f"{W}#preface__docnumber"),
        ("NOC", f"{OLD}#preface__title", f"{W}#preface__title"),
    ]
    assert changes[0]["diff"] == [
        ["=", "RESOLUTION 901 (REV. "],
        ["-", "GENEVA, 2026"],
        ["+", "LISBON, 2030"],
        ["=", ")"],
    ]


def test_two_editions_compared_in_words(run: Run):
    _, out, _ = run("compare", OLD, W)
    assert out.startswith("Resolution 901 (Rev. Geneva, 2026) → Resolution 901 (Rev. Lisbon, 2030)\n")
    assert "\n¦ RESOLUTION 901 (REV. [-GENEVA, 2026-] {+LISBON, 2030+})\n" in out
    assert "to lend willows" not in out
    assert "unchanged)" in out
    assert out.endswith("5 NOC, 2 MOD, 0 ADD, 0 SUP, 0 MOVED\n")
    _, out, _ = run("compare", OLD, W, "--all")
    assert "NOC   1\n¦ to lend willows" in out


@pytest.mark.parametrize(
    ("rule", "names", "said"),
    [
        ("an edition that is not held", ("itu-pp/res-1/2030", W), "itu-pp/res-1/2030"),
        ("a name of no edition", ("the willows", W), "the willows"),
    ],
)
def test_what_cannot_be_compared(run: Run, rule: str, names: tuple[str, str], said: str):
    status, out, err = run("compare", *names)
    assert (status, out) == (1, ""), rule
    assert said in err
    assert "resolutions list" in err
