"""Files that are sent as they are: this package's own, and the site where it is built.

Content Security Policy Level 3 (W3C), section 2.3.1: a script inside a page of the site is let run by
its SHA-256, so that nothing which was slipped into a page is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from .exchange import POLICY, Refusal, Response

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".ttl": "text/turtle",
    ".xml": "application/xml",
    ".trig": "application/trig",
}
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_OURS = ("style.css", "query.js", "icon.svg")


def asset(name: str) -> Response:
    """One of this package's own files.

    Raises:
        Refusal: there is none of that name.
    """
    if name not in _OURS:
        raise Refusal(404, "There is no such file.")
    body = (files(__package__) / "assets" / name).read_bytes()
    return Response(200, TYPES[Path(name).suffix], body, {"Cache-Control": "no-cache"})


def site_file(folder: Path, name: str) -> Response:
    """A file of the site; the index of a folder for the folder.

    Nothing outside the folder is looked at, not even whether it is there: a name is followed one part
    at a time, and neither an empty part, `.` or `..` nor a symbolic link is followed.

    Raises:
        Refusal: there is none, or the name leads out of the site.
    """
    try:
        path = _within(folder.resolve(), name[:-1] if len(name) > 1 and name.endswith("/") else name)
        if path.is_dir():
            if name and not name.endswith("/"):
                return Response.redirect(f"/site/{name}/", 301)
            path = _within(path, "index.html")
        elif name.endswith("/"):
            raise ValueError(name)
        if not path.is_file() or path.suffix not in TYPES:
            raise ValueError(name)
        body = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Refusal(404, "The site has no such page.") from error
    policy = _policy(body) if path.suffix == ".html" else POLICY
    return Response(200, TYPES[path.suffix], body, policy=policy)


def _within(folder: Path, name: str) -> Path:
    """What a name of parts with single slashes between them stands for inside a folder; "" for itself.

    Raises:
        ValueError: a part is none, or a symbolic link.
        OSError: a part cannot be looked at.
    """
    path = folder
    for part in name.split("/") if name else ():
        path = path / part
        if part in ("", ".", "..") or path.is_symlink():
            raise ValueError(name)
    return path


@lru_cache(maxsize=256)
def _policy(page: bytes) -> str:
    """The policy for a page: its own scripts by their hash, styles inside it, nothing from elsewhere."""
    text = page.decode("utf-8", "replace").replace("\r\n", "\n")
    hashes = sorted(
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for attributes, script in _SCRIPT.findall(text)
        if "src=" not in attributes.lower() and script.strip()
    )
    return POLICY.replace("script-src 'self'", " ".join(["script-src 'self'", *hashes])).replace(
        "style-src 'self'", "style-src 'self' 'unsafe-inline'"
    )
