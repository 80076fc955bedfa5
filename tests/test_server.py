"""The server as people, programs and strangers meet it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import servers
from politikgraf.namespaces import BASE
from politikgraf.project import Project
from politikgraf.server.app import Application
from politikgraf.server.evaluation import Job, Reply, evaluate, refuse
from politikgraf.server.exchange import Request, Response, client_of
from politikgraf.server.fairness import Costs, Door, SlowPlaces, Turns, asker
from politikgraf.server.limits import Limits
from politikgraf.server.negotiation import GRAPHS, TABLES, choose
from politikgraf.server.pool import Pool
from politikgraf.server.resource import Quote
from politikgraf.server.service import is_loopback, read_quotes
from politikgraf.server.words import TERMS

LIMIT_SECONDS = 2.0
MAX_ROWS = 70_000
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
MUNICIPALITIES = f"SELECT ?m {{ ?m a <{BASE}ontology/Municipality> }} ORDER BY ?m"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"


class Direct:
    """Runs jobs in this process, without bounds: for what needs no worker."""

    def __init__(self, store: ox.Store):
        self._store = store

    def run(self, job: Job, cancelled: Callable[[], bool] = lambda: False) -> Reply:
        return evaluate(self._store, job)


@pytest.fixture(scope="session")
def store() -> ox.Store:
    store = ox.Store()
    store.load(path=str(Project.here().whole), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def application(store: ox.Store) -> Application:
    return Application(Direct(store))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    options = ("--timeout", str(LIMIT_SECONDS), "--max-rows", str(MAX_ROWS))
    with servers.politikgraf(tmp_path_factory.mktemp("served"), *options) as url:
        yield url


def ask(
    url: str, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case, and body of one request."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def query(url: str, text: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return ask(url, "POST", "/sparql", text.encode(), Content_Type=QUERY, **headers)


def get(application: Application, path: str, **headers: str) -> Response:
    path, _, fields = path.partition("?")
    return application.answer(
        Request("GET", path, fields, {n.replace("_", "-").lower(): v for n, v in headers.items()})
    )


# --- SPARQL 1.1 Protocol


def test_the_three_forms_of_a_query_give_the_same_answer(url: str) -> None:
    address = "/sparql?" + urlencode({"query": MUNICIPALITIES})
    answers = [
        ask(url, "GET", address),
        ask(url, "POST", "/sparql", urlencode({"query": MUNICIPALITIES}).encode(), Content_Type=FORM),
        query(url, MUNICIPALITIES),
    ]
    assert {status for status, _, _ in answers} == {200}
    assert len({body for _, _, body in answers}) == 1
    names = [row["m"]["value"] for row in json.loads(answers[0][2])["results"]["bindings"]]
    assert BASE + "municipality/glostrup" in names
    status, headers, body = ask(url, "HEAD", address)
    assert (status, body) == (200, b"") and int(headers["content-length"]) == len(answers[0][2])


@pytest.mark.parametrize("media_type", TABLES)
def test_tables_come_in_every_form(application: Application, media_type: str) -> None:
    response = get(application, "/sparql?" + urlencode({"query": MUNICIPALITIES}), Accept=media_type)
    assert (response.status, response.media_type) == (200, media_type)
    if TABLES[media_type] in (ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV):
        assert len(response.body.splitlines()) == 5
    else:
        assert len(list(ox.parse_query_results(response.body, format=TABLES[media_type]))) == 4


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_come_in_every_form(application: Application, media_type: str) -> None:
    text = f"CONSTRUCT WHERE {{ ?m a <{BASE}ontology/Municipality> }}"
    response = get(application, "/sparql?" + urlencode({"query": text}), Accept=media_type)
    assert (response.status, response.media_type) == (200, media_type)
    assert len(list(ox.parse(response.body, format=GRAPHS[media_type]))) == 4


def test_ask_and_format(application: Application) -> None:
    assert json.loads(get(application, "/sparql?query=ASK%7B%7D").body)["boolean"] is True
    assert (
        get(application, "/sparql?query=ASK%7B%7D&format=xml", Accept="text/csv").media_type
        == "application/sparql-results+xml"
    )
    graph = "/sparql?query=" + quote("CONSTRUCT {} {}")
    assert get(application, graph + "&format=xml").media_type == "application/rdf+xml"
    assert get(application, graph + "&format=csv").status == 406


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D&", "/sparql?", "/void?", "/concept/play?", "/ontology?"])
def test_a_format_that_is_not_known_is_refused_with_those_that_are(application: Application, path: str) -> None:
    refused = get(application, path + "format=bogus", Accept="text/csv, text/turtle")
    assert refused.status == 400 and b"bogus" in refused.body and b"json, xml, csv, tsv, ttl" in refused.body
    assert get(application, path + "format=", Accept="application/json").status in (200, 301)
    assert get(application, path + "format=csv").status in (200, 301, 406)


def test_formats_are_known_by_their_media_types_and_as_clients_write_them(application: Application) -> None:
    table, graph = "/sparql?query=ASK%7B%7D&format=", "/sparql?query=" + quote("CONSTRUCT {} {}") + "&format="
    for name in ("JSON", "application/sparql-results+json", "application/sparql-results%2Bjson", "application/json"):
        assert get(application, table + name).status == 200, name
    for name in ("n3", "turtle", "rdf+xml", "rdf%2Bxml", "json-ld", "text/turtle"):
        assert get(application, graph + name).status == 200, name
    assert get(application, "/concept/play?format=csv").status == 406


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_sees_a_page(application: Application) -> None:
    """An address of the endpoint that a browser opens leads to the page that shows the answer; a program's does not."""
    address = "/sparql?" + urlencode({"query": MUNICIPALITIES})
    sent = get(application, address, Accept=BROWSER)
    assert sent.status == 303 and dict(sent.header_lines())["Access-Control-Allow-Origin"] == "*"
    page = get(application, sent.headers["Location"].partition("#")[0], Accept=BROWSER)
    assert page.status == 200 and page.media_type == "text/html" and b"Glostrup" in page.body
    assert get(application, address + "&format=html").status == 303
    assert get(application, address + "&format=csv", Accept=BROWSER).media_type == "text/csv"
    for accept in ("*/*", "text/html, application/sparql-results+json", "application/sparql-results+xml", ""):
        assert get(application, address, Accept=accept).status == 200, accept
    named = address + "&" + urlencode({"default-graph-uri": BASE + "x"})
    assert get(application, named, Accept=BROWSER).media_type == "application/xml"
    assert get(application, named + "&format=html").status == 406
    assert get(application, "/sparql?update=CLEAR", Accept=BROWSER).status == 403
    mistake = get(application, "/sparql?query=SELEKT", Accept=BROWSER).headers["Location"].partition("#")[0]
    assert b'data-line="1"' in get(application, mistake).body
    for path in ("/void", "/.well-known/void", "/void?format=html"):
        assert get(application, path, Accept=BROWSER).headers["Location"] == "/dataset"
    assert get(application, "/void?format=ttl", Accept=BROWSER).media_type == "text/turtle"
    assert get(application, "/void", Accept="*/*").media_type == "text/turtle"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/csv"),
        ("", "text/csv"),
        ("*/*", "text/csv"),
        ("text/*;q=0.1, application/json;q=0.2", "application/json"),
        ("text/csv;q=0, */*", "application/json"),
        ("TEXT/CSV", "text/csv"),
        ("image/png", None),
        ("nonsense", None),
        ("*/*;q=0", None),
        ("*/json", None),
        ("application/json;q=2;x=y", "application/json"),
    ],
)
def test_negotiation(accept: str | None, expected: str | None) -> None:
    assert choose(accept, ["text/csv", "application/json"]) == expected


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/sparql?query=", None, {}, 400),
        ("GET", "/sparql?query=SELEKT", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
        ("GET", "/sparql?query=%FF%FE", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=not+an+iri", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=relative", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "image/png"}, 406),
        ("GET", "/sparql?query=ASK%7B%7D", None, {"Accept": "text/turtle"}, 406),
        ("GET", "/sparql?query=" + quote("CONSTRUCT {} {}"), None, {"Accept": "text/csv"}, 406),
        ("GET", "/sparql?update=CLEAR+ALL", None, {}, 403),
        ("PUT", "/sparql", b"x", {"Content-Type": "text/turtle"}, 405),
        ("DELETE", "/sparql", None, {}, 405),
        ("PATCH", "/sparql", b"x", {}, 405),
        ("TRACE", "/sparql", None, {}, 405),
        ("POST", "/sparql", b"ASK {}", {}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "application/sparql-query; charset=latin-1"}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}, 415),
        ("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"update=CLEAR+ALL", {"Content-Type": FORM}, 403),
        ("POST", "/sparql", b"", {"Content-Type": FORM}, 400),
        ("POST", "/sparql", b"\xff\xfe", {"Content-Type": QUERY}, 400),
        ("POST", "/sparql?query=ASK%7B%7D", b"ASK {}", {"Content-Type": QUERY}, 400),
        ("POST", "/sparql", b"a&" * 5000, {"Content-Type": FORM}, 400),
        ("POST", "/void", b"x", {}, 405),
        ("GET", "/%FF", None, {}, 400),
        ("GET", "/nothing/here", None, {}, 404),
        ("GET", "/data/%3Cscript%3E", None, {}, 404),
        ("GET", "/void", None, {"Accept": "image/png"}, 406),
        ("GET", "/assets/../app.py", None, {}, 404),
        ("GET", "/assets/%2e%2e/app.py", None, {}, 404),
    ],
)
def test_what_is_not_right_is_refused_properly(
    url: str, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    found, answered, content = ask(url, method, path, body, **headers)
    assert found == status, content
    assert status != 405 or answered["allow"]
    assert content.strip() and b"Traceback" not in content and str(servers.ROOT).encode() not in content


def test_dataset_parameters(url: str) -> None:
    def graphs(*fields: tuple[str, str], text: str = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") -> int:
        path = "/sparql?" + urlencode([("query", text), ("format", "csv"), *fields])
        return int(ask(url, "GET", path)[2].split()[1])

    document = BASE + "data/glostrup-2025"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    everything = graphs()
    if not graphs(text=named):
        pytest.skip("the named graphs are not built: run `politikgraf build`")
    part = graphs(("default-graph-uri", document))
    assert 0 < part < everything == graphs(text=named)
    assert graphs(("named-graph-uri", document)) == 0
    assert graphs(("named-graph-uri", document), text=named) == part
    assert graphs(("default-graph-uri", document), text=named) == 0
    assert graphs(text=f"SELECT (COUNT(*) AS ?n) FROM <{document}> {{ ?s ?p ?o }}") == part
    elsewhere = f"SELECT (COUNT(*) AS ?n) FROM <{BASE}nowhere> {{ ?s ?p ?o }}"
    assert graphs(text=elsewhere) == 0
    assert graphs(("default-graph-uri", document), text=elsewhere) == part


def test_service_description_and_void(url: str) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    status, headers, body = ask(url, "GET", "/sparql")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/turtle")
    said = {(t.subject.value, t.predicate.value): t.object for t in ox.parse(body, format=ox.RdfFormat.TURTLE)}
    assert said[url + "/sparql", sd + "endpoint"].value == url + "/sparql"
    assert said[url + "/sparql", sd + "supportedLanguage"].value == sd + "SPARQL11Query"
    for path in ("/void", "/.well-known/void"):
        _, _, body = ask(url, "GET", path, Accept="application/n-triples")
        objects = {(t.predicate.value, t.object.value) for t in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)}
        assert ("http://rdfs.org/ns/void#sparqlEndpoint", url + "/sparql") in objects
        assert ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://rdfs.org/ns/void#Dataset") in objects
    assert ask(url, "GET", "/sparql", Accept="text/html")[0] == 303
    status, headers, _ = ask(url, "OPTIONS", "/sparql", Origin="http://example.org")
    assert status == 204 and headers["access-control-allow-origin"] == "*"


# --- What is refused, and the bounds


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "# SELECT\nPREFIX x: <a:> deLete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "DROP SILENT GRAPH <a:a>",
        "CREATE GRAPH <a:a>",
        "COPY <a:a> TO <a:b>",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(text: str) -> None:
    assert refuse(text) == Reply.refusal(403, refuse(text).body.decode())  # type: ignore[union-attr]


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service silent <URL> { ?s ?p ?o } }",
    "SELECT*{?s ?p ?o.SERVICE<URL>{}}",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SeRvIcE <URL> {} } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p 'x' . SERVICE #'\n<URL> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b#>'''\n) SERVICE <URL> {} #'''\n}",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE <URL> { ?s ?p ?o } # SERVICE zervicx",
]


