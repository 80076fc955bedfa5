"""The library of questions on the embedded engine beside rdflib asking the statements directly.

    python tests/bench/bench_queries.py                            the five documents
    python tests/bench/bench_queries.py --corpus corpus.nt         a synthetic corpus (`corpus.py`)
    python tests/bench/bench_queries.py --corpus corpus.nt --no-rdflib

rdflib has no use for what the build materialises beforehand where a question is about sharing: there it
gets the question as it would be asked of the statements alone (`DIRECT`). Elsewhere it gets the same query.
A query that rdflib does not finish in the time allowed counts with that time: the ratio is then a lower bound.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import rdflib
from politikgraf.engine import Engine, load_store
from politikgraf.project import Project
from politikgraf.questions import Library

MANY_ROWS = 1000
LEAST = 0.1
"""Seconds over which a question is asked again and again: a processor's clock is coarse."""
MOST_RUNS = 2000
_PREFIXES = """PREFIX pol: <https://w3id.org/politikgraf/ontology/>
PREFIX municipality: <https://w3id.org/politikgraf/municipality/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_COUNTED = """SELECT ?concept (COUNT(DISTINCT ?m) AS ?n) WHERE {
  ?s pol:about ?concept ; pol:inDocument ?d . ?d dcterms:publisher ?m } GROUP BY ?concept"""
_HAS = "{ SELECT DISTINCT ?concept WHERE { ?s pol:about ?concept ; pol:inDocument ?d . ?d dcterms:publisher municipality:%s } }"
_LACKS = "FILTER NOT EXISTS { ?t pol:about ?concept ; pol:inDocument ?e . ?e dcterms:publisher municipality:%s }"
DIRECT = {
    "shared-by-all": _COUNTED + " HAVING(COUNT(DISTINCT ?m) >= %(towns)s)",
    "shared-by-k": _COUNTED + " HAVING(COUNT(DISTINCT ?m) = 3)",
    "unique-to-one": _COUNTED + " HAVING(COUNT(DISTINCT ?m) = 1)",
    "absent-from": "SELECT DISTINCT ?concept WHERE { ?s pol:about ?concept . " + _LACKS % "glostrup" + " }",
    "absent-from-all": "SELECT ?concept WHERE { ?concept skos:inScheme <https://w3id.org/politikgraf/concept/> ."
    " FILTER NOT EXISTS { ?s pol:about ?concept } }",
    "in-common": "SELECT ?concept WHERE { "
    + _HAS % "glostrup"
    + _HAS.replace("?s", "?t").replace("?d", "?e") % "ballerup"
    + " }",
    "says-what-other-does-not": "SELECT ?concept WHERE { " + _HAS % "ballerup" + _LACKS % "glostrup" + " }",
    "presence": "SELECT ?concept ?m (COUNT(?s) AS ?n) WHERE { ?s pol:about ?concept ; pol:inDocument ?d ."
    " ?d dcterms:publisher ?m } GROUP BY ?concept ?m",
}
"""The sharing questions asked of the statements, without anything derived."""


class _TimeIsUp(Exception):
    pass


class Clock:
    """Measures by the clock on the wall, or by the processor's time where other work disturbs."""

    def __init__(self, processor: bool):
        self.now = time.process_time if processor else time.perf_counter
        self._timer, self._signal = (
            (signal.ITIMER_PROF, signal.SIGPROF) if processor else (signal.ITIMER_REAL, signal.SIGALRM)
        )

    def timed(self, work: Callable[[], object], repeats: int) -> tuple[float, object]:
        """Mean seconds of as many runs as the clock needs to tell them apart, and what the last one gave."""
        given, runs, start = None, 0, self.now()
        while runs < repeats or (self.now() - start < LEAST and runs < MOST_RUNS):
            given, runs = work(), runs + 1
        return (self.now() - start) / runs, given

    def limited(self, work: Callable[[], object], limit: int) -> tuple[float, bool]:
        """Seconds of one run, and whether it was done within the limit."""

        def stop(*_: object) -> None:
            raise _TimeIsUp

        signal.signal(self._signal, stop)
        signal.setitimer(self._timer, limit)
        start = self.now()
        try:
            work()
            return self.now() - start, True
        except _TimeIsUp:
            return float(limit), False
        finally:
            signal.setitimer(self._timer, 0)


