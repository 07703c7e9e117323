"""The JSON that other tools read: one function a form, nothing else knows the field names."""

from __future__ import annotations

from typing import Any

from assistant.answers import Answer
from assistant.labels import Match
from assistant.library import Library
from assistant.verification import Verdict
from corpus.canonical import provision_json, reference_json
from index.search import Hit
from ingest.parse import Parse


def answer_json(answer: Answer, id_: object = None) -> dict[str, Any]:
    """Return an answer."""
    return {
        "id": id_,
        "status": answer.status.value,
        "text": answer.text,
        "claims": [
            {
                "text": claim.text,
                "support": claim.support.value,
                "citations": [
                    {"provision": str(one.provision), "label": one.label, "quote": one.quote}
                    for one in claim.citations
                ],
            }
            for claim in answer.claims
        ],
        "closest": [str(one) for one in answer.closest],
        "retrieved": [str(one) for one in answer.retrieved],
        "understood_as": answer.understood_as,
        "reason": answer.reason,
        "seconds": round(answer.seconds, 4),
    }


def hits_json(hits: tuple[Hit, ...], seconds: float, id_: object = None) -> dict[str, Any]:
    """Return ranked hits with all their scores."""
    return {
        "id": id_,
        "hits": [
            {
                "provision": str(hit.passage.provision),
                "label": hit.passage.label,
                "score": round(hit.score, 6),
                "dense": None if hit.dense is None else round(hit.dense, 6),
                "lexical": round(hit.lexical, 6),
                "text": hit.passage.text,
            }
            for hit in hits
        ],
        "seconds": round(seconds, 4),
    }


def matches_json(matches: tuple[Match, ...]) -> dict[str, Any]:
    """Return what a label resolves to, with the labels of what stands above each."""
    return {
        "matches": [
            {
                "provision": str(one.id),
                "label": one.label,
                "text": one.provision.text,
                "path": [one.edition.citation(above) for above in one.edition.ancestors(one.provision.eid)],
                "kind": one.provision.kind.value,
            }
            for one in matches
        ]
    }


def parse_json(parsed: Parse) -> dict[str, Any]:
    """Return a parse with its report; ids are eIds, labels are short."""
    report = parsed.report
    return {
        "edition": {
            "key": str(parsed.key) if parsed.key else None,
            "name": parsed.name,
            "title": parsed.title,
            "revision": parsed.revision,
            "adopted": parsed.adopted,
            "language": "en",
            "sha256": parsed.sha256,
        },
        "provisions": [provision_json(one) for one in parsed.provisions],
        "references": [reference_json(one) for one in parsed.references],
        "removed": [{"line": one.line, "step": one.step} for one in report.removed],
        "unowned": list(report.unowned),
        "gaps": [{"line": one.line, "expected": one.expected, "found": one.found} for one in report.gaps],
        "warnings": list(report.warnings),
    }


def verdict_json(verdict: Verdict, id_: object = None) -> dict[str, Any]:
    """Return how a claim stands to its clause."""
    return {"id": id_, "support": verdict.support.value, "reasons": list(verdict.reasons)}


def library_json(library: Library) -> dict[str, Any]:
    """Return what is held, then what the catalogue knows and the library does not hold."""
    held = [
        {
            "key": str(edition.key),
            "title": f"{edition.name}: {edition.title}",
            "status": "in force" if library.is_in_force(edition.key) else "superseded",
            "held": True,
        }
        for edition in library.editions
    ]
    named = [
        {
            "key": str(one.edition),
            "title": f"{one.name}: {one.title}",
            "status": "named, not held",
            "held": False,
            "named_by": [str(clause) for clause in one.named_by],
            "address": one.address,
        }
        for one in library.catalogue.instruments
        if not library.holds(one.edition)
    ]
    return {"editions": [*held, *named]}
