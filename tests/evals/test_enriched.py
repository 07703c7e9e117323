"""What packs that a language model wrote are worth: which questions are compared, what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ResolutionsError
from corpus.packs import pack_path, read_pack, runs
from evals import enriched
from evals.cases import BLIND, QUESTIONS, read_cases
from evals.enriched import PACKS
from evals.worlds import Texts

PATHS = sorted(PACKS.glob("*.jsonl"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_recorded_pack_is_sound_and_gives_no_golden_question_away(path: Path, golden_texts: Texts):
    pack = read_pack(path)
    edition = golden_texts.editions[pack.edition]
    assert pack_path(pack.edition, PACKS) == path
    assert (pack.problems, pack.of(edition)) == ((), pack.questions)
    copied = frozenset().union(*(runs(one.text) for one in edition.provisions))
    asked = {
        turn
        for folder in (QUESTIONS, BLIND)
        for file in folder.glob("*.jsonl")
        for case in read_cases(file, golden_texts)
        for turn in case.turns
    }
    golden = frozenset().union(*map(runs, asked))
    assert [one.text for one in pack.questions if runs(one.text) & (copied | golden)] == []


def test_scores_are_compared_over_the_cases_of_a_part_alone(asked):
    about, other, miss = asked("resolves__para_1"), asked("resolves__para_2", id="b"), asked(id="c")
    before = {name: {about.id: 0.0, other.id: 1.0} for name in (*enriched.METRICS, enriched.FIRST)}
    after = {name: {about.id: 1.0, other.id: 0.0} for name in (*enriched.METRICS, enriched.FIRST)}
    found = enriched._compared([about, miss], before, after)
    assert (found["questions"], found["near misses"]) == (2, 1)
    assert found["decisive recall"]["before"][::3] == [0.0, 1]
    assert found["decisive recall"]["after"][::3] == [1.0, 1]
    assert "decisive recall   0.00 [" in enriched._printed({"part": found})


def test_a_folder_without_packs_is_one_line(tmp_path: Path):
    with pytest.raises(ResolutionsError, match="no pack of an invented text"):
        enriched.run(tmp_path)
