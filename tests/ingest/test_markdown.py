"""Markdown's constructs become the words that they set; plain texts stay as they are."""

import pytest

from corpus.instruments import Mark
from ingest import text_source
from ingest.cleanup import clean
from ingest.itu.cleanup import STEPS
from ingest.lines import Line
from ingest.text.markdown import is_markdown, read_markdown

HEADING = "# Piers\n\n"  # what makes a text Markdown
SET: dict[str, tuple[str, list[str]]] = {
    "link": ("see [Resolution 7](https://a.org/x_(y)) here", ["see Resolution 7 here"]),
    "link with a title": ('[a](/x "b")', ["a"]),
    "link in angle brackets": ("[a](<x y>)", ["a"]),
    "link within the page": ("[a](#b)", ["a"]),
    "picture": ("![a pier](pier/x.png) ![b](./x.png)", ["![a pier](pier/x.png) b"]),
    "brackets that are no link": ("[draft](Rev. 1) and [a][b]", ["[draft](Rev. 1) and [a][b]"]),
    "escaped number": ("1\\. lit", ["1. lit"]),
    "escaped signs": ("\\[a\\] \\# 5\\_x", ["[a] # 5_x"]),
    "escaped asterisks": ("\\*a\\*", ["*a*"]),
    "backslash that escapes nothing": ("and\\or", ["and\\or"]),
    "quote": ("> a\n> > b", ["a", "b"]),
    "list of asterisks": ("* a\n* b", ["- a", "- b"]),
    "list of plus signs": ("+ a\n+ b", ["- a", "- b"]),
    "numbered list": ("1. a\n2. b", ["1. a", "2. b"]),
    "a note that an asterisk marks": ("* a note", ["* a note"]),
    "table": ("| a | 1 |\n|---|---:|\n| b | 2 |", ["a\t1", "b\t2"]),
    "table without outer bars": ("a | 1\n- | -\nb | 2", ["a\t1", "b\t2"]),
    "escaped bar in a table": ("| a \\| x | 1 |\n|---|---|\n| b | 2 |", ["a | x\t1", "b\t2"]),
    "link in a table": ("| [a](#x) | 1 |\n|---|---|", ["a\t1"]),
    "empty first cell": ("| | 1 |\n|---|---|\n| b | 2 |", ["\t1", "b\t2"]),
    "bars that are no table": ("a | b\nc | d", ["a | b", "c | d"]),
    "underlined heading": ("Boats\n=====", ["Boats"]),
    "heading without a blank": ("##Boats", ["Boats"]),
    "heading that is closed": ("## Close ##", ["Close"]),
    "heading that ends in a number sign": ("## Close C#", ["Close C#"]),
    "attributes": ("* contents\n{:toc}\n\na\n{: .b}", ["a"]),
    "number alone as a heading": ("### 3\n\nBoats rest.\n\n### 4\n\n# Nets", ["3. Boats rest.", "4", "Nets"]),
    "tag without words": ("<meta charset='utf-8' />\na", ["a"]),
    "rules": ("a\n\n---\n\n* * *\n\n___\n\nb", ["a", "b"]),
    "fence": ("```text\na\n```", ["a"]),
    "code": ("a `b` c", ["a b c"]),
    "footnote": ("a[^1]\n\n[^1]: b", ["a¹", "¹ b"]),
    "raised number": ("a<sup>1</sup>", ["a¹"]),
    "tags": ("<b>a</b> <a id='x'></a>b<br>c", ["a b c"]),
    "line break by a backslash": ("a\\\nb", ["a", "b"]),
    "name with underscores": ("a_b_c", ["a_b_c"]),
    "blanks to fill in": ("name: ____ of ____", ["name: ____ of ____"]),
}


@pytest.mark.parametrize(("text", "expected"), SET.values(), ids=SET)
def test_a_construct_becomes_its_words(text: str, expected: list[str]):
    cleaned = clean(text_source(HEADING + text), ())
    assert [line.text for line in cleaned.lines[1:]] == expected


@pytest.mark.parametrize(("text", "expected"), SET.values(), ids=SET)
def test_every_line_is_kept_or_removed_by_a_step(text: str, expected: list[str]):
    source = text_source(HEADING + text)
    cleaned = clean(source, ())
    kept = {number for line in cleaned.lines for number in line.numbers}
    assert kept | {one.line for one in cleaned.removed} == set(source.numbers)


EMPHASIS = {
    "strong by underscores": ("__a__ b", "a b", [Mark(0, 1, "strong")]),
    "em by underscores": ("a _b c_", "a b c", [Mark(2, 5, "em")]),
    "by asterisks": ("**a** *b*", "a b", [Mark(0, 1, "strong"), Mark(2, 3, "em")]),
}


@pytest.mark.parametrize(("text", "words", "marks"), EMPHASIS.values(), ids=EMPHASIS)
def test_emphasis_by_underscores_is_lifted_like_any_other(text: str, words: str, marks: list[Mark]):
    line = clean(text_source(HEADING + text), ()).lines[1]
    assert (line.text, list(line.marks)) == (words, marks)


PLAIN = {
    "escaped signs": "a \\_ b",
    "underscores": "the _pier_ is lit",
    "asterisk": "* a\n* b",
    "greater than": "> 5 boats",
    "bars": "a | b\nc | d",
    "rule": "a\n\n_____\n\nb",
    "square brackets": "[draft] text (x)",
    "number sign": "No. #5",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_plain_text_stays_as_it_is(text: str):
    source = text_source(text)
    assert list(read_markdown(source.lines)) == list(source.lines)


SHOWS = {
    "heading": "# a",
    "strong": "a **b**",
    "link": "[a](https://b.org)",
    "table": "a | b\n--|--",
    "fence": "```\na\n```",
    "escaped number": "1\\. a",
    "attributes": "a\n{: .b}",
}


@pytest.mark.parametrize("text", SHOWS.values(), ids=SHOWS)
def test_markdown_is_told_by_what_plain_texts_do_not_have(text: str):
    assert is_markdown(text_source(text).lines)


def test_lines_of_other_forms_are_no_markdown():
    assert not is_markdown([Line((1,), "# a", (Mark(0, 1, "em"),))])
    assert not is_markdown([Line((1,), "a", heading=1), Line((2,), "**b**")])


def test_headings_have_their_levels():
    lines = clean(text_source("# a\n\n### b\n\nc\n---\n\nd"), ()).lines
    assert [(line.text, line.heading) for line in lines] == [("a", 1), ("b", 3), ("c", 2), ("d", 0)]


def test_a_file_s_own_header_is_removed():
    cleaned = clean(text_source("---\ntitle: a\ntags:\n- b\n---\n\n# c"), ())
    assert [line.text for line in cleaned.lines] == ["c"]
    assert {one.step for one in cleaned.removed} == {"markdown"}


def test_rows_follow_each_other_without_a_gap_and_what_follows_a_rule_has_one():
    lines = clean(text_source("# a\n\n| b | c |\n|---|---|\n| d | e |\n\n---\nf"), ()).lines
    assert [line.gap for line in lines] == [True, True, False, True]


def test_the_grammar_of_the_union_reads_markdown_too():
    lines = clean(text_source("# RESOLUTION 7 \\(REV. LISBON, 2030\\)\n\n1\\. [a](#b)"), STEPS).lines
    assert [line.text for line in lines] == ["RESOLUTION 7 (REV. LISBON, 2030)", "1. a"]
