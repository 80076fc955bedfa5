"""`politikgraf publish`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

_EPILOG = """exit codes: 0 published; 2 the server or the file cannot be used; 130 or 143 stopped by Ctrl-C or SIGTERM
(after 2, 130 and 143 the graphs are put back as they were; the last line says whether they are)

A FILE that holds the description of the data set (<https://w3id.org/politikgraf/dataset>), as the default does,
is a full publication: graphs that the description on the server lists, and the new one does not, are removed,
and named in the output. Any other FILE only replaces the graphs it holds.

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
        "each replaced whole and compared with what was sent; when one fails, all are put back as they were.",
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
    from ..publish import PublishingStopped, publish, read_graphs
    from ..store import current_trig

    endpoint = arguments.endpoint or os.environ.get(ENDPOINT_VARIABLE)
    if not endpoint:
        raise UnreadableError(Problem("endpoint", "is not given", f"say --endpoint URL or set {ENDPOINT_VARIABLE}"))
    file = arguments.file or current_trig(Project.here())
    if file is None:
        remedy = "run `politikgraf build` first, or name a TriG file"
        raise UnreadableError(Problem("build/out/politikgraf.trig", "is missing or older than the graph", remedy))
    try:
        done = publish(read_graphs(file), endpoint, _progress, _patience)
    except PublishingStopped as stopped:
        print(f"politikgraf: {stopped}", file=sys.stderr)
        return 128 + stopped.number
    print(f"{len(done.graphs)} graphs, {sum(done.graphs.values())} triples: {done.store}")
    for iri in done.removed:
        print(f"removed, no longer part of the data set: {iri}")
    if done.kept:
        print(f"{len(done.kept)} other graphs of the data set on the server are left as they are")
    return 0


def _progress(done: int, total: int, what: str) -> None:
    print(f"[{done}/{total}] {what}", file=sys.stderr)


def _patience() -> None:
    """Said inside a signal's handler, where printing is not safe."""
    os.write(2, b"politikgraf: stopping; the graphs are put back as they were, please wait\n")
