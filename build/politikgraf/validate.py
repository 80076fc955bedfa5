"""Judging a graph by the shapes: SHACL (W3C 2017), by pyshacl, with a report to act on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, SKOS
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from .namespaces import ADMS, POL, PREFIXES
from .vocabulary import ONTOLOGY_FILE, Vocabulary, parse_turtle

SHAPES_FILE = "shapes.ttl"
VOCABULARY_CLASSES = frozenset(
    {
        SKOS.Concept,
        SKOS.ConceptScheme,
        ADMS.Identifier,
        *(
            POL[n]
            for n in ("ActorKind", "Body", "Reference", "Form", "AgeBand", "Municipality", "Certainty", "Codebook")
        ),
    }
)
"""Classes whose members stand in the vocabularies: judged once, not again with each document."""


@dataclass(frozen=True, order=True)
class Violation:
    """One result of validation: which thing, which rule, what to do."""

    focus: str
    label: str
    path: str
    value: str
    shape: str
    constraint: str
    severity: str
    message_da: str
    message_en: str

    def text(self, language: str = "en") -> str:
        """The violation as a person reads it."""
        name = self.focus + (f" ({self.label})" if self.label else "")
        message = self.message_da if language == "da" else self.message_en
        found = f" [{self.path}{': ' + self.value if self.value else ''}]" if self.path or self.value else ""
        return f"{name}: {message}{found}"


@dataclass(frozen=True)
class Report:
    """What the shapes say of a graph."""

    conforms: bool
    violations: tuple[Violation, ...]
    graph: Graph

    def as_dict(self) -> dict:
        return {"conforms": self.conforms, "violations": [asdict(v) for v in self.violations]}


class Validator:
    """Shapes, with the vocabularies and the ontology that they are judged in."""

    def __init__(self, ontology_folder: Path, vocabulary: Vocabulary):
        self._shapes = parse_turtle(ontology_folder / SHAPES_FILE)
        self._background = list(vocabulary.graph) + list(parse_turtle(ontology_folder / ONTOLOGY_FILE))

    @cached_property
    def _document_shapes(self) -> Graph:
        """The shapes without those whose targets stand in the vocabularies."""
        shapes = Graph(bind_namespaces="none")
        for subject, predicate, value in self._shapes:
            if predicate != SH.targetNode and not (predicate == SH.targetClass and value in VOCABULARY_CLASSES):
                shapes.add((subject, predicate, value))
        return shapes

    def validate(self, data: Graph, vocabularies: bool = True) -> Report:
        """Judge a graph, with the vocabularies to look things up in.

        Args:
            data: the graph.
            vocabularies: judge the vocabularies too, the project's and any that `data` holds.
        """
        together = _Judged(bind_namespaces="none")
        for triple in self._background:
            together.add(triple)
        for triple in data:
            together.add(triple)
        shapes = self._shapes if vocabularies else self._document_shapes
        _, results, _ = pyshacl.validate(
            together, shacl_graph=shapes, inference="none", advanced=False, inplace=True, do_owl_imports=False
        )
        found = (
            _violation(results, r, together, self._shapes) for r in results.subjects(RDF.type, SH.ValidationResult)
        )
        told = list(found)
        known = {(v.focus, v.path, v.value) for v in told}
        violations = tuple(sorted(told + [v for v in _ill_typed(data) if (v.focus, v.path, v.value) not in known]))
        return Report(not any(v.severity == "Violation" for v in violations), violations, results)

    def judges(self, data: Graph) -> bool:
        """Whether a graph holds anything that the shapes speak of."""
        classes = set(self._shapes.objects(None, SH.targetClass))
        return any(kind in classes for kind in data.objects(None, RDF.type))


def _ill_typed(data: Graph) -> Iterator[Violation]:
    """Literals whose words are none of their datatype's (XSD 1.1, part 2), which SHACL asks of some properties only."""
    for subject, predicate, value in data:
        if isinstance(value, Literal) and value.ill_typed:
            datatype = short(value.datatype)
            yield Violation(
                focus=short(subject), label="", path=short(predicate), value=str(value), shape="", severity="Violation",
                constraint="sh:DatatypeConstraintComponent",
                message_da=f"Værdien er ingen gyldig {datatype}. Skriv den, som datatypen kræver.",
                message_en=f"The value is no valid {datatype}. Write it as the datatype demands.",
            )  # fmt: skip


class _Judged(Graph):
    """A graph that parses each query once: pyshacl asks the same ones of every focus node and document."""

    def query(
        self,
        query_object: str | Query,
        processor: str = "sparql",
        result: str = "sparql",
        initNs: Mapping | None = None,
        initBindings: Mapping | None = None,
        use_store_provided: bool = True,
        **options: object,
    ) -> Result:
        if isinstance(query_object, str):
            query_object = _prepared(query_object, tuple(sorted((initNs or {}).items())))
        return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **options)


@lru_cache(maxsize=256)
def _prepared(text: str, namespaces: tuple) -> Query:
    return prepareQuery(text, initNs=dict(namespaces))


def _violation(results: Graph, result: Node, data: Graph, shapes: Graph) -> Violation:
    """One result. A rule over a whole document names the offender as its value: that is the thing then."""
    constraint = results.value(result, SH.sourceConstraint)
    focus, value = results.value(result, SH.focusNode), results.value(result, SH.value)
    if constraint is not None and isinstance(value, URIRef):
        focus, value = value, None
    path = results.value(result, SH.resultPath)
    messages = _messages(results, result, shapes)
    english = messages.get("en") or next(iter(messages.values()), "")
    labels = {o.language: str(o) for o in data.objects(focus, SKOS.prefLabel) if isinstance(o, Literal)}
    return Violation(
        focus=short(focus),
        label=labels.get("da") or labels.get("en") or "",
        path="" if isinstance(path, BNode) else short(path),
        value=short(value),
        shape=short(constraint or results.value(result, SH.sourceShape)),
        constraint=short(results.value(result, SH.sourceConstraintComponent)),
        severity=short(results.value(result, SH.resultSeverity)).removeprefix("sh:"),
        message_da=messages.get("da") or english,
        message_en=english,
    )


def _messages(results: Graph, result: Node, shapes: Graph) -> dict[str, str]:
    """A result's messages by language.

    pyshacl drops the language of a SPARQL constraint's messages, so each is matched with the
    template in the shapes that it was made from.
    """
    given = list(results.objects(result, SH.resultMessage))
    messages = {m.language: str(m) for m in given if m.language}
    source = results.value(result, SH.sourceConstraint)
    for template in shapes.objects(source, SH.message) if source is not None else ():
        pattern = ".*".join(map(re.escape, re.split(r"\{[?$]\w+\}", str(template))))
        messages[template.language] = next(
            (str(m) for m in given if re.fullmatch(pattern, str(m), re.DOTALL)), str(template)
        )
    return messages


def short(node: Node | None) -> str:
    """A node as a person reads it: with a known prefix, in angle brackets, or its words."""
    if node is None:
        return ""
    if isinstance(node, URIRef):
        for prefix, namespace in {**PREFIXES, "sh": SH}.items():
            if str(node).startswith(str(namespace)) and "/" not in str(node)[len(str(namespace)) :]:
                return f"{prefix}:{str(node)[len(str(namespace)) :]}"
        return f"<{node}>"
    return str(node)
