"""Precision, recall and F1 of what one reader (or draft) said against another's, with intervals.

Judgements of both are laid on the same units, the segments of `segments.csv`: a unit has a label
when a passage that belongs to it has. Intervals: percentile bootstrap over units (Efron and
Tibshirani 1993, ch. 13). Passages are compared by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..text import Span
from .examples import SHARE, overlap

RESAMPLES = 1000
SEED = 20260101
VARIABLES = ("kind", "concept", "actor", "participation", "age")
HALF = 0.5


@dataclass(frozen=True)
class Said:
    """What somebody said of a passage."""

    spans: tuple[Span, ...]
    labels: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Score:
    """How well one set of judgements meets another.

    Attributes:
        system: who is judged: `draft`, `keywords`, `readers`.
        variable: one of `VARIABLES`, or `passage (overlap)`, `passage (Jaccard > 0.5)`.
        average: `micro`, `macro`, or the label that it is of.
        precision, recall, f1: 0 to 1.
        low, high: 95 % bootstrap interval of F1; None for single labels.
        support: how often the reference has it.
    """

    system: str
    variable: str
    average: str
    precision: float
    recall: float
    f1: float
    low: float | None
    high: float | None
    support: int


def lay(units: Sequence[Span], said: Iterable[Said]) -> list[dict[str, frozenset[str]]]:
    """For each unit and variable, every label that a passage belonging to it has."""
    found: list[dict[str, set[str]]] = [{v: set() for v in VARIABLES} for _ in units]
    starts = np.array([u.start for u in units])
    ends = np.array([u.end for u in units])
    for one in said:
        longest = max(len(s) for s in one.spans)
        near: set[int] = set()
        for span in one.spans:
            near.update(np.flatnonzero((starts < span.end) & (ends > span.start)).tolist())
        for index in near:
            shared = overlap([units[index]], one.spans)
            if shared >= SHARE * min(len(units[index]), longest):
                for variable in VARIABLES:
                    found[index][variable] |= one.labels.get(variable, frozenset())
    return [{v: frozenset(s) for v, s in unit.items()} for unit in found]


def score(
    system: str, variable: str, answers: Sequence[frozenset[str]], reference: Sequence[frozenset[str]]
) -> list[Score]:
    """Micro and macro averages with intervals, then each label by itself, the commonest first."""
    labels = sorted(set().union(*answers, *reference))
    index = {name: i for i, name in enumerate(labels)}
    right, wrong, missed = (np.zeros((len(answers), len(labels))) for _ in range(3))
    for row, (given, wanted) in enumerate(zip(answers, reference)):
        for name in given | wanted:
            (right if name in given & wanted else wrong if name in given else missed)[row, index[name]] = 1
    dice = np.random.default_rng(SEED)
    weights = (
        dice.multinomial(len(answers), np.full(len(answers), 1 / len(answers)), RESAMPLES)
        if len(answers)
        else np.zeros((0, 0))
    )
    drawn = [weights @ part for part in (right, wrong, missed)]
    scores = []
    for average in ("micro", "macro"):
        precision, recall, f1 = _figures(average, right.sum(0), wrong.sum(0), missed.sum(0))
        again = [_figures(average, *(part[i] for part in drawn))[2] for i in range(len(weights))]
        low, high = np.percentile(again, [2.5, 97.5]) if again else (f1, f1)
        scores.append(
            Score(
                system, variable, average, precision, recall, f1, float(low), float(high), int((right + missed).sum())
            )
        )
    for i in np.argsort(-(right + missed).sum(0), kind="stable"):
        precision, recall, f1 = _figures("micro", *(part[:, i : i + 1].sum(0) for part in (right, wrong, missed)))
        scores.append(
            Score(system, variable, labels[i], precision, recall, f1, None, None, int((right + missed)[:, i].sum()))
        )
    return scores


def _figures(average: str, right: np.ndarray, wrong: np.ndarray, missed: np.ndarray) -> tuple[float, float, float]:
    if average == "micro":
        right, wrong, missed = (np.array([part.sum()]) for part in (right, wrong, missed))
    used = (right + missed) > 0
    if not used.any():
        return 0.0, 0.0, 0.0
    right, wrong, missed = right[used], wrong[used], missed[used]
    precision = np.divide(right, right + wrong, out=np.zeros_like(right, dtype=float), where=(right + wrong) > 0)
    recall = right / (right + missed)
    f1 = 2 * right / (2 * right + wrong + missed)
    return float(precision.mean()), float(recall.mean()), float(f1.mean())


def score_passages(system: str, pairs: Sequence[tuple[Sequence[Said], Sequence[Said]]]) -> list[Score]:
    """Passages of documents against the reference's: any overlap, and Jaccard over one half, one to one."""
    touched: list[tuple[list[bool], list[bool]]] = [([], []), ([], [])]
    for given, wanted in pairs:
        best_given, best_wanted = [0.0] * len(given), [0.0] * len(wanted)
        close = []
        for i, one in enumerate(given):
            for j, other in enumerate(wanted):
                shared = overlap(one.spans, other.spans)
                if shared:
                    size = sum(map(len, one.spans)) + sum(map(len, other.spans)) - shared
                    best_given[i] = best_wanted[j] = 1.0
                    close.append((-shared / size, i, j))
        taken_given, taken_wanted = set(), set()
        for negative, i, j in sorted(close):
            if -negative > HALF and i not in taken_given and j not in taken_wanted:
                taken_given.add(i)
                taken_wanted.add(j)
        touched[0][0].extend(x > 0 for x in best_given)
        touched[0][1].extend(x > 0 for x in best_wanted)
        touched[1][0].extend(i in taken_given for i in range(len(given)))
        touched[1][1].extend(j in taken_wanted for j in range(len(wanted)))
    names = ("passage (overlap)", "passage (Jaccard > 0.5)")
    return [_passage_score(system, name, *map(np.array, both)) for name, both in zip(names, touched)]


def _passage_score(system: str, name: str, given: np.ndarray, wanted: np.ndarray) -> Score:
    def harmonic(p: np.ndarray | float, r: np.ndarray | float):
        return 2 * p * r / np.maximum(p + r, 1e-9)

    precision, recall = float(given.mean()), float(wanted.mean())
    dice = np.random.default_rng(SEED)
    p = dice.binomial(len(given), precision, RESAMPLES) / len(given)
    r = dice.binomial(len(wanted), recall, RESAMPLES) / len(wanted)
    low, high = np.percentile(harmonic(p, r), [2.5, 97.5])
    return Score(
        system,
        name,
        "micro",
        precision,
        recall,
        float(harmonic(precision, recall)),
        float(low),
        float(high),
        len(wanted),
    )


def confusions(
    answers: Sequence[frozenset[str]], reference: Sequence[frozenset[str]], most: int = 15
) -> list[tuple[str, str, int]]:
    """What was said in place of what, most frequent first; "" for nothing."""
    counts: dict[tuple[str, str], int] = {}
    for given, wanted in zip(answers, reference):
        for one in wanted - given or {""}:
            for other in given - wanted or {""}:
                if one or other:
                    counts[(one, other)] = counts.get((one, other), 0) + 1
    return [(a, b, n) for (a, b), n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]]
