"""A numbered instrument is named before its part, a treaty after it."""

from __future__ import annotations

import pytest

from corpus import Edition, EditionKey, Kind, Part, Provision


def edition(key: str, name: str) -> Edition:
    units = [
        ("preface__title", f"{name}, title", "preface"),
        ("preamble", "Preamble", "body"),
        ("no_1", "No. 1", "preamble"),
        ("no_2", "No. 2", "body"),
        ("annex", "Annex", ""),
        ("no_1001", "No. 1001", "annex"),
        ("no_1001__point_a", "No. 1001 a)", "no_1001"),
        ("conclusions__para_nn_1", "closing words", "conclusions"),
    ]
    provisions = [Provision(eid, label, parent, Kind.PARAGRAPH, "", 1) for eid, label, parent in units]
    return Edition(EditionKey.parse(key), name, "", "", "", tuple(provisions))


TREATY = edition("lantern/convention/2031", "Convention")
RESOLUTION = edition("lantern-pp/res-7/2031", "Resolution 7 (Oslo, 2031)")


@pytest.mark.parametrize(
    ("held", "eid", "citation"),
    [
        (TREATY, "no_2", "No. 2 of the Convention"),
        (TREATY, "annex", "Annex to the Convention"),
        (TREATY, "no_1001__point_a", "No. 1001 a) of the Convention"),
        (TREATY, "preface__title", "Convention, title"),
        (RESOLUTION, "no_2", "Resolution 7 (Oslo, 2031), No. 2"),
        (RESOLUTION, "annex", "Resolution 7 (Oslo, 2031), Annex"),
    ],
)
def test_a_part_is_cited_with_its_text(held: Edition, eid: str, citation: str):
    assert held.citation(held.provision(eid)) == citation


@pytest.mark.parametrize(
    ("eid", "part"),
    [
        ("preface__title", Part.PREFACE),
        ("preamble", Part.PREAMBLE),
        ("no_1", Part.PREAMBLE),
        ("no_2", Part.OPERATIVE),
        ("no_1001", Part.ANNEX),
        ("no_1001__point_a", Part.ANNEX),
    ],
)
def test_a_part_is_told_by_what_a_provision_hangs_on(eid: str, part: Part):
    assert TREATY.part_of(TREATY.provision(eid)) is part
