"""What remains to be decided in a draft, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..codings import SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import DataError, Problem
from ..tables import Row, read_table
from ..text import Text
from ..validate import Validator
from ..vocabulary import Vocabulary
from .folder import draft_text, judge
from .mark import LABEL_DA, LABEL_EN, POINT_COLUMNS, POINTS, TITLE_EN, TO_DECIDE, is_draft, read_mark

_SHOWN = 60


@dataclass
class Remaining:
    """What is left to do in a draft.

    Attributes:
        rows: how many rows there are to go through: statements and section titles.
        rows_open: ids of those with something to decide.
        open: each thing to decide, in words, in the order of the text.
        faults: what must be mended whoever decides.
    """

    rows: int = 0
    rows_open: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def add(self, id_: str, place: str, what: str) -> None:
        self.rows_open.add(id_)
        self.open.append(f"{id_}{place}: {what}")


def remaining(folder: Path, vocabulary: Vocabulary, texts: Path | None, validator: Validator) -> Remaining:
    """Go through a draft, row by row.

    A row is decided when its labels are in a person's words and each point that was marked has
    been changed or, in draft.csv or the sheet, marked as decided.

    Raises:
        DataError: the folder is no draft, or a table cannot be read.
    """
    if not is_draft(folder):
        raise DataError(Problem(folder.name, "is no draft", "make one with `politikgraf draft`"))
    text = draft_text(folder, read_mark(folder).text, texts)
    statements = read_table(folder / "coding.csv", STATEMENT_COLUMNS, STATEMENT_COLUMNS)
    sections = read_table(folder / "sections.csv", SECTION_COLUMNS, SECTION_COLUMNS)
    points = read_points(folder)
    rest = Remaining(rows=len(statements) + len(sections))
    for row in sections:
        if row["title_en"].startswith(TITLE_EN):
            rest.add(row["id"], "", f"translate the title ({row['title_da'][:_SHOWN]})")
    for row in statements:
        _statement(row, points.get(row["id"], []), _place(row, text), rest)
    rest.faults = judge(folder, vocabulary, validator, text)
    return rest


def _statement(row: Row, points: list[Row], place: str, rest: Remaining) -> None:
    if row["label_da"].startswith(LABEL_DA) or row["label_en"].startswith(LABEL_EN):
        rest.add(row["id"], place, "write label_da and label_en in your own words")
    for point in points:
        if point["state"] == TO_DECIDE and row[point["what"]] == point["suggested"]:
            others = f"; or {', '.join(point.several('alternatives'))}" if point["alternatives"] else ""
            now = point["suggested"].replace("|", ", ") or "nothing"
            rest.add(row["id"], place, f"{point['what']}: {now} ({float(point['confidence'] or 0):.0%}{others})")


def _place(row: Row, text: Text | None) -> str:
    start = row["passage"].split("-")[0]
    return f" (line {text.line_of(int(start))})" if text is not None and start.isdigit() else ""


def read_points(folder: Path) -> dict[str, list[Row]]:
    """The points of draft.csv by the row that they are about.

    Raises:
        DataError: the table has faults.
    """
    found: dict[str, list[Row]] = {}
    if (folder / POINTS).is_file():
        for row in read_table(folder / POINTS, POINT_COLUMNS, POINT_COLUMNS):
            found.setdefault(row["id"], []).append(row)
    return found
