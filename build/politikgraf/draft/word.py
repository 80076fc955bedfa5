"""Reader of .docx (python-docx), behind a guard against zip bombs."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from ..errors import Problem, UnreadableError
from .limits import MAX_LETTERS, check_archive
from .source import Source, TextBuilder

_MAIN = "word/document.xml"
_LEVEL = re.compile(r"(?:heading|overskrift)\s*(\d)", re.IGNORECASE)


def read_word(path: Path) -> Source:
    """Read a .docx in document order: paragraphs and tables, headings and lists by their styles.

    Headers, footers, footnotes and text boxes are left out.

    Raises:
        UnreadableError: damaged, protected, a zip bomb, or XML with entities.
    """
    check_archive(path, _MAIN)
    _check_xml(path)
    import docx
    from docx.table import Table

    try:
        document = docx.Document(str(path))
        builder = TextBuilder()
        styles: dict[str | None, str] = {}
        for item in document.iter_inner_content():
            if isinstance(item, Table):
                for row in item.rows:
                    for cell in dict.fromkeys(row._tr.tc_lst):
                        _add_text(builder, "\n".join(t.text or "" for t in cell.iter() if t.tag.endswith("}t")))
            else:
                _add(builder, item, styles)
    except UnreadableError:
        raise
    except Exception as error:  # python-docx raises whatever its parts do
        raise UnreadableError(
            Problem(path.name, f"is damaged ({type(error).__name__})", "save it anew from an office program")
        ) from error
    return builder.source("docx", document.core_properties.title or "")


def _check_xml(path: Path) -> None:
    """Parse the main part once without entities, so that none is ever expanded."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_MAIN) as file:
            depth = letters = 0
            for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
                depth += 1 if event == "start" else -1
                if depth > 200:
                    raise UnreadableError(Problem(path.name, "has elements nested too deeply"))
                if event == "end":
                    letters += len(element.text or "") if element.tag.endswith("}t") else 0
                    if letters > MAX_LETTERS:
                        raise UnreadableError(
                            Problem(path.name, f"has more than {MAX_LETTERS:,} characters", "split it")
                        )
                    element.clear()
    except (DefusedXmlException, ParseError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise UnreadableError(
            Problem(path.name, "is damaged or holds XML entities", "save it anew from an office program")
        ) from error


def _add(builder: TextBuilder, paragraph, styles: dict[str | None, str]) -> None:
    """Add a paragraph; a style's name is looked up once."""
    key = paragraph._p.style
    if key not in styles:
        styles[key] = (paragraph.style.name or "") if paragraph.style is not None else ""
    style = styles[key]
    text = paragraph.text
    if match := _LEVEL.search(style):
        builder.add(text, int(match[1]))
    elif style.lower() in {"title", "titel"}:
        builder.add(text, 1)
    else:
        properties = paragraph._p.pPr
        listed = (
            "list" in style.lower()
            or "punkt" in style.lower()
            or (properties is not None and properties.numPr is not None)
        )
        _add_text(builder, text, listed)


def _add_text(builder: TextBuilder, text: str, bullet: bool = False) -> None:
    text = re.sub(r"[\x00-\x08\x0b-\x1f]", "", text.replace("\t", " "))
    for match in (re.match(r"\s*[•·▪–-]\s+", text),):
        if match:
            text, bullet = text[match.end() :], True
    builder.add(text, bullet=bullet)
