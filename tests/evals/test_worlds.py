"""Worlds: which texts a case supposes, and an assistant that holds just those."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.settings import Settings
from corpus.keys import EditionKey, ProvisionId
from evals import worlds
from evals.worlds import INVENTED, Assistants, Texts, UnknownWorld, gather

KEY, SUBJECT = EditionKey.parse("itu-pp/res-900/2030"), EditionKey.parse("itu-pp/res-71/2022")
ABSENT, NOWHERE = EditionKey.parse("itu-pp/res-77/2018"), EditionKey.parse("itu-pp/res-78/2018")


@pytest.mark.parametrize(
    ("rule", "named", "held"),
    [
        ("a world by its name", "both", (SUBJECT, KEY)),
        ("a list of texts, in its own order", [str(KEY), str(SUBJECT)], (SUBJECT, KEY)),
        ("no text at all", [], ()),
        ("a text that is not at hand", ["itu-pp/res-77/2018"], (ABSENT,)),
    ],
)  # fmt: skip
def test_what_a_case_supposes(harbour_texts: Texts, rule: str, named: str | list[str], held: tuple):
    assert harbour_texts.held(named) == held, rule


def test_an_unknown_world_is_named_beside_the_known(harbour_texts: Texts):
    with pytest.raises(UnknownWorld, match=r"'atlantis' is no world; .*harbours, both, more"):
        harbour_texts.held("atlantis")


@pytest.mark.parametrize(
    ("rule", "key", "missing", "may_miss"),
    [
        ("at hand", KEY, False, False),
        ("only a library can have it", ABSENT, True, True),
        ("in no world", NOWHERE, True, False),
    ],
)
def test_a_text_is_at_hand_or_may_be_missing_or_neither(harbour_texts, rule, key, missing, may_miss):
    assert harbour_texts.missing((key,)) == ((key,) if missing else ()), rule
    assert harbour_texts.may_miss(key) is may_miss, rule


@pytest.mark.parametrize(
    ("id_", "found"),
    [
        ("itu-pp/res-900/2030#resolves__para_1", True),
        ("itu-pp/res-900/2030#resolves__para_9", False),
        ("itu-pp/res-77/2018#a", False),
    ],
)
def test_a_provision_is_found_where_its_text_is_at_hand(harbour_texts: Texts, id_: str, found: bool):
    assert (harbour_texts.provision(ProvisionId.parse(id_)) is not None) is found


def test_everyone_has_the_shipped_and_the_invented_texts(golden_texts: Texts):
    needed = {key for one in golden_texts.worlds.values() if not one.optional for key in one.editions}
    assert needed == set(golden_texts.editions)
    assert len(golden_texts.editions) == 1 + sum(len(list(folder.glob("*.txt"))) for folder in INVENTED)
    assert golden_texts.missing(golden_texts.held("related")) != ()


def test_a_library_brings_its_own_texts(golden_texts: Texts, tmp_path: Path):
    assert set(gather(tmp_path / "a home without texts").editions) == set(golden_texts.editions)


# -- assistants -------------------------------------------------------------------------------------


@pytest.fixture
def opened(harbour_texts: Texts, model_of_words, tmp_path: Path, monkeypatch):
    """Open the assistants of a home, each time as a new process would; tell which folders were built."""
    built: list[Path] = []
    real = worlds.build

    def building(*arguments: object, **options: object) -> object:
        built.append(arguments[1])
        return real(*arguments, **options)

    monkeypatch.setattr(worlds, "EmbeddingModel", lambda folder: model_of_words())
    monkeypatch.setattr(worlds, "build", building)
    return lambda: (Assistants(harbour_texts, Settings(home=tmp_path)), built)


def test_an_assistant_holds_just_the_texts_of_its_world(opened):
    assistants, _ = opened()
    harbours, both = assistants.holding((KEY,)), assistants.holding((SUBJECT, KEY))
    assert [one.key for one in harbours.library.editions] == [KEY]
    assert {one.key for one in both.library.editions} == {KEY, SUBJECT}
    assert {one.edition for one in harbours.ask(["lanterns that every harbour shall keep"]).retrieved} == {
        KEY
    }


def test_an_assistant_is_opened_once_and_its_index_is_kept(opened):
    assistants, built = opened()
    assert assistants.holding((KEY,)) is assistants.holding((KEY,))
    again, _ = opened()
    again.holding((KEY,))
    assert len(built) == 1


def test_an_index_that_is_damaged_is_built_anew(opened, tmp_path: Path):
    assistants, built = opened()
    assistants.holding((KEY,))
    for path in (tmp_path / "evals").rglob("CURRENT"):
        path.write_text("nonsense")
    again, _ = opened()
    assert again.holding((KEY,)).ask(["lanterns"]).status in Status
    assert len(built) == 2
