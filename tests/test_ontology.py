"""SKOS integrity, bilingual texts, and OWL consistency."""

from __future__ import annotations

import re
from collections import defaultdict

import owlrl
import pytest
import rdflib.term
from politikgraf import paths
from politikgraf.codebook import entries, files
from politikgraf.derive import Reading
from politikgraf.health import examine_vocabulary
from politikgraf.namespaces import BASE, CONCEPT, KINDS, POL, ROLES
from politikgraf.vocabulary import ONTOLOGY_FILE, VOCABULARY_FILES, parse_turtle
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

OWN = str(POL)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return parse_turtle(paths.ontology_folder() / ONTOLOGY_FILE)


def own_terms(graph: Graph) -> list[URIRef]:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    return sorted({s for k in kinds for s in graph.subjects(RDF.type, k) if str(s).startswith(OWN)})


def languages(graph: Graph, node: URIRef, predicate: URIRef) -> set[str]:
    return {o.language for o in graph.objects(node, predicate) if isinstance(o, Literal)}


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition, SKOS.scopeNote, SKOS.example, POL.counterExample])
def test_every_term_is_explained_in_both_languages(ontology, predicate):
    assert not [str(t) for t in own_terms(ontology) if languages(ontology, t, predicate) != {"da", "en"}]


def test_every_term_the_code_uses_is_defined(ontology):
    code = "".join(p.read_text(encoding="utf-8") for p in (paths.root() / "build/politikgraf").glob("*.py"))
    defined = {str(t)[len(OWN) :] for t in own_terms(ontology)}
    individuals = {
        str(s)[len(OWN) :]
        for f in VOCABULARY_FILES
        for s in parse_turtle(paths.ontology_folder() / f).subjects()
        if str(s).startswith(OWN)
    }
    individuals |= {str(s)[len(OWN) :] for s in ontology.subjects() if str(s).startswith(OWN)}
    used = set(re.findall(r"\bPOL\.([A-Za-z]+)", code))
    assert used <= defined | individuals, used - defined - individuals


def test_no_blank_nodes_and_no_imports(ontology):
    assert not [t for t in ontology if any(type(n).__name__ == "BNode" for n in t)]
    assert not list(ontology.objects(None, OWL.imports))


def test_ontology_and_data_are_consistent_under_owl_rl(ontology, vocabulary):
    graph = Graph()
    for source in (ontology, vocabulary.graph, parse_turtle(paths.graph_folder() / "glostrup-2025" / "graph.ttl")):
        for triple in source:
            graph.add(triple)
    try:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=False).expand(graph)
    finally:
        rdflib.term._reset_bindings()  # owlrl leaves datatypes of its own behind
    assert not list(graph.subjects(RDF.type, OWL.Nothing))
    errors = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    assert not list(graph.objects(None, errors))


def test_kinds_and_roles_are_the_ontologys(ontology):
    for term in KINDS.values():
        assert (term, RDFS.subClassOf, POL.Statement) in ontology
    for term in ROLES.values():
        assert (term, RDFS.subPropertyOf, POL.involves) in ontology


def schemes(graph: Graph) -> dict[str, set[URIRef]]:
    found = defaultdict(set)
    for s, o in graph.subject_objects(SKOS.inScheme):
        found[str(o)].add(s)
    return found


def test_one_preferred_label_a_language(vocabulary):
    for concepts in schemes(vocabulary.graph).values():
        for concept in concepts:
            labels = [o.language for o in vocabulary.graph.objects(concept, SKOS.prefLabel)]
            assert sorted(labels) == ["da", "en"], concept


def test_no_label_is_shared_in_a_scheme(vocabulary):
    for scheme, concepts in schemes(vocabulary.graph).items():
        if not scheme.startswith(BASE):
            continue
        seen: dict[tuple, set] = defaultdict(set)
        times: dict[tuple, int] = defaultdict(int)
        for concept in concepts:
            for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
                for label in vocabulary.graph.objects(concept, predicate):
                    seen[str(label).lower(), label.language].add(concept)
                    times[str(label).lower(), label.language] += 1
        assert not {k: v for k, v in seen.items() if len(v) > 1}
        assert not {k: v for k, v in times.items() if v > 1}


def test_hierarchy_has_no_cycle_and_no_orphan(vocabulary):
    graph = vocabulary.graph
    for concept, above in vocabulary.broader.items():
        assert concept not in above
        tops = [a for a in {concept, *above} if (CONCEPT[a], SKOS.topConceptOf, URIRef(str(CONCEPT))) in graph]
        assert tops, f"{concept} reaches no top concept"


def test_related_is_symmetric_and_not_hierarchical(vocabulary):
    for one, other in vocabulary.graph.subject_objects(SKOS.related):
        if str(one).startswith(str(CONCEPT)) and str(other).startswith(str(CONCEPT)):
            assert (other, SKOS.related, one) in vocabulary.graph
            name, partner = (str(n).removeprefix(str(CONCEPT)) for n in (one, other))
            assert partner not in vocabulary.broader[name]


def test_every_concept_is_explained_in_both_languages(vocabulary):
    for concept in vocabulary.concepts:
        for predicate in (SKOS.definition, SKOS.scopeNote, SKOS.example, POL.counterExample):
            assert languages(vocabulary.graph, CONCEPT[concept], predicate) == {"da", "en"}, (concept, predicate)


@pytest.mark.texts
def test_hidden_labels_are_forms_that_the_texts_use(vocabulary, texts_folder):
    joined = " ".join(
        re.sub(r"[-\u00ad]\s*\n\s*", "", p.read_text(encoding="utf-8")) for p in texts_folder.glob("*.txt")
    )
    plain = re.sub(r"\s+", " ", joined).lower()
    compact = re.sub(
        r"[^a-zæøåé0-9]", "", " ".join(p.read_text(encoding="utf-8") for p in texts_folder.glob("*.txt")).lower()
    )
    missing = [
        str(o) for s, o in vocabulary.graph.subject_objects(SKOS.hiddenLabel)
        if str(s).startswith(str(CONCEPT)) and str(o).lower() not in plain and re.sub(r"[^a-zæøåé0-9]", "", str(o).lower()) not in compact
    ]  # fmt: skip
    assert not missing


def test_the_codebook_pages_are_fresh(vocabulary):
    for name, content in files(paths.ontology_folder(), vocabulary).items():
        assert (paths.root() / "docs" / name).read_text(encoding="utf-8") == content, "run `politikgraf codebook docs`"


def test_the_codebook_leaves_nothing_empty(vocabulary):
    for row in entries(paths.ontology_folder(), vocabulary):
        wanted = ["label", "definition", "use"] if row["group"] != "actor" else ["label", "definition"]
        assert all(row[f"{part}_{language}"] for part in wanted for language in ("da", "en")), row["name"]


def test_health_sees_what_is_planted(vocabulary):
    from politikgraf.derive import Brief

    reading = Reading("d", "m", tuple(Brief(f"s{i}", "goal", ("play", "nature"), True, 5) for i in range(6)))
    findings = {(f.check, f.concept) for f in examine_vocabulary(vocabulary, [reading], {"play": 0.2})}
    assert {("nearly-always", "play"), ("never-used", "friendship"), ("disputed", "play")} <= findings
    assert any(check == "overlapping" for check, _ in findings)
