"""Each file is read in a process of its own: what is read is the same, and what breaks, breaks alone."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from corpus import EditionKey
from corpus.bodies import use_bodies, with_bodies
from corpus.catalogue import TEXTS
from corpus.errors import UnreadableFile
from ingest import parse_file, parse_source, text_source
from ingest.akn import print_akn
from ingest.apart import in_order, parse_file_in_child, parse_in_child
from ingest.handover import parse_json, read_parse
from ingest.limits import Limits, allow_pages

RESOLUTION = TEXTS / "resolution-71-bucharest-2022.txt"
LANTERNS = Path(__file__).with_name("lanterns.txt")
CONVENTION = EditionKey.parse("itu/convention/2022")
HARBOUR = """\
name = "Harbour Union"
[organ.assembly]
name = "Harbour Assembly"
sessions = { 16 = 2031 }
[[organ.assembly.series]]
noun = "resolution"
numbers = ["HA{session}-{n}"]
alone = true
"""


def test_a_file_reads_the_same_apart():
    assert parse_file_in_child(RESOLUTION) == (parse_file(RESOLUTION),)


def test_a_key_and_a_name_are_taken_along():
    (parse,) = parse_in_child(b"The wardens meet yearly.\n", "pier.txt", "pier", (CONVENTION,))
    assert (parse.key, parse.name) == (CONVENTION, "pier")


def test_the_bodies_in_use_are_taken_along():
    use_bodies(with_bodies((("harbour", HARBOUR),)))
    (parse,) = parse_in_child(b"HA16-5\n\nLanterns\n\nThe Harbour Assembly,\n\n1. Decides.\n", "a.txt", "a")
    assert str(parse.key) == "harbour-assembly/res-16-5/2031"


@pytest.mark.parametrize("path", [RESOLUTION, LANTERNS], ids=lambda path: path.stem)
def test_a_parse_comes_back_from_json_as_it_was(path: Path):
    parse = parse_file(path)
    assert read_parse(json.loads(json.dumps(parse_json(parse)))) == parse


def test_a_parse_without_a_key_comes_back_too():
    parse = parse_source(text_source("Dear wardens,\n\nthe lanterns are green.\n"), "letter")
    assert parse.key is None
    assert read_parse(parse_json(parse)) == parse


# -- what cannot be read ---------------------------------------------------------------------------

ROOM = Limits(seconds=5)
WORK = b"the wardens keep the lanterns and the piers of the harbour " * 40_000
REFUSED = [
    ("empty", b"", ROOM, "empty", "pier.txt: the file is empty"),
    ("more memory than there may be", b"pier " * 10_000_000, Limits(memory=150 << 20), "memory", "150 MB"),
    (
        "more provisions than there may be",
        LANTERNS.read_bytes(),
        Limits(provisions=10),
        "too-large",
        "provisions, and a file may have 10; add its parts one by one, or raise RESOLUTIONS_FILE_PROVISIONS",
    ),
    ("more work than there may be", WORK * 8, Limits(seconds=0.4), "time", "RESOLUTIONS_FILE_SECONDS"),
]


@pytest.mark.parametrize(
    ("rule", "data", "limits", "reason", "said"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_ends_its_own_process_with_a_reason(
    rule: str, data: bytes, limits: Limits, reason: str, said: str
):
    with pytest.raises(UnreadableFile) as refused:
        parse_in_child(data, "pier.txt", "pier", (), limits)
    assert refused.value.reason == reason
    assert str(refused.value).startswith("pier.txt: ")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def ruled(count: int) -> bytes:
    """A text of so many paragraphs."""
    opening = LANTERNS.read_text(encoding="utf-8").partition("resolves")[0] + "resolves\n\n"
    return (opening + "".join(f"{at} that pier {at} be lit;\n\n" for at in range(1, count + 1))).encode()


@pytest.mark.slow
def test_a_rulebook_of_twenty_thousand_provisions_is_read():
    (parse,) = parse_in_child(ruled(20_000), "rules.txt", "rules")
    assert len(parse.provisions) > 20_000


def test_a_text_without_end_is_refused_with_its_count():
    with pytest.raises(UnreadableFile, match=r"^rules\.txt: 6,0\d\d provisions, and a file may have 5,000; "):
        parse_in_child(ruled(6_000), "rules.txt", "rules", (), Limits(provisions=5_000))


def test_an_export_has_no_more_provisions_either(resolution):
    export = print_akn(resolution).encode()
    with pytest.raises(UnreadableFile, match=r"^text\.xml: \d+ provisions, and a file may have 100"):
        parse_in_child(export, "text.xml", "text", (), Limits(provisions=100))


def stand_in(code: str) -> tuple[str, ...]:
    """A child that does what the code says; `child` is the module that it is."""
    return (sys.executable, "-P", "-c", f"import ingest.child as child\n{code}\nchild.main()")


BROKEN = [
    ("it aborts", "import os; os.abort()", "crashed", "SIGABRT"),
    ("it is killed", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "crashed", "SIGKILL"),
    ("it exits without a word", "raise SystemExit(3)", "crashed", "exit status 3"),
    ("it says what is no JSON", "print('hello'); raise SystemExit(0)", "crashed", "exit status 0"),
    ("its reader fails", "child.decode = lambda *_: 1 / 0", "crashed", "ZeroDivisionError"),
    ("its reader has no memory", "def decode(*_): raise MemoryError\nchild.decode = decode", "memory", "MB"),
    (
        "it works beyond its limit",
        "child.decode = lambda *_: [one for one in iter(int, 1)]",
        "time",
        "took longer",
    ),
    (
        "it waits beyond its limit",
        "import time\nchild.decode = lambda *_: time.sleep(60)",
        "time",
        "took longer",
    ),
]


@pytest.mark.parametrize(("rule", "code", "reason", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_reader_that_breaks_is_told(monkeypatch, rule: str, code: str, reason: str, said: str):
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(code))
    with pytest.raises(UnreadableFile) as refused:
        parse_in_child(b"pier\n", "pier.txt", "pier", (), Limits(seconds=0.5))
    assert refused.value.reason == reason
    assert said in str(refused.value)


def test_a_process_that_outlives_its_limits_is_ended(monkeypatch):
    ignoring = "import signal, time\nchild.bind = lambda _: None\nchild.decode = lambda *_: time.sleep(60)"
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(ignoring))
    monkeypatch.setattr("ingest.apart._GRACE", 0)
    with pytest.raises(UnreadableFile) as refused:
        parse_in_child(b"pier\n", "pier.txt", "pier", (), Limits(seconds=0.5, seconds_a_page=0))
    assert refused.value.reason == "time"


def test_what_a_library_prints_does_not_spoil_the_answer(monkeypatch):
    code = "plain = child.decode\nchild.decode = lambda *given: (print('hello'), plain(*given))[1]"
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(code))
    (parse,) = parse_in_child(b"pier\n", "pier.txt", "pier")
    assert parse.provisions[0].text == "pier"


def test_characters_that_are_none_are_refused(monkeypatch):
    code = "child.parse_json = lambda _: 'pier \\ud800'"
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(code))
    with pytest.raises(UnreadableFile) as refused:
        parse_in_child(b"pier\n", "pier.txt", "pier")
    assert refused.value.reason == "encoding"


# -- a process that is ready -----------------------------------------------------------------------

# each text says which process read it, and whose fork that is
TELLING = (
    "import os\ndef decode(*_): return child.text_source(f'read by {os.getpid()} of {os.getppid()}')\n"
    "child.decode = decode\n"
)


def readers_of(*names: str) -> list[tuple[str, str]]:
    """Read files one after the other; return for each which process read it, and the one that forked it."""
    texts = [parse_in_child(b"pier\n", name, name)[0].provisions[0].text.split() for name in names]
    return [(text[2], text[4]) for text in texts]


def test_one_process_forks_for_each_file(monkeypatch):
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(TELLING))
    (first, parent), (second, other) = readers_of("a.txt", "b.txt")
    assert first != second
    assert parent == other


def test_a_process_that_ended_is_replaced(monkeypatch):
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(TELLING))
    ((_, parent),) = readers_of("a.txt")
    os.kill(int(parent), signal.SIGKILL)
    os.waitid(os.P_PID, int(parent), os.WEXITED | os.WNOWAIT)
    ((_, other),) = readers_of("b.txt")
    assert parent != other


def test_a_file_that_breaks_its_fork_leaves_the_process_to_the_next(monkeypatch):
    breaking = f"{TELLING}child.decode = lambda data, name: os.abort() if name == 'b' else decode()"
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(breaking))
    ((_, parent),) = readers_of("a")
    with pytest.raises(UnreadableFile, match="SIGABRT"):
        parse_in_child(b"pier\n", "b", "b")
    assert [other for _, other in readers_of("c")] == [parent]


def test_a_process_that_nobody_uses_ends(monkeypatch):
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(TELLING))
    monkeypatch.setattr("ingest.reading_process._IDLE_SECONDS", 0.01)
    ((_, parent),) = readers_of("a")
    deadline = time.monotonic() + 20
    while Path(f"/proc/{parent}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{parent}").exists()


# -- limits ----------------------------------------------------------------------------------------


def said_in_child(monkeypatch, expression: str, limits: Limits) -> object:
    """Return what an expression is worth in a child under limits."""
    code = (
        "import json, resource, signal\n"
        "from corpus.errors import UnreadableFile\nfrom ingest.limits import *\n"
        f"def decode(*_): raise UnreadableFile(json.dumps({expression}), 'binary')\nchild.decode = decode"
    )
    monkeypatch.setattr("ingest.apart._CHILD", stand_in(code))
    with pytest.raises(UnreadableFile) as refused:
        parse_in_child(b"pier\n", "pier.txt", "pier", (), limits)
    return json.loads(str(refused.value))


LIMITS = Limits(memory=500 << 20, seconds=7, seconds_a_page=0.5, pages=10)


@pytest.mark.parametrize(
    ("rule", "expression", "value"),
    [
        ("memory", "resource.getrlimit(resource.RLIMIT_AS)", [500 << 20, 500 << 20]),
        ("no core is written", "resource.getrlimit(resource.RLIMIT_CORE)", [0, 0]),
        ("work", "resource.getrlimit(resource.RLIMIT_CPU)[0]", 7),
        ("work on four pages", "[allow_pages(4, 'a'), resource.getrlimit(resource.RLIMIT_CPU)[0]][1]", 9),
        ("the clock", "signal.getitimer(signal.ITIMER_REAL)[0] <= 14", True),
        ("the clock on four", "allow_pages(4, 'a') or signal.getitimer(signal.ITIMER_REAL)[0] > 14", True),
    ],
)  # fmt: skip
def test_a_child_is_bound(monkeypatch, rule: str, expression: str, value: object):
    assert said_in_child(monkeypatch, expression, LIMITS) == value


def test_more_pages_than_a_file_may_have_are_refused():
    with pytest.raises(UnreadableFile, match=r"a\.pdf: 2,001 pages; give at most 2,000") as refused:
        allow_pages(2001, "a.pdf")
    assert refused.value.reason == "too-large"


# -- several at once -------------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_items():
    def slow_first(at: int) -> int:
        time.sleep(0.05 if at == 0 else 0)
        return at

    assert list(in_order(slow_first, range(9), 3)) == list(range(9))


def test_no_more_wait_than_twice_the_workers():
    begun: list[int] = []
    results = in_order(begun.append, range(100), 2)
    next(results)
    time.sleep(0.05)
    assert len(begun) <= 4
    results.close()


def test_an_error_comes_out_where_its_item_stood():
    results = in_order(lambda at: 1 // at, [1, 0, 1], 2)
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
