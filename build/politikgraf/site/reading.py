"""Reading the built graph into the model, by SPARQL and nothing else.

No municipality, number or document is known here beforehand; all comes from the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .documents import read_documents
from .model import (
    Actor,
    Age,
    Agreement,
    Concept,
    Document,
    Model,
    Municipality,
    Overlap,
    Presence,
    Reference,
    Thing,
    danish_key,
    fallback,
)  # fmt: skip
from .records import Kept, Store, number

LAST = "SELECT (MAX(STR(?time)) AS ?last) WHERE { ?activity prov:endedAtTime ?time }"
"""When the last reading that the graph holds was done: the date of the graph, the same for the same graph."""


def read_model(turtle: bytes) -> Model:
    """Read the whole built graph.

    Args:
        turtle: the content of politikgraf.ttl.
    """
    store = Store(turtle)
    municipalities = {m.id: m for m in _municipalities(store)}
    ages = {a.id: a for a in sorted(_ages(store), key=lambda a: (a.low, a.high if a.high is not None else 999))}
    actors = {a.id: a for a in sorted(_actors(store), key=lambda a: a.label["da"])}
    concepts = _concepts(store)
    documents = _documents(store, municipalities)
    publishing = [m for m in municipalities if municipalities[m].documents]
    municipalities = {m: municipalities[m] for m in publishing}
    for kept in store.of("pol:Presence"):
        concept, municipality = kept.id("pol:ofConcept"), kept.id("pol:inMunicipality")
        if concept in concepts and municipality in municipalities:
            second = kept.one("pol:foundBySecondReader")
            concepts[concept].presence[municipality] = Presence(
                int(number(kept.one("pol:statementCount"))), int(number(kept.one("pol:broadStatementCount"))),
                number(kept.one("pol:salience")), number(kept.one("pol:wordSalience")),
                number(kept.one("pol:distinctiveness")), None if second is None else second == "true",
                int(number(kept.one("pol:sureStatementCount"))),
            )  # fmt: skip
    overlaps = {}
    for kept in store.of("pol:Overlap"):
        overlaps[frozenset(kept.ids("pol:between"))] = Overlap(
            int(number(kept.one("pol:sharedConceptCount"))),
            number(kept.one("pol:jaccard")),
            number(kept.one("pol:weightedJaccard")),
        )
    agreements = _agreements(store)
    for found in agreements:
        name = found.on.rsplit("/", 1)[-1]
        if "/concept/" in found.on and name in concepts and "alpha" in found.figures:
            concepts[name].agreement = found
    dataset, version, license_ = _dataset(store)
    return Model(
        municipalities, documents, concepts, actors, ages, *_names(store), overlaps, agreements, dataset, version, license_,
        [thing_of(k) for k in store.of("prov:SoftwareAgent")], [thing_of(k) for k in store.of("pol:Codebook")],
        next((value or "" for (value,) in store.rows(LAST)), "")[:10], {r.iri: r for r in _references(store)},
    )  # fmt: skip


def thing_of(kept: Kept, cls: type = Thing, **more: object):
    labels = kept.texts("skos:prefLabel") or kept.texts("dcterms:title") or kept.texts("rdfs:label")
    notes = {}
    for name in ("definition", "scopeNote", "example", "note", "changeNote"):
        if texts := kept.texts(f"skos:{name}"):
            notes[name] = fallback(texts)
    for name in ("counterExample", "codingNote", "description", "rights"):
        if texts := kept.texts(f"pol:{name}") or kept.texts(f"dcterms:{name}"):
            notes[name] = fallback(texts)
    others: dict[str, list[str]] = defaultdict(list)
    for language, value in sorted(kept.tagged("skos:altLabel")):
        others[language].append(value)
    hidden = sorted(value for _, value in kept.tagged("skos:hiddenLabel"))
    return cls(kept.iri, kept.name, fallback(labels, kept.name), notes, dict(others), hidden, **more)


def _municipalities(store: Store) -> Iterable[Municipality]:
    found = []
    for kept in store.of("pol:Municipality"):
        short = fallback(kept.texts("skos:altLabel") or kept.texts("skos:prefLabel"))
        numbers = {name: number(kept.one(f"pol:{name}")) for name in ("diversity", "nicheness")}
        count = int(number(kept.one("pol:statementCount")))
        code = kept.one("dcterms:identifier") or ""
        found.append(thing_of(kept, Municipality, short=short, code=code, count=count, **numbers))
    return sorted(found, key=lambda m: danish_key(m.short["da"]))


def _ages(store: Store) -> Iterable[Age]:
    for kept in store.of("pol:AgeBand"):
        high = kept.one("schema:requiredMaxAge")
        yield thing_of(
            kept, Age, low=int(number(kept.one("schema:requiredMinAge"))), high=None if high is None else int(high)
        )


def _actors(store: Store) -> Iterable[Actor]:
    for type_, body in (("pol:ActorKind", False), ("pol:Body", True)):
        for kept in store.of(type_):
            yield thing_of(kept, Actor, broader=kept.ids("skos:broader") or kept.ids("org:classification"), body=body)


def _concepts(store: Store) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    titles = {k.iri: fallback(k.texts("skos:prefLabel")) for k in store.of("skos:Concept")}
    for kept in store.of("skos:Concept"):
        if "/concept/" in kept.iri:
            matches = [
                (relation, iri)
                for relation in ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")
                for iri in kept.iris(f"skos:{relation}")
                if iri in titles
            ]
            concepts[kept.name] = thing_of(kept, Concept, broader=kept.ids("skos:broader"), matches=matches)
    for concept in concepts.values():
        for parent in concept.broader:
            if parent in concepts:
                concepts[parent].narrower.append(concept.id)
    for concept in concepts.values():
        top, seen = concept, set()
        while top.broader and top.broader[0] in concepts and top.id not in seen:
            seen.add(top.id)
            top = concepts[top.broader[0]]
        concept.theme = top.id
        concept.narrower.sort(key=lambda c: concepts[c].label["da"])
    kinds = {"sharedByAll": "all", "sharedBySome": "some", "uniqueToOne": "one", "absentFromAll": "absent"}
    for kept in store.of("pol:Sharing"):
        if concept := concepts.get(kept.id("pol:ofConcept")):
            concept.kind = kinds.get(kept.id("pol:sharingKind"), "absent")
            concept.shared_by = sorted(kept.ids("pol:sharedBy"))
            concept.firm = kept.one("pol:firm") != "false"
            concept.fragile = sorted(kept.ids("pol:fragileBecause"))
    return concepts


def _references(store: Store) -> Iterable[Reference]:
    for kept in store.of("pol:Reference"):
        said = kept.one("pol:inForce")
        yield thing_of(
            kept, Reference, sort=next(iter(kept.iris("pol:referenceType")), ""),
            in_force=None if said is None else said == "true", replaced_by=next(iter(kept.iris("dcterms:isReplacedBy")), ""),
        )  # fmt: skip


def _documents(store: Store, municipalities: dict[str, Municipality]) -> dict[str, Document]:
    documents = read_documents(store, thing_of)
    for document in documents.values():
        municipalities[document.municipality].documents.append(document.id)
    order = {m: i for i, m in enumerate(municipalities)}
    return dict(sorted(documents.items(), key=lambda item: (order[item[1].municipality], item[0])))


def _names(store: Store) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Labels and definitions of everything else that is named: forms, units, reasons, references, matches."""
    names, definitions = {}, {}
    for kept in store.of("skos:Concept"):
        names[kept.iri] = fallback(kept.texts("skos:prefLabel"), kept.name)
        if texts := kept.texts("skos:definition"):
            definitions[kept.iri] = fallback(texts)
    return names, definitions


def _agreements(store: Store) -> list[Agreement]:
    """Figures of agreement of the first two readings, one record for each thing and each variable judged."""
    found: dict[tuple[str, str], Agreement] = {}
    for kept in store.of("dqv:QualityMeasurement"):
        metric = kept.id("dqv:isMeasurementOf").rsplit("metric-", 1)[-1]
        if metric.startswith(("anew-", "before-", "shown-")):
            continue
        on = next(iter(kept.iris("dqv:computedOn")), "")
        variable = kept.one("pol:measuredVariable") or "boundaries"
        record = found.setdefault((on, variable), Agreement(on, variable))
        record.figures[metric] = number(kept.one("dqv:value"))
        record.units = int(number(kept.one("pol:unitCount"))) or record.units
        record.used = int(number(kept.one("pol:usedUnitCount"))) or record.used
    return [found[key] for key in sorted(found)]


def _dataset(store: Store) -> tuple[Thing, str, str]:
    for kept in store.of("dcat:Dataset"):
        return thing_of(kept), kept.one("owl:versionInfo") or "", (kept.iris("dcterms:license") or [""])[0]
    return Thing("", "", fallback({}, "politikgraf")), "", ""
