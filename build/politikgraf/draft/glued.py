"""Headings that a PDF's text runs together with the sentence below them, cut loose."""

from __future__ import annotations

import re

from ..text import Span, Text
from .grammar import read_clause

_STARTS = re.compile(
    r"(?:Alle|Børn\w*|Unge|De|Det|Der|Vi|En|Et|Den|Forældre\w*|I|Kommunen\w*|Professionelle|Skolen|Dagtilbud\w*|Familien\w*|Både|Gennem|Med|Som)\b"
)
_HANGS = re.compile(r"(?:[.,;:!?–-]|\b(?:og|i|af|på|med|for|som|at|den|det|de|en|et|eller|samt))$", re.IGNORECASE)
_NUMBERED = re.compile(r"tema\s*\d{1,2}\b.{3,70}", re.IGNORECASE)
MAX_LINES, MAX_WORDS = 3, 9


def cut_loose(text: Text, piece: Span) -> list[Span]:
    """A segment, cut after a heading that it begins with and round a numbered theme on a line of its own."""
    lines = _lines(text, piece)
    for line in lines[1:]:
        if _NUMBERED.fullmatch(text.quote(line)) and piece.end > line.end:
            before, after = (
                Span(piece.start, _last(lines, line).end),
                Span(lines[lines.index(line) + 1].start, piece.end),
            )
            return [*cut_loose(text, before), line, *cut_loose(text, after)]
    for count in range(1, min(MAX_LINES, len(lines) - 1) + 1):
        head, rest = Span(piece.start, lines[count - 1].end), Span(lines[count].start, piece.end)
        if _is_heading(text.quote(head), text.quote(rest)):
            return [head, rest]
    return [piece]


def hangs(words: str) -> bool:
    """Whether words cannot end a heading: the sentence goes on."""
    return bool(_HANGS.search(words))


def _lines(text: Text, piece: Span) -> list[Span]:
    found = []
    for match in re.finditer(r"[^\n]+", text.content[piece.start : piece.end]):
        line = match[0]
        if any(c.isalnum() for c in line):
            start = piece.start + match.start() + len(line) - len(line.lstrip())
            found.append(Span(start, piece.start + match.start() + len(line.rstrip())))
    return found


def _last(lines: list[Span], line: Span) -> Span:
    return lines[lines.index(line) - 1]


def _is_heading(head: str, rest: str) -> bool:
    words = head.split()
    if not 0 < len(words) <= MAX_WORDS or hangs(head) or not head[0].isalpha():
        return False
    first = rest.split(maxsplit=1)[0]
    starts = _STARTS.match(rest) or (first == words[0] and first[0].isupper())
    return bool(starts) and read_clause(head).mood == "none" and read_clause(rest).mood not in {"none", "bare"}
