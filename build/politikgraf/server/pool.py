"""The workers that run queries: quick ones in turn, slow ones apart, all of them ended in time.

A query starts on one of a few workers. When it has worked for `patience` it is slow: its worker gets
a low priority and leaves the quick ones, and a fresh one takes its place. When it has worked for
`fair_seconds` it gets the lowest priority, and makes room when the few places of slow queries are
full. So a runaway query holds a quick worker for an instant, and neither the processor nor a place
against others. Work is counted in processor time: who waits for the processor is not slow.
"""

from __future__ import annotations

import queue
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import DataError
from .evaluation import Job, Reply
from .limits import Limits
from .workers import Gone, Nursery, Worker

BUSY, OUT_OF_TIME = 503, 504
_LOOK_SECONDS, _TICK_SECONDS = 0.1, 0.01
_MOST_PATIENCES = 5


@dataclass(eq=False)
class _Place:
    """A slow query's place: how long it has worked, and whether another query wants the place."""

    working: float = 0.0
    wanted: bool = False


class _SlowPlaces:
    """The few places of slow queries; whoever has worked longest makes room."""

    def __init__(self, count: int, fair_seconds: float):
        self._count, self._fair = count, fair_seconds
        self._lock = threading.Lock()
        self._taken: list[_Place] = []

    def take(self) -> _Place | None:
        """A place, None when all are taken by queries too young to go."""
        with self._lock:
            staying = [place for place in self._taken if not place.wanted]
            if len(staying) >= self._count:
                oldest = max(staying, key=lambda place: place.working)
                if oldest.working < self._fair:
                    return None
                oldest.wanted = True
            self._taken.append(_Place())
            return self._taken[-1]

    def leave(self, place: _Place) -> None:
        with self._lock:
            self._taken.remove(place)


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
        self._waiting = threading.BoundedSemaphore(limits.waiting)
        self._slow = _SlowPlaces(limits.slow_workers, limits.fair_seconds)
        self._closed = False
        self._open()

    def _open(self) -> None:
        self._nursery = Nursery(self.files, self.limits)
        self._idle: queue.Queue[Worker | None] = queue.Queue()
        for _ in range(self.limits.workers):
            self._idle.put(self._nursery.fork())

    def run(self, job: Job, cancelled: Callable[[], bool] = lambda: False) -> Reply:
        """Run a job and give its reply; what goes wrong is a reply, too.

        Args:
            job: the job; its bounds are set to those of the server.
            cancelled: asked now and then whether nobody waits any more; the query is ended then.
        """
        job = replace(job, rows=self.limits.rows, answer_bytes=self.limits.answer_bytes)
        if not self._waiting.acquire(blocking=False):
            return Reply.refusal(BUSY, "The server is busy. Try again in a moment.")
        current = self._nursery
        try:
            return self._run(job, cancelled)
        except Gone:
            self._renew(current)
            return Reply.refusal(BUSY, "The server had to start anew. Try again in a moment.")
        finally:
            self._waiting.release()

    def stop(self) -> None:
        """End all workers at once; whoever waits for an answer is told so."""
        self._closed = True
        self._nursery.stop()
        for _ in range(self.limits.waiting):
            self._idle.put(None)

    def close(self) -> None:
        """Stop, and wait until all workers are gone."""
        self.stop()
        self._nursery.close()

    def _run(self, job: Job, cancelled: Callable[[], bool]) -> Reply:
        try:
            worker = self._idle.get(timeout=self.limits.queue_seconds)
        except queue.Empty:
            worker = None
        if worker is None:
            said = "The server is stopping." if self._closed else "The server is busy. Try again in a moment."
            return Reply.refusal(BUSY, said)
        healthy = False
        try:
            worker.start(job)
            if self._quick(worker):
                reply = worker.read(self.limits.answer_bytes)
                healthy = True
                return reply
        except Gone:
            return self._fallen(worker)
        finally:
            if healthy:
                self._idle.put(worker)
            else:
                self._idle.put(self._nursery.fork())
        place = self._slow.take()
        if place is None:
            self._nursery.end(worker)
            return Reply.refusal(BUSY, "Too many long queries run at once. Try again later, or ask for less.")
        try:
            return self._run_slow(worker, place, cancelled)
        finally:
            self._slow.leave(place)

    def _quick(self, worker: Worker) -> bool:
        """Whether a job is answered before it has worked for `patience`."""
        patience = self.limits.patience
        while (left := patience - worker.working) > 0 and worker.running < _MOST_PATIENCES * patience:
            if worker.wait(max(left, _TICK_SECONDS)):
                return True
        return False

    def _run_slow(self, worker: Worker, place: _Place, cancelled: Callable[[], bool]) -> Reply:
        self._nursery.lower(worker)
        lowest = False
        try:
            while (spent := worker.running) < self.limits.seconds:
                if worker.wait(min(self.limits.seconds - spent, _LOOK_SECONDS)):
                    return worker.read(self.limits.answer_bytes)
                place.working = worker.working
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
            try:
                self._open()
            except (DataError, Gone, OSError) as error:
                print(f"politikgraf: cannot start workers: {error}", file=sys.stderr)


__all__ = ["BUSY", "OUT_OF_TIME", "Pool"]
