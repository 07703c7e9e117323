"""Names for the units of a tree: eIds after Akoma Ntoso, labels as people cite.

`RULES` has a rule for each role, and a grammar adds its own. Duplicate names get a number.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from itertools import product
from operator import attrgetter
from string import ascii_lowercase

from ingest.abridging import abridge_labels
from ingest.markers import GLUED_MARK, INSERTED, NOTE_MARK, plain_number
from ingest.tree import Node
from ingest.wording import ordinal, singular

_BIS = re.compile(rf"(?<=.)({'|'.join(INSERTED)})$")
# "the following outcomes:", "these two objectives:": the noun that the items are
_CLOSING_NOUN = re.compile(
    r"\b(?:following|these|those|two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r"(?: [\w-]+){0,4}? (?P<noun>[a-z]{3,}s):$"
)

# a mark that stands apart from its word in a page's text layer: "the system; 1", "Office, 2 including"
_APART = re.compile(r"(?:(?<=[A-Za-z)”’\"][,;.:]) ?|(?<=[0-9]{4}[,;.:]))(?P<n>[0-9]{1,3})(?=\s|$)")
_WAYS = 3  # of carrying a mark: raised, glued to a word, apart from it
_STARS = re.compile(r"(?<=[\w.,;:)”’])(?P<n>\*{1,3})(?!\w)")


# A unit → its eId and its label; what stands above it has its name by then.
Rule = Callable[["Namer", Node], tuple[str, str]]


class Namer:
    """Gives every unit of a tree its eId and label."""

    def __init__(self, root: Node, name: str, rules: Mapping[str, Rule]) -> None:
        self.root = root
        self.name = name
        self.rules = rules
        self.eids: Counter[str] = Counter()
        self.labels: Counter[str] = Counter()
        self.carriers = Carriers(root)
        self.nested = {
            id(node) for node in root.walk() if node.role in ("root", "division") and _restarts(node)
        }

    def run(self) -> list[str]:
        """Name everything; return warnings about footnotes that nothing carries."""
        notes = [node for node in self.root.walk() if node.role == "ftn"]
        self._name(self.root)
        warnings: list[str] = []
        for note in sorted(notes, key=lambda node: node.serial):
            warnings += self._bind(note)
        abridge_labels(self.root)
        return warnings

    def _name(self, node: Node) -> None:
        if node.role == "ftn":
            return
        if node.role != "root":
            eid, label = self.rules[node.role](self, node)
            node.eid = self._unique(self.eids, eid, "_{}")
            shares = node.kind is None or label == parent_of(node).label  # a head and its only paragraph
            node.label = label if shares else self._unique(self.labels, label, " ({})")
        for child in node.children:
            self._name(child)

    def _unique(self, seen: Counter[str], name: str, suffix: str) -> str:
        """Add a number to a name that was given before."""
        seen[name] += 1
        if seen[name] == 1:
            return name
        return self._unique(seen, name + suffix.format(seen[name]), suffix)

    # -- one rule a role ------------------------------------------------------------------------

    def _head(self, node: Node) -> tuple[str, str]:
        assert node.head is not None
        return join_eid("preamble" if node.head.is_preambular else "", node.head.slug), node.head.text

    def _section(self, node: Node) -> tuple[str, str]:
        base = node.ancestor("division") or self.root
        number = node.marker if _is_lettered(node) else node.value.replace("-", ".")
        return join_eid(base.eid, f"sec_{node.value}"), join_label(base.label, f"section {number}")

    def _group_item(self, node: Node) -> tuple[str, str]:
        base, noun = node.ancestor("division") or self.root, node.noun
        printed = f"{noun.capitalize()} {node.value.replace('-', '.')}" if noun else node.marker.rstrip(":")
        return join_eid(base.eid, f"{noun or 'item'}_{node.value}"), join_label(base.label, printed)

    def _paragraph(self, node: Node) -> tuple[str, str]:
        above = parent_of(node)
        segment = f"para_{node.value}"
        if above.role == "para" and "-" in node.value:  # 1.1 below 1: the label names it once
            label = above.label.removesuffix(_printed(above)) + _printed(node)
            return f"{above.eid}__{segment}", label
        if above.kind is not None and above.role not in ("division", "sec", "dvs", "group"):
            return f"{above.eid}__{segment}", f"{above.label} {_printed(node)}"
        base = node.ancestor("division") or self.root
        holder = above if id(base) in self.nested else base
        return join_eid(holder.eid, segment), join_label(holder.label, f"§{_printed(node)}")

    def _unnumbered(self, node: Node) -> tuple[str, str]:
        above = parent_of(node)
        recites = above.head is not None and above.head.is_preambular
        eid = f"{join_eid(above.eid, 'rec_nn' if recites else 'para_nn')}_{node.place}"
        siblings = above.counts[node.role]
        if above.role == "preface" and not above.counts["docnumber"]:
            return eid, f"preface, {ordinal(node.place)} paragraph"
        if above.role == "head" and siblings == 1:
            return eid, above.label
        return eid, join_label(above.label, f"{ordinal(node.place)} paragraph")

    def _point(self, node: Node) -> tuple[str, str]:
        above = parent_of(node)
        noun = _CLOSING_NOUN.search(above.text)
        joint = f", {singular(noun['noun'])} " if noun and not node.inline else " "
        return join_eid(above.eid, f"point_{node.value}"), (above.label + joint + _printed(node)).strip()

    def _table(self, node: Node) -> tuple[str, str]:
        table = parent_of(node) if node.role == "row" else node
        word = "table" if table.place == 1 else f"table {table.place}"
        first = node.text.split("\t")[0].strip()
        if node is table:
            return _below(node, f"table_{node.place}", f"{word} ({first})")
        label = join_label(parent_of(table).label, f'{word}, row "{first}"')
        return f"{table.eid}__row_{node.place}", label

    # -- footnotes ------------------------------------------------------------------------------

    def _bind(self, note: Node) -> list[str]:
        """Hang a footnote on the unit that carries its mark, and name it by that unit's annex."""
        home = note.ancestor("division") or self.root
        carrier = self.carriers.of(note, home) or self.carriers.of(note, self.root)
        scope = (carrier.ancestor("division") if carrier else None) or (None if carrier else home)
        label = scope.label if scope else ""
        mark = note.noun or note.value  # "*" goes into no eId
        note.eid = self._unique(self.eids, join_eid(scope.eid if scope else "", f"ftn_{note.value}"), "_{}")
        note.label = self._unique(self.labels, join_label(label, f"footnote {mark}"), " ({})")
        if carrier is None:
            return [f"line {note.lines[0]}: footnote {mark} has no mark in the text"]
        note.anchor = carrier.eid
        return []


