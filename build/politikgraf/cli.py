"""The command line: the only place, with `commands`, that prints or ends the program.

Exit codes of every command: 0 done, 1 the data has faults, 2 input or arguments cannot be used.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import pkgutil
import sys
import warnings

from . import __version__, commands
from .errors import DataError, PolitikgrafError, UnreadableError

DONE, FAULTS, UNUSABLE = 0, 1, 2
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
        return arguments.run(arguments)
    except UnreadableError as error:
        return _fail(error, UNUSABLE)
    except DataError as error:
        return _fail(error, FAULTS)
    except PolitikgrafError as error:
        print(f"politikgraf: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        print("politikgraf: stopped", file=sys.stderr)
        return 130


def _fail(error: DataError, code: int) -> int:
    for problem in error.problems:
        print(problem, file=sys.stderr)
    changed = "" if getattr(error, "left_changed", False) else "; nothing was changed"
    print(f"politikgraf: {len(error.problems)} problem(s){changed}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
