"""A conversation → the prompt that asks a language model to help with its last question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template

from assistant.answer import Answer
from assistant.language_model.prompt_file import read_prompt
from assistant.selection.prompt import QUESTION, Prompt, data
from assistant.understanding.turns import spoken

PROMPT = Path(__file__).with_name("prompt.txt")
MOST_TURNS = 6
"""Turns before the last that a model sees."""
_TURN = 500  # characters of an earlier turn
_LABELS = 4  # clauses shown to a turn that are named
_LABEL = 150  # characters of a label


def write_help_prompt(turns: Sequence[str], shown: Sequence[Answer]) -> Prompt:
    """Return the prompt for the last of some turns; `shown` are the answers to those before it, if known."""
    answers = shown if len(shown) == len(turns) - 1 else [None] * (len(turns) - 1)
    before = [
        (turn, answer) for turn, answer in zip(turns[:-1], answers, strict=True) if spoken([turn, ""])[:-1]
    ]
    conversation = "\n".join(_turn_text(*pair) for pair in before[-MOST_TURNS:]) or "(none)"
    version, system, user = read_prompt(PROMPT)
    filled = Template(user).substitute(conversation=conversation, question=data(turns[-1])[:QUESTION])
    return Prompt(system, filled, (), version)


def help_version() -> str:
    """Return the version of the prompt."""
    return read_prompt(PROMPT)[0]


def _turn_text(turn: str, answer: Answer | None) -> str:
    cited = [citation.label for claim in answer.claims for citation in claim.citations] if answer else []
    labels = [data(label)[:_LABEL] for label in dict.fromkeys(cited)]
    more = f"; and {len(labels) - _LABELS} more" if len(labels) > _LABELS else ""
    shown = f"\n  shown: {'; '.join(labels[:_LABELS])}{more}" if labels else ""
    return f"asked: {data(turn)[:_TURN]}{shown}"
