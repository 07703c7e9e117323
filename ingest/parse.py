"""Text → structure: clean up, read the tree, name its units, find its references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from corpus.adoption import without_status_mark
from corpus.catalogue import Catalogue, catalogue
from corpus.errors import InvalidKey, UnreadableFile
from corpus.instruments import Edition, EditionStatus, Provision, Reference
from corpus.keys import EditionKey
from ingest.cleanup import clean
from ingest.grammar import Grammar, Identity
from ingest.itu.grammar import ITU
from ingest.limits import TooManyProvisions, allow_provisions
from ingest.lines import Removal
from ingest.naming import Namer, provision_parent
from ingest.parts import Part, contents_of, divide
from ingest.proposal import Proposal
from ingest.proposing import is_contradicted, propose, shared_organ
from ingest.readers import read_source
from ingest.references import find_references
from ingest.source import Source
from ingest.stated import NOTHING_STATED, StatedIdentity
from ingest.status import says_draft
from ingest.targets import CitingText
from ingest.titles import plain_titles, without_mark
from ingest.treaty.grammar import TREATY
from ingest.tree import Gap, Node, Tree
from ingest.un.grammar import UN

PARSER = 9  # raised when a file would parse otherwise: what is kept is then parsed anew
GRAMMARS: tuple[Grammar, ...] = (UN, TREATY, ITU)  # the last reads every text, as plain paragraphs if need be


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
    """A text that was read. `key` is None where the text does not say what it is.

    It is text number `part` of the `parts` texts that its file holds. `proposal` is what the first page says
    of a text whose grammar does not know its key.
    """

    key: EditionKey | None
    name: str
    title: str
    revision: str
    adopted: str
    provisions: tuple[Provision, ...]
    references: tuple[Reference, ...]
    report: Report
    sha256: str
    language: str = "en"
    status: EditionStatus = EditionStatus.ADOPTED
    part: int = 1
    parts: int = 1
    proposal: Proposal | None = None

    def edition(self) -> Edition:
        """Return the edition. Raises InvalidKey when the text does not say which it is."""
        if self.key is None:
            raise InvalidKey(
                f"'{self.name}' does not say which instrument it is; give its key, "
                "as in --key itu/convention/2022"
            )
        return Edition(**_values(self, Edition))


def parse_file(path: Path, key: EditionKey | None = None) -> Parse:
    """Read and parse a file as one text.

    Raises UnreadableFile; readable text always parses, unless it is endless.
    """
    try:
        return parse_source(read_source(path), path.stem, key)
    except TooManyProvisions as error:
        raise UnreadableFile(f"{path}: {error}", "too-large") from None


def parse_texts(
    source: Source, name: str, keys: Sequence[EditionKey | None] = (), stated: Sequence[StatedIdentity] = ()
) -> tuple[Parse, ...]:
    """Parse each text that a reader found, in the order of the file; one where the file holds one.

    `keys` are the keys of the texts, None for a text that says its own, and `stated` is what a person says of
    each; they count only where there are as many texts. Raises TooManyProvisions.
    """
    parts = divide(source)
    part_keys = keys if len(keys) == len(parts) else [None] * len(parts)
    statements = stated if len(stated) == len(parts) else [NOTHING_STATED] * len(parts)
    if len(parts) == 1:
        return (parse_source(source, name, part_keys[0], stated=statements[0]),)
    read = [
        _part(part, name, key, statement)
        for part, key, statement in zip(parts, part_keys, statements, strict=True)
    ]
    proposals = [parse.proposal for parse in read if parse.proposal]
    if organ := shared_organ(proposals):
        for at, part in enumerate(parts):
            if read[at].proposal is not None:
                part = replace(part, source=replace(part.source, organ=organ))
                read[at] = _part(part, name, part_keys[at], statements[at])
    parses = [replace(parse, part=at, parts=len(parts)) for at, parse in enumerate(read, 1)]
    allow_provisions(sum(len(parse.provisions) for parse in parses))
    titles = plain_titles([parse.title for parse in parses])
    return tuple(
        replace(parse, title=statement.title or title)
        for parse, title, statement in zip(parses, titles, statements, strict=True)
    )


def text_with(key: EditionKey, parses: Sequence[Parse], file: str) -> Parse:
    """Return the text of a file that has a key. Raises UnreadableFile where none of several has it."""
    if len(parses) == 1:
        return parses[0]
    found = next((parse for parse in parses if parse.key == key), None)
    if found is None:
        message = f"{file}: holds {contents_of([parse.name for parse in parses])}, none of which is {key}"
        raise UnreadableFile(f"{message}; add it without a key, or save that text as a file", "several-texts")
    return found


def _part(part: Part, name: str, key: EditionKey | None, stated: StatedIdentity) -> Parse:
    """Parse one of several texts; number and title are those of its opening where its grammar knows none."""
    parse = parse_source(part.source, part.name or name, key, stated=stated)
    return parse if parse.title or not part.title else replace(parse, title=part.title)


def parse_source(
    source: Source,
    name: str,
    key: EditionKey | None = None,
    known: Catalogue | None = None,
    stated: StatedIdentity = NOTHING_STATED,
) -> Parse:
    """Parse what a reader found as one text.

    `name` is what a text is called that does not say; `stated` counts more.

    Raises TooManyProvisions, before what takes most of the time and memory.
    """
    if source.edition is not None:
        allow_provisions(len(source.edition.provisions))
        return _ready(without_status_mark(source.edition), source, key, stated)
    grammar = grammar_of(source)
    cleaned = clean(source, grammar.steps)
    tree = grammar.read(cleaned.lines)
    allow_provisions(sum(1 for node in tree.root.walk() if node.kind))
    identity, proposal = _identity(source, grammar, tree.root, name, key)
    identity = stated.over(replace(identity, title=without_mark(identity.title, source.lines)))
    warnings = [*source.warnings, *tree.warnings]
    warnings += Namer(tree.root, identity.name, grammar.rules).run()
    provisions = _provisions(tree.root, {line.number: line.page for line in source.lines if line.page})
    if proposal is not None and identity.key is None:
        warnings.append(
            f"the text does not say which instrument it is: give its key to add it, maybe {proposal.key_text}"
        )
    if not provisions:
        warnings.append("no provision found")
    is_draft = (proposal is not None and proposal.is_draft) or says_draft(source, provisions, grammar.name)
    references = find_references(
        provisions, CitingText(identity.key, known or catalogue(), name=identity.name)
    )
    return Parse(
        **_values(identity, Identity),
        provisions=provisions,
        references=references,
        report=_report(source, tree, cleaned.removed, warnings),
        sha256=source.sha256,
        status=stated.status(EditionStatus.DRAFT if is_draft else EditionStatus.ADOPTED),
        proposal=proposal,
    )


def _identity(
    source: Source, grammar: Grammar, root: Node, called: str, key: EditionKey | None
) -> tuple[Identity, Proposal | None]:
    """Return the identity of a text, and what its first page says where its grammar does not know the key.

    The grammar of treaties knows the names of texts that have no number.
    """
    alone = grammar.identify(root, called, None)
    read = grammar.identify(root, called, key) if key else alone
    if alone.key is not None and (
        key == alone.key or not is_contradicted(source, alone.key.instrument.issuer)
    ):
        return read, None
    proposal = propose(source, alone, called)
    if key is not None and key != proposal.key:
        return replace(read, name=proposal.name_for(key, read.name)), None
    if key is None and not proposal.is_certain:
        return replace(read, key=None), proposal
    adopted = read.adopted or proposal.adopted
    return Identity(proposal.key, proposal.name, proposal.title, read.revision, adopted), proposal


def _ready(edition: Edition, source: Source, key: EditionKey | None, stated: StatedIdentity) -> Parse:
    """Return an edition that a file holds ready as a parse without a remark; what was stated wins."""
    read = Identity(**_values(edition, Identity))
    identity = stated.over(replace(read, key=key or edition.key))
    owners: dict[int, str] = {}
    for provision in edition.provisions:
        owners.setdefault(provision.line, provision.eid)
    return Parse(
        **_values(identity, Identity),
        provisions=edition.provisions,
        references=edition.references,
        report=Report(owners, source.removed, (), (), source.warnings),
        sha256=source.sha256,
        language=edition.language,
        status=stated.status(edition.status),
    )


def _values(found: object, kind: type[Identity | Edition]) -> dict[str, Any]:
    """Return the fields of `found` that `kind` has too."""
    return {field.name: getattr(found, field.name) for field in fields(kind)}


def grammar_of(source: Source) -> Grammar:
    """Return the first grammar that knows the text; the last reads every text."""
    return next((grammar for grammar in GRAMMARS if grammar.recognises(source.lines)), GRAMMARS[-1])


def _provisions(root: Node, pages: Mapping[int, int]) -> tuple[Provision, ...]:
    """Turn the named tree into provisions, in the order of the source; `pages` by line."""
    units = sorted((node for node in root.walk() if node.kind), key=lambda node: node.serial)
    found: list[Provision] = []
    for node in units:
        assert node.kind is not None
        above: Node | None = node
        while above is not None and above.head is None:
            above = above.parent
        found.append(
            Provision(
                eid=node.eid,
                label=node.label,
                parent=provision_parent(node),
                kind=node.kind,
                text=node.text,
                line=node.lines[0],
                page=pages.get(node.lines[0], 0),
                head=above.head if above else None,
                anchor=node.anchor,
                marker=node.marker,
                marks=node.marks,
                inline=node.inline,
            )
        )
    return tuple(found)


def _report(source: Source, tree: Tree, removed: tuple[Removal, ...], warnings: list[str]) -> Report:
    owners: dict[int, str] = {}
    for node in tree.root.walk():
        for line in node.lines:
            owners.setdefault(line, node.eid)
    accounted = owners.keys() | {removal.line for removal in removed}
    unowned = tuple(number for number in source.numbers if number not in accounted)
    return Report(owners, removed, unowned, tuple(tree.gaps), tuple(warnings))
