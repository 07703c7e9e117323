"""Alignment on editions perturbed at random, whose alignment is known.

The next edition of an invented resolution: items are put in, taken out, reworded, reordered and sent to
other heads; heads are renamed and split; sections of the annex and heads change places; years and
numbers rise. The thresholds of assistant/comparison/alignment.py were chosen on other seeds than those
tested here.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count, pairwise

import pytest

from assistant.comparison.alignment import align
from assistant.comparison.chains import heaviest_chain
from assistant.comparison.comparison import Comparison
from assistant.comparison.sequence import NumberedEdition
from corpus import Edition
from ingest import parse_source, text_source

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = "i ii iii iv v vi vii viii ix x".split()


@dataclass
class Item:
    """An item of a list, with those below it; `name` says which it is in every edition."""

    name: int
    text: str
    below: list[Item] = field(default_factory=list)


@dataclass
class Block:
    """A head or a section with its items."""

    name: int
    text: str
    items: list[Item]
    annex: bool = False

    @property
    def recites(self) -> bool:
        return self.text.split()[0].endswith("ing")


def printed(blocks: Sequence[Block], city: str, year: int) -> str:
    """Print a resolution as such texts are printed."""
    return "\n".join(line for _, line in lines(blocks, city, year))


def names(blocks: Sequence[Block]) -> list[int]:
    """Return what stands in a printed resolution, in order; what every resolution has is negative."""
    return [name for name, _ in lines(blocks, "", 0) if name is not None]


def lines(blocks: Sequence[Block], city: str, year: int) -> Iterator[tuple[int | None, str]]:
    yield -1, f"RESOLUTION 900 (REV. {city.upper()}, {year})\n"
    yield -2, "Lanterns along the harbours\n"
    yield (
        -3,
        f"The Plenipotentiary Conference of the International Telecommunication Union ({city}, {year}),\n",
    )
    heads = [one for one in blocks if not one.annex]
    for block in heads:
        yield block.name, f"{block.text}\n"
        for at, item in enumerate(block.items):
            last = at == len(block.items) - 1
            end = ";" if not last else "." if block is heads[-1] else ","
            marker = f"{LETTERS[at]})" if block.recites else str(at + 1)
            yield item.name, f"{marker} {item.text}{':' if item.below else end + chr(10)}"
            for number, below in enumerate(item.below, 1):
                closes = number == len(item.below)
                yield below.name, f"{ROMAN[number - 1]}) {below.text}{end + chr(10) if closes else ';'}"
    sections = [one for one in blocks if one.annex]
    if sections:
        yield -4, f"ANNEX 1 TO RESOLUTION 900 (REV. {city.upper()}, {year})\n"
    paragraphs = count(1)
    for number, block in enumerate(sections, 1):
        yield block.name, f"{number} {block.text}\n"
        for item in block.items:
            yield item.name, f"{next(paragraphs)} {item.text}.\n"


def parsed(text: str) -> Edition:
    return parse_source(text_source(text), "lanterns").edition()


NOUNS = """lantern willow reed pier warden keeper tide mast rope net anchor sail dawn harbour boat storm
channel fog wick oil flame tower bell map chart crew ledger stone bridge ferry lock dock buoy current shoal
coast island strait signal watch shelter cargo toll register inspection repair training budget report plan
council office fleet pilot apprentice school""".split()
DEEDS = """count keep trim paint report inspect repair lend train register review coordinate support monitor
update publish examine prepare submit encourage study collect share strengthen continue assist promote
implement develop ensure""".split()
KINDS = """green red dark bright old new northern southern annual regional common safe wooden iron narrow wide
efficient timely relevant appropriate additional necessary small remote busy quiet""".split()
LINKS = ["in cooperation with", "taking into account", "on the basis of", "with a view to the care of",
         "in accordance with", "for the benefit of", "together with", "in order to protect"]  # fmt: skip
ENDS = ["where appropriate", "within the available resources", "as necessary", "every three years",
        "each year", "at its next session", "in particular for remote harbours"]  # fmt: skip
BODIES = ["Harbour Council", "Secretary-General", "Directors of the Bureaux", "Board of Wardens",
          "Keeper of the Seal", "Pilotage Office", "Committee of Tides"]  # fmt: skip
RECITING = ["considering", "considering further", "recognizing", "noting", "bearing in mind"]


class Drafter:
    """Drafts resolutions and their next editions, at random but always the same for a seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.names = count()

    def thing(self) -> str:
        more = f" and {self.dice.choice(NOUNS)}s" if self.dice.random() < 0.5 else ""
        return f"the {self.dice.choice(KINDS)} {self.dice.choice(NOUNS)}s{more}"

    def item(self, lead: str) -> Item:
        text = f"{lead} {self.dice.choice(DEEDS)} {self.thing()}"
        for _ in range(self.dice.randint(0, 4)):
            text += f" {self.dice.choice(LINKS)} {self.thing()}"
        return Item(next(self.names), text + self.dice.choice(["", f", {self.dice.choice(ENDS)}"]))

    def parallel(self, number: int, lead: str) -> list[Item]:
        """Draft items that differ in a letter and in numbers alone."""
        what, first = f"{self.dice.choice(KINDS)} {self.dice.choice(NOUNS)}s", self.dice.randint(1, 40)
        lead = f"{lead} the number of {what} in the harbours of group"
        texts = [
            f"{lead} {letter} shall reach {first + 7 * at} by {2030 + at}"
            for at, letter in enumerate("ABCDEF"[:number])
        ]
        return [Item(next(self.names), text) for text in texts]

    def block(self, text: str, items: list[Item], *, annex: bool = False) -> Block:
        return Block(next(self.names), text, items, annex)

    def items(self, lead: str, most: int = 7) -> list[Item]:
        return [self.item(lead) for _ in range(self.dice.randint(2, most))]

    def resolution(self) -> list[Block]:
        dice = self.dice
        blocks = [
            self.block(head, self.items("that wardens")) for head in dice.sample(RECITING, dice.randint(2, 4))
        ]
        verbs = ["instructs", "invites", "requests", "urges"]
        told = zip(verbs, dice.sample(BODIES, 4), strict=True)
        for head in ["resolves", *(f"{verb} the {body}" for verb, body in told)]:
            items = self.items("to")
            if dice.random() < 0.4:
                one = dice.choice(items)
                one.text, one.below = f"{one.text} by", self.items("the wish to", 4)
            if dice.random() < 0.4:
                items = items[:1] + self.parallel(dice.randint(3, 6), "that")
            blocks.append(self.block(head, items))
        for _ in range(dice.randint(2, 5)):
            title = f"{dice.choice(DEEDS).capitalize()}ing of {dice.choice(KINDS)} {dice.choice(NOUNS)}s"
            items = self.items("The wardens", 8) + self.parallel(4 * (dice.random() < 0.3), "In time")
            blocks.append(self.block(title, items, annex=True))
        return blocks

    def next_edition(self, blocks: list[Block]) -> list[Block]:
        blocks = deepcopy(blocks)
        self.reword(item for block in blocks for one in block.items for item in (one, *one.below))
        for step in (self.take_out, self.put_in, self.reorder, self.send_elsewhere):
            for _ in range(self.dice.randint(0, 4)):
                step(blocks)
        self.change_heads(blocks)
        return self.change_places(blocks)

    def reword(self, items: Iterable[Item]) -> None:
        later = self.dice.random() < 0.5
        for item in items:
            chance = self.dice.random()
            if chance < 0.3:
                item.text = self.edited(item.text, self.dice.choice([0.05, 0.15, 0.3, 0.45]))
            elif chance < 0.35:
                item.text += f", and also to {self.dice.choice(DEEDS)} {self.thing()}"
            elif chance < 0.38:
                item.text = " ".join(item.text.split()[: max(6, len(item.text.split()) * 55 // 100)])
            if later:
                item.text = re.sub(r"\b20\d\d\b", lambda year: str(int(year[0]) + 4), item.text)
                item.text = re.sub(r"reach (\d+)", lambda found: f"reach {int(found[1]) + 5}", item.text)

    def edited(self, text: str, rate: float) -> str:
        first, *rest = text.split()
        edited = [first]
        for word in rest:
            chance = self.dice.random()
            if chance < rate / 2:
                edited.append(self.dice.choice(NOUNS + KINDS + DEEDS))
            elif chance >= rate * 3 / 4:
                edited += [word, self.dice.choice(NOUNS + KINDS)][: 1 + (chance < rate)]
        return " ".join(edited)

    def any_item(self, blocks: list[Block]) -> tuple[Block, Item]:
        return self.dice.choice([(block, item) for block in blocks for item in block.items])

    def take_out(self, blocks: list[Block]) -> None:
        block, item = self.any_item(blocks)
        if len(block.items) > 1:
            block.items.remove(item)

    def put_in(self, blocks: list[Block]) -> None:
        block = self.dice.choice(blocks)
        lead = "The wardens" if block.annex else "that wardens" if block.recites else "to"
        block.items.insert(self.dice.randint(0, len(block.items)), self.item(lead))

    def reorder(self, blocks: list[Block]) -> None:
        items = self.dice.choice(blocks).items
        items.insert(self.dice.randint(0, len(items)), items.pop(self.dice.randrange(len(items))))

    def send_elsewhere(self, blocks: list[Block]) -> None:
        block, item = self.any_item(blocks)
        others = [one for one in blocks if (one.annex, one.recites) == (block.annex, block.recites)]
        if len(block.items) > 1 and len(others) > 1:
            block.items.remove(item)
            other = self.dice.choice([one for one in others if one is not block])
            other.items.insert(self.dice.randint(0, len(other.items)), item)

    def change_heads(self, blocks: list[Block]) -> None:
        """Give a head another addressee, or split one; merged heads have no one alignment."""
        heads = [one for one in blocks if " the " in one.text]
        head, chance = self.dice.choice(heads), self.dice.random()
        body = self.dice.choice([one for one in BODIES if one not in head.text])
        if chance < 0.5:
            head.text += f" and the {body}"
        elif chance < 0.6 and len(head.items) > 3:
            half = (len(head.items) + 2) // 2
            blocks.insert(blocks.index(head) + 1, self.block(f"encourages the {body}", head.items[half:]))
            del head.items[half:]

    def change_places(self, blocks: list[Block]) -> list[Block]:
        """Move a section, or an operative head."""
        recitals = [one for one in blocks if one.recites and not one.annex]
        heads = [one for one in blocks if not one.recites and not one.annex]
        sections = [one for one in blocks if one.annex]
        for row, rate in ((heads, 0.2), (sections, 0.4)):
            if self.dice.random() < rate:
                row.insert(self.dice.randint(1, len(row)), row.pop(self.dice.randrange(1, len(row))))
        return [*recitals, *heads, *sections]


@dataclass(frozen=True)
class Perturbed:
    """Two editions, and which provision is which, by their places."""

    old: Edition
    new: Edition
    truth: frozenset[tuple[int, int]]


def perturbed(seed: int) -> Perturbed:
    drafter = Drafter(seed)
    first = drafter.resolution()
    second = drafter.next_edition(first)
    old, new = parsed(printed(first, "Geneva", 2026)), parsed(printed(second, "Lisbon", 2030))
    named = {name: at for at, name in enumerate(names(second))}
    truth = {(at, named[name]) for at, name in enumerate(names(first)) if name in named}
    assert len(old.provisions) == len(names(first)), "the first edition was not parsed as it was drafted"
    assert len(new.provisions) == len(named), "the second edition was not parsed as it was drafted"
    return Perturbed(old, new, frozenset(truth))


SEEDS = range(5000, 5040)


@pytest.fixture(scope="module")
def pairs() -> list[Perturbed]:
    return [perturbed(seed) for seed in SEEDS]


def test_perturbed_editions_are_aligned(pairs: list[Perturbed]):
    right = wrong = missed = 0
    for one in pairs:
        found = set(align(NumberedEdition(one.old), NumberedEdition(one.new)).items())
        right += len(found & one.truth)
        wrong += len(found - one.truth)
        missed += len(one.truth - found)
    assert right / (right + wrong) >= 0.99, f"{wrong} of {right + wrong} pairs are wrong"
    assert right / (right + missed) >= 0.98, f"{missed} of {right + missed} pairs are missed"


def test_every_provision_is_told_once_and_the_new_ones_in_their_order(pairs: list[Perturbed]):
    for one in pairs[:10]:
        changes = Comparison.of(one.old, one.new).every
        assert [change.new for change in changes if change.new] == list(one.new.provisions)
        assert Counter(change.old.eid for change in changes if change.old) == Counter(
            provision.eid for provision in one.old.provisions
        )
        for change in changes:
            text = "".join(run for sign, run in change.diff if sign != "-")
            assert text == (change.new.text if change.new else "")


@pytest.mark.parametrize("seed", range(40))
def test_the_heaviest_chain_is_the_heaviest_of_all(seed: int):
    dice = random.Random(seed)
    scores = {
        (dice.randrange(6), dice.randrange(6)): dice.choice([0.5, 1.0, dice.random()])
        for _ in range(dice.randint(0, 12))
    }
    best: dict[tuple[int, int], float] = {}
    for pair in sorted(scores):
        before = [best[one] for one in best if one[0] < pair[0] and one[1] < pair[1]]
        best[pair] = scores[pair] + max(before, default=0)
    chain = heaviest_chain(scores)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(chain))
    assert sum(scores[pair] for pair in chain) == pytest.approx(max(best.values(), default=0))
