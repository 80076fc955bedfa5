"""What follows from the codings: who has which concept, shared, unique and absent, and how firmly.

Everything here is computed from `Reading`s, small summaries of codings, so that one changed
document does not mean reading all of them again. Measures: `measures`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, XSD

from . import measures
from .codings import Coding
from .mapping import statement_iri
from .namespaces import AGE, CONCEPT, DERIVED, POL, SCHEMA, document_namespace, new_graph
from .vocabulary import Vocabulary

AGREEMENT_BAR = 0.667
"""Krippendorff (2004, p. 241): the lowest alpha for which tentative conclusions are acceptable."""


@dataclass(frozen=True)
class Brief:
    """What the comparison needs of one statement."""

    id: str
    kind: str
    concepts: tuple[str, ...]
    sure: bool
    words: int


@dataclass(frozen=True)
class Reading:
    """One document's coding in brief, and the concepts that the second and the first reader found in it.

    The first reader's are those of the reading that is kept as it was, not of the coding that came of it.
    """

    document: str
    municipality: str
    statements: tuple[Brief, ...]
    second: frozenset[str] | None = None
    first: frozenset[str] | None = None

    @classmethod
    def of(
        cls, coding: Coding, municipality: str, second: Iterable[str] | None = None, first: Iterable[str] | None = None
    ) -> Reading:
        briefs = tuple(
            Brief(s.id, s.kind, s.concepts, s.certainty == "sure", sum(r.words for r in s.passage))
            for s in coding.statements
        )
        return cls(coding.document, municipality, briefs, _frozen(second), _frozen(first))

    def as_dict(self) -> dict:
        return {
            "document": self.document,
            "municipality": self.municipality,
            "statements": [[b.id, b.kind, list(b.concepts), b.sure, b.words] for b in self.statements],
            "second": None if self.second is None else sorted(self.second),
            "first": None if self.first is None else sorted(self.first),
        }

    @classmethod
    def from_dict(cls, data: dict) -> Reading:
        briefs = tuple(Brief(i, k, tuple(c), s, w) for i, k, c, s, w in data["statements"])
        return cls(data["document"], data["municipality"], briefs, _frozen(data["second"]), _frozen(data["first"]))


def _frozen(concepts: Iterable[str] | None) -> frozenset[str] | None:
    return None if concepts is None else frozenset(concepts)


@dataclass
class Attention:
    """What one municipality says, by concept; `broad` counts narrower concepts too."""

    municipality: str
    readings: list[Reading] = field(default_factory=list)
    strict: Counter = field(default_factory=Counter)
    broad: Counter = field(default_factory=Counter)
    sure: Counter = field(default_factory=Counter)
    words: Counter = field(default_factory=Counter)
    evidence: dict[str, list[URIRef]] = field(default_factory=lambda: defaultdict(list))
    narrower: dict[str, list[URIRef]] = field(default_factory=lambda: defaultdict(list))
    statements: int = 0
    all_words: int = 0
    second: set[str] | None = None
    first: set[str] | None = None


def attention(readings: Iterable[Reading], vocabulary: Vocabulary) -> dict[str, Attention]:
    """Count, for each municipality, the statements and coded words about each concept."""
    found: dict[str, Attention] = {}
    for reading in readings:
        one = found.setdefault(reading.municipality, Attention(reading.municipality))
        one.readings.append(reading)
        if reading.second is not None:
            one.second = (one.second or set()) | reading.second
        if reading.first is not None:
            one.first = (one.first or set()) | reading.first
        for brief in reading.statements:
            one.statements += 1
            one.all_words += brief.words
            iri = statement_iri(reading.document, brief.id)
            above = {a for c in brief.concepts for a in vocabulary.broader.get(c, ())} - set(brief.concepts)
            for concept in brief.concepts:
                one.strict[concept] += 1
                one.words[concept] += brief.words
                one.sure[concept] += brief.sure
                one.evidence[concept].append(iri)
            for concept in {*brief.concepts, *above}:
                one.broad[concept] += 1
            for concept in above:
                one.narrower[concept].append(iri)
    return dict(sorted(found.items()))


def derive(readings: Sequence[Reading], vocabulary: Vocabulary, alphas: Mapping[str, float] | None = None) -> Graph:
    """The derived part of the graph.

    Args:
        readings: all documents.
        vocabulary: for the hierarchy of concepts and the bands of age.
        alphas: agreement of two readers by concept, where it was measured.
    """
    graph = new_graph()
    all_ = attention(readings, vocabulary)
    concepts = sorted(vocabulary.concepts)
    shares = {m: {c: a.strict[c] / max(1, a.statements) for c in concepts} for m, a in all_.items()}
    odds = measures.weighted_log_odds({m: a.strict for m, a in all_.items()})
    for concept in concepts:
        for municipality, one in all_.items():
            _add_presence(graph, concept, one, shares[municipality][concept], odds[municipality].get(concept))
        _add_sharing(graph, concept, list(all_.values()), (alphas or {}).get(concept))
    for first, second in combinations(all_.values(), 2):
        _add_overlap(graph, first, second, shares)
    for municipality, one in all_.items():
        node = URIRef(municipality)
        others = [shares[m] for m in all_ if m != municipality]
        graph.add((node, POL.statementCount, Literal(one.statements)))
        graph.add((node, POL.diversity, _decimal(measures.shannon(one.strict.values()))))
        if others:
            graph.add((node, POL.nicheness, _decimal(measures.nicheness(shares[municipality], others))))
    _add_ages(graph, vocabulary)
    return graph


def _decimal(value: float) -> Literal:
    return Literal(Decimal(f"{value:.4f}"), datatype=XSD.decimal)


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[1]


def presence_iri(concept: str, municipality: str) -> URIRef:
    return DERIVED[f"presence-{concept}-in-{_slug(municipality)}"]


def _add_presence(graph: Graph, concept: str, one: Attention, salience: float, odds: measures.LogOdds | None) -> None:
    node = presence_iri(concept, one.municipality)
    graph.add((node, RDF.type, POL.Presence))
    graph.add((node, POL.ofConcept, CONCEPT[concept]))
    graph.add((node, POL.inMunicipality, URIRef(one.municipality)))
    graph.add((node, POL.presentStrictly, Literal(one.strict[concept] > 0)))
    graph.add((node, POL.presentBroadly, Literal(one.broad[concept] > 0)))
    graph.add((node, POL.statementCount, Literal(one.strict[concept])))
    graph.add((node, POL.broadStatementCount, Literal(one.broad[concept])))
    graph.add((node, POL.sureStatementCount, Literal(one.sure[concept])))
    graph.add((node, POL.salience, _decimal(salience)))
    graph.add((node, POL.wordSalience, _decimal(one.words[concept] / max(1, one.all_words))))
    if odds is not None:
        graph.add((node, POL.distinctiveness, _decimal(odds.z)))
        graph.add((node, POL.logOdds, _decimal(odds.estimate)))
        graph.add((node, POL.logOddsLow, _decimal(odds.low)))
        graph.add((node, POL.logOddsHigh, _decimal(odds.high)))
    for found, predicate in ((one.first, POL.foundByFirstReader), (one.second, POL.foundBySecondReader)):
        if found is not None:
            graph.add((node, predicate, Literal(concept in found)))
    for statement in one.evidence[concept]:
        graph.add((node, POL.evidencedBy, statement))
    for statement in one.narrower[concept]:
        graph.add((node, POL.evidencedByNarrower, statement))
    for reading in one.readings:
        graph.add((node, PROV.wasInfluencedBy, document_namespace(reading.document)["coding"]))


def sharing_kind(present: int, of: int) -> URIRef:
    """Which kind of sharing it is when `present` of `of` municipalities have a concept."""
    if present == of:
        return POL.sharedByAll
    return {0: POL.absentFromAll, 1: POL.uniqueToOne}.get(present, POL.sharedBySome)


def fragility(concept: str, all_: Sequence[Attention], alpha: float | None) -> list[URIRef]:
    """Under which stricter readings the claim about a concept would change.

    A claim is the set of municipalities that have the concept strictly. It is firm when the
    set is the same broadly, without arguable codings and in the second reading, and when
    the two readers agreed on the concept.
    """
    claim = {a.municipality for a in all_ if a.strict[concept]}
    reasons = []
    if {a.municipality for a in all_ if a.broad[concept]} != claim:
        reasons.append(POL.changesWhenBroad)
    if {a.municipality for a in all_ if a.sure[concept]} != claim:
        reasons.append(POL.changesWithoutArguable)
    if alpha is not None and alpha < AGREEMENT_BAR:
        reasons.append(POL.belowAgreementBar)
    if (
        all(a.second is not None for a in all_)
        and {a.municipality for a in all_ if concept in (a.second or ())} != claim
    ):
        reasons.append(POL.changesWithSecondReader)
    return reasons


def _add_sharing(graph: Graph, concept: str, all_: Sequence[Attention], alpha: float | None) -> None:
    node = DERIVED[f"sharing-{concept}"]
    strict = [a for a in all_ if a.strict[concept]]
    graph.add((node, RDF.type, POL.Sharing))
    graph.add((node, POL.ofConcept, CONCEPT[concept]))
    graph.add((node, POL.sharingKind, sharing_kind(len(strict), len(all_))))
    graph.add((node, POL.municipalityCount, Literal(len(strict))))
    graph.add((node, POL.broadMunicipalityCount, Literal(sum(a.broad[concept] > 0 for a in all_))))
    for one in all_:
        graph.add((node, POL.presence, presence_iri(concept, one.municipality)))
    for one in strict:
        graph.add((node, POL.sharedBy, URIRef(one.municipality)))
    reasons = fragility(concept, all_, alpha)
    graph.add((node, POL.firm, Literal(not reasons)))
    for reason in reasons:
        graph.add((node, POL.fragileBecause, reason))


def _add_overlap(graph: Graph, first: Attention, second: Attention, shares: Mapping[str, Mapping[str, float]]) -> None:
    node = DERIVED[f"overlap-{_slug(first.municipality)}-{_slug(second.municipality)}"]
    graph.add((node, RDF.type, POL.Overlap))
    graph.add((node, POL.between, URIRef(first.municipality)))
    graph.add((node, POL.between, URIRef(second.municipality)))
    have = [{c for c, n in a.strict.items() if n} for a in (first, second)]
    broad = [{c for c, n in a.broad.items() if n} for a in (first, second)]
    graph.add((node, POL.sharedConceptCount, Literal(len(have[0] & have[1]))))
    graph.add((node, POL.jaccard, _decimal(measures.jaccard(*have))))
    graph.add((node, POL.broadJaccard, _decimal(measures.jaccard(*broad))))
    weighted = measures.weighted_jaccard(shares[first.municipality], shares[second.municipality])
    graph.add((node, POL.weightedJaccard, _decimal(weighted)))


def _add_ages(graph: Graph, vocabulary: Vocabulary) -> None:
    """Which bands of age contain or overlap which."""
    bands = {}
    for name in sorted(vocabulary.ages):
        low = vocabulary.graph.value(AGE[name], SCHEMA.requiredMinAge)
        high = vocabulary.graph.value(AGE[name], SCHEMA.requiredMaxAge)
        bands[AGE[name]] = (int(low) if low is not None else 0, int(high) if high is not None else 10**6)
    for one, (low, high) in bands.items():
        for other, (least, most) in bands.items():
            if one != other and low <= least and most <= high:
                graph.add((one, POL.containsAge, other))
            if one != other and low <= most and least <= high:
                graph.add((one, POL.overlapsAge, other))
