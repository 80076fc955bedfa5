"""How build time grows with the number of documents, and what one changed document costs.

    python tests/bench/bench_build.py [--counts 5,20,100,500]

Copies the real documents under new names, builds them whole, changes one row of one, builds
again. Prints a Markdown table of ratios; times are those of one machine on one day.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import tempfile
import time
from pathlib import Path

from politikgraf import paths
from politikgraf.pipeline import build
from politikgraf.project import PART, WHOLE, Project
from politikgraf.tables import write_table


def copies(target: Path, count: int) -> None:
    """`count` documents of the real shape, each a renamed copy of one of the real ones."""
    originals = sorted(p.parent for p in paths.graph_folder().glob("*/document.ttl"))
    for number in range(count):
        original = originals[number % len(originals)]
        name = f"{original.name}-copy-{number:03d}"
        folder = target / name
        shutil.copytree(original, folder, ignore=shutil.ignore_patterns(PART, WHOLE))
        description = (folder / "document.ttl").read_text(encoding="utf-8")
        description = description.replace(f"data:{original.name} ", f"data:{name} ").replace(
            f"/data/{original.name}/", f"/data/{name}/"
        )
        (folder / "document.ttl").write_text(description, encoding="utf-8")


def seconds(project: Project) -> float:
    start = time.perf_counter()
    build(project)
    return time.perf_counter() - start


def change_one_row(folder: Path) -> None:
    path = folder / "coding.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["label_da"] = "En ganske anden etiket"
    write_table(path, list(rows[0]), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", default="5,20,100,500")
    counts = [int(c) for c in parser.parse_args().counts.split(",")]
    print(f"{os.cpu_count()} cores\n")
    print(
        "| documents | whole build, s | per document, against the first row | one changed, s | one changed / whole | unchanged, s |"
    )
    print("|---|---|---|---|---|---|")
    base = None
    for count in counts:
        with tempfile.TemporaryDirectory() as scratch:
            graph = Path(scratch) / "graph"
            graph.mkdir()
            copies(graph, count)
            project = Project(paths.ontology_folder(), graph, Path(scratch) / "out", Path(scratch) / "out")
            whole = seconds(project)
            change_one_row(project.documents()[0])
            one = seconds(project)
            nothing = seconds(project)
            base = base or whole / count
            print(
                f"| {count} | {whole:.1f} | {whole / count / base:.2f} | {one:.2f} | {one / whole:.3f} | {nothing:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
