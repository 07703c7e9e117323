"""An answer ↔ JSON, whole: what is read back is the answer that was kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.answer import Answer, Citation, Claim, ReasonCode, Status, Support
from corpus.keys import ProvisionId


def to_text(answer: Answer) -> str:
    """Return an answer as one line of JSON."""
    return json.dumps(
        {
            "status": answer.status,
            "lead": answer.lead,
            "heads": answer.heads,
            "claims": [_claim_json(one) for one in answer.claims],
            "closest": [str(one) for one in answer.closest],
            "retrieved": [str(one) for one in answer.retrieved],
            "understood_as": answer.understood_as,
            "follows": answer.follows,
            "reason": answer.reason,
            "reason_code": answer.reason_code,
            "seconds": answer.seconds,
            "notices": answer.notices,
            "nearness": answer.nearness,
            "related": answer.related,
            "opening": answer.opening,
            "read_by": answer.read_by,
            "translation": answer.translation,
            "language": answer.language,
        },
        ensure_ascii=False,
    )


def from_text(text: str) -> Answer:
    """Read what `to_text` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    row = json.loads(text)
    return Answer(
        status=Status(row["status"]),
        lead=row["lead"],
        claims=tuple(map(_claim, row["claims"])),
        closest=tuple(map(ProvisionId.parse, row["closest"])),
        retrieved=tuple(map(ProvisionId.parse, row["retrieved"])),
        understood_as=row["understood_as"],
        follows=row.get("follows", ""),
        reason=row["reason"],
        reason_code=ReasonCode(row.get("reason_code", "")),
        seconds=row["seconds"],
        notices=tuple(row["notices"]),
        nearness=row["nearness"],
        related=tuple(row.get("related", ())),
        heads=tuple(row.get("heads", ())),
        opening=row.get("opening", ""),
        read_by=row.get("read_by", ""),
        translation=row.get("translation", ""),
        language=row.get("language", ""),
    )


def _claim_json(claim: Claim) -> dict[str, Any]:
    """Return a claim with its citations."""
    return {
        "text": claim.text,
        "support": claim.support,
        "citations": [
            {
                "provision": str(one.provision),
                "label": one.label,
                "start": one.start,
                "end": one.end,
                "quote": one.quote,
                "governing": one.governing,
                "superseded_by": one.superseded_by,
            }
            for one in claim.citations
        ],
    }


def _claim(row: Mapping[str, Any]) -> Claim:
    """Read a claim."""
    citations = tuple(
        Citation(
            ProvisionId.parse(one["provision"]),
            one["label"],
            one["start"],
            one["end"],
            one["quote"],
            one.get("governing", ""),
            one.get("superseded_by", ""),
        )
        for one in row["citations"]
    )
    return Claim(row["text"], Support(row["support"]), citations)
