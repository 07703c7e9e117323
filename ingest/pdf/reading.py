"""PDF → its printed lines, laid out as whole paragraphs. pypdf reads the file."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFile
from ingest.layout.pages import lay_out
from ingest.layout.runs import Sheet
from ingest.limits import allow_pages
from ingest.source import Source

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_STREAM = 20_000_000  # bytes of one page's content or of one font, unpacked
MAX_TOKENS = 500_000  # of one page's content: an ordinary page has 15,000
_MAGIC = re.compile(rb"%PDF-[0-9]")
_MAGIC_WITHIN = 1024  # bytes: mail and download tools put lines before it
_MEASURED = 0.3  # by which text recognition errs in the size of type
_END, _END_WITHIN = b"%%EOF", 2048  # bytes: a file that is whole has its mark so near its end
# pypdf's remarks: a stream of which it could not unpack all, and what touches no text
_LOSS = "while decompressing"
_HARMLESS = ("fontTools", "Multiple definitions", "Unexpected escaped string")
# what pypdf's parsing of broken files is known to end with, beside its own errors
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    StopIteration, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip


def is_pdf(data: bytes) -> bool:
    """Return True for a PDF, also where a little stands before its first bytes."""
    found = _MAGIC.search(data[:_MAGIC_WITHIN])
    return bool(found) and (data.startswith(b"%PDF") or b"endobj" in data)


def read_pdf(data: bytes, name: str) -> Source:
    """Read a PDF's bytes: each line of the source is a whole paragraph, numbers are printed lines.

    Raises UnreadableFile: encrypted, scanned, damaged, too large, or beyond memory.
    """
    sheets, warnings = _read(data, name)
    if not any(run.text.strip() and not run.hidden for sheet in sheets for run in sheet.runs):
        raise UnreadableFile(f"{name}: pages without text; run text recognition over it", "scanned")
    return lay_out(sheets, hashlib.sha256(data).hexdigest(), tuple(warnings))


def _read(data: bytes, name: str) -> tuple[Sequence[Sheet], list[str]]:
    """Read every page, with warnings of what was odd; whatever pypdf ends with becomes UnreadableFile."""
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    if _END not in data.rstrip(b"\0 \t\r\n")[-_END_WITHIN:]:
        raise _damaged(name)
    start = data.find(b"%PDF")
    try:
        with (
            _remarks() as remarks,
            apply_configuration(
                zlib_maximum_output_length=MAX_STREAM,
                lzw_maximum_output_length=MAX_STREAM,
                run_length_maximum_output_length=MAX_STREAM,
                array_based_stream_maximum_output_length=MAX_STREAM,
                stream_parsing_work_maximum_count=MAX_TOKENS,
            ),
        ):
            reader = PdfReader(io.BytesIO(data[start:]))
            if reader.is_encrypted and not reader.decrypt(""):
                raise _locked(name)
            sheets, warnings = _pages(reader, name)
    except (FileNotDecryptedError, DependencyError) as error:
        raise _locked(name) from error
    except LimitReachedError as error:
        raise UnreadableFile(f"{name}: unpacks to more than is read ({error})", "too-large") from error
    except MemoryError as error:
        raise UnreadableFile(f"{name}: needs more memory than there is", "memory") from error
    except (PyPdfError, *_BROKEN) as error:
        raise _damaged(name) from error
    if any(_LOSS in remark for remark in remarks):
        raise _damaged(name)
    telling = [remark for remark in remarks if not remark.startswith(_HARMLESS)]
    if telling:
        places = f"{len(telling)} place{'s' if len(telling) > 1 else ''}"
        warnings.append(
            f"the file is irregular in {places}, the first: '{_short(telling[0])}'; "
            "check that no text is missing"
        )
    return sheets, warnings


@contextmanager
def _remarks() -> Iterator[list[str]]:
    """Collect what pypdf remarks on a file while it reads on."""
    remarks: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: remarks.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("pypdf")
    passed_on, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield remarks
    finally:
        logger.removeHandler(listener)
        logger.propagate = passed_on


def _pages(reader: PdfReader, name: str) -> tuple[Sequence[Sheet], list[str]]:
    """Read the pages of an open file, with warnings of what was odd on them."""
    from ingest.pdf.fonts import Fonts
    from ingest.pdf.runs import layers_off, read_sheet
    from ingest.pdf.unmapped import read_unmapped

    count = len(reader.pages)
    allow_pages(count, name)
    fonts, off = Fonts(), layers_off(reader.root_object)
    sheets: list[Sheet] = []
    broken: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        sheet, whole = read_sheet(page, number, fonts, off)
        sheets.append(sheet)
        if not whole:
            broken.append(number)
    scanned = [  # pictures of pages with the words that were recognised in them, which nobody sees
        sheet.page
        for sheet in sheets
        if sheet.covered and sheet.runs and all(run.hidden == "invisible" for run in sheet.runs)
    ]
    readable = [_recognised(sheet) if sheet.page in scanned else sheet for sheet in sheets]
    mapped, guessed, unread = read_unmapped(readable, fonts.strange)
    hidden = [sheet.page for sheet in mapped if any(run.hidden for run in sheet.runs)]
    empty = [sheet.page for sheet in mapped if not any(run.text.strip() for run in sheet.runs)]
    pictured = [sheet.page for sheet in mapped if sheet.pictured and sheet.page not in scanned]
    odd = {
        "text that nobody sees was left out on {}": hidden,
        "no text on {}: blank, or a picture": empty,
        "a picture on {}: what it shows, a table perhaps, is not read": pictured,
        "{}: a picture, read as a program recognised it; check the words": scanned,
        "a part of {} could not be read": broken,
    }
    warnings = [says.format(_named(pages)) for says, pages in odd.items() if pages]
    if guessed:
        warnings.append(
            "a font does not say what its letters are; they were worked out from the words, check them"
        )
    if unread:
        warnings.append(f"{unread} characters have no meaning in their font; they stand as \ufffd")
    return mapped, warnings


def _recognised(sheet: Sheet) -> Sheet:
    """Show the recognised words behind a scanned picture.

    Recognition measures each word's size, so sizes near the page's usual size are set to it.
    """
    usual = median(run.size for run in sheet.runs)
    return replace(
        sheet,
        runs=tuple(
            replace(run, hidden="", size=usual if abs(run.size - usual) <= _MEASURED * usual else run.size)
            for run in sheet.runs
        ),
    )


def _named(pages: Sequence[int]) -> str:
    """Name pages: "page 3", "pages 1-3, 7"."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and spans[-1][1] == page - 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"page{'s' if len(pages) > 1 else ''} {listed}"


def _short(remark: str) -> str:
    return re.sub(r"[^ -~]+", " ", remark)[:80]


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name}: a PDF that is broken or cut off; save or download it again", "damaged")


def _locked(name: str) -> UnreadableFile:
    return UnreadableFile(f"{name}: opens with a password only; save it without one", "encrypted")