def test_no_query_reaches_another_server(url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.3)
        target = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        for text in SERVICES:
            status, _, body = query(url, text.replace("URL", target))
            assert 400 <= status < 500, (text, body)
        loads = f"LOAD <{target}>"
        assert query(url, loads)[0] == 403
        query(url, f"SELECT * FROM <{target}> FROM NAMED <{target}> {{ ?s ?p ?o }}")
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p 'SERVICE <http://x>' } # service\nLIMIT 1",
        "PREFIX service: <http://x#> SELECT * { ?s service:service ?o }",
        'SELECT * { ?s ?p """SERVICE <http://x> { }""" }',
        "SELECT * { ?s <http://x/service> _:service }",
    ],
)
def test_the_word_service_alone_is_no_offence(text: str) -> None:
    assert refuse(text) is None


def test_a_worker_cannot_reach_out_even_if_asked_to(url: str, tmp_path: Path) -> None:
    """The second fence: a worker has no file or socket left to open."""
    code = (
        "import socket\nfrom politikgraf.server.nursery import _fence\n_fence(500_000_000)\n"
        "try:\n    socket.socket()\nexcept OSError:\n    print('fenced')"
    )
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "fenced\n"


def test_the_time_limit_ends_the_work(url: str) -> None:
    started = time.monotonic()
    status, _, body = query(url, RUNAWAY)
    assert status == 504 and b"ended" in body and b"2 seconds" in body
    assert LIMIT_SECONDS - 0.1 < time.monotonic() - started < LIMIT_SECONDS + 2
    before = _busy_seconds(url)
    time.sleep(0.5)
    assert _busy_seconds(url) - before < 0.25


