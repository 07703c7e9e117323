"""Editions that are not adopted: held and marked; they supersede nothing until their day comes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.cli import contracts
from assistant.library.adding import Upload, add_files, add_uploads
from assistant.library.export import serialized
from assistant.library.importing import NOTHING, Added, Allowed
from assistant.library.library import open_library
from assistant.library.quarantine import Quarantine
from assistant.library.renewal import open_renewed
from assistant.library.standing import EditionValidity, validity_of
from assistant.library.storage import place
from assistant.settings import Settings, today
from corpus import EditionKey, InstrumentKey
from corpus.errors import REASONS, ResolutionsError
from ingest.parse import PARSER
from ingest.readers import decode

FIRST, SECOND = EditionKey.parse("itu-pp/res-900/2030"), EditionKey.parse("itu-pp/res-900/2034")
HARBOURS = FIRST.instrument
SUPERSEDING = Allowed(superseding=True)


@pytest.fixture
def at(tmp_path: Path, read_here) -> Settings:
    return Settings(home=tmp_path / "home", readers=1)


@pytest.fixture
def write(tmp_path: Path, harbours_text: str):
    """Write a file of the harbours' resolution: of a year, with words before it."""

    def written(name: str, year: int = 2030, before: str = "", piers: str = "dark piers") -> Path:
        path = tmp_path / "texts" / name
        path.parent.mkdir(exist_ok=True)
        text = harbours_text.replace("2030", str(year)).replace("dark piers", piers)
        path.write_text(before + text, encoding="utf-8")
        return path

    return written


def add(at: Settings, *paths: Path, allowed: Allowed = NOTHING, key: EditionKey | None = None) -> list[Added]:
    return list(add_files(paths, at, allowed=allowed, key=key))


def said(rows: list[Added]) -> list[tuple[str, str]]:
    return [(one.status.value, one.reason) for one in rows]


# -- what is not adopted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "year", "day", "status"),
    [
        ("DRAFT ", 2034, date(2060, 1, 1), "draft"),
        ("DRAFT – NOT ADOPTED\n\n", 2034, date(2060, 1, 1), "draft"),
        ("", 2034, date(2033, 12, 31), "not yet adopted"),
    ],
    ids=["a draft by its number", "a draft by its first line", "a date to come"],
)
def test_what_is_not_adopted_is_held_and_marked_and_supersedes_nothing(
    at: Settings, write, before: str, year: int, day: date, status: str, monkeypatch
):
    monkeypatch.setenv("RESOLUTIONS_TODAY", day.isoformat())
    add(at, write("first.txt"))
    alone = open_library(at.home, day)
    assert said(add(at, write("second.txt", year, before))) == [("added", "")]
    library = open_library(at.home, day)
    assert library.editions == alone.editions
    assert (library.instruments, library.newest, library.named) == (
        alone.instruments,
        alone.newest,
        alone.named,
    )
    assert library.fingerprints() == alone.fingerprints(), "the index is made from what is adopted"
    assert library.in_force(HARBOURS) == FIRST
    assert (library.superseded_by(FIRST), library.superseded_by(SECOND)) == ("", "")
    assert (library.holds(SECOND), library.is_in_force(SECOND)) == (False, False)
    (pending,) = library.pending
    assert library.edition(SECOND) is pending
    assert "adopted)" in pending.name
    (row,) = [one for one in contracts.library_json(library)["editions"] if one["key"] == str(SECOND)]
    assert (row["status"], row["held"]) == (status, True)


def test_a_list_has_a_cited_edition_once_if_a_draft_of_it_is_held(at: Settings, write, harbours_text: str):
    text = harbours_text.replace("Resolution 71 (Rev. Bucharest, 2022)", "Resolution 900 (Rev. Lisbon, 2034)")
    citing = write("first.txt")
    citing.write_text(text, encoding="utf-8")
    add(at, citing)
    before = [one["key"] for one in contracts.library_json(open_library(at.home))["editions"]]
    assert before.count(str(SECOND)) == 1
    add(at, write("second.txt", 2034, "DRAFT "))
    after = contracts.library_json(open_library(at.home))["editions"]
    assert sorted(one["key"] for one in after) == sorted(before)
    (row,) = [one for one in after if one["key"] == str(SECOND)]
    assert row["status"] == "draft"
    assert SECOND in open_library(at.home).named, "a draft is not what was cited"


