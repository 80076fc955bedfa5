"""The planner's site: static pages that open from a file, made from the built graph."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Container, Iterable
from pathlib import Path

from ..errors import Problem, UnreadableError
from ..evidence import Evidence
from ..project import Project
from . import data, finding, network, pages
from .context import Context, Texts
from .model import LANGUAGES, Model
from .reading import read_model

ASSETS = Path(__file__).resolve().parent / "assets"
BUILD_FIRST = "build the graph: politikgraf build"


def texts_of(evidence: Iterable[Evidence]) -> Texts:
    """The wording of statements, from texts that were examined."""
    quotes, bodies = {}, {}
    for one in evidence:
        bodies[one.document] = (one.text.content, one.spans)
        for id_, spans in one.spans.items():
            quotes[f"{one.document}/{id_}"] = [one.text.quote(span) for span in spans]
    return Texts(quotes, bodies)


def write_site(
    project: Project,
    evidence: Iterable[Evidence] = (),
    target: Path | None = None,
    progress: Callable[[int, int, str], None] = lambda *_: None,
    only: Container[str] | None = None,
) -> list[Path]:
    """Write the whole site beside its place, then put it there at once.

    Args:
        project: whose `whole` graph is shown.
        evidence: examined texts, whose wording is then shown; none by default.
        target: the folder to replace (default: `site` in the project's output folder).
        progress: called with (done, of, what).
        only: the sorts of page to make (`overview`, `network`, `concept`, ...); all by default.

    Returns:
        Every file of the site, at its place.

    Raises:
        UnreadableError: the graph is not built or is damaged, or `target` holds something that is no site.
    """
    target = target or project.out / "site"
    if not project.current.is_file():
        raise UnreadableError(Problem(str(project.current), "is not there", BUILD_FIRST))
    if target.exists() and not (target.is_dir() and (not any(target.iterdir()) or (target / "index.html").is_file())):
        raise UnreadableError(Problem(str(target), "is no earlier site, so it is not replaced", "name another folder"))
    turtle = project.current.read_bytes()
    try:
        model = read_model(turtle)
    except SyntaxError as error:
        raise UnreadableError(
            Problem(str(project.current), f"is not well-formed Turtle: {error}", BUILD_FIRST)
        ) from error
    if not model.documents:
        raise UnreadableError(Problem(str(project.current), "holds no documents", BUILD_FIRST))
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        beside.chmod(0o755)
        names = _write(turtle, model, texts_of(evidence), beside, progress, only)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
            target.rename(old / "site")
            beside.rename(target)
            shutil.rmtree(old)
        else:
            beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return [target / name for name in names]


def _write(
    turtle: bytes,
    model: Model,
    texts: Texts,
    folder: Path,
    progress: Callable[[int, int, str], None],
    only: Container[str] | None,
) -> list[str]:
    names: list[str] = []

    def put(name: str, content: str | bytes) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        names.append(name)

    progress(1, 3, "data")
    for asset in [*sorted(p for p in ASSETS.iterdir() if p.suffix in {".css", ".js"}), *network.library_files()]:
        put(f"assets/{asset.name}", asset.read_bytes())
    for language in LANGUAGES:
        ctx = Context(model, language, "", "", texts)
        put(f"data/{language}/core.js", data.core(ctx))
        put(f"data/{language}/find.js", finding.index(ctx))
        for municipality in model.municipalities:
            put(f"data/{language}/{municipality}.js", data.statements(ctx, municipality))
    for municipality in model.municipalities:
        put(f"data/turtle/{municipality}.js", data.excerpts(turtle, ctx, municipality))
    progress(2, 3, "pages")
    for name, content in pages.render(model, texts, only):
        put(name, content)
    progress(3, 3, "done")
    return names


__all__ = ["texts_of", "write_site"]
