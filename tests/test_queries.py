"""The questions: their heads, their answers on two engines and from the statements alone, the quality questions."""

from __future__ import annotations

import math
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
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
MAY_BE_EMPTY = {"absent-from-all"}
LEADS_ON = {
    "statement",
    "measure",
    "goal",
    "source",
    "example",
    "evidence",
    "presence",
    "passage",
    "theme",
    "reading",
    "text",
}
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
    for text in (
        question.question,
        question.why,
        *(p.text for p in question.parameters),
        *(c.text for c in question.columns),
    ):
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
        assert LEADS_ON & {c.name for c in question.columns} or {"concept", "article"} <= {
            c.name for c in question.columns
        }


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("# question-da: x", "the head lacks group"),
        ("# quest: x", "unknown key 'quest'"),
        ("# param: k (integer) = 3 | da | en", "parameter k has no line of its own"),
        ("# param: k integer", "is not understood"),
        ("# param: k (integer, many) = 3 | da | en", "unknown word 'many'"),
        ("# param: k (text, one of one|two) = three | da | en", "its default 'three' is none of its values"),
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
    if question.name not in MAY_BE_EMPTY:
        assert result.rows or result.triples


def test_no_answer_is_left_behind() -> None:
    there = {p for p in (Path(__file__).parent / "answers").iterdir() if p.suffix in {".csv", ".ttl"}}
    assert there == {answer_file(q) for q in ASKED}


@pytest.mark.parametrize("question", list(LIBRARY), ids=ids)
def test_answer_is_quick(question: Question, asker: Asker) -> None:
    """Five documents are little: what takes half a second here takes minutes at the size of all municipalities."""
    started = time.process_time()
    asker.ask(question)
    assert time.process_time() - started < 0.5


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
    assert len(danish.rows) == len(english.rows)
    assert danish != english or not danish.rows


@pytest.mark.parametrize("question", [q for q in ASKED if any(p.choices for p in q.parameters)], ids=ids)
def test_every_value_that_is_offered_finds_something_and_every_one_found_is_offered(
    question: Question, asker: Asker
) -> None:
    opened = {p.name: "any" for p in question.parameters if p.optional}
    for parameter in (p for p in question.parameters if p.choices):
        for choice in parameter.choices:
            assert asker.ask(question, **{**opened, parameter.name: choice}).rows, choice
        if parameter.name in {c.name for c in question.columns}:
            assert set(column(asker, question.name, parameter.name, **opened)) == set(parameter.choices)


@pytest.mark.parametrize("question", [q for q in ASKED if any(p.optional for p in q.parameters)], ids=ids)
def test_optional_parameters_widen_and_narrow(question: Question, asker: Asker) -> None:
    for parameter in (p for p in question.parameters if p.optional and p.type in THINGS):
        everything = asker.ask(question, **{parameter.name: "any"})
        names = list(asker.names(parameter.type))
        one = asker.ask(question, **{parameter.name: names[0]})
        assert len(one.rows or one.triples) <= len(everything.rows or everything.triples)
        if parameter.several:
            assert comparable(asker.ask(question, **{parameter.name: names}).rows) == comparable(everything.rows)


# --- answers, worked out again from the statements alone ---

POL = "https://w3id.org/politikgraf/ontology/"
SKOS, ORG = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/ns/org#"


class Statements:
    """What the graph says, in plain Python, without anything derived and without SPARQL."""

    def __init__(self, store: ox.Store):
        self._store = store
        self.documents = {s: m for s, m in self.pairs("http://purl.org/dc/terms/publisher")}
        self.document_of = dict(self.pairs(POL + "inDocument"))
        self.about = list(self.pairs(POL + "about"))

    def pairs(self, predicate: str) -> Iterable[tuple[str, str]]:
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            yield quad.subject.value, quad.object.value

    def of_kind(self, kind: str) -> set[str]:
        type_ = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        return {q.subject.value for q in self._store.quads_for_pattern(None, type_, ox.NamedNode(POL + kind), None)}

    def having(self, concept: str) -> set[str]:
        return {self.documents[self.document_of[s]] for s, c in self.about if c == concept}


@pytest.fixture(scope="module")
def statements(store: ox.Store) -> Statements:
    return Statements(store)


def column(asker: Asker, name: str, variable: str, **given: str) -> list[str]:
    result = asker.ask(name, **given)
    place = result.variables.index(variable)
    return [row[place].value for row in result.rows if row[place] is not None]


