"""Somebody's Word file → a proposal on the text of the library that it amends.

    Word file → paragraphs with their changes → the adopted clause of each → Proposal

The clauses of a proposal are the adopted ones, so the words that the file has as the old text are replaced by
the adopted ones, letter by letter, and the changes are put at their places there. Conferences print MOD, ADD,
SUP or NOC in front of a clause and "Reasons:" behind it, other bodies the same in words (forms/):
neither is text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.comparison.chains import Scores, heaviest_chain
from assistant.comparison.redline import Edit, tracked, words
from assistant.comparison.similarity import similarity
from assistant.library.library import Library
from assistant.plain_text import counted, in_quotes, joined
from assistant.proposals.amended_text import AmendableTexts, AmendedText, is_plain, plain
from assistant.proposals.layout import operation_lines
from assistant.proposals.proposal import Operation, Proposal, ProposedClause
from assistant.proposals.revision import Revision
from corpus.errors import UnreadableFile
from corpus.instruments import Kind
from ingest.apart import in_order, read_changes_in_child
from ingest.limits import Limits
from ingest.markers import cut_marker
from ingest.opening import is_strict_head
from ingest.word.changes import ParagraphKind, TrackedDocument, TrackedParagraph, TrackedRun

_SYMBOL = r"[A-Z][\w.&()-]*(?:/[\w.&()-]+)+(?:#\d+)?"  # "IAP/71A1/3", "EUR/44/1#2"
_OPERATION = re.compile(rf"\(?(?P<operation>MOD|ADD|SUP|NOC)\)?\*?(?:\s+{_SYMBOL})?")
_REASONS = re.compile(r"(?:Reasons?|Explanation)\s?:\s*(?P<words>.*)", re.DOTALL)
_COUNT = re.compile(r"\d+\.\s+")
_ALIKE = 0.35  # paragraphs and clauses that are the same, though their words differ
_CROWD = 15  # equal texts, as cells of a table: only those of about the same count are paired
_MOST_OF_IT = 0.5  # of the clauses: a file without tracked changes that has as many is the whole text
_AT_ONCE = 2  # files
_MOST_PARAGRAPHS = 10_000  # of a file
_MOST_NEW = 1_000  # clauses; to add one takes the longer, the longer the text
_SHOWN = 3  # clauses or paragraphs that a note names


@dataclass(frozen=True)
class IncomingProposal:
    """What somebody proposes in a Word file.

    `changes` are the deleted and inserted words of each changed clause as the file has them, with authors and
    dates. `notes` are sentences about the file that a reader of the proposal has to know. `kept` are the ids
    of the clauses below a printed NOC.
    """

    name: str
    proposal: Proposal
    changes: Mapping[str, tuple[TrackedRun, ...]]
    notes: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()

    def authors(self, id_: str) -> tuple[str, ...]:
        """Return who changed a clause, in the order of the changes."""
        return tuple(dict.fromkeys(run.author for run in self.changes.get(id_, ()) if run.author))


@dataclass(frozen=True, slots=True)
class ProposalFile:
    """A Word file that somebody gives: its name and its bytes."""

    name: str
    data: bytes


def read_proposal_files(
    files: Iterable[ProposalFile], library: Library, limits: Limits
) -> tuple[tuple[IncomingProposal, ...], tuple[str, ...]]:
    """Read files, each in a process of its own; also return why some are not read."""
    texts = AmendableTexts(library)

    def read(file: ProposalFile) -> IncomingProposal | str:
        try:
            document = read_changes_in_child(file.data, file.name, limits)
            return proposal_in(document, file.name, texts.amended_by(document, file.name), library)
        except UnreadableFile as error:
            return str(error)

    found = list(in_order(read, files, _AT_ONCE))
    proposals = [proposal for proposal in found if not isinstance(proposal, str)]
    return tuple(distinct(proposals)), tuple(refusal for refusal in found if isinstance(refusal, str))


def distinct(proposals: Iterable[IncomingProposal]) -> Iterator[IncomingProposal]:
    """Walk proposals with different names: the second "Pier" is "Pier (2)"."""
    names: set[str] = set()
    for proposal in proposals:
        free = (f"{proposal.name} ({number})" for number in range(2, len(names) + 3))
        name = next(name for name in (proposal.name, *free) if name not in names)
        names.add(name)
        yield replace(proposal, name=name)


def proposal_in(
    document: TrackedDocument, name: str, amended: AmendedText, library: Library
) -> IncomingProposal:
    """Return what a file proposes to the text that it amends. Raises UnreadableFile for too large a one."""
    if (count := len(document.paragraphs)) > _MOST_PARAGRAPHS:
        said = f"{count:,} paragraphs, and at most {_MOST_PARAGRAPHS:,} are read"
        raise UnreadableFile(f"{name}: {said}", "too-large")
    reading = _Reading(name, document, Proposal.on(amended.edition))
    reading.read()
    notes = (*_notes_on(amended, library), *reading.notes())
    name = re.sub(r"\.docx$", "", name)
    return IncomingProposal(name, reading.proposal, reading.changes, notes, frozenset(reading.kept))


@dataclass
class _Reading:
    """The paragraphs of a file, read from the first to the last.

    `behind` is the clause that was met last; `under` the operation that was printed last, and `reasoned` the
    first clause that was changed or kept below it, for which reasons are given.
    """

    name: str
    document: TrackedDocument
    proposal: Proposal
    changes: dict[str, tuple[TrackedRun, ...]] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    missing: int = 0
    new: int = 0
    behind: str = ""
    under: str = ""
    reasoned: str = ""
    reasons: str | None = None

    def __post_init__(self) -> None:
        self.is_tracked = any(paragraph.is_changed for paragraph in self.document.paragraphs)
        self.places = _places(self.document.paragraphs, self.proposal.clauses)
        self.printed = {plain(line): named for line, *named in operation_lines(self.proposal)}

    def read(self) -> None:
        """Make the proposal."""
        for at, paragraph in enumerate(self.document.paragraphs):
            text = paragraph.now or paragraph.old
            operation, reasons = self._operation(text), _REASONS.match(text)
            if self.reasons is not None and not (operation or reasons or at in self.places):
                self.reasons += f"\n{text}"
                continue
            self._give_reasons()
            if operation:
                self.under, self.reasoned = operation, ""
            elif reasons:
                self.reasons = reasons["words"]
            elif at in self.places:
                self._read_clause(paragraph, self.proposal.clause(self.places[at]))
            else:
                self._read_other(paragraph)
        self._give_reasons()
        if not self.is_tracked:
            self._delete_missing()
        self._find_moves()

    def _operation(self, text: str) -> str:
        """Return the operation that a line prints above a clause, '' for any other line.

        “After operative paragraph 18, insert” says behind which clause.
        """
        if found := _OPERATION.fullmatch(text):
            return found["operation"]
        operation, named = self.printed.get(plain(_COUNT.sub("", text, count=1)), ("", ""))
        self.behind = named if operation == Operation.ADDED else self.behind
        return operation

    def notes(self) -> Iterator[str]:
        """Walk what a reader has to know about how the file was read."""
        adopted = sum(not clause.is_new for clause in self.proposal.clauses)
        if not self.is_tracked:
            yield "The file has no tracked changes, so it was compared with the adopted text."
            if self.missing:
                held = f"{counted(adopted - self.missing, 'clause')} of {adopted:,}"
                yield f"It has {held}; the others count as unchanged."
        if not self.proposal.changed and not self.kept:
            yield "It proposes no change."
        if self.differing:
            number = counted(len(self.differing), "clause")
            yield (
                f"Before its changes, {number} of the file differed from the adopted text: "
                f"{_first(self.differing)}."
            )
        if self.unplaced:
            number = counted(len(self.unplaced), "changed paragraph")
            yield f"{number} of the file fit no clause and are left out: {_quoted(self.unplaced)}."
        if self.document.comments:
            yield f"{counted(self.document.comments, 'comment')} left out."

    def _read_clause(self, paragraph: TrackedParagraph, clause: ProposedClause) -> None:
        """Change an adopted clause as its paragraph says."""
        self.behind = clause.id if clause.kind is not Kind.FOOTNOTE else self.behind
        is_suppressed = self._is_below(Operation.SUPPRESSED, paragraph, clause)
        if self._is_below(Operation.UNCHANGED, paragraph, clause):
            self.kept.add(clause.id)
            self.reasoned = self.reasoned or clause.id
        if is_suppressed and clause.id.startswith("preface"):  # its number or title: the whole text
            whole = (replace(clause, is_deleted=True) for clause in self.proposal.clauses)
            self.proposal = replace(self.proposal, clauses=tuple(whole))
            self._note_change(paragraph, clause.id)
        elif is_suppressed or not paragraph.now:
            self._put(replace(clause, is_deleted=True), paragraph)
        elif plain(_line(paragraph.old_marker, paragraph.old)) in _forms(clause):
            if paragraph.is_changed:
                marker, text = _rebased(paragraph, clause)
                self._put(replace(clause, marker=marker, text=text), paragraph)
        else:
            is_row = paragraph.kind is ParagraphKind.ROW  # the head of a form may have the title in a table
            if self.is_tracked and is_row == (clause.kind is Kind.TABLE_ROW):
                self.differing.append(clause.label)
            if paragraph.is_changed or not self.is_tracked:
                marker, text = _compared(paragraph, clause)
                self._put(replace(clause, marker=marker, text=text), paragraph)

    def _is_below(self, operation: Operation, paragraph: TrackedParagraph, clause: ProposedClause) -> bool:
        """Whether an operation is printed above an unmarked clause: the first behind it, with its items."""
        if self.under != operation.value:
            return False
        is_behind = self.reasoned and clause.level <= self.proposal.clause(self.reasoned).level
        if paragraph.is_changed or is_behind:
            self.under = ""
            return False
        return True

    def _put(self, clause: ProposedClause, paragraph: TrackedParagraph) -> None:
        if clause.operation is not Operation.UNCHANGED:
            clauses = (clause if clause.id == other.id else other for other in self.proposal.clauses)
            self.proposal = replace(self.proposal, clauses=tuple(clauses))
            self._note_change(paragraph, clause.id)

    def _note_change(self, paragraph: TrackedParagraph, id_: str) -> None:
        self.changes[id_] = tuple(run for run in paragraph.runs if run.sign != "=")
        self.reasoned = self.reasoned or id_

    def _read_other(self, paragraph: TrackedParagraph) -> None:
        """Add a new clause behind the last one; a cover page and what was there before are none."""
        is_added = self.under == Operation.ADDED.value or not (paragraph.old and self.is_tracked)
        if not (paragraph.now and is_added and self.behind):
            is_lost = paragraph.is_changed or self.under == Operation.ADDED.value
            self.unplaced += [paragraph.now or paragraph.old] if is_lost else []
            return
        cut = cut_marker(paragraph.now)
        marker = cut.readings[0].raw if cut.readings else paragraph.marker
        is_row = paragraph.kind is ParagraphKind.ROW
        text = paragraph.now if is_row or not cut.readings else cut.text
        known = {clause.id for clause in self.proposal.clauses}
        self.new += 1
        if self.new > _MOST_NEW:
            said = f"more than {_MOST_NEW:,} new clauses; divide the proposal"
            raise UnreadableFile(f"{self.name}: {said}", "too-large")
        self.proposal = self.proposal.added(self._beside(marker), text)
        new = next(clause for clause in self.proposal.clauses if clause.id not in known)
        if is_strict_head(text) and not marker and (above := self._heading_above(new.id)):
            new = replace(new, kind=Kind.HEADING, level=above.level, marker=Revision())
        elif cut.readings or not marker:
            new = replace(new, marker=Revision.new(marker))
        self._put(replace(new, text=Revision.new(text)), paragraph)
        self.behind = new.id

    def _beside(self, marker: str) -> str:
        """Return the clause that a new one follows: the last of its list, that is, with a number alike."""
        styles, last = _styles(marker), self.behind
        for clause in self._upwards(self.behind):
            if clause.kind is Kind.HEADING or not styles:
                break
            if styles & _styles(clause.marker.now or clause.marker.old):
                return clause.id
        return last

    def _heading_above(self, id_: str) -> ProposedClause | None:
        return next((clause for clause in self._upwards(id_) if clause.kind is Kind.HEADING), None)

    def _upwards(self, id_: str) -> Iterator[ProposedClause]:
        clauses = self.proposal.clauses
        place = next(at for at, clause in enumerate(clauses) if clause.id == id_)
        return iter(clauses[place::-1])

    def _give_reasons(self) -> None:
        if self.reasons and self.reasoned:
            self.proposal = self.proposal.reasoned(self.reasoned, self.reasons)
        if self.reasons is not None and self.under == Operation.UNCHANGED.value:
            self.under = ""
        self.reasons = None

    def _delete_missing(self) -> None:
        """Delete the clauses that a file without tracked changes lacks, if it is the whole text."""
        present = set(self.places.values())
        adopted = [clause for clause in self.proposal.clauses if not clause.is_new]
        missing = {clause.id for clause in adopted if clause.id not in present}
        if len(present) < _MOST_OF_IT * len(adopted):
            self.missing = len(missing)
            return
        clauses = (
            replace(clause, is_deleted=True) if clause.id in missing else clause
            for clause in self.proposal.clauses
        )
        self.proposal = replace(self.proposal, clauses=tuple(clauses))

    def _find_moves(self) -> None:
        """Let a new clause with the words of a deleted one remember where it came from."""
        gone = {plain(clause.old): clause.id for clause in self.proposal.clauses if clause.is_deleted}
        gone.pop("", None)
        clauses = (
            replace(clause, moved_from=gone.pop(plain(clause.now), "")) if clause.is_new else clause
            for clause in self.proposal.clauses
        )
        self.proposal = replace(self.proposal, clauses=tuple(clauses))


def _places(paragraphs: Sequence[TrackedParagraph], clauses: Sequence[ProposedClause]) -> dict[int, str]:
    """Return the adopted clause of each paragraph that has one: in order, by what both have in common."""
    old = [_line(paragraph.old_marker, paragraph.old) for paragraph in paragraphs]
    adopted = [_line(clause.marker.old, clause.old) for clause in clauses]
    scores = _equal(old, clauses)
    placed, taken = {at for at, _ in scores}, {place for _, place in scores}
    paragraphs_left = [at for at, line in enumerate(old) if line and at not in placed]
    clauses_left = [place for place in range(len(adopted)) if place not in taken]
    alike = similarity([old[at] for at in paragraphs_left], [adopted[place] for place in clauses_left])
    for (at, place), score in alike.items():
        if score >= _ALIKE:
            scores[paragraphs_left[at], clauses_left[place]] = score
    weights = {(at, place): score**2 * (10 + len(adopted[place])) for (at, place), score in scores.items()}
    return {at: clauses[place].id for at, place in heaviest_chain(weights)}


def _equal(old: Sequence[str], clauses: Sequence[ProposedClause]) -> Scores:
    """Return the paragraphs and the clauses that have the same letters."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, clause in enumerate(clauses):
        for form in _forms(clause):
            holders[form].append(place)
    met: Counter[str] = Counter()
    scores: Scores = {}
    for at, form in enumerate(map(plain, old)):
        for place in holders.get(form, ())[max(met[form] - _CROWD, 0) : met[form] + _CROWD]:
            scores[at, place] = 1.0
        met[form] += 1
    return scores


