"""Drafting many files in one call, on every core; one bad file stops none of the others."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from ..codebook import version
from ..errors import DataError, Problem, UnreadableError
from ..project import Project
from ..validate import Validator
from ..vocabulary import Vocabulary
from .drafting import Drafter
from .folder import Order, check_target, now, write_draft
from .limits import check_size
from .mark import TO_DECIDE
from .places import Municipality, slug
from .reading import read_source
from .tabling import tabulate
from .training import load
from .where import with_path

Progress = Callable[[int, int, str], None]
FEW = 3
"""From so many files on, they are shared out to processes of their own."""


@dataclass(frozen=True)
class Task:
    """One file to draft."""

    file: Path
    name: str
    municipality: Municipality
    known: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its folder and figures, or its problems."""

    file: Path
    name: str
    problems: tuple[Problem, ...] = ()
    words: int = 0
    statements: int = 0
    sections: int = 0
    doubtful: int = 0
    format: str = ""


def folder_names(files: Sequence[Path], municipality: str, given: str | None) -> list[str]:
    """A folder's name for each file: as given, the municipality's, or with the file's name where there are several.

    Raises:
        UnreadableError: a name that cannot be used, or one name for several files.
    """
    if given is not None:
        if len(files) > 1:
            raise UnreadableError(Problem("--name", "is one name for several files", "leave it out"))
        if slug(given) != given or not given[:1].isalpha():
            raise UnreadableError(Problem("--name", f"{given!r} is not usable", f"write {slug(given) or 'a-name'}"))
        return [given]
    names: list[str] = []
    for file in files:
        stem = municipality if len(files) == 1 else f"{municipality}-{slug(file.stem, 40)}".strip("-")
        name, number = stem, 2
        while name in names:
            name, number = f"{stem}-{number}", number + 1
        names.append(name)
    return names


def each_once(files: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files without those that are given again, and those."""
    found: dict[str, Path] = {}
    again = [file for file in files if found.setdefault(os.path.realpath(file), file) is not file]
    return list(found.values()), again


def refused(tasks: Sequence[Task], graph: Path, replace: bool) -> list[Outcome]:
    """What can be said of files before anything is learned: those that cannot be drafted; few files are read for it."""
    found = []
    reading = [lambda t=t: read_source(t.file) for t in tasks] if len(tasks) < FEW else [None] * len(tasks)
    for task, read in zip(tasks, reading):
        problems: list[Problem] = []
        for check in (lambda t=task: check_target(graph / t.name, replace), lambda t=task: check_size(t.file), read):
            try:
                if check is not None and not (check is read and problems):
                    check()
            except DataError as error:
                problems += error.problems
        if problems:
            found.append(Outcome(task.file, task.name, with_path(task.file, problems)))
    return found


class _Workshop:
    """What one process needs to draft: made once, used for many files."""

    def __init__(self, raw: bytes, ontology: Path):
        self.vocabulary = Vocabulary.load(ontology)
        self.validator = Validator(ontology, self.vocabulary)
        self.codebook = version(ontology)
        self.model = load(raw)
        self.drafter = Drafter(self.model, self.vocabulary)

    def make(
        self, task: Task, graph: Path, texts: Path, replace: bool, tell: Callable[[str], None] = lambda _: None
    ) -> Outcome:
        try:
            tell("reading")
            check_target(graph / task.name, replace)
            source = read_source(task.file)
            tell(f"suggesting a coding of {len(source.content.split())} words")
            drafted = self.drafter.draft(source, task.municipality.slug)
            tables = tabulate(drafted, self.vocabulary)
            if not tables.statements:
                raise DataError(Problem(task.file.name, "holds no statement", "is it a policy?"))
            order = Order(
                task.name, task.municipality, task.known, task.file.name, self.model.source, now(), self.codebook
            )
            tell(f"checking {len(tables.statements)} statements")
            write_draft(graph, texts, drafted, tables, order, self.vocabulary, self.validator, replace)
        except DataError as error:
            return Outcome(task.file, task.name, with_path(task.file, error.problems))
        except (OSError, ValueError, MemoryError, RecursionError) as error:
            return Outcome(
                task.file,
                task.name,
                (
                    Problem(
                        str(task.file),
                        f"could not be drafted ({type(error).__name__}: {error})",
                        "save it as text (.txt), and draft that",
                    ),
                ),
            )
        doubtful = {p["id"] for p in tables.points if p["state"] == TO_DECIDE} & {s["id"] for s in tables.statements}
        return Outcome(
            task.file, task.name, (), len(drafted.text.words), len(tables.statements), len(tables.sections), len(doubtful), source.format
        )  # fmt: skip


_workshop: _Workshop | None = None


def _open(raw: bytes, ontology: Path) -> None:
    global _workshop  # noqa: PLW0603
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    _workshop = _Workshop(raw, ontology)


def _make(task: Task, graph: Path, texts: Path, replace: bool, tell: Callable[[str], None] = lambda _: None) -> Outcome:
    assert _workshop is not None
    return _workshop.make(task, graph, texts, replace, tell)


def draft_all(tasks: Sequence[Task], raw: bytes, project: Project, texts: Path, replace: bool = False,
              progress: Progress = lambda *_: None) -> Iterator[Outcome]:  # fmt: skip
    """Draft files; yields what became of each, as it is done.

    Args:
        tasks: the files.
        raw: the model's bytes.
        project: where the ontology and the graph folder are.
        texts: where texts are kept.
        replace: put drafts in the place of earlier ones.
        progress: called with (done, of, what).
    """
    tasks = list(tasks)
    if not tasks:
        return
    if len(tasks) < FEW or (os.cpu_count() or 1) < 2:
        _open(raw, project.ontology)
        for done, task in enumerate(tasks, 1):
            name = task.file.name
            yield _make(
                task,
                project.graph,
                texts,
                replace,
                lambda what, at=done - 1, name=name: progress(at, len(tasks), f"{name}: {what}"),
            )
            progress(done, len(tasks), task.file.name)
        return
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="politikgraf-") as place:
        kept = (
            Path(place) / "model"
        )  # by its path: a process that dies at once would leave a large argument unread, and us waiting
        kept.write_bytes(raw)
        with ProcessPoolExecutor(
            min(len(tasks), os.cpu_count() or 1), context, _open_kept, (kept, project.ontology)
        ) as pool:
            running: dict[Future, Task] = {}
            for task in tasks:
                try:
                    running[pool.submit(_make, task, project.graph, texts, replace)] = task
                except BrokenProcessPool:
                    yield _stopped(task)
            for done, future in enumerate(as_completed(running), 1):
                task = running[future]
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    outcome = _stopped(task)
                yield outcome
                progress(done, len(tasks), task.file.name)


def _open_kept(model: Path, ontology: Path) -> None:
    _open(model.read_bytes(), ontology)


def _stopped(task: Task) -> Outcome:
    problem = Problem(str(task.file), "the process that drafted it was stopped", "draft it again by itself")
    return Outcome(task.file, task.name, (problem,))
