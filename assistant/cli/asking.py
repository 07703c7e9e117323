"""The commands that answer, read, search and check; those that serve programs and people."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any

from assistant import plain_text
from assistant.administration.accounts import accounts_of
from assistant.administration.answering_switch import is_answering, switch_answering
from assistant.administration.logs import configure_logging
from assistant.cli import contracts
from assistant.cli.batch import Row, field, run_batch
from assistant.cli.process import limit_arenas, require_streams
from assistant.cli.terminal import ProgressBar, named_key, opened_library, print_json, print_text, result, say
from assistant.conversations.answer_json import answer_json
from assistant.conversations.export import CLOSEST
from assistant.library.export import serialized
from assistant.library.library import Library
from assistant.library.privacy import files_of_the_user
from assistant.library.storage import open_bodies
from assistant.scope.filters import Filters
from assistant.settings import read_settings
from assistant.understanding.labels.resolver import Match, resolve
from assistant.verification.nearness import shipped_nearness
from assistant.verification.source import Source
from assistant.verification.verifier import Verdict, check_language, verify
from corpus.errors import InvalidKey, ResolutionsError, UnknownEdition
from corpus.instruments import Edition, Kind, Part
from corpus.keys import EditionKey, InstrumentKey
from ingest.apart import parse_file_in_child

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.pipeline import Assistant

    Answering = Callable[[Sequence[str], Filters], Answer]


def chat(arguments: Namespace) -> int:
    """Serve the pages; the first run builds the index."""
    del arguments
    limit_arenas()
    settings = read_settings()
    accounts_of(settings)  # before anything is built
    configure_logging(settings)
    Thread(target=_load_pages, daemon=True, name="loading").start()
    assistant = opened_assistant()
    from assistant.web import serve

    serve(assistant, settings)
    return 0


def _load_pages() -> None:
    """Load what the pages need while the index is built or opened."""
    with suppress(Exception):  # it is loaded again, and what is wrong is said there
        import assistant.web  # noqa: F401


def answering(arguments: Namespace) -> int:
    """Switch answering on or off while the pages are served, or say which it is."""
    home = read_settings().home
    if arguments.state:
        switch_answering(home, on=arguments.state == "on")
    is_on = is_answering(home)
    say(f"answering is {'on' if is_on else 'off; texts can be read and added'}")
    return result(arguments, {"answering": is_on})


def call(arguments: Namespace) -> int:
    """Carry out an operation and print its JSON; an error is JSON too, with exit status 1."""
    from assistant.operations import OPERATIONS, Context, OperationError, failure_of

    operation = OPERATIONS[arguments.operation]
    pairs = [tuple(text.partition("=")[::2]) for text in arguments.fields]
    settings = read_settings()
    try:
        context = replace(Context.of(opened_assistant(), settings.address), limits=settings.limits)
        found = operation.run(context, operation.given(pairs))
    except OperationError as error:
        print_json(failure_of(error))
        return 1
    return print_json(found.model_dump(mode="json"))


def mcp(arguments: Namespace) -> int:
    """Serve the tools of the Model Context Protocol until standard input closes."""
    del arguments
    require_streams()
    settings, assistant = read_settings(), opened_assistant()
    from assistant.library_watch import LibraryWatch
    from assistant.operations import Context
    from assistant.operations.mcp_server import serve_stdio

    def context_of(opened: Assistant) -> Context:
        return replace(Context.of(opened, settings.address), limits=settings.limits)

    library = LibraryWatch(assistant, settings, context_of)
    serve_stdio(lambda _, make: library.answered(make))
    return 0


def ask(arguments: Namespace) -> int:
    """Answer a question or, for each conversation of a batch, its last question."""
    require_one(arguments.question, arguments.batch, "a question")
    options = given_filters(arguments)
    filters = Filters.read(options)  # a bad filter is said before the model is loaded
    assistant = opened_assistant()
    answered = _answering(assistant)

    def row_of(answer: Answer, id_: object = None) -> dict[str, Any]:
        traced = {"trace": answer.trace.json} if arguments.trace and answer.trace else {}
        return {**answer_json(answer, id_), **traced}

    def asked(row: Row) -> Mapping[str, Any]:
        turns = field(row, "turns", list)
        if not turns or not all(isinstance(turn, str) for turn in turns):
            raise ResolutionsError("the field 'turns' must be a list of questions, oldest first")
        own = field({"filters": None, **row}, "filters", (dict, type(None))) or {}
        return row_of(answered(turns, Filters.read({**options, **own})), row.get("id"))

    if arguments.batch:
        return run_batch(arguments.batch, sys.stdout, asked)
    answer = answered([" ".join(arguments.question)], filters)
    lines = [answer.text]
    for at, found in enumerate(filter(None, map(assistant.library.provision, answer.closest))):
        edition, provision = found
        lines += ["" if at else f"\n{CLOSEST}:\n", plain_text.quote(provision.text)]
        lines.append(plain_text.citation(edition.citation(provision)))
    lines += [plain_text.program_line(f"Read by {answer.read_by}")] if answer.read_by else []
    if arguments.trace and answer.trace:
        lines += ["", "How this answer was found", *map(plain_text.program_line, answer.trace.lines)]
    return result(arguments, row_of(answer), *lines)


def read(arguments: Namespace) -> int:
    """Print the clause that a label names, or the headings of the text that a key names."""
    label = " ".join(arguments.label)
    library = opened_library()
    edition = _text_of(label, library)
    if edition is not None:
        return _print_contents(edition, arguments)
    matches = resolve(label, library)
    lines: list[str] = []
    for match in matches:
        above = " › ".join(
            plain_text.label(ancestor.label) for ancestor in match.edition.ancestors(match.provision.eid)
        )
        lines += [f"Under {above}:"] if above else []
        lines += [plain_text.quote(match.provision.text), plain_text.citation(match.label), ""]
    result(arguments, contracts.matches_json(matches), *lines)
    if not matches:
        say(f"'{label}' names no clause of a text in the library; try: resolutions read \"considering b)\"")
    return 0 if matches else 1


def _text_of(key: str, library: Library) -> Edition | None:
    """Return the edition of a key, or an instrument's newest; None for no key. Raises UnknownEdition."""
    try:
        return library.edition(EditionKey.parse(key))
    except InvalidKey:
        pass
    try:
        found = library.instruments.get(InstrumentKey.parse(key))
    except InvalidKey:
        return None
    if not found:
        raise UnknownEdition(f"'{key}' is not in the library; see: resolutions list")
    return found[0]


