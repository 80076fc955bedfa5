"""Reading a request as a SPARQL query: SPARQL 1.1 Protocol (W3C 2013), section 2.1."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox

from .evaluation import Job, Reply
from .exchange import Fields, Refusal, Request, Response, read_fields
from .negotiation import GRAPHS, TABLES, by_name, choose

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
METHODS = "GET, HEAD, POST, OPTIONS"
MAX_GRAPHS = 100
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def read_job(request: Request) -> Job | None:
    """The job that a request asks for, None when a GET has no query (it wants the service description).

    Raises:
        Refusal: wrong method (405), type (415), encoding or parameters (400), an update (403), or no
            form that the client takes (406).
    """
    if request.method in ("GET", "HEAD"):
        fields = request.fields()
        if not any(name in ("query", "update") for name, _ in fields):
            return None
    elif request.method == "POST":
        fields = _posted(request)
    else:
        raise Refusal(405, f"{request.method} is not for this address; it takes {METHODS}.", {"Allow": METHODS})
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
    """The media types for a table and for a graph, by `format` where it is known, else by Accept."""
    named = by_name(next((value for key, value in fields if key == "format"), ""))
    if any(named):
        return named
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
