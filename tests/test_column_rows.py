"""Rows of tables whose columns are named: cut as Python's csv writes them, and past any damage."""

from __future__ import annotations

import csv
import io
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.document import Told
from reftel.sources import csv_rows
from reftel.sources.column_rows import DelimitedRows, JsonRows
from reftel.sources.csv_rows import Mark, Row
from reftel.sources.table_forms import CablesTable, NamedTable

TITLES = ("id", "text", "note")
WORDS = st.text(st.sampled_from("a \"',;\t\r\n\\é{}[]0"), max_size=12)
CELLS = st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=8)


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 7, 7) if size is None or size > 0 else 7)


def written(rows: list[tuple[str, ...]], delimiter: str = ",", end: str = "\r\n") -> bytes:
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter, lineterminator=end).writerows([TITLES, *rows])
    return table.getvalue().encode()


def cut(
    table: bytes, delimiter: str = ",", columns: int = 3, file: type[io.BytesIO] = io.BytesIO
) -> list[Row]:
    return list(DelimitedRows(file(table), delimiter, columns))


def raws(table: bytes, **how: object) -> list[bytes]:
    return [row.raw for row in cut(table, **how)]  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(CELLS, st.sampled_from(",\t;|"), st.sampled_from(["\n", "\r\n"]))
def test_rows_that_pythons_csv_writes_are_cut_as_it_reads_them(
    rows: list[tuple[str, ...]], delimiter: str, end: str
) -> None:
    if end == "\n":  # else a carriage return at the end of a field would be one of the line's
        rows = [tuple(re.sub("\r+$", "", word) for word in row) for row in rows]
    table = written(rows, delimiter, end)
    found = cut(table, delimiter)
    assert [row.number for row in found] == list(range(1, len(rows) + 1))
    assert all(table[row.start : row.end] == row.raw for row in found)
    read = [next(csv.reader([row.raw.decode().replace("\r", "¤")], delimiter=delimiter)) for row in found]
    assert [tuple(word.replace("¤", "\r") for word in row) for row in read] == rows
    assert cut(table, delimiter, file=Dripping) == found


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200).map(lambda raw: bytes(b'ab,"\n\r'[byte % 6] for byte in raw)))
def test_no_word_of_a_broken_table_is_lost(damage: bytes) -> None:
    table = b"id,text,note\n" + damage
    found = cut(table)
    place = len(b"id,text,note")
    for row in found:
        assert not table[place : row.start].strip(b"\r\n")
        assert table[row.start : row.end] == row.raw != b""
        place = row.end
    assert not table[place:].strip(b"\r\n")
    assert cut(table, file=Dripping) == found
    for i, row in enumerate(found):
        file = io.BytesIO(table)
        file.seek(row.following.place)
        assert list(DelimitedRows(file, ",", 3, row.following)) == found[i + 1 :]


SOUND = b'7,"It ""rained"".\nIt poured.",x'


@pytest.mark.parametrize(
    "damaged",
    [
        b'1,"never closed,x',
        b'1,"never closed\nthough long,x',
        b'1,"he said "no" to it",x',
        b'1,"he said "no" to it\nand "yes" to that",x',
        b"1,too few",
        b"1,too,many,columns",
        b'1,"",","x',
        b'"',
        b'1,"a"b"c,x',
    ],
)
@pytest.mark.parametrize("neighbour", [SOUND, b"7,plain,x", b'"7","quoted","x"', b'7,"",""'])
def test_a_damaged_row_takes_no_neighbour_along(damaged: bytes, neighbour: bytes) -> None:
    table = b"\r\n".join((b"id,text,note", neighbour, damaged, neighbour, neighbour, b""))
    found = raws(table)
    assert found[0] == neighbour
    assert found[-2:] == [neighbour] * 2
    assert b"".join(found[1:-2]).replace(b"\r\n", b"\n") == damaged or len(found) > 4


