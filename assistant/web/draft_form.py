"""The form in which a draft is pasted: its words, the filters of what it is compared with, the selection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl

from assistant.library.library import Library
from assistant.web.text_picker import instrument_name

_FILTERS = ("kind", "verb", "addressee", "edition", "since", "until")
_FIELDS = ("draft", "show", "session", *_FILTERS)


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed.

    `edition` is the key of an edition, or of an instrument in all its editions; `show` says whether
    precedents are compared ("differences") or read plainly; `selection` has the ids of selected clauses;
    `session` is the session that the draft belongs to, '' for a new one.
    """

    draft: str = ""
    kind: str = ""
    verb: str = ""
    addressee: str = ""
    edition: str = ""
    since: str = ""
    until: str = ""
    show: str = ""
    selection: tuple[str, ...] = ()
    session: str = ""

    @classmethod
    def read(cls, body: bytes) -> Form:
        """Read a form as a browser sends it; what is no field of it is left out."""
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        sent = {name: value for name, value in pairs if name in _FIELDS}
        selected = dict.fromkeys(value for name, value in pairs if name == "selection")
        return cls(**sent, selection=tuple(selected))

    @property
    def given(self) -> Mapping[str, str]:
        """The filters that were chosen."""
        given = {name: getattr(self, name) for name in _FILTERS if getattr(self, name)}
        if self.edition.count("/") == 1:  # a key without a year
            given["instrument"] = given.pop("edition")
        return given

    @property
    def compares(self) -> bool:
        """Whether the differences from the draft are shown."""
        return self.show == "differences"

    @property
    def size(self) -> int:
        """The characters that were sent, without the selection."""
        return sum(len(value) for one in fields(self) if isinstance(value := getattr(self, one.name), str))


def text_groups(library: Library) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Walk the texts that can be chosen, those of one instrument in a group with all of them first."""
    yield "", [("", "all texts")]
    for key, found in library.instruments.items():
        editions = [(str(one.key), one.name) for one in found]
        name = instrument_name(found[0])
        yield (name, [(str(key), f"{name}, all editions"), *editions]) if len(found) > 1 else ("", editions)
