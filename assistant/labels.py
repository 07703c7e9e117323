"""Labels that people type → provisions. More than one match is never guessed: all are given.

"SG 3(i)", "recognizing (d)", "Annex 1 para 54", "T1.6", "Goal 2", "Res. 25 resolves 3", "§27
outcome 7", "footnote 2": a label is cut into an edition and parts, and each part names either a
head, a division or a unit; a provision matches when its path has all of them, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.library import Library
from assistant.treaty_labels import by_treaty, exactly
from assistant.un_labels import by_un, named_resolutions, without_resolution
from corpus.errors import ResolutionsError
from corpus.heads import main_verb
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import EditionKey, ProvisionId

_ABBREVIATIONS = {
    "sg": "secretary-general",
    "secgen": "secretary-general",
    "dsg": "deputy secretary-general",
    "council": "council",
    "ms": "member states",
    "sm": "sector members",
    "members": "members",
    "directors": "directors",
    "bdt": "director of the telecommunication development bureau",
    "tsb": "director of the telecommunication standardization bureau",
    "br": "director of the radiocommunication bureau",
}
"""What bodies are called for short, as heads spell them."""

_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
_UNIT_WORDS = {
    "para": ("para", "rec", "subpara"),
    "paragraph": ("para", "rec", "subpara"),
    "paras": ("para", "rec"),
    "paragraphs": ("para", "rec"),
    "§": ("para",),
    "clause": ("para", "rec", "point"),
    "item": ("point", "indent", "target"),
    "point": ("point",),
    "outcome": ("point",),
    "indent": ("indent",),
    "section": ("sec",),
    "sec": ("sec",),
    "target": ("target",),
    "t": ("target",),
    "footnote": ("ftn",),
    "fn": ("ftn",),
    "note": ("ftn",),
    "row": ("row",),
    "table": ("table",),
    "recital": ("rec",),
    "article": ("art",),
    "art": ("art",),
    "no": ("no",),
}
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*(?:bis)?|[a-z](?:bis)?|[ivx]{1,5}"
_TOKEN = re.compile(
    r"(?P<paren>\(\s*(?:" + _NUMBER + r")\s*\)|\b(?:" + _NUMBER + r")\))"
    r"|(?P<unit>§|\b(?:" + "|".join(word for word in _UNIT_WORDS if word not in ("§", "t")) + r")\b\.?)"
    r"|(?P<target>\bt(?=\d+\.\d))"
    r"|(?P<number>(?<![\d.])\d{1,3}(?:\.\d{1,3})*(?:bis)?\b)"
    r"|(?P<word>[a-z][a-z'-]*|[^\s\w])"
)  # fmt: skip
_EDITION = re.compile(
    r"\b(?P<type>resolution|res|decision|dec|recommendation|rec|opinion|op)\.?\s*(?P<number>\d{1,4})\b"
    r"(?:\s*\((?:rev\.?\s*)?(?P<city>[^()\d]+),\s*(?P<year>\d{4})\)|\s*\(?rev\.?\s*(?P<city2>[a-z]+)\)?)?",
    re.IGNORECASE,
)
_TYPES = {"resolution": "res", "decision": "dec", "recommendation": "rec", "opinion": "op"}
_NOISE = frozenset(["the", "of", "to", "in", "and", "&", ",", ".", ":", ";", "-", "–", "—", "/", "itu"])
_NUMBERED_WORDS = frozenset(("annex", "appendix", "attachment", "goal"))
_ORDINALS = {
    word: str(at) for at, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1)
}


@dataclass(frozen=True, slots=True)
class Match:
    """A provision that a label names."""

    edition: Edition
    provision: Provision

    @property
    def id(self) -> ProvisionId:
        """The provision's full id."""
        return self.edition.id_of(self.provision)

    @property
    def label(self) -> str:
        """The provision's full citation."""
        return self.edition.citation(self.provision)


def resolve(label: str, library: Library) -> tuple[Match, ...]:
    """Return every provision that a typed label names, in the order of the texts; often one.

    A full id resolves to itself. A label that names a head and its only paragraph gives the
    paragraph.
    """
    exact = _by_id(label.strip(), library)
    if exact is not None:
        return exact
    of_treaty = by_treaty(label, library)
    if of_treaty is not None:
        return tuple(Match(*found) for found in of_treaty)
    of_assembly = by_un(label, library)
    if of_assembly is not None:
        return tuple(Match(*found) for found in of_assembly)
    editions, rest = named_editions(label, library)
    parts = _parts(rest)
    if not parts:  # an edition's name alone
        named = editions if _EDITION.search(label) else ()
        return tuple(Match(one, one.provisions[0]) for one in named if one.provisions)
    found = [
        Match(edition, provision)
        for edition in editions
        for provision in edition.provisions
        if _matches(parts, edition, provision)
    ]
    return tuple(_without_heads(_closest(found, parts)))


