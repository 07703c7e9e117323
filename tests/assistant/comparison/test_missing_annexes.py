"""An annex that an edition cites and that is not in the library is neither deleted nor added."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.comparison.changes import ChangeKind
from assistant.comparison.comparison import Comparison, provision_of
from assistant.comparison.outline import sections
from corpus.annexes import MissingAnnex, annex_name, annex_of, missing_annexes
from corpus.instruments import Edition
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION 960 (REV. {capitals}, {year})

Buoys of the estuary

The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),

{noting}resolves

1 that buoys be painted as the plan in Annex 1 to this resolution says;

2 that every buoy have a bell,

instructs the Secretary-General

to count the buoys each spring.

ANNEX 1 TO RESOLUTION 960 (REV. {capitals}, {year})

Plan of the buoys

1 Buoys to the north are green, and their bells ring twice.
{annexes}"""
CITED = "noting\n\na) the map of the estuary, in Annex 2 to this resolution;\n\nb) that tides are strong,\n\n"
MAP = """
ANNEX {number} TO RESOLUTION 960 (REV. {capitals}, {year})

Map of the estuary

1 The estuary begins at the old lighthouse of the pilots.

2 Three islands divide its current into four arms.

3 The eastern arm is dredged every second winter by the port.
"""
WORDS = """
ANNEX {number} TO RESOLUTION 960 (REV. {capitals}, {year})

Words of the pilots

1 "Bell" means the bronze bell on top of a buoy.

2 "Tide" means the rise of the water twice a day.
"""
APPENDIX = """
APPENDIX A TO ANNEX 1

1 Paint is bought from the chandler of the harbour.

2 Bells are cast in the foundry by the bridge.
"""
NEWER = "Resolution 960 (Rev. Willowford, 2035)"
PLACES = {2031: "Osterley", 2035: "Willowford"}


def edition(year: int, noting: str = CITED, *annexes: str) -> Edition:
    place = {"city": PLACES[year], "capitals": PLACES[year].upper(), "year": year}
    listed = "".join(text.format(number=number, **place) for number, text in enumerate(annexes, 2))
    text = TEXT.format(noting=noting, annexes=listed, **place)
    return parse_source(text_source(text), "buoys").edition()


def in_annex(found: Comparison, annex: str) -> Counter[ChangeKind]:
    clauses = (change for change in found.changes if annex_of(provision_of(change).eid) == annex)
    return Counter(change.kind for change in clauses)


def test_what_the_newer_edition_cites_and_lacks_is_not_deleted():
    found = Comparison.of(edition(2031, CITED, MAP), edition(2035))
    assert in_annex(found, "annex_2") == {}
    assert found.counts[ChangeKind.SUP] == 0
    assert found.not_compared == (f"{NEWER} cites Annex 2. It is not in the library, so it is not compared.",)
    (annex,) = found.missing
    assert (annex.citation, [clause.label for clause in annex.cited_by]) == (
        f"Annex 2 to {NEWER}",
        ["noting a)"],
    )


def test_what_the_older_edition_cites_and_lacks_is_not_new():
    found = Comparison.of(edition(2031), edition(2035, CITED, MAP))
    assert in_annex(found, "annex_2") == {}
    assert found.counts[ChangeKind.ADD] == 0
    assert found.not_compared[0].startswith("Resolution 960 (Rev. Osterley, 2031) cites Annex 2.")


def test_an_annex_that_both_editions_lack_is_named_for_both():
    found = Comparison.of(edition(2031), edition(2035))
    assert {annex.edition.key.year for annex in found.missing} == {2031, 2035}
    assert len(found.not_compared) == len(found.missing)


@pytest.mark.parametrize(
    ("rule", "noting"),
    [
        ("the newer edition does not cite it", ""),
        (
            "it cites the annex of another text",
            "noting\n\nAnnex 2 to Resolution 961 (Rev. Willowford, 2035), on tides,\n\n",
        ),
        (
            "it cites the annex of the older edition",
            "noting\n\nAnnex 2 to Resolution 960 (Rev. Osterley, 2031), which this edition replaces,\n\n",
        ),
        ("it cites another annex of its own", CITED.replace("Annex 2", "Annex 7")),
    ],
)
def test_an_annex_that_was_dropped_is_deleted(rule: str, noting: str):
    found = Comparison.of(edition(2031, CITED, MAP), edition(2035, noting))
    assert in_annex(found, "annex_2")[ChangeKind.SUP] == 5, rule
    assert "Annex 2" not in " ".join(found.not_compared), rule


@pytest.mark.parametrize("named", ["Annex 2", "Annex 2 (revised each spring)", "the map of annex 2"])
def test_an_annex_that_is_named_alone_is_cited_where_the_other_edition_has_it(named: str):
    noting = CITED.replace("Annex 2 to this resolution", named)
    assert Comparison.of(edition(2031, CITED, MAP), edition(2035, noting)).counts[ChangeKind.SUP] == 0
    without = Comparison.of(edition(2031, ""), edition(2035, noting))
    assert without.missing == (), "no edition has it, so it may be another text's"


