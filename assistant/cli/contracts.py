"""The JSON that other tools read: one function a form, nothing else knows the field names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from assistant.comparison.comparison import Comparison
from assistant.drafting.duties import Duty
from assistant.drafting.precedents import Precedents
from assistant.library.importing import Added
from assistant.library.library import Library, Target
from assistant.library.quarantine import QuarantinedFile
from assistant.references.graph import Link
from assistant.report_card.finding import ReportCard
from assistant.streamlining.map import StreamliningMap
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


def _fields(source: object, names: str) -> dict[str, Any]:
    """Return fields of a value, each by its own name or as "name=its_own"; keys and ids are printed."""
    parts = (name.partition("=") for name in names.split())
    return {name: _plain(getattr(source, own or name)) for name, _, own in parts}


def _plain(value: Any) -> Any:  # noqa: ANN401  JSON values
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return str(value) if isinstance(value, _KEYS) else value


def report_card_json(card: ReportCard, library: Library) -> dict[str, Any]:
    """Return the findings in a draft, each with its precedents."""
    rows = [
        {
            **_fields(finding, "fault words said"),
            **_fields(finding.clause, "label line"),
            "precedents": [
                {"provision": str(id_), "text": library.edition(id_.edition).provision(id_.eid).text}
                for id_ in finding.precedents
            ],
        }
        for finding in card.findings
    ]
    return {**_fields(card, "compared texts clauses summary"), "findings": rows}


def hits_json(hits: tuple[Hit, ...], seconds: float, id_: object = None) -> dict[str, Any]:
    """Return ranked hits with all their scores."""
    rows = [
        {
            **_fields(hit.passage, "provision label"),
            "score": round(hit.score, 6),
            "dense": None if hit.dense is None else round(hit.dense, 6),
            "lexical": round(hit.lexical, 6),
            "text": hit.passage.text,
        }
        for hit in hits
    ]
    return {"id": id_, "hits": rows, "seconds": round(seconds, 4)}


def matches_json(matches: tuple[Match, ...]) -> dict[str, Any]:
    """Return what a label resolves to, with the labels of what stands above each."""
    rows = [
        {
            **_fields(match, "provision=id label"),
            "text": match.provision.text,
            "path": [match.edition.citation(above) for above in match.edition.ancestors(match.provision.eid)],
            "kind": match.provision.kind,
        }
        for match in matches
    ]
    return {"matches": rows}


def parses_json(parses: Sequence[Parse]) -> dict[str, Any]:
    """Return the parse of a file with its report, of several texts under "texts"; ids are eIds."""
    rows = [
        {
            "edition": {
                **_fields(parsed, "key name title revision adopted language sha256"),
                **status_json(parsed.status),
            },
            **({"proposed": proposal_json(parsed.proposal)} if parsed.proposal and not parsed.key else {}),
            "provisions": [provision_json(provision) for provision in parsed.provisions],
            "references": [reference_json(reference) for reference in parsed.references],
            **report_json(parsed.report),
        }
        for parsed in parses
    ]
    return rows[0] if len(rows) == 1 else {"texts": rows}


def verdict_json(verdict: Verdict, id_: object = None, clause: ProvisionId | None = None) -> dict[str, Any]:
    """Return how a claim stands to its clause, which is given where the library has it."""
    found = {"id": id_, **_fields(verdict, "support verdict=judgement needs_reading reasons")}
    return found | ({"clause": str(clause)} if clause else {})


def library_json(library: Library, aside: Iterable[QuarantinedFile] = ()) -> dict[str, Any]:
    """Return what is held, what is named and not held with how often, and what was set aside.

    `questions` is how many questions of its pack count for an edition, 0 where it has none;
    `replaces_shipped` says that it is not the text that comes with the program under its key; `part` which
    text of its file it is, where that has several.
    """
    pending = {edition.key for edition in library.pending}
    rows = [_held_json(edition, library) for edition in library.every]
    rows += [_named_json(*named, library) for named in library.named.items() if named[0] not in pending]
    return {"editions": rows, "quarantined": [asdict(file) for file in aside]}


def _held_json(edition: Edition, library: Library) -> dict[str, Any]:
    """Return an edition; one with the status "draft" or "not yet adopted" is not in force."""
    key, record = edition.key, library.records.get(edition.key)
    in_force = "in force" if library.is_in_force(key) else "superseded"
    return {
        "key": str(key),
        "title": f"{edition.name}: {edition.title}",
        "status": in_force if edition.is_adopted else edition.status.value,
        "held": True,
        "file": record.file if record else "",
        **(_fields(record, "part parts") if record and record.parts > 1 else {}),
        "replaces_shipped": library.replaces_shipped(key),
        "questions": library.questions.get(key, 0),
    }


def _named_json(target: Target, clauses: Sequence[ProvisionId], library: Library) -> dict[str, Any]:
    """Return what is named and not held; `named` is how often, `named_by` lists the clauses."""
    instrument = library.catalogue.edition(target) if isinstance(target, EditionKey) else None
    return {
        "key": str(target),
        "title": f"{instrument.name}: {instrument.title}" if instrument else "",
        "status": "named, not held",
        "held": False,
        "named": len(clauses),
        "named_by": [str(clause) for clause in dict.fromkeys(clauses)],
        "address": instrument.address if instrument else "",
    }


def added_json(rows: Iterable[Added]) -> list[dict[str, Any]]:
    """Return what became of files that were given to the library."""
    return [
        {
            "file": added.file,
            **({"text": added.text} if added.text else {}),
            **({"page": added.page} if added.page else {}),
            **_fields(added, "key status provisions"),
            **{name: report_json(added.report)[name] for name in ("unowned", "gaps", "warnings")},
            "references": added.references,
            "seconds": round(added.seconds, 4),
            **_fields(added, "reason said"),
            **({} if added.adoption is EditionStatus.ADOPTED else {"adoption": added.adoption}),
            **(
                {"proposed": proposal_json(added.proposal), "differs": added.differs}
                if added.proposal
                else {}
            ),
        }
        for added in rows
    ]


def proposal_json(proposal: Proposal) -> dict[str, Any]:
    """Return which edition a file may be; `key` has YEAR in the place of a year that is not known."""
    return {
        **_fields(proposal, "key=key_text name title"),
        "year": proposal.year or None,
        **_fields(proposal, "adopted draft=is_draft"),
        "read": [str(evidence) for evidence in proposal.evidence],
    }


def changes_json(comparison: Comparison) -> dict[str, Any]:
    """Return what became of each provision; `diff` is a list of [sign, run], sign one of = - +.

    `not_in_library` are annexes that a text cites and that are not in the library; nothing of them is among
    the changes. `not_adopted` names what of the two is a draft or of a date to come, if any is.
    """
    old, new = comparison.old, comparison.new
    pending = [edition.name for edition in (old, new) if not edition.is_adopted]
    changes = [
        {
            "kind": change.kind,
            "a": str(old.id_of(change.old)) if change.old else None,
            "b": str(new.id_of(change.new)) if change.new else None,
            **_fields(change, "diff"),
        }
        for change in comparison.changes
    ]
    missing = [
        {
            **_fields(annex, "provision=id label=citation"),
            "cited_by": [str(annex.edition.id_of(clause)) for clause in annex.cited_by],
        }
        for annex in comparison.missing
    ]
    found = {"changes": changes, "counts": dict(comparison.counts), "not_in_library": missing}
    return {"not_adopted": pending, **found} if pending else found


def precedents_json(found: Precedents, library: Library, id_: object = None) -> dict[str, Any]:
    """Return the adopted clauses closest to a draft; `diff` turns each into the draft, as in changes_json."""
    rows = [
        {
            **_fields(precedent.passage, "provision label"),
            "score": round(precedent.score, 6),
            "text": precedent.passage.text,
            **_fields(precedent, "diff in_force"),
            "first_used": _use_json(precedent.first, library),
            "last_used": _use_json(precedent.last, library),
            **_fields(precedent, "superseded"),
        }
        for precedent in found.hits
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
    rows = [
        {
            **_fields(duty, "provision label"),
            "verb": duty.head.verb,
            **_fields(duty, "addressees action deadline conditions under force=strength frequency due"),
            **_fields(duty, "reports_to"),
        }
        for duty in duties
    ]
    return {"duties": rows}


def streamlining_json(found: StreamliningMap) -> dict[str, Any]:
    """Return what several texts share and what is proposed; `shared` of the `words` of `a` are in `b`."""
    lines = [
        {
            **{
                name: {
                    "provision": str(clause.edition.id_of(clause.provision)),
                    "label": clause.citation,
                    "text": clause.provision.text,
                }
                for name, clause in (("a", line.clause), ("b", line.other))
            },
            **_fields(line, "relation action reason"),
            "shared": line.shared.number,
            "words": len(line.clause.words),
        }
        for line in found.lines
    ]
    return {"lines": lines, "counts": dict(found.counts), "remarks": found.remarks}


def links_json(links: Iterable[Link]) -> list[dict[str, Any]]:
    """Return references, where each leads and how that stands in the library.

    `target` is what the text names, `resolved` the edition that it leads to.
    """
    names = "from=source label text target held resolved edition_named=dated standing superseded_by relation"
    return [_fields(link, names) for link in links]


def directed_json(out: Iterable[Link], into: Iterable[Link]) -> dict[str, Any]:
    """Return what something names, then what names it."""
    rows = [{**row, "direction": "out"} for row in links_json(out)]
    return {"references": rows + [{**row, "direction": "in"} for row in links_json(into)]}
