"""The golden sets are what was pinned, sound, and as many and as varied as the suite needs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from evals import golden
from evals.cases import FOLLOW_UPS, KINDS, BadCase, Case
from evals.claims import CHANGES as CLAIM_CHANGES
from evals.drafts import CHANGES as DRAFT_CHANGES
from evals.golden import Golden, pin, read_golden, unpinned
from evals.worlds import Texts

KEY, ABSENT = "itu-pp/res-900/2030", "itu-pp/res-77/2018"  # the second only a person's library can have
KEEP = f"{KEY}#resolves__para_1"
GOLD = [{"provision": KEEP, "evidence": "every harbour shall keep a lantern"}]
CASE = {
    "id": "a", "split": "dev", "reader": "delegate", "kind": "lookup", "turns": ["Must a port have a light?"],
    "held": "harbours", "status": "answered", "gold": GOLD,
}  # fmt: skip
DRAFT = {
    "id": "d",
    "split": "dev",
    "draft": "A lamp.",
    "held": "harbours",
    "gold": GOLD,
    "change": "reworded",
}
CLAIM = {"id": "v", "split": "dev", "claim": "Lamps burn.", "provision": KEEP, "expect": "paraphrase"}

Sets = Callable[..., Path]


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sets:
    """Write golden sets of a folder's own, and pin them; a file is named by its path."""

    def written(**files: list[dict]) -> Path:
        for name in ("questions", "drafts", "claims", "texts", "questions/blind"):
            (tmp_path / name).mkdir()
        for name in ("questions", "drafts", "claims"):
            monkeypatch.setattr(golden, name.upper(), tmp_path / name)
        monkeypatch.setattr(golden, "BLIND", tmp_path / "questions" / "blind")
        monkeypatch.setattr(golden, "INVENTED", (tmp_path / "texts",))
        monkeypatch.setattr(golden, "PINS", tmp_path / "golden.toml")
        (tmp_path / "texts" / "harbours.txt").write_text("Harbours")
        for name, rows in files.items():
            path = tmp_path / f"{name.replace('__', '/')}.jsonl"
            path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        pin()
        return tmp_path

    return written


# -- pins -------------------------------------------------------------------------------------------


def test_what_was_pinned_is_read(sets: Sets, harbour_texts: Texts):
    sets(questions__a=[CASE], drafts__a=[DRAFT], claims__a=[CLAIM])
    assert list(unpinned()) == []
    read = read_golden(harbour_texts)
    assert [len(rows) for rows in (read.cases, read.drafts, read.claims)] == [1, 1, 1]
    assert read.left_out == ()


def _append(path: Path, words: str) -> None:
    path.write_text(path.read_text() + words)


