"""How far two readers agree: percent agreement and Krippendorff's alpha, with intervals.

Both readings are laid on the same units, the segments of `segments.csv`, by position alone,
so everything can be computed from the committed tables. Sources: Krippendorff (2004),
Content Analysis, ch. 11 (alpha, bootstrap); Passonneau (2006), Measuring agreement on
set-valued items (MASI distance); Artstein and Poesio (2008), Inter-coder agreement for
computational linguistics, section 4.3 (boundaries).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np

from .codings import Judgement
from .text import Span

NONE = "none"
HALF = 0.5
RESAMPLES = 1000
FEW = 10
SEED = 20260101
TOLERANCE = 3
"""Code points by which two boundaries may differ and still be the same."""


@dataclass(frozen=True)
class Unit:
    """One segment as two readers judged it."""

    document: str
    segment: str
    kinds: tuple[str, str]
    all_kinds: tuple[frozenset[str], frozenset[str]]
    concepts: tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Agreement:
    """Agreement of two readers on one thing.

    Attributes:
        scope: `overall`, `document`, `kind` or `concept`.
        name: which document, kind or concept; empty for overall.
        variable: `kind`, `concepts`, or `presence` of one kind or concept.
        units: number of segments.
        used: how many segments either reader gave it to.
        percent: share of units judged alike, 0 to 1.
        alpha: Krippendorff's alpha; None where nobody used it.
        low, high: ends of the 95 % bootstrap interval.
    """

    scope: str
    name: str
    variable: str
    units: int
    used: int
    percent: float
    alpha: float | None
    low: float | None
    high: float | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What the figure is of."""
        return self.scope, self.name, self.variable

    @property
    def tells(self) -> bool:
        """Whether it rests on enough units to be compared: of a concept, `FEW` that use it."""
        return self.scope != "concept" or self.used >= FEW


