"""`politikgraf site`: write the planner's site from the built graph."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import paths
from ..errors import DataError
from ..project import Project

EXAMPLES = """examples:
  politikgraf site
      write build/out/site/index.html and the pages it leads to
  politikgraf site --documents FOLDER
      show the documents' wording too, from the texts in FOLDER
  politikgraf site --out public
      write to the folder public instead
"""


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "site",
        help="write the site for planners: static pages that open from a file",
        description="Write the site for planners from the built graph: static pages in Danish and English that need no server and no network.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--documents", metavar="DIR", type=Path, help="folder of the texts, to show their wording (default: as for build)")
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder to write (default: build/out/site)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the site; 0 when it is written.

    Raises:
        DataError: the graph is not built, or a text does not fit its coding.
    """
    from ..evidence import examine, recognise
    from ..pipeline import known_documents
    from ..site import write_site
    from ..vocabulary import Vocabulary

    project = Project.here()
    documents = paths.documents_folder(args.documents)
    evidence = []
    if documents is not None:
        known = known_documents(project, Vocabulary.load(project.ontology))
        evidence = [examine(known[name], text) for name, text in sorted(recognise(documents, known).items())]
        if problems := [p for one in evidence for p in one.problems]:
            raise DataError(problems)
    files = write_site(project, evidence, args.out)
    index = next(f for f in files if f.name == "index.html")
    print(f"{index}: {len(files)} files, {'with' if evidence else 'without'} the wording of the documents", file=sys.stdout)
    return 0
