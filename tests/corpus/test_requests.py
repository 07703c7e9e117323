"""What a paragraph of any body asks of whom, by the form of its words: a row a rule."""

from __future__ import annotations

import pytest

from corpus.requests import mandate_heads

# a paragraph → whom it asks, one by one
ADDRESSED = {
    "verb in capitals": ("REQUESTS the Warden-General to light lamps;", ["Warden-General"]),
    "adverb behind a verb in capitals": ("URGES FURTHER Member States to light lamps;", ["Member States"]),
    "particle in capitals": ("CALLS ON flag States to light lamps;", ["flag States"]),
    "in lower case": ("invites the BLPM to light lamps,", ["BLPM"]),
    "subject of its own": ("The General Conference asks the CLPM to light lamps.", ["CLPM"]),
    "consulted body": ("Invites the Warden, in consultation with Member States, to act;", ["Warden"]),
    "all of them": ("Calls upon all States to light lamps;", ["States"]),
    "other ones": ("Encourages Parties and other Governments to act;", ["Parties", "other Governments"]),
    "classes beside a proper name": (
        "INVITES Member States, partner organizations and the Secretariat to act;",
        ["Member States", "partner organizations", "Secretariat"],
    ),
    "classes without capitals": (
        "Invites member states, permanent observers, and other donors to pay;",
        ["member states", "permanent observers", "other donors"],
    ),
    "nouns that share what stands before them": (
        "Urges harbour funds, programmes and specialized agencies to pay;",
        ["harbour funds, programmes and specialized agencies"],
    ),
    "nouns that share what stands behind them": (
        "Invites international, regional and national partners to pay;",
        ["international, regional and national partners"],
    ),
    "under two instruments": (
        "Invites bodies under the Convention and the Lamp Agreement, the Board and keepers to act;",
        ["bodies under the Convention and the Lamp Agreement", "Board", "keepers"],
    ),
    "agents": ("Encourages shipowners to act;", ["shipowners"]),
    "one agent": ("requests the project leader to act.", ["project leader"]),
    "compound": ("Requests the co-chairs of the lamp programme to act;", ["co-chairs of the lamp programme"]),
    "short form with a stroke": ("requests LSO/CS to act.", ["LSO/CS"]),
    "short form in brackets": ("Requests the Lamp Committee (LC) to act;", ["Lamp Committee (LC)"]),
    "adverb before the infinitive": ("Invites the Board significantly to act;", ["Board"]),
    "so": ("URGES Parties which have no lamp to do so without delay;", ["Parties"]),
    "what is laid on a body": ("Entrusts the Bureau with the care of lamps;", ["Bureau"]),
    "that": ("DEMANDS that Lumaria, the other power, light lamps;", ["Lumaria"]),
    "that should": ("The Conference recommends that Ministries should light lamps;", ["Ministries"]),
    "that before a list": ("Therefore, we recommend that all Member States:", ["Member States"]),
    "that before a list, with an aside": ("DEMANDS that Lumaria, the other power:", ["Lumaria"]),
    "decision": ("Also decides that the Committee shall meet;", ["Committee"]),
    "decision in capitals": ("DECIDES FURTHER that the Committee shall meet;", ["Committee"]),
    "decision in lower case": ("decides that the CLPM shall elect keepers,", ["CLPM"]),
    "decision that advises": ("AGREES that the Lamp Committee should meet;", ["Lamp Committee"]),
    "infinitive under a decision": ("To urge member states to light lamps.", ["member states"]),
    "what another text asks": ("Recalling resolution 7, which requests the Board to act,", []),
    "what another body asks": ("Recalling that the Council requests the Board to act,", []),
    "what a body asks elsewhere": ("RECALLING Res. 7, in which the Council asks the Board to act;", []),
    "that not": ("RECOMMENDS that Parties not light lamps;", ["Parties"]),
    "advice that is only stressed": ("Stresses that the Board should meet;", []),
    "what is called for": ("Calls for the transfer of lamps to light harbours;", []),
    "infinitive that asks nobody": ("To renew the mandate of the Lamp Group to act.", []),
}


@pytest.mark.parametrize("rule", ADDRESSED)
def test_a_paragraph_asks(rule: str):
    text, expected = ADDRESSED[rule]
    assert [name for head in mandate_heads(text) for name in head.addressees] == expected
