"""A document's coding as a spreadsheet with drop-downs and the passage beside each row, and back."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from rdflib.namespace import SKOS

from ..coding_tables import read_coding
from ..codings import SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import DataError, Problem, UnreadableError
from ..locate import locate, passage_cells
from ..namespaces import ACTOR, AGE, CERTAINTIES, CONCEPT, FORM, KINDS, REFERENCE, ROLES
from ..tables import Row, read_table, write_atomically, write_table
from ..text import Text, Span
from ..vocabulary import Vocabulary
from .folder import TEXTS
from .limits import check_archive, check_size
from .mark import ADDITIONS, DECIDED, POINT_COLUMNS, POINTS, TO_DECIDE, is_draft, read_mark
from .places import additions_turtle, with_additions
from .review import read_points

SHEET, SECTIONS, LISTS = "coding", "sections", "lists"
WORDS, STATE, HELP = "passage: words", "decided", "suggested"
SEVERAL = {"concepts": 5, "actors": 6, "ages": 2, "references": 2}
"""Columns of several values, each value in a cell of its own, and how many cells there are at least."""
BETWEEN = " · "
MAX_ROWS = 20_000
_WIDTHS = {"label_da": 42, "label_en": 42, WORDS: 60, HELP: 40, "note_da": 24, "note_en": 24}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_sheet(folder: Path, target: Path, vocabulary: Vocabulary, texts: Path | None) -> int:
    """Write a document's coding and section titles as .xlsx.

    The passages' words are the municipality's: the file belongs in no repository.

    Args:
        folder: the document or draft.
        target: the file to write.
        vocabulary: what may be chosen.
        texts: where the text is looked for; without it the passages' words are missing.

    Returns:
        The number of statements.

    Raises:
        DataError: a table cannot be read.
    """
    vocabulary = with_additions(vocabulary, folder, ADDITIONS)
    statements = read_table(folder / "coding.csv", STATEMENT_COLUMNS, STATEMENT_COLUMNS)
    points = read_points(folder)
    text = text_of(folder, texts)
    columns = _columns(statements)
    choices = _choices(vocabulary)
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append([STATE, WORDS, HELP, *columns])
    for row in statements:
        marked = [p for p in points.get(row["id"], []) if p["state"] == TO_DECIDE]
        hints = "; ".join(f"{p['what']}? {p['alternatives'].replace('|', ', ')}".strip() for p in marked)
        state = "" if marked or not points.get(row["id"]) else DECIDED if all(p["state"] == DECIDED for p in points[row["id"]]) else ""
        cells = {STATE: state, WORDS: _quote(row["passage"], text), HELP: hints, **_spread(row, columns, choices)}
        _append(sheet, [cells.get(c, "") for c in (STATE, WORDS, HELP, *columns)])
    _dress(sheet, [STATE, WORDS, HELP, *columns])
    _add_sections(book, folder)
    _add_lists(book, sheet, columns, choices, len(statements))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "sheet.xlsx"
        book.save(made)
        write_atomically(target, made.read_bytes())
    return len(statements)


def text_of(folder: Path, texts: Path | None) -> Text | None:
    """The text of a document or draft where it is on hand, known by its checksum."""
    from ..namespaces import DATA, POL, SCHEMA
    from ..vocabulary import parse_turtle

    if texts is None or not texts.is_dir():
        return None
    description = parse_turtle(folder / "document.ttl")
    wanted = str(description.value(description.value(DATA[folder.name], POL.hasText), SCHEMA.sha256))
    for path in [*sorted((texts / TEXTS).glob("*.txt")), *sorted(texts.glob("*.txt"))]:
        try:
            text = Text.read(path)
        except UnreadableError:
            continue
        if text.sha256 == wanted:
            return text
    return None


def _quote(passage: str, text: Text | None) -> str:
    spans = [Span(int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", passage)]
    return " [...] ".join(text.quote(s) for s in spans) if text else ""


def _columns(statements: Sequence[Row]) -> list[str]:
    """The sheet's columns: those of the table, with several values spread over cells."""
    columns: list[str] = []
    for column in STATEMENT_COLUMNS:
        if column in SEVERAL:
            most = max([SEVERAL[column], *(len(r.several(column)) + 1 for r in statements)])
            columns += [f"{column} {n}" for n in range(1, most + 1)]
        else:
            columns.append(column)
    return columns


