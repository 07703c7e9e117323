"""The log of errors that nobody foresaw: where each arose, under an id that a person can report.

What an error says is left out unless the words of questions may be logged, as in the log of a server.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from assistant.administration.logs import PlainLines
from assistant.settings import read_settings
from corpus.errors import ResolutionsError

FILE = "errors.log"
_MOST = 1_000_000  # bytes; a log that is larger is started anew


def log_error(error: BaseException) -> tuple[str, Path | None]:
    """Log where an error arose; return its id and the log, None where nothing can be written there."""
    id_ = token_hex(4)
    try:
        settings = read_settings()
        path = settings.home / FILE
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
