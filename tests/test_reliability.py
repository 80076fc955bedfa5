"""The readings, the claims they carry, and the way from a claim to its passages."""

from __future__ import annotations

import csv

import pyoxigraph as ox
import pytest
from politikgraf import paths
from politikgraf.codebook import entries
from politikgraf.derive import Brief, Reading, attention, derive, fragility, sharing_kind
from politikgraf.engine import Engine
from politikgraf.namespaces import CONCEPT, MUNICIPALITY, POL, PREFIXES
from politikgraf.project import Project
from politikgraf.query import Asker
from politikgraf.reliability import disagreements, measure_all, read_readings, read_recodings
from politikgraf.reliability_page import NAME, page

HEAD = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def readings(vocabulary):
    return [r for r in (read_readings(f, vocabulary) for f in Project.here().documents()) if r]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(paths.graph_folder() / "politikgraf.ttl"), format=ox.RdfFormat.TURTLE)
    return store


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(v.value for v in row) for row in store.query(HEAD + query)]


def test_every_document_was_read_twice(readings):
    assert {r.document for r in readings} == {f.name for f in Project.here().documents()}


def test_the_page_of_agreement_is_fresh(readings, vocabulary):
    rows = entries(paths.ontology_folder(), vocabulary)
    labels = {r["name"]: (r["label_da"], r["label_en"]) for r in rows if r["group"] in ("kind", "concept")}
    recodings = read_recodings(Project.here().documents(), vocabulary, readings)
    made = page(measure_all(readings), readings, recodings, labels)
    assert (paths.root() / "docs" / NAME).read_text(encoding="utf-8") == made, (
        "run `politikgraf agreement --write docs`"
    )


def test_the_graphs_figures_are_those_of_the_command(readings, store):
    overall = next(f for f in measure_all(readings) if f.scope == "overall" and f.variable == "kind")
    found = ask(
        store,
        "SELECT ?value WHERE { ?m dqv:isMeasurementOf derived:metric-alpha ; dqv:value ?value ; pol:measuredVariable 'kind' ;"
        " dqv:computedOn <https://w3id.org/politikgraf/dataset> }",
    )
    assert [float(v) for (v,) in found] == [pytest.approx(overall.alpha, abs=0.0001)]


def tables(name: str, store: ox.Store) -> dict[str, set[str]]:
    """The concepts of each municipality in the tables of one name, read without the project's own code."""
    found: dict[str, set[str]] = {}
    towns = {
        document.rsplit("/", 1)[1]: town.rsplit("/", 1)[1]
        for document, town in ask(store, "SELECT ?d ?m WHERE { ?d a pol:PolicyDocument ; dcterms:publisher ?m }")
    }
    for document, town in towns.items():
        with (paths.graph_folder() / document / name).open(encoding="utf-8", newline="") as file:
            found.setdefault(town, set()).update(*(row["concepts"].split("|") for row in csv.DictReader(file)))
    return {town: concepts - {""} for town, concepts in found.items()}


def test_who_found_a_concept_and_where_the_readers_disagree_is_as_in_the_tables(store):
    first, second = tables("first.csv", store), tables("second.csv", store)
    for predicate, found in (("foundByFirstReader", first), ("foundBySecondReader", second)):
        said = ask(
            store, f"SELECT ?m ?c WHERE {{ ?p pol:inMunicipality ?m ; pol:ofConcept ?c ; pol:{predicate} true }}"
        )
        assert set(said) == {(str(MUNICIPALITY[m]), str(CONCEPT[c])) for m, concepts in found.items() for c in concepts}
    answer = Asker(Engine.of_store(store)).ask("readers-disagree")
    rows = {tuple(term.value for term in row[:2]): tuple(term.value for term in row[3:5]) for row in answer.rows}
    assert rows == {
        (str(MUNICIPALITY[m]), str(CONCEPT[c])): (str(c in first[m]).lower(), str(c in second[m]).lower())
        for m in first
        for c in first[m] ^ second[m]
    }
    assert len(rows) == len(answer.rows)


