"""Bodies that treaties lay down, by form: an article is headed with a name, and its sentence is about it.

"Article 10, The Council: The Council shall be composed of …" gives "Council"; "The Director of the Harbour
Bureau shall organize the work of the Harbour Bureau" gives "Harbour Bureau".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.bodies import body_nouns, head_noun
from corpus.instruments import Edition, Kind, Provision

_NOUNS = frozenset({"sector"})  # beside those of offices
_ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)
_ELSEWHERE = re.compile(r" (?:is|are) specified ")  # "… are specified in the Convention" explains nothing
_MEMBERS = "Members of"


def bodies_of(treaty: Edition) -> Iterator[tuple[str, Provision]]:
    """Walk the names of bodies that a treaty has articles on, each with the provision that says most."""
    for heading in treaty.provisions:
        name = _ARTICLE.sub("", heading.text.strip(), count=1)
        noun = head_noun(name)
        is_body = noun in body_nouns("offices") | _NOUNS and not name.startswith(_MEMBERS)
        if heading.kind is Kind.HEADING and is_body and not name.isupper():
            about = [
                (rank, place, provision)
                for place, provision in enumerate(treaty.descendants(heading.eid))
                if (rank := _rank(name, provision)) is not None
            ]
            if about:
                yield name, min(about, key=lambda row: row[:2])[2]


def _rank(name: str, provision: Provision) -> int | None:
    """Return how well a provision explains a body, best 0; None where its sentence is not about the body."""
    before = r"(?:[0-9(]\S* )*(?:the |an? )?(?P<of>[\w ]{2,60} of (?:the )?)?"
    found = re.match(rf"{before}{re.escape(name)} (?:shall|is|are)\b", provision.text, re.IGNORECASE)
    if provision.kind is Kind.HEADING or found is None or _ELSEWHERE.search(provision.text):
        return None
    return int(found["of"] is not None)


def names_body(text: str, name: str) -> bool:
    """Return True if a text has the name of a body, and not within a longer name: "Security Council".

    >>> names_body("instructs the ITU Council", "Council"), names_body("the Security Council", "Council")
    (True, False)
    """
    exact = 0 if " " not in name else re.IGNORECASE
    found = re.finditer(rf"(?P<before>[\w-]+ )?\b{re.escape(name)}s?\b", text, exact)
    return any(" " in name or not (match["before"] or "").istitle() for match in found)
