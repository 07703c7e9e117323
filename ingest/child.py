"""The process that reads one file: `python -P -m ingest.child`.

Standard input has one line of JSON, {"name", "called", "key", "stated", "limits"}, then the file's
bytes: the process opens no file. Standard output gets one line of JSON: {"parse": …} as ingest.handover
writes it, or {"refused": {"said", "reason"}}. What passes its limits ends without a word, or with
one on memory.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

from corpus.errors import UnreadableFile
from corpus.keys import EditionKey
from ingest.handover import parse_json
from ingest.limits import Limits, TooManyProvisions, bind
from ingest.parse import parse_source
from ingest.readers import decode
from ingest.stated import read_stated


def main() -> int:
    """Read one file and hand over what it says."""
    out = _own_output()
    ordered = json.loads(sys.stdin.buffer.readline())
    bind(Limits(**ordered["limits"]))
    try:
        answer = json.dumps(_read(ordered), ensure_ascii=False).encode()
    except UnreadableFile as error:
        answer = _refused(str(error), error.reason)
    except TooManyProvisions as error:
        answer = _refused(f"{ordered['name']}: {error}", "too-large")
    except UnicodeEncodeError:
        said = f"{ordered['name']}: has characters that are none; save it again as text (UTF-8)"
        answer = _refused(said, "encoding")
    except MemoryError:
        answer = _refused("", "memory")
    except Exception as error:  # the outermost edge: no file may end in a traceback
        answer = _refused(type(error).__name__, "crashed")
    out.write(answer)
    out.close()
    return 0


def _read(ordered: Mapping[str, Any]) -> dict[str, Any]:
    """Read and parse the bytes that follow the order."""
    key = EditionKey.parse(ordered["key"]) if ordered["key"] else None
    source = decode(sys.stdin.buffer.read(), ordered["name"])
    stated = read_stated(ordered["stated"])
    return {"parse": parse_json(parse_source(source, ordered["called"], key, stated=stated))}


def _refused(said: str, reason: str) -> bytes:
    """Say why a file is not read."""
    return json.dumps({"refused": {"said": said, "reason": reason}}).encode()


def _own_output() -> BinaryIO:
    """Keep standard output for the answer: what a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


if __name__ == "__main__":
    sys.exit(main())
