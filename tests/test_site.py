"""The planner's site without a browser: whole, linked, escaped, and true to the graph."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from urllib.parse import unquote

import pytest
from politikgraf.derive import Brief, Reading, derive
from politikgraf.errors import DataError
from politikgraf.namespaces import BASE
from politikgraf.project import Project
from politikgraf.site import write_site
from politikgraf.site.context import Context, Texts
from politikgraf.site.layout import Node, box, place, wrap
from politikgraf.site.model import Document, Section, Statement
from politikgraf.site.network import positions
from politikgraf.site.pages import render
from politikgraf.site.reader import chunks
from politikgraf.site.reading import read_model
from politikgraf.site.words import KINDS, Words
from politikgraf.site.words_js import SCRIPT_TEXT
from politikgraf.site.words_page import TEXT
from politikgraf.text import Span
from politikgraf.vocabulary import Vocabulary

HERE = Project.here()
ATTACK = '<img src=x onerror=alert(1)></script><script>alert(2)</script>\\" onmouseover=\\"alert(3) {{9871*9}}'
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "line", "circle"}

pytestmark = pytest.mark.skipif(not HERE.whole.is_file(), reason="the graph is not built: run politikgraf build")


def project_of(turtle: str, folder: Path) -> Project:
    """A project whose whole graph is this Turtle."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "politikgraf.ttl").write_text(turtle, encoding="utf-8")
    return Project(HERE.ontology, HERE.graph, folder, folder / "out")


def attacked() -> str:
    """The built graph with an attack in every label and definition of it."""
    turtle = HERE.whole.read_text(encoding="utf-8")
    return re.sub(
        r'(skos:(?:prefLabel|altLabel|hiddenLabel|definition|scopeNote) "|pol:codingNote "|dcterms:title ")',
        lambda m: m[1] + ATTACK,
        turtle,
    )


@cache
def corpus(count: int, statements: int = 30) -> str:
    """A synthetic graph of many municipalities on the real vocabulary, the same each time."""
    chance = random.Random(98)
    vocabulary = Vocabulary.load(HERE.ontology)
    concepts = sorted(vocabulary.concepts)
    weights = [1 / (rank + 3) for rank in range(len(concepts))]
    lines, readings = [], []
    for number in range(count):
        name = f"kommune-{number:02d}"
        lines.append(
            f'municipality:{name} a pol:Municipality ; skos:prefLabel "Prøve{number:02d} Kommune"@da , "Trial{number:02d} Municipality"@en ; '
            f'skos:altLabel "Prøve{number:02d}"@da , "Trial{number:02d}"@en .\n'
            f'data:{name} a pol:PolicyDocument ; dcterms:title "Politik"@da , "Policy"@en ; dcterms:publisher municipality:{name} ; pol:hasText text:{name} .\n'
            f"text:{name} a pol:Text ; pol:length 9000 ; pol:wordCount 1500 .\n"
        )
        briefs = []
        for order in range(statements):
            about = sorted(set(chance.choices(concepts, weights, k=2)))
            briefs.append(Brief(f"s{order:03d}", "goal", tuple(about), True, 12))
            lines.append(
                f'<{BASE}data/{name}/s{order:03d}> a pol:Statement , pol:Goal ; skos:prefLabel "Mål {order}"@da , "Goal {order}"@en ; '
                f"pol:inDocument data:{name} ; pol:order {order} ; pol:certainty pol:sure ; pol:mainConcept concept:{about[0]} ; "
                f"pol:about {' , '.join('concept:' + c for c in about)} .\n"
            )
        readings.append(Reading(name, f"{BASE}municipality/{name}", tuple(briefs)))
    derived = derive(readings, vocabulary).serialize(format="nt")
    known = vocabulary.graph.serialize(format="nt")
    head = "".join(f"@prefix {p}: <{BASE}{p}/> .\n" for p in ("municipality", "data", "text", "concept"))
    head += f"@prefix pol: <{BASE}ontology/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    return known + derived + head + "".join(lines)


def _full_disk(*_: object) -> None:
    raise OSError("full")


