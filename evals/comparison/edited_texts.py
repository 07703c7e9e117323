"""Texts edited at random, with the truth: which clause is which, what moved, what has another number.

A text is cut into blocks, each the lines of a clause up to the next one. Edits change blocks, lists are
numbered anew, and the result is parsed as any file is. Where the parser reads an edited text otherwise than
it was edited, what it would measure is the parser: another seed is tried.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random

from corpus.catalogue import TEXTS, catalogue
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey
from evals.worlds import INVENTED
from ingest import parse_source, text_source

SEVERAL = "several at once"
_EDITS = ("deleted", "inserted", "split", "merged", "moved to another head", "moved in its list", "words")
PLANS = (*_EDITS, "list renumbered", SEVERAL)
_DENSITIES = (0.05, 0.15, 0.3)  # edits for each clause of a text
_SHARES = (0.1, 0.25, 0.45)  # of the words of a clause that are changed
_OPENING = 5  # words that keep a clause what it is: its verb and whom it addresses
_LONG = 16  # words of a clause that can be split
_ITEMS = {Kind.RECITAL, Kind.OPERATIVE, Kind.LIST_ITEM, Kind.ANNEX_PARAGRAPH, Kind.PARAGRAPH}
_MARKER = re.compile(r"(?P<before>\W*)(?P<number>\d+|[a-z]+|[A-Z]+)(?P<after>\W*)")
_NOTE = re.compile("[⁰¹²³⁴-⁹]")  # a clause with a footnote stays, or the note would be of nothing
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Address = tuple[int, int]
"""The name of a block, and which of its provisions is meant."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a clause; `name` says which it is in both texts, `above` what it is below.

    `series` is the list in which an item is counted, with `numbers`; 0 where it has no number.
    """

    name: int
    lines: tuple[str, ...]
    kind: Kind
    above: int | str
    marker: str = ""
    series: int = 0
    numbers: Sequence[str] = ()
    is_item: bool = False  # a clause alone in its line, which can be edited

    @property
    def words(self) -> str:
        """The words of an item, without its marker."""
        return self.lines[0].partition(self.marker)[2].strip() if self.marker else self.lines[0].strip()

    def with_words(self, words: str) -> Block:
        """Return an item with other words."""
        return replace(self, lines=(self.lines[0].replace(self.words, words), *self.lines[1:]))

    def with_marker(self, marker: str) -> Block:
        """Return an item with another number."""
        line = self.lines[0].replace(self.marker, marker, 1)
        return replace(self, lines=(line, *self.lines[1:]), marker=marker)


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text, an edited one, and what is true of them.

    `pairs` are the clauses that both have; `moved` and `renumbered` are among them. `parts` are split and
    merged clauses, each old one with a new one that has words of it: no one pair of them is the right one.
    """

    plan: str
    old: Edition
    new: Edition
    old_places: dict[int, Address]
    new_places: dict[int, Address]
    pairs: frozenset[tuple[Address, Address]]
    moved: frozenset[Address]
    renumbered: frozenset[tuple[Address, str, str]]
    parts: frozenset[tuple[Address, Address]]


def edited_texts(number: int, seed: int) -> Iterator[EditedText]:
    """Walk so many edited texts, a fifth of them of Resolution 71; the kinds of edit take turns."""
    own = [(TEXTS / shipped.text, shipped.edition) for shipped in catalogue().shipped() if shipped.text]
    invented = [(path, None) for path in sorted(INVENTED[0].glob("res-*.txt"))]
    invented += [(path, None) for path in sorted(INVENTED[0].glob("*-res-*.txt"))]
    texts = [(_Text.read(*source)) for source in (*own, *invented)]
    for at in range(number):
        text = texts[0] if at % 5 == 0 else texts[1 + at % (len(texts) - 1)]
        dice = Random(seed + at)  # noqa: S311  no secret
        plan = PLANS[at % len(PLANS)]
        while (found := _edited(text, texts, plan, dice)) is None:
            pass
        yield found


