"""Publishing to servers by the Graph Store Protocol, and asking servers."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import servers
from politikgraf import sparql
from politikgraf.engine import EndpointError, Engine, QuerySyntaxError, check_syntax, open_engine
from politikgraf.errors import DataError, UnreadableError
from politikgraf.namespaces import BASE
from politikgraf.project import Project
from politikgraf.publish import Published, publish, read_graphs
from politikgraf.sameness import differences
from politikgraf.server.evaluation import Job, evaluate
from politikgraf.store import load_store
from politikgraf.web import Answer, Client, Request, WebError

DATASET = BASE + "dataset"
FIRST, SECOND = BASE + "data/first-2020", BASE + "data/second-2021"
PER_GRAPH = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def described(*documents: str) -> dict[str, bytes]:
    """A small data set: a graph for each document and the description that lists them."""
    graphs = {iri: f'<{iri}> <a:says> "ø {iri}" .\n<{iri}> <a:year> "2020" .\n'.encode() for iri in documents}
    graphs[DATASET] = "".join(f"<{DATASET}> <http://rdfs.org/ns/void#subset> <{iri}> .\n" for iri in documents).encode()
    return graphs


@pytest.fixture(scope="module")
def trig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's named graphs: those of the last build, else the documents' own graphs."""
    project = Project.here()
    if project.trig.is_file():
        return project.trig
    path = tmp_path_factory.mktemp("trig") / "documents.nq"
    with path.open("wb") as out:
        for folder in project.documents():
            graph = ox.NamedNode(BASE + "data/" + folder.name)
            for quad in ox.parse(path=str(project.part(folder.name)), format=ox.RdfFormat.TURTLE):
                out.write(f"{quad.subject} {quad.predicate} {quad.object} {graph} .\n".encode())
    return path


class Shelf(BaseHTTPRequestHandler):
    """A graph store in memory that can be told to misbehave."""

    graphs: dict[str, bytes]
    misbehave: Callable[[BaseHTTPRequestHandler, str, str], bool]
    demanded: str
    seen: list[tuple[str, str | None]]
    body: bytes

    def _any(self) -> None:
        graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
        self.body = body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((self.command, self.headers.get("Authorization")))
        if self.demanded and self.headers.get("Authorization") != self.demanded:
            self.reply(401, b"who are you?", ("WWW-Authenticate", 'Basic realm="shelf"'))
        elif self.misbehave(self, self.command, graph):
            return
        elif self.command == "GET":
            known = self.graphs.get(graph)
            self.reply(404 if known is None else 200, known or b"", ("Content-Type", "text/turtle"))
        elif self.command == "PUT":
            self.graphs[graph] = body
            self.reply(204)
        else:
            self.reply(404 if self.graphs.pop(graph, None) is None else 204)

    do_GET = do_PUT = do_DELETE = do_POST = _any

    def reply(self, status: int, body: bytes = b"", *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def shelf(
    misbehave: Callable[[BaseHTTPRequestHandler, str, str], bool] = lambda *_: False, demanded: str = ""
) -> Iterator[tuple[str, type[Shelf]]]:
    """The address of such a store, and its state."""
    state = type(
        "State", (Shelf,), {"graphs": {}, "misbehave": staticmethod(misbehave), "demanded": demanded, "seen": []}
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), state)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/store", state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def counts(engine: Engine) -> dict[str, int]:
    rows = engine.query(PER_GRAPH).rows
    return {g.value: int(n.value) for g, n in rows if g and n and g.value.startswith(BASE)}


# --- Real servers


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


def test_oxigraph_takes_all_graphs_whole(oxigraph: str, trig: Path) -> None:
    graphs = read_graphs(trig)
    done = publish(graphs, oxigraph + "/store")
    engine = Engine.remote(oxigraph + "/query")
    assert counts(engine) == dict(done.graphs) and set(done.graphs) == set(graphs)
    for iri, body in graphs.items():
        there = engine.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
        sent = ox.Store()  # which keeps numbers by their value, as the server does
        sent.load(body, format=ox.RdfFormat.N_TRIPLES)
        assert set(there.triples) == {quad.triple for quad in sent}
    assert publish(graphs, oxigraph) == Published(oxigraph + "/store", done.graphs)


