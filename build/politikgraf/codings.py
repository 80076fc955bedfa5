"""What readers said of a text: statements, sections and the ledger of what is not coded.

One folder a document holds `document.ttl`, `sections.csv`, `coding.csv` and `ledger.csv`.
A passage is one or more ranges (`120-188+230-260`), each with a word count and a
fingerprint; see `text.fingerprint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .text import Span

PASSAGE_COLUMNS = ("passage", "words", "fingerprint")
STATEMENT_COLUMNS = (
    "id", "number", "kind", "form", "belongs_to", "serves", "repeats", "label_da", "label_en",
    "concepts", "actors", "ages", "references", "quantity", "unit", "deadline", "due_after",
    "recurrence", "certainty", "note_da", "note_en", *PASSAGE_COLUMNS,
)  # fmt: skip
SECTION_COLUMNS = ("id", "part_of", "title_da", "title_en", "extent", *PASSAGE_COLUMNS)
READING_COLUMNS = ("id", "kind", "concepts", "actors", "ages", "certainty", *PASSAGE_COLUMNS)
LEDGER_COLUMNS = ("id", "reason", *PASSAGE_COLUMNS)

MAX_LABEL_WORDS = 12


@dataclass(frozen=True)
class Range:
    """One range of a passage, with the evidence that it holds the words that were meant."""

    span: Span
    words: int
    fingerprint: str


@dataclass(frozen=True)
class Statement:
    """One thing a document says: the unit of the coding."""

    id: str
    place: str
    number: str
    kind: str
    form: str
    belongs_to: tuple[str, ...]
    serves: tuple[str, ...]
    repeats: tuple[str, ...]
    label_da: str
    label_en: str
    concepts: tuple[str, ...]
    participations: tuple[tuple[str, str], ...]
    ages: tuple[str, ...]
    references: tuple[str, ...]
    quantity: Decimal | None
    unit: str
    deadline: str
    due_after: str
    recurrence: str
    certainty: str
    note_da: str
    note_en: str
    passage: tuple[Range, ...]


@dataclass(frozen=True)
class Judgement:
    """A reader's verdict on a passage, without label or links: what agreement is measured on."""

    id: str
    kind: str
    concepts: tuple[str, ...]
    participations: tuple[tuple[str, str], ...]
    ages: tuple[str, ...]
    passage: tuple[Range, ...]


@dataclass(frozen=True)
class Section:
    """A part of a document: its title, the spans it extends over, its heading's passage."""

    id: str
    place: str
    part_of: str
    title_da: str
    title_en: str
    extent: tuple[Span, ...]
    passage: tuple[Range, ...]


@dataclass(frozen=True)
class LedgerEntry:
    """Words of a text that are no statement, and why."""

    id: str
    place: str
    reason: str
    passage: tuple[Range, ...]


@dataclass(frozen=True)
class Coding:
    """All that one reader said of one text."""

    document: str
    statements: tuple[Statement, ...]
    sections: tuple[Section, ...]
    ledger: tuple[LedgerEntry, ...]

    def section(self, statement: Statement) -> Section | None:
        """The innermost section in which a statement's passage begins."""
        start = statement.passage[0].span.start
        holding = [s for s in self.sections if any(x.start <= start < x.end for x in s.extent)]
        return min(holding, key=lambda s: sum(map(len, s.extent)), default=None)