def _memory() -> int:
    """Resident memory in megabytes."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(next(line for line in status.read_text().split("\n") if line.startswith("VmRSS")).split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--corpus", type=Path, default=Project.here().whole, help="RDF file (default: the five documents)"
    )
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=int, default=30, help="seconds that rdflib may take for a query")
    parser.add_argument("--no-rdflib", action="store_true")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("words", nargs="*", help="only questions whose name holds one of these")
    parser.add_argument(
        "--cpu", action="store_true", help="measure the processor's time, on a machine busy with other work"
    )
    arguments = parser.parse_args(argv)
    clock = Clock(arguments.cpu)

    empty = _memory()
    start = clock.now()
    store = load_store(arguments.corpus)
    load = clock.now() - start
    size, held = len(store), _memory() - empty
    kind = ox.RdfFormat.from_extension(arguments.corpus.suffix[1:])
    start = clock.now()
    ox.Store().bulk_load(path=str(arguments.corpus), format=kind)
    own = clock.now() - start
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load average {os.getloadavg()[0]:.1f}, {'processor' if arguments.cpu else 'wall'} time"
    )
    print(f"{size} triples; loaded in {load:.1f} s ({load / own:.2f} times Oxigraph's bulk load), {held} MB")
    engine = Engine.of_store(store)
    direct = None
    if not arguments.no_rdflib:
        before, start = _memory(), clock.now()
        direct = rdflib.Graph(bind_namespaces="none").parse(
            arguments.corpus, format="nt" if arguments.corpus.suffix == ".nt" else None
        )
        print(f"rdflib: loaded in {clock.now() - start:.1f} s, {_memory() - before} MB")
    towns = engine.query(_PREFIXES + "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?d dcterms:publisher ?m }").rows[0][0].value

    print(f"\n{'question':32}{'rows':>7}{'ms':>9}{'ms/row':>9}{'rdflib ms':>12}{'ratio':>9}")
    figures = []
    for question in Library.load():
        if question.is_quality or (arguments.words and not any(w in question.name for w in arguments.words)):
            continue
        seconds, result = clock.timed(lambda q=question: engine.query(q.sparql), arguments.repeats)
        rows = len(result.rows) or len(result.triples)
        figure = {"question": question.name, "group": question.group, "rows": rows, "ms": seconds * 1000}
        line = f"{question.name:32}{rows:>7}{seconds * 1000:>9.1f}{seconds * 1000 / max(1, rows):>9.3f}"
        if direct is not None:
            asked = _PREFIXES + DIRECT[question.name] % {"towns": towns} if question.name in DIRECT else question.sparql
            other, done = clock.limited(lambda a=asked: list(direct.query(a)), arguments.limit)
            figure |= {"rdflib_ms": other * 1000, "rdflib_done": done}
            line += f"{'' if done else '>':>2}{other * 1000:>10.0f}{other / seconds:>8.0f}x"
        figures.append(figure)
        print(line, flush=True)
    _sum_up(figures)
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"triples": size, "load": load, "megabytes": held, "questions": figures}, indent=1)
        )
    return 0


def _sum_up(figures: list[dict]) -> None:
    few = [f["ms"] for f in figures if f["rows"] <= MANY_ROWS]
    many = [f for f in figures if f["rows"] > MANY_ROWS]
    print(f"\n{len(figures)} questions; median {statistics.median(f['ms'] for f in figures):.1f} ms")
    if few:
        print(f"slowest with at most {MANY_ROWS} rows: {max(few):.1f} ms")
    if many:
        worst = max(many, key=lambda f: f["ms"] / f["rows"])
        print(f"slowest per row of those with more: {worst['ms'] / worst['rows']:.3f} ms ({worst['question']})")
    if sharing := [f["ms"] for f in figures if f["group"] == "sharing" and f["rows"] <= MANY_ROWS]:
        print(f"slowest sharing question: {max(sharing):.1f} ms")
    if ratios := [f["rdflib_ms"] / f["ms"] for f in figures if "rdflib_ms" in f]:
        late = sum(not f["rdflib_done"] for f in figures if "rdflib_done" in f)
        print(
            f"rdflib takes {math.exp(statistics.fmean(map(math.log, ratios))):.0f} times as long (geometric mean; {late} not finished)"
        )


if __name__ == "__main__":
    sys.exit(main())