def test_virtuoso_takes_all_graphs_whole(virtuoso: str, trig: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graphs = read_graphs(trig)
    with pytest.raises(EndpointError, match="401"):
        publish(graphs, virtuoso + "/sparql-graph-crud-auth")
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_USER", "dba")
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_PASSWORD", "dba")
    done = publish(graphs, virtuoso + "/sparql")
    assert counts(Engine.remote(virtuoso + "/sparql")) == dict(done.graphs)
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_PASSWORD", "no-secret")
    with pytest.raises(EndpointError, match="401") as caught:
        publish(graphs, virtuoso + "/sparql-graph-crud-auth")
    assert "no-secret" not in str(caught.value)


ANSWERS = {
    "SELECT ?m { ?m a pol:Municipality }": "rows",
    "SELECT ?d ?t { ?d a pol:PolicyDocument ; dcterms:title ?t }": "rows",
    "SELECT ?s ?y { ?s pol:deadline ?y }": "rows",
    "SELECT ?s ?y { ?s pol:dueAfter ?y }": "rows",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s pol:about ?c }": "rows",
    "ASK { ?s a pol:Goal }": "boolean",
    "ASK { ?s a pol:Nonsense }": "boolean",
    "CONSTRUCT WHERE { ?d a pol:PolicyDocument }": "triples",
}


@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_servers_answer_as_the_embedded_engine(
    server: str, trig: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = request.getfixturevalue(server)
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_USER", "dba")
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_PASSWORD", "dba")
    publish(read_graphs(trig), url)
    here, there = Engine.embedded(trig), Engine.remote(url + ("/query" if server == "oxigraph" else "/sparql"))
    prefixes = f"PREFIX pol: <{BASE}ontology/> PREFIX dcterms: <http://purl.org/dc/terms/> "
    for text, kind in ANSWERS.items():
        ours, theirs = here.query(prefixes + text), there.query(prefixes + text)
        assert ours.kind == theirs.kind, text
        if kind == "boolean":
            assert ours.boolean is theirs.boolean, text
        else:
            assert sorted(map(str, getattr(ours, kind))) == sorted(map(str, getattr(theirs, kind))), text
    with pytest.raises(QuerySyntaxError) as caught:
        there.query("SELECT *\nWHERE { ?s ?p ) }")
    assert (caught.value.line, caught.value.column) == (2, 15)


# --- Whole or not at all


def test_a_graph_is_replaced_and_what_is_no_more_is_removed() -> None:
    with shelf() as (url, state):
        publish(described(FIRST, SECOND), url)
        assert set(state.graphs) == {FIRST, SECOND, DATASET}
        state.graphs[FIRST] += b"<a:old> <a:old> <a:old> .\n"
        state.graphs["http://example.org/somebody-elses"] = b""
        done = publish(described(FIRST), url)
        assert done.removed == (SECOND,)
        assert set(state.graphs) == {FIRST, DATASET, "http://example.org/somebody-elses"}
        assert b"a:old" not in state.graphs[FIRST]


def _refuse(handler: Shelf, status: int = 500) -> bool:
    handler.reply(status, b"<html><h1>disk &amp; full</h1></html>", ("Content-Type", "text/html"))
    return True


def _cut(handler: Shelf) -> bool:
    handler.connection.close()
    return True


def _lose(handler: Shelf, graph: str) -> bool:
    handler.graphs[graph] = b"<a:a> <a:b> <a:c> .\n"
    handler.reply(204)
    return True


@pytest.mark.parametrize("failure", ["refused", "cut off", "incomplete"])
def test_after_a_failure_all_is_as_before(failure: str) -> None:
    broken: list[bool] = []

    def misbehave(handler: Shelf, method: str, graph: str) -> bool:
        if not broken or method != "PUT" or graph != SECOND or len(broken) > 1:
            return False
        broken.append(True)
        return {
            "refused": lambda: _refuse(handler),
            "cut off": lambda: _cut(handler),
            "incomplete": lambda: _lose(handler, graph),
        }[failure]()

    with shelf(misbehave) as (url, state):
        publish(described(FIRST), url)
        before = dict(state.graphs)
        broken.append(True)
        with pytest.raises(EndpointError, match="as they were before") as caught:
            publish({**described(FIRST, SECOND), FIRST: b"<a:new> <a:new> <a:new> .\n"}, url)
        assert {iri: set(body.splitlines()) for iri, body in state.graphs.items()} == {
            iri: set(body.splitlines()) for iri, body in before.items()
        }
        assert "<h1>" not in str(caught.value)


def test_only_a_full_publication_removes_graphs() -> None:
    with shelf() as (url, state):
        publish(described(FIRST, SECOND), url)
        part = {FIRST: b"<a:new> <a:new> <a:new> .\n"}
        done = publish(part, url)
        assert done.removed == () and done.kept == (DATASET, SECOND)[1:]
        assert set(state.graphs) == {FIRST, SECOND, DATASET} and b"a:new" in state.graphs[FIRST]
        listed = {DATASET: described(FIRST, SECOND)[DATASET]}
        done = publish(listed, url)
        assert done.removed == () and done.kept == (FIRST, SECOND), "a graph that is still listed is kept"
        done = publish({DATASET: described(FIRST)[DATASET]}, url)
        assert done.removed == (SECOND,) and set(state.graphs) == {FIRST, DATASET}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"2020"', b'"2021"', "1 of 2 triples"),
        (b'"2020" .\n', b'"2020" .\n<a:x> <a:y> <a:z> .\n', "1 others"),
        (b'"2020" .\n', b'"2020" .\n_:b <a:y> <a:z> .\n', "1 others"),
    ],
)
def test_a_graph_that_arrives_otherwise_than_it_was_sent_is_no_publication(old: bytes, new: bytes, said: str) -> None:
    def alter(handler: Shelf, method: str, graph: str) -> bool:
        if method == "PUT" and graph == SECOND and len(handler.seen) < 20 and old in handler.body:
            handler.graphs[graph] = handler.body.replace(old, new)
            handler.reply(204)
            return True
        return False

    with shelf(alter) as (url, state):
        with pytest.raises(EndpointError, match=f"{said}.*as they were before"):
            publish(described(FIRST, SECOND), url)
        assert not state.graphs


