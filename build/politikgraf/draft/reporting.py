"""An evaluation as a table, Markdown or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from .evaluate import DRAFT, KEYWORDS, READERS, Evaluation
from .scoring import VARIABLES

AIMS = {"age": 0.95, "actor": 0.90, "kind": 0.80, "concept": 0.80}


def _rows(result: Evaluation) -> list[list[str]]:
    rows = []
    names = [(v, a) for v in VARIABLES for a in ("micro", "macro")]
    names += [("passage (overlap)", "micro"), ("passage (Jaccard > 0.5)", "micro")]
    for variable, average in names:
        draft = result.of(DRAFT, variable, average)
        if draft is None:
            continue
        cells = [
            variable,
            average,
            f"{draft.precision:.2f}",
            f"{draft.recall:.2f}",
            f"{draft.f1:.2f}",
            f"{draft.low:.2f}-{draft.high:.2f}",
        ]
        for system in (KEYWORDS, READERS):
            other = result.of(system, variable, average)
            cells.append(f"{other.f1:.2f} ({other.low:.2f}-{other.high:.2f})" if other else "")
        aim = AIMS.get(variable) if average == "micro" else None
        cells += [f"{aim:.2f}" if aim else "", str(draft.support)]
        rows.append(cells)
    return rows


HEAD = ["what", "average", "precision", "recall", "F1", "95 %", "keywords F1", "two readers F1", "aim", "n"]


def as_table(result: Evaluation, errors: bool = False) -> str:
    """For a terminal."""
    rows = [HEAD, *_rows(result)]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths)).rstrip() for row in rows]
    if errors:
        for variable, found in result.confusions.items():
            lines += ["", f"{variable}: the coding says, the draft says, how often"]
            lines += [f"  {a or '(nothing)':34}{b or '(nothing)':34}{n:>4}" for a, b, n in found]
    return "\n".join(lines)


def as_markdown(result: Evaluation, errors: bool = False) -> str:
    """For a page of the docs."""
    lines = ["| " + " | ".join(row) + " |" for row in [HEAD, ["---"] * len(HEAD), *_rows(result)]]
    if errors:
        for variable, found in result.confusions.items():
            lines += ["", f"**{variable}**", "", "| coding | draft | times |", "| --- | --- | --- |"]
            lines += [f"| {a or '(nothing)'} | {b or '(nothing)'} | {n} |" for a, b, n in found]
    return "\n".join(lines)


def as_json(result: Evaluation, errors: bool = False) -> str:
    """Everything, with each label by itself."""
    return json.dumps(
        {"documents": result.documents, "scores": [asdict(s) for s in result.scores], "confusions": result.confusions},
        ensure_ascii=False, indent=2,
    )  # fmt: skip
