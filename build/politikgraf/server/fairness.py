"""Who may ask when: so that nobody's many or slow queries keep others, or his own quick ones, waiting.

`Door` bounds how many ask at once, `Turns` hands the workers of quick queries out address by address,
`SlowPlaces` does the same with the places of slow ones, `Costs` remembers what a query has cost.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field

from .evaluation import Job
from .workers import Worker

asker: ContextVar[str] = ContextVar("asker", default="")
"""Whose request this thread is answering: an address, as `exchange.Request.client` gives it."""

Begin = Callable[[Worker], bool]
"""Sets a worker to work; False when no work is left for it, and it is not touched."""
_MOST_COSTS = 5_000
_OTHERS_EVERY = 4
"""Of so many turns of one address, one goes to a query that is not known to be quick, whatever waits."""


class Door:
    """Lets so many in at once, and so many of one address."""

    def __init__(self, most: int, most_of_one: int):
        self._most, self._most_of_one = most, most_of_one
        self._lock = threading.Lock()
        self._inside: Counter[str] = Counter()

    def enter(self, who: str) -> str:
        """Come in; else why not: "full", or "many" when it is that address that has too many inside."""
        with self._lock:
            if self._inside[who] >= self._most_of_one:
                return "many"
            if self._inside.total() >= self._most:
                return "full"
            self._inside[who] += 1
            return ""

    def leave(self, who: str) -> None:
        """Go out; to be called by whoever came in."""
        with self._lock:
            self._inside[who] -= 1
            if not self._inside[who]:
                del self._inside[who]


class Costs:
    """What queries have cost lately, in seconds of a processor; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: OrderedDict[bytes, float] = OrderedDict()

    @staticmethod
    def key(job: Job) -> bytes:
        """What makes two jobs cost the same: the text, the dataset, and how much of the answer is wanted."""
        said = json.dumps([job.query, job.default_graphs, job.named_graphs, job.first])
        return hashlib.sha256(said.encode()).digest()

    def of(self, key: bytes) -> float | None:
        """What a query cost, None when that is not known."""
        with self._lock:
            if key in self._seconds:
                self._seconds.move_to_end(key)
            return self._seconds.get(key)

    def raise_to(self, key: bytes, seconds: float) -> None:
        """Remember that a query costs so much at least."""
        if (self.of(key) or 0.0) < seconds:
            self.note(key, seconds)

    def note(self, key: bytes, seconds: float) -> None:
        """Remember what a query has cost."""
        with self._lock:
            self._seconds[key] = seconds
            self._seconds.move_to_end(key)
            if len(self._seconds) > _MOST_COSTS:
                self._seconds.popitem(last=False)


@dataclass(eq=False)
class _Ticket:
    """Somebody who waits, and the worker that he is given; none when there will be none."""

    begin: Begin
    called: threading.Event = field(default_factory=threading.Event)
    worker: Worker | None = None


@dataclass(eq=False)
class _Line:
    """Those of one address who wait: with queries known to be quick, and with others.

    Of the others the first and the last that came go by turns: when many slow ones came at once, a quick
    one that comes after them need not wait for them all, and yet all of them come to their turn.
    """

    quick: deque[_Ticket] = field(default_factory=deque)
    others: deque[_Ticket] = field(default_factory=deque)
    turns: int = 0
    last: bool = False

    def next(self) -> _Ticket:
        """Whoever's turn it is; the quick ones go before, but not always."""
        self.turns += 1
        if self.quick and (not self.others or self.turns % _OTHERS_EVERY):
            return self.quick.popleft()
        self.last = not self.last
        return self.others.pop() if self.last else self.others.popleft()

    def __len__(self) -> int:
        return len(self.quick) + len(self.others)


