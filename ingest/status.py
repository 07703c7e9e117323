"""Whether a text says that it is a draft: in its number, above or around its title, on its pages.

    DRAFT NEW RESOLUTION 71 (REV. DOHA, 2026)      the number's line
    DRAFT – NOT ADOPTED                            a line of its own in the opening
    Draft Convention on the Care of Lanterns       the title of a treaty or of a text without a number
    A/C.2/78/L.5                                   the symbol of a draft of the United Nations
    DRAFT                                          a running head, a watermark

"Draft" in a sentence or in a resolution's title does not make the text a draft.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.instruments import Part, Provision
from ingest.lines import Line, ending
from ingest.opening import DOC_NUMBER, is_doc_number
from ingest.source import Source

_FIRST = 3  # lines of a file in which a text without an opening may say so
_SIGNS = "#*_>|~ \t"  # of headings and of emphasis, which a reader may have left
_OPEN, _CLOSE = "[({", "])}"
_NOUN = (
    r"resolution|decision|recommendation|opinion|text|proposal|convention|constitution|treaty|agreement"
    r"|protocol|covenant|declaration|charter|statutes?|regulations|rules|document|version"
)
_DRAFT = (
    r"(?:(?:advance|confidential|consolidated|final|first|initial|negotiating|preliminary|provisional|revised"
    r"|second|third|unedited|working|zero) )*draft"
)
_REMARK = (
    r"(?:not (?:yet )?(?:been )?(?:adopted|approved)|pending adoption|for (?:adoption|approval|comments?"
    r"|consideration|discussion|negotiation|review)(?: only)?)"
)
_BANNER = re.compile(
    rf"{_DRAFT}(?: (?:new |revised )?(?:{_NOUN}))?"
    # "II", "3", "v2.1", "Rev.1"
    r"(?: (?:no\.? ?|v\.? ?|rev\.? ?)?[0-9IVXL]{1,5}(?:[./-][0-9]{1,4})?)?"
    rf"(?:,? \(?(?:of |as of |dated )?[0-9]{{1,2}}[ .][^\W\d]{{3,9}}[ .][0-9]{{4}}\)?)?"
    rf"(?: {_REMARK}| \({_REMARK}\)?| (?:proposed|recommended|sponsored|submitted) by .{{1,200}}"
    r"|(?: [-–—/]|\s?[–—:]) ?\S.{0,80})?"
    rf"|{_REMARK.replace('pending', '(?:text )?pending')}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"{_DRAFT}|{_DRAFT}[ –—:-]+{_REMARK}", re.IGNORECASE)
_TITLE = re.compile(
    rf"(?:preliminary |revised )?draft (?:of (?:the|an?) )?(?:[\w-]+ ){{0,3}}?(?:{_NOUN})\b", re.IGNORECASE
)
# "A/C.2/78/L.5", "E/2024/L.10/Rev.1"; "Algeria and Chad: draft resolution"
_LIMITED = re.compile(
    r"(?:United Nations\s+)?(?:A/HRC|A|E|S)(?:/(?:C|AC|BUR)\.?[0-9]*)?/(?:S-|ES-)?[0-9]{1,4}"
    r"/(?:C\.[0-9]+/)?L\.[0-9]{1,4}(?:/(?:Rev|Add|Corr)\.[0-9]{1,3})*\*?"
    r"|Distr(?:ibution|\.)?: ?Limited",
    re.IGNORECASE,
)
_SPONSORED = re.compile(r".{2,400}: (?:revised )?draft (?:resolution|decision)", re.IGNORECASE)
_RESOLVED = re.compile(r"(?:A/HRC|A|S|E)/RES/|\A(?:Resolution )?adopted by the ", re.IGNORECASE)


def says_draft(source: Source, provisions: Sequence[Provision], grammar: str) -> bool:
    """Return True if a text says that it is a draft; else it counts as adopted."""
    # the lines before the first recital, decision or article; a few where none stands before it
    first = next((provision.line for provision in provisions if provision.part is not Part.PREFACE), 0)
    opening = [line for at, line in enumerate(source.lines) if at < _FIRST or line.number < first]
    number = next((provision.text for provision in provisions if provision.eid == "preface__docnumber"), "")
    numbered = DOC_NUMBER.fullmatch(number)
    status = numbered["status"].upper() if numbered else ""
    # a draft of the United Nations, by its symbol or its sponsors
    cells = [cell for line in opening for cell in re.split(r"\t|\s{2,}", line.text.strip(_SIGNS))]
    is_limited = any(_LIMITED.fullmatch(cell) or _SPONSORED.fullmatch(cell) for cell in cells)
    return (
        bool(numbered and numbered["remark"])
        or any(word in status for word in ("DRAFT", "PROPOSED"))
        or any(_is_banner_at(source, at) for at in range(len(opening)))
        or _is_titled_as_draft(provisions, opening, grammar)
        or (grammar == "un" and is_limited and not any(_RESOLVED.search(line.text) for line in opening))
        or _is_marked(source)
    )


def is_banner(text: str) -> bool:
    """Return True for words that stand alone and call a text a draft: "DRAFT – NOT ADOPTED", "[Draft]"."""
    bare = text.strip(_SIGNS)
    words = bare.strip(f"{_OPEN}{_CLOSE}{_SIGNS}-–—=")
    is_set_apart = bare[:1] in _OPEN or words[:1].isupper()
    return is_set_apart and _BANNER.fullmatch(words) is not None


def _is_banner_at(source: Source, at: int) -> bool:
    """Return True if a line of the opening is a banner, and no piece of a title that runs over lines."""
    lines = source.lines
    text, before, after = lines[at].text, lines[at - 1 : at], lines[at + 1 : at + 2]
    if not is_banner(text):
        return False
    beside = (line.text for line in (*before, *after))
    if source.whole or not at or any(is_doc_number(words) or is_banner(words) for words in beside):
        return True
    goes_on = bool(after) and not (after[0].gap or after[0].turn) and after[0].text[:1].islower()
    return (lines[at].gap or lines[at].turn) and not goes_on


def _is_titled_as_draft(provisions: Sequence[Provision], opening: Sequence[Line], grammar: str) -> bool:
    """Return True if a treaty, or a text without a number, is called a draft by its title.

    A resolution's title names its subject, which may be a draft: "Draft Convention on Lanterns".
    """
    eids = {provision.eid for provision in provisions}
    if "preface__docnumber" in eids or "preamble__formula" in eids or grammar == "un":
        return False
    title = next((provision.text for provision in provisions if provision.eid == "preface__title"), "")
    titles = [title] if title else [line.text.strip(_SIGNS) for line in opening[:_FIRST]]
    return any(_TITLE.match(text) and text[:1].isupper() and not ending(text) for text in titles)


def _is_marked(source: Source) -> bool:
    """Return True if the pages say so: at their edges, behind the text, or again and again."""
    cells = [cell for text in source.edges for cell in re.split(r"\t|\n|\s{2,}|\s[|•·–—-]\s", text)]
    if any(is_banner(cell) for cell in (*cells, *source.edges)):
        return True
    signs = f"{_SIGNS}{_OPEN}{_CLOSE}-–—="
    lines = [line for line in source.lines if line.text.isupper()]
    upper = [line for line in lines if _ALONE.fullmatch(line.text.strip(signs))]
    return len(upper) > 1 or any(line.turn for line in upper)
