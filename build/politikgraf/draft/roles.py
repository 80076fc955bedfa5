"""How an actor takes part: told by the words around where it is named, and by the statement's kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from .features import Seen
from .terms import words_of

SEED = 20260101


class RoleModel:
    """Tells how an actor takes part, from the words around where it is named and from the kind."""

    def fit(self, seen: Sequence[Seen]) -> RoleModel:
        """Learn from every actor that examples name with a role."""
        rows = [(_around(s, actor, s.example.kinds[:1]), role) for s in seen for role, actor in s.example.actors]
        self._model = make_pipeline(DictVectorizer(), LogisticRegression(C=2.0, max_iter=400, random_state=SEED))
        self._model.fit([r[0] for r in rows], [r[1] for r in rows])
        self.roles: list[str] = list(self._model.classes_)
        return self

    def confidences(self, seen: Seen, actor: str, kind: str) -> np.ndarray:
        """How likely each of `roles` is."""
        return self._model.predict_proba([_around(seen, actor, (kind,))])[0]


def _around(seen: Seen, actor: str, kinds: Sequence[str]) -> dict[str, float]:
    words = [w.form for w in words_of(seen.example.words)]
    modal = next((i for i, w in enumerate(words) if w in {"skal", "vil", "kan", "har", "er", "må"}), len(words))
    marks: dict[str, float] = {f"actor={actor}": 1, f"form={seen.example.form}": 1}
    for kind in kinds:
        marks |= {f"kind={kind}": 1, f"actor&kind={actor}&{kind}": 0.7}
    hits = [h for h in seen.hits if h.name == actor]
    if hits:
        start, end = hits[0].start, hits[0].end
        marks |= {
            f"before={words[start - 1] if start else '^'}": 1,
            f"two before={' '.join(words[max(0, start - 2) : start])}": 0.7,
        }
        marks |= {
            f"after={words[end] if end < len(words) else '$'}": 1,
            "subject": float(start < modal),
            "first": float(start < 2),
        }
        marks["last"] = float(end == len(words))
    else:
        marks["unnamed"] = 1
    return marks