XSD = "^^<http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (f'"1.0000"{XSD}decimal>', f'"1"{XSD}integer>', True),
        (f'"7"{XSD}nonNegativeInteger>', f'"+07"{XSD}integer>', True),
        (f'"1e0"{XSD}double>', f'"1.0"{XSD}double>', True),
        (f'"INF"{XSD}double>', f'"INF"{XSD}double>', True),
        (f'"1"{XSD}boolean>', f'"true"{XSD}boolean>', True),
        (f'"2020-01-01T00:00:00.50+00:00"{XSD}dateTime>', f'"2020-01-01T00:00:00.5Z"{XSD}dateTime>', True),
        ('"a"@en-GB', '"a"@en-gb', True),
        ("_:a", "_:b", True),
        (f'"1"{XSD}integer>', f'"2"{XSD}integer>', False),
        (f'"1"{XSD}integer>', '"1"', False),
        (f'"nan"{XSD}decimal>', f'"sNaN"{XSD}decimal>', False),
        (f'"2020-01-10"{XSD}date>', f'"2020-01-1"{XSD}date>', False),
        ('"a"@en', '"a"@da', False),
        ("<a:A>", "<a:a>", False),
        ("_:a", "<a:a>", False),
        ('"ø"', '"o"', False),
    ],
)
def test_values_are_the_same_in_whatever_form(one: str, other: str, same: bool) -> None:
    here, there = (f'<a:a> <a:b> {term} .\n<a:a> <a:b> "both" .\n'.encode() for term in (one, other))
    assert (not any(differences(here, there))) is same
    assert (not any(differences(there, here))) is same


