"""What a home remembers of models, and what `doctor` and `ask` make of it."""

from __future__ import annotations

import json
import socket
from dataclasses import asdict, replace

import pytest

from assistant.self_test.notices import destination
from assistant.self_test.questions import Tally
from assistant.self_test.results import FILE, Result, keep_result, prompt_versions, result_of
from assistant.settings import LanguageModel

CONFIGURED = LanguageModel("http://127.0.0.1:1/v1", "small", "secret-key")
REMOTE = LanguageModel("https://model.invalid/v1", "large", "secret-key")
OVERSIGHT = "Who oversees the strategic plan?"
READER = Tally(40, 25, 1)


def result(configured=CONFIGURED, by_model=Tally(40, 30, 1)):  # noqa: B008  it is frozen
    prompt = prompt_versions()
    return Result(
        configured.base_url, configured.model, prompt, "2026-11-26", by_model, READER, READER, 90.5, 200_000
    )


WORSE = Tally(40, 20, 9, 3)


# -- what is remembered ----------------------------------------------------------------------------


def test_a_result_is_remembered_as_it_was(tmp_path):
    assert result_of(tmp_path, CONFIGURED) is None
    keep_result(tmp_path / "new", result())
    assert result_of(tmp_path / "new", CONFIGURED) == result()
    assert [one.name for one in (tmp_path / "new").iterdir()] == [FILE], "nothing half written is left"


def test_of_one_model_the_latest_result_counts_and_others_stay(tmp_path):
    keep_result(tmp_path, result())
    keep_result(tmp_path, result(REMOTE))
    keep_result(tmp_path, result(by_model=WORSE))
    assert result_of(tmp_path, CONFIGURED).by_model == WORSE
    assert result_of(tmp_path, REMOTE) == result(REMOTE)


@pytest.mark.parametrize("changed", [{"base_url": "http://127.0.0.1:2/v1"}, {"model": "smaller"}])
def test_another_address_or_name_is_a_model_that_is_not_tested(tmp_path, changed):
    keep_result(tmp_path, result())
    assert result_of(tmp_path, replace(CONFIGURED, **changed)) is None
    assert result_of(tmp_path, replace(CONFIGURED, api_key="another")) == result()


def test_another_prompt_makes_a_model_untested(tmp_path):
    keep_result(tmp_path, replace(result(), prompt="0"))
    assert result_of(tmp_path, CONFIGURED) is None


def test_the_key_is_never_written(tmp_path):
    keep_result(tmp_path, result())
    assert "secret" not in (tmp_path / FILE).read_text()


def row(**changed):
    return json.dumps({"results": [{**asdict(result()), **changed}]})


DAMAGE = [
    ("nothing", ""),
    ("no JSON", "{"),
    ("a list", "[]"),
    ("no results", "{}"),
    ("a result that is none", '{"results": [3]}'),
    ("a number as a name", row(model=7)),
    ("words as numbers", row(by_model={"asked": "40", "right": 1, "false": 0, "failed": 0})),
    ("fewer than none", row(by_model={"asked": 40, "right": -1, "false": 0, "failed": 0})),
    ("a number too few", row(reader={"asked": 40})),
    ("no seconds", row(seconds=None)),
    ("nested without end", "[" * 100_000),
    ("no text", "\udcff"),
]


