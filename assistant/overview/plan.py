"""A text on one page: what its sections state or list, who must act, what it says on money and measuring.

A section is drawn by its structure: a single paragraph is a statement; inner headings, targets, items and
announced paragraphs are a list; several paragraphs are prose. So every plan gets its own page, and any other
text a simpler one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.drafting.duties import Duty
from assistant.library.library import Library
from assistant.overview.summary import Statement
from assistant.overview.wording import sentence_with, shortened, tally
from assistant.understanding.sections import announces
from corpus.heads import main_verb
from corpus.instruments import Edition, Kind, Part, Provision
from corpus.keys import EditionKey, ProvisionId
from corpus.sentences import sentences
from index.tokens import words

_MOST_PANELS = 16  # of one text; of a longer one, such as a treaty, the chapters are drawn
_IN_SHORT = 5  # sections, beside who must act
_NAMED_IN_SHORT = 8  # names in a line of them
_LONGEST, _FITTING = 10, 80  # lines of a group; lines of all groups that fit on a page
_MOST_ACTORS = 8
_A_FEW = 2  # sections; a plan has more
_DUTY = 240  # characters of a duty
_LINE = 170  # characters of a clause on the page
_FEW = 4  # clauses about money, or about measuring, that are shown
_NAME, _ENDS = 90, frozenset(":;.()")  # characters of a name before a colon, and what no name has
_MONEY = frozenset(words("budget revenue expenditure expenses financial"))
_MEASURING = frozenset(words("indicators monitoring evaluation assessment performance"))


class Form(StrEnum):
    """The form in which a section is drawn."""

    STATEMENT = "statement"
    GROUPS = "groups"  # names, each with what is below it
    NAMES = "names"
    LINES = "lines"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Line:
    """A clause on the page: its name, if any, its words, and the lines below it.

    `count` says how many they are: "3 outcomes".
    """

    provision: ProvisionId
    label: str
    words: str
    name: str = ""
    lines: tuple[Line, ...] = ()
    count: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A section on the page. `count` says how much it lists: "5, with 23 outcomes"."""

    heading: Line
    form: Form
    lines: tuple[Line, ...]
    count: str = ""


