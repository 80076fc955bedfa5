"""`politikgraf evaluate`: how good drafts are."""

from __future__ import annotations

import argparse

from .. import paths
from ..errors import Problem, UnreadableError
from ..project import Project
from .build import Bar
from .draft import add_places

_RAW = argparse.RawDescriptionHelpFormatter


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    evaluate = subparsers.add_parser(
        "evaluate",
        help="how good drafts are: each municipality drafted from the others",
        description="Leave one municipality out, draft its documents from what the others teach, and compare with their coding: "
        "precision, recall and F1 with 95 % bootstrap intervals, beside plain keywords and two careful readers.",
        epilog="examples:\n  politikgraf evaluate --documents texts/\n  politikgraf evaluate --format json",
        formatter_class=_RAW,
    )
    evaluate.add_argument("--format", choices=("table", "json", "markdown"), default="table")
    evaluate.add_argument("--labels", action="store_true", help="learn as where no text is on hand")
    evaluate.add_argument("--errors", action="store_true", help="the most frequent confusions, too")
    add_places(evaluate)
    evaluate.set_defaults(run=run_evaluate)


def run_evaluate(arguments: argparse.Namespace) -> int:
    from ..draft.evaluate import evaluate
    from ..draft.reporting import as_json, as_markdown, as_table
    from ..vocabulary import Vocabulary

    folders = ((arguments.graph, "the documents' folders"), (arguments.documents, "the texts"))
    if missing := [(given, what) for given, what in folders if given is not None and not given.is_dir()]:
        raise UnreadableError(Problem(str(g), "is no folder", f"give the folder that holds {w}") for g, w in missing)
    project = Project.here(arguments.graph)
    texts = paths.documents_folder(arguments.documents)
    result = evaluate(project, Vocabulary.load(project.ontology), texts, Bar(), labels_only=arguments.labels)
    print({"json": as_json, "markdown": as_markdown, "table": as_table}[arguments.format](result, arguments.errors))
    return 0
