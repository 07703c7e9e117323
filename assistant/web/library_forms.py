"""What curators do to the library, as forms that work without script: add, remove, forget, index."""

from __future__ import annotations

from assistant.library.library import Library, Target
from assistant.settings import Settings
from assistant.web.addresses import holding_id
from assistant.web.markup import Html, element
from assistant.web.text_list import counted
from assistant.web.uploads import MAX_FILES
from corpus.instruments import Edition, Reference
from corpus.keys import EditionKey, ProvisionId

_MB = 1_000_000
_FORMS = "PDF, Word, web page, Akoma Ntoso, Markdown or plain text"


def add_form(settings: Settings, *, key: str = "", replacing: bool = False, refusal: str = "") -> Html:
    """Render the form that adds files, with what was typed in it before and why that was refused."""
    size = settings.limits.size
    limits = f"{_FORMS}; at most {MAX_FILES} files of {size / _MB:g} MB each."
    return element(
        "section",
        element("h2", "Add"),
        element("p", refusal, class_="refused", role="alert", id="refusal", hidden=not refusal),
        element(
            "form",
            element("p", element("label", "Files", for_="files"), _files("files", multiple=True, size=size),
                    element("span", limits, id="files-told", class_="legend")),
            element("p", element("label", "Key, where the text does not say which edition it is", for_="key"),
                    element("input", id="key", name_="key", value=key, placeholder="itu/convention/2022",
                            autocomplete="off", spellcheck="false")),
            element("p", element("input", type="checkbox", id="replace", name_="replace", checked=replacing),
                    element("label", "Replace what is held of the same edition", for_="replace"),
                    class_="tick"),
            element("p", element("button", "Add", type="submit", class_="primary")),
            method="post",
            action="/library/add",
            enctype="multipart/form-data",
            class_="adding",
        ),
        id="add",
        aria_label="Add",
    )  # fmt: skip


def _files(id_: str, *, multiple: bool, size: int) -> Html:
    """Render the choice of files; the script looks at their sizes before they are sent."""
    return element(
        "input",
        type="file",
        id=id_,
        name_="files",
        multiple=multiple,
        required=True,
        data_size=str(size),
        data_files=str(MAX_FILES if multiple else 1),
        aria_describedby="files-told" if multiple else None,
    )


def offered(target: Target, library: Library, settings: Settings) -> Html:
    """Render the form that adds the file of a text that is named and not held.

    The key is given only for a treaty, which has no number by which its text would say what it is.
    """
    id_ = f"file:{holding_id(target, library)}"
    unnumbered = isinstance(target, EditionKey) and not any(one.isdigit() for one in target.instrument.work)
    return element(
        "details",
        element("summary", "Add its file"),
        element(
            "form",
            element("input", type="hidden", name_="key", value=str(target)) if unnumbered else "",
            element("label", "File", for_=id_),
            _files(id_, multiple=False, size=settings.limits.size),
            element("button", "Add", type="submit"),
            method="post",
            action="/library/add",
            enctype="multipart/form-data",
        ),
        class_="offer",
    )


def remove_form(edition: Edition, library: Library, *, returns: bool) -> Html:
    """Render the question whether an edition is to be removed; `returns`: a shipped text takes its place."""
    clauses = len(edition.provisions)
    after = (
        "The text that came with the program takes its place."
        if returns
        else "The copy of its file is deleted too; to have the text again, add the file again."
    )
    said = f"{edition.title or edition.name}: {counted(clauses, 'clause')}."
    naming = {source.key for source, one in library.references() if _names(one, edition)} - {edition.key}
    return element(
        "main",
        element("h2", f"Remove {edition.name}?"),
        element("p", said),
        element(
            "p", f"{counted(len(naming), 'other text')} {'names' if len(naming) == 1 else 'name'} it. {after}"
        ),
        element(
            "form",
            element("input", type="hidden", name_="key", value=str(edition.key)),
            element("button", "Remove it", type="submit", class_="primary"),
            element("a", "Keep it", href="/library", class_="otherwise"),
            method="post",
            action="/library/remove",
        ),
        id="library",
        class_="library",
        tabindex="-1",
    )


def _names(reference: Reference, edition: Edition) -> bool:
    """Tell whether a reference names an edition, its instrument, or a clause of it."""
    target = reference.target
    named = target.edition if isinstance(target, ProvisionId) else target
    return named in (edition.key, edition.key.instrument)


def button(label: str, action: str) -> Html:
    """Render a button that does one thing."""
    return element("form", element("button", label, type="submit"), method="post", action=action)
