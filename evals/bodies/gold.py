"""The gold of files of any body: what a person reads in each of them.

FOLDER/gold.jsonl, a file a line:
  file          its path; a relative one starts at FOLDER
  body          whose text it is, as the table groups it
  draft         true if the text is not adopted
  readable      false if no text can be had from it: a scan, a format that is not read
  instruments   how many texts it has; null if nobody counted
  shared        how many of its texts other files of the gold have too; may be missing
  same_as       the path of a file that has the same text in another form
  texts         {"names": [the usual one first], "titles", "year", "clauses"}; year may be null
  clauses       {"labels": [acceptable ones], "kind": preambular, operative or other,
                "first", "last": six words each, "chars": letters and digits of the whole clause}
  references    what other texts are called where they are named; null if nobody marked them
  also          words of references that do not count: treaties, say, if they are not marked
  pages, until  references are marked on so many pages (2), or before the clause with these words
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ResolutionsError

GOLD = "gold.jsonl"
_PAGES = 2
_KINDS = ("preambular", "operative", "other")


class BadGold(ResolutionsError):
    """A gold that is missing or does not follow its layout; named by file and line."""

    code = "bad-gold"


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause as a person reads it; `chars` is 0 where its length is not known."""

    labels: tuple[str, ...]
    kind: str
    first: str
    last: str
    chars: int = 0


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text of a file, with its acceptable titles; none, and `year` 0, where none is printed."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    year: int
    clauses: tuple[GoldClause, ...]


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file; `instruments` is 0 if nobody counted, `references` None if nobody marked them."""

    path: Path
    body: str
    texts: tuple[GoldText, ...]
    is_draft: bool = False
    is_readable: bool = True
    instruments: int = 0
    shared: int = 0
    same_as: Path | None = None
    references: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()
    pages: int = _PAGES
    until: str = ""


def read_gold(folder: Path) -> tuple[GoldFile, ...]:
    """Read the gold of a folder. Raises BadGold, which names file and line."""
    path = folder / GOLD
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadGold(f"{path}: cannot be read ({error}); see evals/bodies/gold.py for its form") from error
    files = []
    for number, line in enumerate(lines, 1):
        try:
            files.append(_file(json.loads(line), folder))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadGold(
                f"{path}:{number}: {type(error).__name__} {error}; compare it with its neighbours"
            ) from error
    if not files:
        raise BadGold(f"{path}: empty; a gold needs a line at least")
    return tuple(files)


def _file(row: Mapping[str, Any], folder: Path) -> GoldFile:
    """Read one file. Raises ValueError, KeyError or TypeError."""
    references = row.get("references")
    return GoldFile(
        path=folder / row["file"],
        body=row["body"],
        texts=tuple(_text(text) for text in row.get("texts", ())),
        is_draft=bool(row.get("draft", False)),
        is_readable=bool(row.get("readable", True)),
        instruments=int(row.get("instruments") or 0),
        shared=int(row.get("shared") or 0),
        same_as=folder / row["same_as"] if row.get("same_as") else None,
        references=None if references is None else tuple(references),
        also=tuple(row.get("also", ())),
        pages=int(row.get("pages", _PAGES)),
        until=row.get("until", ""),
    )


def _text(row: Mapping[str, Any]) -> GoldText:
    """Read one text of a file. Raises ValueError, KeyError or TypeError."""
    clauses = tuple(_clause(clause) for clause in row.get("clauses", ()))
    titles = tuple(row.get("titles", ()))
    return GoldText(tuple(row["names"]), titles, int(row.get("year") or 0), clauses)


def _clause(row: Mapping[str, Any]) -> GoldClause:
    """Read one clause. Raises ValueError, KeyError or TypeError."""
    if row["kind"] not in _KINDS:
        raise ValueError(f"'{row['kind']}' is no kind; the kinds are {', '.join(_KINDS)}")
    return GoldClause(
        tuple(row["labels"]), row["kind"], row["first"], row["last"], int(row.get("chars") or 0)
    )
