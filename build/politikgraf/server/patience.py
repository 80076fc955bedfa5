"""How requests are read off a connection: strictly, within a time, and to their end.

Strictly: one Host, and never two ways to say how long a body is (RFC 9112, sections 3.2 and 6.1). Within
a time: who sends byte after byte must not hold a connection for ever. To their end: a server that
answers 413 and closes at once resets the connection while the client still sends, and most clients then
show a broken pipe instead of the answer (RFC 9112, section 9.6).
"""

from __future__ import annotations

import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import Error, RequestEntityTooLarge

from .exchange import Refusal, Request

MOST_BYTES = 256_000_000
CONNECTIONS = 500
LONGEST_SECONDS = 60.0
"""How long a request may take to arrive."""
_LONGEST_LINE = 8_000
_SENTENCES = {
    400: "This is not a proper HTTP request: {said}.",
    408: "The request was {said}.",
    413: "The body of the request is larger than the {body} bytes that this server takes.",
    431: "The address and headers are longer than the {head} bytes that this server takes. Send a long query by POST.",
    501: "The Transfer-Encoding of the request is not supported; it may be chunked.",
}
_BROKEN = "Something went wrong here. It is in the server's log."


class RequestTimeout(Error):
    """The answer to a request that did not arrive in time."""

    code = 408
    reason = "Request Timeout"


class _Void:
    """A buffer that keeps nothing."""

    def append(self, data: bytes) -> None:
        pass

    def close(self) -> None:
        pass

    def __len__(self) -> int:
        return 0


class PatientParser(HTTPRequestParser):
    """A parser that hears a client out, within bounds."""

    _dropping = False
    _dropped = 0

    def __init__(self, adj: Any):
        super().__init__(adj)
        self.begun = time.time()

    def received(self, data: bytes) -> int:
        """Take bytes of a request; how many were taken."""
        taken = self._drop(data) if self._dropping else super().received(data)
        if not self._dropping and self._too_large():
            waits, self.expect_continue = self.expect_continue, False
            if waits or self._endless() or self.body_rcv.completed:
                self.completed = True
            else:
                self.body_rcv.buf = _Void()
                self._dropping, self.completed = True, False
        if not self.completed and time.time() - self.begun > LONGEST_SECONDS:
            self.error = self.error or RequestTimeout(f"not complete within {LONGEST_SECONDS:g} seconds")
            self.completed = True
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request, and refuse what two servers could read differently."""
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Transfer-Encoding and Content-Length exclude each other")
        if self.version == "1.1" and ("HOST" not in self.headers or "," in self.headers["HOST"]):
            raise ParsingError("One Host header is needed")

    def _drop(self, data: bytes) -> int:
        taken = self.body_rcv.received(data)
        self._dropped += taken
        if self.body_rcv.completed or self.body_rcv.error or not taken or self._endless():
            self.completed = True
        return taken

    def _too_large(self) -> bool:
        """Whether the body is larger than may be, or says that it will be."""
        bound = self.adj.max_request_body_size
        if self.error is None and self.chunked and self.body_rcv.chunk_remainder > bound:
            self.error = RequestEntityTooLarge(f"exceeds max_body of {bound}")
        return isinstance(self.error, RequestEntityTooLarge)

    def _endless(self) -> bool:
        """Whether a body that is dropped has no end to wait for."""
        body = self.body_rcv
        if not self.chunked:
            return self._dropped + body.remain > MOST_BYTES
        line = len(body.control_line) + len(body.trailer)
        return self._dropped + body.chunk_remainder > MOST_BYTES or line > _LONGEST_LINE


class ProblemTask(ErrorTask):
    """The answer to a request that cannot be read: in the form, and with the headers, of the application's refusals."""

    def execute(self) -> None:
        """Send it, and close the connection: where the next request begins is not known."""
        unread, bounds = self.request, self.channel.server.adj
        sentence = _SENTENCES.get(unread.error.code, _BROKEN).format(
            said=unread.error.body, body=bounds.max_request_body_size, head=bounds.max_request_header_size
        )
        method = getattr(unread, "command", "") or "GET"
        headers = {name.replace("_", "-").lower(): value for name, value in unread.headers.items()}
        asked = Request(method, getattr(unread, "path", "") or "/", headers=headers)
        response = self.channel.server.application.refused(asked, Refusal(unread.error.code, sentence))
        self.status, self.complete = response.status_line, True
        self.response_headers.extend(response.header_lines())
        self.set_close_on_finish()
        self.write(b"" if method == "HEAD" else response.body)


class PatientChannel(HTTPChannel):
    """A connection that uses them, and that makes room: of too many, the one that has kept waiting longest goes."""

    parser_class = PatientParser
    error_task_class = ProblemTask

    def __init__(self, server: Any, *arguments: Any, **named: Any):
        super().__init__(server, *arguments, **named)
        others = [channel for channel in server.active_channels.values() if channel is not self and channel.is_waiting]
        if others and len(server.active_channels) > CONNECTIONS:
            min(others, key=lambda channel: channel.since).will_close = True

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is done for it: no request has come whole, no answer is being sent."""
        return not (self.requests or self.total_outbufs_len or self.will_close)

    @property
    def since(self) -> float:
        """When the request that is coming began, or when something came last."""
        request = self.request
        return request.begun if request else self.last_activity
