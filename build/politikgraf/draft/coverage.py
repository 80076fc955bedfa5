"""Which words of a passage no other passage takes in any more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..text import Span, Text

_SHOWN = 60


@dataclass(frozen=True)
class Lost:
    """A run of a text that stands in no passage: how many words it has (0: not known), and its words in quotes."""

    span: Span
    words: int
    quoted: str = ""


def spans_of(passage: str) -> list[Span]:
    """The ranges of a passage cell; what is no range is passed over."""
    found = (Span(int(a), int(b)) for a, b in re.findall(r"(\d{1,9})-(\d{1,9})", passage))
    return [s for s in found if s.start < s.end]


def lost(passage: str, others: Iterable[str], text: Text | None) -> list[Lost]:
    """The runs of a passage that none of the others covers.

    >>> [str(one.span) for one in lost("0-30", ["0-10", "14-30"], None)]
    ['10-14']

    Args:
        passage: a passage cell.
        others: the passage cells that may cover it.
        text: to leave out runs without a word; without it, runs of up to three code points are.
    """
    covering = sorted(s for cell in others for s in spans_of(cell))
    found = []
    for span in spans_of(passage):
        at = span.start
        for other in [*covering, Span(span.end, span.end + 1)]:
            if other.start > at:
                found += _run(Span(at, min(other.start, span.end)), text)
            at = max(at, other.end)
            if at >= span.end:
                break
    return found


def _run(span: Span, text: Text | None) -> list[Lost]:
    if text is None:
        return [Lost(span, 0)] if len(span) > 3 else []
    inside = sorted(text.words_in([span]))
    if not inside or span.end > len(text):
        return []
    whole = Span(text.words[inside[0]].start, text.words[inside[-1]].end)
    return [Lost(whole, len(inside), f": “{text.quote(whole)[:_SHOWN]}”")]
