"""Akoma Ntoso that others wrote becomes lines for the grammars: every word, in its order, none twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Edition, Mark
from ingest import Source, parse_source
from ingest.akn import is_akn, print_akn, read_akn
from ingest.readers import decode

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
META = '<meta><identification source="#x"><FRBRWork><FRBRthis value="x"/></FRBRWork></identification></meta>'


def read(body: str, namespace: str = NAMESPACE) -> Source:
    """Read a document with this content."""
    document = (
        f'<akomaNtoso xmlns="{namespace}"><doc name="x">{META}<mainBody>{body}</mainBody></doc></akomaNtoso>'
    )
    return read_akn(document.encode(), "foreign.xml")


def texts(source: Source) -> list[str]:
    """Return the lines of a source."""
    return [line.text for line in source.lines]


def unit(name: str, number: str, *content: str) -> str:
    """Write a unit of a hierarchy with its number."""
    return f"<{name}><num>{number}</num>{''.join(content)}</{name}>"


def content(words: str) -> str:
    """Write the words of a unit."""
    return f"<content><p>{words}</p></content>"


def note(words: str, marker: str = "") -> str:
    """Write a footnote, of which nothing need say how it is marked."""
    marked = f' marker="{marker}"' if marker else ""
    return f"<authorialNote{marked}><p>{words}</p></authorialNote>"


def row(*cells: str, cell: str = "td") -> str:
    """Write a row of a table."""
    return f"<tr>{''.join(f'<{cell}>{one}</{cell}>' for one in cells)}</tr>"


READ = {
    "a paragraph": ("<p>Piers stand.</p>", ["Piers stand."]),
    "blanks and breaks of the file": ("<p>\n  Piers\n  <i> stand</i>\n .</p>", ["Piers stand ."]),
    "number and words": (unit("paragraph", "1", content("Piers stand.")), ["1 Piers stand."]),
    "number and heading": (
        unit("section", "2.1", "<heading>Piers</heading>", content("They stand.")),
        ["2.1 Piers", "They stand."],
    ),
    "an article's number stands alone": (
        unit("article", "Article 19", "<heading>Piers</heading>", content("They stand.")),
        ["Article 19", "Piers", "They stand."],
    ),
    "a roman number": (unit("section", "XIII.", "<heading>Piers</heading>"), ["XIII. Piers"]),
    "a number with more than a number": (unit("paragraph", "3A PP-98 b bis)", content("to mend")),
                                         ["3A PP-98 b bis) to mend"]),
    "a number that counts no words": (unit("paragraph", "1") + "<p>Reeds.</p>", ["1", "Reeds."]),
    "containers in containers, without eIds": (
        "<hcontainer name='a'><heading>resolves</heading><hcontainer name='b'>"
        + unit("hcontainer", "1", content("to mend:")) + "</hcontainer></hcontainer>",
        ["resolves", "1 to mend:"],
    ),
    "a list with its introduction and its close": (
        unit("paragraph", "1", "<list><intro><p>There be:</p></intro>",
             unit("point", "a)", content("piers,")), unit("point", "b)", content("reeds,")),
             "<wrapUp><p>all green.</p></wrapUp></list>"),
        ["1 There be:", "a) piers,", "b) reeds,", "all green."],
    ),
    "a list of blocks": (
        "<blockList><listIntroduction>There be:</listIntroduction>" + unit("item", "(a)", "<p>piers</p>")
        + "<listWrapUp>all green.</listWrapUp></blockList>",
        ["There be:", "(a) piers", "all green."],
    ),
    "plain lists": (
        "<ul><li>piers<ol><li>one</li><li><p>two</p></li></ol></li><li>reeds</li></ul>",
        ["– piers", "1. one", "2. two", "– reeds"],
    ),
    "a footnote follows its paragraph": (
        f"<p>Piers{note('Long ones.</p><p>Old ones.', '1')} stand.</p><p>Reeds.</p>",
        ["Piers¹ stand.", "¹ Long ones.", "Old ones.", "Reeds."],
    ),
    "footnotes without marks are counted": (
        f"<p>Piers{note('Long.')} and reeds{note('Green.')}.</p>",
        ["Piers¹ and reeds².", "¹ Long.", "² Green."],
    ),
    "a footnote with another sign, and a reference to it": (
        f"<p>Piers{note('Long.', '*')} and piers<noteRef href='#x' marker='*'/>.</p>",
        ["Piers* and piers*.", "* Long."],
    ),
    "a footnote in a number": (
        unit("paragraph", "1" + note("New.", "2"), content("Piers.")), ["1² Piers.", "² New."]
    ),
    "a footnote outside any words": (note("New.", "2") + "<p>Piers.</p>", ["² New.", "Piers."]),
    "a footnote before the words that carry its mark": (
        f"<p>{note('New.', '2')} Piers.</p>", ["² Piers.", "² New."]
    ),
    "a table, its footnotes after it": (
        "<p>Words:</p><table><caption>Of piers</caption>" + row("<p>Word</p>", "Sense", cell="th")
        + row("Pier" + note("New.", "3"), "<p>A long</p><p>one</p>") + row("", "two")
        + "</table><p>Reeds.</p>",
        ["Words:", "Of piers", "Word\tSense", "Pier³\tA long one", "\ttwo", "³ New.", "Reeds."],
    ),
    "a table in a table's cell": (
        "<table>" + row(f"a<table>{row('b', 'c')}</table>", "d") + "</table>", ["a", "b\tc", "d"]
    ),
    "rows in groups": (
        f"<table><thead>{row('a', 'b', cell='th')}</thead><tbody>{row('c', 'd')}</tbody></table>",
        ["a\tb", "c\td"],
    ),
    "raised digits": (
        "<p>Piers<sup>2</sup> of 9 m<sup>2</sup> and x<sup>n</sup></p>", ["Piers² of 9 m² and xn"]
    ),
    "breaks in a line": ("<p>Piers<eol/>and<br/>reeds</p>", ["Piers and reeds"]),
    "blocks in the middle of words": (
        "<p>They say: <embeddedStructure><p>Piers</p><p>stand</p></embeddedStructure> so.</p>",
        ["They say:", "Piers", "stand", "so."],
    ),
    "words in the wrong place": ("Piers<p>stand</p>still", ["Piers", "stand", "still"]),
    "a formula of another vocabulary": (
        '<p>Let <m:math xmlns:m="urn:m"><m:mi>a</m:mi><m:mo>=</m:mo><m:mn>1</m:mn></m:math> be.</p>',
        ["Let a=1 be."],
    ),
    "a speech": (
        '<speech by="#k"><from>The Keeper:</from><p>They stand.</p></speech>', ["The Keeper:", "They stand."]
    ),
    "an attached document": (
        "</mainBody><attachments><attachment><heading>ANNEX 1</heading><doc name='annex'>"
        + META + "<mainBody><p>Piers.</p></mainBody></doc></attachment></attachments><mainBody>",
        ["ANNEX 1", "Piers."],
    ),
    "comments and instructions": ("<p>Piers<!-- not said --> stand<?no this?>.</p>", ["Piers stand."]),
    "signs that XML escapes": ("<p>a &lt; b &amp; c&#160;d <![CDATA[<e>]]></p>", ["a < b & c d <e>"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), READ.values(), ids=READ)
def test_an_element_is_read_as_a_page_would_print_it(body: str, lines: list[str]):
    source = read(body)
    assert texts(source) == lines
    assert source.numbers == tuple(range(1, len(lines) + 1))
    assert [line.numbers for line in source.lines] == [(at,) for at in source.numbers]
    assert (source.edition, source.warnings, source.whole) == (None, (), True)


@pytest.mark.parametrize("namespace", ["http://www.akomantoso.org/2.0", "urn:any"])
def test_versions_before_and_after_are_read(namespace: str):
    assert texts(read("<section><num>1</num><heading>Piers <i>now</i></heading></section>", namespace)) == [
        "1 Piers now"
    ]


def test_emphasis_is_kept_beside_the_words():
    source = read(
        "<paragraph><num>1</num><content><p> <b>Piers <i>and</i></b> <i> reeds</i></p></content></paragraph>"
    )
    (line,) = source.lines
    assert line.text == "1 Piers and reeds"
    assert line.marks == (Mark(2, 11, "strong"), Mark(8, 17, "em"))


def test_headings_have_their_level():
    below = unit("chapter", "1", "<heading>B</heading><subheading>b</subheading>", content("C"))
    source = read(f"<part><heading>A</heading>{below}</part>")
    assert [(line.text, line.heading) for line in source.lines] == [("A", 1), ("1 B", 2), ("b", 2), ("C", 0)]


def test_rows_of_a_table_follow_each_other_without_a_gap():
    rows = row("a", "b") * 2
    source = read(f"<table>{rows}</table><table>{rows}</table>")
    assert [line.gap for line in source.lines] == [True, False, True, False]


def test_a_document_in_a_table_of_contents_is_none_of_the_file():
    source = read("<toc><doc name='x'><mainBody><p>Piers</p></mainBody></doc></toc><p>Piers.</p>")
    assert (texts(source), source.starts) == (["Piers."], ())


def test_a_table_of_contents_is_removed_by_that_name():
    source = read('<toc><tocItem href="#x" level="1"><span>Piers</span> 1</tocItem></toc><p>Piers.</p>')
    assert texts(source) == ["Piers."]
    assert [(one.line, one.step) for one in source.removed] == [(1, "table of contents")]
    assert source.numbers == (1, 2)


BLOCKS = [
    "p",
    "section",
    "paragraph",
    "content",
    "intro",
    "li",
    "ul",
    "ol",
    "item",
    "blockList",
    "quotedStructure",
]
BLOCKS += [
    "heading",
    "num",
    "crossHeading",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "container",
    "attachment",
    "speech",
]
INLINE = ["b", "i", "ref", "sup", "span", "term", "authorialNote", "inline", "x", "eol", "noteRef"]
NAMES = st.sampled_from(BLOCKS + INLINE)
TREES = st.recursive(
    st.just(()),
    lambda below: st.lists(st.tuples(NAMES, below, st.booleans(), st.booleans()), max_size=5),
    max_leaves=40,
)


def xml(tree: object, words: list[str]) -> str:
    """Write a drawn tree; every stretch of text is a word of its own."""
    written = ""
    for name, below, before, after in tree:  # type: ignore[attr-defined]
        said = ["", ""]
        for at, has in enumerate((before, after)):
            if has:
                words.append(f"w{len(words)}w")
                said[at] = f" {words[-1]} "
        written += f"<{name}>{said[0]}{xml(below, words)}</{name}>{said[1]}"
    return written


@given(TREES)
def test_no_word_of_any_tree_is_lost_or_said_twice(tree: object):
    words: list[str] = []
    source = read(xml(tree, words))
    said = Counter(re.findall(r"w\d+w", "\n".join(texts(source))))
    assert said == Counter(words)
    parse = parse_source(source, "a tree")
    assert parse.report.unowned == ()
    assert set(parse.report.owners) | {one.line for one in parse.report.removed} == set(source.numbers)


# -- our own, as others would have it --------------------------------------------------------------


def without_record(printed: str) -> bytes:
    """Take our record out, as a tool would that knows nothing of it."""
    return re.sub(r"<proprietary.*</proprietary>", "", printed, flags=re.DOTALL).encode()


def test_an_export_without_its_record_parses_into_the_same_provisions(resolution: Edition, harbours: Edition):
    for edition in (resolution, harbours):
        again = parse_source(decode(without_record(print_akn(edition)), "a.xml"), "a text")
        assert {replace(one, line=0) for one in again.provisions} == {
            replace(one, line=0) for one in edition.provisions
        }
        assert set(again.references) == set(edition.references)
        assert again.report.unowned == ()


RECOGNISED = {
    "plain": (b"<akomaNtoso>", True),
    "with a prefix": (b'<a:akomaNtoso xmlns:a="x">', True),
    "after all that may stand before": (
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <p> -->"
        b"<!DOCTYPE akomaNtoso [<!ELEMENT a ANY>]>\n<akomaNtoso/>",
        True,
    ),
    "UTF-16": ("\ufeff<?xml version='1.0' encoding='UTF-16'?><akomaNtoso/>".encode("utf-16-le"), True),
    "other XML": (b"<?xml version='1.0'?><html><akomaNtoso/></html>", False),
    "a text that speaks of it": (b"Use <akomaNtoso> as the root.", False),
    "a name that begins so": (b"<akomaNtosoX>", False),
    "a comment without end": (b"<!-- <akomaNtoso>", False),
    "nothing": (b"", False),
}


@pytest.mark.parametrize(("data", "is_one"), RECOGNISED.values(), ids=RECOGNISED)
def test_akoma_ntoso_is_told_by_its_first_element(data: bytes, is_one: bool):
    assert is_akn(data) is is_one


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_any_encoding_that_the_file_declares_is_read(encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding}"?><akomaNtoso><p>café</p></akomaNtoso>'
    source = decode(text.encode(encoding), "a.xml")
    assert texts(source) == ["café"]
