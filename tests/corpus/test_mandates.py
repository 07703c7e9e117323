"""What a paragraph's own words tell whom."""

import pytest

from corpus import Head
from corpus.mandates import find_mandates, has_decided, head_of, list_head, minuted_by, opens_clause
from corpus.requests import binding_mandate, mandate_heads

# a numbered paragraph of a resolution → its verb, whom it addresses
DECIDED = {
    "plain verb": ("Reaffirms the lamp;", "Reaffirms", ""),
    "adverb": ("Strongly urges all States to wait;", "Strongly urges", "all States"),
    "particles": ("Takes note with appreciation of the lamp;", "Takes note with appreciation of", ""),
    "verb of two words": ("Further calls upon Member States to wait;", "Further calls upon", "Member States"),
    "verb with to": ("Appeals to donors to pay;", "Appeals to", "donors"),
    "aside before the body": (
        "Requests, in this regard, the Secretary-General to report;",
        "Requests",
        "the Secretary-General",
    ),
    "aside after the body": (
        "Also requests the Secretary-General, within existing resources, to report;",
        "Also requests",
        "the Secretary-General",
    ),
    "list of what to do": ("Calls upon the Board to:", "Calls upon", "the Board"),
    "what the body goes by": (
        "Invites the Board, based on its reports, in this regard, to wait;",
        "Invites",
        "the Board",
    ),
    "several bodies": (
        "Invites Governments, relevant organizations and the private sector to pay;",
        "Invites",
        "Governments, relevant organizations and the private sector",
    ),
    "another verb follows": (
        "Urges donor countries, and encourages other contributors, to pay;",
        "Urges",
        "donor countries",
    ),
    "list": ("Requests the Harbour Board:", "Requests", "the Harbour Board"),
    "repeated request": (
        "Reiterates its request to the Secretary-General to report;",
        "Reiterates its request to",
        "the Secretary-General",
    ),
    "request to nobody": ("Reiterates its request to present a report;", "Reiterates", ""),
    "decision to ask": ("Decides to request the Board to wait;", "Decides to request", "the Board"),
    "decision to do": ("Decides to include the lamp;", "Decides", ""),
    "thing, not body": ("Encourages the continued use of lamps to see;", "Encourages", ""),
    "things without article": ("Urges caution and restraint to avoid fog;", "Urges", ""),
    "clause": ("Requests that the lamp be lit;", "Requests", ""),
    "verb that is not known": ("Salutes the keepers;", "Salutes", ""),
    "verb behind other words": ("In this regard, invites the Board to wait;", "invites", "the Board"),
    "participle before the verb": ("Bearing in mind the fog, decides to wait;", "decides", ""),
}
# a paragraph of a declaration
DECLARED = {
    "we": ("We request the Secretary-General to report.", "We request", "the Secretary-General"),
    "we, with an adverb": ("We also encourage Member States to wait.", "We also encourage", "Member States"),
    "we will": ("We will promote the lamp.", "We will promote", ""),
    "we are": ("We are determined to wait.", "We are determined", ""),
    "without subject": ("Reaffirm the lamp;", "Reaffirm", ""),
    "participle that opens prose": ("Realizing this will take years.", None, ""),
    "prose": ("The lamps are many.", None, ""),
    "vocative": ("We, the keepers, wait.", None, ""),
}
RECITED = {
    "participle": ("Recalling the fog,", "Recalling", ""),
    "participle with adverb": ("Recalling also the fog,", "Recalling also", ""),
    "adjective": ("Deeply concerned at the fog,", "Deeply concerned", ""),
    "perfect": ("Having considered the fog,", "Having considered", ""),
    "aside": ("Noting, with concern, that it is foggy,", "Noting", ""),
    "prose": ("The lamps are many", None, ""),
    "nouns in the plural": ("Coins are counted;", None, ""),
}


@pytest.mark.parametrize(("text", "verb", "addressee"), DECIDED.values(), ids=DECIDED)
def test_a_numbered_paragraph_has_its_verb_and_addressee(text, verb, addressee):
    head = head_of(text, decides=True)
    assert (head.verb, head.addressee) == (verb, addressee)
    assert not head.is_preambular


@pytest.mark.parametrize(("text", "verb", "addressee"), DECLARED.values(), ids=DECLARED)
def test_a_declaration_speaks_in_the_first_person(text, verb, addressee):
    head = head_of(text, declares=True)
    assert ((head.verb, head.addressee) if head else (None, "")) == (verb, addressee)
    assert head is None or not head.is_preambular


@pytest.mark.parametrize(("text", "verb", "addressee"), RECITED.values(), ids=RECITED)
def test_a_recital_has_its_participle(text, verb, addressee):
    head = head_of(text)
    assert ((head.verb, head.addressee) if head else (None, "")) == (verb, addressee)


@pytest.mark.parametrize(
    "text", [row[0] for row in (*DECIDED.values(), *DECLARED.values(), *RECITED.values())]
)
def test_a_head_is_read_back_from_its_words(text):
    for head in (head_of(text, decides=True), head_of(text, declares=True), *mandate_heads(text)):
        assert head is None or Head.parse(head.text) == head


