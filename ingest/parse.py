"""Text → structure: clean up, read the tree, name its units, find its references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue, catalogue
from corpus.errors import InvalidKey
from corpus.instruments import Edition, Provision, Reference
from corpus.keys import EditionKey, InstrumentKey
from ingest.cleanup import Removal, clean
from ingest.itu import read_tree
from ingest.naming import Namer, provision_parent
from ingest.opening import DOC_NUMBER
from ingest.references import Naming, find_references, issuer_of
from ingest.source import Source, read_source
from ingest.tree import Gap, Node

_TYPES = {"resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op"}
_PLACE = re.compile(r"(?P<rev>rev\. ?)?(?P<city>.*?),? (?P<year>[0-9]{4})", re.IGNORECASE)
_CITY = re.compile(r"\((?P<city>[^()]+?), (?P<year>[0-9]{4})\)")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every line: removed by a named step, or owned by a unit.

    `owners` maps each source line that a unit owns to that unit's eId; `unowned` lists the
    non-blank lines that neither a unit owns nor a step removed: a defect.
    """

    owners: dict[int, str]
    removed: tuple[Removal, ...]
    unowned: tuple[int, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """A text that was read. `key` is None where the text does not say what it is."""

    key: EditionKey | None
    name: str
    title: str
    revision: str
    adopted: str
    provisions: tuple[Provision, ...]
    references: tuple[Reference, ...]
    report: Report
    sha256: str

    def edition(self) -> Edition:
        """Return the edition. Raises InvalidKey when the text does not say which it is."""
        if self.key is None:
            raise InvalidKey(
                f"'{self.name}' does not say which instrument it is; give its key, "
                "as in --key itu/convention/2022"
            )
        return Edition(
            key=self.key,
            name=self.name,
            title=self.title,
            revision=self.revision,
            adopted=self.adopted,
            provisions=self.provisions,
            references=self.references,
            sha256=self.sha256,
        )


def parse_file(path: Path, key: EditionKey | None = None) -> Parse:
    """Read and parse a file. Raises UnreadableFile; readable text always parses."""
    return parse_text(read_source(path), path.stem, key)


def parse_text(
    source: Source, name: str, key: EditionKey | None = None, known: Catalogue | None = None
) -> Parse:
    """Parse a text. `name` is what a text without a number is called."""
    cleaned = clean(source.text)
    tree = read_tree(cleaned.lines)
    identity = _identify(tree.root, name, key)
    warnings = [*source.warnings, *tree.warnings]
    warnings += Namer(tree.root, identity.name).run()
    provisions = _provisions(tree.root)
    if identity.key is None:
        warnings.append("the text does not say which instrument it is: give its key to add it")
    if not provisions:
        warnings.append("no provision found")
    references = find_references(provisions, Naming(identity.key, known or catalogue()))
    report = _report(source.text, tree.root, cleaned.removed, tree.gaps, warnings)
    return Parse(
        key=identity.key,
        name=identity.name,
        title=identity.title,
        revision=identity.revision,
        adopted=identity.adopted,
        provisions=provisions,
        references=references,
        report=report,
        sha256=source.sha256,
    )


@dataclass(frozen=True, slots=True)
class _Identity:
    """What the opening of a text says of it."""

    key: EditionKey | None
    name: str
    title: str
    revision: str
    adopted: str


def _identify(root: Node, name: str, given: EditionKey | None) -> _Identity:
    """Read type, number, revision and issuer from the opening; the given key wins."""
    number, title, formula = (_words(root, role) for role in ("docnumber", "title", "formula"))
    match = DOC_NUMBER.fullmatch(number)
    if match is None:
        return _Identity(given, name, title, "", str(given.year) if given else "")
    place = _PLACE.fullmatch(match["revision"] or "") or _CITY.search(formula)
    revision = _revision(place, formula) if place else ""
    year = place["year"] if place else ""
    issuer = issuer_of(formula)
    key = given
    if key is None and issuer and year and re.fullmatch(r"\w+(?:[/-]\w+)*", match["number"]):
        work = f"{_TYPES[match['type'].lower()]}-{re.sub('[/_]', '-', match['number'].lower())}"
        key = EditionKey(InstrumentKey(issuer, work), int(year))
    called = f"{match['type'].capitalize()} {match['number']}"
    return _Identity(key, f"{called} ({revision})" if revision else called, title, revision, year)


def _revision(place: re.Match[str], formula: str) -> str:
    """Print "Rev. Bucharest, 2022" with the city spelt as the formula spells it."""
    city = place["city"].strip()
    adopted = _CITY.search(formula)
    spelt = adopted["city"] if adopted and adopted["city"].lower() == city.lower() else city.title()
    revised = "Rev. " if place.groupdict().get("rev") else ""
    return f"{revised}{spelt}, {place['year']}"


def _words(root: Node, role: str) -> str:
    """Return the text of the first unit with a role, outside annexes."""
    for node in root.walk():
        if node.role == role and node.ancestor("division") is None:
            return node.text
    return ""


def _provisions(root: Node) -> tuple[Provision, ...]:
    """Turn the named tree into provisions, in the order of the source."""
    units = sorted((node for node in root.walk() if node.kind), key=lambda node: node.serial)
    return tuple(_provision(node) for node in units)


def _provision(node: Node) -> Provision:
    """Turn one named unit into a provision."""
    assert node.kind is not None
    above = node.ancestor("head")
    return Provision(
        eid=node.eid,
        label=node.label,
        parent=provision_parent(node),
        kind=node.kind,
        text=node.text,
        line=node.lines[0],
        head=above.head if above else None,
        anchor=node.anchor,
        marker=node.marker,
        marks=node.marks,
        inline=node.inline,
    )


def _report(
    text: str, root: Node, removed: tuple[Removal, ...], gaps: list[Gap], warnings: list[str]
) -> Report:
    """Account for every non-blank line."""
    owners: dict[int, str] = {}
    for node in root.walk():
        for line in node.lines:
            owners.setdefault(line, node.eid)
    newline = "\n" if "\n" in text else "\r"
    accounted = owners.keys() | {one.line for one in removed}
    unowned = tuple(
        number
        for number, line in enumerate(text.split(newline), 1)
        if line.strip() and number not in accounted
    )
    return Report(owners, removed, unowned, tuple(gaps), tuple(warnings))
