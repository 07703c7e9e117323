"""Treaties: an invented one with marginal numbers in full, others by their articles, the official two."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from printing import print_provisions

from corpus import EditionKey, Kind, Part
from ingest import Parse, parse_file, parse_source, read_source, text_source
from ingest.parse import grammar_of

OFFICIAL = Path(__file__).parents[3] / "shared" / "texts" / "itu"
KEY = EditionKey.parse("lantern/convention/2031")

HERE = Path(__file__).parent
UNITS = [
    tuple(json.loads(line).values())
    for line in (HERE / "lantern-convention.units.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def lanterns() -> Parse:
    return parse_file(HERE / "lantern-convention.txt", KEY)


def read(text: str, key: EditionKey | None = KEY) -> Parse:
    return parse_source(text_source(text), "a treaty", key)


def rows(parse: Parse) -> list[tuple[str, str, str, str, str]]:
    return [(one.eid, one.parent, one.kind.value, one.marker, one.text) for one in parse.provisions]


def unlined(parse: Parse) -> list[object]:
    return [replace(one, line=0) for one in parse.provisions]


# -- marginal numbers -----------------------------------------------------------------------------


def test_every_unit_of_the_invented_treaty_is_read(lanterns: Parse):
    assert rows(lanterns) == UNITS


def test_the_invented_treaty_is_accounted_for(lanterns: Parse):
    assert lanterns.report.unowned == ()
    steps = Counter(one.step for one in lanterns.report.removed)
    assert steps == {
        "comments": 1, "front matter": 7, "rules": 1, "running heads": 4, "repeated title": 2,
        "amendment marks": 4,
    }  # fmt: skip
    assert [one for one in lanterns.report.warnings if "marks of amendment" in one] == [
        "marks of amendment (LU-02, LU-06, LU-98) stand beside the numbers that they amend, "
        "not in the texts: 16"
    ]


def test_what_was_taken_out_and_what_is_missing_are_gaps(lanterns: Parse):
    assert [(one.expected, one.found) for one in lanterns.report.gaps] == [
        ("11", "11 (SUP)"),
        ("13", "13 to 15 (SUP)"),
        ("Article 3", "(SUP) ARTICLES 3 to 5"),
        ("17", "21"),
    ]


def test_a_treaty_is_named_after_its_parts(lanterns: Parse):
    edition = lanterns.edition()
    name = "Convention of the Lantern Union"
    cited = {
        "no_15aa": f"No. 15AA of the {name}",
        "no_12bis": f"No. 12bis of the {name}",
        "no_13-15": f"Nos. 13 to 15 of the {name}",
        "art_2a": f"Article 2A of the {name}",
        "chp_i__sec_1": f"Chapter I, section 1 of the {name}",
        "no_1001a__point_b": f"No. 1001A b) of the {name}",
        "no_1002__para_nn_1": f"No. 1002, second paragraph of the {name}",
        "annex": f"Annex to the {name}",
        "preface__title": f"{name}, title",
    }
    assert {eid: edition.citation(edition.provision(eid)) for eid in cited} == cited


def test_a_number_stands_in_the_part_of_what_it_hangs_on(lanterns: Parse):
    edition = lanterns.edition()
    parts = {
        "preface__title": Part.PREFACE,
        "ftn_star1": Part.PREFACE,
        "no_1": Part.PREAMBLE,
        "no_24": Part.OPERATIVE,
        "no_1001": Part.ANNEX,
        "no_1001a__point_a": Part.ANNEX,
    }
    assert {eid: edition.part_of(edition.provision(eid)) for eid in parts} == parts


def test_the_name_is_the_catalogue_s_where_the_key_is_known(lanterns: Parse):
    path = HERE / "lantern-convention.txt"
    known = parse_file(path, EditionKey.parse("itu/convention/2022"))
    assert (known.name, known.title, known.adopted) == (
        "Convention",
        "CONVENTION OF THE LANTERN UNION",
        "2022",
    )
    assert (lanterns.name, lanterns.adopted) == ("Convention of the Lantern Union", "2031")


def test_a_treaty_does_not_say_which_year_it_is_of():
    parse = parse_file(HERE / "lantern-convention.txt")
    assert (parse.key, parse.adopted) == (None, "")
    assert any("give its key" in one for one in parse.report.warnings)


def test_the_invented_treaty_prints_what_parses_the_same(lanterns: Parse):
    assert unlined(read(print_provisions(lanterns.provisions))) == unlined(lanterns)


def whole(units: Iterable[tuple[str, str, str, str, str]], form: str) -> str:
    """Print units a paragraph a line, the numbers as a reader may have found them."""
    lines: list[str] = []
    for eid, _, kind, marker, text in units:
        marks = re.findall(r"[A-Z]{2}-[0-9]{2}", marker)
        bare = " ".join(word for word in marker.split() if word not in marks)
        number = re.match(r"\S+(?: bis| to \S+)?(?= |$)", bare) if eid.startswith("no_") else None
        if number is None or "__" in eid:
            lines += [" ".join([bare, *marks]), text] if kind == "heading" and bare else [f"{marker} {text}"]
            continue
        rest = f"{bare[number.end() :].strip()} {text}".strip()
        if form == "tabs":
            lines.append(f"{' '.join([number.group(), *marks])}\t{rest}")
        else:  # marks in the midst
            words = rest.split(" ")
            at = min(6, len(words))
            lines.append(" ".join([number.group(), *words[:at], *marks, *words[at:]]))
    return "\n\n".join(line.strip() for line in lines)


@pytest.mark.parametrize("form", ["tabs", "marks in the midst"])
def test_whole_paragraphs_read_as_broken_lines_do(lanterns: Parse, form: str):
    again = read(whole(UNITS, form))
    assert unlined(again) == unlined(lanterns)
    assert again.report.unowned == ()


# -- numbers that begin anew in every article -------------------------------------------------------

ARTICLES = """\
HARBOUR UNION

