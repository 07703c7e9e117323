"""What the clauses of a draft say: references, abbreviations, recitals, repetitions, two things in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.drafting.reporting import reports_to
from assistant.library.library import Library
from assistant.references.checking import Standing, check_references
from assistant.report_card.finding import Fault, Finding
from assistant.report_card.practice import Practice, clauses_of, first_of, library_words, phrase, stems
from assistant.understanding.abbreviations import short_forms, spelt_out_in
from corpus.instruments import Edition, Part, Provision
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from corpus.requests import requests
from ingest.references import find_references
from ingest.targets import CitingText

_REPEATED, _LONG = 0.75, 15  # how alike, and words from which a clause is worth naming
_SERIES = 3  # clauses that repeat one text; more make the draft its successor
_WHOLE = 0.99
_FORMULA, _SIMILAR = 3, 0.6  # more texts with clauses so alike make it a formula
_CAPITALS = 0.25
_SHORT = 3  # letters of an abbreviation that needs to be explained
_TELLING = 2  # such words that a recital needs, to be about something
_INFINITIVE = re.compile(r"\bto (?!the |its |all |an? )[a-z]+ ")
_BACK = re.compile(r"\b(?:their|its|this|that|these|those|such|them|it|they|thereof|accordingly|so)\b")
_NAME = re.compile(r"[a-z,] (?:[A-Z][\w-]+ ){2}")  # of a text, a body or an event
_AND_TO = re.compile(r"[,;]? and (?:also |further |then )?(?=to (?!the |its |all |do so)[a-z]+ )")


def reference_findings(draft: Edition, library: Library, body: EditionKey | None) -> Iterator[Finding]:
    """Walk the references to an edition that is superseded or unknown, and to a clause that is not there."""
    for clause in clauses_of(draft):
        for words, said, instrument in _faulty_references(clause, library, body):
            newest = library.instruments[instrument][0]
            citing = [
                held.id_of(held.provision(cited.source))
                for held, cited in library.references()
                if cited.target_edition == newest.key and held.key.instrument != instrument
            ]
            title = newest.find("preface__title") or newest.provisions[0]
            shown = first_of([newest.id_of(title), *reversed(citing)], 2)
            yield Finding(Fault.REFERENCE, clause, words, said, shown)


def _faulty_references(
    clause: Provision, library: Library, body: EditionKey | None
) -> Iterator[tuple[str, str, InstrumentKey]]:
    """Walk the words of each faulty reference to an instrument in the library, and what is wrong."""
    for reference in check_references(clause.text, library, body):
        if reference.edition and reference.standing in (Standing.SUPERSEDED, Standing.NO_SUCH_CLAUSE):
            yield reference.name, reference.said, reference.edition.instrument
    for cited in find_references([clause], CitingText(body, library.catalogue)):
        named, held = cited.target_edition, library.instruments.get(cited.instrument, ())
        if named and held and _is_no_edition(named, held[0].key, library):
            said = f"The library has no edition of {named.year}. Its newest is {held[0].name}."
            yield cited.text, said, cited.instrument


def _is_no_edition(named: EditionKey, newest: EditionKey, library: Library) -> bool:
    """Return True for a year in which an instrument had no edition: an earlier one, or none of its body's."""
    is_known = library.in_force_in(named.instrument, named.year) == named
    years = {
        edition.key.year
        for edition in library.editions
        if edition.key.instrument.issuer == newest.instrument.issuer
    }
    return not is_known and (named.year < newest.year or named.year not in years)


def acronym_findings(draft: Edition, practice: Practice) -> Iterator[Finding]:
    """Walk the abbreviations that a draft does not explain, and that texts explain or do not know."""
    defined = {
        short.removesuffix("s") for clause in draft.provisions for short, _ in spelt_out_in(clause.text)
    }
    known_words, seen = library_words(practice.library), set(defined)
    for clause in clauses_of(draft):
        words = clause.text.removeprefix(clause.head.verb) if clause.head else clause.text
        found = [] if _is_list_of_names(words) else short_forms(words)
        for short in found:
            if short in seen:
                continue
            seen.add(short)
            if len(short) < _SHORT or not short.isalpha():
                continue  # "TB", "C11", "WSIS-SDG"
            known = known_words & {short.lower(), f"{short.lower()}s"}
            explained = practice.abbreviations.get(short)
            if not known:
                said = f"“{short}” is not explained in the draft, and no text in the library has it."
                shown = [ids[-1] for ids in practice.abbreviations.values()]
                yield Finding(Fault.ACRONYM, clause, short, said, first_of(shown, 1))
            elif explained and len(explained) > practice.texts_with(short) / 2:
                said = f"“{short}” is not explained in the draft; most texts of this body explain it."
                yield Finding(Fault.ACRONYM, clause, short, said, first_of(explained))


def _is_list_of_names(text: str) -> bool:
    """Return True if many of the words stand in capitals, which are then no abbreviations."""
    words = text.split()
    return sum(word.isupper() for word in words) > _CAPITALS * len(words)


