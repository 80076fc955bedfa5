"""Drafting: from the made-up policy in every format to a draft, its correction and its acceptance."""

from __future__ import annotations

import csv
import shutil
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from politikgraf import paths
from politikgraf.cli import main
from politikgraf.draft.ages import find_ages
from politikgraf.draft.copied import Copies
from politikgraf.draft.cues import told
from politikgraf.draft.cutting import Cutter
from politikgraf.draft.examples import Example, places_to_cut
from politikgraf.draft.features import unobscured
from politikgraf.draft.folder import judge
from politikgraf.draft.grammar import read_clause
from politikgraf.draft.mark import MARK, is_draft
from politikgraf.draft.places import find_municipality, official, slug
from politikgraf.draft.reading import read_source
from politikgraf.draft.runs import MOST_WORDS
from politikgraf.draft.structure import read_structure
from politikgraf.draft.terms import Hit, compound_parts, concept_forms, words_of
from politikgraf.errors import DataError
from politikgraf.pipeline import build
from politikgraf.project import Project
from politikgraf.text import Text
from politikgraf.validate import Validator

MATERIAL = Path(__file__).parent / "material"
sys.path.insert(0, str(MATERIAL))
FORMATS = ("md", "txt", "html", "docx", "pdf")


def words(text: str) -> list[str]:
    return [w.form for w in words_of(text) if not w.form.isdigit()]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_gives_the_same_words_in_the_same_order(format_):
    reference = words(read_source(MATERIAL / "sejlby.md").content)
    assert words(read_source(MATERIAL / f"sejlby.{format_}").content) == reference


def test_columns_written_row_by_row_are_put_in_order(tmp_path):
    import make

    items = make.blocks((MATERIAL / "sejlby.md").read_text(encoding="utf-8"))
    make.as_pdf(items, tmp_path / "rows.pdf", row_wise=True)
    assert words(read_source(tmp_path / "rows.pdf").content) == words(read_source(MATERIAL / "sejlby.pdf").content)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le", "mac_roman", "cp865"]
)
def test_usual_encodings_are_read(tmp_path, encoding):
    content = (MATERIAL / "sejlby.txt").read_text(encoding="utf-8")
    if encoding in {"cp865", "iso8859-15"}:
        content = content.replace("•", "-").replace("§", "paragraf")
    (tmp_path / "a.txt").write_bytes(content.encode(encoding))
    assert words(read_source(tmp_path / "a.txt").content) == words(content)


def test_menus_and_footers_are_dropped():
    content = read_source(MATERIAL / "sejlby.html").content
    assert not any(word in content for word in ("Erhverv", "cookies", "Telefon", "Forside", "var x"))


@pytest.mark.parametrize("format_", FORMATS)
def test_structure(format_):
    source = read_source(MATERIAL / f"sejlby.{format_}")
    segments = read_structure(Text(source.content), source.headings)
    heads = [s.text for s in segments if s.role == "heading"]
    assert {"Forord", "Vision", "1. De første år", "4. Når noget er svært", "Opfølgning"} <= set(heads)
    leads = {s.form for s in segments if s.role == "lead-in"}
    assert leads == {"maal", "det-goer-vi-ved-at", "konkrete-tiltag"}
    goals = [s for s in segments if s.role == "bullet" and s.form == "maal"]
    assert len(goals) == 10 and all(s.lead == "Mål" for s in goals)
    assert [s.role for s in segments if s.text.startswith('"Det er sjovest')] == ["quote"]


AGES = {
    "alle i alderen 0-18 år": ["0-18"], "i 13-14-års alderen": ["13-14"], "de 0-2-årige": ["0-2"], "0 -17 år": ["0-17"],
    "unge fra 15 år": ["15-plus"], "to til fire år": ["2-4"], "børn under 3 år": ["to-2"], "mellem 15 og 17 år": ["15-17"],
    "børn på to år og fire år": ["2", "4"], "0-18-års området": ["0-18"], "toårige børn": ["2"],
    "0.-3. klasse": [], "6.-10. klasse": [], "en 4-årig aftale": [], "om to år": [], "hvert 3. år": [], "2027-2030": [],
    "de første otte uger": [], "i en 4-årig periode": [], "inden for 14 dage": [], "tre års erfaring": [], "i løbet af 1-2 år": [],
}  # fmt: skip


@pytest.mark.parametrize("text", AGES)
def test_ages(text):
    assert [m.age.name for m in find_ages(text)] == AGES[text]