def test_shared_unique_and_absent_follow_from_the_statements(asker: Asker, statements: Statements) -> None:
    towns = set(statements.documents.values())
    having = {c: statements.having(c) for c in {c for _, c in statements.about}}
    glostrup = next(t for t in towns if t.endswith("glostrup"))
    ballerup = next(t for t in towns if t.endswith("ballerup"))
    assert set(column(asker, "shared-by-all", "concept")) == {c for c, t in having.items() if t == towns}
    assert set(column(asker, "shared-by-k", "concept")) == {c for c, t in having.items() if len(t) == 3}
    unique = {c for c, t in having.items() if len(t) == 1}
    assert set(column(asker, "unique-to-one", "concept")) == unique
    assert sorted(column(asker, "unique-to-one", "statement")) == sorted(s for s, c in statements.about if c in unique)
    for town in towns:
        absent = asker.ask("absent-from", municipality=town)
        gaps = [row[0].value for row in absent.rows]
        assert sorted(gaps) == sorted(c for c, t in having.items() if town not in t), "one row a concept"
        assert {int(row[5].value) for row in absent.rows} == {list(statements.documents.values()).count(town)}
    assert set(column(asker, "in-common", "concept")) == {c for c, t in having.items() if {glostrup, ballerup} <= t}
    only = {c for c, t in having.items() if ballerup in t and glostrup not in t}
    assert set(column(asker, "says-what-other-does-not", "concept")) == only
    assert set(column(asker, "absent-from-all", "concept")) == {str(c) for c in asker.names("concept").values()} - set(
        having
    )


def test_goals_measures_and_responsibility_follow_from_the_statements(asker: Asker, statements: Statements) -> None:
    borne = {s for s, _ in statements.pairs(POL + "hasResponsible")}
    goals, measures = statements.of_kind("Goal"), statements.of_kind("Measure")
    carried = [(m, aim) for m, aim in statements.pairs(POL + "serves") if m in measures]
    served = {aim for _, aim in carried}
    assert len(carried) < len(list(statements.pairs(POL + "serves"))), "principles serve goals too, but are no measures"
    assert sorted(column(asker, "goals-without-measures", "goal", municipality="any")) == sorted(goals - served)
    assert sorted(column(asker, "measures-without-responsible", "measure", municipality="any")) == sorted(
        measures - borne
    )
    assert set(column(asker, "responsible-for-measures", "measure", municipality="any")) == measures & borne
    assert sorted(column(asker, "goals-and-measures", "measure", municipality="any")) == sorted(m for m, _ in carried)
    found = asker.ask("goals-about", concept=list(asker.names("concept")))
    counted = {row[3].value: int(row[5].value) for row in found.rows}
    assert counted == {g: sum(aim == g for _, aim in carried) for g in goals}
    assert set(column(asker, "goals-by-age", "source", municipality="any", basis="measure")) <= measures
    assert set(column(asker, "voices", "statement")) == statements.of_kind("Voice")


def test_ages_follow_from_the_bands(asker: Asker, statements: Statements) -> None:
    least = {a: int(v) for a, v in statements.pairs("https://schema.org/requiredMinAge")}
    most = {a: int(v) for a, v in statements.pairs("https://schema.org/requiredMaxAge")}
    stated = list(statements.pairs(POL + "forAge"))
    for years in (0, 3, 16, 18, 19, 30):
        covering = {s for s, a in stated if least[a] <= years <= most.get(a, 999)}
        assert covering <= set(column(asker, "covers-age", "statement", years=str(years)))
        found = asker.ask("covers-age", years=years)
        ages_of_statements = [(row[3], row[5]) for row in found.rows]
        assert len(set(ages_of_statements)) == len(ages_of_statements), (
            "an age that counts for the document counts once"
        )
        sources = {row[5].value for row in found.rows if row[2].value == "document"}
        assert sources == {s for s in sources_of_ages(statements) if s in covering}
        beyond = sorted(s for s, a in stated if most.get(a, 999) > years)
        assert sorted(column(asker, "past-18", "statement", years=str(years))) == beyond
    told = {d for d, _ in statements.pairs(POL + "documentAge")}
    ages = asker.ask("ages-of-documents")
    assert {row[1].value for row in ages.rows} == statements.of_kind("PolicyDocument")
    assert {row[1].value for row in ages.rows if row[2] is not None} == told


def sources_of_ages(statements: Statements) -> set[str]:
    """The statements that give a whole document its age."""
    aged = {
        f
        for f, p in statements.pairs("http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate")
        if p == POL + "documentAge"
    }
    return {s for f, s in statements.pairs("http://www.w3.org/ns/prov#wasDerivedFrom") if f in aged}


