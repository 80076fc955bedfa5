"""Whatever is sent, the answer is a proper one and the server goes on."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
import servers
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from politikgraf import sparql
from politikgraf.engine import QuerySyntaxError, check_syntax
from politikgraf.server.app import Application
from politikgraf.server.evaluation import Job, Reply, evaluate
from politikgraf.server.exchange import Request
from politikgraf.server.negotiation import GRAPHS, TABLES, choose

SILENCE_SECONDS = 0.15
PROPER = {200, 204, 301, 303, 400, 403, 404, 405, 406, 413, 415}
PATHS = [
    "/",
    "/sparql",
    "/query",
    "/void",
    "/.well-known/void",
    "/health",
    "/site/",
    "/assets/",
    "/assets/query.js",
    "/data/a/s1",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
    "multipart/form-data",
    "",
]
WORDS = [
    "SELECT", "*", "?s", "?p", "?o", "{", "}", "(", ")", "WHERE", "ASK", "CONSTRUCT", "DESCRIBE", "FILTER", "<a:a>", "<b>",
    "'x'", '"""', "'", "@da", "^^", ".", ";", "UNION", "OPTIONAL", "SERVICE", "service", "INSERT", "DATA", "LOAD", "LIMIT",
    "1", "-1", "AS", "COUNT", "GROUP", "BY", "HAVING", "VALUES", "UNDEF", "PREFIX", "x:", "x:y", "BASE", "FROM", "NAMED",
    "GRAPH", "#", "\n", "\\u0053", "|", "/", "+", "^", "!", "[", "]", "_:b", "\x00", "ø", "\U0001f600", "\ud800",
]  # fmt: skip

texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=25).map("".join),
)
encoded = st.one_of(
    texts.map(lambda t: quote(t.encode("utf-8", "surrogatepass"))),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
)
fields = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "query",
                "update",
                "default-graph-uri",
                "named-graph-uri",
                "format",
                "lang",
                "question",
                "sparql",
                "run",
                "p.lang",
                "x",
            ]
        ),
        encoded,
    ),
    max_size=5,
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
headers = st.fixed_dictionaries(
    {},
    optional={
        "accept": st.one_of(st.sampled_from(["*/*", "text/html", *TABLES, *GRAPHS]), st.text(max_size=30)),
        "accept-language": st.text(max_size=20),
        "content-type": st.one_of(st.sampled_from(TYPES), st.text(max_size=30)),
        "content-encoding": st.sampled_from(["gzip", "identity", "x"]),
        "host": st.one_of(st.just("127.0.0.1:8080"), st.text(max_size=30)),
    },
)
bodies = st.one_of(
    st.binary(max_size=80), texts.map(lambda t: t.encode("utf-8", "surrogatepass")), fields.map(str.encode)
)


class Small:
    """Runs jobs over three triples in this process."""

    def __init__(self) -> None:
        self._store = ox.Store()
        self._store.load(b"<a:a> <a:b> <a:c> , 1 . GRAPH <g:g> { <a:a> <a:b> '\xc3\xb8'@da }", format=ox.RdfFormat.TRIG)

    def run(self, job: Job, cancelled: Callable[[], bool] = lambda: False) -> Reply:
        return evaluate(self._store, job)


SMALL = Small()
APPLICATION = Application(SMALL)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "QUERY"]),
    st.one_of(st.sampled_from(PATHS), st.text(max_size=30).map(lambda t: "/" + t)),
    fields, headers, bodies,
)  # fmt: skip
@example("POST", "/query", "", {"content-type": TYPES[0], "accept": "text/html"}, b"sparql=%FF&run=1")
@example("GET", "/sparql", "query=ASK{}&default-graph-uri=a:%20b", {}, b"")
@example("GET", "/\ud800", "", {"accept": "text/html"}, b"")
def test_every_request_has_a_proper_answer(
    method: str, path: str, query: str, head: dict[str, str], body: bytes
) -> None:
    response = APPLICATION.answer(Request(method, path, query, head, body))
    assert response.status in PROPER, (response.status, response.body)
    assert b"Traceback" not in response.body and str(servers.ROOT).encode() not in response.body
    if response.status == 405:
        assert "Allow" in response.headers
    for name, value in response.header_lines():
        assert re.fullmatch(r"[\x20-\x7e]*", f"{name}: {value}"), (name, value)


