"""What a head says: a verb by its stem or as it stands, a body among those that it addresses."""

from __future__ import annotations

import pytest

from assistant.understanding.addressees import duty_asked
from assistant.understanding.heads import addresses, has_verb
from corpus.heads import Head

# rule → (head, verb, whether it has it)
VERBS = {
    "by its stem": ("instructs the Harbour Council", "instruct", True),
    "as it stands": ("instructs the Harbour Council", "instructs", True),
    "in another case": ("Requests the Board", "request", True),
    "another verb": ("invites Member States", "instruct", False),
    "behind an adverb": ("further instructs the Board", "instruct", True),
    "a participle": ("noting with concern", "note", True),
    "a perfect participle": ("having noted", "note", True),
    "the first of two": ("resolves to instruct the Board", "resolve", True),
    "the second of two": ("resolves to instruct the Board", "instruct", True),
    "two words": ("calls upon all Parties", "call upon", True),
    "the addressee is no verb": ("invites the Instruct Group", "instruct", False),
    "in British spelling": ("recognizing further", "recognise", True),
    "an adjective": ("deeply aware", "aware", True),
}
# rule → (head, body, whether it addresses it)
BODIES = {
    "alone": ("instructs the Harbour Council", "Harbour Council", True),
    "with its article": ("instructs the Harbour Council", "the Harbour Council", True),
    "without ITU": ("instructs the ITU Council", "Council", True),
    "the first of two": (
        "instructs the Secretary-General and the Directors of the Bureaux",
        "Secretary-General",
        True,
    ),
    "the second of two": (
        "instructs the Secretary-General and the Directors of the Bureaux",
        "directors of the bureaux",
        True,
    ),
    "one of a row": ("invites Member States, Sector Members and Academia", "Sector Members", True),
    "how many there are": ("instructs the Directors of the three Bureaux", "Directors of the Bureaux", True),
    "for short": (
        "instructs the Director of the Telecommunication Development Bureau",
        "Director of BDT",
        True,
    ),
    "with an adjective": ("invites developing Member States", "Member States", True),
    "countries go by their name in the head": ("Invites Governments and donors", "Governments", True),
    "a longer name": ("invites the Economic and Social Council", "Council", False),
    "a deputy": ("instructs the Deputy Secretary-General", "Secretary-General", False),
    "who stands for it": ("invites the Chair of the Council", "Council", False),
    "the beginning of a longer name": ("Invites the United Nations Children's Fund", "United Nations", False),
    "who is only heard": ("instructs the Director, in consultation with the Council", "Council", False),
    "nobody": ("resolves", "Council", False),
}


@pytest.mark.parametrize("rule", VERBS)
def test_a_head_has_a_verb_by_its_stem(rule: str):
    head, verb, has = VERBS[rule]
    assert has_verb(Head.parse(head).verb, verb) is has


@pytest.mark.parametrize("rule", BODIES)
def test_a_head_addresses_a_body_among_others(rule: str):
    head, body, does = BODIES[rule]
    assert addresses(Head.parse(head), body) is does


def test_a_name_is_found_within_longer_ones_when_that_is_asked():
    head = Head.parse("Requests the Executive Director of the United Nations Children's Fund")
    assert not addresses(head, "United Nations Children's Fund")
    assert addresses(head, "United Nations Children's Fund", partial=True)


@pytest.mark.parametrize("short", ["Director of BDT", "BDT Director", "BDT's Director"])
def test_a_body_called_for_short_is_asked_about_like_one_in_full(short: str):
    asked = duty_asked(f"What must the {short} do?")
    full = duty_asked("What must the Director of the Telecommunication Development Bureau do?")
    assert asked
    assert full
    assert asked.about == full.about
