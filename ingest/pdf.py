"""PDF → its printed lines, laid out as whole paragraphs. pypdf reads the file."""

from __future__ import annotations

import hashlib
import io
import logging
import re

from corpus.errors import UnreadableFile
from ingest.layout import lay_out
from ingest.layout_lines import Printed, printed_lines
from ingest.source import Source

MAX_PAGES = 2_000
_MAGIC = re.compile(rb"%PDF-[0-9]")
_MAGIC_WITHIN = 1024  # bytes: mail and download tools put lines before it


def is_pdf(data: bytes) -> bool:
    """Tell a PDF, also where a little stands before its first bytes."""
    found = _MAGIC.search(data[:_MAGIC_WITHIN])
    return bool(found) and (data.startswith(b"%PDF") or b"endobj" in data)


def read_pdf(data: bytes, name: str) -> Source:
    """Read a PDF's bytes. Raises UnreadableFile: encrypted, scanned, damaged, too large."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

    from ingest.pdf_runs import Fonts, page_runs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(f"{name}: opens with a password only; save it without one", "encrypted")
        count = len(reader.pages)
        if count > MAX_PAGES:
            raise UnreadableFile(f"{name}: {count:,} pages; give at most {MAX_PAGES:,}", "too-large")
        fonts = Fonts()
        lines: list[Printed] = []
        empty: list[int] = []
        for number, page in enumerate(reader.pages, 1):
            found = printed_lines(page_runs(page, fonts), number, len(lines) + 1)
            if not found:
                empty.append(number)
            lines += found
    except FileNotDecryptedError as error:
        raise UnreadableFile(
            f"{name}: opens with a password only; save it without one", "encrypted"
        ) from error
    except LimitReachedError as error:
        raise UnreadableFile(f"{name}: too large to read ({error})", "too-large") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise UnreadableFile(
            f"{name}: a PDF that is broken or cut off; save or download it again", "damaged"
        ) from error
    if not lines:
        raise UnreadableFile(f"{name}: pages without text; run text recognition over it", "scanned")
    laid = lay_out(lines)
    warnings = [f"pages without text: {', '.join(map(str, empty))}"] if empty else []
    if any(line.hidden for line in lines):
        warnings.append("hidden text was left out")
    return Source(
        lines=laid.lines,
        numbers=tuple(line.number for line in lines),
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=tuple(warnings),
        removed=laid.removed,
        whole=True,
    )
