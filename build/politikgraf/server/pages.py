"""HTML from templates: every value is escaped, the frame is the same for all pages."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from .exchange import Response
from .words import words


@lru_cache(maxsize=1)
def _environment() -> Environment:
    folder = files(__package__) / "templates"

    def load(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    return Environment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def page(
    template: str, language: str, status: int = 200, *, here: str, site: bool, links: str = "", **values: object
) -> Response:
    """A page.

    Args:
        template: name of the template.
        language: "da" or "en".
        status: HTTP status.
        here: address of the same page in the other language.
        site: whether the site is there to link to.
        links: the Link header (RFC 8288).
        values: what the template shows.
    """
    text = (
        _environment()
        .get_template(template)
        .render(
            language=language,
            other="en" if language == "da" else "da",
            here=here,
            site=site,
            w=words(language),
            **values,
        )
    )
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": language} | ({"Link": links} if links else {})
    return Response(status, "text/html", text.encode(), headers)
