"""The grammar of treaties: constitutions, conventions, charters, statutes, agreements.

    title, [preamble]
    { chapter or section { article { heading | numbered provision { item } } } }
    [concluding words] { annex }

Numbers are marginal and run through the whole text ("8 2 1) If, between …"), or begin anew in every
article. What "2 1)" opens goes on with "2)" beside it; "1)" and "a)" hang on what introduces them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.instruments import Kind
from ingest.grammar import Grammar
from ingest.itu.tables import length_of_table
from ingest.joining import joined
from ingest.lines import Line, ending, is_headline
from ingest.markers import Marked, Marker
from ingest.opening import read_division
from ingest.treaty.cleanup import STEPS
from ingest.treaty.lines import STAR_NOTE, STARRED
from ingest.treaty.names import BELOW, TREATY_RULES, identify
from ingest.treaty.opening import (
    CONCLUDES,
    Heading,
    is_preamble,
    is_treaty,
    read_heading,
    title_length,
    title_start,
)
from ingest.treaty.provisions import ProvisionReader
from ingest.tree import Gap, Node, Tree

_TITLE_PAGE_NOTE = re.compile(  # what a title page tells beside the title
    r"\A(?:\(.*\)|(?:as |last )?(?:adopted|amended|revised|done|signed|concluded|opened|entered)\b.*)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 300  # characters


class TreatyReader(ProvisionReader):
    """Reads line after line: title, preamble, headings, and below them provisions and paragraphs."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self.article = 0  # the last article's number
        self.starred = next((at for at, line in enumerate(lines) if STARRED.search(line.text)), len(lines))
        self.untitled: Heading | None = None  # the heading whose title may come next
        self.titled: Node | None = None  # the heading whose title the next line may go on with

    def read(self) -> Tree:
        """Read the title, then everything that follows."""
        self.at = self._read_title()
        while self.at < len(self.lines):
            self._read_unit(self.lines[self.at], self.marked[self.at])
        for role in ("art", "no"):
            nodes = [node for node in self.root.walk() if node.role == role]
            scoped = [(node.ancestor("division") if role == "art" else None, node.value) for node in nodes]
            counts = Counter(scoped)
            for node, scope in zip(nodes, scoped, strict=True):
                if counts[scope] > 1:
                    node.role = role + BELOW
        if self.stamps:
            self.tree.warnings.append(
                f"marks of amendment ({', '.join(sorted(self.stamps))}) stand beside the numbers "
                f"that they amend, not in the texts: {self.stamps.total()}"
            )
        return self.tree

    def _read_title(self) -> int:
        start = title_start(self.lines)
        if start is None:
            self.tree.warnings.append("no treaty's title found")
            return 0
        preface = self.root.add(Node("preface"))
        for line in self.lines[:start]:
            preface.add(self._node("para_nn", line, kind=Kind.PARAGRAPH))
        end = start + title_length(self.lines, start)
        preface.add(self._node("title", joined(self.lines[start:end]), kind=Kind.HEADING))
        return end

    def _read_unit(self, line: Line, marked: Marked) -> None:
        untitled, titled = self.untitled, self.titled
        self.untitled = self.titled = None
        heading = read_heading(line.text)
        margin = self._margin()
        if read_division(line.text):
            self._open_division(line)
        elif heading is not None:
            self._open_holder(line, heading)
        elif is_preamble(line.text) and not self.holders and self.preamble is None:
            self.preamble = self.root.add(self._node("preamble", line, kind=Kind.HEADING))
            self.lists.reset(self.preamble)
        elif marked.reading("footnote"):
            self._add_note(line, marked)
        elif self.starred < self.at and (star := STAR_NOTE.match(line.text)):  # words before carry it
            mark = Marker("star", "", 0, star.group().strip())
            self._add_note(line, Marked((mark,), line.text[star.end() :], star.end()))
        elif rows := length_of_table(self.lines, self.at):
            self._add_table(rows)
        elif margin is not None:
            self._add_provision(line, margin)
        elif untitled is not None and _is_title(line.text, marked):
            self._add_title(line, untitled)
        elif titled is not None and _goes_on(titled.text, line.text, marked):
            whole = joined((Line(titled.lines, titled.text, titled.marks), line))
            titled.text, titled.marks, titled.lines = whole.text, whole.marks, whole.numbers
            self.titled = titled
        else:
            self._read_words(line, marked)
        self.at += 1

    def _read_words(self, line: Line, marked: Marked) -> None:
        if self._in_opening():
            self._add_recital(line, marked)
        elif CONCLUDES.match(line.text) and self.holders and self.division is None:
            self.holders.clear()
            container = self.root.add(Node("conclusions"))
            self.lists.reset(container)
            self.provision = None
            self._add_prose(line)
        elif marked.readings and not (self.margins and marked.reading("number", "decimal")):
            self._add_item(line, marked)
        elif self._is_heading(line):
            self._open_heading(line)
        else:
            self._add_prose(line)

    def _is_heading(self, line: Line) -> bool:
        if not (is_headline(line.text) and line.text[0].isupper()):
            return False
        if self.lists.base.role == "conclusions":  # who signs
            return False
        if not self.margins or self.lists.last is self.division:
            return True
        following = self.margins[self.at + 1] if self.at + 1 < len(self.margins) else None
        if following is None or not following.sure:
            return False
        return not following.markers or following.markers[0][0].order == 1

    def _open_division(self, line: Line) -> None:
        super()._open_division(line)
        self.holders.clear()
        self.article, self.leaps, self.provision = 0, True, None

    def _open_holder(self, line: Line, heading: Heading) -> None:
        roles = [holder.role for holder in self.holders]
        same = roles.index(heading.role) if heading.role in roles else len(roles) - roles.count("art")
        holders = self.holders[:same]
        above = holders[-1] if holders else self.division or self.root
        bare = heading.bare
        node = self._node(
            heading.role,
            line,
            kind=Kind.HEADING,
            offset=0 if bare else heading.offset,
            value=heading.value,
            marker=heading.stamps if bare else _before_title(heading),
            noun=heading.label,
        )
        if bare:
            node.text = heading.own
        above.add(node)
        self._count_heading(line, heading)
        if heading.suppressed:
            return
        self.untitled = heading if bare else None
        self.holders = [*holders, node]
        self.lists.reset(node, restart=True)
        self.leaps, self.provision = True, None

    def _count_heading(self, line: Line, heading: Heading) -> None:
        self.stamps.update(heading.stamps.split())
        if heading.suppressed:
            label = heading.label.replace("s ", " ").split(" to ")[0]
            self.tree.gaps.append(Gap(line.number, label, heading.own))
        elif heading.role == "art" and heading.number > self.article + 1:
            self.tree.gaps.append(Gap(line.number, f"Article {self.article + 1}", heading.label))
        if heading.role == "art":
            self.article = heading.last

    def _add_title(self, line: Line, heading: Heading) -> None:
        holder = self.holders[-1]
        holder.marker = _before_title(heading)
        holder.text, holder.marks = line.text, line.marks
        holder.lines += line.numbers
        self.titled = holder

    def _open_heading(self, line: Line) -> None:
        if title := self._add_annex_title(line):
            self.titled = title
            return
        above = self.holders[-1] if self.holders else self.division or self.root
        self.lists.reset(above.add(self._node("dvs", line, kind=Kind.HEADING)))
        self.provision = None

    def _add_recital(self, line: Line, marked: Marked) -> None:
        if self.preamble is None and _TITLE_PAGE_NOTE.fullmatch(line.text):
            preface = next((child for child in self.root.children if child.role == "preface"), None)
            above = preface or self.root.add(Node("preface"))
            above.add(self._node("para_nn", line, kind=Kind.PARAGRAPH))
            return
        if self.preamble is None:
            self.lists.reset(self._preamble())
        if marked.readings:
            self._add_item(line, marked)
            return
        node = self._preamble().add(self._node("para_nn", line, kind=Kind.RECITAL))
        self.lists.unnumbered(node)


def _is_title(text: str, marked: Marked) -> bool:
    return (
        not (marked.readings or ending(text) or "\t" in text)
        and len(text) <= _LONGEST_TITLE
        and (text[0].isupper() or text[0] in "(“\"'")
    )


def _goes_on(title: str, text: str, marked: Marked) -> bool:
    """Return True for a title's second line: "General Rules of Conferences, / Assemblies and Meetings"."""
    unended = re.search(r"(?:,|\b(?:and|or|of|the|for|to|in|with|by|on))$", title) is not None
    return (unended or text[0].islower()) and _is_title(text[:1].upper() + text[1:], marked)


def _before_title(heading: Heading) -> str:
    return f"{heading.own} {heading.stamps}".rstrip()


TREATY = Grammar("treaty", is_treaty, STEPS, lambda lines: TreatyReader(lines).read(), identify, TREATY_RULES)
