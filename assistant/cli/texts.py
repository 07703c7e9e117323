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
    named = " ".join(arguments.named)
    if not named and arguments.json:
        return print_json(contracts.links_json(graph.links))
    if not named:
        return _write("\n".join(_summary(graph)))
    key = edition_key(named, library)
    if key is not None and library.is_pending(key):
        raise ResolutionsError(f"{library.edition(key).name}: references are listed for adopted texts only")
    focus = _focus(named, graph)
    out, into = () if arguments.into else graph.out_of(*focus), graph.into(*focus)
    if arguments.json:
        return print_json(contracts.directed_json(out, into))
    lines = [] if arguments.into else [f"names {len(out)}:", *(f"  {_outward(one)}" for one in out), ""]
    lines += [f"named by {len(into)}:", *(f"  {_inward(one)}" for one in into)]
    return _write("\n".join(lines))


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
    yield "what is named and not held: resolutions list"
