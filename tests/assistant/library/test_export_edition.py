"""An edition printed for other tools, and read back by our own."""

from __future__ import annotations

import json
from pathlib import Path

from corpus import Edition, to_json
from ingest.akn import read_akn

KEY = "itu-pp/res-71/2022"


def test_akoma_ntoso_goes_to_standard_output_and_is_the_same_edition(run, resolution: Edition):
    done = run("export", KEY, "--format", "akn")
    assert (done.status, done.err) == (0, "")
    source = read_akn(done.out.encode(), "printed.xml")
    assert source.edition is not None
    assert to_json(source.edition) == to_json(resolution)


def test_a_file_is_written_and_named(run, tmp_path: Path):
    for form in ("akn", "json"):
        path = tmp_path / f"res-71.{form}"
        done = run("export", "Resolution 71", "--format", form, "--output", str(path))
        assert (done.status, done.out) == (0, "")
        assert str(path) in done.err
        assert path.read_text(encoding="utf-8") == run("export", KEY, "--format", form).out


def test_a_file_that_cannot_be_written_is_one_line(run, unusable: Path):
    done = run("export", KEY, "--output", str(unusable / "res-71.json"))
    assert done.status == 1
    assert len(done.err.splitlines()) == 1


def test_json_and_akoma_ntoso_at_once_are_refused(run):
    done = run("export", KEY, "--format", "akn", "--json")
    assert (done.status, done.out) == (1, "")
    assert "give one of them" in done.err


def test_an_export_parses_into_what_was_exported(run, tmp_path: Path):
    path = tmp_path / "anything.xml"
    run("export", KEY, "--format", "akn", "--output", str(path))
    parsed, exported = run("parse", str(path), "--json").json, run("export", KEY).json
    for document in (parsed, exported):
        del document["edition"]["sha256"]  # of the file that was read
    for part in ("edition", "provisions", "references"):  # the report is of the file that was read
        assert parsed[part] == exported[part]
    assert parsed["removed"] == parsed["unowned"] == parsed["gaps"] == []


def test_an_export_that_was_edited_parses_with_a_remark(run, tmp_path: Path):
    path = tmp_path / "edited.xml"
    run("export", KEY, "--format", "akn", "--output", str(path))
    path.write_text(path.read_text(encoding="utf-8").replace("harmful", "harmless"), encoding="utf-8")
    parsed = json.loads(run("parse", str(path), "--json").out)
    assert parsed["edition"]["key"] == KEY
    assert len(parsed["provisions"]) == 214
    assert any("changed since it was exported" in one for one in parsed["warnings"])
