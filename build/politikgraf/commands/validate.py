"""`politikgraf validate`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .. import paths

if TYPE_CHECKING:
    from ..validate import Report


MANY = 20_000
"""Triples; judging more than these takes so long that a word is said first."""


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "validate",
        help="judge Turtle files by the shapes",
        description="Judge Turtle files, together with the project's vocabularies, by the SHACL shapes. Several files are\n"
        "judged as one graph.",
        epilog="exit codes: 0 valid; 1 violations, or nothing to judge; 2 unreadable\n\nexamples:\n"
        "  politikgraf validate graph/politikgraf.ttl\n  politikgraf validate mine.ttl --format json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("files", nargs="+", type=Path, metavar="FILE")
    command.add_argument("--format", choices=("text", "json", "turtle"), default="text")
    command.add_argument("--lang", choices=("da", "en"), default="en", help="language of the messages")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from ..errors import UnreadableError
    from ..namespaces import new_graph
    from ..validate import Validator
    from ..vocabulary import Vocabulary, parse_turtle

    data, problems = new_graph(), []
    for file in arguments.files:
        try:
            parse_turtle(file, data)
        except UnreadableError as error:
            problems.extend(error.problems)
    if problems:
        raise UnreadableError(problems)
    folder = paths.ontology_folder()
    validator = Validator(folder, Vocabulary.load(folder))
    if len(data) > MANY:
        print(_WORDS[arguments.lang]["judging"].format(len(data)), file=sys.stderr, flush=True)
    report = validator.validate(data)
    judged = validator.judges(data)
    if arguments.format == "json":
        print(json.dumps({"judged": judged, **report.as_dict()}, ensure_ascii=False, indent=2))
    elif arguments.format == "turtle":
        print(report.graph.serialize(format="turtle"))
    else:
        _print(report, judged, arguments, len(data))
    return 0 if report.conforms and judged else 1


_WORDS = {
    "en": {"Violation": "Violation", "Warning": "Warning", "Info": "Note", "valid": "valid", "count": "{} violation(s)",
           "nothing": "holds nothing that the shapes speak of, so nothing was judged", "together": "judged together",
           "triples": "triples", "line": "line", "judging": "Judging {} triples, which takes a while ..."},
    "da": {"Violation": "Fejl", "Warning": "Advarsel", "Info": "Bemærkning", "valid": "i orden", "count": "{} fejl",
           "nothing": "rummer intet, som reglerne taler om, så intet er bedømt", "together": "bedømt samlet",
           "triples": "tripler", "line": "linje", "judging": "Bedømmer {} tripler, og det tager lidt tid ..."},
}  # fmt: skip


def _print(report: Report, judged: bool, arguments: argparse.Namespace, triples: int) -> None:
    words = _WORDS[arguments.lang]
    places = _places(arguments.files) if report.violations else {}
    for violation in report.violations:
        file, line = places.get(violation.focus, ("", 0))
        place = f"{file}, {words['line']} {line}: " if file else ""
        print(f"{words.get(violation.severity, violation.severity)}: {place}{violation.text(arguments.lang)}")
    names = ", ".join(map(str, arguments.files)) + (f" ({words['together']})" if len(arguments.files) > 1 else "")
    wrong = words["count"].format(sum(v.severity == "Violation" for v in report.violations))
    verdict = wrong if not report.conforms else words["valid"] if judged else words["nothing"]
    print(f"{names}: {verdict} ({triples} {words['triples']})")


def _places(files: Iterable[Path]) -> dict[str, tuple[Path, int]]:
    """Where each thing's description begins, by its name as a violation gives it."""
    from ..tables import read_text_file
    from ..turtle import subject_lines
    from ..validate import short

    found: dict[str, tuple[Path, int]] = {}
    for file in files:
        for iri, line in subject_lines(read_text_file(file)):
            found.setdefault(short(iri), (file, line))
    return found