CONVENTION ON THE CARE OF LANTERNS

Done at Lisbon on 4 May 1990

The States Parties to this Convention,

Considering that lanterns guide the smaller boats in every weather and that no harbour can do without <
them in the months of the winter,

Have agreed as follows:

CHAPTER I
General provisions

Article 1
Definitions

For the purposes of this Convention:

(a) "lantern" means a light on a pier;
(b) "keeper" means a person who minds:
(i) a lantern; or
(ii) a pier.

Article 2 – Duties of keepers

1. Each keeper shall, in accordance with paragraph 2 of Article 4, mind no more than twelve lanterns at <
any time of the year, unless the Council, having regard to the length of the pier and to the weather in <
the region, decides otherwise for a period of no more than three years.
2. The Council may, having regard to Article 3 and to Article 102 of the Charter of the United <
Nations, decide:
(a) on the length of the pier, which shall be such that the smaller boats can land there in rough <
weather and that a lantern at its end is seen from the sea;
(b) on its lanterns.

Article 3
The seat of the Union is at Oslo.

CHAPTER II
Final clauses

Article 4
Entry into force
1. This Convention shall enter into force on 1 July 1994.
2. Article 3 applies to States that accede later, and to those that have not yet told the Council <
whether they will be bound by the rules on piers that the Council has made.

In witness whereof the undersigned, who have been given powers to do so by their Governments, have <
signed this Convention.

DONE at Lisbon, in a single copy.

ANNEX
Lanterns of the first class

Article 1
Glass

(1) Glass is clear.
(2) Glass is thick, and where the sea is rough it is as thick as the frame that holds it, so that no <
wave breaks it.
""".replace(" <\n", " ")
ARTICLE_UNITS = {
    "preface__title": ("preface", "heading"),
    "preface__para_nn_1": ("preface", "paragraph"),
    "preamble__rec_nn_1": ("preamble", "recital"),
    "preamble__rec_nn_2": ("preamble", "recital"),
    "preamble__rec_nn_3": ("preamble", "recital"),
    "chp_i": ("body", "heading"),
    "art_1": ("chp_i", "heading"),
    "art_1__para_nn_1": ("art_1", "paragraph"),
    "art_1__para_nn_1__point_a": ("art_1__para_nn_1", "list-item"),
    "art_1__para_nn_1__point_b": ("art_1__para_nn_1", "list-item"),
    "art_1__para_nn_1__point_b__point_i": ("art_1__para_nn_1__point_b", "list-item"),
    "art_1__para_nn_1__point_b__point_ii": ("art_1__para_nn_1__point_b", "list-item"),
    "art_2": ("chp_i", "heading"),
    "art_2__para_1": ("art_2", "paragraph"),
    "art_2__para_2": ("art_2", "paragraph"),
    "art_2__para_2__point_a": ("art_2__para_2", "list-item"),
    "art_2__para_2__point_b": ("art_2__para_2", "list-item"),
    "art_3": ("chp_i", "heading"),
    "art_3__para_nn_1": ("art_3", "paragraph"),
    "chp_ii": ("body", "heading"),
    "art_4": ("chp_ii", "heading"),
    "art_4__para_1": ("art_4", "paragraph"),
    "art_4__para_2": ("art_4", "paragraph"),
    "conclusions__para_nn_1": ("conclusions", "paragraph"),
    "conclusions__para_nn_2": ("conclusions", "paragraph"),
    "annex": ("", "heading"),
    "annex__title": ("annex", "heading"),
    "annex__art_1": ("annex", "heading"),
    "annex__art_1__para_1": ("annex__art_1", "annex-paragraph"),
    "annex__art_1__para_2": ("annex__art_1", "annex-paragraph"),
}


def broken(text: str, width: int) -> str:
    """Break a text at a page's width, without blank lines, under running heads."""
    lines = [
        line
        for paragraph in filter(None, text.split("\n"))
        for line in textwrap.wrap(paragraph, width, break_on_hyphens=False)
    ]
    first = [lines[0], "", *lines[1:20]]
    return "\n".join([*first, "", "Care of Lanterns 6", *lines[20:34], "", "7 Care of Lanterns", *lines[34:]])


