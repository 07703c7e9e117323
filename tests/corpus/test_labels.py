"""Labels are compared by what they name, in whatever order and words."""

from __future__ import annotations

import pytest

from corpus.labels import LabelKey, label_key

SAME = [
    ("Annex 1, §4", "paragraph 4 of annex 1"),
    ("Annex 1, §17, outcome 2)", "outcome (2) of paragraph 17 of Annex 1"),
    ("annex II, para. 3 (a)", "para 3(a) of annex 2"),
    ("considering a)", "recital (a) of considering"),
    ("considering further b)", "considering further b"),
    ("preambular para. 8", "recital 8"),
    ("preambular para. 8", "PP 8"),
    ("para. 12 (a)", "OP 12 a)"),
    ("instructs the ITU Council 3", "paragraph 3 under instructs the Council"),
    ("instructs the Secretary-General 4", "instructs SG 4"),
    ("instructs the Director of the Telecommunication Development Bureau 1", "instructs BDT Director 1"),
    ("No. 191A", "number 191a"),
    ("Nos. 298A to 298B", "nos 298A and 298B"),
    ("section 1bis.2.1, first paragraph", "the first paragraph of section 1 bis.2.1"),
    ("Annex 1, 21st indent", "21st indent of the Annex 1"),
    ("Chapter IVA", "chapter iva"),
    ("Chapter IX", "chapter 9"),
    ("target 9.c", "Targets 9.c"),
    ("instructs the ITU Council 3", "item 3 of the instructions to the Council"),
    ("invites Member States a)", "a) of the invitation to Member States"),
    ("preambular para. 2", "the second preambular paragraph"),
    ("preambular para. 12", "recitals 12"),
    ("para. 3", "the third operative paragraph"),
    ("operative paragraph", "operative paragraph 1"),
    ("operative paragraph, second indent", "second indent of the first operative paragraph"),
    ("Target 1.6", "T1.6"),
]
OTHER = [
    ("Annex 1, §4", "Annex 4, §1"),
    ("considering a)", "considering b)"),
    ("considering a)", "considering further a)"),
    ("para. 8", "preambular para. 8"),
    ("Article 3", "No. 3"),
    ("section 2, first paragraph", "section 2, §1"),
    ("instructs the Council 3", "invites the Council 3"),
    ("para. 3 (a)", "para. 3"),
    ("Chapter IV", "Chapter VI"),
    ("para. 1, second indent", "para. 1, second indent, second indent"),
]


@pytest.mark.parametrize(("label", "said"), SAME)
def test_two_ways_to_say_one_label(label: str, said: str):
    assert label_key(label) == label_key(said)


@pytest.mark.parametrize(("label", "other"), OTHER)
def test_labels_of_two_units_differ(label: str, other: str):
    assert label_key(label) != label_key(other)


@pytest.mark.parametrize("nothing", ["", " ", "§", "the", "of this, and"])
def test_words_that_name_nothing(nothing: str):
    assert not label_key(nothing).has_number


def said(short: str, label: str) -> bool:
    """Return True if a short form says a label."""
    return any(form.is_said_by(label_key(short).plainly[0]) for form in label_key(label).plainly)


SAID = [
    ("the annex left out", "Annex 2, Target 3", "target 3"),
    ("its number left out", "Annex 2, §3", "para 3 of the annex"),
    ("the section left out", "Annex 1, section 2.5, Targets for Goal 2", "Targets for Goal 2"),
    ("the verb left out", "instructs the Secretary-General 3 i)", "SG 3(i)"),
    ("the beginning of a word", "instructs the Directors of the Bureaux 2", "director 2"),
    ("an indent by its number", "operative paragraph 2, first indent", "operative paragraph 2(1)"),
    ("an indent of an indent", "para. 1, second indent, third indent", "paragraph 1(2)(3)"),
    ("a marginal number alone", "No. 235", "235"),
    ("one of a range", "Nos. 13 to 15", "No. 14"),
]
NOT_SAID = [
    ("another annex", "Annex 2, Target 3", "Annex 1, target 3"),
    ("less than all numbers", "§3 (a)", "paragraph 3"),
    ("a marginal number that is none", "Annex 1, §24", "No. 24"),
    ("a number outside a range", "Nos. 13 to 15", "No. 16"),
    ("a short word's beginning", "instructs the Council 2", "co 2"),
]


@pytest.mark.parametrize(("rule", "label", "short"), SAID, ids=[row[0] for row in SAID])
def test_a_label_is_said_by_its_numbers_and_some_of_its_words(rule: str, label: str, short: str):
    assert said(short, label)


@pytest.mark.parametrize(("rule", "label", "short"), NOT_SAID, ids=[row[0] for row in NOT_SAID])
def test_a_label_is_not_said_by(rule: str, label: str, short: str):
    assert not said(short, label)


def test_a_key_without_words_and_numbers_is_empty():
    assert not LabelKey(frozenset())


COUNTED = [
    ("operative paragraph", "operative paragraph 1"),
    ("operative paragraph (a)", "operative paragraph 1(a)"),
    ("operative paragraph 2, third indent", "operative paragraph 2(3)"),
    ("operative paragraph, second indent", "paragraph 1(2)"),
]


@pytest.mark.parametrize(("label", "said"), COUNTED)
def test_what_has_no_number_is_counted(label: str, said: str):
    own, typed = label_key(label).plainly, label_key(said).plainly
    assert any(one.is_said_by(other) for one in own for other in typed)
