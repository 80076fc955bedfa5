"""The questions: their heads, their answers on two engines, what may be set in them, the command."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from politikgraf import answers, cli, compare, paths, query, questions
from politikgraf.answers import display_width, write_answer
from politikgraf.engine import Engine, Result
from politikgraf.errors import DataError
from politikgraf.project import Project
from politikgraf.query import THINGS, Asker
from politikgraf.questions import GROUPS, LANGUAGES, Library, Question, parse_question

sys.path.insert(0, str(Path(__file__).parent / "answers"))
from refresh import answer_file, written

LIBRARY = Library.load()
ASKED = [q for q in LIBRARY if not q.is_quality]
QUALITY = [q for q in LIBRARY if q.is_quality]
EMPTY_UNTIL_A_SECOND_READING = {"absent-from-all", "readers-disagree", "agreement"}
LEADS_ON = {"statement", "measure", "goal", "source", "example", "evidence", "presence", "passage", "theme", "reading", "text"}
ABOUT_DOCUMENTS = {"profile", "silent-on"}
FORBIDDEN = ("NOT EXISTS", "MINUS", "SERVICE", "GRAPH", "FROM", "RAND", "NOW()", "GROUP_CONCAT", "SAMPLE")


def ids(question: Question) -> str:
    return question.name


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(Project.here().whole), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def asker(store: ox.Store) -> Asker:
    return Asker(Engine.of_store(store), LIBRARY)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph(bind_namespaces="none").parse(Project.here().whole)


# --- heads ---


def test_there_are_enough_questions() -> None:
    assert len(ASKED) >= 30
    assert {q.group for q in ASKED} == set(GROUPS) - {"quality"}


@pytest.mark.parametrize("question", list(LIBRARY), ids=ids)
def test_head_says_everything(question: Question) -> None:
    assert question.group in GROUPS
    assert question.is_quality == (question.group == "quality")
    for text in (question.question, question.why, *(p.text for p in question.parameters), *(c.text for c in question.columns)):
        assert all(text[language].strip() for language in LANGUAGES)
        assert text["da"] != text["en"] or text["da"].startswith(("log-odds", "1 "))
    if "CONSTRUCT" not in question.sparql:
        selected = ox.Store().query(question.sparql)
        assert isinstance(selected, ox.QuerySolutions)
        assert [v.value for v in selected.variables] == [c.name for c in question.columns]


@pytest.mark.parametrize("question", list(LIBRARY), ids=ids)
def test_query_is_conservative(question: Question) -> None:
    body = re.sub(r"(?m)^#.*$|<[^>]*>", "", question.sparql)
    assert not [word for word in FORBIDDEN if re.search(rf"\b{re.escape(word)}", body)]
    assert "CONSTRUCT" in body or "\nORDER BY" in body
    assert all(len(line) <= 130 for line in question.sparql.split("\n"))
    assert "http" not in body.replace("PREFIX", "")


@pytest.mark.parametrize("question", ASKED, ids=ids)
def test_answer_leads_to_evidence(question: Question) -> None:
    if question.name not in ABOUT_DOCUMENTS and question.columns:
        assert LEADS_ON & {c.name for c in question.columns} or {"concept", "article"} <= {c.name for c in question.columns}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("# question-da: x", "the head lacks group"),
        ("# quest: x", "unknown key 'quest'"),
        ("# param: k (integer) = 3 | da | en", "parameter k has no line of its own"),
        ("# param: k integer", "is not understood"),
        ("# param: k (integer, many) = 3 | da | en", "unknown word 'many'"),
        ("# column: k", "column 'k' is not understood"),
    ],
)
def test_faulty_head_is_explained(head: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_question(head + "\nSELECT * {}", "mine", strict=True)
    assert said in str(caught.value)


# --- answers ---


def comparable(rows: Iterable[Iterable[object]]) -> Counter:
    """Rows as a multiset, terms by value: engines write the same number or time differently."""
    return Counter(tuple(map(_term, row)) for row in rows)


def _term(term: object) -> object:
    if isinstance(term, (ox.Literal, rdflib.Literal)):
        datatype = str(term.datatype.value if isinstance(term, ox.Literal) else term.datatype or "").rsplit("#", 1)[-1]
        value = term.value if isinstance(term, ox.Literal) else str(term)
        if datatype in {"integer", "decimal", "double", "nonNegativeInteger"}:
            return round(float(value), 6)
        if datatype == "dateTime":
            return value.replace("+00:00", "Z")
        return value, (term.language or "").lower(), datatype if datatype not in {"string", "langString"} else ""
    return None if term is None else term.value if isinstance(term, ox.NamedNode) else str(term)


@pytest.mark.parametrize("question", ASKED, ids=ids)
def test_answer_is_as_pinned(question: Question, asker: Asker) -> None:
    result = asker.engine.query(question.sparql)
    file = answer_file(question)
    assert file.is_file(), "python tests/answers/refresh.py"
    assert written(result) == file.read_text(encoding="utf-8"), "read the change, then: python tests/answers/refresh.py"
    if question.name not in EMPTY_UNTIL_A_SECOND_READING:
        assert result.rows or result.triples


def test_no_answer_is_left_behind() -> None:
    there = {p for p in (Path(__file__).parent / "answers").iterdir() if p.suffix in {".csv", ".ttl"}}
    assert there == {answer_file(q) for q in ASKED}


@pytest.mark.parametrize("question", list(LIBRARY), ids=ids)
def test_same_answer_on_rdflib(question: Question, store: ox.Store, graph: rdflib.Graph) -> None:
    result = Result.of(store.query(question.sparql))
    rows = [(t.subject, t.predicate, t.object) for t in result.triples] if result.kind == "graph" else result.rows
    assert comparable(rows) == comparable(graph.query(question.sparql))


@pytest.mark.parametrize("question", ASKED, ids=ids)
def test_defaults_are_those_of_the_head(question: Question, asker: Asker) -> None:
    given = {p.name: p.default for p in question.parameters}
    assert asker.ask(question, **given) == asker.engine.query(question.sparql)


@pytest.mark.parametrize("question", [q for q in ASKED if any(p.name == "lang" for p in q.parameters)], ids=ids)
def test_in_english_the_rows_are_the_same(question: Question, asker: Asker) -> None:
    danish, english = asker.ask(question, lang="da"), asker.ask(question, lang="en")
    if not any(p.type == "text" for p in question.parameters):
        assert len(danish.rows) == len(english.rows)
    assert danish != english or not danish.rows


@pytest.mark.parametrize("question", [q for q in ASKED if any(p.optional for p in q.parameters)], ids=ids)
def test_optional_parameters_widen_and_narrow(question: Question, asker: Asker) -> None:
    for parameter in (p for p in question.parameters if p.optional and p.type in THINGS):
        everything = asker.ask(question, **{parameter.name: "any"})
        names = list(asker.names(parameter.type))
        one = asker.ask(question, **{parameter.name: names[0]})
        assert len(one.rows or one.triples) <= len(everything.rows or everything.triples)
        if parameter.several:
            assert comparable(asker.ask(question, **{parameter.name: names}).rows) == comparable(everything.rows)


# --- quality ---

BROKEN = {
    "age-upside-down": "age:x a pol:AgeBand ; schema:requiredMinAge 9 ; schema:requiredMaxAge 3 .",
    "arguable-without-note": "doc:s1 pol:certainty pol:arguable .",
    "concept-outside-codebook": "doc:s1 pol:about concept:no-such-concept .",
    "document-without-text": "data:new a pol:PolicyDocument .",
    "fact-without-source": "doc:f1 a rdf:Statement .",
    "link-between-documents": "doc:s1 pol:serves other:s1 ; pol:inDocument data:doc . other:s1 pol:inDocument data:other .",
    "passage-outside-text": "doc:p oa:hasSource doc:t ; oa:hasSelector doc:x . doc:x oa:end 9 . doc:t pol:length 5 .",
    "passage-upside-down": "doc:x oa:start 9 ; oa:end 9 .",
    "presence-differs-from-evidence": "doc:p a pol:Presence ; pol:statementCount 2 ; pol:evidencedBy doc:s1 .",
    "presence-without-statement": "doc:p pol:presentStrictly true ; pol:statementCount 0 .",
    "quantity-without-unit": "doc:s1 pol:quantity 10 .",
    "serves-no-aim": "doc:s1 pol:serves doc:s2 . doc:s2 a pol:Theme .",
    "sharing-differs-from-count": "doc:s a pol:Sharing ; pol:municipalityCount 3 ; pol:sharedBy doc:a , doc:b .",
    "statement-without-label": 'doc:s1 a pol:Statement ; skos:prefLabel "kun dansk"@da .',
    "statement-without-passage": "doc:s1 a pol:Statement .",
    "thing-without-label": "doc:s1 pol:involves doc:nobody .",
}
_PREFIXES = """@prefix pol: <https://w3id.org/politikgraf/ontology/> . @prefix concept: <https://w3id.org/politikgraf/concept/> .
@prefix age: <https://w3id.org/politikgraf/age/> . @prefix data: <https://w3id.org/politikgraf/data/> .
@prefix doc: <https://w3id.org/politikgraf/data/doc/> . @prefix other: <https://w3id.org/politikgraf/data/other/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


