"""Starting and stopping the server.

HTTP is spoken by waitress: pure Python without dependencies, kept by the Pylons project for over ten
years. It reads a request whole, within bounds of header and body, before a thread is given to it, so
slow clients hold nothing; and threads that wait for a worker process are all that is needed here.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import signal
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox

from ..errors import Problem, UnreadableError
from ..namespaces import OA
from ..project import Project
from ..store import current_trig
from .app import Application
from .limits import Limits
from .pool import Pool
from .resource import Quote

HEADER_BYTES = 64_000
SPARE_CONNECTIONS = 100
IDLE_SECONDS = 30
_SELECTOR = ox.NamedNode(str(OA.hasSelector))


def serve(
    files: Sequence[Path],
    address: tuple[str, int],
    limits: Limits,
    site: Path | None = None,
    passages: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> int:
    """Serve until told to stop (SIGINT, SIGTERM).

    Args:
        files: RDF files; the project's graph when there are none.
        address: host and port; port 0 takes a free one.
        limits: the bounds.
        site: folder of the site (default: where the build puts it).
        passages: whether to show the passages' own words.
        say: is told where the server listens, and that it stopped.

    Raises:
        UnreadableError: the data cannot be loaded, the address cannot be used, or passages would be
            shown to others.
    """
    import waitress

    from .patience import CONNECTIONS, PatientChannel

    if not hasattr(os, "fork"):
        raise UnreadableError(Problem("serve", "needs Linux, macOS or WSL", "use --endpoint with a SPARQL server"))
    project = Project.here()
    loopback = is_loopback(address[0])
    if passages and not loopback:
        raise UnreadableError(Problem("--passages", "is for the loopback only", "leave it out, or serve on 127.0.0.1"))
    if site and not (site / "index.html").is_file():
        raise UnreadableError(Problem(str(site), "holds no site", "make it with `politikgraf site`"))
    quotes = read_quotes(project.out / "passages.ttl") if passages else {}
    listening = _listen(address)
    port = listening.getsockname()[1]
    pool = None

    def stop(*_: object) -> None:
        if pool is not None:
            pool.stop()
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        pool = Pool([file.resolve() for file in files] or project_files(project), limits)
        hosts = frozenset({"localhost", "127.0.0.1", "[::1]", address[0]}) if passages else None
        application = Application(pool, site or project.out / "site", quotes, hosts)
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        server = waitress.create_server(
            application,
            sockets=[listening],
            threads=limits.threads,
            ident=None,
            connection_limit=CONNECTIONS + SPARE_CONNECTIONS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=10,
            max_request_body_size=limits.body_bytes,
            max_request_header_size=HEADER_BYTES,
            outbuf_high_watermark=limits.answer_bytes * 2,
            channel_request_lookahead=1,
            asyncore_use_poll=True,
            expose_tracebacks=False,
            clear_untrusted_proxy_headers=False,  # it would wrap the application, which `ProblemTask` calls
        )
        server.channel_class = PatientChannel
        host = f"[{address[0]}]" if ":" in address[0] else address[0]
        say(f"politikgraf: http://{host}:{port}/  (SPARQL at /sparql, questions at /query; Ctrl+C stops)")
        try:
            server.run()
        finally:
            server.close()
    except SystemExit:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if pool is not None:
            pool.close()
        listening.close()
    say("politikgraf: stopped")
    return 0


def project_files(project: Project) -> list[Path]:
    """What to load of a project: everything in one graph, and the named graphs where the build left them."""
    trig = current_trig(project)
    return [trig] if trig else [project.whole]


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_quotes(path: Path) -> dict[str, Quote]:
    """The passages' own words by passage, from what `build --documents` leaves.

    Raises:
        UnreadableError: there is no such file, or it is not Turtle.
    """
    said: dict[ox.NamedNode, dict[str, str]] = {}
    owner: dict[ox.NamedNode, str] = {}
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if quad.predicate == _SELECTOR:
                owner[quad.object] = quad.subject.value
            elif isinstance(quad.object, ox.Literal):
                said.setdefault(quad.subject, {})[quad.predicate.value.rpartition("#")[2]] = quad.object.value
    except (OSError, SyntaxError) as error:
        remedy = "make it with `politikgraf build --documents DIR`"
        raise UnreadableError(Problem(str(path), f"cannot be read: {error}", remedy)) from error
    return {
        place: Quote(words.get("prefix", ""), words["exact"], words.get("suffix", ""))
        for selector, place in owner.items()
        if "exact" in (words := said.get(selector, {}))
    }


def _listen(address: tuple[str, int]) -> socket.socket:
    try:
        family = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        return listening
    except OSError as error:
        place = f"{address[0]}:{address[1]}"
        raise UnreadableError(
            Problem(place, f"cannot be listened on: {error.strerror}", "choose another --port or --host")
        ) from error
