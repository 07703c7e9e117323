"""What the provisions of a treaty lay down: "The Council shall prepare a report", "The Board shall:".

The subject before "shall" must be the name of an office, an organ or the members, by the nouns in
bodies.toml; what a body is or undergoes ("shall consist of", "shall be elected") obliges it to nothing. A
pronoun has no certain antecedent, and what it does is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.bodies import body_nouns, head_noun, names_office, plain_name
from corpus.heads import Head
from corpus.instruments import Edition, Kind, Provision
from corpus.sentences import sentences

MODALS = ("shall", "must", "should")
_SHALL = re.compile(rf" (?P<modal>{'|'.join(MODALS)})\b(?P<negative> (?:not|in no case|never)\b)?")
# What may stand between "shall" and what is to be done
_ADVERBS = re.compile(
    r"(?:,? (?:also|further|furthermore|therefore|accordingly|normally|then|thus|in particular|inter alia|"
    r"in addition|more particularly|as (?:necessary|appropriate|far as possible)|"
    r"where (?:necessary|appropriate)|individually|jointly|immediately|promptly|together|always)\b,?"
    r"|, (?:in|at|for|on|upon|under|within|subject|with|to|by|during|as|after|before|where|when|if|through|"
    r"pursuant|without|taking|bearing)\b[^,;:]{2,160},)+"
)
_OPENS_LIST = ("", ":", ",")  # what may follow "shall" before a list
# An opening says when, how or on what condition: "In the interval between …, the Council shall"
_OPENING = re.compile(
    r"(?:Accordingly|After|As|At|Bearing|Before|By|Consequently|During|Except|Exceptionally|"
    r"Following|For|From|Furthermore|Having|However|If|In|Moreover|Nevertheless|Normally|Notwithstanding|On|Once|"
    r"Pursuant|Should|Subject|Taking|Thereafter|Through|Throughout|To|Under|Unless|Until|Upon|When|Whenever|Where|"
    r"Whereas|While|With|Within|Without)\b"
)
_WITHIN = re.compile(r"\b(?:of|by) the (?P<short>[A-Z][\w-]+)$")  # "members of the Board"
_ASIDE = re.compile(
    r",? (?:in|at|for|on|upon|under|within|with|by|during|as|after|before|subject to|acting|through|"
    r"including|without|designated|or)\b[^,;:]{1,200},$"
)
_RELATIVE = re.compile(r",? (?:which|who|whose|that)\b| at (?:its|the|any|each|every)\b")
_SPLIT = re.compile(r",? and (?!(?:the )?[A-Z]\w+(?: [A-Z]\w+)* Bureau$)|, (?:and )?|,? or ")
_DETERMINER = re.compile(r"(?:the|each|every|any|all|a|an|both|such|no|neither|these|those|other)\b", re.I)
_NOT_A_SUBJECT = "neither either note no which that who this it they he she there nothing".split()
_SEVERAL = re.compile(r"(?:s|x|men|staff|academia)$")
# What a body is, has or undergoes; "be responsible for" is something to be done
_NO_ACTION = re.compile(
    r"(?:be (?!responsible for|guided by|ready to|the legal representative|accountable)"
    r"|(?:have(?! due)|consist|comprise|enjoy|lose|cease|remain|retain|mean|apply|constitute|become|include|"
    r"prevail|enter|belong|hold office|expire|terminate|exist|bear interest|work through|contain|form|cover|"
    r"fall|refer|owe|result|possess)\b)"
)
_VERB = re.compile(r"[a-z]{2,}\b(?<!\bthe)(?<!\bof)(?<!\bany)(?<!\bno)")
_NO_ITEM = re.compile(
    r"(?:the|a|an|each|any|every|all|this|that|these|those|they|it|he|which|who|no|some|such|other|its|their|one|"
    r"two|three|[A-Z0-9(“\"])\b"
)
_LEADS = re.compile(
    r"(?:(?:in|at|for|on|upon|under|within|with|to|by|during|as|after|before|where|when|if|concerning|regarding)"
    r"\b[^,]*|.*\bthe following):\s*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a sentence obliges whom to: its words from `start` to `end`, what is to be done from `action`.

    `opens_list` is True where the items below say what is to be done; then `action` is where they begin.
    """

    head: Head
    start: int
    action: int
    end: int
    opens_list: bool = False


def obligations(text: str) -> Iterator[Obligation]:
    """Walk what a provision lays down, each sentence that has a body as its subject.

    >>> [str(duty.head) for duty in obligations("In that case, the Council shall adopt plans. It shall act.")]
    ['the Council shall']
    """
    for start, end in sentences(text):
        yield from _of_sentence(text, start, end)


