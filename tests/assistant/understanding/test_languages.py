"""The language of a question, and what is said to one that is not in English."""

from __future__ import annotations

import pytest

from assistant.answer import ReasonCode, Status
from assistant.pipeline import Assistant
from assistant.rendering.reasons import IN_ENGLISH
from assistant.understanding.languages import Language, is_leftwards, language_of, may_be_foreign

ASKED = {
    Language.ENGLISH: "What is the Council instructed to do with the strategic plan?",
    Language.FRENCH: "Quels sont les objectifs stratégiques de l'Union ?",
    Language.SPANISH: "¿Cuáles son los objetivos estratégicos de la Unión?",
    Language.RUSSIAN: "Каковы стратегические цели Союза?",
    Language.ARABIC: "ما هي الأهداف الاستراتيجية للاتحاد؟",
    Language.CHINESE: "国际电联的战略目标是什么？",
}


@pytest.mark.parametrize(("language", "text"), ASKED.items(), ids=[one.name for one in ASKED])
def test_the_languages_of_the_united_nations_are_told_apart(language: Language, text: str):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Wer leitet den Rat und was ist die Aufgabe der Sektoren?",
        "Quali sono gli obiettivi della Unione?",
        "Wat is het doel van een plan?",
        "연합의 전략 목표는 무엇입니까?",
        "मुख्य लक्ष्य क्या हैं?",
    ],
)
def test_any_other_language_is_one_of_the_others(text: str):
    assert language_of(text) == Language.OTHER


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("a French name", "What does the Bureau des Longitudes de la Marine have to do with the plan?"),
        ("a Spanish name", "Who is told to report to the Comisión de los Países del Sur?"),
        ("quoted words in another script", "What does “Союз” mean in the text of the Constitution?"),
        ("letters with marks", "Is the résumé of the Geneva café named in the annex?"),
    ],
)
def test_english_with_foreign_words_in_it_stays_english(rule: str, text: str):
    assert language_of(text) == Language.ENGLISH, rule


@pytest.mark.parametrize(
    "text",
    ["", "?", "1.6", "Target 2.3", "objectifs stratégiques", "Buenos Aires", "Rat Konferenz", "la mission"],
)
def test_too_little_to_say_counts_as_english(text: str):
    assert language_of(text) == Language.ENGLISH


FOREIGN = [
    *list(ASKED.values())[1:],
    "Kto nadzoruje plan strategiczny?",
    "Nani anasimamia mpango mkakati?",
    "Ki felügyeli a stratégiai tervet?",
    "Wer überwacht den strategischen Plan?",
    "Chi supervisiona il piano strategico?",
    "Ai giám sát kế hoạch chiến lược?",
    "strategische Ziele der Union",
    "Objectifs stratégiques ?",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_a_question_in_any_language_may_be_foreign(text: str, assistant: Assistant):
    assert may_be_foreign(text, assistant.scopes.lexicon.vocabulary)


@pytest.mark.parametrize(
    "text",
    [
        ASKED[Language.ENGLISH],
        "strategic goals",
        "plan on extrabudgetary money",
        "What does the Bureau des Longitudes have to do with the plan?",
        "Who wrote the résumé?",
        "1.6",
        "",
    ],
)
def test_english_is_not_taken_for_a_foreign_language(text: str, assistant: Assistant):
    assert not may_be_foreign(text, assistant.scopes.lexicon.vocabulary)


def test_some_languages_are_written_from_right_to_left():
    assert [one for one in ("ar", "en", "fa", "fr", "he", "ur", "zh") if is_leftwards(one)] == [
        "ar",
        "fa",
        "he",
        "ur",
    ]


def test_each_language_but_english_has_its_sentence_in_that_language():
    assert set(IN_ENGLISH) == set(Language) - {Language.ENGLISH}
    own = {language: language_of(said) for language, said in IN_ENGLISH.items()}
    assert own.pop(Language.OTHER) == Language.ENGLISH
    assert own == {language: language for language in own}


@pytest.mark.parametrize(
    ("language", "text"),
    [*list(ASKED.items())[1:], (Language.OTHER, "Wer leitet den Rat und was ist die Aufgabe der Sektoren?")],
)
def test_a_question_in_another_language_is_answered_in_it(
    language: Language, text: str, assistant: Assistant
):
    answer = assistant.ask([text])
    assert (answer.status, answer.reason_code) == (Status.OUT_OF_SCOPE, ReasonCode.NOT_IN_ENGLISH)
    assert (answer.lead, answer.claims) == (IN_ENGLISH[language], ())


def test_the_clause_that_it_names_is_shown_as_the_closest(assistant: Assistant):
    answer = assistant.ask(["Que dit Annex 1, §76 sur les objectifs de la mission ?"])
    assert answer.reason_code == ReasonCode.NOT_IN_ENGLISH
    assert [one.eid for one in answer.closest] == ["annex_1__para_76"]
