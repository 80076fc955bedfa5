"""What is wrong with the rows of a corrected sheet, each fault with its row, in the order of the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..coding_tables import read_coding
from ..codings import STATEMENT_COLUMNS
from ..errors import DataError, Problem
from ..tables import read_table, suggest
from ..vocabulary import Vocabulary
from .mark import ADDITIONS, DECIDED, LABEL_DA
from .places import with_additions
from .sheet import SECTIONS
from .sheet_cells import Line
from .sheet_words import DROP, STATE, dropped, is_yes

CODING = "coding.csv"
_LINK = re.compile(r"(belongs_to|serves|repeats): no row has id '([^']*)'")
_PLACE = re.compile(r"(?:(\w+)!|\s)[A-Z]{0,3}(\d+)(?::[A-Z]+\d+)?$")


@dataclass
class SheetRow:
    """A row of the sheet: where it stands, what its first column says, and its cells by column of coding.csv."""

    place: str
    state: str
    cells: dict[str, str]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Faults once each, by sheet and row; those of no row after them, in the order given."""

    def key(one: Problem) -> tuple[int, int]:
        match = _PLACE.search(one.place)
        return (int(match[1] == SECTIONS), int(match[2])) if match else (2, 0)

    return sorted(dict.fromkeys(problems), key=key)


def states(rows: Iterable[SheetRow], vocabulary: Vocabulary) -> Iterable[Problem]:
    """First columns that say what is not in their list."""
    for row in rows:
        reason = dropped(row.state)
        if reason is not None and reason not in vocabulary.reasons:
            yield Problem(
                row.place,
                f"{STATE}: {reason or '(empty)'} is no reason",
                suggest(reason, vocabulary.reasons) or "choose from the list",
            )
        elif reason is None and row.state and not is_yes(row.state):
            yield Problem(
                row.place, f"{STATE}: {row.state[:40]!r} is not in the list", f"choose {DECIDED!r}, or leave it empty"
            )


def same_labels(rows: Iterable[SheetRow]) -> Iterable[Problem]:
    """Rows of one kind with one Danish label, where neither repeats another; the shapes refuse such a document."""
    first: dict[tuple[str, str], SheetRow] = {}
    for row in rows:
        label = row.cells["label_da"]
        if not label or label.startswith(LABEL_DA) or row.cells["repeats"]:
            continue
        other = first.setdefault((row.cells["kind"], label), row)
        if other is not row:
            yield Problem(
                row.place,
                f"label_da is also that of row {_number(other)}, which is of the same kind",
                f"write a label that shows the difference, or {other.cells['id']} in repeats",
            )


def retitle(sections: list[dict[str, str]], lines: Iterable[Line]) -> Iterable[Problem]:
    """Take over the titles of the sheet; say which sections are unknown, and which are gone from it."""
    rows = {r["id"]: r for r in sections}
    seen: set[str] = set()
    for line in lines:
        id_ = line.cells.get("id", "")
        if id_ not in rows:
            yield Problem(
                line.place, f"there is no section {id_!r}", suggest(id_, rows) or "sections are changed in sections.csv"
            )
            continue
        seen.add(id_)
        for column in ("title_da", "title_en"):
            rows[id_][column] = line.cells.get(column) or rows[id_][column]
    for id_ in rows:
        if id_ not in seen:
            yield Problem(
                f"{SECTIONS}: row {id_}, which is gone",
                "no section is deleted in the sheet",
                "put the row back; to join sections, change sections.csv",
            )


def faults(
    trial: Path, rows: Sequence[SheetRow], unplaced: set[str], vocabulary: Vocabulary, said: Iterable[Problem]
) -> list[Problem]:
    """What is wrong with the tables, with the sheet's rows in place of the table's lines; nothing said already.

    Args:
        trial: the folder with the tables as they would become.
        rows: every row of the sheet; those marked as no statement are not in coding.csv.
        unplaced: ids of rows whose passage cannot be found, which is said already.
        vocabulary: without the draft's additions.
        said: what is said already.
    """
    spoiled = {re.sub(r"![A-Z]+(\d+)$", r"!\1", p.place) for p in said}
    kept = [r for r in rows if dropped(r.state) is None]
    gone = {r.cells["id"]: r for r in rows if dropped(r.state) is not None}
    try:
        read_coding(trial, with_additions(vocabulary, trial, ADDITIONS))
    except DataError as error:
        lines = {r.place: row for r, row in zip(read_table(trial / CODING, STATEMENT_COLUMNS), kept)}
        found = []
        for problem in error.problems:
            row = lines.get(problem.place)
            if row is None:
                found.append(Problem(problem.place.replace(f"{trial}/", ""), problem.what, problem.remedy))
            elif not (
                (row.cells["id"] in unplaced and problem.what.startswith("passage"))
                or (row.place in spoiled and re.search(r"is empty$|^ages: .* vocabulary$", problem.what))
                or "stands already at" in problem.what
            ):
                found.append(_link(problem, row, gone) or Problem(row.place, problem.what, problem.remedy))
        return found
    return []


def _link(problem: Problem, row: SheetRow, gone: Mapping[str, SheetRow]) -> Problem | None:
    """A row that points at one marked as no statement, said as such."""
    match = _LINK.fullmatch(problem.what)
    if not match or match[2] not in gone:
        return None
    other = gone[match[2]]
    return Problem(
        row.place,
        f"{match[1]}: {match[2]} (row {_number(other)}) is marked {DROP.strip(' :')!r}",
        f"empty {match[1]} here and in every row that points at it, or choose another; or take the mark of row {_number(other)} away",
    )


def _number(row: SheetRow) -> str:
    return row.place.rsplit("!", 1)[-1]
