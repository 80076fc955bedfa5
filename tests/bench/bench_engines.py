"""Every question of the library on every engine: rdflib, the embedded one, an Oxigraph server, a Virtuoso.

    python tests/bench/bench_engines.py --json five.json
    python tests/bench/bench_engines.py --corpus corpus.nt --json million.json     (`corpus.py` makes it)
    python tests/bench/bench_engines.py --write docs/performance.md five.json million.json

The first two start the servers on the loopback, load them, and keep the least time of several runs of each
question, as a program sees it: with the way over HTTP and the reading of the answer. The third writes the
table between two marks in a document. A question that does not end within `--limit` seconds is given up.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "build")]

import pyoxigraph as ox  # noqa: E402
import rdflib  # noqa: E402
import servers  # noqa: E402
from politikgraf.engine import EndpointError, Engine  # noqa: E402
from politikgraf.namespaces import BASE  # noqa: E402
from politikgraf.project import Project  # noqa: E402
from politikgraf.questions import Library  # noqa: E402
from politikgraf.store import load_store  # noqa: E402
from politikgraf.web import Client, Request  # noqa: E402

ENGINES = ("embedded", "oxigraph", "virtuoso", "rdflib")
NAMES = {"embedded": "embedded", "oxigraph": "Oxigraph server", "virtuoso": "Virtuoso 7", "rdflib": "rdflib"}
GRAPH = BASE + "whole"
LINES_AT_ONCE = 50_000
ENOUGH_SECONDS = 1.0
BEGIN, END = "<!-- engines: begin -->", "<!-- engines: end -->"
Ask = Callable[[str], int]
"""Asks a query and gives the number of rows or triples."""


class _TimeIsUp(Exception):
    pass


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("figures", nargs="*", type=Path, help="with --write: what was measured")
    parser.add_argument(
        "--corpus", type=Path, default=Project.here().whole, help="RDF file (default: the five documents)"
    )
    parser.add_argument("--engines", default=",".join(ENGINES), help="which (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=7, help="of each question at most (default: %(default)s)")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for a question (default: %(default)g)")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table into this document")
    arguments = parser.parse_args(argv)
    if arguments.write:
        write(arguments.write, [json.loads(path.read_text()) for path in arguments.figures])
        return 0
    figures = measure(arguments.corpus, arguments.engines.split(","), arguments.runs, arguments.limit)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def measure(corpus: Path, engines: list[str], runs: int, limit: float) -> dict:
    """Times in milliseconds by question and engine; None where it was given up."""
    started = time.perf_counter()
    store = load_store(corpus)
    loaded = time.perf_counter() - started
    questions = [q for q in Library.load() if not q.is_quality]
    found: dict = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "triples": len(store),
        "limit": limit,
        "loading": {},
    }
    found["rows"], found["ms"] = {}, {q.name: {} for q in questions}
    for name in engines:
        with ExitStack() as stack:
            started = time.perf_counter()
            ask = _open(name, store, stack, limit)
            found["loading"][name] = loaded if name == "embedded" else time.perf_counter() - started
            print(
                f"{name}: ready after {found['loading'][name]:.1f} s, load average {os.getloadavg()[0]:.1f}", flush=True
            )
            for question in questions:
                rows, milliseconds = _time(ask, question.sparql, runs, limit)
                found["ms"][question.name][name] = milliseconds
                if rows is not None and found["rows"].setdefault(question.name, rows) != rows:
                    print(f"  {question.name}: {rows} rows instead of {found['rows'][question.name]}")
                print(
                    f"  {question.name:32}{'' if rows is None else rows:>8}{_cell(milliseconds, limit):>10}", flush=True
                )
    return found


def _open(name: str, store: ox.Store, stack: ExitStack, limit: float) -> Ask:
    """An engine that holds what the store holds."""
    if name == "embedded":
        return _counting(Engine.of_store(store))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    file = folder / "all.nt"
    store.dump(str(file), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    if name == "rdflib":
        graph = rdflib.Graph(bind_namespaces="none").parse(file, format="nt")
        return lambda text: len(list(graph.query(text)))
    url = stack.enter_context(getattr(servers, name)(folder))
    os.environ |= {"POLITIKGRAF_ENDPOINT_USER": "dba", "POLITIKGRAF_ENDPOINT_PASSWORD": "dba"}
    client, place = Client(), {"oxigraph": "/store", "virtuoso": "/sparql-graph-crud-auth"}[name]
    address, method = f"{url}{place}?graph={quote(GRAPH, safe='')}", "PUT"
    client.send(Request("GET", address), 60, 1_000_000)  # the server says how it wants to be told who asks
    for body in _parts(file):
        answer = client.send(Request(method, address, {"Content-Type": "text/turtle"}, body), 600, 1_000_000)
        if not 200 <= answer.status < 300:
            raise SystemExit(f"{name} answers {answer.status}: {answer.excerpt()}")
        method = "POST"
    return _counting(Engine.remote(url + {"oxigraph": "/query", "virtuoso": "/sparql"}[name], [GRAPH], limit))


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as lines:
        while part := b"".join(line for _, line in zip(range(LINES_AT_ONCE), lines)):
            yield part


def _counting(engine: Engine) -> Ask:
    def ask(text: str) -> int:
        result = engine.query(text)
        return len(result.rows) or len(result.triples)

    return ask


def _time(ask: Ask, text: str, runs: int, limit: float) -> tuple[int | None, float | None]:
    """Rows, and the least milliseconds of several runs; None where it was given up or refused."""

    def stop(*_: object) -> None:
        raise _TimeIsUp

    signal.signal(signal.SIGALRM, stop)
    times: list[float] = []
    rows = None
    while len(times) < runs and sum(times) < ENOUGH_SECONDS:
        signal.setitimer(signal.ITIMER_REAL, limit)
        started = time.perf_counter()
        try:
            rows = ask(text)
        except _TimeIsUp:
            break
        except EndpointError as error:
            print(f"  {str(error)[:150]}")
            break
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        times.append(time.perf_counter() - started)
    return rows, min(times) * 1000 if times else None


def write(document: Path, figures: list[dict]) -> None:
    """The table of what was measured, put between the marks of a document."""
    text = document.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    document.write_text(f"{before}{BEGIN}\n{table(merged(figures))}\n{END}{after}", encoding="utf-8")


def merged(figures: list[dict]) -> list[dict]:
    """What was measured of the same data at several times, taken together: of two times the least."""
    parts: dict[int, dict] = {}
    for one in figures:
        part = parts.setdefault(
            one["triples"], {"triples": one["triples"], "rows": {}, "limits": {}, "ms": {}, "loading": {}}
        )
        part["rows"] |= one["rows"]
        for engine, seconds in one["loading"].items():
            part["loading"][engine] = min(seconds, part["loading"].get(engine, seconds))
            part["limits"][engine] = one["limit"]
        for name, times in one["ms"].items():
            kept = part["ms"].setdefault(name, {})
            for engine, milliseconds in times.items():
                known = [t for t in (milliseconds, kept.get(engine)) if t is not None]
                kept[engine] = min(known, default=None)
    return list(parts.values())


def table(figures: list[dict]) -> str:
    """Questions down, engines at each size across, with medians and geometric means below."""
    columns = [(part, engine) for part in figures for engine in ENGINES if engine in part["loading"]]
    sizes = [f"{NAMES[engine]}, {part['triples'] / 1000:,.0f} k" for part, engine in columns]
    rows = [f"rows, {part['triples'] / 1000:,.0f} k" for part in figures]
    lines = ["| question | " + " | ".join(rows + sizes) + " |", "|---" * (1 + len(rows) + len(sizes)) + "|"]
    for name in sorted(figures[0]["ms"]):
        counts = [str(part["rows"].get(name, "")) for part in figures]
        cells = [_cell(part["ms"].get(name, {}).get(engine), part["limits"][engine]) for part, engine in columns]
        lines.append(f"| {name} | " + " | ".join(counts + cells) + " |")
    for title, of in (("median", statistics.median), ("geometric mean", statistics.geometric_mean), ("slowest", max)):
        given = [
            [part["ms"][n][engine] or part["limits"][engine] * 1000 for n in part["ms"]] for part, engine in columns
        ]
        lines.append(
            f"| **{title}** |" + " |" * len(rows) + " " + " | ".join(f"**{_number(of(g))}**" for g in given) + " |"
        )
    loading = [f"{part['loading'][engine]:.1f}" for part, engine in columns]
    lines.append("| loading, seconds |" + " |" * len(rows) + " " + " | ".join(loading) + " |")
    return "\n".join(lines)


def _cell(milliseconds: float | None, limit: float) -> str:
    return f"> {limit * 1000:,.0f}" if milliseconds is None else _number(milliseconds)


def _number(milliseconds: float) -> str:
    return f"{milliseconds:,.1f}" if milliseconds < 100 else f"{milliseconds:,.0f}"


if __name__ == "__main__":
    sys.exit(main())
