"""A request and a response, apart from any server: what the rest of the package speaks in.

Sources: HTTP Semantics (RFC 9110); Content Security Policy Level 3 (W3C).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

from .negotiation import NAMES, is_known

MAX_FIELDS = 200
_REASONS = {
    200: "OK", 204: "No Content", 301: "Moved Permanently", 303: "See Other", 308: "Permanent Redirect",
    400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    408: "Request Timeout", 413: "Content Too Large", 415: "Unsupported Media Type", 421: "Misdirected Request",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 503: "Service Unavailable", 504: "Gateway Timeout",
}  # fmt: skip
# Nothing but what this server itself sends: no script, style or connection in the page or from elsewhere.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Content-Location",
}

Fields = list[tuple[str, str]]


class Refusal(Exception):
    """A request that is not answered as asked: an HTTP status and a sentence for people."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None):
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, dict(headers or {})


@dataclass(frozen=True)
class Request:
    """What a client asks; header names are lower case, `path` is decoded, `client` says whose it is."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    gone: Callable[[], bool] = lambda: False
    client: str = ""

    @classmethod
    def from_wsgi(cls, environ: Mapping[str, Any]) -> Request:
        """The request of a WSGI environment (PEP 3333).

        Raises:
            Refusal: the path is not UTF-8, or the body is shorter than announced.
        """
        headers = {
            name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        headers["content-type"] = environ.get("CONTENT_TYPE", "")
        try:
            path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8")
            length = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError as error:
            raise Refusal(400, "The address is not UTF-8.") from error
        body = environ["wsgi.input"].read(length) if length > 0 else b""
        if len(body) < length:
            raise Refusal(400, "The body is shorter than announced.")
        gone = environ.get("waitress.client_disconnected", lambda: False)
        client = client_of(environ.get("REMOTE_ADDR", ""), headers.get("x-forwarded-for", ""))
        method, query = environ["REQUEST_METHOD"].upper(), environ.get("QUERY_STRING", "")
        return cls(method, path or "/", query, headers, body, gone, client)

    @property
    def accept(self) -> str | None:
        return self.headers.get("accept")

    @property
    def media_type(self) -> str:
        """The type of the body, without its parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The character set that the body announces, "utf-8" when it does not."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip('"').lower()
        return "utf-8"

    def fields(self) -> Fields:
        """The fields of the address.

        Raises:
            Refusal: they are not UTF-8, or too many.
        """
        return read_fields(self.query)

    @property
    def format(self) -> str:
        """What `format` in the address asks for, "" when it does not.

        Raises:
            Refusal: nothing is given in such a form.
        """
        return known_format(self.field("format"))

    def field(self, name: str, default: str = "") -> str:
        """One field of the address; the first where it stands several times."""
        return next((value for key, value in self.fields() if key == name), default)


def client_of(address: str, forwarded: str = "") -> str:
    """Whose a request is: an address, or for IPv6 the network that one household has.

    A proxy on this machine is believed when it names the client, last in X-Forwarded-For. It is asked for
    fairness only, so who deceives it from this machine gains a turn in a queue and nothing else.

    >>> client_of("2001:db8::1:2"), client_of("127.0.0.1", "10.0.0.9, 192.0.2.7"), client_of("192.0.2.1", "10.0.0.9")
    ('2001:db8::', '192.0.2.7', '192.0.2.1')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if found.is_loopback and (named := forwarded.rpartition(",")[2].strip()):
        return client_of(named)
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def read_fields(text: str) -> Fields:
    """The fields of an `application/x-www-form-urlencoded` text.

    Raises:
        Refusal: they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise Refusal(400, "The parameters are not UTF-8.") from error
    except ValueError as error:
        raise Refusal(400, f"There are more than {MAX_FIELDS} parameters.") from error


def known_format(name: str) -> str:
    """A name that a request gives for the form of its answer, as it is.

    Raises:
        Refusal: nothing is given in such a form.
    """
    if name.strip() and not is_known(name):
        allowed = ", ".join(NAMES)
        raise Refusal(400, f"format={name:.40} is not known; it may be {allowed}, or one of their media types.")
    return name.strip()


@dataclass(frozen=True)
class Response:
    """What a client gets. `open_` data may be read by pages of other sites (CORS)."""

    status: int = 200
    media_type: str = "text/plain"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    open_: bool = False
    policy: str = POLICY

    @classmethod
    def redirect(cls, location: str, status: int = 303, open_: bool = False) -> Response:
        """To another place on this server."""
        return cls(status, headers={"Location": quote(location, safe="/?&=%#:+,;@~")}, open_=open_)

    @classmethod
    def of(cls, refusal: Refusal, open_: bool = False) -> Response:
        """A refusal as plain text."""
        body = (refusal.sentence + "\n").encode("utf-8", "replace")
        return cls(refusal.status, "text/plain", body, {"Vary": "Accept"} | refusal.headers, open_)

    @property
    def status_line(self) -> str:
        return f"{self.status} {_REASONS.get(self.status, 'Unknown')}"

    def header_lines(self) -> list[tuple[str, str]]:
        """All headers, with those that every answer has."""
        type_ = self.media_type
        if type_.startswith("text/") or type_ in ("application/javascript", "image/svg+xml"):
            type_ += "; charset=utf-8"
        lines = {"Content-Type": type_, "Content-Length": str(len(self.body)), "Content-Security-Policy": self.policy}
        lines |= _ALWAYS | (_OPEN if self.open_ else {})
        if self.status in (429, 503):
            lines["Retry-After"] = "5"
        return list({**lines, **self.headers}.items())
