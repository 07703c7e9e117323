"""The commands that relate texts to one another: compare, references."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from assistant.cli import contracts
from assistant.cli.terminal import named_key, opened_library, print_json, result
from assistant.comparison.changes import ChangeKind
from assistant.comparison.comparison import Comparison, provision_of
from assistant.comparison.outline import Run, runs
from assistant.comparison.redline import marked
from assistant.library.library import Target
from assistant.plain_text import changed, label, named
from assistant.references.graph import Graph, Link, LinkStatus
from assistant.understanding.labels.resolver import resolve
from assistant.understanding.names.asked import edition_key, named_editions
from corpus.errors import ResolutionsError
from corpus.instruments import Kind
from corpus.keys import EditionKey, InstrumentKey, ProvisionId

_WHOLE = {"res": "Resolution ", "dec": "Decision ", "rec": "Recommendation ", "op": "Opinion "}
_ABBREVIATED = re.compile(r"^(?P<type>res|dec|rec|op)\.? ?(?=[0-9])", re.IGNORECASE)


def compare_editions(arguments: Namespace) -> int:
    """Print what became of every provision of an edition in another."""
    library = opened_library()
    old, new = (library.edition(named_key(name, library)) for name in (arguments.old, arguments.new))
    comparison = Comparison.of(old, new)
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    changes = _redlined(comparison, colours=colours, every=arguments.all)
    lines = [f"{named(old.name)} → {named(new.name)}", *comparison.not_compared, "", *changes]
    lines += ["", ", ".join(f"{number} {kind}" for kind, number in comparison.counts.items())]
    return result(arguments, contracts.changes_json(comparison), *lines)


def references(arguments: Namespace) -> int:
    """Print what texts name and what names them."""
    library = opened_library()
    graph, text = Graph.of(library), " ".join(arguments.named)
    if text:
        key = edition_key(text, library)
        if key is not None and library.is_pending(key):
            name = library.edition(key).name
            raise ResolutionsError(f"{name}: references are listed for adopted texts only")
        focus = _focus(text, graph)
        out, into = () if arguments.into else graph.out_of(*focus), graph.into(*focus)
        document = contracts.directed_json(out, into)
        lines = [
            f"names {len(out)}:",
            *(f"  {_cited(link)} → {link.leads}{_remarks(link)}" for link in out),
            "",
        ]
        lines = [] if arguments.into else lines
        lines += [f"named by {len(into)}:", *(f"  {_cited(link)}{_remarks(link)}" for link in into)]
    else:
        document, lines = {"references": contracts.links_json(graph.links)}, [*_summary(graph)]
    if arguments.json:
        return print_json(document)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _redlined(comparison: Comparison, *, colours: bool, every: bool) -> Iterator[str]:
    """Walk the changes below their headings; what is unchanged is counted, or printed with `every`."""
    heading = ""
    for run in (Run(comparison.changes, is_folded=False),) if every else runs(comparison):
        if run.is_folded:
            yield f"({len(run.changes)} unchanged)"
            continue
        for change in run.changes:
            provision = provision_of(change)
            heading = provision.label if provision.kind == Kind.HEADING else heading
            # The label without the heading above, or both where they differ.
            labels = (clause.label if clause else "" for clause in (change.old, change.new))
            a, b = (text.removeprefix(f"{heading} ") for text in labels)
            place = f"{a} → {b}" if a and b and (a != b or change.moved) else b or a
            yield f"{change.kind:<5} {label(place or provision.label)}"
            if every or change.kind != ChangeKind.NOC:
                yield changed(marked(change.diff, colours=colours))


def _focus(text: str, graph: Graph) -> tuple[Target, ...]:
    """Return what a key, an id, a name or a label means; a label may mean several clauses."""
    library = graph.library
    for form in (ProvisionId, EditionKey, InstrumentKey):
        try:
            return (form.parse(text),)
        except ResolutionsError:
            continue
    targets: list[Target] = [edition.key for edition in library.editions if _is_called(text, edition.name)]
    if not targets:
        editions, rest = named_editions(text, library)
        targets = [edition.key for edition in editions] if not rest.strip(" ,.;") else []
    known = [
        instrument.edition
        for instrument in library.catalogue.instruments
        if _is_called(text, instrument.name)
    ]
    targets = targets or [*known] or [match.id for match in resolve(text, library)] or [*graph.called(text)]
    if not targets:
        raise ResolutionsError(
            f"'{text}' names no text and no clause that is held; give a key, as in itu-pp/res-71, or a label"
        )
    return tuple(dict.fromkeys(targets))


def _is_called(text: str, name: str) -> bool:
    """Return True if a text is an edition's name, or "Res. 25" for its instrument."""
    plain = _ABBREVIATED.sub(lambda found: _WHOLE[found["type"].lower()], text).lower()
    return plain in (name.lower(), name.lower().partition(" (")[0])


def _cited(link: Link) -> str:
    return f"{label(link.label)}: “{named(link.text)}”"


def _remarks(link: Link) -> str:
    """Say what a reader must know of where a reference leads, in brackets."""
    remarks = [link.relation.value] if link.relation else []
    remarks += (
        [] if link.dated else ["no edition named" + (": the one then in force" if link.resolved else "")]
    )
    remarks += [] if link.held else [link.standing.value]
    remarks += [f"superseded by {link.superseded_by}"] if link.superseded_by else []
    return f" ({'; '.join(remarks)})" if remarks else ""


def _summary(graph: Graph) -> Iterator[str]:
    standing = Counter(link.standing for link in graph.links)
    yield (
        f"{len(graph.links)} references in {len(graph.library.editions)} texts: "
        + ", ".join(f"{standing[state]} {state.value}" for state in LinkStatus)
    )
    undated = sum(not link.dated for link in graph.links)
    yield f"{undated} name no edition: they lead to the one in force when the text was adopted"
    out = Counter(link.source.edition for link in graph.links)
    into = Counter(link.resolved for link in graph.links)
    for edition in graph.library.editions:
        counts = f"names {out[edition.key]:>3}, is named {into[edition.key]:>3}"
        yield f"{edition.key!s:<24} {counts}  {named(edition.name)}"
    yield "what is named and not held: resolutions list"
