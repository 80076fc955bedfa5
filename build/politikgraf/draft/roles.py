"""How an actor takes part: told by where it is named, by how the clause is built, and by the statement's kind."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from .cues import clause_of
from .features import Seen, unobscured
from .grammar import sort_of
from .verbs import is_finite

SEED = 20260101
_PREPOSITIONS = frozenset(
    [
        "for",
        "i",
        "på",
        "af",
        "med",
        "over",
        "til",
        "om",
        "mellem",
        "blandt",
        "omkring",
        "fra",
        "under",
        "ved",
        "gennem",
        "hos",
        "mod",
        "som",
    ]
)
LOOK_BACK = 6


class RoleModel:
    """Tells how an actor takes part, from the words around where it is named and from the kind."""

    def fit(self, seen: Sequence[Seen]) -> RoleModel:
        """Learn from every actor that examples name with a role."""
        rows = [(_around(s, actor, s.example.kinds[:1]), role) for s in seen for role, actor in s.example.actors]
        self._model = make_pipeline(DictVectorizer(), LogisticRegression(C=0.5, max_iter=600, random_state=SEED))
        self._model.fit([r[0] for r in rows], [r[1] for r in rows])
        self.roles: list[str] = list(self._model.classes_)
        return self

    def confidences(self, seen: Seen, actor: str, kind: str) -> np.ndarray:
        """How likely each of `roles` is."""
        return self._model.predict_proba([_around(seen, actor, (kind,))])[0]


def _around(seen: Seen, actor: str, kinds: Sequence[str]) -> dict[str, float]:
    words, clause = seen.words, clause_of(seen.example)
    finite = next((i for i, w in enumerate(words) if i and is_finite(w)), len(words))
    kind = kinds[0] if kinds else ""
    hits = [h for h in seen.hits if h.name == actor]
    free = [h for h in unobscured(seen.hits) if h.name == actor]
    group = sort_of(hits[0].form.split()) if hits else ""
    group = group or _GROUPS.get(actor, "body")
    acts = f"{clause.subject}&{clause.mood}&{clause.verb_class}{'&passive' if clause.passive else ''}"
    marks: dict[str, float] = {
        f"actor={actor}": 1, f"group={group}": 1, f"kind={kind}": 1, f"group&kind={group}&{kind}": 1, f"actor&kind={actor}&{kind}": 0.5,
        f"group&acts={group}&{acts}": 0.7, f"group&subject={group}&{clause.subject}": 1, f"form={seen.example.form}": 0.5,
        f"group&verb={group}&{clause.verb}": 0.5, f"group&opener={group}&{clause.opener}": 0.5, f"role={seen.example.role}&{group}": 0.7,
        f"others={group}&{min(3, len({h.name for h in seen.hits}) - 1)}": 0.5,
    }  # fmt: skip
    if not hits:
        return marks | {"unnamed": 1, f"unnamed&kind={kind}": 1, f"unnamed&subject={clause.subject}&{group}": 1}
    hit = (free or hits)[0]
    start, end = hit.start, hit.end
    back = words[max(0, start - LOOK_BACK) : start]
    preposition = next((w for w in reversed(back) if w in _PREPOSITIONS), "none")
    near = words[start - 1] if start else "^"
    place = "front" if end <= finite else "behind"
    subject = start < finite and preposition == "none"
    marks |= {
        f"before={near}": 1, f"two before={' '.join(words[max(0, start - 2) : start])}": 0.5, f"preposition={preposition}": 1,
        f"preposition&group={preposition}&{group}": 1, f"preposition&kind={preposition}&{kind}": 0.5,
        f"after={words[end] if end < len(words) else '$'}": 0.7, f"place={place}": 1, f"place&kind={place}&{kind}&{group}": 0.7,
        f"subject={subject}&{clause.passive}": 1, f"subject&kind={subject}&{kind}": 0.7,
        "genitive": float(words[end - 1].endswith("s")), f"genitive&group={words[end - 1].endswith('s')}&{group}": 0.7,
        "first": float(start < 2), "last": float(end == len(words)), "together": float("samarbejde" in back or "dialog" in back or "sammen" in back),
    }  # fmt: skip
    return marks


_GROUPS = {
    "municipality": "we", "children": "children", "children-and-young-people": "children", "young-people": "children", "pupils": "children",
    "vulnerable-children": "children", "parents": "family", "families": "family", "professionals": "staff", "employees": "staff", "adults": "staff",
}  # fmt: skip