@dataclass(frozen=True)
class _Text:
    """A text and its blocks; the first holds what comes before its first clause."""

    key: EditionKey
    edition: Edition
    blocks: tuple[Block, ...]

    @classmethod
    def read(cls, path: Path, key: EditionKey | None) -> _Text:
        lines = path.read_text(encoding="utf-8").splitlines()
        edition = _parsed("\n".join(lines), key)
        starts = sorted({1} | {provision.line for provision in edition.provisions})
        at_line = defaultdict(list)
        for provision in edition.provisions:
            at_line[provision.line].append(provision)
        names = {provision.eid: provision.line for provision in edition.provisions}
        blocks = [
            _block(at_line[start], tuple(lines[start - 1 : end - 1]), start, names)
            for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True)
        ]
        return cls(edition.key, edition, tuple(_with_series(blocks)))


def _parsed(text: str, key: EditionKey | None) -> Edition:
    return parse_source(text_source(text), "edited", key).edition()


def _block(
    provisions: Sequence[Provision], lines: tuple[str, ...], name: int, names: dict[str, int]
) -> Block:
    """Return the block of the provisions that begin in a line; its name is the number of that line."""
    if not provisions:
        return Block(name, lines, Kind.HEADING, "")
    first = provisions[0]
    block = Block(name, lines, first.kind, names.get(first.parent, first.parent), first.marker)
    is_alone = len(provisions) == 1 and first.kind in _ITEMS and first.part != Part.PREFACE
    is_whole = " ".join(block.words.split()) == " ".join(first.text.split())
    return replace(block, is_item=is_alone and is_whole and not _NOTE.search(first.text))


def _with_series(blocks: Sequence[Block]) -> Iterator[Block]:
    """Walk the blocks, items with the run of numbers that each is counted in."""
    last: dict[tuple[str, str, Kind], tuple[int, Sequence[str], int]] = {}
    for block in blocks:
        marker = _MARKER.fullmatch(block.marker)
        if not (block.is_item and block.marker):
            yield block
            continue
        if marker is None:
            yield replace(block, is_item=False)
            continue
        style, number = (marker["before"], marker["after"], block.kind), marker["number"]
        if number in ("1", "a", "i"):
            last[style] = (block.name, _numbers(number), 0)
        if style in last:
            series, numbers, at = last[style]
            if at < len(numbers) and numbers[at] == number:
                last[style] = (series, numbers, at + 1)
                yield replace(block, series=series, numbers=numbers)
                continue
        yield replace(block, is_item=False)


def _numbers(first: str) -> Sequence[str]:
    return {"1": [str(number) for number in range(1, 300)], "a": _LETTERS, "i": _ROMAN}[first]


