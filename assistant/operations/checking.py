"""The operation that checks a document."""

from __future__ import annotations

from pydantic import Base64Bytes, Field

from assistant.checking.document import read_sent_document
from assistant.checking.report import MOST_STATEMENTS
from assistant.checking.report import check_document as checked_document
from assistant.operations.context import Context
from assistant.operations.operation import (
    Material,
    OperationError,
    OperationInput,
    OperationResult,
    operation,
)
from assistant.operations.values import Text
from assistant.references.checking import Standing
from assistant.verification.verifier import Judgement


class CheckDocument(OperationInput):
    """A document: its text, or a file."""

    text: str = Field("", max_length=1_000_000, description="The text, if there is no file.")
    file: Base64Bytes | None = Field(
        None, description="A Word, PDF, HTML, Markdown or text file in base64; its content says which."
    )
    name: Text = Field("document", description="What the report calls the document.")
    before_changes: bool = Field(
        False, description="Read a Word file as it was before its tracked changes, not with them."
    )


class CheckedName(OperationResult):
    """The document of a report: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


class CheckedStatement(OperationResult):
    """A statement of the document, from `line` on; `clause` is the id of the clause that decides."""

    line: int
    words: Material
    verdict: Judgement
    needs_reading: bool
    reasons: list[str]
    clause: str | None


class CheckedCitation(OperationResult):
    """A text or a clause that the document names; `words` are the document's, `name` says what is named."""

    line: int
    words: Material
    name: Material
    standing: Standing
    said: str
    clause: str | None


class Report(OperationResult):
    """What was found, and what it depends on: the hashes of the document and of each text, the program."""

    document: CheckedName
    program: str
    texts: dict[str, str]
    warnings: list[str]
    counts: dict[str, int]
    statements: list[CheckedStatement]
    citations: list[CheckedCitation]


@operation("Check a document")
def check_document(context: Context, request: CheckDocument) -> Report:
    """Checks what a document quotes, cites and says of the texts, sentence by sentence.

    It takes about a quarter of a second for each statement. A sentence that says nothing of a text is not in
    the result. Read a statement that `needs_reading` beside its clause before you call it right or wrong.
    """
    if bool(request.text) == (request.file is not None):
        raise OperationError("bad_value", "give a text or a file", "send one of the fields text and file")
    data = request.file if request.file is not None else request.text.encode()
    document = read_sent_document(data, request.name, context.limits, before_changes=request.before_changes)
    body = next(iter(context.assistant.subject), None)
    checked = checked_document(document, context.filtered, context.library, body, most=MOST_STATEMENTS)
    return Report.model_validate(checked.as_json())
