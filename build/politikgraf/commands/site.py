"""`politikgraf site`: write the planner's site from the built graph."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .. import paths
from ..errors import DataError
from ..project import Project, digest
from .build import Bar

if TYPE_CHECKING:
    from ..evidence import Evidence

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


MADE = ".made"
"""Names, in the site's folder, what it was made from."""


def run(args: argparse.Namespace) -> int:
    """Write the site, where anything that it is made from has changed; 0 when it is there.

    Raises:
        DataError: the graph is not built, or a text does not fit its coding.
    """
    project = Project.here()
    documents = paths.documents_folder(args.documents)
    target = args.out or project.out / "site"
    made = target / MADE
    wanted = _digest(project, documents)
    if made.is_file() and (target / "index.html").is_file() and made.read_text(encoding="utf-8") == wanted:
        print(f"{target / 'index.html'}: nothing has changed")
        return 0
    evidence = _evidence(project, documents) if documents else []

    from ..site import write_site

    files = write_site(project, evidence, target, Bar())
    made.write_text(wanted, encoding="utf-8")
    print(f"{target / 'index.html'}: {len(files)} files, {'with' if evidence else 'without'} the wording of the documents")
    return 0


def _digest(project: Project, documents: Path | None) -> str:
    """What the site is made from: the graph, the site's code, the texts."""
    code = sorted(p for p in (Path(__file__).parents[1] / "site").rglob("*") if p.suffix in {".py", ".html", ".css", ".js"})
    texts = sorted(documents.glob("*.txt")) if documents and documents.is_dir() else []
    return digest([project.current, *code, *texts], str(documents or ""))


def _evidence(project: Project, documents: Path) -> list[Evidence]:
    from ..pipeline import examine_all
    from ..vocabulary import Vocabulary

    evidence = examine_all(project, documents, Vocabulary.load(project.ontology))
    if problems := [p for one in evidence for p in one.problems]:
        raise DataError(problems)
    return evidence
