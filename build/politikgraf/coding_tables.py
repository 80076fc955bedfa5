"""Reading the tables of a document: rows to statements, every fault with file, row and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from .codings import (
    LEDGER_COLUMNS,
    MAX_LABEL_WORDS,
    READING_COLUMNS,
    SECTION_COLUMNS,
    STATEMENT_COLUMNS,
    Coding,
    Judgement,
    LedgerEntry,
    Range,
    Section,
    Statement,
)  # fmt: skip
from .errors import DataError, Problem
from .namespaces import CERTAINTIES, KINDS, ROLES
from .tables import Row, read_table, suggest
from .text import Span
from .vocabulary import Vocabulary

_ID = re.compile(r"[a-z][a-z0-9-]*")
_RANGE = re.compile(r"(\d+)-(\d+)")
_FINGERPRINT = re.compile(r"\d+\.[0-9a-f]{16}")
_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")


def read_coding(folder: Path, vocabulary: Vocabulary) -> Coding:
    """Read one document's tables.

    Raises:
        DataError: every problem of all three tables, each with file and row.
    """
    problems: list[Problem] = []

    def table(name: str, columns: tuple[str, ...], parse: Callable) -> tuple:
        try:
            rows = read_table(folder / name, columns, columns)
        except DataError as error:
            problems.extend(error.problems)
            return ()
        problems.extend(_duplicate_ids(rows))
        return tuple(parse(row, problems) for row in rows)

    sections = table("sections.csv", SECTION_COLUMNS, _section)
    statements = table("coding.csv", STATEMENT_COLUMNS, lambda row, found: _statement(row, found, vocabulary))
    ledger = table("ledger.csv", LEDGER_COLUMNS, lambda row, found: _ledger_entry(row, found, vocabulary))
    problems.extend(_clashing_ids(sections, statements, ledger))
    problems.extend(_broken_links(sections, statements))
    if problems:
        raise DataError(problems)
    return Coding(folder.name, statements, sections, ledger)


def _duplicate_ids(rows: Iterable[Row]) -> Iterable[Problem]:
    seen: dict[str, str] = {}
    for row in rows:
        if not _ID.fullmatch(row["id"]):
            yield row.problem(
                f"id {row['id']!r} is not usable", "use lower-case letters, digits and hyphens, e.g. s014"
            )
        elif row["id"] in seen:
            yield row.problem(f"id {row['id']} stands already at {seen[row['id']]}", "give each row its own id")
        seen.setdefault(row["id"], row.place)


def _clashing_ids(*tables: tuple) -> Iterable[Problem]:
    """Ids that stand in two of the tables: all of a document's things share one namespace."""
    seen: dict[str, str] = {}
    for items in tables:
        for item in items:
            if item.id in seen and seen[item.id].split(":")[0] != item.place.split(":")[0]:
                yield Problem(item.place, f"id {item.id} stands already at {seen[item.id]}", "give it another id")
            seen.setdefault(item.id, item.place)


def _broken_links(sections: tuple[Section, ...], statements: tuple[Statement, ...]) -> Iterable[Problem]:
    for items, columns in ((sections, ("part_of",)), (statements, ("belongs_to", "serves", "repeats"))):
        ids = {item.id for item in items}
        for item in items:
            for column in columns:
                value = getattr(item, column)
                for target in (value,) if isinstance(value, str) else value:
                    if target and target not in ids:
                        yield Problem(item.place, f"{column}: no row has id {target!r}", suggest(target, ids))
                    elif target and target == item.id:
                        yield Problem(
                            item.place, f"{column}: points at its own row", "point at another row or leave it empty"
                        )


def parse_passage(row: Row, problems: list[Problem]) -> tuple[Range, ...]:
    """The ranges of a row's passage cells; problems are added to the list."""
    spans = parse_spans(row, "passage", problems)
    words, prints = row["words"].split("+"), row["fingerprint"].split("+")
    if not spans:
        return ()
    if not len(spans) == len(words) == len(prints):
        problems.append(
            row.problem(
                f"{len(spans)} ranges, but {len(words)} word counts and {len(prints)} fingerprints",
                "run `politikgraf locate` on the table",
            )
        )
        return ()
    if bad := [w for w in words if not w.isdigit()] + [p for p in prints if not _FINGERPRINT.fullmatch(p)]:
        problems.append(
            row.problem(f"not a word count or fingerprint: {bad[0]!r}", "run `politikgraf locate` on the table")
        )
        return ()
    return tuple(Range(span, int(w), p) for span, w, p in zip(spans, words, prints))


def parse_spans(row: Row, column: str, problems: list[Problem]) -> tuple[Span, ...]:
    """The spans of a cell such as `120-188+230-260`."""
    spans = []
    for part in filter(None, row[column].split("+")):
        match = _RANGE.fullmatch(part.strip())
        if not match:
            problems.append(
                row.problem(
                    f"{column}: {part[:40]!r} is no range", "run `politikgraf locate` on the table to fill it in"
                )
            )
        elif int(match[1]) >= int(match[2]):
            problems.append(row.problem(f"{column}: range {part} is empty or backwards"))
        else:
            spans.append(Span(int(match[1]), int(match[2])))
    return tuple(spans)


def _section(row: Row, problems: list[Problem]) -> Section:
    for column in ("title_da", "title_en", "extent"):
        if not row[column]:
            problems.append(row.problem(f"{column} is empty"))
    extent = parse_spans(row, "extent", problems)
    passage = parse_passage(row, problems) if row["passage"] else ()
    return Section(row["id"], row.place, row["part_of"], row["title_da"], row["title_en"], extent, passage)


