"""What tests share: the repository, Resolution 71, an invented resolution, a small model, an assistant.

A test never touches the home of the person who runs it: RESOLUTIONS_HOME points into its own folder, and
begins with the bodies that ship.
Invented texts are dated from 2030 on, so that none is taken for a real one; tests run after all of them.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar

import httpx
import numpy as np
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from assistant.library import library
from assistant.library.storage import shipped_text
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from corpus.bodies import bodies_in_use, shipped_bodies, use_bodies
from corpus.catalogue import TEXTS
from corpus.errors import UnreadableFile
from corpus.instruments import Edition
from corpus.packs import PACKS
from index.encoded import Encoded
from index.shared_store import StoreAddress
from index.syncing import sync
from ingest import parse_file, parse_source, text_source

os.umask(0o077)  # as every command of the program begins
TODAY = "2060-01-01"
os.environ["RESOLUTIONS_TODAY"] = TODAY  # for what is made once a session, before any test
REPOSITORY = Path(__file__).parents[1]
Row = TypeVar("Row")
# The same examples of properties in every run: few with `make test`, many with `make test-slow`.
FEW = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile("few", FEW)
settings.register_profile("many", FEW, max_examples=100, derandomize=True)
settings.load_profile("few")

# Drafted as resolutions are, on a subject of its own: what works here works on no text alone.
HARBOURS = """\
RESOLUTION 900 (REV. LISBON, 2030)

Lanterns along the harbours

The Plenipotentiary Conference of the International Telecommunication Union (Lisbon, 2030),

considering

a) that harbours without lanterns are dark;

b) Resolution 71 (Rev. Bucharest, 2022), on the strategic plan,

resolves

1 that every harbour shall keep a lantern, and that none shall be put out before dawn;

2 that the lanterns shall be painted:
i) green to the north;
ii) red to the south,

instructs the Harbour Council

1 to count the lanterns every three years;

2 to report on dark piers where appropriate,

invites Member States

to lend willows and reeds.

ANNEX 1 TO RESOLUTION 900 (REV. LISBON, 2030)

1 Keeping of lanterns

1 Lanterns are kept by wardens, who trim them daily.

2 The wardens¹ answer to the Harbour Council.

¹ Including deputy wardens.
"""


class WordModel:
    """A model without a network: each word has its own random direction, a text is their sum."""

    def __init__(self, name: str = "word model", dimensions: int = 64) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(name.encode()).hexdigest()
        self.dimensions = dimensions
        self.dictionary = Path("no dictionary")
        self.is_shipped = False
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode(texts).vectors

    def encode(self, texts: Sequence[str]) -> Encoded:
        self.embedded += texts
        tokens = [
            np.stack([_direction(f"{self.name} {word}", self.dimensions) for word in words])
            for words in (text.lower().split() or [""] for text in texts)
        ]
        return Encoded(np.stack([_unit(rows.sum(axis=0)) for rows in tokens]), tuple(map(_unit, tokens)))

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\S+", text)]


@cache
def _direction(word: str, dimensions: int) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).normal(size=dimensions)


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first, so that the last one, for which the other worker waits, is short."""
    slow = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser")))}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Keep modules and tests, which stay to the end, out of every collection of garbage; collect seldom."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)  # else collections take an eighth of the time


@pytest.fixture(scope="session")
def unmade_homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name homes that do not exist: for most tests no folder need be made."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / f"{number}" for number in count())