def test_a_quotation_mark_that_never_closes_costs_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST", 20_000)
    monkeypatch.setattr(csv_rows, "CHUNK", 3_000)
    rows = [b"%d,plain,x" % number for number in range(10_000)]
    table = b"id,text,note\n" + b'0,"never closed,x\n' + b"\n".join(rows)
    assert raws(table) == [b'0,"never closed,x', *rows]
    table = b"id,text,note\n" + b'0,"never closed\n' + b"\n".join(rows)
    assert raws(table) == [b'0,"never closed', *rows]


def test_what_is_too_long_is_passed_over_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST", 20_000)
    monkeypatch.setattr(csv_rows, "CHUNK", 3_000)
    long = b'1,"' + b"rain\n" * 10_000 + b'",x'
    before, *found = cut(b"id,text,note\n1,a,b\n" + long + b"\n2,c,d\n3,e,f\n")
    assert before.raw == b"1,a,b"
    assert found[0].raw == b""
    assert "is longer than" in found[0].fault
    assert [row.raw for row in found[1:]][-2:] == [b"2,c,d", b"3,e,f"]
    one, two, three = JsonRows(io.BytesIO(b'{"a":1}\n{"b":"' + b"x" * 50_000 + b'"}\n{"c":2}'))
    assert (one.raw, two.raw, three.raw) == (b'{"a":1}', b"", b'{"c":2}')
    assert three.number == 3


@pytest.mark.parametrize(
    "line", [b'"\n', b'x,"\n', b'1,"""\n', b'"",""\n', b',"a\n', b"\n", b'a"b\n', b'1,"x" y\n']
)
def test_cutting_takes_linear_time(line: bytes) -> None:
    def seconds(count: int) -> float:
        table = b"id,text,note\n" + line * count
        start = time.process_time()
        cut(table)
        return time.process_time() - start

    seconds(1000)
    assert seconds(80_000) < 20 * seconds(10_000) + 0.2


def test_many_columns_in_quotation_marks_take_linear_time() -> None:
    start = time.process_time()
    assert len(cut(b",".join([b"t"] * 40) + b"\n" + b",".join([b'"a,b"'] * 60) + b'"x\n', columns=40)) == 1
    assert time.process_time() - start < 1


def test_lines_of_json_are_cut_at_line_feeds() -> None:
    table = b'\xef\xbb\xbf{"a": 1}\r\n\n  \n {"b": "\xc2\x85"}\nno object\n{"c": 3}'
    found = list(JsonRows(io.BytesIO(table)))
    assert [row.raw for row in found] == [b'{"a": 1}', b'{"b": "\xc2\x85"}', b"no object", b'{"c": 3}']
    assert all(table[row.start : row.end] == row.raw for row in found)
    assert list(JsonRows(Dripping(table))) == found
    file = io.BytesIO(table)
    form = NamedTable(Told(form="json-lines"))
    assert list(form.rows_from(file, found[1].following)) == found[2:]
    assert found[1].following == Mark(found[1].end, 2)


def test_forms_say_whether_their_columns_are_named() -> None:
    assert not CablesTable().is_named
    assert NamedTable(Told()).is_named


def test_a_line_end_that_is_cut_in_two_ends_its_row() -> None:
    rows = [("1", "a,b,c\nd,e,f", "x" * length) for length in range(12)]
    found = cut(written(rows), file=Dripping)
    assert [row.raw for row in found] == [f'1,"a,b,c\nd,e,f",{"x" * length}'.encode() for length in range(12)]


def test_a_table_with_another_way_of_quoting_is_cut_in_as_many_rows() -> None:
    body = r'"He said \"no\".' + "\nIt rained.\n\nIt poured.\n" + r'\"Yes\", he said."'
    table = "id,text,note\n" + "".join(f"{number},{body},x\n" for number in range(50))
    found = raws(table.encode())
    assert sum(row.split(b",")[0].isdigit() for row in found) == 50
    assert len(found) <= 100