def _busy_seconds(url: str) -> float:
    """Processor time that the nursery of a server and its living workers have taken so far."""
    nurseries = set(_children_of_server(url))
    assert nurseries
    ticks = 0
    for pid, parent, _ in _processes():
        if parent in nurseries or pid in nurseries:
            with suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def test_a_query_that_nobody_waits_for_is_ended(url: str) -> None:
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as line:
        body = RUNAWAY.encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body)
        time.sleep(0.3)
    time.sleep(0.6)
    before = _busy_seconds(url)
    time.sleep(0.5)
    assert _busy_seconds(url) - before < 0.25


def test_runaways_do_not_slow_others(url: str) -> None:
    def times(count: int) -> list[float]:
        taken = []
        for _ in range(count):
            started = time.monotonic()
            assert query(url, MUNICIPALITIES)[0] == 200
            taken.append(time.monotonic() - started)
        return taken

    statuses: list[int] = []
    wild = [threading.Thread(target=lambda: statuses.append(query(url, RUNAWAY)[0])) for _ in range(10)]
    for thread in wild:
        thread.start()
    time.sleep(0.5)
    taken = times(40)
    for thread in wild:
        thread.join()
    assert set(statuses) <= {503, 504}
    assert statistics.quantiles(taken, n=20)[-1] < 0.5, taken