RULES: Mapping[str, Rule] = {
    "preface": lambda _, node: (node.role, ""),
    "preamble": lambda _, node: (node.role, ""),
    "docnumber": lambda namer, _: ("preface__docnumber", namer.name),
    "title": lambda namer, node: _below(node, "title", "title", namer.name),
    "formula": lambda _, __: ("preamble__formula", "enacting formula"),
    "head": Namer._head,
    "division": lambda _, node: _below(node, node.value, node.noun),
    "sec": Namer._section,
    "dvs": lambda _, node: _below(node, f"dvs_nn_{node.place}", f'heading "{node.text}"'),
    "group": lambda _, node: _below(node, node.value, node.text.split(":")[0]),
    "item": Namer._group_item,
    "rec": lambda _, node: (
        f"{parent_of(node).eid}__rec_{node.value}",
        f"{parent_of(node).label} {_printed(node)}",
    ),
    "para": Namer._paragraph,
    "para_nn": Namer._unnumbered,
    "point": Namer._point,
    "indent": lambda _, node: _below(node, f"indent_{node.place}", f"{ordinal(node.place)} indent"),
    "wrapup": lambda _, node: _below(node, "wrapup", "last sentence"),
    "table": Namer._table,
    "row": Namer._table,
}


def provision_parent(node: Node) -> str:
    """Return the eId of what a unit hangs on; containers that have no words count."""
    if node.role == "ftn" and node.anchor:
        return node.anchor
    above = parent_of(node)
    if above.role == "table" and above.kind is None:  # a table without a heading has no words of its own
        above = parent_of(above)
    if above.role != "root":
        return above.eid
    return "" if node.role == "division" else "body"


