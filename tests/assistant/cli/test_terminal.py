"""What the command line shows while it works."""

from __future__ import annotations

import pytest

from assistant.cli.terminal import ProgressBar


def test_a_progress_bar_counts_each_round_by_itself(capsys: pytest.CaptureFixture[str]):
    with ProgressBar("Embedding texts", "text") as bar:
        for done, total in [(2, 4), (4, 4), (3, 9), (9, 9)]:
            bar(done, total)
    error = capsys.readouterr().err
    assert "4/4" in error
    assert "9/9" in error
