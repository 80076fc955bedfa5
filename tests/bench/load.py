"""The endpoint under load: 50 clients for a minute, and a runaway query every second.

    python tests/bench/load.py [--seconds 60] [--clients 50] [--pause 1.0] [--flood 25] [FILE ...]

Starts `politikgraf serve` on the loopback (over FILE, else the project's graph), lets each client
ask the questions of the library in turn, compares every answer with the one got alone, and writes a
table: one client alone, 50 without runaways, 50 with them. `--pause 0` lets every client ask again at once, which asks
more of the machine than it can give, and shows how the server queues. `--flood 25` then sends so many slow queries,
each another text, at once, and tells how long a quick one waits that comes after them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "build")]

import servers  # noqa: E402
from politikgraf.questions import Library  # noqa: E402

RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != ?i) }"
PATIENCE_SECONDS = 30.0
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.5"


@dataclass
class Outcome:
    """What the clients of one run saw."""

    milliseconds: list[float] = field(default_factory=list)
    wrong: int = 0
    lost: Counter = field(default_factory=Counter)
    runaways: Counter = field(default_factory=Counter)
    seconds: float = 0.0

    def at(self, share: float) -> float:
        """A quantile of the times."""
        return sorted(self.milliseconds)[min(len(self.milliseconds) - 1, int(share * len(self.milliseconds)))]

    def row(self, name: str) -> str:
        """One line of the table."""
        count = len(self.milliseconds)
        return (
            f"| {name} | {count} | {count / self.seconds:.0f} | {statistics.median(self.milliseconds):.1f} | {self.at(0.95):.1f}"
            f" | {self.at(0.99):.1f} | {max(self.milliseconds):.0f} | {self.wrong} | {dict(self.lost) or 0} | {dict(self.runaways) or '-'} |"
        )


class Client:
    """A client that keeps its connection and asks one query after another."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self._host, self._port = parts.hostname, parts.port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, query: str) -> tuple[int, bytes]:
        """Status and body; a kept connection that the server has closed meanwhile is opened anew."""
        kept = self._writer is not None
        try:
            return await self._ask(query)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            self.close()
            if not kept or getattr(error, "partial", b""):
                raise
            return await self._ask(query)

    async def _ask(self, query: str) -> tuple[int, bytes]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        body = query.encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: {self._host}\r\nContent-Type: application/sparql-query\r\n"
        self._writer.write(f"{head}Accept: {ACCEPT}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await self._writer.drain()
        assert self._reader is not None
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(answer.split(" ", 2)[1])
        length = next(
            int(line.split(":")[1]) for line in answer.split("\r\n") if line.lower().startswith("content-length")
        )
        content = await self._reader.readexactly(length)
        if "connection: close" in answer.lower():
            self.close()
        return status, content

    def close(self) -> None:
        """Give the connection up."""
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None


def canonical(body: bytes) -> object:
    """An answer without the order of its rows, which SPARQL leaves open."""
    if not body.startswith(b"{"):
        return sorted(body.splitlines())
    said = json.loads(body)
    return sorted(json.dumps(row, sort_keys=True) for row in said["results"]["bindings"]) if "results" in said else said


async def normal(
    url: str, queries: dict[str, str], expected: dict[str, bytes], pause: float, until: float, out: Outcome, seed: int
) -> None:
    """One client until the time is up."""
    chance, client = random.Random(seed), Client(url)
    names = sorted(queries)
    await asyncio.sleep(chance.random() * max(pause, 0.1))
    while time.monotonic() < until:
        name = chance.choice(names)
        started = time.monotonic()
        try:
            status, body = await asyncio.wait_for(client.ask(queries[name]), PATIENCE_SECONDS)
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
            out.lost[type(error).__name__] += 1
            client.close()
            continue
        out.milliseconds.append((time.monotonic() - started) * 1000)
        if status != 200:
            out.lost[status] += 1
        elif body != expected[name] and canonical(body) != canonical(expected[name]):
            out.wrong += 1
        if pause:
            await asyncio.sleep(chance.expovariate(1 / pause))
    client.close()


async def runaways(url: str, until: float, out: Outcome) -> None:
    """A runaway query every second, each on a connection of its own."""

    async def one() -> None:
        client = Client(url)
        try:
            status, _ = await asyncio.wait_for(client.ask(RUNAWAY), PATIENCE_SECONDS)
            out.runaways[status] += 1
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
            out.runaways[type(error).__name__] += 1
        finally:
            client.close()

    running = []
    while time.monotonic() < until:
        running.append(asyncio.create_task(one()))
        await asyncio.sleep(1)
    await asyncio.gather(*running)


async def load(url: str, queries: dict[str, str], clients: int, pause: float, seconds: float, wild: bool) -> Outcome:
    """One run."""
    alone = Client(url)
    expected = {name: (await alone.ask(query))[1] for name, query in queries.items()}
    alone.close()
    out = Outcome(seconds=seconds)
    until = time.monotonic() + seconds
    tasks = [normal(url, queries, expected, pause, until, out, seed) for seed in range(clients)]
    await asyncio.gather(*tasks, *([runaways(url, until, out)] if wild else []))
    return out


async def flood(url: str, count: int, seconds: float = 10.0) -> tuple[list[float], Counter]:
    """How long quick queries wait, in milliseconds, that come after so many slow ones, and what became of all."""
    told: Counter = Counter()

    async def ask(text: str) -> float:
        client, started = Client(url), time.monotonic()
        try:
            told[text.split(" ", maxsplit=1)[0], (await asyncio.wait_for(client.ask(text), PATIENCE_SECONDS))[0]] += 1
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
            told[text.split(" ", maxsplit=1)[0], type(error).__name__] += 1
        finally:
            client.close()
        return (time.monotonic() - started) * 1000

    slow = [asyncio.create_task(ask(f"{RUNAWAY} # {number}")) for number in range(count)]
    await asyncio.sleep(0.2)
    until, waits = time.monotonic() + seconds, []
    while time.monotonic() < until:
        waits.append(await ask(f"ASK {{ ?s ?p ?o }} # {len(waits)}"))
        await asyncio.sleep(0.1)
    await asyncio.gather(*slow)
    return waits, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="mean seconds between a client's questions")
    parser.add_argument("--flood", type=int, default=0, help="slow queries at once, after the other runs")
    arguments = parser.parse_args()
    queries = {q.name: q.sparql for q in Library.load() if not q.is_quality}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(servers.politikgraf(folder, *(str(f.resolve()) for f in arguments.files)))
        print(
            f"{len(queries)} questions, {arguments.clients} clients, pause {arguments.pause:g} s, {arguments.seconds:g} s a run\n"
        )
        print("| run | asked | a second | median ms | p95 ms | p99 ms | longest ms | wrong | lost | runaways |")
        print("|---|---|---|---|---|---|---|---|---|---|")
        alone = asyncio.run(load(url, queries, 1, 0.05, min(10.0, arguments.seconds), wild=False))
        print(alone.row("one client, nobody else"), flush=True)
        calm = asyncio.run(load(url, queries, arguments.clients, arguments.pause, arguments.seconds, wild=False))
        print(calm.row("without runaways"), flush=True)
        wild = asyncio.run(load(url, queries, arguments.clients, arguments.pause, arguments.seconds, wild=True))
        print(wild.row("with a runaway every second"))
        print(f"\np95 with / without runaways: {wild.at(0.95) / calm.at(0.95):.2f}")
        if arguments.flood:
            waits, told = asyncio.run(flood(url, arguments.flood))
            print(
                f"after {arguments.flood} slow queries at once a quick one waits {waits[0]:.0f} ms, at most {max(waits):.0f} ms"
            )
            print(f"what became of them: {dict(told)}")
        memory = subprocess.run(["ps", "-eo", "rss,args"], capture_output=True, text=True, check=True).stdout
        ours = [
            int(line.split()[0]) / 1024 for line in memory.splitlines() if "politikgraf" in line and "bench" not in line
        ]
        print(f"processes: {len(ours)}, largest {max(ours):.0f} MB (workers share the data)")


if __name__ == "__main__":
    main()
