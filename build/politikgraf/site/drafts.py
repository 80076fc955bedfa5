"""Pages of drafts: each beside the site, in a folder of its own, so that no other page changes by them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from jinja2 import Environment

from .. import paths
from ..draft.mark import drafts
from ..draft.places import age_names
from ..errors import DataError
from ..namespaces import REFERENCE
from ..project import Project, digest
from ..tables import write_atomically
from . import urls
from .context import Context, Texts
from .draft_model import HEADING, LINKS, DraftDocument, Point, read_draft
from .model import LANGUAGES, Model
from .pages import POLICY, environment
from .reader import chunks
from .reading import read_model
from .words import FAMILIES, KINDS

STATE = ".drafts"
"""Says, in the site's folder, what each draft's pages were made from."""
ASSETS = Path(__file__).resolve().parent / "assets"
COLOURS = [(family, [k for k in FAMILIES if FAMILIES[k] == family]) for family in dict.fromkeys(FAMILIES.values())]
"""The colours of the page's legend, each with its kinds."""


def update_drafts(
    project: Project, site: Path, texts: Iterable[Path], progress: Callable[[int, int, str], None] = lambda *_: None
) -> dict[str, Path]:
    """Bring the pages of drafts in a site up to date: new and changed ones are written, those of no draft removed.

    No other file of the site is touched; without drafts nothing of them is left in it.

    Args:
        project: whose drafts.
        site: the folder of a site that is there already.
        texts: folders where the drafts' texts may be; without its text a page shows the suggestions alone.
        progress: called with (done, of, what).

    Returns:
        The Danish page of each draft that has one, by the draft's name.

    Raises:
        DataError: the graph is not readable.
        OSError: a page cannot be written.
    """
    texts = list(texts)
    folders = drafts(project.graph)
    common = digest(
        [
            project.current,
            *sorted(p for p in Path(__file__).parents[1].rglob("*") if p.suffix in {".py", ".html", ".css", ".js"}),
        ]
    )
    wanted = {
        f.name: digest([*sorted(p for p in f.iterdir() if p.is_file()), *_texts_of(f.name, texts)], common)
        for f in folders
    }
    state = _state(site)
    for name in state.keys() - wanted.keys():
        _remove(site, name)
    if not folders:
        remove_drafts(site)
        return {}
    if state != wanted:
        _write(project, site, texts, folders, {n for n in wanted if state.get(n) != wanted[n]}, progress)
        write_atomically(site / STATE, json.dumps(wanted, sort_keys=True))
    return {n: page for n in wanted if (page := site / urls.path("da", "draft", n)).is_file()}


def _texts_of(name: str, texts: Iterable[Path]) -> list[Path]:
    return [p for folder in texts for p in (folder / "drafts" / f"{name}.txt", folder / f"{name}.txt")]


