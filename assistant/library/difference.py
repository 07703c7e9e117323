"""What differs between two wordings, in one line."""

from __future__ import annotations

from corpus.instruments import Edition


def has_same_words(one: Edition, other: Edition) -> bool:
    """Return True for editions with the same words in every clause, wherever those stand in their files."""
    words, others = ({unit.eid: unit.text for unit in edition.provisions} for edition in (one, other))
    return words == others


def difference(stored: Edition, other: Edition) -> str:
    """Say how another wording differs from one in the library, clause by clause.

    Example: "3 of 12 clauses differ from Resolution 900 (2030), first resolves 2; 1 is new, 1 is missing".
    """
    words = {provision.eid: provision.text for provision in stored.provisions}
    common = [provision for provision in other.provisions if provision.eid in words]
    changed = [provision for provision in common if words[provision.eid] != provision.text]
    new, missing = len(other.provisions) - len(common), len(words) - len(common)
    found = []
    if changed:
        verb = "differs" if len(changed) == 1 else "differ"
        found.append(
            f"{len(changed)} of {len(common)} clauses {verb} from {stored.name}, first {changed[0].label}"
        )
    found += [f"{new} {'is' if new == 1 else 'are'} new"] * bool(new)
    found += [f"{missing} {'is' if missing == 1 else 'are'} missing"] * bool(missing)
    if not found:
        return f"every clause reads as in {stored.name}"
    return "; ".join((found[0], ", ".join(found[1:]))) if len(found) > 1 else found[0]
