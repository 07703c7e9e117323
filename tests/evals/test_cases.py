"""Golden rows are checked against the texts before they judge anything; a bad one is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Status, Support
from evals.cases import FOLLOW_UPS, KINDS, BadCase, read_cases
from evals.claims import read_claims
from evals.drafts import read_drafts
from evals.worlds import Texts

KEY = "itu-pp/res-900/2030"
KEEP, COUNT = f"{KEY}#resolves__para_1", f"{KEY}#instructs-harbour-council__para_1"
ABSENT = "itu-pp/res-77/2018"  # what only a person's library can have
NOWHERE = "itu-pp/res-78/2018"
GOOD = {
    "id": "a",
    "split": "dev",
    "reader": "delegate",
    "kind": "lookup",
    "turns": ["Must a port have a light?"],
    "held": [KEY],
    "status": "answered",
    "gold": [{"provision": KEEP, "evidence": "every harbour shall keep a lantern"}],
}
AWAY = {"provision": f"{ABSENT}#x", "evidence": "y"}
REFUSED = {**GOOD, "id": "b", "turns": ["What does a lamp cost?"], "status": "not_stated", "gold": []}
TALK = {**GOOD, "id": "t", "turns": ["What of lamps?", "And by day?"], "follow_up": "ellipsis"}
DRAFT = {
    "id": "d",
    "split": "dev",
    "draft": "that every port shall have a lamp;",
    "filters": {"verb": "resolves"},
    "held": "harbours",
    "gold": GOOD["gold"],
    "change": "reworded",
}
CLAIM = {
    "id": "v", "split": "test", "claim": "Every harbour has a lantern.", "provision": KEEP,
    "expect": "paraphrase",
}  # fmt: skip
FALSE = {**CLAIM, "id": "w", "claim": "No harbour has one.", "expect": "unsupported", "change": "negation"}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows as JSON lines; a row that is a string is written as it is."""

    def written(*rows: object) -> Path:
        path = tmp_path / "questions" / "harbours.jsonl"
        path.parent.mkdir()
        path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
        return path

    return written


def case(**changes: object) -> dict:
    return {**GOOD, "id": "c", **changes}


def gold(**changes: object) -> dict:
    return case(gold=[{**GOOD["gold"][0], **changes}])


def without(row: dict, name: str) -> dict:
    return {key: value for key, value in row.items() if key != name}