def _forms(clause: ProposedClause) -> set[str]:
    """Return the letters of a clause with its number and without."""
    return {plain(clause.marker.old + clause.old), plain(clause.old)} - {""}


def _line(marker: str, text: str) -> str:
    return f"{marker}\t{text}" if marker else text


def _styles(marker: str) -> set[str]:
    """Return how a number may be meant: "i)" is a letter or a Roman number."""
    return {reading.style for reading in cut_marker(f"{marker} x").readings} if marker else set()


def _rebased(paragraph: TrackedParagraph, clause: ProposedClause) -> tuple[Revision, Revision]:
    """Return the number and the words of a clause with the changes of a paragraph that has its words."""
    marker = clause.marker.old
    edits: list[Edit] = [(run.sign, run.words) for run in paragraph.runs]
    if plain(paragraph.old) != plain(marker + clause.old):
        number = marker if plain(paragraph.old) == plain(clause.old) else paragraph.old_marker
        edits.insert(0, ("=", f"{number}\t"))  # Word counts it, or nothing does
    if not marker:
        return _with_number(clause.marker, Revision.made_of(edit for _, edit in _on(clause.old, edits)))
    places = list(_on(_line(marker, clause.old), edits))
    in_marker = [
        (sign, run.rstrip() if sign == "+" else run)
        for place, (sign, run) in places
        if place < len(marker) or (place == len(marker) and sign == "+")  # the tab is there
    ]
    in_text = [edit for place, edit in places if place > len(marker)]
    return _with_number(Revision.made_of(in_marker), Revision.made_of(in_text))


