"""What was cited, against the gold and against the texts.

Candidates are clauses that may answer: the assistant does not stand behind them. So they have no score
where an answer is judged as such; what they are worth is told by shown recall (evals/metrics/honesty.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answer import Answer, Citation, Claim, Status, Support
from assistant.verification.verifier import verify
from corpus.instruments import Edition, Provision
from corpus.sentences import sentences
from evals.cases import Case
from evals.worlds import Texts

_WORD = re.compile(r"\w+")
# Where a clause ends inside its sentence: "…; and", "…:", a table's cell.
_STOP = re.compile(r"[;:]['”\"’)]*(?=\s|$)(?:\s+(?:and|or|but)\b)?|[\t\n]")
_ELLIPSIS = r"\s*[\[(]?(?:…|\.\.\.)[\])]?\s*"
# Words that reserve what a sentence says elsewhere. Wide on purpose: a rule of the suite, not the product's.
_CONDITION = (
    r"(?:unless|except\w*|save (?:that|for|where|when|in)|provid(?:ed|ing)|subject to|only|if|whether or not|"
    r"where|when|whenever|until|as (?:appropriate|necessary|required|applicable)|within|but|however|"
    r"(?:no|not) (?:later|earlier|more|less|fewer) than|without prejudice|to the extent|in ?so ?far as|"
    r"(?:so|as) long as|other than|notwithstanding)\b"
)
_RESERVED = re.compile(rf"\b{_CONDITION}", re.IGNORECASE)
_RESERVED_NEXT = re.compile(rf"\W*(?:(?:and|or|but),?\s+)?{_CONDITION}", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|neither|nor|none|without|cannot)\b", re.IGNORECASE)


def recall(case: Case, answer: Answer) -> float | None:
    """Of the gold, the share that is cited; nothing is cited in a refusal."""
    if not case.gold:
        return None
    cited = _cited(answer)
    return sum(any(str(gold.provision) in cited for gold in group) for group in case.gold) / len(case.gold)


def precision(case: Case, answer: Answer) -> float | None:
    """Of what is cited, the share that is gold; an answer to the unanswerable has none right."""
    if answer.status == Status.CANDIDATES:
        return None
    cited = _cited(answer)
    return len(cited & case.cited) / len(cited) if cited else None


def exact(case: Case, answer: Answer) -> float | None:
    """Whether an answerable question is met with all of its gold and nothing else."""
    if not case.gold or answer.status == Status.CANDIDATES:
        return None
    return float(recall(case, answer) == 1 and precision(case, answer) == 1)


def correct(case: Case, answer: Answer) -> float | None:
    """Whether a question is met as it deserves: the right status, and all of the gold cited."""
    if answer.status == Status.CANDIDATES:
        return None
    if answer.status != case.status:
        return 0.0
    return float(recall(case, answer) in (1, None))


def validity(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return whether every citation resolves and quotes its provision's own words."""

    def score(case: Case, answer: Answer) -> float | None:
        del case
        found = [(citation, texts.provision(citation.provision)) for citation in _citations(answer)]
        return float(all(_is_valid(citation, at) for citation, at in found)) if found else None

    return score


