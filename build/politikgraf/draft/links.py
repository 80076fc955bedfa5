"""Which goal a measure serves and which statement repeats another, where the text itself makes it probable.

A goal that follows its measure in one sentence ("..., so that ...") is mostly what the measure serves. That
the two stand under one theme says too little, so nothing is suggested from it (`docs/draft-quality.md`).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..text import Text
from .drafting import Drafted, Suggestion
from .terms import words_of

SERVES, REPEATS = "serves", "repeats"
SO_THAT, ONE_SENTENCE = 0.8, 0.55
"""How sure it is that a measure serves the goal that follows in its sentence: after a word of purpose, otherwise."""
_PURPOSE = re.compile(r"\W*(?:og |samt )?(?:så\b|for at\b|med henblik\b|således\b)", re.IGNORECASE)
ALIKE = 0.7
"""Share of the words of two statements, by weight, from which the later one is taken to repeat the earlier."""
MIN_WORDS = 3
_SHORT = 2
_MOST = 200
"""Statements that share a word; a word that more of them have says nothing of a repetition."""


@dataclass(frozen=True)
class Link:
    """A suggested link between two suggestions, by their places in the draft."""

    what: str
    source: int
    target: int
    confidence: float


def find_links(drafted: Drafted) -> list[Link]:
    """The links that a draft suggests, all of them for a person to decide."""
    stated = [(i, s) for i, s in enumerate(drafted.suggestions) if s.kind]
    lemmas = {i: {w.lemma for w in words_of(drafted.text.quote(s.span)) if len(w.lemma) > _SHORT} for i, s in stated}
    return [*_serving(stated, drafted.text), *_repeating(stated, lemmas)]


def _serving(stated: Sequence[tuple[int, Suggestion]], text: Text) -> Iterable[Link]:
    sentences: dict[int, list[tuple[int, Suggestion]]] = defaultdict(list)
    for index, one in stated:
        if one.segment.role in {"body", "bullet"}:
            sentences[id(one.segment)].append((index, one))
    for clauses in sentences.values():
        for place, (index, one) in enumerate(clauses):
            goal = next(((i, s) for i, s in clauses[place + 1 :] if s.kind.value == "goal"), None)
            if one.kind.value == "measure" and goal:
                purpose = _PURPOSE.match(text.content, one.span.end) or _PURPOSE.match(text.content, goal[1].span.start)
                yield Link(SERVES, index, goal[0], SO_THAT if purpose else ONE_SENTENCE)


def _repeating(stated: Sequence[tuple[int, Suggestion]], lemmas: dict[int, set[str]]) -> Iterable[Link]:
    """The earliest statement of the same kind that has nearly the same words, rare words weighing most."""
    counts = Counter(w for words in lemmas.values() for w in words)
    weight = {w: math.log((len(lemmas) + 1) / n) + 0.1 for w, n in counts.items()}
    holding: dict[str, list[int]] = defaultdict(list)
    kinds = {i: s.kind.value for i, s in stated}
    for index, _ in stated:
        words = lemmas[index]
        if len(words) < MIN_WORDS:
            continue
        near = Counter(j for w in words if counts[w] <= _MOST for j in holding[w] if kinds[j] == kinds[index])
        best = max(((_alike(words, lemmas[j], weight), -j) for j in near), default=(0.0, 0))
        if best[0] >= ALIKE:
            yield Link(REPEATS, index, -best[1], round(min(0.95, best[0]), 2))
        for word in words:
            holding[word].append(index)


def _alike(one: set[str], other: set[str], weight: dict[str, float]) -> float:
    return sum(weight[w] for w in one & other) / sum(weight[w] for w in one | other)
