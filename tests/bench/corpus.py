"""A synthetic corpus of the real shape: the real documents and many more varied from their codings.

The four real municipalities stay as they are, so that every question's defaults mean something.
Each further municipality gets documents made from a stretch of a real coding: some statements
left out, some concepts, actors, years and amounts exchanged, positions moved. No text is needed
and none is made.

    python tests/bench/corpus.py --municipalities 98 --documents 3 --triples 1100000 --out corpus.nt
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
from politikgraf.agreement import Agreement
from politikgraf.coding_tables import read_coding
from politikgraf.codings import Coding, Range, Section, Statement
from politikgraf.derive import Reading, derive
from politikgraf.mapping import document_iri, map_document, text_iri
from politikgraf.namespaces import MUNICIPALITY, POL, document_namespace
from politikgraf.project import Project
from politikgraf.reliability import measurement_graph
from politikgraf.text import Span
from politikgraf.turtle import to_oxigraph
from politikgraf.vocabulary import ONTOLOGY_FILE, Vocabulary, parse_turtle
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, RDF, SKOS

TRIPLES_PER_STATEMENT = 43
TRIPLES_PER_DOCUMENT = 420
TRIPLES_PER_PRESENCE = 15
LARGEST_OFFSET = 500


@dataclass(frozen=True)
class Original:
    """A real document to vary."""

    coding: Coding
    description: Graph
    municipality: str


@dataclass(frozen=True)
class Varied:
    """One synthetic document."""

    coding: Coding
    description: Graph
    municipality: str


def originals(project: Project, vocabulary: Vocabulary) -> list[Original]:
    """The real documents of a project."""
    found = []
    for folder in project.documents():
        description = parse_turtle(folder / "document.ttl")
        municipality = str(description.value(document_iri(folder.name), DCTERMS.publisher))
        found.append(Original(read_coding(folder, vocabulary), description, municipality))
    return found


class Variation:
    """Varies codings by one stream of random numbers."""

    def __init__(self, originals_: Sequence[Original], seed: int):
        self._originals = originals_
        self._random = random.Random(seed)
        counts = Counter(c for o in originals_ for s in o.coding.statements for c in s.concepts)
        self._concepts, self._weights = zip(*sorted(counts.items()))
        actors = Counter(a for o in originals_ for s in o.coding.statements for _, a in s.participations)
        self._actors = sorted(actors.elements())

    def document(self, name: str, municipality: str, statements: int) -> Varied:
        """A document of about `statements` statements."""
        original = self._random.choice(self._originals)
        pool = original.coding.statements
        size = min(len(pool), max(5, round(statements * self._random.uniform(0.6, 1.4))))
        start = self._random.randrange(len(pool) - size + 1)
        kept = [s for s in pool[start : start + size] if self._random.random() < 0.95]
        ids = {s.id for s in kept}
        offset = self._random.randrange(LARGEST_OFFSET)
        made = tuple(self._statement(s, ids, offset) for s in kept)
        sections = tuple(self._section(s, offset) for s in original.coding.sections[: max(3, size // 8)])
        section_ids = {s.id for s in sections}
        sections = tuple(s if s.part_of in section_ids else replace(s, part_of="") for s in sections)
        ledger = tuple(
            replace(e, passage=_moved(e.passage, offset)) for e in original.coding.ledger[: max(2, size // 8)]
        )
        description = _describe(original, name, municipality, ids)
        return Varied(Coding(name, made, sections, ledger), description, municipality)

    def _statement(self, statement: Statement, ids: set[str], offset: int) -> Statement:
        chance = self._random.random
        concepts = tuple(dict.fromkeys(self._concept() if chance() < 0.2 else c for c in statement.concepts))
        taking_part = tuple(
            dict.fromkeys(
                (r, self._random.choice(self._actors) if chance() < 0.1 else a)
                for r, a in statement.participations
                if chance() < 0.93
            )
        )
        return replace(
            statement,
            concepts=concepts,
            participations=taking_part,
            belongs_to=tuple(i for i in statement.belongs_to if i in ids),
            serves=tuple(i for i in statement.serves if i in ids),
            repeats=tuple(i for i in statement.repeats if i in ids),
            deadline=str(int(statement.deadline) + self._random.randrange(8)) if statement.deadline else "",
            quantity=statement.quantity + self._random.randrange(90) if statement.quantity is not None else None,
            passage=_moved(statement.passage, offset),
        )

    def _concept(self) -> str:
        return self._random.choices(self._concepts, self._weights)[0]

    def _section(self, section: Section, offset: int) -> Section:
        extent = tuple(Span(s.start + offset, s.end + offset) for s in section.extent)
        return replace(section, extent=extent, passage=_moved(section.passage, offset))

    def reading(self, coding: Coding) -> frozenset[str]:
        """Concepts that another reader may have found."""
        found = {c for s in coding.statements for c in s.concepts}
        return frozenset(c for c in sorted(found) if self._random.random() < 0.9) | {self._concept()}


def _moved(passage: Iterable[Range], offset: int) -> tuple[Range, ...]:
    return tuple(replace(r, span=Span(r.span.start + offset, r.span.end + offset)) for r in passage)


def _describe(original: Original, name: str, municipality: str, ids: set[str]) -> Graph:
    """The original's description under another name, without facts whose statement is gone."""
    old_document, old_space = document_iri(original.coding.document), document_namespace(original.coding.document)
    old_text = original.description.value(old_document, POL.hasText)
    sum_ = hashlib.sha256(name.encode()).hexdigest()
    moved = {
        old_document: document_iri(name),
        old_text: text_iri(sum_),
        URIRef(original.municipality): URIRef(municipality),
    }

    def move(term: object) -> object:
        if isinstance(term, URIRef) and str(term).startswith(str(old_space)):
            return document_namespace(name)[str(term).removeprefix(str(old_space))]
        return moved.get(term, Literal(sum_) if str(term).startswith(str(old_text)[-16:]) else term)

    gone = {
        fact for fact, source in original.description.subject_objects(PROV.wasDerivedFrom)
        if str(source).removeprefix(str(old_space)) not in ids
    }  # fmt: skip
    graph = Graph(bind_namespaces="none")
    for s, p, o in original.description:
        if p == POL.length:
            graph.add((move(s), p, Literal(int(o) + LARGEST_OFFSET)))
        elif s not in gone and o not in gone:
            graph.add((move(s), p, move(o)))
    return graph


