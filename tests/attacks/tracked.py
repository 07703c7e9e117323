"""Paragraphs of Word files with tracked changes, as XML."""

from __future__ import annotations

ANNA, BEN = 'w:id="1" w:author="Anna" w:date="2041-05-01T09:00:00Z"', 'w:id="2" w:author="Ben"'


def r(words: str, name: str = "t", properties: str = "") -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{name} xml:space="preserve">{words}</w:{name}></w:r>'


def ins(inner: str, by: str = ANNA, name: str = "ins") -> str:
    """Write an insertion, of words or of what is given as XML."""
    return f"<w:{name} {by}>{inner if inner.startswith('<') else r(inner)}</w:{name}>"


def cut(inner: str, by: str = ANNA, name: str = "del") -> str:
    """Write a deletion."""
    return f"<w:{name} {by}>{inner if inner.startswith('<') else r(inner, 'delText')}</w:{name}>"


def p(*parts: str, mark: str = "", properties: str = "") -> str:
    """Write a paragraph of words and XML; `mark` is what became of its mark."""
    inner = "".join(part if part.startswith("<") else r(part) for part in parts)
    changed = f"<w:{mark} {ANNA}/>" if mark else ""
    return f"<w:p><w:pPr>{properties}<w:rPr>{changed}</w:rPr></w:pPr>{inner}</w:p>"


def row(*cells: str, mark: str = "", of_cells: str = "") -> str:
    """Write a row of a table."""
    properties = f"<w:trPr><w:{mark} {ANNA}/></w:trPr>" if mark else ""
    own = f"<w:tcPr><w:{of_cells} {ANNA}/></w:tcPr>" if of_cells else ""
    inner = "".join(f"<w:tc>{own if at else ''}{cell}</w:tc>" for at, cell in enumerate(cells))
    return f"<w:tr>{properties}{inner}</w:tr>"
