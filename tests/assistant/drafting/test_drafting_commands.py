"""The commands for drafters: their contracts field by field, batches, bad input, what they print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.keys import ProvisionId

KEY = "itu-pp/res-71/2022"
DRAFT = "instructs the Director of the Bureau to report every year to the Council on the plan"
USE = {"provision": str, "label": str, "adopted": str}
HIT = {
    "provision": str,
    "label": str,
    "score": float,
    "text": str,
    "diff": list,
    "in_force": bool,
    "first_used": dict,
    "last_used": dict,
    "superseded": list,
}
DUTY = {
    "provision": str,
    "label": str,
    "verb": str,
    "addressees": list,
    "action": str,
    "deadline": (str, type(None)),
    "conditions": list,
    "under": (str, type(None)),
    "force": (str, type(None)),
    "frequency": (str, type(None)),
    "due": (str, type(None)),
    "reports_to": list,
}


def follows(found: dict, form: dict) -> bool:
    assert list(found) == list(form)
    assert all(isinstance(found[name], kind) for name, kind in form.items()), found
    return True


def batch(*rows: object) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


def test_precedents_have_the_fields_of_the_contract(run):
    rows = batch({"id": "d1", "draft": DRAFT, "filters": {}}, {"id": 2, "draft": DRAFT})
    done = run("precedents", "--batch", "-", "--json", stdin=rows)
    assert done.status == 0
    first, second = done.lines
    assert (first["id"], second["id"]) == ("d1", 2)
    assert list(first) == ["id", "hits"]
    assert first["hits"] == second["hits"]
    assert len(first["hits"]) == 20
    for hit in first["hits"]:
        assert follows(hit, HIT)
        assert follows(hit["first_used"], USE)
        assert ProvisionId.parse(hit["provision"])
        assert hit["label"].startswith("Resolution 71 (Rev. Bucharest, 2022), ")
        assert all(sign in "=+-" and run_ for sign, run_ in hit["diff"])
        assert "".join(run_ for sign, run_ in hit["diff"] if sign != "-") == DRAFT
    assert first["hits"][0]["provision"] == f"{KEY}#instructs-secretary-general-directors-bureaux__para_4"


# rule → (line of a batch, what is said of it)
BAD_LINES = {
    "no JSON": ("nope", "the line is no JSON"),
    "no draft": ({"id": "x"}, "the field 'draft' is missing"),
    "a draft that is no text": ({"id": "x", "draft": 7}, "the field 'draft' is 7"),
    "an empty draft": ({"id": "x", "draft": " \n"}, "the draft is empty"),
    "a long draft": ({"id": "x", "draft": "a" * 10_001}, "10,001 characters"),
    "an unknown filter": (
        {"id": "x", "draft": DRAFT, "filters": {"colour": "red"}},
        "Unknown filter 'colour'",
    ),
    "filters that are none": ({"id": "x", "draft": DRAFT, "filters": "operative"}, "the field 'filters' is"),
    "an unknown kind": (
        {"id": "x", "draft": DRAFT, "filters": {"kind": "title"}},
        "Unknown kind of clause 'title'",
    ),
    "an edition that is not held": (
        {"id": "x", "draft": DRAFT, "filters": {"edition": "itu-pp/res-9/1999"}},
        "resolutions list",
    ),
}


@pytest.mark.parametrize("rule", BAD_LINES)
def test_a_bad_line_is_said_in_its_place_and_harms_no_other(run, rule: str):
    line, said = BAD_LINES[rule]
    done = run(
        "precedents",
        "--batch",
        "-",
        "--json",
        stdin=batch({"id": 1, "draft": DRAFT}, line, {"id": 3, "draft": DRAFT}),
    )
    assert done.status == 1
    before, bad, after = done.lines
    assert before["hits"] == after["hits"] != []
    assert set(bad) == {"id", "line", "error"}
    assert (bad["id"], bad["line"]) == (None if isinstance(line, str) else "x", 2)
    assert said in bad["error"]
    assert "\n" not in bad["error"]


def test_a_filter_that_nothing_passes_is_a_refusal_and_no_error(run):
    done = run("precedents", DRAFT, "--verb", "urge", "--json")
    assert (done.status, done.json) == (
        0,
        {"id": None, "hits": [], "reason": "no clause in the library has verb 'urge'"},
    )
    plain = run("precedents", DRAFT, "--verb", "urge")
    assert (plain.status, plain.out, plain.err) == (0, "", "no clause in the library has verb 'urge'\n")


def test_filters_of_the_command_hold_for_every_line_that_says_no_other(run):
    rows = batch({"draft": DRAFT}, {"draft": DRAFT, "filters": {"kind": "annex"}})
    own, other = run("precedents", "--batch", "-", "--kind", "preambular", "--top", "3", stdin=rows).lines
    assert all("#preamble__" in hit["provision"] for hit in own["hits"])
    assert all("#annex_1__" in hit["provision"] for hit in other["hits"])
    assert len(own["hits"]) == len(other["hits"]) == 3


def test_a_text_in_all_its_editions_and_years_are_filters_too(run):
    given = {"instrument": "Resolution 71", "since": 2020, "until": "2022"}
    rows = batch({"draft": DRAFT, "filters": given}, {"draft": DRAFT, "filters": {"since": 2023}})
    held, none = run("precedents", "--batch", "-", "--top", "2", stdin=rows).lines
    assert len(held["hits"]) == 2
    assert (none["hits"], none["reason"]) == ([], "no clause in the library has year from 2023")
    same = run(
        "precedents", DRAFT, "--instrument", "itu-pp/res-71", "--since", "2022", "--top", "2", "--json"
    )
    assert same.json["hits"] == held["hits"]


def test_precedents_are_printed_with_what_differs(run):
    done = run("precedents", "to report annually to the Council", "--top", "1")
    assert done.status == 0
    text, label, draft, diff, *rest = done.out.rstrip().splitlines()
    assert label.startswith(
        "[Resolution 71 (Rev. Bucharest, 2022), instructs the Secretary-General and the "
        "Directors of the Bureaux 4] 0."
    )
    assert text.startswith("│ to report annually to the Council on the implementation")
    assert draft == "In the draft:"
    assert diff.startswith("¦ to report annually to the Council [-on the implementation")
    assert rest == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--batch", "-", "and words"],
        [DRAFT, "--edition", "nonsense"],
        [DRAFT, "--since", "soon"],
        ["", "--json"],
    ],
)
def test_what_cannot_be_done_is_one_line(run, arguments: list[str]):
    done = run("precedents", *arguments)
    assert (done.status, done.out) == (1, "")
    (line,) = done.err.splitlines()
    assert line.startswith("resolutions: ")


def test_a_missing_index_is_built_first(run, tmp_path: Path, model_of_words, monkeypatch):
    monkeypatch.setattr("index.bank._packs", lambda *_: [])
    monkeypatch.setattr("assistant.opening.EmbeddingModel", lambda folder: model_of_words())
    done = run("precedents", DRAFT, "--json", "--top", "1", at=tmp_path / "home")
    assert done.status == 0
    assert done.json["hits"][0]["text"].startswith("to report annually to the Council")
    assert "Embedding texts" in done.err


def test_duties_have_the_fields_of_the_contract(run):
    done = run("duties", "--json")
    assert done.status == 0
    found = done.json["duties"]
    assert all(follows(one, DUTY) for one in found)
    assert len(found) == 17
    by_id = {one["provision"]: one for one in found}
    report = by_id[f"{KEY}#instructs-secretary-general-directors-bureaux__para_4"]
    assert report["label"].endswith("instructs the Secretary-General and the Directors of the Bureaux 4")
    assert report["verb"] == "instructs"
    assert report["addressees"] == ["Secretary-General", "Directors of the Bureaux"]
    assert report["action"].startswith("to report annually to the Council on the implementation")
    assert (report["deadline"], report["conditions"], report["under"]) == ("annually", [], None)
    assert (report["force"], report["frequency"], report["due"]) == ("binding", "annually", None)
    assert report["reports_to"] == ["the Council"]
    assert by_id[f"{KEY}#instructs-itu-council__para_2"]["conditions"] == ["when necessary"]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--addressee", "Council"], 5),
        (["--addressee", "member states"], 3),
        (["--verb", "invite"], 4),
        (["--edition", "Resolution 71", "--verb", "instructs", "--addressee", "SG"], 8),
        (["--verb", "urge"], 0),
    ],
)
def test_duties_are_filtered(run, options: list[str], count: int):
    done = run("duties", "--json", *options)
    assert done.status == 0
    assert len(done.json["duties"]) == count


def test_duties_are_printed(run):
    done = run("duties", "--addressee", "Council")
    assert done.status == 0
    assert "\n┌ instructs the ITU Council …\n│ to present an assessment" in done.out
    assert "instructs the ITU Council 3]\nWhen: to the next plenipotentiary conference\n" in done.out
    assert "\nConditions: when necessary\n" in done.out
    none = run("duties", "--verb", "urge")
    assert (none.status, none.out, none.err) == (0, "", "no duty in the texts in force has verb 'urge'\n")
    bad = run("duties", "--edition", "nonsense")
    assert (bad.status, bad.out) == (1, "")
    assert "'nonsense' is not in the library" in bad.err
