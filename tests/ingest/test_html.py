"""A web page's lines as a reader sees them: rules one by one, on pages written here."""

from time import process_time

import pytest

from corpus.errors import UnreadableFile
from corpus.instruments import Mark
from ingest import parse_source
from ingest.html.reading import is_html
from ingest.readers import decode
from ingest.source import Source

LINES = list[str]


def read(body: str) -> Source:
    source = decode(f"<!DOCTYPE html><html><body>{body}".encode(), "pier.html")
    accounted = {number for line in source.lines for number in line.numbers}
    assert set(source.numbers) == accounted | {one.line for one in source.removed}
    assert len(source.numbers) == len(set(source.numbers))
    return source


def lines(body: str) -> LINES:
    return [line.text for line in read(body).lines]


READ: dict[str, tuple[str, LINES]] = {
    "blocks": ("<div>a<p>b</p>c</div>d", ["a", "b", "c", "d"]),
    "blocks that do not close": ("<p>a<p>b<div>c", ["a", "b", "c"]),
    "inline elements": ("<p>a <i>b</i><span>c</span> <a href='x'>d</a></p>", ["a bc d"]),
    "white space": ("<p>\n  a\n\tb  </p>", ["a b"]),
    "no-break space": ("<p>No.&nbsp;71</p>", ["No. 71"]),
    "entities": ("<p>&lt;a&gt; &eacute; &#8211; &#x2019; &amp;amp;</p>", ["<a> é – ’ &amp;"]),
    "soft hyphen and break": ("<p>lan&shy;tern<wbr>s</p>", ["lanterns"]),
    "quotes": ("<p><q>a</q></p>", ["“a”"]),
    "definitions": ("<dl><dt>a<dd>b</dl>", ["a", "b"]),
    "line break in a sentence": ("<p>the<br>pier</p>", ["the pier"]),
    "line break after a sentence": ("<p>The pier;<br>the boat</p>", ["The pier;", "the boat"]),
    "line break before an item": ("<p>piers<br>a) lit</p>", ["piers", "a) lit"]),
    "line breaks in pairs": ("<p>the<br><br>pier</p>", ["the", "pier"]),
    "line break in a heading": ("<h1>Care of<br>Lanterns</h1>", ["Care of Lanterns"]),
    "line break in a centred line": ("<p align=center>Care of<br>Lanterns</p>", ["Care of Lanterns"]),
    "raised number": ("<p>10<sup>6</sup></p>", ["10⁶"]),
    "raised letters": ("<p>1<sup>st</sup></p>", ["1st"]),
    "raised number in brackets": ("<p>piers<sup>[2]</sup></p>", ["piers²"]),
    "lowered number": ("<p>H<sub>2</sub>O</p>", ["H2O"]),
    "table": ("<table><tr><td>a<td>1<tr><td>b<td>2</table>", ["a\t1", "b\t2"]),
    "table's parts": (
        "<table><caption>c</caption><tfoot><tr><td>z<td>9</tfoot><thead><tr><th>a<th>1</thead></table>",
        ["c", "z\t9", "a\t1"],
    ),
    "blocks in a cell": ("<table><tr><td><p>a<p>b<td>1<tr><td>c<br>d<td>2</table>", ["a b\t1", "c d\t2"]),
    "list in a cell": ("<table><tr><td>a<td><ol><li>x<li>y</ol></table>", ["a\t1. x 2. y"]),
    "cell over columns": (
        "<table><tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3</table>",
        ["a\t\tb", "1\t2\t3"],
    ),
    "cell over rows": ("<table><tr><td rowspan=2>a<td>1<tr><td>2</table>", ["a\t1", "a\t2"]),
    "cell over rows, later": ("<table><tr><td>1<td rowspan=2>a<tr><td>2</table>", ["1\ta", "2\ta"]),
    "empty first cell": ("<table><tr><td><td>2030<tr><td>a<td>1</table>", ["\t2030", "a\t1"]),
    "table that frames": ("<table><tr><td><p>a<p>b<tr><td>c</table>", ["a", "b", "c"]),
    "table with a heading": ("<table><tr><td>menu<td><h1>A</h1>b</table>", ["menu", "A", "b"]),
    "table in a table": (
        "<table><tr><td>x<td><table><tr><td>1<td>2<tr><td>3<td>4</table></table>",
        ["x", "1\t2", "3\t4"],
    ),
    "table for the eye": ("<table role=presentation><tr><td>a<td>b</table>", ["a", "b"]),
    "list": ("<ul><li>a<li>b</ul>", ["– a", "– b"]),
    "numbered list": ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
    "letters": ("<ol type=a><li>a<li>b</ol>", ["a. a", "b. b"]),
    "roman": ("<ol type=i start=4><li>a</ol>", ["iv. a"]),
    "capitals": ("<ol type=A><li>x</ol><ol type=I><li>y</ol>", ["A. x", "I. y"]),
    "by its style": ("<ol style='list-style-type: lower-roman'><li>a</ol>", ["i. a"]),
    "start and value": ("<ol start=3><li>a<li value=9>b<li>c</ol>", ["3. a", "9. b", "10. c"]),
    "counting down": ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
    "after z": ("<ol type=a start=27><li>x</ol>", ["aa. x"]),
    "no sign": ("<ul style='list-style:none'><li>a</ul>", ["a"]),
    "lists in lists": ("<ol><li>a<ul><li>b</ul><li>c</ol>", ["1. a", "– b", "2. c"]),
    "list that begins with a list": ("<ol><li><ol type=a><li>x</ol></ol>", ["1. a. x"]),
    "items of several paragraphs": ("<ol><li><p>a<p>b</ol>", ["1. a", "b"]),
    "items that bring markers": ("<ol><li>a) x<li>b) y</ol>", ["a) x", "b) y"]),
    "items that bring their numbers": ("<ol><li>1. x<li>2. y</ol>", ["1. x", "2. y"]),
    "items that begin with an amount": ("<ol><li>5 boats<li>2 piers</ol>", ["1. 5 boats", "2. 2 piers"]),
    "items of which one begins like an item": (
        "<ol><li>x<li>(c) 2019 Smith<li>– dash</ol>",
        ["1. x", "2. (c) 2019 Smith", "3. – dash"],
    ),
    "items that begin with their numbers": ("<ol><li>1 Boats<li>2 Piers</ol>", ["1 Boats", "2 Piers"]),
    "number of a block before an item's marker": (
        "<span class='akn-num'>2.</span> <span class='akn-p'>(a) boats</span>",
        ["2. (a) boats"],
    ),
    "item without a list": ("<li>a", ["– a"]),
    "empty item": ("<ol><li><li>b</ol>", ["2. b"]),
    "bullet set in a font of signs": (
        "<p><span style='font-family:Symbol'>·<span style='font:7pt \"Arial Bold\"'>&nbsp;</span></span> a",
        ["– a"],
    ),
    "text after a list": ("<ol><li>a</ol>b", ["1. a", "b"]),
    "formula": ("<p><math><mi>x</mi></math></p>", ["x"]),
}


