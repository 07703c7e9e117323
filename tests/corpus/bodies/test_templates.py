"""Templates of numbers: what they read, what they print, and that the two are inverses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.bodies import shipped_bodies
from corpus.bodies.ordinals import ORDINALS, ordinal, ordinal_number, roman, roman_number
from corpus.bodies.templates import BadTemplate, Template

READ = {
    "letters": ("WHA{session}.{n}", "WHA66.9", {"session": 66, "n": 9}),
    "optional part, missing": ("{session}/{n}[ {letter}]", "75/1", {"session": 75, "n": 1}),
    "optional part": ("{session}/{n}[ {letter}]", "60/251 B", {"session": 60, "n": 251, "letter": "B"}),
    "ordinal in digits": ("{n} of the {nth} CGPM", "5 of the 24th CGPM", {"n": 5, "session": 24}),
    "ordinal in words": ("{n} of the {nth} CGPM", "5 of the Twenty-fourth CGPM", {"n": 5, "session": 24}),
    "Roman session": ("{roman}/{n}", "XIV/5", {"session": 14, "n": 5}),
    "place and year": (
        "{n}[ ([{revised} ]{place}, {year})]",
        "71 (Rev. New Harbour, 2030)",
        {"n": 71, "revised": "Rev.", "place": "New Harbour", "year": 2030},
    ),
    "first edition": (
        "{n}[ ([{revised} ]{place}, {year})]",
        "71 (Lisbon, 2030)",
        {"n": 71, "place": "Lisbon", "year": 2030},
    ),
    "in quotation marks": ("ITU-R {code}.{n}", "ITU-R “TF”.460", {"code": "TF", "n": 460}),
    "figures as they are written": ("{word}/{figures}", "Piers/07", {"word": "Piers", "figures": "07"}),
    "a number of any form": ("{any}", "TC/RES/2021/3", {"any": "TC/RES/2021/3"}),
    "no-break space": ("WHA {session}.{n}", "WHA\u00a066.9", {"session": 66, "n": 9}),
    "another hyphen": ("A{session}-{n}", "A41\u201121", {"session": 41, "n": 21}),
}
NOT_READ = {
    "other letters": ("WHA{session}.{n}", "EB66.9"),
    "zero": ("{session}/{n}", "0/1"),
    "numeral that is not well formed": ("{roman}/{n}", "IIII/5"),
    "small letters": ("WHA{session}.{n}", "wha66.9"),
}
BAD = {
    "unknown field": ("{number}", "'{number}' is no field"),
    "open bracket": ("{n}[ {letter}", "every [ needs its ]"),
    "closing bracket first": ("{n}] {letter}[", "every [ needs its ]"),
    "field twice": ("{n}/{n}", "no field may come twice"),
    "two fields of one name": ("{session}/{roman}", "no field may come twice"),
    "stray brace": ("{n", "is no field"),
}
VALUES = {
    "n": st.integers(100, 399),  # three digits, and a Roman numeral
    "m": st.integers(1, 9999),
    "session": st.integers(1, 199),
    "rev": st.integers(1, 999),
    "year": st.integers(1800, 2099),
    "yy": st.integers(0, 99).map(lambda year: f"{year:02}"),
    "letter": st.sampled_from("ABCXYZ"),
    "code": st.sampled_from(["A", "TF", "SM"]),
    "place": st.sampled_from(["Lisbon", "New Harbour", "Saint-Malo"]),
    "revised": st.just("Rev."),
}
NUMBERS = sorted({number.text for series in shipped_bodies().series for number in series.numbers})


@pytest.mark.parametrize(("template", "text", "fields"), READ.values(), ids=READ)
def test_a_number_is_read(template, text, fields):
    assert Template(template).read(text) == (len(text), fields)


@pytest.mark.parametrize(("template", "text"), NOT_READ.values(), ids=NOT_READ)
def test_another_number_is_not_read(template, text):
    assert Template(template).read(text) is None


def test_what_people_type_is_read_in_any_case():
    assert Template("WHA{session}.{n}").read("wha66.9", any_case=True) == (7, {"session": 66, "n": 9})


def test_only_the_number_at_the_place_is_read():
    assert Template("{session}/{n}").read("see 75/1, which", 4) == (8, {"session": 75, "n": 1})


@pytest.mark.parametrize(("template", "message"), BAD.values(), ids=BAD)
def test_a_bad_template_is_refused_with_the_reason(template, message):
    with pytest.raises(BadTemplate) as error:
        Template(template)
    assert message in str(error.value)


@pytest.mark.parametrize("text", NUMBERS)
@settings(max_examples=20)  # of each of some 160 templates
@given(data=st.data())
def test_what_is_printed_is_read_back(text, data):
    template = Template(text)
    fields = {name: data.draw(VALUES[name]) for name in template.fields}
    printed = template.print(fields)
    assert template.read(printed) == (len(printed), fields)


def test_a_missing_field_is_an_error():
    with pytest.raises(KeyError):
        Template("{session}/{n}").print({"n": 1})


@given(st.integers(1, 399))
def test_roman_numerals_are_read_back(number):
    assert roman_number(roman(number)) == number


@given(st.integers(1, 999))
def test_ordinals_are_read_back(number):
    assert ordinal_number(ordinal(number)) == number


def test_ordinals_in_words_run_from_first_to_ninety_ninth():
    assert [*sorted(ORDINALS.values())] == [*range(1, 100)]
    assert ordinal_number("Sixty-sixth") == ordinal_number("sixty sixth") == 66