def completeness(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return the share of quotes that begin and end where a clause does or show that they do not.

    A quote also fails where it leaves out a condition of its sentence, or the "not" before it,
    whatever it shows.
    """

    def score(case: Case, answer: Answer) -> float | None:
        del case
        shown = [(citation, claim) for claim in answer.claims for citation in claim.citations]
        whole = [_is_complete(citation, claim, texts) for citation, claim in shown]
        return sum(whole) / len(whole) if whole else None

    return score


def severed(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return the share of citations under a head that do not show both its verb and whom it addresses.

    The head may stand in the words that govern the quote, in the quote, in the citation's label, in the lead,
    or in the quote of a unit above it that the answer shows too.
    """

    def score(case: Case, answer: Answer) -> float | None:
        del case
        found = [(citation, texts.provision(citation.provision)) for citation in _citations(answer)]
        headed = [(citation, *at) for citation, at in found if at is not None and at[1].head is not None]
        if not headed:
            return None
        return sum(not _shows_head(*triple, answer) for triple in headed) / len(headed)

    return score


def conciseness(case: Case, answer: Answer) -> float | None:
    """Of the words that claims show, the share that is quoted from gold."""
    if not case.gold or answer.status == Status.CANDIDATES:
        return None
    shown = [
        (len(_WORD.findall(citation.quote)), str(citation.provision) in case.cited)
        for citation in _citations(answer)
    ]
    shown += [(len(_WORD.findall(claim.text)), False) for claim in answer.claims if not claim.citations]
    every = sum(count for count, _ in shown)
    return sum(count for count, gold in shown if gold) / every if every else None


def grounded(texts: Texts) -> Callable[[Case, Answer], float | None]:
    """Return whether every claim is what a clause says: valid citations, none unsupported.

    A claim that is given as a clause's own words must be just that.
    """
    is_valid = validity(texts)

    def score(case: Case, answer: Answer) -> float | None:
        if not answer.claims:
            return None
        return float(
            is_valid(case, answer) == 1 and all(_is_supported(claim, texts) for claim in answer.claims)
        )

    return score


def _cited(answer: Answer) -> set[str]:
    """Return the provisions that an answer cites."""
    return {str(citation.provision) for citation in _citations(answer)}


def _citations(answer: Answer) -> list[Citation]:
    """Return the citations of an answer, in order."""
    return [citation for claim in answer.claims for citation in claim.citations]


def _is_valid(citation: Citation, found: tuple[Edition, Provision] | None) -> bool:
    """Return True if a citation quotes its provision's own words."""
    if found is None or not citation.quote or citation.start < 0:
        return False
    return found[1].text[citation.start : citation.end] == citation.quote


def _is_complete(citation: Citation, claim: Claim, texts: Texts) -> bool:
    """Return True if a quote is whole clauses, or says that it is not, and leaves out no condition."""
    found = texts.provision(citation.provision)
    if found is None:
        return False
    text = found[1].text
    return _ends_well(text, citation, claim) and _begins_well(text, citation, claim)


def _ends_well(text: str, citation: Citation, claim: Claim) -> bool:
    """Return True if a quote ends where a clause does, or shows that it does not, and drops no condition."""
    rest = text[citation.end : _sentence_end(text, citation.end)]
    if not _WORD.search(rest):
        return True
    if any(_only_marks(text, citation.end, stop) for stop in _stops(text)):
        return not _RESERVED_NEXT.match(rest)
    return _shows_cut(claim, re.escape(_plain(citation.quote)) + _ELLIPSIS) and not _RESERVED.search(rest)


def _begins_well(text: str, citation: Citation, claim: Claim) -> bool:
    """Return True if a quote begins where a clause does, or shows its cut and omits no condition or "not"."""
    before = text[_sentence_start(text, citation.start) : citation.start]
    if not _WORD.search(before) or any(_only_marks(text, stop, citation.start) for stop in _stops(text)):
        return True
    reserved = _RESERVED.search(before) or _DENIED.search(before)
    return not reserved and _shows_cut(claim, _ELLIPSIS + re.escape(_plain(citation.quote)))


def _stops(text: str) -> list[int]:
    """Return where clauses end inside sentences, before and after an "and" that follows."""
    return [place for match in _STOP.finditer(text) for place in (match.start() + 1, match.end())]


def _only_marks(text: str, start: int, end: int) -> bool:
    """Return True if no word stands between two places, of which the first comes first."""
    return start <= end and not _WORD.search(text[start:end])


def _sentence_end(text: str, place: int) -> int:
    """Return where the sentence ends in which a place stands, or the one that ends right before it."""
    place = len(text[:place].rstrip())
    return next((end for _, end in sentences(text) if end >= place), len(text))


def _sentence_start(text: str, place: int) -> int:
    """Return where the sentence begins in which a place stands, or the one that begins right after it."""
    place = len(text) - len(text[place:].lstrip())
    return max((start for start, _ in sentences(text) if start <= place), default=0)


def _shows_cut(claim: Claim, form: str) -> bool:
    """Return True if a claim shows an ellipsis where a quote is cut."""
    return re.search(form, _plain(claim.text)) is not None


def _shows_head(citation: Citation, edition: Edition, provision: Provision, answer: Answer) -> bool:
    """Return True if the head of a provision is shown with its citation."""
    assert provision.head is not None
    above = {edition.id_of(ancestor) for ancestor in edition.ancestors(provision.eid)}
    quotes = [other.quote for other in _citations(answer) if other.provision in above] if above else []
    shown = _plain(
        " | ".join([citation.label, citation.governing, citation.quote, answer.lead, *quotes])
    ).lower()
    parts = (_plain(part).lower() for part in (provision.head.verb, provision.head.addressee))
    return all(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", shown) for part in parts)


def _is_supported(claim: Claim, texts: Texts) -> bool:
    """Return True if a clause that is cited says what a claim says."""
    found = [(citation, texts.provision(citation.provision)) for citation in claim.citations]
    return claim.support != Support.UNSUPPORTED and any(
        at is not None and _says(at[1].text, claim, citation.label) for citation, at in found
    )


def _says(clause: str, claim: Claim, label: str) -> bool:
    """Return True if a clause says what a claim says, in its own words where the claim has them."""
    is_verbatim = _plain(claim.text).strip('“”"… ') in _plain(clause)
    if claim.support == Support.VERBATIM and not is_verbatim:
        return False
    return verify(claim.text, clause, label).support != Support.UNSUPPORTED


def _plain(text: str) -> str:
    """Make blanks alike."""
    return " ".join(text.split())