def named_editions(text: str, library: Library) -> tuple[Sequence[Edition], str]:
    """Return the editions that a text names, those in force if none, and the text without them."""
    named_by_un = named_resolutions(text, library)
    if named_by_un is not None:
        return named_by_un
    match = _EDITION.search(text)
    if match is None:
        in_force = [one for one in library.editions if library.is_in_force(one.key)]
        return in_force or library.editions, text
    type_ = match["type"].lower()
    work = f"{_TYPES.get(type_, type_)}-{match['number']}"
    named = [one for one in library.editions if one.key.instrument.work == work]
    city = (match["city"] or match["city2"] or "").strip().lower()
    if city:
        named = [one for one in named if city in one.revision.lower()]
    if match["year"]:
        named = [one for one in named if one.key.year == int(match["year"])]
    elif not city:
        named = [one for one in named if library.is_in_force(one.key)] or named
    return named, f"{text[: match.start()]} {text[match.end() :]}"


def without_edition(text: str, library: Library) -> str:
    """Return a text with the edition that it names called "this text"."""
    of_assembly = without_resolution(text, library)
    if of_assembly != text:
        return of_assembly
    return _EDITION.sub("this text", text, count=1)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a label: words of a head or heading, or a unit's number."""

    words: tuple[str, ...] = ()
    number: str = ""
    units: tuple[str, ...] = ()
    bracketed: bool = False


def _parts(text: str) -> list[_Part]:
    """Cut a label into its parts."""
    cutter = _Cutter()
    for token in _TOKEN.finditer(text.lower().replace("’", "'")):
        cutter.take(str(token.lastgroup), token.group())
    cutter.flush()
    return _with_bare_letters(cutter.parts)


class _Cutter:
    """Gathers the tokens of a label into parts: words until a number, a unit's word with its number."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.words: list[str] = []
        self.units: tuple[str, ...] = ()
        self.ordinal = ""  # "first", until the word that it counts comes

    def take(self, kind: str, value: str) -> None:
        """Take the next token."""
        if kind in ("unit", "target"):
            self._unit(_UNIT_WORDS["t" if kind == "target" else value.rstrip(".")])
        elif kind in ("paren", "number"):
            self._number(value.strip("() "), bracketed=kind == "paren")
        elif self.units and re.fullmatch(_NUMBER, value):
            self._add(value)
        elif value in _ORDINALS:
            self.flush()
            self.ordinal = _ORDINALS[value]
        elif value not in _NOISE:
            if value in _NUMBERED_WORDS:
                self.flush()
            self.words.append(value)

    def flush(self) -> None:
        """Close the words that were gathered."""
        if self.words:
            self.parts.append(_Part(words=tuple(self.words)))
            self.words = []

    def _unit(self, units: tuple[str, ...]) -> None:
        """Take the word for a unit; an ordinal before it is its number."""
        self.flush()
        self.units = units
        if self.ordinal:
            self._add(self.ordinal)
            self.ordinal = ""

    def _number(self, number: str, *, bracketed: bool) -> None:
        """Take a number: an annex's own, or a unit's."""
        if self.words and self.words[-1] in _NUMBERED_WORDS:
            self.words.append(number)
            self.flush()
            self.units = ()
        else:
            self.flush()
            self._add(number, bracketed=bracketed)

    def _add(self, number: str, *, bracketed: bool = False) -> None:
        """Add a unit's number as a part."""
        self.parts.append(_Part(number=number, units=self.units, bracketed=bracketed))
        self.units = ()


def _with_bare_letters(parts: list[_Part]) -> list[_Part]:
    """Read the last single letter or roman number of words as a unit: "considering b"."""
    found: list[_Part] = []
    for part in parts:
        alone = len(part.words) == 1 and found and re.fullmatch(r"[a-z]|[ivx]{1,5}", part.words[0])
        if alone:
            found.append(_Part(number=part.words[0]))
        elif len(part.words) > 1 and re.fullmatch(r"[a-z]|[ivx]{1,5}", part.words[-1]):
            found += [_Part(words=part.words[:-1]), _Part(number=part.words[-1])]
        else:
            found.append(part)
    return found


def _matches(parts: Sequence[_Part], edition: Edition, provision: Provision) -> bool:
    """Tell whether the parts name the provision: the last part itself, the others above it."""
    chain = [*edition.ancestors(provision.eid), provision]
    if not _names(parts[-1], chain[-1]):
        return False
    above = chain[:-1]
    for part in reversed(parts[:-1]):
        while above and not _names(part, above[-1]):
            above.pop()
        if not above:
            return _in_division(part, provision)
        if part.words:
            continue  # one heading may answer to two parts: "Annex 1, section 2"
        above.pop()
    return True