def test_two_forms_of_a_value_may_become_one_but_blank_nodes_may_not() -> None:
    one, two = f'<a:a> <a:b> "1"{XSD}integer> .\n'.encode(), f'<a:a> <a:b> "1.0"{XSD}decimal> .\n'.encode()
    assert not any(differences(one + two, one)) and not any(differences(one, two + one))
    blank = [f"<a:a> <a:b> _:n{n} .\n".encode() for n in range(3)]
    assert not any(differences(blank[0] + blank[1], blank[2] + blank[1]))
    assert any(differences(blank[0] + blank[1], blank[2])) and any(differences(blank[0], blank[0] + blank[1]))


# --- Told to stop


def _run_until_stopped(url: str, file: Path, held: threading.Event, *signals: signal.Signals) -> tuple[int, str]:
    """`publish`, sent signals once the server holds a request, and a second apart: exit code and last line."""
    command = [sys.executable, "-m", "politikgraf", "publish", str(file), "--endpoint", url]
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert held.wait(30)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.3)
    said = process.communicate(timeout=30)[1]
    assert "Traceback" not in said
    return process.returncode, said.strip().splitlines()[-1]


@pytest.mark.parametrize(
    "signals",
    [
        (signal.SIGINT,),
        (signal.SIGTERM,),
        (signal.SIGHUP,),
        (signal.SIGINT, signal.SIGINT, signal.SIGTERM),
        (signal.SIGTERM, signal.SIGTERM, signal.SIGINT),
    ],
)
def test_who_stops_publishing_leaves_no_mixture(tmp_path: Path, signals: tuple[signal.Signals, ...]) -> None:
    file, held = tmp_path / "new.nq", threading.Event()
    file.write_text("".join(f'<a:a> <a:b> "new" <{graph}> .\n' for graph in (FIRST, SECOND, DATASET)))

    def slow(handler: Shelf, method: str, graph: str) -> bool:
        if method == "PUT" and ((graph == SECOND and b"new" in handler.body) or held.is_set()):
            held.set()
            time.sleep(1)
        return False

    with shelf(slow) as (url, state):
        state.graphs |= (before := described(FIRST, SECOND))
        code, last = _run_until_stopped(url, file, held, *signals)
        assert code == 128 + signals[0] and last == "politikgraf: stopped; the graphs are as they were before"
        assert {iri: set(body.splitlines()) for iri, body in state.graphs.items()} == {
            iri: set(body.splitlines()) for iri, body in before.items()
        }


def test_a_request_under_way_does_not_come_true_after_all_was_put_back(tmp_path: Path) -> None:
    file, held = tmp_path / "new.nq", threading.Event()
    file.write_text(f'<a:a> <a:b> "new" <{FIRST}> .\n')

    def late(handler: Shelf, method: str, graph: str) -> bool:
        if method == "PUT" and b"new" in handler.body:
            held.set()
            time.sleep(2)
        return False

    with shelf(late) as (url, state):
        state.graphs |= (before := described(FIRST))
        code, last = _run_until_stopped(url, file, held, signal.SIGTERM)
        time.sleep(0.5)
        assert code == 143 and last.endswith("as they were before") and state.graphs[FIRST] == before[FIRST]


def test_who_stops_publishing_is_told_what_could_not_be_put_back(tmp_path: Path) -> None:
    file, held = tmp_path / "new.nq", threading.Event()
    file.write_text("".join(f'<a:a> <a:b> "new" <{graph}> .\n' for graph in (FIRST, SECOND)))

    def stuck(handler: Shelf, method: str, graph: str) -> bool:
        if method == "PUT" and graph == SECOND:
            held.set()
            time.sleep(0.5)
        return method == "PUT" and b"new" not in handler.body and _refuse(handler)

    with shelf(stuck) as (url, state):
        state.graphs |= described(FIRST)
        code, last = _run_until_stopped(url, file, held, signal.SIGTERM)
        assert code == 143 and f"NOT put back: <{FIRST}>;" in last and b"new" in state.graphs[FIRST]


