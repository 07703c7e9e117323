"""What is asked of a text as a whole, and what only speaks of its parts."""

from __future__ import annotations

import pytest

from assistant.understanding.whole_texts import OverviewKind, asked_of_text


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Summarise the plan", OverviewKind.SUBJECT),
        ("What is the resolution about?", OverviewKind.SUBJECT),
        ("I need a short summary", OverviewKind.SUBJECT),
        ("An overview of this text, please", OverviewKind.SUBJECT),
        ("Which bodies receive the executive summary?", None),
        ("What must be included in the summary of the plan?", None),
        ("Who decides the contents of the plan?", None),
        ("What does the resolution deal with?", OverviewKind.SUBJECT),
        ("What does the resolution deal with first?", None),
        ("Show me the structure of the plan", OverviewKind.PARTS),
        ("The parts of the resolution?", OverviewKind.PARTS),
        ("When was the resolution adopted?", OverviewKind.ADOPTION),
        ("In which year did the Plenipotentiary Conference adopt this text?", OverviewKind.ADOPTION),
        ("Since when is the decision in force?", OverviewKind.ADOPTION),
        ("Who adopted it?", OverviewKind.ADOPTER),
        ("Which conference approved the plan?", OverviewKind.ADOPTER),
        ("When was the framework adopted?", None),
        ("Who may adopt the resolution?", None),
        ("What does the table on the parts of the plan say a target is?", None),
    ],
)
def test_a_question_about_a_text_as_a_whole_is_told_from_one_about_something_in_it(
    question: str, asked: OverviewKind | None
):
    assert asked_of_text(question) == asked
