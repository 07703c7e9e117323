"""A comparison → a file to take away: Word with tracked changes, or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.comparison.changes import Change, ChangeKind
from assistant.comparison.comparison import Comparison, provision_of
from assistant.comparison.outline import Section, heading_depth, sections
from assistant.comparison.redline import Edit
from assistant.exports.markdown import plain
from corpus.instruments import Kind

_SIGNS = {"-": "~~", "+": "**", "=": ""}


def word(comparison: Comparison) -> bytes:
    """Write a comparison as a Word file in which accepting all gives the new text, rejecting all the old."""
    from assistant.drafting.tracked_changes import with_tracked_changes  # python-docx is loaded when wanted

    return with_tracked_changes(comparison)


def markdown(comparison: Comparison) -> str:
    """Write a comparison as Markdown: each change below its heading, ~~deleted~~ and **added**."""
    counts = ", ".join(f"{comparison.counts[kind]} {kind}" for kind in ChangeKind)
    lines = [f"# {plain(comparison.old.name)} → {plain(comparison.new.name)}", counts]
    lines += map(plain, comparison.not_compared)
    for section in sections(comparison):
        lines += _section(section, comparison)
    return "\n\n".join(lines) + "\n"


def _section(section: Section, comparison: Comparison) -> Iterator[str]:
    """Write the heading of a section, its changes, and how many of its clauses are unchanged."""
    yield f"{'#' * min(section.depth + 2, 6)} {plain(section.name)}"
    unchanged = 0
    for change in section.changes:
        provision = provision_of(change)
        is_heading = heading_depth(provision, comparison.edition_of(change)) is not None
        if change.kind == ChangeKind.NOC:
            unchanged += not is_heading
        else:
            yield f"- {_kind(change)}{_place(change)}:\n  > {''.join(map(_marked, change.diff)).strip()}"
    if unchanged:
        yield f"*{unchanged} unchanged {'clause' if unchanged == 1 else 'clauses'}*"


def _kind(change: Change) -> str:
    """Return the kind of a change as it is printed."""
    moved = change.moved and change.kind != ChangeKind.MOVED
    return f"{change.kind}{', MOVED' if moved else ''} "


def _place(change: Change) -> str:
    """Return where a change is: its label, or both where they differ."""
    labels = [one.label for one in (change.old, change.new) if one]
    kinds = "heading " if provision_of(change).kind == Kind.HEADING else ""
    return kinds + " → ".join(map(plain, dict.fromkeys(labels)))


def _marked(edit: Edit) -> str:
    """Mark a run of words; what is marked must not begin or end in a blank."""
    sign, words = edit
    bare = words.strip()
    if not bare:
        return " "
    before, after = (" " if words[0].isspace() else ""), (" " if words[-1].isspace() else "")
    return f"{before}{_SIGNS[sign]}{plain(bare)}{_SIGNS[sign]}{after}"


FORMS: dict[str, tuple[str, Callable[[Comparison], bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    "md": ("text/markdown; charset=utf-8", lambda comparison: markdown(comparison).encode()),
}
"""What a comparison is exported as: by the ending of the file, its media type and who writes it."""
