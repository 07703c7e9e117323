"""The judge is measured before it is believed, tells what failed, and never gates."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score

from assistant.answer import Answer, Support
from assistant.language_model.client import LanguageModelFailed
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from evals import judge as judges
from evals.agreement import agreement
from evals.claims import ClaimCase
from evals.golden import Golden
from evals.judge import Judge, Judgement, Question, control_questions, read_verdict, sample, told
from evals.worlds import Texts

LANTERN = "resolves__para_1"
HONEST = "Every harbour shall keep a lantern."
FALSE = "Every harbour shall keep 7 lanterns."
QUESTION = Question("q", "Who keeps a lantern?", ("resolves 1\nevery harbour", "2\nnone"), HONEST, True)


class Server:
    """A server of the OpenAI protocol on this machine; what it sends is a function of the prompt."""

    def __init__(self) -> None:
        self.reply: Callable[[str], list[bytes]] = lambda _: []
        self.prompts: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                prompt = body["messages"][1]["content"]
                server.prompts.append(prompt)
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for piece in server.reply(prompt):
                    self.wfile.write(piece)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.gone = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None  # a client that left
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def piece(text: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    row = {"id": "a", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(row).encode() + b"\n\n"


def whole(text: str) -> list[bytes]:
    return [piece(text), piece("", "stop"), b"data: [DONE]\n\n"]


def able(prompt: str) -> list[bytes]:
    return whole("UNSUPPORTED" if re.search(r"\d+ lanterns", prompt) else "SUPPORTED")


def wavering(prompt: str) -> list[bytes]:
    return whole("What?") if "8 lanterns" in prompt else able(prompt)


def doubting(prompt: str) -> list[bytes]:
    return whole("UNSUPPORTED" if "<claim>\nto count" in prompt else "SUPPORTED")


class Fixed:
    """A writer that gives these answers in turn; an error in their place is raised."""

    def __init__(self, *answers: str | LanguageModelFailed) -> None:
        self.answers, self.asked = list(answers), []

    def complete(self, system: str, user: str, *, seconds: float) -> str:
        self.asked.append((system, user))
        answer = self.answers.pop(0)
        if isinstance(answer, LanguageModelFailed):
            raise answer
        return answer


class Answering:
    """Assistants who give every case the same answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def holding(self, _: object) -> Answering:
        return self

    def ask(self, _: object) -> Answer:
        return self.answer


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def claims(harbours: Edition) -> tuple[ClaimCase, ...]:
    """Labelled claims: eight honest and eight false of the dev split, one of the test split."""
    where = ProvisionId.parse(f"{harbours.key}#{LANTERN}")
    rows = [
        ClaimCase(f"h{n}", "dev", HONEST.replace("keep", f"keep{' ' * n}"), where, Support.PARAPHRASE)
        for n in range(1, 9)
    ] + [
        ClaimCase(f"f{n}", "dev", FALSE.replace("7", str(n)), where, Support.UNSUPPORTED, "number")
        for n in range(2, 10)
    ]
    return (*rows, ClaimCase("t", "test", "Kept for the test.", where, Support.UNSUPPORTED, "scope"))


@pytest.fixture
def run(monkeypatch, capsys, server: Server, claims, harbour_texts: Texts, asked, said):
    """Run the judge over the labelled claims and one answer of two claims; the calls made by whom."""

    def ran(reply: Callable[[str], list[bytes]], limit: int = 0, as_json: bool = True) -> Any:
        server.reply = reply
        monkeypatch.setenv("RESOLUTIONS_LLM_BASE_URL", server.url)
        monkeypatch.setenv("RESOLUTIONS_LLM_MODEL", "small")
        golden = Golden((asked(LANTERN),), (), claims, ())
        monkeypatch.setattr(judges, "gather", lambda home: harbour_texts)
        monkeypatch.setattr(judges, "read_golden", lambda texts: golden)
        answer = said(LANTERN, "instructs-harbour-council__para_1")
        monkeypatch.setattr(judges, "Assistants", lambda texts, settings: Answering(answer))
        assert judges.run(limit, as_json) == 0
        out = capsys.readouterr().out
        return json.loads(out) if as_json else out

    return ran


