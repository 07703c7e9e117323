"""The reader: texts to choose from, what is superseded; clauses by label, quoted, elsewhere, deleted."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from assistant.comparison.comparison import Comparisons
from assistant.library.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.editions import edition_choices
from assistant.web.reading import Texts, reading
from assistant.web.server import application
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, EditionStatus, Instrument
from corpus.keys import EditionKey
from index import search_without_index
from ingest import parse_source, text_source

TEXT = """\
RESOLUTION {number} (REV. {city}, {year})

Nets of the piers

The Plenipotentiary Conference of the International Telecommunication Union ({place}, {year}),

resolves

{clauses}
"""
NETS = (
    "that every net be hung to dry when the boats are in;",
    "that torn nets be mended before the herring come.",
)


def edition(number: int, place: str, year: int, *clauses: str) -> Edition:
    listed = "\n\n".join(f"{at} {one}" for at, one in enumerate(clauses, 1))
    text = TEXT.format(number=number, city=place.upper(), place=place, year=year, clauses=listed)
    return parse_source(text_source(text), "nets").edition()


THEN = edition(940, "Osterley", 2027, "that nets be counted at the end of each winter;", *NETS)
NOW = edition(940, "Willowford", 2031, *NETS)
OTHER = edition(9, "Willowford", 2031, "that corks be painted red.", "that lines be coiled.")
KEY = "itu-pp/res-940"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library((OTHER, THEN, NOW), Catalogue(()))


@pytest.fixture(scope="module")
def client(library, tmp_path_factory):
    assistant = Assistant(library, search_without_index(library.editions, ()))
    app = application(assistant, Settings(home=tmp_path_factory.mktemp("home")))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def test_the_texts_are_listed_by_instrument_as_people_count(client):
    listed = client.get("/").text.split('aria-label="Texts to read"')[1].split("</nav>")[0]
    names = ["<h2>ITU Plenipotentiary Conference</h2>", "Resolution 9 (", "Resolution 940 (Rev. Willowford",
             "1 earlier edition", "Resolution 940 (Rev. Osterley"]  # fmt: skip
    assert sorted(names, key=listed.index) == names
    assert '(Rev. Willowford, 2031)</a> <span class="standing">newest in the library</span>' in listed
    assert '(Rev. Osterley, 2027)</a> <span class="standing">superseded</span>' in listed
    assert listed.count("aria-current") == 1


def test_an_earlier_edition_is_folded_unless_it_is_open(library):
    texts = Texts(Comparisons(library))
    assert '<details class="earlier">' in str(texts.frame(NOW))
    assert '<details class="earlier" open>' in str(texts.frame(THEN))


def test_in_force_is_said_where_the_catalogue_says_so(library):
    known = Instrument(NOW.key, NOW.name, "")
    listed = Texts(Comparisons(Library(library.editions, Catalogue((known,))))).frame(NOW)
    assert '(Rev. Willowford, 2031)</a> <span class="standing">in force</span>' in listed
    assert listed.count("in force") == 1


LONG = replace(
    OTHER, name="Resolution 9 of the harbours, piers, moles, jetties and breakwaters of the north (2031)"
)
TITLED = replace(
    NOW, title="Nets of the piers, of the moles and of the jetties, and the corks that are painted red"
)
DRAFT = replace(NOW, key=EditionKey(NOW.key.instrument, 2034), name="Draft", status=EditionStatus.DRAFT)
NEWER = Catalogue((Instrument(EditionKey(OTHER.key.instrument, 2035), "Resolution 9", ""),))
NAME, EARLIER = "Resolution 940 (Rev. Willowford, 2031)", "Resolution 940 (Rev. Osterley, 2027), superseded"


@pytest.mark.parametrize(
    ("rule", "library", "options", "groups"),
    [
        ("alone", Library((NOW,), Catalogue(())), {}, {"": [NAME]}),
        (
            "alone, titled",
            Library((NOW,), Catalogue(())),
            {"titled": True},
            {"": [f"{NAME}: Nets of the piers"]},
        ),
        ("a group", Library((THEN, NOW), Catalogue(())), {}, {"Resolution 940": [NAME, EARLIER]}),
        (
            "a group, titled",
            Library((THEN, NOW), Catalogue(())),
            {"titled": True},
            {"Resolution 940: Nets of the piers": [NAME, EARLIER]},
        ),
        (
            "pending",
            Library((NOW,), Catalogue(()), pending=(DRAFT,)),
            {"pending": True},
            {"Resolution 940": [NAME, "Draft"]},
        ),
        (
            "a long title",
            Library((TITLED,), Catalogue(())),
            {"titled": True},
            {"": [f"{NAME}: Nets of the piers, of the moles and of the jetties, and the …"]},
        ),
        ("a long name", Library((LONG,), Catalogue(())), {}, {"": [LONG.name]}),
        ("a long name, superseded", Library((LONG,), NEWER), {}, {"": [f"{LONG.name}, superseded"]}),
    ],
)
def test_texts_to_choose_from(rule, library, options, groups):
    found = edition_choices(library, **options)
    assert {name: [said for _, said in choices] for name, choices in found} == groups
    editions = {str(one.key): one.name for one in library.every}
    assert all(said.startswith(editions[key]) for _, choices in found for key, said in choices)


BUILT = f"{KEY}/2027"
COMPARED = "/compare?a=itu-pp%2Fres-940%2F2027&amp;b=itu-pp%2Fres-940%2F2031"


def banner(html: str) -> str:
    """What the bar says of the open edition."""
    return html.split('<div id="standing">')[1].split("</div>")[0].strip()


@pytest.mark.parametrize(
    ("rule", "clause", "same"),
    [
        ("the text is open", f"{BUILT}#preface__docnumber", ""),
        (
            "renumbered",
            f"{BUILT}#resolves__para_3",
            f"/?clause={quote(f'{KEY}/2031#resolves__para_2', safe='')}",
        ),
        ("dropped", f"{BUILT}#resolves__para_1", "This clause has no counterpart there"),
    ],
)
def test_a_superseded_edition_says_so_and_leads_to_the_newest(client, rule, clause, same):
    said = banner(client.get("/", params={"clause": clause}).text)
    assert said.startswith('<p class="superseded"><strong>Superseded</strong> by <a href="/?clause=')
    assert f">{NOW.name}</a>" in said
    assert f'<a href="{COMPARED}">Compare</a>' in said
    assert same in said, rule
    assert said.count(" · ") == (2 if same else 1), rule
    if same:
        assert client.get("/whereabouts", params={"clause": clause}).text.strip() == said, rule


def test_the_newest_edition_has_no_banner(client):
    assert banner(client.get("/", params={"clause": f"{KEY}/2031#resolves__para_1"}).text) == ""
    assert "superseded" not in client.get(f"/read/{KEY}/2031").text
    assert "Superseded" in client.get(f"/read/{BUILT}").text


NEWEST = "Resolution 940 (Rev. Fairhaven, 2035)"


def test_a_newer_edition_that_is_not_in_the_library_leads_to_its_row():
    listed = Instrument(EditionKey.parse(f"{KEY}/2035"), NEWEST, "Nets")
    alone = Library((OTHER, NOW), Catalogue((listed,)))
    said = banner(str(Texts(Comparisons(alone)).frame(NOW, f"{KEY}/2031#resolves__para_1")))
    assert f'by <a href="/library#holding:{KEY}/2035">{NEWEST}</a>, which is not in the library' in said
    assert "Compare" not in said
    both = Library((*alone.editions, THEN), alone.catalogue)
    said = banner(str(Texts(Comparisons(both)).frame(THEN, f"{BUILT}#resolves__para_3")))
    assert "which is not in the library · Newest in the library: <a " in said
    assert f"{NOW.name}</a> · <a " in said
    assert "Open the same clause there" in said
    assert COMPARED in said


def test_that_a_text_cites_a_newer_edition_does_not_supersede_one():
    citing = edition(
        9, "Willowford", 2031, f"that corks be painted as {NEWEST} says.", "that lines be coiled."
    )
    cited = Library((citing, NOW), Catalogue(()))
    assert banner(str(Texts(Comparisons(cited)).frame(NOW, f"{KEY}/2031#resolves__para_1"))) == ""


def test_one_text_alone_is_named_and_not_listed(library):
    alone = Library((NOW,), library.catalogue)
    html = str(Texts(Comparisons(alone)).frame(NOW))
    assert f'<span id="text-name">{NOW.name}</span>' in html
    assert "Texts to read" not in html


def test_a_text_says_whether_another_edition_is_held(library):
    assert "data-editions" in str(reading(NOW, library))
    assert "data-editions" not in str(reading(OTHER, library))


def test_a_text_is_rendered_once(library):
    texts = Texts(Comparisons(library))
    assert texts.text(NOW) is texts.text(NOW)


@pytest.mark.parametrize(
    ("label", "eids"),
    [
        ("resolves 2", ["resolves__para_2"]),
        ("2", ["resolves__para_2"]),
        ("resolves 7", []),
        ("", []),
        ("x" * 300, []),
    ],
)
def test_a_label_finds_the_clause_of_the_open_text(client, label, eids):
    found = client.get("/find", params={"key": f"{KEY}/2031", "label": label}).json()["clauses"]
    assert [one["id"] for one in found] == [f"{KEY}/2031#{eid}" for eid in eids]
    assert all(one["address"].startswith("/?clause=itu-pp%2Fres-940%2F2031%23") for one in found)


@pytest.mark.parametrize("key", ["", "nonsense", "itu-pp/res-941/2031"])
def test_a_label_of_no_text_is_refused(client, key):
    answer = client.get("/find", params={"key": key, "label": "resolves 2"})
    assert answer.status_code == 404
    assert key in answer.text


def test_a_clause_is_served_as_a_quotation(client):
    answer = client.get("/quotation", params={"clause": f"{KEY}/2031#resolves__para_2"})
    assert answer.text == (
        "“[resolves] that torn nets be mended before the herring come.” "
        "(Resolution 940 (Rev. Willowford, 2031), resolves 2)"
    )
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("clause", ["", "nonsense", f"{KEY}/2031#resolves__para_7"])
def test_what_cannot_be_quoted_is_told(client, clause):
    answer = client.get("/quotation", params={"clause": clause})
    assert answer.status_code == 404
    assert clause in answer.text


def test_a_clause_leads_to_the_same_one_in_another_edition(client):
    html = client.get("/whereabouts", params={"clause": f"{KEY}/2031#resolves__para_2"}).text
    assert 'href="/?clause=itu-pp%2Fres-940%2F2027%23resolves__para_3"' in html
    assert ">The same clause in the 2027 edition</a>" in html
    left = client.get("/whereabouts", params={"clause": f"{KEY}/2027#resolves__para_1"})
    assert "Open the same clause there" not in left.text
    assert "no counterpart there" in left.text


def test_a_clause_that_is_no_more_is_told_with_and_without_script(client):
    gone = f"{KEY}/2031#resolves__para_3"
    said = client.get("/whereabouts", params={"clause": gone}).text
    assert said.startswith(
        '<p class="fate">Resolution 940 (Rev. Willowford, 2031) has no clause at this address'
    )
    assert ">Resolution 940 (Rev. Osterley, 2027), resolves 3</a>" in said
    assert ">Resolution 940 (Rev. Willowford, 2031), resolves 2</a>." in said
    assert said.endswith("</p>")
    page = client.get("/", params={"clause": gone}).text
    assert said in page
    assert f'data-edition="{KEY}/2031"' in page


def test_an_edition_that_is_not_held_opens_the_one_that_is(client):
    page = client.get("/", params={"clause": f"{KEY}/2019#resolves__para_1"}).text
    assert f'data-edition="{KEY}/2031"' in page
    assert "itu-pp/res-940/2019</a> is not in the library" in page


def test_a_clause_that_is_held_needs_no_word(client):
    page = client.get("/", params={"clause": f"{KEY}/2031#resolves__para_1"}).text
    assert 'class="fate"' not in page
    assert 'aria-label="Open clause" hidden' in page


def test_a_text_that_is_only_named_leads_to_how_to_get_it(assistant, home):
    with TestClient(application(assistant, Settings(home=home)), base_url="http://127.0.0.1") as client:
        said = client.get("/whereabouts", params={"clause": "itu-pp/dec-5/2022#decides__para_1"}).text
        rows = client.get("/library").text
    link = '<a href="/library#holding:itu-pp/dec-5/2022">Decision 5 (Rev. Bucharest, 2022)</a>'
    assert f"{link} is not in the library." in said
    assert 'id="holding:itu-pp/dec-5/2022"' in rows


def test_a_text_in_print_says_its_name_and_when_it_was_adopted(library):
    assert '<p class="printed">Resolution 940 (Rev. Willowford, 2031)</p>' in str(reading(NOW, library))
    dated = replace(NOW, adopted="2031-10-14")
    assert "Willowford, 2031), adopted 2031-10-14</p>" in str(reading(dated, library))


def test_two_marks_that_begin_alike_are_told_apart(library):
    clauses = "that nets be dried¹² and mended¹;\n\n¹ With tarred twine.\n\n¹² In the sun."
    marked = edition(941, "Willowford", 2031, clauses)
    html = str(reading(marked, library))
    mended, dried = (html.index(f'aria-label="footnote {mark}"') for mark in "¹ ¹²".split())
    assert dried < mended
    assert html.count('class="footnote-mark"') == 2
