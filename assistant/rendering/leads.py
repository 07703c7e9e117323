"""The sentence that opens an answer. Nothing reads it again.

Heads, headings and labels come from a text, so they stand in quotation marks, which they cannot contain
(`plain_text.named`): nobody can take them for words of the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.comparison.changes import ChangeKind
from assistant.comparison.redline import Edit
from assistant.plain_text import in_quotes, joined, named
from assistant.rendering.claims import ChosenClause
from corpus.instruments import Edition, Kind, Provision, Relation

_NAMED = 3  # texts that a lead names
_COUNTED = 6  # texts whose clauses are counted one by one
_LONG_TITLE = 160  # characters from which a list is called by its label
_CHANGED = {
    ChangeKind.NOC: "unchanged.",
    ChangeKind.MOD: "changed.",
    ChangeKind.MOVED: "moved, with the same words.",
    ChangeKind.ADD: "new in the later edition.",
    ChangeKind.SUP: "deleted in the later edition.",
}
_EDITS, _SHORT_EDIT = 4, 60  # changes in the words of a clause that are said, and characters of each
_COUNTED_CHANGES = (
    (ChangeKind.MOD, "changed"),
    (ChangeKind.ADD, "new"),
    (ChangeKind.SUP, "deleted"),
    (ChangeKind.MOVED, "moved"),
    (ChangeKind.NOC, "unchanged"),
)
_SHOWN_CHANGES = {
    (ChangeKind.SUP,): "deleted clauses",
    (ChangeKind.ADD,): "new clauses",
    (ChangeKind.MOD, ChangeKind.ADD): "changed and new clauses as they now read",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence that opens an answer; `heads` are words in it that govern clauses, not printed again."""

    words: str
    heads: tuple[str, ...] = ()


# -- where clauses stand ---------------------------------------------------------------------------


def label_lead(edition: Edition, provision: Provision) -> Lead:
    """Return the lead that says a clause's label, with the head that this names, if any."""
    label = edition.citation(provision)
    head = provision.head.text if provision.head else ""
    return Lead(f"“{named(label)}”:", (head,) if head and head in label else ())


def clause_lead(chosen: Sequence[ChosenClause]) -> Lead:
    """Return the lead that says where the clauses come from and who tells whom."""
    first = chosen[0]
    head, name = first.provision.head, named(first.edition.name)
    clauses = sum(item.provision.kind != Kind.HEADING for item in chosen)
    if len(chosen) > 1 and clauses != 1:
        texts = tuple(dict.fromkeys(_with_article(item.edition) for item in chosen))
        where = joined(texts) if len(texts) <= _NAMED else f"{len(texts)} texts"
        return Lead(f"{clauses or len(chosen)} clauses from {where}:")
    if head is not None and first.provision.text.startswith(head.verb):  # a paragraph that is its own head
        return label_lead(first.edition, first.provision)
    if head is not None and first.provision.kind != Kind.HEADING:
        return Lead(f"{name}, “{named(head.text)}”:", (head.text,))
    above = [node for node in first.edition.ancestors(first.provision.eid) if node.kind == Kind.HEADING]
    return Lead(f"{name}, “{named(above[-1].text).rstrip(':')}”:" if above else f"{name}:")


def _with_article(edition: Edition) -> str:
    article = "" if edition.key.instrument.is_numbered else "the "
    return f"{article}{named(edition.short_name)}"


def list_lead(edition: Edition, heading: Provision, items: int) -> Lead:
    """Return the lead of a list: its title, place and number of items."""
    title, place = heading.text.rstrip(":"), "" if heading.head else heading.label
    place = place.removesuffix(f', heading "{heading.text}"')
    if heading.label.startswith(edition.name):  # the text's own title
        title = place = ""
    elif len(title) > _LONG_TITLE or title == heading.label:
        title, place = heading.label, ""
    where = "".join(f", “{named(words)}”" for words in (title, place) if words)
    counted = f", {items} items" if items > 1 else ""
    return Lead(f"{named(edition.name)}{where}{counted}:", (title,) if title else ())


def lists_lead(lists: Sequence[tuple[Edition, Provision, int]]) -> Lead:
    """Return the lead of lists, one after another, each with its heading and how many items are shown."""
    if len(lists) == 1:
        return list_lead(*lists[0])
    texts = tuple(dict.fromkeys(edition.name for edition, _, _ in lists))
    where = f" of {named(texts[0])}" if len(texts) == 1 else f", from {len(texts)} texts"
    return Lead(f"{sum(items for _, _, items in lists)} clauses in {len(lists)} lists{where}:")