BAD = [
    ("malformed JSON", '{"id": "c", ', "not a case"),
    ("a blank line", "", "not a case"),
    ("no object", "[]", "not a case"),
    ("a field that is missing", without(case(), "turns"), "'turns'"),
    ("an unknown status", case(status="maybe"), "maybe"),
    ("a damaged gold id", gold(provision="somewhere"), "somewhere"),
    ("an unknown gold id", gold(provision=f"{KEY}#resolves__para_99"), "unknown gold id"),
    ("gold of a text that is not held", case(held=["itu-pp/res-71/2022"]), "which is not supposed"),
    ("a text that is nowhere", case(held=[KEY, NOWHERE]), "is supposed held and is nowhere"),
    ("a world that is unknown", case(held="atlantis"), "'atlantis' is no world"),
    ("a damaged key of a text", case(held=["lanterns"]), "lanterns"),
    ("evidence that is not in the clause", gold(evidence="reeds"), "the evidence “reeds” does not stand in"),
    ("no evidence", gold(evidence=""), "does not stand in"),
    ("evidence that is no text", gold(evidence=7), "not a case"),
    ("an alternative to nothing", gold(alternative=True), "an alternative needs gold before it"),
    ("the same gold twice", case(gold=GOOD["gold"] * 2), "stands in the gold twice"),
    ("the id of another", {**GOOD, "turns": ["What of harbours?"]}, "the id a comes twice"),
    ("an answer without gold", case(gold=[]), "an answered case needs gold"),
    ("gold without an answer", case(status="not_stated"), "another has none"),
    ("an unknown split", case(split="train"), "split must be dev or test"),
    ("no question", case(turns=[]), "turns must hold questions"),
    ("an empty question", case(turns=["what", " "], follow_up="next"), "turns must hold questions"),
    ("a question that is no list", case(turns="what"), "turns are a list"),
    ("a question that is no text", case(turns=[7]), "not a case"),
    ("an unknown kind", case(kind="riddle"), "'riddle' is no kind of question"),
    ("an unknown follow-up", {**TALK, "follow_up": "sigh"}, "'sigh' is no kind of follow-up"),
    ("a conversation without its kind", {**TALK, "follow_up": ""}, "a conversation says what kind"),
    ("a single question with a kind of follow-up", case(follow_up="next"), "a single question does not"),
    ("six words of its clause", case(turns=["that EVERY harbour, shall keep a?"]), "repeats 6"),
    (
        "six words of its clause in an earlier turn",
        {**TALK, "turns": ["That every harbour shall keep a light?", "Why?"]},
        "repeats 6 words",
    ),
    ("an unknown id of what is near", {**REFUSED, "id": "c", "near": [f"{KEY}#x"]}, "of what is near"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "row", "said"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_case_is_named_by_file_and_line(harbour_texts: Texts, write: Write, rule, row, said):
    with pytest.raises(BadCase) as caught:
        read_cases(write(GOOD, REFUSED, row), harbour_texts)
    assert str(caught.value).startswith("questions/harbours.jsonl:3: ")
    assert said in str(caught.value), rule
    assert "\n" not in str(caught.value)


SOUND = [
    ("five words of its clause are no leak", case(turns=["Who says that every harbour shall glow?"])),
    ("six words over two turns are no leak", {**TALK, "turns": ["That every harbour", "shall keep a?"]}),
    ("a world by its name", case(held="both")),
    ("gold that only a library can have", case(held="more", gold=[AWAY])),
    ("what is near in such a text", {**REFUSED, "held": "more", "near": [f"{ABSENT}#x"]}),
    ("several that are meant", case(status="needs_clarification")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "row"), SOUND, ids=[row[0] for row in SOUND])
def test_a_sound_case_is_read(harbour_texts: Texts, write: Write, rule: str, row: dict):
    assert len(read_cases(write(row), harbour_texts)) == 1, rule


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("follow_up", FOLLOW_UPS)
def test_every_kind_is_read(harbour_texts: Texts, write: Write, kind: str, follow_up: str):
    (one,) = read_cases(write({**TALK, "kind": kind, "follow_up": follow_up}), harbour_texts)
    assert (one.kind, one.follow_up) == (kind, follow_up)


def test_a_good_case_says_what_it_deserves(harbour_texts: Texts, write: Write):
    near = {**REFUSED, "near": [COUNT]}
    answered, refused, talk = read_cases(write(GOOD, near, TALK), harbour_texts)
    assert (answered.id, answered.split, answered.turns) == ("a", "dev", ("Must a port have a light?",))
    assert answered.is_answerable
    assert answered.cited == {KEEP}
    assert answered.place == "questions/harbours.jsonl:1"
    assert (refused.status, refused.cited, refused.is_answerable) == (Status.NOT_STATED, frozenset(), False)
    assert [str(one) for one in refused.near] == [COUNT]
    assert (len(talk.turns), talk.follow_up) == (2, "ellipsis")


def test_an_alternative_joins_the_gold_before_it(harbour_texts: Texts, write: Write):
    other = {"provision": COUNT, "evidence": "count", "alternative": True}
    third = {"provision": f"{KEY}#annex_1__para_1", "evidence": "wardens"}
    (one,) = read_cases(write(case(gold=[*GOOD["gold"], other, third])), harbour_texts)
    assert [len(group) for group in one.gold] == [2, 1]
    assert len(one.cited) == 3


def test_a_file_that_cannot_be_read_is_named(harbour_texts: Texts, tmp_path: Path):
    garbled = tmp_path / "garbled.jsonl"
    garbled.write_bytes(b'{"id": "\xff"}')
    for path in (garbled, tmp_path / "absent.jsonl"):
        with pytest.raises(BadCase, match=f"{path.name}: cannot be read"):
            read_cases(path, harbour_texts)


def test_an_empty_file_has_no_cases(harbour_texts: Texts, write: Write):
    assert read_cases(write(), harbour_texts) == ()


# -- drafts and claims ------------------------------------------------------------------------------

BAD_DRAFTS = [
    ("no words", {**DRAFT, "draft": " "}, "a draft needs words and gold"),
    ("no gold", {**DRAFT, "gold": []}, "a draft needs words and gold"),
    ("an unknown split", {**DRAFT, "split": "train"}, "split must be dev or test"),
    ("an unknown change", {**DRAFT, "change": "sung"}, "'sung' is no change"),
    ("an unknown filter", {**DRAFT, "filters": {"year": "2030"}}, "'year' is no filter"),
    ("an unknown gold id", {**DRAFT, "gold": [{"provision": f"{KEY}#x", "evidence": "y"}]}, "unknown gold"),
    ("evidence of another clause", {**DRAFT, "gold": [{"provision": KEEP, "evidence": "reeds"}]}, "“reeds”"),
    ("a text that is nowhere", {**DRAFT, "held": [KEY, NOWHERE]}, "is nowhere"),
    ("a field that is missing", without(DRAFT, "change"), "'change'"),
    ("words that are no text", {**DRAFT, "draft": 7}, "not a case"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "row", "said"), BAD_DRAFTS, ids=[row[0] for row in BAD_DRAFTS])
def test_a_bad_draft_is_named_by_file_and_line(harbour_texts: Texts, write: Write, rule, row, said):
    with pytest.raises(BadCase, match=r"^questions/harbours.jsonl:2: ") as caught:
        read_drafts(write({**DRAFT, "id": "before"}, row), harbour_texts)
    assert said in str(caught.value), rule


def test_a_good_draft_is_read(harbour_texts: Texts, write: Write):
    (one,) = read_drafts(write(DRAFT), harbour_texts)
    assert (one.id, one.change, one.filters) == ("d", "reworded", {"verb": "resolves"})
    assert [[str(it.provision) for it in group] for group in one.gold] == [[KEEP]]
    assert one.place == "questions/harbours.jsonl:1"


BAD_CLAIMS = [
    ("no words", {**CLAIM, "claim": ""}, "a claim needs words"),
    ("words that are no text", {**CLAIM, "claim": 7}, "not a case"),
    ("an unknown split", {**CLAIM, "split": "all"}, "split must be dev or test"),
    ("a false one without its change", {**CLAIM, "expect": "unsupported"}, "what was changed"),
    ("a true one that was changed", {**CLAIM, "change": "negation"}, "what was changed"),
    ("an unknown change", {**FALSE, "change": "mood"}, "what was changed"),
    ("an unknown support", {**CLAIM, "expect": "likely"}, "likely"),
    ("an unknown id", {**CLAIM, "provision": f"{KEY}#resolves__para_99"}, "unknown id"),
    ("a text that is nowhere", {**CLAIM, "provision": f"{NOWHERE}#resolves"}, "is nowhere"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "row", "said"), BAD_CLAIMS, ids=[row[0] for row in BAD_CLAIMS])
def test_a_bad_claim_is_named_by_file_and_line(harbour_texts: Texts, write: Write, rule, row, said):
    with pytest.raises(BadCase, match=r"^questions/harbours.jsonl:2: ") as caught:
        read_claims(write({**CLAIM, "id": "before"}, row), harbour_texts)
    assert said in str(caught.value), rule


def test_good_claims_are_read(harbour_texts: Texts, write: Write):
    elsewhere = {**CLAIM, "id": "x", "provision": f"{ABSENT}#resolves"}
    honest, false, absent = read_claims(write(CLAIM, FALSE, elsewhere), harbour_texts)
    assert (honest.expect, honest.change) == (Support.PARAPHRASE, "")
    assert (false.expect, false.change) == (Support.UNSUPPORTED, "negation")
    assert str(absent.provision.edition) == ABSENT