def _print_contents(edition: Edition, arguments: Namespace) -> int:
    """Print the headings of a text, each below those that it stands under."""
    headings = [
        provision
        for provision in edition.provisions
        if provision.kind == Kind.HEADING and edition.part_of(provision) != Part.PREFACE
    ]
    lines = [plain_text.named(edition.name), plain_text.quote(edition.title), ""]
    for heading in headings:
        text = "" if heading.text in heading.label else f": {heading.text}".replace("\t", " | ")
        lines.append(plain_text.quote(f"{'  ' * len(edition.ancestors(heading.eid))}{heading.label}{text}"))
    lines += ["", 'for one clause: resolutions read "considering b)"; for all: resolutions export KEY']
    matches = tuple(Match(edition, heading) for heading in headings)
    return result(arguments, contracts.matches_json(matches), *lines)


def search(arguments: Namespace) -> int:
    """Print the clauses nearest to a query, with their scores."""
    require_one(arguments.query, arguments.batch, "a query")
    assistant = opened_assistant()

    def found(query: str, id_: object = None) -> dict[str, Any]:
        started = perf_counter()
        hits = assistant.search(query, arguments.top)
        return contracts.hits_json(hits, perf_counter() - started, id_)

    if arguments.batch:
        return run_batch(arguments.batch, sys.stdout, lambda row: found(field(row, "query"), row.get("id")))
    hits = found(" ".join(arguments.query))
    lines: list[str] = []
    for hit in hits["hits"]:
        cited = plain_text.citation(hit["label"])
        lines += [plain_text.quote(hit["text"]), f"{cited} {hit['score']:.3f}", ""]
    return result(arguments, hits, *lines)


