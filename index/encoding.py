"""The embedding model in a process of its own: it loads, which takes seconds, while others work.

Also that process: `python -m index.encoding [FOLDER]` reads texts from standard input, a JSON list
a line, and writes for each list three arrays to standard output (vectors, tokens, tokens a text),
each as NumPy saves it after its length in eight bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Self, cast

from corpus.errors import ModelUnavailable
from index.model import EmbeddingModel, Encoded

if TYPE_CHECKING:
    import numpy as np

_LENGTH = 8


class ModelApart(EmbeddingModel):
    """An embedding model that works in a process of its own, started when it is first thought of."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the shipped model, or the one in the folder; nothing is started yet."""
        super().__init__(folder)
        self._starting = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whether or not it was needed."""
        if "_process" in self.__dict__:
            self._process.kill()
            self._process.communicate()

    def load(self) -> None:
        """Start the process, so that the model is loaded when it is asked; several threads may call it."""
        with self._starting:
            self._process  # noqa: B018  a cached property

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Embed texts and their tokens in one pass. Raises ModelUnavailable."""
        import numpy as np

        self.load()
        asked, answered = (cast(IO[bytes], one) for one in (self._process.stdin, self._process.stdout))
        try:
            asked.write(json.dumps(list(texts)).encode() + b"\n")
            asked.flush()
            vectors, tokens, counts = (_read(answered) for _ in range(3))
        except (OSError, ValueError, EOFError) as error:
            raise ModelUnavailable(
                f"{self.name}: the model's process ended (exit status {self._process.wait()}); "
                "run: resolutions doctor"
            ) from error
        return Encoded(vectors, tuple(np.split(tokens, np.cumsum(counts)[:-1])))

    @cached_property
    def _process(self) -> subprocess.Popen[bytes]:
        """The process, started."""
        # -P: a folder named index or corpus where the command is run must not come before ours.
        command = [
            sys.executable,
            "-P",
            "-m",
            "index.encoding",
            *([] if self.is_shipped else [str(self.folder)]),
        ]
        paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.Popen(  # noqa: S603  our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )


def _read(source: IO[bytes]) -> np.ndarray:
    """Read an array. Raises ValueError or EOFError at the end of the source."""
    import numpy as np

    # NumPy reads a pipe past its buffer, so it is given bytes.
    size = int.from_bytes(source.read(_LENGTH), "little")
    found: np.ndarray = np.load(BytesIO(source.read(size)), allow_pickle=False)
    return found


def _write(array: np.ndarray, target: IO[bytes]) -> None:
    """Write an array as `_read` reads it."""
    import numpy as np

    saved = BytesIO()
    np.save(saved, array, allow_pickle=False)
    target.write(len(saved.getbuffer()).to_bytes(_LENGTH, "little"))
    target.write(saved.getbuffer())


def _serve(model: EmbeddingModel) -> None:
    """Load the model, then encode what is asked until nobody asks any more."""
    import numpy as np

    model.encode([""])
    for line in sys.stdin.buffer:
        encoded = model.encode(json.loads(line))
        counts = np.array([len(one) for one in encoded.tokens])
        for array in (encoded.vectors, np.concatenate(encoded.tokens), counts):
            _write(array, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve(EmbeddingModel(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
