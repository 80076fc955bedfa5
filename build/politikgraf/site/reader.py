"""The document reader: a text cut at its sections and passages, so that each is marked and linked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
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
    stretches = _stretches(document, len(body))
    here_of, ranges_of = _dealt(document, places, [start for start, _, _ in stretches])
    names = _Names({s.id: s for s in document.statements}, {id_: reason for id_, reason, _ in document.uncoded})
    result: list[Chunk] = []
    seen: set[str] = set()
    for number, (start, end, section) in enumerate(stretches):
        here = here_of[number]
        name = section.id if section else ""
        chunk = Chunk(section, name not in seen, _pieces(names, body, start, end, ranges_of[number]), here)
        seen.add(name)
        if here or any(p.text.strip() for p in chunk.pieces):
            result.append(chunk)
    return result


def torn(document: Document) -> int:
    """How many sections lie in several stretches of the text, or before the section they follow: 0 where the text runs as it is read."""
    placed = [s for s in document.sections if s.extent]
    late = {b.id for a, b in pairwise(placed) if b.extent[0][0] < a.extent[0][0]}
    return len(late | {s.id for s in placed if len(s.extent) > 1})


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


@dataclass(frozen=True)
class _Names:
    """A document's statements, and why the rest is not coded, by id."""

    statements: Mapping[str, Statement]
    reasons: Mapping[str, str]


Range = tuple[int, str, int, int, bool]
"""Length, id, start, end, and whether it is the first of its passage."""


def _dealt(
    document: Document, places: Mapping[str, list[tuple[int, int]]], starts: list[int]
) -> tuple[list[list[Statement]], list[list[Range]]]:
    """For each stretch, the statements that begin in it and the ranges that touch it."""
    here: list[list[Statement]] = [[] for _ in starts]
    ranges: list[list[Range]] = [[] for _ in starts]
    for statement in document.statements:
        if statement.id in places:
            here[bisect_right(starts, places[statement.id][0][0]) - 1].append(statement)
    for id_, found in places.items():
        for number, (a, b) in enumerate(found):
            for stretch in range(max(0, bisect_right(starts, a) - 1), bisect_left(starts, b)):
                ranges[stretch].append((b - a, id_, a, b, number == 0))
    return here, ranges


def _pieces(names: _Names, body: str, start: int, end: int, ranges: list[Range]) -> list[Piece]:
    statements, reasons = names.statements, names.reasons
    touching = sorted(r for r in ranges if r[2] < end and r[3] > start)
    opening, closing = defaultdict(list), defaultdict(list)
    for rank, (_, _, a, b, _) in enumerate(touching):
        opening[max(a, start)].append(rank)
        closing[min(b, end)].append(rank)
    pieces = []
    covering: set[int] = set()
    for a, b in pairwise(sorted({start, end, *opening, *closing})):
        covering = (covering - set(closing[a])) | set(opening[a])
        found = [touching[rank] for rank in sorted(covering)]
        piece = Piece(tidy(body[a:b]), [id_ for _, id_, *_ in found if id_ in statements])
        piece.begins = sorted(
            (statements[i] for _, i, x, _, f in found if i in statements and x == a and f), key=lambda s: s.order
        )
        piece.uncoded = next((reasons[i] for _, i, *_ in found if i in reasons), "") if not piece.statements else ""
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