# -- other answers ---------------------------------------------------------------------------------


def standing_lead(
    name: str, by: str = "", *, is_adopted: bool = True, relation: Relation | None = None
) -> Lead:
    """Return whether an edition is in force; `by` supersedes it, or has this `relation` to it."""
    name, by = named(name), named(by)
    if not is_adopted:
        return Lead(f"{name} is not in force:")
    if not by:
        return Lead(f"{name} is in force, as far as this library knows:")
    ended = f"{by} {relation} it" if relation else f"it is superseded by {by}"
    return Lead(f"{name} is not in force; {ended}:")


def candidates_lead(unknown: Sequence[str] = ()) -> Lead:
    """Return the lead of clauses that may answer; `unknown` are names that no text searched has."""
    lacks = f"No text searched contains {in_quotes(unknown, 'or')}. " if unknown else ""
    return Lead(f"{lacks}These clauses may answer your question, most likely first:")


def letters_lead(text: str, letters: str, long: str) -> Lead:
    """Return what letters stand for in a text: SIDS, "small island developing states"."""
    verb = "stand" if letters.endswith("s") else "stands"
    return Lead(f"{named(text)}: {named(letters)} {verb} for “{named(long)}”.")


def phrases_lead(phrases: Sequence[str], counts: Sequence[tuple[str, int]], shown: int) -> Lead:
    """Return how many clauses of each text contain the phrases, most first; `shown` of them are shown."""
    total = sum(count for _, count in counts)
    counted = ", ".join(f"{named(text)}: {count}" for text, count in counts[:_COUNTED])
    more = len(counts) - _COUNTED
    counted += f", and {more} other text{'s' * (more > 1)}" if more > 0 else ""
    verb = "appears" if len(phrases) == 1 else "appear together"
    first = f" The first {shown}:" if total > shown else ""
    return Lead(f"{in_quotes(phrases)} {verb} in {total} clause{'s' * (total > 1)} ({counted}).{first}")


def change_lead(old: str, new: str, change: ChangeKind, diff: Sequence[Edit] = ()) -> Lead:
    """Return what became of one clause between two editions; few short changes are said in their words."""
    said = (change is ChangeKind.MOD and _edits(diff)) or _CHANGED[change]
    return Lead(f"From {named(old)} to {named(new)}: {said}")


def _edits(diff: Sequence[Edit]) -> str:
    """Return the changes of a clause in its words: "“noon” is now “dawn”"; '' for many or long ones."""
    edits = [(sign, words.strip()) for sign, words in diff if words.strip()]
    said, before = [], ""
    for (sign, words), (after, _) in pairwise([*edits, ("", "")]):
        quoted = in_quotes([words])
        if sign == "+":
            said.append(f"{in_quotes([before])} is now {quoted}" if before else f"added {quoted}")
        elif sign == "-" and after != "+":
            said.append(f"deleted {quoted}")
        before = words if sign == "-" else ""
    is_short = len(said) <= _EDITS and all(len(words) <= _SHORT_EDIT for sign, words in edits if sign != "=")
    return f"{'; '.join(said)}." if said and is_short else ""


def unchanged_lead(old: str, new: str, clauses: int) -> Lead:
    """Return that no clause of a part changed between two editions."""
    return Lead(f"From {named(old)} to {named(new)}: all {clauses} clauses are unchanged:")


def changes_lead(
    old: str,
    new: str,
    counts: Mapping[ChangeKind, int],
    shown: tuple[ChangeKind, ...],
    first: int = 0,
    not_compared: Sequence[str] = (),
) -> Lead:
    """Return how many clauses changed between two editions, and which kinds of change are shown.

    `first` is how many of them are shown, 0 if all are; `not_compared` are sentences about what is left out.
    """
    changed = ", ".join(f"{counts.get(kind, 0)} {word}" for kind, word in _COUNTED_CHANGES)
    what = f"{f'{first} of the' if first else 'The'} {_SHOWN_CHANGES[shown]}"
    counted = f"From {named(old)} to {named(new)}, clauses and headings: {changed}."
    return Lead(" ".join((counted, *map(named, not_compared), f"{what}:")))
