"""The JSON of a proposal: how it is stored, and handed to other programs.

`to_json` and `from_json` are inverses. A wording that nobody changed is a string, any other a list of its
runs; what a clause does not have is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.comparison.redline import Edit
from assistant.proposals.numbering import Numbering
from assistant.proposals.proposal import Proposal, ProposedClause
from assistant.proposals.revision import Revision
from corpus.instruments import Kind
from corpus.keys import EditionKey

_KINDS = {kind.value: kind for kind in Kind}


def to_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as plain dictionaries and lists."""
    return {
        "edition": str(proposal.edition),
        "fingerprint": proposal.fingerprint,
        "numbering": str(proposal.numbering),
        "clauses": [_clause_json(clause) for clause in proposal.clauses],
    }


def from_json(document: Mapping[str, Any]) -> Proposal:
    """Read what `to_json` wrote. Raises InvalidKey, KeyError, TypeError or ValueError when it is damaged."""
    return Proposal(
        EditionKey.parse(document["edition"]),
        document["fingerprint"],
        tuple(map(_clause, document["clauses"])),
        Numbering(document["numbering"]),
    )


def _clause_json(clause: ProposedClause) -> dict[str, Any]:
    row: dict[str, Any] = {"id": clause.id, "kind": str(clause.kind), "level": clause.level}
    optional = {
        "label": clause.label,
        "marker": _revision_json(clause.marker),
        "text": _revision_json(clause.text),
        "deleted": clause.is_deleted,
        "reasons": clause.reasons,
        "moved_from": clause.moved_from,
    }
    return row | {name: value for name, value in optional.items() if value}


def _clause(row: Mapping[str, Any]) -> ProposedClause:
    return ProposedClause(
        row["id"],
        _KINDS[row["kind"]],
        row["level"],
        _revision(row.get("marker", "")),
        _revision(row.get("text", "")),
        row.get("label", ""),
        row.get("deleted", False),
        row.get("reasons", ""),
        row.get("moved_from", ""),
    )


def _revision_json(revision: Revision) -> str | list[Edit]:
    return list(revision.edits) if revision.is_changed else revision.now


def _revision(stored: str | list[list[str]]) -> Revision:
    if isinstance(stored, str):
        return Revision.of(stored)
    return Revision(tuple((sign, words) for sign, words in stored))
