"""The workers that run queries: quick ones in turn, slow ones apart, all of them ended in time.

A query starts on one of a few workers. When it has run for `patience` it is slow: its worker gets a
low priority and leaves the quick ones, and a fresh one takes its place. There are few slow places;
when they are full, the query that has run longest makes room. So a runaway query holds a quick
worker for an instant, and never the processor against a quick query, nor a place for long.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from ..errors import DataError, Problem, UnreadableError
from . import nursery
from .evaluation import Job, Reply
from .limits import Limits

BUSY, OUT_OF_TIME = 503, 504
_PACKAGES = str(Path(__file__).resolve().parents[2])
_LOOK_SECONDS = 0.25
_DYING_SECONDS, _LIVES = 2.0, -1
_LOADING_SECONDS = 600.0


class _Gone(Exception):
    """A worker or the nursery is no more."""


class _Worker:
    """One worker process, seen from the server."""

    def __init__(self, pid: int, line: Connection):
        self.pid, self._line = pid, line

    def start(self, job: Job) -> None:
        try:
            self._line.send_bytes(job.to_bytes())
        except OSError as error:
            raise _Gone from error

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read within so many seconds."""
        return self._line.poll(max(0.0, seconds))

    def read(self, limit: int) -> Reply:
        try:
            head = json.loads(self._line.recv_bytes(10_000))
            return Reply(body=self._line.recv_bytes(limit + 10_000), **head)
        except (EOFError, OSError) as error:
            raise _Gone from error

    def close(self) -> None:
        self._line.close()