def test_who_stops_before_anything_was_put_is_told_so(tmp_path: Path) -> None:
    file, held = tmp_path / "new.nq", threading.Event()
    file.write_text(f'<a:a> <a:b> "new" <{FIRST}> .\n')

    def wait(handler: Shelf, *_: str) -> bool:
        held.set()
        time.sleep(0.5)
        return False

    with shelf(wait) as (url, _):
        code, last = _run_until_stopped(url, file, held, signal.SIGTERM)
        assert (code, last) == (143, "politikgraf: stopped; nothing on the server was changed")


def test_what_could_not_be_put_back_is_said() -> None:
    def misbehave(handler: Shelf, method: str, graph: str) -> bool:
        return (method == "PUT" and graph == SECOND and _refuse(handler)) or (method == "DELETE" and _refuse(handler))

    with shelf(misbehave) as (url, _), pytest.raises(EndpointError, match=f"NOT put back: <{FIRST}>") as caught:
        publish(described(FIRST, SECOND), url)
    assert caught.value.left_changed


def test_a_server_that_refuses_at_once_is_as_it_was() -> None:
    with shelf(lambda handler, method, _: method == "PUT" and _refuse(handler, 405)) as (url, state):
        with pytest.raises(EndpointError, match="as they were before") as caught:
            publish(described(FIRST), url)
        assert not state.graphs and not caught.value.left_changed


def test_what_a_server_says_is_told_without_its_markup_and_escape_sequences() -> None:
    page = b"<html><style>a {}</style><script>x()</script><h1>disk \x1b[31m&amp; full</h1></html>"
    assert Answer(500, "text/html", {}, page).excerpt() == "disk [31m& full"
    away = ("Location", "http://127.0.0.1:1/")
    with (
        shelf(lambda handler, *_: handler.reply(302, b"", away) or True) as (url, _),
        pytest.raises(EndpointError, match=r"answers 302.*127\.0\.0\.1:1"),
    ):
        Engine.remote(url).query("ASK {}")


# --- Who may, and what goes wrong


def test_user_password_and_token_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_USER", "anna")
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_PASSWORD", "æble")
    basic = "Basic " + base64.b64encode("anna:æble".encode()).decode()
    with shelf(demanded=basic) as (url, state):
        publish(described(FIRST), url)
        assert [said for method, said in state.seen if method == "PUT"] == [basic, basic]
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_TOKEN", "secret-token")
    with shelf(demanded="Bearer secret-token") as (url, state):
        publish(described(FIRST), url)
        assert {said for _, said in state.seen} == {"Bearer secret-token"}