def test_a_word_is_found_in_either_language_in_any_case_and_only_in_statements(
    asker: Asker, statements: Statements
) -> None:
    said = [p for p in statements.pairs(SKOS + "prefLabel") if p[0] in statements.of_kind("Statement")]
    for word in ("skole", "SKOLE", "school", "Ældre", "ældre", "SP-model"):
        having = {s for s, label in said if word.lower() in label.lower()}
        for language in LANGUAGES:
            found = column(asker, "statements-with-word", "statement", word=word, municipality="any", lang=language)
            assert sorted(found) == sorted(having), word
            assert having, word


def test_a_topic_brings_all_its_narrower_concepts_however_deep(asker: Asker, statements: Statements) -> None:
    narrower: dict[str, set[str]] = {}
    for concept, broader in statements.pairs(SKOS + "broader"):
        narrower.setdefault(broader, set()).add(concept)

    def below(concept: str) -> set[str]:
        return {concept}.union(*map(below, narrower.get(concept, ())))

    spoken_of = {c for _, c in statements.about}
    deep = 0
    for name, topic in asker.names("concept").items():
        if topic in narrower:
            expected = below(topic) & spoken_of
            deep += expected != ({topic} | narrower[topic]) & spoken_of
            assert set(column(asker, "concept-by-municipality", "concept", topic=name)) == expected
    assert deep, "a concept two steps down shows that this test can fail"


def test_who_took_part_is_who_contributed(asker: Asker, statements: Statements) -> None:
    told = {s for s, c in statements.about if c.endswith("/involvement-in-making")}
    took_part = {
        (s, a)
        for role in ("hasContributor", "hasResponsible")
        for s, a in statements.pairs(POL + role)
        if s in told and not a.endswith("/actor/municipality")
    }
    rows = asker.ask("who-took-part").rows
    assert {row[2].value for row in rows} == told
    assert sorted((row[2].value, row[4].value) for row in rows if row[4]) == sorted(took_part)
    assert all((row[4] is None) == (row[6] is None) for row in rows)
    above = {a: b for p in (SKOS + "broader", ORG + "classification") for a, b in statements.pairs(p)}
    roots = {"children-and-young-people", "student-councils", "youth-councils", "childrens-meetings"}

    def is_of_children(actor: str) -> bool:
        return actor.rsplit("/", 1)[1] in roots or (actor in above and is_of_children(above[actor]))

    children = {name for name, iri in asker.names("actor").items() if is_of_children(iri)}
    assert set(re.findall(r"actor:([a-z-]+)", LIBRARY["who-took-part"].sparql.split(" IN (")[1])) == children


def test_every_municipality_has_every_target_group(asker: Asker, statements: Statements) -> None:
    groups = {a: g for g, a in re.findall(r'\("(\w+)" actor:([a-z-]+)\)', LIBRARY["target-groups"].sparql)}
    aimed = {
        (statements.documents[statements.document_of[s]], groups[name], s)
        for s, a in statements.pairs(POL + "hasTargetGroup")
        if (name := a.rsplit("/", 1)[1]) in groups
    }
    counted = Counter((town, group) for town, group, _ in aimed)
    rows = {(row[0].value, row[1].value): row for row in asker.ask("target-groups").rows}
    assert {key: int(row[2].value) for key, row in rows.items()} == {
        (town, group): counted[town, group] for town in statements.documents.values() for group in groups.values()
    }
    assert any(row[2].value == "0" for row in rows.values())
    assert all((row[4] is None) == (row[2].value == "0") for row in rows.values())


def test_the_share_without_responsible_is_that_of_the_document(asker: Asker, statements: Statements) -> None:
    borne = {s for s, _ in statements.pairs(POL + "hasResponsible")}
    of_document = Counter(statements.document_of[m] for m in statements.of_kind("Measure"))
    without = Counter(statements.document_of[m] for m in statements.of_kind("Measure") - borne)
    for row in asker.ask("measures-without-responsible").rows:
        name = row[0].value
        assert int(row[1].value) == of_document[name]
        assert float(row[2].value) == pytest.approx(100 * without[name] / of_document[name], abs=0.5)


