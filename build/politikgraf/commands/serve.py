"""`politikgraf serve`."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

_EPILOG = """exit codes: 0 stopped (Ctrl+C or SIGTERM); 2 the data or the address cannot be used

examples:
  politikgraf serve                               http://127.0.0.1:8080/
  politikgraf serve --port 3000 --timeout 5
  politikgraf serve mine.ttl                      another file
  politikgraf serve --host 0.0.0.0 --port 80      for everybody; better behind a reverse proxy with TLS

Queries are answered address by address, and an address may have 96 waiting. A reverse proxy on the same
machine names the address by X-Forwarded-For.
"""


def register(subparsers: argparse._SubParsersAction) -> None:
    """Add the subcommand."""
    command = subparsers.add_parser(
        "serve",
        help="serve a SPARQL endpoint, the data's IRIs, the site and a query page",
        description="Serve, read only: SPARQL 1.1 at /sparql, a page for asking at /query, each of the data's IRIs "
        "at its own path, VoID at /void, the site at /site/. Needs Linux, macOS or WSL.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="RDF to serve (default: the project's graph)"
    )
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument("--port", type=_port, default=8080, help="port, 0 for any free one (default: %(default)s)")
    command.add_argument(
        "--timeout", type=_positive, default=10.0, metavar="SECONDS", help="of a query (default: %(default)g)"
    )
    command.add_argument("--max-rows", type=_count, default=200_000, help="of an answer (default: %(default)s)")
    command.add_argument("--workers", type=_count, help="processes for quick queries (default: processors + 1)")
    command.add_argument("--site", type=Path, metavar="DIR", help="the built site (default: build/out/site)")
    command.add_argument(
        "--passages",
        action="store_true",
        help="show the passages' own words, from build/out/passages.ttl (made by `politikgraf build --documents`); "
        "loopback only, as the texts belong to the municipalities",
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from ..server.limits import Limits
    from ..server.service import serve

    given = {"seconds": arguments.timeout, "rows": arguments.max_rows, "workers": arguments.workers}
    names = {f.name for f in fields(Limits)}
    limits = Limits(**{name: value for name, value in given.items() if value is not None and name in names})
    address = arguments.host, arguments.port
    return serve(
        arguments.files, address, limits, arguments.site, arguments.passages, lambda text: print(text, flush=True)
    )


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 3600:
        raise argparse.ArgumentTypeError("must be a number over 0 and at most 3600")
    return value


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) >= 1):
        raise argparse.ArgumentTypeError("must be a whole number of at least 1")
    return int(text)