CLAUSES = {
    "I Sejlby bygger vi en ny havn": ("we", "now", "bygge", False),
    "Derfor skal de mindste børn lære at svømme": ("children", "shall", "lære", False),
    "Forældrene bliver inviteret til kaffe": ("family", "now", "invitere", True),
    "Bådene skal males af frivillige": ("other", "shall", "male", True),
    "Byrådet vedtog planen": ("we", "past", "vedtage", False),
    "Der skal ansættes en fisker": ("der", "shall", "ansætte", True),
    "Invitere til fest": ("none", "bare", "invitere", False),
    "Havnens dag": ("none", "none", "", False),
}


@pytest.mark.parametrize("words", CLAUSES)
def test_how_a_clause_is_built(words):
    clause = read_clause(words)
    assert (clause.subject, clause.mood, clause.verb, clause.passive) == CLAUSES[words]


READINGS = {
    "Alle elever skal opleve, at der er tid til at fiske": "goal",
    "så børnene kan sejle selv": "goal",
    "Skolen inviterer fiskerne ind i timerne": "measure",
    "Vi ansætter to lodser": "measure",
    "Vi tror på, at børn lærer af vinden": "principle",
    "Børn har ret til at blive våde": "principle",
    "fordi blæst gør stærk": "rationale",
    "Leg handler om at turde": "definition",
    "Politikken er blevet til på kajen": "document_fact",
    "Politikken evalueres hvert fjerde år": "follow_up",
    "Ifølge folkeskoleloven skal der være svømmetimer": "legal_basis",
}


@pytest.mark.parametrize("words", READINGS)
def test_the_codebooks_rules_name_a_kind(words):
    assert told(Example(words, role="body")) == READINGS[words]


def test_the_lead_in_decides_for_its_items():
    assert told(Example("Børn og voksne sejler sammen", form="maal", role="bullet")) == "goal"
    assert told(Example("Børn og voksne sejler sammen", form="konkrete-tiltag", role="bullet")) == "measure"


def sentences(content: str) -> list:
    return read_structure(Text(content), None)


def test_a_heading_run_together_with_its_text_is_cut_loose():
    found = sentences("Mod på havet\nBørn skal turde hoppe i.\n\nVi bygger en bro.\n")
    assert [(s.role, s.text) for s in found][:2] == [("heading", "Mod på havet"), ("body", "Børn skal turde hoppe i.")]


def test_a_paragraph_that_speaks_as_i_is_a_quotation():
    found = sentences("Om havnen\n\nVi bygger en bro.\n\nJeg kan lide krabber. De er sjove.\n\nVi bygger en mole.\n")
    assert [s.role for s in found] == ["heading", "body", "quote", "quote", "body"]


def test_sentences_are_cut_as_others_were():
    pairs = [("Vi bygger en lang bro", "børnene kan gå tørskoet"), ("Skolen køber små både", "eleverne kan sejle selv"),
             ("Klubben holder længe åbent", "de unge kan mødes"), ("Vi rydder hele stranden", "ingen skærer fødderne")]  # fmt: skip
    taught, text = [], Text("Vi planter mange træer, så børnene kan klatre højt op.")
    for left, right in pairs * 3:
        content = Text(f"{left}, så {right} og spise mange is i solen.")
        segment = read_structure(content, None)[0]
        at = content.content.index("så ")
        taught.append(Example(segment.text, role="body", cuts=places_to_cut(content, segment, [at])))
    segment = read_structure(text, None)[0]
    spans = (
        Cutter().fit(taught).cut(text, segment, Example(segment.text, role="body", cuts=places_to_cut(text, segment)))
    )
    assert [text.quote(s) for s in spans] == ["Vi planter mange træer", "så børnene kan klatre højt op"]
    untaught = Cutter().fit([]).cut(text, segment, Example(segment.text, role="body"))
    assert untaught and text.quote(untaught[0]).startswith("Vi planter")


def test_a_text_without_full_stops_is_cut_to_a_bounded_length():
    started = time.monotonic()
    commas = sentences(", ".join(["alle børn leger på stranden"] * 6000))
    bare = sentences(" ".join(["alle børn leger på stranden"] * 200))
    assert max(len(s.text.split()) for s in [*commas, *bare]) <= MOST_WORDS and time.monotonic() - started < 30
    assert sum(len(s.text.split()) for s in commas) == 30_000 and sum(len(s.text.split()) for s in bare) == 1000
    assert all(s.text.endswith(("stranden", "stranden,")) for s in commas)


def test_hits_inside_longer_ones_are_left_out():
    spans = [(0, 1), (0, 2), (1, 2), (1, 3), (3, 4), (3, 4), (2, 3), (5, 9), (6, 7), (8, 10)]
    hits = [Hit(str(n), "exact", "form", start, end) for n, (start, end) in enumerate(spans)]
    slow = [h for h in hits if not any(o.start <= h.start and h.end <= o.end and o.end - o.start > h.end - h.start for o in hits)]  # fmt: skip
    assert unobscured(hits) == slow


