"""What is made of a library: once, however many ask at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from time import sleep

import pytest

from assistant.operations.context import Once
from assistant.web.service import State


def test_what_many_ask_for_at_once_is_made_once():
    made, together = [], Barrier(4)

    def make():
        sleep(0.05)  # so that all are waiting
        made.append("graph")
        return len(made)

    once = Once(make)

    def ask(_):
        together.wait()
        return once()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [1, 1, 1, 1]


def test_what_could_not_be_made_is_tried_again():
    tries = []

    def make():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk is away")
        return "graph"

    once = Once(make)
    with pytest.raises(OSError, match="the disk is away"):
        once()
    assert once() == "graph"


def test_a_state_with_another_model_keeps_what_was_made(assistant):
    state = State.of(assistant)
    found = state.graph()
    other = replace(state, model_reader=None)
    assert other.graph() is found
    assert other.library is assistant.library