def test_an_untouched_right_says_whether_the_codebook_could_have_found_it() -> None:
    store = ox.Store()
    store.load(
        (
            _PREFIXES
            + "".join(
                f'crc:{n} skos:inScheme crc: ; skos:notation "{n}" ; skos:prefLabel "ret {n}"@da . '
                for n in (9, 10, 11)
            )
            + """concept:seen skos:closeMatch crc:9 . [] pol:ofConcept concept:seen ; pol:municipalityCount 2 .
            concept:unseen skos:relatedMatch crc:10 . [] pol:ofConcept concept:unseen ; pol:municipalityCount 0 ."""
        ).encode(),
        format=ox.RdfFormat.TURTLE,
    )
    rows = Engine.of_store(store).query(LIBRARY["rights-untouched"].sparql).rows
    told = [(row[1].value, row[2].value, row[3] and row[3].value.rsplit("/", 1)[1]) for row in rows]
    assert told == [("ret 10", "not-spoken-of", "unseen"), ("ret 11", "no-concept", None)]


def test_what_has_a_number_is_ordered_by_it(asker: Asker, statements: Statements) -> None:
    least = {a: int(v) for a, v in statements.pairs("https://schema.org/requiredMinAge")}
    for name, variable in (("sdg-touched", "sdg"), ("rights-touched", "article"), ("rights-untouched", "article")):
        numbers = [int(re.findall(r"\d+", iri)[-1]) for iri in column(asker, name, variable)]
        assert numbers == sorted(numbers) and len(set(map(str, numbers))) > 1
    ages = [
        (row[0].value, least[row[1].value]) for row in asker.ask("goals-by-age", basis="any", municipality="any").rows
    ]
    assert ages == sorted(ages)
    assert [q.name for q in ASKED if re.search(r"ORDER BY.*\?(age|sdg)\b", q.sparql)] == [
        q.name for q in ASKED if re.search(r"ORDER BY.*(\?(least|from) COALESCE.* \?age|STR\(\?sdg)\b", q.sparql)
    ]


def test_weight_and_distinctiveness_follow_from_the_statements(asker: Asker, statements: Statements) -> None:
    """Monroe, Colaresi and Quinn (2008), with the pooled counts as prior; salience as a plain share."""
    towns = sorted(set(statements.documents.values()))
    count: Counter[tuple[str, str]] = Counter(
        (statements.documents[statements.document_of[s]], c) for s, c in statements.about
    )
    of_town = Counter(statements.documents[statements.document_of[s]] for s in {s for s, _ in statements.about})
    prior = Counter(c for _, c in statements.about)
    total = sum(prior.values())
    for town in towns:
        size = sum(n for (t, _), n in count.items() if t == town)
        name = town.rsplit("/", 1)[-1]
        for row in asker.ask("distinctiveness", municipality=name, bound="-99").rows:
            concept, here = row[0].value, count[town, row[0].value]
            there, other = prior[concept] - here, total - size
            mine, theirs = here + prior[concept], there + prior[concept]
            odds = math.log(mine / (size + total - mine)) - math.log(theirs / (other + total - theirs))
            error = math.sqrt(1 / mine + 1 / theirs)
            expected = (odds / error, odds, odds - 1.96 * error, odds + 1.96 * error)
            assert [float(term.value) for term in row[3:7]] == pytest.approx(expected, abs=2e-4), (town, concept)
        for row in asker.ask("salience", municipality=name, least="0").rows:
            assert float(row[4].value) == pytest.approx(count[town, row[0].value] / of_town[town], abs=1e-4)


def test_a_text_that_is_coded_to_its_last_word_has_its_coverage(asker: Asker, statements: Statements) -> None:
    assert set(column(asker, "coverage", "document")) == statements.of_kind("PolicyDocument")
    assert all(value is not None for row in asker.ask("coverage").rows for value in row)


def test_what_a_document_is_silent_on_has_words_in_both_languages(asker: Asker) -> None:
    for name in ("silent-on", "replaced-and-revision"):
        for language in ("da", "en"):
            assert all(column(asker, name, "whatLabel", lang=language)), (name, language)
            assert len(column(asker, name, "whatLabel", lang=language)) == len(asker.ask(name).rows)
            verbs = r"(has|covers|replaces|prepared|due|when|what|how|har|dækker|erstatter|er|hvornår|hvad|hvordan)\b"
            assert not [w for w in column(asker, name, "whatLabel", lang=language) if re.match(verbs, w)], "nouns"


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
@prefix crc: <https://w3id.org/politikgraf/crc/> .
"""


@pytest.mark.parametrize("question", QUALITY, ids=ids)
def test_quality_question_finds_nothing_here_and_a_fault_where_there_is_one(question: Question, asker: Asker) -> None:
    assert asker.engine.query(question.sparql).rows == ()
    broken = ox.Store()
    broken.load((_PREFIXES + BROKEN[question.name.removeprefix("quality/")]).encode(), format=ox.RdfFormat.TURTLE)
    assert len(Engine.of_store(broken).query(question.sparql).rows) == 1