def test_a_judge_that_reads_is_calibrated_and_then_judges_the_answers(run, server: Server):
    found = run(able)
    assert found["beats_chance"]
    assert [found["calibration"][one]["mean"] for one in ("sensitivity", "specificity", "kappa")] == [1, 1, 1]
    assert found["calibration"]["agreed"]["count"] == 16
    assert found["answers"]["agreed"]["mean"] == 1
    assert (found["calls"], found["failures"], found["differing"]) == (18, [], [])
    assert not any("Kept for the test." in one for one in server.prompts), "the test split is left alone"


def test_its_words_stand_beside_those_of_our_verifier(run):
    out = run(able, as_json=False)
    assert "Cohen's kappa                                 1.00 (1.00 to 1.00), 16" in out
    assert out.count("our verifier ") == 6
    assert "never gates" in out
    assert "WARNING" not in out
    assert "failed" not in out


def test_a_judge_that_always_says_yes_is_printed_with_a_warning(run):
    out = run(lambda _: whole("Supported."), as_json=False)
    assert "WARNING: not shown to be better than chance" in out
    assert re.search(r"sensitivity\) +1\.00 .*\n.*specificity\) +0\.00 .*\n.*balanced accuracy +0\.50 ", out)
    assert re.search(r"Cohen's kappa +– ", out)


def test_where_it_differs_from_our_verifier_is_shown(run):
    out = run(doubting, as_json=False)
    assert "agrees with our verifier                      0.50" in out
    assert "differs: a:2 the judge says unsupported: “to count the lanterns every three years;”" in out


@pytest.mark.parametrize(
    ("judge", "verified", "differ"),
    [
        (True, True, False),
        (True, False, True),
        (False, True, True),
        (False, False, False),
        (None, True, False),
    ],
)
def test_judge_and_verifier_differ_when_one_says_yes_and_the_other_no(judge, verified: bool, differ: bool):
    one = Judgement(replace(QUESTION, verified=verified), judge)
    assert bool(told("small", [], [one])["differing"]) is differ