def parse(arguments: Namespace) -> int:
    """Parse the texts of a file and print what became of them; nothing is kept."""
    settings, file = read_settings(), arguments.file
    for fault in open_bodies(settings.home):
        say(fault)
    parses = parse_file_in_child(file, arguments.key, settings.limits)
    if arguments.json:
        return print_json(contracts.parses_json(parses))
    for parsed in parses:
        for provision in parsed.provisions:
            cited = plain_text.citation(provision.label)
            print_text(plain_text.quote(provision.text), f"{cited} {provision.eid} · {provision.kind}", "")
        report = parsed.report
        removed = f", {len(report.removed)} lines removed" if report.removed else ""
        say(
            f"{file}: {parsed.name}, {len(parsed.provisions)} provisions, {len(parsed.references)} references"
            f"{removed}, {len(report.unowned)} lines unowned, {len(report.gaps)} gaps"
        )
        maybe = parsed.proposal if parsed.key is None else None
        for line in (*report.warnings, *([f"maybe {maybe.name}", *maybe.evidence] if maybe else [])):
            say(f"{file}: {line}")
    return 0


def verify_claims(arguments: Namespace) -> int:
    """Print whether clauses say what claims say; return the exit status."""
    if arguments.batch:
        library = cache(opened_library)
        return run_batch(arguments.batch, sys.stdout, lambda row: _judged(row, library))
    if not arguments.claim:
        raise ResolutionsError("give a claim, or a batch: resolutions verify --batch FILE")
    check_language(arguments.claim)
    from assistant.checking.judging import Compared, Judge  # with all that answers questions

    if arguments.label:
        match = _match_of(arguments.label, opened_library())
        found = Compared(match.edition, match.provision, _verified(arguments.claim, match))
    else:
        assistant = opened_assistant()
        from assistant.filtered import FilteredAssistant

        judge = Judge(FilteredAssistant(assistant), assistant.library)
        located = judge.locate(arguments.claim)
        if located is None:
            raise ResolutionsError(
                "no clause comes near the claim; give the label of the clause that it cites"
            )
        found = located
    verdict = found.verdict
    judgement = str(verdict.judgement).replace("_", " ")
    clause = plain_text.label(found.edition.citation(found.provision))
    lines = [f"{judgement}{' (please read)' if verdict.needs_reading else ''}: {clause}"]
    lines += [] if arguments.label else [plain_text.quote(found.provision.text)]
    return result(
        arguments,
        contracts.verdict_json(verdict, clause=found.id),
        *lines,
        *map(plain_text.program_line, verdict.reasons),
    )


def _judged(row: Row, library: Callable[[], Library]) -> Mapping[str, Any]:
    """Judge a row: by the words of its clause, else by the clause that its label names in its edition."""
    claim, label = field(row, "claim"), field({"label": "", **row}, "label")
    check_language(claim)
    if "clause" in row:
        source = Source(field(row, "clause"), label)
        if "edition" in row:
            source = _within(source, EditionKey.parse(field(row, "edition")), library())
        return contracts.verdict_json(verify(claim, source, shipped_nearness()), row.get("id"))
    held = library()
    if "edition" in row:
        held = Library((held.edition(named_key(field(row, "edition"), held)),), held.catalogue)
    match = _match_of(field(row, "label"), held)
    return contracts.verdict_json(_verified(claim, match), row.get("id"), match.id)


def _within(source: Source, key: EditionKey, library: Library) -> Source:
    """Return a clause given in words as one of an edition, whose name is known if the library has it."""
    held = library.find(key)
    names = [held.name] if held and not source.label.startswith(held.name) else []
    label = ", ".join(filter(None, (*names, source.label)))
    return replace(source, label=label, issuer=key.instrument.issuer, year=key.year)


