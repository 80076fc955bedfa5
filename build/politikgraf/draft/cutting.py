"""Which clauses of a sentence are statements of their own: learned from how coded sentences were cut.

A sentence may be cut at a conjunction, a relative, a semicolon or a dash. Whether it is, a logistic
regression tells from the word it would be cut at, from how both sides are built, and from the kinds
that the codebook's rules give them. Without texts there is nothing to learn from; then the fixed
rules of `clauses` cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from ..text import Span, Text
from .clauses import bare, clauses
from .cues import clause_of, told
from .examples import Cut, Example
from .structure import Segment

SEED = 20260101
CUT_BAR = 0.45
MIN_WORDS = 4


class Cutter:
    """Cuts segments into the clauses that are statements."""

    def fit(self, examples: Iterable[Example]) -> Cutter:
        """Learn from segments whose places to cut are known."""
        rows = [(_marks(e, cut), cut.made) for e in examples for cut in e.cuts]
        self._model = None
        if len({made for _, made in rows}) > 1:
            self._model = make_pipeline(DictVectorizer(), LogisticRegression(C=0.5, max_iter=400, random_state=SEED))
            self._model.fit([r[0] for r in rows], [r[1] for r in rows])
        return self

    def cut(self, text: Text, segment: Segment, example: Example) -> list[Span]:
        """The passages of a segment, in order, each of `MIN_WORDS` words or more; itself where there is one.

        Args:
            text: the text.
            segment: what is cut; only sentences and items are.
            example: the segment as an example, with its cuts.
        """
        if self._model is None:
            return clauses(text, segment)
        whole = bare(text.content, segment.span)
        if segment.role not in {"body", "bullet"} or not example.cuts:
            return [whole]
        sure = self._model.predict_proba([_marks(example, cut) for cut in example.cuts])[:, 1]
        found, start = [], whole.start
        for cut, likely in zip(example.cuts, sure):
            left, right = bare(text.content, Span(start, cut.at)), Span(cut.at, whole.end)
            if likely >= CUT_BAR and min(_size(text, left), _size(text, right)) >= MIN_WORDS:
                found.append(left)
                start = cut.at
        return [*found, bare(text.content, Span(start, whole.end))]


def _size(text: Text, span: Span) -> int:
    return len(text.quote(span).split()) if span.start < span.end else 0


def _marks(example: Example, cut: Cut) -> dict[str, float]:
    left = replace(example, words=cut.left, before="")
    right = replace(example, words=cut.right, before=cut.left)
    after, first = cut.right.lower().split(), clause_of(left)
    then = clause_of(right)
    word = after[0] if re.match(r"\w", after[0]) else "sign"
    sign = cut.sign or "none"
    kinds = (told(left), told(right))
    finite = then.mood in {"now", "shall", "will", "can", "may"}
    return {
        f"word={word}": 1, f"sign&word={sign}&{word}": 1, f"kinds={kinds[0]}&{kinds[1]}": 0.5, f"word&same={word}&{kinds[0] == kinds[1]}": 1,
        f"word&right={word}&{kinds[1]}": 0.7, f"word&finite={word}&{finite}": 1, f"mood={then.mood}": 0.5, f"word&subject={word}&{then.subject}": 0.7,
        f"word&next={word}&{after[1] if len(after) > 1 else ''}": 0.7, f"left finite={first.mood != 'none'}": 1, f"left={kinds[0]}": 0.5,
        f"verb={word}&{then.verb_class}": 0.5, f"first&then={first.verb_class}&{then.verb_class}": 0.5, f"form={example.form}": 0.3,
        "short left": float(len(cut.left.split()) < 6), "short right": float(len(after) < 6), "long right": float(len(after) > 14),
        "open bracket": float(cut.left.count("(") > cut.left.count(")")),
    }  # fmt: skip