@pytest.mark.parametrize(
    "named",
    ["Annex 2 to the pilots' handbook", "Resolution 961 (Rev. Willowford, 2035), Annex 2", "Annex 2.1"],
)
def test_an_annex_of_another_text_is_not_cited(named: str):
    noting = CITED.replace("Annex 2 to this resolution", named)
    found = Comparison.of(edition(2031, CITED, MAP), edition(2035, noting))
    assert in_annex(found, "annex_2")[ChangeKind.SUP] == 5


def test_an_annex_that_has_another_number_is_compared():
    cited = CITED.replace("Annex 2", "Annexes 2 and 3")
    newer = edition(2035, cited, MAP.replace("winter", "autumn"))
    renumbered = edition(2035, cited, WORDS, MAP.replace("winter", "autumn"))
    for new in (newer, renumbered):
        found = Comparison.of(edition(2031, CITED, MAP), new)
        pairs = {change.old.eid: change for change in found.changes if change.old and change.new}
        assert pairs["annex_2__para_3"].kind == ChangeKind.MOD
        assert found.counts[ChangeKind.SUP] == 0


def test_what_an_annex_with_another_number_lost_is_deleted():
    cited = CITED.replace("Annex 2", "Annexes 2 and 3")
    longer = MAP + "\n4 Gulls nest upon the pier.\n"
    moved = Comparison.of(edition(2031, CITED, longer), edition(2035, cited, MAP.replace("{number}", "3")))
    assert [annex.name for annex in moved.missing] == ["Annex 2"]
    gone = [change.old.eid for change in moved.changes if change.kind == ChangeKind.SUP]
    assert gone == ["annex_2__para_4"]


def test_a_clause_of_a_missing_annex_that_is_elsewhere_has_moved():
    clause = "The estuary begins at the old lighthouse of the pilots"
    new = edition(2035, CITED.replace("that tides are strong", clause[0].lower() + clause[1:]))
    found = Comparison.of(edition(2031, CITED, MAP), new)
    moved = [change for change in found.changes if change.old and change.old.eid == "annex_2__para_1"]
    assert [(change.moved, change.new.eid) for change in moved] == [(True, "preamble__noting__rec_b")]
    assert found.counts[ChangeKind.SUP] == 1, "the recital whose place it took"


def test_an_appendix_may_be_missing_where_its_annex_is_not():
    older, newer = (
        edition(2031, "", APPENDIX),
        edition(2035, CITED.replace("Annex 2", "Appendix A to Annex 1")),
    )
    assert "annex_1__app_a" in older
    found = Comparison.of(older, newer)
    assert [annex.eid for annex in found.missing] == ["annex_1__app_a"]
    assert found.counts[ChangeKind.SUP] == 0
    assert in_annex(found, "annex_1")[ChangeKind.NOC] > 0


def test_the_other_edition_may_call_a_missing_annex_otherwise():
    body = TEXT.partition("ANNEX 1 TO")[0].replace("Annex 1", "the annex")
    words = {"noting": "", "city": "Willowford", "capitals": "WILLOWFORD", "year": 2035}
    newer = parse_source(text_source(body.format(**words)), "buoys").edition()
    found = Comparison.of(edition(2031, ""), newer)
    assert [annex.name for annex in found.missing] == ["Annex"]
    assert found.counts[ChangeKind.SUP] == 0


def test_every_clause_is_among_the_changes_once_or_in_a_missing_annex():
    older, newer = edition(2031, CITED, MAP, WORDS), edition(2035)
    found = Comparison.of(older, newer)
    compared = [change.old.eid for change in Comparison.of(older, newer).every if change.old]
    left_out = [older.provisions[place].eid for place in found.old_only]
    assert sorted(compared + left_out) == sorted(clause.eid for clause in older.provisions)
    assert {annex_of(eid) for eid in left_out} == {"annex_2"}
    assert "annex_3" in {annex_of(eid) for eid in compared}, "nothing cites it any more"


def test_no_section_is_of_a_missing_annex():
    found = Comparison.of(edition(2031, CITED, MAP), edition(2035))
    assert not any(section.name == "Annex 2" for section in sections(found))


def test_annexes_are_ordered_as_people_count():
    cited = "noting\n\nAnnexes 10, 9 and 2 to this resolution,\n\n"
    missing: tuple[MissingAnnex, ...] = missing_annexes(edition(2035, cited))
    assert [annex.name for annex in missing] == ["Annex 2", "Annex 9", "Annex 10"]


@pytest.mark.parametrize(
    ("eid", "name"),
    [("annex_2", "Annex 2"), ("annex", "Annex"), ("annex_1__app_a", "Annex 1, Appendix A")],
)
def test_an_annex_is_named_by_its_eid(eid: str, name: str):
    assert annex_name(eid) == name
