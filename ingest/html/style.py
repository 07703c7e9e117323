"""How a web page's element looks: emphasis, height, alignment, whether it is seen at all.

Only inline styles and the page's own rules for a class or an id count; external style sheets are
not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

Attributes = Mapping[str, str | None]
Declared = Mapping[str, str]  # by the name of a property, in lower case and without spaces
Ranked = dict[str, tuple[tuple[bool, int, int], str]]  # by property: its rank and its value
Sheet = Mapping[str, Ranked]  # by class or id: ".title", "#n1"

_EM, _STRONG = ("em", "i", "cite", "dfn"), ("strong", "b")
_VERBATIM, _ARTICLES = ("pre", "listing", "xmp", "plaintext"), ("article", "main", "section")
_TELLING = frozenset(
    [*_EM, *_STRONG, *_VERBATIM, *_ARTICLES, *"sup center blockquote h1 h2 h3 h4 h5 h6".split()]
)
_HEADING = re.compile("h([1-6])")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE = re.compile(r"([{}])")
_NAME = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<name>[.#][\w-]+)")
# what a rule for one kind of element, "span.verb", says of all of its class
_PRINT = frozenset(["font-weight", "font-style", "vertical-align", "text-align"])
_ZERO = re.compile(r"0(?:px|pt|em|rem|%)?")
_FAR_OFF = re.compile(r"-[0-9]{4,}(?:\.[0-9]+)?(?:px|em|pt)?|-[1-9][0-9]{2,}(?:em|rem|vw|%)")
_SIGN_FONTS = ("symbol", "wingdings", "webdings")
_LONGEST_SHEET = 500_000  # characters of style sheets that are read
_APART = frozenset(["block", "list-item", "flex", "grid", "table", "table-row", "flow-root"])
_WHITE_WORDS = {"white": "#fff", "#ffffff": "#fff", "rgb(255,255,255)": "#fff"}


@dataclass(frozen=True, slots=True)
class Formatting:
    """The formatting that applies inside an element, its own and inherited."""

    em: bool = False
    strong: bool = False
    raised: bool = False
    verbatim: bool = False
    symbols: bool = False  # set in a font of signs, where a letter may show a bullet
    heading: int = 0
    centred: bool = False
    in_article: bool = False
    quoted: bool = False


def inside(place: Formatting, tag: str, attributes: Attributes, declared: Declared) -> Formatting:
    """Return what holds inside an element."""
    if not attributes and tag not in _TELLING:  # most elements say nothing
        return place
    heading = _HEADING.fullmatch(tag)
    weight, slant = declared.get("font-weight", ""), declared.get("font-style", "")
    align = declared.get("text-align") or (attributes.get("align") or "").lower()
    # "font" says the family last, after size and height
    family = declared.get("font-family") or declared.get("font", "").rpartition('"')[0].rpartition('"')[2]
    return replace(
        place,
        em=slant.startswith(("italic", "oblique")) or (slant != "normal" and (place.em or tag in _EM)),
        strong=weight in ("bold", "bolder", "600", "700", "800", "900")
        or (weight not in ("normal", "400") and (place.strong or tag in _STRONG)),
        raised=place.raised or tag == "sup" or declared.get("vertical-align", "") == "super",
        verbatim=place.verbatim or tag in _VERBATIM,
        symbols=family.strip("\"'").startswith(_SIGN_FONTS) if family else place.symbols,
        heading=int(heading[1]) if heading else _aria_heading(attributes) or place.heading,
        centred=tag == "center" or (place.centred if not align else align in ("center", "-webkit-center")),
        in_article=place.in_article or tag in _ARTICLES,
        quoted=place.quoted or tag == "blockquote",
    )


def is_hidden(tag: str, attributes: Attributes, declared: Declared) -> bool:
    """Return True for an element that no reader sees.

    What is kept from screen readers only (aria-hidden) is seen, so it counts.
    """
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse"):
        return True
    places = (declared.get(name, "") for name in ("left", "top", "text-indent", "margin-left"))
    if _ZERO.fullmatch(declared.get("font-size", "")) or any(map(_FAR_OFF.fullmatch, places)):
        return True
    colour = declared.get("color", "")
    ground = declared.get("background-color") or declared.get("background", "")
    return bool(colour) and _WHITE_WORDS.get(colour, colour) == _WHITE_WORDS.get(ground, ground)


def is_set_apart(declared: Declared) -> bool:
    """Return True for declarations that give an element lines of its own."""
    return declared.get("display", "") in _APART


def declared_of(attributes: Attributes, sheet: Sheet) -> Declared:
    """Return what is declared of an element by its classes, its id and itself, as a browser ranks it."""
    if not attributes:
        return {}
    names = [f".{name}" for name in (attributes.get("class") or "").split()] if sheet else []
    names += [f"#{attributes.get('id')}"]
    found: Ranked = {}
    for ranked in (*(sheet.get(name, {}) for name in names), _ranked(attributes.get("style") or "", 2)):
        _put(found, ranked)
    return {name: value for name, (_, value) in found.items()}


def read_sheets(sheets: Iterable[str]) -> Sheet:
    """Read style sheets: what they declare of classes and ids for every medium."""
    found: dict[str, Ranked] = {}
    rules = (rule for sheet in sheets for rule in _rules(_COMMENT.sub("", sheet[:_LONGEST_SHEET])))
    for at, (prelude, body) in enumerate(rules):
        for match in filter(None, map(_NAME.fullmatch, map(str.strip, prelude.split(",")))):
            ranked = _ranked(body, match["name"].startswith("#"), at)
            declared = {name: entry for name, entry in ranked.items() if name in _PRINT or not match["tag"]}
            _put(found.setdefault(match["name"], {}), declared)
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the declarations of each rule, without rules for one medium only."""
    depth, prelude = 0, ""
    parts = _BRACE.split(sheet)
    for text, brace in zip(parts[::2], parts[1::2], strict=False):
        if brace == "{":
            prelude = "" if depth else text.rpartition(";")[2].strip()  # past "@charset …;"
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 0 and prelude and not prelude.startswith("@"):
            yield prelude, text
        prelude = ""


def declarations(style: str) -> dict[str, str]:
    """Read "name: value; …" in lower case, without spaces in the values."""
    return {name: value for name, (_, value) in _ranked(style, 2).items()}


def _ranked(style: str, where: int, at: int = 0) -> Ranked:
    """Read declarations with their rank: "!important", `where` (class 0, id 1, element 2), place `at`."""
    found: Ranked = {}
    for declaration in style.lower().split(";"):
        name, colon, text = declaration.partition(":")
        if colon:
            value, important, _ = "".join(text.split()).partition("!important")
            _put(found, {name.strip(): ((bool(important), where, at), value)})
    return found


def _put(found: Ranked, ranked: Ranked) -> None:
    """Add declarations, each unless one that ranks higher is there."""
    found |= {
        name: entry for name, entry in ranked.items() if name not in found or found[name][0] <= entry[0]
    }


def _aria_heading(attributes: Attributes) -> int:
    """Return the level of an element with the ARIA role of a heading; 0 for others."""
    if attributes.get("role") != "heading":
        return 0
    level = attributes.get("aria-level") or ""
    return int(level) if level in tuple("123456") else 2
