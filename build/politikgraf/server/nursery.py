"""A process that loads the data once and forks workers which share its memory.

It does nothing else, so that forking it is safe and quick. It is told what to do over a socket, one
short line at a time: `fork` (with the worker's end of a socket), `lower PID` and `lowest PID` (its
priority), `end PID`, `bury PID` (one that is dying by itself; asked again until it is dead). When the
server goes away, by whatever death, the socket closes and the nursery ends itself and its workers.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TextIO

import pyoxigraph as ox

from ..errors import DataError, Problem, UnreadableError
from ..store import load_store
from .evaluation import Job, Reply, evaluate

READY, FAILED = b"ready", b"failed "
LOWEST = 19
PRIORITIES = {"lower": 10, "lowest": LOWEST}
"""By how much a slow worker's priority is below that of the quick ones, which is the server's own."""
GRACE_SECONDS = 2.0
"""How much longer than its time limit a worker may live when the server does not end it."""


def main(handle: int, files: list[str], seconds: float, memory_bytes: int) -> None:
    """Load `files`, say `ready` on the socket, then do as told until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=handle)
    with suppress(ConnectionError):  # the server is gone
        try:
            store = _load(files)
        except DataError as error:
            control.sendall(FAILED + str(error).encode())
            return
        gc.collect()
        gc.freeze()
        control.sendall(READY)
        _attend(control, store, seconds, memory_bytes)


def _load(files: list[str]) -> ox.Store:
    store = ox.Store()
    for file in files:
        load_store(file, store)
    if not len(store):
        raise UnreadableError(Problem(", ".join(files), "holds no triples", "give another file"))
    return store


def _attend(control: socket.socket, store: ox.Store, seconds: float, memory_bytes: int) -> None:
    """Do what the server says until it hangs up."""
    workers = _Workers()
    try:
        while True:
            data, handles, _, _ = socket.recv_fds(control, 64, 1)
            if not data:
                return
            word, _, number = data.decode().partition(" ")
            if word == "fork":
                pid = os.fork()
                if pid == 0:
                    control.close()
                    _work(store, handles[0], seconds, memory_bytes)
                os.close(handles[0])
                workers.add(pid)
                control.sendall(b"%d" % pid)
            else:
                control.sendall(b"%d" % workers.do(word, int(number)))
    finally:
        workers.end_all()


def _lower(pid: int, word: str) -> None:
    """Lower a worker's priority; the lowest lets every other process in at once, where the system can."""
    own = os.getpriority(os.PRIO_PROCESS, 0)
    os.setpriority(os.PRIO_PROCESS, pid, min(LOWEST, own + PRIORITIES[word]))
    if word == "lowest" and hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))


class _Workers:
    """The workers of a nursery, living and dying.

    It never waits for one: a worker that was ended has the lowest priority, and may take its time to
    die. Only this process waits for its children, so that no number can have gone to a stranger.
    """

    def __init__(self) -> None:
        self._living: set[int] = set()
        self._dying: set[int] = set()

    def add(self, pid: int) -> None:
        self._living.add(pid)

    def do(self, word: str, pid: int) -> int:
        """What is told of one worker; for `bury` the signal it died of, 0 for none, -1 when it lives."""
        self._dying = {other for other in self._dying if not os.waitpid(other, os.WNOHANG)[0]}
        if pid not in self._living:
            return 0
        if word in PRIORITIES:
            _lower(pid, word)
            return 0
        if word == "bury":
            gone, status = os.waitpid(pid, os.WNOHANG)
            if not gone:
                return -1
            self._living.discard(pid)
            return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self.end(pid)
        return 0

    def end(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self._living.discard(pid)
        self._dying.add(pid)

    def end_all(self) -> None:
        for pid in tuple(self._living):
            self.end(pid)
        for pid in self._dying:
            os.waitpid(pid, 0)


def _work(store: ox.Store, handle: int, seconds: float, memory_bytes: int) -> None:
    """Answer jobs from a socket until it closes. Never returns."""
    code = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        log = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the engine prints when it breaks down
        _fence(memory_bytes)
        with Connection(handle) as line:
            while True:
                job = Job.from_bytes(line.recv_bytes())
                signal.setitimer(signal.ITIMER_REAL, seconds + GRACE_SECONDS)
                reply = _safely(store, job, log)
                signal.setitimer(signal.ITIMER_REAL, 0)
                head = {"status": reply.status, "media_type": reply.media_type, "line": reply.line}
                head |= {"column": reply.column, "more": reply.more}
                line.send_bytes(json.dumps(head).encode())
                line.send_bytes(reply.body)
    except (EOFError, ConnectionError):
        code = 0
    finally:
        os._exit(code)


def _safely(store: ox.Store, job: Job, log: TextIO) -> Reply:
    try:
        return evaluate(store, job)
    except MemoryError:
        return Reply.refusal(503, "The query needs more memory than this server gives.")
    except Exception as error:
        print(f"politikgraf worker: {type(error).__name__}: {error}", file=log, flush=True)
        return Reply.refusal(500, "The query could not be answered.")


def _fence(memory_bytes: int) -> None:
    """Second fences, for what `evaluation` might let through: no new file or socket, so much memory."""
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as status:
            size = int(status.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + memory_bytes,) * 2)
    except OSError:
        pass  # where there is no /proc the memory is bounded by time and answer size only
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