class Page(HTMLParser):
    """What a page holds: elements with attributes, visible texts, ids, links."""

    def __init__(self, content: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict]] = []
        self.texts: list[str] = []
        self.json: list[str] = []
        self._open: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.json.append(data)
        elif data.strip():
            self.texts.append(re.sub(r"\s+", " ", data).strip())

    @property
    def ids(self) -> set[str]:
        return {a["id"] for _, a in self.elements if a.get("id")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "site"
    write_site(HERE, target=target)
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {str(p.relative_to(site)): Page(p.read_text(encoding="utf-8")) for p in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def model():
    return read_model(HERE.whole.read_bytes())


def test_every_link_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    missing = []
    ids = {site / name: page.ids for name, page in pages.items()}
    files = {p for p in site.rglob("*") if p.is_file()}
    for name, page in pages.items():
        for tag, attributes in page.elements:
            address = attributes.get("href") or attributes.get("src") or ""
            path, _, anchor = address.partition("#")
            target = Path(os.path.normpath(site / Path(name).parent / unquote(path))) if path else site / name
            if target not in files or (
                anchor and "=" not in anchor and target.suffix == ".html" and unquote(anchor) not in ids[target]
            ):
                missing.append((name, tag, address))
    assert not missing, missing[:10]


def test_both_languages_have_the_same_pages(pages: dict[str, Page]) -> None:
    english = [name for name in pages if name.startswith("en/")]
    assert len(english) * 2 == len(pages)
    for name, page in pages.items():
        assert next(a["lang"] for t, a in page.elements if t == "html") == ("en" if name.startswith("en/") else "da")


def test_nothing_comes_from_a_network_and_nothing_runs_inline(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        policy = [
            a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy and "default-src 'none'" in policy[0] and "unsafe" not in policy[0], name
        for tag, attributes in page.elements:
            assert "style" not in attributes and tag != "style", (name, tag)
            assert not any(key.startswith("on") for key in attributes), (name, tag)
            for key in ("src", "href"):
                assert not (attributes.get(key) or "").lower().startswith(("http:", "https:", "//", "javascript:")), (
                    name,
                    attributes,
                )
            if tag == "script":
                assert attributes.get("src") or attributes.get("type") == "application/json", name


def test_no_identifier_and_no_other_language_is_seen(pages: dict[str, Page], model) -> None:
    slugs = {c for c in model.concepts if "-" in c} | {a for a in model.actors if "-" in a} | set(model.documents)
    slugs -= {label for c in [*model.concepts.values(), *model.actors.values()] for label in c.label.values()}
    pairs = [*TEXT.values(), *SCRIPT_TEXT.values()] + [(k[0], k[2]) for k in KINDS.values()]
    only = {
        0: {en for da, en in pairs} - {da for da, en in pairs},
        1: {da for da, en in pairs} - {en for da, en in pairs},
    }
    only = {at: {w.lower() for w in words if len(w) > 3} for at, words in only.items()}
    only[1] -= {"english"}
    only[0] -= {"dansk"}
    for name, page in pages.items():
        at = 1 if name.startswith("en/") else 0
        for text in page.texts:
            assert "w3id.org" not in text and text not in slugs, (name, text)
            assert not re.fullmatch(r"[su]\d{3}", text), (name, text)
            assert text.lower() not in only[at] or text in ("English", "Dansk"), (name, text)


def test_text_of_the_data_stays_text(tmp_path: Path) -> None:
    project = project_of(attacked(), tmp_path / "project")
    files = write_site(project)
    tags = {"img", "iframe", "object", "embed"}
    seen = 0
    for file in files:
        content = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            page = Page(content)
            assert not [e for e in page.elements if e[0] in tags], file.name
            for tag, attributes in page.elements:
                assert not any(key.startswith("on") for key in attributes), (file.name, tag)
                assert tag != "script" or attributes.get("src") or attributes.get("type") == "application/json"
            seen += any("onerror" in text for text in page.texts)
            assert not any("88839" in text for text in page.texts)
            for data in page.json:
                json.loads(data)
                assert "<" not in data
        elif file.parent.name in ("da", "en", "turtle"):
            assert not re.search(r"[<>&\u2028\u2029]", content), file.name
            json.loads(content[content.index("(") + 1 : content.rindex(")")])
    assert seen > 100


def test_the_same_graph_gives_the_same_site(site: Path, tmp_path: Path) -> None:
    for file in write_site(HERE, target=tmp_path / "again"):
        assert file.read_bytes() == (site / file.relative_to(tmp_path / "again")).read_bytes(), file.name


def test_a_site_is_replaced_whole_or_not_at_all(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    write_site(HERE, target=target, only=("overview",))
    (target / "old.html").write_text("left over", encoding="utf-8")
    monkeypatch.setattr("politikgraf.site.pages.render", _full_disk)
    with pytest.raises(OSError, match="full"):
        write_site(HERE, target=target, only=("overview",))
    assert (target / "old.html").is_file() and [p.name for p in tmp_path.iterdir()] == ["site"]
    monkeypatch.undo()
    write_site(HERE, target=target, only=("overview",))
    assert not (target / "old.html").exists() and [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DataError):
        write_site(HERE, target=tmp_path)
    assert (tmp_path / "letters.txt").is_file()


def test_without_texts_no_wording_is_shown(site: Path, pages: dict[str, Page]) -> None:
    assert not any(tag == "blockquote" for page in pages.values() for tag, _ in page.elements)
    assert not any('"q":' in p.read_text(encoding="utf-8") for p in (site / "data").rglob("*.js"))
    assert any(
        "make DOCUMENTS=" in text
        for text in pages["begreb/" + next(iter(sorted(p.stem for p in (site / "begreb").iterdir()))) + ".html"].texts
    ) or any("make DOCUMENTS=" in text for page in pages.values() for text in page.texts)


def test_wording_is_shown_and_linked_where_the_text_is_on_hand(model) -> None:
    document = next(iter(model.documents.values()))
    statement = document.statements[0]
    body = "Ord " * (document.length // 4)
    spans = {s.id: tuple(Span(p.start, p.end) for p in s.passages) for s in document.statements}
    texts = Texts({statement.key: ["Ordlyden <her>."]}, {document.id: (body, spans)})
    found = {
        name: content
        for name, content in render(model, texts, ("document", "concept"))
        if name in (f"dokument/{document.id}.html", f"begreb/{statement.concepts[0]}.html")
    }
    reader = Page(found[f"dokument/{document.id}.html"])
    assert {statement.id, f"t-{statement.id}"} <= reader.ids
    assert f"#{statement.id}" in {a.get("href") for t, a in reader.elements if t == "a"}
    assert f"#t-{statement.id}" in {a.get("href") for t, a in reader.elements if t == "a"}
    assert "Ordlyden <her>." in Page(found[f"begreb/{statement.concepts[0]}.html"]).texts


def test_the_reader_loses_no_word() -> None:
    body = "Forord\nEt. To. Tre. Fire.\nSlut"
    statements = [
        Statement("i/a", "a", {"da": "a"}, kind="goal", order=1),
        Statement("i/b", "b", {"da": "b"}, kind="measure", order=2),
    ]
    sections = [Section("i/x", "x", {"da": "x"}, extent=[(0, 19)]), Section("i/y", "y", {"da": "y"}, extent=[(7, 14)])]
    document = Document("i", "d", {"da": "d"}, statements=statements, sections=sections)
    made = chunks(document, body, {"a": (Span(7, 14),), "b": (Span(11, 18), Span(19, 24))})
    assert "".join(p.text for c in made for p in c.pieces).split() == body.split()
    assert [c.section.id if c.section else None for c in made] == ["x", "y", "x", None]
    assert {i for c in made for p in c.pieces for i in p.statements} == {"a", "b"}
    assert any(p.statements == ["a", "b"] for c in made for p in c.pieces)


def test_positions_mean_something(model) -> None:
    ctx = Context(model, "da", "netvaerk.html", "", Texts())
    nodes, places = positions(ctx)
    assert (nodes, places) == positions(ctx)
    owner = {c.id: c.shared_by[0] for c in model.concepts.values() if c.kind == "one"}
    home = {m: places[f"m:{m}"] for m in model.municipalities}
    far = {
        c: {m: (places[f"c:{c}"][0] - x) ** 2 + (places[f"c:{c}"][1] - y) ** 2 for m, (x, y) in home.items()}
        for c in owner
    }
    assert all(min(far[c], key=far[c].__getitem__) == m for c, m in owner.items())
    first = [n for n in nodes if n.id.startswith("c:")][:44]
    middle = {
        k: [(places[n.id][0] / 640) ** 2 + (places[n.id][1] / 400) ** 2 for n in first if n.kind == k]
        for k in ("all", "one")
    }
    assert max(middle["all"]) < min(middle["one"])
    fixed = [n for n in nodes if n.kind not in ("actor", "age")]
    rectangles = [(places[n.id][0], places[n.id][1] + box(n)[2], *box(n)[:2]) for n in fixed]
    for (x, y, w, h), (a, b, c, d) in combinations(rectangles, 2):
        assert abs(x - a) >= w + c - 0.2 or abs(y - b) >= h + d - 0.2


def test_names_are_never_placed_over_each_other() -> None:
    nodes = [Node(f"c:{i}", wrap("et langt begreb med navn"), 10, {"m:a": 0.1}, "one") for i in range(60)]
    assert len(set(place(nodes, {"m:a": (0.0, 0.0), "m:b": (600.0, 0.0)}, 2).values())) == 60


def test_the_matrix_says_what_the_graph_says(pages: dict[str, Page], model) -> None:
    shown = Counter()
    rows = [a for t, a in pages["index.html"].elements if t == "tr" and "data-c" in a]
    cells = [a for t, a in pages["index.html"].elements if t == "td" and a.get("data-n")]
    assert {r["data-c"] for r in rows} == set(model.concepts)
    assert sum(int(c["data-n"]) for c in cells) == sum(
        c.count(m) for c in model.concepts.values() for m in model.municipalities
    )
    shown.update(r["data-kind"] for r in rows)
    assert shown == Counter(c.kind for c in model.concepts.values())


def test_numbers_are_written_as_each_language_writes_them() -> None:
    da, en = Words("da"), Words("en")
    assert (da.percent(0.0412), en.percent(0.0412)) == ("4,1\u00a0%", "4.1%")
    assert (da.digits(12345), en.digits(12345)) == ("12.345", "12,345")
    assert (da.count(1, "kommune", "kommuner"), en.count(4, "municipality", "municipalities")) == (
        "én kommune",
        "four municipalities",
    )
    assert da.listing(["a", "b", "c"]) == "a, b og c"


def test_many_municipalities_are_shown(tmp_path: Path) -> None:
    files = {f.name: f for f in write_site(project_of(corpus(98), tmp_path / "p"), only=("overview", "municipality"))}
    page = Page((tmp_path / "p/out/site/index.html").read_text(encoding="utf-8"))
    assert sum(1 for t, a in page.elements if t == "th" and a.get("class") == "m") == 98
    assert "kommune-97.html" in files


@pytest.mark.parametrize(
    ("count", "danish", "english"),
    [
        (
            1,
            ("findes hos kommunen.", "selv om dokumentet er læst helt"),
            ("found in the municipality.", "though the document was read in full"),
        ),
        (
            2,
            ("hos begge kommuner, og", "selv om begge dokumenter er læst helt"),
            ("in both municipalities, and", "though both documents were read"),
        ),
        (
            3,
            ("hos alle tre kommuner,", "selv om alle dokumenter er læst helt"),
            ("in all three municipalities,", "though every document was read"),
        ),
    ],
)
def test_one_two_and_many_are_said_right(count: int, danish: tuple[str, ...], english: tuple[str, ...]) -> None:
    pages = render(read_model(corpus(count).encode("utf-8")), Texts(), ("overview",))
    for (_, content), said in zip(pages, (danish, english), strict=True):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", content))
        assert all(words in text for words in said), text[:900]


def test_what_is_fragile_among_some_adds_up_to_what_is_fragile_among_all(model) -> None:
    for concept in model.concepts.values():
        doubts = {reason for m in model.municipalities for reason in concept.doubts(m)}
        assert doubts | ({"belowAgreementBar"} & set(concept.fragile)) == set(concept.fragile), concept.id


def test_the_headline_and_the_lists_say_what_is_fragile(pages: dict[str, Page], model) -> None:
    weak = {c.id for c in model.concepts.values() if c.kind == "one" and not c.firm}
    assert any(f"heraf {len(weak)} skrøbelig" in text for text in pages["index.html"].texts)
    marks = [a["href"] for t, a in pages["index.html"].elements if t == "a" and a.get("class") == "mark-fragile"]
    assert {f"begreb/{c.id}.html#trust" for c in model.concepts.values() if not c.firm} == set(marks)
    assert all(marks.count(f"begreb/{c}.html#trust") >= 2 for c in weak)