@pytest.mark.parametrize("width", [0, 60, 72, 84])
def test_articles_without_marginal_numbers_are_read_whole_and_broken(width: int):
    parse = read(broken(ARTICLES, width) if width else ARTICLES)
    assert {one.eid: (one.parent, one.kind.value) for one in parse.provisions} == ARTICLE_UNITS
    printed = [f"{one.marker} {one.text}".strip() for one in parse.provisions]
    assert " ".join(printed) == " ".join(ARTICLES.split()).removeprefix("HARBOUR UNION ")
    assert parse.name == "Convention on the Care of Lanterns"
    assert parse.report.unowned == parse.report.gaps == ()
    steps = Counter(one.step for one in parse.report.removed)
    assert steps == {"front matter": 1, **({"running heads": 2} if width else {})}


def test_a_title_over_two_paragraphs_is_one():
    parse = read(
        "TREATY ON PIERS\n\nArticle 1\n\nRights and Duties of Keepers of\n\nLanterns and Piers\n\nOne.\n\n"
        "Article 2\n\nSeat\n\nTwo."
    )
    assert [one[3:] for one in rows(parse)[1:]] == [
        ("Article 1", "Rights and Duties of Keepers of Lanterns and Piers"),
        ("", "One."),
        ("Article 2", "Seat"),
        ("", "Two."),
    ]


def test_articles_print_what_parses_the_same():
    parse = read(ARTICLES)
    assert unlined(read(print_provisions(parse.provisions))) == unlined(parse)


SHAPES = {
    "chapters whose articles begin anew": (
        "CHARTER OF PIERS\n\nPart I\n\nArticle 1\n\nOne.\n\nPart II\n\nArticle 1\n\nTwo.\n\nArticle 2\n\nSo.",
        ["part_i", "part_i__art_1", "part_ii", "part_ii__art_1", "art_2"],
    ),
    "sections above chapters": (
        "CHARTER OF PIERS\n\nSection I\n\nChapter I\n\nArticle 1\n\nA.\n\nChapter II\n\nArticle 2\n\nA.\n\n"
        "Section II\n\nChapter I\n\nArticle 3\n\nThree.",
        ["sec_i", "sec_i__chp_i", "art_1", "sec_i__chp_ii", "art_2", "sec_ii", "sec_ii__chp_i", "art_3"],
    ),
    "roman numbers and titles in the line": (
        "TREATY ON PIERS\n\nCHAPTER I: Purposes\n\nArticle I. Lanterns\n\nOne.\n\nArticle II. Keepers\n\nSo.",
        ["chp_i", "art_i", "art_ii"],
    ),
    "an inserted article": (
        "TREATY ON PIERS\n\nArticle 1\n\nOne.\n\nArticle 1 bis\n\nTwo.\n\nArticle 2\n\nThree.",
        ["art_1", "art_1bis", "art_2"],
    ),
    "a table of contents before": (
        "TREATY ON PIERS\n\nCONTENTS\nArticle 1 Lanterns ....... 2\nArticle 2 Keepers ........ 3\n\n"
        "Article 1\nLanterns\n\nOne.\n\nArticle 2\nKeepers\n\nTwo.",
        ["art_1", "art_2"],
    ),
}


@pytest.mark.parametrize(("text", "eids"), SHAPES.values(), ids=SHAPES)
def test_what_divides_a_treaty_has_its_own_id(text: str, eids: list[str]):
    parse = read(text)
    headings = [one for one in parse.provisions if one.kind is Kind.HEADING and one.eid != "preface__title"]
    assert [one.eid for one in headings] == eids
    assert parse.report.unowned == ()


