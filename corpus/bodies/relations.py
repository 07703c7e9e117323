"""The verbs with which texts revoke, replace and amend one another: those of all bodies, and a body's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.bodies.registry import Bodies
from corpus.instruments import Relation

_FILE = Path(__file__).parent.parent / "relations.toml"


@dataclass(frozen=True)
class RelationVerbs:
    """The forms of the verbs, in small letters, each with what it says; `decides` are verbs of decision."""

    plain: Mapping[str, Relation]
    third: Mapping[str, Relation]
    past: Mapping[str, Relation]
    decides: tuple[str, ...]

    @property
    def every(self) -> Mapping[str, Relation]:
        """All forms."""
        return {**self.plain, **self.third, **self.past}


@cache
def relation_verbs(bodies: Bodies, issuer: str = "") -> RelationVerbs:
    """Return the verbs of the texts of an issuer, of every body where none is given."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    chosen = [body for body in bodies.bodies if issuer.partition("-")[0] in ("", body.key)]
    verbs = {
        verb: relation
        for relation in Relation
        for rows in (table, *(body.relations for body in chosen))
        for verb in rows.get(relation, ())
    }
    return RelationVerbs(
        verbs,
        {_third(verb): relation for verb, relation in verbs.items()},
        {form: relation for verb, relation in verbs.items() for form in _past(verb)},
        tuple(_third(verb) for verb in table["decides"]),
    )


def _third(verb: str) -> str:
    """Return the third person: "revokes", "modifies", "suppresses"."""
    if verb.endswith("y"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"


def _past(verb: str) -> tuple[str, ...]:
    """Return the past participle, in both spellings: "revoked", "modified", "cancelled", "withdrawn"."""
    if verb.endswith("y"):
        return (f"{verb[:-1]}ied",)
    if verb.endswith("draw"):
        return (f"{verb}n",)
    return (f"{verb}d",) if verb.endswith("e") else (f"{verb}ed", f"{verb}{verb[-1]}ed")
