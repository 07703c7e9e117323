"""A collection in the layout of BEIR: passages, queries, and which passages answer which query.

FOLDER/
  corpus.jsonl      {"_id": …, "title": …, "text": …} a line; the title may be missing
  queries.jsonl     {"_id": …, "text": …} a line, or {"_id": …, "turns": […]} for a conversation
  qrels/test.tsv    query-id, corpus-id, score, parted by tabs; above 0 is relevant
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.understanding.turns import corrected, depends_on_earlier, new_topic, plain, spoken
from corpus.errors import ResolutionsError

_HEADER = ["query-id", "corpus-id", "score"]

Qrels = dict[str, dict[str, int]]  # a query's id → the id of each passage judged for it → its score


class BadCollection(ResolutionsError):
    """A collection that is missing or does not follow its layout; named by file and line."""

    code = "bad-collection"


@dataclass(frozen=True, slots=True)
class CorpusText:
    """A passage of a collection."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages in their order, and the queries that have a relevant one, as they are searched for."""

    texts: tuple[CorpusText, ...]
    queries: Mapping[str, str]
    qrels: Qrels

    def document_of(self, query: str) -> str:
        """Return the document in which a query's first relevant passage stands.

        A document is what passages' ids have in common before their first colon; a passage whose id
        has none is a document of its own.
        """
        return next(iter(self.qrels[query])).partition(":")[0]


def read_collection(folder: Path) -> Collection:
    """Read a collection. Raises BadCollection, which names file and line."""
    if not folder.is_dir():
        raise BadCollection(f"{folder}: no such folder; one has corpus.jsonl, queries.jsonl, qrels/test.tsv")
    texts = tuple(
        CorpusText(id_, _string(row, "title", place, missing=""), _string(row, "text", place))
        for place, id_, row in _rows(folder / "corpus.jsonl")
    )
    asked = {id_: _query(row, place) for place, id_, row in _rows(folder / "queries.jsonl")}
    qrels = _qrels(folder / "qrels" / "test.tsv", asked, frozenset(text.id for text in texts))
    return Collection(texts, {id_: text for id_, text in asked.items() if id_ in qrels}, qrels)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Walk the lines of a file that are not blank, each with its place. Raises BadCollection."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadCollection(f"{path}: cannot be read ({error.strerror}); a collection needs it") from error
    for number, line in enumerate(lines, 1):
        place = f"{path}:{number}"
        try:
            if text := line.decode("utf-8").strip("\r"):
                yield place, text
        except UnicodeDecodeError as error:
            raise BadCollection(f"{place}: not UTF-8 (byte {error.start}); save the file as UTF-8") from error


def _rows(path: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Walk the rows of a file of JSON lines: place, id, row. Raises BadCollection."""
    seen: set[str] = set()
    for place, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadCollection(f"{place}: not JSON ({error}); compare it with its neighbours") from error
        if not isinstance(row, dict):
            raise BadCollection(f"{place}: not an object; compare it with its neighbours")
        id_ = _string(row, "_id", place)
        if not id_ or id_ in seen:
            raise BadCollection(f"{place}: the _id '{id_}' " + ("comes twice" if id_ else "is empty"))
        seen.add(id_)
        yield place, id_, row
    if not seen:
        raise BadCollection(f"{path}: empty; a collection needs a line at least")


def _string(row: Mapping[str, Any], name: str, place: str, missing: str | None = None) -> str:
    """Return a field that must be a string. Raises BadCollection."""
    value = row.get(name, missing)
    if not isinstance(value, str):
        raise BadCollection(f"{place}: '{name}' must be a string, not {value!r:.40}")
    return value


def _query(row: Mapping[str, Any], place: str) -> str:
    """Return what is searched for: a query's text, or what the assistant understands of a conversation."""
    if "turns" not in row:
        turns: Sequence[Any] = [_string(row, "text", place)]
    elif "text" in row:
        raise BadCollection(f"{place}: has 'text' and 'turns'; a query has one of them")
    else:
        turns = row["turns"]
    if not isinstance(turns, list) or not turns or not all(map(_has_words, turns)):
        raise BadCollection(f"{place}: a query needs words: 'text', or 'turns', a list of texts")
    return understood(turns)


def understood(turns: Sequence[str]) -> str:
    """Return a question for the last of some turns, put together by their words alone.

    What leans on the turn before, or corrects it, is asked together with it.
    """
    questions = spoken(turns)
    if len(questions) < 2:
        return questions[-1] if questions else ""
    last, before = plain(questions[-1]), questions[-2].strip()
    core = corrected(last)
    if fresh := new_topic(last):
        return fresh
    return f"{before} {core}" if core != last or depends_on_earlier(last) else last


def _has_words(turn: object) -> bool:
    """Return True if a turn is a text that is not blank."""
    return isinstance(turn, str) and bool(turn.strip())


def _qrels(path: Path, queries: Mapping[str, str], passages: frozenset[str]) -> Qrels:
    """Read which passages are relevant to which queries. Raises BadCollection."""
    qrels: Qrels = {}
    for place, line in _lines(path):
        fields = line.split("\t")
        if fields == _HEADER:
            continue
        if len(fields) != len(_HEADER) or not fields[2].strip().lstrip("-").isdecimal():
            raise BadCollection(f"{place}: not query-id, corpus-id and a whole score, parted by tabs")
        query, passage, score = fields[0], fields[1], int(fields[2])
        for what, id_, known in (("query", query, queries), ("passage", passage, passages)):
            if id_ not in known:
                raise BadCollection(f"{place}: unknown {what} '{id_}'")
        if score > 0:
            qrels.setdefault(query, {})[passage] = score
    if not qrels:
        raise BadCollection(f"{path}: no query has a relevant passage")
    return qrels
