"""A fragment in the place of its like: "What is Goal 1?" "And the second?" → "What is Goal 2?".

The question before is asked again with one part exchanged. What is like what is told by what stands
in the texts (two numbers, two heads, two bodies, two items of one list), then by the words of the
question: the same preposition, what is counted, what "the …" names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.understanding.bodies import agreeing, is_body, same_for_another
from assistant.understanding.forms import topic
from assistant.understanding.noun_phrases import PREPOSITION, WORDS, named, phrases
from assistant.understanding.turns import PLACES, fragment
from corpus.instruments import Edition, Kind, Provision
from index.tokens import words

_NUMBER = r"(?:\d+(?:\.\d+)*(?:(?: ?bis)?\)?)|\(?[a-z]\))"
_NOUN_NUMBER = re.compile(
    r"\A(?:(?:those|that|the ones?) )?(?:(?:for|of|in|under) )?(?:the )?"
    rf"(?P<noun>[A-Za-z§]+)\.? ?(?P<number>{_NUMBER}|[a-z])$",
    re.IGNORECASE,
)
_BARE = re.compile(r"\A(?:number |no\. ?|the )?(?P<number>\d{1,3}(?:\.\d+)*\)?|\(?[a-z]\)?)$")
_OF_NUMBERED_TEXT = re.compile(r"\b(?:resolution|decision|res|dec)\.? (\d{1,3})\b(?! ?/)", re.IGNORECASE)
_ORDINAL = re.compile(rf"(?:the )?(?P<word>{'|'.join(PLACES)})(?: [a-z]+)?$", re.IGNORECASE)
_PARAGRAPH = re.compile(
    r"\b(?:paragraph|para|instruction|invitation|item|point|number|no)\.? (?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"\b(?:an?|the) (?=(?:an?|the) )", re.IGNORECASE)
_OF_A_TEXT = re.compile(r"\b(?:resolution|res|decision|dec|recommendation|rec)\.? ?$", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?P<lead>(?:which|what|how) (?:is the )?(?:many|much|number of) )(?P<noun>[\w-]+)")


def parallel(before: str, turn: str, editions: Sequence[Edition], *, loosely: bool) -> str | None:
    """Return the question before with the part exchanged that a fragment is like; None for none.

    `loosely` lets the words of the question alone tell what is exchanged, for a fragment that opens
    with "and" or corrects what was said.
    """
    said = fragment(turn)
    if said.lower().startswith("between "):  # it brings both things, not one in the place of another
        return None
    if re.search(r"\bother(?:s| ones?)?$", said, re.IGNORECASE):  # it names nothing
        return None
    if _ORDINAL.match(said):
        return _ordinal(before, said)
    if re.search(r"\bones?$", said, re.IGNORECASE):
        return _named(before, said) if loosely else None
    exchanged = (
        _numbered(before, said)
        or _headed(before, said, editions)
        or _told(before, said, editions)
        or same_for_another(before, turn, editions)
        or _beside(before, said, editions)
        or _preposed(before, said, loosely=loosely)
        or (_counted(before, said) or _named(before, said) if loosely else None)
    )
    exchanged = _ARTICLES.sub("", exchanged or "")  # "a an observer"
    return exchanged if exchanged and exchanged != before else None


def _numbered(before: str, said: str) -> str | None:
    """Exchange a number or a letter: of what is called the same, or of the label in the question."""
    if match := _NOUN_NUMBER.match(said):
        old = re.compile(rf"\b({re.escape(match['noun'])}\.? ?){_NUMBER}", re.IGNORECASE)
        return _last(old, before, rf"\g<1>{match['number']}")
    match = _BARE.match(said)
    if match is None:
        return None
    number = match["number"]
    if number[0].isdigit():
        dots = number.count(".")
        old = re.compile(rf"(?<![\w.(]){'[0-9]{1,3}'}{dots * '[.][0-9]+'}(?![\w.]*\d)(?=\W|$)\)?")
        of_text = _OF_NUMBERED_TEXT.search(before) if len(number) > 1 else None  # "no, I meant 200"
        exchanged = _last(old, before, number)
        return exchanged or (of_text and f"{before[: of_text.start(1)]}{number}{before[of_text.end(1) :]}")
    letter = number.strip("()")
    return _last(re.compile(r"(?<=[a-z] )\(?[a-z]\)?(?=[?.!]*$|\))\)?", re.IGNORECASE), before, f"{letter})")


def _told(before: str, said: str, editions: Sequence[Edition]) -> str | None:
    """Say of whom a numbered paragraph is meant: "paragraph 4 of the instructions?", "the Council"."""
    match = _PARAGRAPH.search(before)
    if match is None or is_body(before, editions) or not is_body(said, editions):
        return None
    return f"{said} {match['number']}"


def _ordinal(before: str, said: str) -> str | None:
    """Exchange an ordinal, or the number after a noun: "Goal 1", "the second" → "Goal 2"."""
    match = _ORDINAL.match(said)
    if match is None:
        return None
    word = match["word"].lower()
    old = re.compile(rf"\b(?:{'|'.join(PLACES)})\b", re.IGNORECASE)
    if old.search(before):
        return _last(old, before, word)
    named = re.compile(r"\b((?-i:[A-Z])[a-z]+ )\d{1,2}(?=\W*$)")
    return _last(named, before, rf"\g<1>{PLACES[word] + 1}") if word != "last" else None


def _headed(before: str, said: str, editions: Iterable[Edition]) -> str | None:
    """Exchange the verb of a head: "recognizing d)", "considering" → "considering d)"."""
    verbs = {
        one.head.verb.lower()
        for edition in editions
        for one in edition.provisions
        if one.head and one.head.verb
    }
    if said.lower() not in verbs:
        return None
    known = "|".join(sorted(map(re.escape, verbs), key=len, reverse=True))
    return _last(re.compile(rf"\b(?:{known})\b", re.IGNORECASE), before, said)


def _beside(before: str, said: str, editions: Iterable[Edition]) -> str | None:
    """Exchange the name of a part of a text for that of one beside it: two sections, two rows."""
    wanted = set(topic(said))
    if not wanted:
        return None
    best: tuple[int, int, int] | None = None
    for edition in editions:
        for one in edition.provisions:
            if not wanted <= _stems(one):
                continue
            for other in edition.children(one.parent):
                span = _span(before, _stems(other)) if other is not one else None
                if (
                    span
                    and (best is None or span[0] > best[0])
                    and not wanted & set(words(before[span[1] : span[2]]))
                ):
                    best = span
    if best is None:
        return None
    bare = re.sub(rf"^{PREPOSITION} ", "", said, flags=re.IGNORECASE)
    if before[: best[1]].lower().endswith("the "):
        bare = re.sub(r"^the ", "", bare, flags=re.IGNORECASE)
    return f"{before[: best[1]]}{bare}{before[best[2] :]}"


def _stems(one: Provision) -> frozenset[str]:
    """Return the stemmed words of the name of a part of a text: a heading, the first cell of a row."""
    if one.kind == Kind.HEADING and not one.head:
        return frozenset(words(one.text))
    return frozenset(words(one.text.partition("\t")[0])) if "\t" in one.text else frozenset()


def _span(text: str, stems: frozenset[str]) -> tuple[int, int, int] | None:
    """Return the longest run of words of a text that a name has: how many, start and end."""
    best: tuple[int, int, int] | None = None
    run: list[re.Match[str]] = []
    for match in (*re.finditer(r"[\w’'-]+", text), None):
        own = topic(match.group()) if match else ()
        if match and own and set(own) <= stems:
            run.append(match)
            continue
        if run and (best is None or len(run) > best[0]):
            best = (len(run), run[0].start(), run[-1].end())
        run = []
    return best


def _preposed(before: str, said: str, *, loosely: bool) -> str | None:
    """Exchange what the same preposition governs; without one like it, the fragment is added."""
    match = re.match(rf"(?P<word>{PREPOSITION}) (?P<rest>.+)", said, re.IGNORECASE)
    if match is None or (match["word"].lower() in ("to", "by") and not loosely):
        return None
    old = re.compile(rf"\b{match['word']} (?:the |an? )?{WORDS}", re.IGNORECASE)
    if old.search(before):
        return _last(old, before, said.replace("\\", ""))
    return f"{before.rstrip(' ?.!')} {said}?"


def _counted(before: str, said: str) -> str | None:
    """Exchange what is counted: "how many tablets …?", "titles"."""
    match = _COUNTED.search(before.lower())
    if match is None or len(said.split()) > 1:
        return None
    return before[: match.start("noun")] + said + before[match.end("noun") :]


def _named(before: str, said: str) -> str | None:
    """Exchange what a question is about: what "What is …?" names, else the first "the …"."""
    if re.search(r"\b(?:that|this|those|these|it)\b", said):
        return None
    span = named(before)
    if span is None:
        is_phrase = re.match(r"the |an? |(?-i:[A-Z])", said) is not None
        found = [one for one in phrases(before) if before[one[0] :].lower().startswith(("the ", "a ", "an "))]
        if not is_phrase or not found or not set(topic(before)) - set(topic(before[slice(*found[0])])):
            return None  # what is left would ask nothing
        span = found[0]
    start, end = span
    if one := re.match(r"(?P<rest>(?:the )?[\w-]+) ones?$", said, re.IGNORECASE):
        said = f"{one['rest']} {before[start:end].split()[-1]}"
    return agreeing(before[:start] + said + before[end:], said)


def _last(pattern: re.Pattern[str], text: str, instead: str) -> str | None:
    """Return a text with the last match of a pattern exchanged, or None without one."""
    found = [one for one in pattern.finditer(text) if not _OF_A_TEXT.search(text[: one.start()])]
    if not found:
        return None
    return text[: found[-1].start()] + found[-1].expand(instead) + text[found[-1].end() :]
