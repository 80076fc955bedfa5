"""Every shape with a graph that meets it, every constraint with one that breaks it.

The tests are made from the folder: a new file in `shapes/valid/` or `shapes/invalid/` is a
new test. An invalid graph says in its first lines which constraint it must break, and it
must break no other:

    # expect: pol:StatementShape-label sh:MinCountConstraintComponent
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib.plugins.sparql.processor as sparql
from politikgraf import paths
from politikgraf.namespaces import POL
from politikgraf.vocabulary import ONTOLOGY_FILE, parse_turtle
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

EXAMPLES = Path(__file__).parent / "shapes"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
LANGUAGES = ["da", "en"]

EXPECTATION = re.compile(r"^# expect: pol:(\S+) sh:(\S+)$", re.MULTILINE)
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
PATHS = {SH.inversePath, SH.alternativePath}
COMPONENTS = {
    SH.minCount: "MinCount", SH.maxCount: "MaxCount", SH["class"]: "Class", SH.datatype: "Datatype",
    SH.nodeKind: "NodeKind", SH.pattern: "Pattern", SH.minLength: "MinLength", SH.maxLength: "MaxLength",
    SH.uniqueLang: "UniqueLang", SH.languageIn: "LanguageIn", SH["in"]: "In", SH.hasValue: "HasValue",
    SH.qualifiedMinCount: "QualifiedMinCount", SH.qualifiedMaxCount: "QualifiedMaxCount",
    SH.minInclusive: "MinInclusive", SH.maxInclusive: "MaxInclusive", SH.minExclusive: "MinExclusive",
    SH.maxExclusive: "MaxExclusive", SH.lessThan: "LessThan", SH.lessThanOrEquals: "LessThanOrEquals",
    SH.equals: "Equals", SH.disjoint: "Disjoint", SH.node: "Node", SH["or"]: "Or", SH["and"]: "And",
    SH["not"]: "Not", SH.xone: "Xone", SH.closed: "Closed",
}  # fmt: skip
OTHER_TERMS = {SH.path, SH.message, SH.severity, SH.qualifiedValueShape, RDF.type}

Fired = frozenset[tuple[str, str]]


def read_shapes() -> Graph:
    return parse_turtle(paths.ontology_folder() / "shapes.ttl")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_shapes()


@pytest.fixture(scope="module")
def judge() -> Callable[[Path | None], Fired]:
    """Which constraints an example breaks in the made-up world of `background.ttl`."""
    ontology = parse_turtle(paths.ontology_folder() / ONTOLOGY_FILE)
    hierarchies = (t for p in (RDFS.subClassOf, RDFS.subPropertyOf) for t in ontology.triples((None, p, None)))
    background = [*parse_turtle(EXAMPLES / "background.ttl"), *hierarchies]
    own_shapes = read_shapes()  # pyshacl adds triples to the shapes that it is given

    def fired(example: Path | None) -> Fired:
        data = Graph(bind_namespaces="none")
        for triple in background:
            data.add(triple)
        if example:
            parse_turtle(example, data)
        return broken(data, own_shapes)

    return fired


@pytest.fixture(scope="module", autouse=True)
def queries_parsed_once() -> Iterator[None]:
    """rdflib parses each constraint's query anew for each validation: most of the time taken."""
    prepared = cache(lambda text: sparql.translateQuery(sparql.parseQuery(text)))

    def query(self: sparql.SPARQLProcessor, text: str, bindings: dict | None = None, *_: object) -> object:
        return sparql.evalQuery(self.graph, prepared(text), bindings or {})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparql.SPARQLProcessor, "query", query)
        yield


