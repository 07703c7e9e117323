"""The bodies in use: those that ship, with those of the home that this process has opened.

The files of a home's `bodies` folder come after those that ship; one with the same name takes the place of
a shipped one. A process has one home, so it has one set of bodies: `use_bodies` is called when a home is
opened, and in a process that reads a file before it does so.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from corpus.bodies.files import BadBody, body_of, read_body, read_text
from corpus.bodies.registry import Bodies

_in_use: Bodies | None = None


def bodies_in_use() -> Bodies:
    """Return the bodies that texts and questions are read by: those that ship until a home is opened."""
    return _in_use or shipped_bodies()


def use_bodies(bodies: Bodies) -> None:
    """Read texts and questions by these bodies from now on, in the whole process."""
    global _in_use
    _in_use = bodies


@cache
def shipped_bodies() -> Bodies:
    """Return the bodies that come with the project."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    return Bodies(tuple(read_body(path) for path in files))


def with_bodies_of(folder: Path) -> tuple[Bodies, tuple[str, ...]]:
    """Return the shipped bodies with those of a folder, and a line for each file that cannot be used."""
    added: list[tuple[str, str]] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            text = read_text(path)
            body_of(path.stem, text, str(path))
            added.append((path.stem, text))
        except BadBody as error:
            faults.append(str(error))
    return with_bodies(tuple(added)), tuple(faults)


@lru_cache(maxsize=4)
def with_bodies(added: tuple[tuple[str, str], ...]) -> Bodies:
    """Return the shipped bodies with those of some files, each given by its key and text. Raises BadBody."""
    if not added:
        return shipped_bodies()
    found = {body.key: body for body in shipped_bodies().bodies}
    found |= {key: body_of(key, text, f"{key}.toml") for key, text in added}
    return Bodies(tuple(found.values()), added)
