"""What the server says of itself and of the data: SPARQL 1.1 Service Description and VoID (W3C)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from rdflib.namespace import RDF, VOID, XSD, Namespace

from ..namespaces import BASE, PREFIXES
from .negotiation import GRAPHS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
DATASET = BASE + "dataset"
COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
TOTAL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# What is said of the data set, of its parts and of the ways to get it.
VOID_QUERY = f"""PREFIX void: <{VOID}> PREFIX dcat: <http://www.w3.org/ns/dcat#>
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND(<{DATASET}> AS ?s) ?s ?p ?o }}
  UNION {{ <{DATASET}> dcat:distribution ?s . ?s ?p ?o }}
  UNION {{ <{DATASET}> void:subset ?s . ?s void:triples ?o BIND(void:triples AS ?p) }}
}}"""
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")


def service(endpoint: str, total: int, graphs: Mapping[str, int]) -> list[ox.Triple]:
    """The description of the service at `endpoint`, with the number of triples in all and by graph."""
    return list(_service(endpoint, total, graphs))


def _service(endpoint: str, total: int, graphs: Mapping[str, int]) -> Iterator[ox.Triple]:
    me, data, default = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default"))
    yield _triple(me, RDF.type, SD.Service)
    yield _triple(me, SD.endpoint, me)
    yield _triple(me, SD.supportedLanguage, SD.SPARQL11Query)
    for name in (*_RESULTS, *_GRAPHS):
        yield _triple(me, SD.resultFormat, FORMATS[name])
    yield _triple(me, SD.defaultDataset, data)
    yield _triple(data, RDF.type, SD.Dataset)
    yield _triple(data, SD.defaultGraph, default)
    yield _triple(default, RDF.type, SD.Graph)
    yield _triple(default, VOID.triples, total)
    for number, (iri, count) in enumerate(graphs.items(), 1):
        named, graph = ox.NamedNode(f"{endpoint}#named-{number}"), ox.NamedNode(f"{endpoint}#graph-{number}")
        yield _triple(data, SD.namedGraph, named)
        yield _triple(named, RDF.type, SD.NamedGraph)
        yield _triple(named, SD.name, ox.NamedNode(iri))
        yield _triple(named, SD.graph, graph)
        yield _triple(graph, RDF.type, SD.Graph)
        yield _triple(graph, VOID.triples, count)


def void_additions(endpoint: str) -> list[ox.Triple]:
    """Where the data set can be asked, to go with what it says of itself."""
    return [_triple(ox.NamedNode(DATASET), VOID.sparqlEndpoint, ox.NamedNode(endpoint))]


def write(triples: list[ox.Triple], media_type: str) -> bytes:
    """Triples in one of the graph formats, with readable prefixes where it has them."""
    prefixes = {p: str(n) for p, n in PREFIXES.items()} | {"sd": str(SD), "formats": str(FORMATS)}
    format_ = GRAPHS[media_type]
    readable = format_ in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML)
    return ox.serialize(triples, format=format_, prefixes=_used(prefixes, triples) if readable else None) or b""


def _used(prefixes: Mapping[str, str], triples: list[ox.Triple]) -> dict[str, str]:
    text = b"".join(
        str(term).encode() for triple in triples for term in (triple.subject, triple.predicate, triple.object)
    )
    return {prefix: iri for prefix, iri in prefixes.items() if iri.encode() in text}


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | int | str) -> ox.Triple:
    if isinstance(value, int):
        object_: ox.NamedNode | ox.Literal = ox.Literal(str(value), datatype=ox.NamedNode(str(XSD.integer)))
    else:
        object_ = value if isinstance(value, ox.NamedNode) else ox.NamedNode(str(value))
    return ox.Triple(subject, ox.NamedNode(str(predicate)), object_)