def broken(data: Graph, shapes: Graph) -> Fired:
    """Which constraints a graph breaks: name of the constraint, and its component."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True, do_owl_imports=False)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        found.add((local(source), local(report.value(result, SH.sourceConstraintComponent))))
    return frozenset(found)


def local(node: Node | None) -> str:
    return str(node).removeprefix(str(POL)).removeprefix(str(SH))


def expected(example: Path) -> Fired:
    return frozenset(EXPECTATION.findall(example.read_text(encoding="utf-8")))


def constraints(shapes: Graph) -> set[tuple[str, str]]:
    """Every constraint of the shapes that can fire: its name and its component."""
    found = {(local(s), "SPARQLConstraintComponent") for s in shapes.subjects(RDF.type, SH.SPARQLConstraint)}
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        for predicate in set(shapes.predicates(shape)):
            if predicate in COMPONENTS:
                found.add((local(shape), COMPONENTS[predicate] + "ConstraintComponent"))
    return found


def test_the_background_conforms(judge):
    assert not judge(None)


@pytest.mark.parametrize("example", VALID, ids=lambda p: p.stem)
def test_a_valid_graph_conforms(example, judge):
    assert not judge(example)


@pytest.mark.parametrize("example", INVALID, ids=lambda p: p.stem)
def test_an_invalid_graph_breaks_what_it_says_and_nothing_else(example, judge):
    assert expected(example), "say in the first line: # expect: pol:SHAPE sh:COMPONENT"
    assert judge(example) == expected(example)


def test_every_shape_with_a_target_has_a_valid_graph(shapes):
    targeted = {local(s) for t in TARGETS for s in shapes.subjects(t)}
    assert targeted == {p.stem for p in VALID}


def test_every_constraint_has_an_invalid_graph(shapes):
    shown = {pair for example in INVALID for pair in expected(example)}
    assert constraints(shapes) - shown == set(), "constraints without an example"
    assert shown - constraints(shapes) == set(), "examples of constraints that are gone"


def test_an_invalid_graph_is_named_after_its_constraint():
    for example in INVALID:
        node_shape, _, rule = example.stem.partition("--")
        assert any(name == f"{node_shape}-{rule.split('-')[0]}" for name, _ in expected(example)), example.name


def test_every_constraint_has_a_message_in_both_languages(shapes):
    subjects = [*shapes.subjects(RDF.type, SH.PropertyShape), *shapes.subjects(RDF.type, SH.SPARQLConstraint)]
    for subject in subjects:
        assert sorted(m.language for m in shapes.objects(subject, SH.message)) == LANGUAGES, local(subject)


def test_messages_say_the_same_in_both_languages_of_the_things_they_name(shapes):
    """A SPARQL constraint's messages name the same variables, and the query gives all of them."""
    for constraint in shapes.subjects(RDF.type, SH.SPARQLConstraint):
        named = [set(re.findall(r"\{\?(\w+)\}", str(m))) for m in shapes.objects(constraint, SH.message)]
        projected = str(shapes.value(constraint, SH.select)).split("WHERE")[0]
        assert named[0] == named[1], local(constraint)
        assert all(f"?{name}" in projected for name in named[0]), local(constraint)


def test_every_node_shape_is_labelled_in_both_languages(shapes):
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        assert sorted(label.language for label in shapes.objects(shape, RDFS.label)) == LANGUAGES, local(shape)


def test_every_shape_is_reached_from_one_with_a_target(shapes):
    targeted = {s for t in TARGETS for s in shapes.subjects(t)}
    reached = set(targeted)
    for predicate in (SH.property, SH.sparql):
        reached |= {o for s in targeted for o in shapes.objects(s, predicate)}
    reached |= {o for s in reached for o in shapes.objects(s, SH.qualifiedValueShape)}
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    assert {s for k in kinds for s in shapes.subjects(RDF.type, k)} == reached


def test_shapes_have_iris_and_only_paths_are_blank(shapes):
    blank = {s for s in shapes.subjects() if isinstance(s, BNode)}
    assert all(set(shapes.predicates(node)) <= PATHS for node in blank)
    assert all(str(s).startswith(str(POL)) for s in shapes.subjects() if isinstance(s, URIRef))


def test_the_shapes_use_no_component_that_the_tests_do_not_know(shapes):
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert set(shapes.predicates(shape)) <= set(COMPONENTS) | OTHER_TERMS, local(shape)


def test_no_query_uses_what_shacl_does_not_allow(shapes):
    """SHACL (W3C 2017), appendix A: no MINUS, SERVICE or VALUES; `$this` is handed on."""
    for constraint in shapes.subjects(RDF.type, SH.SPARQLConstraint):
        query = str(shapes.value(constraint, SH.select))
        assert not re.search(r"\b(MINUS|SERVICE|VALUES)\b", query), local(constraint)
        assert re.search(r"SELECT (DISTINCT )?\$this\b", query), local(constraint)