@pytest.mark.parametrize(("body", "expected"), READ.values(), ids=READ)
def test_a_page_says_what_its_reader_sees(body: str, expected: LINES):
    assert lines(body) == expected


LEFT_OUT = {
    "scripts": ("<script>x</script><p>a", ["a"], "scripts and styles"),
    "styles": ("<p>a<style>p {}</style>", ["a"], "scripts and styles"),
    "what a page without scripts says": ("<noscript>enable</noscript><p>a", ["a"], "scripts and styles"),
    "pictures' words": ("<svg><text>x</text></svg><p>a", ["a"], "scripts and styles"),
    "comments": ("<p>a<!-- x --></p>", ["a"], "comments"),
    "form controls": ("<button>Print</button><p>a", ["a"], "form controls"),
    "navigation": ("<nav>Home</nav><p>a", ["a"], "page furniture"),
    "navigation by its role": ("<div role=navigation>Home</div><p>a", ["a"], "page furniture"),
    "header": ("<header>Site</header><p>a", ["a"], "page furniture"),
    "footer": ("<p>a</p><footer>Site</footer>", ["a"], "page furniture"),
    "aside": ("<p>a</p><aside>More</aside>", ["a"], "page furniture"),
    "deleted": ("<p>a<del>x</del>b", ["ab"], "deleted text"),
    "hidden": ("<p hidden>x</p><p>a", ["a"], "hidden text"),
    "hidden by its style": ("<p style='color: red; display: none'>x</p><p>a", ["a"], "hidden text"),
    "invisible": ("<p style='visibility:hidden'>x</p><p>a", ["a"], "hidden text"),
    "of no size": ("<p>a<span style='font-size:0px'>x</span>", ["a"], "hidden text"),
    "off the page": ("<p style='position:absolute;left:-9999px'>x</p><p>a", ["a"], "hidden text"),
    "white on white": ("<p style='color:#fff;background:white'>x</p><p>a", ["a"], "hidden text"),
    "hidden by the page's sheet": (
        "<style>.x, .y {display:none}</style><p class='z y'>x</p><p>a",
        ["a"],
        "hidden text",
    ),
    "hidden by the later of two classes": (
        "<style>.x{display:block} .y{display:none}</style><p class='y x'>x</p><p>a",
        ["a"],
        "hidden text",
    ),
    "hidden above all": (
        "<style>@charset 'a'; .x{display:none!important} #y{display:block}</style>"
        "<p class=x id=y style='display:block'>x</p><p>a",
        ["a"],
        "hidden text",
    ),
    "hidden by its id": ("<style>#x{display:none}</style><p id=x>x</p><p>a", ["a"], "hidden text"),
    "dialogue that is shut": ("<dialog>x</dialog><p>a", ["a"], "hidden text"),
    "arrow back from a note": (
        "<p>a<sup><a href='#n'>1</a></sup></p><p id=n>b <a href='#r'>↩</a></p>",
        ["a¹", "¹ b"],
        "page furniture",
    ),
}


