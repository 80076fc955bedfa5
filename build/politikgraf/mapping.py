"""From codings to RDF: one graph a document, a pure function of its tables and document.ttl."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, RDF, SKOS, XSD

from .codings import Coding, LedgerEntry, Range, Section, Statement
from .errors import DataError, Problem
from .namespaces import (
    ACTOR, AGE, CERTAINTIES, CONCEPT, DATA, FORM, KINDS, OA, POL, REASON, REFERENCE, ROLES, SCHEMA, TEXT, UNIT,
    document_namespace, new_graph,
)  # fmt: skip

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
        DataError: document.ttl does not describe this document and its text.
    """
    document = document_iri(coding.document)
    text = _described_text(description, document, place)
    namespace = document_namespace(coding.document)
    graph = new_graph()
    for triple in description:
        graph.add(triple)
    _add_facts(graph, description)
    reading = namespace["coding"]
    for order, section in enumerate(coding.sections, 1):
        _add_section(graph, namespace, document, text, section, order, coding.sections)
    for order, statement in enumerate(coding.statements, 1):
        _add_statement(graph, namespace, document, text, reading, statement, order, coding.section(statement))
    for entry in coding.ledger:
        _add_ledger_entry(graph, namespace, document, text, reading, entry)
    return graph


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


def _add_section(
    graph: Graph, namespace: Namespace, document: URIRef, text: URIRef, section: Section, order: int, all_: Iterable[Section]
) -> None:
    node = namespace[section.id]
    parents = {s.id: s.part_of for s in all_}
    level, above = 1, section.part_of
    while above and level <= len(parents):
        level, above = level + 1, parents.get(above, "")
    graph.add((node, RDF.type, POL.Section))
    graph.add((node, SKOS.prefLabel, Literal(section.title_da, "da")))
    graph.add((node, SKOS.prefLabel, Literal(section.title_en, "en")))
    graph.add((node, POL.inDocument, document))
    graph.add((node, POL.order, Literal(order)))
    graph.add((node, POL.level, Literal(level)))
    if section.part_of:
        graph.add((node, POL.subsectionOf, namespace[section.part_of]))
    for number, span in enumerate(section.extent, 1):
        _add_target(graph, namespace, f"{section.id}-extent-{number}", node, POL.extent, text, span.start, span.end)
    if section.passage:
        _add_annotation(graph, namespace, section.id, text, section.passage, OA.identifying)


def _add_statement(
    graph: Graph, namespace: Namespace, document: URIRef, text: URIRef, reading: URIRef,
    statement: Statement, order: int, section: Section | None,
) -> None:  # fmt: skip
    node = namespace[statement.id]

    def add(predicate: URIRef, value: URIRef | Literal) -> None:
        graph.add((node, predicate, value))

    add(RDF.type, POL.Statement)
    add(RDF.type, KINDS[statement.kind])
    add(SKOS.prefLabel, Literal(statement.label_da, "da"))
    add(SKOS.prefLabel, Literal(statement.label_en, "en"))
    add(POL.inDocument, document)
    add(POL.order, Literal(order))
    add(POL.presentedAs, FORM[statement.form])
    add(POL.certainty, CERTAINTIES[statement.certainty])
    add(PROV.wasGeneratedBy, reading)
    if section:
        add(POL.inSection, namespace[section.id])
    if statement.number:
        add(SKOS.notation, Literal(statement.number))
    for predicate, targets in (
        (POL.belongsTo, statement.belongs_to),
        (POL.serves, statement.serves),
        (POL.repeats, statement.repeats),
    ):
        for target in targets:
            add(predicate, namespace[target])
    add(POL.mainConcept, CONCEPT[statement.concepts[0]])
    for concept in statement.concepts:
        add(POL.about, CONCEPT[concept])
    for role, actor in statement.participations:
        add(POL.involves, ACTOR[actor])
        add(ROLES[role], ACTOR[actor])
    for age in statement.ages:
        add(POL.forAge, AGE[age])
    for reference in statement.references:
        add(POL.cites, REFERENCE[reference])
    if statement.quantity is not None:
        add(POL.quantity, Literal(statement.quantity, datatype=XSD.decimal))
        add(POL.unit, UNIT[statement.unit])
    if statement.deadline:
        add(POL.deadline, Literal(statement.deadline, datatype=XSD.gYear))
    if statement.due_after:
        add(POL.dueAfter, Literal(statement.due_after, datatype=XSD.duration, normalize=False))
    if statement.recurrence:
        add(POL.recurrence, Literal(statement.recurrence, datatype=XSD.duration, normalize=False))
    if statement.note_da:
        add(POL.codingNote, Literal(statement.note_da, "da"))
    if statement.note_en:
        add(POL.codingNote, Literal(statement.note_en, "en"))
    _add_annotation(graph, namespace, statement.id, text, statement.passage, OA.classifying)


def _add_ledger_entry(
    graph: Graph, namespace: Namespace, document: URIRef, text: URIRef, reading: URIRef, entry: LedgerEntry
) -> None:
    node = namespace[entry.id]
    graph.add((node, RDF.type, POL.UncodedPassage))
    graph.add((node, POL.inDocument, document))
    graph.add((node, POL.reason, REASON[entry.reason]))
    graph.add((node, PROV.wasGeneratedBy, reading))
    _add_annotation(graph, namespace, entry.id, text, entry.passage, OA.describing)


def _add_annotation(
    graph: Graph, namespace: Namespace, id_: str, text: URIRef, passage: Iterable[Range], motivation: URIRef
) -> None:
    """Point at a passage: Web Annotation Data Model (W3C 2017), one target a range."""
    annotation = namespace[f"{id_}-annotation"]
    graph.add((annotation, RDF.type, OA.Annotation))
    graph.add((annotation, OA.hasBody, namespace[id_]))
    graph.add((annotation, OA.motivatedBy, motivation))
    for number, range_ in enumerate(passage, 1):
        target = _add_target(
            graph, namespace, f"{id_}-passage-{number}", annotation, OA.hasTarget, text, range_.span.start, range_.span.end
        )
        graph.add((namespace[id_], POL.hasPassage, target))
        graph.add((target, POL.wordCount, Literal(range_.words)))
        graph.add((target, POL.fingerprint, Literal(range_.fingerprint)))


def _add_target(
    graph: Graph, namespace: Namespace, id_: str, owner: URIRef, predicate: URIRef, text: URIRef, start: int, end: int
) -> URIRef:
    target, selector = namespace[id_], namespace[f"{id_}-selector"]
    graph.add((owner, predicate, target))
    graph.add((target, RDF.type, POL.Passage))
    graph.add((target, RDF.type, OA.SpecificResource))
    graph.add((target, OA.hasSource, text))
    graph.add((target, OA.hasSelector, selector))
    graph.add((selector, RDF.type, OA.TextPositionSelector))
    graph.add((selector, OA.start, Literal(start, datatype=XSD.nonNegativeInteger)))
    graph.add((selector, OA.end, Literal(end, datatype=XSD.nonNegativeInteger)))
    return target
