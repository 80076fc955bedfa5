"""A draft as a folder below `graph/`: made whole beside its place, judged by the shapes, then put there."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .. import __version__
from ..coding_tables import read_coding
from ..codings import LEDGER_COLUMNS, SECTION_COLUMNS, STATEMENT_COLUMNS
from ..errors import DataError, Problem
from ..evidence import Known, examine
from ..mapping import map_document, text_iri
from ..namespaces import DATA, document_namespace
from ..tables import read_table, write_atomically, write_table
from ..text import Text
from ..validate import Validator, Violation
from ..vocabulary import Vocabulary, parse_turtle
from .copied import copied
from .drafting import Drafted
from .mark import ADDITIONS, CANDIDATE_COLUMNS, CANDIDATES, MARK, POINT_COLUMNS, POINTS, Mark, read_mark
from .places import Municipality, additions_turtle, with_additions
from .tabling import Tables

JUDGED = 400
"""A draft of more statements is judged by its tables, and by the shapes in `check`: that can take a minute."""
TEXTS = "drafts"
"""Folder of the drafts' texts inside the folder of texts, where the build does not look."""


_COLUMNS = {
    "repeats": "repeats", "serves": "serves", "belongsTo": "belongs_to", "about": "concepts", "forAge": "ages",
    "cites": "references", "deadline": "deadline", "quantity": "quantity", "unit": "unit",
}  # fmt: skip
"""Properties of the graph that messages name, and the columns that they come from."""


@dataclass(frozen=True)
class Order:
    """What is to be made of a drafted text."""

    name: str
    municipality: Municipality
    known: bool
    source: str
    learned_from: dict[str, str]
    when: str
    codebook: str


def now() -> str:
    """The time, or what SOURCE_DATE_EPOCH says it is, as xsd:dateTime."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def document_turtle(order: Order, drafted: Drafted) -> str:
    """A draft's document.ttl: the document, its text, its coding; no facts, which a person takes from the text."""
    text = drafted.text
    title = drafted.title.replace("\\", " ").replace('"', "'").replace("\n", " ")[:200]
    text_name = "text:" + str(text_iri(text.sha256)).rsplit("/", 1)[1]
    return f"""# {title}: the document and its text.
# A draft: add the facts that the document states of itself (see another document.ttl for how),
# and pol:silentOn for those it leaves out.

@prefix data: <https://w3id.org/politikgraf/data/> .
@prefix doc: <https://w3id.org/politikgraf/data/{order.name}/> .
@prefix text: <https://w3id.org/politikgraf/text/> .
@prefix pol: <https://w3id.org/politikgraf/ontology/> .
@prefix municipality: <https://w3id.org/politikgraf/municipality/> .
@prefix codebook: <https://w3id.org/politikgraf/codebook/> .
@prefix reader: <https://w3id.org/politikgraf/reader/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

data:{order.name} a pol:PolicyDocument ;
    dcterms:title "{title}"@da ;
    dcterms:publisher municipality:{order.municipality.slug} ;
    dcterms:language "da" ;
    pol:hasText {text_name} .

{text_name} a pol:Text ;
    schema:sha256 "{text.sha256}" ;
    pol:length {len(text)} ;
    pol:wordCount {len(text.words)} .

doc:coding a pol:Coding ;
    prov:used {text_name} ;
    pol:usedCodebook codebook:{order.codebook} ;
    prov:wasAssociatedWith reader:draft ;
    prov:endedAtTime "{order.when}"^^xsd:dateTime .

reader:draft a prov:SoftwareAgent ;
    skos:prefLabel "Udkast fra politikgraf"@da , "Draft by politikgraf"@en .
"""


