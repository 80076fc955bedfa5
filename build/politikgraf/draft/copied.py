"""The rule that no run of nine words of a text stands in the tables: labels and notes are in a reader's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..errors import Problem
from ..text import Text

RUN = 9
"""So many consecutive words of a text are a copy of it."""
COLUMNS = ("label_da", "label_en", "note_da", "note_en")
_SHOWN = 60


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, those joined that a line's end parts.

    >>> plain_words("Børne-\\npolitik: 3 mål")
    ['børnepolitik', '3', 'mål']
    """
    return re.findall(r"[^\W_]+", re.sub(r"-\s*\n\s*", "", text).lower())


class Copies:
    """Knows the runs of words of a text.

    >>> copies = Copies("a b c d e f g h i j")
    >>> copies.within("x B C D, E F G H I J"), copies.within("b c d e f g h i")
    ('b c d e f g h i j', '')
    """

    def __init__(self, content: str):
        self._runs = _runs(plain_words(content))

    def within(self, said: str) -> str:
        """The first run of nine words of the text that stands in some words; "" where none does."""
        words = plain_words(said)
        return next((" ".join(run) for run in _in_order(words) if run in self._runs), "") if len(words) >= RUN else ""


def copied(rows: Iterable[tuple[str, Mapping[str, str]]], text: Text | None) -> list[Problem]:
    """The labels and notes that copy a text.

    Args:
        rows: for each row of coding.csv where it stands, and its cells.
        text: the text; without it nothing can be said.
    """
    if text is None:
        return []
    copies = Copies(text.content)
    return [
        Problem(
            place,
            f"{column} holds {RUN} words or more of the text as they stand: “{run[:_SHOWN]} ...”",
            "say it in your own words",
        )
        for place, cells in rows
        for column in COLUMNS
        if (run := copies.within(cells.get(column, "")))
    ]


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(_in_order(words))


def _in_order(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
