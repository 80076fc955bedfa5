"""A draft as its page shows it: the document with its suggestions, and what is still to be decided of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rdflib.namespace import DCTERMS, RDF, SKOS

from ..codings import LEDGER_COLUMNS, SECTION_COLUMNS, STATEMENT_COLUMNS
from ..draft.folder import description_of, draft_text
from ..draft.mark import ADDITIONS, CANDIDATE_COLUMNS, CANDIDATES, DECIDED, LABEL_DA, LABEL_EN, TITLE_EN, read_mark
from ..draft.review import LABEL, Open, open_points, open_title, read_points
from ..errors import DataError
from ..namespaces import MUNICIPALITY, POL, REASON, ROLES
from ..tables import Row, read_table
from ..text import Span, Text
from ..vocabulary import parse_turtle
from .model import LANGUAGES, Document, Section, Statement, fallback

MOST = 4_000
"""Statements that one page shows; no policy has as many."""
SHOWN = ("kind", "concepts", "actors", "ages", "references", "belongs_to", "serves", "repeats")
LINKS = ("belongs_to", "serves", "repeats")
HEADING = "heading"


@dataclass
class Point:
    """What stands in one column of a suggestion, how sure that is, and whether it is decided.

    Attributes:
        what: the column.
        values: its values.
        confidence: 0 to 1; None where the draft said nothing, or a person has changed it.
        alternatives: what else it might be.
        state: `open`, `changed` by a person, or `told` (nothing to decide).
    """

    what: str
    values: tuple[str, ...]
    confidence: float | None = None
    alternatives: tuple[str, ...] = ()
    state: str = "told"


@dataclass
class Suggested:
    """One statement with its points and all that is open of it."""

    statement: Statement
    points: list[Point]
    open: list[Open]
    labelled: bool

    @property
    def doubtful(self) -> bool:
        """Whether more than its words is to be decided."""
        return any(o.what != LABEL for o in self.open)


@dataclass
class DraftDocument:
    """A draft: its document, its text where it is on hand, its suggestions by id, its open titles."""

    name: str
    source: str
    document: Document
    municipality: dict[str, str]
    body: str
    spans: dict[str, list[Span]]
    suggested: dict[str, Suggested]
    titles: set[str] = field(default_factory=set)
    candidates: list[tuple[str, str, list[str]]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows a person goes through."""
        return len(self.suggested) + len(self.document.sections)

    @property
    def open(self) -> int:
        """How many of them are not decided."""
        return len(self.titles) + sum(bool(s.open) for s in self.suggested.values())


def read_draft(folder: Path, texts: Iterable[Path]) -> DraftDocument:
    """Read a draft's folder for its page.

    Args:
        folder: the draft.
        texts: folders where its text may be.

    Raises:
        DataError: it is no draft, a table cannot be read, or it is too large for a page.
    """
    mark = read_mark(folder)
    statements = read_table(folder / "coding.csv", STATEMENT_COLUMNS, STATEMENT_COLUMNS)
    sections = read_table(folder / "sections.csv", SECTION_COLUMNS, SECTION_COLUMNS)
    ledger = read_table(folder / "ledger.csv", LEDGER_COLUMNS, LEDGER_COLUMNS)
    points = read_points(folder)
    if len(statements) > MOST:
        raise DataError(
            statements[MOST].problem(f"{len(statements)} statements are too many for a page", "use the sheet")
        )
    text = next((found for place in texts if (found := draft_text(folder, mark.text, place))), None)
    title, names = _described(folder, mark.municipality)
    document = Document("", folder.name, title, municipality=mark.municipality, words=len(text.words) if text else 0)
    document.sections = _sections(sections)
    document.uncoded = [(r["id"], str(REASON[r["reason"]]), []) for r in ledger]
    document.uncoded += [(r["id"], HEADING, []) for r in sections if r["passage"]]
    spans = {r["id"]: found for r in [*ledger, *sections, *statements] if (found := _spans(r, text))}
    drafted = DraftDocument(folder.name, mark.source, document, names, text.content if text else "", spans, {})
    drafted.titles = {r["id"] for r in sections if open_title(r)}
    order = sorted(
        range(len(statements)),
        key=lambda i: (min((s.start for s in spans.get(statements[i]["id"], ())), default=1 << 60), i),
    )
    for number, index in enumerate(order, 1):
        row = statements[index]
        one = _statement(row, number, folder.name, mark.municipality)
        one.section = _section_of(spans.get(row["id"], ()), document.sections)
        document.statements.append(one)
        found = points.get(row["id"], [])
        still = open_points(row, found)
        drafted.suggested[row["id"]] = Suggested(
            one, _points(row, found, still), still, not any(o.what == LABEL for o in still)
        )
    drafted.candidates = _candidates(folder, drafted.suggested)
    return drafted


