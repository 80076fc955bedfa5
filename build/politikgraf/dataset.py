"""The description of the data set itself: DCAT 3 and VoID, with counts that are computed."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, VOID

from .namespaces import BASE, new_graph

DATASET = URIRef(BASE + "dataset")


def describe(description: Graph, triples: Mapping[str, int]) -> Graph:
    """The hand-written description, with the number of triples of each named graph.

    Args:
        description: what dataset.ttl says.
        triples: named graph's IRI to its number of triples.
    """
    graph = new_graph()
    for triple in description:
        graph.add(triple)
    graph.add((DATASET, RDF.type, VOID.Dataset))
    graph.add((DATASET, VOID.triples, Literal(sum(triples.values()))))
    for iri, count in triples.items():
        subset = URIRef(iri)
        graph.add((DATASET, VOID.subset, subset))
        graph.add((subset, VOID.triples, Literal(count)))
    return graph
