"""`politikgraf draft`, `check`, `accept` and `sheet`."""

from __future__ import annotations

import argparse
import functools
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from .. import paths
from ..draft.where import command, graph_folder, texts_folder, with_path
from ..errors import DataError, PolitikgrafError, Problem, UnreadableError
from ..project import Project
from .build import Bar

_RAW = argparse.RawDescriptionHelpFormatter
_PAGES = 5


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommands."""
    draft = subparsers.add_parser(
        "draft",
        help="draft a coding of a new policy, to be corrected",
        description="Read a policy (.pdf, .docx, .html, .txt, .md) and make a folder in graph/ with a suggested coding of "
        "every segment. The folder is marked as a draft and changes nothing else until it is accepted.",
        epilog="exit codes: 0 all drafted; 1 some files were not; 2 input cannot be used\n\nexamples:\n"
        "  politikgraf draft policy.pdf --municipality Gentofte\n"
        "  politikgraf draft policy.docx --municipality Sejlby --code 0999 --name sejlby-2027\n"
        "  politikgraf draft policies/*.pdf --municipality Odense",
        formatter_class=_RAW,
    )
    draft.add_argument("files", nargs="+", type=Path, metavar="FILE")
    draft.add_argument("--municipality", required=True, metavar="NAME", help="whose policy it is")
    draft.add_argument("--code", metavar="0000", help="the municipality's code, where it is none of the 98")
    draft.add_argument(
        "--name",
        metavar="NAME",
        help="the folder's name (default: the municipality's, and the file's where there are several)",
    )
    draft.add_argument("--replace", action="store_true", help="put it in the place of an earlier draft of that name")
    add_places(draft)
    draft.set_defaults(run=run_draft)

    check = subparsers.add_parser(
        "check",
        help="show what remains to be decided in a draft, row by row",
        description="What a person still has to decide in drafts, and what is wrong with them.",
        epilog="exit codes: 0 nothing remains; 1 something does; 2 unreadable\n\nexamples:\n  politikgraf check\n  politikgraf check sejlby --all",
        formatter_class=_RAW,
    )
    check.add_argument("names", nargs="*", metavar="NAME", help="drafts (default: every one)")
    check.add_argument("--all", action="store_true", help="every row, not the first 20")
    add_places(check)
    check.set_defaults(run=run_check)

    accept = subparsers.add_parser(
        "accept",
        help="take the draft mark away, once everything is decided",
        description="Accept a draft: its mark is taken away, what it adds to the vocabularies is moved there, and who accepted it "
        "and when is kept in document.ttl.",
        epilog="example:\n  politikgraf accept sejlby --by 'Anna Holm'",
        formatter_class=_RAW,
    )
    accept.add_argument("name", metavar="NAME")
    accept.add_argument("--by", required=True, metavar="PERSON", help="who accepts it")
    add_places(accept)
    accept.set_defaults(run=run_accept)

    sheet = subparsers.add_parser(
        "sheet",
        help="a document's tables as a spreadsheet, and back",
        description="Write coding.csv as .xlsx with drop-downs and the passage beside each row; or read such a sheet back. "
        "The sheet holds the document's words: keep it out of the repository.",
        epilog="examples:\n  politikgraf sheet sejlby              writes build/out/sejlby.xlsx\n"
        "  politikgraf sheet sejlby --read sejlby.xlsx",
        formatter_class=_RAW,
    )
    sheet.add_argument("name", metavar="NAME")
    sheet.add_argument("--read", type=Path, metavar="FILE", help="read this sheet back into coding.csv")
    sheet.add_argument(
        "--replace", action="store_true", help="write over an earlier sheet and what was corrected in it"
    )
    sheet.add_argument("--to", type=Path, metavar="FILE", help="where to write (default: the output folder)")
    add_places(sheet)
    sheet.set_defaults(run=run_sheet)


def add_places(command: argparse.ArgumentParser) -> None:
    """Add the options that say where the folders and the texts are."""
    command.add_argument(
        "--graph", type=Path, metavar="DIR", help="folder with one folder a document (default: the project's)"
    )
    command.add_argument(
        "--documents",
        type=Path,
        metavar="DIR",
        help=f"folder of the texts (default: ${paths.DOCUMENTS_VARIABLE}, then documents/, beside --graph where that is given)",
    )


def _texts(arguments: argparse.Namespace) -> Path:
    return texts_folder(arguments.documents, arguments.graph)


def _place(arguments: argparse.Namespace, may_be_new: bool = False) -> Project:
    return Project.here(graph_folder(arguments.graph, may_be_new))


def _next(arguments: argparse.Namespace, *words: str | Path) -> str:
    return command(*words, graph=arguments.graph, documents=arguments.documents)


def _telling(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Let a file that cannot be written or read be said in words."""

    @functools.wraps(run)
    def told(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except BrokenPipeError:
            raise
        except OSError as error:
            what = f"cannot be written or read ({error.strerror or error})"
            remedy = "see who owns the file and its folder, whether another program has it open, and whether the disk is full"
            name = re.sub(
                r"\.([^/\\]+)\.\w{8}$", r"\1", str(error.filename2 or error.filename or run.__name__)
            )  # written beside first
            raise UnreadableError(Problem(name, what, remedy)) from error

    return told


def _show(arguments: argparse.Namespace, project: Project, only: Iterable[str] = ()) -> None:
    """Bring the drafts' pages up to date and say where those asked for are; a page is never worth failing for."""
    from .site import draft_pages

    site = project.out / "site" if arguments.graph is None else arguments.graph.resolve().parent / "site"
    if not project.current.is_file():
        return
    try:
        pages = draft_pages(project, site, _texts(arguments))
    except (PolitikgrafError, OSError) as error:
        print(f"the draft's page is not up to date: {error}", file=sys.stderr)
        return
    shown = [(name, pages[name]) for name in only if name in pages]
    for name, page in shown[:_PAGES]:
        print(f"{name}: open {page} in a browser to see the draft over the text")
    if len(shown) > _PAGES:
        print(f"and {len(shown) - _PAGES} more pages: {site / 'udkast.html'} lists them")


@_telling
def run_draft(arguments: argparse.Namespace) -> int:
    from ..draft.batch import Task, draft_all, each_once, folder_names, refused
    from ..draft.places import find_municipality
    from ..draft.training import trained
    from ..vocabulary import Vocabulary

    started = time.monotonic()
    project = _place(arguments, may_be_new=True)
    vocabulary = Vocabulary.load(project.ontology)
    municipality, known = find_municipality(arguments.municipality, arguments.code, vocabulary)
    files, again = each_once(arguments.files)
    for file in again:
        print(f"{file}: is given twice; it is drafted once", file=sys.stderr)
    names = folder_names(files, municipality.slug, arguments.name)
    tasks = [Task(f, n, municipality, known) for f, n in zip(files, names)]
    failed = refused(tasks, project.graph, arguments.replace)
    if len(failed) < len(tasks) and not project.graph.exists():
        print(f"{project.graph}: there is no such folder; it is made", file=sys.stderr)
    tasks = [t for t in tasks if t.file not in {o.file for o in failed}]
    teacher = Project.here() if arguments.graph else project
    said = lambda *a: print(a[2] + " ...", file=sys.stderr, flush=True)  # noqa: E731
    raw = trained(teacher, vocabulary, paths.documents_folder(arguments.documents), said)[1] if tasks else b""
    for outcome in draft_all(tasks, raw, project, _texts(arguments), arguments.replace, Bar()):
        if outcome.problems:
            failed.append(outcome)
        else:
            print(
                f"{outcome.name}: {outcome.words} words; {outcome.statements} statements and {outcome.sections} titles to decide, "
                f"{outcome.doubtful} of the statements with doubtful suggestions",
                flush=True,
            )
    for outcome in failed:
        for problem in outcome.problems[:10]:
            print(problem, file=sys.stderr)
        if len(outcome.problems) > 10:
            print(f"{outcome.file}: and {len(outcome.problems) - 10} more", file=sys.stderr)
    done = len(files) - len(failed)
    bad = {o.name for o in failed}
    _show(arguments, project, [n for n in names if n not in bad])
    print(
        f"Drafted {done} of {len(files)} in {time.monotonic() - started:.1f} s."
        + (f" Next: {_next(arguments, 'check')}" if done else "")
    )
    if failed:
        print("not drafted: " + ", ".join(str(o.file) for o in failed), file=sys.stderr)
    return 0 if not failed else 1 if done or len(files) > 1 else 2


@_telling
def run_check(arguments: argparse.Namespace) -> int:
    from ..draft.mark import drafts, folder_of
    from ..draft.review import remaining
    from ..validate import Validator
    from ..vocabulary import Vocabulary

    project = _place(arguments)
    problems: list[Problem] = []
    unreadable = False
    folders = [] if arguments.names else drafts(project.graph)
    for name in dict.fromkeys(arguments.names):
        try:
            folders.append(folder_of(project.graph, name))
        except DataError as error:
            unreadable |= isinstance(error, UnreadableError)
            problems += error.problems
    if not folders and not problems:
        print(f"There is no draft in {project.graph}.")
        return 0
    vocabulary = Vocabulary.load(project.ontology)
    validator = Validator(project.ontology, vocabulary)
    left = 0
    for folder in folders:
        try:
            rest = remaining(folder, vocabulary, _texts(arguments), validator)
        except DataError as error:
            unreadable |= isinstance(error, UnreadableError)
            problems += error.problems
            continue
        left += len(rest.open) + len(rest.faults)
        print(
            f"{folder.name}: {rest.rows} rows, {rest.rows - len(rest.rows_open)} decided, {len(rest.rows_open)} remain; {len(rest.faults)} faults"
        )
        shown = rest.open if arguments.all else rest.open[:20]
        for item in [*rest.faults, *shown]:
            print(f"  {item}")
        if len(shown) < len(rest.open):
            print(f"  ... and {len(rest.open) - len(shown)} more (--all)")
        if not rest.open and not rest.faults:
            print(f"  everything is decided: {_next(arguments, 'accept', folder.name, '--by', 'NAME')}")
    _show(arguments, project, [f.name for f in folders])
    if problems:
        raise (UnreadableError if unreadable else DataError)(problems)
    return 1 if left else 0


@_telling
def run_accept(arguments: argparse.Namespace) -> int:
    from ..draft.accepting import accept
    from ..vocabulary import Vocabulary

    project = _place(arguments)
    moved = accept(project, arguments.name, arguments.by, Vocabulary.load(project.ontology), _texts(arguments))
    print(f"{arguments.name} is accepted by {arguments.by}.")
    for line in moved:
        print(f"  {line}")
    _show(arguments, project)
    print(f"Next: {_next(arguments, 'build') if arguments.graph else 'make'}")
    return 0


@_telling
def run_sheet(arguments: argparse.Namespace) -> int:
    from ..draft.mark import folder_of, is_draft
    from ..draft.sheet import missing_text, text_of, write_sheet
    from ..draft.sheet_reading import read_sheet
    from ..vocabulary import Vocabulary

    project = _place(arguments)
    folder = folder_of(project.graph, arguments.name, draft=False)
    vocabulary = Vocabulary.load(project.ontology)
    if arguments.read:
        try:
            changed = read_sheet(folder, arguments.read, vocabulary, _texts(arguments))
        except DataError as error:
            raise type(error)(with_path(arguments.read, error.problems)) from error
        follows = _next(arguments, "check", folder.name) if is_draft(folder) else "make"
        print(f"{folder.name}: {changed} rows changed. Next: {follows}")
        _show(arguments, project, [arguments.name])
        return 0
    target = arguments.to or project.out / f"{arguments.name}.xlsx"
    if not arguments.to:
        target.parent.mkdir(parents=True, exist_ok=True)
    text = text_of(folder, _texts(arguments))
    rows = write_sheet(folder, target, vocabulary, text, arguments.replace)
    if text is None:
        print(missing_text(folder, _texts(arguments)), file=sys.stderr)
    print(f"{target}: {rows} rows. Read it back with: {_next(arguments, 'sheet', arguments.name, '--read', target)}")
    return 0
