"""Reading a corrected spreadsheet back into a document's tables, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook

from ..coding_tables import read_coding
from ..codings import SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import DataError, Problem, UnreadableError
from ..locate import locate, passage_cells
from ..tables import read_table, write_atomically, write_table
from ..text import Text
from ..vocabulary import Vocabulary
from .limits import check_archive, check_size
from .mark import ADDITIONS, DECIDED, POINT_COLUMNS, POINTS, is_draft, read_mark
from .places import additions_turtle, with_additions
from .sheet import BETWEEN, SECTIONS, SEVERAL, SHEET, STATE, text_of

MAX_ROWS = 20_000


def read_sheet(folder: Path, path: Path, vocabulary: Vocabulary, texts: Path | None = None) -> int:
    """Read a sheet back into a document's tables.

    A passage may be written as `politikgraf locate` takes it, where the text is on hand. Ages that
    a draft needs and the vocabulary lacks are kept with the draft.

    Returns:
        The number of rows of coding.csv that changed.

    Raises:
        UnreadableError: it is no such sheet, damaged, or too large.
        DataError: everything wrong with its rows; the tables stay as they were.
    """
    rows, titles, decided = _read(path)
    text = text_of(folder, texts)
    old = {r["id"]: dict(r.cells) for r in read_table(folder / "coding.csv", STATEMENT_COLUMNS, STATEMENT_COLUMNS)}
    problems = _locate(rows, old, text, path.name)
    if problems:
        raise DataError(problems)
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place) / folder.name
        shutil.copytree(folder, trial)
        write_table(trial / "coding.csv", STATEMENT_COLUMNS, rows)
        _retitle(trial, titles)
        if is_draft(folder):
            _mark_decided(trial, decided)
            _keep_ages(trial, rows, vocabulary)
        read_coding(trial, with_additions(vocabulary, trial, ADDITIONS))
        for name in ("coding.csv", "sections.csv", POINTS, ADDITIONS):
            if (trial / name).is_file():
                write_atomically(folder / name, (trial / name).read_bytes())
    new = {r["id"]: r for r in rows}
    return sum(old.get(i) != {c: new.get(i, {}).get(c, "") for c in STATEMENT_COLUMNS} for i in old.keys() | new.keys())


def _read(path: Path) -> tuple[list[dict[str, str]], dict[str, dict[str, str]], set[str]]:
    check_size(path)
    check_archive(path, "xl/workbook.xml")
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        lines = [list(line) for line in book[SHEET].iter_rows(values_only=True, max_row=MAX_ROWS)]
        sections = [list(line) for line in book[SECTIONS].iter_rows(values_only=True, max_row=MAX_ROWS)]
        book.close()
    except KeyError as error:
        raise UnreadableError(
            Problem(path.name, f"has no sheet {error}", "write one with `politikgraf sheet NAME`")
        ) from error
    except Exception as error:  # openpyxl raises whatever its parts do
        raise UnreadableError(Problem(path.name, f"is no readable .xlsx ({type(error).__name__})")) from error
    header = [_text(v) for v in (lines[0] if lines else [])]
    names = {h.partition(" ")[0] if h.partition(" ")[0] in SEVERAL else h for h in header}
    if missing := [c for c in STATEMENT_COLUMNS if c not in names]:
        raise UnreadableError(
            Problem(path.name, "lacks the columns " + ", ".join(missing), "write it anew with `politikgraf sheet`")
        )
    rows, decided = [], set()
    for line in lines[1:]:
        cells = dict(zip(header, map(_text, line)))
        row = {c: cells.get(c, "") for c in STATEMENT_COLUMNS}
        for name in SEVERAL:
            values = [_bare(cells[h]) for h in header if h.partition(" ")[0] == name and " " in h]
            row[name] = "|".join(v for v in values if v)
        for name in ("kind", "form", "certainty"):
            row[name] = _bare(row[name])
        if any(row.values()):
            rows.append(row)
            if cells.get(STATE):
                decided.add(row["id"])
    heads = [_text(v) for v in (sections[0] if sections else [])]
    titles = {r.get("id", ""): r for r in (dict(zip(heads, map(_text, line))) for line in sections[1:])}
    return rows, titles, decided


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _bare(value: str) -> str:
    return value.split(BETWEEN, maxsplit=1)[0].strip()


def _locate(
    rows: Sequence[dict[str, str]], old: Mapping[str, Mapping[str, str]], text: Text | None, name: str
) -> list[Problem]:
    problems: list[Problem] = []
    for number, row in enumerate(rows, 2):
        if not row["passage"] or row["passage"] == old.get(row["id"], {}).get("passage"):
            continue
        if text is None:
            if not re.fullmatch(r"[\d+-]+", row["passage"]):
                problems.append(
                    Problem(f"{name}:{number}", "the passage is new, and the text is not on hand", "give --documents")
                )
            continue
        try:
            row.update(passage_cells(text, locate(text, row["passage"])))
        except DataError as error:
            problems += [Problem(f"{name}:{number}", f"passage: {p.place} {p.what}", p.remedy) for p in error.problems]
    return problems


def _retitle(folder: Path, titles: Mapping[str, Mapping[str, str]]) -> None:
    path = folder / "sections.csv"
    rows = [dict(r.cells) for r in read_table(path, SECTION_COLUMNS, SECTION_COLUMNS)]
    for row in rows:
        for column in ("title_da", "title_en"):
            row[column] = titles.get(row["id"], {}).get(column) or row[column]
    write_table(path, SECTION_COLUMNS, rows)


def _mark_decided(folder: Path, decided: set[str]) -> None:
    if (folder / POINTS).is_file():
        rows = [dict(r.cells) for r in read_table(folder / POINTS, POINT_COLUMNS, POINT_COLUMNS)]
        for row in rows:
            if row["id"] in decided:
                row["state"] = DECIDED
        write_table(folder / POINTS, POINT_COLUMNS, rows)


def _keep_ages(folder: Path, rows: Sequence[Mapping[str, str]], vocabulary: Vocabulary) -> None:
    """Add to the draft's own additions the age bands that its rows now name."""
    known = with_additions(vocabulary, folder, ADDITIONS).ages
    new = {a for r in rows for a in r["ages"].split("|") if a} - known
    if new:
        path = folder / ADDITIONS
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        more = additions_turtle(None, new, read_mark(folder).municipality)
        write_atomically(path, before + (more.split("skos/core#> .\n", 1)[1] if before else more))
