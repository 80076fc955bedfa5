"""From codings to RDF: one graph a document, a pure function of its tables and document.ttl."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, SKOS, XSD
from rdflib.term import Node

from .codings import Coding, LedgerEntry, Range, Section, Statement
from .errors import DataError, Problem
from .namespaces import (
    ACTOR,
    AGE,
    CERTAINTIES,
    CONCEPT,
    DATA,
    FORM,
    KINDS,
    OA,
    POL,
    REASON,
    REFERENCE,
    ROLES,
    SCHEMA,
    TEXT,
    UNIT,
    document_namespace,
    new_graph,
)  # fmt: skip
from .text import Span

_SHA256 = re.compile(r"[0-9a-f]{64}")
FACT_PROPERTIES = (RDF.subject, RDF.predicate, RDF.object)


def document_iri(document: str) -> URIRef:
    """The IRI of a policy document, e.g. `.../data/glostrup-2025`."""
    return DATA[document]


def text_iri(sha256: str) -> URIRef:
    """The IRI of a text, by the first 16 digits of its SHA-256."""
    return TEXT["sha256-" + sha256[:16]]


def statement_iri(document: str, statement: str) -> URIRef:
    """The IRI of a statement, e.g. `.../data/glostrup-2025/s012`."""
    return document_namespace(document)[statement]


def map_document(coding: Coding, description: Graph, place: str = "document.ttl") -> Graph:
    """The graph of one document.

    Args:
        coding: its tables.
        description: what its document.ttl says: the document, its text, facts and signatures.
        place: how to name document.ttl in an error.

    Raises:
        DataError: document.ttl does not describe this document and its text, or a passage lies outside it.
    """
    document = document_iri(coding.document)
    text = _described_text(description, document, place)
    if problems := list(_outside(coding, description.value(text, POL.length))):
        raise DataError(problems)
    mapper = _Mapper(coding, document, text)
    for triple in description:
        mapper.graph.add(triple)
    _add_facts(mapper.graph, description)
    for order, section in enumerate(coding.sections, 1):
        mapper.add_section(section, order)
    for order, statement in enumerate(coding.statements, 1):
        mapper.add_statement(statement, order)
    for entry in coding.ledger:
        mapper.add_ledger_entry(entry)
    return mapper.graph


def _outside(coding: Coding, length: Node | None) -> Iterable[Problem]:
    """Passages that end past the end of the text, by the length that document.ttl gives."""
    if length is None or not str(length).isdigit():
        return
    for item in (*coding.sections, *coding.statements, *coding.ledger):
        spans = [r.span for r in item.passage] + list(getattr(item, "extent", ()))
        for span in spans:
            if span.end > int(length):
                yield Problem(
                    item.place, f"{item.id}: {span} ends past the text's end ({length})", "point into the text"
                )


def _described_text(description: Graph, document: URIRef, place: str) -> URIRef:
    problems = []
    if (document, RDF.type, POL.PolicyDocument) not in description:
        problems.append(Problem(place, f"does not describe <{document}>", "make it a pol:PolicyDocument"))
    texts = list(description.objects(document, POL.hasText))
    if len(texts) != 1:
        problems.append(Problem(place, f"{len(texts)} texts (pol:hasText); one is needed"))
    for text in texts:
        sums = [str(s) for s in description.objects(text, SCHEMA.sha256)]
        if len(sums) != 1 or not _SHA256.fullmatch(sums[0]):
            problems.append(Problem(place, f"<{text}> needs one schema:sha256 of 64 hexadecimal digits"))
        elif text != text_iri(sums[0]):
            problems.append(Problem(place, f"<{text}> does not fit its checksum", f"name it <{text_iri(sums[0])}>"))
    if problems:
        raise DataError(problems)
    return texts[0]


def _add_facts(graph: Graph, description: Graph) -> None:
    """Assert each fact that document.ttl states as an rdf:Statement with its source.

    RDF 1.1 Schema, section 5.3 (reification): the fact's node keeps the evidence, the
    asserted triple is what a query asks for.
    """
    for fact in description.subjects(RDF.type, RDF.Statement):
        subject, predicate, value = (description.value(fact, p) for p in FACT_PROPERTIES)
        if subject is not None and predicate is not None and value is not None:
            graph.add((subject, predicate, value))


class _Mapper:
    """Adds the things of one document to its graph."""

    def __init__(self, coding: Coding, document: URIRef, text: URIRef):
        self.graph = new_graph()
        self._coding = coding
        self._document = document
        self._text = text
        self._namespace = document_namespace(coding.document)
        self._parents = {s.id: s.part_of for s in coding.sections}

    def _add(self, subject: URIRef, *pairs: tuple[URIRef, Node]) -> None:
        for predicate, value in pairs:
            self.graph.add((subject, predicate, value))

    def add_section(self, section: Section, order: int) -> None:
        node = self._namespace[section.id]
        self._add(
            node,
            (RDF.type, POL.Section),
            (SKOS.prefLabel, Literal(section.title_da, "da")),
            (SKOS.prefLabel, Literal(section.title_en, "en")),
            (POL.inDocument, self._document),
            (POL.order, Literal(order)),
            (POL.level, Literal(self._level(section.id))),
        )
        if section.part_of:
            self._add(node, (POL.subsectionOf, self._namespace[section.part_of]))
        for number, span in enumerate(section.extent, 1):
            self._add(node, (POL.extent, self._add_target(f"{section.id}-extent-{number}", span)))
        if section.passage:
            self._add_annotation(section.id, section.passage, OA.identifying)

    def _level(self, section: str) -> int:
        """1 for a section in none; bounded, so that a cycle ends (a shape reports it)."""
        level, above = 1, self._parents.get(section)
        while above and level <= len(self._parents):
            level, above = level + 1, self._parents.get(above)
        return level

    def add_statement(self, statement: Statement, order: int) -> None:
        node = self._namespace[statement.id]
        self._add(
            node,
            (RDF.type, POL.Statement),
            (RDF.type, KINDS[statement.kind]),
            (SKOS.prefLabel, Literal(statement.label_da, "da")),
            (SKOS.prefLabel, Literal(statement.label_en, "en")),
            (POL.inDocument, self._document),
            (POL.order, Literal(order)),
            (POL.presentedAs, FORM[statement.form]),
            (POL.certainty, CERTAINTIES[statement.certainty]),
            (PROV.wasGeneratedBy, self._namespace["coding"]),
            (POL.mainConcept, CONCEPT[statement.concepts[0]]),
        )
        section = self._coding.section(statement)
        if section:
            self._add(node, (POL.inSection, self._namespace[section.id]))
        self._add_links(node, statement)
        self._add_figures(node, statement)
        for note, language in ((statement.note_da, "da"), (statement.note_en, "en")):
            if note:
                self._add(node, (POL.codingNote, Literal(note, language)))
        self._add_annotation(statement.id, statement.passage, OA.classifying)

    def _add_links(self, node: URIRef, statement: Statement) -> None:
        for predicate, values, namespace in (
            (POL.belongsTo, statement.belongs_to, self._namespace),
            (POL.serves, statement.serves, self._namespace),
            (POL.repeats, statement.repeats, self._namespace),
            (POL.about, statement.concepts, CONCEPT),
            (POL.forAge, statement.ages, AGE),
            (POL.cites, statement.references, REFERENCE),
        ):
            self._add(node, *((predicate, namespace[value]) for value in values))
        for role, actor in statement.participations:
            self._add(node, (POL.involves, ACTOR[actor]), (ROLES[role], ACTOR[actor]))

    def _add_figures(self, node: URIRef, statement: Statement) -> None:
        """Quantified targets and deadlines, where the text states them."""
        if statement.number:
            self._add(node, (SKOS.notation, Literal(statement.number)))
        if statement.quantity is not None:
            quantity = Literal(statement.quantity, datatype=XSD.decimal)
            self._add(node, (POL.quantity, quantity), (POL.unit, UNIT[statement.unit]))
        if statement.deadline:
            self._add(node, (POL.deadline, Literal(statement.deadline, datatype=XSD.gYear)))
        for predicate, value in ((POL.dueAfter, statement.due_after), (POL.recurrence, statement.recurrence)):
            if value:
                self._add(node, (predicate, Literal(value, datatype=XSD.duration, normalize=False)))

    def add_ledger_entry(self, entry: LedgerEntry) -> None:
        self._add(
            self._namespace[entry.id],
            (RDF.type, POL.UncodedPassage),
            (POL.inDocument, self._document),
            (POL.reason, REASON[entry.reason]),
            (PROV.wasGeneratedBy, self._namespace["coding"]),
        )
        self._add_annotation(entry.id, entry.passage, OA.describing)

    def _add_annotation(self, id_: str, passage: Iterable[Range], motivation: URIRef) -> None:
        """Point at a passage: Web Annotation Data Model (W3C 2017), one target a range."""
        node, annotation = self._namespace[id_], self._namespace[f"{id_}-annotation"]
        self._add(annotation, (RDF.type, OA.Annotation), (OA.hasBody, node), (OA.motivatedBy, motivation))
        for number, range_ in enumerate(passage, 1):
            target = self._add_target(f"{id_}-passage-{number}", range_.span)
            self._add(annotation, (OA.hasTarget, target))
            self._add(node, (POL.hasPassage, target))
            self._add(target, (POL.wordCount, Literal(range_.words)), (POL.fingerprint, Literal(range_.fingerprint)))

    def _add_target(self, id_: str, span: Span) -> URIRef:
        target, selector = self._namespace[id_], self._namespace[f"{id_}-selector"]
        self._add(
            target,
            (RDF.type, POL.Passage),
            (RDF.type, OA.SpecificResource),
            (OA.hasSource, self._text),
            (OA.hasSelector, selector),
        )
        self._add(
            selector,
            (RDF.type, OA.TextPositionSelector),
            (OA.start, Literal(span.start, datatype=XSD.nonNegativeInteger)),
            (OA.end, Literal(span.end, datatype=XSD.nonNegativeInteger)),
        )
        return target
