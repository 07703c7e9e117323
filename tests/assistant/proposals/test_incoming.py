"""Word files read as proposals: each row a way in which people write one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attacks.samples import word
from attacks.tracked import BEN, cut, ins, p

from assistant.library.library import Library
from assistant.proposals.about import FORMS, About
from assistant.proposals.incoming import IncomingProposal, ProposalFile, read_proposal_files
from assistant.proposals.proposal import Proposal
from assistant.proposals.revision import Revision
from assistant.proposals.table import Row, Standing, tables_of
from assistant.proposals.word_export import proposal_file
from corpus.catalogue import Catalogue
from corpus.keys import EditionKey
from ingest import parse_source, text_source
from ingest.limits import Limits

PAINT = "2 that the lanterns"
COUNT, REPORT = "1 to count", "2 to report"
LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


@pytest.fixture(scope="module")
def lines(harbours_text):
    return [line for line in harbours_text.split("\n") if line]


@pytest.fixture(scope="module")
def library(harbours):
    return Library((harbours,), Catalogue(()))


def in_text(lines: list[str], changed: dict[str, str], *, keep: bool = True) -> str:
    """Write the text as paragraphs; those that begin so are replaced, '' leaves one out."""
    places = {start: next(at for at, line in enumerate(lines) if line.startswith(start)) for start in changed}
    by_place = {places[start]: xml for start, xml in changed.items()}
    return "".join(by_place.get(at, p(line) if keep else "") for at, line in enumerate(lines))


def read(body: str, library: Library, name: str = "Pier.docx") -> IncomingProposal:
    file = ProposalFile(name, word(body, numbering=NUMBERING))
    (proposal,), refusals = read_proposal_files([file], library, Limits())
    assert refusals == ()
    return proposal


def shown(revision: Revision) -> str:
    marks = {"+": ("{+", "+}"), "-": ("[-", "-]"), "=": ("", "")}
    return "".join(f"{marks[sign][0]}{words}{marks[sign][1]}" for sign, words in revision.edits)


def changes(proposal: IncomingProposal) -> list[str]:
    return [
        " ".join(
            filter(
                None,
                [clause.operation, shown(clause.marker), "" if clause.is_deleted else shown(clause.text)],
            )
        )
        for clause in proposal.proposal.changed
    ]


CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "words in a clause": (
        {COUNT: p("1\tto count ", cut("the"), ins("all"), " lanterns every three years;")},
        ["MOD 1 to count [-the-]{+all+} lanterns every three years;"],
    ),
    "a number changed": (
        {REPORT: p(cut("2"), ins("3"), "\tto report on dark piers where appropriate,")},
        ["MOD [-2-]{+3+} to report on dark piers where appropriate,"],
    ),
    "a number with its tab changed": (
        {REPORT: p(cut("2 "), ins("3 "), "to report on dark piers where appropriate,")},
        ["MOD [-2-]{+3+} to report on dark piers where appropriate,"],
    ),
    "other blanks, dashes and quotation marks than adopted": (
        {PAINT: p("2.  That the  lanterns shall ", ins("soon "), "be painted")},
        ["MOD 2 that the lanterns shall {+soon +}be painted:"],
    ),
    "a clause inserted": (
        {COUNT: p(COUNT + " the lanterns every three years;") + p(ins("1 bis\tto light them;"), mark="ins")},
        ["ADD {+1 bis+} {+to light them;+}"],
    ),
    "a clause inserted in a list that Word counts": (
        {COUNT: p("to count the lanterns every three years;", properties=LIST)
         + p(ins("to light them;"), mark="ins", properties=LIST),
         REPORT: p("to report on dark piers where appropriate,", properties=LIST)},
        ["ADD {+1 bis+} {+to light them;+}"],
    ),
    "a clause inserted behind items": (
        {"ii) red": p("ii) red to the south,") + p(ins("3 that piers be lit;"), mark="ins")},
        ["ADD {+3+} {+that piers be lit;+}"],
    ),
    "a heading inserted": (
        {"invites Member": p(ins("further instructs the Harbour Council"), mark="ins")
         + p(ins("1 to paint;"), mark="ins") + p("invites Member States")},
        ["ADD {+further instructs the Harbour Council+}", "ADD {+1+} {+to paint;+}"],
    ),
    "a clause deleted": (
        {REPORT: p(cut("2\tto report on dark piers where appropriate,"), mark="del")},
        ["SUP 2"],
    ),
    "a clause moved": (
        {COUNT: p(cut("1 to count the lanterns every three years;", name="moveFrom"), mark="moveFrom"),
         REPORT: p(REPORT + " on dark piers where appropriate,")
         + p(ins("3 to count the lanterns every three years;", name="moveTo"), mark="moveTo")},
        ["SUP 1", "ADD {+3+} {+to count the lanterns every three years;+}"],
    ),
    "letters of a conference and reasons": (
        {COUNT: p("MOD\tIAP/900/1") + p("1 to count the lanterns every ", cut("three"), ins("two"), " years;")
         + p("Reasons:\tThree years are long.") + p("They are.") + p("SUP"),
         REPORT: p("2 to report on dark piers where appropriate,")},
        ["MOD 1 to count the lanterns every [-three-]{+two+} years;", "SUP 2"],
    ),
    "a footnote": (
        {"2 The wardens": p("2 The wardens", "¹", " answer to the ", cut("Harbour "), "Council.")},
        ["MOD 2 The wardens¹ answer to the [-Harbour -]Council."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), CASES.values(), ids=CASES)
def test_a_change_is_at_its_clause(changed, expected, lines, library):
    proposal = read(p("Proposal of the piers") + in_text(lines, changed), library)
    assert changes(proposal) == expected
    adopted = [clause.old for clause in proposal.proposal.clauses if not clause.is_new]
    assert adopted == [provision.text for provision in library.editions[0].provisions]


def test_two_authors_reasons_and_a_move_are_known(lines, library):
    both = p("1 to count ", cut("the "), "lanterns every ", cut("three", BEN), ins("two", BEN), " years;")
    proposal = read(in_text(lines, {COUNT: both + p("Reasons: Piers.")}), library)
    (clause,) = proposal.proposal.changed
    assert proposal.authors(clause.id) == ("Anna", "Ben")
    assert clause.reasons == "Piers."
    moved = {
        "b) Resolution 71": "",
        "a) that": p("a) Resolution 71 (Rev. Bucharest, 2022), on the strategic plan,"),
    }
    places = {clause.moved_from for clause in read(in_text(lines, moved), library).proposal.clauses}
    assert places == {""}, "nothing is moved that a shorter file does not have"


def test_a_file_without_tracked_changes_is_compared_with_the_adopted_text(lines, library):
    accepted = {
        COUNT: p("1 to count all lanterns every two years;"),
        REPORT: "",
        "ii) red": p("ii) red to the south;"),
    }
    proposal = read(in_text(lines, accepted), library)
    assert changes(proposal) == [
        "MOD 1 to count [-the-]{+all+} lanterns every [-three-]{+two+} years;",
        "SUP 2",
    ]
    assert "no tracked changes" in proposal.notes[0]
    part = read("".join(map(p, lines[:1])) + p("1 to count all lanterns every two years;"), library)
    assert changes(part) == ["MOD 1 to count [-the-]{+all+} lanterns every [-three-]{+two+} years;"]
    assert "It has 2 clauses of 21; the others count as unchanged." in part.notes
    assert "It proposes no change." in read(in_text(lines, {}), library).notes


def test_a_file_whose_old_words_are_not_the_adopted_ones_says_so(lines, library):
    other = {COUNT: p("1 to count the lanterns and buoys every ", cut("three"), ins("two"), " years;")}
    proposal = read(in_text(lines, other) + p("Copies to: ", ins("the piers")), library)
    assert changes(proposal) == ["MOD 1 to count the lanterns {+and buoys +}every [-three-]{+two+} years;"]
    assert "Before its changes, 1 clause of the file differed from the adopted text" in " ".join(
        proposal.notes
    )
    assert (
        "1 changed paragraph of the file fit no clause and are left out: “Copies to: the piers”."
        in proposal.notes
    )


@pytest.fixture(scope="module")
def two_editions(harbours_text):
    newer = harbours_text.replace("LISBON, 2030", "PORTO, 2034").replace("Lisbon, 2030", "Porto, 2034")
    newer = newer.replace("lend willows and reeds", "give willows and reeds to everyone")
    editions = [parse_source(text_source(text), "h").edition() for text in (harbours_text, newer)]
    return Library(tuple(editions), Catalogue(()))


def test_the_edition_is_found_by_name_and_by_words(lines, two_editions):
    change = {COUNT: p("1 to count ", cut("the "), "lanterns every three years;")}
    older = read(in_text(lines, change), two_editions)
    assert older.proposal.edition == EditionKey.parse("itu-pp/res-900/2030")
    assert "which Resolution 900 (Rev. Porto, 2034) has superseded" in older.notes[0]
    unnamed = [line for line in lines if "2030" not in line]
    unnamed[unnamed.index("to lend willows and reeds.")] = "to give willows and reeds to everyone."
    assert read(in_text(unnamed, change), two_editions).proposal.edition == EditionKey.parse(
        "itu-pp/res-900/2034"
    )
    lost = in_text([line.replace("LISBON, 2030", "GDANSK, 2026") for line in lines], change)
    assert (
        "The file names Resolution 900 (REV. GDANSK, 2026), which is not in the library"
        in read(lost, two_editions).notes[0]
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (p("RESOLUTION 55 (REV. LISBON, 2030)") + p(ins("1 that piers be lit;")), "amends “RESOLUTION 55"),
        (p("Minutes of a meeting about something else altogether"), "amends no text of the library"),
    ],
)
def test_a_file_that_amends_no_text_of_the_library_is_refused_and_the_others_are_read(
    body, said, lines, library
):
    files = [ProposalFile("a.docx", word(body)), ProposalFile("b.docx", word(in_text(lines, {})))]
    proposals, refusals = read_proposal_files(
        [*files, *(ProposalFile(name, files[1].data) for name in ("b (2).docx", "b.docx"))],
        library,
        Limits(),
    )
    assert [proposal.name for proposal in proposals] == ["b", "b (2)", "b (3)"]
    assert len(refusals) == 1
    assert f"a.docx: {said}" in refusals[0]


def test_hundreds_of_changes_and_a_long_clause_are_read(library, harbours_text):
    words_ = " ".join(f"lantern{number} shines" for number in range(2500))
    text = harbours_text.replace("to lend willows and reeds.", f"to lend {words_}.")
    long = Library((parse_source(text_source(text), "h").edition(),), Catalogue(()))
    parts: list[str] = ["to lend "]
    for number in range(2500):
        parts += [cut(f"lantern{number}"), ins("it")] if number % 8 == 0 else [f"lantern{number}"]
        parts.append(" shines" + " " * (number < 2499))
    body = in_text([line for line in text.split("\n") if line], {"to lend": p(*parts, ".")})
    (clause,) = read(body, long).proposal.changed
    assert sum(sign == "+" for sign, _ in clause.text.edits) == 313
    assert clause.text.old == f"to lend {words_}."


def rows_of(library: Library, lines: list[str], *files: dict[str, str]) -> list[Row]:
    given = [
        ProposalFile(f"{name}.docx", word(in_text(lines, changed)))
        for name, changed in zip("ABC", files, strict=False)
    ]
    proposals, _ = read_proposal_files(given, library, Limits())
    (table,) = tables_of(proposals, library)
    return list(table.rows)


def counted(*inner: str) -> dict[str, str]:
    return {COUNT: p("1 to count ", *inner)}


AS_ADOPTED = "the lanterns every three years;"
KEPT = p("NOC\tIAP/900/1") + p(f"1 to count {AS_ADOPTED}") + p("Reasons: Still needed.")
TWO_YEARS = ("the lanterns every ", cut("three"), ins("two"), " years;")
STANDINGS: dict[str, tuple[tuple[dict[str, str], ...], Standing, list[tuple[str, str]]]] = {
    "one proposal": ((counted(*TWO_YEARS), {}), Standing.ALONE, []),
    "the same words": ((counted(*TWO_YEARS), counted(*TWO_YEARS)), Standing.AGREEMENT, []),
    "different places": (
        (counted(*TWO_YEARS), counted(cut("the"), ins("all"), " lanterns every three years;")),
        Standing.COMPATIBLE,
        [],
    ),
    "the same words differently": (
        (counted(*TWO_YEARS), counted("the lanterns ", cut("every three years"), ins("each spring"), ";")),
        Standing.COLLISION,
        [("three", "A against B")],
    ),
    "words inserted at one place": (
        (counted("the ", ins("lit "), "lanterns every three years;"),
         counted("the ", ins("dark "), "lanterns every three years;")),
        Standing.COLLISION,
        [("lit / dark", "A against B")],
    ),
    "deleted and changed": (
        (counted(*TWO_YEARS), {COUNT: p(cut(f"1 to count {AS_ADOPTED}"), mark="del")}),
        Standing.COLLISION,
        [("three", "A against B")],
    ),
    "two against one": (
        (counted(*TWO_YEARS), counted("the lanterns every ", cut("three"), ins("ten"), " years;"),
         counted(*TWO_YEARS)),
        Standing.COLLISION,
        [("three", "A and C against B")],
    ),
    "kept and changed": (
        ({COUNT: KEPT}, counted(*TWO_YEARS)), Standing.COLLISION, [("three", "A against B")],
    ),
    "kept and deleted": (
        ({COUNT: KEPT}, {COUNT: p(cut(f"1 to count {AS_ADOPTED}"), mark="del")}),
        Standing.COLLISION,
        [("", "A against B")],
    ),
    "kept and given another number": (
        ({COUNT: KEPT}, {COUNT: p(cut("1"), ins("2"), f"\tto count {AS_ADOPTED}")}),
        Standing.COMPATIBLE,
        [],
    ),
    "kept without reasons and changed": (
        ({COUNT: p("NOC") + p(f"1 to count {AS_ADOPTED}") + p("MOD"),
          REPORT: p("2 to report on dark piers where appropriate,")}, counted(*TWO_YEARS)),
        Standing.COLLISION,
        [("three", "A against B")],
    ),
    "kept by both": (({COUNT: KEPT},) * 2, Standing.AGREEMENT, []),
    "both delete": (
        ({COUNT: p(cut(f"1 to count {AS_ADOPTED}"), mark="del")},) * 2,
        Standing.AGREEMENT,
        [],
    ),
    "new clauses at one place": (
        ({COUNT: p(f"1 to count {AS_ADOPTED}") + p(ins("1 bis to light them;"), mark="ins")},
         {COUNT: p(f"1 to count {AS_ADOPTED}") + p(ins("1 bis to paint them;"), mark="ins")}),
        Standing.SAME_PLACE,
        [],
    ),
    "the same new clause": (
        ({COUNT: p(f"1 to count {AS_ADOPTED}") + p(ins("1 bis to light them;"), mark="ins")},) * 2,
        Standing.AGREEMENT,
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "standing", "collisions"), STANDINGS.values(), ids=STANDINGS)
def test_proposals_on_a_clause_agree_or_collide(files, standing, collisions, lines, library):
    (row,) = rows_of(library, lines, *files)
    assert row.standing is standing
    assert [(collision.words, collision.parties) for collision in row.collisions] == collisions


@pytest.mark.parametrize("form", FORMS)
def test_what_a_form_prints_is_read_back_with_its_reasons(form, harbours, library):
    council = "instructs-harbour-council"
    first, second = f"{council}__para_1", f"{council}__para_2"
    proposal = Proposal.on(harbours).deleted(second).reasoned(second, "Done.").reasoned(first, "Needed.")
    about = replace(About.on(harbours, "Piers"), form=form, author="Pier", document="5")
    proposal = proposal.added("annex_1__para_1", "Lanterns shine.")
    file = ProposalFile("Pier.docx", proposal_file(proposal, about))
    (read_back,), _ = read_proposal_files([file], library, Limits())
    reasons = {clause.id: clause.reasons for clause in read_back.proposal.clauses if clause.reasons}
    assert reasons == {first: "Needed.", second: "Done."}
    assert read_back.kept == {first}
    assert read_back.proposal.clauses == proposal.clauses


def test_edits_collide_at_their_place_where_another_proposal_adds_a_number(library, harbours):
    adopted = Proposal.on(harbours)
    clause = next(clause for clause in adopted.clauses if not clause.marker.old and len(clause.old) > 40)
    head, word_, rest = clause.old.split(" ", 2)
    lit, dark = (adopted.typed(clause.id, f"{head} {new} {rest}") for new in ("lit", "dark"))
    proposals = [
        IncomingProposal("A", lit.renumbered(clause.id, "7"), {}),
        IncomingProposal("B", dark, {}),
    ]
    (table,) = tables_of(proposals, library)
    assert [collision.words for collision in table.rows[0].collisions] == [word_]


def test_letters_that_are_written_as_one_sign_are_compared(harbours_text):
    text = harbours_text.replace("to count the lanterns", "to count the ﬁne lanterns")
    library = Library((parse_source(text_source(text), "h").edition(),), Catalogue(()))
    lines = [line for line in text.split("\n") if line]
    body = in_text(lines, {COUNT: p("1 to count the fine lanterns every three years", ins(" or so"), ";")})
    (clause,) = read(body, library).proposal.changed
    assert clause.text.now.endswith("every three years or so;")


def test_a_file_with_thousands_of_new_clauses_is_refused(library, lines):
    new = "".join(p(ins(f"that pier {number} be lit;"), mark="ins") for number in range(1_001))
    file = ProposalFile("a.docx", word(in_text(lines, {COUNT: p(f"{COUNT} {AS_ADOPTED}") + new})))
    proposals, (refusal,) = read_proposal_files([file], library, Limits())
    assert proposals == ()
    assert "a.docx: more than 1,000 new clauses" in refusal