def _state(site: Path) -> dict[str, str]:
    try:
        found = json.loads((site / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remove(site: Path, name: str) -> None:
    for language in LANGUAGES:
        (site / urls.path(language, "draft", name)).unlink(missing_ok=True)


def remove_drafts(site: Path) -> None:
    """Take every page of a draft out of a site."""
    for language in LANGUAGES:
        shutil.rmtree((site / urls.path(language, "draft", "x")).parent, ignore_errors=True)
        (site / urls.path(language, "drafts")).unlink(missing_ok=True)
    (site / STATE).unlink(missing_ok=True)


def _write(
    project: Project, site: Path, texts: Sequence[Path], folders: Sequence[Path], stale: set[str],
    progress: Callable[[int, int, str], None],
) -> None:  # fmt: skip
    model = read_model(project.current.read_bytes())
    env = environment()
    for asset in ("draft.css", "draft.js", "reader.js"):
        shutil.copyfile(ASSETS / asset, site / "assets" / asset)
    shown: list[DraftDocument] = []
    faulty: list[tuple[str, list[str]]] = []
    for done, folder in enumerate(folders, 1):
        try:
            draft = read_draft(folder, texts)
        except DataError as error:
            faulty.append((folder.name, [f"{Path(p.place).name}: {p.what}" for p in error.problems[:5]]))
            _remove(site, folder.name)
            continue
        shown.append(draft)
        if folder.name in stale:
            for path, content in render_draft(model, draft, env).items():
                write_atomically(site / path, content)
            progress(done, len(folders), f"{folder.name}: page")
    for language in LANGUAGES:
        ctx = _context(model, language, "drafts", "")
        page = env.get_template("drafts.html").render(
            ctx=ctx, page="drafts", policy=POLICY, drafts=shown, faulty=faulty, command=command(),
            municipality=lambda one, ctx=ctx: _municipality(ctx, one),
        )  # fmt: skip
        write_atomically(site / ctx.here, page)


def command() -> str:
    """How the command is called: as in the guide in a checkout, by its name where it is installed."""
    return ".venv/bin/politikgraf" if paths.is_checkout() else "politikgraf"


def _context(model: Model, language: str, page: str, id_: str) -> Context:
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    return Context(model, language, urls.path(language, page, id_), urls.path(other, page, id_), Texts())


def render_draft(model: Model, draft: DraftDocument, env: Environment | None = None) -> dict[str, str]:
    """Path and content of a draft's page in each language."""
    env = env or environment()
    cut = chunks(draft.document, draft.body, draft.spans)
    order = [s.id for c in cut for s in c.statements]
    following, upcoming = {}, None
    for id_ in reversed(order):
        if upcoming:
            following[id_] = upcoming
        if draft.suggested[id_].open:
            upcoming = id_
    pages = {}
    for language in LANGUAGES:
        ctx = _context(model, language, "draft", draft.name)
        pages[ctx.here] = env.get_template("draft.html").render(
            ctx=ctx, page="draft", policy=POLICY, it=draft, chunks=cut, families=COLOURS, command=command(),
            municipality=_municipality(ctx, draft), following=following,
            doubtful=sum(s.doubtful for s in draft.suggested.values()),
            shown=lambda p, ctx=ctx: [_value(ctx, draft, p.what, v) for v in p.values],
            others=lambda p, ctx=ctx: _others(ctx, draft, p),
            kind=lambda k, ctx=ctx: _kind(ctx, k), reason=lambda r, ctx=ctx: _reason(ctx, r),
        )  # fmt: skip
    return pages


def _municipality(ctx: Context, draft: DraftDocument) -> str:
    id_ = draft.document.municipality
    return ctx.short(id_) if id_ in ctx.model.municipalities else draft.municipality.get(ctx.language) or id_


def _kind(ctx: Context, kind: str) -> str:
    return ctx.t.kind(kind) if kind in KINDS else kind


def _reason(ctx: Context, reason: str) -> str:
    return ctx.t("draft_heading") if reason == HEADING else ctx.name(reason) or reason.rsplit("/", 1)[-1]


def _others(ctx: Context, draft: DraftDocument, point: Point) -> str:
    return ", ".join(_value(ctx, draft, point.what, v)[0] for v in point.alternatives)


def _value(ctx: Context, draft: DraftDocument, what: str, value: str) -> tuple[str, str]:
    """A suggested value as a person reads it, and the page that explains it ("" for none)."""
    model = ctx.model
    if what == "kind":
        return _kind(ctx, value), ""
    if what == "concepts":
        return _named(ctx, model.concepts, "concept", value)
    if what == "actors":
        role, _, actor = value.partition(":")
        name, href = _named(ctx, model.actors, "actor", actor)
        return f"{ctx.role(role) or role}: {name}", href
    if what == "ages":
        return _named(ctx, model.ages, "age", value) if value in model.ages else (_age(ctx, value), "")
    if what == "references":
        return ctx.name(str(REFERENCE[value])) or value, ""
    if what in LINKS and value in draft.suggested:
        other = draft.suggested[value]
        label = ctx.label(other.statement) if other.labelled else ""
        return f"{value} {_kind(ctx, other.statement.kind)}" + (f": {label}" if label else ""), f"#{value}"
    return value, ""


def _named(ctx: Context, things: Mapping, page: str, id_: str) -> tuple[str, str]:
    return (ctx.label(things[id_]), ctx.href(page, id_)) if id_ in things else (id_, "")


def _age(ctx: Context, band: str) -> str:
    try:
        return age_names(band)[LANGUAGES.index(ctx.language)]
    except DataError:
        return band


__all__ = ["command", "render_draft", "update_drafts"]
