"""Real servers on the loopback for tests: politikgraf's own, Oxigraph, Virtuoso.

Each starts on a free port in a folder of its own and is stopped by its process. Where CI=true
a server that is missing is an error; elsewhere it skips with what to install.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 40.0
ROOT = Path(__file__).resolve().parents[1]

VIRTUOSO_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql_port}
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
DirsAllowed = .
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = {port}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


def missing(what: str, how: str) -> None:
    """Skip the test, or fail it where everything must be there."""
    message = f"{what} is not installed: {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def program(name: str, how: str) -> str:
    """The path of a program, from this Python's folder or the search path."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        missing(name, how)
    return str(found)


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: Sequence[str], folder: Path, probe: str, **environment: str) -> Iterator[subprocess.Popen]:
    """A process until the end of the block, from when `probe` answers with any status."""
    log = (folder / "log.txt").open("wb")
    process = subprocess.Popen(
        command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **environment}
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(probe):
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{command[0]} did not start:\n{(folder / 'log.txt').read_text()[-2000:]}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)
        log.close()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """An empty Oxigraph server; gives its address."""
    url = f"http://127.0.0.1:{free_port()}"
    command = [program("oxigraph", "pip install oxigraph"), "serve", "--bind", url.removeprefix("http://"), *options]
    with running(command, folder, url + "/query"):
        yield url


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """An empty Virtuoso 7 (user dba, password dba); gives its address."""
    command = [program("virtuoso-t", "apt-get install virtuoso-opensource-7-bin"), "-f", "-c", "virtuoso.ini"]
    port, sql_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_SETTINGS.format(port=port, sql_port=sql_port), encoding="utf-8")
    url = f"http://127.0.0.1:{port}"
    with running(command, folder, url + "/sparql"):
        yield url


@contextmanager
def politikgraf(folder: Path, *options: str) -> Iterator[str]:
    """`politikgraf serve`; gives its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "politikgraf", "serve", "--port", str(port), *options]
    with running(command, folder, url + "/health", PYTHONPATH=str(ROOT / "build")):
        yield url
