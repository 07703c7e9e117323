"""How a web page's element looks: emphasis, height, alignment, whether it is seen at all.

Only what the element itself says counts, and what the page's own style sheet says of its class or
id in so many words; style sheets kept elsewhere are not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

Attributes = Mapping[str, str | None]
Rule = tuple[str, Mapping[str, str]]  # a selector, and what is declared of it

_EM, _STRONG = frozenset(["em", "i", "cite", "dfn"]), frozenset(["strong", "b"])
_VERBATIM, _ARTICLES = (
    frozenset(["pre", "listing", "xmp", "plaintext"]),
    frozenset(["article", "main", "section"]),
)
_TELLING = _EM | _STRONG | _VERBATIM | _ARTICLES | {"sup", "center", "h1", "h2", "h3", "h4", "h5", "h6"}
_HEADING = re.compile("h([1-6])")
_BRACE = re.compile("[{}]")
_NAME = re.compile(r"[.#][\w-]+")
_ANY_NAME = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)")
_PRINT = frozenset(["font-weight", "font-style", "vertical-align", "text-align"])
_ZERO = re.compile(r"0(?:px|pt|em|rem|%)?")
_FAR_OFF = re.compile(r"-[0-9]{4,}(?:\.[0-9]+)?(?:px|em|pt)?|-[1-9][0-9]{2,}(?:em|rem|vw|%)")
_SIGN_FONTS = ("symbol", "wingdings", "webdings")
_PIXELS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:px)?$")
_SHOWS = 150  # pixels of a picture that may show a table, wide and high
_LONGEST_SHEET = 500_000  # characters of style sheets that are read
_APART = frozenset(["block", "list-item", "flex", "grid", "table", "table-row", "flow-root"])
# what Akoma Ntoso has within a line; a page made of it shows all its elements by spans
_AKN_INLINES = frozenset(
    f"akn-{name}"
    for name in (
        "abbr", "b", "concept", "date", "def", "docdate", "docnumber", "doctitle", "entity", "eol", "i",
        "img", "inline", "ins", "location", "noteref", "organization", "person", "quantity", "ref", "remark",
        "role", "span", "sub", "sup", "term", "u",
    )
)  # fmt: skip
_WHITE_WORDS = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff"}


@dataclass(frozen=True, slots=True)
class Place:
    """What holds inside an element, by itself and by those around it."""

    em: bool = False
    strong: bool = False
    raised: bool = False
    verbatim: bool = False
    symbols: bool = False  # set in a font of signs, where a letter may show a bullet
    heading: int = 0
    centred: bool = False
    in_article: bool = False


def inside(
    place: Place,
    tag: str,
    attributes: Attributes,
    sheet: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Place:
    """Return what holds inside an element; `sheet` is what the page declares of its classes and ids."""
    if not attributes and tag not in _TELLING:  # most elements say nothing
        return place
    heading = _HEADING.fullmatch(tag)
    declared = declarations(attributes.get("style") or "")
    for name in _names(attributes) if sheet else ():
        declared = {**sheet.get(name, {}), **declared}
    weight, slant = declared.get("font-weight", ""), declared.get("font-style", "")
    align = declared.get("text-align") or (attributes.get("align") or "").lower()
    return replace(
        place,
        em=slant.startswith(("italic", "oblique")) or (slant != "normal" and (place.em or tag in _EM)),
        strong=weight in ("bold", "bolder", "600", "700", "800", "900")
        or (weight not in ("normal", "400") and (place.strong or tag in _STRONG)),
        raised=place.raised or tag == "sup" or declared.get("vertical-align", "") == "super",
        verbatim=place.verbatim or tag in _VERBATIM,
        symbols=_is_of_signs(declared, place),
        heading=int(heading[1]) if heading else _aria_heading(attributes) or place.heading,
        centred=tag == "center" or (place.centred if not align else align in ("center", "-webkit-center")),
        in_article=place.in_article or tag in _ARTICLES,
    )


def is_hidden(tag: str, attributes: Attributes, names: frozenset[str]) -> bool:
    """Return True for an element that no reader sees; `names` are the classes and ids that the page hides.

    What is kept from screen readers only (aria-hidden) is seen, so it counts.
    """
    if not attributes:
        return tag == "dialog"
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if is_named(attributes, names):
        return True
    return hides(declarations(attributes.get("style") or ""))


def hides(declared: Mapping[str, str]) -> bool:
    """Return True for declarations that take an element out of sight."""
    if declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse"):
        return True
    if _ZERO.fullmatch(declared.get("font-size", "")):
        return True
    if any(
        _FAR_OFF.fullmatch(declared.get(name, "")) for name in ("left", "top", "text-indent", "margin-left")
    ):
        return True
    colour = declared.get("color", "")
    ground = declared.get("background-color") or declared.get("background", "")
    return bool(colour) and _WHITE_WORDS.get(colour, colour) == _WHITE_WORDS.get(ground, ground)


def is_set_apart(declared: Mapping[str, str]) -> bool:
    """Return True for declarations that give an element lines of its own."""
    return declared.get("display", "") in _APART


def is_small(attributes: Attributes) -> bool:
    """Return True for a picture that shows no table: an icon, a mark, a decoration."""
    if attributes.get("role") in ("presentation", "none"):
        return True
    declared = declarations(attributes.get("style") or "")
    sizes = (declared.get(side) or attributes.get(side) or "" for side in ("width", "height"))
    return any((size := _PIXELS.match(one)) and float(size[1]) < _SHOWS for one in sizes)


def is_structure(attributes: Attributes) -> bool:
    """Return True for a block of Akoma Ntoso that is shown by a span: class "akn-p", "akn-paragraph"."""
    names = (attributes.get("class") or "").split()
    return any(name.startswith("akn-") and name not in _AKN_INLINES for name in names)


def is_number(attributes: Attributes) -> bool:
    """Return True for the number of a block of Akoma Ntoso that is shown by a span."""
    return "akn-num" in (attributes.get("class") or "").split()


def read_sheets(sheets: Iterable[str]) -> list[Rule]:
    """Read style sheets: each selector with what is declared of it, for every medium."""
    return [
        (selector, declared)
        for sheet in sheets
        for prelude, body in _rules(sheet[:_LONGEST_SHEET])
        if (declared := declarations(body))
        for selector in map(str.strip, prelude.split(","))
    ]


def names_where(holds: Callable[[Mapping[str, str]], bool], sheet: Sequence[Rule]) -> frozenset[str]:
    """Return the classes and ids whose declarations fulfil a condition."""
    return frozenset(name for name, declared in sheet if _NAME.fullmatch(name) and holds(declared))


def printed_so(sheet: Sequence[Rule]) -> dict[str, dict[str, str]]:
    """Return what is declared of the print of classes and ids: "span.Verb" prints every Verb so."""
    found: dict[str, dict[str, str]] = {}
    for selector, declared in sheet:
        if match := _ANY_NAME.fullmatch(selector):
            print_ = {name: value for name, value in declared.items() if name in _PRINT}
            found.setdefault(match[1], {}).update(print_)
    return found


def is_named(attributes: Attributes, names: frozenset[str]) -> bool:
    """Return True for an element that has one of the classes or ids."""
    return bool(names) and bool(names.intersection(_names(attributes)))


def _names(attributes: Attributes) -> list[str]:
    """Return the classes and the id of an element as style sheets name them."""
    return [*(f".{name}" for name in (attributes.get("class") or "").split()), f"#{attributes.get('id')}"]


def declarations(style: str) -> dict[str, str]:
    """Read "name: value; …" in lower case, without spaces in the values."""
    declared: dict[str, str] = {}
    for one in style.lower().split(";"):
        name, colon, text = one.partition(":")
        if colon:
            declared[name.strip()] = "".join(text.replace("!important", "").split())
    return declared


def _is_of_signs(declared: Mapping[str, str], place: Place) -> bool:
    """Return True for a font of signs, by its name; "font" says it last, after size and height."""
    family = declared.get("font-family") or declared.get("font", "").rpartition('"')[0].rpartition('"')[2]
    return family.strip("\"'").startswith(_SIGN_FONTS) if family else place.symbols


def _aria_heading(attributes: Attributes) -> int:
    """Return the level of what only says that it is a heading."""
    if (attributes.get("role") or "") != "heading":
        return 0
    level = attributes.get("aria-level") or ""
    return int(level) if level in tuple("123456") else 2


def _rules(sheet: str) -> Iterable[tuple[str, str]]:
    """Give a style sheet's rules, without those for one medium only."""
    depth = done = 0
    prelude = ""
    for brace in _BRACE.finditer(re.sub(r"/\*.*?(?:\*/|\Z)|<!--|-->", "", sheet, flags=re.DOTALL)):
        text = brace.string[done : brace.start()]
        done = brace.end()
        if brace.group() == "{":
            prelude = text if depth == 0 else ""
            depth += 1
        else:
            depth = max(0, depth - 1)
            if depth == 0 and prelude and not prelude.strip().startswith("@"):
                yield prelude, text
            prelude = ""