def recital_findings(draft: Edition, practice: Practice) -> Iterator[Finding]:
    """Walk the recitals of which no operative clause, annex or title takes up a telling word."""
    taken_up = frozenset[str]().union(
        *(stems(unit.text) for unit in draft.provisions if draft.part_of(unit) is not Part.PREAMBLE)
    )
    for clause in clauses_of(draft):
        telling = practice.telling(clause.text) if draft.part_of(clause) is Part.PREAMBLE else frozenset()
        names_text = bool(find_references([clause], CitingText(None, practice.library.catalogue)))
        names_text = names_text or _NAME.search(clause.text) is not None
        if clause.head is None or names_text or len(telling) < _TELLING or telling & taken_up:
            continue
        shown = _taken_up(phrase(clause.head), practice)
        if shown:
            said = "No operative clause, and not the title, takes up what this recital is about."
            yield Finding(Fault.RECITAL, clause, clause.text, said, shown)


def _taken_up(verb: str, practice: Practice) -> tuple[ProvisionId, ...]:
    """Return an adopted recital with the same verb, and an operative clause of its text about the same."""
    for id_ in reversed(practice.heads.get(verb, ())):
        edition = practice.library.edition(id_.edition)
        recital = edition.provision(id_.eid)
        recitals = [recital, *edition.members(id_.eid)]
        for recital in recitals:
            telling = practice.telling(recital.text)
            for clause in clauses_of(edition):
                same = telling & practice.telling(clause.text)
                if len(same) >= _TELLING and edition.part_of(clause) is Part.OPERATIVE:
                    return edition.id_of(recital), edition.id_of(clause)
    return ()


def repetition_findings(draft: Edition, practice: Practice) -> Iterator[Finding]:
    """Walk the operative clauses whose words stand, nearly the same, in a text in force."""
    found: dict[EditionKey, list[tuple[Provision, float, ProvisionId]]] = {}
    for clause in clauses_of(draft):
        if draft.part_of(clause) is Part.OPERATIVE and len(clause.text.split()) >= _LONG:
            places = [row for row in practice.decisions.like(clause.text) if row[0] >= _SIMILAR]
            is_formula = len({id_.edition for _, id_ in places}) > _FORMULA
            if places and places[0][0] >= _REPEATED and not is_formula:
                alike, id_ = places[0]
                found.setdefault(id_.edition, []).append((clause, alike, id_))
    for key, rows in found.items():
        edition = practice.library.edition(key)
        if len(rows) > _SERIES:
            said = f"{len(rows)} clauses repeat {edition.name}, all or nearly; this is the first."
            shown = first_of(id_ for _, _, id_ in rows)
            yield Finding(Fault.REPETITION, rows[0][0], rows[0][0].text, said, shown)
            continue
        for clause, alike, id_ in rows:
            near = "word for word" if alike > _WHOLE else f"by {alike:.0%}"
            said = f"This clause repeats {edition.citation(edition.provision(id_.eid))} {near}."
            yield Finding(Fault.REPETITION, clause, clause.text, said, (id_,))


def two_things_findings(draft: Edition, practice: Practice) -> Iterator[Finding]:
    """Walk the operative clauses that ask two things which have no telling word in common."""
    uses = Counter(stem for clause in draft.provisions for stem in stems(clause.text))
    for clause in clauses_of(draft):
        if draft.part_of(clause) is not Part.OPERATIVE:
            continue
        for first, second in _parts(clause):
            one, other = stems(first), stems(second)
            if len(one) < _TELLING or len(other) < _TELLING or one & other or reports_to(second):
                continue
            goes_on = _BACK.search(second) or _INFINITIVE.search(first, 1)
            if goes_on or any(uses[stem] > 1 for stem in practice.telling(second)):
                continue
            nearest = [practice.actions.like(first), practice.actions.like(second)]
            if any(nearest):
                said = f"This clause asks two things that adopted texts ask apart; the second is “{second}”."
                shown = (duties[0][1].provision for duties in nearest if duties)
                yield Finding(Fault.TWO_THINGS, clause, second, said, first_of(shown))
                break


def _parts(clause: Provision) -> Iterator[tuple[str, str]]:
    """Walk the places at which a clause goes on with another verb, each with what stands on both sides."""
    text = clause.text.rstrip(" ;,.")
    asked = requests(text)
    own = clause.head is not None and not text.startswith(clause.head.verb)
    for before, mandate in zip([None, *asked] if own else asked, asked if own else asked[1:], strict=False):
        start = before.action if before else 0
        if mandate.head.addressee != (before.head.addressee if before else ""):
            yield text[start : mandate.start].rstrip(" ,"), text[mandate.action : mandate.end].strip()
    for match in _AND_TO.finditer(text):
        yield text[asked[0].action if asked else 0 : match.start()].strip(), text[match.end() :]