def in_full(head: Head, edition: Edition, provision: Provision) -> Head:
    """Return a head with the name for which its text has a short form: "the Director", "the Board".

    The name is taken from the article's heading, from "Director of the …" before it in the article, or from
    anywhere in the text. Where there are several, or none, the head stays as it is.
    """
    addressee = head.addressee
    within = _WITHIN.search(addressee)
    short = within["short"] if within else plain_name(addressee)
    if names_office(short) or len(short.split()) > 1:
        return head
    named = _named(short, edition, provision)
    if len(named) != 1:
        return head
    name = f"{addressee[: within.start('short')] if within else 'the '}{named.pop()}"
    return Head(f"{name} {head.verb}", head.verb, name)


def _named(short: str, edition: Edition, provision: Provision) -> set[str]:
    """Return the names for which a noun may be short: those of its article, else those of the whole text."""
    article = next(
        (above for above in reversed(edition.ancestors(provision.eid)) if above.kind is Kind.HEADING), None
    )
    within: Sequence[Provision] = ()
    if article:
        if re.search(rf"\b{short}$", article.text, re.IGNORECASE):
            return {article.text.strip()}
        below = tuple(edition.descendants(article.eid))
        within = below[: next((at for at, other in enumerate(below, 1) if other == provision), None)]
    return _with_complement(short, within) or _with_complement(short, edition.provisions)


def _with_complement(short: str, provisions: Iterable[Provision]) -> set[str]:
    """Return the names that some provisions have for a noun: "Director of the Harbour Bureau"."""
    name = re.compile(rf"\b{short} of the (?:[A-Z]\w+ )+(?:Bureau|Office|Secretariat)\b")
    return {found for provision in provisions for found in name.findall(provision.text)}


def is_item(text: str) -> bool:
    """Return True for an item that goes on with "shall": "prepare a report", "in that case, act"."""
    return not _NO_ITEM.match(text) and bool(_VERB.match(text))


def is_lead_in(text: str) -> bool:
    """Return True for an item that leads to those below: "in relation to conferences:"."""
    return _LEADS.fullmatch(text) is not None


def _of_sentence(text: str, start: int, end: int) -> Iterator[Obligation]:
    """Walk what a sentence lays down: by its first "shall", and a list that its last one opens."""
    sentence = text[start:end].rstrip()
    shall = _SHALL.search(sentence)
    found = _subject(sentence[: shall.start()]) if shall else None
    if shall is None or found is None:
        return
    opening, names = found
    verb = f"{shall['modal']}{shall['negative'] or ''}"
    head = Head(f"{names} {verb}", verb, names)
    rest, last = _after(shall, sentence), list(_SHALL.finditer(sentence))[-1]
    if rest in _OPENS_LIST:
        yield Obligation(head, start, start + len(sentence), start + len(sentence), opens_list=True)
    elif _VERB.match(rest) and not _NO_ACTION.match(rest):
        first = start if opening else start + shall.end()
        # "…; it shall in particular:" opens a list of further duties
        opens_list = sentence.endswith(":") and _after(last, sentence) in _OPENS_LIST
        yield Obligation(head, start, first, start + len(sentence), opens_list)


def _after(shall: re.Match[str], sentence: str) -> str:
    adverbs = _ADVERBS.match(sentence, shall.end())
    return sentence[adverbs.end() if adverbs else shall.end() :].strip()


def _subject(before: str) -> tuple[bool, str] | None:
    """Read the bodies that stand before "shall", and whether something else opens the sentence.

    None where no words, or two stretches of words, could be the subject.
    """
    before = _ASIDE.sub("", before.strip())
    if not _OPENING.match(before):
        return (_RELATIVE.search(before) is not None, _in_sentence(before)) if _names_bodies(before) else None
    subjects = [before[comma.end() :] for comma in re.finditer(r", ", before)]
    subjects = [subject for subject in subjects if _DETERMINER.match(subject) or _names_bodies(subject)]
    return (True, _in_sentence(subjects[0])) if len(subjects) == 1 and _names_bodies(subjects[0]) else None


def _in_sentence(names: str) -> str:
    """Write bodies as within a sentence: "The Council" → "the Council"; a proper name keeps its capital."""
    names = _RELATIVE.split(names)[0]
    first, _, rest = names.partition(" ")
    proper = rest[:1].isupper() or "-" in first or not rest or first.isupper()
    return names if proper and not _DETERMINER.fullmatch(first) else f"{first[:1].lower()}{first[1:]} {rest}"


def _names_bodies(names: str) -> bool:
    """Return True if every one of the names is that of a body, with its article or in the plural."""
    core = _RELATIVE.split(names)[0]
    if core.split(" ")[0].lower() in _NOT_A_SUBJECT or len(core) > 200:
        return False
    return all(_names_body(name) for name in _SPLIT.split(core))


def _names_body(name: str) -> bool:
    """Return True for one name: the noun is that of a body, and is determined or means all of them."""
    name = name.strip()
    noun = head_noun(re.sub(r" concerned$", "", name))
    if noun not in body_nouns("offices") and plain_name(name).lower() not in body_nouns("whole"):
        return False
    return bool(_DETERMINER.match(name) or _SEVERAL.search(noun) or name[:1].isupper())
