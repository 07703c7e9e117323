"""How a command ends that cannot go on: one line, a status that is not zero, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.administration.logs import ERRORS as FILE
from assistant.cli.ending import report
from assistant.cli.main import main
from corpus.errors import InvalidKey
from index.memory import OUT_OF_MEMORY as MEMORY

OF_A_BROKEN_PIPE = 128 + signal.SIGPIPE
# Interrupts the process when a module is looked for: at the same moment every time.
INTERRUPTED = """
import os, signal, sys

MOMENT = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts behind ignores it

class Interrupting:
    def find_spec(self, name, *_):
        if name == MOMENT:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from assistant.cli.main import main
sys.exit(main())
"""
PRINTING = [
    ["--help"],
    pytest.param(["list", "--json"], marks=pytest.mark.slow),
    pytest.param(["read", "considering b)"], marks=pytest.mark.slow),
    pytest.param(["export", "itu-pp/res-71/2022"], marks=pytest.mark.slow),
]
Shell = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(repository: Path, tmp_path: Path) -> Shell:
    """Run a line of a shell, in which `resolutions` is this program and $HOME_ a new home."""
    program = f'resolutions() {{ "{sys.executable}" -m assistant.cli "$@"; }}; '

    def run(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", program + line],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=repository,
            timeout=120,
            env={**os.environ, "RESOLUTIONS_HOME": str(tmp_path / "home")},
        )

    return run


def quoted(arguments: list[str]) -> str:
    return " ".join(f"'{one}'" for one in arguments)


# -- standard streams ------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
@pytest.mark.parametrize(
    ("to", "said"),
    [(">&-", "standard output: is closed"), (">/dev/full", "standard output: no space left on the disk")],
    ids=["closed", "full"],
)
def test_output_that_cannot_be_written_is_one_line_and_status_1(shell: Shell, arguments, to: str, said: str):
    done = shell(f"resolutions {quoted(arguments)} {to}")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"resolutions: {said}")


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_reader_that_leaves_ends_a_command_in_silence_as_sigpipe_would(shell: Shell, arguments):
    done = shell(f"resolutions {quoted(arguments)} | true; exit ${{PIPESTATUS[0]}}")
    assert (done.returncode, done.stderr) == (OF_A_BROKEN_PIPE, "")


ROW = '{"claim": "to count lanterns", "clause": "to count lanterns", "edition": "a", "label": "1"}'


def test_a_reader_that_leaves_ends_a_batch(shell: Shell):
    done = shell(
        f"yes '{ROW}' | head -5000 | resolutions verify --batch - | head -1; exit ${{PIPESTATUS[2]}}"
    )
    assert (done.returncode, done.stderr) == (OF_A_BROKEN_PIPE, "")
    assert done.stdout.count("\n") == 1


@pytest.mark.slow
def test_a_batch_of_a_file_says_that_the_disk_is_full_and_not_that_the_file_is_bad(shell: Shell, tmp_path):
    (tmp_path / "rows").write_text(f"{ROW}\n")
    done = shell(f"resolutions verify --batch '{tmp_path / 'rows'}' >/dev/full")
    assert done.returncode == 1
    assert done.stderr.startswith("resolutions: standard output: no space left")


@pytest.mark.parametrize(
    "line",
    [
        "account add anna <&-",
        *(pytest.param(one, marks=pytest.mark.slow) for one in ("verify --batch - <&-", "mcp <&-")),
    ],
)
def test_input_that_is_closed_is_one_line_and_not_an_empty_batch(shell: Shell, line: str):
    done = shell(f"resolutions {line}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "resolutions: standard input: is closed\n"


@pytest.mark.slow
def test_mcp_says_that_its_output_is_closed_before_anything_is_built(shell: Shell, tmp_path: Path):
    done = shell("resolutions mcp >&-")
    assert (done.returncode, done.stderr) == (1, "resolutions: standard output: is closed\n")
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
@pytest.mark.parametrize("to", ["2>&-", "2>/dev/full"], ids=["closed", "full"])
def test_messages_that_cannot_be_written_stop_nothing(shell: Shell, tmp_path: Path, to: str):
    (tmp_path / "letter.txt").write_text("Dear wardens,\n\nthe lanterns are green.\n")
    done = shell(f"resolutions parse '{tmp_path / 'letter.txt'}' {to}")
    assert done.returncode == 0
    assert "the lanterns are green." in done.stdout


def test_no_file_takes_the_number_of_a_closed_stream(shell: Shell, tmp_path: Path):
    out = tmp_path / "resolution.json"
    done = shell(f"resolutions export itu-pp/res-71/2022 --output '{out}' <&- >&- 2>&-")
    assert done.returncode == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["provisions"]) > 200


def test_clauses_are_printed_in_utf_8_under_a_locale_of_ascii(shell: Shell):
    done = shell("LC_ALL=C LANG=C PYTHONIOENCODING=ascii resolutions read '§8'")
    assert (done.returncode, done.stderr) == (0, "")
    assert "§8" in done.stdout


# -- memory ----------------------------------------------------------------------------------------

needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux alone")


@needs_limits
@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    ["duties", "list", "read 'considering b)'"],
)
def test_what_only_reads_the_library_works_with_little_memory(shell: Shell, arguments: str):
    done = shell(f"ulimit -v 100000; resolutions {arguments}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@needs_limits
@pytest.mark.parametrize("kilobytes", [30_000, 50_000])
def test_in_a_few_megabytes_a_line_says_so(shell: Shell, kilobytes: int):
    done = shell(f"ulimit -v {kilobytes}; resolutions list")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("resolutions: ")
    assert "memory" in line


# -- interrupts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moment",
    [
        "assistant.library.library",
        pytest.param("assistant.cli.process", marks=pytest.mark.slow),
        pytest.param("assistant.cli.parser", marks=pytest.mark.slow),
        pytest.param("corpus.catalogue", marks=pytest.mark.slow),
    ],
)
def test_an_interrupt_is_one_line_at_any_moment(in_fresh_process, moment: str):
    done = in_fresh_process("-c", INTERRUPTED, moment, "list")
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "resolutions: stopped\n"


@pytest.mark.slow
def test_an_interrupt_ends_the_suite_with_one_line(in_fresh_process):
    suite = INTERRUPTED.replace("assistant.cli.main", "evals.__main__")
    done = in_fresh_process("-c", suite, "evals.run", "run")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "resolutions: stopped\n")


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["index.onnx_encoder", "index.lexical", "filelock"])
def test_an_interrupt_ends_a_build_with_one_line(in_fresh_process, moment: str):
    done = in_fresh_process("-c", INTERRUPTED, moment, "index")
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1] == "resolutions: stopped"
    assert "Traceback" not in done.stderr


# -- files and homes -------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB; skipped where mounting is not permitted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_an_export_that_the_disk_cannot_take_is_named_and_leaves_no_part_of_it(run, small_disk: Path):
    path = small_disk / "resolution.json"
    done = run("export", "Resolution 71", "--output", str(path))
    assert (done.status, done.out) == (1, "")
    assert done.err == f"resolutions: {path}: no space left on the disk; free some space\n"
    assert list(small_disk.iterdir()) == []


def test_a_device_that_is_full_is_not_removed(run):
    done = run("export", "Resolution 71", "--output", "/dev/full")
    assert done.err == "resolutions: /dev/full: no space left on the disk; free some space\n"
    assert Path("/dev/full").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["list"], 0),
        (["read", "considering b)"], 0),
        (["account", "list"], 0),
        (["account", "key", "list"], 0),
        (["remove", "--quarantine"], 0),
        (["answering"], 0),
        (["answering", "off"], 1),
        (["account", "add", "anna"], 1),
        (["add", "harbours.txt"], 1),
        (["doctor"], 1),
    ],
    ids=lambda row: " ".join(row) if isinstance(row, list) else "",
)
def test_a_home_that_is_a_file_is_said_to_be_one_and_no_file_in_it_is_damaged(
    run, tmp_path: Path, arguments: list[str], status: int
):
    (tmp_path / "file").write_text("no home")
    done = run(*arguments, stdin=b"a long password\n", at=tmp_path / "file")
    assert done.status == status
    assert len(done.err.splitlines()) <= 1
    said = done.out + done.err
    assert "damaged" not in said
    if status:
        assert f"{tmp_path / 'file'}: cannot be written (it is a file); set RESOLUTIONS_HOME" in said


# -- errors ----------------------------------------------------------------------------------------


class Panic(BaseException):
    """What Rust raises is no Exception."""


def caused(error: BaseException, cause: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


LINES = [
    ("one of ours", InvalidKey("'x' is no key;\ngive one"), 1, "'x' is no key; give one"),
    ("a file", OSError(errno.EACCES, "Permission denied", "/a"), 1, "/a: Permission denied"),
    ("a full disk", OSError(errno.ENOSPC, "-", "/a"), 1, "/a: no space left on the disk; free some space"),
    ("no file named", OSError(errno.EIO, "Input/output error"), 1, "Input/output error"),
    ("memory", MemoryError(), 1, MEMORY),
    ("a library", ImportError("a.so: failed to map segment from shared object"), 1, MEMORY),
    ("a library below", caused(ImportError("advice"), ImportError("cannot allocate memory")), 1, MEMORY),
    ("a thread", RuntimeError("can't start new thread"), 1, MEMORY),
    ("ONNX Runtime", RuntimeError("Load model failed:std::bad_alloc"), 1, MEMORY),
    ("a process", OSError(errno.ENOMEM, "Cannot allocate memory"), 1, MEMORY),
    ("the end of input", EOFError(), 1, "standard input ended before an answer was given; nothing was done"),
    ("several at once", BaseExceptionGroup("all", [ExceptionGroup("some", [MemoryError()])]), 1, MEMORY),
    ("a reader that left", BrokenPipeError(errno.EPIPE, "Broken pipe"), OF_A_BROKEN_PIPE, None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "error", "status", "line"), LINES, ids=[row[0] for row in LINES])
def test_an_error_is_one_line(capsys, rule: str, error: BaseException, status: int, line: str | None):
    assert report(error) == status, rule
    assert capsys.readouterr().err == (f"resolutions: {line}\n" if line else "")


@pytest.mark.parametrize("error", [KeyError("the question's words"), Panic("the question's words")])
def test_an_error_that_nobody_foresaw_is_logged_with_an_id(monkeypatch, capsys, tmp_path: Path, error):
    def fail() -> None:
        raise error

    monkeypatch.setattr("assistant.cli.library.opened_library", fail)
    assert main(["list"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    path = tmp_path / "home" / FILE
    id_ = line.split()[3]
    assert line == f"resolutions: unexpected error {id_} ({type(error).__name__}); report it with: {path}"
    logged = path.read_text(encoding="utf-8")
    assert id_ in logged
    assert "assistant/cli/library.py" in logged
    assert "question's words" not in logged
    assert path.stat().st_mode & 0o077 == 0


def test_where_no_log_can_be_written_the_line_stands_alone(unusable, monkeypatch, capsys):
    monkeypatch.setenv("RESOLUTIONS_HOME", str(unusable))
    assert report(KeyError("x")) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("(KeyError); report it; the home takes no log")


def test_a_log_of_errors_does_not_grow_without_end(monkeypatch, tmp_path: Path, capsys):
    path = tmp_path / "home" / FILE
    path.parent.mkdir()
    path.write_bytes(b"x" * 1_000_001)
    report(KeyError("x"))
    report(KeyError("y"))
    assert path.stat().st_size < 1000
    assert path.read_text().count("KeyError") == 2


def test_an_error_in_a_thread_is_a_line(in_fresh_process):
    code = (
        "import sys, threading\nfrom assistant.cli.main import run_to_end\n"
        "def work():\n    raise MemoryError\n"
        "def command():\n    thread = threading.Thread(target=work)\n    thread.start()\n    thread.join()\n"
        "    return 0\n"
        "sys.exit(run_to_end(command, is_process=True))"
    )
    done = in_fresh_process("-c", code)
    assert done.returncode == 0
    assert done.stderr == f"resolutions: {MEMORY}\n"