def _choices(vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """For each column with a drop-down: what may be chosen and how it is shown."""

    def named(namespace, names) -> dict[str, str]:
        labels = {n: next((str(o) for o in vocabulary.graph.objects(namespace[n], SKOS.prefLabel) if o.language == "da"), n) for n in names}
        return {n: f"{n}{BETWEEN}{labels[n]}" for n in sorted(names)}

    actors = named(ACTOR, vocabulary.actors)
    return {
        "kind": {k: k for k in KINDS}, "certainty": {k: k for k in CERTAINTIES}, "form": named(FORM, vocabulary.forms),
        "concepts": named(CONCEPT, vocabulary.concepts), "ages": named(AGE, vocabulary.ages),
        "actors": {f"{r}:{a}": f"{r}:{shown}" for r in ROLES for a, shown in actors.items()},
        "references": named(REFERENCE, vocabulary.references),
    }  # fmt: skip


def _spread(row: Row, columns: Sequence[str], choices: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    cells = {}
    for column in columns:
        name, _, number = column.partition(" ")
        if number:
            values = row.several(name)
            value = values[int(number) - 1] if int(number) <= len(values) else ""
        else:
            value = row[name]
        cells[column] = choices.get(name, {}).get(value, value)
    return cells


def _append(sheet, values: Sequence[str]) -> None:
    """Add a row of plain text: nothing is ever a formula."""
    number = sheet.max_row + 1
    for column, value in enumerate(values, 1):
        if value:
            cell = sheet.cell(number, column, _CONTROL.sub("", value))
            cell.data_type = "s"
            cell.number_format = "@"


def _dress(sheet, columns: Sequence[str]) -> None:
    grey = PatternFill("solid", fgColor="EEEEEE")
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 22 if column.partition(" ")[0] in SEVERAL else 13)
        sheet[f"{letter}1"].font = Font(bold=True)
        for cell in sheet[letter][1:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column in {WORDS, HELP, "id", "passage", "words", "fingerprint"}:
                cell.fill = grey
    sheet.freeze_panes = "D2"


def _add_sections(book: Workbook, folder: Path) -> None:
    sheet = book.create_sheet(SECTIONS)
    sheet.append(list(SECTION_COLUMNS))
    for row in read_table(folder / "sections.csv", SECTION_COLUMNS, SECTION_COLUMNS):
        _append(sheet, [row[c] for c in SECTION_COLUMNS])
    _dress(sheet, list(SECTION_COLUMNS))


def _add_lists(book: Workbook, sheet, columns: Sequence[str], choices: Mapping[str, Mapping[str, str]], rows: int) -> None:
    lists = book.create_sheet(LISTS)
    places = {}
    for number, (name, values) in enumerate({**choices, STATE: {DECIDED: DECIDED}}.items(), 1):
        letter = get_column_letter(number)
        for line, value in enumerate([name, *values.values()], 1):
            lists.cell(line, number, value)
        places[name] = f"'{LISTS}'!${letter}$2:${letter}${len(values) + 1}"
    for number, column in enumerate([STATE, WORDS, HELP, *columns], 1):
        name = column.partition(" ")[0]
        if name not in places:
            continue
        rule = DataValidation(type="list", formula1=places[name], allow_blank=True)
        rule.errorStyle = "warning" if name in {"ages", "references"} else "stop"
        rule.error = "Vælg fra listen / Choose from the list"
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{rows + 200}")
        sheet.add_data_validation(rule)


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
        raise UnreadableError(Problem(path.name, f"has no sheet {error}", "write one with `politikgraf sheet NAME`")) from error
    except Exception as error:  # openpyxl raises whatever its parts do
        raise UnreadableError(Problem(path.name, f"is no readable .xlsx ({type(error).__name__})")) from error
    header = [_text(v) for v in (lines[0] if lines else [])]
    names = {h.partition(" ")[0] if h.partition(" ")[0] in SEVERAL else h for h in header}
    if missing := [c for c in STATEMENT_COLUMNS if c not in names]:
        raise UnreadableError(Problem(path.name, "lacks the columns " + ", ".join(missing), "write it anew with `politikgraf sheet`"))
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
    return value.split(BETWEEN)[0].strip()


def _locate(rows: Sequence[dict[str, str]], old: Mapping[str, Mapping[str, str]], text: Text | None, name: str) -> list[Problem]:
    problems: list[Problem] = []
    for number, row in enumerate(rows, 2):
        if not row["passage"] or row["passage"] == old.get(row["id"], {}).get("passage"):
            continue
        if text is None:
            if not re.fullmatch(r"[\d+-]+", row["passage"]):
                problems.append(Problem(f"{name}:{number}", "the passage is new, and the text is not on hand", "give --documents"))
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


