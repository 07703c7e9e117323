"""What is installed: pinned with hashes, above every floor, listed, and nothing of it is unpickled."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = canonicalize_name(PROJECT["name"])
NAMED = [
    Requirement(one)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    if lines is not PROJECT["optional-dependencies"]["sbom"]  # has an environment of its own
    for one in lines
    if canonicalize_name(Requirement(one).name) != OURS
]
SBOM = ROOT / ".venv" / "sbom" / "bin"
CODE = sorted(
    path for layer in ("corpus", "ingest", "index", "assistant") for path in (ROOT / layer).rglob("*.py")
)

# Installed without a hash of ours, and why.
UNPINNED = {
    "torch": "another archive on each machine: with or without CUDA, from a folder of the machine or not",
    "nvidia": "comes with torch where that is built for CUDA",
    "cuda": "comes with torch where that is built for CUDA",
    "triton": "comes with torch where that is built for CUDA",
    "pip": "comes with Python",
}
# The first release without a flaw that texts, visitors or other users of a machine could use, and its name.
FIXED = {
    "filelock": ("3.20.3", "CVE-2025-68146, CVE-2026-22701: a link put in the place of a lock is followed"),
    "fonttools": ("4.60.2", "CVE-2025-66034: varLib writes a file wherever its input says"),
    "jinja2": ("3.1.6", "CVE-2025-27516: the attr filter leads out of the sandbox"),
    "python-multipart": ("0.0.27", "CVE-2026-24486, CVE-2026-42561: paths that lead out, endless headers"),
    "starlette": ("0.49.1", "CVE-2025-62727: a Range header costs quadratic time"),
    "torch": ("2.6", "CVE-2025-32434: a file of weights runs code"),
    "tqdm": ("4.66.3", "CVE-2024-34062: arguments are evaluated"),
    "scikit-learn": ("1.5", "CVE-2024-5206: words of the fitted texts are kept"),
}  # fmt: skip


def pins(file: str) -> dict[str, tuple[str, list[str]]]:
    """Return what a file of constraints pins: by name the version and the hashes."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in (ROOT / file).read_text(encoding="utf-8").replace(" \\\n", "\n").splitlines():
        if line.startswith("    --hash=sha256:"):
            found[name][1].append(line.partition("sha256:")[2])
        else:
            given, _, rest = line.partition("==")
            name = canonicalize_name(given)
            assert name not in found, f"{name} is pinned twice"
            found[name] = (rest.partition(";")[0].strip(), [])
    return found


PROGRAM_PINS, DEV_PINS, SBOM_PINS = (
    pins(file) for file in ("constraints.txt", "constraints-dev.txt", "constraints-sbom.txt")
)
PINS = PROGRAM_PINS | DEV_PINS


def floor(requirement: Requirement) -> Version:
    (found,) = [one.version for one in requirement.specifier if one.operator == ">="]
    return Version(found)


