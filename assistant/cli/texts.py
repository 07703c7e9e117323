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
        lines = [f"names {len(out)}:", *(f"  {_cited(one)} → {one.leads}{_remarks(one)}" for one in out), ""]
        lines = [] if arguments.into else lines
        lines += [f"named by {len(into)}:", *(f"  {_cited(one)}{_remarks(one)}" for one in into)]
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
            one = provision_of(change)
            heading = one.label if one.kind == Kind.HEADING else heading
            # The label without the heading above, or both where they differ.
            labels = (each.label if each else "" for each in (change.old, change.new))
            a, b = (each.removeprefix(f"{heading} ") for each in labels)
            place = f"{a} → {b}" if a and b and (a != b or change.moved) else b or a
            yield f"{change.kind:<5} {label(place or one.label)}"
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


def _cited(link: Link) -> str:
    return f"{label(link.label)}: “{named(link.text)}”"


def _remarks(link: Link) -> str:
    """Say what a reader must know of where a reference leads, in brackets."""
    said = [link.relation.value] if link.relation else []
    said += [] if link.dated else ["no edition named" + (": the one then in force" if link.resolved else "")]
    said += [] if link.held else [link.standing.value]
    said += [f"superseded by {link.superseded_by}"] if link.superseded_by else []
    return f" ({'; '.join(said)})" if said else ""


def _summary(graph: Graph) -> Iterator[str]:
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
