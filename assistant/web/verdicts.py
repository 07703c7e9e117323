"""What a person says of an answer: is it right, and if not, what would be."""

from __future__ import annotations

from assistant.answer import Answer, Status
from assistant.conversations.turn import Verdict, VerdictKind
from assistant.web.markup import Html, element

LONGEST_CLAUSE, LONGEST_WORDS = 200, 2_000
"""Characters of the clause that would be right, and of a person's own words."""

_SAID = {
    VerdictKind.RIGHT: "Right",
    VerdictKind.WRONG_CLAUSE: "Wrong clause",
    VerdictKind.MISSING_CLAUSE: "Missing clause",
    VerdictKind.SHOULD_HAVE_REFUSED: "Should have refused",
}


def verdict(turn: int, answer: Answer, given: Verdict | None) -> Html:
    """Render the buttons under an answer, the one that was pressed pressed, and what may be added to it."""
    name = f"verdict-{turn}"
    kinds = [one for one in VerdictKind if _fits(one, answer)]
    buttons = [
        element("button", _SAID[one], type="button", data_verdict=str(one), aria_pressed=_pressed(one, given))
        for one in kinds
    ]
    return element(
        "form",
        element(
            "p", element("span", "Is this right?", id=name), *buttons, role="group", aria_labelledby=name
        ),
        _more(name, given),
        element("p", class_="verdict-said", role="status"),
        class_="verdict",
        data_turn=str(turn),
        aria_label="What you think of this answer",
    )


def _fits(kind: VerdictKind, answer: Answer) -> bool:
    """Tell whether something can be said of an answer: a refusal shows no clause as its answer."""
    refused = answer.status not in (Status.ANSWERED, Status.CANDIDATES, Status.NEEDS_CLARIFICATION)
    return not refused or kind in (VerdictKind.RIGHT, VerdictKind.MISSING_CLAUSE)


def _pressed(kind: VerdictKind, given: Verdict | None) -> str:
    """Return whether a button is pressed, as a browser wants it."""
    return "true" if given and given.kind == kind else "false"


def _more(name: str, given: Verdict | None) -> Html:
    """Render what may be added to a verdict, shown once there is one."""
    clause, words = (given.clause, given.words) if given else ("", "")
    return element(
        "div",
        element("label", "The clause that answers, if you know it", for_=f"{name}-clause"),
        element("input", id=f"{name}-clause", name_="clause", value=clause, maxlength=str(LONGEST_CLAUSE),
                placeholder="resolves 2, Annex 1 §27", autocomplete="off"),
        element("label", "In your words", for_=f"{name}-words"),
        element("input", id=f"{name}-words", name_="words", value=words, maxlength=str(LONGEST_WORDS),
                autocomplete="off"),
        element("button", "Send", type="submit"),
        class_="verdict-more",
        hidden=given is None or given.kind == VerdictKind.RIGHT,
    )  # fmt: skip
