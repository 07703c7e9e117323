"""References to treaties and their parts: "No. 235 of the Convention", "Nos. 10 to 12 below".

"the Convention" is that of the organization whose text it is; another's is not guessed. A number
without its treaty is the naming text's own, where that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from corpus.bodies import Bodies, bodies_in_use
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest.markers import INSERTED
from ingest.targets import Found, Naming, Target, in_force

_NUMBER = rf"[0-9]{{1,4}}[A-Z]{{0,2}}(?: ?(?:{'|'.join(INSERTED)})\b)?(?![\w/])"
TREATIES = "Constitution|Convention|Charter|Treaty|Agreement|Protocol|Statutes?|Covenant|Pact"
# "Nos. 11 and 12", "Nos. 229 to 231 and Nos. 269B to 269D", "Article 1 and Article 21"
_PARTS = re.compile(
    rf"\b(?P<what>Nos?\.|Articles?) {_NUMBER}"
    rf"(?:(?:, and |, or |, | and | or | to )(?:Nos?\. |Articles? )?{_NUMBER}){{0,30}}"
)
_PART = re.compile(rf"(?:(?:Nos?\.|Articles?) )?(?P<number>{_NUMBER})")
# Other conventions are named by their place or subject: "Tampere Convention", "Convention on …".
_ANOTHER = r"(?! (?:on|for|against)\b)(?! of the (?!International Telecommunication))"
_WHOSE = re.compile(
    rf" (?:(?P<here>above|below|hereof)\b|of (?:this|the present) (?P<own>{TREATIES})\b"
    rf"|of the (?P<itu>ITU )?(?P<treaty>Constitution|Convention)\b{_ANOTHER})"
)
_GOES_ON = re.compile(r" (?:of|to) ")  # "Article 102 of the Charter": another text's
_PARAGRAPH = re.compile(
    rf"\bparagraphs? (?P<paragraph>[0-9]{{1,2}}) of Article (?P<article>{_NUMBER})"
    rf"|\bArticle (?P<first>{_NUMBER})(?:, paragraphs? |\()(?P<then>[0-9]{{1,2}})\)?"
)
_TREATY = re.compile(
    rf"(?:(?<=^)|(?<=\bthe )|(?<=\band )|(?<=\bor )|(?<=\bof )|(?=ITU ))"
    rf"(?P<itu>ITU )?(?P<treaty>Constitution|Convention)\b{_ANOTHER}"
)
# "Articles 2(e) and 15(k)", "Article 7, paragraph 14, and Article 9, paragraphs 1 and 3"
_BELOW = r"[0-9]{1,2}(?:\([a-z]{1,4}\))*"
_ITEM = (
    r"(?P<number>[0-9]{1,3}[A-Z]?)(?:\.[0-9]{1,2})*(?:\([0-9a-z]{1,4}\))*"
    rf"(?:, paragraphs? {_BELOW}(?:(?:, and |, | and |[-–]){_BELOW})*)?"
)
_ARTICLE = re.compile(rf"(?:[Aa]rticles? )?{_ITEM}")
_NO_GROUP = _ITEM.replace("?P<number>", "?:")
_ARTICLES = (
    rf"[Aa]rticles? {_NO_GROUP}(?:(?:, and |, | and | or | to |[-–])(?:[Aa]rticles? )?{_NO_GROUP}){{0,30}}"
)
_THIS = re.compile(rf"\b(?:[Tt]his|[Tt]he present) (?:{TREATIES})\b")


def own_paragraphs(text: str, naming: Naming) -> Iterator[Found]:
    """Read "paragraph 2 of Article 5" and "Article 5, paragraph 2" of the naming treaty itself."""
    for match in _PARAGRAPH.finditer(text):
        article = match["article"] or match["first"]
        eid = f"{_eid('art', article)}__para_{match['paragraph'] or match['then']}"
        whose = _WHOSE.match(text, match.end())
        others = whose["treaty"] if whose else _is_of(text, match.end())
        if naming.edition and eid in naming.own and not others:
            yield match.start(), whose.end() if whose else match.end(), ProvisionId(naming.edition, eid)


def treaty_parts(text: str, naming: Naming) -> Iterator[Found]:
    """Read "No. 235 of the Convention", "Articles 19 and 20 of this Convention", "No. 8 above"."""
    for match in _PARTS.finditer(text):
        whose = _WHOSE.match(text, match.end())
        edition = _edition_of(whose, naming)
        if edition is None or (whose is None and _is_of(text, match.end())):
            continue
        segment = "no" if match["what"].startswith("No") else "art"
        parts = list(_PART.finditer(text, match.start(), match.end()))
        for part in parts:
            eid = _eid(segment, part["number"])
            if edition != naming.edition or eid in naming.own:
                end = whose.end() if whose and part is parts[-1] else part.end()
                yield part.start(), end, ProvisionId(edition, eid)


def named_articles(text: str, naming: Naming) -> Iterator[Found]:
    """Read "Articles 2(e) and 15 of the Charter of the United Nations", of the treaties of all bodies."""
    own = naming.edition.instrument.issuer.partition("-")[0] if naming.edition else ""
    pattern, keys = _named_articles(bodies_in_use(), own)
    for match in pattern.finditer(text):
        articles = list(_ARTICLE.finditer(text, match.start(), match.end("articles")))
        for article in articles:
            end = match.end() if article is articles[-1] else article.end()
            target = ProvisionId(keys[match["treaty"]], _eid("art", article["number"]))
            yield article.start(), end, target


@cache
def _named_articles(known: Bodies, own: str) -> tuple[re.Pattern[str], Mapping[str, EditionKey]]:
    """Compile what finds articles with the name of their treaty; `own` is the body whose text names them."""
    bodies = known.bodies
    keys = {name: treaty.key for body in bodies for treaty in body.treaties for name in treaty.names}
    short = {
        name: treaty.key
        for body in bodies
        if body.key == own
        for treaty in body.treaties
        for name in treaty.own
    }
    ways = {name: rf"{re.escape(name)}\b{_ANOTHER if name in short else ''}" for name in (*keys, *short)}
    names = "|".join(ways[name] for name in sorted(ways, key=len, reverse=True))
    whose = r",? of (?:the |its )(?:United Nations )?"
    return re.compile(rf"(?P<articles>\b{_ARTICLES}){whose}(?P<treaty>{names})"), keys | short


def treaties(text: str, naming: Naming) -> Iterator[Found]:
    """Read "the ITU Constitution", "the Constitution and Convention", "this Convention"."""
    for match in _TREATY.finditer(text):
        target = _treaty(match, naming)
        if target is not None:
            yield match.start(), match.end(), target
    if naming.edition and not naming.edition.instrument.is_numbered:
        for match in _THIS.finditer(text):
            yield match.start(), match.end(), naming.edition


def _edition_of(whose: re.Match[str] | None, naming: Naming) -> EditionKey | None:
    """Return the edition whose part is named: the naming text's own, or a treaty in force."""
    if whose is not None and whose["treaty"]:
        target = _treaty(whose, naming)
        return target if isinstance(target, EditionKey) else None
    return naming.edition if naming.own else None


def _treaty(match: re.Match[str], naming: Naming) -> Target | None:
    """Return the treaty that goes by a word, in the texts of one organization."""
    own = naming.edition
    word = match["treaty"].lower()
    if match["itu"]:
        return _own_or_in_force(InstrumentKey("itu", word), naming)
    if own is None:
        return None
    key = InstrumentKey(own.instrument.issuer.split("-")[0], word)
    if own.instrument.is_numbered and naming.catalogue.in_force(key) is None:
        return None
    return _own_or_in_force(key, naming)


def _own_or_in_force(key: InstrumentKey, naming: Naming) -> EditionKey | InstrumentKey:
    """Return the naming text's own edition, where it is one of the treaty, else that in force."""
    if naming.edition and naming.edition.instrument == key:
        return naming.edition
    return in_force(key, naming)


def _eid(segment: str, number: str) -> str:
    """Name a part by its number: "191A" → `no_191a`."""
    return f"{segment}_{number.replace(' ', '').lower()}"


def _is_of(text: str, end: int) -> bool:
    """Return True if words go on to say whose part is named."""
    return _GOES_ON.match(text, end) is not None
