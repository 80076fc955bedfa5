"""The controlled vocabularies, as sets of names that a coding may use and as a graph."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, SKOS

from .errors import Problem, UnreadableError
from .namespaces import ACTOR, AGE, BASE, CONCEPT, FORM, MUNICIPALITY, POL, REASON, REFERENCE, UNIT, new_graph
from .tables import read_text_file, suggest
from .turtle import from_oxigraph

VOCABULARY_FILES = (
    "concepts.ttl", "actors.ttl", "references.ttl", "ages.ttl", "municipalities.ttl", "forms.ttl", "alignments.ttl",
)  # fmt: skip
ONTOLOGY_FILE = "policy.ttl"
FEW = 15
"""So many names are told in full to somebody who wrote none of them."""


@dataclass(frozen=True)
class Vocabulary:
    """Everything that a coding may point at.

    >>> from politikgraf.paths import ontology_folder
    >>> "wellbeing" in Vocabulary.load(ontology_folder()).concepts
    True
    """

    graph: Graph = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Vocabulary:
        """Load the vocabulary files of an ontology folder.

        Raises:
            UnreadableError: a file is missing or is not Turtle; all of them at once.
        """
        graph = new_graph()
        problems: list[Problem] = []
        for name in VOCABULARY_FILES:
            try:
                parse_turtle(folder / name, graph)
            except UnreadableError as error:
                problems.extend(error.problems)
        if problems:
            raise UnreadableError(problems)
        return cls(graph)

    def _names(self, namespace: Namespace, type_: object) -> frozenset[str]:
        return frozenset(
            str(s).removeprefix(str(namespace))
            for s in self.graph.subjects(RDF.type, type_)
            if str(s).startswith(str(namespace)) and str(s) != str(namespace)
        )

    @cached_property
    def concepts(self) -> frozenset[str]:
        return self._names(CONCEPT, SKOS.Concept)

    @cached_property
    def actors(self) -> frozenset[str]:
        return self._names(ACTOR, POL.ActorKind) | self._names(ACTOR, POL.Body)

    @cached_property
    def references(self) -> frozenset[str]:
        return self._names(REFERENCE, POL.Reference)

    @cached_property
    def ages(self) -> frozenset[str]:
        return self._names(AGE, POL.AgeBand)

    @cached_property
    def municipalities(self) -> frozenset[str]:
        return self._names(MUNICIPALITY, POL.Municipality)

    @cached_property
    def forms(self) -> frozenset[str]:
        return self._names(FORM, POL.Form)

    @cached_property
    def units(self) -> frozenset[str]:
        return self._names(UNIT, SKOS.Concept)

    @cached_property
    def reasons(self) -> frozenset[str]:
        return self._names(REASON, SKOS.Concept)

    @cached_property
    def labelled(self) -> dict[str, frozenset[str]]:
        """The names of what has a label, by the label in small letters."""
        found: dict[str, set[str]] = {}
        for predicate in (SKOS.prefLabel, SKOS.altLabel):
            for subject, label in self.graph.subject_objects(predicate):
                found.setdefault(str(label).casefold(), set()).add(str(subject).rsplit("/", 1)[1])
        return {label: frozenset(names) for label, names in found.items()}

    def remedy(self, word: str, known: Collection[str]) -> str:
        """What somebody may have meant who wrote `word` where one of the names in `known` belongs."""
        meant = sorted(self.labelled.get(word.casefold(), frozenset()) & set(known))
        if meant:
            return f"write {' or '.join(meant)}, the name of what is called {word}"
        near = suggest(word, known)
        return near or (f"one of {', '.join(sorted(known))}" if len(known) <= FEW else "")

    @cached_property
    def broader(self) -> dict[str, frozenset[str]]:
        """For each concept, every concept above it (not itself)."""
        parents = {
            c: [str(o).removeprefix(str(CONCEPT)) for o in self.graph.objects(CONCEPT[c], SKOS.broader)]
            for c in self.concepts
        }
        closed: dict[str, frozenset[str]] = {}
        for concept, direct in parents.items():
            above: set[str] = set()
            todo = list(direct)
            while todo:
                parent = todo.pop()
                if parent not in above:
                    above.add(parent)
                    todo.extend(parents.get(parent, ()))
            closed[concept] = frozenset(above - {concept})
        return closed


def parse_turtle(path: Path, graph: Graph | None = None) -> Graph:
    """Parse a Turtle file (RDF 1.1 Turtle, W3C 2014) into a graph, a new one by default.

    Raises:
        UnreadableError: missing, too large, not UTF-8, or not Turtle; with line and column.
    """
    return parse_turtle_text(read_text_file(path), str(path), graph)


def parse_turtle_text(content: str, place: str, graph: Graph | None = None) -> Graph:
    """Parse Turtle that was read from `place`; as `parse_turtle`."""
    target = new_graph() if graph is None else graph
    try:
        for triple in ox.parse(content.encode("utf-8"), format=ox.RdfFormat.TURTLE, base_iri=BASE):
            target.add((from_oxigraph(triple.subject), from_oxigraph(triple.predicate), from_oxigraph(triple.object)))
    except SyntaxError as error:
        what = re.sub(r"^Parser error at line \d+ between columns \d+ and \d+: ", "", error.msg)
        place = f"{place}:{error.lineno}:{error.offset}" if error.lineno else place
        raise UnreadableError(Problem(place, f"is not valid Turtle: {what}", "correct the syntax there")) from error
    return target
