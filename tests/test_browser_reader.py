"""The document reader in Chromium, with a text made up for the purpose: legible and reachable at every width."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from politikgraf.site import write_site
from politikgraf.text import Span
from selenium.webdriver.common.by import By
from test_browser import Planner, chromium, model, pytestmark, size  # noqa: F401
from test_site import HERE

DOCUMENT = "dokument/lyngby-taarbaek-2013.html"


def invented(model) -> list[SimpleNamespace]:  # noqa: F811
    """Texts as long as the real ones, of made-up words, with every passage where it stands."""
    found = []
    for document in model.documents.values():
        content = ("Sætning af opdigtede ord om vores bys børn.\n" * (document.length // 40 + 1))[: document.length]
        spans = {s.id: tuple(Span(p.start, p.end) for p in s.passages) for s in document.statements}
        text = SimpleNamespace(content=content, quote=lambda span, content=content: content[span.start : span.end])
        found.append(SimpleNamespace(document=document.id, text=text, spans=spans))
    return found


@pytest.fixture(scope="session")
def worded(tmp_path_factory: pytest.TempPathFactory, model) -> Path:  # noqa: F811
    target = tmp_path_factory.mktemp("worded") / "site"
    write_site(HERE, invented(model), target)
    return target


@pytest.fixture
def reader(chromium, worded: Path):  # noqa: F811
    driver, downloads = chromium
    size(driver, 1366, 768)
    someone = Planner(driver, worded, downloads)
    yield someone
    assert not [m for m in someone.complaints() if "ERR_FILE_NOT_FOUND" not in m]


OVERLAPS = """
    const boxes = [...document.querySelectorAll('.body, .notes > li, .chunk > h2')].map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.height);
    const found = [];
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < Math.min(boxes.length, i + 60); j++) {
      const [a, r] = boxes[i], [b, q] = boxes[j];
      if (r.left < q.right - 1 && q.left < r.right - 1 && r.top < q.bottom - 1 && q.top < r.bottom - 1) found.push([a.className || a.id, b.className || b.id]);
    }
    return found.slice(0, 5);"""
SEEN = "const r = document.getElementById(arguments[0]).getBoundingClientRect(); return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight"


@pytest.mark.parametrize("width", [390, 768, 1366])
def test_passages_and_statements_never_cover_each_other(reader: Planner, model, width: int) -> None:  # noqa: F811
    size(reader.driver, width, 800)
    for document in model.documents:
        reader.open(f"dokument/{document}.html")
        for share in (0, 0.25, 0.5, 0.9):
            reader.js("scrollTo(0, arguments[0] * document.documentElement.scrollHeight)", share)
            assert not reader.js(OVERLAPS), (document, share)


@pytest.mark.parametrize("width", [390, 768, 1366])
def test_a_link_to_a_place_shows_the_passage(reader: Planner, model, width: int) -> None:  # noqa: F811
    size(reader.driver, width, 800)
    statements = model.documents["lyngby-taarbaek-2013"].statements
    for statement in statements[:: len(statements) // 6]:
        reader.open(f"{DOCUMENT}#{statement.id}")
        reader.until(lambda s=statement: reader.js(SEEN, f"t-{s.id}"))
        assert reader.js("return document.getElementById(arguments[0]).classList.contains('lit')", statement.id)


def test_from_the_passage_to_the_statement_and_back(reader: Planner, model) -> None:  # noqa: F811
    size(reader.driver, 390, 800)
    statement = model.documents["lyngby-taarbaek-2013"].statements[40]
    reader.open(f"{DOCUMENT}#{statement.id}")
    reader.until(lambda: reader.js(SEEN, f"t-{statement.id}"))
    reader.click(f"#t-{statement.id}")
    reader.open(f"{DOCUMENT}#t-{statement.id}")
    reader.click(f"#t-{statement.id}")
    reader.until(lambda: reader.js(SEEN, statement.id))
    reader.click(f"#{statement.id} a.ref")
    reader.until(lambda: reader.js(SEEN, f"t-{statement.id}"))


@pytest.mark.parametrize("width", [390, 1366])
def test_the_other_language_is_in_reach_and_keeps_the_place(reader: Planner, model, width: int) -> None:  # noqa: F811
    size(reader.driver, width, 800)
    statement = model.documents["lyngby-taarbaek-2013"].statements[200]
    reader.open(f"{DOCUMENT}#{statement.id}")
    reader.until(lambda: reader.js("return scrollY") > 1000)
    reader.until(lambda: reader.js(SEEN, f"t-{statement.id}"))
    reader.js("history.replaceState(null, '', location.pathname)")
    reader.find(".stay .switch").click()
    reader.until(lambda: "/en/document/" in reader.driver.current_url)
    reader.until(lambda: reader.js(SEEN, f"t-{statement.id}"))


def test_a_measure_leads_to_the_goal_it_serves_and_back(reader: Planner, model) -> None:  # noqa: F811
    document = model.documents["lyngby-taarbaek-2013"]
    known = {s.id: s for s in document.statements}
    measure = next(s for s in document.statements if s.kind == "measure" and len(s.serves) == 1 and known[s.serves[0]].kind == "goal")
    goal = known[measure.serves[0]]
    for page, there, back in ((DOCUMENT, "Tjener målet: ", "Tiltag, der tjener målet: "), ("en/document/lyngby-taarbaek-2013.html", "Serves the goal: ", "that serve the goal: ")):
        reader.open(f"{page}#{measure.id}")
        lines = [e.text for e in reader.driver.find_elements(By.CSS_SELECTOR, f"#{measure.id} .ties")]
        assert any(line.startswith(there) for line in lines), lines
        assert any(back in e.text for e in reader.driver.find_elements(By.CSS_SELECTOR, f"#{goal.id} .ties"))
        assert reader.find(f"#{measure.id} .ties a[href='#{goal.id}']") and reader.find(f"#{goal.id} .ties a[href='#{measure.id}']")
