"""Every command names a function, and its options are what that function takes."""

from __future__ import annotations

import importlib
import inspect

import pytest

from evals.__main__ import _parser

LINES = [
    "run --json --quick", "bench --library 3", "ablate --all", "ablate --strategy x --json",
    "answers home --half test --talk", "claims home --half test",
    "reliability one other",
    "model --world res-71 --without-help --import file --json", "faults --row kill --only x",
    "faults --load", "baseline name", "raise --report folder", "review", "margin", "pin",
    "compare --half test --json",
    "train --epochs 3", "match --bodies texts", "select", "average one other --output file",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_the_options_of_a_command_are_the_parameters_of_its_function(line: str):
    options = vars(_parser().parse_args(line.split()))
    module, _, name = options.pop("function").partition(":")
    assert options.pop("what") == line.split()[0]
    function = getattr(importlib.import_module(module), name)
    assert inspect.signature(function).bind(**options).arguments == options
