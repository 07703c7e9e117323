"""The command line: help that teaches, errors in one line, statuses that scripts can trust."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest

from assistant.settings import read_settings
from corpus.errors import ResolutionsError

COMMANDS = [
    "chat",
    "ask",
    "read",
    "search",
    "precedents",
    "duties",
    "verify",
    "parse",
    "add",
    "fetch",
    "remove",
    "list",
    "index",
    "doctor",
    "export",
    "eval",
    "bench",
]


def one_line(done) -> str:
    """Return the one line that an error is; nothing else is printed."""
    assert done.status == 1
    assert done.out == ""
    (line,) = done.err.splitlines()
    assert line.startswith("resolutions: ")
    assert "Traceback" not in line
    return line


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_is_for_and_shows_an_example(run, command: str):
    done = run(command, "--help")
    assert done.status == 0
    about = done.out.split("\n\n")[1]
    assert about[0].isupper()
    assert about.rstrip().endswith(".")
    assert f"example:\n  resolutions {command}" in done.out


def test_the_help_lists_every_command_with_examples(run):
    done = run("--help")
    assert done.status == 0
    assert all(f"\n    {command}" in done.out.replace("\n              ", " ") for command in COMMANDS)
    assert "RESOLUTIONS_HOME" in done.out
    assert 'resolutions read "considering b)"' in done.out


@pytest.mark.parametrize(
    "command",
    ["ask", "read", "search", "verify", "parse", "add", "fetch", "remove", "list", "index", "doctor"],
)
def test_json_is_had_where_it_is_promised(run, command: str):
    assert "--json" in run(command, "--help").out


@pytest.mark.parametrize(
    ("rule", "arguments"),
    [
        ("no command", []),
        ("an unknown command", ["sing"]),
        ("a count that is none", ["search", "skills", "--top", "0"]),
        ("a count that is no number", ["search", "skills", "--top", "few"]),
        ("a label that is missing", ["read"]),
        ("a key that is none", ["parse", "a.txt", "--key", "res 71"]),
        ("a form that is not there", ["export", "Resolution 71", "--format", "pdf"]),
    ],
)
def test_a_command_that_cannot_be_read_ends_with_status_2_and_says_how(run, rule: str, arguments: list[str]):
    done = run(*arguments)
    assert done.status == 2, rule
    assert done.out == ""
    assert done.err.startswith("usage: resolutions")
    assert "Traceback" not in done.err


# -- what is printed -------------------------------------------------------------------------------


def test_a_clause_is_printed_with_its_place(run):
    done = run("read", "SG", "3(i)")
    assert done.status == 0
    place, text, label = done.out.strip().split("\n")
    assert label.endswith("instructs the Secretary-General and the Directors of the Bureaux 3 i)]")
    assert place.startswith("Under instructs the Secretary-General")
    assert text.startswith("│ making all necessary modifications")


def test_every_candidate_of_an_ambiguous_label_is_printed(run):
    assert run("read", "paragraph 2").out.count("Resolution 71 (Rev. Bucharest, 2022), ") == 3


@pytest.mark.parametrize("key", ["itu-pp/res-71/2022", "itu-pp/res-71"])
def test_of_a_whole_text_the_headings_are_printed(run, key):
    done = run("read", key)
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[:2] == [
        "Resolution 71 (Rev. Bucharest, 2022)",
        "│ Strategic plan for the Union for 2024-2027",
    ]
    assert "│ instructs the ITU Council" in lines
    assert "│     Annex 1, section 2.2: Vision" in lines


@pytest.mark.parametrize("key", ["itu-pp/res-25/2022", "itu-pp/res-25"])
def test_a_key_of_a_text_that_is_missing_is_said(run, key):
    done = run("read", key)
    assert (done.status, done.out) == (1, "")
    assert f"'{key}' is not in the library; see: resolutions list" in done.err


def test_a_label_that_names_nothing_is_said(run):
    done = run("read", "Res. 25 resolves 3")
    assert (done.status, done.out) == (1, "")
    assert "'Res. 25 resolves 3' names no clause" in done.err


def test_an_answer_is_printed_with_its_citation(run):
    done = run("ask", "What", "is", "meant", "by", "a", "thematic", "priority?")
    assert done.status == 0
    assert "Areas of work that the Union focuses on" in done.out
    assert "Resolution 71 (Rev. Bucharest, 2022), Annex 1, §7" in done.out


def test_how_an_answer_was_found_is_printed_in_words_on_request(run):
    question = "Why does regional presence matter?"
    plain, traced = run("ask", question), run("ask", question, "--trace")
    assert (plain.status, traced.status) == (0, 0)
    answer, _, told = traced.out.partition("\n\nHow this answer was found\n")
    assert f"{answer}\n" == plain.out
    asked, searched, by, read, *hits = told.splitlines()
    assert asked == f"question: {question}"
    assert searched == "searched: Resolution 71 (Rev. Bucharest, 2022), the newest edition of each text"
    assert by == "answered by: passage"
    assert re.fullmatch(
        r"probability that one of these clauses answers: [01]\.\d\d; confidence in the first: [01]\.\d\d",
        read,
    )
    assert len(hits) == 10
    for at, hit in enumerate(hits, 1):
        name = rf"{at}\. Resolution 71 \(Rev\. Bucharest, 2022\), "
        assert re.fullmatch(rf"{name}.+: score -?\d+\.\d\d, likelihood [01]\.\d\d", hit)


def test_how_an_answer_was_found_is_had_as_json_on_request(run):
    question = "Why does regional presence matter?"
    plain, traced = run("ask", question, "--json").json, run("ask", question, "--json", "--trace").json
    trace = traced.pop("trace")
    assert "trace" not in plain
    assert {**traced, "seconds": 0} == {**plain, "seconds": 0}
    assert set(trace) == {
        "question",
        "strategy",
        "texts",
        "scope_reason",
        "answered",
        "confidence",
        "hits",
        "help",
        "model",
    }
    assert (trace["question"], trace["strategy"]) == (question, "passage")
    assert trace["texts"] == ["Resolution 71 (Rev. Bucharest, 2022)"]
    assert trace["scope_reason"] == "the newest edition of each text"
    assert 0 < trace["confidence"] <= trace["answered"] <= 1
    assert all(set(one) == {"provision", "score", "likelihood"} for one in trace["hits"])
    likely = [one["likelihood"] for one in trace["hits"]]
    assert likely == sorted(likely, reverse=True)
    cited = {it["provision"] for claim in traced["claims"] for it in claim["citations"]}
    assert trace["hits"][0]["provision"] in cited
    rival = next(one["likelihood"] for one in trace["hits"] if one["provision"] not in cited)
    assert trace["confidence"] == pytest.approx(trace["answered"] * (likely[0] - rival), abs=1e-9)


def test_a_way_that_reads_no_clauses_has_no_likelihoods(run):
    question = "What is meant by a thematic priority?"
    trace = run("ask", question, "--json", "--trace").json["trace"]
    assert (trace["strategy"], trace["answered"], trace["confidence"]) == ("definition", None, None)
    assert trace["hits"]
    assert {one["likelihood"] for one in trace["hits"]} == {None}
    assert "likel" not in run("ask", question, "--trace").out.partition("How this answer was found")[2]


def test_a_refusal_is_printed_with_the_closest_clauses(run):
    done = run("ask", "Who chairs the Council?")
    assert done.status == 0
    closest = done.out.partition("\n\nClosest clauses, not an answer:\n\n")[2]
    assert closest.startswith("│ ")
    assert "\n[Resolution 71 (Rev. Bucharest, 2022), " in closest


def test_hits_are_printed_with_their_scores(run):
    lines = run("search", "digital skills", "--top", "3").out.splitlines()
    assert len([line for line in lines if re.fullmatch(r"\[Resolution 71 .*\] \d\.\d{3}", line)]) == 3


def test_what_is_held_and_what_is_only_named_are_listed(run):
    done = run("list")
    assert done.status == 0
    assert "in force         itu-pp/res-71/2022" in done.out
    assert "named, not held  itu-pp/dec-5/2022" in done.out
    assert "https://www.itu.int/en/council/Documents/basic-texts-2023/DEC-005-E.pdf" in done.out


def test_the_texts_that_have_a_pack_are_told(run):
    (held,) = [one for one in run("list", "--json").json["editions"] if one["held"]]
    assert held["questions"] > 5000
    assert f"({held['questions']:,} questions in its pack)" in run("list").out


def test_the_doctor_looks_at_everything(run):
    done = run("doctor", "--json")
    assert done.status == 0
    assert {one["what"] for one in done.json["findings"]} == {
        "home", "disk", "library", "quarantine", "model", "index", "embedding cache", "conversations",
        "accounts", "language model", "privacy", "bodies",
    }  # fmt: skip
    assert all(one["ok"] for one in done.json["findings"])
    said = [one["said"] for one in done.json["findings"] if one["said"].startswith("question bank")]
    assert len(said) == 1
    assert "questions about 1 of 1 editions" in said[0]


def test_the_doctor_of_an_empty_home_says_what_to_run(run, tmp_path: Path):
    done = run("doctor", at=tmp_path / "new")
    assert done.status == 1
    assert "BAD  index" in done.out
    assert "resolutions index" in done.out


# -- files -----------------------------------------------------------------------------------------

BAD_FILES = [
    ("missing", None, "no such file"),
    ("empty", b"", "the file is empty"),
    ("blank", b" \n\t\n", "the file is empty"),
    ("binary", bytes(range(256)) * 8, "binary"),
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
    ("a program", b"\x7fELF\x02\x01\x01" + bytes(64), "a program"),
    ("a Word file", b"PK\x03\x04" + bytes(64), "a ZIP archive"),
    ("text with a zero byte", b"considering\n\na) that\x00 harbours", "binary"),
]


@pytest.mark.parametrize(("rule", "content", "said"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
@pytest.mark.parametrize("arguments", [["parse"], ["parse", "--json"]], ids=["plain", "json"])
def test_an_unreadable_file_is_named_in_one_line(
    run, tmp_path: Path, arguments, rule: str, content, said: str
):
    path = tmp_path / "text.txt"
    if content is not None:
        path.write_bytes(content)
    line = one_line(run(*arguments, str(path), at=tmp_path / "home"))
    assert str(path) in line
    assert said in line
    assert not (tmp_path / "home").exists()


def test_a_folder_is_no_file(run, tmp_path: Path):
    assert "a folder; give the file itself" in one_line(run("parse", str(tmp_path)))


def test_a_name_with_a_line_break_is_still_one_line(run, tmp_path: Path):
    one_line(run("parse", str(tmp_path / "two\nlines.txt")))


def test_a_readable_text_that_is_no_resolution_parses_with_a_warning(run, tmp_path: Path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear wardens,\n\nthe lanterns are green.\n")
    done = run("parse", str(path))
    assert done.status == 0
    assert "the lanterns are green." in done.out
    assert "the text does not say which instrument it is" in done.err


# -- questions -------------------------------------------------------------------------------------

BAD_QUESTIONS = [
    ("empty", "", "empty"),
    ("only blanks", " \t\n  ", "empty"),
    ("only no-break and zero-width blanks", "\u00a0\u200b\u2003", "empty"),
    ("2,001 characters", "a" * 2001, "2,001 characters"),
    ("control characters", "\x07\x1b[31m\x00\x08" * 4, "no readable words"),
    ("signs alone", "?!… —", "no readable words"),
    ("direction marks around nothing", "\u202e\u2066?\u2069", "no readable words"),
]


@pytest.mark.parametrize(("rule", "question", "said"), BAD_QUESTIONS, ids=[row[0] for row in BAD_QUESTIONS])
def test_a_question_that_is_none_is_met_with_a_plain_sentence(run, rule: str, question: str, said: str):
    done = run("ask", question, "--json")
    assert done.status == 0
    assert done.json["claims"] == []
    assert done.json["status"] == "out_of_scope"
    assert said in done.json["text"]
    assert "\n" not in done.json["text"]
    assert said in one_line(run("search", question)), "a query is no conversation: it is an error"


def test_2000_characters_are_a_question(run):
    done = run("ask", "thematic " * 222 + "xy", "--json")
    assert len("thematic " * 222 + "xy") == 2000
    assert done.json["status"] != "out_of_scope"


def test_control_characters_in_a_question_are_not_printed_back(run):
    done = run("ask", "What is meant by a\x07 thematic\x1b priority?", "--json")
    assert done.json["status"] == "answered"
    assert not any(ord(one) < 32 for one in done.json["understood_as"])


@pytest.mark.parametrize(
    "arguments", [["ask"], ["search"], ["ask", "--batch", "-", "and words"], ["search", "x", "--batch", "-"]]
)
def test_a_question_or_a_batch_and_not_both(run, arguments: list[str]):
    assert "--batch" in one_line(run(*arguments))


# -- homes and settings ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["read", "list", "export"])
def test_a_home_that_cannot_be_written_is_said_and_texts_are_read(run, unusable: Path, command: str):
    arguments = {"read": ["considering b)"], "list": [], "export": ["Resolution 71"]}[command]
    done = run(command, *arguments, at=unusable)
    assert done.status == 0
    assert done.out
    (line,) = done.err.splitlines()
    assert str(unusable) in line
    assert "RESOLUTIONS_HOME" in line


def test_an_index_cannot_be_built_in_a_home_that_cannot_be_written(run, unusable: Path):
    done = run("index", at=unusable)
    assert done.status == 1
    assert "Traceback" not in done.err
    last = done.err.splitlines()[-1]
    assert str(unusable) in last
    assert "RESOLUTIONS_HOME" in last


def test_how_many_provisions_a_file_may_have_is_a_setting():
    assert read_settings({}).limits.provisions == 50_000
    assert read_settings({"RESOLUTIONS_FILE_PROVISIONS": "70000"}).limits.provisions == 70_000


def test_a_port_that_is_none_is_named(run, monkeypatch):
    monkeypatch.setenv("RESOLUTIONS_PORT", "many")
    assert "RESOLUTIONS_PORT='many' is no port" in one_line(run("list"))


@pytest.mark.parametrize("port", ["0", "65536", "-1", "80.5", "٣"])
def test_a_port_is_a_number_from_1_to_65535(port: str):
    with pytest.raises(ResolutionsError, match="from 1 to 65535"):
        read_settings({"RESOLUTIONS_PORT": port})


def test_settings_have_defaults_and_are_changed_by_the_environment():
    plain = read_settings({})
    assert (plain.model, plain.host, plain.port) == (None, "127.0.0.1", 7860)
    assert plain.home.name == "resolutions"
    names = {"HOME": "~/texts", "MODEL": "~/model", "HOST": "127.0.0.2", "PORT": "8080"}
    changed = read_settings({f"RESOLUTIONS_{name}": value for name, value in names.items()})
    assert changed.home == Path("~/texts").expanduser()
    assert changed.model == Path("~/model").expanduser()
    assert (changed.host, changed.port) == ("127.0.0.2", 8080)


# -- the whole program -----------------------------------------------------------------------------


def test_an_error_in_a_process_of_its_own_is_one_line_and_no_traceback(in_fresh_process, tmp_path: Path):
    done = in_fresh_process("-m", "assistant.cli", "parse", str(tmp_path / "missing.txt"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"resolutions: {tmp_path / 'missing.txt'}: no such file; check the path\n"


def test_output_is_utf_8_whatever_the_locale_says(in_fresh_process, tmp_path: Path):
    done = in_fresh_process(
        "-m",
        "assistant.cli",
        "read",
        "§8",
        RESOLUTIONS_HOME=str(tmp_path),
        PYTHONIOENCODING="ascii",
        PYTHONUTF8="0",
    )
    assert done.returncode == 0
    assert "§8" in done.stdout


def test_no_command_that_reads_opens_a_connection(run, monkeypatch):
    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    for arguments in (
        ["read", "T1.6"],
        ["list"],
        ["ask", "What is meant by a thematic priority?"],
        ["search", "skills"],
    ):
        assert run(*arguments).status == 0


# -- filters of a question -------------------------------------------------------------------------


def test_a_question_is_asked_of_what_filters_leave(run):
    done = run("ask", "What must be overseen?", "--kind", "operative", "--addressee", "ITU Council", "--json")
    labels = [one["label"] for claim in done.json["claims"] for one in claim["citations"]]
    assert labels
    assert all("instructs the ITU Council" in one for one in labels)


def test_each_line_of_a_batch_may_have_filters_of_its_own(run):
    asked = [{}, {"filters": {"kind": "operative"}}, {"filters": {"kind": "splendid"}}]
    rows = "\n".join(json.dumps({"id": 1, "turns": ["What are the goals?"], **one}) for one in asked)
    first, second, third = run("ask", "--batch", "-", "--json", stdin=rows.encode()).lines
    assert first["status"] == "answered"
    assert all("__para" in one and "annex" not in one for one in second["retrieved"])
    assert "Unknown kind of clause 'splendid'" in third["error"]


@pytest.mark.parametrize("filters", [["--edition", "itu-pp/res-9/2030"], ["--addressee", "the Moon"]])
def test_a_filter_that_leaves_nothing_is_an_answer_that_says_so(run, filters):
    done = run("ask", "What are the goals?", *filters, "--json")
    assert (done.status, done.json["claims"]) == (0, [])
    assert filters[1] in done.json["text"]
