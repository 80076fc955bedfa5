"""Text that runs on without a full stop, cut to a bounded length: what follows weighs each word by its whole segment."""

from __future__ import annotations

import re

from ..text import Span, Text

MOST_WORDS = 150
"""Words of a segment; the longest of the coded documents' sentences are shorter."""
_FEWEST = MOST_WORDS // 2
_WORD = re.compile(r"\S+")
_ENDS = (re.compile(r"\n\s*$"), re.compile(r"[.!?;:][)\"”»]?\s+$"), re.compile(r",\s+$"))
"""Where a run is cut, best first: at a line's end, at a sign, at a comma; failing all, between two words."""


def cut_long(text: Text, piece: Span) -> list[Span]:
    """A segment in pieces of at most `MOST_WORDS` words; itself where it is no longer.

    >>> content = Text(", ".join(["alle børn leger"] * 100))
    >>> [len(content.quote(s).split()) for s in cut_long(content, Span(0, len(content)))]
    [150, 150]
    """
    found: list[Span] = []
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text.content, piece.start, piece.end)]
    first = 0
    while len(words) - first > MOST_WORDS:
        last = _best(text, words, first)
        found.append(Span(words[first].start, words[last - 1].end))
        first = last
    if not found:
        return [piece]
    return [*found, Span(words[first].start, words[-1].end)]


def _best(text: Text, words: list[Span], first: int) -> int:
    """Index of the word that the next piece begins with."""
    latest = first + MOST_WORDS
    earliest = first + min(_FEWEST, (len(words) - first) // 2)
    for end in _ENDS:
        for at in range(latest, earliest, -1):
            if end.search(text.content[words[at - 1].end - 3 : words[at].start]):
                return at
    return latest
