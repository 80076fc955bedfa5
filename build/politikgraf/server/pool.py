"""The workers that run queries: quick ones in turn, slow ones apart, all of them ended in time.

A query starts on one of a few workers. When it has worked for `patience` it is slow: its worker gets
a low priority and leaves the quick ones, and a fresh one takes its place. While others wait, a query
that was never answered before is given a `glance` only. When no place of the few for slow queries is
free it is ended, and begins anew on one when its turn comes. When it has worked for `fair_seconds`
it gets the lowest priority, and makes room when the places are full. A query that was slow before
goes to the slow ones at once. So runaway queries, also many, hold the quick workers for an instant,
and neither the processor nor a place against others. Work is counted in processor time: who waits
for the processor is not slow.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..errors import DataError
from .evaluation import Job, Reply
from .fairness import Costs, Door, Place, SlowPlaces, Turns, asker
from .limits import Limits
from .workers import Gone, Nursery, Worker

TOO_MANY, BUSY, OUT_OF_TIME = 429, 503, 504
_LOOK_SECONDS, _GLANCE_SECONDS, _TICK_SECONDS = 0.1, 0.05, 0.01
_MOST_PATIENCES = 5
_LATER = "The server is busy. Try again in a moment."


class Pool:
    """Runs jobs, many at a time, each within its bounds.

    Args:
        files: RDF files to load; together they make up the dataset.
        limits: the bounds.

    Raises:
        UnreadableError: a file cannot be loaded.
    """

    def __init__(self, files: Sequence[Path], limits: Limits):
        self.files, self.limits = files, limits
        self._renewing = threading.Lock()
        self._door = Door(limits.waiting, limits.waiting_of_one)
        self._slow = SlowPlaces(limits.slow_workers, limits.fair_seconds)
        self._costs = Costs()
        self._closed = False
        self._open()

    def _open(self) -> None:
        self._nursery = Nursery(self.files, self.limits)
        self._turns = Turns([self._nursery.fork() for _ in range(self.limits.workers)])

    def run(self, job: Job, cancelled: Callable[[], bool] = lambda: False) -> Reply:
        """Run a job and give its reply; what goes wrong is a reply, too.

        Args:
            job: the job; its bounds are set to those of the server.
            cancelled: asked now and then whether nobody waits any more; the query is ended then.
        """
        job = replace(job, rows=self.limits.rows, answer_bytes=self.limits.answer_bytes)
        who = asker.get()
        if refused := self._door.enter(who):
            if refused == "full":
                return Reply.refusal(BUSY, _LATER)
            count = self.limits.waiting_of_one
            said = f"{count} queries from your address wait here already. Send more when some are answered."
            return Reply.refusal(TOO_MANY, said)
        current = self._nursery
        try:
            return self._run(job, who, cancelled)
        except Gone:
            self._renew(current)
            return Reply.refusal(BUSY, "The server had to start anew. Try again in a moment.")
        finally:
            self._door.leave(who)

    def stop(self) -> None:
        """End all workers at once; whoever waits for an answer is told so."""
        self._closed = True
        self._nursery.stop()
        self._turns.close()

    def close(self) -> None:
        """Stop, and wait until all workers are gone."""
        self.stop()
        self._nursery.close()

    def _run(self, job: Job, who: str, cancelled: Callable[[], bool]) -> Reply:
        """Run a job where it belongs: with the quick ones, or from the start with the slow ones."""
        key, until = Costs.key(job), time.monotonic() + self.limits.queue_seconds
        turns = self._turns

        def begin(worker: Worker) -> bool:
            if self._is_slow(key):  # as another has found out while this one waited
                return False
            with suppress(Gone):  # which is seen when the reply is read
                worker.start(job)
            return True

        if not self._is_slow(key):
            worker = turns.take(who, self._is_quick(key), self.limits.queue_seconds, begin)
            if worker and (reply := self._run_quick(worker, key, who, turns, cancelled)):
                return reply
            if not worker and not self._is_slow(key):
                return Reply.refusal(BUSY, "The server is stopping." if self._closed else _LATER)
        return self._run_apart(job, key, who, until, cancelled)

    def _is_slow(self, key: bytes) -> bool:
        """Whether a query was slow before; while others wait, whether it was not quite quick."""
        return (self._costs.of(key) or 0.0) >= (self.limits.glance if self._turns.awaited else self.limits.patience)

    def _is_quick(self, key: bytes) -> bool:
        """Whether a query was quick before."""
        cost = self._costs.of(key)
        return cost is not None and cost < self.limits.glance

    def _run_quick(
        self, worker: Worker, key: bytes, who: str, turns: Turns, cancelled: Callable[[], bool]
    ) -> Reply | None:
        """The reply of a worker that has begun; None for a query that is not quick, and was ended for want of a place among the slow ones."""
        healthy = False
        try:
            if self._quick(worker, key, turns):
                reply = worker.read(self.limits.answer_bytes)
                if not self._is_quick(key):
                    self._costs.note(key, worker.working)
                healthy = True
                return reply
        except Gone:
            return self._fallen(worker)
        finally:
            turns.put(worker if healthy else self._nursery.fork())
        self._costs.note(key, max(worker.working, self.limits.glance))
        place = self._slow.take(who)
        if place is None:
            self._nursery.end(worker)
            return None
        return self._run_slow(worker, place, key, cancelled)

    def _quick(self, worker: Worker, key: bytes, turns: Turns) -> bool:
        """Whether a job is answered before it has worked for as long as it may among the quick ones."""
        quick = self._is_quick(key)
        while True:
            patience = self.limits.patience if quick or not turns.awaited else self.limits.glance
            left = patience - worker.working
            if left <= 0 or worker.running >= _MOST_PATIENCES * patience:
                return worker.wait(0)
            if worker.wait(min(max(left, _TICK_SECONDS), _GLANCE_SECONDS)):
                return True

    def _run_apart(self, job: Job, key: bytes, who: str, until: float, cancelled: Callable[[], bool]) -> Reply:
        """Run a job from its start among the slow ones, when there is a place."""
        ticket = self._slow.wait(who)
        try:
            while (place := self._slow.take(who, ticket)) is None:
                if self._closed or cancelled() or time.monotonic() > until:
                    said = "Too many long queries run at once. Try again later, or ask for less."
                    return Reply.refusal(BUSY, "The server is stopping." if self._closed else said)
                time.sleep(_LOOK_SECONDS)
        finally:
            self._slow.give_up(ticket)
        try:
            worker = self._nursery.fork()
            worker.start(job)
        except Gone:
            self._slow.leave(place)
            raise
        return self._run_slow(worker, place, key, cancelled)

    def _run_slow(self, worker: Worker, place: Place, key: bytes, cancelled: Callable[[], bool]) -> Reply:
        """Run a started job to its end, or until its time or its place is lost; the place is given back."""
        lowest = False
        try:
            self._nursery.lower(worker)
            while (spent := worker.running) < self.limits.seconds:
                if worker.wait(min(self.limits.seconds - spent, _LOOK_SECONDS)):
                    reply = worker.read(self.limits.answer_bytes)
                    self._costs.note(key, worker.working)
                    return reply
                place.working = worker.working
                self._costs.raise_to(key, place.working)
                if cancelled():
                    return Reply.refusal(BUSY, "Nobody waits for this answer any more.")
                if place.wanted:
                    said = f"The server is busy, and the query was ended after {spent:.1f} seconds. Ask for less."
                    return Reply.refusal(BUSY, said)
                if place.working > self.limits.fair_seconds and not lowest:
                    self._nursery.lower(worker, "lowest")
                    lowest = True
            seconds = f"{self.limits.seconds:g}"
            return Reply.refusal(
                OUT_OF_TIME, f"The query ran longer than {seconds} seconds and was ended. Ask for less."
            )
        except Gone:
            return self._fallen(worker)
        finally:
            self._slow.leave(place)
            self._nursery.end(worker)

    def _fallen(self, worker: Worker) -> Reply:
        """What to say when the query itself brought its worker down."""
        how = self._nursery.bury(worker)
        if how == signal.SIGSEGV:
            return Reply.refusal(400, "The query is nested too deeply, or chains too many parts, for the engine.")
        if how == signal.SIGABRT:
            return Reply.refusal(BUSY, "The query needs more memory than this server gives. Ask for less.")
        return Reply.refusal(BUSY, "The query was ended. Try again in a moment.")

    def _renew(self, fallen: Nursery) -> None:
        """Start a new nursery in place of one that is gone, once."""
        with self._renewing:
            if self._closed or self._nursery is not fallen:
                return
            fallen.close()
            self._turns.close()
            try:
                self._open()
            except (DataError, Gone, OSError) as error:
                print(f"politikgraf: cannot start workers: {error}", file=sys.stderr)


__all__ = ["BUSY", "OUT_OF_TIME", "TOO_MANY", "Pool"]
