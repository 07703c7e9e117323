"""Tracked changes of Word files: each trap a row, on files written here."""

from __future__ import annotations

import pytest
from attacks.samples import word
from attacks.tracked import ANNA, BEN, cut, ins, p, r, row

from corpus.errors import UnreadableFile
from ingest.apart import read_changes_in_child
from ingest.word.changes import TrackedParagraph, read_changes

OPENING = {"+": "{+", "-": "[-", "=": ""}
CLOSING = {"+": "+}", "-": "-]", "=": ""}


def item(*parts: str, mark: str = "", inserted: bool = False) -> str:
    change = f"<w:ins {ANNA}/>" if inserted else ""
    list_ = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>{change}</w:numPr>'
    return p(*parts, mark=mark, properties=list_)


def field(result: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return f"{marks['begin']}{r('REF a', 'delInstrText')}{marks['separate']}{result}{marks['end']}"


def note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NOTES = "".join(f'<w:footnote w:id="{at}">{p(f"note {at}")}</w:footnote>' for at in (2, 3, 4))
BOLD = f"<w:b/><w:rPrChange {BEN}><w:rPr/></w:rPrChange>"
TAB_AND_BREAK = "<w:r><w:delText>1</w:delText><w:tab/><w:delText>a</w:delText><w:br/></w:r>"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
READ: dict[str, tuple[str, list[str]]] = {
    "an inserted run": (p("to count ", ins("all "), "piers"), ["to count {+all +}piers"]),
    "a deleted run": (p("to count ", cut("the "), "piers"), ["to count [-the -]piers"]),
    "an inserted paragraph": (p("a") + p(ins("b"), mark="ins") + p("c"), ["a", "{+b+}", "c"]),
    "inserted after the mark of the one above": (p("a", mark="ins") + p(ins("b")), ["a", "{+b+}"]),
    "a deleted paragraph": (p("a") + p(cut("b"), mark="del") + p("c"), ["a", "[-b-]", "c"]),
    "deleted with the mark of the one above": (p("a", mark="del") + p(cut("b")), ["a", "[-b-]"]),
    "words deleted, the mark left": (p("a") + p(cut("b")) + p("c"), ["a", "[-b-]", "c"]),
    "a paragraph rewritten": (p(cut("old"), ins("new")), ["[-old-]{+new+}"]),
    "a paragraph parted": (
        p("The first; ", mark="ins") + p("second;"),
        ["The first; [-second;-]", "{+second;+}"],
    ),
    "paragraphs joined": (
        p("The first; ", mark="del") + p("second;"),
        ["The first; {+second;+}", "[-second;-]"],
    ),
    "inserted, then deleted by another": (p("a ", ins(cut("b ", BEN)), "c"), ["a c"]),
    "inserted inside deleted": (p("a ", cut(r("b ", "delText") + ins("c ", BEN)), "d"), ["a [-b -]d"]),
    "a mark inserted and deleted": (
        f"<w:p><w:pPr><w:rPr><w:ins {ANNA}/><w:del {BEN}/></w:rPr></w:pPr>{r('a ')}</w:p>" + p("b"),
        ["a b"],
    ),
    "a moved paragraph": (
        p(cut("x", name="moveFrom"), mark="moveFrom") + p("y") + p(ins("x", name="moveTo"), mark="moveTo"),
        ["[-x-]", "y", "{+x+}"],
    ),
    "moved words": (p(cut(r("b "), name="moveFrom"), "a ", ins("b", name="moveTo")), ["[-b -]a {+b+}"]),
    "changed in what was moved": (p("a ", ins(r("b ") + ins("c"), name="moveTo")), ["a {+b c+}"]),
    "a row inserted": (
        f"<w:tbl>{row(p('a'), p('1'))}{row(p('b'), p('2'), mark='ins')}</w:tbl>",
        ["a\t1", "{+b\t2+}"],
    ),
    "a row deleted": (
        f"<w:tbl>{row(p('a'), p('1'))}{row(p(cut('b')), p(cut('2')), mark='del')}</w:tbl>",
        ["a\t1", "[-b\t2-]"],
    ),
    "a column inserted": (
        f"<w:tbl>{row(p('a'), p('1'), of_cells='cellIns')}{row(p('b'), p('2'))}</w:tbl>",
        ["a\t{+1+}", "b\t2"],
    ),
    "words in a cell": (f"<w:tbl>{row(p('a'), p(cut('1'), ins('2')))}{row(p('b'), p('3'))}</w:tbl>",
                        ["a\t[-1-]{+2+}", "b\t3"]),
    "notes": (
        p("a", note(2)) + p("b", ins(note(3))) + p("c", cut(note(4))),
        ["a¹", "¹ note 2", "b{+²+}", "{+² note 3+}", "c[-³-]", "[-³ note 4-]"],
    ),
    "a field": (p("see ", cut(field(r("5", "delText"))), ins(field(r("6")))), ["see [-5-]{+6+}"]),
    "a link": (
        p("see ", f'<w:hyperlink r:id="x">{r("Resolution ")}{ins("7")}</w:hyperlink>'),
        ["see Resolution {+7+}"],
    ),
    "a change of format": (p("a ", r("b", properties=BOLD)), ["a b"]),
    "tabs and breaks": (p(cut(TAB_AND_BREAK), "b"), ["[-1 a -]b"]),
    "a text box": (p("a", BOX.format(p("in ", ins("it")))), ["a", "in {+it+}"]),
    "a text box inserted": (p("a", ins(BOX.format(p("box")))), ["a", "{+box+}"]),
    "deleted hidden words": (p("a", cut(r(" b", "delText", "<w:vanish/>"))), ["a"]),
    "numbers of a list": (
        item("a;") + item(ins("new;"), mark="ins") + item("b;") + item("c", inserted=True),
        ["1>1 a;", ">2 {+new;+}", "2>3 b;", ">4 c"],
    ),
    "no change": (p("a") + p("") + p("b"), ["a", "b"]),
}  # fmt: skip


def printed(paragraph: TrackedParagraph) -> str:
    numbers = f"{paragraph.old_marker}>{paragraph.marker} " if paragraph.old_marker + paragraph.marker else ""
    runs = (f"{OPENING[run.sign]}{run.words}{CLOSING[run.sign]}" for run in paragraph.runs)
    return numbers + "".join(runs)


def test_what_was_deleted_and_inserted_is_read_as_word_shows_it(every_row):
    def check(case: tuple[str, list[str]]) -> None:
        file = word(case[0], footnotes=NOTES, numbering=NUMBERING)
        assert [printed(paragraph) for paragraph in read_changes(file, "pier.docx").paragraphs] == case[1]

    every_row(READ.items(), check)


def test_a_process_of_its_own_says_who_changed_what_and_counts_what_is_left_out():
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    body = p(ins("a "), cut("b ", BEN), r("c", properties=BOLD), comment)
    document = read_changes_in_child(word(body), "pier.docx")
    (paragraph,) = document.paragraphs
    assert [(run.sign, run.author, run.date) for run in paragraph.runs] == [
        ("+", "Anna", "2041-05-01T09:00:00Z"), ("-", "Ben", ""), ("=", "", "")
    ]  # fmt: skip
    assert (paragraph.old, paragraph.now, document.comments, document.formats) == ("b c", "a c", 1, 1)


@pytest.mark.parametrize(("data", "said"), [(b"%PDF-1.7", "no Word file"), (word(p("")), "without text")])
def test_a_file_without_a_text_in_word_is_refused(data: bytes, said: str):
    with pytest.raises(UnreadableFile, match=said):
        read_changes(data, "pier.docx")
