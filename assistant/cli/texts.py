"""The commands that relate texts to one another: compare, references."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from assistant.cli import contracts
from assistant.cli.terminal import named_key, opened_library, print_json, print_text
from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, provision_of
from assistant.comparison.outline import Run, runs
from assistant.comparison.redline import marked
from assistant.library.library import Target
from assistant.plain_text import changed, label, named
from assistant.references.graph import Graph, Link, Standing
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
    old, new = (library.edition(named_key(one, library)) for one in (arguments.old, arguments.new))
    comparison = Comparison.of(old, new)
    if arguments.json:
        return print_json(contracts.changes_json(comparison))
    colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    changes = _redlined(comparison, colours=colours, every=arguments.all)
    lines = [f"{named(old.name)} → {named(new.name)}", *comparison.not_compared, "", *changes]
    lines += ["", ", ".join(f"{number} {kind}" for kind, number in comparison.counts.items())]
    return print_text(*lines)


def references(arguments: Namespace) -> int:
    """Print what texts name and what names them."""
    library = opened_library()
    graph = Graph.of(library)
    if arguments.dangling:
        return _print_dangling(graph, as_json=_form(arguments) == "json")
    named = " ".join(arguments.named)
    if not named:
        return _print_all(graph, _form(arguments))
    key = edition_key(named, library)
    if key is not None and library.is_pending(key):
        raise ResolutionsError(f"{library.edition(key).name}: references are listed for adopted texts only")
    focus = _focus(named, graph)
    out, into = () if arguments.into else graph.out_of(*focus), graph.into(*focus)
    if _form(arguments) == "json":
        return print_json(contracts.directed_json(out, into))
    if _form(arguments) == "graphml":
        return _write(Graph(library, tuple(dict.fromkeys((*out, *into)))).graphml())
    lines = [] if arguments.into else [f"names {len(out)}:", *(f"  {_outward(one)}" for one in out), ""]
    lines += [f"named by {len(into)}:", *(f"  {_inward(one)}" for one in into)]
    return _write("\n".join(lines))


def _form(arguments: Namespace) -> str:
    """Return the form that was asked for."""
    return "json" if arguments.json else str(arguments.format)


def _write(text: str) -> int:
    """Write a text on standard output; exit status 0."""
    sys.stdout.write(text.rstrip("\n") + "\n")
    return 0


def _redlined(comparison: Comparison, *, colours: bool, every: bool) -> Iterator[str]:
    """Walk the changes below their headings; what is unchanged is counted, or printed with `every`."""
    heading = ""
    for run in (Run(comparison.changes, is_folded=False),) if every else runs(comparison):
        if run.is_folded:
            yield f"({len(run.changes)} unchanged)"
            continue
        for change in run.changes:
            one = provision_of(change)
            heading = one.label if one.kind == Kind.HEADING else heading
            yield f"{change.kind:<5} {label(_places(change, heading) or one.label)}"
            if every or change.kind != ChangeKind.NOC:
                yield changed(marked(change.diff, colours=colours))


def _places(change: Change, heading: str) -> str:
    """Return where a change stands: its label without the heading above, or both where they differ."""
    old, new = (one.label.removeprefix(f"{heading} ") if one else "" for one in (change.old, change.new))
    return f"{old} → {new}" if old and new and (old != new or change.moved) else new or old


def _focus(text: str, graph: Graph) -> tuple[Target, ...]:
    """Return what a key, an id, a name or a label means; a label may mean several clauses."""
    library = graph.library
    for form in (ProvisionId, EditionKey, InstrumentKey):
        try:
            return (form.parse(text),)
        except ResolutionsError:
            continue
    named: list[Target] = [one.key for one in library.editions if _is_called(text, one.name)]
    if not named:
        editions, rest = named_editions(text, library)
        named = [one.key for one in editions] if not rest.strip(" ,.;") else []
    known = [one.edition for one in library.catalogue.instruments if _is_called(text, one.name)]
    named = named or [*known] or [one.id for one in resolve(text, library)] or [*graph.called(text)]
    if not named:
        raise ResolutionsError(
            f"'{text}' names no text and no clause that is held; give a key, as in itu-pp/res-71, or a label"
        )
    return tuple(dict.fromkeys(named))


def _is_called(text: str, name: str) -> bool:
    """Return True if a text is an edition's name, or "Res. 25" for its instrument."""
    plain = _ABBREVIATED.sub(lambda found: _WHOLE[found["type"].lower()], text).lower()
    return plain in (name.lower(), name.lower().partition(" (")[0])


def _outward(link: Link) -> str:
    """Print what a clause names."""
    return f"{label(link.label)}: “{named(link.text)}” → {link.leads}{_remarks(link)}"


def _inward(link: Link) -> str:
    """Print which clause names, and with which words."""
    return f"{label(link.label)}: “{named(link.text)}”{_remarks(link)}"


def _remarks(link: Link) -> str:
    """Say what a reader must know of where a reference leads, in brackets."""
    said = [link.relation.value] if link.relation else []
    said += [] if link.dated else ["no edition named" + (": the one then in force" if link.resolved else "")]
    said += [] if link.held else [link.standing.value]
    said += [f"superseded by {link.superseded_by}"] if link.superseded_by else []
    return f" ({'; '.join(said)})" if said else ""


def _print_all(graph: Graph, form: str) -> int:
    """Print the whole graph: all of it, or in words how many references there are."""
    if form == "json":
        return print_json(contracts.links_json(graph.links))
    return _write(graph.graphml() if form == "graphml" else "\n".join(_summary(graph)))


def _summary(graph: Graph) -> Iterator[str]:
    """Count references: by how they stand, and by text."""
    standing = Counter(one.standing for one in graph.links)
    yield (
        f"{len(graph.links)} references in {len(graph.library.editions)} texts: "
        + ", ".join(f"{standing[one]} {one.value}" for one in Standing)
    )
    undated = sum(not link.dated for link in graph.links)
    yield f"{undated} name no edition: they lead to the one in force when the text was adopted"
    out = Counter(one.source.edition for one in graph.links)
    into = Counter(one.resolved for one in graph.links)
    for edition in graph.library.editions:
        counts = f"names {out[edition.key]:>3}, is named {into[edition.key]:>3}"
        yield f"{edition.key!s:<24} {counts}  {named(edition.name)}"
    yield "what is named and not held: resolutions references --dangling"


def _print_dangling(graph: Graph, *, as_json: bool) -> int:
    """Print what is named and not held, and the references to clauses that are not there."""
    missing = graph.dangling()
    nowhere = [one for one in graph.links if one.standing == Standing.NO_SUCH_CLAUSE]
    if as_json:
        return print_json(contracts.dangling_json(missing, nowhere))
    lines = [f"{len(missing)} named, not held:"]
    for one in missing:
        lines.append(f"{len(one.named_by):>4}×  {one.target!s:<28} {named(one.title)}".rstrip())
        lines += [f"{'':<35}official text: {one.address}"] if one.address else []
        lines += [f"{'':<35}to add it: {one.remedy}"]
    lines += [f"{len(nowhere)} to a clause that is not there:"] if nowhere else []
    lines += [f"  {_outward(one)}" for one in nowhere]
    return _write("\n".join(lines))
