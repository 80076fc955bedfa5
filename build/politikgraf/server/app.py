"""Which address answers what: a WSGI application (PEP 3333) over the data.

/sparql                     SPARQL 1.1 Protocol; without a query the service description
/query                      the page for asking, in Danish and English
/void, /.well-known/void    the description of the data set (VoID)
/site/                      the site, where it is built
/assets/, /health           this package's own files; whether the server lives
everything else             one of the data's IRIs, https://w3id.org/politikgraf/...
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from ..namespaces import BASE
from . import description, files, protocol, resource
from .data import Data, Runner
from .exchange import Refusal, Request, Response
from .fairness import asker
from .negotiation import GRAPHS, HTML, NAMES, SUFFIXES, by_name, choose, is_html, prefers_html
from .pages import page
from .query_page import QueryPage
from .words import preferred, words

READING = "GET, HEAD"
LONGEST_FORM = 100_000
"""Bytes of a form of the query page; a longer query goes to /sparql."""
_EXPLAINED = (408, 413, 429, 431, 503, 504)
"""Statuses whose words on the query page hold for every page."""
_HOST = r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?"


class Application:
    """The application.

    Args:
        pool: runs queries.
        site: folder of the site; None where it is not built.
        quotes: passages by IRI, to show beside their places; only where the reader may have them.
        hosts: the Host headers that are answered; None for all. A server on the loopback that shows
            passages names itself here, so that no page from elsewhere can read them by a name of its
            own that leads to the loopback (DNS rebinding).
    """

    def __init__(
        self,
        pool: Runner,
        site: Path | None = None,
        quotes: Mapping[str, resource.Quote] | None = None,
        hosts: frozenset[str] | None = None,
    ):
        self._data = Data(pool)
        self._site = site if site and (site / "index.html").is_file() else None
        self._quotes, self._hosts = quotes or {}, hosts
        self._query_page = QueryPage(self._data, self._site is not None)

    def __call__(self, environ: Mapping[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Answer a WSGI request."""
        try:
            request = Request.from_wsgi(environ)
            asker.set(request.client)
            response = self.answer(request)
        except Refusal as refusal:
            response = Response.of(refusal)
        start_response(response.status_line, response.header_lines())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    def answer(self, request: Request) -> Response:
        """The response to a request; never an exception."""
        try:
            if self._hosts is not None and _host_name(request) not in self._hosts:
                raise Refusal(421, "This server does not go by that name.")
            return self._route(request)
        except Refusal as refusal:
            return self.refused(request, refusal)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return Response.of(Refusal(500, "Something went wrong here. It is in the server's log."))

    def _route(self, request: Request) -> Response:
        path = request.path
        if path in ("/sparql/", "/query/", "/void/"):
            return Response.redirect(path[:-1] + (f"?{request.query}" if request.query else ""), 308)
        if path == "/sparql":
            return self._sparql(request)
        if path == "/query" and request.method == "POST":
            return self._post_query(request)
        if request.method == "OPTIONS" and path != "/query":
            return protocol.preflight(READING + ", OPTIONS")
        if request.method not in ("GET", "HEAD"):
            allowed = READING + (", POST" if path == "/query" else ", OPTIONS")
            raise Refusal(405, f"{request.method} is not for this address; it takes {allowed}.", {"Allow": allowed})
        if path == "/":
            return Response.redirect("/site/" if self._site else "/query")
        if path == "/query":
            return self._query_page.get(request, self._language(request))
        if path in ("/void", "/.well-known/void"):
            return self._void(request)
        if path == "/health":
            return Response(200, "text/plain", b"ok\n")
        if path.startswith("/assets/") or path == "/favicon.ico":
            return files.asset(path.removeprefix("/assets/") if path != "/favicon.ico" else "icon.svg")
        if path == "/site" or path.startswith("/site/"):
            return self._site_file(path)
        return self._resource(request)

    def _sparql(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return protocol.preflight(protocol.METHODS)
        if address := protocol.page_address(request):
            return Response.redirect(address, open_=True)
        job = protocol.read_job(request)
        if job is None:
            if self._wants_page(request):
                return Response.redirect("/query")
            media_type = self._graph_type(request)
            total, graphs = self._counts
            body = description.write(description.service(_endpoint(request), total, graphs), media_type)
            return Response(200, media_type, body, {"Vary": "Accept"}, open_=True)
        response = protocol.respond(self._data.run(job, request.gone))
        if response.status == 200 and request.media_type == protocol.FORM and b"download=1" in request.body:
            name = next((n for n, t in NAMES.items() if t == response.media_type), "txt")
            headers = {**response.headers, "Content-Disposition": f'attachment; filename="politikgraf.{name}"'}
            return Response(200, response.media_type, response.body, headers, open_=True)
        return response

    @cached_property
    def _counts(self) -> tuple[int, dict[str, int]]:
        ((total,),) = self._data.rows(description.TOTAL)
        return int(total.value), {g.value: int(n.value) for g, n in self._data.rows(description.COUNTS)}

    def _void(self, request: Request) -> Response:
        if self._wants_page(request) and self._data.exists(description.DATASET):
            return Response.redirect(resource.path_of(description.DATASET) or "/query", open_=True)
        media_type = self._graph_type(request)
        said = ox.parse(self._data.graph(description.VOID_QUERY, NAMES["nt"]), format=ox.RdfFormat.N_TRIPLES)
        triples = [quad.triple for quad in said] + description.void_additions(_endpoint(request))
        return Response(200, media_type, description.write(triples, media_type), {"Vary": "Accept"}, open_=True)

    def _post_query(self, request: Request) -> Response:
        if request.media_type != protocol.FORM:
            raise Refusal(415, f"The body must be of type {protocol.FORM}.")
        if len(request.body) > LONGEST_FORM:
            what = f"A query on this page may have at most {LONGEST_FORM // 1000} kB."
            raise Refusal(413, f"{what} Send a longer one to /sparql.")
        fields = dict(request.fields() + protocol.read_fields(request.body.decode("utf-8", "replace")))
        language = fields.get("lang") if fields.get("lang") in ("da", "en") else self._language(request)
        return self._query_page.post(request, str(language))

    def _site_file(self, path: str) -> Response:
        if self._site is None:
            raise Refusal(404, "The site is not built here: run `politikgraf site`.")
        return (
            Response.redirect("/site/", 301) if path == "/site" else files.site_file(self._site, path[len("/site/") :])
        )

    def _resource(self, request: Request) -> Response:
        path, asked = request.path, resource.wanted_type(request)
        iri = resource.iri_of(path)
        if iri is None:
            raise Refusal(404, "The graph does not know this.")
        ending = path.rpartition(".")[2]
        known = self._data.exists(iri)
        if not known and ending in SUFFIXES.values() and asked is None:
            iri, asked = iri[: -len(ending) - 1], NAMES[ending]
            known = self._data.exists(iri)
        if not known:
            return self._by_slash(iri, request, asked)
        media_type = choose(request.accept, [HTML, *GRAPHS]) if asked is None else asked
        if not media_type:
            raise Refusal(406, f"This is given as {', '.join([HTML, *SUFFIXES])}.")
        if media_type == HTML:
            return resource.show(self._data, iri, self._language(request), self._quotes, self._site is not None)
        return resource.triples(self._data, iri, media_type)

    def _by_slash(self, iri: str, request: Request, asked: str | None) -> Response:
        """To the IRI with a slash at its end in place of the one without, or the other way round, if the data knows it."""
        other = iri[:-1] if iri.endswith("/") else iri + "/"
        if other == BASE or not self._data.exists(other):
            raise Refusal(404, "The graph does not know this.")
        fields = request.fields()
        if asked and not request.format:
            fields.append(("format", SUFFIXES[asked]))
        there = quote(resource.path_of(other) or "/") + (f"?{urlencode(fields)}" if fields else "")
        return Response.redirect(there, 301, open_=True)

    def refused(self, request: Request, refusal: Refusal) -> Response:
        """A refusal, as a page for people and as a sentence for programs."""
        if request.path == "/sparql" or choose(request.accept, ["text/plain", HTML]) != HTML:
            return Response.of(refusal, open_=True)
        language = preferred(request.headers.get("accept-language", ""))
        w, status = words(language), refusal.status
        title = w["not_found" if status == 404 else "failed"]
        sentence = "" if status == 404 else refusal.sentence
        shown = page(
            "message.html",
            language,
            status,
            here="/query",
            site=self._site is not None,
            title=title,
            reason=w.get(f"why_{status}", "") if status in _EXPLAINED else "",
            sentence=sentence,
        )
        return Response(shown.status, HTML, shown.body, {**shown.headers, **refusal.headers})

    def _graph_type(self, request: Request) -> str:
        media_type = by_name(request.format)[1] if request.format else choose(request.accept, list(GRAPHS))
        if media_type is None:
            raise Refusal(406, f"This is given as {', '.join(SUFFIXES)}.")
        return media_type

    @staticmethod
    def _wants_page(request: Request) -> bool:
        """Whether a client wants a page of what is given as a graph."""
        return is_html(request.format) if request.format else prefers_html(request.accept, list(GRAPHS))

    def _language(self, request: Request) -> str:
        return resource.language_of(request, preferred(request.headers.get("accept-language", "")))


def _host_name(request: Request) -> str:
    return request.headers.get("host", "").rpartition(":")[0].lower() or request.headers.get("host", "").lower()


def _endpoint(request: Request) -> str:
    """The address of the endpoint, as the client reached it."""
    host = request.headers.get("host", "")
    return f"http://{host if re.fullmatch(_HOST, host) else 'localhost'}/sparql"
