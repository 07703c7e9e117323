"""PDFs that are cut off, locked, pictures alone, that unpack into too much or refer to themselves."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from attacks.samples import as_pdf, pdf, resolution

PARTS = 64
SENTENCE = "The keepers of the harbours count the boats and clean the lanterns before the night comes."
_SHOWN = f"BT /F1 10 Tf 100 700 Td ({SENTENCE}) Tj ET"


def packed(content: bytes) -> bytes:
    """Write a file of one page whose content is packed."""
    squeezed = zlib.compress(content, 9)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
    page = f"/Resources << /Font << /F1 {font} >> >>"
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>\nendobj\n"
        + f"3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page} >>\nendobj\n".encode()
        + f"4 0 obj\n<< /Filter /FlateDecode /Length {len(squeezed)} >>\nstream\n".encode()
        + squeezed
        + b"\nendstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


BOMBS = {
    "packed zeros": lambda: b" " * 60_000_000,
    "operators without end": lambda: b"q Q " * 400_000,
    "words without end": lambda: b"BT /F1 10 Tf 9 700 Td " + b"(pier) Tj " * 200_000 + b"ET",
}
"""What a page unpacks into."""

CYCLES = {
    "pages within themselves": (b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "no pages at all": (b"/Type /Pages", b"/Type /Pagee"),
    "a page that is its own content": (b"/Contents 4 0 R", b"/Contents 3 0 R"),
    "a page that is its own parent": (b"/Parent 2 0 R", b"/Parent 3 0 R"),
}
"""What makes a packed file refer to itself: bytes, and those in their place."""


def cycles() -> Iterator[tuple[str, bytes]]:
    """Make files that refer to themselves, each with its name."""
    data = packed(_SHOWN.encode())
    for name, (old, new) in CYCLES.items():
        yield name, data.replace(old, new)
    yield "a page five thousand times", data.replace(b"[3 0 R] /Count 1", b"[" + b"3 0 R " * 5000 + b"]")
    yield "a length that is its own stream", data.replace(b"/Length ", b"/Length 4 0 R /Old ")
    yield (
        "a form that paints itself",
        pdf(
            ["/X Do"],
            ["<< /Type /XObject /Subtype /Form /Length 5 /Resources 5 0 R >>\nstream\n/X Do\nendstream"],
        ),
    )


def page_counts() -> Iterator[tuple[str, bytes]]:
    """Make files that have, or say that they have, very many pages."""
    data = as_pdf(resolution())
    yield "a million pages as it says", data.replace(b"/Count 1", b"/Count 1000000")
    yield "less than no pages", data.replace(b"/Count 1", b"/Count -1")
    yield "three thousand pages", pdf([_SHOWN] * 3000)
    kids = " ".join(["3 0 R"] * 1000)
    yield (
        "a million pages by nesting",
        data.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [5 0 R] /Count 1000000")
        + f"5 0 obj\n<< /Type /Pages /Parent 2 0 R /Kids [{kids}] /Count 1000 >>\nendobj\n".encode(),
    )


def locked(data: bytes, algorithm: str = "AES-256", **password: str) -> bytes:
    """Write a file again, locked. AES writes other bytes each time: a key is drawn at random."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(algorithm=algorithm, **password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned() -> bytes:
    """Write a page that is a picture alone."""
    picture = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    page = pdf(
        ["595 0 0 842 0 0 cm /I Do"],
        [f"<< {picture} /Length 64 >>\nstream\n{' ' * 64}\nendstream"],
    )
    return page.replace(b"/Resources <<", b"/Resources << /XObject << /I 5 0 R >>")


def cut_off(data: bytes, parts: int = PARTS) -> Iterator[tuple[str, bytes]]:
    """Make a file that ends too early, at each of so many places."""
    for part in range(1, parts):
        yield f"cut at {part} of {parts}", data[: len(data) * part // parts]


def hostile() -> Iterator[tuple[str, bytes]]:
    """Make all of them, each with its name."""
    whole = as_pdf(resolution())
    yield from cut_off(whole)
    yield from ((f"{name}, packed", packed(bomb())) for name, bomb in BOMBS.items())
    yield "packed twenty times over", packed(_nested(20))
    yield from cycles()
    yield from page_counts()
    for algorithm in ("RC4-128", "AES-256"):
        yield f"locked by {algorithm}", locked(whole, algorithm, user_password="pier")
    yield "a picture alone", scanned()
    yield "a million empty arrays", pdf([_SHOWN], ["[" * 100_000 + "]" * 100_000])
    yield "a string without end", pdf(["BT /F1 10 Tf (" + "(" * 100_000])
    yield "a number of a million digits", pdf([f"BT /F1 {'9' * 1_000_000} Tf (pier) Tj ET"])
    yield "a place far off the page", pdf(["BT /F1 10 Tf 1e300 1e300 Td (pier) Tj ET"])
    yield "letters of no size", pdf(["BT /F1 0 Tf 100 700 Td (pier) Tj ET"])


def _nested(times: int) -> bytes:
    """Pack blanks over and over."""
    data = b" " * 1_000_000
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data
