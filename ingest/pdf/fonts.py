"""A PDF's fonts: their style, their widths, and what their bytes say to a person who reads.

pypdf reads the font; its own extraction gives no widths, which the layout needs. What a font does
not map to characters is never dropped: each such glyph gets a character of its own from a private
plane, for `ingest.pdf.unmapped` to read or to mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject
from pypdf.generic._font import Font

from ingest.layout.runs import EM, STRONG

STRANGE = 0xF0000  # where the characters for glyphs without a mapping begin
_STRANGE_ROOM = 0xFFFE
UNREADABLE = "\ufffd"
_BOLD = re.compile(r"bold|black|heavy|demi|gras|fett", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|kursiv", re.IGNORECASE)
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_HEAVY = 600  # the weight from which a font is bold
_SPACES = dict.fromkeys([0x09, 0x0A, 0x0D, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_HYPHENS = {0x2010: "-", 0x2011: "-"}
# bullets of the fonts Symbol and Wingdings, which their mapping leaves in the private area
_BULLETS = dict.fromkeys([0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF071, 0xF06E, 0xF0A8], "•")
_DASHES = {0xF02D: "–", 0xF0BE: "–"}
# what Adobe's fonts keep there: the signs with and without serifs
_SIGNS = {0xF6D9: "©", 0xF8E9: "©", 0xF6DA: "®", 0xF8E8: "®", 0xF6DB: "™", 0xF8EA: "™"}
_READ: dict[int, str] = _SIGNS | _SPACES | _LIGATURES | _HYPHENS | _BULLETS | _DASHES
_SPACE_CODES = (3, 32)  # of fonts whose map leaves the space out: TrueType's order, and ASCII's

Decoded = tuple[str, float, int, int]  # text, width in ems, characters, spaces


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font: its style, how wide a space is (in ems), and its bytes read as text."""

    style: int
    space: float
    decode: Callable[[bytes], Decoded]


class Fonts:
    """The fonts of a file, each read once; `strange` lists the glyphs without a mapping as font and code."""

    def __init__(self) -> None:
        self.strange: list[tuple[int, int]] = []
        self._places: dict[tuple[int, int], str] = {}
        self._known: dict[int, Typeface | None] = {}
        self._kept: list[PdfObject] = []  # so that no two have the same identity

    def of(self, resources: DictionaryObject) -> dict[str, Typeface | None]:
        """Return the fonts that a page's resources name."""
        listed = dictionary(resources.get("/Font"))
        return {name: self._one(listed.raw_get(name)) for name in listed}

    def _one(self, reference: PdfObject) -> Typeface | None:
        number = reference.idnum if isinstance(reference, IndirectObject) else -id(reference)
        if number not in self._known:
            self._kept.append(reference)
            self._known[number] = self._read(dictionary(reference), len(self._known))
        return self._known[number]

    def _read(self, resource: DictionaryObject, number: int) -> Typeface | None:
        """Read a font; None where it is too broken to tell anything."""
        try:
            font = Font.from_font_resource(resource)
            return Typeface(_style(font), font.space_width / 1000, self._decoder(font, resource, number))
        except (PyPdfError, ValueError, TypeError, AttributeError, KeyError, IndexError):
            return None

    def _decoder(self, font: Font, resource: DictionaryObject, number: int) -> Callable[[bytes], Decoded]:
        """Return what reads bytes in this font; the same bytes come again and again."""
        widths, default = font.character_widths, font.character_widths.get("default", 500)
        matrix = resource.get("/FontMatrix")
        per_unit = abs(float(matrix[0])) if resource.get("/Subtype") == "/Type3" and matrix else 0.001
        mapped = _is_mapped(font, resource)
        encoding, characters = font.encoding, font.character_map
        known: dict[bytes, Decoded] = {}

        def decode(data: bytes) -> Decoded:
            decoded = known.get(data)
            if decoded is not None:
                return decoded
            if isinstance(encoding, str):
                codes = data.decode(encoding, "replace")
                named: Iterable[str] = codes
                spaces = 0
            else:
                codes = data.decode("latin-1")
                named = [encoding.get(byte, chr(byte)) for byte in data]
                spaces = data.count(b" ")
            text = "".join(
                self._read_one(str(characters.get(name, name if mapped else "")), number, ord(code))
                for name, code in zip(named, codes, strict=True)
            )
            ems = sum(widths.get(code, default) for code in codes) * per_unit
            decoded = known[data] = (text, ems, len(codes), spaces)
            return decoded

        return decode

    def _read_one(self, character: str, font: int, code: int) -> str:
        if len(character) == 1:
            point = ord(character)
            if 0x20 < point < 0x7F:
                return character
            read = _READ.get(point)
            if read is not None:
                return read
            private = 0xD800 <= point <= 0xF8FF or point >= STRANGE
            if point >= 0x20 and not (0x7F <= point < 0xA0 or private or character == UNREADABLE):
                return character
        elif not character and code in _SPACE_CODES:
            return " "
        elif character and not character.startswith("/"):
            return "".join(self._read_one(letter, font, ord(letter)) for letter in character)
        return self._strange(font, code)

    def _strange(self, font: int, code: int) -> str:
        """Return the private character for a glyph without a mapping."""
        place = self._places.get((font, code))
        if place is None:
            if len(self.strange) >= _STRANGE_ROOM:
                return UNREADABLE
            place = self._places[font, code] = chr(STRANGE + len(self.strange))
            self.strange.append((font, code))
        return place


def dictionary(value: object) -> DictionaryObject:
    """Return what a reference leads to, if it is a dictionary, else an empty one."""
    found = value.get_object() if isinstance(value, PdfObject) else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _style(font: Font) -> int:
    """Read a font's style off its name and its descriptor."""
    descriptor = font.font_descriptor
    flags = descriptor.flags if isinstance(descriptor.flags, int) else 0
    weight = descriptor.weight if isinstance(descriptor.weight, (int, float)) else 0
    style = 0
    if _ITALIC.search(font.name) or flags & _ITALIC_FLAG:
        style |= EM
    if _BOLD.search(font.name) or flags & _BOLD_FLAG or weight >= _HEAVY:
        style |= STRONG
    return style


def _is_mapped(font: Font, resource: DictionaryObject) -> bool:
    """Return True for a font whose codes mean characters even where its map is silent.

    Codes that are glyph numbers mean nothing, nor do those of a font whose glyphs have names of
    its own ("/G41"): what stands in the places between is a guess.
    """
    if resource.get("/Subtype") == "/Type0":
        encoding = resource.get("/Encoding")
        return not (isinstance(encoding, str) and encoding.startswith("/Identity"))
    if "/ToUnicode" in resource or isinstance(font.encoding, str):
        return True
    differences = dictionary(resource.get("/Encoding")).get("/Differences")
    listed: object = differences.get_object() if isinstance(differences, PdfObject) else []
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    custom_names = [name for name in font.encoding.values() if len(name) > 1 and name.startswith("/")]
    return 2 * len(custom_names) <= len(names) or not custom_names