@pytest.mark.parametrize("how", ["one text", "many texts"])
def test_many_slow_queries_do_not_keep_quick_ones_waiting(url: str, how: str) -> None:
    """25 at once from the same address; a quick query that is new, and one that is known, are answered all the same."""
    assert query(url, "ASK { ?s ?p ?o }")[0] == 200
    statuses: list[int] = []
    texts = [f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {how}" for _ in range(25)]
    if how == "many texts":
        texts = [f"{text} {number}" for number, text in enumerate(texts)]
    wild = [threading.Thread(target=lambda t=text: statuses.append(query(url, t)[0])) for text in texts]
    for thread in wild:
        thread.start()
    time.sleep(0.2)
    taken = []
    for text in ("ASK { ?s ?p ?o }", f"ASK {{ ?s ?p ?o }} # {how}"):
        started = time.monotonic()
        assert query(url, text)[0] == 200
        taken.append(time.monotonic() - started)
    for thread in wild:
        thread.join()
    assert len(statuses) == 25 and set(statuses) <= {503, 504}
    assert max(taken) < 4, taken


def _turns(*workers: str) -> Turns:
    return Turns(workers)  # type: ignore[arg-type]


def _waiting(turns: Turns, who: str, quick: bool, order: list[str], name: str) -> threading.Thread:
    """Somebody who waits for a worker, and notes when he has had it."""

    def begin(worker: object) -> bool:
        order.append(name)
        return True

    thread = threading.Thread(target=lambda: turns.take(who, quick, 10.0, begin))
    before = turns.waiting
    thread.start()
    while turns.waiting == before:
        time.sleep(0.001)
    return thread


def test_turns_go_from_address_to_address() -> None:
    turns, order = _turns("worker"), []
    assert turns.take("a", False, 0.0, lambda _: True) == "worker" and not turns.waiting
    names = [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1")]
    threads = [_waiting(turns, who, False, order, name) for who, name in names]
    for _ in names:
        turns.put("worker")  # type: ignore[arg-type]
    for thread in threads:
        thread.join()
    assert order == ["a3", "b1", "c1", "a1", "a2"] and not turns.waiting


def test_known_quick_queries_go_first_but_not_always() -> None:
    turns, order = _turns(), []
    threads = [_waiting(turns, "a", False, order, f"slow{n}") for n in range(2)]
    threads += [_waiting(turns, "a", True, order, f"quick{n}") for n in range(6)]
    for _ in threads:
        turns.put("worker")  # type: ignore[arg-type]
    for thread in threads:
        thread.join()
    assert order == ["quick0", "quick1", "quick2", "slow1", "quick3", "quick4", "quick5", "slow0"]


def test_who_waits_no_more_gets_no_worker() -> None:
    turns, order = _turns(), []
    assert turns.take("a", False, 0.01, lambda _: True) is None and not turns.waiting
    thread = _waiting(turns, "b", False, order, "b")
    turns.close()
    thread.join()
    assert not order and turns.take("a", False, 10.0, lambda _: True) is None
    turns = _turns("worker")
    assert turns.take("a", False, 10.0, lambda _: False) is None
    assert turns.take("a", False, 0.0, lambda _: True) == "worker", "a worker that was not wanted is kept"


def test_slow_places_are_shared_by_address() -> None:
    places = SlowPlaces(2, fair_seconds=1.0)
    mine, also_mine = places.take("me"), places.take("me")
    assert mine and also_mine
    tickets = [("me", places.wait("me")), ("you", places.wait("you"))]
    mine.working, also_mine.working = 0.5, 2.0
    assert places.take(*tickets[0]) is None, "you hold less"
    yours = places.take(*tickets[1])
    assert yours and also_mine.wanted and not mine.wanted
    places.give_up(tickets[1][1])
    mine.working, yours.working = 1.5, 5.0
    assert places.take("you") is None, "who waits comes before who does not"
    assert places.take(*tickets[0]) and yours.wanted


def test_an_address_may_ask_so_much_at_once_and_no_more() -> None:
    door = Door(3, 2)
    assert [door.enter("a"), door.enter("a"), door.enter("a")] == ["", "", "many"]
    assert [door.enter("b"), door.enter("b")] == ["", "full"]
    door.leave("a")
    assert door.enter("b") == ""


def test_who_asks_too_much_at_once_is_told_when_to_come_again(tmp_path: Path) -> None:
    data = tmp_path / "small.ttl"
    data.write_text("<a:a> <a:b> <a:c> .")
    pool = Pool([data], Limits(workers=1, waiting_of_one=1, waiting=3))
    try:
        asked: list[int] = []
        inside, go_on = threading.Event(), threading.Event()

        def gone() -> bool:
            inside.set()
            return go_on.is_set()

        def slow() -> None:
            asker.set("a")
            triples = " ".join(f"<a:{n}> " for n in range(60))
            text = f"SELECT (COUNT(*) AS ?n) {{ {''.join(f'VALUES ?v{n} {{ {triples} }} ' for n in range(6))} }}"
            asked.append(pool.run(Job(text), gone).status)

        thread = threading.Thread(target=slow)
        thread.start()
        assert inside.wait(10)
        application = Application(pool)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/sparql",
            "QUERY_STRING": "query=ASK%7B%7D",
            "wsgi.input": None,
        }
        said: dict[str, tuple[str, dict[str, str]]] = {}
        for who in ("a", "b"):
            application({**environ, "REMOTE_ADDR": who}, lambda s, h, who=who: said.update({who: (s, dict(h))}))
        go_on.set()
        thread.join()
        assert said["b"][0] == "200 OK" and said["a"][0] == "429 Too Many Requests" and said["a"][1]["Retry-After"]
    finally:
        pool.close()


def test_costs_are_remembered_by_text_and_dataset() -> None:
    costs = Costs()
    one, other = Costs.key(Job("ASK {}")), Costs.key(Job("ASK {}", default_graphs=("a:a",)))
    assert one != other and one == Costs.key(Job("ASK {}", "text/csv"))
    costs.note(one, 0.5)
    costs.raise_to(one, 0.2)
    assert costs.of(one) == 0.5 and costs.of(other) is None
    costs.note(one, 0.1)
    assert costs.of(one) == 0.1
    for number in range(6_000):
        costs.note(b"%d" % number, 0.0)
    assert costs.of(one) is None and costs.of(b"5999") == 0.0


@pytest.mark.parametrize(
    ("address", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "10.0.0.9", "192.0.2.1"),
        ("127.0.0.1", "10.0.0.9, 192.0.2.7", "192.0.2.7"),
        ("::1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1"),
        ("fe80::1%eth0", "", "fe80::"),
        ("", "", ""),
        ("127.0.0.1", "x" * 5000, "x" * 64),
    ],
)
def test_whose_a_request_is(address: str, forwarded: str, client: str) -> None:
    assert client_of(address, forwarded) == client


