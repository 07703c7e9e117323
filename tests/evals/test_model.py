"""The language model beside the local reader: prompts go out, replies come back, both are scored alike."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Answer, Status
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.rendering import ChosenClause, claims
from assistant.scope.filters import Filters
from assistant.selection.model import READER_STRATEGY, prompt_for
from assistant.settings import LanguageModel
from assistant.trace import Trace
from corpus.catalogue import catalogue
from corpus.errors import ResolutionsError
from evals.bodies.answers import GoldClause, Question, digest
from evals.cases import Case, Gold
from evals.lab import model
from evals.worlds import Texts
from index import search_without_index

COUNT, REPORT = "instructs-harbour-council__para_1", "instructs-harbour-council__para_2"
QUESTION = "Who counts?"


@pytest.fixture
def texts(harbours):
    return Texts({harbours.key: harbours}, {})


@pytest.fixture
def library(harbours):
    return Library((harbours,), catalogue())


@pytest.fixture
def before(harbours, library):
    """An answer of the local reader that shows a wrong clause."""
    shown = claims([ChosenClause(harbours, harbours.provision(REPORT))], library)
    retrieved = tuple(harbours.id_of(harbours.provision(eid)) for eid in (REPORT, COUNT))
    trace = Trace(QUESTION, READER_STRATEGY, (), ())
    return Answer(Status.ANSWERED, "", shown, retrieved=retrieved, understood_as=QUESTION, trace=trace)


@pytest.fixture
def case(harbours):
    gold = Gold(harbours.id_of(harbours.provision(COUNT)), "lanterns")
    return Case("h-1", "dev", "delegate", "duty", (QUESTION,), (harbours.key,), Status.ANSWERED, ((gold,),),
                place="blind/res-71.jsonl:1", length="short")  # fmt: skip


@pytest.fixture
def prompted(case, before, library):
    return model.Prompted(case, before, prompt_for(before, case.turns, library))


def reply(*tokens, answered=True, **fields):
    named = [{"token": one, "words": "", "part": 1} for one in tokens]
    return json.dumps({"clauses": named, "answered": answered, "missing": "", "opening": "", **fields})


def with_reply(prompted, texts, said):
    given = {"h-1": model.KeptReply(said, seconds=2.0)} if said else {}
    return model.with_reply(prompted, given, texts, "small")


def test_both_readers_are_scored_alike(prompted, texts):
    found = model.measured("small", [with_reply(prompted, texts, reply("c2"))], texts)
    rows = found["worlds"]["res-71"]
    assert (rows["decisive recall"]["local"][0], rows["decisive recall"]["model"][0]) == (0.0, 1.0)
    assert (rows["answer precision"]["local"][0], rows["answer precision"]["model"][0]) == (0.0, 1.0)
    assert rows["decisive recall"]["difference"][0] == 1.0
    assert rows["gold_seen"] == 1.0
    assert (found["read"], found["unsupported"], found["statuses"]) == (1, [], {"answered → answered": 1})
    assert found["seconds"] == {"median": 2.0, "most": 2.0}
    assert 300 < found["tokens_in"]["median"] < 1_000
    printed = "\n".join(model.printed(found))
    assert "small, prompt 2" in printed
    assert "shown, not what a clause says: 0" in printed


def test_a_refusal_costs_what_it_should(prompted, texts):
    found = model.measured("small", [with_reply(prompted, texts, reply("c2", answered=False))], texts)
    rows = found["worlds"]["res-71"]
    assert rows["decisive recall"]["model"][0] == 0.0
    assert rows["shown recall"]["model"][0] == 1.0
    assert rows["answer precision"]["model"] is None


def test_what_cannot_be_used_leaves_the_local_answer_and_is_counted(prompted, texts):
    asked = [with_reply(prompted, texts, said) for said in ("Well, c2.", reply("c9"))]
    found = model.measured("small", asked, texts)
    assert found["failures"] == {"broken": 1, "unusable": 1}
    assert found["worlds"]["res-71"]["decisive recall"]["model"][0] == 0.0


def test_an_opening_that_is_dropped_is_counted_with_its_reason(prompted, texts):
    found = model.measured("small", [with_reply(prompted, texts, reply("c2", opening="Well."))], texts)
    assert found["openings"] == 0
    assert sum(found["openings_dropped"].values()) == 1


def test_a_question_without_a_reply_is_left_out(prompted, texts):
    found = model.measured("small", [with_reply(prompted, texts, "")], texts)
    assert (found["questions"], found["no_reply"], found["worlds"]) == (0, 1, {})
    assert "have no reply" in "\n".join(model.printed(found))


def test_what_a_model_is_not_asked_counts_as_the_local_reader_met_it(prompted, texts):
    found = model.measured("small", [with_reply(replace(prompted, prompt=None), texts, "")], texts)
    assert (found["questions"], found["read"]) == (1, 0)
    assert found["worlds"]["res-71"]["decisive recall"]["model"][0] == 0.0


def test_words_that_no_clause_has_are_noticed(prompted, texts):
    after = with_reply(prompted, texts, reply("c2")).after
    (claim,) = after.claims
    assert list(model.unsupported(after, texts)) == []
    assert list(model.unsupported(replace(after, opening="All is well with the lanterns."), texts))
    forged = replace(claim, citations=(replace(claim.citations[0], quote="to sell the lanterns"),))
    assert list(model.unsupported(replace(after, claims=(forged,)), texts))


# -- the files ------------------------------------------------------------------------------------------


def test_a_reply_counts_for_the_words_of_its_prompt_alone(prompted, texts):
    for mark, left in (("", ""), (model.prompt_hash(prompted.prompt), ""), ("another", "no reply")):
        found = model.with_reply(prompted, {"h-1": model.KeptReply(reply("c2"), mark)}, texts, "small")
        assert found.failure == left


def test_replies_are_text_or_objects_and_the_last_of_a_case_counts(tmp_path):
    path = tmp_path / "replies.jsonl"
    rows = [
        {"case": "a", "reply": "no"},
        {"case": "a", "reply": json.loads(reply("c1"))},
        {"case": "b", "reply": reply("c2"), "prompt": "x", "seconds": 1.5},
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in rows))
    found = model.read_replies(path)
    assert json.loads(found["a"].text)["clauses"][0]["token"] == "c1"
    assert found["b"] == model.KeptReply(reply("c2"), "x", 1.5)
    path.write_text('{"case": "a"}\n')
    with pytest.raises(ResolutionsError, match=r"replies\.jsonl:1: no line like"):
        model.read_replies(path)


HELP = {"standalone": "Who oversees the plan?", "phrases": ["oversee the strategic plan"], "language": "en"}


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def write(path, rows, mode="w"):
    with path.open(mode) as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


class Answers:
    """A model that replies, or fails, as it was made to."""

    def __init__(self, configured):
        self.asked = 0
        Answers.last = self

    def complete(self, system, user, *, seconds, schema=None):
        self.asked += 1
        return reply("c2")


def test_a_run_that_was_broken_off_goes_on_where_it_ended(prompted, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(model, "Client", Answers)
    configured = LanguageModel("http://127.0.0.1:1/v1", "small")
    file = tmp_path / "evals" / "replies.jsonl"
    for asked in (1, 0):
        given = model.ask([prompted], configured, file)
        assert given["h-1"].text == reply("c2")
        assert given["h-1"].prompt == model.prompt_hash(prompted.prompt)
        assert Answers.last.asked == asked
    model.ask([replace(prompted, prompt=replace(prompted.prompt, user="otherwise"))], configured, file)
    assert Answers.last.asked == 1, "another prompt is asked anew"


def test_a_failure_is_said_and_not_kept(prompted, tmp_path, monkeypatch, capsys):
    file = tmp_path / "replies.jsonl"
    assert model.ask([prompted], LanguageModel("http://127.0.0.1:1/v1", "small"), file) == {}
    assert "h-1: language model 'small'" in capsys.readouterr().err


def test_without_a_model_nothing_is_asked(capsys):
    assert model.run(()) == 0
    assert "no language model is configured" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, r"replies\.jsonl: no such file; write its prompts first with --export FILE"),
        (b'{"case": "a"}\n', r"replies\.jsonl:1: no line like"),
        (b"\xff\xfe\n", r"replies\.jsonl: cannot be read"),
    ],
    ids=["missing", "malformed", "not text"],
)
def test_replies_that_cannot_be_read_are_said_before_anything_is_asked(tmp_path, monkeypatch, content, said):
    monkeypatch.setattr(model, "_prompts", lambda *_, **__: pytest.fail("questions were asked"))
    path = tmp_path / "replies.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ResolutionsError, match=said):
        model.run(["res-71"], 1, imported=path)


def test_a_case_is_prompted_with_what_its_filter_leaves(case, before, library, monkeypatch):
    """The answer before was retrieved from all of the library; of it only what passes is sent."""
    assistant = Assistant(library, search_without_index(library.editions, ()))
    holding = type("Holding", (), {"holding": lambda self, held: assistant})()
    monkeypatch.setattr(FilteredAssistant, "ask", lambda *_: before)
    (whole,) = model._prompts([case], holding)
    (left,) = model._prompts([replace(case, filters=Filters(addressee="Member States"))], holding)
    assert len(whole.prompt.excerpts) == 2
    assert left.prompt is None


@pytest.mark.slow  # it opens the assistant over Resolution 71
def test_prompts_go_out_and_replies_come_back(tmp_path, home, monkeypatch, capsys):
    monkeypatch.setenv("RESOLUTIONS_HOME", str(home))
    prompts, replies = tmp_path / "prompts.jsonl", tmp_path / "replies.jsonl"
    assert model.run(["res-71"], 4, exported=prompts) == 0
    first = lines(prompts)
    assert all(set(one) == {"case", "prompt", "system", "user"} for one in first)
    helping = [one for one in first if one["case"].endswith("#help")]
    assert 0 < len(helping) < len(first)
    write(replies, [{"case": one["case"], "prompt": one["prompt"], "reply": HELP} for one in helping])
    assert model.run(["res-71"], 4, imported=replies, exported=prompts) == 0
    second = lines(prompts)
    assert {one["case"] for one in second} == {one["case"].removesuffix("#help") for one in first}
    write(replies, [{"case": one["case"], "reply": reply("c1")} for one in second], mode="a")
    capsys.readouterr()
    assert model.run(["res-71"], 4, imported=replies, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["read"], found["helped"]) == (4, len(second), len(helping))
    assert found["unsupported"] == []


def test_questions_over_other_bodies_become_cases(tmp_path, monkeypatch):
    said = "The targets represent the effect and long-term impact of ITU's work"
    clause = GoldClause("shipped", digest(said))
    asked = [
        Question("one", "itu", "What do targets show?", ((clause,),), before=("What is a goal?",)),
        Question("none", "itu", "Who painted them?", ()),
    ]
    monkeypatch.setattr(model, "read_questions", lambda _: asked[:1])
    monkeypatch.setattr(model, "read_follow_ups", lambda _: asked[1:])
    one, none = model._over_bodies(tmp_path)
    assert (one.turns, one.status, one.cited) == (
        ("What is a goal?", "What do targets show?"),
        Status.ANSWERED,
        {"itu-pp/res-71/2022#annex_1__para_13"},
    )
    assert (none.status, none.gold) == (Status.NOT_STATED, ())
    assert one.held == none.held
    assert model.world(one) == "bodies"
