"""The JSON that other tools read: one function a form, nothing else knows the field names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from assistant.answer import Answer
from assistant.comparison.comparison import Comparison
from assistant.drafting.duties import Duty
from assistant.drafting.precedents import Precedents
from assistant.library.importing import Added
from assistant.library.library import Library, Target
from assistant.library.quarantine import QuarantinedFile
from assistant.library.storage import Record
from assistant.references.graph import Link
from assistant.understanding.labels.resolver import Match
from assistant.verification.verifier import Verdict
from corpus.canonical import provision_json, reference_json, status_json
from corpus.instruments import Edition, EditionStatus
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from index.search import Hit
from ingest.handover import report_json
from ingest.parse import Parse
from ingest.proposal import Proposal

_KEYS = (InstrumentKey, EditionKey, ProvisionId)


def _fields(of: object, names: str) -> dict[str, Any]:
    """Return some fields of a value under their own names; keys and ids are printed."""
    found = {name: getattr(of, name) for name in names.split()}
    return {name: str(one) if isinstance(one, _KEYS) else one for name, one in found.items()}


def answer_json(answer: Answer, id_: object = None) -> dict[str, Any]:
    """Return an answer."""
    return {
        "id": id_,
        **_fields(answer, "status text"),
        "claims": [
            {
                **_fields(claim, "text support"),
                "citations": [
                    _fields(one, "provision label quote governing superseded_by") for one in claim.citations
                ],
            }
            for claim in answer.claims
        ],
        "closest": [str(one) for one in answer.closest],
        "retrieved": [str(one) for one in answer.retrieved],
        "understood_as": answer.understood,
        **_fields(answer, "reason reason_code opening translation language read_by"),
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


def parses_json(parses: Sequence[Parse]) -> dict[str, Any]:
    """Return the parse of a file; of several texts under "texts", in their order."""
    rows = [parse_json(parsed) for parsed in parses]
    return rows[0] if len(rows) == 1 else {"texts": rows}


def parse_json(parsed: Parse) -> dict[str, Any]:
    """Return a parse with its report; ids are eIds, labels are short."""
    return {
        "edition": {
            **_fields(parsed, "key name title revision adopted language sha256"),
            **status_json(parsed.status),
        },
        **({"proposed": proposal_json(parsed.proposal)} if parsed.proposal and not parsed.key else {}),
        "provisions": [provision_json(one) for one in parsed.provisions],
        "references": [reference_json(one) for one in parsed.references],
        **report_json(parsed.report),
    }


def verdict_json(verdict: Verdict, id_: object = None) -> dict[str, Any]:
    """Return how a claim stands to its clause."""
    return {"id": id_, "support": verdict.support.value, "reasons": list(verdict.reasons)}


def library_json(library: Library, aside: Iterable[QuarantinedFile] = ()) -> dict[str, Any]:
    """Return what is held, what is named and not held with how often, and what was set aside.

    `questions` is how many questions of its pack count for an edition, 0 where it has none;
    `replaces_shipped` says that it is not the text that comes with the program under its key.
    """
    held = [
        {
            "key": str(edition.key),
            "title": f"{edition.name}: {edition.title}",
            "status": _status(edition, library),
            "held": True,
            **_file_json(library.records.get(edition.key)),
            "replaces_shipped": library.replaces_shipped(edition.key),
            "questions": library.questions.get(edition.key, 0),
        }
        for edition in library.every
    ]
    pending = {one.key for one in library.pending}
    named = [
        _named_json(target, clauses, library)
        for target, clauses in library.named.items()
        if target not in pending
    ]
    return {"editions": [*held, *named], "quarantined": [asdict(one) for one in aside]}


def _file_json(record: Record | None) -> dict[str, Any]:
    """Return the file that an edition came from, and which of its texts it is where there are several."""
    place = {"part": record.part, "parts": record.parts} if record and record.parts > 1 else {}
    return {"file": record.file if record else "", **place}


def _status(edition: Edition, library: Library) -> str:
    """Return the status of an edition that is held: "draft" and "not yet adopted" are no law."""
    if not edition.is_adopted:
        return edition.status.value
    return "in force" if library.is_in_force(edition.key) else "superseded"


def _named_json(target: Target, clauses: Sequence[ProvisionId], library: Library) -> dict[str, Any]:
    """Return what is named and not held; `named` is how often, `named_by` lists the clauses."""
    known = library.catalogue.edition(target) if isinstance(target, EditionKey) else None
    return {
        "key": str(target),
        "title": f"{known.name}: {known.title}" if known else "",
        "status": "named, not held",
        "held": False,
        "named": len(clauses),
        "named_by": [str(one) for one in dict.fromkeys(clauses)],
        "address": known.address if known else "",
    }


def added_json(rows: Iterable[Added]) -> list[dict[str, Any]]:
    """Return what became of files that were given to the library."""
    return [
        {
            "file": one.file,
            **({"text": one.text} if one.text else {}),
            **({"page": one.page} if one.page else {}),
            **_fields(one, "key status provisions"),
            **{name: report_json(one.report)[name] for name in ("unowned", "gaps", "warnings")},
            "references": one.references,
            "seconds": round(one.seconds, 4),
            **_fields(one, "reason said"),
            **({} if one.adoption is EditionStatus.ADOPTED else {"adoption": one.adoption.value}),
            **({"proposed": proposal_json(one.proposal), "differs": one.differs} if one.proposal else {}),
        }
        for one in rows
    ]


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """Return which edition a file may be; `key` has YEAR in the place of a year that is not known."""
    return {
        "key": proposal.key_text,
        "name": proposal.name,
        "title": proposal.title,
        "year": proposal.year or None,
        "adopted": proposal.adopted,
        "draft": proposal.is_draft,
        "read": [str(one) for one in proposal.evidence],
    }


def changes_json(comparison: Comparison) -> dict[str, Any]:
    """Return what became of each provision; `diff` is a list of [sign, run], sign one of = - +.

    `not_in_library` are annexes that a text cites and that are not in the library; nothing of them is among
    the changes. `not_adopted` names what of the two is a draft or of a date to come, if any is.
    """
    old, new = comparison.old, comparison.new
    pending = [edition.name for edition in (old, new) if not edition.is_adopted]
    return {
        **({"not_adopted": pending} if pending else {}),
        "changes": [
            {
                "kind": change.kind.value,
                "a": str(old.id_of(change.old)) if change.old else None,
                "b": str(new.id_of(change.new)) if change.new else None,
                "diff": [list(edit) for edit in change.diff],
            }
            for change in comparison.changes
        ],
        "counts": {kind.value: number for kind, number in comparison.counts.items()},
        "not_in_library": [
            {
                "provision": str(annex.id),
                "label": annex.citation,
                "cited_by": [str(annex.edition.id_of(clause)) for clause in annex.cited_by],
            }
            for annex in comparison.missing
        ],
    }


def precedents_json(found: Precedents, library: Library, id_: object = None) -> dict[str, Any]:
    """Return the adopted clauses closest to a draft; `diff` turns each into the draft, as in changes_json."""
    rows = [
        {
            "provision": str(one.passage.provision),
            "label": one.passage.label,
            "score": round(one.score, 6),
            "text": one.passage.text,
            "diff": [list(edit) for edit in one.diff],
            "in_force": one.in_force,
            "first_used": _use_json(one.first, library),
            "last_used": _use_json(one.last, library),
            "superseded": [str(twin) for twin in one.superseded],
        }
        for one in found.hits
    ]
    return {"id": id_, "hits": rows, **({"reason": found.reason} if found.reason else {})}


def _use_json(id_: ProvisionId, library: Library) -> dict[str, Any]:
    """Return where language was used: the provision, its citation, the day or year of its adoption."""
    edition = library.edition(id_.edition)
    return {
        "provision": str(id_),
        "label": edition.citation(edition.provision(id_.eid)),
        "adopted": edition.adopted or str(id_.edition.year),
    }


def duties_json(duties: Iterable[Duty]) -> dict[str, Any]:
    """Return who is told to do what; `under` is the paragraph of an item."""
    return {
        "duties": [
            {
                **_fields(one, "provision label"),
                "verb": one.head.verb,
                **_fields(one, "addressees action deadline conditions under"),
                "force": one.strength,
                **_fields(one, "frequency due reports_to"),
            }
            for one in duties
        ]
    }


def links_json(links: Iterable[Link]) -> dict[str, Any]:
    """Return references; `target` is what the text names, `resolved` the edition that it leads to."""
    return {"references": [_link_json(one) for one in links]}


def directed_json(out: Iterable[Link], into: Iterable[Link]) -> dict[str, Any]:
    """Return what something names, then what names it."""
    rows = [("out", one) for one in out] + [("in", one) for one in into]
    return {"references": [{**_link_json(one), "direction": direction} for direction, one in rows]}


def _link_json(link: Link) -> dict[str, Any]:
    """Return one reference, where it leads and how that stands in the library."""
    return {
        "from": str(link.source),
        **_fields(link, "label text target held resolved"),
        "edition_named": link.dated,
        **_fields(link, "standing superseded_by relation"),
    }
