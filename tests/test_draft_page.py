"""The page of a draft: over the text, escaped, usable by keyboard, and no change to the rest of the site."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import time
from pathlib import Path

import pytest
from politikgraf.cli import main
from politikgraf.codebook import version
from politikgraf.draft.drafting import Drafted, Guess, Suggestion
from politikgraf.draft.folder import Order, write_draft
from politikgraf.draft.mark import LABEL_DA, MARK, POINTS
from politikgraf.draft.places import Municipality
from politikgraf.draft.review import remaining
from politikgraf.draft.structure import read_structure
from politikgraf.draft.tabling import tabulate
from politikgraf.project import Project
from politikgraf.site import write_site
from politikgraf.site.drafts import remove_drafts, update_drafts
from politikgraf.site.words_draft import DRAFT_TEXT
from politikgraf.text import Text
from politikgraf.validate import Validator
from politikgraf.vocabulary import Vocabulary
from test_browser import Planner, axe, chromium, size  # noqa: F401
from test_site import ATTACK, HERE, Page

MATERIAL = Path(__file__).parent / "material"
NAME = "proeveby"
TOWN = Municipality(NAME, "0998", "Prøveby Kommune", "Prøveby Municipality")
DA, EN = f"udkast/{NAME}.html", f"en/draft/{NAME}.html"

pytestmark = pytest.mark.skipif(not HERE.whole.is_file(), reason="the graph is not built: run politikgraf build")


def suggested(text: Text) -> list[Suggestion]:
    """Suggestions for every segment of a text, without a model: some sure, some not."""
    found = []
    for number, segment in enumerate(read_structure(text, None)):
        if segment.role in ("heading", "lead-in"):
            found.append(
                Suggestion(segment, segment.span, reason="heading" if segment.role == "heading" else "lead-in")
            )
            continue
        sure = 0.9 if number % 3 else 0.3
        found.append(
            Suggestion(
                segment, segment.span, Guess(("goal", "measure", "principle")[number % 3], sure, ("vision", "value")),
                [Guess("community", sure, ("wellbeing",))], [Guess("responsible:parents", sure, ("target:parents",))], [Guess("3-5", 0.97)],
            )
        )  # fmt: skip
    return found


def make_draft(place: Path, content: str, vocabulary: Vocabulary, source: str = "prøve.pdf") -> Path:
    """A draft below `place`, its text in `texts`."""
    text = Text(content)
    drafted = Drafted(text, "Plads til alle", read_structure(text, None), suggested(text), [("krabbe", 3)])
    order = Order(NAME, TOWN, False, source, {}, "2026-01-01T00:00:00Z", version(HERE.ontology))
    validator = Validator(HERE.ontology, vocabulary)
    return write_draft(
        place / "graph", place / "texts", drafted, tabulate(drafted, vocabulary), order, vocabulary, validator
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole site without a draft."""
    target = tmp_path_factory.mktemp("whole") / "site"
    write_site(HERE, target=target)
    return target


