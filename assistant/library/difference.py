"""What differs between two wordings, in one line."""

from __future__ import annotations

from corpus.instruments import Edition


def has_same_words(one: Edition, other: Edition) -> bool:
    """Return True for editions with the same words in every clause, wherever those stand in their files."""
    words, others = ({unit.eid: unit.text for unit in each.provisions} for each in (one, other))
    return words == others


def difference(held: Edition, other: Edition) -> str:
    """Say how another wording differs from one in the library, clause by clause.

    Example: "3 of 12 clauses differ from Resolution 900 (2030), first resolves 2; 1 is new, 1 is missing".
    """
    words = {one.eid: one.text for one in held.provisions}
    common = [one for one in other.provisions if one.eid in words]
    changed = [one for one in common if words[one.eid] != one.text]
    new, gone = len(other.provisions) - len(common), len(words) - len(common)
    found = []
    if changed:
        verb = "differs" if len(changed) == 1 else "differ"
        found.append(
            f"{len(changed)} of {len(common)} clauses {verb} from {held.name}, first {changed[0].label}"
        )
    found += [f"{new} {'is' if new == 1 else 'are'} new"] * bool(new)
    found += [f"{gone} {'is' if gone == 1 else 'are'} missing"] * bool(gone)
    if not found:
        return f"every clause reads as in {held.name}"
    return "; ".join((found[0], ", ".join(found[1:]))) if len(found) > 1 else found[0]