def _ledger_entry(row: Row, problems: list[Problem], vocabulary: Vocabulary) -> LedgerEntry:
    _known(row, problems, vocabulary, "reason", (row["reason"],), vocabulary.reasons)
    if not row["passage"]:
        problems.append(row.problem("passage is empty"))
    return LedgerEntry(row["id"], row.place, row["reason"], parse_passage(row, problems))


def _known(
    row: Row,
    problems: list[Problem],
    vocabulary: Vocabulary,
    column: str,
    values: Iterable[str],
    known: Collection[str],
) -> None:
    for value in values:
        if value not in known:
            what = f"{column}: {value} is not in the vocabulary" if value else f"{column} is empty"
            problems.append(row.problem(what, vocabulary.remedy(value, known) or "docs/codebook.md lists the names"))


def _participations(row: Row, problems: list[Problem], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in row.several("actors"):
        role, colon, actor = part.partition(":")
        if not colon:
            problems.append(row.problem(f"actors: {part!r} has no role", f"write role:actor, e.g. target:{part}"))
            continue
        _known(row, problems, vocabulary, "actors", (role,), ROLES)
        _known(row, problems, vocabulary, "actors", (actor,), vocabulary.actors)
        pairs.append((role, actor))
    return tuple(pairs)


def read_reading(path: Path, vocabulary: Vocabulary) -> tuple[Judgement, ...]:
    """Read one reader's judgements (`first.csv`, `second.csv`).

    Raises:
        DataError: every problem of the table.
    """
    rows = read_table(path, READING_COLUMNS, READING_COLUMNS)
    problems = list(_duplicate_ids(rows))
    found = []
    for row in rows:
        _known(row, problems, vocabulary, "kind", (row["kind"],), KINDS)
        _known(row, problems, vocabulary, "concepts", row.several("concepts"), vocabulary.concepts)
        _known(row, problems, vocabulary, "ages", row.several("ages"), vocabulary.ages)
        actors = _participations(row, problems, vocabulary)
        passage = parse_passage(row, problems)
        found.append(Judgement(row["id"], row["kind"], row.several("concepts"), actors, row.several("ages"), passage))
    if problems:
        raise DataError(problems)
    return tuple(found)


def _statement(row: Row, problems: list[Problem], vocabulary: Vocabulary) -> Statement:
    def say(what: str, remedy: str = "") -> None:
        problems.append(row.problem(what, remedy))

    _known(row, problems, vocabulary, "kind", (row["kind"],), KINDS)
    _known(row, problems, vocabulary, "form", (row["form"],), vocabulary.forms)
    _known(row, problems, vocabulary, "certainty", (row["certainty"],), CERTAINTIES)
    _known(row, problems, vocabulary, "concepts", row.several("concepts"), vocabulary.concepts)
    _known(row, problems, vocabulary, "ages", row.several("ages"), vocabulary.ages)
    _known(row, problems, vocabulary, "references", row.several("references"), vocabulary.references)
    if row["unit"]:
        _known(row, problems, vocabulary, "unit", (row["unit"],), vocabulary.units)
    participations = _participations(row, problems, vocabulary)
    for column in ("concepts", "actors", "ages", "references"):
        for value in {v for v in row.several(column) if row.several(column).count(v) > 1}:
            say(f"{column}: {value} stands twice")
    if not row["concepts"]:
        say("concepts is empty", "say what the statement is about")
    for column in ("label_da", "label_en"):
        words = len(row[column].split())
        if not words:
            say(f"{column} is empty", "say in your own words what the statement says")
        elif words > MAX_LABEL_WORDS:
            say(f"{column} has {words} words", f"use at most {MAX_LABEL_WORDS}")
    if row["certainty"] == "arguable" and not (row["note_da"] and row["note_en"]):
        say("arguable without a note", "say in note_da and note_en what could be judged otherwise")
    if not row["passage"]:
        say("passage is empty", "give the lines or the words, then run `politikgraf locate` on the table")
    quantity = None
    try:
        quantity = Decimal(row["quantity"]) if row["quantity"] else None
    except InvalidOperation:
        say(f"quantity: {row['quantity']!r} is no number", "write digits, with a point for decimals")
    if bool(row["quantity"]) != bool(row["unit"]):
        say("quantity and unit go together", "fill in both cells, or empty both")
    if row["deadline"] and not re.fullmatch(r"\d{4}", row["deadline"]):
        say(f"deadline: {row['deadline']!r} is no year", "write it with four digits, e.g. 2029")
    for column in ("due_after", "recurrence"):
        if row[column] and not _DURATION.fullmatch(row[column]):
            say(f"{column}: {row[column]!r} is no ISO 8601 duration", "write e.g. P1Y for a year, P6M for six months")
    return Statement(
        id=row["id"], place=row.place, number=row["number"], kind=row["kind"], form=row["form"],
        belongs_to=row.several("belongs_to"), serves=row.several("serves"), repeats=row.several("repeats"),
        label_da=row["label_da"], label_en=row["label_en"], concepts=row.several("concepts"),
        participations=participations, ages=row.several("ages"), references=row.several("references"),
        quantity=quantity, unit=row["unit"], deadline=row["deadline"], due_after=row["due_after"],
        recurrence=row["recurrence"], certainty=row["certainty"], note_da=row["note_da"], note_en=row["note_en"],
        passage=parse_passage(row, problems),
    )  # fmt: skip
