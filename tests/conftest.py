"""What the tests share: a copy of the project to spoil, and the source texts where they are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from politikgraf import paths
from politikgraf.project import Project
from politikgraf.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary.load(paths.ontology_folder())


@pytest.fixture(scope="session")
def texts_folder() -> Path:
    """The folder of source texts; CI has them, so there a missing folder is a failure."""
    folder = paths.documents_folder()
    if folder is None or not list(folder.glob("*.txt")):
        if os.environ.get("CI"):
            pytest.fail(f"the source texts are not on hand: set {paths.DOCUMENTS_VARIABLE}")
        pytest.skip(f"the source texts are not on hand: set {paths.DOCUMENTS_VARIABLE}")
    return folder


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the graph folder's inputs, to spoil."""
    target = tmp_path / "graph"
    shutil.copytree(paths.graph_folder(), target, ignore=shutil.ignore_patterns("graph.ttl", "politikgraf.ttl"))
    return target


@pytest.fixture
def project(copied: Path, tmp_path: Path) -> Project:
    return Project(paths.ontology_folder(), copied, tmp_path / "made", tmp_path / "made")
