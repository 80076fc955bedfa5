"""Malformed, hostile and huge files are refused or read within bounds, and harm nothing."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from politikgraf.draft.limits import MAX_DEPTH
from politikgraf.draft.reading import read_source
from politikgraf.draft.sheet_reading import read_sheet
from politikgraf.draft.structure import read_structure
from politikgraf.errors import DataError, UnreadableError
from politikgraf.text import Text

MATERIAL = Path(__file__).parent / "material"
BOUND = 90.0


def refused(path: Path, *said: str) -> None:
    started = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read_source(path)
    message = str(caught.value)
    assert path.name in message and str(path.parent) not in message
    assert any(word in message for word in said), message
    assert time.monotonic() - started < BOUND


def docx(path: Path, document: str, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        for name, content in more.items():
            archive.writestr(name, content)
    return path


def test_zip_bomb(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(300):
            file.write(b"\0" * 1_000_000)
    refused(tmp_path / "bomb.docx", "unpacks to")


def test_a_zip_that_lies_about_its_size(tmp_path):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    content = raw.getvalue().replace((5_000_007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    (tmp_path / "liar.docx").write_bytes(content)
    refused(tmp_path / "liar.docx", "damaged", "missing", "unpacks")


def test_many_members(tmp_path):
    refused(docx(tmp_path / "many.docx", "<a/>", **{f"m{n}": b"" for n in range(6000)}), "unpacks to")


def test_xml_entities(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
    refused(docx(tmp_path / "entities.docx", bomb), "entities")
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    refused(docx(tmp_path / "outside.docx", outside), "entities")


def test_damaged_and_old_word_files(tmp_path):
    (tmp_path / "cut.docx").write_bytes((MATERIAL / "sejlby.docx").read_bytes()[:9000])
    refused(tmp_path / "cut.docx", "damaged")
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    refused(tmp_path / "old.docx", "password")


def test_deeply_nested_html(tmp_path):
    for name, tag in (("div", "div"), ("b", "b"), ("font", "font"), ("x", "x-y")):
        path = tmp_path / f"{name}.html"
        path.write_text(f"<{tag}>" * 200_000 + "tekst om børn og unge i kommunen", encoding="utf-8")
        refused(path, "nested")


def test_html_as_deep_as_allowed_is_read(tmp_path):
    content = (MATERIAL / "sejlby.html").read_text(encoding="utf-8")
    deep = content.replace("<main>", "<main>" + "<div>" * (MAX_DEPTH - 10)).replace(
        "</main>", "</div>" * (MAX_DEPTH - 10) + "</main>"
    )
    (tmp_path / "deep.html").write_text(deep, encoding="utf-8")
    assert "Sejlby" in read_source(tmp_path / "deep.html").content


def test_pdf_whose_pages_loop(tmp_path):
    content = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 9 /Kids [2 0 R 3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Pages /Count 9 /Parent 2 0 R /Kids [2 0 R] >>\nendobj\n"
        b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )
    (tmp_path / "loop.pdf").write_bytes(content)
    refused(tmp_path / "loop.pdf", "damaged", "no text", "cannot be read")


def test_pdf_whose_form_draws_itself(tmp_path):
    content = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>\nendobj\n"
        b"4 0 obj\n<< /Length 5 >>\nstream\n/X Do\nendstream\nendobj\n"
        b"5 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 5 /Resources << /XObject << /X 5 0 R >> >> >>\n"
        b"stream\n/X Do\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    )
    (tmp_path / "self.pdf").write_bytes(content)
    refused(tmp_path / "self.pdf", "no text", "damaged", "cannot be read")


def test_scanned_pdf(tmp_path):
    import sys

    sys.path.insert(0, str(MATERIAL))
    import make

    (tmp_path / "scan.pdf").write_bytes(make.pdf_bytes([[], [], []]))
    refused(tmp_path / "scan.pdf", "text recognition")


def test_encrypted_pdf(tmp_path):
    plain = (MATERIAL / "sejlby.pdf").read_bytes()
    lock = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <"
        + b"ab" * 32
        + b"> /U <"
        + b"cd" * 32
        + b"> >> /ID [<aa><aa>] /Root 1 0 R"
    )
    (tmp_path / "locked.pdf").write_bytes(plain.replace(b"/Root 1 0 R", lock))
    refused(tmp_path / "locked.pdf", "password")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "Norwegian",
            "Barn og unge i kommunen skal oppleve trygghet og mestring i hverdagen sin, og alle skal ha noen å være sammen med etter skoletid. ",
        ),
        (
            "Swedish",
            "Alla barn och unga i kommunen ska känna sig trygga och delaktiga, och skolan ska ge dem lust att lära sig mer varje dag. ",
        ),
        (
            "English",
            "Every child in the town should feel safe and have somebody to play with, and the school should make them want to learn more. ",
        ),
        (
            "German",
            "Jedes Kind in der Gemeinde soll sich sicher fühlen und jemanden zum Spielen haben, und die Schule soll neugierig machen. ",
        ),
    ],
)
def test_other_languages(tmp_path, language, words):
    (tmp_path / "other.txt").write_text(words * 20, encoding="utf-8")
    refused(tmp_path / "other.txt", language)


def test_binary_empty_unknown_missing(tmp_path):
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 400)
    refused(tmp_path / "noise.txt", "no text", "not in Danish")
    (tmp_path / "empty.pdf").write_bytes(b"")
    refused(tmp_path / "empty.pdf", "empty")
    (tmp_path / "a.odt").write_bytes(b"x")
    refused(tmp_path / "a.odt", "not read")
    refused(tmp_path / "gone.pdf", "cannot be read")


def test_ten_thousand_headings(tmp_path):
    lines = [
        f"# Overskrift nummer {n}\n\nAlle børn og unge skal trives i skolen og i fritiden.\n" for n in range(10_000)
    ]
    (tmp_path / "heads.md").write_text("\n".join(lines), encoding="utf-8")
    started = time.monotonic()
    source = read_source(tmp_path / "heads.md")
    segments = read_structure(Text(source.content), source.headings)
    assert len(segments) >= 10_000 and time.monotonic() - started < BOUND


def test_a_sheet_that_is_a_bomb_or_no_sheet(tmp_path, vocabulary):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 250_000_000)
    with pytest.raises(DataError, match="unpacks"):
        read_sheet(tmp_path, tmp_path / "bomb.xlsx", vocabulary)
    (tmp_path / "no.xlsx").write_bytes(b"no")
    with pytest.raises(DataError, match="damaged"):
        read_sheet(tmp_path, tmp_path / "no.xlsx", vocabulary)
