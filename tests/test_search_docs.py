"""docs/search.md: made of the list of fields, and each example finds what it says."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from records_for_search import RECORDS, STATE
from reftel.record import Addressee, BestDate, Classifier, Record, Reference, Sender
from reftel.record_copy import Provenance, StatedDefect
from reftel.search import Index, fields
from reftel.search.fields import Kind
from reftel.search.query import parse
from reftel.search.tree import Among, Term, leaves, replaced

ROOT = Path(__file__).resolve().parent.parent
TOOL = runpy.run_path(str(ROOT / "tools" / "search_docs.py"))

PLAIN = next(record for record in RECORDS.values() if record.summary and record.sections is None)
FIRST = msgspec.structs.replace(
    PLAIN,
    id="07BAMAKO1361",
    aliases=[],
    post="BAMAKO",
    sender=Sender("AMEMBASSY BAMAKO", None),
    date=BestDate("2007-12-01", "day", "message"),
    subject="Elections, food aid and the harvest",
    classification="SECRET",
    captions=["NODIS"],
    precedence="IMMEDIATE",
    tags=["PTER", "PREL"],
    to=[Addressee("SECSTATE WASHDC", None, None, None, [])],
    info=[Addressee("AMEMBASSY PARIS", None, None, None, [])],
    classified_by=[Classifier("Terence McCulley", "Ambassador")],
    signature=["FOOD AID, rice and millet: asked the government"],
    references=[Reference("A", "BAMAKO 1015", "telegram", "07BAMAKO1015", ["07BAMAKO1015"], False)],
    paragraphs=[msgspec.structs.replace(PLAIN.paragraphs[0], mark="C/NF"), *PLAIN.paragraphs[1:]],
    defects=[StatedDefect("doubled-heading", "the heading stands twice", (0, 1))],
    provenance=Provenance(collection="Central Foreign Policy Files"),
    wrapper="raw",
    format="acp127",
)
SECOND = msgspec.structs.replace(
    PLAIN,
    id="04NEWDELHI7",
    post="NEWDELHI",
    sender=Sender("AMEMBASSY NEW DELHI", None),
    date=BestDate("2004-05-06", "day", "message"),
    subject="Food for the north",
    paragraphs=[],
    signature=[],
    summary=None,
    to=[],
    info=[],
    wrapper="plusd",
    format="smart",
)
THIRD = msgspec.structs.replace(
    SECOND, id="07BAMAKO1015", post="ROME", sender=Sender("AMEMBASSY ROME", None), date=None, subject="Rain"
)
ALL = {str(record.id): record for record in (FIRST, SECOND, THIRD)}
EXAMPLES = [*(query for query, _ in TOOL["FORMS"]), *(field.example for field in fields.FIELDS)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("docs") / "index") as index:
        index.update(ALL.items(), STATE)
        yield index


def looked_up(term: Term) -> Among | Term:
    field = fields.field(term.field) if term.field else None
    return Among(term, frozenset({"07BAMAKO1015"})) if field and field.kind is Kind.LINK else term


@pytest.mark.parametrize("query", EXAMPLES)
def test_every_example_finds_something_and_not_everything(index: Index, query: str) -> None:
    found = index.number(replaced(parse(query), looked_up))
    assert found > 0
    assert found < len(ALL) or query in ("*", "* -has:date")


def test_every_field_has_an_example_and_every_form_is_shown() -> None:
    shown = {
        leaf.form for query, _ in TOOL["FORMS"] for leaf in leaves(parse(query)) if isinstance(leaf, Term)
    }
    from reftel.search.tree import Form

    assert shown == set(Form)


def test_the_page_is_fresh() -> None:
    written = (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
    assert written == TOOL["page"](), "docs/search.md is stale: run `make docs`"


def test_a_record_reads_as_it_was_made(index: Index) -> None:
    assert isinstance(FIRST, Record)
    assert index.count() == len(ALL)
