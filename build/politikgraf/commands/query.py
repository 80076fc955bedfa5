"""`politikgraf query` and `politikgraf queries`."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..query import Asker
    from ..questions import Parameter, Question

_RAW = argparse.RawDescriptionHelpFormatter
_FORMATS = ("table", "csv", "json", "markdown", "turtle", "ntriples")
_QUERY_EXAMPLES = """exit codes: 0 answered; 1 a quality question found faults; 2 the question cannot be asked

examples:
  politikgraf query shared-by-all
  politikgraf query absent-from --param municipality=ballerup --lang en
  politikgraf query unique-to-one --param municipality=glostrup,ballerup --format csv
  politikgraf query my-question.rq --format markdown
  echo 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' | politikgraf query -
"""
_QUERIES_EXAMPLES = """examples:
  politikgraf queries                    every question, by group
  politikgraf queries ansvarlig tiltag   those that hold both words, in Danish or English
  politikgraf queries absent-from        one question in full: why, parameters, columns
"""


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommands."""
    query = subparsers.add_parser(
        "query",
        help="ask the graph a question",
        description="Ask a question of the library by name, or SPARQL from a file or standard input.",
        epilog=_QUERY_EXAMPLES,
        formatter_class=_RAW,
    )
    query.add_argument(
        "what", metavar="NAME|FILE|-", help="a question's name, a file with SPARQL, or - for standard input"
    )
    query.add_argument(
        "--param", action="append", default=[], metavar="KEY=VALUE",
        help="set a parameter; several values with commas, `any` to leave it open",
    )  # fmt: skip
    query.add_argument("--format", choices=_FORMATS, help="default: table, or turtle for CONSTRUCT and DESCRIBE")
    query.add_argument("--lang", choices=("da", "en"), default="da", help="language of labels (default: da)")
    query.add_argument(
        "--endpoint", metavar="URL", help="ask a SPARQL 1.1 server (default: $POLITIKGRAF_ENDPOINT, else this project)"
    )
    query.add_argument("--graph", type=Path, metavar="FILE", help="ask this RDF file instead of the project's graph")
    query.set_defaults(run=run_query)

    queries = subparsers.add_parser(
        "queries",
        help="list and search the questions that can be asked",
        description="List the questions of the library; with words, those that hold them all.",
        epilog=_QUERIES_EXAMPLES,
        formatter_class=_RAW,
    )
    queries.add_argument("words", nargs="*", metavar="WORD")
    queries.add_argument("--lang", choices=("da", "en"), default="da", help="language (default: da)")
    queries.set_defaults(run=run_queries)


def run_query(arguments: argparse.Namespace) -> int:
    from ..answers import write_answer
    from ..engine import open_engine
    from ..errors import DataError, UnreadableError
    from ..query import Asker

    try:
        given = _parameters(arguments.param)
        question = _question(arguments.what)
        language = _language(question, given, arguments.lang)
        asker = Asker(open_engine(arguments.endpoint, arguments.graph))
        result = asker.ask(question, **given)
        answer = write_answer(result, arguments.format or "table", language, _width())
    except DataError as error:
        raise UnreadableError(error.problems) from error
    asked = question.question[language]
    if (arguments.format or "table") == "table" and result.kind == "select" and asked:
        print("\n".join(textwrap.wrap(asked, _width())))
        print(_set_to(question, given) + "\n")
    print(answer, end="")
    if result.kind == "select" and not result.rows and not asked:
        _tell_unknown(asker, question.sparql)
    return 1 if question.is_quality and result.rows else 0


def _language(question: Question, given: dict[str, str], default: str) -> str:
    """The language to answer in: `--param lang=en` means the same as `--lang en`, for every question.

    `given` is left with a language for a question whose labels have one, and without for the others.

    Raises:
        DataError: it is no language of the graph.
    """
    from ..errors import DataError, Problem
    from ..questions import LANGUAGES

    own = next((p for p in question.parameters if p.name == "lang"), None)
    if own is not None and own.type != "language":
        return default
    language = given.pop("lang", default)
    if language not in LANGUAGES:
        raise DataError(Problem("--param lang", f"{language!r} is no language of the graph", "da or en"))
    if own is not None:
        given["lang"] = language
    return language


