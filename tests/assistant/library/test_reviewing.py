"""Judging proposals: what the review file says, what is added from it, what a wrong one is told."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.library import backup
from assistant.library.adding import add_files
from assistant.library.importing import Added
from assistant.library.library import open_library
from assistant.library.quarantine import Quarantine, QuarantinedFile
from assistant.library.renewal import renew
from assistant.library.reviewing import BadReview, ReviewDecision, add_judged, read_review, write_review
from assistant.library.storage import place, read_stored, store_edition
from assistant.settings import Settings
from corpus import EditionKey
from corpus.errors import ResolutionsError
from ingest.proposal import Proposal
from ingest.stated import StatedIdentity

LETTER = "Lamps of the old pier\n\nThe lamps are lit at dusk. Each lamp has a keeper.\n"
KEY = EditionKey.parse("pier-council/res-lamps/2019")


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    del read_here
    return Settings(home=tmp_path / "home", readers=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one text in three files, an empty file and a picture."""
    path = tmp_path / "texts"
    path.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (path / name).write_text(LETTER)
    (path / "empty.txt").write_text("")
    (path / "picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>Lamp</text></svg>")
    return path


def waiting(at: Settings) -> tuple[QuarantinedFile, ...]:
    return Quarantine(at.home, at.quarantine).proposed()


def review(at: Settings, path: Path, **changes: object) -> Path:
    """Write the review file with some values changed in its first entry."""
    write_review(path, waiting(at), {})
    lines = path.read_text().splitlines()
    for field, value in changes.items():
        place_ = next(number for number, line in enumerate(lines) if line.startswith(f"{field} ="))
        lines[place_] = f"{field} = {value}"
    path.write_text("\n".join(lines) + "\n")
    return path


def apply(at: Settings, path: Path) -> list[Added]:
    files = Quarantine(at.home, at.quarantine).files()
    added = {one.file: key for key, one in open_library(at.home).records.items()}
    return list(add_judged(read_review(path, files, added), at))


def test_a_folder_with_anything_in_it_loses_nothing_and_adds_nothing_that_is_not_certain(
    at: Settings, folder: Path
):
    rows = add_files([folder], at)
    assert [(Path(one.file).name, one.status.value, one.reason) for one in rows] == [
        ("a.txt", "proposed", "no-key"),
        ("b.txt", "proposed", "no-key"),
        ("c.txt", "proposed", "no-key"),
        ("empty.txt", "quarantined", "empty"),
        ("picture.svg", "quarantined", "unsupported"),
    ]
    assert all("\n" not in one.said for one in rows)
    assert len(waiting(at)) == 1, "one text is asked about once"
    assert len(open_library(at.home).every) == 1, "the shipped text alone"


def test_the_review_file_says_what_was_read_where_and_accepts_nothing(at: Settings, folder: Path):
    add_files([folder], at)
    path = review(at, folder / "review.toml")
    (entry,) = tomllib.loads(path.read_text())["text"]
    assert entry == {
        "file": str(folder / "a.txt"),
        "key": "other/lamps-old-pier/YEAR",
        "name": "Lamps of the old pier",
        "title": "Lamps of the old pier",
        "adopted": "",
        "draft": False,
        "accept": False,
    }
    assert "# title Lamps of the old pier: line 1\n" in path.read_text()
    assert "# no year was found: write it in the place of YEAR\n" in path.read_text()
    assert apply(at, path) == []


def test_a_review_file_is_never_overwritten(at: Settings, folder: Path):
    add_files([folder], at)
    path = review(at, folder / "review.toml")
    with pytest.raises(ResolutionsError, match=r"review\.toml: is there already"):
        write_review(path, waiting(at), {})


def test_what_was_accepted_is_added_as_the_person_said_and_stays_so(
    at: Settings, folder: Path, tmp_path: Path
):
    add_files([folder], at)
    path = review(
        at, tmp_path / "review.toml", key=f'"{KEY}"', name='"The Lamp Resolution"', accept="true",
        adopted='"2019-06-14"',
    )  # fmt: skip
    for file in folder.iterdir():
        file.unlink()  # the bytes wait in the home
    (row,) = apply(at, path)
    assert (row.status, row.key) == ("added", KEY)
    assert [one.reason for one in Quarantine(at.home, 0).files()] == ["empty", "unsupported"]

    def is_named() -> bool:
        edition = open_library(at.home).edition(KEY)
        citation = edition.citation(edition.provisions[0])
        return (edition.name, edition.adopted) == ("The Lamp Resolution", "2019-06-14") and (
            "The Lamp Resolution" in citation
        )

    assert is_named()
    assert apply(at, path) == [], "applied again, it changes nothing"
    stored = place(at.home / "library", KEY)
    edition, record = read_stored(stored)
    store_edition(at.home / "library", edition, LETTER.encode(), replace(record, parser=0))
    assert f"{KEY}: parsed anew from its original" in renew(at)
    assert is_named(), "a newer parser keeps to it"
    stored.write_text("damaged")
    renew(at)
    assert is_named(), "so does a parse from the original alone"
    backup.back_up(at.home, tmp_path / "friday.backup")
    backup.restore(tmp_path / "other", tmp_path / "friday.backup", replace=False)
    assert read_stored(place(tmp_path / "other" / "library", KEY))[0].name == "The Lamp Resolution"


