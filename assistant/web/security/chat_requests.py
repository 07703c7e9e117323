"""What Gradio's script sends to Gradio's queue, and nothing else.

Gradio reads a request before it looks at it closely, and prints what it cannot use, words of questions among
it. So a body is compared with the one form that its script has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping, Set
from dataclasses import dataclass
from typing import Any, TypeGuard

_TAB = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LARGEST = 10_000  # a number that no component of the chat has
_JOINING = frozenset(("data", "event_data", "fn_index", "session_hash", "trigger_id"))
_CANCELLING = frozenset(("session_hash", "fn_index", "event_id"))


class MalformedRequest(Exception):
    """A body that Gradio's script does not send."""


@dataclass(frozen=True, slots=True)
class Joining:
    """A request to carry out a function: its number, the tab, and the question, None where it takes none."""

    function: int
    tab: str
    question: str | None


def read_joining(body: bytes, functions: Mapping[int, tuple[type, ...]]) -> Joining:
    """Read a request for one of the functions, which are given with the types of what each takes.

    Raises MalformedRequest.
    """
    asked = _object(body, _JOINING)
    function, tab, data = asked.get("fn_index"), asked.get("session_hash"), asked.get("data")
    if not _is_number(function, functions) or not _is_tab(tab) or asked.get("event_data") is not None:
        raise MalformedRequest
    takes = functions[function]
    if not isinstance(data, list) or [type(value) for value in data] != list(takes):
        raise MalformedRequest
    trigger = asked.get("trigger_id")
    if trigger is not None and not (type(trigger) is int and 0 <= trigger < _LARGEST):
        raise MalformedRequest
    return Joining(function, tab, next((value for value in data if value is not None), None))


def tab_to_cancel(body: bytes, functions: Container[int]) -> str:
    """Return the tab of a request to cancel a function. Raises MalformedRequest."""
    asked = _object(body, _CANCELLING)
    is_sound = _is_number(asked.get("fn_index"), functions) and _is_tab(asked.get("session_hash"))
    if not is_sound or not _is_tab(asked.get("event_id")):
        raise MalformedRequest
    return str(asked["session_hash"])


def check_resetting(body: bytes) -> None:
    """Check a request to reset an event. Raises MalformedRequest."""
    if not _is_tab(_object(body, frozenset(("event_id",))).get("event_id")):
        raise MalformedRequest


def _object(body: bytes, names: Set[str]) -> dict[str, Any]:
    """Read an object that has these fields at most, in text that is whole. Raises MalformedRequest."""
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_refused)
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a character is no text
    except (ValueError, RecursionError):
        raise MalformedRequest from None
    if not isinstance(found, dict) or not names >= found.keys():
        raise MalformedRequest
    return found


def _refused(constant: str) -> None:
    """Refuse a number that JSON does not have, such as NaN. Raises ValueError."""
    raise ValueError(constant)


def _is_number(value: object, functions: Container[int]) -> TypeGuard[int]:
    """Return whether a value is the number of a function; True and 1.0 are not."""
    return type(value) is int and value in functions


def _is_tab(value: object) -> TypeGuard[str]:
    """Return whether a value can be the name that Gradio's script gives a tab or an event."""
    return isinstance(value, str) and _TAB.fullmatch(value) is not None
