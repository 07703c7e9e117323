"""The grammar of United Nations resolutions: General Assembly, Security Council and their kin.

masthead, number, title
formula { recital { item } }
{ section } { paragraph { item } } | a paragraph without a number
closing lines
{ annex [title] { section | heading | group | paragraph | table | item } }
"""

from __future__ import annotations

from ingest.grammar import Grammar
from ingest.un.cleanup import STEPS, part_run_on
from ingest.un.names import UN_RULES
from ingest.un.opening import identify, recognises
from ingest.un.tree import Reader

UN = Grammar(
    "un",
    lambda lines: recognises(part_run_on(lines)),
    STEPS,
    lambda lines: Reader(lines).read(),
    identify,
    UN_RULES,
)
