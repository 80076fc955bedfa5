"""Setting parameters, and `politikgraf query` and `queries`: what is checked, printed, refused."""

from __future__ import annotations

import csv
import io
import json
import re
import socket
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from politikgraf import answers, cli, compare, paths, query, questions
from politikgraf.answers import display_width, write_answer
from politikgraf.engine import Engine, Result
from politikgraf.errors import DataError
from politikgraf.project import Project
from politikgraf.query import Asker
from politikgraf.questions import Library, Question

LIBRARY = Library.load()
FAULTY = """@prefix doc: <https://w3id.org/politikgraf/data/doc/> .
@prefix pol: <https://w3id.org/politikgraf/ontology/> .
doc:s1 pol:quantity 10 .
"""


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker(Engine.embedded(Project.here().whole), LIBRARY)


# --- what may be set ---


def test_things_by_short_name_words_and_iri(asker: Asker) -> None:
    answer = asker.ask("in-common", municipality="glostrup")
    assert asker.ask("in-common", municipality="Glostrup Kommune") == answer
    assert asker.ask("in-common", municipality="glostrup municipality") == answer
    assert asker.ask("in-common", municipality="https://w3id.org/politikgraf/municipality/glostrup") == answer
    assert asker.ask("evidence", statement="glostrup-2025:s012") == asker.ask(
        "evidence", statement="glostrup-2025/s012"
    )


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("absent-from", {"municipality": "glostrop"}, "did you mean glostrup?"),
        ("absent-from", {"municipality": "any"}, "cannot be left open"),
        ("absent-from", {"municipality": ["glostrup", "ballerup"]}, "takes one value"),
        ("absent-from", {"munisipality": "glostrup"}, "did you mean municipality?"),
        ("absent-from", {"lang": "sv"}, "da or en"),
        ("shared-by-k", {"k": "three"}, "no whole number"),
        ("salience", {"least": "NaN"}, "no number"),
        ("statements-with-word", {"word": "x\\u0022 } DROP ALL #"}, "backslash"),
        ("goals-by-age", {"basis": "measures"}, "did you mean measure?"),
        ("goals-by-age", {"basis": ["document", "xyz"]}, "cannot be 'xyz' -> one of measure, document"),
        ("shared-by-al", {}, "did you mean shared-by-all"),
    ],
)
def test_what_cannot_be_set_is_explained(name: str, given: dict, said: str, asker: Asker) -> None:
    with pytest.raises(DataError) as caught:
        asker.ask(name, **given)
    assert said in str(caught.value)


TYPED = Question(
    "typed", {}, {}, "", tuple(
        questions.Parameter(t, t, True, False, "", {"da": "", "en": ""}) for t in ("text", "integer", "decimal", "year", "language", "kind", "concept")
    ), (), "".join(f"VALUES ?{t} {{ }}\n" for t in ("text", "integer", "decimal", "year", "language", "kind", "concept")),
)  # fmt: skip
_NASTY = st.one_of(
    st.text(max_size=30),
    st.text("\"\\{}<>#?.;|& \n'u0022sx", max_size=20),
    st.sampled_from(["any", "wellbeing", "2029", "-3", "1e9", "goal"]),
)


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from([p.name for p in TYPED.parameters]), value=_NASTY)
def test_nothing_given_becomes_syntax(name: str, value: str) -> None:
    asker = Asker(Engine.of_store(ox.Store()), LIBRARY)
    asker._known = lambda type_: ({"wellbeing": "https://example.org/wellbeing"}, {})
    try:
        text = asker.fill(TYPED, {name: [value]})
    except DataError:
        return
    line = next(li for li in text.split("\n") if li.startswith(f"VALUES ?{name} "))
    assert [li for li in text.split("\n") if li != line] == [
        li for li in TYPED.sparql.split("\n") if f"?{name} " not in li
    ]
    rows = list(ox.Store().query(f"SELECT ?{name} WHERE {{ {line} }}"))
    assert len(rows) == 1
    if name == "text":
        assert rows[0][0].value == value.strip()


# --- the command ---