def _with_number(marker: Revision, text: Revision) -> tuple[Revision, Revision]:
    """Move a number from the words that replace another one, with the tab behind it, to the number."""
    cut = cut_marker(text.now)
    at = next((at for at, (sign, _) in enumerate(text.edits) if sign != "-"), 0)
    if marker.now or not cut.readings or text.edits[at][0] != "+" or len(text.edits[at][1]) < cut.offset:
        return marker, text
    rest = text.edits[at][1][cut.offset :]
    edits = (*text.edits[:at], ("+", rest), *text.edits[at + 1 :])
    return marker.retyped(cut.readings[0].raw), Revision.made_of(edits)


def _on(adopted: str, edits: Iterable[Edit]) -> Iterator[tuple[int, Edit]]:
    """Walk the letters of the adopted words, kept or deleted, and what is inserted; each with its place.

    The edits are those of the same letters with other blanks, marks or capitals.
    """
    place, last = 0, "="
    for sign, run in edits:
        if sign == "+":
            yield place, (sign, run)
            continue
        for letter in run:
            if is_plain(letter):
                while not is_plain(adopted[place]):
                    yield place, ("-" if sign == last == "-" else "=", adopted[place])
                    place += 1
            elif place == len(adopted) or not _is_same_mark(letter, adopted[place]):
                continue
            yield place, (sign, adopted[place])
            place, last = place + 1, sign
    yield from ((place + at, ("=", letter)) for at, letter in enumerate(adopted[place:]))


