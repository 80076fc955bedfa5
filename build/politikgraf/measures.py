"""Measures of attention and overlap, each from its source."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Z95 = 1.959964


@dataclass(frozen=True)
class LogOdds:
    """A log-odds ratio with its standard error."""

    estimate: float
    error: float

    @property
    def z(self) -> float:
        return self.estimate / self.error

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.estimate - Z95 * self.error

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.estimate + Z95 * self.error


def jaccard(first: Collection, second: Collection) -> float:
    """Share of what either has that both have (Jaccard 1912); 1 for two empty sets.

    >>> jaccard({1, 2, 3}, {2, 3, 4})
    0.5
    """
    either = set(first) | set(second)
    return len(set(first) & set(second)) / len(either) if either else 1.0


def weighted_jaccard(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Sum of the smaller over sum of the larger shares (Ruzicka 1958); 1 for two empty ones.

    >>> weighted_jaccard({"a": 0.5, "b": 0.5}, {"a": 0.25, "b": 0.75})
    0.6
    """
    keys = first.keys() | second.keys()
    larger = sum(max(first.get(k, 0.0), second.get(k, 0.0)) for k in keys)
    smaller = sum(min(first.get(k, 0.0), second.get(k, 0.0)) for k in keys)
    return smaller / larger if larger else 1.0


def shannon(counts: Iterable[float]) -> float:
    """Diversity of attention in bits (Shannon 1948): 0 when all goes to one concept.

    >>> shannon([1, 1, 1, 1])
    2.0
    """
    values = [c for c in counts if c > 0]
    total = sum(values)
    return -sum(c / total * math.log2(c / total) for c in values) + 0.0


def nicheness(own: Mapping[str, float], others: Collection[Mapping[str, float]]) -> float:
    """Root mean squared distance of one's emphases from the mean emphases of the others.

    Meyer and Miller (2015), The niche party concept and its measurement, Party Politics
    21(2), formula 1, each other municipality with equal weight.

    >>> round(nicheness({"a": 0.4, "b": 0.0}, [{"a": 0.1, "b": 0.4}, {"a": 0.1, "b": 0.4}]), 3)
    0.354
    """
    keys = set(own).union(*others)
    squares = [(own.get(k, 0.0) - sum(o.get(k, 0.0) for o in others) / len(others)) ** 2 for k in keys]
    return math.sqrt(sum(squares) / len(squares)) if squares else 0.0


def weighted_log_odds(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, LogOdds]]:
    """How much more each group speaks of each word than all the others do.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
    Fightin' Words, Political Analysis 16(4), equations 16 and 22): the prior of a word is
    its count over all groups.

    Args:
        counts: group to word to count.

    Returns:
        group to word to estimate; words nobody uses are left out.
    """
    prior: dict[str, int] = {}
    for one in counts.values():
        for word, count in one.items():
            prior[word] = prior.get(word, 0) + count
    prior = {w: c for w, c in prior.items() if c}
    total = sum(prior.values())
    result: dict[str, dict[str, LogOdds]] = {}
    for group, own in counts.items():
        size = sum(own.values())
        result[group] = {}
        for word, alpha in prior.items():
            mine = own.get(word, 0) + alpha
            theirs = alpha - own.get(word, 0) + alpha
            my_rest = size + total - mine
            their_rest = (total - size) + total - theirs
            if my_rest <= 0 or their_rest <= 0:
                continue
            estimate = math.log(mine / my_rest) - math.log(theirs / their_rest)
            result[group][word] = LogOdds(estimate, math.sqrt(1 / mine + 1 / theirs))
    return result
