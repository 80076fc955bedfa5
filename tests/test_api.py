"""politikgraf from Python: the guide and the docstrings run, and what stands beside them."""

from __future__ import annotations

import ast
import doctest
import re
import sys

import politikgraf
import pytest
from politikgraf import api, paths
from politikgraf.compare import Comparison
from politikgraf.errors import DataError, UnreadableError

GUIDE = paths.root() / "docs" / "guide.md"
_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def graph() -> api.Graph:
    return politikgraf.load(language="en")


def test_examples_in_docstrings_run() -> None:
    assert doctest.testmod(api).failed == 0


def test_guide_runs_and_gives_what_it_says() -> None:
    names: dict = {}
    checked = 0
    for block in _BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        lines = block.split("\n")
        for node in ast.parse(block).body:
            code = ast.get_source_segment(block, node)
            expected = lines[node.end_lineno] if node.end_lineno < len(lines) else ""
            if isinstance(node, ast.Expr) and expected.startswith("# -> "):
                assert repr(eval(code, names)) == expected.removeprefix("# -> "), code
                checked += 1
            else:
                exec(code, names)
    assert checked == GUIDE.read_text(encoding="utf-8").count("\n# -> ")


def test_every_name_is_known_in_words_too(graph: api.Graph) -> None:
    by_name, by_words = graph.compare("glostrup", "ballerup"), graph.compare("Glostrup", "Ballerup Kommune")
    assert by_name == by_words


@pytest.mark.parametrize("given", [(), ("glostrup",), ("glostrup", "glostrup"), ("glostrup", "atlantis")])
def test_what_cannot_be_compared_is_explained(given: tuple[str, ...], graph: api.Graph) -> None:
    with pytest.raises(DataError):
        graph.compare(*given)


def test_rows_by_number_and_by_slice(graph: api.Graph) -> None:
    answer = graph.query("overlap")
    assert answer[:2] == [answer[0], answer[1]] == list(answer)[:2] and answer[-1] == list(answer)[-1]


def test_what_there_is_none_of_is_explained(graph: api.Graph) -> None:
    with pytest.raises(DataError, match="did you mean municipality"):
        graph.names("municipalities")
    with pytest.raises(DataError, match="two or more different"):
        graph.compare("glostrup", "Glostrup Kommune")
    with pytest.raises(DataError, match="is empty"):
        politikgraf.load(endpoint="")


def test_a_value_that_is_not_of_its_type_stays_a_text() -> None:
    odd = api.ox.Literal("many", datatype=api.ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert api.python_value(odd) == "many"


def test_comparison_agrees_with_the_figures_in_the_graph(graph: api.Graph) -> None:
    for row in graph.query("overlap"):
        pair = [iri.rsplit("/", 1)[1] for iri in (row["one"], row["other"])]
        comparison = graph.compare(*pair)
        assert isinstance(comparison, Comparison)
        assert len(comparison.shared) == row["shared"]
        assert comparison.jaccard == pytest.approx(row["jaccard"], abs=1e-4)
        with pytest.raises(DataError):
            comparison.only("atlantis")


def test_network_holds_every_mention(graph: api.Graph) -> None:
    network, mentions = graph.network(), graph.query("presence")
    assert network.number_of_edges() == len(mentions)
    assert {data["kind"] for _, data in network.nodes(data=True)} == {"municipality", "concept"}
    assert sum(data["statements"] for *_, data in network.edges(data=True)) == sum(
        row["statements"] for row in mentions
    )


def test_values_are_pythons(graph: api.Graph) -> None:
    row = graph.query("ages-of-documents")[0]
    assert {type(v) for v in row.values()} <= {str, int, bool, type(None)}
    row = graph.query("salience")[0]
    assert isinstance(row["salience"], float)
    assert isinstance(row["statements"], int)
    answer = graph.query("graph-of-concept")
    assert answer.to("turtle").startswith("@prefix") and answer.boolean is None


def test_an_answer_to_ask_is_its_truth_and_has_no_rows(graph: api.Graph) -> None:
    yes, no = graph.query("ASK { ?s ?p ?o }"), graph.query("ASK { ?s ?p 'no such thing' }")
    assert (bool(yes), bool(no), yes.boolean, no.boolean) == (True, False, True, False)
    assert (repr(yes), repr(no), str(no)) == ("<Answer: True>", "<Answer: False>", "no\n")
    assert yes.columns == ()
    for rows in (len, list, lambda a: a[0], lambda a: a[:1], lambda a: a.names("s"), lambda a: a.to_pandas()):
        with pytest.raises(DataError, match="yes or no, and has no rows -> use bool"):
            rows(no)


@pytest.mark.parametrize("name", ["graph-of-concept", "CONSTRUCT { ?s ?p ?o } { ?s ?p 'no such thing' ; ?p ?o }"])
def test_a_graph_reads_as_rows_of_three(name: str, graph: api.Graph) -> None:
    answer = graph.query(name)
    rows = list(answer)
    assert len(answer) == len(rows) == len(answer.result.triples)
    assert answer.columns == ("subject", "predicate", "object")
    assert bool(answer) is bool(rows)
    assert repr(answer).endswith(f": {len(rows)} triples>")
    assert answer[:2] == rows[:2] and answer.names("subject")[:1] == [api.short(row[0]) for row in answer._rows[:1]]
    if rows:
        assert answer[0] == rows[0] and set(rows[0]) == {"subject", "predicate", "object"}
        written = [tuple(map(str, (t.subject, t.predicate, t.object))) for t in answer.result.triples]
        assert sorted(tuple(map(str, row)) for row in answer._rows) == sorted(written)
        assert rows == list(graph.query(name))
    else:
        with pytest.raises(IndexError):
            answer[0]
    pandas = pytest.importorskip("pandas")
    assert isinstance(answer.to_pandas(), pandas.DataFrame) and answer.to_pandas().shape == (len(rows), 3)


def test_an_answer_says_what_it_holds(graph: api.Graph) -> None:
    assert repr(graph.query("SELECT (1 AS ?n) {}")) == "<Answer: 1 row>"
    assert repr(graph.query("overlap")) == "<Answer to overlap: 6 rows>"
    nothing = graph.query("SELECT ?s { ?s ?p 'no such thing' }")
    assert (bool(nothing), len(nothing), list(nothing), repr(nothing)) == (False, 0, [], "<Answer: 0 rows>")


def test_language_of_the_graph_is_that_of_the_answers(graph: api.Graph) -> None:
    assert graph.query("salience", lang="da")[0]["conceptLabel"] != graph.query("salience")[0]["conceptLabel"]
    with pytest.raises(DataError):
        politikgraf.load(language="sv")


def test_without_pandas_it_says_so(graph: api.Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(DataError, match="not installed"):
        graph.query("overlap").to_pandas()


def test_with_pandas_it_is_a_frame(graph: api.Graph) -> None:
    pytest.importorskip("pandas")
    answer = graph.query("overlap")
    frame = answer.to_pandas()
    assert (len(frame), tuple(frame.columns)) == (len(answer), answer.columns)


def test_missing_file_is_explained() -> None:
    with pytest.raises(UnreadableError):
        politikgraf.load("no-such-file.ttl")
