"""The network view: networkx's graph and our positions, shown by pyvis with a template of our own."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path
from types import SimpleNamespace

import pyvis
from jinja2 import Environment
from pyvis.network import Network

from .context import Context
from .layout import Node, concept_graph, place, priority, ring, wish, wrap

TEMPLATE = "network.html"
LAYERS = ("actor", "age")
LIBRARY = ("vis-9.1.2/vis-network.min.js", "vis-9.1.2/vis-network.css")


def library_files() -> list[Path]:
    """The vis-network files that the installed pyvis brings.

    Raises:
        FileNotFoundError: this pyvis has them elsewhere.
    """
    folder = Path(pyvis.__file__).parent / "lib"
    return [folder / name for name in LIBRARY]


def nodes(ctx: Context) -> list[Node]:
    """Everything that can stand in the network, weightiest first: municipalities, concepts, actors, ages."""
    model = ctx.model
    graph = concept_graph(model)
    found = [Node(f"m:{m.id}", m.short[ctx.language], 20.0, {}, "municipality") for m in model.municipalities.values()]
    for concept in priority(model.concepts.values()):
        ties = {n: graph.edges[n, f"c:{concept.id}"]["weight"] for n in graph.neighbors(f"c:{concept.id}")}
        size = 5 + 34 * math.sqrt(sum(ties.values()) / max(1, len(model.municipalities)))
        found.append(Node(f"c:{concept.id}", wrap(ctx.label(concept)), round(size, 1), ties, concept.kind))
    actors, ages = participation(ctx)
    for ties_of, prefix, names in ((actors, "a", model.actors), (ages, "g", model.ages)):
        for id_, ties in sorted(ties_of.items(), key=lambda item: (-sum(item[1].values()), item[0])):
            if id_ in names:
                found.append(
                    Node(f"{prefix}:{id_}", wrap(ctx.label(names[id_])), 8.0, ties, "actor" if prefix == "a" else "age")
                )
    return found


def participation(ctx: Context) -> tuple[dict[str, Counter], dict[str, Counter]]:
    """How often each municipality involves each actor and states each age."""
    actors: dict[str, Counter] = defaultdict(Counter)
    ages: dict[str, Counter] = defaultdict(Counter)
    for statement in ctx.model.statements():
        for actor in {a for _, a in statement.roles}:
            actors[actor][f"m:{statement.municipality}"] += 1
        for age in statement.ages:
            ages[age][f"m:{statement.municipality}"] += 1
    for document in ctx.model.documents.values():
        for age in document.ages:
            ages[age][f"m:{document.municipality}"] += 1
    return actors, ages


def positions(ctx: Context) -> tuple[list[Node], dict[str, tuple[float, float]]]:
    """All nodes and their places. Actors and ages, shown only when asked for, get the place they would like."""
    everything = nodes(ctx)
    of = len(ctx.model.municipalities)
    fixed = ring(ctx.model, concept_graph(ctx.model))
    places = place((n for n in everything if n.kind not in LAYERS), fixed, of)
    rest = {n.id: wish(n.ties, places, of) for n in everything if n.kind in LAYERS}
    return everything, places | {id_: (round(x, 1), round(y, 1)) for id_, (x, y) in rest.items()}


def build(ctx: Context) -> Network:
    """The network as pyvis holds it: fixed positions, physics off."""
    everything, places = positions(ctx)
    view = Network(height="100%", width="100%", cdn_resources="local")
    view.toggle_physics(False)
    for rank, node in enumerate(everything):
        if node.id in places:
            x, y = places[node.id]
            view.add_node(node.id, label=node.label, x=x, y=y, size=node.size, shape="dot", part=node.kind, rank=rank)
    for node in everything:
        for municipality, weight in sorted(node.ties.items()):
            if node.id in places and municipality in places:
                view.add_edge(
                    municipality, node.id, width=round(0.6 + 12 * math.sqrt(weight) if weight < 1 else 1.0, 2)
                )
    return view


def render(ctx: Context, environment: Environment, **context: object) -> str:
    """The network page: pyvis renders its nodes, edges and options into our template."""
    view = build(ctx)
    view.templateEnv = SimpleNamespace(
        get_template=lambda name: environment.get_template(name, globals={"ctx": ctx, **context})
    )
    view.path = TEMPLATE
    return view.generate_html()