@pytest.mark.parametrize("question", QUALITY, ids=ids)
def test_quality_question_finds_nothing_here_and_a_fault_where_there_is_one(question: Question, asker: Asker) -> None:
    assert asker.engine.query(question.sparql).rows == ()
    broken = ox.Store()
    broken.load((_PREFIXES + BROKEN[question.name.removeprefix("quality/")]).encode(), format=ox.RdfFormat.TURTLE)
    assert len(Engine.of_store(broken).query(question.sparql).rows) == 1


# --- what may be set ---


def test_things_by_short_name_words_and_iri(asker: Asker) -> None:
    answer = asker.ask("in-common", municipality="glostrup")
    assert asker.ask("in-common", municipality="Glostrup Kommune") == answer
    assert asker.ask("in-common", municipality="glostrup municipality") == answer
    assert asker.ask("in-common", municipality="https://w3id.org/politikgraf/municipality/glostrup") == answer
    assert asker.ask("evidence", statement="glostrup-2025:s012") == asker.ask("evidence", statement="glostrup-2025/s012")


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
        ("statements-with-word", {"word": 'x\\u0022 } DROP ALL #'}, "backslash"),
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
_NASTY = st.one_of(st.text(max_size=30), st.text('"\\{}<>#?.;|& \n\'u0022sx', max_size=20), st.sampled_from(["any", "wellbeing", "2029", "-3", "1e9", "goal"]))


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
    assert [li for li in text.split("\n") if li != line] == [li for li in TYPED.sparql.split("\n") if f"?{name} " not in li]
    rows = list(ox.Store().query(f"SELECT ?{name} WHERE {{ {line} }}"))
    assert len(rows) == 1
    if name == "text":
        assert rows[0][0].value == value.strip()


