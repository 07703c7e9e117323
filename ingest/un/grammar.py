"""The grammar of United Nations resolutions: General Assembly, Security Council and their kin.

masthead, number, title
formula { recital { item } }
{ section } { paragraph { item } } | a paragraph without a number
closing lines
{ annex [title] { section | heading | group | paragraph | table | item } }
"""

from __future__ import annotations

from ingest.cleanup import LINE_BREAKS, Steps
from ingest.grammar import Grammar
from ingest.itu.tabs import join_markers
from ingest.joining import join_conjunctions
from ingest.un.joining import join_cut, join_lines
from ingest.un.names import UN_RULES
from ingest.un.opening import identify, recognises
from ingest.un.pages import (
    drop_masthead,
    drop_ornaments,
    drop_running_heads,
    find_footnotes,
)
from ingest.un.runon import part_run_on
from ingest.un.tree import Reader

UN_STEPS: Steps = (
    ("run-on clauses", part_run_on),
    ("masthead", drop_masthead),
    ("running heads", drop_running_heads),
    ("marker tabs", join_markers),
    ("footnotes", find_footnotes),
    ("ornaments", drop_ornaments),
    (LINE_BREAKS, join_lines),
    ("lone conjunctions", join_conjunctions),
    ("cut sentences", join_cut),
)

UN = Grammar(
    "un",
    lambda lines: recognises(part_run_on(lines)),
    UN_STEPS,
    lambda lines: Reader(lines).read(),
    identify,
    UN_RULES,
)