@pytest.mark.parametrize(("how", "text"), DAMAGE, ids=[one[0] for one in DAMAGE])
def test_a_damaged_file_is_as_good_as_none_and_is_written_anew(tmp_path, how, text):
    (tmp_path / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert result_of(tmp_path, CONFIGURED) is None
    keep_result(tmp_path, result())
    assert result_of(tmp_path, CONFIGURED) == result()


@pytest.mark.parametrize(
    ("by_model", "used", "decided"),
    [
        (Tally(40, 25, 1), True, True),
        (Tally(40, 24, 1), False, True),
        (Tally(40, 24, 0), True, True),
        (Tally(0, 0, 0), True, False),
        (Tally(20, 10, 6), True, False),
        (Tally(20, 10, 7), False, True),
        (Tally(32, 32, 0), True, True),
        (Tally(31, 31, 0), True, False),
        (Tally(7, 0, 0, 0, 7), True, False),
        (Tally(8, 0, 0, 0, 8), False, True),
        (Tally(8, 0, 0, 1, 7), True, False),
    ],
)
def test_a_model_is_used_unless_it_is_worse_than_the_built_in_reader(by_model, used, decided):
    found = result(by_model=by_model)
    assert (found.is_used, found.is_decided) == (used, decided)


# -- asking ----------------------------------------------------------------------------------------


def configure(monkeypatch, configured):
    monkeypatch.setenv("RESOLUTIONS_LLM_BASE_URL", configured.base_url)
    monkeypatch.setenv("RESOLUTIONS_LLM_MODEL", configured.model)
    monkeypatch.setenv("RESOLUTIONS_LLM_API_KEY", configured.api_key)


def test_ask_uses_an_untested_model_and_says_so(run, clean, fake, monkeypatch):
    fake.says(json.dumps({"clauses": ["c3"], "answered": True}))
    configure(monkeypatch, fake.configured)
    done = run("ask", "--json", OVERSIGHT)
    assert done.json["read_by"] == "small"
    assert done.err.count("'small' is not tested yet; to test it, run: resolutions doctor --model") == 1
    keep_result(clean, result(fake.configured))
    done = run("ask", "--json", OVERSIGHT)
    assert (done.json["read_by"], done.err) == ("small", "")


def test_a_model_that_did_worse_is_not_asked_and_that_is_said_once(run, clean, fake, monkeypatch):
    quick = run("ask", "--json", OVERSIGHT).json
    configure(monkeypatch, fake.configured)
    keep_result(clean, result(fake.configured, WORSE))
    rows = "".join(json.dumps({"id": at, "turns": [OVERSIGHT]}) + "\n" for at in range(3))
    rows += json.dumps({"id": 3, "turns": [OVERSIGHT, "And who assesses its results?"]}) + "\n"
    done = run("ask", "--batch", "-", stdin=rows.encode())
    assert [one["claims"] for one in done.lines[:3]] == [quick["claims"]] * 3
    assert {one["read_by"] for one in done.lines} == {""}
    said = "The language model 'small' did worse than the built-in reader in its test and is not used"
    assert done.err.count(said) == 1
    assert fake.heard == []


def test_a_question_to_another_machine_says_where_it_goes(run, clean, monkeypatch):
    def nowhere(*_, **__):
        raise socket.gaierror("no such host")

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    configure(monkeypatch, REMOTE)
    said = (
        "Questions, the earlier questions of their conversation and the clauses found for them are sent to "
        "'large' at https://model.invalid/v1."
    )
    assert destination(REMOTE) == said
    assert [run("ask", OVERSIGHT).err.count(said) for _ in range(2)] == [1, 1]


# -- the doctor ------------------------------------------------------------------------------------


def said(done):
    return [(one["ok"], one["said"]) for one in done.json["findings"] if one["what"] == "language model"]


@pytest.fixture
def model_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the doctor look at the language model alone: its looks at the home have tests of their own."""
    monkeypatch.setattr("assistant.doctor._LOOKS", ())
    monkeypatch.setenv("RESOLUTIONS_FIND_MODELS", "0")


def test_without_a_model_the_doctor_says_how_to_configure_one(run, clean, model_alone):
    for arguments in (["doctor"], ["doctor", "--model"]):
        done = run(*arguments, "--json")
        assert done.status == 0
        ((ok, line),) = said(done)
        assert ok
        assert "none is configured" in line
        assert "RESOLUTIONS_LLM_BASE_URL" in line
    assert done.json["result"] is None
    assert len(run("doctor", "--model").out.splitlines()) == 1


def test_the_doctor_tells_whether_a_model_is_there_and_how_it_did_without_asking_it(
    run, clean, fake, monkeypatch, model_alone
):
    configure(monkeypatch, fake.configured)
    (set_by, there, untested) = said(run("doctor", "--json"))
    assert set_by == (True, "'small' is set by the environment")
    assert there == (True, f"'small' at {fake.configured.base_url} can be reached")
    assert untested == (True, "not tested yet; to test it, run: resolutions doctor --model")
    keep_result(clean, result(fake.configured))
    done = run("doctor", "--json")
    assert (done.status, said(done)[-1][1].split(",")[0]) == (0, "it is used")
    keep_result(clean, result(fake.configured, WORSE))
    done = run("doctor", "--json")
    assert (done.status, said(done)[-1][1].split(",")[0]) == (1, "it is not used")
    assert fake.heard == []
    configure(monkeypatch, CONFIGURED)
    done = run("doctor")
    assert done.status == 1
    assert "BAD  language model: 'small' at http://127.0.0.1:1/v1 cannot be reached" in done.out


def test_the_doctor_tests_a_model_that_names_the_first_clause_always_and_keeps_the_result(
    run, clean, fake, monkeypatch
):
    fake.says(json.dumps({"clauses": ["c1"], "answered": True, "missing": "", "opening": ""}))
    configure(monkeypatch, fake.configured)
    done = run("doctor", "--model")
    assert done.status == 1
    first, second, third, fourth, last = done.out.splitlines()
    assert first.startswith("ok   language model: 'small' at http://127.0.0.1:")
    assert "of 40 questions: " in second
    assert third.startswith("ok   language model: the built-in reader on the same questions: ")
    assert " tokens" in fourth
    assert last.startswith("BAD  language model: it is not used, because it is worse")
    assert "Testing the language model" in done.err
    assert "100%" not in done.err, "the bar ends with what was done"
    found = result_of(clean, fake.configured)
    reading = [one for one in fake.heard if "<clauses>" in json.dumps(one[1])]
    assert len(reading) == found.by_model.asked < 40
    assert {one[1]["response_format"]["type"] for one in fake.heard} == {"json_schema"}
    done = run("doctor", "--model", "--json")
    assert done.json["result"]["by_model"]["asked"] == found.by_model.asked
    assert done.json["result"]["base_url"] == fake.configured.base_url
    assert "secret" not in done.out


def test_of_a_model_behind_a_proxy_the_doctor_does_not_say_that_it_can_be_reached(
    run, clean, monkeypatch, model_alone
):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    configure(monkeypatch, REMOTE)
    (_, there, _) = said(run("doctor", "--json"))
    assert there[1] == (
        "'large' at https://model.invalid/v1 is asked through a proxy: only a test shows whether it is there"
    )


@pytest.mark.parametrize("status", [0, 401])
def test_a_server_that_is_not_there_or_refuses_leaves_what_was_known(run, clean, fake, monkeypatch, status):
    configured = fake.configured if status else CONFIGURED
    fake.status = status or 200
    configure(monkeypatch, configured)
    keep_result(clean, result(configured))
    done = run("doctor", "--model")
    assert done.status == 1
    assert done.out.splitlines()[-1].startswith(
        "BAD  language model: it could not be tested; the last result still applies"
    )
    assert ("cannot be reached" in done.out, "answers 401" in done.out) == (not status, bool(status))
    assert result_of(clean, configured) == result(configured)