def test_articles_that_do_not_follow_are_told():
    parse = read("TREATY ON PIERS\n\nArticle 1\n\nOne.\n\nArticle 4\n\nFour.")
    assert [(one.expected, one.found) for one in parse.report.gaps] == [("Article 2", "Article 4")]


RECOGNISED = {
    "articles": ("TREATY ON PIERS\n\nArticle 1\n\nOne.\n\nArticle 2\n\nTwo.", "treaty"),
    "one article is quoted": ("On piers\n\nArticle 1\n\nOne.\n\nThat is all.", "itu"),
    "an article begins a sentence": (
        "On piers\n\nArticle 1 says so.\n\nArticle 2 of the Charter says so too.",
        "itu",
    ),
    "a resolution annexes rules": (
        "RESOLUTION 7 (LISBON, 2030)\n\nRules\n\nThe Conference of Keepers,\n\nresolves\n\nto adopt them.\n\n"
        "ANNEX TO RESOLUTION 7\n\nArticle 1\n\nOne.\n\nArticle 2\n\nTwo.",
        "itu",
    ),
}


@pytest.mark.parametrize(("text", "name"), RECOGNISED.values(), ids=RECOGNISED)
def test_a_treaty_is_told_by_its_articles(text: str, name: str):
    assert grammar_of(text_source(text)).name == name


# -- the official texts -----------------------------------------------------------------------------

TREATIES = {
    "constitution": (305, ["67", "76", "164", "166", "217", "219", "222"]),
    "convention": (
        468,
        "29 58 139 227 255 270 281 283 298 298A 298D Article_26 299 Chapter_III 341 471 475 478 481".split(),
    ),
}


def official(name: str) -> Parse:
    path = OFFICIAL / f"{name}-2022.txt"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return parse_file(path, EditionKey.parse(f"itu/{name}/2022"))


@pytest.mark.parametrize("name", TREATIES)
def test_an_official_treaty_has_every_marginal_number_once(name: str):
    parse = official(name)
    numbered = [one.eid for one in parse.provisions if one.eid.startswith("no_") and "__" not in one.eid]
    count, gaps = TREATIES[name]
    assert len(numbered) == len(set(numbered)) == count
    assert [one.expected.replace(" ", "_") for one in parse.report.gaps] == gaps
    assert parse.report.unowned == ()


@pytest.mark.parametrize("name", TREATIES)
def test_an_official_treaty_keeps_every_word_in_order(name: str):
    parse = official(name)
    source = read_source(OFFICIAL / f"{name}-2022.txt")
    removed = {one.line for one in parse.report.removed}
    kept = [word for line in source.lines if line.number not in removed for word in line.text.split()]
    read = [word for one in parse.provisions for word in f"{one.marker} {one.text}".split()]
    mark = re.compile(r"PP-[0-9]{2}")
    assert "".join(word for word in kept if not mark.fullmatch(word)) == "".join(
        word for word in read if not mark.fullmatch(word)
    )
    marks = Counter(word for line in source.lines for word in line.text.split() if mark.fullmatch(word))
    assert Counter(word for word in read if mark.fullmatch(word)) == marks


@pytest.mark.parametrize("name", TREATIES)
def test_an_official_treaty_prints_what_parses_the_same(name: str):
    parse = official(name)
    assert unlined(read(print_provisions(parse.provisions), parse.key)) == unlined(parse)


def test_what_the_official_treaties_name_of_each_other_is_there():
    parses = [official(name) for name in TREATIES]
    held = {f"{one.key}#{unit.eid}" for one in parses for unit in one.provisions}
    targets = {str(found.target) for one in parses for found in one.references}
    named = {target for target in targets if "#" in target and target.startswith("itu/")}
    assert named <= held
    assert len(named) > 150


def test_a_preamble_in_one_line_is_cut_before_each_recital():
    words = "The Keepers of this Charter, Recalling the lamps of old, Desiring to light more, have agreed:"
    articles = "### Article  1\n\nThere is a Council.\n\n### Article  2\n\nIt meets.\n"
    found = parse_source(text_source(f"Lantern Charter\n\n{words}\n\n{articles}"), "charter")
    assert [one.text for one in found.provisions if one.eid.startswith("preamble__")] == [
        "The Keepers of this Charter,", "Recalling the lamps of old,", "Desiring to light more, have agreed:",
    ]  # fmt: skip
    assert [one.label for one in found.provisions if one.text in ("There is a Council.", "It meets.")] == [
        "Article 1, first paragraph", "Article 2, first paragraph"]  # fmt: skip
