"""An edition → Akoma Ntoso: preface, preamble, body, and annexes as attachments.

In a hierarchy a unit is a paragraph, point, indent, section …; among blocks, as in a preamble, it
is a recital or an item of a list. The edition itself stands in the record, a proprietary block of
the metadata (ingest.akn.record).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from lxml import etree

from corpus.instruments import Edition, Kind, Provision
from ingest.akn.iris import document_type
from ingest.akn.meta import add_meta
from ingest.akn.names import (
    AKN,
    CONTAINERS,
    Element,
    akn,
    fit,
    hierarchy_element,
    is_annex,
    local,
    role_of,
    sub,
)
from ingest.akn.record import add_record
from ingest.akn.units import Outline, Phrases, Unit, add_text

_WORDS = {"p", "heading", "num", "docNumber", "docTitle"}  # what holds words: no blanks are put inside


def print_edition(edition: Edition, eid: str = "") -> str:
    """Print an edition as Akoma Ntoso, indented where no words are; with an eId its element alone.

    Raises KeyError for an eId that no element has.
    """
    root = _Printer(edition).document()
    if eid:
        element = root.find(f".//*[@eId='{eid}']") if eid in edition else None
        if element is None:
            raise KeyError(eid)
        root = element
    else:
        add_record(root, edition)
    _indent(root, 0)
    printed = str(etree.tostring(root, encoding="unicode", with_tail=False))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{printed}\n'


class _Printer:
    """Writes the elements of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.outline = Outline(edition)
        self.taken = {provision.eid for provision in edition.provisions} | set(CONTAINERS)  # eIds given
        self.phrases = Phrases(edition, self._note)

    def document(self) -> Element:
        """Write the whole document."""
        root = etree.Element(akn("akomaNtoso"), nsmap={None: AKN})
        kind, _, name = document_type(self.edition.key.instrument.work)
        document = sub(root, kind, name=name, contains="originalVersion")
        add_meta(document, self.edition)
        self._part(document, "preface", self._preface)
        self._part(document, "preamble", self._preamble)
        body = sub(document, "body" if kind == "act" else "mainBody", **self._part_id("body"))
        self._body(body, self.outline.containers["body"])
        self._part(document, "conclusions", self._blocks)
        self._annexes(document, self.outline.containers[""])
        return root

    # -- the parts of a document -------------------------------------------------------------------

    def _part(self, document: Element, name: str, write: Callable[[Element, Sequence[Unit]], None]) -> None:
        """Write a part of the document that has units; it may be a unit itself, with a heading."""
        part_unit = self.outline.parts.get(name)
        units = part_unit.children if part_unit else self.outline.containers[name]
        if part_unit or units:
            part = sub(document, name, **self._part_id(name))
            if part_unit:
                self._write(sub(part, "p"), part_unit)
            write(part, units)

    def _part_id(self, name: str) -> dict[str, str]:
        """Return a part's eId, unless some other unit has it."""
        other = name in self.outline.units and name not in self.outline.parts
        return {} if other else {"eId": name}

    def _preface(self, preface: Element, units: Sequence[Unit]) -> None:
        """Write number and title as such, whatever else there is as blocks."""
        for unit in units:
            name = {"docnumber": "docNumber", "title": "docTitle"}.get(role_of(unit.provision))
            if name and _is_plain(unit):
                self._write(sub(sub(preface, "p"), name, eId=unit.provision.eid), unit)
            else:
                self._blocks(preface, [unit])

    def _preamble(self, preamble: Element, units: Sequence[Unit]) -> None:
        """Write the formula, the heads with their recitals, and recitals without a head."""
        for are_recitals, group in groupby(units, key=_is_recital):
            if are_recitals:
                recitals = sub(preamble, "recitals", eId=self._free("preamble__recitals"))
                for unit in group:
                    self._item(recitals, "recital", unit)
                continue
            for unit in group:
                self._preamble_unit(preamble, unit)

    def _preamble_unit(self, preamble: Element, unit: Unit) -> None:
        """Write the formula, a head with its recitals, or something else as blocks."""
        eid, kind = unit.provision.eid, unit.provision.kind
        if kind is Kind.FORMULA and _is_plain(unit):
            formula = sub(preamble, "formula", name="enactingFormula", eId=eid)
            self._write(sub(formula, "p"), unit)
        elif kind is Kind.HEADING and unit.children and all(map(_is_recital, unit.children)):
            recitals = sub(preamble, "recitals", eId=eid)
            self._number(recitals, unit.provision)
            self._write(sub(recitals, "heading"), unit)
            for child in unit.children:
                self._item(recitals, "recital", child)
        else:
            self._blocks(preamble, [unit])

    def _body(self, body: Element, units: Sequence[Unit]) -> None:
        """Write a hierarchy; a body without units has one empty container."""
        for unit in units:
            self._unit(body, unit)
        if not units:
            sub(body, "hcontainer", name="empty", eId=self._free("body__hcontainer"))

    def _annexes(self, document: Element, units: Sequence[Unit]) -> None:
        """Write annexes as attached documents; one may have its own."""
        attachments = sub(document, "attachments") if units else None
        for unit in units:
            eid = unit.provision.eid
            attachment = sub(attachments, "attachment", eId=eid)
            self._number(attachment, unit.provision)
            self._write(sub(attachment, "heading"), unit)
            annex = sub(attachment, "doc", name=role_of(unit.provision).replace("app", "appendix"))
            add_meta(annex, self.edition, component=eid)
            below = [child for child in unit.children if not is_annex(child.provision)]
            self._body(sub(annex, "mainBody"), below)
            self._annexes(annex, [child for child in unit.children if is_annex(child.provision)])

    # -- a unit in a hierarchy ---------------------------------------------------------------------

    def _unit(self, parent: Element, unit: Unit) -> None:
        """Write a unit with its number, its heading or words, and what hangs on it."""
        if _is_table(unit):
            wrapper = sub(
                parent, "hcontainer", name="table", eId=self._free(f"{unit.provision.eid}__hcontainer")
            )
            self._table(sub(wrapper, "content", eId=self._free(f"{unit.provision.eid}__content")), unit)
            return
        name, generic = hierarchy_element(unit.provision)
        element = sub(parent, name, eId=unit.provision.eid, **({"name": generic} if generic else {}))
        self._number(element, unit.provision)
        if unit.provision.kind is Kind.HEADING:
            self._write(sub(element, "heading"), unit)
        else:
            words = "intro" if unit.children else "content"
            opening = sub(element, words, eId=self._free(f"{unit.provision.eid}__{words}"))
            self._write(sub(opening, "p"), unit)
        for child in unit.children:
            self._unit(element, child)

    # -- a unit among blocks -----------------------------------------------------------------------

    def _blocks(self, parent: Element, units: Sequence[Unit]) -> None:
        """Write units as blocks: tables, plain paragraphs at the top, and else lists of items."""
        for kind, group in groupby(units, key=_block_kind):
            alike = list(group)
            if kind == "list":
                first = alike[0].provision.eid
                list_ = sub(
                    parent, "blockList", eId=self._free(f"{first.rpartition('__')[0] or first}__list")
                )
                for unit in alike:
                    self._item(list_, "item", unit)
                continue
            for unit in alike:
                if kind == "table":
                    self._table(parent, unit)
                else:
                    self._write(sub(parent, "p", eId=unit.provision.eid), unit)

    def _item(self, parent: Element, name: str, unit: Unit) -> None:
        """Write a recital or an item of a list, with what hangs on it."""
        item = sub(parent, name, eId=unit.provision.eid)
        self._number(item, unit.provision)
        self._write(sub(item, "heading" if unit.provision.kind is Kind.HEADING else "p"), unit)
        if unit.provision.kind is Kind.HEADING and not unit.children:
            sub(item, "p")  # an item has a block at least
        self._blocks(item, unit.children)

    # -- what both have ----------------------------------------------------------------------------

    def _table(self, parent: Element, unit: Unit) -> None:
        """Write a table: its own words are the row of headings."""
        table = sub(parent, "table", eId=unit.provision.eid)
        self._row(sub(table, "tr"), "th", unit)
        for row in unit.children:
            self._row(sub(table, "tr", eId=row.provision.eid), "td", row)

    def _row(self, row: Element, cell: str, unit: Unit) -> None:
        """Write a row's words, which tabs part, into cells."""
        phrase, at = self.phrases.of(unit), 0
        for text in unit.provision.text.split("\t"):
            paragraph = sub(sub(row, cell), "p")
            phrase.write(paragraph, at, at + len(text))
            at += len(text) + 1
        phrase.write_rest(paragraph)

    def _number(self, element: Element, provision: Provision) -> None:
        if provision.marker:
            add_text(sub(element, "num"), provision.marker)

    def _write(self, element: Element, unit: Unit) -> None:
        phrase = self.phrases.of(unit)
        phrase.write(element)
        phrase.write_rest(element)

    def _note(self, note: Unit, mark: str) -> Element:
        element = etree.Element(
            akn("authorialNote"), marker=fit(mark), placement="bottom", eId=note.provision.eid
        )
        self._write(sub(element, "p"), note)
        self._blocks(element, note.children)
        return element

    def _free(self, eid: str) -> str:
        """Return an eId for an element that is no unit: the first number that is not taken."""
        number = 1
        while f"{eid}_{number}" in self.taken:
            number += 1
        self.taken.add(f"{eid}_{number}")
        return f"{eid}_{number}"


def _is_plain(unit: Unit) -> bool:
    return not unit.provision.marker and not unit.children


def _block_kind(unit: Unit) -> str:
    if _is_table(unit):
        return "table"
    return "p" if _is_plain(unit) else "list"


def _is_recital(unit: Unit) -> bool:
    return unit.provision.kind is Kind.RECITAL


def _is_table(unit: Unit) -> bool:
    """Return True for a table whose rows are words alone."""
    rows = [row.provision.kind is Kind.TABLE_ROW and _is_plain(row) for row in unit.children]
    return role_of(unit.provision) == "table" and not unit.provision.marker and all(rows)


def _indent(element: Element, depth: int) -> None:
    """Put an element's children on lines of their own, where no words are."""
    if local(element) in _WORDS or not len(element):
        return
    element.text = "\n" + " " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    element[-1].tail = "\n" + " " * depth