@dataclass(frozen=True, slots=True)
class Actors:
    """The bodies that a verb addresses together, as the text names them, and what it asks of them."""

    verb: str
    names: tuple[str, ...]
    duties: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A text on one page. `funding` are cited texts in the library whose title is about money.

    `panels` are the sections that state or list something, `prose` those that only explain, `actors` who must
    act. `left_out` counts the sections that do not fit on a page.
    """

    panels: tuple[Panel, ...]
    prose: tuple[Panel, ...]
    actors: tuple[Actors, ...]
    money: tuple[Line, ...]
    measuring: tuple[Line, ...]
    funding: tuple[EditionKey, ...]
    left_out: int

    @property
    def most(self) -> int:
        """The number of lines shown per group, so that everything fits on a page."""
        groups = [line.lines for panel in self.panels for line in panel.lines]
        lists = [panel.lines for panel in self.panels if panel.form is not Form.STATEMENT]
        lengths = [len(lines) for lines in (*groups, *lists, *(actors.duties for actors in self.actors))]
        fitting = (most for most in range(_LONGEST, 1, -1) if sum(min(n, most) for n in lengths) <= _FITTING)
        return next(fitting, 1)

    @property
    def is_strategic(self) -> bool:
        """Whether the text is a strategic plan: it has an annex with statements and lists."""
        return _is_strategic(
            [panel for panel in self.panels if panel.heading.provision.eid.startswith("annex")]
        )


def plan(edition: Edition, duties: Sequence[Duty], library: Library) -> Plan:
    """Return a text on one page. `duties` are the duties that the text gives."""
    panels = _panels(edition)
    drawn = [panel for panel in panels if panel.form is not Form.PROSE]
    prose = [panel for panel in panels if panel.form is Form.PROSE]
    funding = tuple(_funding(edition, library))
    return Plan(
        tuple(drawn[:_MOST_PANELS]),
        tuple(prose[:_MOST_PANELS]),
        tuple(_actors(edition, duties)),
        tuple(_citing(funding, edition)) if funding else tuple(_about(_MONEY, duties, edition)),
        tuple(_about(_MEASURING, duties, edition)),
        funding,
        max(len(drawn) - _MOST_PANELS, 0) + max(len(prose) - _MOST_PANELS, 0),
    )


def in_short(drawn: Plan) -> Iterator[Statement]:
    """Walk a strategic plan in a few lines: what its first sections state or list; who is asked to act."""
    for panel in drawn.panels[:_IN_SHORT]:
        if panel.form is Form.STATEMENT:
            yield _statement(panel.heading.words, panel.lines[0], panel.lines[0].words)
        else:
            yield _statement(panel.heading.words, panel.heading, _joined(map(_in_short, panel.lines)))
    if drawn.actors:
        bodies = (
            f"{actors.verb} {' and '.join(actors.names)} ({len(actors.duties)})" for actors in drawn.actors
        )
        yield _statement("Who is asked to act", drawn.actors[0].duties[0], _joined(bodies))


def _joined(names: Iterable[str]) -> str:
    """Return the first names on one line, and how many are left."""
    every = list(names)
    left = len(every) - _NAMED_IN_SHORT
    return "; ".join(every[:_NAMED_IN_SHORT]) + (f"; and {left} more" if left > 0 else "")


def _statement(about: str, line: Line, said: str) -> Statement:
    return Statement(about, line.provision, line.label, "", said)


def _in_short(line: Line) -> str:
    """Return the name of a line, with the number of lines below it."""
    name = line.name or shortened(line.words.rstrip(" .;:…"), _LINE // 2)
    return f"{name} ({line.count})" if line.lines else name


def _is_strategic(panels: Iterable[Panel]) -> bool:
    drawn = [panel.form for panel in panels if panel.form is not Form.PROSE]
    return len(drawn) > _A_FEW and 0 < drawn.count(Form.STATEMENT) < len(drawn)


def _panels(edition: Edition) -> list[Panel]:
    """Return the sections of the first annex that is a plan, else those of the operative part.

    Heads that address a body are left out: its duties are drawn with the body.
    """
    roots = [unit for unit in edition.provisions if unit.parent not in edition and _is_drawn(unit, edition)]
    operative: list[Provision] = []
    for root in roots:
        if edition.part_of(root) is Part.ANNEX:
            panels = [_panel(section, edition) for section in _sections(root, edition)]
            if _is_strategic(panels):
                return panels
        elif root.kind is not Kind.HEADING or not (root.head and root.head.addressee):
            operative.append(root)
    headings = [unit for unit in operative if unit.kind is Kind.HEADING]
    if operative and not headings:
        return [_flat(operative, edition)]
    sections = [section for heading in headings for section in _sections(heading, edition)]
    return [_panel(section, edition) for section in (sections if len(sections) <= _MOST_PANELS else headings)]


def _is_drawn(unit: Provision, edition: Edition) -> bool:
    is_content = edition.part_of(unit) in (Part.OPERATIVE, Part.ANNEX)
    return is_content and unit.kind not in (Kind.FOOTNOTE, Kind.FORMULA) and not unit.closes_a_list


def _sections(heading: Provision, edition: Edition) -> Iterator[Provision]:
    """Walk the sections of a heading: itself, unless headings below it are numbered or it is an annex's."""
    inner = _inner(heading, edition)
    is_divided = any(child.marker for child in inner) or (heading.parent not in edition and len(inner) > 1)
    if not is_divided or heading.head:
        yield heading
        return
    for child in inner:
        yield from _sections(child, edition)


def _inner(heading: Provision, edition: Edition) -> list[Provision]:
    """Return the headings below a heading, but for its title and tables."""
    return [
        child
        for child in edition.children(heading.eid)
        if child.kind is Kind.HEADING and not child.eid.endswith("__title") and "table" not in child.eid
    ]


def _panel(heading: Provision, edition: Edition) -> Panel:
    """Return a section in the form that its structure asks for."""
    line = _line(heading, edition, shortened(heading.text or heading.label, _LINE))
    inner = _inner(heading, edition)
    if inner:
        groups = tuple(_group(child, edition) for child in inner)
        below = [edition.provision(item.provision.eid) for group in groups for item in group.lines]
        every = tally(below)
        own = every and not set(words(line.words)) & set(words(every))  # "Targets …: 12 targets"
        count = f"{len(groups)}, with {every}" if own else every or str(len(groups))
        return Panel(line, Form.GROUPS if below else Form.NAMES, groups, count)
    members = edition.items(heading.eid)
    listed = _announced(members, edition)
    if listed:
        return Panel(line, Form.LINES, tuple(_named(unit, edition) for unit in listed), str(len(listed)))
    if len(members) == 1 and not edition.children(members[0].eid):
        sentence = sentence_with("", members[0], edition)
        return Panel(line, Form.STATEMENT, (_line(members[0], edition, sentence),))
    is_list = heading.head is not None or any(unit.kind is Kind.TARGET for unit in members)
    lines = tuple(_named(unit, edition) for unit in members)
    return Panel(line, Form.LINES if is_list else Form.PROSE, lines, str(len(lines)))


