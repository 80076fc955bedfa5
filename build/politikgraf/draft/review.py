"""What remains to be decided in a draft, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..codings import LEDGER_COLUMNS, SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import DataError, Problem, UnreadableError
from ..tables import Row, read_table
from ..text import Text
from ..validate import Validator
from ..vocabulary import Vocabulary
from .folder import draft_text, judge, kept_text
from .mark import LABEL_DA, LABEL_EN, POINT_COLUMNS, POINTS, STATES, TITLE_EN, TO_DECIDE, read_mark

LABEL, TITLE = "label", "title"
_SHOWN = 60
_SHARE = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?)?")


@dataclass(frozen=True)
class Open:
    """One thing that a person still has to decide.

    Attributes:
        id: the row's.
        place: where it stands in the text, in words; "" where that is not known.
        what: the column, or `label` or `title` for words to write.
        suggested: what the draft suggests, or the title to translate.
        confidence: how sure that is, 0 to 1.
        alternatives: what else it might be.
    """

    id: str
    place: str
    what: str
    suggested: str = ""
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.id}{self.place}: {self._what()}"

    def _what(self) -> str:
        if self.what == LABEL:
            return "write label_da and label_en in your own words"
        if self.what == TITLE:
            return f"translate the title ({self.suggested[:_SHOWN]})"
        others = f"; or {', '.join(self.alternatives)}" if self.alternatives else ""
        return f"{self.what}: {self.suggested.replace('|', ', ') or 'nothing'} ({self.confidence:.0%}{others})"


@dataclass
class Remaining:
    """What is left to do in a draft.

    Attributes:
        rows: how many rows there are to go through: statements and section titles.
        rows_open: ids of those with something to decide.
        open: each thing to decide, in the order of the tables.
        faults: what must be mended whoever decides.
    """

    rows: int = 0
    rows_open: set[str] = field(default_factory=set)
    open: list[Open] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def add(self, found: Iterable[Open]) -> None:
        for one in found:
            self.rows_open.add(one.id)
            self.open.append(one)


def remaining(folder: Path, vocabulary: Vocabulary, texts: Path | None, validator: Validator) -> Remaining:
    """Go through a draft, row by row.

    A row is decided when its labels are in a person's words and each point that was marked has
    been changed or, in draft.csv or the sheet, marked as decided.

    Raises:
        UnreadableError: the folder is no draft, or a file of it is missing or is not of its format.
        DataError: a table has the wrong columns or values.
    """
    text = draft_text(folder, read_mark(folder).text, texts)
    problems: list[Problem] = []
    unreadable = False

    def table(name: str, columns: tuple[str, ...]) -> list[Row]:
        try:
            return read_table(folder / name, columns, columns)
        except DataError as error:
            nonlocal unreadable
            unreadable |= isinstance(error, UnreadableError)
            problems.extend(error.problems)
            return []

    statements, sections = table("coding.csv", STATEMENT_COLUMNS), table("sections.csv", SECTION_COLUMNS)
    table("ledger.csv", LEDGER_COLUMNS)
    points: dict[str, list[Row]] = {}
    try:
        points = read_points(folder)
    except DataError as error:
        unreadable |= isinstance(error, UnreadableError)
        problems.extend(error.problems)
    for name in ("document.ttl", POINTS):
        if not (folder / name).is_file():
            unreadable = True
            problems.append(
                Problem(str(folder / name), "is missing", "draft the document again under another --name, and copy it")
            )
    if problems:
        raise (UnreadableError if unreadable else DataError)(problems)
    rest = Remaining(rows=len(statements) + len(sections))
    for row in sections:
        rest.add(open_title(row))
    for row in statements:
        rest.add(open_points(row, points.get(row["id"], []), _place(row, text)))
    rest.faults = judge(folder, vocabulary, validator, text)
    if text is None and texts is not None and (found := kept_text(folder.name, texts)):
        rest.faults.append(
            Problem(
                str(found),
                "is not the text that was drafted",
                "put that back, or draft the document again under another --name",
            )
        )
    return rest


def open_title(row: Row) -> list[Open]:
    """What is to be decided of a section: its title, until it is translated."""
    return [Open(row["id"], "", TITLE, row["title_da"])] if row["title_en"].startswith(TITLE_EN) else []


def open_points(row: Row, points: Iterable[Row], place: str = "") -> list[Open]:
    """What is still to be decided of a statement."""
    found = []
    if row["label_da"].startswith(LABEL_DA) or row["label_en"].startswith(LABEL_EN):
        found.append(Open(row["id"], place, LABEL))
    for point in points:
        if point["state"] == TO_DECIDE and row[point["what"]] == point["suggested"]:
            sure = float(point["confidence"] or 0)
            found.append(Open(row["id"], place, point["what"], point["suggested"], sure, point.several("alternatives")))
    return found


def _place(row: Row, text: Text | None) -> str:
    start = row["passage"].split("-")[0]
    return f" (line {text.line_of(int(start))})" if text is not None and start.isdigit() else ""


def read_points(folder: Path) -> dict[str, list[Row]]:
    """The points of draft.csv by the row that they are about.

    Raises:
        DataError: the table has faults.
    """
    found: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    if (folder / POINTS).is_file():
        for row in read_table(folder / POINTS, POINT_COLUMNS, POINT_COLUMNS):
            found.setdefault(row["id"], []).append(row)
            if not _SHARE.fullmatch(row["confidence"]):
                problems.append(row.problem(f"confidence: {row['confidence']!r} is no share", "write 0.00 to 1.00"))
            if row["state"] not in STATES:
                problems.append(row.problem(f"state: {row['state']!r} is unknown", "write " + " or ".join(STATES)))
    if problems:
        raise DataError(problems)
    return found
