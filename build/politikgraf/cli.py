"""The command line: the only place, with `commands`, that prints or ends the program.

Exit codes of every command: 0 done, 1 the data has faults, 2 input or arguments cannot be used.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import logging
import os
import pkgutil
import sys
import warnings

from . import __version__, commands
from .errors import DataError, PolitikgrafError, UnreadableError

DONE, FAULTS, UNUSABLE, STOPPED, CLOSED = 0, 1, 2, 130, 141
"""The last two as shells have them: ended by an interrupt, and by a reader that had enough."""
_EPILOG = """exit codes: 0 done; 1 the data has faults; 2 input or arguments cannot be used

examples:
  politikgraf build                      bring the graph up to date
  politikgraf validate my-policy.ttl     judge a Turtle file by the shapes
  politikgraf stats                      count what the graph holds
"""


def parser() -> argparse.ArgumentParser:
    """The parser with every subcommand found in `commands`."""
    top = argparse.ArgumentParser(
        prog="politikgraf",
        description="A knowledge graph of what Danish municipalities' child and youth policies say.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"politikgraf {__version__}")
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in sorted(m.name for m in pkgutil.iter_modules(commands.__path__)):
        importlib.import_module(f"{commands.__name__}.{module}").register(subparsers)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # ill-typed literals are told by `validate`
    warnings.filterwarnings("ignore", module="rdflib")
    arguments = parser().parse_args(argv)
    try:
        code = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except UnreadableError as error:
        return _fail(error, UNUSABLE)
    except DataError as error:
        return _fail(error, FAULTS)
    except PolitikgrafError as error:
        print(f"politikgraf: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        _discard_output()
        return CLOSED
    except KeyboardInterrupt:
        print("politikgraf: stopped", file=sys.stderr)
        return STOPPED
    except MemoryError as error:
        print(f"politikgraf: more than can be held in memory ({error or 'no details'})", file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        _discard_output()
        print(f"politikgraf: {error.filename or 'output'}: {error.strerror or error}", file=sys.stderr)
        return UNUSABLE


def _discard_output() -> None:
    """Let what is still to be written to a closed or full standard output go nowhere when the program ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(error: DataError, code: int) -> int:
    problems = list(dict.fromkeys(error.problems))
    for problem in problems:
        print(problem, file=sys.stderr)
    changed = "" if getattr(error, "left_changed", False) else "; nothing was changed"
    print(f"politikgraf: {len(problems)} problem(s){changed}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
