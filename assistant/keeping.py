"""The commands that keep the library: add, list, index, doctor."""

from __future__ import annotations

import sys
from argparse import Namespace

from assistant import contracts
from assistant.commands import report
from assistant.doctor import examine
from assistant.library import add_file
from assistant.settings import read_settings
from assistant.terminal import ProgressBar, opened_library, print_json, say
from corpus.errors import HomeUnavailable, ResolutionsError


def add(arguments: Namespace) -> int:
    """Add text files to the library; each gets its report, a bad one harms no other."""
    library, status = opened_library(), 0
    if arguments.key and len(arguments.files) > 1:
        raise ResolutionsError("--key names one edition; add one file with it")
    for path in arguments.files:
        try:
            parsed = add_file(read_settings().home, path, arguments.key)
            report(parsed, path)
            say(f"{path}: added as {parsed.key}")
        except (ResolutionsError, OSError) as error:
            say(f"{path}: {error}" if str(path) not in str(error) else str(error))
            status = 1
    if opened_library().editions != library.editions:
        return index(arguments) or status
    return status


def list_editions(arguments: Namespace) -> int:
    """Print what is held, and what is named but not held."""
    listed = contracts.library_json(opened_library())
    if arguments.json:
        return print_json(listed)
    for one in listed["editions"]:
        sys.stdout.write(f"{one['status']:<16} {one['key']:<24} {one['title']}\n")
        if not one["held"] and one["address"]:
            sys.stdout.write(f"{'':<41} official text: {one['address']}\n")
    return 0


def index(arguments: Namespace) -> int:
    """Build the index anew from the library."""
    from assistant.opening import rebuild

    library = opened_library()
    home = read_settings().home
    try:
        with ProgressBar("Embedding clauses", "clause") as progress:
            folder = rebuild(library, read_settings(), progress, anew=True).folder
    except OSError as error:
        raise HomeUnavailable(
            f"{home}: the index cannot be written ({error.strerror}); "
            "set RESOLUTIONS_HOME to a folder that can be"
        ) from error
    say(f"{folder}: {len(library.editions)} editions indexed, checked and in use")
    if getattr(arguments, "json", False):
        return print_json({"generation": folder.name, "editions": [str(one.key) for one in library.editions]})
    return 0


def doctor(arguments: Namespace) -> int:
    """Examine home, library, model and index, and say what to do about what is wrong."""
    findings = examine(read_settings())
    if arguments.json:
        print_json({"findings": [{"what": one.what, "ok": one.ok, "said": one.said} for one in findings]})
    else:
        for one in findings:
            sys.stdout.write(f"{'ok  ' if one.ok else 'BAD '} {one.what}: {one.said}\n")
    return 0 if all(one.ok for one in findings) else 1
