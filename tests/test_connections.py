"""Requests that are read strictly, within a time, and to their end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
from politikgraf.server import patience
from waitress.adjustments import Adjustments

FORM = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"
SILENCE_SECONDS = 5.0
CHUNK = b"F4240\r\n" + b"a" * 1_000_000 + b"\r\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[tuple[str, int], Path]]:
    folder = tmp_path_factory.mktemp("served")
    with servers.politikgraf(folder) as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield (host, int(port)), folder / "log.txt"


def talk(address: tuple[str, int], data: bytes) -> bytes:
    """What comes back to these bytes until the server closes."""
    parts = []
    with socket.create_connection(address, timeout=SILENCE_SECONDS) as line:
        try:
            line.sendall(data)
            while part := line.recv(65536):
                parts.append(part)
        except ConnectionError:
            pass
    return b"".join(parts)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (ASK + b"\r\n", 400),
        (ASK + b"Host: a\r\nHost: b\r\n\r\n", 400),
        (FORM + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}", 400),
        (FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", 400),
        (FORM + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", 501),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nASK{}\r\n0\r\n\r\n", 400),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\nASK{}", 413),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n" + 2 * CHUNK + b"0\r\n\r\n", 413),
        (FORM + b"Transfer-Encoding: chunked\r\n\r\n" + 2 * CHUNK + b"0\r\n" + b"X: y\r\n" * 20_000, 413),
        (FORM + b"Content-Length: 2000000\r\n\r\n" + b"a" * 2_000_000, 413),
        (FORM + b"Content-Length: 99999999999999999999999\r\n\r\nASK{}", 413),
        (FORM + b"Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n", 413),
    ],
)
def test_what_is_not_right_is_answered_at_once(
    served: tuple[tuple[str, int], Path], request_: bytes, status: int
) -> None:
    address, log = served
    assert talk(address, request_).split(b" ")[1] == str(status).encode()
    assert "Traceback" not in log.read_text()


def test_what_is_right_is_answered(served: tuple[tuple[str, int], Path]) -> None:
    address, _ = served
    closing = b"Connection: close\r\n"
    for request in (
        ASK + b"Host: x\r\n" + closing + b"\r\n",
        FORM + closing + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n",
        FORM + closing + b"Content-Length: 5\r\n\r\nASK{}",
        b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n",
    ):
        assert b" 200 OK" in talk(address, request)[:20]
    expecting = FORM + closing + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nASK{}"
    assert talk(address, expecting).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_who_sends_byte_after_byte_is_told_that_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = patience.PatientParser(Adjustments())
    parser.received(b"GET / HTTP/1.1\r\nHost: ")
    assert not parser.completed
    monkeypatch.setattr(patience, "LONGEST_SECONDS", -1.0)
    parser.received(b"x")
    assert parser.completed and parser.error.code == 408


def test_many_slow_clients_do_not_shut_others_out(served: tuple[tuple[str, int], Path]) -> None:
    address, _ = served
    slow = []
    try:
        for _ in range(patience.CONNECTIONS + 120):
            slow.append(socket.create_connection(address, timeout=SILENCE_SECONDS))
            slow[-1].sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        started = time.monotonic()
        assert b" 200 OK" in talk(address, ASK + b"Host: x\r\nConnection: close\r\n\r\n")[:20]
        assert time.monotonic() - started < SILENCE_SECONDS
    finally:
        for line in slow:
            line.close()


def _serve(*arguments: str) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}
    command = [sys.executable, "-m", "politikgraf", "serve", "--port", "0", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.ttl",), "cannot be read"),
        (("bad.ttl",), "not well-formed"),
        (("empty.ttl",), "holds no triples"),
        (("bad.txt",), "of no known format"),
        (("--site", "missing"), "holds no site"),
        (("--port", "x"), "a port is a number"),
        (("--timeout", "x"), "must be a number"),
        (("--workers", "-1"), "whole number"),
        (("--host", "192.0.2.1"), "--host"),
        (("--host", "0.0.0.0", "--passages"), "loopback only"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "bad.ttl").write_text("nonsense <")
    (tmp_path / "empty.ttl").write_text("")
    (tmp_path / "bad.txt").write_text("")
    process = _serve(*(str(tmp_path / a) if a.endswith((".ttl", ".txt")) or a == "missing" else a for a in arguments))
    _, error = process.communicate(timeout=30)
    assert process.returncode == 2 and said in error and "Traceback" not in error and "_port" not in error


def test_it_stops_cleanly_while_it_loads() -> None:
    for seconds in (0.5, 0.7, 0.9):
        process = _serve()
        time.sleep(seconds)
        process.send_signal(signal.SIGTERM)
        _, error = process.communicate(timeout=20)
        assert process.returncode in (0, 128 + signal.SIGTERM, -signal.SIGTERM) and "Traceback" not in error


def test_it_stops_at_once_under_load(tmp_path: Path) -> None:
    port = servers.free_port()
    command = [sys.executable, "-m", "politikgraf", "serve", "--port", str(port), "--workers", "1"]
    runaway = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }"
    asked = FORM + b"Content-Length: %d\r\n\r\n" % len(runaway) + runaway
    url = f"http://127.0.0.1:{port}/health"
    with servers.running(command, tmp_path, url, PYTHONPATH=str(servers.ROOT / "build")) as process:
        lines = [socket.create_connection(("127.0.0.1", port), timeout=SILENCE_SECONDS) for _ in range(40)]
        for line in lines:
            line.sendall(asked)
        time.sleep(0.5)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0 and time.monotonic() - started < 3
        for line in lines:
            line.close()
    log = (tmp_path / "log.txt").read_text()
    assert log.endswith("politikgraf: stopped\n") and "Traceback" not in log


def test_a_slow_worker_gives_way_also_where_the_server_itself_was_started_with_nice() -> None:
    code = (
        "import os, time; os.nice(10); from politikgraf.server.nursery import _lower\n"
        "pid = os.fork()\n"
        "if not pid: time.sleep(5); os._exit(0)\n"
        "_lower(pid, 'lower'); print(os.getpriority(os.PRIO_PROCESS, pid)); os.kill(pid, 9); os.waitpid(pid, 0)"
    )
    environment = {**os.environ, "PYTHONPATH": str(servers.ROOT / "build")}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=30, check=True).stdout
    assert int(said) == 19