def test_another_wording_is_asked_about_with_what_differs_and_replaces_when_accepted(
    at: Settings, tmp_path: Path, harbours_text: str
):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text(harbours_text)
    other.write_text(harbours_text.replace("dark piers", "bright piers"))
    _, asked = add_files([one, other], at)
    assert (asked.status, asked.reason) == ("proposed", "same-edition")
    assert asked.differs.startswith("1 of ")
    assert (
        "differs from Resolution 900 (Rev. Lisbon, 2030), first instructs the Harbour Council 2"
        in asked.differs
    )
    path = review(at, tmp_path / "review.toml", accept="true")
    assert f"# {asked.differs}\n" in path.read_text()
    (row,) = apply(at, path)
    assert row.status == "replaced"
    assert waiting(at) == ()


def test_a_later_edition_is_asked_about_and_supersedes_when_accepted(
    at: Settings, tmp_path: Path, harbours_text: str
):
    one, newer = tmp_path / "one.txt", tmp_path / "newer.txt"
    one.write_text(harbours_text)
    newer.write_text(harbours_text.replace("2030", "2034"))
    add_files([one], at)
    (asked,) = add_files([newer], at)
    assert (asked.status, asked.reason) == ("proposed", "supersedes")
    assert asked.differs
    (row,) = apply(at, review(at, tmp_path / "review.toml", accept="true"))
    assert row.status == "added"
    assert str(open_library(at.home).in_force(row.key.instrument)) == "itu-pp/res-900/2034"


def test_a_draft_of_an_adopted_text_is_added_beside_it(at: Settings, tmp_path: Path, harbours_text: str):
    one, draft = tmp_path / "one.txt", tmp_path / "draft.txt"
    one.write_text(harbours_text)
    draft.write_text(f"DRAFT {harbours_text}")
    add_files([one], at)
    (asked,) = add_files([draft], at)
    assert (asked.status, asked.reason) == ("proposed", "draft")
    (row,) = apply(at, review(at, tmp_path / "review.toml", accept="true"))
    assert (row.status, str(row.key), row.adoption) == ("added", "itu-pp/res-900/2031", "draft")
    assert str(open_library(at.home).in_force(row.key.instrument)) == "itu-pp/res-900/2030"


def test_a_key_that_another_text_has_replaces_nothing_that_was_not_asked_about(
    at: Settings, folder: Path, tmp_path: Path, harbours_text: str
):
    (tmp_path / "one.txt").write_text(harbours_text)
    add_files([tmp_path / "one.txt", folder / "a.txt"], at)
    path = review(at, tmp_path / "review.toml", key='"itu-pp/res-900/2030"', name='"Lamps"', accept="true")
    (row,) = apply(at, path)
    assert (row.status, row.reason) == ("proposed", "same-edition")
    assert open_library(at.home).edition(row.key).name == "Resolution 900 (Rev. Lisbon, 2030)"


FILE, KEYED, TICK = '[[text]]\nfile = "a"\n', 'key = "b/c/2019"\n', "accept = true\n"
WRONG = [
    ("no TOML", "[[text]\n", "line 1"),
    ("another table", "[other]\n", r"line 1: only \[\[text\]\]"),
    ("a field that is not known", f"{FILE}kee = 'b'\n", "line 3: 'kee' is not known here"),
    ("a tick in quotes", f"{FILE}{KEYED}accept = 'yes'\n", "line 4: 'accept' needs true or false"),
    ("a year without quotes", f"{FILE}{KEYED}adopted = 2019\n", "line 4: 'adopted' needs text in quotes"),
    ("no key", f"{FILE}{TICK}", "line 1: 'key' is missing"),
    ("a file that does not wait", f"\n[[text]]\nfile = 'z'\n{KEYED}{TICK}", "line 3: 'z' does not wait"),
    ("no year", f"{FILE}key = 'b/c/YEAR'\n{TICK}", "line 3: 'b/c/YEAR' is no edition key"),
    ("no day", f"{FILE}{KEYED}adopted = '2019-02-30'\n{TICK}", "line 4: '2019-02-30' is no day"),
    ("a day of another year", f"{FILE}{KEYED}adopted = '2018'\n{TICK}", "line 4: '2018' is not in 2019"),
    ("a long name", f"{FILE}{KEYED}name = '{'x' * 201}'\n{TICK}", "line 4: the name"),
    (
        "one key twice",
        f"{FILE}{KEYED}{TICK}[[text]]\nfile = 'b'\n{KEYED}{TICK}",
        "line 7: 'b/c/2019' is also the key in line 3",
    ),
]


@pytest.mark.parametrize(("rule", "text", "said"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_review_file_is_refused_with_the_line(tmp_path: Path, rule: str, text: str, said: str):
    path = tmp_path / "review.toml"
    path.write_text(text)
    proposal = Proposal("other", "a", 0, "A", "", "", ())
    files = [QuarantinedFile(name, name, "no-key", "", "", copied=True, proposal=proposal) for name in "ab"]
    with pytest.raises(BadReview, match=said) as caught:
        read_review(path, files, {})
    assert str(path) in str(caught.value), rule


def test_a_copy_that_is_gone_is_said_and_the_others_are_added(at: Settings, folder: Path, tmp_path: Path):
    (folder / "d.txt").write_text(LETTER.replace("old", "new"))
    add_files([folder], at)
    one, other = waiting(at)
    (at.home / "quarantine" / f"{one.id}.copy").unlink()
    (folder / "a.txt").write_text("changed")
    judged = [
        ReviewDecision(waits, EditionKey.parse(f"b/{waits.id[:1]}x/2019"), StatedIdentity())
        for waits in (one, other)
    ]
    rows = add_judged(judged, at)
    assert [(row.status, row.reason) for row in rows] == [("quarantined", "missing"), ("added", "")]
