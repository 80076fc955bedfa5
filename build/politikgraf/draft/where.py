"""Where drafts and their texts are, and commands to give next that say so."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from .. import paths
from ..errors import Problem, UnreadableError


def graph_folder(given: Path | None, may_be_new: bool = False) -> Path | None:
    """The graph folder that a person gave, if any; for commands that write.

    Args:
        given: the folder of `--graph`.
        may_be_new: whether it may be made.

    Raises:
        UnreadableError: it is no folder or is missing; or none is given, and the project's own is part of an
            installed package, where a new installation would wipe what was written.
    """
    if given is None:
        if not paths.is_checkout():
            raise UnreadableError(
                Problem(
                    "--graph",
                    "is needed: politikgraf is installed as a package, and what is written into it is gone with the next installation",
                    "give a folder of your own: --graph DIR; or work in a checkout of the project",
                )
            )
        return None
    if given.exists() and not given.is_dir():
        raise UnreadableError(
            Problem(str(given), "is a file, not a folder", "give the folder that holds the documents' folders")
        )
    if not given.exists() and not may_be_new:
        raise UnreadableError(
            Problem(str(given), "there is no such folder", "give the folder that holds the drafts: --graph DIR")
        )
    return given


def texts_folder(given: Path | None, graph: Path | None) -> Path:
    """The folder of the texts: as given, else by environment, else `documents` beside a graph folder of one's own, else the project's."""
    if given or os.environ.get(paths.DOCUMENTS_VARIABLE):
        return paths.documents_folder(given) or Path()
    if graph is not None and graph.resolve() != paths.graph_folder().resolve():
        return graph.resolve().parent / "documents"
    return (paths.root() if paths.is_checkout() else Path()) / "documents"


def with_path(file: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of a file, or of a place in it, with its path as it was given in place of its name alone."""
    return tuple(
        Problem(str(file) + p.place.removeprefix(file.name), p.what, p.remedy)
        if p.place == file.name or p.place.startswith(f"{file.name} ")
        else p
        for p in problems
    )


def command(*words: str | Path, graph: Path | None = None, documents: Path | None = None) -> str:
    """A command to give next, with the folders that this one was given, quoted where needed.

    >>> command("check", "sejlby", graph=Path("my graph"))
    "politikgraf check sejlby --graph 'my graph'"
    """
    options = [("--graph", graph), ("--documents", documents)]
    more = [str(part) for option in options if option[1] is not None for part in option]
    return shlex.join(["politikgraf", *map(str, words), *more])