# --- the command ---


def run(capsys: pytest.CaptureFixture, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


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


def test_file_standard_input_and_ask(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("# param: n (integer) = 1 | tallet | the number\nSELECT ?n WHERE {\n  VALUES ?n { 1 }\n}\n", encoding="utf-8")
    assert run(capsys, "query", str(file), "--param", "n=7", "--format", "csv")[1] == "n\n7\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { ?s ?p ?o }"))
    assert run(capsys, "query", "-") == (0, "ja\n", "")
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { ?s ?p ?o }"))
    assert json.loads(run(capsys, "query", "-", "--format", "json")[1])["boolean"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shared-by-al"], "did you mean shared-by-all"),
        (["absent-from", "--param", "municipality=glostrop"], "did you mean glostrup?"),
        (["absent-from", "--param", "municipality"], "is not KEY=VALUE"),
        (["no-such-file.rq"], "cannot be read"),
        (["unique-to-one", "--format", "turtle"], "use table, csv, json or markdown"),
    ],
)
def test_mistakes_end_with_2_and_a_remedy(arguments: list[str], said: str, capsys: pytest.CaptureFixture) -> None:
    code, out, err = run(capsys, "query", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_syntax_error_shows_line_and_column(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT *\nWHERE { ?s ?p ?o . } ORDER\n"))
    code, out, err = run(capsys, "query", "-")
    assert (code, out) == (2, "")
    assert re.search(r"line \d+, column \d+", err)


def test_quality_question_with_faults_ends_with_1(capsys: pytest.CaptureFixture, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(_PREFIXES + BROKEN["quantity-without-unit"], encoding="utf-8")
    assert run(capsys, "query", "quality/quantity-without-unit")[0] == 0
    assert run(capsys, "query", "quality/quantity-without-unit", "--graph", str(bad))[0] == 1


def test_questions_are_listed_searched_and_told(capsys: pytest.CaptureFixture) -> None:
    out = run(capsys, "queries")[1]
    assert all(q.name in out for q in LIBRARY)
    assert "responsible-for-measures" in run(capsys, "queries", "ANSVARLIG", "tiltag")[1]
    assert "overlap" not in run(capsys, "queries", "ansvarlig")[1]
    told = run(capsys, "queries", "absent-from", "--lang", "en")[1]
    assert "municipality (" in told or "the municipality in question" in told
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
