"""One HTTP request to a server the user named, with authentication from the environment.

No redirect is followed: credentials and data go where they were sent, or nowhere.
"""

from __future__ import annotations

import base64
import os
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPException
from urllib.parse import urlsplit

USER_VARIABLE = "POLITIKGRAF_ENDPOINT_USER"
PASSWORD_VARIABLE = "POLITIKGRAF_ENDPOINT_PASSWORD"
TOKEN_VARIABLE = "POLITIKGRAF_ENDPOINT_TOKEN"
AGENT = "politikgraf"
_TAG = re.compile(r"<[^>]*>")


class WebError(Exception):
    """A request that got no usable answer; `status` is 0 when there was none at all."""

    def __init__(self, what: str, remedy: str = "", status: int = 0):
        super().__init__(what)
        self.what, self.remedy, self.status = what, remedy, status


@dataclass(frozen=True)
class Request:
    """What is asked of a server."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    media_type: str
    headers: Mapping[str, str]
    body: bytes

    def excerpt(self, length: int = 200) -> str:
        """The beginning of the answer as one plain line."""
        text = self.body[:4000].decode("utf-8", "replace")
        return " ".join(unescape(_TAG.sub(" ", text) if "html" in self.media_type else text).split())[:length] or "no reason given"

    def remedy(self) -> str:
        """What a user can do about a status that refuses."""
        if self.status in (401, 403):
            return f"set {USER_VARIABLE} and {PASSWORD_VARIABLE}, or {TOKEN_VARIABLE}"
        if 300 <= self.status < 400:
            return f"give the address it moved to: {self.headers.get('location', 'not said')}"
        if self.status in (404, 405, 501):
            return "check the address: SPARQL queries and the Graph Store Protocol often have different ones"
        return "the server is busy or out of order; try again" if self.status in (429, 503, 504) else ""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def credentials() -> dict[str, str]:
    """The Authorization header that the environment asks for: a bearer token, or user and password.

    HTTP Authentication: RFC 7617 (Basic), RFC 6750 (Bearer).
    """
    if token := os.environ.get(TOKEN_VARIABLE):
        return {"Authorization": f"Bearer {token}"}
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE, "")
    if user:
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}
    return {}


def send(request: Request, timeout: float, limit: int) -> Answer:
    """Send a request; answer with any status, also one that refuses.

    HTTP Digest (RFC 7616), which Virtuoso asks for by default, is answered where the environment
    has user and password.

    Raises:
        WebError: no answer (address, network, time), or one larger than `limit` bytes.
    """
    parts = urlsplit(request.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WebError("is not an http or https address", "give one such as http://localhost:7878/query")
    if parts.username or parts.password:
        raise WebError("holds a password", f"set {USER_VARIABLE} and {PASSWORD_VARIABLE} instead")
    made = urllib.request.Request(request.url, request.body, dict(request.headers), method=request.method)
    made.add_header("User-Agent", AGENT)
    for name, value in credentials().items():
        made.add_unredirected_header(name, value)
    try:
        with _opener(request.url).open(made, timeout=timeout) as answer:
            return _read(answer, answer.status, limit)
    except urllib.error.HTTPError as error:
        with error:
            return _read(error, error.code, limit)
    except (socket.timeout, TimeoutError) as error:
        raise WebError(f"gave no answer within {timeout:g} seconds", "try again, or ask for less") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise WebError(f"gave no answer within {timeout:g} seconds", "try again, or ask for less") from error
        raise WebError(f"cannot be reached: {error.reason}", "check the address and that the server runs") from error
    except (HTTPException, OSError, ValueError) as error:
        raise WebError(f"breaks off: {error or type(error).__name__}", "check that this is an HTTP server") from error


def _opener(url: str) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    user, password = os.environ.get(USER_VARIABLE), os.environ.get(PASSWORD_VARIABLE, "")
    if user and not os.environ.get(TOKEN_VARIABLE):
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, url, user, password)
        handlers.append(urllib.request.HTTPDigestAuthHandler(known))
    return urllib.request.build_opener(*handlers)


def _read(answer: object, status: int, limit: int) -> Answer:
    body = answer.read(limit + 1)  # type: ignore[attr-defined]
    if len(body) > limit:
        raise WebError(f"answers more than {limit / 1e6:.0f} MB", "ask for less", status)
    headers = {name.lower(): value for name, value in answer.headers.items()}  # type: ignore[attr-defined]
    return Answer(status, headers.get("content-type", "").split(";")[0].strip().lower(), headers, body)