def _is_same_mark(mark: str, other: str) -> bool:
    return (mark.isspace() and other.isspace()) or words(mark) == words(other) != ()


def _compared(paragraph: TrackedParagraph, clause: ProposedClause) -> tuple[Revision, Revision]:
    """Return the number and the words of a clause with what makes those of the paragraph of them."""
    marker, text, now = clause.marker.old, clause.old, paragraph.now
    cut = cut_marker(now)
    if cut.readings and marker and plain(now[: len(now) - len(cut.text)]) != plain(marker):
        marker = cut.readings[0].raw
    if cut.readings and clause.marker.old:
        now = cut.text
    is_same = words(text) == words(now)
    made = clause.text if is_same else Revision.made_of(tracked(text, now))
    return clause.marker.retyped(marker), made


def _notes_on(amended: AmendedText, library: Library) -> Iterator[str]:
    """Walk what a reader has to know about the text that is amended."""
    name = amended.edition.name
    if amended.note:
        yield amended.note
    if newer := library.superseded_by(amended.edition.key):
        yield f"It amends {name}, which {newer} has superseded."


def _first(labels: Sequence[str]) -> str:
    more = len(labels) - _SHOWN
    return joined([*labels[:_SHOWN], *([f"{more:,} more"] if more > 0 else [])])


def _quoted(texts: Sequence[str]) -> str:
    short = [text if len(text) <= 80 else f"{text[:80].rpartition(' ')[0]} …" for text in texts]
    more = len(texts) - _SHOWN
    return in_quotes(short[:_SHOWN], "and") if more <= 0 else f"{in_quotes(short[:_SHOWN])} and {more:,} more"