@pytest.mark.parametrize(("body", "kept", "step"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_no_text_is_left_out_by_a_named_step(body: str, kept: LINES, step: str):
    source = read(body)
    assert [line.text for line in source.lines] == kept
    assert step in {one.step for one in source.removed}


@pytest.mark.parametrize("name", ["hidden", "hidden by its style", "deleted"])
def test_words_that_a_reader_does_not_see_are_told(name: str):
    body, _, step = LEFT_OUT[name]
    (warning,) = read(body).warnings
    assert warning.startswith(f"line 1: {step} taken out")


KEPT = {
    "header of an article": ("<article><header><h2>A</h2></header>b</article>", ["A", "b"]),
    "footer of an article": ("<main>a<footer>b</footer></main>", ["a", "b"]),
    "the only title, in the header": ("<header>Site<h1>A</h1></header><p>b", ["A", "b"]),
    "note in an aside": ("<p>a<aside role=doc-footnote>b</aside>", ["a", "b"]),
    "all in a header": ("<header>a</header>", ["a"]),
    "all in the navigation": ("<nav>a</nav><!-- b -->", ["a"]),
    "kept from screen readers": ("<p aria-hidden=true>a", ["a"]),
    "struck through": ("<p><s>a</s></p>", ["a"]),
    "inserted": ("<p><ins>a</ins></p>", ["a"]),
    "details": ("<details><summary>a</summary>b</details>", ["a", "b"]),
    "shown by its id": ("<style>#x{display:block} .y{display:none}</style><p class=y id=x>a", ["a"]),
    "hidden on paper only": ("<style>@media print {.x {display:none}}</style><p class=x>a", ["a"]),
    "white on black": ("<p style='color:#fff;background:#000'>a", ["a"]),
    "form around all": ("<form><p>a</p></form>", ["a"]),
}


@pytest.mark.parametrize(("body", "expected"), KEPT.values(), ids=KEPT)
def test_what_belongs_to_the_text_is_kept(body: str, expected: LINES):
    assert lines(body) == expected


NOTES = {
    "raised links": ("<p>a<sup><a href='#n'>1</a></sup></p><p id=n>b", ["a¹", "¹ b"]),
    "links that hold the height": ("<p>a<a href='#n'><sup>1</sup></a></p><p id=n>b", ["a¹", "¹ b"]),
    "height by style": ("<p>a<a href='#n' style='vertical-align:super'>1</a></p><p id=n>b", ["a¹", "¹ b"]),
    "brackets": ("<p>a<a href='#n'>[1]</a></p><p id=n>b", ["a¹", "¹ b"]),
    "a note that repeats its number": ("<p>a<a href='#n'>[1]</a></p><p id=n>1. b", ["a¹", "¹ b"]),
    "a note that links back": (
        "<p>a<a href='#n' name=r>[1]</a></p><p><a href='#r' name=n>[1]</a> b",
        ["a¹", "¹ b"],
    ),
    "notes in a list": (
        "<p>a<sup><a href='#x'>1</a></sup>b<sup><a href='#y'>2</a></sup><ol><li id=x>c<li id=y>d</ol>",
        ["a¹b²", "¹ c", "² d"],
    ),
    "a raised note": ("<p>a<sup>1</sup></p><p><sup>1</sup> b", ["a¹", "¹ b"]),
    "a number that leads elsewhere": ("<p>see <a href='#n'>5</a></p><p id=n>b", ["see 5", "b"]),
}


@pytest.mark.parametrize(("body", "expected"), NOTES.values(), ids=NOTES)
def test_footnotes_carry_their_marks(body: str, expected: LINES):
    assert lines(body) == expected


MARKS = {
    "em": ("<p>a <em>pier</em>", [Mark(2, 6, "em")]),
    "i and b": ("<p><i>a</i> <b>b</b>", [Mark(0, 1, "em"), Mark(2, 3, "strong")]),
    "in each other": ("<p><b>a <i>b</i></b>", [Mark(0, 3, "strong"), Mark(2, 3, "em")]),
    "by style": ("<p style='font-weight:bold'>a<span style='font-style:italic'>b</span>", None),
    "taken back": ("<b><p style='font-weight:normal'>a", []),
    "before a list's marker": ("<ol><li><i>a</i></ol>", [Mark(3, 4, "em")]),
    "in a table": ("<table><tr><td>a<td><b>b</b><tr><td>c<td>d</table>", [Mark(2, 3, "strong")]),
    "of a heading: none": ("<h1>a", []),
}
MARKS["by style"] = (MARKS["by style"][0], [Mark(0, 2, "strong"), Mark(1, 2, "em")])


@pytest.mark.parametrize(("body", "marks"), MARKS.values(), ids=MARKS)
def test_emphasis_is_kept_beside_the_text(body: str, marks: list[Mark]):
    assert list(read(body).lines[0].marks) == marks


@pytest.mark.parametrize("signs", ["@", "a", "{", "/*", "a;", "a{"])
def test_a_long_style_sheet_is_read_at_once(signs: str):
    started = process_time()
    assert lines(f"<style>{signs * 40_000}</style><p>a") == ["a"]
    assert process_time() - started < 2  # seven seconds where every sign is read to the end


def test_headings_have_their_levels():
    source = read(
        "<h1>a</h1><h4>b</h4><p>c</p><div role=heading aria-level=3>d</div><div role=heading>e</div>"
    )
    assert [line.heading for line in source.lines] == [1, 4, 0, 3, 2]


def test_lines_are_numbered_through_the_page_with_what_is_left_out():
    source = read("<p>a</p><nav>x</nav><p>b;<br>c</p><table><tr><td>d<td>1<tr><td>e<td>2</table>")
    assert [line.numbers for line in source.lines] == [(1,), (3,), (4,), (5,), (6,)]
    assert [one.line for one in source.removed] == [2]


def test_gaps_stand_between_blocks_and_not_between_rows():
    source = read("<p>a</p><p>b;<br>c<br><br>d</p><table><tr><td>e<td>1<tr><td>f<td>2</table><p>g")
    assert [line.gap for line in source.lines] == [True, True, False, True, True, False, True]


BROKEN = {
    "blocks": ("<p>a<p>b", True),
    "a few line breaks": ("<p>a<br>b<p>c", True),
    "lines broken by hand": ("<p>" + "a<br>" * 9, False),
    "typed lines": ("<pre>a\nb</pre>", False),
}


@pytest.mark.parametrize(("body", "whole"), BROKEN.values(), ids=BROKEN)
def test_a_page_of_broken_lines_is_told(body: str, whole: bool):
    assert read(body).whole is whole


def test_typed_lines_stay_as_they_are():
    source = read("<pre>The pier is lit\nby a keeper\n\nThe boat</pre>")
    assert [line.text for line in source.lines] == ["The pier is lit", "by a keeper", "The boat"]
    assert [line.gap for line in source.lines] == [True, False, True]


ENCODED = {
    "UTF-8": ("<html><p>café".encode(), "café", 0),
    "UTF-8 with its mark": (b"\xef\xbb\xbf" + "<html><p>café".encode(), "café", 0),
    "UTF-16": ("<html><p>café".encode("utf-16"), "café", 0),
    "said in a meta element": (b"<html><meta charset=iso-8859-1><p>caf\xe9 \x96", "café –", 0),
    "said the old way": (
        b"<html><meta http-equiv=Content-Type content='text/html; charset=macintosh'><p>caf\x8e",
        "café",
        0,
    ),
    "said in a declaration": (
        b"<?xml version='1.0' encoding='iso-8859-15'?><html><p>\xa4 5</p></html>",
        "€ 5",
        0,
    ),
    "said wrongly": ("<html><meta charset=iso-8859-1><p>café".encode(), "café", 1),
    "said and unknown": (b"<html><meta charset=pier><p>caf\xe9 and t\xeate", "café and tête", 1),
    "not said": (b"<html><p>caf\xe9 and t\xeate", "café and tête", 1),
}


@pytest.mark.parametrize(("data", "text", "warnings"), ENCODED.values(), ids=ENCODED)
def test_a_page_is_decoded_as_it_says_and_a_guess_is_told(data, text, warnings):
    source = decode(data, "pier.html")
    assert [line.text for line in source.lines] == [text]
    assert len(source.warnings) == warnings


TOLD = {
    "doctype": ("<!DOCTYPE html><p>a", True),
    "capitals": ("<HTML><BODY>a", True),
    "blanks, comments and a byte order mark before": ("\ufeff \n<!-- a\n> b -->\n<html>", True),
    "XML declaration": ('<?xml version="1.0"?>\n<html xmlns="x"><body/></html>', True),
    "a piece of a page": ("<p>a</p>\n<p>b</p>", True),
    "a long piece": (f"<p>{'a ' * 200}</p>\n" * 800, True),
    "a piece set in a font": ("<font size=2>a<br>\n<p>b</p></font>", True),
    "a centred piece": ("<center>a</center>", True),
    "frames": ("<frameset><frame src=a></frameset>", True),
    "plain text": ("The pier <b>is</b> lit", False),
    "less than": ("<5 boats and more", False),
    "Markdown after a comment": ("<!-- a -->\n\n# Pier", False),
    "Markdown after a tag": ("<div align=center>\n\n# Pier\n\n</div>\n\nlit", False),
    "Markdown in tags": ("<p align=center>\n<img src=a>\n</p>\n\n# Pier\n\n<p>lit</p>", False),
    "text in tags": ("<div>\nThe pier\nis lit\nat night.\n</div>", False),
    "text after a tag": ("<b>Pier</b> and boat\nand more\nand more", False),
    "comment that does not close": ("<!-- <html>", False),
    "another XML": ('<?xml version="1.0"?><pier/>', False),
}


@pytest.mark.parametrize(("text", "told"), TOLD.values(), ids=TOLD)
def test_a_page_is_told_by_its_content(text: str, told: bool):
    assert is_html(text.encode()) is told


EMPTY = {
    "nothing": ("", "without text"),
    "frames": ("<iframe src=a></iframe>", "frames"),
    "filled by a script": (
        "<div id=app></div><script>x</script><noscript>enable JavaScript</noscript>",
        "script",
    ),
    "that asks for scripts": ("<p>Please enable JavaScript.</p><script>x</script>", "script"),
    "pictures": ("<img src=a>", "pictures"),
    "all hidden": ("<p hidden>a", "without text"),
}


@pytest.mark.parametrize(("body", "says"), EMPTY.values(), ids=EMPTY)
def test_a_page_without_text_is_refused_and_why(body: str, says: str):
    with pytest.raises(UnreadableFile, match=says) as refused:
        read(body)
    assert refused.value.reason == "empty"
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("tags", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<p><span>", "<del>x"])
def test_elements_nested_very_deep_lose_no_word(tags: str):
    source = decode(f"<html>before{tags * 10_000}deep".encode(), "deep.html")
    words = " ".join(line.text for line in source.lines)
    assert words.startswith("before")
    assert words.endswith("deep") or tags == "<del>x"


def test_a_page_cut_off_anywhere_is_refused_or_read():
    tables = "".join(
        body for body, *_ in [*READ.values(), *LEFT_OUT.values(), *KEPT.values(), *NOTES.values()]
    )
    data = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>x</title></head><body>{tables}".encode()
    for at in range(32):
        try:
            source = decode(data[: len(data) * at // 32], "pier.html")
        except UnreadableFile:
            continue
        accounted = {number for line in source.lines for number in line.numbers}
        assert set(source.numbers) == accounted | {one.line for one in source.removed}


def test_a_page_becomes_provisions_with_nothing_unowned():
    page = (
        "<nav>Home</nav><h1>RESOLUTION 7 (REV. LISBON, 2030)</h1><h2>Care of<br>lanterns</h2>"
        "<p>The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),</p>"
        "<p><i>considering</i></p><ol style='list-style:none'><li>a) that piers are lit;</li>"
        "<li>b) that boats go out,</li></ol><p><i>resolves</i></p><p>to keep the lanterns lit.</p>"
    )
    parse = parse_source(read(page), "pier")
    assert str(parse.key) == "itu-pp/res-7/2030"
    recitals = [one.text for one in parse.provisions if one.eid.startswith("preamble__considering__rec_")]
    assert recitals == ["that piers are lit;", "that boats go out,"]
    assert parse.report.unowned == ()