def run(capsys: pytest.CaptureFixture, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def type_in(monkeypatch: pytest.MonkeyPatch, typed: str | bytes) -> None:
    """Let something stand on standard input."""
    data = typed if isinstance(typed, bytes) else typed.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_table_fits_the_terminal(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        for name in ("shared-by-all", "concept-in-context", "targets-and-deadlines"):
            code, out, _ = run(capsys, "query", name)
            assert code == 0
            assert max(map(display_width, out.split("\n"))) <= columns
    assert "fællesskab" in run(capsys, "query", "shared-by-all")[1]
    assert "ja" in run(capsys, "query", "shared-by-all")[1]
    assert "Which concepts" in run(capsys, "query", "shared-by-all", "--lang", "en")[1]


def test_csv_json_markdown_say_the_same(capsys: pytest.CaptureFixture, asker: Asker) -> None:
    result = asker.ask("overlap")
    table = list(csv.reader(io.StringIO(run(capsys, "query", "overlap", "--format", "csv")[1])))
    assert table[0] == list(result.variables)
    assert [len(table) - 1, table[1][0]] == [len(result.rows), result.rows[0][0].value]
    text = run(capsys, "query", "overlap", "--format", "json")[1]
    again = Result.of(ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON))
    assert (again.variables, again.rows) == (result.variables, result.rows)
    lines = run(capsys, "query", "overlap", "--format", "markdown")[1].strip().split("\n")
    assert len(lines) == len(result.rows) + 2
    assert {line.count("|") for line in lines} == {len(result.variables) + 1}


def test_construct_gives_turtle_and_ntriples(capsys: pytest.CaptureFixture) -> None:
    turtle = run(capsys, "query", "graph-of-concept")[1]
    plain = run(capsys, "query", "graph-of-concept", "--format", "ntriples")[1]
    assert set(ox.parse(turtle, format=ox.RdfFormat.TURTLE)) == set(ox.parse(plain, format=ox.RdfFormat.N_TRIPLES))
    assert run(capsys, "query", "graph-of-concept", "--format", "csv")[0] == 2


def test_file_standard_input_and_ask(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        "# param: n (integer) = 1 | tallet | the number\nSELECT ?n WHERE {\n  VALUES ?n { 1 }\n}\n", encoding="utf-8"
    )
    assert run(capsys, "query", str(file), "--param", "n=7", "--format", "csv")[1] == "n\n7\n"
    type_in(monkeypatch, "ASK { ?s ?p ?o }")
    assert run(capsys, "query", "-") == (0, "ja\n", "")
    type_in(monkeypatch, "ASK { ?s ?p ?o }")
    assert json.loads(run(capsys, "query", "-", "--format", "json")[1])["boolean"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shared-by-al"], "did you mean shared-by-all"),
        (["absent-from", "--param", "municipality=glostrop"], "did you mean glostrup?"),
        (["absent-from", "--param", "municipality"], "is not KEY=VALUE"),
        (["no-such-file.rq"], "cannot be read"),
        (["overlap", "--endpoint", ""], "is empty"),
        (["overlap", "--endpoint", "nonsense"], "not an http or https address"),
        (["unique-to-one", "--format", "turtle"], "use table, csv, json or markdown"),
    ],
)
def test_mistakes_end_with_2_and_a_remedy(arguments: list[str], said: str, capsys: pytest.CaptureFixture) -> None:
    code, out, err = run(capsys, "query", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_syntax_error_shows_line_and_column(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "SELECT *\nWHERE { ?s ?p ?o . } ORDER\n")
    code, out, err = run(capsys, "query", "-")
    assert (code, out) == (2, "")
    assert re.search(r"line \d+, column \d+", err)


@pytest.mark.parametrize("name", ["salience", "overlap", "target-groups", "evidence"])
@pytest.mark.parametrize("format_", ["table", "csv", "markdown"])
def test_the_language_as_a_parameter_is_the_language_of_everything(
    name: str, format_: str, capsys: pytest.CaptureFixture
) -> None:
    english = run(capsys, "query", name, "--format", format_, "--lang", "en")
    assert run(capsys, "query", name, "--format", format_, "--param", "lang=en") == english
    if format_ == "table":
        assert " ".join(english[1].split()).startswith(LIBRARY[name].question["en"])


@pytest.mark.parametrize("name", ["salience", "overlap"])
def test_a_language_that_is_none_of_the_graphs_is_refused(name: str, capsys: pytest.CaptureFixture) -> None:
    code, out, err = run(capsys, "query", name, "--param", "lang=sv")
    assert (code, out) == (2, "") and "'sv' is no language of the graph -> da or en" in err


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . service <URL> { } }",
    ],
)
def test_a_query_of_other_servers_is_refused_before_anything_is_run(
    text: str, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.2)
        text = text.replace("URL", f"http://127.0.0.1:{trap.getsockname()[1]}/")
        type_in(monkeypatch, text)
        code, out, err = run(capsys, "query", "-")
        assert (code, out) == (2, "") and "asks another server (SERVICE)" in err
        with pytest.raises(DataError, match="asks another server"):
            Engine.of_store(ox.Store()).query(text)
        with pytest.raises(TimeoutError):
            trap.accept()
    assert Engine.of_store(ox.Store()).query("ASK { ?service ?p 'SERVICE <http://x/>' } # service").boolean is False