def test_a_text_becomes_law_on_its_day_by_itself(at: Settings, write, monkeypatch):
    monkeypatch.setenv("RESOLUTIONS_TODAY", "2033-12-31")
    add(at, write("first.txt"), write("second.txt", 2034))
    library = open_library(at.home)
    assert validity_of(SECOND, library) is EditionValidity.TO_COME
    assert [library.is_due(date(year, 1, 1)) for year in (2033, 2034)] == [False, True]
    monkeypatch.setenv("RESOLUTIONS_TODAY", "2034-01-01")
    library = open_library(at.home)
    assert (library.in_force(HARBOURS), library.pending) == (SECOND, ())
    assert library.edition(SECOND).name == "Resolution 900 (Rev. Lisbon, 2034)"


def test_the_day_is_a_setting():
    assert today({"RESOLUTIONS_TODAY": "2033-12-31"}) == date(2033, 12, 31)
    assert today({}) == date.today()
    with pytest.raises(ResolutionsError, match="is no day; set one, as in 2026-11-30"):
        today({"RESOLUTIONS_TODAY": "soon"})


@pytest.mark.parametrize("form", ["json", "akn"])
def test_an_export_says_that_a_text_is_a_draft(at: Settings, write, form: str):
    add(at, write("draft.txt", 2034, "DRAFT "))
    library = open_library(at.home)
    text = serialized(library.edition(SECOND), library, form)
    assert "Resolution 900 (Rev. Lisbon, 2034; draft, not adopted)" in text
    if form == "json":
        assert json.loads(text)["edition"]["status"] == "draft"


def test_an_export_of_a_draft_is_known_again(at: Settings, write, tmp_path: Path):
    add(at, write("draft.txt", 2034, "DRAFT "))
    library = open_library(at.home)
    exported = tmp_path / "exported.xml"
    exported.write_text(serialized(library.edition(SECOND), library, "akn"), encoding="utf-8")
    assert said(add(at, exported)) == [("unchanged", "")]