MANDATES = {
    "behind a welcome": (
        "Welcomes it, and in this regard requests the Board to keep it, and invites Member States to pay;",
        ["requests the Board", "invites Member States"],
    ),
    "shared": (
        "Urges donor countries, and encourages other contributors, to pay;",
        ["Urges donor countries", "encourages other contributors"],
    ),
    "of a declaration": ("The fog is thick. We call upon all States to wait.", ["call upon all States"]),
    "noun": ("Recalls the mandates of the Board to wait;", []),
    "none": ("Welcomes the requests of the Board;", []),
}


@pytest.mark.parametrize(("text", "found"), MANDATES.values(), ids=MANDATES)
def test_all_that_a_paragraph_asks_of_somebody_is_found(text, found):
    assert [str(one) for one in mandate_heads(text)] == found


LISTS = {
    "the last verb": (
        "Emphasizes the lamp, and in this regard requests the Secretary-General:",
        "requests the Secretary-General",
    ),
    "two verbs that share a list": (
        "Calls upon the Board and invites Governments to wait:",
        "Calls upon the Board",
    ),
    "of a declaration": ("The fog is thick. We decide to:", "We decide"),
    "no verb": ("The lamps are:", None),
}


@pytest.mark.parametrize(("text", "found"), LISTS.values(), ids=LISTS)
def test_a_list_goes_on_with_the_verb_that_introduces_it(text, found):
    head = list_head(text)
    assert (head and str(head)) == found


# a paragraph → each mandate's head, and what it asks
ASKED = {
    "one": ("Requests the Board to wait;", [("Requests the Board", " to wait")]),
    "an aside behind the body": (
        "Requests the Board, within its means, to wait;",
        [("Requests the Board", ", within its means, to wait")],
    ),
    "an aside before the body": (
        "Requests, where appropriate, the Board to wait;",
        [("Requests the Board", " to wait")],
    ),
    "up to the next, without what leads to it": (
        "Welcomes it, requests the Board to wait, and in this regard also invites Member States to pay;",
        [("requests the Board", " to wait"), ("also invites Member States", " to pay")],
    ),
    "what two verbs share": (
        "Urges donor countries and encourages Member States to pay;",
        [("Urges donor countries", " to pay"), ("encourages Member States", " to pay")],
    ),
    "who is able to": (
        "Invites Member States in a position to do so to pay;",
        [("Invites Member States", " in a position to do so to pay")],
    ),
    "we": (
        "We request the Board to wait. We also encourage Member States to pay.",
        [("request the Board", " to wait"), ("also encourage Member States", " to pay.")],
    ),
    "nothing": ("Welcomes the report of the Board;", []),
}
# a decision → the body that it binds, and to what
BOUND = {
    "a body": ("that the Council shall review the budget;", ("the Council", "review the budget;")),
    "behind its verb": ("Decides that the Committee shall meet;", ("the Committee", "meet;")),
    "behind a case": (
        "that, if no conference is held, the Council shall set the fees;",
        ("the Council", "set the fees;"),
    ),
    "several bodies": (
        "that Member States, Sector Members and Associates shall pay;",
        ("Member States, Sector Members and Associates", "pay;"),
    ),
    "to let be": ("that the Council shall not open;", ("the Council", "not open;")),
    "an adverb": ("that the Council shall also meet;", ("the Council", "meet;")),
    "to be something": (
        "that the Board shall be responsible for it;",
        ("the Board", "be responsible for it;"),
    ),
    "what it undergoes": ("that the Council shall be informed;", None),
    "what it is made of": ("that the Committee shall consist of nine members;", None),
    "what it may do": ("that the Council may meet;", None),
    "a thing": ("that each lamp shall burn;", None),
    "no fee": ("that no fee shall be charged;", None),
    "a recital": ("that the Council has met;", None),
}


@pytest.mark.parametrize("rule", ASKED)
def test_mandates_have_their_own_words(rule: str):
    text, expected = ASKED[rule]
    assert [(str(one.head), text[one.action : one.end]) for one in find_mandates(text)] == expected


@pytest.mark.parametrize("rule", BOUND)
def test_a_decision_binds_a_body_that_shall_act(rule: str):
    text, expected = BOUND[rule]
    found = binding_mandate(text)
    assert (found and (found.head.addressee, text[found.action : found.end])) == expected


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("RESOLVED, that lamps be lit", True),
        ("Be it further resolved that lamps be lit", True),
        ("Recommended that the Board light the lamps", True),
        ("Called upon the Board to light the lamps", True),
        ("Convinced that the lamps burn", False),
        ("Painted that the lamps may last", False),
        ("Requests the Board to light the lamps", False),
    ],
)
def test_a_participle_says_what_was_decided(text: str, is_so: bool):
    assert has_decided(text) == is_so


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The Pier Committee unanimously approved the plan.", "Pier Committee"),
        ("The Board took note of the report.", "Board"),
        ("The Board decides to light the lamps.", "Board"),
        ("The Pier Committee painted the lamps.", ""),
        ("The plan approved by the Board is new.", ""),
    ],
)
def test_minutes_name_the_body_that_has_decided(text: str, body: str):
    assert minuted_by(text) == body


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Notes the report of the meeting", True),
        ("Notes of the meeting", False),
        ("Requests and replies", False),
        ("Recalling the report", True),
        ("Recalling Resolution 7", True),
        ("Concerned Harbours", False),
        ("Lamps of the piers", False),
    ],
)
def test_a_known_verb_opens_a_clause(text: str, is_so: bool):
    assert opens_clause(text) == is_so
