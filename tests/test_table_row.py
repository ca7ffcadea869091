"""Rows of tables whose columns are named: what a row becomes, and the way back to it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from named_tables import COLUMNS, FORMS, Rows, composed
from reftel import record
from reftel.document import Document, Source, Told
from reftel.errors import SourceError
from reftel.sources import documents
from reftel.sources.columns import Columns, named
from reftel.sources.csv_rows import HEAD
from reftel.sources.decoding import unified
from reftel.sources.table_files import row_source
from reftel.sources.table_forms import NamedTable, UnknownTable, named_table

ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\\r\n\t,;|'), max_size=20)
TELEGRAM = "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC 8447\n"
TELEGRAM += 'UNCLAS BAMAKO 001361\nSUBJECT: THE "FÊTE"\n1. It rained.\n'


def csv_line(*fields: str, delimiter: str = ",") -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(fields)
    return line.getvalue()


def read(row: str, told: Told) -> Document:
    (found,) = documents(as_source(row, told))
    return found


def as_source(row: str, told: Told) -> Source:
    return Source("t", "0" * 64, row.encode("utf-8", "surrogatepass"), told=told)


def from_csv(row: str, *titles: str, delimiter: str = ",", **columns: str) -> Document:
    return read(row, Told(form="table", columns=tuple(columns.items()), titles=titles, delimiter=delimiter))


def from_json(row: str, **columns: str) -> Document:
    return read(row, Told(form="json-lines", columns=tuple(columns.items())))


def led_back(document: Document, row: str) -> str:
    """The message as ``origin`` finds it in the row, what the row says of it put as the text puts it."""
    assert document.origin is not None
    words = []
    for run in document.origin.runs:
        inside, outside = run.text.of(document.text), run.file.of(row)
        if inside != outside:
            assert len(inside) == 1 or inside == outside.replace("\r", "\n")
            if outside.startswith("\\"):
                assert json.loads(f'"{outside}"') in (inside, "\r")
        words.append(inside)
    return "".join(words)


# ---------------------------------------------------------------- laws


@settings(max_examples=300, deadline=None)
@given(ANY, ANY, ANY, st.sampled_from(",\t;|"))
def test_what_pythons_csv_writes_comes_back(one: str, two: str, three: str, delimiter: str) -> None:
    row = csv_line(one, f"x{two}", three, delimiter=delimiter)
    found = from_csv(row, "a", "b", "c", delimiter=delimiter, text="b", subject="a", url="c")
    assert found.message.of(found.text) == unified(f"x{two}")
    assert found.says["subject"].value == " ".join(one.split()) if one.split() else not found.says
    assert found.provenance.get("url", "") == " ".join(three.split())
    assert found.defects == ()
    words = unified(row)
    for run in found.origin.runs if found.origin else ():
        assert len(run.text.of(found.text)) == len(run.file.of(words))
        assert run.text.of(found.text) == run.file.of(words)


@settings(max_examples=300, deadline=None)
@given(ANY, ANY, st.booleans(), st.dictionaries(ANY, st.none() | st.lists(st.integers()) | ANY, max_size=3))
def test_what_pythons_json_writes_comes_back(
    one: str, two: str, is_ascii: bool, others: dict[str, Any]
) -> None:
    values = {**others, "b": f"x{two}", "a": one}
    row = json.dumps(values, ensure_ascii=is_ascii)
    found = from_json(row, text="b", subject="a")
    assert found.message.of(found.text) == unified(f"x{two}")
    assert found.says["subject"].value == " ".join(one.split()) if one.split() else not found.says
    assert found.defects == ()
    assert led_back(found, row)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r\\{}:[]u0d8'), max_size=40))
def test_no_row_is_too_broken(row: str) -> None:
    if row.strip():
        assert from_csv(row, "a", "b", text="b").wrapper == "table"
        for words in (row, "{" + row, '{"b":"' + row):
            try:
                assert from_json(words, text="b").wrapper == "json-lines"
            except SourceError as error:
                assert error.reason == "is no JSON object"  # noqa: PT017


# ---------------------------------------------------------------- a row


def test_a_row_is_its_statements_and_its_text() -> None:
    row = csv_line("07BAMAKO1361", "note", TELEGRAM, "2007-11-28T10:52:00.000Z", "http://example.invalid/1")
    found = from_csv(row, "n", "note", "body", "sent", "at", text="body", created="sent", id="n", url="at")
    assert found.text == f"2007-11-28T10:52:00.000Z\t07BAMAKO1361\n\n{TELEGRAM}"
    assert found.message.of(found.text) == TELEGRAM
    assert {name: said.value for name, said in found.says.items()} == {
        "created": "2007-11-28T10:52:00Z",
        "id": "07BAMAKO1361",
    }
    assert found.says["id"].spans[0].of(found.text) == "07BAMAKO1361"
    made = record(found)
    assert (made.id, made.created, made.provenance.url) == (
        "07BAMAKO1361",
        "2007-11-28T10:52:00Z",
        "http://example.invalid/1",
    )
    assert [one.source for one in made.witnesses["created"]] == ["wrapper", "message"]
    assert made.subject == 'THE "FÊTE"'
    [(start, end)] = made.spans["subject"]
    assert found.origin is not None
    assert "".join(place.of(row) for place in found.origin.places(start, end)) == 'THE "FÊTE"'
    assert len(found.origin.places(start, end)) == 2  # the second quotation mark of a pair is left out


def test_the_text_may_stand_in_several_columns() -> None:
    told = Told(
        form="table",
        columns=(("text", "head"), ("text", "none"), ("text", "body")),
        titles=("body", "head", "none"),
    )
    head, body = TELEGRAM.split("UNCLAS")
    found = read(csv_line(f"UNCLAS{body}", head.rstrip(), ""), told)
    assert found.message.of(found.text) == found.text == f"{head.rstrip()}\n\nUNCLAS{body}"
    assert record(found).id == "07BAMAKO1361"


def test_a_column_may_hold_the_text_and_state_something() -> None:
    found = from_csv("07BAMAKO1361,x", "a", "b", text="a", id="a")
    assert found.text == "07BAMAKO1361"
    assert found.says["id"].spans[0].of(found.text) == "07BAMAKO1361"


def test_escapes_of_json_lead_back_one_by_one() -> None:
    row = r'{"t": "A\n\u00e9\ud83d\ude00\ud800 \"x\" \/\\", "k": ["PREL", "ML"], "r": "07DAKAR77, 07LOME12"'
    row += ', "n": 7}'
    found = from_json(row, text="t", tags="k", references="r", document_number="n")
    message = found.message.of(found.text)
    assert message == 'A\né\U0001f600\ufffd "x" /\\'
    assert found.origin is not None
    start = found.message.start
    back = [row[slice(*found.origin.places(start + i, start + i + 1)[0])] for i in range(len(message))]
    assert back[1:5] == [r"\n", r"\u00e9", r"\ud83d\ude00", r"\ud800"]
    assert found.says["tags"].value == "PREL, ML"
    assert found.says["references"].value == "07DAKAR77|07LOME12"
    assert found.provenance == {"document_number": "7"}


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("11/28/2007 10:52", "2007-11-28 10:52"),
        ("28.11.2007", "2007-11-28"),
        ("11/11/2007", "2007-11-11"),
        ("04/03/2007", "04/03/2007"),
        ("2007-11-28 10:52:00.123", "2007-11-28 10:52:00"),
        ("a day", "a day"),
    ],
)
def test_dates_are_read_where_they_are_certain(words: str, date: str) -> None:
    assert from_csv(f"{words},x", "a", "b", text="b", created="a").says["created"].value == date
    assert from_csv(f"{words},x", "a", "b", text="b", released="a").provenance == {"released": date}


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize(
    ("row", "message", "damage"),
    [
        ('1,"It rained', '"It rained', "a quotation mark in column 2 is never closed"),
        ('1,"It "rained" a lot"', '"It "rained" a lot"', "a quotation mark in column 2 is not doubled"),
        ("1,It rained,a lot", "1,It rained,a lot", "it has 3 columns, the table 2"),
        ("It rained", "It rained", "it has only 1 of 2 columns"),
    ],
)
def test_a_damaged_row_is_read_as_far_as_it_goes(row: str, message: str, damage: str) -> None:
    found = from_csv(row, "a", "b", text="b", id="a")
    assert found.message.of(found.text) == message or (row[1:2] == "," and message.strip('"') in found.text)
    [odd] = found.defects
    assert odd.code == "damaged-row"
    assert damage in odd.message


def test_a_json_object_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    found = from_json(r'{"id": "07BAMAKO1361", "t": "It\nrai', text="t", id="id")
    assert found.message.of(found.text) == "It\nrai"
    assert found.says["id"].value == "07BAMAKO1361"
    assert [odd.code for odd in found.defects] == ["damaged-row"]
    whole = from_json('{"id": "07BAMAKO1361", "t', text="t", id="id")
    assert whole.message.of(whole.text) == '{"id": "07BAMAKO1361", "t'


@pytest.mark.parametrize("row", ["It rained.", "[1, 2]", '"x"', "null", "{it rained}"])
def test_what_is_no_json_object_is_a_problem_of_the_row(row: str) -> None:
    with pytest.raises(SourceError, match="is no JSON object"):
        from_json(row, text="t")


def test_deep_nesting_is_no_fault() -> None:
    found = from_json('{"t": "x", "deep": ' + "[" * 100_000 + "]" * 100_000 + "}", text="t")
    assert found.message.of(found.text) == "x"
    assert [odd.code for odd in found.defects] == ["damaged-row"]


# ---------------------------------------------------------------- which tables are taken

_, ROWS = composed(4)


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_taken_where_it_has_the_columns(form: str) -> None:
    columns = named(COLUMNS)
    table = named_table(FORMS[form](ROWS), columns)
    assert isinstance(table, NamedTable)
    assert columns is not None
    assert table.telling.columns == columns.pairs
    with pytest.raises(
        UnknownTable, match=r"without the column Bdy; it has MRN, Sent, the level, note, Body"
    ):
        named_table(FORMS[form](ROWS), Columns((("text", "Bdy"),)))
    with pytest.raises(UnknownTable, match=r"is a table with the columns MRN, Sent, the level, note, Body"):
        named_table(FORMS[form](ROWS), None)


def test_a_column_that_is_there_twice_is_ambiguous() -> None:
    with pytest.raises(UnknownTable, match="several columns a"):
        named_table(b"a,b,a\n1,2,3\n", Columns((("text", "a"),)))


@pytest.mark.parametrize(
    "text",
    [
        TELEGRAM,
        "TO AMEMBASSY DAKAR, AMEMBASSY LOME\nINFO AMEMBASSY PARIS, AMEMBASSY ROME\nA, B\nC, D\n",
        "a, b\nc, d\n",
        "Dear Sir, or Madam\n\nIt rained, and it poured\nNothing, else\n",
        "{not an object}\n",
        '{"a": 1}\nR 281052Z NOV 07\n',
        "Subject: rain\n1,2\n1,2\n1,2\n",
    ],
)
def test_no_telegram_is_taken_for_a_table(text: str) -> None:
    assert named_table(text.encode(), None) is None
    assert named_table(text.encode(), Columns((("text", "Body"),))) is None


def test_a_table_that_goes_on_beyond_what_is_looked_at_is_told() -> None:
    row = {"n": "1", "body": "It rained,\n" * 400}
    table = FORMS["rows.csv"]([row] * 100)
    with pytest.raises(UnknownTable, match="columns n, body"):
        named_table(table[:HEAD], None)


def test_titles_may_be_in_another_encoding() -> None:
    columns = Columns((("text", "télégramme"),))
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        table = named_table("n;télégramme\n1;Il pleut\n".encode(encoding), columns)
        assert isinstance(table, NamedTable)
        assert (table.telling.delimiter, table.telling.titles) == (";", ("n", "télégramme"))


def test_a_table_in_utf_16_is_refused_with_advice() -> None:
    columns = Columns((("text", "body"),))
    with pytest.raises(UnknownTable, match="in UTF-16; save it as UTF-8"):
        named_table("n\tbody\n1\tIt rained.\n".encode("utf-16"), columns)
    assert named_table("It rained.\n".encode("utf-16"), columns) is None


def rows_of(form: str, rows: Rows) -> Sequence[Source | SourceError]:
    table = named_table(FORMS[form](rows), named(COLUMNS))
    assert table is not None
    return [row_source("t", row, table) for row in table.rows(io.BytesIO(FORMS[form](rows)))]


@pytest.mark.parametrize("form", FORMS)
def test_a_row_makes_the_record_that_was_composed(form: str) -> None:
    records, rows = composed(20)
    for wanted, row in zip(records, rows_of(form, rows), strict=True):
        assert isinstance(row, Source)
        (found,) = documents(row)
        made = record(found)
        assert (made.id, made.created, made.classification, made.subject) == (
            wanted.id,
            wanted.created,
            wanted.classification,
            wanted.subject,
        )
