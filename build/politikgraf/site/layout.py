"""Where everything stands in the network, computed once and the same each time.

Municipalities stand on a ring, those with most in common side by side. A concept stands
between those who have it: in the middle when all do, beside its owner when one does.
Names never cover each other: each takes the nearest free place, the weightiest first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from .model import Concept, Model

RING = (640.0, 400.0)
LETTER, LINE, WRAP = 7.4, 17.0, 17
"""Width of a letter and height of a line at the font size of the network; letters a line."""
REACH = {"all": 0.30, "some": 0.60}


@dataclass(frozen=True)
class Node:
    """One node: what it is, its name (broken into lines), its size, and who it is tied to how much."""

    id: str
    label: str
    size: float
    ties: Mapping[str, float]
    kind: str


def wrap(label: str) -> str:
    """A label in lines of about equal length.

    >>> wrap("bevægelse og fysisk aktivitet").split(chr(10))
    ['bevægelse og', 'fysisk aktivitet']
    """
    words, lines = label.split(" "), [""]
    count = max(1, math.ceil(len(label) / WRAP))
    goal = len(label) / count
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) / 2 > goal and len(lines) < 3:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def concept_graph(model: Model) -> nx.Graph:
    """Municipalities and concepts; an edge weighs what share of its statements a municipality gives."""
    graph = nx.Graph()
    for municipality in model.municipalities:
        graph.add_node(f"m:{municipality}", part="municipality")
    for concept in model.concepts.values():
        graph.add_node(f"c:{concept.id}", part="concept")
        for municipality, presence in concept.presence.items():
            if presence.count:
                graph.add_edge(f"m:{municipality}", f"c:{concept.id}", weight=presence.salience, count=presence.count)
    return graph


def ring(model: Model, graph: nx.Graph) -> dict[str, tuple[float, float]]:
    """Places on the ring, so that neighbours have much in common."""
    names = [f"m:{m}" for m in model.municipalities]
    apart = nx.Graph()
    apart.add_nodes_from(names)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            pair = frozenset((one[2:], other[2:]))
            overlap = model.overlaps[pair].weighted if pair in model.overlaps else 0.0
            apart.add_edge(one, other, weight=1.0 - overlap)
    order = nx.approximation.greedy_tsp(apart, source=names[0])[:-1] if len(names) > 2 else names
    start = -math.pi + math.pi / len(order) if len(order) > 2 else math.pi
    angles = {name: start + 2 * math.pi * i / len(order) for i, name in enumerate(order)}
    return {name: (RING[0] * math.cos(a), RING[1] * math.sin(a)) for name, a in angles.items()}


def wish(ties: Mapping[str, float], places: Mapping[str, tuple[float, float]], of: int) -> tuple[float, float]:
    """Where a node would like to stand: towards those it is tied to, nearer the middle the more they are."""
    weights = {m: math.sqrt(w) for m, w in ties.items() if m in places and w > 0}
    if not weights:
        return 0.0, RING[1] * 1.3
    total = sum(weights.values())
    x = sum(places[m][0] * w for m, w in weights.items()) / total
    y = sum(places[m][1] * w for m, w in weights.items()) / total
    if len(weights) == 1:
        return x * 0.86, y * 0.86
    if len(weights) >= of:
        return x * 1.1, y * 1.1
    inner, outer = REACH["all"], REACH["some"]
    reach = inner + (outer - inner) * (1 - (len(weights) - 2) / max(1, of - 2))
    length = math.hypot(x / RING[0], y / RING[1])
    if length < 0.12:
        most = max(weights, key=lambda m: (weights[m], m))
        x, y, length = places[most][0], places[most][1], 1.0
    return x / length * reach, y / length * reach


def box(node: Node) -> tuple[float, float, float]:
    """Half the width and half the height that a node and its name take, and how far below the node their middle is."""
    lines = node.label.split("\n")
    if node.kind == "municipality":
        return len(node.label) * 5.3 + 20, 26.0, 0.0
    half_height = (2 * node.size + LINE * len(lines)) / 2 + 4
    return max(max(map(len, lines)) * LETTER, 2 * node.size) / 2 + 5, half_height, half_height - node.size


class Floor:
    """Which rectangles are taken, found again by the squares of a grid that they touch."""

    SQUARE = 90.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def _touched(self, x: float, y: float, w: float, h: float) -> Iterable[tuple[int, int]]:
        for i in range(int((x - w) // self.SQUARE), int((x + w) // self.SQUARE) + 1):
            for j in range(int((y - h) // self.SQUARE), int((y + h) // self.SQUARE) + 1):
                yield i, j

    def free(self, x: float, y: float, w: float, h: float) -> bool:
        return all(
            abs(x - a) >= w + c or abs(y - b) >= h + d
            for square in self._touched(x, y, w, h)
            for a, b, c, d in self._squares.get(square, ())
        )

    def take(self, x: float, y: float, w: float, h: float) -> None:
        for square in self._touched(x, y, w, h):
            self._squares.setdefault(square, []).append((x, y, w, h))


def place(nodes: Iterable[Node], fixed: Mapping[str, tuple[float, float]], of: int) -> dict[str, tuple[float, float]]:
    """Give each node the free place nearest to where it would like to stand.

    Args:
        nodes: weightiest first; those that are `fixed` keep their place where it is free.
        fixed: places of municipalities.
        of: number of municipalities.
    """
    floor = Floor()
    result: dict[str, tuple[float, float]] = {}
    for node in nodes:
        w, h, below = box(node)
        for x, y in _around(*(fixed.get(node.id) or wish(node.ties, fixed, of))):
            if floor.free(x, y + below, w, h):
                floor.take(x, y + below, w, h)
                result[node.id] = (round(x, 1), round(y, 1))
                break
    return result


def _around(x: float, y: float, step: float = 9.0) -> Iterable[tuple[float, float]]:
    """The point itself, then points on a widening spiral around it (wider than high, as names are)."""
    yield x, y
    for turn in range(1, 4000):
        angle, radius = turn * 2.399963, step * math.sqrt(turn)
        yield x + 1.5 * radius * math.cos(angle), y + radius * math.sin(angle)


def priority(concepts: Iterable[Concept]) -> list[Concept]:
    """Concepts in the order in which a reader should meet them: the clearest of each kind in turn."""
    piles: dict[str, list[Concept]] = {"all": [], "one": [], "some": [], "absent": []}
    for concept in sorted(concepts, key=lambda c: (-sum(p.salience for p in c.presence.values()), c.id)):
        piles[concept.kind].append(concept)
    order: list[Concept] = []
    while piles["all"] or piles["one"] or piles["some"]:
        for kind in ("all", "one", "some"):
            if piles[kind]:
                order.append(piles[kind].pop(0))
    return order + piles["absent"]
