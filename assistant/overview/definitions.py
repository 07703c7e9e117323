"""What the parts of a resolution are for, each in one sentence of plain English.

They are general for drafting in the United Nations and the ITU, and are no words of any text.
"""

from __future__ import annotations

from corpus.heads import Head
from index.tokens import words

TITLE = "The title names the subject; resolutions are usually cited by number, so look here for the topic."
FORMULA = "The enacting formula names the body that speaks; it is the subject of every verb that follows."
PREAMBLE = "The preamble gives the background and the reasons. It explains the decisions; it is not binding."
OPERATIVE = (
    "The operative part is what was decided: each paragraph settles something or asks somebody to act."
)
ANNEX = "An annex holds what the operative part adopts or refers to, such as a plan, rules or a glossary."
FOOTNOTES = "A footnote explains a word or gives a source; it belongs to the clause that has its mark."
CHAPTERS = "A treaty is divided into chapters and articles; the numbers in its margin are what people cite."
SECTIONS = "Section headings group paragraphs by subject; they guide the reader and decide nothing."
FORE = "The lines above the title say which body adopted the text, when, and under which document symbol."

_RECITAL = "A reason or a fact that the text rests on; it explains the decisions and is not binding."
_DECISION = "What the body does or says in its own name; the verb shows how strongly."
_RECITING = {
    "acknowledge": "Accepts that something is so, often a contribution or a difficulty of others.",
    "affirm": "States a principle firmly, as the ground on which the decisions stand.",
    "alarm": "Signals that a situation is serious and needs an answer.",
    "aware": "Shows that the body knows a fact and has taken it into account.",
    "bear": "Names something that the reader must not forget when applying the decisions.",
    "concern": "Names a problem; the operative part usually answers it.",
    "condemn": "Rejects what somebody has done, in the strongest terms that a preamble has.",
    "confident": "States an expectation that the decisions rely on.",
    "conscious": "Shows that the body knows a fact and has taken it into account.",
    "consider": "Lists what the body looked at before it decided: earlier texts, facts, its own powers.",
    "convince": "States a judgement that leads to the decisions.",
    "desire": "States what the body wants to achieve.",
    "determine": "States a firm intention.",
    "emphasize": "Points to what matters most among the reasons.",
    "express": "Records a feeling of the body, such as thanks, regret or concern.",
    "guide": "Names the principles or the charter that the decisions follow.",
    "having": "Names what the body has done or examined before it decided.",
    "mindful": "Names something that the reader must not forget when applying the decisions.",
    "note": "Takes up a fact or a document without judging it.",
    "observe": "Takes up a fact that the body has seen for itself.",
    "reaffirm": "Repeats an earlier position, so that nobody can say it was dropped.",
    "recall": "Names earlier decisions that still count; read them together with this text.",
    "recognize": "Accepts a fact, a need or a right as true.",
    "regret": "Records that something did not happen as the body wished.",
    "reiterate": "Says again what an earlier text said.",
    "stress": "Points to what matters most among the reasons.",
    "take": "Takes up a report or a fact; “taking note” neither approves nor rejects it.",
    "underline": "Points to what matters most among the reasons.",
    "underscore": "Points to what matters most among the reasons.",
    "welcome": "Approves of something that has happened, or of a document.",
}
_OPERATING = {
    "acknowledge": "Accepts that something is so; it asks nothing of anybody.",
    "adopt": "Makes an attached or quoted text the body's own and puts it into effect.",
    "affirm": "States a position firmly; it asks nothing of anybody.",
    "appeal": "Asks strongly, where the body cannot give orders.",
    "approve": "Gives consent, so that something takes effect.",
    "authorize": "Gives somebody the power to do something.",
    "call": "Asks for action, usually of States or of everybody concerned; stronger than inviting.",
    "commend": "Praises work that was done.",
    "commit": "The body, or its members, promise to do something.",
    "concern": "Names a problem; the action wanted is stated with it.",
    "condemn": "Rejects what somebody has done.",
    "confirm": "Says that an earlier decision still counts.",
    "continue": "Goes on with what was begun.",
    "decide": "A decision in the full sense: it takes effect by these words.",
    "declare": "States formally what is the case from now on.",
    "demand": "Asks in the strongest way that a resolution has.",
    "emphasize": "Gives weight to a point; it asks nothing directly, but guides those who act.",
    "encourage": "Asks gently: action is wanted, nobody is obliged.",
    "endorse": "Supports a text or a proposal of others, and so makes it count.",
    "establish": "Creates a body, a fund or a procedure.",
    "express": "Records a feeling of the body, such as thanks or concern.",
    "extend": "Lengthens something that would otherwise end.",
    "instruct": "Gives an order to a body that must follow it, such as a secretariat or a council.",
    "invite": "Asks politely those who are free to decline, such as Member States or other organizations.",
    "look": "Says what the body expects to receive or to see.",
    "note": "Takes up a fact or a document without approving or rejecting it.",
    "reaffirm": "Repeats an earlier position, so that nobody can say it was dropped.",
    "recall": "Names an earlier decision that still counts.",
    "recognize": "Accepts a fact, a need or a right as true; it asks nothing of anybody.",
    "recommend": "Gives advice: it should be followed, but nobody is obliged.",
    "reiterate": "Says again what an earlier text said.",
    "request": "Asks for action; to its own secretariat this is as good as an order.",
    "resolve": "A decision in the full sense: it takes effect by these words.",
    "stress": "Gives weight to a point; it asks nothing directly, but guides those who act.",
    "support": "Backs what others do or propose.",
    "take": "Takes up a report or a fact; “takes note” neither approves nor rejects it.",
    "underline": "Gives weight to a point; it asks nothing directly, but guides those who act.",
    "underscore": "Gives weight to a point; it asks nothing directly, but guides those who act.",
    "urge": "Asks strongly for action, usually of States; stronger than inviting.",
    "welcome": "Approves of something that has happened, or of a document.",
}


def stem_of(head: Head) -> str:
    """Return the stem of the verb that says what a head does, past adverbs and auxiliaries.

    >>> stem_of(Head.parse("further recognizing")) == stem_of(Head.parse("We will also recognize"))
    True
    """
    stems = words(head.verb.replace("isi", "izi").replace("ise", "ize").removeprefix("We "))
    known = (stem for stem in stems if stem in _BY_STEM[True] or stem in _BY_STEM[False])
    otherwise = _PROMISE if head.verb.startswith("We will ") else "".join(stems[:1])
    return next(known, otherwise)


def explanation(head: Head | None, *, is_recital: bool) -> str:
    """Say in one sentence what a head does; a general one where its verb is not among those known."""
    known, otherwise = (_BY_STEM[True], _RECITAL) if is_recital else (_BY_STEM[False], _DECISION)
    return known.get(stem_of(head), otherwise) if head else otherwise


_PROMISE = words("commit")[0]  # "We will leave no one behind"
_BY_STEM = {
    True: {words(verb)[0]: meaning for verb, meaning in _RECITING.items()},
    False: {words(verb)[0]: meaning for verb, meaning in _OPERATING.items()},
}
