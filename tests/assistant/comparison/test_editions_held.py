"""Every pair of editions in ../shared compared: nothing is deleted or added that the other edition cites.

../shared has the texts; without it these tests are skipped.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import permutations
from pathlib import Path

import pytest

from assistant.comparison.changes import ChangeKind
from assistant.comparison.comparison import Comparison
from corpus.annexes import annex_of, can_mean
from corpus.instruments import Edition
from corpus.keys import ProvisionId
from ingest import parse_file

TEXTS = Path(__file__).parents[4] / "shared" / "texts" / "itu"
TREATIES = ("constitution", "convention")


def pairs() -> list[tuple[Edition, Edition]]:
    """Return each two editions of one instrument, both ways."""
    files = sorted(path for path in TEXTS.glob("*") if not path.name.startswith(TREATIES))
    editions: dict[str, list[Edition]] = defaultdict(list)
    for path in files:
        edition = parse_file(path).edition()
        editions[str(edition.key.instrument)].append(edition)
    return [pair for found in editions.values() for pair in permutations(found, 2)]


def cited(edition: Edition) -> set[str]:
    """Return the annexes that an edition cites as its own."""
    targets = (reference.target for reference in edition.references)
    own = (
        target.eid for target in targets if isinstance(target, ProvisionId) and target.edition == edition.key
    )
    return set(filter(None, map(annex_of, own)))


def lacking(edition: Edition) -> set[str]:
    """Return the annexes that an edition cites and does not have."""
    held = {annex_of(clause.eid) for clause in edition.provisions}
    return {name for name in cited(edition) if not any(can_mean(name, annex) for annex in held)}


@pytest.mark.skipif(not TEXTS.is_dir(), reason="../shared/texts/itu is not there")
def test_nothing_is_deleted_or_added_in_an_annex_that_the_other_edition_cites_and_lacks(every_row):
    def check(pair: tuple[Edition, Edition]) -> None:
        found = Comparison.of(*pair)
        deleted = [change.old.eid for change in found.changes if change.kind == ChangeKind.SUP]
        added = [change.new.eid for change in found.changes if change.kind == ChangeKind.ADD]
        for eids, other in ((deleted, found.new), (added, found.old)):
            assert [
                eid for eid in eids if any(can_mean(name, annex_of(eid)) for name in lacking(other))
            ] == []

    every_row([(f"{old.name} → {new.name}", (old, new)) for old, new in pairs()], check)
