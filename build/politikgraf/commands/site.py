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
  politikgraf site --out public --without-drafts
      write to the folder public instead, and leave pages of drafts out
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
    parser.add_argument(
        "--documents",
        metavar="DIR",
        type=Path,
        help="folder of the texts, to show their wording (default: as for build)",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder to write (default: build/out/site)")
    parser.add_argument(
        "--without-drafts", action="store_true", help="write no page of a draft (no other page shows drafts anyway)"
    )
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
        _drafts(project, target, documents, args.without_drafts)
        return 0
    evidence = _evidence(project, documents) if documents else []

    from ..site import write_site

    files = write_site(project, evidence, target, Bar())
    made.write_text(wanted, encoding="utf-8")
    print(
        f"{target / 'index.html'}: {len(files)} files, {'with' if evidence else 'without'} the wording of the documents"
    )
    _drafts(project, target, documents, args.without_drafts)
    return 0


def _drafts(project: Project, target: Path, documents: Path | None, without: bool) -> None:
    if without:
        from ..site.drafts import remove_drafts

        remove_drafts(target)
        return
    for name, page in draft_pages(project, target, documents).items():
        print(f"{page}: the draft {name}, which no other page counts")


def draft_pages(project: Project, site: Path, documents: Path | None) -> dict[str, Path]:
    """Bring the drafts' pages in a site up to date; the site is written first where it is not there.

    Returns:
        The page of each draft, by the draft's name.

    Raises:
        DataError: the graph is not built.
        OSError: a page cannot be written.
    """
    from ..draft.mark import drafts
    from ..site.drafts import update_drafts

    if not (site / "index.html").is_file():
        if not drafts(project.graph):
            return {}
        from ..site import write_site

        write_site(project, (), site, Bar())
    usual = (paths.root() if paths.is_checkout() else Path()) / "documents"
    return update_drafts(project, site, dict.fromkeys([*([documents] if documents else []), usual]), Bar())


def _digest(project: Project, documents: Path | None) -> str:
    """What the site is made from: the graph, the site's code, the texts."""
    code = sorted(
        p for p in (Path(__file__).parents[1] / "site").rglob("*") if p.suffix in {".py", ".html", ".css", ".js"}
    )
    texts = sorted(documents.glob("*.txt")) if documents and documents.is_dir() else []
    return digest([project.current, *code, *texts], str(documents or ""))


def _evidence(project: Project, documents: Path) -> list[Evidence]:
    from ..pipeline import examine_all
    from ..vocabulary import Vocabulary

    evidence = examine_all(project, documents, Vocabulary.load(project.ontology))
    if problems := [p for one in evidence for p in one.problems]:
        raise DataError(problems)
    return evidence
