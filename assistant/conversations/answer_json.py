"""An answer → JSON: whole, to be kept and read back, and as other tools read it."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from assistant.answer import Answer, AnswerWords, Citation, Claim, ReasonCode, Status, Support
from corpus.keys import ProvisionId

_NAMES = frozenset(field.name for field in fields(Answer)) - {"trace"}
_PRINTED = (
    *("status", "text", "claims", "closest", "retrieved", "understood_as", "reason", "reason_code"),
    *("opening", "translation", "language", "read_by", "seconds", "answer_words"),
)


def to_text(answer: Answer) -> str:
    """Return an answer as one line of JSON, without its trace."""
    row = {name: getattr(answer, name) for name in sorted(_NAMES)}
    return json.dumps(row, ensure_ascii=False, default=_plain)


def from_text(text: str) -> Answer:
    """Read what `to_text` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    row = json.loads(text)
    for name in ("closest", "retrieved"):
        row[name] = tuple(map(ProvisionId.parse, row[name]))
    for name in ("notices", "related", "heads"):
        row[name] = tuple(row.get(name, ()))
    row["claims"] = tuple(
        Claim(claim["text"], Support(claim["support"]), tuple(map(_citation, claim["citations"])))
        for claim in row["claims"]
    )
    if certain := row.get("answer_words"):
        row["answer_words"] = AnswerWords(**{**certain, "provision": ProvisionId.parse(certain["provision"])})
    row["status"], row["reason_code"] = Status(row["status"]), ReasonCode(row.get("reason_code", ""))
    return Answer(**{name: value for name, value in row.items() if name in _NAMES})


def answer_json(answer: Answer, id_: object = None) -> dict[str, Any]:
    """Return an answer as `ask --json` prints it."""
    row = {**json.loads(to_text(answer)), "text": answer.text, "understood_as": answer.understood}
    for citation in (citation for claim in row["claims"] for citation in claim["citations"]):
        del citation["start"], citation["end"]
    return {"id": id_, **{name: row[name] for name in _PRINTED}, "seconds": round(answer.seconds, 4)}


def _citation(row: dict[str, Any]) -> Citation:
    return Citation(**{**row, "provision": ProvisionId.parse(row["provision"])})


def _plain(value: AnswerWords | Claim | Citation | ProvisionId) -> Any:  # noqa: ANN401  for the JSON encoder
    if isinstance(value, ProvisionId):
        return str(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}
