"""A document's coding as a spreadsheet with drop-downs and the passage beside each row."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from rdflib.namespace import SKOS

from ..codings import SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import Problem, UnreadableError
from ..namespaces import ACTOR, AGE, CERTAINTIES, CONCEPT, FORM, KINDS, REFERENCE, ROLES
from ..tables import Row, read_table, write_atomically
from ..text import Span, Text
from ..vocabulary import Vocabulary
from .folder import TEXTS
from .limits import check_archive
from .mark import ADDITIONS, DECIDED, is_draft
from .places import with_additions
from .review import LABEL, open_points, read_points
from .sheet_words import BETWEEN, HELP, NOTES, STATE, WORDS, states

SHEET, SECTIONS, LISTS = "coding", "sections", "lists"
_TITLE = "politikgraf: "
MORE_ROWS = 200
"""Rows below the last that are prepared for new statements."""
SEVERAL = {"concepts": 5, "actors": 6, "ages": 2, "references": 2}
"""Columns of several values, each value in a cell of its own, and how many cells there are at least."""
_WIDTHS = {"label_da": 42, "label_en": 42, WORDS: 60, HELP: 40, "note_da": 24, "note_en": 24}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_sheet(folder: Path, target: Path, vocabulary: Vocabulary, text: Text | None, replace: bool = False) -> int:
    """Write a document's coding and section titles as .xlsx.

    The passages' words are the municipality's: the file belongs in no repository.

    Args:
        folder: the document or draft.
        target: the file to write.
        vocabulary: what may be chosen.
        text: the document's text; without it the passages' words are missing.
        replace: overwrite an earlier sheet of this document, with whatever was corrected in it.

    Returns:
        The number of statements.

    Raises:
        UnreadableError: the target cannot be used, or is there already.
        DataError: a table cannot be read.
        OSError: the sheet cannot be written.
    """
    check_target(folder, target, replace)
    vocabulary = with_additions(vocabulary, folder, ADDITIONS)
    statements = read_table(folder / "coding.csv", STATEMENT_COLUMNS, STATEMENT_COLUMNS)
    points = read_points(folder)
    columns = _columns(statements)
    choices = _choices(vocabulary)
    chosen = states(vocabulary)
    book = Workbook()
    book.properties.title = _TITLE + folder.name
    sheet = book.active
    sheet.title = SHEET
    sheet.append([STATE, WORDS, HELP, *columns])
    for row in statements:
        still = open_points(row, points.get(row["id"], []))
        hints = "; ".join(f"{o.what}? {', '.join(o.alternatives)}".strip() for o in still if o.what != LABEL)
        state = chosen[DECIDED] if is_draft(folder) and not still else ""
        cells = {STATE: state, WORDS: _quote(row["passage"], text), HELP: hints, **_spread(row, columns, choices)}
        _append(sheet, [cells.get(c, "") for c in (STATE, WORDS, HELP, *columns)])
    _dress(sheet, [STATE, WORDS, HELP, *columns])
    _add_sections(book, folder)
    _add_lists(book, sheet, columns, {**choices, STATE: chosen}, len(statements))
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "sheet.xlsx"
        book.save(made)
        write_atomically(target, made.read_bytes())
    return len(statements)


def check_target(folder: Path, target: Path, replace: bool) -> None:
    """Refuse to write a sheet where it would cost somebody's work.

    Raises:
        UnreadableError: it is a folder, does not end in .xlsx, stands in no folder, is something else than a
            sheet of this document, or is one, which may hold corrections, and `replace` is not given.
    """
    if target.is_dir():
        raise UnreadableError(Problem(str(target), "is a folder", "name the file to write, e.g. --to sheet.xlsx"))
    problems = []
    if target.suffix.lower() != ".xlsx":
        problems.append(Problem(str(target), "does not end in .xlsx", f"name it {target.stem or folder.name}.xlsx"))
    if not target.parent.is_dir():
        problems.append(
            Problem(
                str(target),
                f"cannot be written: there is no folder {target.parent}",
                "make that folder, or name a file in another",
            )
        )
    elif target.exists() and not _is_sheet_of(folder.name, target):
        problems.append(Problem(str(target), f"is there already and is no sheet of {folder.name}", "name another file"))
    elif target.exists() and not replace:
        remedy = "read it back with --read FILE, or write over it with --replace, or name another file"
        problems.append(
            Problem(str(target), "is a sheet already, perhaps with corrections that are not read back", remedy)
        )
    if problems:
        raise UnreadableError(problems)


def _is_sheet_of(name: str, path: Path) -> bool:
    """Whether a file is a sheet of a document; one that does not say of which (older ones do not) counts as one."""
    try:
        check_archive(path, "xl/workbook.xml")
        book = load_workbook(path, read_only=True)
    except Exception:  # openpyxl raises whatever its parts do
        return False
    try:
        title = str(book.properties.title or "")
        return {SHEET, SECTIONS} <= set(book.sheetnames) and (not title.startswith(_TITLE) or title == _TITLE + name)
    finally:
        book.close()


def missing_text(folder: Path, texts: Path) -> Problem:
    """What to say where a document's text is not on hand."""
    kept = next((p for p in (texts / TEXTS / f"{folder.name}.txt", texts / f"{folder.name}.txt") if p.is_file()), None)
    remedy = "give the folder of the text that was drafted or coded: --documents DIR"
    if kept:
        return Problem(str(kept), f"is not the text of {folder.name}: the sheet lacks the passages' words", remedy)
    return Problem(folder.name, f"its text is not on hand in {texts}: the sheet lacks the passages' words", remedy)


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
        labels = {
            n: next((str(o) for o in vocabulary.graph.objects(namespace[n], SKOS.prefLabel) if o.language == "da"), n)
            for n in names
        }
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
    """Add a row of plain text: nothing is ever a formula, and nothing typed later becomes a date."""
    number = sheet.max_row + 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(number, column)
        if value:
            cell.value = _CONTROL.sub("", value)
            cell.data_type = "s"
        cell.number_format = "@"


def _dress(sheet, columns: Sequence[str]) -> None:
    grey = PatternFill("solid", fgColor="EEEEEE")
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 22 if column.partition(" ")[0] in SEVERAL else 13)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].number_format = "@"
        if note := NOTES.get(re.sub(r" \d+$", "", column)):
            sheet[f"{letter}1"].comment = Comment(note, "politikgraf", height=110, width=320)
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


def _add_lists(
    book: Workbook, sheet, columns: Sequence[str], choices: Mapping[str, Mapping[str, str]], rows: int
) -> None:
    lists = book.create_sheet(LISTS)
    places = {}
    for number, (name, values) in enumerate(choices.items(), 1):
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
        rule.showErrorMessage = True
        letter = get_column_letter(number)
        rule.add(f"{letter}2:{letter}{rows + MORE_ROWS}")
        sheet.add_data_validation(rule)
