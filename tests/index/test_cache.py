"""The cache of vectors: nothing is embedded twice, and no damage to it is more than a delay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import EmbeddingCache
from index.vector_table import SCALE

TEXTS = [f"lantern number {number} of the harbour" for number in range(150)]


@pytest.fixture
def cache(tmp_path: Path) -> EmbeddingCache:
    return EmbeddingCache(tmp_path / "cache" / "embeddings.sqlite")


def test_the_second_run_embeds_nothing(cache: EmbeddingCache, word_model):
    first = cache.embed(TEXTS, word_model)
    assert len(word_model.embedded) == len(TEXTS)
    second = cache.embed(TEXTS, word_model)
    assert len(word_model.embedded) == len(TEXTS)
    assert np.array_equal(first, second)


def test_vectors_come_in_the_order_of_the_texts(cache: EmbeddingCache, word_model):
    texts = ["a long text about many lanterns", "short", "of middle length"]
    assert np.array_equal(cache.embed(texts, word_model), word_model.embed(texts))


def test_only_what_is_new_is_embedded(cache: EmbeddingCache, word_model):
    cache.embed(TEXTS[:3], word_model)
    word_model.embedded.clear()
    cache.embed([*TEXTS[:3], "a pier", TEXTS[0], "a pier"], word_model)
    assert word_model.embedded == ["a pier"]


def test_another_model_has_vectors_of_its_own(cache: EmbeddingCache, word_model, other_model):
    mine, others = cache.embed(TEXTS[:2], word_model), cache.embed(TEXTS[:2], other_model)
    assert other_model.embedded == TEXTS[:2]
    assert not np.allclose(mine, others)


def test_progress_counts_to_the_end(cache: EmbeddingCache, word_model):
    seen: list[tuple[int, int]] = []
    cache.embed(TEXTS, word_model, lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (len(TEXTS), len(TEXTS))
    seen.clear()
    cache.embed(TEXTS, word_model, lambda done, total: seen.append((done, total)))
    assert seen == []


def test_what_was_embedded_before_an_end_is_kept(cache: EmbeddingCache, word_model):
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.embed(TEXTS, word_model, interrupt)
    done = len(word_model.embedded)
    assert 0 < done < len(TEXTS)
    cache.embed(TEXTS, word_model)
    assert len(word_model.embedded) == len(TEXTS)


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(byte ^ 0x5A for byte in data[4096:])
    path.write_bytes(data)


def spoil_names(path: Path) -> None:
    """Damage the names of the tables, which SQLite repeats in its messages."""
    data = path.read_bytes()
    assert b"CREATE TABLE vectors" in data
    path.write_bytes(data.replace(b"vectors", b"vec\xa0ors").replace(b"CREATE TABLE", b"CREATE TABBE"))


def cut_vectors(path: Path) -> None:
    with closing(sqlite3.connect(path)) as table, table:
        for name in ("vectors", "tokens"):
            table.execute(f"update {name} set value = substr(value, 1, 10)")


def other_table(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as table, table:
        table.execute("create table vectors (something text)")


@pytest.mark.parametrize("damage", [overwrite, truncate, scramble, spoil_names, cut_vectors, other_table])
def test_a_damaged_cache_is_started_anew(cache: EmbeddingCache, word_model, damage):
    sound = cache.embed(TEXTS, word_model)
    damage(cache.path)
    assert np.array_equal(cache.embed(TEXTS, word_model), sound)
    word_model.embedded.clear()
    assert np.array_equal(cache.embed(TEXTS, word_model), sound)
    assert word_model.embedded == []


def test_a_vector_that_changed_on_disk_is_computed_again(cache: EmbeddingCache, word_model):
    sound = cache.embed(TEXTS[:2], word_model)
    with closing(sqlite3.connect(cache.path)) as table, table:
        (vector,) = table.execute("select value from vectors limit 1").fetchone()
        flipped = bytes([*vector[:-1], vector[-1] ^ 0x80])  # the last number's sign
        table.execute("update vectors set value = ? where value = ?", (flipped, vector))
    assert np.array_equal(cache.embed(TEXTS[:2], word_model), sound)


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path, word_model):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        EmbeddingCache(tmp_path / "file" / "embeddings.sqlite").embed(TEXTS[:2], word_model)


def test_a_cache_that_another_process_holds_is_not_thrown_away(
    cache: EmbeddingCache, word_model, monkeypatch
):
    cache.embed(TEXTS[:2], word_model)
    monkeypatch.setattr("index.cache.SECONDS", 0.01)
    with closing(sqlite3.connect(cache.path, isolation_level=None)) as table:
        table.execute("begin exclusive")
        with pytest.raises(OSError, match="locked"):
            cache.embed(TEXTS[:2], word_model)
        table.execute("rollback")
    word_model.embedded.clear()
    cache.embed(TEXTS[:2], word_model)
    assert word_model.embedded == []


def test_the_tokens_of_a_text_are_kept_beside_its_vector(cache: EmbeddingCache, word_model):
    cache.embed(TEXTS[:2], word_model)
    word_model.embedded.clear()
    kept = cache.tokens([TEXTS[1], TEXTS[0]], word_model)
    assert word_model.embedded == []
    for found, computed in zip(kept, word_model.encode([TEXTS[1], TEXTS[0]]).tokens, strict=True):
        assert found.dtype == np.int8
        assert np.abs(found / SCALE - computed).max() <= 0.5 / SCALE + 1e-6  # a byte a number


@pytest.mark.parametrize(
    "damage", [Path.unlink, overwrite, truncate, scramble, spoil_names, cut_vectors, other_table]
)
def test_tokens_that_cannot_be_read_are_computed(cache: EmbeddingCache, word_model, damage):
    cache.embed(TEXTS, word_model)
    damage(cache.path)
    found = cache.tokens(TEXTS[:2], word_model)
    assert [one.shape for one in found] == [one.shape for one in word_model.encode(TEXTS[:2]).tokens]


# -- what was lost is computed once ----------------------------------------------------------------


DAMAGES = [Path.unlink, overwrite, truncate, scramble, spoil_names, cut_vectors, other_table]


@pytest.mark.parametrize("damage", DAMAGES)
def test_tokens_that_were_lost_are_kept_when_they_are_computed(cache: EmbeddingCache, word_model, damage):
    cache.embed(TEXTS, word_model)
    damage(cache.path)
    first = cache.tokens(TEXTS[:2], word_model)
    word_model.embedded.clear()
    second = cache.tokens(TEXTS[:2], word_model)
    assert word_model.embedded == []
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize("damage", [Path.unlink, overwrite, truncate, scramble, spoil_names, other_table])
def test_a_cache_is_completed_once(cache: EmbeddingCache, word_model, damage):
    cache.embed(TEXTS, word_model)
    assert cache.complete(TEXTS, word_model) == 0
    damage(cache.path)
    assert cache.complete(TEXTS, word_model) > 0
    assert cache.problem() == ""
    word_model.embedded.clear()
    assert cache.complete(TEXTS, word_model) == 0
    cache.tokens(TEXTS, word_model)
    assert word_model.embedded == []


def test_a_text_whose_tokens_were_never_kept_is_completed(cache: EmbeddingCache, word_model):
    cache.embed(TEXTS[:2], word_model, tokens=False)
    assert cache.complete(TEXTS[:2], word_model) == 2
    assert cache.missing(TEXTS[:2], word_model) == []


def changed_value(path: Path) -> None:
    with closing(sqlite3.connect(path)) as table, table:
        table.execute("update tokens set value = zeroblob(length(value)) where rowid = 1")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (Path.unlink, "is missing"),
        (overwrite, "is damaged"),
        (truncate, "is damaged"),
        (scramble, "is damaged"),
        (spoil_names, "is damaged"),
        (changed_value, "has 1 values that have changed"),
    ],
)
def test_a_problem_is_found_and_removed(cache: EmbeddingCache, word_model, damage, said: str):
    cache.embed(TEXTS, word_model)
    assert cache.problem() == ""
    damage(cache.path)
    assert said in cache.problem()
    cache.remove_damaged()
    cache.complete(TEXTS, word_model)
    assert cache.problem() == ""
    assert cache.missing(TEXTS, word_model) == []


def test_no_journal_is_played_into_a_cache_that_is_started_anew(cache: EmbeddingCache, word_model):
    cache.embed(TEXTS[:2], word_model)
    overwrite(cache.path)
    cache.path.with_name(f"{cache.path.name}-journal").write_bytes(b"of the old file")
    cache.embed(TEXTS[:2], word_model)
    assert [one.name for one in cache.path.parent.iterdir()] == [cache.path.name]


def test_a_cache_that_cannot_be_kept_harms_no_question(tmp_path: Path, word_model):
    (tmp_path / "file").write_text("in the way")
    cache = EmbeddingCache(tmp_path / "file" / "embeddings.sqlite")
    assert [len(one) for one in cache.tokens(TEXTS[:2], word_model)] == [6, 6]
    assert cache.vectors(TEXTS[:2], word_model) == {}
