"""Readers of plain text and Markdown, in any usual encoding."""

from __future__ import annotations

import re
from pathlib import Path

from charset_normalizer import from_bytes

from ..errors import Problem, UnreadableError
from .source import Source, TextBuilder

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ["cp1252", "iso8859_15", "cp865", "cp850", "mac_roman", "utf_16_le", "utf_16_be"]
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+(.*)")
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s+(.*)")
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")


def decode(raw: bytes, name: str) -> str:
    """The characters of a file: by byte-order mark, as UTF-8, else by what fits Danish best.

    Raises:
        UnreadableError: it is no text at all.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _clean(raw.decode(encoding, errors="replace"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(raw[:500_000], cp_isolation=_ENCODINGS, threshold=0.4).best()
        text = raw.decode(_by_letters(raw, best.encoding if best else "cp1252"), errors="replace")
    else:
        if text[:2000].count("\0") > len(text[:2000]) // 4:
            text = raw.decode("utf-16-le" if raw[1:2] == b"\0" else "utf-16-be", errors="replace")
    strange = sum(1 for c in text[:20_000] if c == "\ufffd" or (ord(c) < 32 and c not in "\t\n\r\f\x0b"))
    if strange > len(text[:20_000]) // 50:
        raise UnreadableError(Problem(name, "holds no text that can be read", "save it as UTF-8 text"))
    return _clean(text)


def _by_letters(raw: bytes, guess: str) -> str:
    """Among the guess and the usual single-byte encodings, the one that gives most Danish letters."""
    sample = raw[:500_000]

    def score(encoding: str) -> int:
        text = sample.decode(encoding, errors="replace")
        return (
            sum(text.count(c) for c in "æøåÆØÅéü–’”»«")
            - 2 * text.count("\ufffd")
            - sum(text.count(c) for c in "¦°¢¿¾¼Õ")
        )

    return max([guess, "cp1252", "cp865", "mac_roman", "utf-16-le", "utf-16-be"], key=score)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\x0b", "\n")
    return "".join(c for c in text if c in "\t\n" or (ord(c) >= 32 and c not in "\ufeff\x7f"))


def read_text(path: Path) -> Source:
    """Read a .txt: as it stands, line by line.

    Raises:
        UnreadableError: it is no text.
    """
    return Source("txt", decode(path.read_bytes(), path.name))


def read_markdown(path: Path) -> Source:
    """Read a .md (CommonMark): headings, lists and paragraphs; marks of emphasis and links dropped.

    Raises:
        UnreadableError: it is no text.
    """
    builder, lines, paragraph = TextBuilder(), decode(path.read_bytes(), path.name).split("\n"), []
    fenced = False

    def close(level: int = 0, bullet: bool = False) -> None:
        if paragraph:
            builder.add(_inline(" ".join(p.strip() for p in paragraph)), level, bullet)
            paragraph.clear()

    bullet = False
    for line in lines:
        if line.lstrip().startswith("```"):
            fenced = not fenced
            continue
        if fenced:
            continue
        if match := _HEADING.match(line):
            close(bullet=bullet)
            builder.add(_inline(match[2]), len(match[1]))
            bullet = False
        elif (match := _UNDERLINE.match(line)) and paragraph and not bullet:
            close(1 if match[1][0] == "=" else 2)
        elif not line.strip() or re.fullmatch(r"\s*([-*_]\s*){3,}", line):
            close(bullet=bullet)
            bullet = False
        elif match := _BULLET.match(line):
            close(bullet=bullet)
            numbered = _NUMBERED.match(line)
            paragraph.append(f"{numbered[1]}. {numbered[2]}" if numbered else match[1])
            bullet = not numbered
        else:
            paragraph.append(line.lstrip("> "))
    close(bullet=bullet)
    return builder.source("md")


def _inline(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return re.sub(r"<[^<>\n]{0,200}>", "", text.replace("`", ""))
