"""The IRIs of politikgraf and of the vocabularies it builds on."""

from __future__ import annotations

from rdflib import Graph, Namespace
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD

BASE = "https://w3id.org/politikgraf/"

POL = Namespace(BASE + "ontology/")
CONCEPT = Namespace(BASE + "concept/")
ACTOR = Namespace(BASE + "actor/")
AGE = Namespace(BASE + "age/")
MUNICIPALITY = Namespace(BASE + "municipality/")
REFERENCE = Namespace(BASE + "reference/")
FORM = Namespace(BASE + "form/")
UNIT = Namespace(BASE + "unit/")
REASON = Namespace(BASE + "reason/")
TEXT = Namespace(BASE + "text/")
DATA = Namespace(BASE + "data/")
DERIVED = Namespace(BASE + "derived/")

OA = Namespace("http://www.w3.org/ns/oa#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
M8G = Namespace("http://data.europa.eu/m8g/")
SCHEMA = Namespace("https://schema.org/")

PREFIXES: dict[str, Namespace] = {
    "pol": POL,
    "concept": CONCEPT,
    "actor": ACTOR,
    "age": AGE,
    "municipality": MUNICIPALITY,
    "reference": REFERENCE,
    "form": FORM,
    "unit": UNIT,
    "reason": REASON,
    "text": TEXT,
    "derived": DERIVED,
    "oa": OA,
    "dqv": DQV,
    "adms": ADMS,
    "m8g": M8G,
    "schema": SCHEMA,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "void": VOID,
    "xsd": XSD,
}

# How the coding table names a kind of statement or a way of taking part, and the term it maps to.
KINDS = {
    "vision": POL.Vision,
    "value": POL.Value,
    "theme": POL.Theme,
    "principle": POL.Principle,
    "goal": POL.Goal,
    "measure": POL.Measure,
    "definition": POL.Definition,
    "voice": POL.Voice,
    "legal_basis": POL.LegalBasis,
    "follow_up": POL.FollowUp,
    "rationale": POL.Rationale,
    "document_fact": POL.DocumentFact,
}
ROLES = {
    "responsible": POL.hasResponsible,
    "contributing": POL.hasContributor,
    "target": POL.hasTargetGroup,
    "spoken_for": POL.speaksFor,
    "informed": POL.informs,
    "signatory": POL.signedBy,
}
CERTAINTIES = {"sure": POL.sure, "arguable": POL.arguable}


def document_namespace(document: str) -> Namespace:
    """The namespace of one document's data, e.g. `.../data/glostrup-2025/`."""
    return Namespace(f"{DATA}{document}/")


def new_graph(**extra: Namespace) -> Graph:
    """An empty graph with the project's prefixes (and `extra` ones) bound, no others."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, **extra}.items():
        graph.bind(prefix, namespace)
    return graph