class _Nursery:
    """The nursery process, seen from the server."""

    def __init__(self, files: Sequence[Path], limits: Limits):
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        arguments = [str(theirs.fileno()), json.dumps([str(f) for f in files]), str(limits.seconds), str(limits.memory_bytes)]
        paths = os.pathsep.join(filter(None, (_PACKAGES, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", nursery.__name__, *arguments],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip
        theirs.close()
        self._socket.settimeout(_LOADING_SECONDS)
        said = self._socket.recv(4096)
        if said != nursery.READY:
            self.close()
            reason = said.removeprefix(nursery.FAILED).decode("utf-8", "replace") or "the process that loads it ended"
            raise UnreadableError(Problem("data", reason))

    def fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._tell("fork", [theirs.fileno()])
        return _Worker(pid, Connection(ours.detach()))

    def lower(self, worker: _Worker, how: str = "lower") -> None:
        """Give the worker a low priority, or the `lowest`."""
        self._tell(f"{how} {worker.pid}")

    def end(self, worker: _Worker) -> None:
        """End the worker, whatever it is doing."""
        worker.close()
        self._tell(f"end {worker.pid}")

    def bury(self, worker: _Worker) -> int:
        """See a dying worker off; the signal that ended it, or 0."""
        worker.close()
        deadline = time.monotonic() + _DYING_SECONDS
        while (how := self._tell(f"bury {worker.pid}")) == _LIVES:
            if time.monotonic() > deadline:
                return self._tell(f"end {worker.pid}")
            time.sleep(0.005)
        return how

    def stop(self) -> None:
        """Tell the nursery to end itself and its workers, at once."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop, and wait until the nursery is gone."""
        self.stop()
        self._socket.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)

    def _tell(self, what: str, handles: Sequence[int] = ()) -> int:
        with self._lock:
            try:
                socket.send_fds(self._socket, [what.encode()], handles)
                said = self._socket.recv(64)
            except OSError as error:
                raise _Gone from error
        if not said:
            raise _Gone
        return int(said)


@dataclass(eq=False)
class _Place:
    """A slow query's place: when it started, and whether another query wants the place."""

    started: float
    wanted: bool = False


class _SlowPlaces:
    """The few places of slow queries; whoever has run longest makes room."""

    def __init__(self, count: int, fair_seconds: float):
        self._count, self._fair = count, fair_seconds
        self._lock = threading.Lock()
        self._taken: list[_Place] = []

    def take(self, started: float) -> _Place | None:
        """A place for a query that runs since `started`, None when all others are too young to go."""
        with self._lock:
            staying = [place for place in self._taken if not place.wanted]
            if len(staying) >= self._count:
                oldest = min(staying, key=lambda place: place.started)
                if time.monotonic() - oldest.started < self._fair:
                    return None
                oldest.wanted = True
            self._taken.append(_Place(started))
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
        self._nursery = _Nursery(self.files, self.limits)
        self._idle: queue.Queue[_Worker] = queue.Queue()
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
        except _Gone:
            self._renew(current)
            return Reply.refusal(BUSY, "The server had to start anew. Try again in a moment.")
        finally:
            self._waiting.release()

    def stop(self) -> None:
        """End all workers at once; whoever waits for an answer is told so."""
        self._closed = True
        self._nursery.stop()

    def close(self) -> None:
        """Stop, and wait until all workers are gone."""
        self.stop()
        self._nursery.close()

    def _run(self, job: Job, cancelled: Callable[[], bool]) -> Reply:
        try:
            worker = self._idle.get(timeout=self.limits.queue_seconds)
        except queue.Empty:
            return Reply.refusal(BUSY, "The server is busy. Try again in a moment.")
        healthy = False
        try:
            started = time.monotonic()
            worker.start(job)
            if worker.wait(self.limits.patience):
                reply = worker.read(self.limits.answer_bytes)
                healthy = True
                return reply
        except _Gone:
            return self._fallen(worker)
        finally:
            if healthy:
                self._idle.put(worker)
            else:
                self._idle.put(self._nursery.fork())
        place = self._slow.take(started)
        if place is None:
            self._nursery.end(worker)
            return Reply.refusal(BUSY, "Too many long queries run at once. Try again later, or ask for less.")
        try:
            return self._run_slow(worker, place, cancelled)
        finally:
            self._slow.leave(place)

    def _run_slow(self, worker: _Worker, place: _Place, cancelled: Callable[[], bool]) -> Reply:
        self._nursery.lower(worker)
        lowest = False
        try:
            while (spent := time.monotonic() - place.started) < self.limits.seconds:
                if worker.wait(min(self.limits.seconds - spent, _LOOK_SECONDS)):
                    return worker.read(self.limits.answer_bytes)
                if cancelled():
                    return Reply.refusal(BUSY, "Nobody waits for this answer any more.")
                if place.wanted:
                    said = f"The server is busy, and the query was ended after {spent:.1f} seconds. Ask for less."
                    return Reply.refusal(BUSY, said)
                if spent > self.limits.fair_seconds / 2 and not lowest:
                    self._nursery.lower(worker, "lowest")
                    lowest = True
            seconds = f"{self.limits.seconds:g}"
            return Reply.refusal(OUT_OF_TIME, f"The query ran longer than {seconds} seconds and was ended. Ask for less.")
        except _Gone:
            return self._fallen(worker)
        finally:
            self._nursery.end(worker)

    def _fallen(self, worker: _Worker) -> Reply:
        """What to say when the query itself brought its worker down."""
        how = self._nursery.bury(worker)
        if how == signal.SIGSEGV:
            return Reply.refusal(400, "The query is nested too deeply, or chains too many parts, for the engine.")
        if how == signal.SIGABRT:
            return Reply.refusal(BUSY, "The query needs more memory than this server gives. Ask for less.")
        return Reply.refusal(BUSY, "The query was ended. Try again in a moment.")

    def _renew(self, fallen: _Nursery) -> None:
        """Start a new nursery in place of one that is gone, once."""
        with self._renewing:
            if self._closed or self._nursery is not fallen:
                return
            fallen.close()
            try:
                self._open()
            except (DataError, _Gone, OSError) as error:
                print(f"politikgraf: cannot start workers: {error}", file=sys.stderr)


__all__ = ["BUSY", "OUT_OF_TIME", "Pool"]
