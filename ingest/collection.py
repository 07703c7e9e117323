"""Files that hold several texts: each opens with a number of its own, a title, and who adopts it.

Only what is certain counts. A number without its opening sentence is a reference, a line of contents or a
running head; one right below the heading of an annex opens an annexed text. A file of such texts is not one
edition: it is named in the report, and not added to the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.grammar import Grammar
from ingest.itu.grammar import ITU
from ingest.itu.preface import opening_length
from ingest.lines import Line
from ingest.opening import is_doc_number, is_formula, read_division
from ingest.un.grammar import UN
from ingest.un.opening import OPENING, bare, is_un_formula, read_heading

_NAMED = 3  # texts that a sentence names


def names_of_texts(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the names of the texts that open in some lines, in their order; of one text its name."""
    openings = ((ITU, _itu_openings(lines)), (UN, _un_openings(lines)))
    names = (name for grammar, found in openings for name in _names(grammar, lines, found))
    return tuple(dict.fromkeys(names))


def contents_sentence(texts: Sequence[str]) -> str:
    """Say what a file with several texts holds, and what to do."""
    named = ", ".join(texts[:_NAMED])
    among = f"among them {named}" if len(texts) > _NAMED else named
    return f"holds {len(texts)} texts, {among}; add each as a file of its own"


def _names(grammar: Grammar, lines: Sequence[Line], openings: Iterator[tuple[int, int]]) -> Iterator[str]:
    """Walk the names of texts, each by the lines of its opening."""
    for start, end in openings:
        if start and read_division(lines[start - 1].text):
            continue
        root = grammar.read(lines[start:end]).root
        yield grammar.identify(root, bare(lines[start].text), None).name


def _itu_openings(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Walk the openings of ITU texts: a number, a title, the sentence that says who adopts."""
    numbers = [at for at, line in enumerate(lines) if is_doc_number(line.text)]
    for start, following in pairwise([*numbers, len(lines)]):
        end = start + opening_length(lines[start:following])
        last = lines[end - 1].text
        if end - start > 2 and is_formula(last) and not is_un_formula(last):
            yield start, end


def _un_openings(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Walk the openings of texts of the United Nations: a number, maybe a title, the body that adopts."""
    number = -1
    for at, line in enumerate(lines):
        if read_heading(bare(line.text)).role == "docnumber":
            number = at
        elif is_un_formula(line.text) and number >= 0 and at - number < OPENING:
            yield number, at + 1
            number = -1
