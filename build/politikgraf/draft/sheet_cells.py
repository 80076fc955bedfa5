"""The cells of a workbook as text, each fault with sheet and cell: formulas, dates, merged cells, missing sheets."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from ..errors import Problem, UnreadableError
from .limits import check_archive, check_size

MAX_ROWS = 20_000
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z0-9:]{1,40})\"")
_SHOWN = 20
_QUOTES = str.maketrans(dict.fromkeys("“”„»«‟", '"') | {"…": "..."})


@dataclass(frozen=True)
class Line:
    """One row of a sheet: where it stands, and its cells by column."""

    place: str
    cells: dict[str, str]


@dataclass
class Page:
    """A sheet's columns and rows."""

    columns: list[str]
    lines: list[Line]


def read_workbook(path: Path, wanted: dict[str, Sequence[str]], problems: list[Problem]) -> dict[str, Page]:
    """The sheets of a workbook.

    Args:
        path: the .xlsx.
        wanted: the sheets to read, each with the columns that it must have; a column that is
            spread over cells is `concepts` for `concepts 1`, `concepts 2` ...
        problems: faults of single cells are added here.

    Raises:
        UnreadableError: no such workbook, a sheet or a column missing; all of it at once.
    """
    check_size(path)
    check_archive(path, "xl/workbook.xml")
    found: dict[str, Page] = {}
    missing: list[Problem] = []
    try:
        book = load_workbook(path, read_only=True)
        try:
            for name, columns in wanted.items():
                if name not in book.sheetnames:
                    missing.append(
                        Problem(path.name, f"has no sheet named {name!r}", "write one with `politikgraf sheet NAME`")
                    )
                    continue
                page = found[name] = _page(path.name, book[name], problems)
                missing += _missing(f"{path.name} {name}", page.columns, columns)
        finally:
            book.close()
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts do
        remedy = "open it in a spreadsheet program and save it as .xlsx anew"
        raise UnreadableError(Problem(path.name, f"is no readable .xlsx ({type(error).__name__})", remedy)) from error
    if missing:
        raise UnreadableError(missing)
    problems += _merged(path)
    return found


def _page(file: str, sheet, problems: list[Problem]) -> Page:
    columns: list[str] = []
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1), 1):
        texts = [
            _text(cell, f"{file} {sheet.title}!{get_column_letter(at)}{number}", problems)
            for at, cell in enumerate(row, 1)
        ]
        if number == 1:
            columns = texts
            continue
        if not any(texts):
            continue
        if number > MAX_ROWS:
            raise UnreadableError(
                Problem(f"{file} {sheet.title}", f"has more than {MAX_ROWS:,} rows", "split the document")
            )
        lines.append(Line(f"{file} {sheet.title}!{number}", {c: t for c, t in zip(columns, texts) if c}))
    return Page(columns, lines)


def _missing(place: str, header: Sequence[str], wanted: Sequence[str]) -> list[Problem]:
    remedy = "put the header row back as `politikgraf sheet` wrote it"
    names = {re.sub(r" \d+$", "", h) for h in header}
    found = [Problem(place, f"the column {c!r} is missing", remedy) for c in wanted if c not in names]
    return found + [
        Problem(place, f"the column {c!r} stands twice", remedy)
        for c in dict.fromkeys(header)
        if c and header.count(c) > 1
    ]


def _text(cell: object, place: str, problems: list[Problem]) -> str:
    value, type_ = getattr(cell, "value", None), getattr(cell, "data_type", "")
    if value is None:
        return ""
    if type_ == "f":
        problems.append(Problem(place, "holds a formula", "write the text itself"))
        return ""
    if type_ == "e":
        problems.append(Problem(place, f"holds an error ({value})", "write the text itself"))
        return ""
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        problems.append(
            Problem(
                place, f"has become a date or time ({value})", "format the cell as text and write it again, e.g. 3-5"
            )
        )
        return ""
    if isinstance(value, bool):
        problems.append(Problem(place, f"has become {value}", "format the cell as text and write it again"))
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _merged(path: Path) -> list[Problem]:
    """Merged cells: all but the first of them would read as empty."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                found += [m.decode() for m in _MERGED.findall(archive.read(member))]
    return [
        Problem(f"{path.name} {ref}", "the cells are merged", "unmerge them, and fill in each")
        for ref in found[:_SHOWN]
    ]


def notation(passage: str) -> str:
    """A passage as `locate` takes it: typographic quotation marks made plain, bare words quoted.

    >>> notation("“alle børn … trives”"), notation("alle børn"), notation("L3-4"), notation("12-20+30-40")
    ('"alle børn ... trives"', '"alle børn"', 'L3-4', '12-20+30-40')
    """
    plain = passage.translate(_QUOTES)
    return plain if '"' in plain or re.fullmatch(r"[L\d+\s:-]*", plain) else f'"{plain}"'
