"""Loading RDF files into an Oxigraph store, named graphs and their merge."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from .errors import Problem, UnreadableError
from .project import Project, file_digest

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
}


def current_trig(project: Project) -> Path | None:
    """The named graphs of a project, if the last build left them and nothing it wrote has changed."""
    outputs = project.load_state().get("outputs", {})
    same = all(file_digest(path) == outputs.get(str(path)) for path in (project.whole, project.trig))
    return project.trig if outputs and same else None


def load_store(path: str | Path, store: ox.Store | None = None) -> ox.Store:
    """Load an RDF file into a store (a new one in memory when none is given).

    Named graphs are kept, and merged into the default graph as well: Oxigraph's own union of
    graphs counts a triple once for each graph that holds it, and sets aside a query's FROM.

    Raises:
        UnreadableError: the file is missing, of another format or not well-formed.
    """
    path, store = Path(path), ox.Store() if store is None else store
    if path.suffix not in _FORMATS:
        raise UnreadableError(Problem(path.name, "is of no known format", "one of " + " ".join(_FORMATS)))
    format_ = _FORMATS[path.suffix]
    try:
        store.load(path=str(path), format=format_)
    except SyntaxError as error:
        raise UnreadableError(Problem(str(path), f"is not well-formed: {error}")) from error
    except (OSError, ValueError) as error:
        raise UnreadableError(
            Problem(str(path), f"cannot be read: {error}", "make it with `politikgraf build`")
        ) from error
    if format_.supports_datasets:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store
