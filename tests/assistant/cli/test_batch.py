"""Batches and the JSON contracts of DESIGN §8, field by field: other tools read them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.answer import ReasonCode, Status, Support
from corpus import ProvisionId

KEY = "itu-pp/res-71/2022"
COUNCIL_3 = f"{KEY}#instructs-itu-council__para_3"
NUMBER, LIST, TEXT, NONE = (int, float), list, str, type(None)

ANSWER = {
    "id": (str, int, NONE), "status": TEXT, "text": TEXT, "claims": LIST, "closest": LIST, "retrieved": LIST,
    "understood_as": TEXT, "reason": TEXT, "reason_code": TEXT, "opening": TEXT, "read_by": TEXT,
    "translation": TEXT, "language": TEXT, "seconds": NUMBER, "answer_words": (dict, NONE),
}  # fmt: skip
CITATION = {"provision": TEXT, "label": TEXT, "quote": TEXT, "governing": TEXT, "superseded_by": TEXT}
HITS = {"id": (str, int, NONE), "hits": LIST, "seconds": NUMBER}
HIT = {
    "provision": TEXT,
    "label": TEXT,
    "score": NUMBER,
    "dense": (*NUMBER, NONE),
    "lexical": NUMBER,
    "text": TEXT,
}
MATCH = {"provision": TEXT, "label": TEXT, "text": TEXT, "path": LIST, "kind": TEXT}
EDITION = {"key": (str, NONE), "title": TEXT, "revision": TEXT, "adopted": TEXT, "language": TEXT}
PROVISION = {
    "id": TEXT, "label": TEXT, "parent": TEXT, "kind": TEXT, "text": TEXT, "head": TEXT, "anchor": TEXT,
    "line": int,
}  # fmt: skip
PARSE = {
    "edition": dict, "provisions": LIST, "removed": LIST, "unowned": LIST, "gaps": LIST, "references": LIST,
    "warnings": LIST,
}  # fmt: skip
REFERENCE = {"from": TEXT, "text": TEXT, "target": TEXT}
HELD = {"key": TEXT, "title": TEXT, "status": TEXT, "held": bool}
VERDICT = {"id": (str, int, NONE), "support": TEXT, "verdict": TEXT, "needs_reading": bool, "reasons": LIST}


def follows(found: dict, form: dict, *, exactly: bool = False) -> bool:
    """Return True if a document has the fields of a form, each of its kind; more only where they may be."""
    wrong = [name for name, kind in form.items() if not isinstance(found.get(name, ...), kind)]
    assert wrong == [], found
    assert not exactly or set(found) == set(form)
    return True


def batch(*rows: object) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()


# -- ask -------------------------------------------------------------------------------------------


def test_an_answer_has_the_fields_of_the_contract(run):
    done = run(
        "ask",
        "--batch",
        "-",
        "--json",
        stdin=batch({"id": "q1", "turns": ["What is meant by a thematic priority?"]}),
    )
    (row,) = done.lines
    assert done.status == 0
    assert follows(row, ANSWER, exactly=True)
    assert row["id"] == "q1"
    assert row["status"] in list(Status)
    assert row["reason_code"] in list(ReasonCode)
    (claim,) = row["claims"]
    assert follows(claim, {"text": TEXT, "support": TEXT, "citations": LIST}, exactly=True)
    assert claim["support"] in list(Support)
    (citation,) = claim["citations"]
    assert follows(citation, CITATION, exactly=True)
    assert citation["provision"] == f"{KEY}#annex_1__para_7__table_1__row_5"
    assert citation["label"].startswith("Resolution 71 (Rev. Bucharest, 2022), ")
    for id_ in row["closest"] + row["retrieved"]:
        assert str(ProvisionId.parse(id_)) == id_


def test_one_question_prints_the_same_document(run):
    done = run("ask", "What is meant by a thematic priority?", "--json")
    assert follows(done.json, ANSWER, exactly=True)
    assert done.json["id"] is None


def test_the_last_turn_is_answered(run):
    turns = ["What is the Council instructed to do?", "What is meant by a thematic priority?"]
    (row,) = run("ask", "--batch", "-", "--json", stdin=batch({"id": 7, "turns": turns})).lines
    assert row["id"] == 7
    assert "thematic priority" in row["understood_as"]
    assert [one["citations"][0]["provision"] for one in row["claims"]] == [
        f"{KEY}#annex_1__para_7__table_1__row_5"
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What does Decision 5 decide?",
        "Who chairs the Council?",
        "zebra crossings",
        "hello",
        "Was ist das?",
        "",
        "paragraph 2",
    ],
)
def test_whatever_the_status_at_least_twenty_distinct_provisions_are_retrieved(run, assistant, question: str):
    (row,) = run("ask", "--batch", "-", "--json", stdin=batch({"id": 1, "turns": [question]})).lines
    assert bool(row["claims"]) == (row["status"] in ("answered", "candidates", "needs_clarification"))
    if question:
        assert len(row["retrieved"]) >= 20
    assert len(row["retrieved"]) == len(set(row["retrieved"]))
    assert all(assistant.library.provision(ProvisionId.parse(id_)) for id_ in row["retrieved"])


def test_a_refusal_shows_the_closest_and_exits_well(run):
    done = run("ask", "Who chairs the Council?", "--json")
    assert (done.status, done.json["status"], done.json["claims"]) == (0, "not_stated", [])
    assert done.json["closest"]
    assert done.json["reason"]


# -- bad lines -------------------------------------------------------------------------------------

BAD_ASK = [
    ("no JSON", "nonsense", None, "no JSON"),
    ("cut off", '{"id": "a", "turns": ["what', None, "no JSON"),
    ("no object", "[1, 2]", None, "no JSON object"),
    ("a bare null", "null", None, "no JSON object"),
    ("without turns", '{"id": "a"}', "a", "'turns' is missing"),
    ("turns that are no list", '{"id": "a", "turns": "what"}', "a", "of the wrong kind"),
    ("turns that are empty", '{"id": "a", "turns": []}', "a", "list of questions"),
    ("turns that are no text", '{"id": "a", "turns": [1]}', "a", "list of questions"),
    (
        "a number beyond measure",
        '{"id": ' + "9" * 5000 + ', "turns": ["x"]}',
        None,
        "no JSON that can be read",
    ),
    ("nested without end", "[" * 100_000, None, "no JSON"),
    ("NaN", '{"id": NaN, "turns": ["x"]}', None, "no JSON that can be read"),
    ("without an id", '{"turns": []}', None, "list of questions"),
]


@pytest.mark.parametrize(("rule", "line", "id_", "said"), BAD_ASK, ids=[row[0] for row in BAD_ASK])
def test_a_bad_line_is_answered_in_its_place_and_the_others_run(
    run, rule: str, line: str, id_: object, said: str
):
    good = {"id": "good", "turns": ["What is meant by a thematic priority?"]}
    done = run("ask", "--batch", "-", "--json", stdin=batch(good, line, {**good, "id": "after"}))
    first, bad, after = done.lines
    assert done.status == 1
    assert (first["id"], after["id"]) == ("good", "after")
    assert "error" not in first
    assert "error" not in after
    assert set(bad) == {"id", "line", "error"}
    assert (bad["id"], bad["line"]) == (id_, 2)
    assert said in bad["error"]
    assert "\n" not in bad["error"]


def test_an_edition_beside_the_words_of_a_clause_is_read(run):
    row = {
        "claim": "Resolution 70 wants all lamps on the piers lit.",
        "clause": "all lamps on the piers are lit;",
    }
    rows = ({"id": 1, **row}, {"id": 2, **row, "edition": KEY}, {"id": 3, **row, "edition": "lamps"})
    without, beside, bad = run("verify", "--batch", "-", "--json", stdin=batch(*rows)).lines
    assert not any("Resolution 70" in reason for reason in without["reasons"])
    assert any("Resolution 70" in reason for reason in beside["reasons"])
    assert "lamps" in bad["error"]


def test_lines_come_in_order_and_blank_ones_count_for_nothing_but_their_number(run):
    rows = [{"id": number, "query": "lantern"} for number in range(5)]
    done = run(
        "search", "--batch", "-", "--json", "--top", "1", stdin=batch(rows[0], "", *rows[1:], "  ", "bad")
    )
    assert [row["id"] for row in done.lines] == [0, 1, 2, 3, 4, None]
    assert done.lines[-1]["line"] == 8


def test_a_batch_is_read_from_a_file_too(run, tmp_path: Path):
    path = tmp_path / "questions.jsonl"
    path.write_text("\ufeff" + json.dumps({"id": "é", "query": "digital skills"}) + "\n", encoding="utf-8")
    done = run("search", "--batch", str(path), "--json", "--top", "2")
    (row,) = done.lines
    assert (row["id"], len(row["hits"])) == ("é", 2)
    assert '"é"' in done.out


@pytest.mark.parametrize("stdin", [b"", b"\n\n"])
def test_an_empty_batch_is_no_error(run, stdin: bytes):
    done = run("ask", "--batch", "-", "--json", stdin=stdin)
    assert (done.status, done.out) == (0, "")


def test_bytes_that_are_no_text_harm_no_other_line(run):
    good = json.dumps({"id": "good", "query": "skills"}).encode()
    done = run("search", "--batch", "-", "--json", stdin=b"\xff\xfe\x80\n" + good + b"\n")
    bad, row = done.lines
    assert (bad["line"], row["id"], done.status) == (1, "good", 1)


def test_half_a_character_is_printed_as_json_has_it(run):
    done = run(
        "search",
        "--batch",
        "-",
        "--json",
        "--top",
        "1",
        stdin=b'{"id": "\\ud800", "query": "digital skills of users \\udfff"}',
    )
    (row,) = done.lines
    assert row["id"] == "\ud800"
    assert row["hits"]


@pytest.mark.parametrize("source", ["missing.jsonl", "."])
def test_a_batch_that_cannot_be_read_is_named(run, source: str):
    done = run("ask", "--batch", source, "--json")
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines()[-1].startswith(f"resolutions: {source}: cannot be read")


# -- search, read, verify --------------------------------------------------------------------------


def test_hits_have_the_fields_of_the_contract(run):
    done = run("search", "digital skills", "--json", "--top", "5")
    assert follows(done.json, HITS, exactly=True)
    assert len(done.json["hits"]) == 5
    for hit in done.json["hits"]:
        assert follows(hit, HIT)
        assert hit["provision"].startswith(f"{KEY}#")
        assert hit["label"].startswith("Resolution 71 (Rev. Bucharest, 2022), ")
    scores = [hit["score"] for hit in done.json["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_query_of_nothing_is_a_bad_line(run):
    done = run(
        "search",
        "--batch",
        "-",
        "--json",
        stdin=batch({"id": 1, "query": " "}, {"id": 2, "query": 5}, {"id": 3}),
    )
    assert [set(row) for row in done.lines] == [{"id", "line", "error"}] * 3
    assert done.status == 1


def test_matches_have_the_fields_of_the_contract(run):
    done = run("read", "SG 3(i)", "--json")
    assert done.status == 0
    (match,) = done.json["matches"]
    assert follows(match, MATCH, exactly=True)
    assert match["provision"] == f"{KEY}#instructs-secretary-general-directors-bureaux__para_3__point_i"
    assert match["kind"] == "list-item"
    head = "instructs the Secretary-General and the Directors of the Bureaux"
    name = "Resolution 71 (Rev. Bucharest, 2022)"
    assert match["path"] == [f"{name}, {head}", f"{name}, {head} 3"]


def test_headings_of_a_text_have_the_fields_of_the_contract(run):
    done = run("read", KEY, "--json")
    assert done.status == 0
    assert {one["kind"] for one in done.json["matches"]} == {"heading"}
    assert all(follows(one, MATCH, exactly=True) for one in done.json["matches"])
    assert f"{KEY}#resolves" in [one["provision"] for one in done.json["matches"]]


def test_a_label_of_nothing_is_an_empty_list_and_status_1(run):
    done = run("read", "Res. 25 resolves 3", "--json")
    assert (done.status, done.json) == (1, {"matches": []})


def test_a_clause_that_a_row_does_not_bring_is_found_by_its_label_in_its_edition(run):
    row = {"id": "v", "claim": "to report annually to the Council", "edition": KEY, "label": "SG 4"}
    done = run("verify", "--batch", "-", "--json", stdin=batch(row, {**row, "label": "resolves 99"}))
    found, missing = done.lines
    assert (found["verdict"], found["clause"].partition("#")[0]) == ("verbatim", KEY)
    assert "names 0 clauses" in missing["error"]


@pytest.mark.parametrize(
    ("output", "said"),
    [("report.pdf", "let the name end in"), ("none/report.md", "its folder does not exist")],
)
def test_a_report_that_cannot_be_written_is_refused_before_anything_is_checked(run, tmp_path, output, said):
    paper = tmp_path / "paper.txt"
    paper.write_text("Resolution 71 is about the strategic plan.", encoding="utf-8")
    done = run("check", str(paper), "--output", str(tmp_path / output))
    assert (done.status, done.out) == (1, "")
    assert said in done.err


def test_a_checked_document_is_reported_and_written(run, tmp_path):
    paper, report = tmp_path / "paper.txt", tmp_path / "report.json"
    quoted = "to oversee the development and implementation of the ITU lantern framework"
    paper.write_text(f"Resolution 71 tells the Council “{quoted}”.", encoding="utf-8")
    done = run("check", str(paper), "--output", str(report))
    assert done.status == 1
    assert "the clause has “results” where the quotation has “lantern”" in done.out
    assert json.loads(report.read_text("utf-8"))["statements"][0]["verdict"] == "contradicted"
    again = run("check", str(paper), "--again", str(report))
    assert (again.status, again.out.strip()) == (0, "the same document, texts, program and verdicts")


def test_a_claim_in_another_language_is_not_judged(run):
    done = run("verify", "Le Conseil est chargé de superviser le plan stratégique.", "SG 4")
    assert done.status == 1
    assert "the claim is in French; give it in English" in done.err


def test_a_claim_without_a_label_is_looked_for(run):
    done = run("verify", "The Council must buy a ship for the Secretary-General", "--json")
    assert done.json["support"] == "unsupported"
    done = run(
        "verify", "to report annually to the Council on the implementation of the strategic plan", "--json"
    )
    assert done.json["clause"].startswith(f"{KEY}#")


def test_verdicts_have_the_fields_of_the_contract(run):
    clause = "to present an assessment to the next conference"
    row = {
        "id": "v",
        "claim": clause,
        "edition": KEY,
        "label": "instructs the ITU Council 3",
        "clause": clause,
    }
    done = run(
        "verify",
        "--batch",
        "-",
        "--json",
        stdin=batch(row, {**row, "claim": "to present 9 assessments"}, {"id": "w"}),
    )
    right, wrong, bad = done.lines
    assert follows(right, VERDICT, exactly=True)
    assert (right["id"], right["support"], right["reasons"]) == ("v", "verbatim", [])
    assert wrong["support"] == "unsupported"
    assert wrong["reasons"]
    assert set(bad) == {"id", "line", "error"}
    assert done.status == 1


def test_one_claim_is_verified_against_the_clause_that_a_label_names(run):
    done = run("verify", "to present an assessment", "Council 3", "--json")
    assert (done.status, done.json["support"]) == (0, "verbatim")
    ambiguous = run("verify", "anything", "paragraph 2")
    assert ambiguous.status == 1
    assert "names 3 clauses" in ambiguous.err


# -- parse, list, export ---------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path, harbours_text: str) -> Path:
    path = tmp_path / "harbours.txt"
    path.write_text("12\n\n" + harbours_text, encoding="utf-8")
    return path


def test_a_parse_has_the_fields_of_the_contract_and_keeps_nothing(run, file: Path, tmp_path: Path):
    done = run("parse", str(file), "--json", at=tmp_path / "home")
    assert done.status == 0
    found = done.json
    assert follows(found, PARSE, exactly=True)
    assert follows(found["edition"], EDITION)
    assert found["edition"]["key"] == "itu-pp/res-900/2030"
    assert all(follows(one, PROVISION) for one in found["provisions"])
    assert all(follows(one, REFERENCE) for one in found["references"])
    assert all(follows(one, {"line": int, "step": TEXT}, exactly=True) for one in found["removed"])
    assert found["unowned"] == []
    by_id = {one["id"]: one for one in found["provisions"]}
    assert len(by_id) == len(found["provisions"])
    duty = by_id["instructs-harbour-council__para_1"]
    assert (duty["label"], duty["head"]) == (
        "instructs the Harbour Council 1",
        "instructs the Harbour Council",
    )
    assert duty["text"] == "to count the lanterns every three years;"
    footnote = next(one for one in found["provisions"] if one["kind"] == "footnote")
    assert by_id[footnote["anchor"]]["text"].startswith("The wardens")
    assert [(one["text"], one["target"]) for one in found["references"]] == [
        ("Resolution 71 (Rev. Bucharest, 2022)", KEY)
    ]
    assert not (tmp_path / "home").exists()


def test_the_list_has_the_fields_of_the_contract(run):
    done = run("list", "--json")
    assert done.status == 0
    editions = done.json["editions"]
    assert all(follows(one, HELD) for one in editions)
    assert [one["key"] for one in editions if one["held"]] == [KEY]
    assert "itu-pp/dec-5/2022" in [one["key"] for one in editions if not one["held"]]


@pytest.mark.parametrize("name", [KEY, "Resolution 71"])
def test_an_export_has_the_shape_of_a_parse(run, name: str):
    done = run("export", name, "--format", "json")
    assert done.status == 0
    assert follows(done.json, PARSE, exactly=True)
    assert follows(done.json["edition"], EDITION)
    assert len(done.json["provisions"]) == 214
    assert all(follows(one, PROVISION) for one in done.json["provisions"])
    assert all(follows(one, REFERENCE) for one in done.json["references"])


@pytest.mark.parametrize("name", ["itu-pp/res-900/2030", "Resolution 900", "nonsense"])
def test_an_export_of_what_is_not_held_is_one_line(run, name: str):
    done = run("export", name)
    assert (done.status, done.out) == (1, "")
    assert name in done.err
    assert "resolutions list" in done.err


def test_json_alone_goes_to_standard_output(
    in_fresh_process, tmp_path: Path, embeddings: Path, fifty_questions: Path
):
    code = (
        "import sys, pathlib; from corpus import packs; packs.PACKS = pathlib.Path(sys.argv.pop(1)); "
        "from assistant.cli.main import main; sys.exit(main())"
    )
    shutil.copytree(embeddings, tmp_path / "home" / "cache")
    with closing(sqlite3.connect(tmp_path / "home" / "cache" / "embeddings.sqlite")) as table, table:
        table.execute("delete from vectors where rowid % 50 = 0")
    done = in_fresh_process(
        "-c",
        code,
        str(fifty_questions),
        "ask",
        "What is meant by a thematic priority?",
        "--json",
        RESOLUTIONS_HOME=str(tmp_path / "home"),
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["status"] == "answered"
    assert "Embedding texts" in done.stderr, "progress of the first build is told beside it"
