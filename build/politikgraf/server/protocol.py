"""Reading a request as a SPARQL query: SPARQL 1.1 Protocol (W3C 2013), section 2.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

import pyoxigraph as ox

from .evaluation import Job, Reply
from .exchange import Fields, Refusal, Request, Response, known_format, read_fields
from .negotiation import GRAPHS, TABLES, by_name, choose, is_html, prefers_html

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"
MAX_GRAPHS = 100
LONGEST_ADDRESS = 4_000
"""Characters of an address that a browser is sent on to."""
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def read_job(request: Request) -> Job | None:
    """The job that a request asks for, None when a GET has no query (it wants the service description).

    Raises:
        Refusal: wrong method (405), type (415), encoding or parameters (400), an update (403), or no
            form that the client takes (406).
    """
    fields = _fields(request)
    if fields is None:
        return None
    if any(name == "update" for name, _ in fields):
        raise Refusal(403, "This endpoint is read-only: updates are refused.")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refusal(400, f"One parameter `query` is needed; there are {len(queries)}.")
    table, graph = _wanted(request, fields)
    default_graphs, named_graphs = (_graphs(fields, f"{kind}-graph-uri") for kind in ("default", "named"))
    given = bool(default_graphs or named_graphs)
    return Job(
        queries[0], table, graph, tuple(default_graphs) if given else None, tuple(named_graphs) if given else None
    )  # fmt: skip


def page_address(request: Request) -> str | None:
    """Where the query page shows a request's query and its answer, None when the client wants no page.

    A page is wanted by `format=html`, or by an Accept header that puts HTML before every form of the
    data, as a browser's does. What the page cannot show (a dataset, a long query) is not sent there.

    Raises:
        Refusal: as `read_job`.
    """
    fields = _fields(request) or []
    format_ = known_format(_first(fields, "format"))
    wanted = is_html(format_) if format_ else prefers_html(request.accept, [*TABLES, *GRAPHS])
    queries = [value for name, value in fields if name == "query"]
    others = any(name in ("update", "default-graph-uri", "named-graph-uri") for name, _ in fields)
    if not wanted or others or len(queries) != 1 or not queries[0].strip():
        return None
    address = "/query?" + urlencode({"sparql": queries[0], "run": 1}, errors="replace")
    return address + "#answer" if len(address) <= LONGEST_ADDRESS else None


def preflight(methods: str) -> Response:
    """What a browser is told that asks whether a page of another site may send a request (CORS).

    Any header may be sent: none makes a difference here, and clients send some of their own.
    """
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "*, Authorization",
        "Access-Control-Max-Age": "86400",
    }
    return Response(204, headers=headers, open_=True)


def respond(reply: Reply) -> Response:
    """The response that carries a reply."""
    body = reply.body if reply.ok else reply.body + b"\n"
    return Response(reply.status, reply.media_type, body, {"Vary": "Accept"}, open_=True)


def _fields(request: Request) -> Fields | None:
    """The parameters of a request, None when a GET has no query."""
    if request.method == "POST":
        return _posted(request)
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, f"{request.method} is not for this address; it takes {METHODS}.", {"Allow": METHODS})
    fields = request.fields()
    return fields if any(name in ("query", "update") for name, _ in fields) else None


def _first(fields: Fields, name: str) -> str:
    return next((value for key, value in fields if key == name), "")


def _posted(request: Request) -> Fields:
    """The parameters of a POST: of its body, or of its address with the query as the body."""
    if (coding := request.headers.get("content-encoding", "identity").lower()) != "identity":
        raise Refusal(415, f"The coding {coding!r:.40} of the body is not supported; send it plain.")
    if request.charset not in ("utf-8", "utf8", "us-ascii"):
        raise Refusal(415, "The body must be UTF-8.")
    if request.media_type == UPDATE:
        raise Refusal(403, "This endpoint is read-only: updates are refused.")
    if request.media_type not in (FORM, QUERY):
        raise Refusal(415, f"The body must be of type {FORM} or {QUERY}.")
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "The body is not UTF-8.") from error
    if request.media_type == FORM:
        return request.fields() + read_fields(text)
    if any(name == "query" for name, _ in request.fields()):
        raise Refusal(400, "The query stands both in the address and in the body.")
    return [*request.fields(), ("query", text)]


def _wanted(request: Request, fields: Fields) -> tuple[str | None, str | None]:
    """The media types for a table and for a graph, by `format` where it is given, else by Accept."""
    if format_ := known_format(_first(fields, "format")):
        if is_html(format_):
            raise Refusal(406, f"A page cannot show this query; the forms are {', '.join({**TABLES, **GRAPHS})}.")
        return by_name(format_)
    table, graph = choose(request.accept, list(TABLES)), choose(request.accept, list(GRAPHS))
    if table is None and graph is None:
        raise Refusal(
            406, f"None of the types asked for is given; these are: {', '.join(dict.fromkeys([*TABLES, *GRAPHS]))}."
        )
    return table, graph


def _graphs(fields: Fields, name: str) -> Sequence[str]:
    """The graphs that the protocol gives for the dataset (section 2.1.4)."""
    graphs = [value for key, value in fields if key == name]
    if len(graphs) > MAX_GRAPHS:
        raise Refusal(400, f"There are more than {MAX_GRAPHS} {name}.")
    for graph in graphs:
        try:
            if not _IRI.fullmatch(graph):
                raise ValueError
            ox.NamedNode(graph)
        except ValueError as error:
            raise Refusal(400, f"{name} is not an absolute IRI: {graph!r:.80}") from error
    return graphs