def parent_of(node: Node) -> Node:
    """Return the node above; only the root has none."""
    assert node.parent is not None
    return node.parent


def _printed(node: Node) -> str:
    """Print a unit's number as labels have it: "3", "1.1", "A.1", "a)", "b bis)"."""
    if _is_lettered(node):
        return node.marker
    value = _BIS.sub(r" \1", node.value.replace("-", "."))
    return f"{value})" if node.marker.endswith(")") else value


def _is_lettered(node: Node) -> bool:
    """Return True for a number that begins with its annex's letter: "A.1"."""
    return node.marker[:1].isupper() and node.marker[1:2] == "."


def _below(node: Node, segment: str, own: str, text: str = "") -> tuple[str, str]:
    """Return a unit's eId and label: those of its parent (or the text), followed by its own."""
    above = parent_of(node)
    return join_eid(above.eid, segment), join_label(above.label or text, own)


def join_eid(above: str, segment: str) -> str:
    """Join two segments of an eId."""
    return f"{above}__{segment}" if above else segment


def join_label(above: str, own: str) -> str:
    """Join two parts of a label."""
    return ", ".join(filter(None, (above, own)))


def _restarts(base: Node) -> bool:
    """Return True if paragraph numbers begin anew somewhere in an annex."""
    numbers = [
        node.value
        for node in base.walk()
        if node.role == "para"
        and node.parent is not None
        and node.parent.role in ("root", "division", "sec", "dvs", "group")
        and (node.ancestor("division") or base) is base
    ]
    return len(numbers) != len(set(numbers))


# -- which unit carries a footnote's mark: "developing countries¹", or "countries1" off a flat page ---------


class Carriers:
    """The units of a tree by the footnotes that they mark, for the tree and for each annex."""

    def __init__(self, root: Node) -> None:
        self._carrying: defaultdict[tuple[int, int, str], list[Node]] = defaultdict(list)
        units = [node for node in root.walk() if node.role != "ftn" and not node.inline]
        for node in sorted(units, key=attrgetter("serial")):
            homes = {id(root), id(node.ancestor("division") or root)}
            for way, marks in enumerate(_marks(node.text)):
                for home, number in product(homes, {number for number, _ in marks}):
                    self._carrying[way, home, number].append(node)

    def of(self, note: Node, within: Node) -> Node | None:
        """Find the unit whose words carry the note's mark: the nearest before, else after it."""
        mark = note.noun or note.value
        marked = [(way, mark) for way in range(_WAYS)]
        marked.append((0, note.value.rstrip(ascii_lowercase)))  # "¹ bis", whose mark in the text reads as ¹
        found = next(filter(None, (self._carrying.get((way, id(within), sign)) for way, sign in marked)), [])
        before = bisect_left(found, note.serial, key=attrgetter("serial"))
        return found[max(before - 1, 0)] if found else None


def mark_places(text: str, number: str) -> list[tuple[int, int]]:
    """Return where a text carries the mark of a footnote: raised, then glued to a word, then apart."""
    return [span for marks in _marks(text) for mark, span in marks if mark == number]


def _marks(text: str) -> tuple[list[tuple[str, tuple[int, int]]], ...]:
    """Return the marks of footnotes in a text with their places: raised, glued to a word, apart."""
    raised = [(plain_number(match.group()), match.span()) for match in NOTE_MARK.finditer(text)]
    others = (GLUED_MARK.finditer(text), (*_APART.finditer(text), *_STARS.finditer(text)))
    return raised, *([(match["n"], match.span("n")) for match in matches] for matches in others)
