"""The two readings of every document: their agreement as a table and as triples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS, XSD

from .agreement import Agreement, Boundaries, Unit, boundaries, lay_on_units, measure
from .coding_tables import read_reading
from .codings import Judgement
from .errors import DataError, Problem
from .mapping import document_iri
from .namespaces import BASE, CONCEPT, DERIVED, DQV, KINDS, POL, new_graph
from .segment import read_segments
from .vocabulary import Vocabulary

FIRST, SECOND, SEGMENTS = "first.csv", "second.csv", "segments.csv"
DATASET = URIRef(BASE + "dataset")


@dataclass(frozen=True)
class Readings:
    """Two readings of one document on the same units."""

    document: str
    units: tuple[Unit, ...]
    boundaries: Boundaries
    second_concepts: frozenset[str]


def read_readings(folder: Path, vocabulary: Vocabulary) -> Readings | None:
    """The two readings of a document, or None where it was read once only.

    Raises:
        DataError: a table has faults.
    """
    if not (folder / SECOND).is_file():
        return None
    problems: list[Problem] = []
    sides: list[tuple[Judgement, ...]] = []
    for name in (FIRST, SECOND):
        try:
            sides.append(read_reading(folder / name, vocabulary))
        except DataError as error:
            problems.extend(error.problems)
    try:
        segments = read_segments(folder / SEGMENTS)
    except DataError as error:
        problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    units = tuple(lay_on_units(folder.name, segments, *sides))
    return Readings(
        folder.name, units, boundaries(folder.name, *sides), frozenset(c for j in sides[1] for c in j.concepts)
    )


def measure_all(readings: Iterable[Readings]) -> list[Agreement]:
    """Every figure of agreement over the documents that were read twice."""
    units = [u for r in readings for u in r.units]
    if not units:
        return []
    return measure(units, KINDS, {c for u in units for side in u.concepts for c in side})


@dataclass(frozen=True)
class Reliability:
    """What two readings of the documents come to."""

    figures: tuple[Agreement, ...]
    cuts: tuple[Boundaries, ...]
    second: dict[str, frozenset[str]]

    @classmethod
    def of(cls, readings: Sequence[Readings]) -> Reliability:
        second = {r.document: r.second_concepts for r in readings}
        return cls(tuple(measure_all(readings)), tuple(r.boundaries for r in readings), second)

    def as_dict(self) -> dict:
        return {
            "figures": [asdict(f) for f in self.figures],
            "cuts": [asdict(c) for c in self.cuts],
            "second": {document: sorted(concepts) for document, concepts in self.second.items()},
        }

    @classmethod
    def from_dict(cls, data: dict) -> Reliability:
        figures = tuple(Agreement(**f) for f in data["figures"])
        second = {document: frozenset(concepts) for document, concepts in data["second"].items()}
        return cls(figures, tuple(Boundaries(**c) for c in data["cuts"]), second)


def reading_files(folder: Path) -> list[Path]:
    """The files that a document's agreement is computed from."""
    return [folder / name for name in (SEGMENTS, FIRST, SECOND)]


def alphas(figures: Iterable[Agreement]) -> dict[str, float]:
    """Alpha of each concept that has one."""
    return {f.name: f.alpha for f in figures if f.scope == "concept" and f.alpha is not None}


def disagreements(readings: Iterable[Readings]) -> list[dict[str, str]]:
    """Every unit on which the readers differ: in kind, or in a concept that only one gave."""
    rows = []
    for reading in readings:
        for unit in reading.units:
            if unit.kinds[0] != unit.kinds[1]:
                rows.append(_row(unit, "kind", *unit.kinds))
            first, second = unit.concepts
            if first != second:
                rows.append(_row(unit, "concepts", "|".join(sorted(first - second)), "|".join(sorted(second - first))))
    return rows


def _row(unit: Unit, variable: str, first: str, second: str) -> dict[str, str]:
    return {"document": unit.document, "segment": unit.segment, "variable": variable, "first": first, "second": second}


_METRICS = {
    "percent": ("procentvis enighed", "percent agreement", "Andelen af enheder, som begge læsere bedømmer ens.",
                "The share of units that both readers judge alike."),
    "alpha": ("Krippendorffs alfa", "Krippendorff's alpha",
              "Enighed ud over den, der ville opstå ved tilfældighed; 1 er fuld enighed, 0 er tilfældighed.",
              "Agreement beyond what chance would give; 1 is full agreement, 0 is chance."),
    "alpha-low": ("alfa, nedre grænse", "alpha, lower end", "Nedre ende af 95-procents-intervallet for alfa.",
                  "Lower end of the 95 % interval of alpha."),
    "alpha-high": ("alfa, øvre grænse", "alpha, upper end", "Øvre ende af 95-procents-intervallet for alfa.",
                   "Upper end of the 95 % interval of alpha."),
    "boundaries": ("enighed om grænser", "agreement on boundaries",
                   "Hvor ofte læserne lader passager begynde og slutte samme sted (F1).",
                   "How often the readers let passages begin and end in the same place (F1)."),
}  # fmt: skip


def measurement_graph(figures: Sequence[Agreement], cuts: Iterable[Boundaries]) -> Graph:
    """Agreement as DQV (W3C 2016) quality measurements of concepts, kinds, documents and the whole."""
    graph = new_graph()
    if not figures:
        return graph
    for name, (label_da, label_en, definition_da, definition_en) in _METRICS.items():
        metric = DERIVED[f"metric-{name}"]
        graph.add((metric, RDF.type, DQV.Metric))
        for label, language in ((label_da, "da"), (label_en, "en")):
            graph.add((metric, SKOS.prefLabel, Literal(label, language)))
        for text, language in ((definition_da, "da"), (definition_en, "en")):
            graph.add((metric, SKOS.definition, Literal(text, language)))
    for figure in figures:
        target = _target(figure)
        values = {"percent": figure.percent, "alpha": figure.alpha, "alpha-low": figure.low, "alpha-high": figure.high}
        stem = "-".join(filter(None, ("agreement", figure.scope, figure.name, figure.variable)))
        for name, value in values.items():
            if value is not None:
                node = _add(graph, f"{stem}-{name}", name, target, value)
                graph.add((node, POL.measuredVariable, Literal(figure.variable)))
                graph.add((node, POL.unitCount, Literal(figure.units)))
                graph.add((node, POL.usedUnitCount, Literal(figure.used)))
    for cut in cuts:
        _add(graph, f"agreement-document-{cut.document}-boundaries", "boundaries", document_iri(cut.document), cut.f1)
    return graph


def _target(figure: Agreement) -> URIRef:
    if figure.scope == "document":
        return document_iri(figure.name)
    return {"kind": KINDS.get(figure.name), "concept": CONCEPT[figure.name]}.get(figure.scope) or DATASET


def _add(graph: Graph, name: str, metric: str, target: URIRef, value: float) -> URIRef:
    node = DERIVED[name]
    graph.add((node, RDF.type, DQV.QualityMeasurement))
    graph.add((node, DQV.isMeasurementOf, DERIVED[f"metric-{metric}"]))
    graph.add((node, DQV.computedOn, target))
    graph.add((node, DQV.value, Literal(Decimal(f"{value:.4f}"), datatype=XSD.decimal)))
    graph.add((target, DQV.hasQualityMeasurement, node))
    return node
