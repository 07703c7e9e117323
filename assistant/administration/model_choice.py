"""The language model that somebody has switched on for a home, on the page /model.

    language_model_choice.json    {"base_url", "model", "api_key"}, or {"declined": true}

The file has the key, so it is for the owner of the home alone and in no backup. The environment wins over it.
A file that cannot be read is as good as none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.administration.logs import redact
from assistant.library.storage import home_errors, write_durably
from assistant.settings import LanguageModel, Settings, is_key, model_address_problem

FILE = "language_model_choice.json"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model that is switched on, None for none; `declined` where models found here are not wanted."""

    model: LanguageModel | None = None
    declined: bool = False


def read_choice(home: Path) -> ModelChoice:
    """Return what was chosen for a home; its key is redacted in the log from then on."""
    try:
        row = json.loads((home / FILE).read_bytes())
        if row.get("declined") is True:
            return ModelChoice(declined=True)
        url, model, key = row["base_url"], row["model"], row["api_key"]
        if model_address_problem(url) or not (model and model.isprintable() and is_key(key)):
            return ModelChoice()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ModelChoice()
    redact(key)
    return ModelChoice(LanguageModel(url, model, key))


def keep_choice(home: Path, choice: ModelChoice) -> None:
    """Keep a choice in the place of the one before, whose key is gone. Raises HomeUnavailable."""
    row: dict[str, object] = {"declined": choice.declined}
    if model := choice.model:
        redact(model.api_key)
        row = {"base_url": model.base_url, "model": model.model, "api_key": model.api_key}
    with home_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        write_durably(home / FILE, json.dumps(row, indent=1).encode() + b"\n")


def model_in_use(settings: Settings) -> LanguageModel | None:
    """Return the model that the environment configures, else the one that is switched on for the home."""
    return settings.language_model or read_choice(settings.home).model
