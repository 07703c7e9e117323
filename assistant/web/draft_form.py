"""The form in which a draft is pasted: its words, and the filters of what it is set against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from assistant.library.heads import HeadsHeld
from assistant.library.library import Library
from assistant.scope.filters import KIND_NAMES
from assistant.web.markup import Html, element
from corpus.instruments import Edition

FORM = "draft-form"
"""The id of the form: what stands outside it on the page is sent with it by this."""

_FIELDS = ("draft", "kind", "verb", "addressee", "edition", "since", "until")


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed; `edition` is the key of an edition, or of an instrument in all its editions."""

    draft: str = ""
    kind: str = ""
    verb: str = ""
    addressee: str = ""
    edition: str = ""
    since: str = ""
    until: str = ""
    basket: tuple[str, ...] = ()  # the ids of the clauses that are kept

    @classmethod
    def read(cls, body: bytes) -> Form:
        """Read a form as a browser sends it; what is no field of it is left out."""
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        sent = {name: value for name, value in pairs if name in _FIELDS}
        return cls(**sent, basket=tuple(dict.fromkeys(value for name, value in pairs if name == "basket")))

    @property
    def given(self) -> Mapping[str, str]:
        """The filters that were chosen."""
        given = {name: getattr(self, name) for name in _FIELDS[1:] if getattr(self, name)}
        if self.edition.count("/") == 1:  # a key without a year
            given["instrument"] = given.pop("edition")
        return given


def draft_form(form: Form, library: Library, heads: HeadsHeld) -> Html:
    """Render the form with what was typed in it; page.js folds the filters on a phone until one is used."""
    kinds = [("", "all clauses"), *((str(kind), name) for kind, name in KIND_NAMES.items())]
    return element(
        "form",
        element("label", "Your draft clause", for_="draft-text"),
        element("textarea", form.draft, id="draft-text", name_="draft", rows="5", required=True,
                placeholder="instructs the Secretary-General to report annually to the Council …"),
        element(
            "details",
            element("summary", "Narrow the search"),
            element(
                "div",
                _choice("kind", "Search in", _options(kinds, form.kind)),
                _line("verb", "Verb", form.verb, "instruct", heads.verbs),
                _line("addressee", "Addressee", form.addressee, "Council", heads.addressees),
                _choice("edition", "Text", _texts(library, form.edition)),
                _line("since", "From the year", form.since, "2018", inputmode="numeric", maxlength="4"),
                _line("until", "To the year", form.until, "2022", inputmode="numeric", maxlength="4"),
                class_="filters",
            ),
            class_="narrowing",
            data_used=bool(form.given),
            open=True,
        ),
        element("button", "Find adopted language", type="submit", class_="primary"),
        id=FORM,
        method="post",
        action="/draft",
        aria_label="Draft",
    )  # fmt: skip


def _options(options: Sequence[tuple[str, str]], chosen: str) -> Iterator[Html]:
    """Render what can be chosen."""
    return (element("option", said, value=value, selected=value == chosen) for value, said in options)


def _texts(library: Library, chosen: str) -> Iterator[Html]:
    """Render the texts that can be chosen, those of one instrument in a group with all of them first."""
    yield from _options([("", "all texts")], chosen)
    for key, held in library.instruments.items():
        editions = [(str(one.key), one.name) for one in held]
        if len(held) == 1:
            yield from _options(editions, chosen)
            continue
        name = _instrument(held[0])
        options = _options([(str(key), f"{name}, all editions"), *editions], chosen)
        yield element("optgroup", *options, label=name)


def _instrument(edition: Edition) -> str:
    """Return the name of an edition without what tells it from others: "Resolution 71"."""
    return edition.name.partition(" (")[0]


def _choice(name: str, label: str, options: Iterator[Html]) -> Html:
    """Render a choice under its label."""
    control = element("select", *options, name_=name, id=name)
    return element("p", element("label", label, for_=name), control)


def _line(name: str, label: str, value: str, hint: str, known: Sequence[str] = (), **attributes: str) -> Html:
    """Render a line to type in under its label, with what is known to complete it."""
    completed = f"{name}s-known" if known else None
    control = element(
        "input", name_=name, id=name, value=value, placeholder=hint, autocomplete="off", list=completed,
        **attributes,
    )  # fmt: skip
    options = [element("option", value=one) for one in known]
    listed = element("datalist", *options, id=completed) if known else ""
    return element("p", element("label", label, for_=name), control, listed)
