"""Reader of web pages (selectolax): the content's blocks, menus and footers dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..errors import Problem, UnreadableError
from .limits import MAX_DEPTH
from .plain import decode
from .source import Source, TextBuilder

_DROPPED = (
    "script, style, noscript, template, nav, footer, aside, form, button, select, iframe, svg, dialog, figcaption, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [role=complementary], [role=dialog], "
    "[aria-hidden=true], [hidden]"
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navigation|menu|breadcrumbs?|broedkrumme|cookies?|footer|sidebar|share|social|skip|search|"
    r"pagination|related|toolbar|print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = {
    "p", "div", "section", "article", "main", "body", "li", "ul", "ol", "td", "th", "tr", "table", "blockquote", "pre",
    "dt", "dd", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "address", "details", "summary",
}  # fmt: skip
_IMPLIED = {
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "tr",
    "option",
    "tbody",
    "thead",
    "tfoot",
    "colgroup",
    "html",
    "body",
    "head",
}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_MIN_SHARE = 0.4
"""Share of the page's words that `main` or `article` must hold to be taken for the content."""


class _Depth(HTMLParser):
    """Finds out how deeply elements nest without building a tree."""

    def __init__(self, name: str):
        super().__init__(convert_charrefs=False)
        self._name, self._depth = name, 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in _VOID and tag not in _IMPLIED:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise UnreadableError(
                    Problem(self._name, f"has elements nested more than {MAX_DEPTH} deep", "save the page as text")
                )

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and tag not in _IMPLIED:
            self._depth = max(0, self._depth - 1)


def read_web_page(path: Path) -> Source:
    """Read an .html: headings, list items and paragraphs of the content, in order.

    Raises:
        UnreadableError: no text, or nested beyond reason.
    """
    raw = path.read_bytes()
    content = _by_declaration(raw) or decode(raw, path.name)
    _Depth(path.name).feed(content)
    tree = LexborHTMLParser(content)
    title = tree.css_first("title")
    for node in tree.css(_DROPPED):
        node.decompose()
    for node in tree.css("[class], [id]"):
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
        if node.tag not in {"html", "body", "main", "article"} and _CHROME.search(names):
            node.decompose()
    builder = TextBuilder()
    body = _content(tree)
    if body is not None:
        _walk(body, builder)
    return builder.source("html", title.text(strip=True) if title else "")


def _by_declaration(raw: bytes) -> str | None:
    """Decoded as the page itself says, where that is a known encoding that fits."""
    match = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", raw[:4096])
    try:
        return raw.decode(match[1].decode("ascii")).replace("\r\n", "\n") if match else None
    except (LookupError, UnicodeDecodeError):
        return None


def _content(tree: LexborHTMLParser) -> LexborNode | None:
    body = tree.body
    if body is None:
        return None
    whole = len(body.text().split())
    for selector in ("main", "[role=main]", "article"):
        nodes = tree.css(selector)
        if len(nodes) == 1 and len(nodes[0].text().split()) >= _MIN_SHARE * whole:
            return nodes[0]
    return body


def _walk(root: LexborNode, builder: TextBuilder) -> None:
    """Gather text between block boundaries, in document order, without recursion."""
    run: list[str] = []
    kind: list[tuple[int, bool]] = [(0, False)]

    def close() -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(run)).replace("\0", "").strip()
        run.clear()
        builder.add(text, kind[-1][0], kind[-1][1] and not kind[-1][0])

    todo: list[tuple[LexborNode, bool]] = [(root, False)]
    while todo:
        node, leaving = todo.pop()
        tag = node.tag or ""
        if leaving:
            close()
            kind.pop()
            continue
        if tag == "-text":
            run.append(node.text(deep=False) or "")
            continue
        if tag in _BLOCKS:
            close()
            level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
            kind.append((level or kind[-1][0], tag == "li" or (kind[-1][1] and tag not in {"ul", "ol"})))
            todo.append((node, True))
        elif tag == "br":
            run.append(" ")
            continue
        children = []
        child = node.child
        while child is not None:
            children.append((child, False))
            child = child.next
        todo.extend(reversed(children))
    close()
