"""The files around the code: what is installed, what is shipped, what must not be committed."""

from __future__ import annotations

import hashlib
import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from corpus import catalogue
from corpus.catalogue import TEXTS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = [
    line
    for file in ("constraints.txt", "constraints-dev.txt")
    for line in (ROOT / file).read_text(encoding="utf-8").split("\n")
]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LISTING = ("sbom", "test-all", "test-slow")  # the targets that list what is installed, or test it
TARGETS = ["chat", "test", "test-all", "test-slow", "lint", "eval", "bench", "sbom", "faults"]
# Pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile("/" + r"(?:work|root|tmp|Users|home/\w+)" + "/")


def committed() -> list[str]:
    """Return the names of the files under version control, or skip where there is none."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return done.stdout.split("\n")[:-1]


def test_constraints_hold_pins_and_no_address():
    pin, hash_ = (
        r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+(?: ; [a-z0-9_\"!= ]+)? \\",
        r"    --hash=sha256:[0-9a-f]{64}(?: \\)?",
    )
    assert [line for line in PINS if line and not re.fullmatch(f"{pin}|{hash_}", line)] == []


@pytest.mark.parametrize("family", ["torch", "nvidia", "cuda", "triton"])
def test_what_differs_from_machine_to_machine_is_not_pinned(family: str):
    assert [line for line in PINS if re.match(rf"{family}\b", line)] == []


@pytest.mark.parametrize("line", PROJECT["project"]["dependencies"])
def test_a_dependency_has_a_floor(line: str):
    assert re.match(r"[a-z0-9-]+>=\d", line)


def test_torch_is_a_range():
    (torch,) = [line for line in PROJECT["project"]["dependencies"] if line.startswith("torch")]
    assert "==" not in torch
    assert "+" not in torch


def test_no_committed_file_names_a_place_on_one_machine():
    found = []
    for name in committed():
        path = ROOT / name
        if path.is_file() and path.suffix not in (
            ".png",
            ".jpg",
            ".ico",
            ".woff2",
            ".safetensors",
            ".npz",
            ".zip",
        ):
            found += [f"{name}: {one}" for one in MACHINE_PATHS.findall(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("target", TARGETS)
def test_make_has_the_target_and_it_needs_the_environment(target: str):
    rule = re.search(rf"^{target}: (.*)$", MAKEFILE, re.MULTILINE)
    assert rule is not None
    installed = ".venv/ready" if target == "chat" else ".venv/dev"
    assert rule[1] == " ".join([installed, *(["$(SBOM)/ready"] if target in LISTING else [])])


def test_make_lists_every_target_as_no_file():
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert phony[1].split() == TARGETS


def test_every_folder_of_code_is_installed():
    layers = ["corpus", "ingest", "index", "assistant", "evals"]
    named = PROJECT["tool"]["setuptools"]["packages"]
    assert set(layers) <= set(named)
    folders = {path.parent.relative_to(ROOT) for layer in layers for path in (ROOT / layer).rglob("*.py")}
    assert {".".join(folder.parts) for folder in folders} == set(named)


def test_every_file_beside_the_code_is_installed_unless_it_is_a_picture_for_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    data = PROJECT["tool"]["setuptools"]["package-data"]
    for package in PROJECT["tool"]["setuptools"]["packages"]:
        folder = ROOT.joinpath(*package.split("."))
        shipped = {path for pattern in data.get(package, []) for path in folder.glob(pattern)}
        below = [
            folder.joinpath(*one.split(".")[package.count(".") + 1 :])
            for one in PROJECT["tool"]["setuptools"]["packages"]
            if one.startswith(package + ".")
        ]
        other = [
            path
            for path in folder.rglob("*")
            if path.is_file()
            and path.suffix not in (".py", ".pyc")
            and path.relative_to(ROOT).as_posix() not in readme
            and not any(path.is_relative_to(one) for one in below)
        ]
        assert [path for path in other if path not in shipped] == []


def test_the_command_starts_what_it_names():
    module, name = PROJECT["project"]["scripts"]["resolutions"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_text_of_resolution_71_is_as_it_was_given():
    (shipped,) = catalogue().shipped()
    assert str(shipped.edition) == "itu-pp/res-71/2022"
    assert hashlib.sha256((TEXTS / shipped.text).read_bytes()).hexdigest() == shipped.sha256
