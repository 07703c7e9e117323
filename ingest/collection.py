"""Files that hold several texts: each opens with a number of its own, a title, and who adopts it.

Only what is certain counts. A number without its opening sentence is a reference, a line of contents or a
running head; one right below the heading of an annex opens an annexed text. A file of such texts is not one
edition: it is named in the report, and not added to the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.identity import bare, number_line
from ingest.itu.grammar import ITU
from ingest.lines import Line
from ingest.opening import is_doc_number, read_division
from ingest.un.opening import OPENING, is_un_formula

_NAMED = 3  # texts that a sentence names


def names_of_texts(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the names of the texts that open in some lines, in their order; of one text its name."""
    return tuple(dict.fromkeys(_name(lines[start:end]) for start, end in _openings(lines)))


def contents_sentence(texts: Sequence[str]) -> str:
    """Say what a file with several texts holds, and what to do."""
    named = ", ".join(texts[:_NAMED])
    among = f"among them {named}" if len(texts) > _NAMED else named
    return f"holds {len(texts)} texts, {among}; add each as a file of its own"


def _openings(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Walk the openings of texts: a number, maybe a title, the sentence that says who adopts."""
    number = -1
    for at, line in enumerate(lines):
        if _is_number(line) and not (at and read_division(lines[at - 1].text)):
            number = at
        elif number >= 0 and at - number < OPENING and is_un_formula(line.text):
            if at - number > 1 or _has_title(lines[number]):
                yield number, at + 1
            number = -1


def _is_number(line: Line) -> bool:
    """Return True for a line that has the number of a text, alone or before its title."""
    return is_doc_number(line.text) or number_line((bare(line.text),)) is not None


def _has_title(line: Line) -> bool:
    """Return True for the line of a number that has the title too."""
    number = number_line((bare(line.text),))
    return number is not None and number.title > 0


def _name(opening: Sequence[Line]) -> str:
    """Return the name of a text by its opening."""
    number = number_line((bare(opening[0].text),))
    if number is None or number.name.series.issuer.startswith("itu-"):
        return ITU.identify(ITU.read(opening).root, bare(opening[0].text), None).name
    return number.name.printed
