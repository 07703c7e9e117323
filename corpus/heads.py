"""Heads: the line that governs items, a verb and, where there is one, its addressee.

The families of verbs are open. What makes a verb preambular or operative is its form:
a participle or an adjective recites ("noting with concern", "aware"), a verb in the third
person decides ("resolves", "instructs").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Self

# Adverbs that may stand before the verb: "further instructs", "deeply concerned".
_ADVERBS = frozenset([
    "again", "also", "deeply", "especially", "expressly", "firmly", "fully", "further", "gravely",
    "highly", "keenly", "moreover", "once", "particularly", "profoundly", "seriously", "solemnly",
    "still", "strongly", "unanimously", "urgently",
])  # fmt: skip
# Words that belong to the verb when they follow it: "noting with concern", "taking into account".
_PARTICLES = frozenset([
    "account", "again", "also", "alarm", "and", "appreciation", "approval", "attention", "concern",
    "consideration", "deep", "earnestly", "emphasis", "for", "forward", "further", "full", "fully", "grave",
    "gratitude", "great", "in", "interest", "into", "likewise", "mind", "moreover", "note", "of", "on",
    "once", "more", "pleasure", "regard", "regret", "respect", "satisfaction", "serious", "strongly",
    "support", "upon", "urgently", "utmost", "with", "particular",
])  # fmt: skip
_RECITING_ADJECTIVES = frozenset([
    "anxious", "aware", "cognizant", "confident", "conscious", "desirous", "eager", "hopeful", "mindful",
    "whereas",
])  # fmt: skip
# "We shall urge": what stands between the subject and its verb
_WITH_SUBJECT = frozenset([
    "We", "are", "can", "do", "fully", "have", "hereby", "jointly", "must", "need", "never", "not", "remain",
    "shall", "simultaneously", "to", "were", "will",
])  # fmt: skip
# "reiterates its request to the Council": what is reiterated belongs to the verb
_NOUN_PHRASES = frozenset(
    f"{which} {noun} {to}"
    for which in ("its", "the", "our")
    for noun in ("appeal", "call", "demand", "invitation", "recommendation", "request")
    for to in ("to", "upon", "on")
)
_INFINITIVE = re.compile(r"[a-z]{3,}")
_DROPPED_FROM_SLUG = frozenset({"the", "of", "and", "to"})
_SEPARATOR = re.compile(r",? as well as (?=\w)|,? and (?=\w)|, (?=\w)")
_OPENS_NAME = re.compile(r"the |all |[A-Z]")
# What a name has before its first complement: "partner organizations" of "partner organizations of the Union"
_CHUNK = re.compile(
    r".+?(?=, | and (?:the |all |[A-Z])|,? as well as "
    r"| (?:of|for|in|on|by|with|from|under|to|at|between|among|that|which|who)\b|$)"
)
_SHARED = re.compile(r"[a-z-]+(?:s(?:,| and )|$)")
_INSTRUMENT = re.compile(
    r"(?:the )?(?:[\w-]+ )*(?:Agreement|Charter|Constitution|Convention|Covenant|Protocol|Treaty)$"
)
# What goes on with the name before it: "Directors of the A Bureau and the B Bureau", "Commission on
# Science and Technology for Development", "the Economic and Social Council"; the second begins with no body.
_OPEN_NAME = re.compile(
    r"\bDirectors of the [A-Z][\w, ]*(?<!Bureaux)$"
    r"|(?<![\w ])(?>[\w ]*?\b(?:on|for|to) [A-Z])[\w ]*$"  # from the first "for" among the last words
    r"|(?<![\w-])(?!Republic)[A-Z][a-z]+ic$"
)
_GOES_ON = re.compile(
    r"\A(?:the [A-Z]\w+(?: [A-Z]\w+)* Bureau$|(?:Social|Technical|Technological|Cultural|Legal) [A-Z]"
    r"|(?!the |all |(?:\w+ ){0,3}(?:[A-Z]\w+(?:s|ia)|Council)$)[A-Z])"
)
# "…, in consultation with the Council": who helps or is heard is not addressed
_QUALIFIED = re.compile(
    r", (?:in|with|within|through|after|under|on|to the \w* ?extent|as (?:appropriate|necessary)|where|if)\b"
    r"|,? and (?:in particular|particularly) "
    r"| in (?:\w+ )?(?:collaboration|consultation|cooperation|coordination|conjunction|partnership) with\b"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A verb and its addressee, as the text has them: "instructs", "the ITU Council"."""

    text: str
    verb: str
    addressee: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Cut a head into verb and addressee; `str` gives the text back."""
        words = text.split(" ")
        length = _verb_length(words)
        return cls(text, " ".join(words[:length]), " ".join(words[length:]))

    def __str__(self) -> str:
        return self.text

    @property
    def is_preambular(self) -> bool:
        """Whether what the head governs is a recital."""
        return not self.text.startswith("We ") and is_reciting(main_verb(self.text))

    @property
    def addressees(self) -> tuple[str, ...]:
        """The bodies that are addressed, one by one, without their articles."""
        names, start, addressed = [], 0, self.addressed
        for match in _SEPARATOR.finditer(addressed):
            if _parts(addressed[start : match.start()], match.group(), addressed[match.end() :]):
                names.append(addressed[start : match.start()])
                start = match.end()
        names.append(addressed[start:])
        return tuple(re.sub(r"^(?:the|all) ", "", name).strip(" ,") for name in names if name.strip())

    @property
    def addressed(self) -> str:
        """Whom the head addresses, without bodies that only help or are consulted."""
        return _QUALIFIED.split(self.addressee)[0]

    @property
    def slug(self) -> str:
        """The head as a segment of an eId: `instructs-secretary-general-directors-bureaux`."""
        words = re.findall(r"[a-z0-9]+", self.text.lower().replace("'s", "s"))
        slug_words = [word for word in words if word not in _DROPPED_FROM_SLUG]
        return "-".join(slug_words) or "head"


def main_verb(text: str) -> str:
    """Return the verb in lower case, past adverbs: "further instructs", "Re-instructs" → "instructs"."""
    words = (match[1].lower() for match in re.finditer(r"(?:\b[Rr]e-)?([^\W\d_]+)", text))
    pairs = pairwise(chain(words, ("",)))
    return next((word for word, following in pairs if not _is_adverb(word, following)), "")


def _is_adverb(word: str, following: str) -> bool:
    """Return True for what stands before a verb: "further", or "warmly" before "thanks"."""
    return word in _ADVERBS or (word.endswith("ly") and is_deciding(following))


def is_reciting(verb: str) -> bool:
    """Return True for a participle or adjective, which recites."""
    return verb.endswith(("ing", "ed")) or verb in _RECITING_ADJECTIVES


def is_deciding(verb: str) -> bool:
    """Return True for a verb in the third person, which decides: "resolves", "instructs"."""
    return len(verb) > 3 and verb.endswith("s") and not verb.endswith(("ss", "us", "is"))


def _parts(before: str, separator: str, after: str) -> bool:
    """Return True if a separator stands between two names, not within one."""
    following = _CHUNK.match(after)
    if following is None or _INSTRUMENT.match(following.group()):
        return False
    if separator.endswith("as well as ") or _OPENS_NAME.match(after):
        return not (_OPEN_NAME.search(before) and _GOES_ON.match(following.group()))
    return _is_plural(following.group()) and _are_whole(before, separator, after)


def _are_whole(before: str, separator: str, after: str) -> bool:
    """Return True if two names are whole, "Member States" and "partner organizations", before a plural.

    "United Nations funds, programmes and agencies" share their first words, "regional and global bodies"
    their last one.
    """
    *others, last = before.removeprefix("the ").split()
    if all(word[:1].isupper() for word in (*others, last)):
        return True
    chunk = _CHUNK.match(before)
    is_whole = bool(others) and _is_plural(last) and chunk is not None and chunk.group() == before
    is_complete = last[:1].isupper() and (separator.startswith(",") or after.startswith("other "))
    return (is_whole or is_complete) and _SHARED.match(after) is None


def _is_plural(name: str) -> bool:
    return name.endswith("s") and not name.endswith(("ss", "us", "is"))


def _verb_length(words: list[str]) -> int:
    """Count the words that belong to the verb, which capitals may print: "TAKES NOTE of"."""
    capitals = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    words = [*map(str.lower, words[:capitals]), *words[capitals:]]
    at = 0
    if words[0] == "We":  # "We will also request": the subject belongs to the verb
        at = next((place for place, word in enumerate(words) if word not in _WITH_SUBJECT), len(words) - 1)
    while at < len(words) - 1 and _is_adverb(words[at].lower(), "" if at else words[1].lower()):
        at += 1
    at += 1
    if " ".join(words[at : at + 3]) in _NOUN_PHRASES:
        return at + 3
    if words[at - 1].lower() == "having" and at < len(words):
        at += 1  # "having noted"
    while at < len(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        # "with the assistance of …" qualifies the verb; "with concern" belongs to it
        opens = words[at] in ("with", "in", "and", "for") and (following == "the" or following[:1].isupper())
        if words[at] in _PARTICLES and not opens:
            at += 1
        elif (
            words[at] == "to"
            and _INFINITIVE.fullmatch(following)
            and following not in ("the", "all", "each")
            and not words[at - 1].lower().startswith("appeal")
        ):
            at += 2  # "resolves to instruct"
        elif words[at] == "to":
            at += 1  # "appeals to Member States"
        else:
            break
    return at