@pytest.fixture(scope="module")
def shown(before: Path, tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> tuple[Project, Path]:
    """A project with one draft and a site with its pages."""
    place = tmp_path_factory.mktemp("shown")
    shutil.copytree(before, place / "site")
    (place / "graph").mkdir()
    shutil.copy(HERE.whole, place / "graph" / "politikgraf.ttl")
    make_draft(place, (MATERIAL / "sejlby.txt").read_text(encoding="utf-8"), vocabulary)
    project = Project(HERE.ontology, place / "graph", place / "graph", place)
    update_drafts(project, place / "site", [place / "texts"])
    return project, place


def files(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)


def test_the_rest_of_the_site_is_the_same_to_the_byte(
    before: Path, shown: tuple[Project, Path], tmp_path: Path
) -> None:
    plain, with_draft = files(before), files(shown[1] / "site")
    assert {n: with_draft.get(n) for n in plain} == plain
    assert set(with_draft) - set(plain) == {DA, EN, "udkast.html", "en/drafts.html", ".drafts"}
    shutil.copytree(shown[1] / "site", tmp_path / "site")
    remove_drafts(tmp_path / "site")
    assert files(tmp_path / "site") == plain


def test_the_page_shows_every_suggestion_over_the_text(shown: tuple[Project, Path], vocabulary: Vocabulary) -> None:
    project, place = shown
    folder = project.graph / NAME
    rest = remaining(folder, vocabulary, place / "texts", Validator(project.ontology, vocabulary))
    for page, language in ((DA, 0), (EN, 1)):
        content = (place / "site" / page).read_text(encoding="utf-8")
        one = Page(content)
        words = " ".join(one.texts)
        assert DRAFT_TEXT["draft_banner"][language] in words
        assert (
            DRAFT_TEXT["draft_count"][language].format(
                open=len(rest.rows_open), rows=rest.rows, done=rest.rows - len(rest.rows_open)
            )
            in words
        )
        marked = " ".join(a["data-s"] for t, a in one.elements if t == "mark" and "data-s" in a).split()
        assert set(marked) == {r["id"] for r in rows(folder / "coding.csv")} <= one.ids
        assert words.count(DRAFT_TEXT["draft_heading"][language]) >= 5 and f"sheet {NAME}" in re.sub(r"\s+", " ", words)
        assert ("ansvarlig: forældre", "responsible: parents")[language] in words
        body = "".join(re.findall(r'<div class="body".*?</div>', content, re.DOTALL))
        body = re.sub(r'<small class="why".*?</small>|<a class="ref".*?</a>', "", body)
        told = "".join(Page(f"<p>{body}</p>").texts)
        assert re.sub(r"\W", "", told) == re.sub(
            r"\W", "", (place / "texts" / "drafts" / f"{NAME}.txt").read_text(encoding="utf-8")
        )


def test_every_link_of_a_draft_leads_somewhere_and_nothing_runs_inline(shown: tuple[Project, Path]) -> None:
    site = shown[1] / "site"
    for name in (DA, EN, "udkast.html", "en/drafts.html"):
        page = Page((site / name).read_text(encoding="utf-8"))
        policy = [
            a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]
        assert "default-src 'none'" in policy[0] and "unsafe" not in policy[0]
        for tag, attributes in page.elements:
            assert "style" not in attributes and tag != "style" and not any(k.startswith("on") for k in attributes)
            address = attributes.get("href") or attributes.get("src") or ""
            path, _, anchor = address.partition("#")
            assert not path.startswith(("http:", "https:", "//", "javascript:"))
            target = Path(os.path.normpath(site / Path(name).parent / path)) if path else site / name
            assert target.is_file(), (name, address)
            if anchor and not path:
                assert anchor in page.ids, (name, address)


def test_decided_and_changed_rows_are_shown_so(shown: tuple[Project, Path], tmp_path: Path) -> None:
    project, place = shown
    shutil.copytree(place / "site", tmp_path / "site")
    shutil.copytree(project.graph, tmp_path / "graph")
    folder = tmp_path / "graph" / NAME
    table = rows(folder / "coding.csv")
    table[0]["label_da"], table[0]["label_en"] = "Alle har en plads", "Everybody has a place"
    table[0]["kind"] = "vision"
    rewrite(folder / "coding.csv", table)
    points = rows(folder / POINTS)
    for point in points:
        point["state"] = "decided" if point["id"] == table[0]["id"] else point["state"]
    rewrite(folder / POINTS, points)
    mine = Project(project.ontology, tmp_path / "graph", tmp_path / "graph", tmp_path)
    update_drafts(mine, tmp_path / "site", [place / "texts"])
    page = Page((tmp_path / "site" / EN).read_text(encoding="utf-8"))
    assert next(a["class"] for t, a in page.elements if a.get("id") == table[0]["id"]) == "decided"
    assert "Everybody has a place" in page.texts and LABEL_DA not in " ".join(page.texts)
    before = (tmp_path / "site" / DA).stat().st_mtime_ns
    update_drafts(mine, tmp_path / "site", [place / "texts"])
    assert (tmp_path / "site" / DA).stat().st_mtime_ns == before
    (folder / MARK).unlink()
    assert (
        update_drafts(mine, tmp_path / "site", [place / "texts"]) == {} and not (tmp_path / "site" / "udkast").exists()
    )


def test_without_the_text_no_word_of_it_is_shown(shown: tuple[Project, Path], tmp_path: Path) -> None:
    project, place = shown
    shutil.copytree(place / "site", tmp_path / "site")
    update_drafts(project, tmp_path / "site", [tmp_path])
    content = (tmp_path / "site" / DA).read_text(encoding="utf-8")
    assert f"documents/drafts/{NAME}.txt" in content and "<blockquote" not in content and 'class="body"' not in content
    assert (
        "En krabbe i en spand" in (place / "site" / DA).read_text(encoding="utf-8")
        and "En krabbe i en spand" not in content
    )


def test_a_damaged_draft_is_listed_and_stops_no_other(shown: tuple[Project, Path], tmp_path: Path) -> None:
    project, place = shown
    shutil.copytree(place / "site", tmp_path / "site")
    shutil.copytree(project.graph, tmp_path / "graph")
    shutil.copytree(tmp_path / "graph" / NAME, tmp_path / "graph" / "halv")
    (tmp_path / "graph" / "halv" / "ledger.csv").unlink()
    mine = Project(project.ontology, tmp_path / "graph", tmp_path / "graph", tmp_path)
    assert set(update_drafts(mine, tmp_path / "site", [place / "texts"])) == {NAME}
    words = " ".join(Page((tmp_path / "site" / "udkast.html").read_text(encoding="utf-8")).texts)
    assert "ledger.csv: cannot be read" in words and "check halv" in words


def attacked(place: Path, vocabulary: Vocabulary) -> Path:
    """A site with a draft that attacks from every cell, its text, its title and its file's name."""
    content = (MATERIAL / "sejlby.txt").read_text(encoding="utf-8").replace("børn", f"børn {ATTACK}")
    folder = make_draft(place, content, vocabulary, f"{ATTACK}.pdf")
    table = rows(folder / "coding.csv")
    for row in table:
        for column in ("kind", "label_da", "label_en", "concepts", "ages", "references", "belongs_to", "serves"):
            row[column] = ATTACK.replace("|", "")
        row["actors"] = f"responsible:{ATTACK}"
    table[3]["id"] = '"><script>alert(4)</script>'
    rewrite(folder / "coding.csv", table)
    for name, columns in (
        ("sections.csv", ("title_da", "title_en")),
        ("ledger.csv", ("reason",)),
        ("candidates.csv", ("word",)),
        (POINTS, ("alternatives",)),
    ):
        told = rows(folder / name)
        for row in told:
            row.update(dict.fromkeys(columns, ATTACK))
        rewrite(folder / name, told)
    shutil.copy(HERE.whole, place / "graph" / "politikgraf.ttl")
    update_drafts(Project(HERE.ontology, place / "graph", place / "graph", place), place / "site", [place / "texts"])
    return place / "site"


def test_a_hostile_draft_stays_text(before: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    shutil.copytree(before, tmp_path / "site")
    site = attacked(tmp_path, vocabulary)
    for name in (DA, EN, "udkast.html"):
        page = Page((site / name).read_text(encoding="utf-8"))
        assert any("onerror" in text for text in page.texts)
        assert not [t for t, _ in page.elements if t in ("img", "iframe", "object", "embed")]
        for tag, attributes in page.elements:
            assert not any(key.startswith("on") for key in attributes) and (tag != "script" or attributes.get("src"))
            assert not (attributes.get("href") or "").lower().startswith("javascript:")
        assert not any("88839" in text for text in page.texts)


def test_the_commands_write_and_name_the_page(
    shown: tuple[Project, Path], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    project, place = shown
    shutil.copytree(project.graph, tmp_path / "graph")
    shutil.copytree(place / "texts", tmp_path / "texts")
    where = ("--graph", str(tmp_path / "graph"), "--documents", str(tmp_path / "texts"))
    assert main(["check", NAME, *where]) == 1
    page = tmp_path / "site" / DA
    assert page.is_file() and f"{NAME}: open {page} in a browser" in capsys.readouterr().out
    assert (tmp_path / "site" / "index.html").is_file(), "the site that the page links to is there, too"


# In a browser


@pytest.fixture(scope="module")
def planner(chromium, shown: tuple[Project, Path]) -> Planner:  # noqa: F811
    driver, downloads = chromium
    size(driver, 1300, 900)
    return Planner(driver, shown[1] / "site", downloads)


def focused(planner: Planner) -> str:
    return planner.js(
        "const e = document.activeElement; return (e.closest('.notes > li') || e).id || e.textContent.trim()"
    )


@pytest.mark.browser
def test_from_one_undecided_to_the_next_by_mouse_and_by_keyboard(planner: Planner) -> None:
    planner.open(DA)
    open_ = planner.js(
        "return [...document.querySelectorAll('.chunk > h2.open, .notes > li.open')].map(e => e.id || e.textContent.trim())"
    )
    planner.click("[data-jump='1']")
    first = focused(planner)
    planner.click("[data-jump='1']")
    assert [first, focused(planner)] == open_[:2] or open_.index(focused(planner)) == open_.index(first) + 1
    at = open_.index(focused(planner))
    planner.js("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyN', altKey: true, bubbles: true}))")
    assert open_.index(focused(planner)) == at + 1
    planner.js("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyP', altKey: true, bubbles: true}))")
    assert open_.index(focused(planner)) == at
    assert f"{at + 1} af {len(open_)}" in planner.text("#jump-status")
    planner.open(DA)
    planner.tab_to("[data-jump='1']", 200)
    planner.keys("\n")
    assert focused(planner) in open_
    assert not planner.complaints()


@pytest.mark.browser
def test_only_the_undecided_or_the_doubtful_are_shown(planner: Planner) -> None:
    planner.open(EN)
    of = {
        m: planner.js("return document.querySelectorAll('.notes > li' + arguments[0]).length", c)
        for m, c in (("all", ""), ("doubtful", ".doubtful"))
    }
    assert 0 < of["doubtful"] < of["all"]
    planner.js("document.querySelector('input[value=doubtful]').click()")
    seen = "return [...document.querySelectorAll('.notes > li')].filter(e => e.offsetParent).length"
    assert planner.js(seen) == of["doubtful"]
    planner.js("document.querySelector('input[value=all]').click()")
    assert planner.js(seen) == of["all"]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1300, False), (390, True)])
