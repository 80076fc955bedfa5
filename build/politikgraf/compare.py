"""Municipalities side by side, and as a network with their concepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import DataError, Problem
from .namespaces import CONCEPT, MUNICIPALITY
from .query import Asker

if TYPE_CHECKING:
    import networkx

FEWEST = 2


@dataclass(frozen=True)
class Mention:
    """What one municipality says about one concept.

    Attributes:
        concept: short name, e.g. `play`.
        label: the concept's name in the language asked for.
        municipality: short name, e.g. `glostrup`.
        statements: number of statements about it.
        salience: their share of the municipality's statements.
        evidence: IRI of the node that gathers the statements.
    """

    concept: str
    label: str
    municipality: str
    statements: int
    salience: float
    evidence: str


@dataclass(frozen=True)
class Comparison:
    """Two or more municipalities side by side.

    Attributes:
        municipalities: their short names, as given.
        mentions: every concept that any of them speaks of.
    """

    municipalities: tuple[str, ...]
    mentions: tuple[Mention, ...] = field(repr=False)

    def concepts(self, municipality: str) -> frozenset[str]:
        """The concepts that one of them speaks of.

        Raises:
            DataError: the municipality is not one of those compared.
        """
        if municipality not in self.municipalities:
            raise DataError(Problem(municipality, "is not compared here", "one of " + ", ".join(self.municipalities)))
        return frozenset(m.concept for m in self.mentions if m.municipality == municipality)

    @property
    def shared(self) -> list[str]:
        """The concepts that all of them speak of, in alphabetical order."""
        return sorted(frozenset.intersection(*map(self.concepts, self.municipalities)))

    def only(self, municipality: str) -> list[str]:
        """The concepts that only this one of them speaks of, in alphabetical order."""
        others = [self.concepts(m) for m in self.municipalities if m != municipality]
        return sorted(self.concepts(municipality).difference(*others))

    def label(self, concept: str) -> str:
        """A concept's name in the language of the comparison.

        Raises:
            DataError: none of them speaks of it.
        """
        for mention in self.mentions:
            if mention.concept == concept:
                return mention.label
        raise DataError(Problem(concept, "none of them speaks of it"))

    @property
    def jaccard(self) -> float:
        """Share of the concepts that any of them has that all of them have."""
        every = frozenset.union(*map(self.concepts, self.municipalities))
        return len(self.shared) / len(every) if every else 1.0


def compare(asker: Asker, municipalities: Sequence[str], language: str = "da") -> Comparison:
    """Put municipalities side by side.

    Raises:
        DataError: fewer than two, the same twice, or one that is not in the graph.
    """
    names = [asker.iri("municipality", m).removeprefix(str(MUNICIPALITY)) for m in municipalities]
    if len(set(names)) < max(FEWEST, len(names)):
        raise DataError(
            Problem("compare", "needs two or more different municipalities", 'e.g. compare("glostrup", "ballerup")')
        )
    return Comparison(tuple(names), mentions(asker, names, language))


def mentions(asker: Asker, municipalities: Sequence[str] = (), language: str = "da") -> tuple[Mention, ...]:
    """Who speaks of what, for some municipalities or all."""
    answer = asker.ask("presence", municipality=list(municipalities) or "any", lang=language)
    return tuple(
        Mention(
            concept=row[0].value.removeprefix(str(CONCEPT)),
            label=row[1].value if row[1] else "",
            municipality=row[2].value.removeprefix(str(MUNICIPALITY)),
            statements=int(row[3].value),
            salience=float(row[5].value),
            evidence=row[6].value,
        )
        for row in answer.rows
    )


def network(asker: Asker, language: str = "da") -> networkx.Graph:
    """Municipalities and the concepts they speak of, as a bipartite graph.

    Nodes are short names with `kind` ("municipality" or "concept") and `label`; a concept's node is
    `concept:play` where a municipality has the same name. Edges have `statements`, `salience` and
    `evidence`.
    """
    import networkx

    graph = networkx.Graph(name="politikgraf")
    towns = asker.engine.query(
        "SELECT ?m ?label WHERE { ?m a <https://w3id.org/politikgraf/ontology/Municipality> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> ?label . FILTER(LANG(?label) = "'
        + ("en" if language == "en" else "da")
        + '") } ORDER BY ?m'
    )
    for iri, label in towns.rows:
        graph.add_node(iri.value.removeprefix(str(MUNICIPALITY)), kind="municipality", label=label.value, iri=iri.value)
    towns_named = set(graph)
    for mention in mentions(asker, (), language):
        concept = mention.concept if mention.concept not in towns_named else f"concept:{mention.concept}"
        graph.add_node(concept, kind="concept", label=mention.label, iri=str(CONCEPT[mention.concept]))
        graph.add_edge(
            mention.municipality,
            concept,
            statements=mention.statements,
            salience=mention.salience,
            evidence=mention.evidence,
        )
    return graph
