"""Reading a body that is too large to its end and dropping it, so that the client can read why.

A server that answers 413 and closes at once resets the connection while the client still sends, and
most clients then show a broken pipe instead of the answer (RFC 9112, section 9.6).
"""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

MOST_BYTES = 256_000_000


class _Void:
    """A buffer that keeps nothing."""

    def append(self, data: bytes) -> None:
        pass

    def __len__(self) -> int:
        return 0


class PatientParser(HTTPRequestParser):
    """A parser that hears a client out, within bounds."""

    _dropping = False
    _dropped = 0

    def received(self, data: bytes) -> int:
        """Take bytes of a request; how many were taken."""
        if self._dropping:
            return self._drop(data)
        taken = super().received(data)
        too_large = isinstance(self.error, RequestEntityTooLarge)
        if too_large and self.body_rcv is not None and not self.body_rcv.completed and not self.expect_continue:
            self.body_rcv.buf = _Void()
            self._dropping, self.completed = True, False
        return taken

    def _drop(self, data: bytes) -> int:
        taken = self.body_rcv.received(data)
        self._dropped += taken
        if self.body_rcv.completed or self.body_rcv.error or not taken or self._dropped > MOST_BYTES:
            self.completed = True
        return taken


class PatientChannel(HTTPChannel):
    """A connection that uses it."""

    parser_class = PatientParser