def needed(named: Sequence[Requirement] = NAMED) -> set[str]:
    """Return what some requirements, or all of this project with its extras, need here, and that in turn."""
    found, left = set[str](), [*named]
    seen = set[tuple[str, str]]()
    while left:
        one = left.pop()
        name = canonicalize_name(one.name)
        found.add(name)
        for extra in ("", *one.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            try:
                lines = requires(name) or []
            except PackageNotFoundError:
                continue
            wanted = [Requirement(line) for line in lines]
            left += [it for it in wanted if it.marker is None or it.marker.evaluate({"extra": extra})]
    return found


# -- pins, hashes, floors -----------------------------------------------------------------------------------


def test_each_pin_has_the_hashes_of_its_archives(every_row):
    def check(hashes: list[str]) -> None:
        assert hashes
        assert hashes == sorted(set(hashes))

    every_row([(name, hashes) for name, (_, hashes) in [*PINS.items(), *SBOM_PINS.items()]], check)


def test_what_this_project_needs_is_pinned_and_only_what_the_table_names_is_not():
    unpinned = needed() - set(PINS)
    assert [one for one in unpinned if one.partition("-")[0] not in UNPINNED] == []


def test_what_the_program_needs_is_pinned_apart_from_what_only_development_needs():
    program = needed([Requirement(line) for line in PROJECT["dependencies"]]) | {"setuptools"}
    assert set(PROGRAM_PINS) <= program
    assert set(DEV_PINS) & program == set()


def test_nothing_is_pinned_that_nothing_needs():
    assert sorted(set(PINS) - needed() - {"setuptools"}) == []  # setuptools builds this project


def test_what_is_installed_is_what_is_pinned():
    wrong = []
    for name in sorted(needed() & set(PINS)):
        try:
            found = version(name)
        except PackageNotFoundError:
            continue  # not on this kind of machine
        wrong += [] if found == PINS[name][0] else [f"{name} {found}, pinned {PINS[name][0]}"]
    assert wrong == [], "make a new .venv"


def test_a_pin_is_within_its_range_and_not_below_its_floor(every_row):
    def check(requirement: Requirement) -> None:
        name = canonicalize_name(requirement.name)
        pinned = PINS[name][0] if name not in UNPINNED else version(name)
        assert floor(requirement) <= Version(pinned)
        assert requirement.specifier.contains(pinned, prereleases=True)

    every_row([(str(one), one) for one in NAMED], check)


@pytest.mark.parametrize("name", FIXED)
def test_no_floor_lets_in_a_release_with_a_flaw_that_was_fixed(name):
    (requirement,) = [one for one in NAMED if canonicalize_name(one.name) == name]
    first, flaw = FIXED[name]
    assert floor(requirement) >= Version(first), flaw


def test_the_install_takes_no_archive_without_a_hash_but_those_of_the_table():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    hashed = makefile.index("$(PIP) --require-hashes --no-deps -r constraints.txt")
    assert hashed < makefile.index("$(PIP) --no-build-isolation -e .\n")
    assert "$(BIN)/$(PIP) --require-hashes --no-deps -r constraints-dev.txt" in makefile
    assert "$(SBOM)/bin/$(PIP) --require-hashes --no-deps -r constraints-sbom.txt" in makefile
    assert makefile.count("$(PIP) ") == 4
    assert makefile.count("pip install") == 1


# -- the list of what is installed --------------------------------------------------------------------------


@pytest.mark.slow
def test_the_bill_of_materials_names_what_is_installed(tmp_path):
    rule = re.search(
        r"^sbom: .*\n\t\$\(SBOM\)/bin/(.+) -o sbom\.json \.venv$",
        (ROOT / "Makefile").read_text(),
        re.MULTILINE,
    )
    assert rule is not None
    program, *arguments = rule[1].split()
    file = tmp_path / "sbom.json"
    command = [str(SBOM / program), *arguments, "-o", str(file), sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(file.read_text(encoding="utf-8"))
    assert found["bomFormat"] == "CycloneDX"
    assert canonicalize_name(found["metadata"]["component"]["name"]) == OURS
    listed = {canonicalize_name(one["name"]): one["version"] for one in found["components"]}
    installed = {canonicalize_name(one.name): version(one.name) for one in NAMED}
    assert {name: listed.get(name) for name in installed} == installed


@pytest.mark.slow
def test_the_tool_that_lists_them_has_what_it_needs_and_nothing_of_another_version():
    done = subprocess.run([SBOM / "pip", "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    both = sorted(set(PINS) & set(SBOM_PINS))
    assert {name: SBOM_PINS[name] for name in both} == {name: PINS[name] for name in both}


def test_nothing_slows_the_import_of_chromadb():
    # Where it is installed, jsonschema imports it, and it builds 38 grammars, which takes five seconds.
    assert find_spec("rfc3987_syntax") is None, "make a new .venv"


# -- nothing is unpickled -----------------------------------------------------------------------------------

UNPICKLERS = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve", "yaml"}
LOADERS = {
    "np.load": ("allow_pickle", False),
    "numpy.load": ("allow_pickle", False),
    "torch.load": ("weights_only", True),
}


def unpickling(source: str) -> list[str]:
    """Return what in a source could unpickle or evaluate something."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if one.name.partition(".")[0] in UNPICKLERS]
        elif isinstance(node, ast.ImportFrom):
            found += [node.module] if (node.module or "").partition(".")[0] in UNPICKLERS else []
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            given = {one.arg: getattr(one.value, "value", None) for one in node.keywords}
            name, safe = LOADERS.get(called, ("", None))
            found += [called] if called in ("eval", "exec") or (name and given.get(name) is not safe) else []
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pickle", ["pickle"]),
        ("def f():\n    from joblib import load", ["joblib"]),
        ("np.load(path)", ["np.load"]),
        ("np.load(path, allow_pickle=True)", ["np.load"]),
        ("np.load(path, allow_pickle=False)", []),
        ("torch.load(path)", ["torch.load"]),
        ("torch.load(path, weights_only=True)", []),
        ("eval(words)", ["eval"]),
        ("model.eval()", []),
        ("import json", []),
    ],
)
def test_the_reading_of_sources_sees(source, found):
    assert unpickling(source) == found


def test_no_code_of_ours_unpickles_or_evaluates(every_row):
    def check(path: Path) -> None:
        assert unpickling(path.read_text(encoding="utf-8")) == []

    every_row([(str(path.relative_to(ROOT)), path) for path in CODE], check)


NOTE = """
import os, sys

def note(event, given):
    if event == "pickle.find_class":
        with open(os.environ["NOTES"], "a") as file:
            file.write(f"{given[0]}.{given[1]}\\n")

sys.addaudithook(note)
"""


def noted(tmp_path: Path, *command: str) -> str:
    """Run Python, its children too, with a note of every class that anything unpickles."""
    (tmp_path / "sitecustomize.py").write_text(NOTE)
    (tmp_path / "notes").touch()
    paths = os.pathsep.join([str(tmp_path), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "NOTES": str(tmp_path / "notes")}
    home = {"RESOLUTIONS_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, *command], env={**environment, **home}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return (tmp_path / "notes").read_text()


def test_the_note_of_what_is_unpickled_sees_it(tmp_path):
    script = "import pickle, collections; pickle.loads(pickle.dumps(collections.OrderedDict()))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {script!r}], check=True)"
    assert noted(tmp_path, "-c", child) == "collections.OrderedDict\n"


@pytest.mark.slow
def test_an_ingest_and_a_question_unpickle_nothing(tmp_path, harbours_text, embeddings):
    shutil.copytree(embeddings, tmp_path / "home" / "cache")
    (tmp_path / "harbours.txt").write_text(harbours_text, encoding="utf-8")
    assert noted(tmp_path, "-m", "assistant.cli", "add", str(tmp_path / "harbours.txt")) == ""
    assert noted(tmp_path, "-m", "assistant.cli", "ask", "Who keeps the lanterns?") == ""