class Turns:
    """Workers, handed to those who wait: to each address in turn."""

    def __init__(self, workers: Iterable[Worker]):
        self._lock = threading.Lock()
        self._idle = deque(workers)
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._closed = False

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for a worker."""
        return bool(self._lines)

    @property
    def waiting(self) -> int:
        """How many wait for a worker."""
        with self._lock:
            return sum(map(len, self._lines.values()))

    def take(self, who: str, quick: bool, seconds: float, begin: Begin) -> Worker | None:
        """A worker that has begun, None when there was none for so many seconds, or none is wanted any more.

        Args:
            who: the address that asks.
            quick: whether the query is known to be quick.
            seconds: how long to wait at most.
            begin: sets the worker to work, or says that none is wanted. It is called by whoever has a worker
                to give, so that the worker need not wait until this thread is awake.
        """
        ticket = _Ticket(begin)
        with self._lock:
            if self._closed:
                return None
            idle = self._idle.popleft() if self._idle else None
            if not idle:
                line = self._lines.setdefault(who, _Line())
                kind = line.quick if quick else line.others
                kind.append(ticket)
        if idle:
            if begin(idle):
                return idle
            self.put(idle)
            return None
        if not ticket.called.wait(max(0.0, seconds)):
            with self._lock:
                if gone := ticket in kind:
                    kind.remove(ticket)
                    if not line:
                        del self._lines[who]
            if not gone:
                ticket.called.wait()
        return ticket.worker

    def put(self, worker: Worker) -> None:
        """Give a worker to whoever's turn it is and wants it, or keep it."""
        while True:
            with self._lock:
                if not self._lines:
                    self._idle.append(worker)
                    return
                who, line = self._lines.popitem(last=False)
                ticket = line.next()
                if line:
                    self._lines[who] = line
            begun = ticket.begin(worker)
            ticket.worker = worker if begun else None
            ticket.called.set()
            if begun:
                return

    def close(self) -> None:
        """Send all home who wait, and all who will come."""
        with self._lock:
            self._closed = True
            for line in self._lines.values():
                for ticket in (*line.quick, *line.others):
                    ticket.called.set()
            self._lines.clear()


@dataclass(eq=False)
class Place:
    """A slow query's place: whose it is, how long it has worked, and whether another query wants the place."""

    who: str = ""
    working: float = 0.0
    wanted: bool = False


class SlowPlaces:
    """The few places of slow queries. Of those who wait, the address with the fewest places comes first."""

    def __init__(self, count: int, fair_seconds: float):
        self._count, self._fair = count, fair_seconds
        self._lock = threading.Lock()
        self._taken: list[Place] = []
        self._waiting: list[tuple[str, object]] = []

    def take(self, who: str = "", ticket: object = None) -> Place | None:
        """A place, None when there is none now.

        When all are taken, one must make room that has worked for `fair_seconds`: of the address that has
        the most places the one that has worked longest.

        Args:
            who: the address that asks.
            ticket: of one who waits, what `wait` gave him.
        """
        with self._lock:
            staying = [place for place in self._taken if not place.wanted]
            held = Counter(place.who for place in staying)
            if self._waiting:
                _, first = min(self._waiting, key=lambda waiter: held[waiter[0]])
                if ticket is not first and (ticket is not None or held[who] >= min(held[w] for w, _ in self._waiting)):
                    return None
            if len(staying) >= self._count:
                going = [place for place in staying if place.working >= self._fair]
                if not going:
                    return None
                max(going, key=lambda place: (held[place.who], place.working)).wanted = True
            self._taken.append(Place(who))
            return self._taken[-1]

    def wait(self, who: str) -> object:
        """Stand in line; a ticket to `take` a place with, and to `give_up`."""
        with self._lock:
            self._waiting.append((who, ticket := object()))
            return ticket

    def give_up(self, ticket: object) -> None:
        """Wait no more, with a place or without."""
        with self._lock:
            self._waiting = [waiter for waiter in self._waiting if waiter[1] is not ticket]

    def leave(self, place: Place) -> None:
        """Give a place back."""
        with self._lock:
            self._taken.remove(place)