def _verified(claim: str, match: Match) -> Verdict:
    return verify(claim, Source.of(match.edition, match.provision), shipped_nearness())


def _match_of(label: str, library: Library) -> Match:
    """Return the one clause that a label names. Raises ResolutionsError for none or several."""
    matches = resolve(label, library)
    if len(matches) != 1:
        raise ResolutionsError(f"'{label}' names {len(matches)} clauses; give a label that names one")
    return matches[0]


def export(arguments: Namespace) -> int:
    """Print an edition, or write it to a file: as JSON in the shape of parse, or as Akoma Ntoso."""
    library = opened_library()
    key = named_key(arguments.edition, library)
    if arguments.json and arguments.format != "json":
        raise ResolutionsError(f"'--json' with '--format {arguments.format}': give one of them")
    text = serialized(library.edition(key), library, arguments.format)
    if arguments.output is None:
        sys.stdout.write(text)
    else:
        with files_of_the_user():
            _write(arguments.output, text)
        say(f"{arguments.output}: {key} written")
    return 0


def _write(path: Path, text: str) -> None:
    """Write a file; one that could not be written whole is removed. Raises OSError."""
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        error.filename = str(path)  # Python names it only where it cannot be opened
        if path.is_file():
            path.unlink()
        raise


def evaluate(arguments: Namespace) -> int:
    """Run a command of the evaluation package, which stands above this one, in a process of its own."""
    # -P: a folder named evals or corpus where the command is run must not come before ours.
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-P", "-m", "evals", arguments.suite, *arguments.rest]
    with files_of_the_user():  # a report is his
        started = subprocess.Popen(command, env=environment)  # noqa: S603  our own module  # nosec B603
        while True:
            try:
                return started.wait()
            except KeyboardInterrupt:  # a terminal sends it to both, and the suite says how it ended
                continue


def given_filters(arguments: Namespace) -> dict[str, str]:
    """Return the filters that a command line gives."""
    names = (attribute.name for attribute in fields(Filters))
    return {name: value for name in names if (value := getattr(arguments, name, None))}


def _answering(assistant: Assistant) -> Answering:
    """Return what answers: the assistant, and after it the language model, where one is configured.

    A model that did worse in its test is not asked. What there is to say about a model is said once,
    however many answers it is about.
    """
    from assistant.administration.model_choice import model_in_use
    from assistant.filtered import FilteredAssistant

    settings, filtered = read_settings(), FilteredAssistant(assistant)
    model = model_in_use(settings)
    if model is None:
        return filtered.ask
    from assistant.query_help.reading import Question, open_helped_reader
    from assistant.self_test.notices import destination, not_used, untested
    from assistant.self_test.results import result_of

    tested = result_of(settings.home, model)
    if tested and not tested.is_used:
        say(not_used(tested))
        return filtered.ask
    if tested is None:
        say(untested(model.model))
    if not model.is_local:
        say(destination(model))
    reader, shown_notices = open_helped_reader(model, filtered), set(assistant.notices)

    def answer(turns: Sequence[str], filters: Filters) -> Answer:
        found = reader.improve(filtered.ask(turns, filters), Question(tuple(turns), filters))
        for notice in found.notices:
            if notice not in shown_notices:
                say(notice)
        shown_notices.update(found.notices)
        return found

    return answer


def opened_assistant() -> Assistant:
    """Open the assistant, with a progress bar where the index must be built."""
    from assistant.opening import open_assistant

    with ProgressBar("Embedding texts", "text") as progress:
        assistant = open_assistant(read_settings(), progress)
    for notice in assistant.notices:
        say(notice)
    return assistant


def require_one(words: object, batch: object, what: str) -> None:
    """Refuse neither or both of a thing and a batch."""
    if bool(words) == bool(batch):
        raise ResolutionsError(f"give {what}, or --batch FILE, and not both")
