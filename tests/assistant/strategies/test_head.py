"""What the heads of a verb govern, and whom they address."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.strategies.head import by_head
from corpus.instruments import Kind
from evals.worlds import INVENTED

TEXT = """\
noting

a) that piers are wet;

b) that boats are dry;

noting further

that gulls are loud,

resolves

1 that piers are swept;

instructs the Warden

1 to sweep them;

invites boatmen and pilots

1 to bring brooms.
"""


@pytest.mark.parametrize(
    ("rule", "question", "shown"),
    [
        ("a verb in the passive", "What is noted?",
         ["noting__rec_a", "noting__rec_b", "noting-further__rec_nn_1"]),
        ("with what the head adds", "What is noted further?", ["noting-further__rec_nn_1"]),
        ("a verb of the text", "What does the conference resolve?", ["resolves__para_1"]),
        ("the head itself", "List all recitals under noting further", ["noting-further__rec_nn_1"]),
        ("who is told by one verb", "Who is invited?", ["invites-boatmen-pilots"]),
        ("whom the text tells", "Whom does the resolution invite?", ["invites-boatmen-pilots"]),
        ("by whatever verb", "Which bodies are told to do something?",
         ["instructs-warden", "invites-boatmen-pilots"]),
    ],
)  # fmt: skip
def test_what_the_heads_of_a_verb_govern(asking, chosen, resolution_of, rule, question, shown):
    finding = asking(resolution_of(TEXT), near={}).ask(by_head, question)
    found = [one.partition("#")[2].removeprefix("preamble__") for one in chosen(finding)]
    assert (finding.status, found) == (Status.ANSWERED, shown), rule


@pytest.mark.parametrize(
    "question",
    ["What is urged?", "Who is urged?", "What does the conference think?", "What is noted about gulls?",
     "Who is invited to bring brooms?", "What is the resolution?"],
)  # fmt: skip
def test_no_head_is_asked_for(asking, resolution_of, question: str):
    assert asking(resolution_of(TEXT), near={}).ask(by_head, question) is None


def test_a_paragraph_that_is_its_own_head(asking, chosen):
    text = (INVENTED[0] / "a-res-96-154.txt").read_text(encoding="utf-8")
    asked = asking(text, near={})
    finding = asked.ask(by_head, "What does the General Assembly request in this resolution?")
    told = [one for _, one in asked.retriever.provisions() if one.kind == Kind.OPERATIVE and one.head]
    requested = [one.eid for one in told if one.head.verb.lower().endswith("requests")]
    assert requested
    assert [one.partition("#")[2] for one in chosen(finding)] == requested
