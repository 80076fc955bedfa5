"""Reading a corrected spreadsheet back into a document's tables, whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..codings import LEDGER_COLUMNS, PASSAGE_COLUMNS, SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import DataError, Problem
from ..locate import locate, passage_cells
from ..tables import read_table, write_atomically, write_table
from ..text import Span, Text
from ..vocabulary import Vocabulary
from .copied import copied
from .coverage import lost, spans_of
from .drafting import SURE
from .mark import ADDITIONS, DECIDED, POINT_COLUMNS, POINTS, SUGGESTED, TO_DECIDE, is_draft, read_mark
from .places import additions_turtle, age_names, with_additions
from .sheet import SECTIONS, SEVERAL, SHEET, text_of
from .sheet_cells import Line, notation, read_workbook
from .sheet_faults import CODING, SheetRow, faults, in_order, retitle, same_labels, states
from .sheet_words import BETWEEN, DROP, STATE, dropped, is_yes

LEDGER = "ledger.csv"


def read_sheet(folder: Path, path: Path, vocabulary: Vocabulary, texts: Path | None = None) -> int:
    """Read a sheet back into a document's tables.

    A passage may be written as `politikgraf locate` takes it, or as the bare words, where the text is
    on hand. A row whose first column says that it is no statement goes to the ledger. No word may be
    left without a place: up to three between two passages are listed as connecting words. Ages that a
    draft needs and the vocabulary lacks are kept with the draft. Where the text is on hand, no label or
    note may copy nine words of it.

    Returns:
        The number of rows of coding.csv that changed.

    Raises:
        UnreadableError: it is no such sheet, damaged, or too large.
        DataError: everything wrong with its rows, each with sheet and row; the tables stay as they were.
        OSError: the tables cannot be written.
    """
    problems: list[Problem] = []
    book = read_workbook(path, {SHEET: (STATE, *STATEMENT_COLUMNS), SECTIONS: ("id", "title_da", "title_en")}, problems)
    tables = {
        CODING: [dict(r.cells) for r in read_table(folder / CODING, STATEMENT_COLUMNS, STATEMENT_COLUMNS)],
        "sections.csv": [dict(r.cells) for r in read_table(folder / "sections.csv", SECTION_COLUMNS, SECTION_COLUMNS)],
        LEDGER: [dict(r.cells) for r in read_table(folder / LEDGER, LEDGER_COLUMNS, LEDGER_COLUMNS)],
    }
    text = text_of(folder, texts)
    old = {r["id"]: r for r in tables[CODING]}
    rows = [_row(line, book[SHEET].columns) for line in book[SHEET].lines]
    rows = [r for r in rows if any(r.cells.values())]
    _number(rows, {r["id"] for table in tables.values() for r in table}, problems)
    problems += states(rows, vocabulary)
    unplaced = _locate(rows, old, text, problems)
    problems += retitle(tables["sections.csv"], book[SECTIONS].lines)
    kept = [r for r in rows if dropped(r.state) is None]
    _list(tables[LEDGER], [(dropped(r.state), r.cells) for r in rows if dropped(r.state) in vocabulary.reasons])
    problems += _account(rows, tables, text, unplaced)
    problems += copied(((r.place, r.cells) for r in kept), text)
    problems += same_labels(kept)
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place) / folder.name
        shutil.copytree(folder, trial)
        write_table(trial / CODING, STATEMENT_COLUMNS, [r.cells for r in kept])
        write_table(trial / "sections.csv", SECTION_COLUMNS, tables["sections.csv"])
        write_table(trial / LEDGER, LEDGER_COLUMNS, tables[LEDGER])
        if is_draft(folder):
            _mark_decided(trial, kept, {r["id"] for r in tables["sections.csv"]})
            problems += _keep_ages(trial, kept, vocabulary)
        problems += faults(trial, rows, unplaced, vocabulary, problems)
        if problems:
            raise DataError(in_order(problems))
        for name in (CODING, "sections.csv", LEDGER, POINTS, ADDITIONS):
            if (trial / name).is_file():
                write_atomically(folder / name, (trial / name).read_bytes())
    new = {r.cells["id"]: r.cells for r in kept}
    return sum(old.get(i) != {c: new.get(i, {}).get(c, "") for c in STATEMENT_COLUMNS} for i in old.keys() | new.keys())


def _row(line: Line, columns: Sequence[str]) -> SheetRow:
    cells = {c: line.cells.get(c, "") for c in STATEMENT_COLUMNS}
    for name in SEVERAL:
        values = [_bare(line.cells.get(h, "")) for h in columns if re.fullmatch(rf"{name}(?: \d+)?", h)]
        cells[name] = "|".join(v for v in values if v)
    for name in ("kind", "form", "certainty"):
        cells[name] = _bare(cells[name])
    return SheetRow(line.place, _bare(line.cells.get(STATE, "")), cells)


def _bare(value: str) -> str:
    return value.split(BETWEEN, maxsplit=1)[0].strip()


def _number(rows: Sequence[SheetRow], known: Iterable[str], problems: list[Problem]) -> None:
    """Give rows without an id the next free one; say which id stands twice."""
    seen: dict[str, str] = {}
    for row in rows:
        id_ = row.cells["id"]
        if id_ and id_ in seen:
            where = seen[id_].rsplit("!", 1)[-1]
            problems.append(
                Problem(
                    row.place,
                    f"id {id_} stands already in row {where}",
                    "empty the id of the new row: it gets a free one",
                )
            )
        seen.setdefault(id_, row.place)
    taken = {*known, *seen}
    last = max((int(i[1:]) for i in taken if re.fullmatch(r"s[0-9]{1,6}", i)), default=0)
    for row in rows:
        if not row.cells["id"]:
            last += 1
            row.cells["id"] = f"s{last:03d}"


def _locate(
    rows: Iterable[SheetRow], old: Mapping[str, Mapping[str, str]], text: Text | None, problems: list[Problem]
) -> set[str]:
    """Fill in each passage that is new or changed; returns the ids of those that cannot be."""
    known = {tuple(r[c] for c in PASSAGE_COLUMNS) for r in old.values()}
    whole = {r["fingerprint"]: r["passage"] for r in old.values()}
    unplaced: set[str] = set()
    for row in rows:
        cells = row.cells
        before = old.get(cells["id"], {}).get("passage")
        if not cells["passage"] or cells["passage"] == before or tuple(cells[c] for c in PASSAGE_COLUMNS) in known:
            if cells["passage"] == before:
                cells.update({c: old[cells["id"]][c] for c in PASSAGE_COLUMNS})
            continue
        if text is None:
            problems.append(
                Problem(
                    row.place, "the passage is new, and the text is not on hand", "give its folder: --documents DIR"
                )
            )
            unplaced.add(cells["id"])
            continue
        try:
            within = before or whole.get(cells["fingerprint"], "")
            cells.update(passage_cells(text, _spans(text, notation(cells["passage"]), within)))
        except DataError as error:
            problems += [Problem(row.place, f"passage: {p.place} {p.what}", p.remedy) for p in error.problems]
            unplaced.add(cells["id"])
    return unplaced


def _spans(text: Text, passage: str, within: str) -> list[Span]:
    """The spans that a notation means; words that stand once in the passage that is split need stand nowhere else once."""
    if match := re.fullmatch(r'"([^"]*)"', passage):
        for host in spans_of(within):
            hits = [s for s in text.find(match[1], host.start) if s.start >= host.start and s.end <= host.end]
            if len(hits) == 1:
                return hits
    return locate(text, passage)


def _list(ledger: list[dict[str, str]], entries: Iterable[tuple[str | None, Mapping[str, str]]]) -> None:
    """Add to the ledger passages with the reason why they are no statements."""
    last = max((int(r["id"][1:]) for r in ledger if re.fullmatch(r"u[0-9]{1,6}", r["id"])), default=0)
    for reason, cells in entries:
        last += 1
        ledger.append({"id": f"u{last:03d}", "reason": reason or "", **{c: cells[c] for c in PASSAGE_COLUMNS}})


def _account(
    rows: Sequence[SheetRow], tables: Mapping[str, list[dict[str, str]]], text: Text | None, unplaced: set[str]
) -> Iterable[Problem]:
    """No word of an earlier passage may be left without a place; a row whose new passage is not found keeps its earlier one."""
    own = {r["id"]: r["passage"] for r in tables[CODING]}
    whole = {r["fingerprint"]: r["passage"] for r in tables[CODING]}
    now = [
        r.cells["passage"]
        if r.cells["id"] not in unplaced
        else own.get(r.cells["id"]) or whole.get(r.cells["fingerprint"], "")
        for r in rows
    ]
    now += [r["passage"] for name in ("sections.csv", LEDGER) for r in tables[name]]
    where = {r.cells["id"]: r.place for r in rows}
    small: list[tuple[str, dict[str, str]]] = []
    unchanged = set(now)
    for row in tables[CODING]:
        for left in lost(row["passage"], now, text) if row["passage"] not in unchanged else ():
            if row["id"] in where and left.words <= 3 and text is not None:
                small.append(("connective", passage_cells(text, [left.span])))
                continue
            place = where.get(row["id"], f"{SHEET}: row {row['id']}, which is gone")
            said = f"{left.words} words of it" if left.words else "its passage"
            yield Problem(
                place, f"{said} stand in no row any more{left.quoted}",
                f"put them back in a row; if they say nothing, choose {DROP + '...'!r} in its first column",
            )  # fmt: skip
    _list(tables[LEDGER], small)


def _mark_decided(folder: Path, rows: Sequence[SheetRow], sections: set[str]) -> None:
    """Note which rows are decided, and which no longer; points of rows that are gone go with them."""
    if not (folder / POINTS).is_file():
        return
    said = {r.cells["id"]: is_yes(r.state) for r in rows}
    points = [dict(r.cells) for r in read_table(folder / POINTS, POINT_COLUMNS, POINT_COLUMNS)]
    for point in points:
        if said.get(point["id"]):
            point["state"] = DECIDED
        elif point["id"] in said and point["state"] == DECIDED:
            point["state"] = SUGGESTED if float(point["confidence"] or 0) >= SURE else TO_DECIDE
    write_table(folder / POINTS, POINT_COLUMNS, [p for p in points if p["id"] in said or p["id"] in sections])


def _keep_ages(folder: Path, rows: Iterable[SheetRow], vocabulary: Vocabulary) -> list[Problem]:
    """Add to the draft's own additions the age bands that its rows now name."""
    known = with_additions(vocabulary, folder, ADDITIONS).ages
    new: set[str] = set()
    problems = []
    for row in rows:
        for band in (a for a in row.cells["ages"].split("|") if a and a not in known):
            try:
                age_names(band)
                new.add(band)
            except DataError as error:
                problems += [Problem(row.place, f"ages: {p.place} {p.what}", p.remedy) for p in error.problems]
    if new:
        path = folder / ADDITIONS
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        more = additions_turtle(None, new, read_mark(folder).municipality)
        write_atomically(path, before + (more.split("skos/core#> .\n", 1)[1] if before else more))
    return problems