FAILING = [
    ("dies in the middle of an answer", lambda _: [piece("SUPPO")], "cut off"),
    ("sends garbage", lambda _: [b"data: {{{\n\n"], "cannot be read"),
    ("chats instead of judging", lambda _: whole("The lantern burns brightly."), "no verdict: “The lantern"),
    ("is silent", lambda _: whole(" "), "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("how", "reply", "told"), FAILING, ids=[row[0] for row in FAILING])
def test_a_model_that_only_fails_is_told_not_fatal_and_soon_left_alone(run, server, how, reply, told):
    found = run(reply)
    assert told in found["failures"][0]
    assert len(found["failures"]) == found["calls"] == 18
    assert len(server.prompts) == 5 + 2, "five in a row, for the labelled claims, and the answer's two"
    assert found["failures"][5] == "not asked: 5 calls before it failed"
    assert not found["beats_chance"]
    assert found["calibration"]["kappa"] is found["answers"]["agreed"] is None


def test_a_model_that_is_slow_once_keeps_the_verdicts_it_gave(run, server: Server, monkeypatch):
    def stuck_once(prompt: str) -> Iterator[bytes]:
        if "8 lanterns" in prompt:
            server.gone.wait(60)
        yield from able(prompt)

    monkeypatch.setattr(judges.Judge.__init__, "__defaults__", (4.0,))
    found = run(stuck_once)
    assert found["calibration"]["agreed"]["count"] == 15
    assert ["no whole answer after 4 s" in one for one in found["failures"]] == [True]


def test_failures_are_counted_in_print(run):
    out = run(wavering, as_json=False)
    assert "1 of 18 calls failed and are left out; the first: no verdict: “What?”" in out


def test_a_limit_takes_as_many_honest_claims_as_false_ones(run, server: Server):
    found = run(able, limit=4)
    counts = [found["calibration"][one]["count"] for one in ("sensitivity", "specificity")]
    assert counts == [2, 2]
    assert len(server.prompts) == 4 + 2


def test_without_a_model_one_line_says_so_and_how(capsys):
    assert judges.run(10, as_json=False) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "RESOLUTIONS_LLM_BASE_URL" in captured.err
    assert judges.run(10, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["configured"] is False


# -- one verdict ------------------------------------------------------------------------------------


def test_the_judge_is_shown_question_clauses_and_claim_and_what_to_say():
    writer = Fixed("SUPPORTED")
    assert Judge(writer).judge(QUESTION).supported is True
    system, user = writer.asked[0]
    assert "one word: SUPPORTED or UNSUPPORTED" in system
    assert "<question>\nWho keeps a lantern?\n</question>" in user
    assert "<clauses>\nresolves 1\nevery harbour\n\n2\nnone\n</clauses>" in user
    assert f"<claim>\n{HONEST}\n</claim>" in user
    assert "$" not in user


def test_a_call_that_fails_is_kept_with_what_was_said():
    found = Judge(Fixed(LanguageModelFailed("it is gone", "absent"))).judge(QUESTION)
    assert (found.supported, found.failure) == (None, "it is gone")


def test_one_verdict_among_failures_lets_the_judge_go_on():
    gone = LanguageModelFailed("it is gone", "absent")
    writer = Fixed(gone, gone, gone, gone, "SUPPORTED", gone, gone, gone, gone, "UNSUPPORTED")
    found = Judge(writer).judge_all([QUESTION] * 10, lambda done, total: None)
    assert [one.supported for one in found] == [None] * 4 + [True] + [None] * 4 + [False]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("SUPPORTED", True),
        ("UNSUPPORTED", False),
        ("  **Supported**.\n", True),
        ("Unsupported: the Council is not addressed.", False),
        ("not supported", False),
        ("Not-supported", False),
        ("<think>It is supported? No.</think>\nUNSUPPORTED", False),
        ("<think>SUPPORTED", None),
        ("Supportedly so", None),
        ("I think it is supported", None),
        ("The claim is not SUPPORTED", None),
        ("yes", None),
        ("", None),
    ],
)
def test_a_verdict_is_the_word_that_an_answer_begins_with(said: str, verdict: bool | None):
    assert read_verdict(said) is verdict


def test_a_labelled_claim_is_shown_with_its_clause_its_place_and_our_own_verdict(
    claims, harbour_texts: Texts
):
    first, *_, last = control_questions([one for one in claims if one.split == "dev"], harbour_texts)
    (clause,) = first.clauses
    assert clause.startswith("Resolution 900 (Rev. Lisbon, 2030), resolves 1\n")
    assert "none shall be put out before dawn" in clause
    assert (first.label, last.label, last.verified) == (True, False, False)


def test_a_sample_is_the_same_at_every_run_and_never_more_than_there_is():
    rows = range(100)
    assert sample(rows, 10) == sample(rows, 10) != tuple(range(10))
    assert sample(rows, 0) == sample(rows, 100) == sample(rows, 101) == tuple(rows)


# -- how well it judges -----------------------------------------------------------------------------

T, F = True, False


def pairs(*counts: int) -> list[tuple[bool, bool]]:
    """So many pairs of each kind: rightly yes, wrongly yes, wrongly no, rightly no."""
    kinds = [(T, T), (T, F), (F, T), (F, F)]
    return [kind for kind, count in zip(kinds, counts, strict=True) for _ in range(count)]


@pytest.mark.parametrize(
    ("how", "counts", "beats"),
    [
        ("every word right", (20, 0, 0, 20), True),
        ("mostly right", (30, 10, 5, 35), True),
        ("a coin", (20, 20, 20, 20), False),
        ("always yes", (70, 100, 0, 0), False),
        ("always no", (0, 0, 70, 100), False),
        ("every word wrong", (0, 20, 20, 0), False),
        ("right twice", (1, 0, 0, 1), False),
        ("a little better than a coin, on few", (6, 4, 4, 6), False),
        ("a little better than a coin, on many", (600, 400, 400, 600), True),
        ("nothing false was judged", (20, 0, 1, 0), False),
        ("nothing was judged", (0, 0, 0, 0), False),
    ],
)
def test_a_judge_beats_chance_only_when_the_whole_interval_does(how: str, counts, beats: bool):
    assert agreement(pairs(*counts)).beats_chance is beats


@pytest.mark.parametrize("counts", [(30, 10, 5, 35), (3, 9, 8, 2), (50, 1, 7, 12)])
def test_the_figures_agree_with_another_implementation(counts):
    said, so = zip(*pairs(*counts), strict=True)
    found = agreement(pairs(*counts))
    assert found.kappa.mean == pytest.approx(cohen_kappa_score(said, so), abs=1e-6)
    assert found.balanced.mean == pytest.approx(balanced_accuracy_score(so, said), abs=1e-6)
    assert found.kappa.low < found.kappa.mean < found.kappa.high
    assert found.balanced.low < found.balanced.mean < found.balanced.high
    assert found.agreed.mean == pytest.approx((counts[0] + counts[3]) / sum(counts))
