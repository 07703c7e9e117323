"""Whether an edition is adopted on a day, and the mark in its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Edition, EditionKey, EditionStatus, from_json, to_json
from corpus.adoption import status_on, with_status_mark, without_status_mark
from corpus.canonical import fingerprint
from corpus.instruments import Kind, Provision

NAMES = (
    "Resolution 900 (Rev. Doha, 2031)",
    "UNGA Resolution 99/1",
    "Convention",
    "Recommendation A.1 (03/31)",
)
DAYS = {
    "a year that is over": ("", 2030, date(2031, 1, 1), EditionStatus.ADOPTED),
    "this year": ("2031", 2031, date(2031, 1, 1), EditionStatus.ADOPTED),
    "a year to come": ("2032", 2032, date(2031, 12, 31), EditionStatus.TO_COME),
    "the day before": ("2031-05-02", 2031, date(2031, 5, 1), EditionStatus.TO_COME),
    "the day": ("2031-05-02", 2031, date(2031, 5, 2), EditionStatus.ADOPTED),
    "a day that there is not": ("2031-02-31", 2031, date(2031, 1, 1), EditionStatus.ADOPTED),
    "a key of a year to come": ("2022", 2099, date(2031, 1, 1), EditionStatus.TO_COME),
    "a month": ("10/2012", 2012, date(2031, 1, 1), EditionStatus.ADOPTED),
}


def edition(name: str = NAMES[0], adopted: str = "2031", year: int = 2031) -> Edition:
    rows = (
        Provision("preface__docnumber", name, "preface", Kind.HEADING, "RESOLUTION 900", 1),
        Provision("preface__title", f"{name}, title", "preface", Kind.HEADING, "Lanterns", 2),
        Provision("resolves__para_1", "resolves 1", "resolves", Kind.OPERATIVE, "that lanterns burn", 3),
    )
    return Edition(EditionKey.parse(f"itu-pp/res-900/{year}"), name, "Lanterns", "", adopted, rows)


@pytest.mark.parametrize(("adopted", "year", "day", "status"), DAYS.values(), ids=DAYS)
def test_the_status_of_an_edition_on_a_day(adopted: str, year: int, day: date, status: EditionStatus):
    assert status_on(edition(adopted=adopted, year=year), day) is status


def test_a_draft_is_one_on_every_day():
    draft = replace(edition(), status=EditionStatus.DRAFT)
    assert status_on(draft, date(2031, 1, 1)) is status_on(draft, date(2099, 1, 1)) is EditionStatus.DRAFT


def test_the_mark_stands_in_the_name_and_in_every_citation():
    found = with_status_mark(edition(), EditionStatus.DRAFT)
    assert found.name == "Resolution 900 (Rev. Doha, 2031; draft, not adopted)"
    assert [found.citation(one) for one in found.provisions] == [
        found.name,
        f"{found.name}, title",
        f"{found.name}, resolves 1",
    ]
    to_come = with_status_mark(edition("Convention"), EditionStatus.TO_COME)
    assert to_come.name == "Convention (dated 2031, not yet adopted)"


@given(st.sampled_from(NAMES), st.sampled_from(EditionStatus))
def test_a_mark_is_set_once_and_taken_off_again(name: str, status: EditionStatus):
    plain = edition(name)
    once = with_status_mark(plain, status)
    assert once.status is status
    assert with_status_mark(once, status) == once
    kept = EditionStatus.DRAFT if status is EditionStatus.DRAFT else EditionStatus.ADOPTED
    assert without_status_mark(once) == replace(plain, status=kept)


@pytest.mark.parametrize("status", EditionStatus)
def test_the_canonical_json_keeps_the_status(status: EditionStatus):
    assert from_json(to_json(replace(edition(), status=status))).status is status


def test_an_adopted_text_is_written_as_before_there_were_statuses():
    assert "status" not in to_json(edition())["edition"]
    assert fingerprint(replace(edition(), status=EditionStatus.DRAFT)) != fingerprint(edition())
