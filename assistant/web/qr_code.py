"""QR codes as pictures."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_svg(text: str) -> bytes | None:
    """Return the QR code of a text as an SVG, black on white with its margin, so that any theme can show it.

    A text of more than 2,331 bytes has none.
    """
    made = BytesIO()
    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        return None
    code.save(made, kind="svg", scale=8, border=4, dark="#000", light="#fff", title=text)
    return made.getvalue()
