"""Arrays of an index are read as NumPy wrote them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.arrays import read_array


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12, dtype=np.float32).reshape(3, 4),
        np.arange(12, dtype=np.int32).reshape(3, 4),
        np.zeros((0, 384), dtype=np.float32),
        np.zeros(0, dtype=np.float32),
    ],
    ids=["vectors", "counts", "no rows", "nothing"],
)
def test_an_array_is_read_as_it_was_written(array: np.ndarray, tmp_path: Path):
    for number in range(2):  # the second has the head of the first
        np.save(tmp_path / f"{number}.npy", array + number)
        found = read_array(tmp_path / f"{number}.npy")
        assert found.dtype == array.dtype
        assert found.shape == array.shape
        assert np.array_equal(found, array + number)
