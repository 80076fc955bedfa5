"""Reader of .pdf (pypdfium2): lines in reading order, headings by the size of their letters."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from ..errors import Problem, UnreadableError
from ..text import Span
from .limits import MAX_LETTERS, MAX_PAGES
from .source import Heading, Source

_HYPHENS = {0x02, 0xFFFE}
"""How pdfium gives a hyphen at a line's end."""
_GAP = 2.0
"""White between two letters, in letter sizes, that separates columns."""
_NARROW = 0.62
"""Share of the page's width below which a line can be a column's."""
_LARGER = 1.13
_HEADING_WORDS = 16
_LETTERS_A_PAGE = 15


@dataclass
class Line:
    """One line of a page with its place and the size of its letters."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


def read_pdf(path: Path) -> Source:
    """Read a .pdf: text in reading order, columns one after the other.

    Raises:
        UnreadableError: protected, damaged, scanned without text, or far too long.
    """
    try:
        document = pdfium.PdfDocument(str(path))
        pages = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableError(
                Problem(path.name, "is protected by a password", "save a copy without protection")
            ) from error
        raise UnreadableError(
            Problem(path.name, "is damaged or no PDF", "fetch it again, or print it to PDF anew")
        ) from error
    if pages > MAX_PAGES:
        raise UnreadableError(Problem(path.name, f"has {pages} pages; at most {MAX_PAGES} are read", "split it"))
    found: list[list[Line]] = []
    letters = 0
    for number in range(pages):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            raise UnreadableError(
                Problem(path.name, f"page {number + 1} is damaged", "print it to PDF anew")
            ) from error
        width = page.get_width()
        lines = _in_reading_order(_lines(page, path.name), width)
        page.close()
        letters += sum(len(line.text) for line in lines)
        if letters > MAX_LETTERS:
            raise UnreadableError(Problem(path.name, f"has more than {MAX_LETTERS:,} characters", "split it"))
        found.append(lines)
    document.close()
    if letters < _LETTERS_A_PAGE * max(1, pages):
        raise UnreadableError(
            Problem(path.name, "holds pictures of pages but no text", "run text recognition (OCR) on it first")
        )
    content, headings = _compose(found)
    return Source("pdf", content, headings, pages)


def _lines(page: pdfium.PdfPage, name: str) -> list[Line]:
    """The lines of a page as its content gives them, split where a wide gap separates columns."""
    textpage = page.get_textpage()
    handle = textpage.raw
    count = raw.FPDFText_CountChars(handle)
    if count > MAX_LETTERS:
        raise UnreadableError(Problem(name, f"has more than {MAX_LETTERS:,} characters", "split it"))
    box = [ctypes.c_double() for _ in range(4)]
    lines: list[Line] = []
    run: list[str] = []
    left = right = bottom = 0.0
    sizes: Counter[float] = Counter()

    def close() -> None:
        text = "".join(run).strip()
        if text and sizes:
            lines.append(Line(text, left, right, bottom, sizes.most_common(1)[0][0]))
        run.clear()
        sizes.clear()

    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (10, 13):
            close()
            continue
        if code in _HYPHENS:
            run.append("-")
            close()
            continue
        if code in (32, 160) or code < 32:
            run.append(" ")
            continue
        raw.FPDFText_GetCharBox(handle, index, *(ctypes.byref(b) for b in box))
        x0, x1, y0 = box[0].value, box[1].value, box[2].value
        size = round(raw.FPDFText_GetFontSize(handle, index) * _scale(handle, index), 1)
        if sizes and (x0 - right > _GAP * max(size, 4) or x1 < left - size):
            close()
        if not sizes:
            run[:] = []
            left, bottom = x0, y0
        right = x1
        bottom = min(bottom, y0) if sizes else y0
        sizes[size] += 1
        run.append(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd")
    close()
    textpage.close()
    return lines


def _scale(handle, index: int) -> float:
    """How much the page enlarges a letter beyond its font size."""
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        return scale if 0 < scale < 1000 else 1.0
    return 1.0


def _in_reading_order(lines: list[Line], width: float) -> list[Line]:
    """Lines whose columns alternate, as row-wise PDFs have them, put column by column.

    Where the content already gives one column after the other, nothing is changed.
    """
    narrow = [line for line in lines if line.right - line.left < _NARROW * width]
    if len(narrow) < 6:
        return lines
    gutter = _gutter(narrow, width)
    if gutter is None:
        return lines
    sides = ["left" if line.right <= gutter else "right" if line.left >= gutter else "" for line in narrow]
    switches = sum(a != b for a, b in pairwise(sides) if a and b)
    if switches < max(4, len(narrow) // 3):
        return lines
    ordered: list[Line] = []
    band: list[Line] = []
    for line in [*sorted(lines, key=lambda x: -x.bottom), None]:
        if line is None or line.left < gutter < line.right:
            ordered += [b for b in band if b.right <= gutter] + [b for b in band if b.right > gutter]
            band = []
            if line is not None:
                ordered.append(line)
        else:
            band.append(line)
    return ordered


def _gutter(narrow: list[Line], width: float) -> float | None:
    """The middle of where hardly any narrow line crosses, with a good share of them on either side."""
    clear: dict[int, list[float]] = {}
    for step in range(30, 71):
        x = width * step / 100
        left = sum(line.right <= x for line in narrow)
        right = sum(line.left >= x for line in narrow)
        if left + right >= 0.97 * len(narrow) and min(left, right) >= 0.25 * len(narrow):
            clear.setdefault(left + right, []).append(x)
    best = clear[max(clear)] if clear else []
    return best[len(best) // 2] if best else None


def _compose(pages: Iterable[list[Line]]) -> tuple[str, list[Heading] | None]:
    """The text of all pages, and the headings that larger letters show."""
    pages = list(pages)
    weights: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        weights[line.size] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    larger = [size for size in sorted(weights, reverse=True) if size >= _LARGER * body]
    levels = {size: min(4, rank) for rank, size in enumerate(_ranks(larger), 1) for size in size}
    content: list[str] = []
    headings: list[Heading] = []
    length = 0
    previous: Line | None = None
    for page in pages:
        for line in page:
            leap = previous is None or abs(previous.bottom - line.bottom) > 1.9 * max(line.size, previous.size)
            separator = "" if not content else "\n\n" if leap or previous.size != line.size else "\n"
            length += len(separator)
            level = levels.get(line.size, 0)
            if level and len(line.text.split()) <= _HEADING_WORDS and any(c.isalpha() for c in line.text):
                last = headings[-1] if headings else None
                if last and previous and previous.size == line.size and last.span.end == length - 1:
                    headings[-1] = Heading(Span(last.span.start, length + len(line.text)), level)
                else:
                    headings.append(Heading(Span(length, length + len(line.text)), level))
            content += [separator, line.text]
            length += len(line.text)
            previous = line
        if page:
            previous = Line("", 0, 0, -1e9, 0)
    kept = [h for h in headings if len("".join(content)[h.span.start : h.span.end].split()) <= _HEADING_WORDS] if len(headings) < 200 else headings  # fmt: skip
    return "".join(content) + "\n", kept or None


def _ranks(sizes: list[float]) -> list[list[float]]:
    """Sizes that hardly differ, together."""
    groups: list[list[float]] = []
    for size in sizes:
        if groups and groups[-1][0] / size < 1.08:
            groups[-1].append(size)
        else:
            groups.append([size])
    return groups
