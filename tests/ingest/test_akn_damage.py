"""Akoma Ntoso that was cut off, changed or made to do harm: refused with a reason, or read as what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from attacks.markup import document, lol

from corpus import Edition, Mark
from corpus.errors import UnreadableFile
from ingest import parse_source
from ingest.akn import print_akn
from ingest.akn.reading import MAX_DEPTH
from ingest.readers import decode

PARTS = 32
CHANGED = "the file was changed since it was exported: read as any Akoma Ntoso"


HARMFUL = {
    "a billion laughs in words": (document("<p>&l9;</p>", f"<!DOCTYPE akomaNtoso [{lol(9)}]>"), "too-large"),
    "a billion laughs in an attribute": (
        document('<p class="&l9;"/>', f"<!DOCTYPE akomaNtoso [{lol(9)}]>"),
        "too-large",
    ),
    "few laughs": (document("<p>&l1;</p>", f"<!DOCTYPE akomaNtoso [{lol(1)}]>"), "damaged"),
    "entities that are not used": (document("<p/>", f"<!DOCTYPE akomaNtoso [{lol(1)}]>"), "damaged"),
    "a file of the machine": (
        document("<p>&x;</p>", '<!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
        "damaged",
    ),
    "an entity that is not declared": (
        document("<p>&x;</p>", '<!DOCTYPE akomaNtoso SYSTEM "http://127.0.0.1:9/x.dtd">'),
        "damaged",
    ),
    "elements as deep as the parser goes": (document("<b>" * 300 + "</b>" * 300), "too-large"),
    "elements deeper than any text": (
        document("<b>" * MAX_DEPTH + "</b>" * MAX_DEPTH),
        "too-large",
    ),
    "elements without end": (document("<b>" * 1_000_000), "too-large"),
    "an element that is not closed": (document("<p>Piers"), "damaged"),
    "two roots": (document("") + document(""), "damaged"),
    "a sign that XML cannot hold": (document("<p>\x01</p>"), "damaged"),
    "a sign that no text has, which the parser reports in two lines": (document("<p>\0</p>"), "damaged"),
    "an element whose name goes on and on": (document(f"<p{'a' * 5000}>"), "damaged"),
    "a prefix that is not declared": (document("<x:p>Piers</x:p>"), "damaged"),
}


@pytest.mark.parametrize(("text", "reason"), HARMFUL.values(), ids=HARMFUL)
def test_what_is_harmful_or_broken_is_refused_in_one_line(text: str, reason: str):
    with pytest.raises(UnreadableFile) as refused:
        decode(text.encode(), "a.xml")
    assert refused.value.reason == reason
    assert re.fullmatch(r"a\.xml: [^\n]{1,200}; [^\n]{1,200}", str(refused.value))


def test_bytes_in_another_encoding_are_not_guessed():
    with pytest.raises(UnreadableFile) as refused:
        decode(document("<p>café</p>").encode("cp1252"), "a.xml")
    assert refused.value.reason == "damaged"


def test_a_document_type_without_entities_is_no_harm():
    source = decode(document("<p>Piers.</p>", '<!DOCTYPE akomaNtoso SYSTEM "akn.dtd">').encode(), "a.xml")
    assert [line.text for line in source.lines] == ["Piers."]


def test_elements_as_deep_as_allowed_are_read():
    deep = MAX_DEPTH - 3  # within root, document and body
    source = decode(document("<b>" * deep + "Piers." + "</b>" * deep).encode(), "a.xml")
    assert [line.text for line in source.lines] == ["Piers."]


@pytest.mark.parametrize("part", range(1, PARTS))
def test_a_file_that_was_cut_off_is_refused(harbours: Edition, part: int):
    printed = print_akn(harbours).encode()
    with pytest.raises(UnreadableFile) as refused:
        decode(printed[: len(printed) * part // PARTS], "a.xml")
    assert refused.value.reason == "damaged"


# -- an export that was changed ----------------------------------------------------------------------

CHANGES = {
    "a word": ("dark;", "bright;"),
    "a word for another of the same letters": ("every harbour", "very eharbour"),
    "a blank": ("every harbour", "everyharbour"),
    "a number": (r"<num>a\)</num>", "<num>b)</num>"),
    "a unit more": ("</recitals>", '<recital eId="x"><p>and more</p></recital></recitals>'),
    "a paragraph without an id": ("<content ", "<content><p>and more</p></content><content "),
    "a unit less": (r"<recital [^>]*rec_a.*?</recital>", ""),
    "a footnote elsewhere": (r"(<authorialNote.*?</authorialNote>)(.*?)</p>", r"\2\1</p>"),
    "a footnote's mark": ('marker="¹"', 'marker="²"'),
    "an eId": ('eId="resolves__para_1"', 'eId="resolves__para_9"'),
    "the target of a reference": ("2022/res-71", "2018/res-71"),
    "a reference taken off": (r"<ref [^>]*>(.*?)</ref>", r"\1"),
    "emphasis": ("harbours without", "<i>harbours</i> without"),
    "a label": (r'"label": "considering a\)"', '"label": "considering b)"'),
    "a line": ('"line": 9', '"line": 8'),
    "a line that is no number": ('"line": 9', '"line": []'),
    "a kind that there is not": ('"kind": "recital"', '"kind": "verdict"'),
    "a key": ('"key": "itu-pp/res-900/2030"', '"key": "itu-pp/res-901/2030"'),
    "a key that is none": ('"key": "itu-pp/res-900/2030"', '"key": "piers"'),
    "a row of the record less": (r"<own:provisions>.*?</own:provisions>", ""),
    "a row that is no JSON": (r"<own:provisions>", "<own:provisions>{"),
    "a row that nests without end": (r"<own:references>", f"<own:references>{'[' * 200_000}"),
    "rows of the record in another order": (
        r"(<own:provisions>[^<]*</own:provisions>)(\s*)(<own:provisions>[^<]*</own:provisions>)",
        r"\3\2\1",
    ),
    "a record without an edition": (r"<own:edition>.*</own:edition>", ""),
    "the record's own sum": (r' sum="[0-9a-f]{8}', ' sum="00000000'),
    "no sum": (r' sum="\w+"', ""),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_an_export_that_was_changed_is_read_as_any_file_and_that_is_said(
    harbours: Edition, old: str, new: str
):
    printed = print_akn(harbours)
    changed = re.sub(old, new, printed, count=1, flags=re.DOTALL)
    assert changed != printed
    source = decode(changed.encode(), "a.xml")
    assert source.edition is None
    assert source.warnings == (CHANGED,)
    parse = parse_source(source, "a")
    assert CHANGED in parse.report.warnings
    assert parse.report.unowned == ()


FORGED = {
    "a title that is a list": lambda one: replace(one, title=["Lanterns"]),
    "a label that is none": lambda one: changed(one, label=None),
    "a line that is a text": lambda one: changed(one, line="7"),
    "a page that is no whole number": lambda one: changed(one, page=0.5),
    "a style that is a number": lambda one: changed(one, marks=(Mark(0, 1, 7),)),
}


def changed(one: Edition, **values: object) -> Edition:
    """Return an edition whose last provision has other values."""
    return replace(one, provisions=(*one.provisions[:-1], replace(one.provisions[-1], **values)))


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_record_whose_values_have_other_types_is_no_record(harbours: Edition, forge):
    source = decode(print_akn(forge(harbours)).encode(), "a.xml")
    assert (source.edition, source.warnings) == (None, (CHANGED,))


UNCHANGED = {
    "laid out otherwise": (r">\n *<(?!own)", "><"),
    "lines that end as on Windows": ("\n", "\r\n"),
    "a comment": ("<mainBody", "<!-- printed on Tuesday --><mainBody"),
    "another prefix": ("own:|xmlns:own", lambda found: found[0].replace("own", "x")),
    "the document's other metadata": ("<FRBRcountry ", '<FRBRname value="Lanterns"/><FRBRcountry '),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), UNCHANGED.values(), ids=UNCHANGED)
def test_what_changes_no_word_and_no_place_is_no_change(harbours: Edition, old: str, new: str):
    printed = print_akn(harbours)
    changed = re.sub(old, new, printed)
    assert changed != printed
    assert decode(changed.encode(), "a.xml").edition == harbours


def test_an_export_parses_without_a_remark_and_every_line_is_owned(harbours: Edition):
    source = decode(print_akn(harbours).encode(), "a.xml")
    parse = parse_source(source, "a")
    assert parse.edition() == harbours
    assert (parse.name, parse.title) == (harbours.name, harbours.title)
    assert (parse.report.unowned, parse.report.removed, parse.report.gaps, parse.report.warnings) == ((),) * 4
    assert set(parse.report.owners) == set(source.numbers)
    assert parse.sha256 == source.sha256  # of the file that was read, which is the XML


def test_a_key_that_a_person_gives_wins(harbours: Edition):
    from corpus import EditionKey

    given = EditionKey.parse("itu-pp/res-7/2031")
    parse = parse_source(decode(print_akn(harbours).encode(), "a.xml"), "a", given)
    assert parse.edition().key == given


def test_no_part_of_the_package_is_loaded_where_no_akoma_ntoso_is(in_fresh_process):
    code = "import sys, ingest; sys.exit('lxml.etree' in sys.modules)"
    assert in_fresh_process("-c", code).returncode == 0


def test_the_code_names_no_address_that_is_asked():
    folder = Path(__file__).parents[2] / "ingest" / "akn"
    found = {url for path in folder.glob("*.py") for url in re.findall(r"https?://[^\"]+", path.read_text())}
    assert found == {"http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}  # a name, not a place
