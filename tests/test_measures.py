"""Each measure on a small case worked out by hand, and against a library where one has it."""

from __future__ import annotations

import math
import random

import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from politikgraf import measures
from politikgraf.agreement import Unit, alpha, boundaries, interval, lay_on_units, masi
from politikgraf.codings import Judgement, Range
from politikgraf.text import Span
from scipy.spatial.distance import jaccard as scipy_jaccard
from scipy.stats import entropy


def test_jaccard_by_hand_and_against_scipy():
    assert measures.jaccard({"a", "b"}, {"b", "c"}) == pytest.approx(1 / 3)
    assert measures.jaccard(set(), set()) == 1.0
    assert measures.jaccard({"a", "b"}, {"b", "c"}) == pytest.approx(1 - scipy_jaccard([1, 1, 0], [0, 1, 1]))


def test_weighted_jaccard_by_hand():
    assert measures.weighted_jaccard({"a": 0.2, "b": 0.8}, {"a": 0.6, "c": 0.4}) == pytest.approx(0.2 / 1.8)


def test_shannon_by_hand_and_against_scipy():
    assert measures.shannon([2, 1, 1]) == pytest.approx(1.5)
    assert measures.shannon([5]) == 0
    assert measures.shannon([3, 4, 5, 0]) == pytest.approx(entropy([3, 4, 5], base=2))


def test_nicheness_by_hand():
    # differences .3 and -.1 from the mean of the others: sqrt((.09 + .01) / 2)
    got = measures.nicheness({"a": 0.5, "b": 0.3}, [{"a": 0.1, "b": 0.5}, {"a": 0.3, "b": 0.3}])
    assert got == pytest.approx(math.sqrt(0.05))


def test_weighted_log_odds_by_hand():
    # prior = total counts: a 3, b 3, in all 6; first says a 3 times of 4, second 0 of 2
    odds = measures.weighted_log_odds({"one": {"a": 3, "b": 1}, "two": {"b": 2}})["one"]["a"]
    assert odds.estimate == pytest.approx(math.log(6 / 4) - math.log(3 / 5))
    assert odds.error == pytest.approx(math.sqrt(1 / 6 + 1 / 3))
    assert odds.low < odds.estimate < odds.high


def test_log_odds_are_mirrored_between_two_groups():
    odds = measures.weighted_log_odds({"one": {"a": 5, "b": 1}, "two": {"a": 1, "b": 5}})
    assert odds["one"]["a"].z == pytest.approx(-odds["two"]["a"].z)


def test_alpha_by_hand():
    # two readers, ten units, values 0/1: Krippendorff's own example gives 0.095
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(list(zip(first, second))) == pytest.approx(0.095, abs=0.001)


def test_alpha_of_sets_is_that_of_nltk():
    dice = random.Random(3)
    pairs = [tuple(frozenset(dice.sample("abcde", dice.randint(1, 3))) for _ in range(2)) for _ in range(120)]
    data = [(reader, item, value) for item, pair in enumerate(pairs) for reader, value in zip("xy", pair)]
    assert alpha(pairs, masi) == pytest.approx(AnnotationTask(data=data, distance=masi_distance).alpha())


def test_masi_is_that_of_nltk():
    dice = random.Random(4)
    for _ in range(200):
        pair = [frozenset(dice.sample("abcd", dice.randint(1, 4))) for _ in range(2)]
        # nltk rounds the monotonicity factors to two decimals
        assert masi(*pair) == pytest.approx(masi_distance(*pair), abs=0.005)


def test_the_interval_holds_alpha_and_is_the_same_each_time():
    dice = random.Random(5)
    pairs = [(v, v if dice.random() < 0.8 else dice.choice("abc")) for v in dice.choices("abc", k=300)]
    low, high = interval(pairs)
    assert low < alpha(pairs) < high
    assert (low, high) == interval(pairs)


def test_alpha_is_one_when_readers_agree_and_none_without_variation():
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "a"), ("a", "a")]) is None


def judgement(id_: str, kind: str, concepts: tuple[str, ...], *spans: tuple[int, int]) -> Judgement:
    return Judgement(id_, kind, concepts, (), (), tuple(Range(Span(*s), 1, "1.0123456789abcdef") for s in spans))


def test_readings_are_laid_on_segments():
    segments = [("t1", Span(0, 10)), ("t2", Span(10, 30)), ("t3", Span(30, 40))]
    first = [judgement("a", "goal", ("play",), (0, 10)), judgement("b", "measure", ("health",), (10, 28))]
    second = [
        judgement("a", "goal", ("play", "nature"), (0, 9)),
        judgement("b", "goal", ("health",), (12, 18), (18, 30)),
    ]
    units = lay_on_units("d", segments, first, second)
    assert units[0] == Unit(
        "d", "t1", ("goal", "goal"), (frozenset({"goal"}),) * 2, (frozenset({"play"}), frozenset({"play", "nature"}))
    )
    assert units[1].kinds == ("measure", "goal")
    assert units[2].kinds == ("none", "none")


def test_boundaries_by_hand():
    cut = boundaries("d", [judgement("a", "goal", ("play",), (0, 10))], [judgement("a", "goal", ("play",), (1, 20))])
    # 0 and 1 are near, 10 and 20 are not: one of two on either side
    assert cut.f1 == pytest.approx(0.5)
    assert cut.matched == 0.0
