"""The process that reads one file: `python -P -m ingest.child`.

Standard input has one line of JSON, {"name", "called", "keys", "stated", "limits", "bodies"}, then the
file's bytes: the process opens no file but those that ship. "bodies" are the files of a home,
[[key, text], …]. Standard output gets one line of JSON: {"parses": […]} as ingest.handover writes them, one
for each text of the file, or {"refused": {"said", "reason"}}. What passes its limits ends without a word, or
with one on memory.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from corpus.bodies import use_bodies, with_bodies
from corpus.errors import UnreadableFile
from corpus.keys import EditionKey
from ingest.handover import parse_json
from ingest.limits import Limits, TooManyProvisions, limit_process
from ingest.parse import parse_texts, text_with
from ingest.readers import decode
from ingest.stated import read_stated


def main() -> int:
    """Read one file and hand over what it says."""
    out = os.fdopen(os.dup(1), "wb")  # for the answer alone: what a library prints goes to standard error
    os.dup2(2, 1)
    order = json.loads(sys.stdin.buffer.readline())
    limit_process(Limits(**order["limits"]))
    try:
        answer = read(order, sys.stdin.buffer.read())
    except UnreadableFile as error:
        answer = refused(str(error), error.reason)
    except TooManyProvisions as error:
        answer = refused(f"{order['name']}: {error}", "too-large")
    except UnicodeEncodeError:
        message = f"{order['name']}: has characters that are none; save it again as text (UTF-8)"
        answer = refused(message, "encoding")
    except MemoryError:
        answer = refused("", "memory")
    except Exception as error:  # the outermost edge: no file may end in a traceback
        answer = refused(type(error).__name__, "crashed")
    out.write(answer)
    out.close()
    return 0


def read(order: Mapping[str, Any], data: bytes) -> bytes:
    """Parse the bytes that follow an order; return the answer. Raises UnreadableFile, TooManyProvisions."""
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
