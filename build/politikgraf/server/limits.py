"""How much of the machine a stranger may use."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one server.

    Attributes:
        seconds: how long a query may run.
        rows: solutions or triples in one answer.
        answer_bytes: size of one answer.
        body_bytes: size of a request's body; a query's text is bounded by it too.
        memory_bytes: memory a worker may take beyond the shared data.
        workers: processes for queries that answer quickly.
        slow_workers: further processes for queries that have run longer than `patience`.
        patience: seconds of work after which a query counts as slow.
        glance: seconds of work after which it counts as slow while others wait, if it is not known to be quick.
        fair_seconds: seconds of work after which a slow one may be ended to make room for another.
        waiting: requests that may wait for a worker, or be worked on, at once.
        waiting_of_one: how many of these may come from one address.
        queue_seconds: how long one may wait for a worker.
    """

    seconds: float = 10.0
    rows: int = 200_000
    answer_bytes: int = 64_000_000
    body_bytes: int = 1_000_000
    memory_bytes: int = 500_000_000
    workers: int = max(3, (os.cpu_count() or 2) + 1)
    slow_workers: int = max(8, os.cpu_count() or 2)
    patience: float = 0.4
    glance: float = 0.1
    fair_seconds: float = 1.0
    waiting: int = 128
    waiting_of_one: int = 96
    queue_seconds: float = 15.0

    @property
    def threads(self) -> int:
        """Threads of the HTTP server: those that wait, those that are served, some for the rest."""
        return self.waiting + self.workers + self.slow_workers + 8
