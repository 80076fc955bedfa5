"""The document reader: a text cut at its sections and passages, so that each is marked and linked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .model import Document, Section, Statement


@dataclass
class Piece:
    """A run of the text that the same passages cover.

    Attributes:
        text: the words as they stand.
        statements: ids of the statements whose passage covers it, the shortest passage first.
        begins: statements whose passage begins here.
        uncoded: the reason why it is not coded, if it is listed so.
    """

    text: str
    statements: list[str] = field(default_factory=list)
    begins: list[Statement] = field(default_factory=list)
    uncoded: str = ""


@dataclass
class Chunk:
    """A stretch of the document that belongs to one section."""

    section: Section | None
    first: bool
    pieces: list[Piece]
    statements: list[Statement]


def chunks(document: Document, body: str = "", spans: Mapping[str, Sequence] | None = None) -> list[Chunk]:
    """The document in order: with its text where `body` is given, else its sections and statements.

    Args:
        document: sections and statements.
        body: the whole text, if on hand.
        spans: where each statement and uncoded passage was found in it (objects with `start` and `end`).
    """
    if not body:
        return _without_text(document)
    places = _places(document, spans or {})
    result: list[Chunk] = []
    seen: set[str] = set()
    for start, end, section in _stretches(document, len(body)):
        here = [s for s in document.statements if s.id in places and start <= places[s.id][0][0] < end]
        name = section.id if section else ""
        chunk = Chunk(section, name not in seen, _pieces(document, body, start, end, places), here)
        seen.add(name)
        if here or any(p.text.strip() for p in chunk.pieces):
            result.append(chunk)
    return result


def _without_text(document: Document) -> list[Chunk]:
    result = [Chunk(s, True, [], [st for st in document.statements if st.section == s.id]) for s in document.sections]
    known = {s.id for s in document.sections}
    rest = [st for st in document.statements if st.section not in known]
    return result + ([Chunk(None, True, [], rest)] if rest else [])


def _places(document: Document, spans: Mapping[str, Sequence]) -> dict[str, list[tuple[int, int]]]:
    ids = [s.id for s in document.statements] + [u[0] for u in document.uncoded]
    return {id_: [(span.start, span.end) for span in spans[id_]] for id_ in ids if spans.get(id_)}


def _stretches(document: Document, length: int) -> list[tuple[int, int, Section | None]]:
    """The text as consecutive stretches, each with the innermost section that holds it."""
    cuts = {0, length}
    for section in document.sections:
        for start, end in section.extent:
            cuts.update((min(start, length), min(end, length)))
    marks = sorted(cuts)
    result: list[tuple[int, int, Section | None]] = []
    for start, end in pairwise(marks):
        holding = [s for s in document.sections if any(a <= start and end <= b for a, b in s.extent)]
        inner = min(holding, key=lambda s: sum(b - a for a, b in s.extent), default=None)
        if result and result[-1][2] is inner:
            result[-1] = (result[-1][0], end, inner)
        else:
            result.append((start, end, inner))
    return result


def _pieces(document: Document, body: str, start: int, end: int, places: dict[str, list[tuple[int, int]]]) -> list[Piece]:
    statements = {s.id: s for s in document.statements}
    reasons = {id_: reason for id_, reason, _ in document.uncoded}
    cuts = {start, end}
    touching = []
    for id_, ranges in places.items():
        for number, (a, b) in enumerate(ranges):
            if a < end and b > start:
                cuts.update((max(a, start), min(b, end)))
                touching.append((b - a, id_, a, b, number == 0))
    touching.sort()
    marks = sorted(cuts)
    pieces = []
    for a, b in pairwise(marks):
        covering = [(id_, x, is_first) for _, id_, x, y, is_first in touching if x <= a and b <= y]
        piece = Piece(tidy(body[a:b]), [id_ for id_, _, _ in covering if id_ in statements])
        piece.begins = sorted((statements[i] for i, x, f in covering if i in statements and x == a and f), key=lambda s: s.order)
        piece.uncoded = next((reasons[i] for i, _, _ in covering if i in reasons), "") if not piece.statements else ""
        pieces.append(piece)
    return pieces


def tidy(text: str) -> str:
    r"""A text with the line breaks of its extraction taken out where they cut a sentence; nothing else touched.

    >>> tidy("et trygt\nliv.\n\n\nNye ud-\nviklinger, børne-\nog unge")
    'et trygt liv.\n\nNye udviklinger, børne- og unge'
    """
    text = re.sub(r"[ \t\xa0]+", " ", text)
    text = re.sub(r"(?<=\w)[-\u00ad] ?\n ?(?!(?:og|eller|samt|men)\b)(?=[a-zæøåé])", "", text)
    text = re.sub(r" ?\n ?(?=[a-zæøåé(–])", " ", re.sub(r"\n\s*\n\s*", "\n\n", text))
    return text
