"""The files of a project and what they hash to, so that only what changed is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import paths
from .errors import DataError, Problem, UnreadableError
from .tables import write_atomically

DOCUMENT_FILES = ("document.ttl", "sections.csv", "coding.csv", "ledger.csv")
WHOLE = "politikgraf.ttl"
PART = "graph.ttl"
STATE = "state.json"
DRAFT_MARK = "draft.toml"
"""While this file stands in a document's folder, the document is a draft."""
_CODE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Project:
    """Where a project reads and writes.

    Attributes:
        ontology: folder of the ontology, shapes and vocabularies.
        graph: folder with one folder a document.
        target: where graph.ttl of each document and politikgraf.ttl are written.
        out: where caches, reports and the site are written.
    """

    ontology: Path
    graph: Path
    target: Path
    out: Path

    @classmethod
    def here(cls, graph: Path | None = None, out: Path | None = None) -> Project:
        """The checkout's (or the installed) project; with `out`, everything is written below it."""
        graph = graph or paths.graph_folder()
        target = out or (graph if paths.is_checkout() else paths.output_folder())
        return cls(paths.ontology_folder(), graph, target, out or paths.output_folder())

    def documents(self) -> list[Path]:
        """The folders of documents, in order of their names; drafts are left out.

        Raises:
            UnreadableError: there is none.
            DataError: a folder has a document's tables but does not describe it.
        """
        if not self.graph.is_dir():
            raise UnreadableError(
                Problem(str(self.graph), "is no folder", "give the folder that holds the documents' folders")
            )
        folders = sorted({p.parent for name in DOCUMENT_FILES for p in self.graph.glob(f"*/{name}")})
        folders = [f for f in folders if not (f / DRAFT_MARK).is_file()]
        if not folders:
            raise UnreadableError(
                Problem(str(self.graph), "holds no document", "make a folder with document.ttl and coding.csv")
            )
        if nameless := [f for f in folders if not (f / DOCUMENT_FILES[0]).is_file()]:
            raise DataError(
                Problem(str(f), f"has no {DOCUMENT_FILES[0]}", "write it, or take the folder out of the graph")
                for f in nameless
            )
        return folders

    def part(self, document: str) -> Path:
        """The Turtle file of one document."""
        return self.target / document / PART

    @property
    def whole(self) -> Path:
        """The Turtle file of everything."""
        return self.target / WHOLE

    @property
    def current(self) -> Path:
        """The whole as last built, or, before any build, as it came with the package."""
        return self.whole if self.whole.is_file() else self.graph / WHOLE

    @property
    def trig(self) -> Path:
        """The whole as named graphs."""
        return self.out / "politikgraf.trig"

    @property
    def passages(self) -> Path:
        """The passages' words, made only where the texts are on hand."""
        return self.out / "passages.ttl"

    def common_inputs(self) -> list[Path]:
        """What every document's graph depends on: ontology, vocabularies, shapes, code."""
        return sorted(self.ontology.glob("*.ttl")) + sorted(_CODE.glob("*.py"))

    def document_inputs(self, folder: Path) -> list[Path]:
        """What one document's graph depends on besides."""
        return sorted(p for p in folder.iterdir() if p.suffix in {".csv", ".ttl"} and p.name != PART)

    def load_state(self) -> dict:
        """What the last build left, or {} when there was none or it is not readable."""
        try:
            state = json.loads((self.out / STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}

    def save_state(self, state: dict) -> None:
        write_atomically(self.out / STATE, json.dumps(state, ensure_ascii=False, sort_keys=True))


def digest(files: Iterable[Path], *more: str) -> str:
    """SHA-256 over names and contents of files (missing ones too), and further strings."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode())
        total.update(file.read_bytes() if file.is_file() else b"\0missing")
        total.update(b"\0")
    for item in more:
        total.update(item.encode() + b"\0")
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of one file, or "" when there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