def overlap(first: Span, second: Span) -> int:
    """Code points that two spans share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def lay_on_units(
    document: str, segments: Sequence[tuple[str, Span]], first: Iterable[Judgement], second: Iterable[Judgement]
) -> list[Unit]:
    """Lay two readings of one document on its segments.

    A judgement belongs to a segment when half of its passage lies there, or when it covers
    half of the segment. The segment's kind is the one that covers most of it, or `none`
    when less than half is coded.
    """
    readers = [list(first), list(second)]
    units = []
    for name, span in segments:
        sides = [_judge(span, reader) for reader in readers]
        units.append(Unit(document, name, *(tuple(side[k] for side in sides) for k in range(3))))
    return units


def _judge(span: Span, reader: Sequence[Judgement]) -> tuple[str, frozenset[str], frozenset[str]]:
    covered: dict[str, int] = {}
    coded = [0] * len(span)
    kinds, concepts = set(), set()
    for judgement in reader:
        spans = [r.span for r in judgement.passage]
        shared = sum(overlap(span, s) for s in spans)
        if not shared:
            continue
        covered[judgement.kind] = covered.get(judgement.kind, 0) + shared
        for s in spans:
            for at in range(max(s.start, span.start), min(s.end, span.end)):
                coded[at - span.start] = 1
        if shared >= HALF * sum(map(len, spans)) or shared >= HALF * len(span):
            kinds.add(judgement.kind)
            concepts.update(judgement.concepts)
    if sum(coded) < HALF * len(span) or not kinds:
        return NONE, frozenset(kinds), frozenset(concepts)
    return max(sorted(covered), key=covered.__getitem__), frozenset(kinds), frozenset(concepts)


def masi(first: frozenset, second: frozenset) -> float:
    """MASI distance of two sets (Passonneau 2006): one minus Jaccard times monotonicity.

    >>> masi(frozenset("ab"), frozenset("ab")), round(masi(frozenset("a"), frozenset("ab")), 3)
    (0.0, 0.667)
    """
    if first == second:
        return 0.0
    both, either = first & second, first | second
    if not both:
        return 1.0
    monotonicity = 2 / 3 if both in (first, second) else 1 / 3
    return 1 - len(both) / len(either) * monotonicity


def alpha(pairs: Sequence[tuple], distance: Callable | None = None) -> float | None:
    """Krippendorff's alpha of two readers without missing values.

    Args:
        pairs: (first's value, second's value) of each unit.
        distance: of two values, 0 to 1; None for nominal.

    Returns:
        alpha, or None when only one value occurs (nothing to agree on).
    """
    values, codes = _coded(pairs)
    if len(values) < 2:
        return None
    if distance is None:
        return float(krippendorff.alpha(codes.T.astype(float), level_of_measurement="nominal"))
    return _alpha_of(codes, _distances(values, distance))


def _coded(pairs: Sequence[tuple]) -> tuple[list, np.ndarray]:
    values = sorted(
        {v for pair in pairs for v in pair}, key=lambda v: sorted(v) if isinstance(v, frozenset) else [str(v)]
    )
    index = {v: i for i, v in enumerate(values)}
    return values, np.array([[index[a], index[b]] for a, b in pairs])


def _distances(values: Sequence, distance: Callable | None) -> np.ndarray:
    if distance is None:
        return 1.0 - np.eye(len(values))
    return np.array([[distance(a, b) for b in values] for a in values])


def _alpha_of(codes: np.ndarray, distances: np.ndarray) -> float | None:
    """Alpha from value indexes (units x 2) and distances: one minus observed over expected."""
    observed = distances[codes[:, 0], codes[:, 1]].mean()
    counts = np.bincount(codes.ravel(), minlength=len(distances)).astype(float)
    total = counts.sum()
    expected = counts @ distances @ counts / (total * (total - 1))
    return float(1 - observed / expected) if expected else None


def interval(pairs: Sequence[tuple], distance: Callable | None = None) -> tuple[float | None, float | None]:
    """95 % bootstrap interval of alpha: units drawn with replacement, always the same way.

    Drawing units is drawing counts of the distinct pairs of values from a multinomial.
    """
    values, codes = _coded(pairs)
    if len(values) < 2:
        return None, None
    distances = _distances(values, distance)
    distinct, counts = np.unique(codes, axis=0, return_counts=True)
    total = len(codes)
    drawn = np.random.default_rng(SEED).multinomial(total, counts / total, size=RESAMPLES).astype(float)
    observed = drawn @ distances[distinct[:, 0], distinct[:, 1]] / total
    margins = np.zeros((len(distinct), len(values)))
    for side in (0, 1):
        margins[np.arange(len(distinct)), distinct[:, side]] += 1
    weights = drawn @ margins
    expected = ((weights @ distances) * weights).sum(axis=1) / (2 * total * (2 * total - 1))
    kept = 1 - observed[expected > 0] / expected[expected > 0]
    if not len(kept):
        return None, None
    low, high = np.percentile(kept, [2.5, 97.5])
    return float(low), float(high)


def measure(units: Sequence[Unit], kinds: Iterable[str], concepts: Iterable[str]) -> list[Agreement]:
    """Every figure: overall, by document, by kind and by concept."""
    rows = [
        _agreement("overall", "", "kind", units, _kind),
        _agreement("overall", "", "concepts", units, _concepts, masi),
    ]
    for document in sorted({u.document for u in units}):
        own = [u for u in units if u.document == document]
        rows.append(_agreement("document", document, "kind", own, _kind))
        rows.append(_agreement("document", document, "concepts", own, _concepts, masi))
    for kind in kinds:
        rows.append(_agreement("kind", kind, "presence", units, lambda u, k=kind: tuple(k in s for s in u.all_kinds)))
    for concept in sorted(concepts):
        rows.append(
            _agreement("concept", concept, "presence", units, lambda u, c=concept: tuple(c in s for s in u.concepts))
        )
    return rows


def _kind(unit: Unit) -> tuple:
    return unit.kinds


def _concepts(unit: Unit) -> tuple:
    return unit.concepts


def _agreement(
    scope: str, name: str, variable: str, units: Sequence[Unit], value: Callable, distance: Callable | None = None
) -> Agreement:
    pairs = [value(u) for u in units]
    used = sum(any(v not in (NONE, False, frozenset()) for v in pair) for pair in pairs)
    alike = sum(a == b for a, b in pairs) / max(1, len(pairs))
    return Agreement(scope, name, variable, len(pairs), used, alike, alpha(pairs, distance), *interval(pairs, distance))


@dataclass(frozen=True)
class Boundaries:
    """How far two readers cut passages at the same places, whatever they called them."""

    document: str
    first: int
    second: int
    f1: float
    matched: float


def boundaries(document: str, first: Iterable[Judgement], second: Iterable[Judgement]) -> Boundaries:
    """Agreement on where passages begin and end.

    `f1` is the harmonic mean of the shares of either reader's boundaries that the other has
    within `TOLERANCE` code points; `matched` the share of first-reader passages with a
    second-reader passage of Jaccard above one half.
    """
    sides = [[r.span for j in reader for r in j.passage] for reader in (first, second)]
    marks = [sorted({at for s in side for at in (s.start, s.end)}) for side in sides]
    found = [_share_near(marks[0], marks[1]), _share_near(marks[1], marks[0])]
    f1 = 2 * found[0] * found[1] / sum(found) if sum(found) else 0.0
    matched = sum(any(_jaccard(s, o) > HALF for o in sides[1]) for s in sides[0]) / max(1, len(sides[0]))
    return Boundaries(document, len(marks[0]), len(marks[1]), f1, matched)


def _share_near(marks: Sequence[int], others: Sequence[int]) -> float:
    near = {o + d for o in others for d in range(-TOLERANCE, TOLERANCE + 1)}
    return sum(m in near for m in marks) / max(1, len(marks))


def _jaccard(first: Span, second: Span) -> float:
    shared = overlap(first, second)
    return shared / (len(first) + len(second) - shared)
