"""`politikgraf build`, `evidence`, `locate` and `stats`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from .. import paths
from ..project import Project

_RAW = argparse.RawDescriptionHelpFormatter
QUIET_SECONDS = 2.0


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommands."""
    build = subparsers.add_parser(
        "build",
        help="make the Turtle files from the codings",
        description="Make graph/*/graph.ttl and graph/politikgraf.ttl from the codings, validate them, and check "
        "every pointer where the texts are on hand. Nothing is written when anything is wrong.",
        epilog="examples:\n  politikgraf build\n  politikgraf build --documents texts/ --out /tmp/try",
        formatter_class=_RAW,
    )
    _add_documents(build)
    build.add_argument(
        "--graph", type=Path, metavar="DIR", help="folder with one folder a document (default: the project's)"
    )
    build.add_argument(
        "--out", type=Path, metavar="DIR", help="write everything below DIR instead of the project's folders"
    )
    build.set_defaults(run=run_build)

    evidence = subparsers.add_parser(
        "evidence",
        help="check every pointer against the texts and account for every word",
        description="Check that each coded passage holds the words that were meant, and that every word of each text is "
        "coded or listed as not coded. Another extraction of the same document is recognised by its passages.",
        epilog="example:\n  politikgraf evidence --documents texts/",
        formatter_class=_RAW,
    )
    _add_documents(evidence)
    evidence.add_argument(
        "--graph", type=Path, metavar="DIR", help="folder with one folder a document (default: the project's)"
    )
    evidence.set_defaults(run=run_evidence)

    locate = subparsers.add_parser(
        "locate",
        help="turn lines or typed words into positions and fingerprints",
        description='With a text and a passage (L12-14, L12: "words ... words", "words" or 120-188): print the cells to '
        "paste. With tables: fill in every passage of coding.csv, sections.csv or ledger.csv that is so written.",
        epilog="examples:\n  politikgraf locate --text texts/policy.txt 'L12-14' '\"alle børn ... fællesskab\"'\n"
        "  politikgraf locate --text texts/policy.txt --fill graph/my-town/coding.csv",
        formatter_class=_RAW,
    )
    locate.add_argument("--text", type=Path, required=True, metavar="FILE", help="the text")
    locate.add_argument("--fill", action="store_true", help="the arguments are tables to fill in")
    locate.add_argument("what", nargs="+", metavar="PASSAGE|TABLE")
    locate.set_defaults(run=run_locate)

    stats = subparsers.add_parser(
        "stats",
        help="count what the graph holds",
        description="Statements by kind and document, from the codings.",
        epilog="example:\n  politikgraf stats --format json",
        formatter_class=_RAW,
    )
    stats.add_argument("--format", choices=("table", "json"), default="table")
    stats.set_defaults(run=run_stats)


def _add_documents(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--documents", metavar="DIR",
        help=f"folder of the texts (default: ${paths.DOCUMENTS_VARIABLE}, then documents/ where it holds texts)",
    )  # fmt: skip


class Bar:
    """Progress on standard error, for work that takes longer than two seconds."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, done: int, of: int, what: str) -> None:
        if time.monotonic() - self._start > QUIET_SECONDS or sys.stderr.isatty():
            print(f"[{done}/{of}] {what}", file=sys.stderr, flush=True)


def run_build(arguments: argparse.Namespace) -> int:
    from ..pipeline import build

    project = Project.here(arguments.graph, arguments.out)
    started = time.monotonic()
    result = build(project, paths.documents_folder(arguments.documents), Bar())
    counts = f"{result.counts['documents']} documents, {result.counts['statements']} statements, {result.counts['triples']} triples"
    if not result.changed:
        print(f"Nothing has changed: {counts}.")
        return 0
    print(f"Built and validated in {time.monotonic() - started:.1f} s: {counts}.")
    for path in result.written:
        print(f"  wrote {_relative(path)}")
    if not result.written:
        print("  every file was already as it should be")
    for evidence in result.evidence:
        found = "every pointer holds" if evidence.exact else "another extraction, every passage found again"
        print(f"  {evidence.document}: {found}; {evidence.coded} of {evidence.words} words coded, the rest listed")
    return 0


def _relative(path: Path) -> Path:
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def run_evidence(arguments: argparse.Namespace) -> int:
    from ..errors import DataError, Problem, UnreadableError
    from ..pipeline import examine_all
    from ..vocabulary import Vocabulary

    folder = paths.documents_folder(arguments.documents)
    if folder is None:
        raise UnreadableError(Problem("--documents", "no texts are on hand", "give the folder that holds them"))
    project = Project.here(arguments.graph)
    results = examine_all(project, folder, Vocabulary.load(project.ontology))
    print(f"{'document':24}{'text':10}{'words':>7}{'coded':>7}{'listed':>8}{'neither':>9}{'faults':>8}")
    for result in results:
        kind = "as coded" if result.exact else "refound"
        listed = sum(result.not_coded.values())
        print(
            f"{result.document:24}{kind:10}{result.words:>7}{result.coded:>7}{listed:>8}"
            f"{result.unaccounted_words:>9}{len(result.problems):>8}"
        )
    for name in sorted({f.name for f in project.documents()} - {r.document for r in results}):
        print(f"{name:24}not on hand")
    faults = [problem for result in results for problem in result.problems]
    if faults:
        raise DataError(faults)
    return 0


def run_locate(arguments: argparse.Namespace) -> int:
    from ..locate import locate, locate_tables, passage_cells
    from ..text import Text

    text = Text.read(arguments.text)
    if arguments.fill:
        for path, count in locate_tables([Path(what) for what in arguments.what], text).items():
            print(f"{path}: {count} rows filled in")
        return 0
    for what in arguments.what:
        spans = locate(text, what)
        for column, cell in passage_cells(text, spans).items():
            print(f"{column:12}{cell}")
        for span in spans:
            print(f"{'line ' + str(text.line_of(span.start)):12}{text.quote(span)}")
    return 0


def run_stats(arguments: argparse.Namespace) -> int:
    import json

    from ..namespaces import KINDS
    from ..stats import statistics

    counts = statistics(Project.here())
    if arguments.format == "json":
        print(json.dumps(counts, ensure_ascii=False, indent=2))
        return 0
    names = list(counts["documents"])
    print(f"{'':16}" + "".join(f"{n:>22}" for n in names) + f"{'all':>8}")
    rows = [(kind, "kinds", kind) for kind in KINDS]
    rows += [(f"{m} named", m, None) for m in ("concepts", "actors", "ages", "references", "sections")]
    rows += [("statements", "statements", None), ("arguable", "arguable", None)]
    for label, key, kind in rows:
        cells = [
            counts["documents"][n][key] if kind is None else counts["documents"][n]["kinds"].get(kind, 0) for n in names
        ]
        total = counts["all"][key] if kind is None else counts["all"]["kinds"].get(kind, 0)
        print(f"{label:16}" + "".join(f"{c:>22}" for c in cells) + f"{total:>8}")
    return 0
