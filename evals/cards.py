"""`python -m evals cards HOME [HOME …]`: report cards of drafts with planted faults, and of adopted texts.

`evals/cards/*.txt` are invented drafts. A line that ends with `## fault` has a fault planted in it, two
between which the card may choose as `force|form`. `# half: dev` in the first line says which half it is
of. `{{provision id}}` stands for the words of an adopted clause, which are not ours to give away.

A finding is right if its fault was planted in its line or in the head above it, and wrong otherwise; a
planted fault without a finding is missed. Adopted texts are compared with what was adopted up to their
year, without themselves: each finding in them is a false alarm, or a departure that the body allowed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.library.library import Library, open_library
from assistant.plain_text import counted
from assistant.report_card.card import read_draft_file, report_card
from assistant.report_card.finding import Fault, Finding
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from ingest.limits import Limits

CARDS = Path(__file__).parent / "cards"
_PLANTED = re.compile(r"[ \t]*## (?P<faults>[\w|, -]+)$", re.MULTILINE)
_QUOTED = re.compile(r"\{\{(?P<id>[^{}]+)\}\}")
_HALF = re.compile(r"\A# half: (?P<half>\w+)$", re.MULTILINE)


def run(homes: Sequence[Path], *, half: str = "all", every: int = 1, details: bool = False) -> int:
    """Print right, wrong and missed findings by fault, then how many findings adopted texts have."""
    library = joined([open_library(home) for home in homes])
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    drafts, clauses = 0, 0
    for path in sorted(CARDS.glob("*.txt")):
        text = path.read_text("utf-8")
        found = _HALF.match(text)
        assert found  # each file says its half
        if half not in ("all", found["half"]):
            continue
        draft = draft_of(text, library)
        card = report_card(draft, library)
        drafts, clauses = drafts + 1, clauses + card.clauses
        planted = dict(planted_in(text))
        for finding in card.findings:
            at = next((at for at in _lines(finding, draft) if finding.fault in planted.get(at, ())), 0)
            (right if at else wrong)[finding.fault] += 1
            if details and not at:
                _say(f"{path.stem} wrong {_shown(finding)}")
            planted.pop(at, None)
        for at, faults in planted.items():
            missed[faults[0]] += 1
            if details:
                _say(f"{path.stem} missed {'|'.join(faults)} in line {at}")
    _say(f"{counted(drafts, 'draft')}, {counted(clauses, 'clause')}\n{'fault':<12} right wrong missed")
    for fault in Fault:
        _say(f"{fault:<12} {right[fault]:>5} {wrong[fault]:>5} {missed[fault]:>6}")
    _say(f"{'all':<12} {right.total():>5} {wrong.total():>5} {missed.total():>6}")
    _measure_adopted(library, every, details=details)
    return 0


def _measure_adopted(library: Library, every: int, *, details: bool) -> None:
    found, clauses = Counter[str](), 0
    for edition in library.newest[::every]:
        if not edition.key.instrument.is_numbered:
            continue  # a treaty
        card = report_card(edition, before(edition, library))
        if card.texts:
            clauses += card.clauses
            found.update(finding.fault for finding in card.findings)
            for finding in card.findings if details else ():
                _say(f"{edition.key} {_shown(finding)}")
    _say(f"adopted: {counted(clauses, 'clause')}, {counted(found.total(), 'finding')}: {dict(found)}")


def joined(libraries: Sequence[Library]) -> Library:
    """Return one library of all editions."""
    editions = {edition.key: edition for library in libraries for edition in library.editions}
    return replace(libraries[0], editions=tuple(editions.values()), records={})


def before(edition: Edition, library: Library) -> Library:
    """Return the library as it was when a text was drafted: the texts up to its year, without itself."""
    year, own = edition.key.year, edition.key.instrument
    held = tuple(e for e in library.editions if e.key.year <= year and e.key.instrument != own)
    known = tuple(i for i in library.catalogue.instruments if i.edition.year <= year)
    return Library(held, replace(library.catalogue, instruments=known))


def draft_of(text: str, library: Library) -> Edition:
    """Return a draft with planted faults, without the marks."""
    plain = _QUOTED.sub(lambda match: _words(match["id"], library), _PLANTED.sub("", _HALF.sub("", text)))
    return read_draft_file(plain.encode(), "draft.txt", library, Limits())


def planted_in(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Walk the lines of a draft that have a planted fault, each with the faults that may be found there."""
    for at, line in enumerate(text.split("\n"), 1):
        if match := _PLANTED.search(line):
            yield at, tuple(match["faults"].split("|"))


def _words(id_: str, library: Library) -> str:
    found = library.provision(ProvisionId.parse(id_))
    assert found, f"{id_} is in no library that was given"
    return found[1].text.rstrip(" ,;.") + ";"


def _lines(finding: Finding, draft: Edition) -> Iterator[int]:
    """Walk the lines of a finding: its clause's, those of what stands above it."""
    yield finding.clause.line
    for above in reversed(draft.ancestors(finding.clause.eid)):
        yield above.line


def _shown(finding: Finding) -> str:
    precedents = ", ".join(map(str, finding.precedents))
    return f"{finding.fault} in {finding.clause.label}: “{finding.words[:90]}”: {finding.said} [{precedents}]"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