class _Editing:
    """The blocks of a text while they are edited."""

    def __init__(self, text: _Text, others: Sequence[_Text], dice: Random) -> None:
        self.blocks, self.dice = list(text.blocks), dice
        alike = [other for other in others if _family(other) == _family(text) and other is not text]
        self.pool = [block for other in alike for block in other.blocks if block.is_item]
        self.touched: set[int] = set()  # clauses that were edited otherwise than in their words
        self.shuffled: set[int | str] = set()  # lists in which a clause moved
        self.moved: set[int] = set()
        self.parts: set[tuple[int, int]] = set()
        self.new_names = count(1_000_000)

    def apply(self, plan: str) -> None:
        """Make an edit of a kind; where no clause can have it, none is made."""
        steps = {
            "deleted": self._delete, "inserted": self._insert, "split": self._split, "merged": self._merge,
            "moved to another head": self._move_elsewhere, "moved in its list": self._move_within,
            "words": self._change_words, "list renumbered": self._open_list,
        }  # fmt: skip
        items = [block for block in self.blocks if block.is_item and block.name not in self.touched]
        if items:
            steps[plan](self.dice.choice(items))

    def number(self) -> None:
        """Give every item the number of its place."""
        counted: Counter[int] = Counter()
        for at, block in enumerate(self.blocks):
            marker = _MARKER.fullmatch(block.marker)
            if block.series and marker:
                number = block.numbers[counted[block.series]]
                counted[block.series] += 1
                self.blocks[at] = block.with_marker(f"{marker['before']}{number}{marker['after']}")

    def _change_words(self, block: Block) -> None:
        self._put(block, self._reworded(block, self.dice.choice(_SHARES)))

    def _reworded(self, block: Block, share: float) -> Block:
        """Return a clause with a share of its words deleted, replaced or followed by others."""
        words, end = block.words.rstrip(";,."), block.words[len(block.words.rstrip(";,.")) :]
        edited = words.split()[:_OPENING]
        for word in words.split()[_OPENING:]:
            chance = self.dice.random() / share * 3
            other = self.dice.choice(self.dice.choice(self.pool).words.split()).strip(";,:.")
            edited += [] if chance < 1 else [other] if chance < 2 else [word, other] if chance < 3 else [word]
        return block.with_words(" ".join(edited) + end)

    def _delete(self, block: Block) -> None:
        if len(self._siblings(block)) > 1 and not self._holds_moved(block):
            self._cut(block)

    def _insert(self, block: Block) -> None:
        """Insert a clause of another text before one of the same kind, or one drafted like its neighbour."""
        fitting = [other for other in self.pool if other.kind == block.kind and other.words[-1] in ";,."]
        new = replace(block, name=next(self.new_names), lines=(block.lines[0], ""))
        reworded = self._reworded(new, _SHARES[-1])
        if fitting and (self.dice.random() < 0.5 or reworded == new):
            reworded = new.with_words(self.dice.choice(fitting).words)
        new = reworded
        self.touched.add(new.name)
        self.blocks.insert(self.blocks.index(block), new)

    def _open_list(self, block: Block) -> None:
        """Insert a clause at the start of a list, so that all others have new numbers."""
        self._insert(self._siblings(block)[0])

    def _move_within(self, block: Block) -> None:
        """Move a clause past two others at least: of two that change places, either one moved."""
        siblings = [other for other in self._siblings(block) if other.name not in self.touched]
        own = siblings.index(block)
        targets = [at for at in range(len(siblings)) if abs(at - own) > 1]
        if targets and block.above not in self.shuffled:
            at = self.dice.choice(targets)
            self.shuffled.add(block.above)
            self._move(block, siblings[at], after=at > own)

    def _move_elsewhere(self, block: Block) -> None:
        """Move a clause to another list with items of its kind and with numbers like its own."""
        targets = [
            other for other in self.blocks
            if other.is_item and other.kind == block.kind and other.above != block.above
            and other not in self._subtree(block)
            and bool(other.series) == bool(block.series) and other.numbers[:1] == block.numbers[:1]
        ]  # fmt: skip
        if targets and len(self._siblings(block)) > 1:
            other = self.dice.choice(targets)
            self._move(block, other, after=self.dice.random() < 0.5)

    def _move(self, block: Block, other: Block, *, after: bool) -> None:
        self.moved.add(block.name)
        self.touched.add(block.name)
        cut = self._cut(block)
        cut[0] = replace(cut[0], above=other.above, series=other.series, numbers=other.numbers)
        at = self.blocks.index(other) + (len(self._subtree(other)) if after else 0)
        self.blocks[at:at] = cut

    def _split(self, block: Block) -> None:
        words = block.words.split()
        if len(words) < _LONG or len(self._subtree(block)) > 1:
            return
        half = len(words) // 2
        names = next(self.new_names), next(self.new_names)
        first = replace(block.with_words(f"{' '.join(words[:half]).rstrip(';,')};"), name=names[0])
        second = replace(block.with_words(" ".join(words[half:])), name=names[1])
        at = self.blocks.index(block)
        self.blocks[at : at + 1] = [replace(first, lines=(first.lines[0], "")), second]
        self.touched |= set(names)
        self.parts |= {(block.name, name) for name in names}

    def _merge(self, block: Block) -> None:
        siblings = self._siblings(block)
        own = siblings.index(block)
        if own + 1 == len(siblings) or len(self._subtree(block)) + len(self._subtree(siblings[own + 1])) > 2:
            return
        other = siblings[own + 1]
        if other.name in self.touched:
            return
        words = f"{block.words.rstrip(';,.')}, and {other.words}"
        new = replace(block.with_words(words), name=next(self.new_names))
        self._cut(other)
        self._put(block, new)
        self.touched.add(new.name)
        self.parts |= {(block.name, new.name), (other.name, new.name)}

    def _holds_moved(self, block: Block) -> bool:
        return any(other.name in self.touched for other in self._subtree(block))

    def _siblings(self, block: Block) -> list[Block]:
        return [other for other in self.blocks if other.is_item and other.above == block.above]

    def _subtree(self, block: Block) -> list[Block]:
        """Return a block with those below it, which follow it."""
        names, found = {block.name}, [block]
        for other in self.blocks[self.blocks.index(block) + 1 :]:
            if other.above not in names:
                break
            names.add(other.name)
            found.append(other)
        return found

    def _cut(self, block: Block) -> list[Block]:
        subtree = self._subtree(block)
        at = self.blocks.index(block)
        del self.blocks[at : at + len(subtree)]
        return subtree

    def _put(self, block: Block, other: Block) -> None:
        self.blocks[self.blocks.index(block)] = other


