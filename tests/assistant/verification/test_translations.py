"""The translation of a checked opening: shown only where numbers and names are those of the sentence."""

from __future__ import annotations

import pytest

from assistant.verification.translations import translation_objection

COUNTED = "The Harbour Council is instructed to count 12 lanterns every three years."
DATED = "Member States are invited to report by 31 December 2026."
SHOWN = [
    ("French", "fr", COUNTED, "Le Harbour Council est chargé de compter 12 lanternes tous les 3 ans."),
    ("Arabic, in its own digits", "ar", COUNTED, "يُكلَّف Harbour Council بعدّ ١٢ فانوسًا كل ٣ سنوات."),
    ("Chinese", "zh", COUNTED, "Harbour Council 负责每 3 年清点 12 盏灯。"),
    ("German, which writes nouns with capitals", "de", COUNTED,
     "Der Harbour Council soll alle 3 Jahre 12 Laternen zählen."),
    ("a date with its month in digits", "fr", DATED,
     "Les Member States sont invités à faire rapport avant le 31.12.2026."),
    ("a date in Chinese", "zh", DATED, "请 Member States 在 2026 年 12 月 31 日之前提交报告。"),
    ("no number and no name", "es", "Lanterns are kept by wardens.", "Los guardas cuidan las linternas."),
]  # fmt: skip


@pytest.mark.parametrize(("how", "language", "sentence", "said"), SHOWN, ids=[row[0] for row in SHOWN])
def test_a_translation_with_the_same_numbers_and_names_is_shown(how, language, sentence, said):
    assert translation_objection(said, sentence, language) == ""


DROPPED = [
    ("none", "fr", COUNTED, "", "there is none"),
    ("the sentence itself", "fr", COUNTED, COUNTED, "it repeats"),
    ("another number", "fr", COUNTED, "Le Harbour Council compte 12 lanternes tous les 4 ans.", "numbers"),
    ("a number in words", "fr", COUNTED, "Harbour Council : 12 lanternes tous les trois ans.", "numbers"),
    ("one more number", "zh", COUNTED, "Harbour Council 负责每 3 年清点 12 盏灯 5 次。", "numbers"),
    ("another month", "fr", DATED, "Les Member States font rapport avant le 31.11.2026.", "numbers"),
    ("a month in words", "fr", DATED, "Les Member States font rapport avant le 31 décembre 2026.", "numbers"),
    ("a name translated", "fr", COUNTED, "Le Conseil compte 12 lanternes tous les 3 ans.", "names"),
    ("one more name", "es", COUNTED, "El Harbour Council y UNESCO: 12 linternas cada 3 años.", "names"),
    ("one more abbreviation", "de", COUNTED, "Harbour Council und UNESCO zählen alle 3 Jahre 12 Laternen.",
     "names"),
    ("a token", "zh", COUNTED, "Harbour Council 负责每 3 年清点 12 盏灯 (c 12, c3)。", "token"),
    ("an address", "fr", COUNTED, "Harbour Council, 12 tous les 3 ans: https://example.org", "markup"),
    ("markup", "fr", COUNTED, "<b>Harbour Council</b> compte 12 lanternes tous les 3 ans.", "markup"),
    ("hidden signs", "ar", COUNTED, "\u202eHarbour Council 12 3", "markup"),
    ("two lines", "fr", COUNTED, "Harbour Council 12\n3", "markup"),
    ("ever so long", "fr", COUNTED, "Harbour Council 12 3 " + "et ainsi " * 100, "more than one"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("how", "language", "sentence", "said", "why"), DROPPED, ids=[row[0] for row in DROPPED]
)
def test_a_translation_that_cannot_be_checked_is_not_shown(how, language, sentence, said, why):
    found = translation_objection(said, sentence, language)
    assert why in found
