"""What a draft asks of whom: the force of the verb, its form, and whether anybody goes by that name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from assistant.drafting.bodies import head_noun, names_office, plain_name
from assistant.drafting.draft import Force, force_of
from assistant.drafting.duties import Duty
from assistant.drafting.strength import strength_of
from assistant.report_card.finding import Fault, Finding
from assistant.report_card.practice import Practice, acts, first_of, library_text, library_verbs, phrase
from corpus.heads import Head, is_reciting
from corpus.instruments import Edition, Kind, Provision
from corpus.keys import ProvisionId

_CAPITALS = re.compile(r"[A-Z][\w-]+(?: [A-Z][\w-]+)+")
_KNOWN = 4  # heads that show how a body is asked
_HEADS = 10  # heads that show which verbs a body uses
_PROPER = 3  # words with a capital that make a name of its own
_RARE = 0.05  # share of these up to which a force is unusual


def force_findings(draft: Edition, duties: Sequence[Duty], practice: Practice) -> Iterator[Finding]:
    """Walk the heads that ask a body with more or less force than adopted texts do."""
    asked = {(duty.head, name): duty for duty in reversed(duties) for name in duty.addressees}
    for (head, name), duty in reversed(asked.items()):
        usual = _asked(name, practice)
        same = [other for other in usual if other.strength is duty.strength]
        is_asked = duty.strength is not None and force_of(head.verb) is Force.ASKING
        if is_asked and len(usual) >= _KNOWN and len(same) <= _RARE * len(usual):
            verbs = Counter(phrase(other.head) for other in usual)
            usually = f"This body addresses “{plain_name(name)}” with {_most(verbs)}."
            said = f"“{phrase(head)}” is {duty.strength}. {usually}"
            shown = [other.provision for other in usual if phrase(other.head) == verbs.most_common(1)[0][0]]
            yield Finding(Fault.FORCE, _opening(draft, duty), head.text, said, first_of(reversed(shown)))


def form_findings(draft: Edition, practice: Practice, unusual: Collection[str]) -> Iterator[Finding]:
    """Walk the verbs that address somebody, or open a recital, in a form that the body has never used.

    `unusual` are heads whose force is a finding already.
    """
    own = {act for known in practice.heads for act in acts(known)}
    heads = {phrase(clause.head): clause for clause in reversed(draft.provisions) if clause.head}
    for verb, clause in reversed(heads.items()):
        assert clause.head is not None
        is_known = acts(verb) <= own or clause.head.text in unusual
        usual = {} if is_known else _alternatives(clause.head, practice)
        if sum(_counted(usual).values()) >= _HEADS:
            said = f"No text of this body uses “{verb}” here. They use {_most(_counted(usual))}."
            shown = first_of(clauses[-1] for clauses in usual.values())
            yield Finding(Fault.FORM, clause, clause.head.text, said, shown)


def addressee_findings(draft: Edition, duties: Sequence[Duty], practice: Practice) -> Iterator[Finding]:
    """Walk the offices that are asked for something and that no adopted text names."""
    asked = {plain_name(name): duty for duty in reversed(duties) for name in duty.addressees}
    for name, duty in reversed(asked.items()):
        if _is_unknown(name, practice):
            noun = head_noun(name)
            alike = [other.provision for other in practice.duties if noun in map(head_noun, other.addressees)]
            nearest = [other.provision for _, other in practice.actions.like(duty.action)]
            shown = first_of([*alike, *nearest, *(other.provision for other in practice.duties)])
            said = f"No text in the library names “{name}”. The clauses show whom this body asks."
            yield Finding(Fault.ADDRESSEE, _opening(draft, duty), name, said, shown)


def _is_unknown(name: str, practice: Practice) -> bool:
    """Return True for a proper name of an office that no adopted text has."""
    texts = library_text(practice.library)
    is_proper = names_office(name) and sum(word[:1].isupper() for word in name.split()) >= _PROPER
    parts = (name.lower(), *map(str.lower, _CAPITALS.findall(name)))  # "Directors of the Standards Bureau"
    return is_proper and not any(part in texts for part in parts) and not _asked(name, practice)


def _asked(name: str, practice: Practice) -> Sequence[Duty]:
    """Return the first duty of each head that asks a body, in all its spellings."""
    bodies = practice.bodies.find(name)
    return practice.asked.get(bodies[0].key, ()) if bodies else ()


def _alternatives(head: Head, practice: Practice) -> Mapping[str, Sequence[ProvisionId]]:
    """Return what the body writes instead: to the same addressee, else with the same force; or none."""
    if head.addressee:
        strength = strength_of(head.verb)
        every = [duty for duties in practice.asked.values() for duty in duties]
        usual = [duty for name in head.addressees for duty in _asked(name, practice)]
        if len(usual) < _HEADS:
            usual = [duty for duty in every if strength in (None, duty.strength)]
        found: dict[str, list[ProvisionId]] = {}
        for duty in usual:
            found.setdefault(phrase(duty.head), []).append(duty.provision)
        return found
    is_participle = phrase(head).split(" ")[0].endswith(("ing", "ed"))
    if not head.is_preambular or is_participle or acts(phrase(head)) <= library_verbs(practice.library):
        return {}  # any participle may open a recital
    return {verb: clauses for verb, clauses in practice.heads.items() if is_reciting(verb.split(" ")[0])}


def _counted(usual: Mapping[str, Sequence[ProvisionId]]) -> Counter[str]:
    return Counter({verb: len(clauses) for verb, clauses in usual.items()})


def _most(verbs: Counter[str]) -> str:
    return ", ".join(f"“{verb}” ({count})" for verb, count in verbs.most_common(3))


def _opening(draft: Edition, duty: Duty) -> Provision:
    """Return where the head of a duty stands: a heading, the paragraph of a list, or its own clause."""
    clause = draft.provision((duty.under or duty.provision).eid)
    above = draft.find(clause.parent)
    is_below = above is not None and above.kind is Kind.HEADING and above.head == clause.head
    return above if above is not None and is_below else clause