def _family(text: _Text) -> str:
    """Return whose style a text has: "itu" or "un"."""
    return text.key.instrument.issuer.split("-")[0]


def _edited(text: _Text, others: Sequence[_Text], plan: str, dice: Random) -> EditedText | None:
    """Edit a text; None where the parser reads the result otherwise than it was edited."""
    editing = _Editing(text, others, dice)
    edits = round(dice.choice(_DENSITIES) * sum(block.is_item for block in text.blocks)) or 1
    kinds = [plan] * edits if plan != SEVERAL else sorted(dice.choices(_EDITS, k=edits), key=_EDITS.index)
    for kind in kinds:
        editing.apply(kind)
    editing.number()
    new = _parsed("\n".join(line for block in editing.blocks for line in block.lines), text.key)
    old_places, new_places = _places(text.edition, text.blocks), _places(new, editing.blocks)
    names = {block.name for block in editing.blocks}
    in_both = {address for address in old_places.values() if address[0] in names}
    added = {(name, 0) for name in names - {block.name for block in text.blocks}}
    if in_both | added != set(new_places.values()) or not _is_read_as_edited(editing.blocks, new, new_places):
        return None
    before, after = _markers(text.edition, old_places), _markers(new, new_places)
    return EditedText(
        plan, text.edition, new, old_places, new_places,
        pairs=frozenset((address, address) for address in in_both),
        moved=frozenset((name, 0) for name in editing.moved),
        renumbered=frozenset(
            (address, before[address], after[address]) for address in in_both
            if before[address] != after[address]
        ),
        parts=frozenset(((old, 0), (name, 0)) for old, name in editing.parts),
    )  # fmt: skip


def _places(edition: Edition, blocks: Sequence[Block]) -> dict[int, Address]:
    """Return which block each clause of a text is in, and as which of those in it, by its place."""
    names: dict[int, int] = {}
    line = 1
    for block in blocks:
        names |= dict.fromkeys(range(line, line + len(block.lines)), block.name)
        line += len(block.lines)
    places: dict[int, Address] = {}
    found: Counter[int] = Counter()
    for at, provision in enumerate(edition.provisions):
        name = names[provision.line]
        if not provision.inline:
            places[at] = name, found[name]
            found[name] += 1
    return places


def _markers(edition: Edition, places: dict[int, Address]) -> dict[Address, str]:
    return {address: edition.provisions[at].marker for at, address in places.items()}


def _is_read_as_edited(blocks: Sequence[Block], edition: Edition, places: dict[int, Address]) -> bool:
    """Return True if each clause was read as one of its kind, with its number, below what it is below."""
    at = {address: place for place, address in places.items()}
    names = {edition.provisions[place].eid: address[0] for place, address in places.items()}
    for block in blocks:
        if not block.is_item:
            continue
        provision = edition.provisions[at[block.name, 0]]
        above = names.get(provision.parent, provision.parent)
        if (provision.kind, provision.marker, above) != (block.kind, block.marker, block.above):
            return False
    return True