def test_whoever_worked_longest_makes_room() -> None:
    places = SlowPlaces(2, fair_seconds=1.0)
    old, young = places.take(), places.take()
    assert old and young and places.take() is None
    old.working = 5.0
    newcomer = places.take()
    assert newcomer and old.wanted and not young.wanted
    assert places.take() is None
    places.leave(young)
    assert places.take()


def test_too_much_is_refused(url: str) -> None:
    assert query(url, "SELECT * { ?s ?p ?o . ?s ?q ?r }")[0] in (400, 504)
    status, _, body = query(url, "SELECT ?s ?p ?q { ?s ?p ?o . ?s ?q ?r } LIMIT 70001")
    assert status == 400 and b"70000" in body
    assert query(url, "SELECT ?s ?p ?q { ?s ?p ?o . ?s ?q ?r } LIMIT 70000")[0] == 200
    for size in (1_000_000, 1_100_000, 40_000_000):
        assert ask(url, "POST", "/sparql", b"#" * size, Content_Type=QUERY)[0] == 413
    chunks = (b"#" * 100_000 for _ in range(50))
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    connection.request("POST", "/sparql", chunks, {"Content-Type": QUERY}, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT (" + "(" * 200_000,
        "SELECT (1" + "+1" * 30_000 + " AS ?x) {}",
        "SELECT * { ?s <a:b>" + "/<a:b>" * 20_000 + " ?o }",
        "SELECT * { FILTER(" + "!" * 100_000 + "true) }",
        "'" * 200_000,
        "\0" * 10_000,
        "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(a*)*" * 2000 + "b')) }",
    ],
)
def test_queries_that_break_parsers_do_not_break_the_server(url: str, text: str) -> None:
    assert 400 <= query(url, text)[0] < 500 or "REGEX" in text
    assert query(url, "ASK {}")[0] == 200


def test_a_query_that_eats_memory_is_ended(url: str) -> None:
    status, _, _ = query(url, "SELECT (GROUP_CONCAT(?x) AS ?y) { ?a ?b ?x . ?c ?d ?e }")
    assert status in (503, 504)
    assert query(url, "ASK {}")[0] == 200


def test_the_server_outlives_its_nursery(tmp_path: Path) -> None:
    with servers.politikgraf(tmp_path) as url:
        assert query(url, "ASK {}")[0] == 200
        nursery = _children_of_server(url)
        for pid in nursery:
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 15
        while query(url, RUNAWAY)[0] != 503 and time.monotonic() < deadline:
            time.sleep(0.2)
        while query(url, "ASK {}")[0] != 200 and time.monotonic() < deadline:
            time.sleep(0.2)
        assert query(url, "ASK {}")[0] == 200


def _children_of_server(url: str) -> list[int]:
    """The nursery of the server at an address: the parent of the workers, found by the port's process."""
    port = url.rpartition(":")[2]
    servers_ = [p for p in _processes() if f"--port\0{port}\0" in p[2]]
    return [pid for pid, parent, line in _processes() if parent in {s[0] for s in servers_} and "nursery" in line]


def _processes() -> list[tuple[int, int, str]]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            found.append((int(stat.parent.name), parent, stat.with_name("cmdline").read_text()))
        except (OSError, UnicodeDecodeError):
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    port = servers.free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "politikgraf", "serve", "--port", str(port)]
    with servers.running(command, tmp_path, url + "/health", PYTHONPATH=str(servers.ROOT / "build")) as process:
        running = threading.Thread(target=lambda: _ignore_errors(lambda: query(url, RUNAWAY)))
        running.start()
        time.sleep(0.5)
        nursery = _children_of_server(url)
        process.send_signal(how)
        assert process.wait(10) == 0
        running.join(10)
    time.sleep(0.3)
    assert nursery and not set(nursery) & {pid for pid, _, _ in _processes()}
    log = (tmp_path / "log.txt").read_text()
    assert log.endswith("politikgraf: stopped\n") and "Traceback" not in log


def _ignore_errors(do: Callable[[], object]) -> None:
    with suppress(OSError, http.client.HTTPException):
        do()


def test_an_address_in_use_is_said(url: str) -> None:
    port = url.rpartition(":")[2]
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}
    command = [sys.executable, "-m", "politikgraf", "serve", "--port", port]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=30)
    assert done.returncode == 2 and f"127.0.0.1:{port}" in done.stderr and "Traceback" not in done.stderr


# --- The data's IRIs


def _one_of_each(store: ox.Store) -> list[str]:
    """One IRI of ours for every class and every folder of names."""
    found = store.query(
        f'SELECT (MIN(?s) AS ?one) {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{BASE}")) }} GROUP BY ?class'
    )
    return sorted({row["one"].value for row in found if row["one"]})  # type: ignore[union-attr]


