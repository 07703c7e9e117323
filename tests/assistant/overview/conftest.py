"""Invented texts of other kinds than a resolution of the ITU: a General Assembly resolution, a plan."""

from __future__ import annotations

import pytest

from corpus.instruments import Edition
from ingest import parse_source, text_source

LAMPS = """\
Resolution adopted by the General Assembly on 9 January 2037

91/12. Lamps on the piers

The General Assembly,

Recalling the fog of the year before,

Recalling also the boats that were lost,

Noting with concern the price of lamp oil,

1. Recognizes that lamps are seen from afar;

2. Requests the Secretary-General to report annually on the lamps to the Harbour Assembly (HA);

3. Also requests the Harbour Board:

(a) To buy oil;

(b) To count it;

4. Decides to light every lamp at dusk.
"""
PLAN = """\
RESOLUTION 901 (REV. LISBON, 2030)

Plan for the lighthouses

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

considering

the dark,

resolves

to adopt the plan for the lighthouses contained in Annex 1 to this resolution,

instructs the Harbour Council

to carry it out.

ANNEX 1 TO RESOLUTION 901 (REV. LISBON, 2030)

1 Vision

1 A coast on which every ship sees a light.

2 Mission

2 The mission is to keep the lighthouses lit, with help from the least lighted countries (LLCs).

3 Priorities

3 The work on priorities is expected to deliver the following outcomes:

1) Brighter lamps.

2) Fewer wrecks.
"""


@pytest.fixture(scope="session")
def lamps() -> Edition:
    return parse_source(text_source(LAMPS), "lamps").edition()


@pytest.fixture(scope="session")
def plan() -> Edition:
    return parse_source(text_source(PLAN), "plan").edition()
