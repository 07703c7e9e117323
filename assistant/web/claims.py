"""Claims → HTML: each statement with the words that bear it out, their citation, and how it is supported."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Claim, Support
from assistant.library.library import Library
from assistant.quotation import governing, quotation_of_words, quoted
from assistant.web.addresses import quote_address
from assistant.web.markup import Html, element, join

SUPPORT_SENTENCES = {
    Support.VERBATIM: "These are the exact words of the clause",
    Support.PARAPHRASE: "Other words than those of the clause, checked against it; its own stand below",
    Support.UNSUPPORTED: "The clause does not say this",
}


def claims_shown(claims: Sequence[Claim], library: Library, heads: Sequence[str] = ()) -> Html:
    """Render the claims in order; words that govern several of them are shown once, above the first.

    Those that the lead says, `heads`, are not shown again.
    """
    if not claims:
        return Html("")
    above = [next((one.governing for one in claim.citations), "") for claim in claims]
    shown = [
        _claim(claim, library, "" if governing == before or governing in heads else governing)
        for claim, governing, before in zip(claims, above, ["", *above], strict=False)
    ]
    return element("ol", *shown, class_="claims")


def _claim(claim: Claim, library: Library, governing: str) -> Html:
    """Render one claim: what governs it, its statement where that is not the quote itself, then the quote.

    How it is supported stands beside what is said: the statement, or the quote.
    """
    above = element("p", f"{governing} …", class_="governing") if governing else ""
    mark = element(
        "span", str(claim.support), class_=f"support {claim.support}", title=SUPPORT_SENTENCES[claim.support]
    )
    if claim.text in [one.quote for one in claim.citations]:
        quotes = (_citation(one, library, mark) for one in claim.citations)
        return element("li", above, *quotes, class_="claim")
    statement = element("p", claim.text, " ", mark, class_="statement")
    return element(
        "li", above, statement, *(_citation(one, library) for one in claim.citations), class_="claim worded"
    )


def _citation(citation: Citation, library: Library, mark: str = "") -> Html:
    """Render the quoted words and, below them, the link that opens them in the reader."""
    return element(
        "figure",
        element("blockquote", _quoted(citation.quote)),
        element(
            "figcaption",
            cite(citation.label, quote_address(citation)),
            element("span", f" superseded by {citation.superseded_by}", class_="superseded")
            if citation.superseded_by
            else "",
            " ",
            mark,
            " ",
            _copy(citation, library),
        ),
    )


def _copy(citation: Citation, library: Library) -> Html:
    """Render the button that copies a quote with its citation."""
    return element(
        "button",
        "Copy",
        type="button",
        class_="copy",
        data_copy="text",
        data_text=copied(citation, library),
        aria_label=f"Copy with its citation: {citation.label}",
    )


def copied(citation: Citation, library: Library) -> str:
    """Return a quote as it is pasted alone: with the items that it introduces."""
    found = library.provision(citation.provision)
    if found is None or found[1].text[citation.start : citation.end] != citation.quote:
        return cited(citation, library)
    return str(quotation_of_words(*found, citation.start, citation.end))


def cited(citation: Citation, library: Library) -> str:
    """Return a quote as it is pasted: behind what governs its clause, before its full label."""
    found = library.provision(citation.provision)
    return quoted(citation.quote, governing(*found) if found else "", citation.label)


def _quoted(text: str) -> Html:
    """Show a quote; the tab between two cells of a table gets a line."""
    first, *others = text.split("\t")
    return join([first, *(join([element("span", "\t", class_="tab"), cell]) for cell in others)])


def cite(label: str, href: str) -> Html:
    """Render a label as the link to its clause, the edition's name less prominent than the place."""
    edition, separator, place = label.partition("), ")
    if not separator:
        return element("a", label, class_="citation", href=href)
    return element(
        "a", element("span", f"{edition}), ", class_="edition-name"), place, class_="citation", href=href
    )