def write_draft(graph: Path, texts: Path, drafted: Drafted, tables: Tables, order: Order, vocabulary: Vocabulary,
                validator: Validator, replace: bool = False) -> Path:  # fmt: skip
    """Write a draft's folder and its text, or nothing at all.

    Args:
        graph: where the documents' folders are.
        texts: where texts are kept; the draft's goes to `drafts/` in it.
        drafted, tables, order: what to write.
        vocabulary, validator: to judge it by.
        replace: put it in the place of an earlier draft of the same name.

    Returns:
        The new folder.

    Raises:
        DataError: the folder is there already, the text of another draft is kept under its name, or the draft does not validate.
    """
    target = graph / order.name
    check_target(target, replace)
    graph.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{order.name}.", dir=graph))
    try:
        folder = beside / order.name
        folder.mkdir()
        mark = Mark(order.municipality.slug, order.source, drafted.text.sha256, __version__, order.learned_from)
        write_atomically(folder / MARK, mark.toml())
        new_ages = tables.ages - vocabulary.ages
        additions = additions_turtle(
            None if order.known else order.municipality, new_ages, order.municipality.name_da or order.name
        )
        if additions:
            write_atomically(folder / ADDITIONS, additions)
        write_table(folder / "sections.csv", SECTION_COLUMNS, tables.sections)
        write_table(folder / "coding.csv", STATEMENT_COLUMNS, tables.statements)
        write_table(folder / "ledger.csv", LEDGER_COLUMNS, tables.ledger)
        write_table(folder / POINTS, POINT_COLUMNS, tables.points)
        write_table(folder / CANDIDATES, CANDIDATE_COLUMNS, tables.candidates)
        write_atomically(folder / "document.ttl", document_turtle(order, drafted))
        small = len(tables.statements) <= JUDGED
        problems = judge(folder, vocabulary, validator if small else None, drafted.text if small else None)
        if problems:
            raise DataError(problems)
        kept = texts / TEXTS / f"{order.name}.txt"
        check_text(kept, drafted.text, target)
        write_atomically(kept, drafted.text.content)
        if target.exists():
            shutil.rmtree(target)
        os.replace(folder, target)
        target.chmod(0o755)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def check_target(target: Path, replace: bool) -> None:
    """Refuse to overwrite what is no draft, or a draft without being told.

    Raises:
        DataError: the folder is there already.
    """
    if not target.exists():
        return
    if not (target / MARK).is_file():
        raise DataError(Problem(str(target), "is a coded document already", "choose another --name"))
    if not replace:
        raise DataError(Problem(str(target), "is a draft already", "choose another --name, or --replace the draft"))


def check_text(kept: Path, text: Text, target: Path) -> None:
    """Refuse to overwrite the text of another draft, e.g. one of the same name in another graph folder.

    Args:
        kept: the file that the text goes to.
        text: what is to be kept there.
        target: the draft's folder, whose own earlier text may be overwritten.

    Raises:
        DataError: another text is kept there.
    """
    if not kept.is_file():
        return
    there = Text.read(kept).sha256
    there = Text.read(kept).sha256
    try:
        own = read_mark(target).text
    except DataError:
        own = ""
    if there not in {text.sha256, own}:
        raise DataError(
            Problem(
                str(kept),
                "is kept as the text of another draft of that name",
                "choose another --name or another folder of texts (--documents DIR); or move that file away",
            )
        )


def judge(folder: Path, vocabulary: Vocabulary, validator: Validator | None, text: Text | None) -> list[Problem]:
    """What is wrong with a draft's folder: its tables, its graph by the shapes, its pointers into the text.

    Args:
        folder: the draft.
        vocabulary: without the draft's additions.
        validator: judges the graph; None leaves that out.
        text: the draft's text where it is on hand.
    """
    try:
        fuller = with_additions(vocabulary, folder, ADDITIONS)
        coding = read_coding(folder, fuller)
        description = parse_turtle(folder / "document.ttl")
        graph = map_document(coding, description, str(folder / "document.ttl"))
        if fuller is not vocabulary:
            for triple in parse_turtle(folder / ADDITIONS):
                graph.add(triple)
    except DataError as error:
        return list(error.problems)
    problems: list[Problem] = []
    if validator is not None:
        report = validator.validate(graph, vocabularies=False)
        problems += [_problem(v, folder.name) for v in report.violations if v.severity == "Violation"]
    if text is not None:
        problems += examine(Known(coding, text.sha256), text).problems
        rows = read_table(folder / "coding.csv", STATEMENT_COLUMNS)
        problems += copied(((f"{r.place} {r['id']}", r.cells) for r in rows), text)
    return problems


def _problem(violation: Violation, name: str) -> Problem:
    """What a shape found, with the row's id for its IRI and the sheet's columns for the graph's properties."""
    about = re.sub(rf"^<?{re.escape(str(document_namespace(name)))}([^>]+)>?$", r"\1", violation.focus)
    message = violation.message_en + (f" [{violation.value}]" if violation.value else "")
    for term, column in _COLUMNS.items():
        message = message.replace(f"pol:{term}", f"the column {column}")
    return Problem(
        name, f"{about}: {message}", "change it in the sheet (`politikgraf sheet`)" if about != violation.focus else ""
    )


def kept_text(name: str, texts: Path) -> Path | None:
    """The file in which a draft's text is kept, whatever is in it."""
    return next((p for p in (texts / TEXTS / f"{name}.txt", texts / f"{name}.txt") if p.is_file()), None)


def draft_text(folder: Path, sha256: str, texts: Path | None) -> Text | None:
    """The text of a draft where it is on hand, and still the one that was drafted."""
    if texts is None:
        return None
    for path in (texts / TEXTS / f"{folder.name}.txt", texts / f"{folder.name}.txt"):
        if path.is_file():
            text = Text.read(path)
            if text.sha256 == sha256:
                return text
    return None


def description_of(folder: Path):
    """A folder's document.ttl as a graph, and the IRI of its document."""
    return parse_turtle(folder / "document.ttl"), DATA[folder.name]
