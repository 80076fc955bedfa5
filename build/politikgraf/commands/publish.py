"""`politikgraf publish`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

_EPILOG = """exit codes: 0 published; 2 the server or the file cannot be used (the graphs are put back as they were)

environment: POLITIKGRAF_ENDPOINT the address; POLITIKGRAF_ENDPOINT_USER and POLITIKGRAF_ENDPOINT_PASSWORD
(HTTP Basic or Digest), or POLITIKGRAF_ENDPOINT_TOKEN (Bearer); POLITIKGRAF_ENDPOINT_TIMEOUT the seconds that one
request may take (300)

examples:
  politikgraf publish --endpoint http://localhost:7878/store                     Oxigraph
  politikgraf publish --endpoint http://localhost:8890/sparql-graph-crud-auth    Virtuoso
  politikgraf publish --endpoint http://localhost:3030/politikgraf/data          Fuseki
"""


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "publish",
        help="put the graph on a SPARQL server",
        description="Put every named graph on a SPARQL server by the Graph Store Protocol: one graph a document, "
        "each replaced whole; when one fails, all are put back as they were.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", nargs="?", type=Path, help="TriG or N-Quads (default: build/out/politikgraf.trig)")
    command.add_argument("--endpoint", metavar="URL", help="the server's graph store (default: POLITIKGRAF_ENDPOINT)")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from ..engine import ENDPOINT_VARIABLE
    from ..errors import Problem, UnreadableError
    from ..project import Project
    from ..publish import publish, read_graphs
    from ..store import current_trig

    endpoint = arguments.endpoint or os.environ.get(ENDPOINT_VARIABLE)
    if not endpoint:
        raise UnreadableError(Problem("endpoint", "is not given", f"say --endpoint URL or set {ENDPOINT_VARIABLE}"))
    file = arguments.file or current_trig(Project.here())
    if file is None:
        remedy = "run `politikgraf build` first, or name a TriG file"
        raise UnreadableError(Problem("build/out/politikgraf.trig", "is missing or older than the graph", remedy))
    done = publish(read_graphs(file), endpoint, lambda n, of, iri: print(f"[{n}/{of}] {iri}", file=sys.stderr))
    print(f"{len(done.graphs)} graphs, {sum(done.graphs.values())} triples: {done.store}")
    for iri in done.removed:
        print(f"removed, no longer part of the data set: {iri}")
    return 0