def _described(folder: Path, municipality: str) -> tuple[dict[str, str], dict[str, str]]:
    """The document's title, and its municipality's names where the draft adds it."""
    try:
        description, node = description_of(folder)
        titles = {o.language or "": str(o) for o in description.objects(node, DCTERMS.title)}
    except DataError:
        titles = {}
    names: dict[str, str] = {}
    if (folder / ADDITIONS).is_file():
        try:
            added = parse_turtle(folder / ADDITIONS)
            if (MUNICIPALITY[municipality], RDF.type, POL.Municipality) in added:
                names = {o.language or "": str(o) for o in added.objects(MUNICIPALITY[municipality], SKOS.prefLabel)}
        except DataError:
            names = {}
    return fallback(titles, folder.name), fallback(names, "")


def _sections(rows: Sequence[Row]) -> list[Section]:
    above = {r["id"]: r["part_of"] for r in rows}
    found = []
    for order, row in enumerate(rows, 1):
        level, parent, seen = 1, row["part_of"], {row["id"]}
        while parent and parent not in seen and level < 6:
            seen.add(parent)
            level, parent = level + 1, above.get(parent, "")
        title = {"da": row["title_da"], "en": row["title_en"].removeprefix(TITLE_EN).strip()}
        extent = [(int(a), int(b)) for a, b in re.findall(r"(\d{1,9})-(\d{1,9})", row["extent"])]
        found.append(
            Section(
                "",
                row["id"],
                fallback(title, row["id"]),
                level=min(level, 3),
                parent=row["part_of"],
                order=order,
                extent=extent,
            )
        )
    return found


def _section_of(spans: Sequence[Span], sections: Sequence[Section]) -> str:
    start = min((s.start for s in spans), default=-1)
    holding = [s for s in sections if any(a <= start < b for a, b in s.extent)]
    inner = min(holding, key=lambda s: sum(b - a for a, b in s.extent), default=None)
    return inner.id if inner else ""


def _spans(row: Row, text: Text | None) -> list[Span]:
    """The ranges of a row that lie in the text; of a text that is not on hand, all of them."""
    found = [Span(int(a), int(b)) for a, b in re.findall(r"(\d{1,9})-(\d{1,9})", row["passage"])]
    return sorted(s for s in found if s.start < s.end and (text is None or s.end <= len(text)))


def _statement(row: Row, order: int, document: str, municipality: str) -> Statement:
    label = {
        language: "" if row[f"label_{language}"].startswith((LABEL_DA, LABEL_EN)) else row[f"label_{language}"]
        for language in LANGUAGES
    }
    return Statement(
        "", row["id"], fallback(label), document=document, municipality=municipality, kind=row["kind"],
        order=order, concepts=list(row.several("concepts")), ages=list(row.several("ages")),
        roles=[(role, actor) for role, _, actor in (v.partition(":") for v in row.several("actors")) if role in ROLES],
    )  # fmt: skip


def _points(row: Row, points: Iterable[Row], still: Iterable[Open]) -> list[Point]:
    """The columns of a statement that hold or await something, in the order of the page."""
    said = {p["what"]: p for p in points}
    waiting = {o.what for o in still}
    found = []
    for what in SHOWN:
        values, point = row.several(what), said.get(what)
        if not values and what not in waiting:
            continue
        if point is None or point["state"] == DECIDED:
            found.append(Point(what, values))
        elif point["suggested"] and row[what] != point["suggested"]:
            found.append(Point(what, values, state="changed"))
        else:
            sure = float(point["confidence"] or 0)
            others = point.several("alternatives") if what in waiting else ()
            found.append(Point(what, values, sure, others, "open" if what in waiting else "told"))
    return found


def _candidates(folder: Path, suggested: dict[str, Suggested]) -> list[tuple[str, str, list[str]]]:
    """Recurring words that fit no concept: the word, how often, in which statements."""
    if not (folder / CANDIDATES).is_file():
        return []
    rows = read_table(folder / CANDIDATES, CANDIDATE_COLUMNS, CANDIDATE_COLUMNS)
    return [(r["word"], r["count"], [i for i in r.several("statements") if i in suggested]) for r in rows]
