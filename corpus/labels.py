"""Comparing labels whatever their order and wording: "Annex 1, §4", "paragraph 4 of annex 1"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.bodies.ordinals import ORDINALS, ordinal_number, roman_number

_PLAIN_UNITS = frozenset(
    """
    para paras paragraph paragraphs subpara subparagraph clause clauses item items point points outcome
    outcomes rule letter provision unnumbered op
    """.split()
)
"""Units that labels leave out or put a sign for: their number stands alone."""
_UNITS = {
    **{unit: unit for unit in "annex appendix attachment part recital preambular".split()},
    **{
        form: unit
        for unit in "target goal action table section chapter article footnote".split()
        for form in (unit, f"{unit}s")
    },
    "annexes": "annex", "recitals": "recital", "art": "article", "chap": "chapter", "sec": "section",
    "fn": "footnote", "pp": "preambular", "no": "no", "nos": "no", "number": "no", "numbers": "no",
}  # fmt: skip
"""Units that are said with their number."""
_SAID_FOR = {
    "sg": "secretary general", "secgen": "secretary general", "ms": "member states", "sm": "sector members",
    "bdt": "director telecommunication development bureau",
    "tsb": "director telecommunication standardization bureau",
    "br": "director radiocommunication bureau",
    "instruction": "instructs", "instructions": "instructs",
    "invitation": "invites", "invitations": "invites",
    "bullet": "indent", "dash": "indent",
}  # fmt: skip
_IDLE = frozenset("the of to in under and from at for by with on an itu unga unsc s".split())
_BOTH = 2  # ends of a range
_MOST = 50  # marginal numbers of a range
_SHORT = 3  # letters of a word that begins no other
# "the second preambular paragraph"
_COUNTED = re.compile(r"(?P<nth>[\w-]+) (?P<part>preambular|operative) (?=para(?:graph)?\b\.?(?! \(?\d))")
_TOKEN = re.compile(
    rf"\d{{1,4}}(?:st|nd|rd|th)\b|(?:{'|'.join(ORDINALS)})\b"
    r"|\d{1,4}(?:bis|ter|quater)?(?:[.-]\d{1,4}(?:bis|ter|quater)?)*(?:\.[a-z]\b|[a-z]{1,2}\b)?"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)?\)?"
)


@dataclass(frozen=True, slots=True)
class LabelKey:
    """What a label names: its words and its units with their numbers, and its other numbers, sorted.

    The place of what has no number is "nth:2".
    """

    words: frozenset[str]
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)

    @property
    def has_number(self) -> bool:
        """Whether a number or a letter says which unit is meant."""
        return bool(self.numbers) or any(":" in word for word in self.words)

    @property
    def heads(self) -> frozenset[str]:
        """Its words without the units and their numbers."""
        return frozenset(word for word in self.words if ":" not in word)

    @property
    def plainly(self) -> tuple[LabelKey, ...]:
        """The same label with positions as plain numbers: "paragraph 2(1)" for its first indent.

        Marginal numbers are read with and without "No."; each of several is one: "Nos. 13 to 15".
        """
        numbers = tuple(sorted(number.removeprefix("nth:") for number in self.numbers))
        words = self.words - {"indent"} if numbers != self.numbers else self.words
        marginal = sorted(word.removeprefix("no:") for word in words if word.startswith("no:"))
        rest = frozenset(word for word in words if not word.startswith("no:"))
        if len(marginal) == _BOTH and all(number.isdigit() for number in marginal):
            first, last = sorted(map(int, marginal))
            marginal = [str(number) for number in range(first, last + 1)][:_MOST]
        forms = [LabelKey(rest | {f"no:{number}"}, numbers) for number in marginal]
        forms += [LabelKey(rest, tuple(sorted((*numbers, number)))) for number in marginal]
        return tuple(forms) or (LabelKey(words, numbers),)

    def is_said_by(self, label: LabelKey) -> bool:
        """Return True if a spoken label fits this one: it has the same numbers and no other words.

        A word may be abbreviated: "director 2", "paragraph 4 of the annex".
        """
        return self.numbers == label.numbers and all(
            word in self.words or (len(word) > _SHORT and any(known.startswith(word) for known in self.words))
            for word in label.words
        )


@lru_cache(maxsize=1 << 15)
def label_key(label: str) -> LabelKey:
    """Return what a label names: "Annex 1, §4" and "paragraph 4 of annex 1" are the same."""
    text = re.sub(r"(\d) (bis|ter|quater)\b", r"\1\2", label.lower().replace("§", " para "))
    text = re.sub(r"\bt(?=\d+\.\d)", "target ", text)  # "T1.6"
    text = re.sub(r"\bitu-([a-z])\b", r"itu\1", text)  # a Sector, no letter of a unit
    for counted in [*_COUNTED.finditer(text)]:
        if place := ordinal_number(counted["nth"]):
            text = text.replace(counted.group(), f"{counted['part']} para {place} of ")
    text = re.sub(r"\bpreambular para\w*", "preambular", text)
    text = re.sub(r"\boperative (?=para\w*\.? \(?\d)", "", text)
    text = re.sub(r"\boperative para(?:graph)?\b", "1", text)  # the only one
    text = re.sub(r"\bnos\b\.? (\w+) (?:to|and) (\w+)", r"no \1 no \2", text)
    tokens = [token for word in _TOKEN.findall(text) for token in _SAID_FOR.get(word, word).split()]
    words: set[str] = set()
    numbers: list[str] = []
    unit = ""
    for at, token in enumerate(tokens):
        plain = token.rstrip(")")
        if unit and (number := _number(plain)):
            words.add(f"{unit}:{number}")
            unit = ""
            continue
        words |= {unit} if unit else set()
        unit = ""
        if plain in _PLAIN_UNITS or (plain in _IDLE and not token.endswith(")")):
            continue
        if plain in _UNITS:
            unit = _UNITS[plain]
        elif place := ordinal_number(plain):
            numbers.append(f"nth:{place}")
        elif _is_marker(token, is_last=at == len(tokens) - 1):
            numbers.append(plain)
        else:
            words.add("inner indent" if plain == "indent" and plain in words else plain)
    return _recital(LabelKey(frozenset(words | ({unit} if unit else set())), tuple(sorted(numbers))))


def says_unit(label: str) -> bool:
    """Return True for a unit with a number in figures: "§ 4", "annex 2"; not "the first" or "2025"."""
    has_unit = "§" in label or not {*_UNITS, *_PLAIN_UNITS}.isdisjoint(re.findall(r"[a-z]+", label.lower()))
    return has_unit and any(character.isdigit() for character in label)


def opening_key(text: str) -> LabelKey | None:
    """Return the unit that a text names itself by, None where it does not: "Goal 2: Piers"."""
    opening = re.match(r"(?P<unit>[a-z]+) \d[\d.]*(?= ?[:–—-])", text, re.IGNORECASE)
    return label_key(opening.group()) if opening and opening["unit"].lower() in _UNITS else None


def follows_unit(text: str, at: int) -> bool:
    """Return True if what begins at a place is the number of a unit: "7 (c)" of "para. 7 (c)"."""
    before = re.search(r"(?:(§)|\b([a-z]+)\.?) ?\Z", text[:at].lower())
    return before is not None and (before[1] is not None or before[2] in {*_UNITS, *_PLAIN_UNITS} - {"no"})


def _is_marker(token: str, *, is_last: bool) -> bool:
    """Return True for a number, letter or roman number that marks a unit; "a" alone is one at the end."""
    plain = token.rstrip(")")
    has_bracket = token != plain
    if len(plain) == 1 and not plain.isdigit():
        return has_bracket or is_last or plain != "a"
    return plain[0].isdigit() or (has_bracket and re.fullmatch(r"[ivx]+", plain) is not None)


def _number(token: str) -> str:
    """Return the number that a token is, a roman one in figures; '' for none."""
    if token[0].isdigit():
        return token
    if numeral := roman_number(token):
        return str(numeral)
    return token if len(token) == 1 else ""


def _recital(key: LabelKey) -> LabelKey:
    """Read a numbered recital as a preambular paragraph, a lettered one by its letter alone."""
    recital = next((word for word in key.words if word.startswith("recital")), "")
    if not recital:
        return key
    rest, number = key.words - {recital}, recital.partition(":")[2]
    if number.isdigit():
        return LabelKey(rest | {f"preambular:{number}"}, key.numbers)
    return LabelKey(rest, tuple(sorted((*key.numbers, *filter(None, (number,))))))
