"""Write the pinned answers of the questions anew, from graph/politikgraf.ttl.

    python tests/answers/refresh.py              all of them
    python tests/answers/refresh.py unique-to-one overlap

Read the difference before committing it: a pinned answer is what the project claims.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from politikgraf.answers import short, write_answer
from politikgraf.engine import Engine, Result
from politikgraf.project import Project
from politikgraf.questions import Library, Question

FOLDER = Path(__file__).resolve().parent


def answer_file(question: Question) -> Path:
    """Where a question's answer is pinned."""
    return FOLDER / f"{question.name}.{'ttl' if 'CONSTRUCT' in question.sparql else 'csv'}"


def written(result: Result) -> str:
    """An answer as it is pinned: a graph as Turtle, a table as CSV with IRIs in brief."""
    if result.kind == "graph":
        return write_answer(result, "turtle")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.variables)
    writer.writerows([short(term) for term in row] for row in result.rows)
    return out.getvalue()


def main(names: list[str]) -> int:
    engine = Engine.embedded(Project.here().whole)
    library = Library.load()
    chosen = [library[name] for name in names] or [q for q in library if not q.is_quality]
    kept = {answer_file(q) for q in library}
    for question in chosen:
        file = answer_file(question)
        text = written(engine.query(question.sparql))
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"changed: {file.name}")
    for file in sorted({*FOLDER.glob("*.csv"), *FOLDER.glob("*.ttl")} - kept):
        file.unlink()
        print(f"removed: {file.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
