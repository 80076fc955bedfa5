"""How good suggested links are: `python tests/bench/bench_links.py`, with POLITIKGRAF_DOCUMENTS naming the texts.

Links between statements as they were coded, and links of drafts whose municipality was held out. A link of a
draft is right when both of its ends overlap the ends of a coded link by half of the shorter passage.
"""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

from politikgraf import paths
from politikgraf.draft.drafting import Drafted, Drafter, Guess, Suggestion
from politikgraf.draft.examples import SHARE, Coded, overlap
from politikgraf.draft.learning import learn
from politikgraf.draft.links import REPEATS, SERVES, find_links
from politikgraf.draft.source import Source
from politikgraf.draft.structure import read_structure
from politikgraf.draft.training import coded, material
from politikgraf.project import Project
from politikgraf.text import Span
from politikgraf.vocabulary import Vocabulary


def as_coded(document: Coded) -> tuple[Drafted, list[str]]:
    """A coding in the form of a draft, and the ids of its statements."""
    segments = read_structure(document.text, None)
    found = []
    for statement in document.coding.statements:
        spans = document.spans.get(statement.id)
        host = next((s for s in segments if spans and s.span.start <= spans[0].start < s.span.end), None)
        if host is not None:
            found.append((spans[0].start, statement, Suggestion(host, max(spans, key=len), Guess(statement.kind, 1.0))))
    found.sort(key=lambda f: f[0])
    return Drafted(document.text, "", segments, [f[2] for f in found], []), [f[1].id for f in found]


def near(span: Span, spans: tuple[Span, ...]) -> bool:
    shared = overlap([span], spans)
    return bool(shared) and shared >= SHARE * min(len(span), max(map(len, spans)))


def main() -> None:
    """Print right, suggested and coded links of both sorts, by document and in all."""
    project = Project.here()
    vocabulary = Vocabulary.load(project.ontology)
    documents = coded(project, vocabulary, paths.documents_folder())
    total: dict[tuple[str, str], Counter] = {
        (how, what): Counter() for how in ("coded", "drafted") for what in (SERVES, REPEATS)
    }
    for town in sorted({d.municipality for d in documents}):
        own = [d for d in documents if d.municipality == town and d.text]
        model = learn(*material([d for d in documents if d.municipality != town]), vocabulary, town, material(own)[0])
        for document in own:
            plain, ids = as_coded(document)
            drafted = Drafter(model, vocabulary).draft(Source("txt", document.text.content), town)
            for what in (SERVES, REPEATS):
                gold = {(s.id, t) for s in document.coding.statements for t in getattr(s, what)}
                got = {(ids[x.source], ids[x.target]) for x in find_links(plain) if x.what == what}
                total["coded", what].update(
                    right=len(got & gold), said=len(got), wanted=len(gold), found=len(got & gold)
                )
                links = [
                    SimpleNamespace(a=drafted.suggestions[x.source].span, b=drafted.suggestions[x.target].span)
                    for x in find_links(drafted)
                    if x.what == what
                ]
                spans = [(document.spans.get(s), document.spans.get(t)) for s, t in gold]
                hit = [[bool(a and b) and near(x.a, a) and near(x.b, b) for a, b in spans] for x in links]
                total["drafted", what].update(
                    right=sum(map(any, hit)),
                    said=len(links),
                    wanted=len(gold),
                    found=sum(any(h[i] for h in hit) for i in range(len(spans))),
                )
            print(f"{document.coding.document}: done", flush=True)
    print(
        "| kinds and passages | link | right of suggested | precision | recall | coded |\n| --- | --- | --- | --- | --- | --- |"
    )
    for (how, what), n in total.items():
        print(
            f"| as {how} | {what} | {n['right']} of {n['said']} | {n['right'] / max(1, n['said']):.2f} | {n['found'] / max(1, n['wanted']):.2f} | {n['wanted']} |"
        )


if __name__ == "__main__":
    main()
