"""`politikgraf agreement`."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Problem, UnreadableError
from ..project import Project

if TYPE_CHECKING:
    from ..reliability import Readings
    from ..vocabulary import Vocabulary


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "agreement",
        help="how far two readers agree",
        description="Percent agreement and Krippendorff's alpha with 95 % bootstrap intervals of the two readings, from the "
        "committed tables, and the list of every disagreement.",
        epilog="examples:\n  politikgraf agreement\n  politikgraf agreement --scope concept --format markdown\n"
        "  politikgraf agreement --anew --scope kind\n  politikgraf agreement --disagreements",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--scope", choices=("overall", "document", "kind", "concept"), help="only these figures")
    command.add_argument(
        "--anew", action="store_true", help="the documents coded anew by a later codebook, before and after"
    )
    command.add_argument("--disagreements", action="store_true", help="list the units on which the readers differ")
    command.add_argument("--format", choices=("table", "json", "csv", "markdown"), default="table")
    command.add_argument(
        "--graph", type=Path, metavar="DIR", help="folder with one folder a document (default: the project's)"
    )
    command.add_argument("--write", type=Path, metavar="DIR", help="write the tables as a page, agreement.md, to DIR")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from ..reliability import disagreements, measure_all, read_readings, read_recodings
    from ..vocabulary import Vocabulary

    if arguments.disagreements and (arguments.anew or arguments.scope):
        raise UnreadableError(Problem("--disagreements", "goes with neither --anew nor --scope", "leave them out"))
    project = Project.here(arguments.graph)
    vocabulary = Vocabulary.load(project.ontology)
    readings = [r for r in (read_readings(f, vocabulary) for f in project.documents()) if r]
    if arguments.write:
        return _write(arguments.write, project, vocabulary, readings)
    if arguments.disagreements:
        rows = disagreements(readings)
    elif arguments.anew:
        rows = [
            {"codebook": r.version, "scope": row["anew"].scope, "name": row["anew"].name, "variable": row["anew"].variable,
             "units": row["anew"].units, **{f"{side}{end}": value for side, figure in row.items()
             for end, value in (("", figure.alpha), (" low", figure.low), (" high", figure.high))}}
            for r in read_recodings(project.documents(), vocabulary, readings)
            for row in r.rows() if arguments.scope in (None, row["anew"].scope)
        ]  # fmt: skip
    else:
        figures = measure_all(readings)
        rows = [asdict(f) for f in figures if arguments.scope in (None, f.scope)]
    if not (arguments.disagreements or arguments.anew) and arguments.format in ("table", "markdown"):
        rows += [
            {"scope": "boundaries", "name": r.document, "variable": "F1", "units": r.boundaries.first, "used": r.boundaries.second,
             "percent": r.boundaries.matched, "alpha": r.boundaries.f1, "low": None, "high": None}
            for r in readings if arguments.scope in (None, "document")
        ]  # fmt: skip
    _print(rows, arguments.format)
    return 0


def _write(folder: Path, project: Project, vocabulary: Vocabulary, readings: list[Readings]) -> int:
    from ..codebook import entries
    from ..reliability import measure_all, read_recodings
    from ..reliability_page import NAME, page
    from ..tables import write_atomically

    labels = {
        r["name"]: (r["label_da"], r["label_en"])
        for r in entries(project.ontology, vocabulary)
        if r["group"] in ("kind", "concept")
    }
    recodings = read_recodings(project.documents(), vocabulary, readings)
    write_atomically(folder / NAME, page(measure_all(readings), readings, recodings, labels))
    print(f"wrote {folder / NAME}")
    return 0


def _print(rows: list[dict], format_: str) -> None:
    if format_ == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    columns = list(rows[0]) if rows else []
    cells = [[_cell(row[c]) for c in columns] for row in rows]
    if format_ == "csv":
        for line in [columns, *cells]:
            print(",".join(line))
        return
    if format_ == "markdown":
        for line in [columns, ["---"] * len(columns), *cells]:
            print("| " + " | ".join(line) + " |")
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells)]
    for line in [columns, *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)