@MANY
@given(texts)
def test_every_text_is_a_query_or_is_refused(text: str) -> None:
    for job in (
        Job(text),
        Job(text, first=5),
        Job(text, "text/csv", None, (), ("g:g",)),
        Job(text, rows=1, answer_bytes=40),
    ):
        reply = evaluate(SMALL._store, job)
        assert reply.status in (200, 400, 403, 406)
        assert reply.body
        if reply.line:
            assert 1 <= reply.line <= len(text.split("\n")) + text.count("\r") + 1


@MANY
@given(texts)
def test_no_text_with_service_as_a_keyword_gets_through(text: str) -> None:
    """What is let through stays a query when the word is misspelt, so it was no keyword."""
    reply = evaluate(SMALL._store, Job(text))
    if reply.ok and "service" in text.lower():
        check_syntax(re.sub("service", "zzzzzzz", text, flags=re.IGNORECASE))


@MANY
@given(texts)
def test_tokens_are_parts_of_their_text(text: str) -> None:
    at = 0
    for token in sparql.tokens(text):
        assert token.start >= at and text[token.start : token.start + len(token.text)] == token.text and token.text
        at = token.start + len(token.text)
    found = sparql.fault(text)
    assert found is None or 0 <= found.start <= len(text)
    try:
        check_syntax(text)
    except QuerySyntaxError:
        return
    assert found is None or "SERVICE" in text.upper()


@MANY
@given(st.text(max_size=60))
def test_any_accept_header_is_read(accept: str) -> None:
    assert choose(accept, list(TABLES)) in {None, *TABLES}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    with servers.politikgraf(tmp_path_factory.mktemp("served"), "--timeout", "2") as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


def talk(address: tuple[str, int], data: bytes) -> bytes:
    """Send bytes and read what comes back, until the server closes or falls silent."""
    parts = []
    with socket.create_connection(address, timeout=10) as line:
        try:
            line.sendall(data)
            line.settimeout(SILENCE_SECONDS)
            while part := line.recv(65536):
                parts.append(part)
        except (ConnectionError, TimeoutError):
            pass
    return b"".join(parts)


lines = st.lists(
    st.one_of(
        st.binary(max_size=30).map(lambda b: b.replace(b"\n", b"")),
        st.sampled_from(
            [b"Host: x", b"Content-Length: 5", b"Content-Length: -1", b"Content-Length: 99999999999", b"Content-Length: x",
             b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b"Connection: close", b"Expect: 100-continue",
             b"Accept: " + b"a" * 3000, b"Content-Type: application/sparql-query", b" folded", b"X: \x00\xff", b"Upgrade: h2c"]
        ),
    ),
    max_size=6,
)  # fmt: skip
starts = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"GET /sparql?query=ASK%7B%7D HTTP/1.1", b"POST /sparql HTTP/1.1", b"GET / HTTP/9.9", b"GET http://x/ HTTP/1.1",
                     b"GET /%00%0d%0aX:1 HTTP/1.1", b"CONNECT x:1 HTTP/1.1", b"PRI * HTTP/2.0", b"GET " + b"/" * 5000 + b" HTTP/1.1"]),
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(starts, lines, st.binary(max_size=60))
def test_raw_bytes_get_a_proper_answer_or_none(
    address: tuple[str, int], start: bytes, head: list[bytes], body: bytes
) -> None:
    said = talk(address, b"\r\n".join([start, *head]) + b"\r\n\r\n" + body)
    for status in re.findall(rb"(?:\A|\n)HTTP/1\.[01] (\d{3}) ", said):
        assert int(status) in PROPER | {100, 431, 501}, said
    assert b"Traceback" not in said


def test_a_long_head_and_many_idle_lines_do_not_stop_it(address: tuple[str, int]) -> None:
    assert b" 431 " in talk(address, b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n")[:40]
    idle = [socket.create_connection(address, timeout=5) for _ in range(150)]
    for line in idle:
        line.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAS")
    time.sleep(0.5)
    query = "/sparql?" + urlencode({"query": "ASK {}"})
    said = talk(address, f"GET {query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    for line in idle:
        line.close()
    assert said.startswith(b"HTTP/1.1 200")
