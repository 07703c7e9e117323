"""What a reader found in a file, whatever the file's form."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.instruments import Edition
from ingest.lines import Line, Removal


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file's form says of the text beside its words; '' where it says nothing.

    `number` and `title` as they were typed, `author` the name of a body, `date` a day or year as written.
    """

    number: str = ""
    title: str = ""
    author: str = ""
    date: str = ""


NO_METADATA = Metadata()


@dataclass(frozen=True, slots=True)
class Source:
    """A file's lines, with what its bytes hash to and what was odd about them.

    `numbers` are those of every non-blank line that the file has: of its text, or, where the form
    has no lines of its own, of the paragraphs or printed lines counted through the file. `lines`
    is what the reader passes on and `removed` what it took out itself, by a named step. `whole`
    tells that each line is a whole paragraph, so that none need be joined. `edition` is what the
    file holds ready: an export of ours needs no grammar, and has no lines. `edges` are the words at
    the edges of the pages and behind the text: running heads and feet, a watermark. `starts` are the
    lines at which texts begin in a file whose form says that it holds several. `metadata` is what a head, a
    property or a header says of the text. `front` are the lines above the first of several texts: body,
    meeting and day there apply to each text. `organ` is the body that adopts all of them, if each names it
    differently.
    """

    lines: tuple[Line, ...]
    numbers: tuple[int, ...]
    sha256: str
    warnings: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    whole: bool = False
    edition: Edition | None = None
    edges: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    metadata: Metadata = NO_METADATA
    front: tuple[Line, ...] = ()
    organ: str = ""
