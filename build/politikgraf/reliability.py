"""The two readings of every document: their agreement as a table and as triples.

Where a part was coded anew by a later codebook, two further readings lie in `recoding-VERSION`
beside the first two, on the same segments; their agreement stands beside the one before, on the
same documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from .agreement import Agreement, Boundaries, Unit, boundaries, lay_on_units, measure
from .coding_tables import read_coding, read_reading
from .codings import Judgement, Statement
from .errors import DataError, Problem
from .mapping import document_iri
from .namespaces import BASE, CONCEPT, DERIVED, DQV, KINDS, POL, new_graph
from .segment import read_segments
from .text import Span
from .vocabulary import Vocabulary

FIRST, SECOND, SEGMENTS, CODING = "first.csv", "second.csv", "segments.csv", "coding.csv"
RECODING = "recoding-"
Segments = Sequence[tuple[str, Span]]
DATASET = URIRef(BASE + "dataset")


@dataclass(frozen=True)
class Readings:
    """Two readings of one document on the same units, and the concepts that each of them found in it."""

    document: str
    units: tuple[Unit, ...]
    boundaries: Boundaries
    found: tuple[frozenset[str], frozenset[str]]


def read_readings(folder: Path, vocabulary: Vocabulary) -> Readings | None:
    """The two readings of a document, or None where it was read once only.

    Raises:
        DataError: a table has faults.
    """
    if not (folder / SECOND).is_file():
        return None
    segments, sides = _read_sides(folder, folder, vocabulary)
    return _readings(folder.name, segments, *sides)


def _read_sides(folder: Path, tables: Path, vocabulary: Vocabulary) -> tuple[Segments, list[tuple[Judgement, ...]]]:
    """A document's segments, and the two readings that lie in `tables`.

    Raises:
        DataError: every fault of the three tables.
    """
    problems: list[Problem] = []
    sides: list[tuple[Judgement, ...]] = []
    for name in (FIRST, SECOND):
        try:
            sides.append(read_reading(tables / name, vocabulary))
        except DataError as error:
            problems.extend(error.problems)
    segments: Segments = []
    try:
        segments = read_segments(folder / SEGMENTS)
    except DataError as error:
        problems.extend(error.problems)
    if problems:
        raise DataError(problems)
    return segments, sides


def _readings(
    document: str, segments: Segments, first: Sequence[Judgement | Statement], second: Sequence[Judgement]
) -> Readings:
    units = tuple(lay_on_units(document, segments, first, second))
    ours, theirs = (frozenset(c for j in side for c in j.concepts) for side in (first, second))
    return Readings(document, units, boundaries(document, first, second), (ours, theirs))


def measure_all(readings: Iterable[Readings]) -> list[Agreement]:
    """Every figure of agreement over the documents that were read twice."""
    units = [u for r in readings for u in r.units]
    return measure(units, KINDS, {c for u in units for side in u.concepts for c in side}) if units else []


@dataclass(frozen=True)
class Recoding:
    """Agreement on the documents that were coded anew by a later codebook.

    Attributes:
        version: the codebook's.
        anew: figures of the two readings made by it.
        before: figures of the first two readings of the same documents.
        shown: figures of the first of the fresh readings against the coding that the graph shows.
    """

    version: str
    anew: tuple[Agreement, ...]
    before: tuple[Agreement, ...]
    shown: tuple[Agreement, ...]

    def rows(self) -> list[dict[str, Agreement]]:
        """Figures `before`, `anew` and `shown` of each thing that has all three; of concepts used `FEW` times or more."""
        sides = {name: {f.key: f for f in getattr(self, name) if f.alpha is not None and f.tells} for name in SIDES}
        return [{n: sides[n][key] for n in SIDES} for key in sides["anew"] if all(key in sides[n] for n in SIDES)]


def read_recodings(folders: Iterable[Path], vocabulary: Vocabulary, readings: Sequence[Readings]) -> list[Recoding]:
    """The documents coded anew, by the version of the codebook they were coded by.

    Args:
        folders: the documents' folders.
        vocabulary: what the readings may name.
        readings: the first two readings.

    Raises:
        DataError: a table has faults.
    """
    anew: dict[str, list[Readings]] = {}
    shown: dict[str, list[Readings]] = {}
    for folder in folders:
        for inner in sorted(folder.glob(f"{RECODING}*")):
            if not (inner / SECOND).is_file():
                continue
            version = inner.name.removeprefix(RECODING)
            segments, (first, second) = _read_sides(folder, inner, vocabulary)
            coding = read_coding(folder, vocabulary).statements
            anew.setdefault(version, []).append(_readings(folder.name, segments, first, second))
            shown.setdefault(version, []).append(_readings(folder.name, segments, coding, first))
    earlier = {
        documents: tuple(measure_all(r for r in readings if r.document in documents))
        for documents in {frozenset(r.document for r in again) for again in anew.values()}
    }
    return [
        Recoding(
            version,
            anew=tuple(measure_all(again)),
            before=earlier[frozenset(r.document for r in again)],
            shown=tuple(measure_all(shown[version])),
        )
        for version, again in sorted(anew.items())
    ]


@dataclass(frozen=True)
class Reliability:
    """What the readings of the documents come to; `found` are the concepts that either reader found in each."""

    figures: tuple[Agreement, ...]
    cuts: tuple[Boundaries, ...]
    found: dict[str, tuple[frozenset[str], frozenset[str]]]
    recodings: tuple[Recoding, ...] = ()

    @classmethod
    def of(cls, readings: Sequence[Readings], recodings: Sequence[Recoding] = ()) -> Reliability:
        found = {r.document: r.found for r in readings}
        return cls(tuple(measure_all(readings)), tuple(r.boundaries for r in readings), found, tuple(recodings))

    def as_dict(self) -> dict:
        return {
            "figures": [asdict(f) for f in self.figures],
            "cuts": [asdict(c) for c in self.cuts],
            "found": {document: [*map(sorted, sides)] for document, sides in self.found.items()},
            "recodings": [asdict(r) for r in self.recodings],
        }

    @classmethod
    def from_dict(cls, data: dict) -> Reliability:
        figures = tuple(Agreement(**f) for f in data["figures"])
        found = {document: (frozenset(one), frozenset(other)) for document, (one, other) in data["found"].items()}
        recodings = tuple(
            Recoding(r["version"], **{side: tuple(Agreement(**f) for f in r[side]) for side in SIDES})
            for r in data["recodings"]
        )
        return cls(figures, tuple(Boundaries(**c) for c in data["cuts"]), found, recodings)


def reading_files(folder: Path) -> list[Path]:
    """The files that a document's agreement is computed from."""
    return [folder / name for name in (SEGMENTS, FIRST, SECOND)] + (
        [folder / CODING, *anew] if (anew := sorted(folder.glob(f"{RECODING}*/*.csv"))) else []
    )


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
_OF_RECODINGS = ("alpha", "alpha-low", "alpha-high")
_TIMES = {"before": ("de samme tekster før kodebog", "the same texts before codebook"),
          "anew": ("kodet igen efter kodebog", "coded anew by codebook"),
          "shown": ("grafens kodning over for en ny læser med kodebog", "the graph's coding against a fresh reader with codebook")}  # fmt: skip
