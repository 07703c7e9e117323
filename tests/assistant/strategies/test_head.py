"""What the heads of a verb govern, whom they address, and the preamble."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.strategies.groups import by_head

TEXT = """\
noting

a) that piers are wet;

b) that boats are dry;

noting further

that gulls are loud,

noting with concern

that nets are torn,

resolves

1 that piers are swept;

instructs the Warden

1 to sweep them;

invites boatmen and pilots

1 to bring brooms.
"""
NOTED = ["noting__rec_a", "noting__rec_b", "noting-further__rec_nn_1", "noting-with-concern__rec_nn_1"]


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("a verb in the passive", "What is noted?", NOTED),
        ("a verb with what belongs to it", "What is noted further?", NOTED[2:3]),
        ("and more of it", "What does the text note with concern?", NOTED[3:]),
        ("a verb of the text", "What does the conference resolve?", ["resolves__para_1"]),
        ("who is told by one verb", "Who is invited?", ["invites-boatmen-pilots"]),
        ("whom the text tells", "Whom does the resolution invite?", ["invites-boatmen-pilots"]),
        ("the preamble", "What does the preamble say?", NOTED),
        ("the recitals", "recitals", NOTED),
    ],
)  # fmt: skip
def test_what_the_heads_of_a_verb_govern(asking, chosen, resolution_of, rule, question, shown):
    finding = asking(resolution_of(TEXT), near={}).ask(by_head, question)
    found = [one.partition("#")[2].removeprefix("preamble__") for one in chosen(finding)]
    assert (finding.status, found) == (Status.ANSWERED, shown), rule


@pytest.mark.parametrize(
    "question",
    ["What is urged?", "Who is urged?", "What does the conference think?", "What is noted about gulls?",
     "Who is invited to bring brooms?", "What is the resolution?", "How much is noted?",
     "When is it to be noted?", "How often is it noted?", "Why does the text resolve?",
     "What is noted again?", "How many recitals does the text have?", "Which plan is noted?"],
)  # fmt: skip
def test_what_no_head_says_or_asks_for_more_is_read_by_others(asking, resolution_of, question):
    assert asking(resolution_of(TEXT), near={}).ask(by_head, question) is None
