"""The words of an answer's clause that answer by themselves: a date, a number, a sum, a share."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import AnswerWords, Claim
from assistant.understanding.fact_words import fact_words
from assistant.understanding.facts import fact_asked
from assistant.understanding.forms import topic


def answer_words(question: str, claims: Sequence[Claim]) -> AnswerWords | None:
    """Return the words that answer; None where the question asks for no fact, or they are not certain.

    They are certain only in an answer of one clause, which has them once.
    """
    fact = fact_asked(question, topic(question))
    if fact is None or len(claims) != 1:
        return None
    cited = claims[0].citations[0]
    found = fact_words(question, fact, cited.quote)
    if found is None:
        return None
    start, end = found
    return AnswerWords(cited.provision, cited.start + start, cited.start + end, cited.quote[start:end])
