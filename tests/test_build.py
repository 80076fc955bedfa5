"""The build: fresh, deterministic, whole or not at all."""

from __future__ import annotations

import csv
import difflib
import shutil

import pyoxigraph as ox
import pytest
from politikgraf import paths
from politikgraf.coding_tables import read_coding
from politikgraf.errors import DataError
from politikgraf.mapping import map_document
from politikgraf.pipeline import build
from politikgraf.project import PART, WHOLE, Project
from politikgraf.tables import write_table
from politikgraf.turtle import document_prefixes, turtle_body
from politikgraf.vocabulary import parse_turtle
from rdflib import Graph

DOCUMENTS = sorted(p.parent.name for p in paths.graph_folder().glob("*/document.ttl"))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Project:
    target = tmp_path_factory.mktemp("made")
    project = Project(paths.ontology_folder(), paths.graph_folder(), target, target)
    build(project)
    return project


@pytest.mark.parametrize("name", [WHOLE, *(f"{d}/{PART}" for d in DOCUMENTS)])
def test_committed_files_are_what_the_build_makes(made, name):
    assert (made.target / name).read_bytes() == (paths.graph_folder() / name).read_bytes(), "run `make` and commit"


def test_the_whole_parses_and_has_no_blank_node(made):
    graph = Graph().parse(made.whole)
    assert not [t for t in graph if any(type(n).__name__ == "BNode" for n in t)]


def test_the_named_graphs_hold_the_same_triples_as_the_whole(made):
    store, whole = ox.Store(), ox.Store()
    store.load(path=str(made.trig), format=ox.RdfFormat.TRIG)
    whole.load(path=str(made.whole), format=ox.RdfFormat.TURTLE)
    assert {(q.subject, q.predicate, q.object) for q in store} == {(q.subject, q.predicate, q.object) for q in whole}
    assert len(list(store.named_graphs())) == len(DOCUMENTS) + 3


def test_a_second_build_has_nothing_to_do(made):
    assert not build(made).changed


def test_a_damaged_output_is_made_again(made):
    path = made.part(DOCUMENTS[0])
    good = path.read_bytes()
    path.write_bytes(good[:-200])
    assert build(made).written == [path]
    assert path.read_bytes() == good


def test_changing_one_row_changes_only_its_lines(copied, vocabulary):
    folder = copied / DOCUMENTS[0]
    description = parse_turtle(folder / "document.ttl")

    def body() -> list[str]:
        return turtle_body(
            map_document(read_coding(folder, vocabulary), description), document_prefixes([folder.name])
        ).split("\n")

    before = body()
    with (folder / "coding.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[7]["label_da"] = "Noget ganske andet"
    write_table(folder / "coding.csv", list(rows[0]), rows)
    changed = [
        line
        for line in difflib.unified_diff(before, body(), n=0)
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert len(changed) == 2 and "Noget ganske andet" in changed[1]


def test_the_order_of_rows_elsewhere_does_not_matter_to_ids(copied, vocabulary):
    graph = map_document(
        read_coding(copied / DOCUMENTS[0], vocabulary), parse_turtle(copied / DOCUMENTS[0] / "document.ttl")
    )
    assert turtle_body(graph, document_prefixes(DOCUMENTS)) == turtle_body(graph, document_prefixes(DOCUMENTS))


def test_with_faults_nothing_is_written(project, copied):
    (copied / DOCUMENTS[0] / "coding.csv").write_text("id,kind\ns001,goal\n")
    (copied / DOCUMENTS[1] / "document.ttl").write_text("@prefix : <x> . :a :b")
    with pytest.raises(DataError) as caught:
        build(project)
    said = str(caught.value)
    assert DOCUMENTS[0] in said and DOCUMENTS[1] in said and "not valid Turtle" in said
    assert not project.target.exists()


def test_faults_leave_earlier_files_as_they_were(project, copied):
    for name in DOCUMENTS[1:]:
        shutil.rmtree(copied / name)
    build(project)
    before = {p: p.read_bytes() for p in project.target.rglob("*") if p.is_file()}
    (copied / DOCUMENTS[0] / "ledger.csv").write_text("no,such,columns\n")
    with pytest.raises(DataError):
        build(project)
    assert {p: p.read_bytes() for p in project.target.rglob("*") if p.is_file()} == before


def test_one_document_more_needs_no_code(project, copied):
    for name in DOCUMENTS[2:]:
        shutil.rmtree(copied / name)
    second = DOCUMENTS[1]
    shutil.move(copied / second, copied.parent / second)
    assert build(project).counts["documents"] == 1
    shutil.move(copied.parent / second, copied / second)
    result = build(project)
    assert result.counts["documents"] == 2 and result.remade == [second]


def test_an_empty_project_says_so(project, copied):
    for name in DOCUMENTS:
        shutil.rmtree(copied / name)
    with pytest.raises(DataError, match="holds no document"):
        build(project)