def test_a_draft_that_an_older_version_took_for_law_is_one_from_the_next_opening_on(at: Settings, write):
    add(at, write("first.txt"), write("second.txt", 2034, "DRAFT "))
    path = place(at.home / "library", SECOND)
    path.write_text(_as_law(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert open_library(at.home).in_force(HARBOURS) == SECOND, "what the older version said"
    library = open_renewed(at)
    assert (library.in_force(HARBOURS), [one.key for one in library.pending]) == (FIRST, [SECOND])
    assert open_library(at.home) == library


def _as_law(stored: str) -> str:
    """Return what a version without statuses kept of a draft."""
    import hashlib

    first, _, rest = stored.partition("\n")
    rest = rest.replace(', "status": "draft"', "")
    record = json.loads(first.removesuffix(",") + "}")["record"]
    record |= {"parser": PARSER - 1, "fingerprint": hashlib.sha256(b"{" + rest.encode()).hexdigest()}
    return f'{{"record": {json.dumps(record)},\n{rest}'


# -- confirming --------------------------------------------------------------------------------------


def test_a_text_that_supersedes_one_needs_to_be_confirmed(at: Settings, write):
    add(at, write("first.txt"))
    (row,) = add(at, write("second.txt", 2034))
    assert (row.status.value, row.reason) == ("proposed", "supersedes")
    assert row.reason in REASONS
    assert row.said.endswith(
        "second.txt: Resolution 900 (Rev. Lisbon, 2034) would supersede Resolution 900 (Rev. Lisbon, 2030); "
        "to add it, run: resolutions add FILE --supersede"
    )
    assert open_library(at.home).in_force(HARBOURS) == FIRST
    assert said(add(at, write("second.txt", 2034), allowed=SUPERSEDING)) == [("added", "")]
    assert open_library(at.home).in_force(HARBOURS) == SECOND
    assert Quarantine(at.home, at.quarantine).files() == ()


def test_what_needs_no_confirmation(at: Settings, write):
    both = write("second.txt", 2034), write("first.txt")
    assert said(add(at, *both)) == [("added", "")] * 2, "both come together"
    assert said(add(at, write("older.txt", 2029))) == [("added", "")], "an earlier edition"
    assert said(add(at, write("draft.txt", 2038, "DRAFT "))) == [("added", "")], "a draft"


def test_the_catalogue_vouches_for_the_edition_in_force(at: Settings, write, resolution):
    older = write("older.txt")
    older.write_text(
        older.read_text(encoding="utf-8").replace("900", "25").replace("2030", "2018"), encoding="utf-8"
    )
    newer = write("newer.txt")
    newer.write_text(
        newer.read_text(encoding="utf-8").replace("900", "25").replace("2030", "2022"), encoding="utf-8"
    )
    assert said(add(at, older)) == said(add(at, newer)) == [("added", "")]
    assert open_library(at.home).in_force(InstrumentKey.parse("itu-pp/res-25")).year == 2022


def test_the_adopted_text_takes_the_place_of_its_draft_when_both_are_confirmed(at: Settings, write):
    add(at, write("first.txt"), write("draft.txt", 2034, "DRAFT ", "bright piers"))
    adopted = write("adopted.txt", 2034)
    assert said(add(at, adopted)) == [("proposed", "same-edition")]
    assert said(add(at, adopted, allowed=Allowed(replacing=True))) == [("proposed", "supersedes")]
    assert said(add(at, adopted, allowed=Allowed(True, True))) == [("replaced", "")]
    assert open_library(at.home).in_force(HARBOURS) == SECOND


def test_the_edition_that_the_catalogue_knows_takes_the_place_of_its_draft(at: Settings, write):
    known = {"900": "25", "2030": "2022"}
    texts = [write("draft.txt", before="DRAFT "), write("adopted.txt")]
    for path in texts:
        text = path.read_text(encoding="utf-8")
        for before, after in known.items():
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")
    assert said(add(at, texts[0])) == [("added", "")]
    assert said(add(at, texts[1])) == [("replaced", "")]
    library = open_library(at.home)
    assert (library.pending, library.holds(EditionKey.parse("itu-pp/res-25/2022"))) == ((), True)


@pytest.mark.parametrize("allowed", [NOTHING, Allowed(True, True)], ids=["unconfirmed", "confirmed"])
@pytest.mark.parametrize("name", ["first.txt", "draft.txt"], ids=["the same file", "another file"])
def test_a_draft_replaces_no_adopted_text(at: Settings, write, name: str, allowed: Allowed):
    add(at, write("first.txt"))
    (row,) = add(at, write(name, before="DRAFT "), allowed=allowed)
    assert (row.status.value, row.reason) == ("proposed", "draft")
    assert "a draft of Resolution 900 (Rev. Lisbon, 2030), whose adopted text it cannot replace" in row.said
    library = open_library(at.home)
    assert (library.in_force(HARBOURS), library.pending) == (FIRST, ())
    assert said(add(at, write(name, before="DRAFT "), key=SECOND)) == [("added", "")], "as the sentence says"


# -- uploads -----------------------------------------------------------------------------------------


def test_an_upload_replaces_no_other_words_of_the_same_name_without_the_tick(at: Settings, write, tmp_path):
    first, other = write("one.txt"), write("two.txt", piers="bright piers")
    sent = [Upload("harbours.txt", path) for path in (first, other)]
    assert said(list(add_uploads(sent[:1], at))) == [("added", "")]
    assert said(list(add_uploads(sent[1:], at))) == [("proposed", "same-edition")]
    clause = open_library(at.home).edition(FIRST).provision("instructs-harbour-council__para_2")
    assert "dark piers" in clause.text
    assert said(list(add_uploads(sent[:1], at))) == [("unchanged", "")]
    assert said(list(add_uploads(sent[1:], at, allowed=Allowed(replacing=True)))) == [("replaced", "")]


def test_a_file_of_this_machine_may_still_change(at: Settings, write):
    add(at, write("one.txt"))
    assert said(add(at, write("one.txt", piers="bright piers"))) == [("replaced", "")]


def test_a_draft_is_read_as_one_by_the_process_that_reads_files(at: Settings, write):
    """The status comes over from the child process, like everything else that was read."""
    from ingest.handover import parse_json, read_parse
    from ingest.parse import parse_source

    parsed = parse_source(decode(write("d.txt", before="DRAFT ").read_bytes(), "d.txt"), "d")
    assert read_parse(parse_json(parsed)) == parsed
