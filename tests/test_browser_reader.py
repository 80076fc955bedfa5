"""The document reader in Chromium, with a text made up for the purpose: legible and reachable at every width."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from politikgraf.site import write_site
from politikgraf.text import Span
from selenium.webdriver.common.by import By
from test_browser import Planner, axe, built, chromium, model, planner, pytestmark, size  # noqa: F401
from test_site import HERE

DOCUMENT = "dokument/lyngby-taarbaek-2013.html"


def invented(model) -> list[SimpleNamespace]:  # noqa: F811
    """Texts as long as the real ones, of made-up words, with every passage where it stands."""
    found = []
    for document in model.documents.values():
        content = ("Sætning af opdigtede ord om vores bys børn.\n" * (document.length // 40 + 1))[: document.length]
        first = document.statements[4].passages[0]
        content = (
            content[: first.start] + "Hjertevarme" + content[first.start + 11 :]
            if first.end - first.start > 11
            else content
        )
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
        assert width < 1000 or reader.js(
            "const r = document.getElementById(arguments[0]).getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight",
            statement.id,
        )


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
    measure = next(
        s
        for s in document.statements
        if s.kind == "measure" and len(s.serves) == 1 and known[s.serves[0]].kind == "goal"
    )
    goal = known[measure.serves[0]]
    for page, there, back in (
        (DOCUMENT, "Tjener målet: ", "Tiltag, der tjener målet: "),
        ("en/document/lyngby-taarbaek-2013.html", "Serves the goal: ", "that serve the goal: "),
    ):
        reader.open(f"{page}#{measure.id}")
        lines = [e.text for e in reader.driver.find_elements(By.CSS_SELECTOR, f"#{measure.id} .ties")]
        assert any(line.startswith(there) for line in lines), lines
        assert any(back in e.text for e in reader.driver.find_elements(By.CSS_SELECTOR, f"#{goal.id} .ties"))
        assert reader.find(f"#{measure.id} .ties a[href='#{goal.id}']") and reader.find(
            f"#{goal.id} .ties a[href='#{measure.id}']"
        )


# The search, beyond names


def typed(reader: Planner, query: str) -> list[str]:
    """Every line that a query brings up."""
    reader.js(
        "const b = document.getElementById('find-box'); b.focus(); b.value = arguments[0]; b.dispatchEvent(new Event('input'))",
        query,
    )
    reader.until(lambda: reader.js("return politikgraf.findStatements('politik').length"))
    reader.js("document.getElementById('find-box').dispatchEvent(new Event('input'))")
    return [e.text.replace("\n", " ") for e in reader.driver.find_elements(By.CSS_SELECTOR, "#find-results > *")]


def test_words_of_statements_and_of_passages_are_found(reader: Planner, model) -> None:  # noqa: F811
    reader.open()
    said = typed(reader, "beredskab")
    assert any("fælles beredskab" in line for line in said), said
    reader.click("#find-results a[href*='dokument']")
    reader.until(lambda: "/dokument/" in reader.driver.current_url and "#s" in reader.driver.current_url)
    reader.open()
    assert any("Vision 2029" in line for line in typed(reader, "2029"))
    assert any("i ordlyden" in line for line in typed(reader, "hjertevarme"))
    assert "ordlyden af dem" in typed(reader, "xyzzy")[0]


def test_misspellings_find_what_was_meant(reader: Planner) -> None:
    reader.open()
    meant = {
        "medinflydelse": "medindflydelse og rettigheder",
        "anerkendlse": "anerkendelse",
        "tvæfagligt": "tværfagligt samarbejde",
        "forbyggelse": "forebyggelse",
        "sporg": "sprog og læsning",
    }
    for query, label in meant.items():
        assert any(line.lower().startswith(label) for line in typed(reader, query)), query
    assert typed(reader, "mistrivsel")[0].startswith("mistrivsel") and "ligner" not in typed(reader, "mistrivsel")[0]
    assert any("fundet på »åben skole«" in line for line in typed(reader, "åben skole"))
    assert "Ét bogstav er for lidt" in typed(reader, "a")[0]
    assert not any("tro på egne evner" in line for line in typed(reader, "tr"))
    slow = reader.js(
        "const t = performance.now(); for (const q of ['medinflydelse', 'skole', 'sporg', 'hemmelighed']) { politikgraf.find(q); politikgraf.findStatements(q); } return (performance.now() - t) / 4"
    )
    print(f"{slow:.0f} ms a search")
    assert slow < 150


def test_without_texts_the_search_says_what_it_did_not_search(planner: Planner) -> None:  # noqa: F811
    planner.open()
    assert "Ordlyden er ikke med" in typed(planner, "xyzzy")[0]


# Figures and deadlines


def test_goals_with_figures_or_deadlines_are_two_clicks_away(reader: Planner, model) -> None:  # noqa: F811
    reader.open()
    reader.click("header nav a[href='tal.html']")
    reader.until(lambda: reader.driver.find_elements(By.CSS_SELECTOR, "table.figures"))
    for kind in ("goal", "measure", "follow_up"):
        wanted = {
            s.label["da"]
            for s in model.statements()
            if s.kind == kind and (s.quantity or s.deadline or s.due_after or s.recurrence)
        }
        assert {e.text for e in reader.driver.find_elements(By.CSS_SELECTOR, f"#{kind} th[scope=row]")} == wanted
    for query in ("frist", "tal", "2029"):
        assert typed(reader, query)[0].startswith("Tal og frister")
    reader.click("#goal th a")
    reader.until(lambda: "/dokument/" in reader.driver.current_url)


# Reference, paper, and everybody


def test_a_reference_names_document_statement_and_address_and_moves_nothing(reader: Planner, model) -> None:  # noqa: F811
    statement = model.documents["hoeje-taastrup"].statements[20]
    reader.open(f"dokument/hoeje-taastrup.html#{statement.id}")
    reader.js("scrollTo(0, 0)")
    place = "const r = document.querySelector('.take summary').getBoundingClientRect(); return [r.left, r.top]"
    before = reader.js(place)
    reader.click(".take summary")
    reader.click("[data-take=cite]")
    said = reader.text(".take-status")
    title, name = model.documents["hoeje-taastrup"].label["da"], model.municipalities["hoeje-taastrup"].label["da"]
    assert title in said and name in said and statement.label["da"] in said and statement.iri in said, said
    assert reader.js(place) == before
    reader.js("document.querySelector('h1').click()")
    assert not reader.js("return document.querySelector('.take-status').textContent")
    reader.open("begreb/language.html")
    reader.click(".take summary")
    reader.click("[data-take=cite]")
    assert model.concepts["language"].iri in reader.text(".take-status")


def test_paper_says_where_it_is_from_and_shows_what_is_folded(reader: Planner, model) -> None:  # noqa: F811
    reader.open("dokument/glostrup-2025.html")
    foot = reader.js("return document.documentElement.style.getPropertyValue('--printed')")
    document = model.documents["glostrup-2025"]
    assert all(
        part in foot
        for part in (document.label["da"], model.municipalities["glostrup"].label["da"], document.iri, model.made)
    ), foot
    closed = "return document.querySelectorAll('main details.fold:not([open])').length"
    assert reader.js(closed)
    reader.js("dispatchEvent(new Event('beforeprint'))")
    assert not reader.js(closed)
    reader.js("dispatchEvent(new Event('afterprint'))")
    assert reader.js(closed)


@pytest.mark.parametrize(("width", "dark"), [(1366, False), (390, True)])
def test_axe_finds_nothing_in_the_reader(reader: Planner, axe: str, width: int, dark: bool) -> None:  # noqa: F811
    size(reader.driver, width, 900, dark)
    found = []
    for page in (f"{DOCUMENT}#s200", "tal.html", "om.html", "en/figures.html", "index.html"):
        reader.open(page)
        if page == "index.html":
            typed(reader, "skole")
        reader.js("return new Promise(done => setTimeout(done, 300))")
        reader.js(axe)
        run = """const done = arguments[0]; axe.run(document, {preload: false, resultTypes: ['violations']})
            .then(r => done(r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 120)])))"""
        found += [(page, *v) for v in reader.driver.execute_async_script(run)]
        assert reader.js("return document.documentElement.scrollWidth") <= width, page
    assert not found, found
