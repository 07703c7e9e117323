"""What was found in a document: its statements, its citations, a count, and the same as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant import verification
from assistant.checking.document import Document
from assistant.checking.judging import Finding, Judge
from assistant.checking.statements import read_statements
from assistant.filtered import FilteredAssistant
from assistant.library.library import Library
from assistant.plain_text import counted
from assistant.references.checking import CheckedReference, Standing
from assistant.understanding.languages import Language, language_of
from corpus.errors import ResolutionsError, UnreadableFile
from corpus.keys import EditionKey, ProvisionId

_DISTRIBUTION = "resolution-assistant"
_JUDGING = (Path(__file__).parent, Path(verification.__file__).parent)
MOST_STATEMENTS = 300
"""Statements of a document that are checked while its sender waits: about a minute and a half of work."""
VERDICTS = {
    "verbatim": "word for word",
    "supported": "in other words",
    "contradicted": "contradicted",
    "not_supported": "not found",
    "to_read": "to be read",
}
"""What people read, by the judgement; "to_read" is a fault of which nobody can be sure."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A text or a clause that a paragraph of the document names, and whether it is held and in force."""

    paragraph: int
    reference: CheckedReference

    @property
    def is_fault(self) -> bool:
        """Whether somebody should look at it."""
        return self.reference.standing != Standing.IN_FORCE


def verdict_of(finding: Finding) -> str:
    """Return the key of a finding in VERDICTS."""
    return "to_read" if finding.needs_reading and finding.is_fault else str(finding.judgement)


@dataclass(frozen=True)
class CheckedDocument:
    """A document, what it says of texts, and the texts that it was checked against, by key and hash."""

    document: Document
    findings: tuple[Finding, ...]
    citations: tuple[Citation, ...]
    texts: Mapping[str, str]

    @property
    def counts(self) -> Counter[str]:
        """How many statements have each verdict."""
        return Counter(map(verdict_of, self.findings))

    @property
    def summary(self) -> str:
        """The counts in a line: "41 statements: 30 word for word, 6 in other words, 3 contradicted"."""
        found = [f"{self.counts[key]} {name}" for key, name in VERDICTS.items() if self.counts[key]]
        said = ", ".join(found) or "nothing that can be checked"
        faults = sum(citation.is_fault for citation in self.citations)
        citations = counted(len(self.citations), "citation")
        cited = f"; {citations}, {faults} not in force or not found" if self.citations else ""
        return f"{counted(len(self.findings), 'statement')}: {said}{cited}"

    def as_json(self) -> dict[str, Any]:
        """Return the findings with a manifest of what they depend on: document, texts and program."""
        return {
            "document": {"name": self.document.name, "sha256": self.document.sha256},
            "program": _program(),
            "texts": dict(self.texts),
            "warnings": list(self.document.warnings),
            "counts": dict(self.counts),
            "statements": [self._statement_json(finding) for finding in self.findings],
            "citations": [self._citation_json(citation) for citation in self.citations],
        }

    def _statement_json(self, finding: Finding) -> dict[str, Any]:
        return {
            "line": self.document.paragraphs[finding.paragraph].line,
            "words": finding.words,
            "verdict": str(finding.judgement),
            "needs_reading": finding.needs_reading,
            "reasons": list(finding.reasons),
            "clause": str(finding.provision) if finding.provision else None,
        }

    def _citation_json(self, citation: Citation) -> dict[str, Any]:
        reference = citation.reference
        return {
            "line": self.document.paragraphs[citation.paragraph].line,
            "words": reference.words,
            "name": reference.name,
            "standing": str(reference.standing),
            "said": reference.said,
            "clause": str(reference.provision) if reference.provision else None,
        }


def check_document(
    document: Document,
    filtered: FilteredAssistant,
    library: Library,
    body: EditionKey | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    most: int | None = None,
) -> CheckedDocument:
    """Check what a document says of texts; `body` is an edition of the body whose texts are meant.

    `progress` is told how many statements are checked, of how many. Raises UnreadableFile for more than
    `most` statements.
    """
    if _is_foreign(document):
        said = "most of it is not in English: only quotations and names of texts can be checked"
        document = replace(document, warnings=(*document.warnings, said))
    statements = read_statements(document, library, body)
    if most is not None and len(statements) > most:
        count = f"{len(statements):,} statements about texts, and {most:,} are checked at once"
        raise UnreadableFile(f"{document.name}: {count}; check it in parts", "too-large")
    judge = Judge(filtered, library)
    findings: list[Finding] = []
    for done, statement in enumerate(statements, 1):
        findings += judge.judge(statement)
        progress(done, len(statements))
    citations = tuple(
        Citation(statement.paragraph, reference)
        for statement in statements
        for reference in statement.references
        if reference.said  # a label beside the name of its text is no citation of its own
    )
    used = {finding.provision for finding in findings} | {row.reference.provision for row in citations}
    return CheckedDocument(document, tuple(findings), citations, _hashes(used, library))


@cache
def _program() -> str:
    """Return the version, and a hash of the code and the fitted data that judge."""
    digest = sha256()
    for folder in _JUDGING:
        for file in sorted(folder.iterdir()):
            if file.suffix in (".py", ".toml", ".json"):
                digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return f"{version(_DISTRIBUTION)}+{digest.hexdigest()[:12]}"


def _is_foreign(document: Document) -> bool:
    """Return True if most words of a document stand in paragraphs in another language than English."""
    english = foreign = 0
    for paragraph in document.paragraphs:
        length = len(paragraph.text.split())
        if language_of(paragraph.text) == Language.ENGLISH:
            english += length
        else:
            foreign += length
    return foreign > english


def _hashes(used: set[ProvisionId | None], library: Library) -> dict[str, str]:
    fingerprints = library.fingerprints()
    keys = sorted({str(id_.edition) for id_ in used if id_})
    return {key: fingerprints[key] for key in keys if key in fingerprints}


def changes_since(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what differs between two reports, in sentences; none where both come to the same.

    Raises ResolutionsError if the earlier one is no report.
    """
    try:
        said = []
        if earlier["document"]["sha256"] != now["document"]["sha256"]:
            said.append("the document has changed")
        if earlier["program"] != now["program"]:
            said.append(f"the program is {now['program']}; it was {earlier['program']}")
        for key in sorted({*earlier["texts"], *now["texts"]}):
            if earlier["texts"].get(key) != now["texts"].get(key):
                said.append(f"{key} has changed, or only one of the reports used it")
        before, after = (
            {(row["line"], row["words"]): row["verdict"] for row in report["statements"]}
            for report in (earlier, now)
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ResolutionsError(
            "this is not a report; give a file that 'resolutions check --output FILE.json' wrote"
        ) from error
    for line, words in sorted({*before, *after}):
        was, is_now = (report.get((line, words), "not a statement") for report in (before, after))
        if was != is_now:
            said.append(f"line {line}: {is_now}; it was {was}: “{words}”")
    return said
