"""A finding: which clause of a draft departs from adopted practice, in one sentence, with precedents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.plain_text import counted
from corpus.instruments import Provision
from corpus.keys import ProvisionId


class Fault(StrEnum):
    """What a finding is about."""

    FORCE = "force"
    FORM = "form"
    ADDRESSEE = "addressee"
    REFERENCE = "reference"
    ACRONYM = "acronym"
    TIMING = "timing"
    RESOURCES = "resources"
    RECITAL = "recital"
    REPETITION = "repetition"
    TWO_THINGS = "two-things"


FAULTS = {
    Fault.FORCE: "Force of the verb",
    Fault.FORM: "Form",
    Fault.ADDRESSEE: "Addressee",
    Fault.REFERENCE: "Reference",
    Fault.ACRONYM: "Abbreviation",
    Fault.TIMING: "Report and deadline",
    Fault.RESOURCES: "Resources",
    Fault.RECITAL: "Recital",
    Fault.REPETITION: "Repetition",
    Fault.TWO_THINGS: "Two things in one",
}
"""What each is called."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found in a clause of a draft: the words meant, a sentence that says why, adopted clauses."""

    fault: Fault
    clause: Provision
    words: str
    said: str
    precedents: tuple[ProvisionId, ...]


@dataclass(frozen=True, slots=True)
class ReportCard:
    """The findings in a draft, in the order of its `clauses`, of which there are so many.

    `compared` names the body whose texts the draft is compared with, of which there are `texts`; '' where
    the library has too few of any.
    """

    findings: tuple[Finding, ...]
    clauses: int
    compared: str = ""
    texts: int = 0

    @property
    def summary(self) -> str:
        """What was compared with what, and how much departs."""
        found = f"{counted(len(self.findings), 'finding')} in {counted(self.clauses, 'clause')}"
        if not self.compared:
            return (
                f"{found}; only references are checked: the library has too few texts of this draft's body."
            )
        return f"{found}, compared with {counted(self.texts, 'text')} of the {self.compared}."
