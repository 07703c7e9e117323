"""Whether an edition is in force is said of the edition that is named, and of nothing else."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.library.library import Library
from assistant.pipeline import Assistant
from corpus.catalogue import Catalogue
from index.opening import search_without_index
from ingest import parse_source, text_source

OLD, NEW = "Resolution 900 (Rev. Lisbon, 2030)", "Resolution 900 (Rev. Ashby, 2034)"
TO_OLD = f"{OLD} is not in force; it is superseded by {NEW}:"
ASKED = {
    "superseded": (f"Is {OLD} in force?", TO_OLD),
    "superseded, still": (f"Is {OLD} still in force?", TO_OLD),
    "applies": (f"Does {OLD} still apply?", TO_OLD),
    "has been superseded": (f"Has {OLD} been superseded?", TO_OLD),
    "in force": (f"Is {NEW} in force?", f"{NEW} is in force, as far as this library knows:"),
    "by its number": ("Is Resolution 900 still valid?", f"{NEW} is in force, as far as this library knows:"),
}


@pytest.fixture(scope="module")
def assistant(harbours_text: str) -> Assistant:
    later = harbours_text.replace("LISBON, 2030", "ASHBY, 2034").replace("Lisbon, 2030", "Ashby, 2034")
    texts = (parse_source(text_source(text), "harbours").edition() for text in (harbours_text, later))
    library = Library(tuple(texts), Catalogue(()))
    return Assistant(library, search_without_index(library.editions, ()))


@pytest.mark.parametrize(("question", "lead"), ASKED.values(), ids=ASKED)
def test_the_standing_of_an_edition_is_said(assistant: Assistant, question: str, lead: str):
    answer = assistant.ask([question])
    assert (answer.status, answer.lead) == (Status.ANSWERED, lead)
    (claim,) = answer.claims
    assert claim.citations[0].provision.eid == "preface__docnumber"
    assert claim.citations[0].provision.edition.year == 2034


def test_a_question_about_the_content_is_no_question_about_the_standing(assistant: Assistant):
    answer = assistant.ask([f"Which harbours does {OLD} still apply to?"])
    assert "in force" not in answer.lead
