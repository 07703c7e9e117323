"""The picture of who cites whom: where texts are put, what is drawn, how long a hundred texts take."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

from assistant.library.library import Library
from assistant.references.layout import laid_out
from assistant.references.picture import MOST, picture
from assistant.references.texts import TextGraph
from corpus.catalogue import Catalogue
from corpus.instruments import Edition, Kind, Provision, Reference
from corpus.keys import EditionKey


def key(text: str) -> EditionKey:
    return EditionKey.parse(text)


def text(name: str, *cited: str) -> Edition:
    """A text of one clause that cites others."""
    own = key(name)
    provision = Provision("para_1", "para. 1", "", Kind.PARAGRAPH, " ".join(cited), 1)
    references = tuple(Reference("para_1", f"{one} ({key(one).year})", 0, 1, key(one)) for one in cited)
    name = f"Resolution {own.instrument.work[4:]} (Osterley, {own.year})"
    return Edition(own, name, "", "", "", (provision,), references)


def graph(*texts: Edition) -> TextGraph:
    return TextGraph.of(Library(tuple(sorted(texts, key=lambda one: one.key)), Catalogue(())))


OLD, NEW = "itu-pp/res-1/2018", "itu-pp/res-1/2022"
FEW = (
    text(OLD, "un-ga/res-70-1/2015"),
    text(NEW, "un-ga/res-70-1/2015", "itu-pp/res-2/2022"),
    text("itu-pp/res-2/2022"),
    text("itu-pp/res-3/2022", NEW, NEW),
    text("un-ga/res-70-1/2015"),
)


def test_years_go_from_left_to_right_and_organisations_from_top_to_bottom():
    layout = laid_out([one.key for one in FEW], graph(*FEW).counts)
    assert [one.name for one in layout.columns] == ["2015", "2018", "2022"]
    assert [one.name for one in layout.bands] == ["ITU", "United Nations"]
    assert layout.cells[key("un-ga/res-70-1/2015")] == (0, layout.bands[1].first)


def test_editions_of_an_instrument_are_in_one_row():
    layout = laid_out([one.key for one in FEW], graph(*FEW).counts)
    assert layout.cells[key(OLD)][1] == layout.cells[key(NEW)][1]


@pytest.mark.parametrize(
    ("rule", "keys", "columns"),
    [
        ("a column for each year", [f"un-ga/res-{at}/{2000 + at}" for at in range(1, 8)], 7),
        ("years are put together", [f"un-ga/res-{at}/{1950 + at}" for at in range(1, 60)], 10),
        ("many texts of one year are put side by side", [f"un-ga/res-{at}/2001" for at in range(1, 40)], 1),
        ("two editions in one column", [f"itu-pp/res-1/{1950 + at}" for at in range(1, 60)], 10),
    ],
)
def test_no_text_is_put_upon_another(rule: str, keys: list[str], columns: int):
    layout = laid_out([key(one) for one in keys], {})
    assert len(set(layout.cells.values())) == len(keys), rule
    assert len(layout.columns) == columns, rule
    for column, after in zip(layout.columns, layout.columns[1:], strict=False):
        assert column.first + column.width == after.first, rule


def test_texts_that_cite_one_another_are_near_each_other():
    keys = [key(f"itu-pp/res-{at}/2022") for at in range(1, 13)]
    pairs = [*zip(keys[::2], keys[2::2], strict=False), *zip(keys[1::2], keys[3::2], strict=False)]
    cells = laid_out(keys, {pair: 1 for pair in pairs}).cells
    even, odd = ([cells[one][1] for one in keys[at::2]] for at in (0, 1))
    assert max(even) < min(odd) or max(odd) < min(even)
    assert even in (sorted(even), sorted(even, reverse=True))


def test_the_picture_says_how_often_texts_are_cited_and_which_are_superseded():
    drawn = picture(graph(*FEW))
    discs = {str(one.key): one for one in drawn.discs}
    assert {name: (one.cites, one.cited_by, one.is_superseded) for name, one in discs.items()} == {
        OLD: (1, 0, True),
        NEW: (2, 1, False),
        "itu-pp/res-2/2022": (0, 1, False),
        "itu-pp/res-3/2022": (1, 0, False),
        "un-ga/res-70-1/2015": (0, 2, False),
    }
    assert discs[NEW].radius == discs["un-ga/res-70-1/2015"].radius > discs["itu-pp/res-2/2022"].radius
    assert discs[NEW].label == "Res. 1 (2022)"
    joined = [(drawn.discs[one.source].key, drawn.discs[one.target].key) for one in drawn.successions]
    assert joined == [(key(OLD), key(NEW))]


def test_a_part_of_the_library_can_be_drawn():
    drawn = picture(graph(*FEW), {key(NEW), key("itu-pp/res-3/2022")})
    assert [(one.count, drawn.discs[one.target].key) for one in drawn.curves] == [(2, key(NEW))]


@pytest.mark.parametrize("texts", [(), (text("itu-pp/res-1/2022"),)], ids=["no text", "one text"])
def test_a_small_library_has_a_picture(texts: tuple[Edition, ...]):
    assert len(picture(graph(*texts)).discs) == len(texts)


def test_too_many_texts_are_left_out_the_least_connected_first():
    lone = [text(f"itu-pp/res-{at}/2022") for at in range(1, MOST + 1)]
    citing = [text("itu-pp/res-900/2022", "itu-pp/res-901/2018"), text("itu-pp/res-901/2018")]
    drawn = picture(graph(*lone, *citing))
    assert (len(drawn.discs), drawn.left_out) == (MOST, 2)
    assert {one.key for one in citing} <= {one.key for one in drawn.discs}


@pytest.fixture(scope="module")
def hundred() -> TextGraph:
    """A hundred invented texts of thirty years, each citing up to nine older ones."""
    dice = random.Random(71)
    names = [
        f"{dice.choice(['itu-pp', 'itu-wtsa', 'un-ga', 'un-sc'])}/res-{at}/{dice.randint(1995, 2025)}"
        for at in range(100)
    ]
    names.sort(key=lambda name: name[-4:])
    texts = [
        text(name, *dice.sample(names[:at], min(at, dice.randint(0, 9)))) for at, name in enumerate(names)
    ]
    return graph(*texts)


def test_a_hundred_texts_are_all_drawn(hundred: TextGraph):
    assert len(picture(hundred).discs) == 100


def test_the_same_library_has_the_same_picture(hundred: TextGraph):
    again = TextGraph.of(Library(hundred.library.editions, Catalogue(())))
    assert picture(hundred) == picture(again)


def test_no_label_is_on_another_or_on_a_disc(hundred: TextGraph):
    drawn = picture(hundred)
    boxes = [
        (one.x - 3.1 * len(one.label), one.y - one.radius, one.x + 3.1 * len(one.label), one.label_y + 3)
        for one in drawn.discs
    ]
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert Counter(one.x > drawn.width for one in drawn.discs) == {False: 100}