def test_credentials_and_data_do_not_follow_a_redirect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_TOKEN", "secret-token")
    with shelf() as (elsewhere, other):

        def away(handler: Shelf, *_: str) -> bool:
            handler.reply(307, b"", ("Location", elsewhere))
            return True

        with shelf(away) as (url, _), pytest.raises(EndpointError, match="307") as caught:
            publish(described(FIRST), url)
        assert elsewhere in str(caught.value) and not other.seen


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("ftp://127.0.0.1/", "not an http"),
        ("127.0.0.1:7878", "not an http"),
        ("nonsense", "not an http"),
        ("http://[::1/store", "not an address"),
        ("http://a b/store", "not an address"),
        ("http://anna:secret@127.0.0.1/store", "POLITIKGRAF_ENDPOINT_USER"),
        ("http://127.0.0.1:1/store", "cannot be reached"),
        ("http://127.0.0.1:99999/store", "not an address"),
    ],
)
def test_an_address_that_is_none_is_explained(endpoint: str, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        publish(described(FIRST), endpoint)


def test_something_else_than_a_graph_store_is_explained() -> None:
    def page(handler: Shelf, *_: str) -> bool:
        handler.reply(200, b"<html>hello", ("Content-Type", "text/html"))
        return True

    with shelf(page) as (url, _):
        with pytest.raises(EndpointError, match="something else than a graph"):
            publish(described(FIRST), url)
        with pytest.raises(EndpointError, match="cannot be read"):
            Engine.remote(url, ()).query("ASK {}")


def _drip(*before: bytes) -> Callable[[Shelf, str, str], bool]:
    """Answers with these bytes at once, and then one byte now and then for five seconds."""

    def answer(handler: Shelf, *_: str) -> bool:
        handler.close_connection = True
        handler.wfile.write(b"".join(before))
        with suppress(OSError):
            for _ in range(50):
                handler.wfile.write(b" ")
                time.sleep(0.1)
        return True

    return answer


@pytest.mark.parametrize(
    "before",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"HTTP/1.1 404 No\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\n"],
)  # fmt: skip
def test_a_server_that_drips_is_given_up(before: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_TIMEOUT", "0.7")
    with shelf(_drip(before)) as (url, _):
        for ask in (lambda: publish(described(FIRST), url), lambda: Engine.remote(url).query("ASK {}")):
            started = time.monotonic()
            with pytest.raises(EndpointError, match=r"within 0\.7 seconds.*POLITIKGRAF_ENDPOINT_TIMEOUT"):
                ask()
            assert time.monotonic() - started < 3


@pytest.mark.parametrize("seconds", ["x", "0", "-1", "nan", "inf", "1e9"])
def test_a_time_limit_that_is_none_is_refused(seconds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT_TIMEOUT", seconds)
    with pytest.raises(UnreadableError, match=r"POLITIKGRAF_ENDPOINT_TIMEOUT: is .* at most 86400"):
        Engine.remote("http://127.0.0.1:1/")


def test_the_time_limit_is_that_of_the_caller_or_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(handler: Shelf, *_: str) -> bool:
        time.sleep(0.6)
        return False

    with shelf(late) as (url, _):
        with pytest.raises(WebError, match=r"within 0\.2 seconds"):
            Client().send(Request("GET", url), 0.2, 1000)
        monkeypatch.setenv("POLITIKGRAF_ENDPOINT_TIMEOUT", "20")
        assert Client().send(Request("GET", url), 0.2, 1000).status == 404


def test_an_answer_that_is_cut_off_is_none() -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nContent-Length: 900\r\n\r\n<a:a> <a:b> <a:c> .\n"

    def cut(handler: Shelf, *_: str) -> bool:
        handler.close_connection = True
        handler.wfile.write(half)
        return True

    with shelf(cut) as (url, _), pytest.raises(EndpointError, match="bytes of the answer are missing"):
        publish(described(FIRST), url)


def test_files_that_cannot_be_published(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_graphs(tmp_path / "none.trig")
    turtle = tmp_path / "plain.ttl"
    turtle.write_text("<a:a> <a:b> <a:c> .")
    with pytest.raises(UnreadableError, match="no named graph"):
        read_graphs(turtle)
    (tmp_path / "bad.trig").write_text("nonsense")
    with pytest.raises(UnreadableError):
        read_graphs(tmp_path / "bad.trig")


def test_the_command(tmp_path: Path) -> None:
    file = tmp_path / "small.nq"
    file.write_text(f'<a:a> <a:b> "1" <{FIRST}> .\n<a:a> <a:b> "2" <{DATASET}> .\n')

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "politikgraf", "publish", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build"), **environment}
        return subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)

    with shelf() as (url, state):
        done = run(str(file), POLITIKGRAF_ENDPOINT=url)
        assert done.returncode == 0 and f"2 graphs, 2 triples: {url}" in done.stdout
        assert list(state.graphs) == [FIRST, DATASET]
    refused = run(str(file), "--endpoint", url)
    assert refused.returncode == 2 and "cannot be reached" in refused.stderr and "Traceback" not in refused.stderr
    assert run(str(file)).returncode == 2


def test_the_command_says_what_it_removes_and_what_it_leaves(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "politikgraf", "publish", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=60).stdout

    part, full = tmp_path / "part.nq", tmp_path / "full.nq"
    part.write_text(f"<a:a> <a:b> <a:c> <{FIRST}> .\n" * 2)
    full.write_text(part.read_text() + f"<{DATASET}> <http://rdfs.org/ns/void#subset> <{FIRST}> <{DATASET}> .\n")
    with shelf() as (url, state):
        publish(described(FIRST, SECOND), url)
        said = run(str(part), "--endpoint", url)
        assert "1 graphs, 1 triples" in said and "1 other graphs" in said and SECOND in state.graphs
        said = run(str(full), "--endpoint", url)
        assert f"removed, no longer part of the data set: {SECOND}" in said and SECOND not in state.graphs
    assert "full publication" in run("--help")


# --- The engine


def test_named_graphs_count_once_in_the_default_graph(tmp_path: Path) -> None:
    file = tmp_path / "twice.trig"
    file.write_text("GRAPH <g:1> { <a:a> <a:b> <a:c> } GRAPH <g:2> { <a:a> <a:b> <a:c> , <a:d> }")
    engine = Engine.embedded(file)
    assert [n.value for (n,) in engine.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows if n] == ["2"]
    assert [n.value for (n,) in engine.query("SELECT (COUNT(*) AS ?n) FROM <g:1> { ?s ?p ?o }").rows if n] == ["1"]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("SELECT *\nWHERE { ?s foaf:name ?o }", 2, 12, "'foaf:' is not declared"),
        ("SELEKT * { }", 1, 1, "SELECT"),
        ("SELECT * {\n ?s ?p ?o", 1, 10, "not closed"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, "still open"),
        ("SELECT * { ?s ?p 'abc }", 1, 18, "string is not closed"),
        ("SELECT * { ?s <p> ?o }", 1, 15, "no BASE"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "from '?s' on"),
        ("SELECT * { ?s ?p }", 1, 12, "from '?s' on"),
        ("SELECT * { ?s ?p ?o FILTER(?o > ) }", 1, 33, "from ')' on"),
        ("SELECT * {\n ?s <a:a> ?b ?c .\n}", 2, 14, "from '?c' on"),
        ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, "unknown word 'x'"),
        ("SELECT (COUNT(?s) AS ?n) ?o { ?s ?p ?o }", 1, 41, "unbound"),
        ("", 1, 1, "empty"),
    ],
)
def test_syntax_errors_have_a_place(text: str, line: int, column: int, said: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        check_syntax(text)
    assert (caught.value.line, caught.value.column) == (line, column), caught.value
    assert said in caught.value.what


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s <a:b> BY 1.5 }",
        "ASK { ?s <a:b> | 1.5 }",
        "SELECT * { ?s ?o FILTER(?o > 3) }",
        "CONSTRUCT { ?s ?p ASK ?o } WHERE {}",
        "A" * 5000,
        "ASK { ?s ?p <" + "a" * 5000 + "> }",
        "ASK { ?s " + "x." * 2000 + "y:z ?o }",
    ],
)
def test_a_syntax_error_is_told_in_words_and_shortly(text: str) -> None:
    reply = evaluate(ox.Store(), Job(text))
    said = reply.body.decode()
    assert reply.status == 400 and reply.line and f"line {reply.line}, column {reply.column}" in said
    assert "..=" not in said and "['" not in said and len(said) < sparql.LONGEST_MESSAGE + 80, said


def test_opening_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "small.ttl"
    file.write_text("<a:a> <a:b> <a:c> .")
    monkeypatch.setenv("POLITIKGRAF_ENDPOINT", "http://127.0.0.1:1/query")
    assert "127.0.0.1:1" in repr(open_engine())
    assert open_engine(path=file).query("ASK { <a:a> ?p ?o }").boolean is True
    assert "127.0.0.1:2" in repr(open_engine("http://127.0.0.1:2/query"))
    with pytest.raises(DataError):
        open_engine("http://127.0.0.1:2/query", file)
    for name, content in (("bad.ttl", "nonsense"), ("odd.xyz", ""), ("none.ttl", None)):
        if content is not None:
            (tmp_path / name).write_text(content)
        with pytest.raises(UnreadableError):
            load_store(tmp_path / name)
