"""From lines or typed words to positions and fingerprints, so that nobody counts characters.

A passage cell may be written as

    L103-106                  whole lines
    L103: "words ... words"   words that stand at or after line 103; `...` skips
    "words ... words"         words that stand in the text once
    120-188                   positions

and several of these joined by ` + `.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from .codings import LEDGER_COLUMNS, READING_COLUMNS, SECTION_COLUMNS, STATEMENT_COLUMNS
from .errors import DataError, Problem, UnreadableError
from .tables import Row, read_table, write_table
from .text import Span, Text

TABLES: dict[str, Sequence[str]] = {
    "coding.csv": STATEMENT_COLUMNS,
    "first.csv": READING_COLUMNS,
    "second.csv": READING_COLUMNS,
    "sections.csv": SECTION_COLUMNS,
    "ledger.csv": LEDGER_COLUMNS,
}
MAX_PASSAGE = 3_000
"""Code points; a longer hit of an ellipsis is taken for a mistake."""

_PARTS = re.compile(r"\s*\+\s*(?=L\d|\"|\d+-\d)")
_LINES = re.compile(r"L(\d+)(?:-(\d+))?")
_QUOTE = re.compile(r"(?:L(\d+):\s*)?\"(.*)\"", re.DOTALL)
_POSITIONS = re.compile(r"(\d+)-(\d+)")


def locate(text: Text, notation: str) -> list[Span]:
    """The spans that a passage notation means in a text.

    >>> text = Text("Alle børn skal trives.\\nAlle unge også.")
    >>> [str(s) for s in locate(text, '"skal trives" + L2')]
    ['10-21', '23-38']

    Raises:
        DataError: it is no such notation, or the words are not there, or not once.
    """
    spans = [_locate_part(text, part) for part in _PARTS.split(notation.strip())]
    if empty := [part for part, span in zip(_PARTS.split(notation.strip()), spans) if not text.words_in([span])]:
        raise DataError(Problem(empty[0], "holds no words", "name lines or positions that do"))
    return spans


def _locate_part(text: Text, part: str) -> Span:
    if match := _POSITIONS.fullmatch(part):
        span = Span(int(match[1]), int(match[2]))
        if span.start < span.end <= len(text):
            return span
        raise DataError(Problem(part, f"lies outside the text, which has {len(text)} code points"))
    if match := _LINES.fullmatch(part):
        return text.lines(int(match[1]), int(match[2] or match[1]))
    if match := _QUOTE.fullmatch(part):
        start = text.lines(int(match[1]), int(match[1])).start if match[1] else 0
        hits = text.find(match[2], start)
        if not hits:
            raise DataError(Problem(part[:80], "these words are not in the text there", "copy them from the text"))
        if not match[1] and len(hits) > 1:
            lines = ", ".join(f"L{text.line_of(s.start)}" for s in hits[:5])
            raise DataError(
                Problem(part[:80], f"stands {len(hits)} times ({lines})", 'say from which line: L12: "..."')
            )
        if len(hits[0]) > MAX_PASSAGE:
            raise DataError(Problem(part[:80], f"would take in {len(hits[0])} code points", "give more of the words"))
        return hits[0]
    raise DataError(Problem(part[:80], "is no passage", 'write L12-14, L12: "words ... words", "words" or 120-188'))


def passage_cells(text: Text, spans: Iterable[Span]) -> dict[str, str]:
    """The three cells that point at a passage: positions, word counts, fingerprints."""
    spans = list(spans)
    return {
        "passage": "+".join(map(str, spans)),
        "words": "+".join(str(len(text.words_in([s]))) for s in spans),
        "fingerprint": "+".join(text.fingerprint(s) for s in spans),
    }


def locate_tables(paths: Sequence[Path], text: Text) -> dict[Path, int]:
    """Turn every passage of some tables into positions and fingerprints, and write them back.

    Returns:
        For each table the number of rows whose cells changed.

    Raises:
        UnreadableError: a file is none of the tables.
        DataError: rows whose passage cannot be found, all at once; every table stays as it was.
    """
    if strange := [path for path in paths if path.name not in TABLES]:
        raise UnreadableError(Problem(str(p), "is none of the tables", "name it " + ", ".join(TABLES)) for p in strange)
    problems: list[Problem] = []
    filled = {}
    for path in paths:
        rows = read_table(path, TABLES[path.name])
        filled[path] = rows, [_located(row, text, problems) for row in rows]
    if problems:
        raise DataError(problems)
    for path, (_, out) in filled.items():
        write_table(path, TABLES[path.name], out)
    return {
        path: sum(dict(row.cells) != {c: new.get(c, "") for c in row.cells} for row, new in zip(rows, out))
        for path, (rows, out) in filled.items()
    }


def _located(row: Row, text: Text, problems: list[Problem]) -> dict[str, str]:
    cells = dict(row.cells)
    for column in ("passage", "extent"):
        if not cells.get(column):
            continue
        try:
            spans = locate(text, cells[column])
        except DataError as error:
            problems.extend(row.problem(f"{column}: {p.place} {p.what}", p.remedy) for p in error.problems)
            continue
        cells.update({"extent": "+".join(map(str, spans))} if column == "extent" else passage_cells(text, spans))
    return cells