SIDES = tuple(_TIMES)
CODEBOOK = Namespace(BASE + "codebook/")


def measurement_graph(
    figures: Sequence[Agreement], cuts: Iterable[Boundaries], recodings: Iterable[Recoding] = ()
) -> Graph:
    """Agreement as DQV (W3C 2016) quality measurements of concepts, kinds, documents and the whole.

    Agreement of readings made anew has metrics of its own, which name the codebook.
    """
    graph = new_graph()
    if not figures:
        return graph
    for name, texts in _METRICS.items():
        _add_metric(graph, name, texts)
    for figure in figures:
        _add_figure(graph, figure, "")
    for cut in cuts:
        _add(graph, f"agreement-document-{cut.document}-boundaries", "boundaries", document_iri(cut.document), cut.f1)
    for recoding in recodings:
        for when, (label_da, label_en) in _TIMES.items():
            prefix = f"{when}-{recoding.version}-"
            for name in _OF_RECODINGS:
                texts = _METRICS[name]
                labels = (f"{texts[0]}, {label_da} {recoding.version}", f"{texts[1]}, {label_en} {recoding.version}")
                metric = _add_metric(graph, prefix + name, (*labels, *texts[2:]))
                graph.add((metric, DCTERMS.references, CODEBOOK[recoding.version]))
            for row in recoding.rows():
                _add_figure(graph, row[when], prefix)
    return graph


def _add_metric(graph: Graph, name: str, texts: Sequence[str]) -> URIRef:
    metric = DERIVED[f"metric-{name}"]
    graph.add((metric, RDF.type, DQV.Metric))
    for predicate, (da, en) in ((SKOS.prefLabel, texts[:2]), (SKOS.definition, texts[2:])):
        graph.add((metric, predicate, Literal(da, "da")))
        graph.add((metric, predicate, Literal(en, "en")))
    return metric


def _add_figure(graph: Graph, figure: Agreement, prefix: str) -> None:
    target = _target(figure)
    values = {"percent": figure.percent, "alpha": figure.alpha, "alpha-low": figure.low, "alpha-high": figure.high}
    stem = "-".join(filter(None, (f"{prefix}agreement", figure.scope, figure.name, figure.variable)))
    for name, value in values.items():
        if value is not None and (not prefix or name in _OF_RECODINGS):
            node = _add(graph, f"{stem}-{name}", prefix + name, target, value)
            graph.add((node, POL.measuredVariable, Literal(figure.variable)))
            graph.add((node, POL.unitCount, Literal(figure.units)))
            graph.add((node, POL.usedUnitCount, Literal(figure.used)))


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
