"""Numbers that say how well a label (a concept, an actor) fits a passage.

None of them is about one label in particular, so what a ranker learns from the documents that are
coded carries over to a new one: how its forms are found, how near the passage is to passages that
have the label and to the label's definition, and how common the label is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from .examples import Example
from .terms import COMPOUND, EXACT, Forms, Hit, content_lemmas, words_of

RIDGE = 1.0
NEIGHBOURS = 8
CONTEXT_WEIGHT = 0.35
CHARACTER_WEIGHT = 0.6
SMOOTHING = 2.0
_WITH = frozenset(("med", "mellem", "fra", "af", "blandt", "sammen"))
_FOR = frozenset(("for", "til", "over", "på", "om", "omkring"))
_VERBS = frozenset(("skal", "vil", "er", "har", "kan", "får", "må", "bør", "bliver"))
_PRONOUNS = frozenset(("de", "dem", "deres", "det", "den", "dets"))


@dataclass(frozen=True)
class Seen:
    """An example with what the forms find in it and above it."""

    example: Example
    hits: tuple[Hit, ...]
    above: tuple[Hit, ...]
    lead: tuple[Hit, ...] = ()
    before: tuple[Hit, ...] = ()
    previous: tuple[Hit, ...] = ()
    words: tuple[str, ...] = ()


def see(examples: Sequence[Example], forms: Forms) -> list[Seen]:
    """Look for the forms in each example, in its context and in what is said just before it."""

    @cache
    def find(words: str) -> tuple[Hit, ...]:
        return tuple(forms.find(words_of(words))) if words else ()

    return [
        Seen(
            example, find(example.words), tuple(h for words in example.context[-3:] for h in find(words)),
            find(example.context[-1]) if example.role == "bullet" and example.context else (),
            find(example.before), find(example.previous), tuple(w.form for w in words_of(example.words)),
        )
        for example in examples
    ]  # fmt: skip


def unobscured(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that do not stand within a longer one, in the order given; in time near to linear."""
    hidden: set[int] = set()
    before, start, longest = -1, -1, -1
    for index in sorted(range(len(hits)), key=lambda i: (hits[i].start, -hits[i].end)):
        hit = hits[index]
        if hit.start != start:
            before, start, longest = max(before, longest), hit.start, hit.end
        if before >= hit.end or longest > hit.end:
            hidden.add(index)
    return [h for i, h in enumerate(hits) if i not in hidden]