def test_every_reading_that_is_kept_has_its_coding_and_the_shown_one_says_that_it_was_adjudicated(store):
    said = ask(
        store,
        "SELECT ?coding ?reader ?book WHERE { ?coding a pol:Coding ; prov:wasAssociatedWith ?reader ; pol:usedCodebook ?book }",
    )
    brief = {
        coding.split("/data/")[1]: (reader.rsplit("/", 1)[1], book.rsplit("/", 1)[1]) for coding, reader, book in said
    }
    expected = {}
    for folder in Project.here().documents():
        kept = {"first.csv": "first-coding", "second.csv": "second-coding"}
        expected |= {
            f"{folder.name}/{kept[n]}": (n.removesuffix(".csv"), "1.0.0") for n in kept if (folder / n).is_file()
        }
        expected |= {
            f"{folder.name}/{file.parent.name}-{file.stem}": ("fresh", file.parent.name.removeprefix("recoding-"))
            for file in folder.glob("recoding-*/*.csv")
        }
        expected[f"{folder.name}/coding"] = ("adjudicated", "1.2.0")
    assert brief == expected
    assert len(said) == len(brief)


def test_every_disagreement_is_adjudicated(readings, vocabulary):
    from politikgraf.adjudication import COLUMNS, read_adjudication

    decided = {
        (folder.name, d.segment, d.variable) for folder in Project.here().documents() for d in read_adjudication(folder)
    }
    assert decided == {(r["document"], r["segment"], r["variable"]) for r in disagreements(readings)}
    assert "reason_da" in COLUMNS


def test_each_claim_leads_to_statements_and_from_there_to_passages(store):
    present = ask(store, "SELECT ?p WHERE { ?p a pol:Presence ; pol:presentStrictly true }")
    led = ask(
        store,
        """SELECT DISTINCT ?p WHERE {
          ?p a pol:Presence ; pol:presentStrictly true ; pol:evidencedBy ?s .
          ?s pol:hasPassage ?t . ?t oa:hasSource ?text ; oa:hasSelector ?sel .
          ?sel oa:start ?start ; oa:end ?end . ?text schema:sha256 ?sum }""",
    )
    assert present and set(present) == set(led)


def test_each_broad_claim_leads_to_statements(store):
    broad = ask(store, "SELECT ?p WHERE { ?p a pol:Presence ; pol:presentBroadly true }")
    led = ask(
        store,
        "SELECT DISTINCT ?p WHERE { ?p a pol:Presence ; pol:evidencedBy|pol:evidencedByNarrower ?s . ?s a pol:Statement }",
    )
    assert set(broad) == set(led)


def test_each_absence_leads_to_a_reading_of_the_whole_text(store):
    absent = ask(store, "SELECT ?p WHERE { ?p a pol:Presence ; pol:presentBroadly false }")
    read = ask(
        store,
        """SELECT DISTINCT ?p WHERE { ?p a pol:Presence ; pol:presentBroadly false ; prov:wasInfluencedBy ?coding .
           ?coding prov:used ?text ; pol:usedCodebook ?book ; prov:wasAssociatedWith ?reader . ?text schema:sha256 ?sum }""",
    )
    assert absent and set(absent) == set(read)


def test_sharing_fits_presence(store):
    counted = dict(
        ask(
            store,
            "SELECT ?c (COUNT(?m) AS ?n) WHERE { ?p a pol:Presence ; pol:presentStrictly true ; pol:ofConcept ?c ; pol:inMunicipality ?m } GROUP BY ?c",
        )
    )
    stated = dict(ask(store, "SELECT ?c ?n WHERE { ?s a pol:Sharing ; pol:ofConcept ?c ; pol:municipalityCount ?n }"))
    assert {c: int(n) for c, n in stated.items() if int(n)} == {c: int(n) for c, n in counted.items()}


def test_every_fragile_claim_says_why(store):
    fragile = ask(store, "SELECT ?s WHERE { ?s a pol:Sharing ; pol:firm false }")
    reasons = ask(store, "SELECT DISTINCT ?s WHERE { ?s a pol:Sharing ; pol:fragileBecause ?r }")
    assert set(fragile) == set(reasons)


