"""Files of any body are marked against a gold: each fact is right or wrong, and what is wrong is listed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.library.importing import Offer, open_intake
from assistant.settings import Settings
from corpus.errors import UnreadableFile
from corpus.instruments import Edition, EditionStatus
from evals.bodies.command import Marked, Refusals, measure, read_reply, table, wrong
from evals.bodies.gold import BadGold, GoldClause, GoldFile, GoldText, read_gold
from evals.bodies.marks import Fit, Mark, fit, kind_of, label_words, mark_file
from ingest import parse_source, text_source

KEEP = "that every harbour shall keep a lantern, and that none shall be put out before dawn;"
GOLD = {
    "file": "harbours.txt",
    "body": "harbours",
    "instruments": 1,
    "texts": [
        {
            "names": ["Resolution 900 (Rev. Lisbon, 2030)"],
            "titles": ["Lanterns along the harbours"],
            "year": 2030,
            "clauses": [
                {
                    "labels": ["considering a)"],
                    "kind": "preambular",
                    "first": "that harbours without lanterns are dark",
                    "last": "that harbours without lanterns are dark",
                    "chars": 34,
                },
                {
                    "labels": ["resolves 1"],
                    "kind": "operative",
                    "first": "that every harbour shall keep a",
                    "last": "shall be put out before dawn",
                },
            ],
        }
    ],
    "references": ["Resolution 71 (Rev. Bucharest, 2022)"],
}
OTHER = {"file": "notes.txt", "body": "nobody", "texts": [{"names": ["Resolution 1"], "clauses": []}]}


@pytest.fixture
def folder(tmp_path: Path, harbours_text: str) -> Path:
    """A gold of two invented texts, the second of which says nothing of what it is."""
    (tmp_path / "harbours.txt").write_text(harbours_text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Willows grow along the pier.\n", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(f"{json.dumps(GOLD)}\n{json.dumps(OTHER)}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def gold(folder: Path) -> GoldFile:
    return read_gold(folder)[0]


def marks(gold: GoldFile, editions: Sequence[Edition]) -> dict[str, list[bool]]:
    """Return whether each fact of a measure is right."""
    found: dict[str, list[bool]] = {}
    for one in mark_file(gold, editions):
        found.setdefault(one.measure, []).append(one.is_right)
    return found


def changed(gold: GoldFile, **changes: object) -> GoldFile:
    """Return the gold with its one text changed."""
    return replace(gold, texts=(replace(gold.texts[0], **changes),))


def test_a_text_that_is_read_as_a_person_reads_it_has_no_wrong_mark(gold: GoldFile, harbours: Edition):
    found = marks(gold, [harbours])
    assert [one.what for one in mark_file(gold, [harbours]) if not one.is_right] == []
    assert {one: len(some) for one, some in found.items()} == {
        "taken": 1,
        "instruments": 1,
        "names": 1,
        "titles": 1,
        "years": 1,
        "drafts": 1,
        "whole": 2,
        "labels": 2,
        "kinds": 2,
        "found": 1,
        "precise": 1,
    }


def test_each_fact_that_differs_is_marked_wrong(gold: GoldFile, harbours: Edition):
    first, second = gold.texts[0].clauses
    other = (replace(first, kind="operative"), replace(second, labels=("resolves 2",)))
    assert marks(changed(gold, names=("Resolution 9",)), [harbours])["names"] == [False]
    assert marks(changed(gold, titles=("Lanterns",)), [harbours])["titles"] == [False]
    assert marks(changed(gold, year=2029), [harbours])["years"] == [False]
    assert marks(replace(gold, is_draft=True), [harbours])["drafts"] == [False]
    assert marks(replace(gold, instruments=2), [harbours])["instruments"] == [False]
    assert marks(replace(gold, instruments=2, shared=1), [harbours])["instruments"] == [True]
    assert marks(changed(gold, clauses=other), [harbours])["kinds"] == [False, True]
    assert marks(changed(gold, clauses=other), [harbours])["labels"] == [True, False]


def test_the_mark_of_a_draft_is_no_part_of_its_name(gold: GoldFile, harbours: Edition):
    name = "Resolution 900 (Rev. Lisbon, 2030; draft, not adopted)"
    draft = replace(harbours, name=name, status=EditionStatus.DRAFT)
    assert marks(replace(gold, is_draft=True), [draft])["names"] == [True]


def test_a_file_that_was_not_taken_lacks_everything_that_its_gold_has(gold: GoldFile):
    found = marks(gold, [])
    assert found["taken"] == found["names"] == found["titles"] == found["found"] == [False]
    assert found["whole"] == [False, False]
    assert "labels" not in found


def test_labels_and_kinds_of_clauses_that_are_not_whole_have_no_mark(gold: GoldFile, harbours: Edition):
    longer = GoldClause(("resolves 1",), "operative", "that every harbour shall keep a", "not there")
    assert marks(changed(gold, clauses=(longer,)), [harbours])["whole"] == [False]
    assert "labels" not in marks(changed(gold, clauses=(longer,)), [harbours])


FITS = [
    ("whole", KEEP, "that every harbour shall keep", "put out before dawn", 0, Fit.WHOLE),
    ("of the same length", KEEP, "that every harbour shall keep", "put out before dawn", 67, Fit.WHOLE),
    ("with its number", f"1. {KEEP}", "that every harbour", "before dawn", 0, Fit.WHOLE),
    ("behind another", f"Wardens trim them daily; {KEEP}", "that every", "before dawn", 0, Fit.GLUED),
    ("before another", f"{KEEP} Wardens trim them daily.", "that every", "before dawn", 0, Fit.GLUED),
    ("with another inside", KEEP, "that every harbour shall keep", "put out before dawn", 40, Fit.GLUED),
    ("without its end", KEEP[:40], "that every harbour", "before dawn", 0, Fit.CUT),
    ("without its beginning", KEEP[40:], "that every harbour", "before dawn", 0, Fit.CUT),
    ("elsewhere", "Wardens trim them daily.", "that every harbour", "before dawn", 0, Fit.ABSENT),
]


@pytest.mark.parametrize(
    ("words", "first", "last", "chars", "how"), [one[1:] for one in FITS], ids=[one[0] for one in FITS]
)
def test_a_clause_is_whole_only_with_all_its_words_and_no_others(
    harbours: Edition, words: str, first: str, last: str, chars: int, how: Fit
):
    provision = replace(harbours.provisions[-1], text=words, head=None)
    assert fit(provision, GoldClause(("1",), "operative", first, last, chars)) is how


def test_a_clause_may_be_split_from_the_verb_of_its_head(harbours: Edition):
    one = harbours.provision("resolves__para_1")
    assert fit(one, GoldClause((), "operative", "resolves that every harbour", "before dawn")) is Fit.WHOLE


LABELS = [
    ("§ 2(5)", "operative paragraph 2 (5)"),
    ("preambular paragraph 3", "third preambular paragraph"),
    ("preambular paragraph 3", "preamble, 3rd paragraph"),
    ("Article 6.2", "Art. 6, para. 2"),
    ("resolves 1", "Resolves 1"),
]


@pytest.mark.parametrize(("one", "other"), LABELS)
def test_two_wordings_of_a_label_are_the_same(one: str, other: str):
    assert label_words(one) == label_words(other)


@pytest.mark.parametrize(("one", "other"), [("§ 2(5)", "§ 5(2)"), ("paragraph 3", "preambular paragraph 3")])
def test_labels_of_two_clauses_differ(one: str, other: str):
    assert label_words(one) != label_words(other)


def test_the_kind_of_a_clause_is_that_of_its_part(harbours: Edition):
    kinds = {one.label: kind_of(harbours, one) for one in harbours.provisions}
    assert kinds["considering a)"] == "preambular"
    assert kinds["resolves 2 i)"] == "operative"


def test_references_are_marked_on_the_first_pages_or_up_to_a_clause(gold: GoldFile, harbours: Edition):
    before = replace(gold, until="Resolution 71 (Rev. Bucharest")
    assert marks(before, [harbours])["found"] == [False]
    assert "precise" not in marks(before, [harbours])
    assert marks(replace(gold, references=("Resolution 72",)), [harbours])["precise"] == [False]
    assert "precise" not in marks(replace(gold, references=(), also=("Bucharest",)), [harbours])


def _offer(path: Path) -> Offer:
    """Read a file in this process."""
    data = path.read_bytes()
    try:
        return Offer(str(path), str(path), data, parse_source(text_source(data.decode()), path.stem))
    except UnreadableFile as error:
        return Offer(str(path), str(path), data, refused=error)


def test_the_files_of_a_gold_are_added_to_a_fresh_home_and_marked(folder: Path, tmp_path: Path):
    def add(paths: Sequence[Path], home: Path) -> Refusals:
        with open_intake(Settings(home=home)) as intake:
            rows = [intake.take(_offer(path)) for path in paths]
        return {one.file: one.said for one in rows if one.said}

    marked = measure(read_gold(folder), tmp_path / "new", add)
    lines = [*table(marked), *wrong(marked)]
    assert [line.split()[0] for line in lines[1:4]] == ["harbours", "nobody", "all"]
    assert lines[1].split()[1:3] == ["1/1", "1.00"]
    assert lines[3].split()[1:3] == ["1/2", ".50"]
    assert [line for line in lines if line.startswith("notes.txt: not taken: ")]


def test_a_text_that_another_file_brought_counts_for_both(folder: Path, tmp_path: Path):
    def add(paths: Sequence[Path], home: Path) -> Refusals:
        with open_intake(Settings(home=home)) as intake:
            intake.take(_offer(paths[0]))
        return {}

    gold = read_gold(folder)[0]
    twice = [gold, replace(gold, path=folder / "again.txt")]
    marked = measure(twice, tmp_path / "new", add)
    taken = [mark.is_right for file in marked for mark in file.marks if mark.measure == "taken"]
    assert taken == [True, True]


def test_the_wrong_facts_of_a_file_are_listed_and_the_rest_counted(gold: GoldFile):
    some = tuple(Mark("labels", False, f"label {number}") for number in range(7))
    listed = list(wrong([Marked(gold, some)]))
    assert listed[0] == "harbours.txt: labels: label 0"
    assert listed[-1] == "harbours.txt: labels: and 2 more"
    assert len(listed) == 6


def test_a_reply_is_read_wherever_its_files_stand():
    rows = [{"file": "a.txt", "said": ""}, {"file": "b.txt", "said": "empty"}]
    assert read_reply(rows) == read_reply({"added": rows[:1], "other": {"set_aside": rows[1:]}})
    assert read_reply(rows) == {"b.txt": "empty"}


BAD = [
    ("no JSON", '{"file": ', ":1: "),
    ("no file", '{"body": "x"}', ":1: KeyError"),
    (
        "an unknown kind",
        json.dumps({**OTHER, "texts": [{"names": ["1"], "clauses": [{"labels": [], "kind": "x"}]}]}),
        "'x' is no kind",
    ),
    ("nothing", "", "empty"),
]


@pytest.mark.parametrize(("line", "said"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_a_gold_that_does_not_follow_its_form_is_refused_by_line(tmp_path: Path, line: str, said: str):
    (tmp_path / "gold.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(BadGold, match=said):
        read_gold(tmp_path)


def test_a_missing_gold_is_named(tmp_path: Path):
    with pytest.raises(BadGold, match=r"gold\.jsonl: cannot be read"):
        read_gold(tmp_path)


def test_a_text_without_title_and_year_has_no_mark_for_them(gold: GoldFile, harbours: Edition):
    plain = GoldText(("Resolution 900 (Rev. Lisbon, 2030)",), (), 0, ())
    found = marks(replace(gold, texts=(plain,)), [harbours])
    assert "titles" not in found
    assert "years" not in found
