"""The process that reads files: `python -P -m ingest.child`. It forks for each.

Standard input has a frame (ingest/reading_process.py) for each file: one line of JSON, {"name", "called",
"keys", "stated", "limits", "bodies"}, then the file's bytes: the process opens no file but those that ship.
"bodies" are the files of a home, [[key, text], …]. Standard output gets a frame for each: four bytes, the
exit status of the fork, then one line of JSON: {"parses": […]} as ingest.handover writes them, one for each
text of the file, or {"refused": {"said", "reason"}}. An order with "paragraphs" wants no parse: the answer
is {"paragraphs": [[line, text, is quoted], …], "warnings": […]}; "before_changes" then wants a Word file as
it was before its tracked changes. What passes its limits ends without a word, or with one on memory. Where
there is no fork (Windows), the process reads files itself.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any, NoReturn

from corpus.bodies import use_bodies, with_bodies
from corpus.errors import UnreadableFile
from corpus.keys import EditionKey
from ingest.cleanup import LINE_BREAKS, clean
from ingest.handover import parse_json
from ingest.limits import Limits, TooManyProvisions, limit_process
from ingest.parse import parse_source, parse_texts, text_with
from ingest.readers import decode
from ingest.reading_process import read_frame, write_frame
from ingest.stated import read_stated
from ingest.text.reading import text_source
from ingest.unwrap import unwrap
from ingest.word.changes import read_changes

_EXAMPLES = (
    "RESOLUTION 7 (Lantern City, 2041)\n\nLanterns\n\nThe Plenipotentiary Conference of the Lantern Union "
    "(Lantern City, 2041),\n\nrecalling\n\nResolution 5 of the Assembly,\n\nresolves\n\n"
    "1 that lanterns be lit;\n",
    "A/RES/95/7\n\nResolution adopted by the General Assembly on 4 May 2041\n\n95/7. Lanterns\n\n"
    "The General Assembly,\n\nRecalling its resolution 94/5,\n\n1. Decides that lanterns be lit.\n",
)


def main() -> int:
    """Read files until no more come."""
    out = os.fdopen(os.dup(1), "wb")  # for the answers alone: what a library prints goes to standard error
    os.dup2(2, 1)
    get_ready()
    while (order := read_frame(sys.stdin.buffer)) is not None:
        code, answer = (0, answer_to(order)) if sys.platform == "win32" else _in_fork(order, out)
        write_frame(out, code.to_bytes(4, "big", signed=True), answer)
    return 0


def get_ready() -> None:
    """Compile what reading needs: the patterns of bodies are compiled when they are first used."""
    for example in _EXAMPLES:
        parse_source(text_source(example), "example")


def _in_fork(order: bytes, out: IO[bytes]) -> tuple[int, bytes]:
    """Read a file in a fork of this process; return its exit status and its answer."""
    start = order.find(b"\n") + 1
    if order.startswith(b"%PDF", start):
        importlib.import_module("ingest.pdf.runs")  # with pypdf: once, not in every fork
    ours, theirs = os.pipe()
    if not (fork := os.fork()):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.close(ours)
        os.close(out.fileno())  # else nobody would see that this process was ended
        with os.fdopen(theirs, "wb") as pipe:
            pipe.write(answer_to(order))
        os._exit(0)
    signal.signal(signal.SIGTERM, lambda *_: _end(fork))
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(fork, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return os.waitstatus_to_exitcode(status), answer


def _end(fork: int) -> NoReturn:
    os.kill(fork, signal.SIGKILL)
    os._exit(1)


def answer_to(frame: bytes) -> bytes:
    """Return the answer to an order, with the process under its limits from then on."""
    line, _, data = frame.partition(b"\n")
    order = json.loads(line)
    limit_process(Limits(**order["limits"]))
    try:
        return read(order, data)
    except UnreadableFile as error:
        return refused(str(error), error.reason)
    except TooManyProvisions as error:
        return refused(f"{order['name']}: {error}", "too-large")
    except UnicodeEncodeError:
        message = f"{order['name']}: has characters that are none; save it again as text (UTF-8)"
        return refused(message, "encoding")
    except MemoryError:
        return refused("", "memory")
    except Exception as error:  # the outermost edge: no file may end in a traceback
        return refused(type(error).__name__, "crashed")


def read(order: Mapping[str, Any], data: bytes) -> bytes:
    """Read the bytes that follow an order; return the answer. Raises UnreadableFile, TooManyProvisions."""
    if "changes" in order:
        document = asdict(read_changes(data, order["name"]))
        return json.dumps({"changes": document}, ensure_ascii=False).encode()
    if "paragraphs" in order:
        source = decode(data, order["name"], before_changes=order["before_changes"])
        paragraphs = clean(source, ((LINE_BREAKS, unwrap),)).lines
        rows = [(line.number, line.text, line.quoted) for line in paragraphs]
        found = {"paragraphs": rows, "warnings": source.warnings}
        return json.dumps(found, ensure_ascii=False).encode()
    keys = [EditionKey.parse(key) if key else None for key in order["keys"]]
    stated = [read_stated(row) for row in order["stated"]]
    use_bodies(with_bodies(tuple((body, text) for body, text in order["bodies"])))
    parses = parse_texts(decode(data, order["name"]), order["called"], keys, stated)
    if len(keys) == 1 and keys[0]:
        parses = (text_with(keys[0], parses, order["name"]),)
    return json.dumps({"parses": [parse_json(parse) for parse in parses]}, ensure_ascii=False).encode()


def refused(message: str, reason: str) -> bytes:
    """Say why a file is not read."""
    return json.dumps({"refused": {"said": message, "reason": reason}}).encode()


if __name__ == "__main__":
    sys.exit(main())
