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


def test_the_annex_may_be_left_out():
    assert label_key("Annex 2, Target 3").loosely == (
        label_key("target 3 of the annex"),
        label_key("target 3"),
    )
    assert label_key("targets for goal 2") in label_key("Annex 1, section 2.5, Targets for Goal 2").loosely
    assert label_key("Annex 2, §3").loosely == (label_key("para 3 of the annex"),)  # "§3" may be another
    assert label_key("§3").loosely == ()
    assert not LabelKey(frozenset())


COUNTED = [
    ("operative paragraph", "operative paragraph 1"),
    ("operative paragraph (a)", "operative paragraph 1(a)"),
    ("operative paragraph 2, third indent", "operative paragraph 2(3)"),
    ("operative paragraph, second indent", "paragraph 1(2)"),
]


@pytest.mark.parametrize(("label", "said"), COUNTED)
def test_what_has_no_number_is_counted(label: str, said: str):
    assert label_key(label).counted == label_key(said)


def test_an_indent_in_an_indent_has_no_number_of_its_own():
    inner = label_key("operative paragraph 2, first indent, first indent")
    assert inner.counted == inner != label_key("operative paragraph 2, first indent")
