"""The draft mark: `draft.toml` in a document's folder. While it is there, the build leaves the folder out."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import DataError, Problem, UnreadableError
from ..project import DRAFT_MARK
from ..tables import suggest

MARK, POINTS, CANDIDATES, ADDITIONS = DRAFT_MARK, "draft.csv", "candidates.csv", "additions.ttl"
LABEL_DA, LABEL_EN, TITLE_EN = "[udkast]", "[draft]", "[to translate]"
POINT_COLUMNS = ("id", "what", "suggested", "confidence", "alternatives", "state")
CANDIDATE_COLUMNS = ("word", "count", "statements")
SUGGESTED, TO_DECIDE, DECIDED = "suggested", "to-decide", "decided"
_KEYS = ("municipality", "source", "text", "version")
STATES = (SUGGESTED, TO_DECIDE, DECIDED)


@dataclass(frozen=True)
class Mark:
    """What `draft.toml` says: whose policy, from which file, by what it was drafted.

    Attributes:
        municipality: its name in the vocabulary, new or known.
        source: the file's name, without folders.
        text: SHA-256 of the text that positions refer to.
        learned_from: for each document, `text` or `labels`.
    """

    municipality: str
    source: str
    text: str
    version: str
    learned_from: dict[str, str] = field(default_factory=dict)

    def toml(self) -> str:
        """The file's content, canonical."""
        lines = [
            "# A draft: the build leaves this folder out until `politikgraf accept` takes this file away.",
            f"municipality = {_quoted(self.municipality)}",
            f"source = {_quoted(self.source)}",
            f"text = {_quoted(self.text)}",
            f"version = {_quoted(self.version)}",
            "",
            "[learned-from]",
            *(f"{name} = {_quoted(how)}" for name, how in sorted(self.learned_from.items())),
        ]
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else " " for c in text) + '"'


def is_draft(folder: Path) -> bool:
    """Whether a document's folder holds a draft."""
    return (folder / MARK).is_file()


def drafts(graph: Path) -> list[Path]:
    """The folders of drafts in a graph folder, by name."""
    return sorted(p.parent for p in graph.glob(f"[!.]*/{MARK}"))


def folder_of(graph: Path, name: str, draft: bool = True) -> Path:
    """The folder of a draft (or, with `draft=False`, of any document) by its name.

    Raises:
        UnreadableError: there is none of that name.
    """
    folder = graph / name
    known = [p.name for p in drafts(graph)] if draft else sorted(p.parent.name for p in graph.glob("[!.]*/coding.csv"))
    if re.fullmatch(r"[\w][\w.-]*", name) and folder.is_dir():
        if is_draft(folder) or not draft:
            return folder
        raise UnreadableError(
            Problem(name, "is no draft: it is accepted already, or its draft.toml is gone", _which(known, graph))
        )
    raise UnreadableError(
        Problem(
            name[:80],
            "is the name of no draft" if draft else "is the name of no document",
            suggest(name, known) or _which(known, graph, "drafts" if draft else "documents"),
        )
    )


def _which(known: list[str], graph: Path, what: str = "drafts") -> str:
    return (
        f"{what} in {graph} are: " + ", ".join(known)
        if known
        else f"there is none in {graph}: make one with `politikgraf draft`, or give --graph DIR"
    )


def read_mark(folder: Path) -> Mark:
    """Read a draft's mark.

    Raises:
        DataError: the folder holds no draft.
        UnreadableError: the mark is damaged.
    """
    path = folder / MARK
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if missing := [key for key in _KEYS if key not in data]:
            raise KeyError(f"missing in it: {', '.join(missing)}")
        values = [data[key] for key in _KEYS]
        if not all(isinstance(v, str) for v in values):
            raise TypeError(f"{', '.join(_KEYS)} are text")
        return Mark(*values, dict(data.get("learned-from", {})))
    except FileNotFoundError as error:
        raise DataError(Problem(str(folder), "is no draft", "make one with `politikgraf draft`")) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        what = error.args[0] if isinstance(error, KeyError) else error
        remedy = f"draft the document again under another --name, and copy the {MARK} of that draft here: your corrections stay"
        raise UnreadableError(Problem(str(path), f"is damaged ({what})", remedy)) from error