@pytest.fixture(autouse=True)
def _no_home_but_its_own(
    request: pytest.FixtureRequest, unmade_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    has_folder = "tmp_path" in request.fixturenames
    home = request.getfixturevalue("tmp_path") / "home" if has_folder else next(unmade_homes)
    for name in [name for name in os.environ if name.startswith("RESOLUTIONS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RESOLUTIONS_HOME", str(home))
    monkeypatch.setenv("RESOLUTIONS_TODAY", TODAY)
    use_bodies(shipped_bodies())  # whatever home the test before has opened


@pytest.fixture(scope="session", autouse=True)
def _shipped_texts_read_once() -> Iterator[None]:
    """Parse a shipped text once for each set of bodies: hundreds of homes are opened, each parses it anew."""
    read = cache(lambda instrument, bodies: shipped_text(instrument))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(library, "shipped_text", lambda instrument: read(instrument, bodies_in_use()))
        yield


@pytest.fixture(scope="session")
def every_row() -> Callable[[Iterable[tuple[str, Row]], Callable[[Row], object]], None]:
    """Check every row of a long table in one test, which names each row that fails and says why.

    A test for each of hundreds of rows takes longer to collect and to list than to run.
    """

    def check_all(rows: Iterable[tuple[str, Row]], check: Callable[[Row], object]) -> None:
        table, failed = list(rows), []
        assert table, "the table has no rows"
        for name, row in table:
            try:
                check(row)
            except (Exception, pytest.fail.Exception) as error:
                failed.append(f"{name}\n  {type(error).__name__}: {error}".replace("\n", "\n  "))
        if failed:
            pytest.fail("\n".join([f"{len(failed)} of {len(table)} rows fail:", *failed]), pytrace=False)

    return check_all


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def resolution() -> Edition:
    return parse_file(TEXTS / "resolution-71-bucharest-2022.txt").edition()


@pytest.fixture(scope="session")
def harbours_text() -> str:
    return HARBOURS


@pytest.fixture(scope="session")
def harbours() -> Edition:
    return parse_source(text_source(HARBOURS), "harbours").edition()


@pytest.fixture(scope="session")
def harbour_plan() -> Edition:
    """A text of 300 paragraphs: more than are compared one by one."""
    dice = random.Random(71)
    words = [
        "lantern",
        "willow",
        "reed",
        "pier",
        "warden",
        "keeper",
        "north",
        "south",
        "dawn",
        "tide",
        "mast",
    ]
    words += [
        "rope",
        "net",
        "anchor",
        "sail",
        "green",
        "red",
        "dark",
        "bright",
        "old",
        "new",
        "first",
        "last",
    ]
    words += ["quiet", "loud", "deep", "shallow", "wooden", "iron", "narrow", "wide"]
    paragraphs = [f"{at} The {' '.join(dice.sample(words, 7))} of the harbour." for at in range(1, 301)]
    text = HARBOURS.partition("1 Lanterns are kept")[0] + "\n\n".join(paragraphs) + "\n"
    return parse_source(text_source(text), "plan").edition()


@pytest.fixture(scope="session")
def model_of_words() -> type[WordModel]:
    return WordModel


@pytest.fixture
def word_model() -> WordModel:
    return WordModel()


@pytest.fixture
def other_model() -> WordModel:
    return WordModel("another model")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with its first index. It is built once a run; each further worker copies it."""
    folder = tmp_path_factory.mktemp("shared") / "home"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return folder
    built = tmp_path_factory.getbasetemp().parent / "home with its first index"
    with FileLock(f"{built}.lock"):
        if not built.exists():
            open_assistant(Settings(home=folder))
            shutil.copytree(folder, built.with_suffix(".copying"))
            built.with_suffix(".copying").rename(built)
            return folder
    return Path(shutil.copytree(built, folder))


@pytest.fixture(scope="session")
def assistant(home: Path) -> Assistant:
    """The assistant as a person has it: the shipped text, the shipped model, an index on disk."""
    opened = open_assistant(Settings(home=home))
    assert sync(home / "index") == ""
    gc.freeze()  # it stays to the end too
    return opened


@pytest.fixture(scope="session")
def embeddings(home: Path, assistant: Assistant) -> Path:
    """The cache of what ships, embedded: in a home that has a copy, only what is new is embedded."""
    del assistant
    return home / "cache"


@pytest.fixture(scope="session")
def in_fresh_process() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python in a process of its own, as a person would, with this repository's packages."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        paths = [path for path in sys.path if path and Path(path, "ingest").is_dir()] or [str(REPOSITORY)]
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([*paths, str(REPOSITORY)]), **environment},
        )

    return run


@pytest.fixture(scope="session")
def fifty_questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packs with fifty questions each: thousands take seconds in every new home."""
    folder = tmp_path_factory.mktemp("packs")
    for path in PACKS.glob("*.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / path.name).write_text("".join(lines[:51]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def short_packs(fifty_questions: Path) -> Iterator[None]:
    """Ship fifty questions a pack."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("corpus.packs.PACKS", fifty_questions)
        yield


@pytest.fixture(scope="session", autouse=True)
def without_chroma() -> Iterator[None]:
    """Start no process that brings Chroma up to date: it takes seconds, and has tests of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("assistant.opening.begin_syncing", lambda root, address=None, *, anew=False: None)
        yield


@pytest.fixture
def with_chroma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring Chroma up to date in this process."""

    def here(root: Path, address: StoreAddress | None = None, *, anew: bool = False) -> None:
        del anew
        assert sync(root, address) == ""

    monkeypatch.setattr("assistant.opening.begin_syncing", here)


class ChromaProcess:
    """Chroma's own server on this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, self.free_port()
        self.address = StoreAddress("Chroma", f"http://127.0.0.1:{self._port}")
        self.start()

    @staticmethod
    def free_port() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    def start(self) -> None:
        program = [Path(sys.executable).with_name("chroma"), "run", "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*program, "--path", self._folder, "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            assert self._process.poll() is None, "Chroma's server ended"
            try:
                httpx.get(f"{self.address.url}/api/v2/heartbeat").raise_for_status()
                return
            except httpx.HTTPError:
                time.sleep(0.1)
        pytest.fail("Chroma's server does not answer")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="session")
def chroma_process() -> type[ChromaProcess]:
    """What starts Chroma's own server on this machine."""
    return ChromaProcess


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process: a child for each takes a while, and has tests of its own."""
    from ingest import apart
    from ingest.child import read, refused

    def run(order: bytes, seconds: float) -> tuple[int, bytes]:
        del seconds
        line, _, data = order.partition(b"\n")
        try:
            return 0, read(json.loads(line), data)
        except UnreadableFile as error:
            return 0, refused(str(error), error.reason)

    monkeypatch.setattr(apart, "_run", run)