def test_words_inside_words_are_no_concepts(vocabulary):
    forms = concept_forms(vocabulary)
    assert not {"bildung"} & {h.name for h in forms.find(words_of("En god uddannelse til alle"))}
    assert not {h.name for h in forms.find(words_of("mange muligheder"))} & {"inequality", "equality"}
    assert "community" in {h.name for h in forms.find(words_of("Klubfællesskaberne vokser"))}
    assert compound_parts("uddannelse") == compound_parts("mulighed") == ()


def test_municipalities(vocabulary):
    assert len(official()) == 98 and len({m.code for m in official()}) == 98
    assert find_municipality("Glostrup Kommune", None, vocabulary)[1]
    one, known = find_municipality("Gentofte", None, vocabulary)
    assert (one.slug, one.code, known) == ("gentofte", "0157", False)
    assert slug("Høje-Taastrup Ærø å") == "hoeje-taastrup-aeroe-aa"
    with pytest.raises(DataError, match="98"):
        find_municipality("Sejlby", None, vocabulary)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """A project of our own with Sejlby drafted from its PDF, learned without any text."""
    place = tmp_path_factory.mktemp("draft")
    shutil.copytree(
        paths.graph_folder(), place / "graph", ignore=shutil.ignore_patterns("graph.ttl", "politikgraf.ttl")
    )
    code = run(place, "draft", str(MATERIAL / "sejlby.pdf"), "--municipality", "Sejlby", "--code", "0999")
    assert code == 0
    return place


def run(place: Path, *arguments: str) -> int:
    return main([*arguments, "--graph", str(place / "graph"), "--documents", str(place / "texts")])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_draft_is_marked_and_holds_no_words_of_the_text(drafted):
    folder = drafted / "graph" / "sejlby"
    assert is_draft(folder) and (drafted / "texts" / "drafts" / "sejlby.txt").is_file()
    statements = rows(folder / "coding.csv")
    assert all(r["label_da"].startswith("[udkast]") and r["label_en"].startswith("[draft]") for r in statements)
    copies = Copies((drafted / "texts" / "drafts" / "sejlby.txt").read_text(encoding="utf-8"))
    for path in folder.iterdir():
        assert not copies.within(path.read_text(encoding="utf-8")), path.name


def test_a_draft_finds_what_is_plain_to_see(drafted):
    statements = rows(drafted / "graph" / "sejlby" / "coding.csv")
    assert {a for r in statements for a in r["ages"].split("|") if a} == {"0-18", "0-2", "3-5", "13-plus"}
    named = {r["form"]: [] for r in statements}
    for row in statements:
        named[row["form"]].append(row["kind"])
    assert (
        named["maal"].count("goal") >= 8
        and named["det-goer-vi-ved-at"].count("measure") >= 4
        and named["citat"] == ["voice"]
    )
    assert [r["kind"] for r in statements if r["references"] == "barnets-lov-15"] == ["legal_basis"]
    themes = [r["id"] for r in statements if r["kind"] == "theme"]
    assert len(themes) == 4 and {r["belongs_to"] for r in statements} >= set(themes)


def test_a_draft_validates_when_built_alone(drafted, vocabulary, tmp_path):
    folder = drafted / "graph" / "sejlby"
    text = Text.read(drafted / "texts" / "drafts" / "sejlby.txt")
    assert judge(folder, vocabulary, Validator(paths.ontology_folder(), vocabulary), text) == []
    ontology = tmp_path / "ontology"
    shutil.copytree(paths.ontology_folder(), ontology)
    shutil.copytree(folder, tmp_path / "graph" / "sejlby")
    (tmp_path / "graph" / "sejlby" / MARK).unlink()
    added = (tmp_path / "graph" / "sejlby" / "additions.ttl").read_text(encoding="utf-8")
    (ontology / "municipalities.ttl").open("a", encoding="utf-8").write("\n" + added)
    result = build(Project(ontology, tmp_path / "graph", tmp_path / "made", tmp_path / "made"))
    assert result.counts["documents"] == 1 and result.counts["statements"] == len(rows(folder / "coding.csv"))


