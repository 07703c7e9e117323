"""The grammar of United Nations resolutions: General Assembly, Security Council and their kin.

masthead, number, title
formula { recital { item } }
{ section } { paragraph { item } } | a paragraph without a number
closing lines
{ annex [title] { section | heading | group | paragraph | table | item } }

A declaration that the body adopts may stand in an annex or go on where the paragraph that adopts
it ends. Whatever fits no reading becomes a paragraph where it stands. A paragraph of the body is
its own head: it begins with its verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.heads import Head, main_verb
from corpus.instruments import Kind
from corpus.mandates import base_of, has_decided, head_of, minuted_by, opens_like_decision, recites
from ingest.grammar import Grammar
from ingest.itu.tables import length_of_table
from ingest.lines import Line
from ingest.lists import Place
from ingest.markers import Marked, Marker
from ingest.treaty.opening import CONCLUDES
from ingest.tree import Gap, Node, Tree, unit
from ingest.un.cleanup import STEPS, part_run_on
from ingest.un.lines import (
    DAY_ALONE,
    MEETING,
    VOTE,
    end_of,
    is_lone_head,
    opens_decision,
    opens_in_print,
    read_annex,
    read_group,
)
from ingest.un.names import UN_RULES, settle_scopes
from ingest.un.opening import body_at, clause_of, identify, is_un_formula, recognises
from ingest.un.outline import DASHES, THEREFORE, Outline
from ingest.un.units import decides, governed_head, item_head, read_preface, role_of

_LOOK_AHEAD = 40  # lines searched for the marker that tells (i) from (i)
_REMARKS = ("Note: ", "Notes: ")  # below the decisions
_REACH = 200  # lines of a list below a paragraph without a number at most
_ADOPTING = ("adopts", "approves", "declares", "endorses", "proclaims")  # what a colon follows goes on below


class Reader(Outline):
    """Reads a text line by line; `Outline` opens its parts."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.recitals: dict[int, int] = {}  # how many each section has, or the text
        self.headed = False  # whether numbers begin anew below verbs that stand alone
        self.recited = 0  # the number of the last recital that has one

    def read(self) -> Tree:
        """Read the opening, then everything that follows."""
        at = max(body_at(self.lines), 0)
        opening, formula = self.lines[:at], self.lines[self.formula].text if self.formula >= 0 else ""
        flagged = [*map(self._is_flagged, opening)]
        self.at = read_preface(self._container("preface"), opening, formula, flagged)
        while self.at < len(self.lines):
            self._read_unit(self.lines[self.at], self.marked[self.at])
            self.at += 1
        settle_scopes(self.root)
        return self.tree

    def _read_unit(self, line: Line, marked: Marked) -> None:
        flagged = self._is_flagged(line)
        if marked.reading("footnote", "star"):
            self._add_note(line, marked)
        elif self.at == self.formula or is_un_formula(line.text) or self._names_who_adopts(line.text):
            self._add_formula(line)
        elif division := read_annex(line, flagged=flagged):
            self._open_division(line, *division)
        elif self._closes(line):
            self._container("conclusions").add(unit("para_nn", line, Kind.PARAGRAPH))
        elif rows := length_of_table(self.lines, self.at):
            self._add_table(rows)
        elif section := self._read_section(line, flagged=flagged):
            self._open_section(line, section)
        elif group := read_group(line, flagged=flagged):
            self._open_group(line, group, flagged=flagged)
        elif marked.readings:
            self._add_item(line, marked)
        elif self._is_heading(line, flagged=flagged):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _closes(self, line: Line) -> bool:
        """Return True for a closing line: meeting, day, vote, and what follows them up to an annex."""
        following = (below.text for below in self.lines[self.at + 1 :])
        remarks = line.text.startswith(_REMARKS) and not any(
            clause_of(text) or minuted_by(text) for text in following
        )
        ends = DAY_ALONE.fullmatch(line.text) or CONCLUDES.match(line.text) or remarks
        if MEETING.fullmatch(line.text) or VOTE.fullmatch(line.text) or (ends and self.division is None):
            self.closed = True
        return self.closed

    def _names_who_adopts(self, text: str) -> bool:
        """Return True for "NOW, THEREFORE, the Commission:", which has no verb of its own."""
        opens = THEREFORE.match(text) is not None and self.formula < 0
        return opens and end_of(text) == ":" and not has_decided(text)

    def _add_formula(self, line: Line) -> None:
        holder = self._container("preamble")
        if holder.counts["formula"]:
            holder = self.place
        holder.add(unit("formula", line, Kind.FORMULA))
        self._enter(self.place)
        self.closed = self.numbered = False

    def _add_item(self, line: Line, marked: Marked) -> None:
        group, reading = self.sections.group, marked.readings[0]
        if (
            group is not None
            and group.value == f"goal_{reading.value.split('-')[0]}"
            and "-" in reading.value
        ):
            self._add_target(line, marked)
            return
        if self._is_numbered_recital(marked):
            self._add_recital(line, marked)
            return
        owner = self.lists.levels[0].node if self.lists.levels else self.root
        heads = self._is_below_lone_verb(owner, reading)
        governed = heads or (not is_lone_head(owner.text) and self._introduces_numbers(reading))
        recited = owner.role == "rec"
        if reading.style == "number" and not governed and (recited or self.lists.last.role == "para_nn"):
            self.governor = self._introduction()
            self.lists.reset(self.place)
        running = self.lists.running
        following = self.marked[self.at + 1 : self.at + 1 + _LOOK_AHEAD]
        first = heads and reading.style == "number" and reading.order == 1
        self.headed = self.headed or first
        place = Place(owner, reading) if first else self.lists.place(marked, following)
        if place.expected:
            self.tree.gaps.append(Gap(line.number, place.expected, place.marker.raw))
        role = role_of(place.marker.style)
        node = unit(role, line, Kind.LIST_ITEM, offset=marked.offset, value=place.marker.value)
        node.marker = place.marker.raw
        nested = place.parent.role in ("para", "subpara") or governed or place.parent.role == "para_nn"
        if role == "para" and not nested:
            self._make_paragraph(node)
        else:
            node.head = item_head(node.text, place.parent)
        self.lists.open(place, place.parent.add(node))
        if nested:
            self.lists.running = running  # numbers within a paragraph do not run on

    def _is_numbered_recital(self, marked: Marked) -> bool:
        """Return True for a recital with a number or a letter, the first or the next of the preamble's."""
        opens = self._capitalised(marked.text)[:1].isupper() and recites(marked.text)
        if self.division is not None or self.numbered or not (opens or self._counts_recital(marked)):
            return False
        before = self.lists.levels[0].node if self.lists.levels else None
        if marked.reading("dash"):
            return before is None or before.marker in DASHES
        counts = 0 if before is None else self.recited if before.role == "rec" and before.marker else -1
        return any(reading.order == counts + 1 for reading in marked.readings)

    def _counts_recital(self, marked: Marked) -> bool:
        """Return True for a number before one of the recitals that are known by their form."""
        introduced = end_of(self.lists.last.text) == ":" or is_lone_head(self.lists.last.text)
        return self.at in self.recitals_by_form and bool(marked.reading("number")) and not introduced

    def _introduction(self) -> Node | None:
        """Return the paragraph without a number that goes on below it: "The Council resolves:"."""
        owner = self.lists.last
        opens = owner.role in ("rec", "para_nn") and is_lone_head(owner.text)
        introduces = opens or (owner.role == "para_nn" and end_of(owner.text) == ":")
        introduces = introduces and self.division is None
        return owner if introduces and not self.declares else None

    def _introduces_numbers(self, reading: Marker) -> bool:
        """Return True where a list begins below a paragraph without a number, and others follow it."""
        if reading.order != 1 or reading.style != "number" or self._introduction() is None:
            return False
        following = slice(self.at + 1, self.at + 1 + _REACH)
        for line, marked in zip(self.lines[following], self.marked[following], strict=True):
            if self._opens_part(line):
                return False
            if not marked.readings and decides(line.text):
                return True
        return False

    def _is_below_lone_verb(self, owner: Node, reading: Marker) -> bool:
        """Return True for an item below a verb that stands alone; numbers that run through are paragraphs."""
        if owner.role not in ("rec", "para_nn") or self.division is not None or not is_lone_head(owner.text):
            return False
        following = (marked.reading("number") for marked in self.marked[self.at + 1 : self.at + 1 + _REACH])
        restarts = any(number is not None and number.order == 1 for number in following)
        anew = restarts or (self.headed and reading.order == 1)
        return reading.style != "number" or anew or owner.counts["para"] > 0

    def _make_paragraph(self, node: Node) -> None:
        decided = not self.declares and self.division is None
        recited = self.governor is not None and self.governor.role == "rec"
        node.kind = Kind.RECITAL if recited else self._kind()
        node.head = head_of(node.text, decides=decided, declares=not decided or _is_plural(node.text))
        if decided and node.head is None and self.governor is not None:
            node.head = governed_head(node.text, self.governor)
        self.numbered = self.numbered or not recited

    def _add_target(self, line: Line, marked: Marked) -> None:
        reading = marked.readings[0]
        node = unit("item", line, Kind.TARGET, offset=marked.offset, value=f"target_{reading.value}")
        node.marker = reading.raw
        self.lists.reset(self.place)
        self.lists.unnumbered(self.place.add(node))

    def _add_prose(self, line: Line) -> None:
        self.printed = opens_in_print(line)
        if self._goes_on(line.text):
            levels = self.lists.levels
            closes = line.text[:1].islower() and len(levels) > 1
            owner = levels[0].node
            kind = Kind.LIST_ITEM if closes else owner.kind
            assert kind is not None
            owner.add(unit("wrapup" if closes else "para_nn", line, kind))
            del levels[1:]
        elif self.division is None and self._recites(line.text):
            self._add_recital(line)
        else:
            self._add_unnumbered(line)

    def _goes_on(self, text: str) -> bool:
        """Return True for a paragraph that belongs to the one before it."""
        is_own = self.printed and self.division is None
        if not self.lists.levels or is_own or self._heads_list(text):
            return False
        owner = self.lists.levels[0].node
        opens = self._capitalised(text)
        if owner.role == "rec":
            if self.recitals_by_form and self.at == self.recitals_by_form.stop:
                return False
            decided = opens_like_decision(opens) or _is_plural(text) or has_decided(opens)
            return not (self._recites(text) or decided or self._enacts(text))
        if owner.role in ("para_nn", "item"):
            is_next = bool(self.recitals_by_form) and end_of(owner.text) in (";", ".")
            return text[:1].islower() and not (self.is_lower and (is_next or decides(opens)))
        return self.division is not None or not (self._is_acting_clause(text) or opens_decision(text))

    def _recites(self, text: str) -> bool:
        """Return True for a recital: it begins with a participle or an adjective, or ends like one."""
        if self.at in self.recitals_by_form:
            return end_of(text) != "" or recites(self._capitalised(text))
        if self.numbered:
            return self._is_acting_clause(text)
        text = self._capitalised(text)
        ends = end_of(text) == "," and not (
            self.is_lower or opens_decision(text) or opens_like_decision(text)
        )
        return text[:1].isupper() and (recites(text) or ends)

    def _is_acting_clause(self, text: str) -> bool:
        """Return True for "Acting under Chapter VII …,", which may stand between numbered paragraphs."""
        leads = any(marked.reading("number") for marked in self.marked[self.at + 1 : self.at + 2])
        return leads and end_of(text) == "," and text[:1].isupper() and recites(text)

    def _head(self, text: str, *, decides: bool = False) -> Head | None:
        """Return the verb that opens a paragraph and whom it addresses, as the text has them.

        With `decides`, the verb need not be on the list: "Forbids the sale of lamps;".
        """
        head = head_of(self._capitalised(text), decides=decides, declares=decides and _is_plural(text))
        return Head.parse(text[: len(head.text)]) if head and text.startswith(head.text[1:], 1) else head

    def _add_recital(self, line: Line, marked: Marked | None = None) -> None:
        holder = self._container("preamble") if self.place is self.root else self.place
        scope = id(self.place.ancestor("sec") or self.root)
        self.recitals[scope] = self.recitals.get(scope, 0) + 1
        node = unit("rec", line, Kind.RECITAL, value=str(self.recitals[scope]))
        self.recited = 0
        if marked is not None:
            reading = next(
                (candidate for candidate in marked.readings if candidate.order), marked.readings[0]
            )
            node = unit("rec", line, Kind.RECITAL, offset=marked.offset, value=reading.value or node.value)
            node.marker, self.recited = reading.raw, reading.order
            self.lists.running = reading.order * (reading.style == "number")
        node.head = self._head(node.text)
        self.lists.reset(self.place)
        self.lists.unnumbered(holder.add(node))

    def _add_unnumbered(self, line: Line) -> None:
        node = unit("para_nn", line, self._kind())
        in_body = self.division is None
        node.head = self._head(node.text, decides=in_body and not self.declares)
        numbers_follow = any(marked.reading("number") for marked in self.marked[self.at + 1 :])
        if in_body and self.declares and not self.numbered and numbers_follow:  # a declaration recites
            node.kind = Kind.RECITAL
        adopts = main_verb(node.text) in _ADOPTING and end_of(node.text) == ":"
        self.declares = self.declares or (adopts and in_body)
        self.lists.reset(self.place)
        self.lists.unnumbered(self.place.add(node))


def _is_plural(text: str) -> bool:
    """Return True for a decision whose subject is a plural: "Recommend to their Governments …"."""
    verb = main_verb(text)
    is_label = text[len(verb) : len(verb) + 1] == ":"  # "Note: …"
    return text[:1].isupper() and base_of(verb) == verb != "" and not is_label


UN = Grammar(
    "un",
    lambda lines: recognises(part_run_on(lines)),
    STEPS,
    lambda lines: Reader(lines).read(),
    identify,
    UN_RULES,
)
