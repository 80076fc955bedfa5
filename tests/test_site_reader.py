"""The reader's pages without a browser: what about, figures and statements say, in both languages and both builds."""

from __future__ import annotations

import json

import pytest
from politikgraf.site.context import Context, Texts
from politikgraf.site.figures import groups, has
from politikgraf.site.finding import index
from politikgraf.site.model import Document, Section
from politikgraf.site.pages import render
from politikgraf.site.reader import torn
from politikgraf.site.reading import read_model
from politikgraf.site.ties import ties
from politikgraf.site.words_reader import FIND_TEXT, READER_TEXT
from test_site import HERE, Page

pytestmark = pytest.mark.skipif(not HERE.whole.is_file(), reason="the graph is not built: run politikgraf build")


@pytest.fixture(scope="module")
def model():
    return read_model(HERE.whole.read_bytes())


def said(model, texts: Texts, page: str) -> dict[str, str]:
    """All that a page says, by its path."""
    return {name: " ".join(Page(content).texts) for name, content in render(model, texts, (page,))}


def test_about_tells_whether_the_wording_is_there(model) -> None:
    without, with_ = said(model, Texts(), "about"), said(model, Texts({}, {"x": ("Ord", {})}), "about")
    for at, name in enumerate(("om.html", "en/about.html")):
        not_here, theirs = READER_TEXT["text_not_here"][at], READER_TEXT["text_theirs"][at]
        assert not_here in without[name] and theirs not in without[name]
        assert theirs in with_[name] and not_here not in with_[name]


def test_about_lists_readers_and_codebooks_in_their_order(model) -> None:
    text = said(model, Texts(), "about")["om.html"]
    readers = {r.id: r.label["da"] for r in model.readers}
    assert text.index(readers["first"] + ":") < text.index(readers["second"] + ":") < text.index(readers["fresh"] + ":")
    newest = max(model.codebooks, key=lambda c: c.id)
    assert newest.notes["changeNote"]["da"] in text
    assert all(text.index(newest.label["da"]) < text.index(c.label["da"]) for c in model.codebooks if c is not newest)


def test_each_statement_with_a_figure_or_a_deadline_is_listed_once(model) -> None:
    ctx = Context(model, "da", "tal.html", "en/figures.html", Texts())
    listed = [r.statement.key for g in groups(ctx) for r in g.rows]
    assert sorted(listed) == sorted(s.key for s in model.statements() if has(s)) and listed
    assert all(r.figure or r.deadline for g in groups(ctx) for r in g.rows)
    assert [g.kind for g in groups(ctx)] == ["goal", "measure", "follow_up", ""]


def test_recurrence_is_said_as_people_say_it(model) -> None:
    da, en = (Context(model, language, "", "", Texts()) for language in ("da", "en"))
    assert [da.recurring(x) for x in ("P1Y", "P2Y", "P6M")] == ["hvert år", "hvert 2. år", "hver 6. måned"]
    assert [en.recurring(x) for x in ("P1Y", "P2Y", "P6M")] == ["every year", "every 2 years", "every 6 months"]


def test_ties_run_both_ways(model) -> None:
    ctx = Context(model, "da", "dokument/x.html", "", Texts())
    for document in model.documents.values():
        known = {s.id: s for s in document.statements}
        for statement in document.statements:
            for goal in statement.serves:
                assert any(statement in t.statements or t.more for t in ties(ctx, known[goal]))
                assert any(known[goal] in t.statements for t in ties(ctx, statement))


def test_a_text_out_of_order_is_seen() -> None:
    def document(*extents: list[tuple[int, int]]) -> Document:
        return Document(
            "i",
            "d",
            {"da": "d"},
            sections=[Section(f"i/{n}", str(n), {"da": "x"}, extent=e) for n, e in enumerate(extents)],
        )

    assert torn(document([(0, 50)], [(5, 20)], [(60, 90)])) == 0
    assert torn(document([(0, 10), (20, 30)], [(10, 20)])) == 1
    assert torn(document([(50, 90)], [(0, 40)])) == 1


def test_the_index_holds_every_statement_and_no_wording_without_texts(model) -> None:
    total = sum(1 for _ in model.statements())
    for texts in (Texts(), Texts({s.key: ["Hjertevarme og sang"] for s in list(model.statements())[:3]}, {})):
        content = index(Context(model, "da", "", "", texts))
        value = json.loads(content[content.index("(") + 1 : content.rindex(")")])
        assert len(value["statements"]) == total and set(value["text"]) == set(FIND_TEXT)
        assert value.get("words", {}) == ({"hjertevarme": [0, 1, 2], "sang": [0, 1, 2]} if texts.quotes else {})
        assert len(content) < 200 * total
