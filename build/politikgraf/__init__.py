"""politikgraf: a knowledge graph of what Danish municipalities' child and youth policies say.

`politikgraf.load()` gives the graph to ask and compare; see `politikgraf.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import load

__version__ = "0.1.0"
__all__ = ["__version__", "load"]


def __getattr__(name: str) -> object:
    """Import the API only when it is asked for, so that the command line starts at once."""
    if name == "load":
        from .api import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
