"""The sentence with which a language model may open an answer; it is kept if one clause says all of it.

`verify` checks claims that people write. A model makes further errors: it states an instruction as a fact,
makes the addressee the one who instructs, gives a clause's words another subject, or leaves out the words
that govern them. Each rule here finds one of these errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.answer import Support
from assistant.understanding.forms import any_of
from assistant.verification.frames import read_frame
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source, missing
from assistant.verification.verifier import verify
from corpus.instruments import Edition, Provision
from corpus.sentences import sentences
from index.tokens import words
from ingest.invisible import visible

_SHORTEST = 3  # words of a statement, articles and their kin left out
_LONGEST = 400  # characters of one
_NEW = 0.15  # of its words, the share that neither clause nor label have, in any form known
_LEANS = re.compile(
    r"(?:it|its|they|their|them|this|these|those|he|she|such|same|former|latter|both|here|there|so|then|"
    r"also|however|therefore|thus|yes|no|sure|correct|indeed|the (?:same|former|latter|above|following))\b",
    re.IGNORECASE,
)
_GOVERNS = re.compile(r"\b(?:that|whether|if|lest|than)\s*$")
_SPEECH = any_of(
    r"\b(?:say|answer|reply|write|claim|print|output|respond|repeat|pretend|state|tell|assert|allege|deny|"
    r"denie)(?:s|d|ing)?\b"
)
_TELLS = any_of(  # what a duty is told with; without it, what somebody should do reads as done
    r"\b(?:instruct|invit|request|urg|call|encourag|ask|told|tell|requir|oblig|task|mandat|appeal)\w*",
    r"\b(?:decid|resolv|recommend|welcom|authoriz|must|shall|should|ought|may|duty|duties)\w*\b",
    r"\b(?:is|are|has|have) to\b|\bdirect(?:s|ed)\b",  # "the Directors" tell nothing
)
_TELLING = re.compile(
    r"\b(?:instruct|invit|request|urg|call|encourag|direct|task|appeal|recommend)(?:e?s|e?d)?\b"
)
_ADOPTS = re.compile(
    r"\b(?:conference|assembly|resolution|decision|recommendation|text|paragraph|clause)\b", re.I
)
_HELPS = re.compile(r"(?:may|shall|must|should|will|can|is|are|was|were|has|have|does|do)\b", re.IGNORECASE)
_QUOTES = "“”\"'‘’ .,;:…"
_SEVERAL = "it makes more than one statement"
_MARKUP = re.compile(r"[<>\[\]{}|`*_~\\\n]|://|\b(?:www|mailto|javascript|data)[.:]|\w\.[a-z]{2,}\b")


def objection(
    sentence: str, clauses: Sequence[tuple[Edition, Provision]], *, may_repeat: bool = False
) -> str:
    """Return why a sentence may not open an answer that shows these clauses; '' where it may.

    It may repeat a clause only where it is shown with a translation.
    """
    if found := next(_objections(sentence), ""):
        return found
    for edition, provision in clauses:
        against = next(_against(sentence, edition, provision, may_repeat=may_repeat), "")
        if not against:
            return ""
        found = found or against
    return found or "no clause is shown"


# -- what speaks against a sentence, whatever the clauses say -----------------------------------------


def form_objection(text: str, longest: int = _LONGEST) -> str:
    """Return why a text, in any language, cannot be shown as a sentence; '' where it can."""
    if _MARKUP.search(text) or visible(text) != text:
        return "it contains markup, an address or hidden characters"
    return _SEVERAL if len(text) > longest else ""


def _objections(sentence: str) -> Iterator[str]:
    """Walk what speaks against a sentence, whatever clauses are shown.

    It is no statement, or it hangs on another sentence: whom "they" means, nobody has checked.
    """
    if problem := form_objection(sentence):
        yield problem
    if len(sentences(sentence)) > 1:
        yield _SEVERAL
    if len(words(sentence)) < _SHORTEST:
        yield "it states nothing"
    if "?" in sentence:
        yield "it is a question"
    if found := _LEANS.match(sentence.lstrip(_QUOTES)):
        yield f"it depends on another sentence: “{found.group()}”"


# -- what speaks against it, in a clause ---------------------------------------------------------------


def _against(claim: str, edition: Edition, provision: Provision, *, may_repeat: bool) -> Iterator[str]:
    """Find what in a clause, or missing from it, speaks against a sentence."""
    head, label = provision.head, edition.citation(provision)
    if head and head.text in label and (number := label.rpartition(head.text)[2].strip()):
        claim = claim.replace(f"{head.addressee} {number} ", f"{head.addressee} ")  # the label's, no name
    source = Source.of(edition, provision)
    verdict = verify(claim, source, shipped_nearness())
    if verdict.support == Support.VERBATIM and not may_repeat:
        yield "it repeats the clause"
    yield from (f"the clause does not say it: {reason}" for reason in verdict.reasons)
    yield from _new(claim, source)
    yield from _duty(claim, source)
    yield from _cut_out(claim, source)


def _new(claim: str, source: Source) -> Iterator[str]:
    lacking = list(dict.fromkeys(source.lacks(read_frame(claim, source).content)))
    if len(lacking) > _NEW * len(set(words(claim))):
        yield f"words that the clause does not have: {', '.join(lacking)}"


def _duty(claim: str, source: Source) -> Iterator[str]:
    """Find a duty stated as a fact, or with its addressee as the one who instructs."""
    head = source.head
    if head is None or head.is_preambular or not words(head.addressee):
        return
    telling = _TELLING.search(claim)
    subject = claim[: telling.start()] if telling else ""
    passive = re.search(r"\b(?:is|are|was|were|be|been)(?: \w+ly| also| further| hereby)? $", subject)
    if subject and not passive and not _ADOPTS.search(subject) and not missing(subject, head.addressee):
        yield f"“{subject.strip()}” receives the instruction and does not give it"
    clause = source.clause.lower()
    if all(found.group().lower() in clause for found in _TELLS.finditer(claim)):
        yield f"it states a duty (“{head.verb}”) as a fact"


def _cut_out(claim: str, source: Source) -> Iterator[str]:
    """Find words quoted without those that govern them: "all have access" of "should ensure that all …".

    Take the longest run of the claim's words in the clause. The words before it in its sentence must not
    end in "that" or "whether", nor report speech, unless the claim repeats one of them. The subject of "may"
    or "shall" must be the same in clause and claim.
    """
    clause_words = list(re.finditer(r"\w+", source.clause))
    claim_words = list(re.finditer(r"\w+", read_frame(claim, source).content))
    a, b = ([match.group().lower() for match in side] for side in (clause_words, claim_words))
    run = SequenceMatcher(None, a, b, autojunk=False)
    at, place, size = run.find_longest_match()
    if size < _SHORTEST:
        return
    begins = clause_words[at].start()
    start = next((begin for begin, end in sentences(source.clause) if begin <= begins < end), 0)
    before = source.clause[start:begins]
    governs = _GOVERNS.search(before) or _SPEECH.search(before)
    governing = words(before) if governs else []
    if governing and not set(governing) & set(words(claim)):
        yield f"it leaves out the words before it: “{before.strip()[-60:]}”"
    doer = words(before)[-1:]
    if place and doer and _HELPS.match(clause_words[at].group()):
        subject = " ".join(match.group() for match in claim_words[:place])
        if doer[0] not in words(subject):
            yield f"the clause does not say “{subject} {clause_words[at].group()}”"
