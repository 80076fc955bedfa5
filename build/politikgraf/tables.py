"""CSV tables as people keep them: read from any spreadsheet, written in one canonical form.

Read: comma, semicolon or tab; UTF-8 with or without byte-order mark. Written: comma,
UTF-8, LF, quotes only where needed (RFC 4180).
"""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import DataError, Problem, UnreadableError

MAX_BYTES = 50_000_000
_DELIMITERS = ",;\t"
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which XML and so SPARQL's XML results cannot hold."""


@dataclass(frozen=True)
class Row:
    """One row of a table: where it stands, and its cells by column."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several, separated by `|`."""
        return tuple(v for v in (part.strip() for part in self[column].split("|")) if v)

    def problem(self, what: str, remedy: str = "") -> Problem:
        return Problem(self.place, what, remedy)


_ENCODING = ("save it as text in UTF-8", "save it as 'CSV UTF-8'")


def suggest(word: str, known: Iterable[str]) -> str:
    """A remedy that offers the nearest known spellings of `word`."""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return "did you mean " + " or ".join(near) + "?" if near else ""


def read_text_file(path: Path, limit: int = MAX_BYTES) -> str:
    """The decoded content of a UTF-8 file.

    Raises:
        UnreadableError: missing, larger than `limit` bytes, or not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableError(
                Problem(str(path), f"is {size / 1e6:.0f} MB; at most {limit / 1e6:.0f} MB is read", "split the file")
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableError(Problem(str(path), f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UnreadableError(
            Problem(f"{path}:{line}", f"is not UTF-8 (byte {error.start})", _ENCODING[path.suffix == ".csv"])
        ) from error


def read_table(path: Path | str, columns: Sequence[str], required: Sequence[str] = ()) -> list[Row]:
    """The rows of a table.

    Args:
        path: the file.
        columns: every column that the table may have.
        required: those it must have (default: the first).

    Raises:
        UnreadableError: not readable as UTF-8, or not as CSV.
        DataError: unknown, repeated or missing columns, rows with too many cells; all at once.
    """
    path = Path(path)
    content = read_text_file(path)
    head = content.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    lines = list(_numbered(path, content, delimiter))
    if not lines:
        raise UnreadableError(Problem(str(path), "is empty", "give it a header row: " + ",".join(columns)))
    header = [name.strip() for name in lines[0][1]]
    problems = [
        Problem(f"{path}:1", f"unknown column {name!r}", suggest(name, columns) or "columns are " + ", ".join(columns))
        for name in header
        if name not in columns
    ]
    problems += [Problem(f"{path}:1", f"column {n!r} stands twice") for n in set(header) if header.count(n) > 1]
    problems += [
        Problem(f"{path}:1", f"column {name!r} is missing") for name in (required or columns[:1]) if name not in header
    ]
    rows = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            problems.append(
                Problem(
                    f"{path}:{number}",
                    f"{len(cells)} cells under {len(header)} columns",
                    "quote cells that hold the delimiter",
                )
            )
        if unseen := {c for cell in cells for c in _UNSEEN.findall(cell)}:
            signs = ", ".join(f"U+{ord(c):04X}" for c in sorted(unseen))
            problems.append(Problem(f"{path}:{number}", f"holds control characters ({signs})", "take them out"))
        rows.append(Row(f"{path}:{number}", dict(zip(header, (c.strip() for c in cells)))))
    if problems:
        raise DataError(problems)
    return rows


def _numbered(path: Path, content: str, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(
            Problem(
                f"{path}:{start}", f"is not well-formed CSV: {error}", "check for a quotation mark without its pair"
            )
        ) from error


def write_table(path: Path | str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table in canonical form, whole or not at all."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    write_atomically(path, out.getvalue())


def write_atomically(path: Path | str, content: str | bytes) -> None:
    """Replace a file only when its new content is whole: write beside it, then rename."""
    write_all_atomically({Path(path): content})


def write_all_atomically(contents: Mapping[Path, str | bytes]) -> None:
    """Replace files only when the new content of every one of them is whole on the disk.

    Raises:
        OSError: a file cannot be written; then none is replaced.
    """
    beside: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            beside[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode("utf-8") if isinstance(content, str) else content)
            os.chmod(name, 0o644)
        for path, name in beside.items():
            os.replace(name, path)
    except BaseException as error:
        for name in beside.values():
            name.unlink(missing_ok=True)
        if isinstance(error, OSError) and not error.filename:
            error.filename = str(path)
        raise
