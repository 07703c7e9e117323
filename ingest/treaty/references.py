"""References to treaties and their parts: "No. 235 of the Convention", "Article IV(2) of the Charter".

Treaties are named by their titles, and as the texts of their body call them (`corpus/bodies`): "the
Convention" is that of the organization whose text it is; another's is not guessed. A number without its
treaty is the naming text's own, where that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from corpus.bodies import Bodies, bodies_in_use
from corpus.keys import EditionKey, InstrumentKey, ProvisionId
from ingest.markers import INSERTED
from ingest.targets import CitingText, Found, in_force

TREATIES = "Constitution|Convention|Charter|Treaty|Agreement|Protocol|Statutes?|Covenant|Pact"
_NUMBER = rf"(?:[0-9]{{1,4}}[A-Z]{{0,2}}|[IVXLC]{{1,7}})(?: ?(?:{'|'.join(INSERTED)})\b)?"
_BELOW = r"[0-9]{1,2}(?:\([a-z]{1,4}\))*"
# "15(k)", "4.2", "III.A.6", "7, paragraph 14", "9, paragraphs 1 and 3"
_ITEM = (
    rf"(?P<number>{_NUMBER})(?:\.[0-9A-Z]{{1,2}})*(?:\((?P<inner>[0-9a-z]{{1,4}})\)(?:\([0-9a-z]{{1,4}}\))*)?"
    rf"(?:, para(?:graph|\.)?s?\.? (?P<paragraph>{_BELOW})(?:(?:, and |, | and |[-–]){_BELOW})*)?(?![\w/])"
)
_PLAIN = re.sub(r"\?P<\w+>", "?:", _ITEM)
_WHAT = r"(?:Nos?\.|[Aa]rticles?|Art\.)"
# "Nos. 229 to 231 and Nos. 269B to 269D", "paragraph 2 of Article 5", "Articles 2(e) and 15"
_PARTS = re.compile(
    rf"\b(?:paragraphs? (?P<above>[0-9]{{1,2}}) of )?(?P<what>{_WHAT}) {_PLAIN}"
    rf"(?:(?:, and |, or |, | and | or | to |[-–])(?:{_WHAT} )?{_PLAIN}){{0,30}}"
)
_PART = re.compile(rf"(?:{_WHAT} )?{_ITEM}")
# Other treaties are named by their place or subject: "Tampere Convention", "Convention on …".
_ANOTHER = r"(?! (?:on|for|against)\b)(?! of the [A-Z])"
_HERE = re.compile(rf" (?:above|below|hereof)\b| of (?:this|the present) (?:{TREATIES})\b")
_THIS = re.compile(rf"\b(?:[Tt]his|[Tt]he present) (?:{TREATIES})\b")
_GOES_ON = re.compile(r",? (?:of|to) ")  # "Article 102 of the Charter": another text's
_OF = r",? of (?:the |its )(?:United Nations )?"
_BEFORE = re.compile(r"(?:\A|\b(?:the|and|or|of) )\Z")  # what stands before "Convention" alone


def named_articles(text: str, naming: CitingText) -> Iterator[Found]:
    """Read "No. 235 of the Convention", "Articles 19 and 20 of this Convention", "No. 8 above"."""
    names, keys = _names(bodies_in_use(), naming.issuer.partition("-")[0], _own_word(naming))
    named = re.compile(_OF + names.pattern)
    for match in _PARTS.finditer(text):
        owner = named.match(text, match.end()) or _HERE.match(text, match.end())
        if owner is None and _GOES_ON.match(text, match.end()):
            continue
        treaty = keys[owner["name"]] if owner and "name" in owner.groupdict() else None
        edition = _edition(treaty, naming) if treaty else naming.edition
        if not isinstance(edition, EditionKey) or (treaty is None and not naming.own):
            continue
        parts = list(_PART.finditer(text, match.start("what"), match.end()))
        for part in parts:
            start = match.start() if part is parts[0] else part.start()
            end = owner.end() if owner and part is parts[-1] else part.end()
            if target := _target(match, part, edition, naming):
                yield start, end, target


def treaties(text: str, naming: CitingText) -> Iterator[Found]:
    """Read "the ITU Constitution", "the Constitution and Convention", "this Convention".

    Only treaties of which editions are known are named for themselves, not each time that a text says "the
    Convention" of its own body.
    """
    names, keys = _names(bodies_in_use(), naming.issuer.partition("-")[0], _own_word(naming))
    for match in names.finditer(text):
        key = keys[match["name"]]
        is_own = naming.edition is not None and key.instrument == naming.edition.instrument
        is_whole = " " in match["name"] or _BEFORE.search(text[: match.start()][-5:])
        if is_whole and (is_own or naming.catalogue.in_force(key.instrument)):
            yield match.start(), match.end(), _edition(key, naming)
    if naming.edition and not naming.edition.instrument.is_numbered:
        for match in _THIS.finditer(text):
            yield match.start(), match.end(), naming.edition


def _target(
    match: re.Match[str], part: re.Match[str], edition: EditionKey, naming: CitingText
) -> ProvisionId | None:
    segment = "no" if match["what"].startswith("No") else "art"
    eid = f"{segment}_{part['number'].replace(' ', '').lower()}"
    below = match["above"] or part["paragraph"] or part["inner"]
    if edition != naming.edition:
        return ProvisionId(edition, eid)
    if f"{eid}__para_{below}" in naming.own:
        return ProvisionId(edition, f"{eid}__para_{below}")
    return ProvisionId(edition, eid) if eid in naming.own and not match["above"] else None


def _own_word(naming: CitingText) -> EditionKey | None:
    is_treaty = naming.edition is not None and not naming.edition.instrument.is_numbered
    return naming.edition if is_treaty else None


def _edition(key: EditionKey, naming: CitingText) -> EditionKey | InstrumentKey:
    if naming.edition and naming.edition.instrument == key.instrument:
        return naming.edition
    return in_force(key.instrument, naming) if naming.catalogue.in_force(key.instrument) else key


@lru_cache(maxsize=64)
def _names(
    known: Bodies, body: str, own: EditionKey | None
) -> tuple[re.Pattern[str], Mapping[str, EditionKey]]:
    """Compile what finds the names of treaties; `body` is whose text names them, `own` the text itself."""
    registered = [treaty for organization in known.bodies for treaty in organization.treaties]
    whole = {name: treaty.key for treaty in registered for name in treaty.names}
    short = {
        name: treaty.key
        for organization in known.bodies
        if organization.key == body
        for treaty in organization.treaties
        for name in treaty.own
    }
    if own is not None and re.fullmatch(TREATIES, own.instrument.work.capitalize()):
        short[own.instrument.work.capitalize()] = own
    ways = {name: rf"{re.escape(name)}\b{_ANOTHER if name in short else ''}" for name in (*whole, *short)}
    names = "|".join(ways[name] for name in sorted(ways, key=len, reverse=True))
    return re.compile(rf"(?P<name>{names})"), whole | short
