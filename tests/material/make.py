"""Makes the other formats of the made-up policy from sejlby.md: `python tests/material/make.py`.

Sejlby Kommune does not exist; the policy was written for the tests and the guide.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE_WIDTH, PAGE_HEIGHT, MARGIN, GUTTER = 595, 842, 50, 25


def blocks(markdown: str) -> list[tuple[str, int, str]]:
    """Kind (heading, bullet, lead, quote, text), level and words of each block."""
    found = []
    for part in re.split(r"\n\s*\n", markdown.strip()):
        for line in part.split("\n") if part.startswith("- ") else [part]:
            if match := re.match(r"(#+) (.*)", line):
                found.append(("heading", len(match[1]), match[2]))
            elif line.startswith("- "):
                found.append(("bullet", 0, line[2:]))
            elif line.startswith("**"):
                found.append(("lead", 0, line.strip("*")))
            elif line.startswith("> "):
                found.append(("quote", 0, line[2:]))
            else:
                found.append(("text", 0, line))
    return found


def as_text(items: list[tuple[str, int, str]]) -> str:
    """Plain text in lines of 70 letters."""
    out: list[str] = []
    listed = False
    for kind, _, words in items:
        bullet = kind == "bullet"
        if out and not (bullet and listed):
            out.append("")
        out += textwrap.wrap(("• " if bullet else "") + words, 70)
        listed = bullet
    return "\n".join(out) + "\n"


def as_html(items: list[tuple[str, int, str]]) -> str:
    """A page with a menu, a cookie notice and a footer around the policy."""
    body, listed = [], False
    for kind, level, words in items:
        if (kind == "bullet") != listed:
            body.append("<ul>" if kind == "bullet" else "</ul>")
            listed = kind == "bullet"
        tag = {"heading": f"h{level}", "bullet": "li", "quote": "blockquote", "lead": "p"}.get(kind, "p")
        body.append(f"<{tag}>{'<strong>' + words + '</strong>' if kind == 'lead' else words}</{tag}>")
    return (
        "<!doctype html>\n<html lang='da'><head><meta charset='utf-8'><title>Børne- og ungepolitik</title>"
        "<script>var x = 1;</script></head>\n<body>\n<header><a href='/'>Forside</a></header>\n"
        "<nav><ul><li><a href='/borger'>Borger</a></li><li><a href='/erhverv'>Erhverv</a></li></ul></nav>\n"
        "<div class='cookie-notice'>Vi bruger cookies på hjemmesiden</div>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n<footer>Sejlby Kommune, Molevej 1. Telefon 00 00 00 00</footer>\n</body></html>\n"
    )


def as_docx(items: list[tuple[str, int, str]], path: Path) -> None:
    import docx

    document = docx.Document()
    for kind, level, words in items:
        if kind == "heading":
            document.add_heading(words, level)
        else:
            document.add_paragraph(words, style="List Bullet" if kind == "bullet" else None)
    document.save(str(path))


def as_pdf(items: list[tuple[str, int, str]], path: Path, columns: int = 2, row_wise: bool = False) -> None:
    """A PDF of Helvetica in columns; `row_wise` writes its content line by line across the columns."""
    width = (PAGE_WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    lines: list[tuple[float, str]] = []
    for kind, level, words in items:
        size = {1: 20, 2: 15, 3: 12}.get(level, 9)
        prefix = "• " if kind == "bullet" else ""
        wrapped = textwrap.wrap(prefix + words, int(width / (size * 0.5)))
        lines += [(0.0, "")] if kind != "bullet" else []
        lines += [(size, line) for line in wrapped]
    pages, column, y = [[]], 0, PAGE_HEIGHT - MARGIN
    for size, line in lines:
        height = (size or 6) * 1.35
        if y - height < MARGIN + 20:
            column, y = column + 1, PAGE_HEIGHT - MARGIN
            if column == columns:
                pages.append([])
                column = 0
        y -= height
        if line:
            pages[-1].append((MARGIN + column * (width + GUTTER), y, size, line))
    for number, page in enumerate(pages, 1):
        if row_wise:
            page.sort(key=lambda item: (-round(item[1]), item[0]))
        page.append((PAGE_WIDTH / 2, MARGIN - 20, 8, str(number)))
    path.write_bytes(pdf_bytes(pages))


def pdf_bytes(pages: list[list[tuple[float, float, float, str]]]) -> bytes:
    """A PDF 1.4 with one content stream a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for page in pages:
        stream = b"".join(
            b"BT /F1 %g Tf %.1f %.1f Td (%s) Tj ET\n"
            % (size, x, y, re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252")))
            for x, y, size, line in page
        )
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % (PAGE_WIDTH, PAGE_HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def main() -> None:
    items = blocks((HERE / "sejlby.md").read_text(encoding="utf-8"))
    (HERE / "sejlby.txt").write_text(as_text(items), encoding="utf-8")
    (HERE / "sejlby.html").write_text(as_html(items), encoding="utf-8")
    as_docx(items, HERE / "sejlby.docx")
    as_pdf(items, HERE / "sejlby.pdf")


if __name__ == "__main__":
    main()
