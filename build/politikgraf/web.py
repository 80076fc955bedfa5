"""HTTP requests to a server the user named, with authentication from the environment.

No redirect is followed: credentials and data go where they were sent, or nowhere. Every request has a
time in all, from its first byte to the last of the answer.
"""

from __future__ import annotations

import base64
import os
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlsplit

from .deadline import Deadline, Http, Https
from .errors import Problem, UnreadableError

USER_VARIABLE = "POLITIKGRAF_ENDPOINT_USER"
PASSWORD_VARIABLE = "POLITIKGRAF_ENDPOINT_PASSWORD"
TOKEN_VARIABLE = "POLITIKGRAF_ENDPOINT_TOKEN"
TIMEOUT_VARIABLE = "POLITIKGRAF_ENDPOINT_TIMEOUT"
TOTAL_SECONDS, MOST_SECONDS = 300.0, 86_400.0
AGENT = "politikgraf"
_UNREAD = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
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
        if "html" in self.media_type:
            text = unescape(_TAG.sub(" ", _UNREAD.sub(" ", text)))
        plain = "".join(c if c.isprintable() else " " for c in text)  # no escape sequence reaches a terminal
        return " ".join(plain.split())[:length] or "no reason given"

    def remedy(self) -> str:
        """What a user can do about a status that refuses."""
        if self.status in (401, 403):
            return f"set {USER_VARIABLE} and {PASSWORD_VARIABLE}, or {TOKEN_VARIABLE}"
        if 300 <= self.status < 400:
            return f"give the address it moved to: {self.headers.get('location', 'not said')}"
        if self.status in (404, 405, 501):
            return "check the address: SPARQL queries and the Graph Store Protocol often have different ones"
        return "the server is busy or out of order; try again" if self.status in (429, 503, 504) else ""


class Client:
    """Sends requests, with the user and password or the token of the environment.

    A token is sent along (RFC 6750). User and password answer what the server asks for, HTTP Digest
    (RFC 7616, Virtuoso's default) or Basic (RFC 7617), and once asked are sent ahead: a server that
    refuses a long body breaks off before it is read.

    Raises:
        UnreadableError: POLITIKGRAF_ENDPOINT_TIMEOUT is not a number of seconds.
    """

    def __init__(self) -> None:
        self._total = time_limit()
        self._token = os.environ.get(TOKEN_VARIABLE)
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect(), Http(), Https()]
        if (user := os.environ.get(USER_VARIABLE)) and not self._token:
            known = _OnePassword(user, os.environ.get(PASSWORD_VARIABLE, ""))
            handlers += [_Digest(known), _Basic(known)]
        self._opener = urllib.request.build_opener(*handlers)

    def send(self, request: Request, timeout: float, limit: int) -> Answer:
        """Send a request; the answer may have any status, also one that refuses.

        Args:
            request: the request.
            timeout: seconds for which the server may be silent. In all a request may take 300 seconds,
                or this if it is more; POLITIKGRAF_ENDPOINT_TIMEOUT, where it is set, stands for both.
            limit: bytes that the answer may have.

        Raises:
            WebError: no answer (address, network, time), or one larger than `limit` bytes.
        """
        _check_address(request.url)
        silence, total = (self._total, self._total) if self._total else (timeout, max(timeout, TOTAL_SECONDS))
        with Deadline(total) as deadline:
            try:
                answer = self._send(request, silence, limit, deadline)
            except WebError as error:
                if not deadline.passed:
                    raise
                raise _too_late(total, "was not done") from error
            if deadline.passed:  # what came before may look whole
                raise _too_late(total, "was not done")
            return answer

    def _send(self, request: Request, timeout: float, limit: int, deadline: Deadline) -> Answer:
        made = urllib.request.Request(request.url, request.body, dict(request.headers), method=request.method)
        made.deadline = deadline  # type: ignore[attr-defined]
        made.add_header("User-Agent", AGENT)
        if self._token:
            made.add_unredirected_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(made, timeout=timeout) as answer:
                return _read(answer, answer.status, limit)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error, error.code, limit)
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise _too_late(timeout) from error
            raise WebError(
                f"cannot be reached: {error.reason}", "check the address and that the server runs"
            ) from error
        except TimeoutError as error:
            raise _too_late(timeout) from error
        except (HTTPException, OSError, ValueError) as error:
            raise WebError(
                f"breaks off: {error or type(error).__name__}", "check that this is an HTTP server"
            ) from error


def time_limit() -> float | None:
    """The seconds that a request may take by POLITIKGRAF_ENDPOINT_TIMEOUT, None where it is not set.

    Raises:
        UnreadableError: it is not a number over 0 and at most 86400.
    """
    said = os.environ.get(TIMEOUT_VARIABLE, "").strip()
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        what = f"is {said[:40]!r}, not a number of seconds over 0 and at most {MOST_SECONDS:.0f}"
        raise UnreadableError(Problem(TIMEOUT_VARIABLE, what, "set it to such a number, or unset it"))
    return seconds


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class _OnePassword(urllib.request.HTTPPasswordMgr):
    """The one user and password there is, whatever the server calls its realm."""

    def __init__(self, user: str, password: str):
        super().__init__()
        self._pair = user, password

    def find_user_password(self, realm: str | None, authuri: str) -> tuple[str, str]:
        return self._pair


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication that signs every request once the server has said how."""

    _challenge: dict[str, str] | None = None

    def retry_http_digest_auth(self, request: urllib.request.Request, challenge: str) -> object:
        _, _, said = challenge.partition(" ")
        self._challenge = urllib.request.parse_keqv_list(urllib.request.parse_http_list(said))
        return super().retry_http_digest_auth(request, challenge)

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if self._challenge and (signed := self.get_authorization(request, self._challenge)):
            request.add_unredirected_header(self.auth_header, f"Digest {signed}")
        return request

    https_request = http_request


class _Basic(urllib.request.HTTPBasicAuthHandler):
    """Basic authentication that is sent ahead once the server has asked for it."""

    _asked = False

    def retry_http_basic_auth(self, host: str, request: urllib.request.Request, realm: str) -> object:
        self._asked = True
        return super().retry_http_basic_auth(host, request, realm)

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if self._asked:
            pair = ":".join(self.passwd.find_user_password(None, request.full_url))
            request.add_unredirected_header(self.auth_header, "Basic " + base64.b64encode(pair.encode()).decode())
        return request

    https_request = http_request


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WebError(f"is not an address: {error}", "give one such as http://localhost:7878/query") from error
    if port == 0 or not (url.isascii() and url.isprintable()) or " " in url:
        raise WebError(
            "is not an address", "give one such as http://localhost:7878/query; percent-encode what is not ASCII"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WebError("is not an http or https address", "give one such as http://localhost:7878/query")
    if parts.username or parts.password:
        raise WebError("holds a password", f"set {USER_VARIABLE} and {PASSWORD_VARIABLE} instead")


def _too_late(seconds: float, how: str = "gave no answer") -> WebError:
    remedy = f"try again, ask for less, or allow more seconds by {TIMEOUT_VARIABLE}"
    return WebError(f"{how} within {seconds:g} seconds", remedy)


def _read(answer: HTTPResponse | urllib.error.HTTPError, status: int, limit: int) -> Answer:
    body = answer.read(limit + 1)
    if len(body) > limit:
        raise WebError(f"answers more than {limit / 1e6:.0f} MB", "ask for less", status)
    if missing := getattr(answer, "length", None):
        raise WebError(f"breaks off: {missing} bytes of the answer are missing", "try again", status)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(status, headers.get("content-type", "").split(";")[0].strip().lower(), headers, body)