def _figure(concept: str) -> Agreement:
    """A made-up agreement of two readers on a concept, the same every time."""
    alpha = random.Random(concept).uniform(0.4, 0.95)
    return Agreement("concept", concept, "presence", 9000, 60, 0.99, alpha, alpha - 0.05, alpha + 0.05)


def municipality_triples(number: int) -> Iterable[tuple]:
    """A made-up municipality, e.g. `municipality:kommune-017`."""
    node = MUNICIPALITY[f"kommune-{number:03}"]
    for type_ in (POL.Municipality, ORG.FormalOrganization):
        yield node, RDF.type, type_
    for language, label in (("da", f"Kommune {number:03}"), ("en", f"Municipality {number:03}")):
        yield node, SKOS.prefLabel, Literal(label, language)
        yield node, SKOS.altLabel, Literal(f"{number:03}", language)
    yield node, DCTERMS.identifier, Literal(f"9{number:03}")


def make(out: Path, municipalities: int = 98, documents: int = 3, triples: int = 1_100_000, seed: int = 1) -> int:
    """Write a corpus as N-Triples; returns the number of its triples."""
    project = Project.here()
    vocabulary = Vocabulary.load(project.ontology)
    real = originals(project, vocabulary)
    variation = Variation(real, seed)
    there = {o.municipality for o in real}
    extra = max(0, municipalities - len(there))
    derived = len(vocabulary.concepts) * municipalities * TRIPLES_PER_PRESENCE + municipalities**2 // 2 * 7
    left = triples - derived - sum(len(o.coding.statements) for o in real) * TRIPLES_PER_STATEMENT
    size = max(5, round((left / max(1, extra * documents) - TRIPLES_PER_DOCUMENT) / TRIPLES_PER_STATEMENT))
    count = 0
    readings = []
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:

        def write(graph: Iterable[tuple]) -> None:
            nonlocal count
            lines = [ox.Triple(*map(to_oxigraph, t)) for t in graph]
            count += len(lines)
            file.write(ox.serialize(lines, format=ox.RdfFormat.N_TRIPLES))

        write(vocabulary.graph)
        write(parse_turtle(project.ontology / ONTOLOGY_FILE))
        write(parse_turtle(project.ontology / "dataset.ttl"))
        made: Iterable[Original | Varied] = [*real]
        made += [
            variation.document(f"kommune-{n:03}-{d}", str(MUNICIPALITY[f"kommune-{n:03}"]), size)
            for n in range(1, extra + 1)
            for d in range(1, documents + 1)
        ]
        for number in range(1, extra + 1):
            write(municipality_triples(number))
        for one in made:
            write(map_document(one.coding, one.description))
            second, first = variation.reading(one.coding), variation.reading(one.coding)
            readings.append(Reading.of(one.coding, one.municipality, second, first))
        figures = [_figure(concept) for concept in sorted(vocabulary.concepts)]
        write(measurement_graph(figures, ()))
        write(derive(readings, vocabulary, {f.name: f.alpha for f in figures if f.alpha is not None}))
    return count


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--municipalities", type=int, default=98)
    parser.add_argument("--documents", type=int, default=3, help="documents of each made-up municipality")
    parser.add_argument("--triples", type=int, default=1_100_000, help="about how many triples in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Project.here().out / "bench" / "corpus.nt")
    arguments = parser.parse_args(argv)
    count = make(arguments.out, arguments.municipalities, arguments.documents, arguments.triples, arguments.seed)
    print(f"{arguments.out}: {count} triples", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
