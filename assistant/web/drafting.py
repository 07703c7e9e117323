"""The page for drafters: a pasted clause → the adopted clauses closest to it, what differs, where used.

A form without script: what was typed comes back with the answer, also with a refusal.
"""

from __future__ import annotations

from assistant.comparison.redline import redline
from assistant.drafting.draft import LONGEST, ClauseDraft, read_draft
from assistant.drafting.precedents import Precedent, PrecedentFinder
from assistant.library.library import Library
from assistant.quotation import governing, head_above, quotation
from assistant.references.checking import State, check_references
from assistant.scope.filters import Filters
from assistant.web.addresses import address
from assistant.web.draft_form import FORM, Form, draft_form
from assistant.web.markup import Html, element
from corpus.errors import ResolutionsError
from corpus.keys import EditionKey, ProvisionId

_SHOWN = 10
_MARKS = {"-": ("del", "In the adopted clause, not in the draft: "), "+": ("ins", "In the draft alone: ")}


def drafting(form: Form, finder: PrecedentFinder, body: EditionKey | None = None, refusal: str = "") -> Html:
    """Render the form, and below it what was found for a draft, or why nothing was.

    `refusal` says why the basket was not given.

    `body` is an edition of the body that is to adopt it, as what "Resolution 25" means depends on that.
    """
    answered = form.draft.strip() != ""
    return element(
        "main",
        draft_form(form, finder.library, finder.heads),
        _refused(refusal) if refusal else "",
        _references(form, finder.library, body) if answered else "",
        _found(form, finder) if answered else "",
        _basket(form, finder.library),
        id="draft",
        tabindex="-1",
    )


def _references(form: Form, library: Library, body: EditionKey | None) -> Html:
    """Render what became of each text and clause that a draft names."""
    found = check_references(form.draft[:LONGEST], library, body)
    if not found:
        return Html("")
    items = [
        element(
            "li",
            element("a", one.words, href=address(one.provision)) if one.provision else one.words,
            " – ",
            element("span", one.said, class_="sound" if one.state == State.IN_FORCE else "unsound"),
        )
        for one in found
    ]
    heading = f"{len(items)} {'reference' if len(items) == 1 else 'references'} in the draft"
    return element("section", element("h2", heading), element("ul", *items, class_="checked"))


def _found(form: Form, finder: PrecedentFinder) -> Html:
    """Render the closest clauses."""
    try:
        draft = read_draft(form.draft)
        found = finder.find(form.draft, Filters.read(form.given), _SHOWN)
    except ResolutionsError as error:
        return _refused(str(error))
    if found.reason:
        return _refused(found.reason)
    items = [element("li", _precedent(one, draft, form, finder.library)) for one in found.hits]
    return element(
        "section",
        element("h2", f"The {len(items)} closest adopted clauses"),
        element("p", "Of a clause, what the draft leaves out is ", element("del", "struck"),
                ", what it adds is ", element("ins", "underlined"), ".", class_="legend"),
        element("ol", *items, class_="precedents"),
        aria_label="Precedents",
    )  # fmt: skip


def _refused(why: str) -> Html:
    """Say in one sentence why there is nothing to show."""
    return element("p", f"{why[:1].upper()}{why[1:].rstrip('.')}.", class_="refused", role="alert")


def _precedent(one: Precedent, draft: ClauseDraft, form: Form, library: Library) -> Html:
    """Render an adopted clause: where it stands, its words against the draft's, where they were used.

    A draft that opens with a head is set against the clause with the head above it; else what governs
    the clause, its head and the words that introduce it, stands before it.
    """
    edition = library.edition(one.passage.edition)
    clause = edition.provision(one.passage.eid)
    label = edition.citation(clause)
    copy = [
        element("button", name, type="button", data_copy="text", data_text=text)
        for name, text in (("Copy as quotation", quotation(edition, clause)), ("Copy citation", label))
    ]
    id_ = str(one.passage.provision)
    keep = _keep(id_, "Keep", is_kept=False) if id_ not in form.basket else "Kept "
    above, governed = head_above(clause), governing(edition, clause)
    with_head = bool(above and draft.head)
    edits = redline(f"{above} {one.passage.text}", draft.text) if with_head else one.diff
    return element(
        "article",
        element("h3", element("a", label, href=address(one.passage.provision))),
        element("p", "Superseded", class_="superseded") if not one.in_force else "",
        element("p", f"{governed} …", class_="told") if governed and not with_head else "",
        element("p", *(_run(kind, words) for kind, words in edits), class_="words"),
        element("p", *_used(one, library), class_="used"),
        element("p", keep, *copy, class_="tools"),
    )


def _keep(id_: str, label: str, *, is_kept: bool) -> Html:
    """Render the box by which a clause is kept, a field of the one form of the page."""
    box = element("input", type="checkbox", name_="basket", value=id_, form=FORM, checked=is_kept)
    return element("label", box, " ", label, class_="keep")


def _basket(form: Form, library: Library) -> Html:
    """Render what is kept of earlier searches, and the buttons by which it is taken away.

    It stays at the foot of the window; draft.js counts what is ticked since.
    """
    if not form.draft.strip() and not form.basket:
        return Html("")
    held = [(one, _label_of(one, library)) for one in form.basket]
    items = [element("li", _keep(one, label, is_kept=True)) for one, label in held]
    buttons = [
        element("button", f"Take away as {name}", type="submit", form=FORM, formaction=path)
        for name, path in (("Word", "/draft/basket/docx"), ("Markdown", "/draft/basket/md"))
    ]
    return element(
        "section",
        element(
            "details",
            element("summary", element("h2", "Kept: ", element("span", str(len(items)), id="kept"))),
            element("ul", *items, class_="checked") if items else "",
            element("p", "Tick clauses to keep them; they stay ticked while you search on.", class_="legend"),
        ),
        element("p", *buttons, class_="tools"),
        class_="basket",
        aria_label="Kept clauses",
    )


def _label_of(id_: str, library: Library) -> str:
    """Return the citation of a clause by what was sent as its id."""
    try:
        return _label(ProvisionId.parse(id_), library)
    except ResolutionsError:
        return id_


def _run(kind: str, words: str) -> str:
    """Render a run of words; what is marked is said to those who do not see it."""
    if kind not in _MARKS:
        return words
    name, said = _MARKS[kind]
    return element(name, element("span", said, class_="voice"), words)


def _used(one: Precedent, library: Library) -> list[str]:
    """Say where this language was first and last used, and which earlier editions have the same clause."""
    said = [f"First used in {_name(one.first, library)}, last in {_name(one.last, library)}."]
    if one.first.edition == one.last.edition:
        said = [f"Used in {_name(one.first, library)}."]
    twins = [element("a", _name(twin, library), href=address(twin)) for twin in one.superseded]
    separated: list[str] = [part for twin in twins for part in (", ", twin)][1:]
    return [*said, *((" The same clause stands in ", *separated, ".") if twins else ())]


def _label(id_: ProvisionId, library: Library) -> str:
    """Return the citation of a clause that is held."""
    found = library.provision(id_)
    return found[0].citation(found[1]) if found else str(id_)


def _name(id_: ProvisionId, library: Library) -> str:
    """Return the name of the edition of a clause."""
    return library.edition(id_.edition).name