class LabelFeatures:
    """Learns from labelled examples; then gives a passage's numbers for every label.

    Args:
        labels: every label, in order.
        definitions: what the vocabulary says of each.
        of: which labels an example has.
    """

    def __init__(self, labels: Sequence[str], definitions: Sequence[str], of: Callable[[Example], Sequence[str]]):
        self.labels = list(labels)
        self._index = {name: i for i, name in enumerate(self.labels)}
        self._definitions = list(definitions)
        self._of = of

    def targets(self, seen: Sequence[Seen]) -> np.ndarray:
        """Which example has which label, as a matrix of 0 and 1."""
        matrix = np.zeros((len(seen), len(self.labels)), dtype=np.float32)
        for row, item in enumerate(seen):
            for name in self._of(item.example):
                if name in self._index:
                    matrix[row, self._index[name]] = 1
        return matrix

    def fit(self, seen: Sequence[Seen]) -> LabelFeatures:
        """Learn from examples."""
        words = [s.example.words for s in seen]
        self._terms = TfidfVectorizer(analyzer=content_lemmas, sublinear_tf=True, dtype=np.float32)
        self._terms.fit(words + self._definitions)
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2, max_features=60_000, dtype=np.float32)  # fmt: skip
        self._letters.fit(words + self._definitions)
        self._train = self._matrix(seen)
        self._y = self.targets(seen)
        gram = (self._train @ self._train.T).toarray()
        self._weights = np.linalg.solve(gram + RIDGE * np.eye(len(seen), dtype=np.float32), self._y)
        sums = self._y.T @ self._train
        self._centroids = np.asarray(sums) / (np.linalg.norm(np.asarray(sums), axis=1, keepdims=True) + 1e-9)
        self._known = self._terms.transform(self._definitions)
        self._prior = (self._y.sum(axis=0) + 0.2) / (len(seen) + 1)
        self._precision = self._precisions(seen)
        return self

    def _matrix(self, seen: Sequence[Seen]) -> sp.csr_matrix:
        words = [s.example.words for s in seen]
        context = [" ".join(s.example.context[-2:]) for s in seen]
        return sp.hstack(
            [
                self._terms.transform(words),
                CHARACTER_WEIGHT * self._letters.transform(words),
                CONTEXT_WEIGHT * self._terms.transform(context),
            ]
        ).tocsr()

    def _precisions(self, seen: Sequence[Seen]) -> dict[tuple[str, str, str], float]:
        """How often a hit was followed by a judgement: by form, by label, by manner of the hit."""
        counts: dict[tuple[str, str, str], list[float]] = {}
        for item in seen:
            has = set(self._of(item.example))
            keys = {key for h in item.hits for key in _keys(h)}
            for key in keys:
                total = counts.setdefault(key, [0.0, 0.0])
                total[0] += key[0] in has if key[0] else any(h.name in has for h in item.hits if h.how == key[2])
                total[1] += 1
        found: dict[tuple[str, str, str], float] = {}
        for key in sorted(counts, key=lambda k: (bool(k[0]), bool(k[1]))):
            above = found.get(("", "", key[2]), 0.4) if key[0] else 0.4
            if key[1]:
                above = found.get((key[0], "", key[2]), above)
            right, all_ = counts[key]
            found[key] = (right + SMOOTHING * above) / (all_ + SMOOTHING)
        return found

    def transform(self, seen: Sequence[Seen]) -> np.ndarray:
        """The numbers of each passage for each label: passages x labels x features."""
        matrix = self._matrix(seen)
        similar = (matrix @ self._train.T).toarray()
        count = len(self.labels)
        out = np.zeros((len(seen), count, len(FEATURES)), dtype=np.float32)
        out[:, :, 0] = similar @ self._weights
        out[:, :, 1] = matrix @ self._centroids.T
        for label in range(count):
            having = np.flatnonzero(self._y[:, label])
            if len(having):
                out[:, label, 2] = similar[:, having].max(axis=1)
        nearest = np.argsort(-similar, axis=1)[:, :NEIGHBOURS]
        for row in range(len(seen)):
            weights = similar[row, nearest[row]]
            out[row, :, 3] = weights @ self._y[nearest[row]] / (weights.sum() + 1e-6)
        out[:, :, 4] = (self._terms.transform([s.example.words for s in seen]) @ self._known.T).toarray()
        out[:, :, 5] = np.log(self._prior)
        for row, item in enumerate(seen):
            self._add_hits(out[row], item)
        out[:, :, 13] = np.array([[len(s.example.words.split())] for s in seen])
        out[:, :, 14] = _rank(out[:, :, 0])
        out[:, :, 15] = _rank(out[:, :, 8] + 0.5 * out[:, :, 0])
        for row in range(1, len(seen)):
            if seen[row].example.document == seen[row - 1].example.document:
                out[row, :, 16] = out[row - 1, :, 8]
                out[row, :, 17] = out[row - 1, :, 0]
        return out

    def _add_hits(self, out: np.ndarray, item: Seen) -> None:
        best: dict[str, int] = {}
        for hit in item.hits:
            best[hit.name] = max(best.get(hit.name, 0), hit.end - hit.start)
        for hit in item.hits:
            label = self._index.get(hit.name)
            if label is None:
                continue
            column = 6 if hit.how == EXACT else 7 if hit.how != COMPOUND else 9
            out[label, column] = 1
            form, name, how = _keys(hit)[0], _keys(hit)[1], _keys(hit)[2]
            precision = self._precision.get(form) or self._precision.get(name) or self._precision.get(how, 0.4)
            out[label, 8] = max(out[label, 8], precision)
            out[label, 10] = best[hit.name]
            out[label, 11] = max(out[label, 11], 1 - hit.start / 60)
        self._add_place(out, item)
        for hits, column in ((item.above, 12), (item.lead, 18), (item.before, 19), (item.previous, 20)):
            for hit in hits:
                label = self._index.get(hit.name)
                if label is not None:
                    out[label, column] = max(out[label, column], 0.5 if hit.how == COMPOUND else 1)

    def _add_place(self, out: np.ndarray, item: Seen) -> None:
        """Where the hits stand: inside longer ones, after which preposition, as whose, before a verb."""
        words, free = item.words, {h.name for h in unobscured(item.hits)}
        for hit in item.hits:
            label = self._index.get(hit.name)
            if label is None:
                continue
            before = words[hit.start - 1] if hit.start else ""
            after = words[hit.end] if hit.end < len(words) else ""
            signs = (before == "i", before in _WITH, before in _FOR, words[hit.end - 1].endswith("s"), after in _VERBS)
            out[label, 21] = hit.name not in free
            out[label, 22:27] = np.maximum(out[label, 22:27], signs)
        out[:, 27] = bool(_PRONOUNS & set(words[:4]))
        out[:, 28] = len(free)


FEATURES = (
    "ridge", "centroid", "nearest", "neighbours", "definition", "prior", "exact", "lemma", "precision", "compound",
    "length of hit", "place of hit", "above", "words", "rank by ridge", "rank by both", "precision before", "ridge before",
    "in the lead-in", "earlier in the sentence", "in the sentence before", "only within a longer form", "after in", "after with", "after for",
    "genitive", "before a verb", "a pronoun first", "how many forms",
)  # fmt: skip


def _keys(hit: Hit) -> tuple[tuple[str, str, str], ...]:
    return (hit.name, hit.form, hit.how), (hit.name, "", hit.how), ("", "", hit.how)


def _rank(scores: np.ndarray) -> np.ndarray:
    order = np.argsort(np.argsort(-scores, axis=1), axis=1)
    return np.log1p(order)
