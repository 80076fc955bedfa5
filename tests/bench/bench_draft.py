"""How long drafting takes: `python tests/bench/bench_draft.py [files]` (default: 100 PDFs and a bad one in one call, and one of 40 pages).

Learns from the labels of the project's codings, or from the texts where POLITIKGRAF_DOCUMENTS has them.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from politikgraf import paths
from politikgraf.cli import main
from politikgraf.draft.batch import Task, draft_all
from politikgraf.draft.places import find_municipality
from politikgraf.draft.training import trained
from politikgraf.project import Project
from politikgraf.vocabulary import Vocabulary

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "material"))
import make


def measure() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as place_:
        place = Path(place_)
        project = Project(paths.ontology_folder(), place / "graph", place / "out", place / "out")
        teacher = Project(paths.ontology_folder(), paths.graph_folder(), place / "out", place / "out")
        vocabulary = Vocabulary.load(project.ontology)
        started = time.monotonic()
        _, raw = trained(teacher, vocabulary, paths.documents_folder())
        print(f"learning: {time.monotonic() - started:.1f} s, model {len(raw) / 1e6:.1f} MB")
        town, known = find_municipality("Odense", None, vocabulary)
        items = make.blocks((make.HERE / "sejlby.md").read_text(encoding="utf-8"))
        make.as_pdf(items * 27, place / "long.pdf")
        started = time.monotonic()
        for outcome in draft_all([Task(place / "long.pdf", "long", town, known)], raw, project, place / "texts"):
            print(
                f"long PDF: {time.monotonic() - started:.1f} s, {outcome.words} words, {outcome.statements} statements, {len(outcome.problems)} problems"
            )
        files = []
        for number in range(count):
            files.append(place / f"p{number}.pdf")
            shutil.copy(make.HERE / "sejlby.pdf", files[-1])
        (place / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
        files.insert(count // 2, place / "bad.pdf")
        shutil.copy(paths.graph_folder() / "politikgraf.ttl", project.graph / "politikgraf.ttl")
        started = time.monotonic()
        where = ["--graph", str(project.graph), "--documents", str(place / "texts")]
        code = main(["draft", *map(str, files), "--municipality", "Odense", *where])
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
        pages = len(list((place / "site" / "udkast").glob("*.html")))
        print(
            f"{count} files and a bad one in one call: {time.monotonic() - started:.1f} s, exit code {code}, {pages} pages, at most {used:.0f} MB a process"
        )


if __name__ == "__main__":
    measure()
