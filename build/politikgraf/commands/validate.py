"""`politikgraf validate`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .. import paths


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "validate",
        help="judge Turtle files by the shapes",
        description="Judge Turtle files, together with the project's vocabularies, by the SHACL shapes.",
        epilog="exit codes: 0 valid; 1 violations; 2 unreadable\n\nexamples:\n"
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
    report = Validator(folder, Vocabulary.load(folder)).validate(data)
    if arguments.format == "json":
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    elif arguments.format == "turtle":
        print(report.graph.serialize(format="turtle"))
    else:
        for violation in report.violations:
            print(f"{violation.severity}: {violation.text(arguments.lang)}")
        names = ", ".join(map(str, arguments.files))
        verdict = (
            "valid" if report.conforms else f"{sum(v.severity == 'Violation' for v in report.violations)} violations"
        )
        print(f"{names}: {verdict} ({len(data)} triples)")
    return 0 if report.conforms else 1
