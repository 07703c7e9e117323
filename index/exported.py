"""The shipped model's ONNX file: made once, kept in the user's cache folder.

The file's name carries the hash of what it was made from (weights and adapter) and of its own
bytes, so a file that was damaged, or made from another adapter, is never loaded. The export needs
torch and runs in a child process, so that no other process loads it.
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import tempfile
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from index.child import module_command, module_environment

log = logging.getLogger(__name__)
_VERSION = 1  # raised when the export itself changes
_SECONDS = 300


def cache_folder() -> Path:
    """Return the folder in which exports are kept."""
    return user_cache_path("resolutions") / "models"


def exported(model_sha256: str) -> Path | None:
    """Return the exported model, made now where it is missing; None where it cannot be made or kept."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "LOCK", timeout=_SECONDS):
            stem = f"minilm-v{_VERSION}-{model_sha256[:16]}"
            for path in folder.glob(f"{stem}-*.onnx"):
                if path.stem.rpartition("-")[2] == _hash(path):
                    return path
                path.unlink()  # it is damaged
            return _make(folder, stem)
    except (OSError, subprocess.SubprocessError) as error:
        lines = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        log.warning(
            "%s: the model cannot be exported (%s); it is loaded with torch",
            folder,
            lines[-1] if lines else "",
        )
        return None


def _make(folder: Path, stem: str) -> Path:
    """Export the model into a folder, with its hash behind its name. Raises OSError, SubprocessError."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        path = Path(temporary) / "model.onnx"
        subprocess.run(  # noqa: S603  our own module  # nosec B603
            [*module_command("index.onnx_export"), str(path)],
            env=module_environment(),
            check=True,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
        return path.rename(folder / f"{stem}-{_hash(path)}.onnx")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
