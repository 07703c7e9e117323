"""A shipped text comes parsed: just as its original is parsed now, or else it is parsed anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.library import shipping, storage
from assistant.library.storage import parse_shipped, place, read_stored, shipped_text
from corpus.catalogue import TEXTS, catalogue

SHIPPED = catalogue().shipped()


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder of shipped texts."""
    folder = tmp_path / "texts"
    shutil.copytree(TEXTS, folder)
    for module in (storage, shipping):
        monkeypatch.setattr(module, "TEXTS", folder)
    return folder


@pytest.mark.parametrize("instrument", SHIPPED, ids=str)
def test_what_ships_is_what_the_parser_reads(instrument):
    kept = read_stored(place(TEXTS, instrument.edition))
    assert kept == parse_shipped(instrument), "run: python -m assistant.library.shipping"
    assert shipped_text(instrument) == (*kept, (TEXTS / instrument.text).read_bytes())


def test_it_is_not_parsed_at_the_start(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(storage, "parse_source", pytest.fail)
    shipped_text(SHIPPED[0])


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:500], lambda data: b"", lambda data: data.replace(b"strategic", b"imaginary")],
)
def test_one_that_is_damaged_or_lost_is_parsed(texts: Path, damage):
    path = place(texts, SHIPPED[0].edition)
    path.write_bytes(damage(path.read_bytes()))
    assert shipped_text(SHIPPED[0])[:2] == parse_shipped(SHIPPED[0])
    path.unlink()
    assert shipped_text(SHIPPED[0])[:2] == parse_shipped(SHIPPED[0])


def test_one_of_another_original_or_another_parser_is_parsed(texts: Path, monkeypatch: pytest.MonkeyPatch):
    original = texts / SHIPPED[0].text
    original.write_text(original.read_text("utf-8").replace("strategic", "tactical"), "utf-8")
    edition = shipped_text(SHIPPED[0])[0]
    assert "tactical" in " ".join(provision.text for provision in edition.provisions)
    shutil.copy(TEXTS / SHIPPED[0].text, original)
    monkeypatch.setattr(storage, "PARSER", storage.PARSER + 1)
    kept, parsed = shipped_text(SHIPPED[0]), parse_shipped(SHIPPED[0])
    assert kept[:2] == parsed


def test_the_command_writes_what_ships(texts: Path):
    path = place(texts, SHIPPED[0].edition)
    before = path.read_bytes()
    path.unlink()
    shipping.keep_parsed()
    assert path.read_bytes() == before