def brief(id_: str, *concepts: str, sure: bool = True) -> Brief:
    return Brief(id_, "goal", concepts, sure, 10)


def test_presence_by_hand(vocabulary):
    one = Reading("d1", "m/a", (brief("s1", "play"), brief("s2", "creativity", sure=False)), frozenset({"play"}))
    two = Reading("d2", "m/b", (brief("s1", "play-and-creativity"),), frozenset({"play-and-creativity", "creativity"}))
    all_ = list(attention([one, two], vocabulary).values())
    assert all_[0].strict["play"] == 1 and all_[0].broad["play-and-creativity"] == 2
    assert all_[0].strict["play-and-creativity"] == 0
    assert fragility("play", all_, 0.9) == []
    assert fragility("play", all_, 0.5) == [POL.belowAgreementBar]
    assert POL.changesWithoutArguable in fragility("creativity", all_, None)
    assert POL.changesWithSecondReader in fragility("creativity", all_, None)
    assert POL.changesWhenBroad in fragility("play-and-creativity", all_, None)


def test_what_a_reader_found_is_said_only_where_it_was_read(vocabulary):
    twice = Reading("d1", "m/a", (brief("s1", "play"),), frozenset({"creativity"}), frozenset({"play", "creativity"}))
    once = Reading("d2", "m/b", (brief("s1", "play"),))
    assert [Reading.from_dict(r.as_dict()) for r in (twice, once)] == [twice, once]
    graph = derive([twice, once], vocabulary, {})
    for predicate, found in ((POL.foundByFirstReader, 2), (POL.foundBySecondReader, 1)):
        said = list(graph.subject_objects(predicate))
        assert {str(p).rsplit("-", 1)[1] for p, _ in said} == {"a"}
        assert sum(bool(value) for _, value in said) == found


def test_kinds_of_sharing():
    got = [sharing_kind(n, 4) for n in range(5)]
    assert got == [POL.absentFromAll, POL.uniqueToOne, POL.sharedBySome, POL.sharedBySome, POL.sharedByAll]


def test_the_readme_shows_the_table_as_it_is():
    made = (paths.root() / "docs" / NAME).read_text(encoding="utf-8")
    table = made.split("## I alt / Overall")[1].split("##")[0].strip()
    assert table in (paths.root() / "README.md").read_text(encoding="utf-8")


def test_readings_made_anew_are_measured_on_the_same_units(readings, vocabulary, tmp_path):
    import shutil

    source = next(f for f in Project.here().documents() if f.name == readings[0].document)
    folder = tmp_path / source.name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("recoding-*"))
    (folder / "recoding-9.9.9").mkdir()
    for name in ("first.csv", "second.csv"):
        shutil.copy(source / name, folder / "recoding-9.9.9" / name)
    (recoding,) = read_recodings([folder], vocabulary, readings)
    assert recoding.version == "9.9.9"
    assert recoding.anew == recoding.before, "the same readings agree as before"
    assert all(row["anew"].tells for row in recoding.rows())


def test_the_graph_says_what_the_fresh_readings_came_to(readings, vocabulary, store):
    recodings = read_recodings(Project.here().documents(), vocabulary, readings)
    assert recodings
    for recoding in recodings:
        rows = {(r["anew"].scope, r["anew"].name, r["anew"].variable): r for r in recoding.rows()}
        for side in ("before", "anew", "shown"):
            found = ask(
                store,
                f"SELECT ?value WHERE {{ ?m dqv:isMeasurementOf <https://w3id.org/politikgraf/derived/metric-{side}-{recoding.version}-alpha> ;"
                " dqv:value ?value ; pol:measuredVariable 'kind' ; dqv:computedOn <https://w3id.org/politikgraf/dataset> }",
            )
            assert [float(v) for (v,) in found] == [pytest.approx(rows["overall", "", "kind"][side].alpha, abs=0.0001)]
