"""The nursery and its workers as the server sees them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from ..errors import Problem, UnreadableError
from . import nursery
from .evaluation import Job, Reply
from .limits import Limits

_PACKAGES = str(Path(__file__).resolve().parents[2])
_DYING_SECONDS, _LIVES = 2.0, -1
_LOADING_SECONDS = 600.0


class Gone(Exception):
    """A worker or the nursery is no more."""


class Worker:
    """One worker process, seen from the server."""

    def __init__(self, pid: int, line: Connection):
        self.pid, self._line = pid, line
        self._started = 0.0
        self._used: float | None = None

    def start(self, job: Job) -> None:
        self._started, self._used = time.monotonic(), self._processor_seconds()
        try:
            self._line.send_bytes(job.to_bytes())
        except OSError as error:
            raise Gone from error

    @property
    def running(self) -> float:
        """Seconds since the job was started."""
        return time.monotonic() - self._started

    @property
    def working(self) -> float:
        """Seconds of a processor that the job has used; where the system does not tell, those since its start."""
        now = self._processor_seconds()
        return self.running if now is None or self._used is None else now - self._used

    def _processor_seconds(self) -> float | None:
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as status:
                fields = status.read().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read within so many seconds."""
        return self._line.poll(max(0.0, seconds))

    def read(self, limit: int) -> Reply:
        try:
            head = json.loads(self._line.recv_bytes(10_000))
            return Reply(body=self._line.recv_bytes(limit + 10_000), **head)
        except (EOFError, OSError) as error:
            raise Gone from error

    def close(self) -> None:
        self._line.close()


class Nursery:
    """The nursery process, seen from the server."""

    def __init__(self, files: Sequence[Path], limits: Limits):
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        arguments = [
            str(theirs.fileno()),
            json.dumps([str(f) for f in files]),
            str(limits.seconds),
            str(limits.memory_bytes),
        ]
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

    def fork(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self._tell("fork", [theirs.fileno()])
        return Worker(pid, Connection(ours.detach()))

    def lower(self, worker: Worker, how: str = "lower") -> None:
        """Give the worker a low priority, or the `lowest`."""
        self._tell(f"{how} {worker.pid}")

    def end(self, worker: Worker) -> None:
        """End the worker, whatever it is doing."""
        worker.close()
        self._tell(f"end {worker.pid}")

    def bury(self, worker: Worker) -> int:
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
                raise Gone from error
        if not said:
            raise Gone
        return int(said)
