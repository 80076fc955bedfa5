"""A time in all for a request that `urllib` sends, beside its time for every silence.

A server that sends one byte now and then is never silent for long, and yet never done.
"""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.request
from contextlib import suppress


class Deadline:
    """Ends the connections of a request when its time is up, whatever is being waited for on them."""

    def __init__(self, seconds: float):
        self.passed = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        """End this connection, too."""
        with self._lock:
            self._sockets.append(connected)
            if self.passed:
                _shut(connected)

    def _end(self) -> None:
        with self._lock:
            self.passed = True
            for connected in self._sockets:
                _shut(connected)


def _shut(connected: socket.socket) -> None:
    with suppress(OSError, ValueError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)  # of TLS, too, the connection below


class _Watched(http.client.HTTPConnection):
    """A connection that ends at the deadline of its request."""

    deadline: Deadline

    def connect(self) -> None:
        super().connect()
        self.deadline.watch(self.sock)


class _WatchedTls(_Watched, http.client.HTTPSConnection):
    """The same over TLS."""


def _connection(kind: type[_Watched], deadline: Deadline) -> type[_Watched]:
    return type(kind.__name__, (kind,), {"deadline": deadline})


class Http(urllib.request.HTTPHandler):
    """http, with a deadline."""

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_connection(_Watched, request.deadline), request)  # type: ignore[attr-defined]


class Https(urllib.request.HTTPSHandler):
    """https, with a deadline."""

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        kind = _connection(_WatchedTls, request.deadline)  # type: ignore[attr-defined]
        return self.do_open(kind, request, context=self._context)  # type: ignore[attr-defined]