def test_axe_finds_nothing_on_a_draft(planner: Planner, axe: str, width: int, dark: bool) -> None:  # noqa: F811
    size(planner.driver, width, 900, dark)
    found = []
    for page in (DA, EN, "udkast.html"):
        planner.open(page)
        time.sleep(0.25)
        planner.js(axe)
        run = """const done = arguments[0]; axe.run(document, {preload: false, resultTypes: ['violations']})
            .then(r => done(r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 120)])))"""
        found += [(page, *v) for v in planner.driver.execute_async_script(run)]
    size(planner.driver, 1300, 900)
    assert not found, found


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 650, 1300])
def test_nothing_of_a_draft_is_cut_off(planner: Planner, width: int) -> None:
    size(planner.driver, width, 800)
    for page in (DA, EN, "udkast.html", "en/drafts.html"):
        planner.open(page)
        assert planner.js("return document.documentElement.scrollWidth") <= width, page
    size(planner.driver, 1300, 900)


@pytest.mark.browser
def test_a_draft_prints_without_its_tools_and_asks_no_network(planner: Planner) -> None:
    planner.driver.get_log("performance")
    planner.open(DA)
    sent = [json.loads(e["message"])["message"] for e in planner.driver.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"]
    assert asked and all(a.startswith(("file:", "data:", "about:", "chrome:")) for a in asked)
    planner.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not planner.driver.find_element("id", "jumpbar").is_displayed()
    assert planner.find(".draft-banner") and planner.find(".notes > li")
    planner.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.browser
def test_a_hostile_draft_runs_nothing(planner: Planner, before: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    shutil.copytree(before, tmp_path / "site")
    someone = Planner(planner.driver, attacked(tmp_path, vocabulary), planner.downloads)
    someone.open(EN)
    someone.click("[data-jump='1']")
    assert not someone.driver.find_elements("css selector", "img, iframe, [onerror], [onmouseover]")
    assert not someone.complaints()
