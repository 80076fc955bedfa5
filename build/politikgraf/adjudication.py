"""Where two readers differ: the decision and its reason, apart from both readings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .errors import DataError, Problem
from .tables import read_table, suggest

FILE = "adjudication.csv"
COLUMNS = ("segment", "variable", "first", "second", "decision", "reason_da", "reason_en")
DECISIONS = ("first", "second", "both", "neither")


@dataclass(frozen=True)
class Decision:
    """One disagreement decided.

    Attributes:
        segment: id of the segment in segments.csv.
        variable: `kind` or `concepts`.
        first, second: what each reader gave that the other did not.
        decision: whose judgement stands: `first`, `second`, `both` or `neither`.
    """

    segment: str
    variable: str
    first: str
    second: str
    decision: str
    reason_da: str
    reason_en: str


def read_adjudication(folder: Path) -> list[Decision]:
    """The decisions of one document; [] where there are none yet.

    Raises:
        DataError: unknown decisions or missing reasons, all at once.
    """
    path = folder / FILE
    if not path.is_file():
        return []
    problems: list[Problem] = []
    found = []
    for row in read_table(path, COLUMNS, COLUMNS):
        if row["decision"] not in DECISIONS:
            problems.append(
                row.problem(
                    f"decision {row['decision']!r} is unknown",
                    suggest(row["decision"], DECISIONS) or ", ".join(DECISIONS),
                )
            )
        if not (row["reason_da"] and row["reason_en"]):
            problems.append(row.problem("a reason is missing", "say why in reason_da and reason_en"))
        found.append(Decision(*(row[column] for column in COLUMNS)))
    if problems:
        raise DataError(problems)
    return found