def test_standard_input_is_read_as_a_file_is(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "mine.rq"
    for data in (b"\xff\xfe", b"ASK {}\n# \xe6", b"\xef\xbb\xbfASK {}", "ASK { ?s ?p 'ø' }".encode(), b"ASK\r\n{\r\n}"):
        file.write_bytes(data)
        code, out, err = run(capsys, "query", str(file))
        type_in(monkeypatch, data)
        assert run(capsys, "query", "-") == (code, out, err.replace(str(file), "standard input")), data
    data = b"# param: n (integer) = 1 | da | en\r\nSELECT ?n {\r\n  VALUES ?n { 1 }\r\n}\r\n"
    file.write_bytes(data)
    type_in(monkeypatch, data)
    for place in (str(file), "-"):
        assert run(capsys, "query", place, "--param", "n=7", "--format", "csv")[1] == "n\n7\n"


def test_the_table_says_what_was_asked_with(capsys: pytest.CaptureFixture) -> None:
    out = run(capsys, "query", "absent-from", "--param", "municipality=ballerup")[1]
    assert "--param municipality=ballerup" in out.split("\n\n")[0]


def test_a_known_prefix_is_given_and_unknown_names_are_told(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, "SELECT * { ?s a pol:Measure }")
    assert "put PREFIX pol: <https://w3id.org/politikgraf/ontology/> at the top" in run(capsys, "query", "-")[2]
    text = "PREFIX pol: <https://w3id.org/politikgraf/ontology/> SELECT * { ?s a pol:Measur ; pol:about ?c }"
    type_in(monkeypatch, text)
    code, _, err = run(capsys, "query", "-")
    assert code == 0 and err.splitlines() == ["politikgraf: pol:Measur does not occur in the graph"]


def test_quality_question_with_faults_ends_with_1(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(FAULTY, encoding="utf-8")
    assert run(capsys, "query", "quality/quantity-without-unit")[0] == 0
    assert run(capsys, "query", "quality/quantity-without-unit", "--graph", str(bad))[0] == 1


def test_questions_are_listed_searched_and_told(capsys: pytest.CaptureFixture) -> None:
    out = run(capsys, "queries")[1]
    assert all(q.name in out for q in LIBRARY)
    assert "responsible-for-measures" in run(capsys, "queries", "ANSVARLIG", "tiltag")[1]
    assert "overlap" not in run(capsys, "queries", "ansvarlig")[1]
    assert out.startswith("Fælles og særligt:") and run(capsys, "queries", "--lang", "en")[1].startswith("Shared")
    told = run(capsys, "queries", "absent-from", "--lang", "en")[1]
    assert "municipality (" in told or "the municipality in question" in told
    assert "(one of measure, document, several, optional; measure)" in " ".join(
        run(capsys, "queries", "goals-by-age", "--lang", "en")[1].split()
    )
    assert run(capsys, "queries", "xyzzy")[0] == 2


def test_table_leaves_out_what_is_not_printable() -> None:
    row = (ox.Literal("a\x1b[31m\nb"), ox.Literal(True), None)
    text = write_answer(Result("select", ("a", "b", "c"), (row, row)), "table")
    assert "\x1b" not in text
    assert text.count("\n") == 4


def test_examples_in_docstrings_run() -> None:
    import doctest

    for module in (answers, compare, query, questions):
        assert doctest.testmod(module).failed == 0


def test_queries_are_found_by_the_package() -> None:
    assert paths.queries_folder().is_dir()