def _set_to(question: Question, given: dict[str, str]) -> str:
    """What a question was asked with, as it is written on the command line."""
    return " ".join(f"--param {p.name}={given.get(p.name, p.default)}" for p in question.parameters if p.name != "lang")


def _tell_unknown(asker: Asker, text: str) -> None:
    """Say on standard error which names of a query that found nothing do not occur in the graph."""
    from ..sparql import named

    for name, iri in named(text).items():
        asked = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }} }}"
        if not asker.engine.query(asked).boolean:
            print(f"politikgraf: {name} does not occur in the graph", file=sys.stderr)


def run_queries(arguments: argparse.Namespace) -> int:
    from ..errors import Problem, UnreadableError
    from ..questions import Library
    from ..server.words import group_name
    from ..tables import suggest

    library = Library.load()
    if len(arguments.words) == 1 and arguments.words[0] in library:
        print(_described(library[arguments.words[0]], arguments.lang))
        return 0
    found = library.search(arguments.words)
    if not found:
        near = suggest(arguments.words[0], [q.name for q in library])
        place = " ".join(arguments.words)
        raise UnreadableError(
            Problem(place, "no question holds these words", near or "try fewer words, or none to see all")
        )
    wide = max(len(q.name) for q in found)
    group = None
    for question in found:
        if question.group != group:
            group = question.group
            print(f"{group_name(group, arguments.lang)}:")
        lines = textwrap.wrap(question.question[arguments.lang], max(30, _width() - wide - 4))
        print(f"  {question.name:{wide}}  " + f"\n{'':{wide + 4}}".join(lines))
    return 0


def _question(what: str) -> Question:
    from ..questions import Library, parse_question
    from ..tables import read_text_file

    if what == "-":
        return parse_question(_with_one_line_end(_standard_input()))
    library = Library.load()
    if what not in library and (what.endswith((".rq", ".sparql")) or Path(what).is_file()):
        return parse_question(_with_one_line_end(read_text_file(Path(what))), Path(what).name)
    return library[what]


def _standard_input() -> str:
    """What stands on standard input, read as a file is: UTF-8, with or without a byte-order mark.

    Raises:
        UnreadableError: it is too large, or not UTF-8.
    """
    from ..errors import Problem, UnreadableError
    from ..tables import MAX_BYTES

    place = "standard input"
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableError(Problem(place, f"is larger than {MAX_BYTES / 1e6:.0f} MB", "give a smaller query"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        what = f"is not UTF-8 (byte {error.start})"
        raise UnreadableError(Problem(f"{place}:{line}", what, "save it as text in UTF-8")) from error


def _with_one_line_end(text: str) -> str:
    """A text from any editor: a parameter's line is looked for up to its end."""
    return text.replace("\r\n", "\n")


def _parameters(pairs: list[str]) -> dict[str, str]:
    from ..errors import DataError, Problem

    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name or not value:
            raise DataError(Problem(f"--param {pair}", "is not KEY=VALUE", "e.g. --param municipality=glostrup"))
        given[name] = f"{given[name]},{value}" if name in given else value
    return given


def _described(question: Question, language: str) -> str:
    width = _width()
    lines = [
        question.name,
        "",
        *textwrap.wrap(question.question[language], width),
        *textwrap.wrap(question.why[language], width),
    ]
    if question.parameters:
        lines += ["", "--param"]
        lines += [_item(p.name, f"{p.text[language]} ({_type(p)}; {p.default})", width) for p in question.parameters]
    if question.columns:
        lines += ["", "kolonner" if language == "da" else "columns"]
        lines += [_item(c.name, c.text[language], width) for c in question.columns]
    return "\n".join(lines)


def _type(parameter: Parameter) -> str:
    words = ["one of " + ", ".join(parameter.choices) if parameter.choices else parameter.type]
    words += [flag for flag in ("several", "optional") if getattr(parameter, flag)]
    return ", ".join(words)


def _item(name: str, text: str, width: int) -> str:
    lines = textwrap.wrap(text, max(30, width - 22)) or [""]
    return f"  {name:18}  " + f"\n{'':22}".join(lines)


def _width() -> int:
    return max(60, min(160, shutil.get_terminal_size((100, 24)).columns))
