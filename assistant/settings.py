"""Settings: each has a name, a default and an environment variable that changes it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from corpus.errors import ResolutionsError


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set.

    home        RESOLUTIONS_HOME    where library, index and cache are kept; default: the
                                    platform's folder for user data
    model       RESOLUTIONS_MODEL   folder of a sentence-transformers model; default: the shipped one
    host, port  RESOLUTIONS_HOST, RESOLUTIONS_PORT   where the pages are served; 127.0.0.1:7860
    """

    home: Path
    model: Path | None = None
    host: str = "127.0.0.1"
    port: int = 7860


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from the environment. Raises ResolutionsError for a port that is none."""
    home = environment.get("RESOLUTIONS_HOME", "").strip()
    model = environment.get("RESOLUTIONS_MODEL", "").strip()
    port = environment.get("RESOLUTIONS_PORT", "7860").strip()
    if not (port.isascii() and port.isdigit()) or not 1 <= int(port) <= 65535:
        raise ResolutionsError(f"RESOLUTIONS_PORT='{port}' is no port; set a number from 1 to 65535")
    return Settings(
        home=Path(home).expanduser() if home else user_data_path("resolutions", appauthor=False),
        model=Path(model).expanduser() if model else None,
        host=environment.get("RESOLUTIONS_HOST", "").strip() or "127.0.0.1",
        port=int(port),
    )