def test_every_kind_of_thing_has_its_page_and_its_triples(application: Application, store: ox.Store) -> None:
    iris = _one_of_each(store)
    assert len(iris) > 20
    for iri in iris:
        path = quote("/" + iri.removeprefix(BASE))
        for language, other in (("da", "en"), ("en", "da")):
            page = get(application, f"{path}?lang={language}", Accept="text/html")
            assert page.status == 200, iri
            text = page.body.decode()
            assert f'<html lang="{language}">' in text and f'hreflang="{other}"' in text
            names = re.findall(r"<(?:h1|title|dt|a [^>]*)>([^<]*)<", text)
            assert names and not [name for name in names if "://" in name], iri
        triples = get(application, path, Accept="text/turtle")
        assert triples.status == 200
        subjects = {t.subject.value for t in ox.parse(triples.body, format=ox.RdfFormat.TURTLE)}
        assert iri in subjects
        assert get(application, path, Accept="application/ld+json").media_type == "application/ld+json"


def test_a_page_leads_from_a_statement_to_its_place(application: Application, store: ox.Store) -> None:
    row = next(iter(store.query(f"SELECT ?s {{ ?s a <{BASE}ontology/Goal> }} ORDER BY ?s LIMIT 1")))
    path = "/" + row["s"].value.removeprefix(BASE)
    text = get(application, path + "?lang=da").body.decode()
    assert "Steder i teksten" in text and re.search(r"tegn \d+–\d+", text)
    assert "Places in the text" in get(application, path + "?lang=en").body.decode()
    place = next(iter(store.query(f"SELECT ?p {{ <{row['s'].value}> <{BASE}ontology/hasPassage> ?p }}")))["p"].value
    shown = Application(Direct(store), quotes={place: Quote("før ", "<b>ordene</b>", " efter")})
    assert "&lt;b&gt;ordene&lt;/b&gt;" in get(shown, path).body.decode()


def test_suffix_format_and_unknown(application: Application) -> None:
    assert get(application, "/municipality/glostrup.ttl").media_type == "text/turtle"
    assert get(application, "/municipality/glostrup?format=jsonld").media_type == "application/ld+json"
    assert get(application, "/municipality/atlantis", Accept="text/html").status == 404
    assert get(application, "/municipality/glostrup", Accept="image/png").status == 406
    assert len(list(ox.parse(get(application, "/dataset?format=nt").body, format=ox.RdfFormat.N_TRIPLES))) > 10


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/ontology", "/ontology/"),
        ("/crc", "/crc/"),
        ("/concept", "/concept/"),
        ("/concept?lang=en", "/concept/?lang=en"),
        ("/ontology.ttl", "/ontology/?format=ttl"),
        ("/concept/wellbeing/", "/concept/wellbeing"),
        ("/concept//", "/concept/"),
        ("/dataset/", "/dataset"),
        ("//dataset/", "/dataset"),
        ("/dataset/?format=nt&x=%26", "/dataset?format=nt&x=%26"),
    ],
)
def test_a_slash_at_the_end_too_many_or_too_few_leads_on(application: Application, path: str, there: str) -> None:
    moved = get(application, path)
    assert (moved.status, moved.headers["Location"]) == (301, there)
    assert get(application, there).status == 200


@pytest.mark.parametrize("path", ["/nothing", "/nothing/", "/concept/wellbeing//", "/evil.example/", "//"])
def test_where_neither_form_is_known_nothing_leads_on(application: Application, path: str) -> None:
    assert get(application, path).status == 404


def test_language_follows_the_browser(application: Application) -> None:
    assert '<html lang="en">' in get(application, "/query", Accept_Language="en-GB,en;q=0.9").body.decode()
    assert '<html lang="da">' in get(application, "/query", Accept_Language="de").body.decode()


# --- Pages and their safety


def _pages(application: Application) -> list[Response]:
    paths = ("/query", "/query?question=shared-by-all&run=1", "/municipality/glostrup", "/nothing", "/dataset")
    return [get(application, path, Accept="text/html") for path in paths]


def test_pages_ask_nothing_of_anybody_else(application: Application) -> None:
    for page in _pages(application):
        policy = dict(page.header_lines())["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        text = page.body.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", text)
        loaded = re.findall(r'<(?:script|img|iframe|source)[^>]*\bsrc="([^"]*)"', text)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]*)"', text)
        assert loaded and all(link.startswith("/assets/") for link in loaded)
        for link in loaded:
            asset = get(application, link)
            assert asset.status == 200 and b"http://" not in asset.body.replace(b"http://www.w3.org/2000/svg", b"")


def test_every_question_has_its_page(application: Application) -> None:
    questions = pytest.importorskip("politikgraf.questions")
    library = questions.Library.load()
    for number, question in enumerate(library):
        language = ("da", "en")[number % 2]
        page = get(application, f"/query?lang={language}&question={quote(question.name)}&run=1")
        text = page.body.decode()
        assert page.status == 200, (question.name, text[-500:])
        assert 'id="answer"' in text


