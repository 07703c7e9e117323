"""A conversation that is taken away: a language model's sentence is kept apart from the clauses."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.conversations.export import as_json, markdown
from assistant.conversations.turn import Conversation, Turn
from assistant.scope.filters import Filters
from corpus.keys import ProvisionId

WHERE = ProvisionId.parse("itu-pp/res-900/2030#resolves__para_1")
CITED = Citation(WHERE, "Resolution 900, resolves 1", 0, 14, "keep a lantern", "resolves")
ANSWER = Answer(
    Status.ANSWERED,
    "Resolution 900 resolves:",
    (Claim("keep a lantern", Support.VERBATIM, (CITED,)),),
    opening="Harbours *shall* keep a lantern.",
    read_by="small",
)
TURNS = (Turn(1, "What is kept?", Filters(), ANSWER, "2030-01-01"),)
TALK = Conversation("abc", "Lanterns", "2030-01-01", 1)


def test_who_read_is_said_and_an_opening_is_no_quote():
    text = markdown(TALK, TURNS)
    assert "Read by small" in text
    assert "keep a lantern. (in other words)" in text
    assert "*shall*" not in text
    assert "> keep a lantern" in text
    (turn,) = as_json(TALK, TURNS)["turns"]
    assert (turn["answer"]["read_by"], turn["answer"]["opening"]) == ("small", ANSWER.opening)
