"""What the duties of a draft lack that adopted ones have: a time for a report, a limit of resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.bodies import plain_name
from assistant.drafting.duties import Duty
from assistant.drafting.strength import Strength
from assistant.report_card.finding import Fault, Finding
from assistant.report_card.practice import Practice, first_of
from corpus.instruments import Edition

_KNOWN, _MOST = 4, 0.6  # reports that show a practice, and the share of them that have a time
# What only money does, and words that limit it
_SPENDING = re.compile(
    r"(?:to )?(?:[a-z]+ly )?(?:fund|finance|pay|subsidi[sz]e|cover the costs?|"
    r"(?:provide|grant|allocate|make available|establish|set up|create) (?:[\w-]+ ){0,4}?"
    r"(?:funds?|funding|financial (?:support|assistance|resources)|grants|subsidies|money))\b"
)
_LIMIT = re.compile(
    r"\b(?:resources|means|budget\w*|appropriations|credits|allocat\w+|funds|contributions)\b"
)
_WHICH = re.compile(  # of the sessions of a body
    r"\b(?:next|forthcoming|[\w-]*(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|"
    r"twelfth|teenth|tieth|\dth)|in (?:19|20)\d\d)\b"
)


def timing_findings(draft: Edition, duties: Sequence[Duty], practice: Practice) -> Iterator[Finding]:
    """Walk the reports without a time to those to whom most reports have one."""
    reports = [(_recipients(duty), duty) for duty in practice.duties if duty.reports_to]
    for duty in duties:
        names = _recipients(duty)
        same = [report for recipients, report in reports if recipients & names]
        timed = [report for report in same if report.times]
        if names and not duty.times and len(same) >= _KNOWN and len(timed) >= _MOST * len(same):
            recipient = plain_name(duty.reports_to[0])
            said = (
                f"This report has no date or interval; {len(timed)} of {len(same)} reports to the "
                f"{recipient} in texts of this body have one."
            )
            known = {report.provision for report in timed}
            like = [
                near.provision for _, near in practice.actions.like(duty.action) if near.provision in known
            ]
            shown = first_of([*like, *(report.provision for report in reversed(timed))])
            yield Finding(Fault.TIMING, draft.provision(duty.provision.eid), duty.action, said, shown)


def resource_findings(draft: Edition, duties: Sequence[Duty], practice: Practice) -> Iterator[Finding]:
    """Walk the duties that cost money and have no limit of resources, where the like have one."""
    for duty in duties:
        asks = not duty.is_obligation and duty.strength is not Strength.INVITING
        if asks and _SPENDING.match(duty.action) and not _has_limit(duty):
            like = practice.actions.like(duty.action)
            limited = [*(other for _, other in like), *practice.duties]
            shown = first_of(other.provision for other in limited if _has_limit(other))
            if shown:
                said = "This costs money and names no limit such as “within available resources”."
                yield Finding(Fault.RESOURCES, draft.provision(duty.provision.eid), duty.action, said, shown)


def _has_limit(duty: Duty) -> bool:
    return any(map(_LIMIT.search, duty.conditions))


def _recipients(duty: Duty) -> frozenset[str]:
    """Return the names of those to whom a duty is reported, without which of their sessions is meant."""
    return frozenset(
        " ".join(_WHICH.sub("", plain_name(name).lower()).split()).removeprefix("itu ")
        for name in duty.reports_to
    )