def test_a_changed_query_wins_over_the_parameters(application: Application) -> None:
    def post(**fields: str) -> Response:
        return application.answer(Request("POST", "/query", "", {"content-type": FORM}, urlencode(fields).encode()))

    page = get(application, "/query?lang=en&question=shared-by-all").body.decode()
    was = re.search(r'name="was" value="(\w+)"', page)
    assert was
    editor = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0].removeprefix("\n")
    text = (
        editor.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", '"')
        .replace("&#39;", "'")
        .replace("&amp;", "&")
    )
    same = post(lang="en", question="shared-by-all", was=was[1], sparql=text.replace("\n", "\r\n"), run="1")
    assert same.status == 303 and "sparql=" not in same.headers["Location"]
    mine = post(lang="en", question="shared-by-all", was=was[1], sparql="ASK { }", run="1")
    assert mine.status == 303 and "sparql=ASK" in mine.headers["Location"]
    answer = get(application, mine.headers["Location"].partition("#")[0]).body.decode()
    assert '<p class="truth">Yes</p>' in answer and "You edited the query" in answer
    assert post(lang="en", sparql="ASK { } #" + "x" * 9000, run="1").status == 200


def test_a_form_that_is_too_long_is_refused_in_words(application: Application, url: str) -> None:
    body = urlencode({"sparql": "a-" * 490_000, "run": "1"}).encode()
    for language, said in (("da", "for stort"), ("en", "too large")):
        status, _, page = ask(url, "POST", "/query", body, Content_Type=FORM, Accept=BROWSER, Accept_Language=language)
        assert status == 413 and said in page.decode() and b"100 kB" in page
    started = time.process_time()
    longest = urlencode({"sparql": "a-" * 49_000}).encode()
    assert application.answer(Request("POST", "/query", "", {"content-type": FORM}, longest)).status == 200
    assert time.process_time() - started < 0.5