DEEDS = [
    ("a changed set", lambda at: (at / "questions/a.jsonl").write_text(""), "questions/a.jsonl was changed"),
    ("a changed blank", lambda at: _append(at / "drafts/a.jsonl", " "), "drafts/a.jsonl was changed"),
    ("a changed text", lambda at: _append(at / "texts/harbours.txt", "x"), "texts/harbours.txt was changed"),
    ("a new set", lambda at: (at / "claims/b.jsonl").write_text(""), "claims/b.jsonl is new"),
    ("a set that is missing", lambda at: (at / "drafts/a.jsonl").unlink(), "drafts/a.jsonl is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "deed", "said"), DEEDS, ids=[row[0] for row in DEEDS])
def test_what_is_not_as_pinned_is_told_and_not_read(sets: Sets, harbour_texts: Texts, rule, deed, said):
    folder = sets(questions__a=[CASE], drafts__a=[DRAFT], claims__a=[CLAIM])
    deed(folder)
    (told,) = unpinned()
    assert told.startswith(said), rule
    assert "python -m evals pin" in told
    with pytest.raises(BadCase, match=said):
        read_golden(harbour_texts)
    pin()
    assert list(unpinned()) == []


def test_without_pins_every_file_is_new(sets: Sets):
    folder = sets(questions__a=[CASE])
    (folder / "golden.toml").unlink()
    assert [one.partition(" since")[0] for one in unpinned()] == [
        "questions/a.jsonl is new",
        "texts/harbours.txt is new",
    ]


def test_pinning_twice_changes_nothing(sets: Sets):
    folder = sets(questions__b=[CASE], questions__a=[{**CASE, "id": "b", "turns": ["What?"]}])
    before = (folder / "golden.toml").read_bytes()
    pin()
    assert (folder / "golden.toml").read_bytes() == before


# -- reading ----------------------------------------------------------------------------------------

OTHER = {**CASE, "id": "b", "turns": ["Who trims the lamps?"]}
TWICE = [
    ("the id of a case", "questions", CASE, {**OTHER, "id": "a"}, "the id of questions/a.jsonl:1"),
    ("a question", "questions", CASE, {**CASE, "id": "b"}, "the question of questions/a.jsonl:1"),
    ("the id of a draft", "drafts", DRAFT, DRAFT, "the id of drafts/a.jsonl:1"),
    ("the id of a claim", "claims", CLAIM, CLAIM, "the id of claims/a.jsonl:1"),
]


@pytest.mark.parametrize(("rule", "folder", "one", "other", "said"), TWICE, ids=[row[0] for row in TWICE])
def test_what_comes_twice_over_files_is_named(
    sets: Sets, harbour_texts: Texts, rule, folder, one, other, said
):
    sets(**{f"{folder}__a": [one], f"{folder}__b": [other]})
    with pytest.raises(BadCase, match=f"{folder}/b.jsonl:1: has {said}"):
        read_golden(harbour_texts)


def test_a_question_may_be_asked_anew_where_another_text_is_held(sets: Sets, harbour_texts: Texts):
    sets(questions__a=[CASE, {**CASE, "id": "b", "held": "both"}])
    assert len(read_golden(harbour_texts).cases) == 2


def test_a_bad_row_is_named_by_file_and_line(sets: Sets, harbour_texts: Texts):
    sets(questions__a=[CASE, {**OTHER, "status": "maybe"}])
    with pytest.raises(BadCase, match=r"questions/a\.jsonl:2: "):
        read_golden(harbour_texts)


def test_a_split_is_read_alone(sets: Sets, harbour_texts: Texts):
    test = {"split": "test"}
    sets(
        questions__a=[CASE, {**OTHER, **test}],
        drafts__a=[DRAFT, {**DRAFT, "id": "e", **test}],
        claims__a=[CLAIM, {**CLAIM, "id": "w", **test}],
    )
    for split, ids in (("dev", ["a", "d", "v"]), ("test", ["b", "e", "w"])):
        read = read_golden(harbour_texts, split)
        assert [one.id for rows in (read.cases, read.drafts, read.claims) for one in rows] == ids


def test_what_supposes_a_text_that_is_not_held_is_left_out_and_told(sets: Sets, harbour_texts: Texts):
    sets(
        questions__a=[CASE, {**OTHER, "held": "more"}, {**OTHER, "id": "c", "held": [ABSENT], "gold": [],
                                                        "status": "not_stated"}],
        drafts__a=[{**DRAFT, "held": "more"}],
        claims__a=[{**CLAIM, "provision": f"{ABSENT}#resolves"}],
    )  # fmt: skip
    read = read_golden(harbour_texts)
    assert ([one.id for one in read.cases], read.drafts, read.claims) == (["a"], (), ())
    assert read.left_out == (
        f"questions/a.jsonl: 2 rows left out, not in the library: {ABSENT}",
        f"drafts/a.jsonl: 1 rows left out, not in the library: {ABSENT}",
        f"claims/a.jsonl: 1 rows left out, not in the library: {ABSENT}",
    )


# -- the golden sets themselves ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def everything(golden_texts: Texts) -> Golden:
    return read_golden(golden_texts)


def of(cases: tuple[Case, ...], world: str) -> list[Case]:
    """Return the cases of files whose names begin so."""
    return [one for one in cases if one.place.startswith(f"questions/{world}")]


def test_the_golden_sets_are_pinned_and_sound(everything: Golden):
    assert list(unpinned()) == []
    optional = ("questions/related", "drafts/related", "blind/library")
    assert all(one.startswith(optional) for one in everything.left_out), "only what others may not have"


@pytest.mark.parametrize(("world", "single", "refused"), [("res-71", 150, 40), ("invented", 300, 60)])
def test_there_are_as_many_questions_as_needed(everything: Golden, world: str, single: int, refused: int):
    cases = [one for one in of(everything.cases, world) if not one.follow_up]
    assert len(cases) >= single
    assert sum(not one.is_answerable for one in cases) >= refused
    assert {one.kind for one in cases} == set(KINDS) - {"change", "newcomer", "paraphrase", "two-part"}
    assert {one.reader for one in cases} == {"delegate", "staff", "drafter"}
    assert {one.split for one in cases} == {"dev", "test"}


def test_there_are_conversations_drafts_and_claims_of_every_kind(everything: Golden):
    talks = [one for one in everything.cases if one.follow_up]
    assert len(talks) >= 40
    assert {one.follow_up for one in talks} == set(FOLLOW_UPS)
    assert {len(one.turns) for one in talks} >= {2, 3}
    assert len(everything.drafts) >= 60
    assert {one.change for one in everything.drafts} == set(DRAFT_CHANGES)
    assert {one.change for one in everything.claims} == {"", *CLAIM_CHANGES}


def test_each_status_and_split_is_asked_for(everything: Golden):
    statuses = Counter(one.status for one in everything.cases)
    assert len(statuses) >= 6
    for rows in (everything.cases, everything.drafts, everything.claims):
        splits = Counter(one.split for one in rows)
        assert min(splits["dev"], splits["test"]) >= 0.3 * len(rows)
