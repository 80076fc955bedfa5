"""Where the ontology, the graph folders, the queries and the texts are."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "data"
DOCUMENTS_VARIABLE = "POLITIKGRAF_DOCUMENTS"


def root() -> Path:
    """The project's folder in a checkout, or the data folder inside an installed package."""
    return _PACKAGE.parents[1] if is_checkout() else _INSTALLED


def is_checkout() -> bool:
    """Whether the package runs from a checkout, whose files it may write."""
    return not _INSTALLED.is_dir()


def ontology_folder() -> Path:
    return root() / "ontology"


def graph_folder() -> Path:
    return root() / "graph"


def queries_folder() -> Path:
    return root() / "queries"


def output_folder() -> Path:
    """Where the site, reports and caches go: `build/out` of a checkout, else below the current folder."""
    return root() / "build" / "out" if is_checkout() else Path("politikgraf-out")


def documents_folder(given: str | Path | None = None) -> Path | None:
    """The folder of source texts: as given, else by environment, else `documents/`; None if nowhere."""
    for candidate in (given, os.environ.get(DOCUMENTS_VARIABLE)):
        if candidate:
            return Path(candidate)
    default = root() / "documents"
    return default if default.is_dir() and any(default.glob("*.txt")) else None