def _group(heading: Provision, edition: Edition) -> Line:
    """Return an inner heading with the items that its paragraphs list: a priority and its outcomes."""
    members = edition.items(heading.eid)
    listed = [item for unit in members for item in edition.items(unit.eid)]
    own = listed or [unit for unit in members if unit.kind in (Kind.TARGET, Kind.LIST_ITEM, Kind.TABLE_ROW)]
    name = shortened(heading.text or heading.label, _LINE)
    return replace(
        _line(heading, edition, name, tuple(_named(unit, edition) for unit in own)), count=tally(own)
    )


def _announced(members: Sequence[Provision], edition: Edition) -> Sequence[Provision]:
    """Return the items of the one paragraph that lists some, else the paragraphs that the first announces."""
    with_items = [unit for unit in members if edition.items(unit.eid)]
    if len(members) == 1 and with_items:
        return edition.items(members[0].eid)
    is_announcing = len(members) > 2 and not with_items and announces(members[0])
    return members[1:] if is_announcing else ()


def _flat(paragraphs: Iterable[Provision], edition: Edition) -> Panel:
    """Return the paragraphs of a text without headings as one section."""
    lines = tuple(_named(unit, edition) for unit in paragraphs)
    return Panel(Line(lines[0].provision, lines[0].label, edition.title), Form.LINES, lines)


def _named(unit: Provision, edition: Edition) -> Line:
    """Return a clause with the name that it sets off by a colon: "Goal 1 – Universal Connectivity: …"."""
    text = unit.text.partition("\t")[0] if unit.kind is Kind.TABLE_ROW else unit.text
    name, _, rest = text.partition(": ")
    is_name = name[:1].isupper() and len(name) <= _NAME and not _ENDS.intersection(name)
    if rest and is_name and not edition.children(unit.eid):
        return _line(unit, edition, _opening(rest), name=name)
    return _line(unit, edition, _opening(text))


def _opening(text: str) -> str:
    """Return the first sentence, with dots where more follows; of a long one the beginning."""
    spans = sentences(text)
    if len(spans) > 1 and spans[0][1] <= _LINE:
        return f"{text[: spans[0][1]].rstrip()} …"
    return shortened(text, _LINE)


def _line(
    unit: Provision, edition: Edition, words: str, lines: tuple[Line, ...] = (), name: str = ""
) -> Line:
    return Line(edition.id_of(unit), edition.citation(unit), words, name, lines)


def _actors(edition: Edition, duties: Iterable[Duty]) -> Iterator[Actors]:
    """Walk the bodies with the most duties, those that a verb addresses together as one, in the text's order.

    An item is left out where its paragraph is a duty of the same bodies.
    """
    found: dict[tuple[str, tuple[str, ...]], dict[str, Line]] = {}
    for duty in duties:
        if duty.addressees:
            unit = edition.provision(duty.provision.eid)
            own = found.setdefault((main_verb(duty.head.verb), tuple(duty.addressees)), {})
            if unit.parent not in own:
                own.setdefault(unit.eid, _line(unit, edition, shortened(duty.action, _DUTY)))
    busiest = sorted(found, key=lambda key: -len(found[key]))[:_MOST_ACTORS]
    for key in filter(busiest.__contains__, found):
        yield Actors(*key, tuple(found[key].values()))


def _about(stems: Set[str], duties: Iterable[Duty], edition: Edition) -> Iterator[Line]:
    """Yield the first duties that contain one of these stems, each with the bodies that have it."""
    found: dict[str, Line] = {}
    for duty in duties:
        unit = edition.provision(duty.provision.eid)
        if unit.parent not in found and not stems.isdisjoint(words(unit.text)):
            who = f"{main_verb(duty.head.verb)} {', '.join(duty.addressees)}:" if duty.addressees else ""
            found.setdefault(unit.eid, _line(unit, edition, shortened(unit.text, _DUTY), name=who))
    yield from list(found.values())[:_FEW]


def _citing(keys: Sequence[EditionKey], edition: Edition) -> Iterator[Line]:
    """Walk the first clauses that cite one of some texts."""
    citing = dict.fromkeys(ref.source for ref in edition.references if ref.target_edition in keys)
    for unit in [edition.provision(eid) for eid in citing][:_FEW]:
        yield _line(unit, edition, shortened(unit.text, _DUTY))


def _funding(edition: Edition, library: Library) -> Iterator[EditionKey]:
    """Walk the texts in the library that a text cites, whose title is about money, each once."""
    cited = {ref.target_edition: None for ref in edition.references if ref.target_edition}
    for key in cited:
        held = library.find(key) if key != edition.key else None
        if held is not None and _MONEY.intersection(words(held.title)):
            yield key