def test_the_process_that_speaks_http_reads_no_query(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a query asks is found in the workers, which are bounded; here the answer alone says it."""
    monkeypatch.setattr("politikgraf.server.evaluation.sparql.form", lambda text: "SELECT")
    shown = get(application, "/query?lang=en&run=1&sparql=" + quote("ASK {}")).body
    assert b'<p class="truth">Yes</p>' in shown


def test_mistakes_on_the_page_are_shown_at_their_place(application: Application) -> None:
    page = get(application, "/query?lang=en&run=1&sparql=" + quote("SELECT *\nWHERE { ?s foaf:name ?o }"))
    assert page.status == 400
    text = page.body.decode()
    assert 'data-line="2" data-column="12"' in text and 'role="alert"' in text and "foaf:" in text
    assert get(application, "/query?question=atlantis").status == 404
    assert get(application, "/query?question=says-what-other-does-not&p.municipality=atlantis&run=1").status == 400


def test_nothing_given_becomes_markup(application: Application) -> None:
    evil = '"><script>alert(1)</script>'
    for name in ("question", "sparql", "was", "p.municipality", "lang"):
        page = get(
            application,
            "/query?" + urlencode({"question": "shared-by-all", "run": "1", name: evil}),
            Accept="text/html",
        )
        assert b"<script>alert" not in page.body
    quoted = quote(evil)
    assert b"<script>" not in get(application, "/concept/" + quoted, Accept="text/html").body
    answer = "SELECT ?x { VALUES ?x { '<img src=x onerror=alert(1)>' <javascript:alert(1)> } }"
    text = get(application, "/query?run=1&sparql=" + quote(answer)).body
    assert b"<img" not in text and b'href="javascript' not in text


def test_the_site_is_served_within_itself(store: ox.Store, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "da").mkdir(parents=True)
    (site / "index.html").write_text("<script>let a = 1</script><p>hej", encoding="utf-8")
    (site / "da" / "index.html").write_text("dansk", encoding="utf-8")
    (site / "key.pem").write_text("x")
    (tmp_path / "secret.html").write_text("secret")
    (site / "link.html").symlink_to(tmp_path / "secret.html")
    served = Application(Direct(store), site)
    assert get(served, "/").headers["Location"] == "/site/"
    index = get(served, "/site/")
    assert (
        index.status == 200 and "'sha256-" in index.policy and "unsafe-inline" not in index.policy.split("style-src")[0]
    )
    assert get(served, "/site/da").status == 301 and get(served, "/site/da/").body == b"dansk"
    for name in (
        "../secret.html",
        "da/../../secret.html",
        "link.html",
        "key.pem",
        "none.html",
        "x\0y.html",
        "a" * 5000,
        "index.html/",
        "da//",
        "da/./index.html",
    ):
        assert get(served, "/site/" + name).status == 404
    assert get(Application(Direct(store), tmp_path / "none"), "/site/").status == 404


def test_no_name_of_the_site_tells_what_else_is_on_the_machine(store: ox.Store, tmp_path: Path) -> None:
    """A folder elsewhere is answered as one that is not there, and is never looked at."""
    site, private = tmp_path / "site", tmp_path / "private"
    (private / "inner").mkdir(parents=True)
    (private / "index.html").write_text("secret")
    (site / "da").mkdir(parents=True)
    (site / "index.html").write_text("hej")
    (site / "away").symlink_to(private)
    (site / "up").symlink_to("..")
    served = Application(Direct(store), site)
    known = {str(private), str(private / "inner"), "/proc/1", "/"}
    names = [*known, *(f"/{name}" for name in known), "../private", "da/../../private", "away", "away/", "away/inner"]
    names += ["away/index.html", "up/private", "/", "//", "./", "..", "../", "da//", "da\\..\\..\\private"]
    for name in names:
        there, missing = get(served, "/site/" + name), get(served, "/site/" + name + "x")
        assert (there.status, there.headers, there.body) == (404, missing.headers, missing.body), name


def test_a_folder_elsewhere_is_not_told_over_http(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("hej")
    with servers.politikgraf(tmp_path, "--site", str(tmp_path / "site")) as url:
        assert ask(url, "GET", "/site/")[2] == b"hej"
        for name in ("/root", "%2fhome", "//proc/1", "%2e%2e/", "..%2f..", "/proc/1/", "/nothing", "%2fnothing"):
            status, headers, _ = ask(url, "GET", "/site/" + name)
            assert status == 404 and "location" not in headers, name


def test_passages_are_for_the_reader_at_this_machine_only(store: ox.Store, tmp_path: Path) -> None:
    named = Application(Direct(store), hosts=frozenset({"localhost", "127.0.0.1"}))
    assert get(named, "/health", Host="127.0.0.1:8080").status == 200
    assert get(named, "/health", Host="evil.example:8080").status == 421
    assert (
        is_loopback("127.0.0.1")
        and is_loopback("::1")
        and not is_loopback("0.0.0.0")
        and not is_loopback("example.org")
    )
    passages = tmp_path / "passages.ttl"
    passages.write_text(
        "@prefix oa: <http://www.w3.org/ns/oa#> . <a:p> oa:hasSelector <a:q> ."
        ' <a:q> a oa:TextQuoteSelector ; oa:exact "ordene" ; oa:prefix "før" ; oa:suffix "efter" .',
        encoding="utf-8",
    )
    assert read_quotes(passages) == {"a:p": Quote("før", "ordene", "efter")}
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}
    command = [sys.executable, "-m", "politikgraf", "serve", "--host", "0.0.0.0", "--port", "0", "--passages"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=30)
    assert done.returncode == 2 and "loopback" in done.stderr


# --- What is said to people


@pytest.mark.parametrize(
    ("address", "danish", "english"),
    [
        ("question=covers-age&p.years=tolv", "„tolv“ kan ikke bruges til „barnets alder i år“: skriv et helt tal", "write a whole number"),
        ("question=covers-age&p.years=", "„barnets alder i år“ mangler", "is missing"),
        ("question=absent-from&p.municipality=any", "kan ikke stå åben", "cannot be left open"),
        ("question=absent-from&p.municipality=glostrop", "vælg et navn fra listen", "did you mean glostrup"),
        ("question=covers-age&p.age=3", "ingen parameter „age“", "has no parameter “age”"),
        ("question=absent-form", "intet spørgsmål, der hedder „absent-form“", "did you mean absent-from"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_explained_in_both_languages(
    application: Application, address: str, danish: str, english: str
) -> None:
    said = get(application, f"/query?lang=da&{address}&run=1")
    assert said.status in (400, 404) and danish in said.body.decode()
    said = get(application, f"/query?lang=en&{address}&run=1")
    assert english in said.body.decode() and 'id="answer"' not in said.body.decode()


def test_the_other_language_has_its_labels_too(application: Application) -> None:
    shown = get(application, "/query?lang=da&question=overlap&run=1").body.decode()
    assert "/query?lang=en&amp;question=overlap&amp;run=1" in shown
    shown = get(application, "/query?lang=da&question=absent-from&p.lang=da&p.municipality=ballerup").body.decode()
    assert "p.lang=en" in shown and "p.lang=da" not in shown


def test_the_first_query_is_in_the_readers_language(application: Application) -> None:
    for language in ("da", "en"):
        assert f"LANG(?label) = &#34;{language}&#34;" in get(application, f"/query?lang={language}").body.decode()


def test_a_graph_is_shown_with_short_names_and_a_length_of_time_in_words(application: Application) -> None:
    shown = get(application, "/query?lang=en&question=graph-of-sharing&run=1").body.decode()
    assert "@prefix concept:" in shown and "pol:sharedBy municipality:ballerup" in shown
    shown = get(application, "/query?lang=da&question=replaced-and-revision&run=1").body.decode()
    assert ">1 år<" in shown and "P1Y" not in shown and "ikrafttræden" in shown


def test_everything_a_page_names_has_words(store: ox.Store) -> None:
    """No property or class of the data is shown by the tail of its IRI."""
    label = "<http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>"
    for pattern in ("?s ?it ?o", "?s a ?it"):
        named = store.query(f"SELECT DISTINCT ?it {{ {pattern} FILTER NOT EXISTS {{ ?it {label} ?l }} }}")
        assert not {row["it"].value for row in named} - set(TERMS)  # type: ignore[union-attr]


def test_a_slash_too_many_leads_on(application: Application) -> None:
    moved = get(application, "/sparql/?query=ASK%7B%7D")
    assert (moved.status, moved.headers["Location"]) == (308, "/sparql?query=ASK%7B%7D")
    assert get(application, "/query/").headers["Location"] == "/query"


def test_pages_of_other_sites_may_ask(url: str) -> None:
    """What a browser asks before it lets a page such as YASGUI's send a query (CORS)."""
    asks = {"Origin": "http://yasgui.example", "Access_Control_Request_Method": "POST"}
    for path in ("/sparql", "/void", "/concept/play"):
        status, headers, _ = ask(url, "OPTIONS", path, **asks, Access_Control_Request_Headers="x-requested-with")
        assert status == 204 and headers["access-control-allow-origin"] == "*"
        assert "*" in headers["access-control-allow-headers"]
    status, headers, _ = ask(url, "GET", "/concept/no-such-thing", Accept="text/turtle", Origin="http://x.example")
    assert status == 404 and headers["access-control-allow-origin"] == "*"
    assert ask(url, "OPTIONS", "/query", **asks)[0] == 405
