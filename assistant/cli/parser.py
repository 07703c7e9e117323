"""What the command line takes: each command with its arguments and an example."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from corpus.errors import ResolutionsError
from corpus.keys import EditionKey

_ABOUT = """\
Answers questions about resolutions and puts the exact clause behind every statement.
Works with no network and no language model. Where things are kept: RESOLUTIONS_HOME.
"""
_EXAMPLES = """\
examples:
  resolutions chat                                  open the pages on http://127.0.0.1:7860
  resolutions ask "What is the Council instructed to do?"
  resolutions read "considering b)"                 a clause by its label; also "SG 3(i)", "T1.6"
  resolutions search "capacity building" --top 5
  resolutions precedents "to report annually to the Council"
  resolutions ask --batch questions.jsonl --json    one conversation a line in, one answer a line out
"""

# Named here so that the help loads nothing; a test compares them with what they name.
_OPERATIONS = (
    "search", "ask", "verify_claim", "check_document", "list_texts", "fetch", "read_provision",
    "list_provisions",
    "find_precedents", "list_duties", "concordance", "compare_editions", "references",
)  # fmt: skip
_CLAUSE_KINDS = ("preambular", "operative", "annex")
_ROLES = ("reader", "curator")


class _Parser(argparse.ArgumentParser):
    """A parser whose help is output like any other: argparse is silent where it cannot be written."""

    def print_help(self, file: Any = None) -> None:  # noqa: ANN401  as argparse has it
        """Print the help. Raises OSError."""
        (file or sys.stdout).write(self.format_help())


def command_parser() -> argparse.ArgumentParser:
    """Build the parser; each command teaches by an example."""
    parser: argparse.ArgumentParser = _Parser(
        prog="resolutions",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _answering_commands(add)
    _drafting_commands(add)
    _comparison_commands(add)
    _library_commands(add)
    _proposal_commands(add)
    _account_commands(add)
    for name, suite, about in (
        ("eval", "run", "run the evaluation suite"),
        ("bench", "bench", "measure speed and memory beside what one would pick instead"),
    ):
        command = _command(add, name, "asking.evaluate", about, f"resolutions {name}", json=False)
        command.set_defaults(suite=suite)
        command.add_argument("rest", nargs=argparse.REMAINDER, help="passed on to python -m evals")
    return parser


def _answering_commands(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(add, "chat", "asking.chat", "serve the pages; the first run builds the index",
             "resolutions chat", json=False)  # fmt: skip
    switching = _command(add, "answering", "asking.answering",
                         "switch answering off on the pages, or on again; texts can be added either way",
                         "resolutions answering off")  # fmt: skip
    switching.add_argument("state", nargs="?", choices=["on", "off"], help="default: say which it is")
    calling = _command(add, "call", "asking.call", "run an operation and print its JSON",
                       'resolutions call search query="digital skills" limit=3', json=False)  # fmt: skip
    calling.add_argument("operation", choices=_OPERATIONS, metavar="OPERATION", help=", ".join(_OPERATIONS))
    calling.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help="its fields; /api describes them")
    _command(add, "mcp", "asking.mcp", "serve the tools for other assistants on standard input and output",
             "resolutions mcp", json=False)  # fmt: skip
    ask = _command(add, "ask", "asking.ask", "answer a question with the clauses that say it",
                   'resolutions ask "Who reports to the Council every year?"')  # fmt: skip
    ask.add_argument("question", nargs="*", help="the question, in English")
    ask.add_argument("--kind", choices=_CLAUSE_KINDS, help="only from clauses of this part")
    ask.add_argument("--trace", action="store_true", help="also say how the answer was found")
    _add_filters(ask)
    _batch(ask, '{"id", "turns": [questions, oldest first], '
           '"filters": {"kind", "verb", "addressee", "edition"}}')  # fmt: skip
    read = _command(add, "read", "asking.read", "print the clause of a label, or the headings of a text",
                    'resolutions read "Annex 1 para 54"')  # fmt: skip
    read.add_argument("label", nargs="+", help='a label, as "SG 3(i)" or "recognizing (d)"; or a text\'s key')
    search = _command(add, "search", "asking.search", "print the clauses nearest to a query, with scores",
                      'resolutions search "digital skills" --top 5')  # fmt: skip
    search.add_argument("query", nargs="*", help="words to look for")
    search.add_argument("--top", type=_count, default=20, help="how many clauses (default: 20)")
    _batch(search, '{"id", "query"}')
    verify = _command(add, "verify", "asking.verify_claims", "check whether a clause supports a claim",
                      'resolutions verify "to report annually to the Council" "SG 4"')  # fmt: skip
    verify.add_argument("claim", nargs="?", help="the claim")
    verify.add_argument("label", nargs="?", help="the label of the clause that it cites (default: it is "
                        "searched for)")  # fmt: skip
    _batch(verify, '{"id", "claim", "clause": its text, or "label", and "edition"}')
    check = _command(add, "check", "checking.check",
                     "check what a document quotes, cites and attributes to texts",
                     "resolutions check paper.docx --output paper-checked.docx")  # fmt: skip
    check.add_argument("file", type=Path, metavar="FILE", help="a Word, PDF, HTML, Markdown or text file")
    check.add_argument("--output", type=Path, metavar="FILE", help="also write the document with comments "
                       "(.docx), the findings (.md), or a report for --again (.json)")  # fmt: skip
    check.add_argument("--again", type=Path, metavar="REPORT", help="say what differs from an earlier report "
                       "(.json), nothing else")  # fmt: skip
    check.add_argument(
        "--before-changes", action="store_true", help="read a Word file as it was before its tracked changes"
    )
    check.set_defaults(reads_files=True)


def _proposal_commands(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    table = _command(add, "proposals", "proposals.table",
                     "put proposals in one table: who changes which clause how, and where they collide",
                     "resolutions proposals alpha.docx beta.docx --to table.xlsx")  # fmt: skip
    table.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a Word file, with tracked "
                       "changes or as the text would read")  # fmt: skip
    table.add_argument("--to", type=Path, metavar="FILE", help="also write the table (.docx, .xlsx)")
    table.set_defaults(reads_files=True)


def _drafting_commands(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    found = _command(add, "precedents", "drafting.precedents", "print the adopted clauses closest to a draft",
                     'resolutions precedents "instructs the Council to report" --kind operative')  # fmt: skip
    found.add_argument("draft", nargs="*", help="the draft of a clause, with its head or without")
    found.add_argument("--kind", choices=_CLAUSE_KINDS, help="only clauses of this part")
    _add_filters(found)
    found.add_argument("--instrument", metavar="KEY", help="a text in all its editions, by key or name")
    found.add_argument("--since", metavar="YEAR", help="only texts adopted in this year or later")
    found.add_argument("--until", metavar="YEAR", help="only texts adopted in this year or earlier")
    found.add_argument("--top", type=_count, default=20, help="how many clauses (default: 20)")
    _batch(found, '{"id", "draft", "filters": {"kind", "verb", "addressee", "edition", "instrument", '
           '"since", "until"}}')  # fmt: skip
    draft = _command(add, "draft", "drafting.draft",
                     "compare a draft resolution with the adopted texts of its body",
                     "resolutions draft draft.docx")  # fmt: skip
    draft.add_argument("file", type=Path, metavar="FILE", help="a Word, PDF, HTML, Markdown or text file")
    draft.set_defaults(reads_files=True)
    duties = _command(add, "duties", "drafting.duties", "list who is told to do what in the texts in force",
                      "resolutions duties --addressee Council")  # fmt: skip
    _add_filters(duties)


def _add_filters(command: argparse.ArgumentParser) -> None:
    """Let a command take filters by what a head tells whom, and where."""
    command.add_argument("--verb", help='the verb of the head, by its stem or as it stands: "instruct"')
    command.add_argument("--addressee", help='whom the head addresses, among others: "Council"')
    command.add_argument("--edition", metavar="KEY", help="a text, by its key or its name")


def _comparison_commands(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    compare = _command(add, "compare", "texts.compare_editions",
                       "align two editions: NOC, MOD, ADD, SUP, MOVED, with the words that changed",
                       "resolutions compare itu-pp/res-71/2018 itu-pp/res-71/2022")  # fmt: skip
    compare.add_argument("old", metavar="A", help="the earlier edition, by key or by name")
    compare.add_argument("new", metavar="B", help="the later one")
    compare.add_argument("--all", action="store_true", help="print what is unchanged too")
    streamline = _command(add, "streamline", "streamlining.streamline",
                          "list clauses of several texts that repeat, overlap or supersede one another",
                          "resolutions streamline itu-pp/res-25 itu-pp/res-71 --to map.xlsx")  # fmt: skip
    streamline.add_argument("texts", nargs="+", metavar="TEXT", help="texts, by key or by name")
    streamline.add_argument("--to", type=Path, metavar="FILE", help="write a spreadsheet (.xlsx) or a Word "
                            "file (.docx)")  # fmt: skip
    references = _command(add, "references", "texts.references",
                          "print what a text or a clause cites, and what cites it",
                          'resolutions references "considering b)"')  # fmt: skip
    references.add_argument("named", nargs="*", metavar="KEY", help="a key, a name, an id or a label "
                            "(default: the references of all texts in the library)")  # fmt: skip
    references.add_argument("--in", dest="into", action="store_true", help="only what names it")


def _library_commands(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parse = _command(add, "parse", "asking.parse",
                     "parse the texts of a file into provisions, with a report",
                     "resolutions parse resolution.txt --json")  # fmt: skip
    parse.add_argument("file", type=Path, help="a file")
    _key(parse)
    adding = _command(add, "add", "library.add",
                      "add files and folders to the library, each text of a file as its own, and index them",
                      "resolutions add decision-5.pdf resolutions/\n"
                      "  resolutions add --review review.toml")  # fmt: skip
    adding.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files, and folders of files")
    adding.add_argument("--review", type=Path, metavar="FILE", help="with PATH: write what is not certain "
                        "into this TOML file, to be judged; alone: add what is accepted in it")  # fmt: skip
    _key(adding)
    _taking_in(adding)
    adding.add_argument("--supersede", action="store_true", help="confirm that a text supersedes an earlier "
                        "edition in the library")  # fmt: skip
    fetch = _command(add, "fetch", "library.fetch",
                     "fetch official texts from the addresses in the catalogue",
                     "resolutions fetch itu-pp/dec-5/2022")  # fmt: skip
    fetch.add_argument("keys", nargs="*", type=_edition_key, metavar="KEY",
                       help="editions (default: all that are missing and have an address)")  # fmt: skip
    _taking_in(fetch)
    remove = _command(add, "remove", "library.remove", "remove editions from the library and the index",
                      "resolutions remove itu-pp/dec-5/2022")  # fmt: skip
    remove.add_argument("keys", nargs="*", metavar="KEY", help="editions, by key or by name")
    remove.add_argument("--quarantine", action="store_true", help="forget the files that were set aside")
    _command(add, "list", "library.list_editions",
             "list the texts held, and those that are cited but missing",
             "resolutions list")  # fmt: skip
    indexing = _command(add, "index", "library.index", "build the index anew from the library",
                        "resolutions index\n  resolutions index --enrich itu-pp/dec-5/2022")  # fmt: skip
    indexing.add_argument("--enrich", nargs="*", metavar="KEY", help="first let the configured language "
                          "model write question packs for these texts, by key or name (default: for all "
                          "that have none); shows the cost first, and resumes a stopped run")  # fmt: skip
    indexing.add_argument("--yes", action="store_true", help="with --enrich: do not ask whether to go on")
    doctor = _command(add, "doctor", "library.doctor", "check home, library, models and index",
                      "resolutions doctor --model")  # fmt: skip
    doctor.add_argument("--model", action="store_true", help="only test the configured language model, with "
                        "40 questions: it is used if it is not worse than the built-in reader")  # fmt: skip
    backing = _command(add, "backup", "library.back_up", "write library, conversations, accounts into a file",
                       "resolutions backup friday.backup")  # fmt: skip
    backing.add_argument("file", type=Path, metavar="FILE", help="a file that does not exist yet")
    restoring = _command(add, "restore", "library.restore",
                         "check a backup and put it in place; stop the pages first",
                         "resolutions restore friday.backup")  # fmt: skip
    restoring.add_argument("file", type=Path, metavar="FILE", help="a backup")
    restoring.add_argument("--check", action="store_true", help="only check that it is whole")
    restoring.add_argument("--replace", action="store_true", help="replace what is there; it is kept aside")
    export = _command(add, "export", "asking.export", "print an edition as JSON or as Akoma Ntoso",
                      "resolutions export itu-pp/res-71/2022 --format akn --output res-71.xml")  # fmt: skip
    export.add_argument("edition", help="an edition's key or name")
    export.add_argument("--format", choices=["akn", "json"], default="json", help="the form (default: json)")
    export.add_argument("--output", type=Path, metavar="FILE", help="write there (default: standard output)")


def _account_commands(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    account = add.add_parser("account", help="say who may sign in, where the pages need a sign-in")
    under = account.add_subparsers(title="commands", metavar="COMMAND", required=True)
    adding = _command(under, "add", "accounts.add_account", "make an account; asks for its password",
                      "resolutions account add anna --role curator")  # fmt: skip
    adding.add_argument("name", metavar="NAME", help="letters, digits and . _ - @")
    adding.add_argument("--role", choices=_ROLES, default="reader", help="reader (default): reads and "
                        "asks; curator: changes the library too")  # fmt: skip
    removing = _command(under, "remove", "accounts.remove_account", "remove an account",
                        "resolutions account remove anna --erase")  # fmt: skip
    removing.add_argument("name", metavar="NAME", help="whose account it is")
    left = removing.add_mutually_exclusive_group()
    left.add_argument("--erase", action="store_true", help="also erase its conversations, "
                      "notes, collections and proposals (default: ask)")  # fmt: skip
    left.add_argument("--keep", action="store_true", help="retain them, inaccessible to any account")
    _command(under, "list", "accounts.list_accounts", "list who has an account", "resolutions account list")
    key = under.add_parser("key", help="let programs in with keys, in place of a password")
    keys = key.add_subparsers(title="commands", metavar="COMMAND", required=True)
    making = _command(keys, "add", "accounts.add_key",
                      "make a key for the programs of an account; shown once",
                      "resolutions account key add anna")  # fmt: skip
    making.add_argument("name", metavar="NAME", help="whose programs it lets in")
    _command(keys, "list", "accounts.list_keys", "list the keys by their ids", "resolutions account key list")
    revoking = _command(keys, "revoke", "accounts.revoke_key", "revoke a key",
                        "resolutions account key revoke 1f0c93ab")  # fmt: skip
    revoking.add_argument("id", metavar="ID", help="the id of the key, as listed")


def _run(place: str, arguments: argparse.Namespace) -> int:
    """Run a command, whose module is loaded only now."""
    if getattr(arguments, "reads_files", False):
        from ingest.apart import get_ready_to_parse

        get_ready_to_parse()  # while the rest is loaded
    module, _, function = place.partition(".")
    return int(getattr(import_module(f"assistant.cli.{module}"), function)(arguments))


def _command(
    add: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: str,
    about: str,
    example: str,
    *,
    json: bool = True,
) -> argparse.ArgumentParser:
    """Add a command, run by `module.function` of this package, with what it is for and an example."""
    command = add.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=partial(_run, run))
    if json:
        command.add_argument("--json", action="store_true", help="print JSON on standard output")
    return command


def _batch(command: argparse.ArgumentParser, row: str) -> None:
    command.add_argument("--batch", metavar="FILE", help=f"a JSON object a line ('-': standard input): {row}")


def _taking_in(command: argparse.ArgumentParser) -> None:
    """Let a command that takes texts in replace what is held, and show its progress."""
    command.add_argument("--replace", action="store_true", help="replace an edition that came from elsewhere")
    command.add_argument("--progress", action="store_true", help="show progress where there is no terminal")
    command.set_defaults(reads_files=True)


def _key(command: argparse.ArgumentParser) -> None:
    """Let a command take the key of a text that does not say what it is."""
    command.add_argument("--key", type=_edition_key, help="what the text is, where it does not say: "
                         "itu/convention/2022; of several texts in a file, the one to take")  # fmt: skip


def _edition_key(text: str) -> object:
    """Read an edition's key for argparse, which prints the message of this error."""
    try:
        return EditionKey.parse(text)
    except ResolutionsError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no count; give a number from 1")
    return int(text)
