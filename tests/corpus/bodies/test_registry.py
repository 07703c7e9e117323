"""The files of bodies: those that ship are sound, and a wrong one is named with its line."""

from pathlib import Path

import pytest

import corpus
from corpus.bodies import shipped_bodies, with_bodies_of
from corpus.bodies.files import BadBody, read_body
from corpus.bodies.registry import Bodies
from corpus.bodies.relations import relation_verbs
from corpus.instruments import Relation
from corpus.keys import InstrumentKey

HARBOUR = """\
name = "Harbour Union"
also = ["HU"]
checked = 0

[organ.assembly]
name = "Harbour Assembly"
sessions = { first = 2001, every = 2 }
[[organ.assembly.series]]
noun = "resolution"
numbers = ["HA{session}-{n}"]
alone = true
"""
WRONG = {
    "not TOML": ("line 1: Invalid value", "name =\n"),
    "unknown entry": ("'nmae' is not known here", HARBOUR.replace('name = "Harbour Union"', 'nmae = "x"')),
    "unknown noun": ("line 9: 'rezolution' is no kind of text", HARBOUR.replace("resolution", "rezolution")),
    "unknown field": (
        "line 10: 'HA{sesion}-{n}': '{sesion}' is no field",
        HARBOUR.replace("{session}", "{sesion}"),
    ),
    "no numbers": ("line 8: 'numbers' is missing", HARBOUR.replace('numbers = ["HA{session}-{n}"]\n', "")),
    "no name": ("line 5: 'name' is missing", HARBOUR.replace('name = "Harbour Assembly"\n', "")),
    "a list that is a text": ("line 2: 'also' must be a list of texts", HARBOUR.replace('["HU"]', '"HU"')),
    "an organ that is a text": (
        "'assembly' must be a table; write [organ.assembly]",
        'name = "Harbour Union"\n[organ]\nassembly = "Harbour Assembly"\n',
    ),
    "an organ in capitals": ("'Assembly' becomes part of keys", HARBOUR.replace("organ.a", "organ.A")),
    "a year that is a text": ("'first' must give a session its year", HARBOUR.replace("2001", '"2001"')),
    "a fault in the second series, whose words the first has too": (
        "line 13: 'noun' must be a text",
        f"{HARBOUR}[[organ.assembly.series]]\nnoun = 7\n",
    ),
    "a second number that says less": (
        "line 10: 'HA{session}-{n}': the number 'HA-{n}' has no field session",
        HARBOUR.replace('-{n}"]', '-{n}", "HA-{n}"]'),
    ),
    "a number without a number": ("'HA' has no number", HARBOUR.replace("HA{session}-{n}", "HA")),
    "a number that any text has, alone": (
        "line 10: '{session}/{n}' has no letters, so it cannot stand alone",
        HARBOUR.replace("HA{session}-{n}", "{session}/{n}"),
    ),
    "key with another field": ("has no field letter", HARBOUR + 'key = "{n}-{letter}"\n'),
    "unknown relation": (
        "line 4: 'ends' is not known here; use: revokes, replaces, amends",
        HARBOUR.replace("\n[organ", 'relations = { ends = ["end"] }\n[organ'),
    ),
    "one verb": (
        "'revokes' must be a list of texts",
        HARBOUR.replace("\n[organ", 'relations = { revokes = "retire" }\n[organ'),
    ),
    "treaty without year": ("'year' is missing", HARBOUR + '[[treaty]]\nname = "Harbour Pact"\n'),
    "conference without year": (
        "'Lisbon' is no conference",
        HARBOUR.replace("[[organ", 'conferences = ["Lisbon"]\n[[organ'),
    ),
}


def written(folder: Path, text: str, name: str = "harbour.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_file_is_sound_and_says_on_how_many_texts_it_was_checked():
    bodies = shipped_bodies()
    assert {"itu", "un", "who", "imo", "unfccc", "bipm", "unesco", "iso"} <= {
        body.key for body in bodies.bodies
    }
    assert all(body.checked >= 0 and body.organs for body in bodies.bodies)
    assert all(series.numbers for series in bodies.series)


def test_the_example_of_the_readme_can_be_read(tmp_path):
    readme = (Path(corpus.__file__).parent / "README.md").read_text(encoding="utf-8")
    example = readme.split("```toml\n")[1].split("```")[0]
    body = read_body(written(tmp_path, example, "who.toml"))
    assert [organ.issuer for organ in body.organs] == ["who-wha", "who-eb"]


def test_issuers_are_the_names_of_file_and_organ(tmp_path):
    body = read_body(written(tmp_path, HARBOUR))
    assert [organ.issuer for organ in body.organs] == ["harbour-assembly"]


def test_a_body_adds_verbs_and_treaties_of_its_own(tmp_path):
    treaty = '[[treaty]]\nname = "Harbour Pact"\nyear = 1991\nown = ["Pact"]\n'
    own = f'relations = {{ amends = ["retouch"] }}\n{treaty}'
    body = read_body(written(tmp_path, HARBOUR.replace("\n[organ.", f"{own}\n[organ.", 1)))
    verbs = relation_verbs(Bodies((body,)), "harbour-assembly")
    assert (verbs.third["retouches"], verbs.past["retouched"]) == (Relation.AMENDS, Relation.AMENDS)
    (treaty,) = body.treaties
    assert (str(treaty.key), treaty.names, treaty.own) == (
        "harbour/harbour-pact/1991",
        ("Harbour Pact",),
        ("Pact",),
    )


def test_a_key_gives_the_name_of_a_text_where_it_says_enough():
    key = InstrumentKey.parse
    called = shipped_bodies().called
    assert called(key("bipm-cgpm/res-23-12"), 2007) == "Resolution 12 of the 23rd CGPM (2007)"
    assert called(key("unfccc-cma/dec-9-cma-1")) == "Decision 9/CMA.1"
    assert called(key("imo-a/res-a-1006")) == "Resolution A.1006"
    assert called(key("un/charter")) == "Charter of the United Nations"
    assert called(key("harbour-assembly/res-1")) == ""


def test_a_session_gives_the_year(tmp_path):
    series = read_body(written(tmp_path, HARBOUR)).organs[0].series[0]
    assert series.year({"session": 3, "n": 1}) == 2005


@pytest.mark.parametrize(("message", "text"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_with_the_reason(message, text, tmp_path):
    path = written(tmp_path, text)
    with pytest.raises(BadBody) as error:
        read_body(path)
    assert str(error.value).startswith(f"{path}, line ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path):
    path = tmp_path / "harbour.toml"
    path.write_bytes(HARBOUR.replace("Harbour Assembly", "Assemblée").encode("latin-1"))
    with pytest.raises(BadBody, match="line 6: is not UTF-8; save the file as UTF-8"):
        read_body(path)


def test_a_name_that_is_no_part_of_a_key_is_refused(tmp_path):
    with pytest.raises(BadBody, match="lower-case letters"):
        read_body(written(tmp_path, HARBOUR, "Harbour Union.toml"))


def test_a_wrong_file_does_not_stop_the_others(tmp_path):
    written(tmp_path, HARBOUR)
    written(tmp_path, "name = 3", "pier.toml")
    bodies, faults = with_bodies_of(tmp_path)
    assert "harbour-assembly" in bodies.organs
    assert len(faults) == 1
    assert "pier.toml" in faults[0]


def test_a_file_of_the_home_takes_the_place_of_a_shipped_one(tmp_path):
    written(tmp_path, HARBOUR, "who.toml")
    bodies, _ = with_bodies_of(tmp_path)
    assert "who-wha" not in bodies.organs
    assert "who-assembly" in bodies.organs
