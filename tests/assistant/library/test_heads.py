"""What filters can ask for: the verbs and the bodies of the texts held."""

from __future__ import annotations

from assistant.library.heads import HeadChoices


def test_verbs_and_bodies_are_those_of_the_heads(resolution):
    held = HeadChoices.of([resolution])
    assert held.addressees == (
        "Directors of the Bureaux",
        "ITU Council",
        "Member States",
        "Secretary-General",
        "Sector Members",
    )
    assert {"instructs", "invites", "resolves", "recognizing"} <= set(held.verbs)
    assert list(held.verbs) == sorted(held.verbs)


def test_nothing_is_known_of_no_text():
    assert HeadChoices.of([]) == HeadChoices((), ())
