"""Files that hold several texts are told from texts with annexes, by what opens in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import parse_file, parse_source, text_source
from ingest.akn import print_akn, read_akn
from ingest.collection import contents_sentence, names_of_texts
from ingest.handover import parse_json, read_parse
from ingest.lines import Line

SHARED = Path(__file__).parents[3] / "shared" / "texts"
FORMULA = "The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),"
UN = "The General Assembly,"


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line((at,), text) for at, text in enumerate(texts, 1))


def text(number: str, title: str = "Lanterns", formula: str = FORMULA) -> tuple[str, ...]:
    return (number, title, formula, "resolves", "1 to keep a lantern.")


ROWS = {
    "one text": (text("RESOLUTION 900 (REV. LISBON, 2030)"), ("Resolution 900 (Rev. Lisbon, 2030)",)),
    "two texts": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), *text("DECISION 9 (LISBON, 2030)")),
        ("Resolution 900 (Rev. Lisbon, 2030)", "Decision 9 (Lisbon, 2030)"),
    ),
    "two editions": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), *text("RESOLUTION 900 (PORTO, 2026)")),
        ("Resolution 900 (Rev. Lisbon, 2030)", "Resolution 900 (Porto, 2026)"),
    ),
    "the same text twice": (
        text("RESOLUTION 900 (REV. LISBON, 2030)") * 2,
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "a list of contents": (
        ("DECISION 9 (PORTO, 2026)", "DECISION 8 (PORTO, 2026)", *text("RESOLUTION 900 (REV. LISBON, 2030)")),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "a running head": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "RESOLUTION 901 (LISBON, 2030)", "2 to trim it."),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "a number without a title": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "RESOLUTION 901 (LISBON, 2030)", FORMULA),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "an annexed text": (
        (*text("RESOLUTION 900 (REV. LISBON, 2030)"), "ANNEX 1", *text("RESOLUTION 12 (PORTO, 2026)")),
        ("Resolution 900 (Rev. Lisbon, 2030)",),
    ),
    "one of the United Nations": (
        text("81/900. Lanterns", "Recalling", UN)[::2],
        ("UNGA Resolution 81/900",),
    ),
    "two of the United Nations": (
        ("81/900. Lanterns", UN, "1. Decides to keep a lantern;", "81/901. Piers", UN, "1. Notes the piers."),
        ("UNGA Resolution 81/900", "UNGA Resolution 81/901"),
    ),
    "one of the Security Council": (
        ("Resolution 3900 (2030)", "Adopted by the Security Council at its 20000th meeting, on 3 May 2030",
         "The Security Council,", "1. Decides to keep a lantern."),
        ("UNSC Resolution 3900 (2030)",),
    ),
    "no text": (("Minutes of the harbour wardens", "They met."), ()),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_texts_are_counted_by_their_openings(name: str):
    found, expected = ROWS[name]
    assert names_of_texts(lines(*found)) == expected


def test_a_parse_says_what_a_file_with_several_texts_holds_and_so_does_its_handover(harbours_text: str):
    other = harbours_text.replace("RESOLUTION 900", "RESOLUTION 901")
    parse = parse_source(text_source(f"{harbours_text}\n\n{other}"), "two")
    said = (
        "holds 2 texts, Resolution 900 (Rev. Lisbon, 2030), Resolution 901 (Rev. Lisbon, 2030); "
        "add each as a file of its own"
    )
    assert said in parse.report.warnings
    assert read_parse(parse_json(parse)).texts == parse.texts
    assert parse_source(text_source(harbours_text), "one").texts == ()


def test_of_many_texts_three_are_named():
    assert contents_sentence(["A", "B", "C", "D"]) == (
        "holds 4 texts, among them A, B, C; add each as a file of its own"
    )


# -- Akoma Ntoso --------------------------------------------------------------------------------------------


def akn(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">{body}</akomaNtoso>'
    ).encode()


def statement(number: str, inside: str = "", kind: str = "statement") -> str:
    return (
        f'<{kind} name="resolution"><preface><p>{number}</p><p>Lanterns</p></preface>'
        f"<mainBody><p>{FORMULA}</p><p>resolves</p><p>1 to keep a lantern.</p></mainBody>{inside}</{kind}>"
    )


def components(*documents: str) -> str:
    return f"<components>{''.join(f'<component>{one}</component>' for one in documents)}</components>"


def collection(*documents: str, kind: str = "documentCollection") -> str:
    return f'<{kind} name="acts"><collectionBody/>{components(*documents)}</{kind}>'


ONE, TWO = statement("RESOLUTION 900 (LISBON, 2030)"), statement("DECISION 9 (LISBON, 2030)")
ANNEX = '<doc name="annex"><mainBody><p>ANNEX 1</p><p>The piers.</p></mainBody></doc>'
TABLE = '<doc name="table"><mainBody><p>Fees</p><p>The piers.</p></mainBody></doc>'
LAW = "<act><body><p>Lantern Act</p><p>Keep a lantern.</p></body></act>"
CHANGE = "<amendment><amendmentBody><p>Amendment 1</p></amendmentBody></amendment>"
ATTACHED = f"<attachments><attachment>{ANNEX}</attachment></attachments>"
FORMS = {
    "a collection of two": (collection(ONE, TWO), 2),
    "a collection in a collection": (collection(collection(ONE), collection(TWO)), 2),
    "a collection of one with its annex": (collection(ONE, ANNEX), 0),
    "a collection of one with a table": (collection(ONE, TABLE), 0),
    "a collection of acts that no grammar knows": (collection(LAW, LAW.replace("Lantern", "Pier")), 2),
    "a collection of documents": (collection(TABLE, TABLE.replace("Fees", "Dues"), ANNEX), 2),
    "a list of amendments": (collection(CHANGE, CHANGE.replace("1", "2"), kind="amendmentList"), 2),
    "a gazette": (collection(ONE, TWO, kind="officialGazette"), 2),
    "one text": (ONE, 0),
    "one text with annexes as components": (
        statement("RESOLUTION 900 (LISBON, 2030)", components(ANNEX, TABLE)), 0
    ),
    "one text with annexes as attachments": (
        statement("RESOLUTION 900 (LISBON, 2030)", ATTACHED), 0
    ),
    "a text with another as a component": (statement("RESOLUTION 900 (LISBON, 2030)", components(TWO)), 2),
    "two documents side by side": (ONE + TWO, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_texts_of_akoma_ntoso_are_told_from_annexes(name: str):
    body, count = FORMS[name]
    assert len(parse_source(read_akn(akn(body), "lanterns.xml"), "lanterns").texts) == count


def test_our_own_export_with_its_annexes_is_one_text(harbours):
    assert parse_source(read_akn(print_akn(harbours).encode(), "own.xml"), "own").texts == ()


def test_the_final_acts_of_a_conference_hold_64_texts():
    path = SHARED / "other" / "itu" / "pp18_final_acts_akn.xml"
    if not path.is_file():
        pytest.skip("needs ../shared")
    texts = parse_file(path).texts
    assert len(texts) == 64
    assert texts[0] == "Decision 5 (Rev. Dubai, 2018)"
