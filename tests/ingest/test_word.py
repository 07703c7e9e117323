"""A Word file's paragraphs as a reader sees them: rules one by one, on files written here."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from attacks.archives import zipped
from attacks.samples import W, word

from corpus.errors import UnreadableFile
from corpus.instruments import Mark
from ingest import parse_source
from ingest.readers import decode
from ingest.source import Source

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
LINES = list[str]


def read(body: str, *, before_changes: bool = False, **parts: str) -> Source:
    source = decode(word(body, **parts), "pier.docx", before_changes=before_changes)
    accounted = {number for line in source.lines for number in line.numbers}
    assert set(source.numbers) == accounted | {one.line for one in source.removed}
    return source


def lines(body: str, **parts: str) -> LINES:
    return [line.text for line in read(body, **parts).lines]


def p(*runs: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else r(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str, list_id: int = 1, level: int = 0) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*blocks: str, properties: str = "") -> str:
    inner = "".join(one if one.startswith("<") else p(one) for one in blocks) or p("")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def field(instruction: str, result: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return f"{marks['begin']}{instruction}{marks['separate']}{result}{marks['end']}"


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}'
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}"
    "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CENTRED = '<w:jc w:val="center"/>'
BREAK = "<w:r><w:br/></w:r>"
DELETED = "<w:del w:id='1'>{}</w:del>"

READ: dict[str, tuple[str, LINES]] = {
    "paragraphs in order": (p("One.") + p("Two."), ["One.", "Two."]),
    "runs in one word": (p(r("pi"), r("er", "<w:b/>")), ["pier"]),
    "tabs and spaces": (p(r("a)"), "<w:r><w:tab/></w:r>", r("  that ")), ["a) that"]),
    "no-break space and hyphen": (p(r("No.\xa071"), "<w:r><w:noBreakHyphen/></w:r>", r("T")), ["No. 71-T"]),
    "soft hyphens": (p(r("lan\xadtern"), "<w:r><w:softHyphen/></w:r>", r("s")), ["lanterns"]),
    "page breaks": (p(r("pier"), '<w:r><w:br w:type="page"/></w:r>', r("s")), ["piers"]),
    "line break in a sentence": (p("the", BREAK, "pier"), ["the pier"]),
    "line break after a sentence": (p("The pier;", BREAK, "the boat"), ["The pier;", "the boat"]),
    "line break before an item": (p("piers", BREAK, "a) lit"), ["piers", "a) lit"]),
    "line break before a number": (p("Resolution", BREAK, "71 of the year"), ["Resolution 71 of the year"]),
    "line break after a head": (p("considering", BREAK, "that piers"), ["considering", "that piers"]),
    "line break in a title": (p("Care of", BREAK, "Lanterns", properties=CENTRED), ["Care of Lanterns"]),
    "line break after a number's line": (
        p("RESOLUTION 7 (Lisbon, 2030)", BREAK, "Care", properties=CENTRED),
        ["RESOLUTION 7 (Lisbon, 2030)", "Care"],
    ),
    "link": (p(f'<w:hyperlink r:id="x">{r("Resolution 7")}</w:hyperlink>'), ["Resolution 7"]),
    "content control around a paragraph": (f"<w:sdt><w:sdtContent>{p('x')}</w:sdtContent></w:sdt>", ["x"]),
    "content control in a paragraph": (p(f"<w:sdt><w:sdtContent>{r('x')}</w:sdtContent></w:sdt>"), ["x"]),
    "custom XML": (f'<w:customXml w:element="a">{p("x")}</w:customXml>', ["x"]),
    "text box, once": (p("pier", BOX.format(p("in a box"))), ["pier", "in a box"]),
    "text box in a table, once": (
        table(cell(p("a", BOX.format(p("in a box")))) + cell("1"), cell("b") + cell("2")) + p("c"),
        ["a\t1", "b\t2", "in a box", "c"],
    ),
    "simple field": (p(f'<w:fldSimple w:instr="REF a">{r("5")}</w:fldSimple>'), ["5"]),
    "field's result": (p("see ", field("<w:r><w:instrText>REF a</w:instrText></w:r>", r("5"))), ["see 5"]),
    "field in an instruction": (p("see ", field(field("", r("9")), r("5"))), ["see 5"]),
    "field that does not end": (p("a", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("b"), ["a", "b"]),
    "symbol": (p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', " 5"), ["≥ 5"]),
    "symbol typed": (p("\uf0b7 red"), ["• red"]),
    "raised number": (p("10", r("6", '<w:vertAlign w:val="superscript"/>')), ["10⁶"]),
    "raised letters": (p("1", r("st", '<w:vertAlign w:val="superscript"/>')), ["1st"]),
    "raised by its place": (p("10", r("6", '<w:position w:val="6"/>')), ["10⁶"]),
    "formula": (p('<m:oMath xmlns:m="x"><m:r><w:t>E = mc</w:t></m:r></m:oMath>'), ["E = mc"]),
    "insertion": (p("a ", f"<w:ins w:id='1'>{r('new ')}</w:ins>", "pier"), ["a new pier"]),
    "deletion": (p("an ", DELETED.format("<w:r><w:delText>old </w:delText></w:r>"), "pier"), ["an pier"]),
    "move": (
        p(f"<w:moveFrom w:id='1'>{r('away')}</w:moveFrom>", "b")
        + p(f"<w:moveTo w:id='2'>{r('here')}</w:moveTo>"),
        ["b", "here"],
    ),
    "old properties": (p("x", properties="<w:pPrChange><w:pPr><w:rPr/></w:pPr></w:pPrChange>"), ["x"]),
    "table": (table(cell("North") + cell("12"), cell("South") + cell("7")), ["North\t12", "South\t7"]),
    "line break in a cell": (
        table(cell(p("a", BREAK, "b")) + cell("1"), cell("c") + cell("2")),
        ["a b\t1", "c\t2"],
    ),
    "paragraphs in a cell": (table(cell("a", "b") + cell("1"), cell("c") + cell("2")), ["a b\t1", "c\t2"]),
    "empty first cell": (table(cell() + cell("2030"), cell("North") + cell("1")), ["\t2030", "North\t1"]),
    "empty last cell": (table(cell("North") + cell(), cell("South") + cell("1")), ["North\t", "South\t1"]),
    "cell over columns": (
        table(
            cell("a", properties='<w:gridSpan w:val="2"/>') + cell("b"),
            cell("1") + cell("2") + cell("3"),
        ),
        ["a\t\tb", "1\t2\t3"],
    ),
    "cell over rows": (
        table(
            cell("a", properties='<w:vMerge w:val="restart"/>') + cell("1"),
            cell("", properties="<w:vMerge/>") + cell("2"),
        ),
        ["a\t1", "a\t2"],
    ),
    "table that frames": (table(cell("a", "b"), cell("c")), ["a", "b", "c"]),
    "table in a table": (
        table(cell("x", table(cell("1") + cell("2"), cell("3") + cell("4")))),
        ["x", "1\t2", "3\t4"],
    ),
    "row in a content control": (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('a') + cell('b')}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        ["a\tb"],
    ),
    "blank paragraphs": (p("a") + p(" ") + p("b"), ["a", "b"]),
}


@pytest.mark.parametrize(("body", "expected"), READ.values(), ids=READ)
def test_a_paragraph_says_what_its_reader_sees(body: str, expected: LINES):
    assert lines(body) == expected


def test_lines_are_numbered_through_the_file_and_blank_ones_count():
    body = p("a") + p("") + table(cell("b") + cell("1"), cell("c") + cell("2")) + p("d")
    assert [line.numbers for line in read(body).lines] == [(1,), (3,), (4,), (5,)]


def test_rows_follow_each_other_without_a_gap_and_paragraphs_do_not():
    body = p("a") + table(cell("b") + cell("1"), cell("c") + cell("2")) + p("d")
    assert [line.gap for line in read(body).lines] == [True, True, False, True]


def test_every_line_is_a_whole_paragraph():
    assert read(p("a")).whole


# -- styles ------------------------------------------------------------------------------------------

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="n"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="Section_title"/><w:basedOn w:val="h2"/></w:style>
<w:style w:type="paragraph" w:styleId="named"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="call"><w:name w:val="Call"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="ring"><w:name w:val="Ring"/><w:basedOn w:val="ring"/></w:style>
<w:style w:type="paragraph" w:styleId="listed"><w:name w:val="Listed"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def styled(text: str, style: str, run: str = "", paragraph: str = "") -> str:
    return p(r(text, run), properties=f'<w:pStyle w:val="{style}"/>{paragraph}')


MARKS = {
    "set on the run": (p("a ", r("pier", "<w:i/>")), [Mark(2, 6, "em")]),
    "set off": (p(r("pier", '<w:i w:val="0"/>')), []),
    "both": (p(r("pier", "<w:i/><w:b/>")), [Mark(0, 4, "em"), Mark(0, 4, "strong")]),
    "by the paragraph's style": (styled("considering", "call"), [Mark(0, 11, "em")]),
    "by the style it is based on": (styled("Title", "own"), [Mark(0, 5, "strong")]),
    "by a character style": (p(r("pier", '<w:rStyle w:val="strong"/>')), [Mark(0, 4, "strong")]),
    "twice, which is not at all": (styled("pier", "own", '<w:rStyle w:val="strong"/>'), []),
    "taken back on the run": (styled("pier", "call", '<w:i w:val="false"/>'), []),
    "over a space that has none": (p(r("a", "<w:b/>"), " ", r("b", "<w:b/>")), [Mark(0, 3, "strong")]),
    "never a space at its end": (p(r("a ", "<w:b/>"), "b"), [Mark(0, 1, "strong")]),
    "style that is based on itself": (styled("pier", "ring"), []),
}


@pytest.mark.parametrize(("body", "marks"), MARKS.values(), ids=MARKS)
def test_emphasis_is_kept_beside_the_text(body: str, marks: list[Mark]):
    assert list(read(body, styles=STYLES).lines[0].marks) == marks


HEADINGS = {
    "by its outline level": (styled("A", "h2"), 2),
    "by what its style is based on": (styled("A", "own"), 2),
    "by its style's name": (styled("A", "named"), 3),
    "set on the paragraph": (styled("A", "n", paragraph='<w:outlineLvl w:val="0"/>'), 1),
    "taken back on the paragraph": (styled("A", "h2", paragraph='<w:outlineLvl w:val="9"/>'), 0),
    "title": (styled("A", "title"), 0),
    "none": (p("A"), 0),
}


@pytest.mark.parametrize(("body", "level"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_has_its_level(body: str, level: int):
    assert read(body, styles=STYLES).lines[0].heading == level


def test_a_title_goes_on_over_its_line_breaks():
    body = p("Care of", BREAK, "Lanterns", properties='<w:pStyle w:val="title"/>')
    assert lines(body, styles=STYLES) == ["Care of Lanterns"]


def test_a_table_of_contents_is_taken_out_by_its_own_step():
    source = read(styled("1 Piers\t3", "toc1") + p("Piers"), styles=STYLES)
    assert [line.text for line in source.lines] == ["Piers"]
    assert [(one.line, one.step) for one in source.removed] == [(1, "table of contents")]


# -- numbering ---------------------------------------------------------------------------------------


def level(at: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbered(*levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{lists}'


DECIMAL = (level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)"))
TWO_LISTS = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>{}</w:num>'
)
RESTARTED = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
OVERRIDDEN = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1.")}</w:lvlOverride>'

NUMBERED: dict[str, tuple[str, str, LINES]] = {
    "digits": (item("a") + item("b"), numbered(*DECIMAL), ["1 a", "2 b"]),
    "letters": (item("a") + item("b"), numbered(level(0, "lowerLetter", "%1)")), ["a) a", "b) b"]),
    "roman": (item("a") + item("b"), numbered(level(0, "lowerRoman", "%1)")), ["i) a", "ii) b"]),
    "capitals": (item("a"), numbered(level(0, "upperLetter", "%1.")), ["A. a"]),
    "ordinals": (item("a") + item("b"), numbered(level(0, "ordinal", "%1")), ["1st a", "2nd b"]),
    "leading zero": (item("a"), numbered(level(0, "decimalZero", "%1")), ["01 a"]),
    "a style that is not known": (item("a"), numbered(level(0, "cardinalText", "%1")), ["1 a"]),
    "after z": (item("a") + item("b"), numbered(level(0, "lowerLetter", "%1)", 26)), ["z) a", "aa) b"]),
    "bullet": (item("a"), numbered(level(0, "bullet", "\uf0b7")), ["– a"]),
    "no sign": (item("a"), numbered(level(0, "none", "")), ["a"]),
    "start": (item("a") + item("b"), numbered(level(0, "decimal", "%1.", 5)), ["5. a", "6. b"]),
    "levels": (
        item("a")
        + item("b", level=1)
        + item("c", level=1)
        + item("d", level=2)
        + item("e")
        + item("f", level=1),
        numbered(*DECIMAL),
        ["1 a", "1.1 b", "1.2 c", "a) d", "2 e", "2.1 f"],
    ),
    "a level below none": (item("a", level=1), numbered(*DECIMAL), ["1.1 a"]),
    "words around": (item("a"), numbered(level(0, "decimal", "Article %1 –")), ["Article 1 – a"]),
    "digits only": (
        item("a") + item("b", level=1),
        numbered(level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")),
        ["I a", "1.1 b"],
    ),
    "never restarted": (
        item("a") + item("b", level=1) + item("c") + item("d", level=1),
        numbered(level(0, "decimal", "%1"), level(1, "decimal", "%2)", more='<w:lvlRestart w:val="0"/>')),
        ["1 a", "1) b", "2 c", "2) d"],
    ),
    "goes on in another list": (
        item("a") + item("b", 2),
        numbered(*DECIMAL, lists=TWO_LISTS.format("")),
        ["1 a", "2 b"],
    ),
    "restarted": (
        item("a") + item("b", 2) + item("c", 2),
        numbered(*DECIMAL, lists=TWO_LISTS.format(RESTARTED)),
        ["1 a", "1 b", "2 c"],
    ),
    "overridden level": (item("a", 2), numbered(*DECIMAL, lists=TWO_LISTS.format(OVERRIDDEN)), ["I. a"]),
    "list that is not there": (item("a", 7), numbered(*DECIMAL), ["a"]),
    "list 0, which is none": (item("a", 0), numbered(*DECIMAL), ["a"]),
    "by its style": (styled("a", "listed") + styled("b", "listed"), numbered(*DECIMAL), ["1 a", "2 b"]),
    "level tied to its style": (
        styled("a", "listed"),
        numbered(DECIMAL[0], level(1, "lowerLetter", "%2)", more='<w:pStyle w:val="listed"/>')),
        ["a) a"],
    ),
    "hidden sign": (item("a"), numbered(level(0, "decimal", "%1", more="<w:rPr><w:vanish/></w:rPr>")), ["a"]),
    "deleted item does not count": (
        item("a")
        + p(
            DELETED.format("<w:r><w:delText>b</w:delText></w:r>"),
            properties='<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="2"/></w:rPr>',
        )
        + item("c"),
        numbered(*DECIMAL),
        ["1 a", "2 c"],
    ),
    "blank item counts": (item("a") + item("") + item("c"), numbered(*DECIMAL), ["1 a", "3 c"]),
    "in a table": (
        table(cell(item("a")) + cell("x"), cell(item("b")) + cell("y")),
        numbered(*DECIMAL),
        ["1 a\tx", "2 b\ty"],
    ),
    "only before the first line": (
        p("a;", BREAK, "b", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        numbered(*DECIMAL),
        ["1 a;", "b"],
    ),
}


@pytest.mark.parametrize(("body", "numbering", "expected"), NUMBERED.values(), ids=NUMBERED)
def test_word_counts_and_the_marker_stands_in_the_text(body: str, numbering: str, expected: LINES):
    assert lines(body, numbering=numbering, styles=STYLES) == expected


def test_marks_stand_where_they_did_before_the_marker():
    body = p(r("pier", "<w:i/>"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    (line,) = read(body, numbering=numbered(*DECIMAL)).lines
    assert [line.text[one.start : one.end] for one in line.marks] == ["pier"]


# -- notes -------------------------------------------------------------------------------------------


def call(number: int, kind: str = "footnote", custom: str = "") -> str:
    follows = ' w:customMarkFollows="1"' if custom else ""
    sign = f"<w:t>{custom}</w:t>" if custom else ""
    return f'<w:r><w:{kind}Reference{follows} w:id="{number}"/>{sign}</w:r>'


def note(number: int, *texts: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{number}">{"".join(map(p, texts))}</w:{kind}>'


SEPARATOR = f'<w:footnote w:type="separator" w:id="-1">{p("x")}</w:footnote>'
START_5 = '<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>'
NOTES: dict[str, tuple[str, dict[str, str], LINES]] = {
    "after its paragraph": (
        p("piers", call(2), ";") + p("boats"),
        {"footnotes": SEPARATOR + note(2, "These float.")},
        ["piers¹;", "¹ These float.", "boats"],
    ),
    "in the order of their calls": (
        p("a", call(9)) + p("b", call(3)),
        {"footnotes": note(3, "for b") + note(9, "for a")},
        ["a¹", "¹ for a", "b²", "² for b"],
    ),
    "of several paragraphs": (p("a", call(1)), {"footnotes": note(1, "One.", "Two.")}, ["a¹", "¹ One. Two."]),
    "that begins with a number": (p("a", call(1)), {"footnotes": note(1, "1 boat")}, ["a¹", "¹ 1 boat"]),
    "with a mark of its own": (p("a", call(1, custom="*")), {"footnotes": note(1, "x")}, ["a*", "* x"]),
    "with a number of its own": (p("a", call(1, custom="3")), {"footnotes": note(1, "3 x")}, ["a³", "³ x"]),
    "from a number on": (p("a", call(1)), {"footnotes": note(1, "x"), "settings": START_5}, ["a⁵", "⁵ x"]),
    "at the end": (p("a", call(1, "endnote")), {"endnotes": note(1, "x", kind="endnote")}, ["a¹", "¹ x"]),
    "at the end, after footnotes": (
        p("a", call(1, "endnote"), "b", call(1)),
        {"endnotes": note(1, "end", kind="endnote"), "footnotes": note(1, "foot")},
        ["a²b¹", "² end", "¹ foot"],
    ),
    "called in a table": (
        table(cell(p("a", call(1))) + cell("1"), cell("b") + cell("2")) + p("c"),
        {"footnotes": note(1, "x")},
        ["a¹\t1", "b\t2", "¹ x", "c"],
    ),
    "called by deleted words": (
        p("a", DELETED.format(call(1))) + p("b", call(2)),
        {"footnotes": note(1, "gone") + note(2, "x")},
        ["a", "b¹", "¹ x"],
    ),
    "that is not there": (p("a", call(7)), {"footnotes": note(1, "x")}, ["a¹"]),
}


@pytest.mark.parametrize(("body", "parts", "expected"), NOTES.values(), ids=NOTES)
def test_a_note_follows_what_calls_it(body: str, parts: dict[str, str], expected: LINES):
    assert lines(body, **parts) == expected


def test_a_note_that_the_file_does_not_hold_is_told():
    assert [one for one in read(p("a", call(7))).warnings if "note" in one]


# -- what is left out --------------------------------------------------------------------------------

HIDDEN = {
    "a paragraph": (p(r("secret", "<w:vanish/>")) + p("pier"), ["pier"], [(1, "hidden text")]),
    "words": (p("a ", r("secret ", "<w:vanish/>"), "pier"), ["a pier"], []),
    "by a style": (p(r("secret", '<w:rStyle w:val="gone"/>')) + p("a"), ["a"], [(1, "hidden text")]),
    "too small to see": (p(r("secret", '<w:sz w:val="2"/>')) + p("a"), ["a"], [(1, "hidden text")]),
    "white on white": (p(r("secret", '<w:color w:val="FFFFFF"/>')) + p("a"), ["a"], [(1, "hidden text")]),
    "in a table": (
        table(cell(p(r("x", "<w:vanish/>"))) + cell(), cell("a") + cell("b")),
        ["a\tb"],
        [(1, "hidden text")],
    ),
}


@pytest.mark.parametrize(("body", "kept", "removed"), HIDDEN.values(), ids=HIDDEN)
def test_hidden_text_is_taken_out_and_told(body: str, kept: LINES, removed: list[tuple[int, str]]):
    source = read(body, styles=STYLES)
    assert [line.text for line in source.lines] == kept
    assert [(one.line, one.step) for one in source.removed] == removed
    assert [one for one in source.warnings if one.startswith("line 1: hidden text")]


SEEN = {
    "white on a ground": (p(r("a", '<w:color w:val="FFFFFF"/><w:shd w:fill="000080"/>')), ["a"]),
    "white in a table": (
        table(cell(p(r("a", '<w:color w:val="FFFFFF"/>'))) + cell("1"), cell("b") + cell("2")),
        ["a\t1", "b\t2"],
    ),
    "vanish set off": (p(r("a", '<w:vanish w:val="0"/>')), ["a"]),
}


@pytest.mark.parametrize(("body", "expected"), SEEN.values(), ids=SEEN)
def test_what_can_be_seen_is_kept(body: str, expected: LINES):
    assert lines(body) == expected


def test_tracked_changes_are_told_and_accounted_for():
    deleted = p(DELETED.format("<w:r><w:delText>gone</w:delText></w:r>"))
    source = read(deleted + p("a ", f"<w:ins w:id='3'>{r('new')}</w:ins>"))
    assert [(one.line, one.step) for one in source.removed] == [(1, "tracked changes")]
    assert [one for one in source.warnings if "insertions are read (1), deletions left out (1)" in one]


def test_a_file_is_read_as_it_was_before_its_tracked_changes():
    inserted = (
        f"<w:ins w:id='3'>{r('five')}<w:del w:id='4'><w:r><w:delText>!</w:delText></w:r></w:del></w:ins>"
    )
    deleted = "<w:del w:id='2'><w:r><w:delText>four</w:delText></w:r></w:del>"
    row = f"<w:tr><w:trPr><w:ins w:id='1'/></w:trPr>{cell('x') + cell('1')}</w:tr>"
    body = p("for ", deleted + inserted) + f"<w:tbl><w:tr>{cell('a') + cell('b')}</w:tr>{row}</w:tbl>"
    assert [line.text for line in read(body).lines] == ["for five", "a\tb", "x\t1"]
    assert [line.text for line in read(body, before_changes=True).lines] == ["for four", "a\tb"]


def test_a_deleted_row_is_accounted_for():
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('x') + cell('1')}</w:tr>"
    body = f"<w:tbl><w:tr>{cell('a') + cell('b')}</w:tr>{gone}<w:tr>{cell('c') + cell('d')}</w:tr></w:tbl>"
    source = read(body)
    assert [line.text for line in source.lines] == ["a\tb", "c\td"]
    assert [(one.line, one.step) for one in source.removed] == [(2, "tracked changes")]


def test_an_embedded_document_and_comments_are_told():
    source = read(p("a", '<w:r><w:commentReference w:id="0"/></w:r>') + '<w:altChunk r:id="x"/>')
    assert {one.split(":")[0] for one in source.warnings} == {"line 2", "1 comments are left out"}


# -- whole files -------------------------------------------------------------------------------------


def test_a_file_that_python_docx_wrote_is_read():
    written = docx.Document()
    written.add_heading("Piers", 1)
    written.add_paragraph("lit", style="List Number")
    written.add_paragraph("dark", style="List Number")
    written.add_paragraph("red", style="List Bullet")
    paragraph = written.add_paragraph("a ")
    paragraph.add_run("pier").italic = True
    grid = written.add_table(rows=2, cols=2)
    for at, text in enumerate(["Harbour", "2030", "North", "12"]):
        grid.cell(at // 2, at % 2).text = text
    written.sections[0].header.paragraphs[0].text = "a running head"
    file = io.BytesIO()
    written.save(file)
    source = decode(file.getvalue(), "pier.docx")
    texts = [line.text for line in source.lines]
    assert texts == ["Piers", "1. lit", "2. dark", "– red", "a pier", "Harbour\t2030", "North\t12"]
    assert source.lines[0].heading == 1
    assert source.lines[4].marks == (Mark(2, 6, "em"),)


def test_the_document_may_have_another_name():
    data = word(p("pier"), document="word/document2.xml")
    assert [line.text for line in decode(data, "pier.docx").lines] == ["pier"]


def test_the_strict_variant_is_read():
    data = word(p("pier"))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for one in old.namelist():
            new.writestr(one, old.read(one).replace(W.encode(), STRICT.encode()))
    assert [line.text for line in decode(strict.getvalue(), "pier.docx").lines] == ["pier"]


REFUSED = {
    "spreadsheet": (zipped(xl__workbook_xml="<a/>"), "unsupported", "spreadsheet"),
    "presentation": (zipped(ppt__presentation_xml="<a/>"), "unsupported", "presentation"),
    "EPUB": (zipped(**{"META-INF__container_xml": "<a/>"}), "unsupported", "EPUB"),
    "OpenDocument": (zipped(content_xml="<a/>"), "unsupported", "OpenDocument"),
    "plain archive": (zipped(pier="x"), "unsupported", "unpack"),
    "empty archive": (zipped(), "unsupported", "unpack"),
    "no archive": (b"PK\x03\x04....", "damaged", "ZIP"),
    "no XML": (zipped(word__document_xml="pier"), "damaged", "word/document.xml"),
    "empty part": (zipped(word__document_xml=""), "damaged", "word/document.xml"),
    "cut off": (word(p("pier"))[:-30], "damaged", "cut off"),
    "no text": (word(p("")), "empty", "without text"),
    "pictures": (word(p("<w:r><w:drawing/></w:r>")), "scanned", "pictures"),
    "entities": (
        zipped(
            word__document_xml=f'<!DOCTYPE a [<!ENTITY e "x">]><w:document xmlns:w="{W}">&e;</w:document>'
        ),
        "unsupported",
        "document type",
    ),
    "locked": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    "old Word file": (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "unsupported", "old Office"),
    "bomb": (word(p("x" * 5_000_000)), "too-large", "grows"),
}


@pytest.mark.parametrize(("data", "reason", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_by_its_reason(data: bytes, reason: str, says: str):
    with pytest.raises(UnreadableFile, match=says) as refused:
        decode(data, "pier.docx")
    assert refused.value.reason == reason
    assert str(refused.value).startswith("pier.docx: ")
    assert "\n" not in str(refused.value)


def test_an_archive_that_unpacks_into_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("ingest.word.package.MAX_UNPACKED", 100)
    with pytest.raises(UnreadableFile, match="at most 100") as refused:
        decode(word(p("pier")), "pier.docx")
    assert refused.value.reason == "too-large"


def reason(data: bytes) -> str:
    """Return why a file is refused; '' for one that is read."""
    try:
        return "" if decode(data, "pier.docx").lines else "nothing"
    except UnreadableFile as refused:
        return refused.reason


def full() -> bytes:
    """Write a file that has everything."""
    body = "".join(body for body, _ in READ.values()) + "".join(body for body, _, _ in NUMBERED.values())
    parts = {"styles": STYLES, "numbering": numbered(*DECIMAL), "footnotes": note(1, "x")}
    return word(body, **parts)


def test_a_file_cut_off_anywhere_is_refused_or_read():
    data = full()
    for at in range(32):
        assert reason(data[: len(data) * at // 32]) in ("damaged", "empty", "binary")


def test_xml_cut_off_anywhere_is_refused_or_read():
    with zipfile.ZipFile(io.BytesIO(full())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in parts:
        for at in range(32):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as archive:
                for other, content in parts.items():
                    archive.writestr(other, content[: len(content) * at // 32] if other == name else content)
            assert reason(file.getvalue()) in ("", "damaged", "empty")


def test_numbers_that_are_none_are_taken_as_missing():
    body = p(
        "a", properties='<w:outlineLvl w:val="x"/><w:numPr><w:ilvl w:val="-4"/><w:numId w:val="1"/></w:numPr>'
    )
    odd = numbered('<w:lvl w:ilvl="0"><w:start w:val="9999999999999"/><w:lvlText w:val="%1"/></w:lvl>')
    assert lines(body, numbering=odd) == ["0 a"]


def test_elements_nested_too_deep_are_refused_and_end_no_process():
    deep = "<w:sdt><w:sdtContent>" * 5000 + p("x") + "</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(UnreadableFile, match="cannot be read"):
        decode(word(deep), "pier.docx")


def test_tables_in_tables_are_read_as_deep_as_the_parser_goes():
    nested = p("x")
    for _ in range(75):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    assert lines(nested) == ["x"]


def test_a_word_file_becomes_provisions_with_nothing_unowned():
    body = (
        p("RESOLUTION 7 (REV. LISBON, 2030)", properties=CENTRED)
        + p("Care of", BREAK, "lanterns", properties=CENTRED)
        + p("The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),")
        + p(r("considering", "<w:i/>"))
        + item("that piers are lit;")
        + item("that boats go out,")
        + p(r("resolves", "<w:i/>"))
        + p("to keep the lanterns lit.")
    )
    source = read(body, numbering=numbered(level(0, "lowerLetter", "%1)")))
    parse = parse_source(source, "pier")
    assert str(parse.key) == "itu-pp/res-7/2030"
    assert [one.eid for one in parse.provisions if one.marker] == [
        "preamble__considering__rec_a",
        "preamble__considering__rec_b",
    ]
    assert parse.report.unowned == ()


@pytest.mark.parametrize(("wide", "told"), [(5_000_000, True), (300_000, False)])
def test_a_picture_that_may_show_a_table_is_told_and_a_sign_is_not(wide: int, told: bool):
    drawn = (
        f'<w:r><w:drawing><d:inline xmlns:d="urn:d"><d:extent cx="{wide}" cy="2000000"/>'
        "<d:blip/></d:inline></w:drawing></w:r>"
    )
    warnings = read(p("pier") + p(drawn) + p("pier")).warnings
    assert ("line 2: a picture, perhaps of a table, is not read (pictures: 1)" in warnings) is told


def test_bullets_in_bullets_have_signs_of_their_own():
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>' for at in range(2)
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(item("a") + item("b", level=1) + item("c"), numbering=numbering) == ["– a", "• b", "– c"]
