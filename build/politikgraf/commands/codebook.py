"""`politikgraf codebook` and `health`."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from ..project import Project


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommands."""
    raw = argparse.RawDescriptionHelpFormatter
    book = subparsers.add_parser(
        "codebook",
        help="write the codebook from the ontology and the vocabularies",
        description="Write kodebog.md, codebook.md and codebook.csv: every kind, role, concept and actor with definition, "
        "when to use it, when not, and an example.",
        epilog="example:\n  politikgraf codebook docs",
        formatter_class=raw,
    )
    book.add_argument("folder", type=Path, metavar="DIR", help="where to write")
    book.set_defaults(run=run_codebook)
    health = subparsers.add_parser(
        "health",
        help="what to look into in the vocabulary",
        description="Concepts used once, never or nearly always, concepts that overlap, missing texts, one-sided relations, and "
        "concepts on which the readers disagree; for each what to do.",
        epilog="example:\n  politikgraf health --lang da",
        formatter_class=raw,
    )
    health.add_argument("--lang", choices=("da", "en"), default="en")
    health.add_argument("--format", choices=("table", "json"), default="table")
    health.set_defaults(run=run_health)


def run_codebook(arguments: argparse.Namespace) -> int:
    from ..codebook import files
    from ..tables import write_atomically
    from ..vocabulary import Vocabulary

    folder = Project.here().ontology
    for name, content in files(folder, Vocabulary.load(folder)).items():
        write_atomically(arguments.folder / name, content)
        print(f"wrote {arguments.folder / name}")
    return 0


def run_health(arguments: argparse.Namespace) -> int:
    from ..coding_tables import read_coding
    from ..derive import Reading
    from ..health import examine_vocabulary
    from ..reliability import alphas, measure_all, read_readings
    from ..vocabulary import Vocabulary

    project = Project.here()
    vocabulary = Vocabulary.load(project.ontology)
    readings = [Reading.of(read_coding(f, vocabulary), "") for f in project.documents()]
    twice = [r for r in (read_readings(f, vocabulary) for f in project.documents()) if r]
    findings = examine_vocabulary(vocabulary, readings, alphas(measure_all(twice)))
    if arguments.format == "json":
        print(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2))
        return 0
    for finding in findings:
        seen, advice = getattr(finding, f"seen_{arguments.lang}"), getattr(finding, f"advice_{arguments.lang}")
        print(f"{finding.check:14}{finding.concept:28}{seen} -> {advice}")
    return 0