def test_a_second_draft_of_the_name_needs_to_be_told(drafted, capsys):
    before = (drafted / "graph" / "sejlby" / "coding.csv").read_bytes()
    assert run(drafted, "draft", str(MATERIAL / "sejlby.txt"), "--municipality", "Sejlby", "--code", "0999") != 0
    assert "is a draft already" in capsys.readouterr().err
    assert (
        run(
            drafted,
            "draft",
            str(MATERIAL / "sejlby.txt"),
            "--municipality",
            "Glostrup",
            "--name",
            "glostrup-2025",
            "--replace",
        )
        != 0
    )
    assert (drafted / "graph" / "sejlby" / "coding.csv").read_bytes() == before


def test_check_and_accept_refuse_what_is_undecided(drafted, capsys):
    assert run(drafted, "check", "sejlby") == 1
    assert "write label_da and label_en" in capsys.readouterr().out
    assert run(drafted, "accept", "sejlby", "--by", "Anna Holm") == 1
    assert is_draft(drafted / "graph" / "sejlby")


def test_the_sheet_comes_back_without_loss(drafted, tmp_path):
    folder, path = drafted / "graph" / "sejlby", tmp_path / "s.xlsx"
    before = {f.name: f.read_bytes() for f in folder.iterdir()}
    assert run(drafted, "sheet", "sejlby", "--to", str(path)) == 0
    book = load_workbook(path)
    sheet = book["coding"]
    assert sheet["B2"].value and len(sheet.data_validations.dataValidation) > 10
    assert run(drafted, "sheet", "sejlby", "--read", str(path)) == 0
    assert {f.name: f.read_bytes() for f in folder.iterdir()} == before


def test_a_wrong_sheet_changes_nothing(drafted, tmp_path, capsys):
    folder, path = drafted / "graph" / "sejlby", tmp_path / "s.xlsx"
    before = (folder / "coding.csv").read_bytes()
    run(drafted, "sheet", "sejlby", "--to", str(path))
    book = load_workbook(path)
    header = [c.value for c in book["coding"][1]]
    book["coding"].cell(2, header.index("kind") + 1, "gaol")
    book.save(path)
    assert run(drafted, "sheet", "sejlby", "--read", str(path)) == 1
    assert "gaol" in capsys.readouterr().err and (folder / "coding.csv").read_bytes() == before


def test_corrected_in_the_sheet_and_accepted_it_is_a_document_like_the_others(drafted, tmp_path, monkeypatch):
    place = tmp_path / "p"
    shutil.copytree(drafted, place)
    ontology = place / "ontology"
    shutil.copytree(paths.ontology_folder(), ontology)
    monkeypatch.setattr(paths, "ontology_folder", lambda: ontology)
    path = tmp_path / "s.xlsx"
    run(place, "sheet", "sejlby", "--to", str(path))
    book = load_workbook(path)
    header = [c.value for c in book["coding"][1]]
    for number in range(2, book["coding"].max_row + 1):
        book["coding"].cell(number, header.index("decided") + 1, "decided")
        book["coding"].cell(number, header.index("label_da") + 1, f"Egne ord om udsagn {number}")
        book["coding"].cell(number, header.index("label_en") + 1, f"Own words on statement {number}")
    for number in range(2, book["sections"].max_row + 1):
        book["sections"].cell(number, 4, f"Title {number}")
    book.save(path)
    assert run(place, "sheet", "sejlby", "--read", str(path)) == 0
    assert run(place, "check", "sejlby") == 0
    assert run(place, "accept", "sejlby", "--by", "Anna Holm") == 0
    folder = place / "graph" / "sejlby"
    assert not is_draft(folder) and "Anna Holm" in (folder / "document.ttl").read_text(encoding="utf-8")
    project = Project(ontology, place / "graph", tmp_path / "made", tmp_path / "made")
    result = build(project)
    assert result.counts["documents"] == len(list(paths.graph_folder().glob("*/document.ttl"))) + 1
    whole = (tmp_path / "made" / "politikgraf.ttl").read_text(encoding="utf-8")
    assert ("municipality:sejlby" in whole and "reader:anna-holm" in whole) or "anna-holm" in whole


def test_one_bad_file_stops_none_of_the_others(drafted, tmp_path, capsys):
    files = []
    for format_ in ("txt", "md", "html"):
        files.append(tmp_path / f"plan-{format_}.{format_}")
        shutil.copy(MATERIAL / f"sejlby.{format_}", files[-1])
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert run(drafted, "draft", *map(str, files), str(tmp_path / "bad.pdf"), "--municipality", "Odense") == 1
    out = capsys.readouterr()
    assert "Drafted 3 of 4" in out.out and f"not drafted: {tmp_path / 'bad.pdf'}" in out.err
    assert {p.name for p in (drafted / "graph").glob("odense-*")} == {
        "odense-plan-txt",
        "odense-plan-md",
        "odense-plan-html",
    }
