"""Cutting a segment into the clauses that are statements of their own."""

from __future__ import annotations

import re

from ..text import Span, Text
from .structure import Segment

_VERB = r"(?:skal|vil|kan|må|bør|er|har|bliver|får|skaber|sikrer|styrker|arbejder|samarbejder|inddrager|understøtter|udvikler|oplever|giver|tager|lærer|deltager|trives)"
_CUT = re.compile(
    rf"(?:;\s+|\s[–-]\s+(?=(?:og|så|derfor|men|for)\b)|,\s+(?=(?:men|samtidig med at|for at|så)\s)|[,\s–-]*\s(?=(?:og|samt)\s+(?:{_VERB}|at|vi|de|der|som|hvor|på den måde)\b))",
    re.IGNORECASE,
)
MIN_WORDS = 6


def clauses(text: Text, segment: Segment) -> list[Span]:
    """The clauses of a segment, each of `MIN_WORDS` words or more; the segment itself where there is one.

    The end of a passage leaves out its full stop.
    """
    content = text.content
    span = bare(content, segment.span)
    if segment.role not in {"body", "bullet"}:
        return [span]
    cuts = [m.end() for m in _CUT.finditer(content, span.start, span.end)]
    found: list[Span] = []
    start = span.start
    for cut in [*cuts, span.end]:
        piece = bare(content, Span(start, cut))
        rest = len(content[cut : span.end].split())
        if len(content[piece.start : piece.end].split()) >= MIN_WORDS and (rest >= MIN_WORDS or cut == span.end):
            found.append(piece)
            start = cut
    if start < span.end and found and found[-1].end < span.end - 1:
        found[-1] = Span(found[-1].start, span.end)
    return found or [span]


def bare(content: str, span: Span) -> Span:
    """A span without anything but letters and digits at its ends."""
    start, end = span.start, span.end
    while end > start and not content[end - 1].isalnum():
        end -= 1
    while start < end and not content[start].isalnum():
        start += 1
    return Span(start, end) if start < end else span
