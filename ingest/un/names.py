"""Names for the units of a United Nations resolution, by the contract for them.

    preamble__rec_3, para_7__subpara_a__subpara_i, sec_ii__para_1 where numbers restart, annex_i__para_4

A number stands below the outermost unit in which it is the only one of its kind.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from itertools import islice

from ingest.naming import RULES, Namer, Rule, join_eid, join_label, parent_of
from ingest.tree import Node
from ingest.wording import ordinal

_SCOPES = ("sec", "group")  # in which numbers may restart
_FIRST = re.compile(r"^([a-z]+)_.*$")  # a numbered unit's segment, of which the first has number 1
_ITEMS = ("para", "subpara", "para_nn", "rec")  # what a numbered item hangs on, which names it


def settle_scopes(root: Node) -> None:
    """Set the scope of every numbered unit: the outermost unit in which its numbers do not restart.

    They restart if several sections begin with the first number. A number that recurs in another section
    is named by its section.
    """
    numbered: list[tuple[Node, list[Node]]] = []
    begun: defaultdict[int, Counter[str]] = defaultdict(Counter)  # numbers that its sections begin with
    holders: dict[tuple[int, str], Node] = {}  # the section of a unit that has a number first
    seen: set[tuple[int, str]] = set()
    for node in root.walk():
        if node.role in ("para", "group", "item") and parent_of(node).role not in _ITEMS:
            scopes, segment = _scopes(node), _segment(node)
            kind = (id(scopes[-1]), _FIRST.sub(r"\1", segment))
            numbered.append((node, scopes))
            for scope in scopes:
                holders.setdefault((id(scope), segment), scopes[-1])
                begun[id(scope)][segment] += kind not in seen
            seen.add(kind)
    for node, scopes in numbered:
        segment = _segment(node)
        firsts = [_FIRST.sub(rf"\1_{first}", segment) for first in ("1", "i", "one")]
        running = (
            scope
            for scope in scopes
            if holders[id(scope), segment] is scopes[-1]
            and all(begun[id(scope)][first] < 2 for first in firsts)
        )
        node.scope = next(running, scopes[-1])
        article = next((scope for scope in scopes if scope.value.startswith("art_")), None)
        if article is not None and node.scope is not scopes[0]:
            node.scope = article  # "article 3, paragraph 1", whatever part the article stands in
    printed: defaultdict[int, set[str]] = defaultdict(set)
    for node, _ in numbered:
        printed[id(node.scope)] |= {node.value} if node.role == "para" else set()
    for base in (node for node in root.walk() if node.role in ("root", "sec")):
        _count(base, printed[id(base)])


def _count(base: Node, printed: Set[str]) -> None:
    """Count the paragraphs that have no number, if the printed numbers are their places too."""
    children = (child for child in base.children if child.role in ("para", "para_nn"))
    paragraphs = [(str(at), paragraph) for at, paragraph in enumerate(children, 1)]
    agrees = all(paragraph.value == place for place, paragraph in paragraphs if paragraph.role == "para")
    places = {place: paragraph for place, paragraph in paragraphs if paragraph.role == "para_nn"}
    is_clear = places.keys().isdisjoint(printed) and not base.counts["group"]  # "para. 1", "Article 1"
    if agrees and (len(places) > 1 or is_clear):
        for place, node in places.items():
            node.value = place


def _scopes(node: Node) -> list[Node]:
    scopes: list[Node] = []
    above = parent_of(node)
    while above.role not in ("division", "root"):
        if above.role in _SCOPES:
            scopes.insert(0, above)
        above = parent_of(above)
    return [above, *scopes]


def _segment(node: Node) -> str:
    return f"para_{node.value}" if node.role == "para" else node.value


def _formula(_: Namer, node: Node) -> tuple[str, str]:
    above = parent_of(node)
    in_part = above.role != "preamble"
    return join_eid(above.eid, "formula"), join_label(above.label if in_part else "", "enacting formula")


def _recital(_: Namer, node: Node) -> tuple[str, str]:
    scope = node.ancestor("sec")
    letter = node.value.isalpha()
    own_label = f"preambular para. ({node.value})" if letter else f"preambular para. {node.value}"
    if scope is None:
        return f"preamble__rec_{node.value}", own_label
    return join_eid(scope.eid, f"rec_{node.value}"), join_label(scope.label, own_label)


def _paragraph(_: Namer, node: Node) -> tuple[str, str]:
    if node.scope is None:
        above = parent_of(node)
        above_number = above.value.replace("-", ".")
        if node.value.startswith(f"{above.value}-") and above.label.endswith(above_number):  # 1.1 below 1
            label = above.label.removesuffix(above_number) + node.value.replace("-", ".")
            return join_eid(above.eid, _segment(node)), label
        return join_eid(above.eid, _segment(node)), f"{above.label} ({node.value})"
    number = node.value.replace("-", ".")
    return join_eid(node.scope.eid, _segment(node)), join_label(node.scope.label, f"para. {number}")


def _unnumbered(_: Namer, node: Node) -> tuple[str, str]:
    above = parent_of(node)
    eid = f"{join_eid(above.eid, 'para_nn')}_{node.place}"
    if above.role == "conclusions":
        return eid, f"closing lines, {ordinal(node.place)} paragraph"
    if above.role in ("root", "sec") and (node.value or above.counts["para_nn"] == 1):
        return eid, join_label(above.label, f"operative paragraph {node.value}".rstrip())
    if above.role == "preface":
        return eid, f"preface, {ordinal(node.place)} paragraph"
    below = "" if above.role == "root" else above.label
    return eid, join_label(below, f"{ordinal(node.place)} unnumbered paragraph")


def _indent(namer: Namer, node: Node) -> tuple[str, str]:
    """Name an indent: by its number where the paragraph is counted too, "operative paragraph 2 (1)"."""
    eid, label = RULES["indent"](namer, node)
    above = carrier = parent_of(node)
    while carrier.role == "indent":
        carrier = parent_of(carrier)
    is_counted = carrier.role in ("para_nn", "rec") and not above.counts["subpara"]
    return eid, f"{above.label} ({node.place})" if is_counted else label


def _subparagraph(_: Namer, node: Node) -> tuple[str, str]:
    above = parent_of(node)
    label = f"{_named_by(node, above).label} ({node.value})".strip()
    return join_eid(above.eid, f"subpara_{node.value}"), label


def _named_by(node: Node, above: Node) -> Node:
    """Return the unit that an item is named after: its article, where no other paragraph there has items."""
    article = above.parent
    if above.role != "para_nn" or article is None or article.role != "group":
        return above
    listing = (paragraph for paragraph in article.children if paragraph.counts[node.role])
    return article if len([*islice(listing, 2)]) == 1 else above


def _section(_: Namer, node: Node) -> tuple[str, str]:
    above = parent_of(node)
    upper = above.ancestor("sec")
    printed = node.value.replace("-", ".")
    printed = printed if node.noun == "number" else printed.upper()
    if node.noun == "number":
        base = node.ancestor("division") or node.ancestor("root")
        assert base is not None
        return join_eid(base.eid, f"sec_{node.value}"), join_label(base.label, f"section {printed}")
    label = f"{upper.label}.{printed}" if upper else join_label(above.label, f"section {printed}")
    return join_eid((upper or above).eid, f"sec_{node.value}"), label


def _group_or_item(_: Namer, node: Node) -> tuple[str, str]:
    assert node.scope is not None
    own_label = f"target {node.marker}" if node.role == "item" else node.noun
    return join_eid(node.scope.eid, node.value), join_label(node.scope.label, own_label)


UN_RULES: Mapping[str, Rule] = {
    **RULES,
    "conclusions": RULES["preface"],
    "formula": _formula,
    "rec": _recital,
    "para": _paragraph,
    "para_nn": _unnumbered,
    "indent": _indent,
    "subpara": _subparagraph,
    "sec": _section,
    "group": _group_or_item,
    "item": _group_or_item,
}