def _in_division(part: _Part, provision: Provision) -> bool:
    """Tell whether words name the annex in which a unit stands, which its eId says."""
    return bool(part.words) and provision.eid.startswith("_".join(part.words) + "__")


def _names(part: _Part, provision: Provision) -> bool:
    """Tell whether one part names one provision."""
    if part.words:
        return _named_by_words(part.words, provision)
    segment = provision.eid.split("__")[-1]
    unit, _, number = segment.partition("_")
    if unit in ("row", "table", "dvs") or "nn" in segment or (part.units and unit not in part.units):
        return False
    if not part.units and (unit in ("ftn", "sec") or number == ""):
        return False
    wanted = part.number.replace(".", "-")
    return number == wanted or (unit == "indent" and number == wanted) or _as_roman(number, wanted)


def _as_roman(number: str, wanted: str) -> bool:
    """Tell that "3" was typed for item iii)."""
    return number in _ROMAN and wanted.isdigit() and _ROMAN.index(number) + 1 == int(wanted) and number != "i"


def _named_by_words(words: tuple[str, ...], provision: Provision) -> bool:
    """Tell whether words name a head, a division, a goal, a heading or a row."""
    joined = " ".join(words)
    segment = provision.eid.split("__")[-1]
    if segment == joined.replace(" ", "_"):
        return True
    if words[0] == "goal" and len(words) == 2:
        return provision.text.lower().startswith(f"goal {words[1]} ")
    if joined in ("title", "wrapup", "formula"):
        return segment == joined
    if provision.kind == Kind.TABLE_ROW:
        return provision.text.split("\t")[0].lower() == joined
    if provision.head is not None and provision.kind == Kind.HEADING:
        return _names_head(words, provision)
    return provision.kind == Kind.HEADING and provision.text.lower() == joined


def _names_head(words: tuple[str, ...], provision: Provision) -> bool:
    """Tell whether words name a head: by its verb, its addressee, or both."""
    head = provision.head
    assert head is not None
    expanded = " ".join(_ABBREVIATIONS.get(word, word) for word in words)
    plain = re.sub(r"\b(?:the|of|and|to|itu)\b", " ", expanded).split()
    if not plain:
        return False
    own = re.findall(r"[a-z'-]+", head.text.lower())
    if main_verb(head.text) in plain:
        verb = head.verb.lower().split()
        rest = [word for word in plain if word not in verb]
        return set(verb) - {"to", "with"} <= set(plain) and all(word in own for word in rest)
    named, typed = (re.findall(r"[a-z']+", one) for one in (head.addressee.lower(), " ".join(plain)))
    return bool(named and typed) and all(_begins_one(word, named) for word in typed)


def _begins_one(typed: str, words: Sequence[str]) -> bool:
    """Tell whether a typed word is one of the words, or long enough to be the beginning of one."""
    return typed in words or (len(typed) > 3 and any(word.startswith(typed) for word in words))


def _closest(found: list[Match], parts: Sequence[_Part]) -> list[Match]:
    """Prefer, among matches, those whose own unit is what the last part says.

    A bare number means the paragraph before the item; a bracketed one means either.
    """
    if parts[-1].number and not parts[-1].units and not parts[-1].bracketed and len(parts) > 1:
        direct = [one for one in found if one.provision.eid.split("__")[-1].startswith(("para_", "rec_"))]
        return direct or found
    return found


def _without_heads(found: list[Match]) -> Iterable[Match]:
    """Give, for a head whose label its only paragraph shares, the paragraph."""
    for match in found:
        children = match.edition.children(match.provision.eid)
        if match.provision.head and len(children) == 1 and children[0].label == match.provision.label:
            yield Match(match.edition, children[0])
        else:
            yield match


def _by_id(text: str, library: Library) -> tuple[Match, ...] | None:
    """Read a full id, or an edition's exact label; None when the text is neither."""
    if "#" in text:
        try:
            id_ = ProvisionId.parse(text)
        except ResolutionsError:
            return None
        found = library.provision(id_)
        return (Match(*found),) if found else ()
    wanted = " ".join(text.lower().split())
    exact = [
        Match(edition, provision)
        for edition in library.editions
        for provision in edition.provisions
        if wanted in (edition.citation(provision).lower(), provision.label.lower())
    ]
    held = [one for one in exact if one.provision.kind != Kind.HEADING] or exact
    in_force = [one for one in held if library.is_in_force(one.edition.key)] or held
    return tuple(in_force) or None


def edition_key(text: str, library: Library) -> EditionKey | None:
    """Read an edition's key or a name that exactly one held edition has; else None."""
    try:
        return EditionKey.parse(text.strip())
    except ResolutionsError:
        numbered = _EDITION.search(text) or named_resolutions(text, library)
        named, _ = named_editions(text, library) if numbered else (exactly(text, library), "")
        return named[0].key if len(named) == 1 else None
