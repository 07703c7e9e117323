"""The log of a server on standard error: lines for a person at a terminal, or a JSON object a line.

A line has no control characters, and keys and passwords are redacted. Unless the words of questions may
be logged, what may quote them is left out: of an error its kind and its place stay, of a message of another
library its place. What a library would print of an error is logged.

Errors of commands that nobody foresaw are logged in the home, each under an id that a person can report.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any

from assistant.plain_text import on_one_line
from assistant.settings import Settings, read_settings
from corpus.errors import ResolutionsError

REQUESTS = "assistant.requests"
"""The logger of requests and questions, which only the JSON log shows."""
_WITHOUT_WORDS = frozenset(("assistant", "index", "ingest", "corpus", "evals", "uvicorn"))
"""The loggers whose messages never quote a person."""
ERRORS = "errors.log"
_MOST = 1_000_000  # bytes; a log of errors that is larger is started anew
_LOG = logging.getLogger(__name__)
_FIELDS = "fields"  # of a record: what a JSON line has beside the message
_SECRETS = (
    (re.compile(r"\bres_([0-9a-f]{8})_[\w-]+"), r"res_\1_…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[^\s\"',;]+"), r"\1 …"),
    (re.compile(r"(?i)(password|secret|token|cookie|api[_-]?key)(\"?\s*[=:]\s*)[^\s&,;]+"), r"\1\2…"),
)
_SHORTEST = 8  # characters of a key that is redacted: fewer would take other words with them
_hidden: set[str] = set()
_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure_logging(settings: Settings) -> None:
    """Log to standard error in the form that is set, from now on; what was set up before is replaced."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.INFO)  # libraries may set their own loggers lower
    is_json = settings.log == "json"
    handler.setFormatter((JsonLines if is_json else PlainLines)(settings))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(is_json)
    logging.getLogger("assistant").setLevel(logging.INFO)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if is_json else logging.CRITICAL)
    # The library of the chat calls it for a function that failed, with the words in its message.
    traceback.print_exc = lambda *_, **__: _LOG.error("a library failed", exc_info=True)
    threading.excepthook = lambda failed: _LOG.error("a thread failed", exc_info=failed.exc_value)


def redact(key: str) -> None:
    """Redact a key in every line of the log from now on."""
    if len(key) >= _SHORTEST:
        _hidden.add(key)


def log_event(event: str, fields: Mapping[str, Any]) -> None:
    """Log a request or a question with its fields."""
    logging.getLogger(REQUESTS).info(event, extra={_FIELDS: {"event": event, **fields}})


class PlainLines(logging.Formatter):
    """Messages as a person reads them."""

    def __init__(self, settings: Settings) -> None:
        """Take what may be logged, and redact the key of the language model."""
        super().__init__("%(message)s")
        self._with_words = settings.log_questions
        redact(settings.language_model.api_key if settings.language_model else "")

    def format(self, record: logging.LogRecord) -> str:
        """Return a message, and below it where an error arose."""
        lines = [on_one_line(self.message(record))]
        if record.exc_info:
            lines += [on_one_line(line) for line in self.formatException(record.exc_info).split("\n")]
        return "\n".join(lines)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  the name is that of logging
        """Return where an error arose; what it says only where words of questions may be logged."""
        kind, error, at = ei
        if kind is None or error is None:
            return ""
        if self._with_words:
            return self.without_secrets("".join(traceback.format_exception(kind, error, at)).rstrip("\n"))
        return "".join([*traceback.format_tb(at), kind.__name__])

    def message(self, record: logging.LogRecord) -> str:
        """Return a message of ours, or where another library has one: it may quote what a person sent."""
        if self._with_words or record.name.partition(".")[0] in _WITHOUT_WORDS:
            return self.without_secrets(record.getMessage())
        return (
            f"a message of {record.name} ({record.filename}, line {record.lineno}); "
            "RESOLUTIONS_LOG_QUESTIONS=1 shows it"
        )

    def without_secrets(self, text: str) -> str:
        """Redact keys and passwords."""
        for pattern, instead in _SECRETS:
            text = pattern.sub(instead, text)
        for key in sorted(_hidden, key=len, reverse=True):  # one may be a part of another
            text = text.replace(key, "…")
        return text


class JsonLines(PlainLines):
    """Messages as programs read them: {"time", "level", "logger", "message"}, and what an event has."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON, in ASCII."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, _FIELDS, None)
        if fields is None:
            line |= {"logger": record.name, "message": self.message(record)}
        else:
            line |= {
                name: self.without_secrets(value) if isinstance(value, str) else value
                for name, value in fields.items()
            }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log_error(error: BaseException) -> tuple[str, Path | None]:
    """Log where an error arose; return its id and the log, None where nothing can be written there."""
    id_ = token_hex(4)
    try:
        settings = read_settings()
        path = settings.home / ERRORS
        path.parent.mkdir(parents=True, exist_ok=True)
        is_large = path.exists() and path.stat().st_size > _MOST
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if is_large else os.O_APPEND)
        opened = os.open(path, flags, 0o600)  # for its owner alone
        with open(opened, "w", encoding="utf-8", errors="backslashreplace") as file:
            when, where = datetime.now(UTC), _where(error, PlainLines(settings))
            file.write(f"{when:%Y-%m-%dT%H:%M:%SZ} {id_}\n{where}\n\n")
    except (OSError, ResolutionsError):
        return id_, None
    return id_, path


def _where(error: BaseException, form: logging.Formatter) -> str:
    """Return where an error and what caused it arose."""
    lines = [form.formatException((type(error), error, error.__traceback__))]
    if error.__cause__ is not None:
        lines.append(f"caused by\n{_where(error.__cause__, form)}")
    return "\n".join(lines)
