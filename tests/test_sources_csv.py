"""Tables of telegrams: the dialect, what a row states, where its words stand, and rows that are damaged."""

from __future__ import annotations

import csv
import hashlib
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reftel
from command_line import run
from proof import orphans, unproved
from reftel.compose import collection, compose, table_columns, table_row
from reftel.document import Document, Source
from reftel.errors import SourceError
from reftel.normalise import normalise
from reftel.record import facts
from reftel.sources import csv_rows, documents
from reftel.sources.csv_rows import Row, rows
from reftel.sources.decoding import decode
from tables_of_cables import composed_rows, put, row
from test_laws_parser import lawful

HEADER = "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC 8447"
BODY = (
    'UNCLAS BAMAKO 001361\n\nSUBJECT: A "VISIT"\n\nREF: DAKAR 77\n\n1. It\'s C:\\new; he said "no".\n\nROE\n'
)
PLAIN = (
    "17", "11/28/2007 10:52", "07BAMAKO1361", "Embassy Bamako", "CONFIDENTIAL//NOFORN", "07DAKAR77",
    HEADER, BODY,
)  # fmt: skip
COLUMNS = ("17", "11/28/2007 10:52", "07BAMAKO1361", "Embassy Bamako", "CONFIDENTIAL//NOFORN", "07DAKAR77")


def cut(raw: bytes) -> list[Row]:
    return list(rows(io.BytesIO(raw)))


def source(raw: bytes) -> Source:
    return Source("table.txt", "0" * 64, raw)


def document(raw: bytes) -> Document:
    (found,) = documents(source(raw))
    return found


def read_bytes(raw: bytes, tmp_path: Path) -> tuple[list[Document], list[SourceError]]:
    skipped: list[SourceError] = []
    return list(reftel.read(put(tmp_path / "some.txt", raw), skipped.append)), skipped


# ---------------------------------------------------------------- one row


def test_header_and_body_are_the_message() -> None:
    found = document(table_row(PLAIN).encode())
    assert found.wrapper == "cables-csv"
    assert found.text == "\t".join(COLUMNS) + f"\n\n{HEADER}\n\n{BODY}"
    assert found.message.of(found.text) == f"{HEADER}\n\n{BODY}"


def test_the_columns_are_witnesses() -> None:
    found = document(table_row(PLAIN).encode())
    assert {name: said.value for name, said in found.says.items()} == {
        "created": "2007-11-28 10:52",
        "id": "07BAMAKO1361",
        "from": "Embassy Bamako",
        "classification": "CONFIDENTIAL//NOFORN",
        "references": "07DAKAR77",
    }
    words = [" ".join(span.of(found.text) for span in said.spans) for said in found.says.values()]
    assert words == ["11/28/2007 10:52", *COLUMNS[2:]]


def test_the_record_of_a_row() -> None:
    record = normalise(document(table_row(PLAIN).encode()))
    assert (record.id, record.classification, record.subject) == ("07BAMAKO1361", "UNCLASSIFIED", 'A "VISIT"')
    assert {name: [(one.source, one.value) for one in seen] for name, seen in record.witnesses.items()} == {
        "created": [("wrapper", "2007-11-28T10:52:00Z"), ("message", "2007-11-28T10:52:00Z")],
        "id": [("wrapper", "07BAMAKO1361"), ("message", "07BAMAKO1361")],
        "from": [("wrapper", "BAMAKO"), ("message", "BAMAKO")],
        "classification": [("wrapper", "CONFIDENTIAL"), ("message", "UNCLASSIFIED")],
        "references": [("wrapper", ["07DAKAR77"]), ("message", ["07DAKAR77"])],
    }
    assert "classification is CONFIDENTIAL and UNCLASSIFIED" in str([odd.message for odd in record.defects])


@pytest.mark.parametrize(
    ("listed", "odd"),
    [("07DAKAR77", False), ("07LOME1|07DAKAR77", False), ("07LOME1", True), ("", False)],
    ids=["same", "more", "other", "none"],
)
def test_references_of_the_message_are_missing_in_the_column(listed: str, odd: bool) -> None:
    record = normalise(document(table_row((*PLAIN[:5], listed, *PLAIN[6:])).encode()))
    assert any("references is" in one.message for one in record.defects) == odd


def test_each_character_leads_back_to_the_row() -> None:
    raw = table_row(PLAIN).encode()
    found = document(raw)
    assert found.origin is not None
    start = found.text.index("It's")
    places = found.origin.places(start, start + len('It\'s C:\\new; he said "no".'))
    whole = raw.decode()
    assert "".join(place.of(whole) for place in places) == 'It\'s C:\\new; he said "no".'
    assert len(places) == 5


@pytest.mark.parametrize("created", ["28/11/2007 10:52", "soon", "11/28/2007"])
def test_a_date_that_cannot_be_read_is_no_date(created: str) -> None:
    record = normalise(document(row(1361, created=created)))
    assert record.created == "2007-11-28T10:52:00Z"


def test_empty_columns_state_nothing() -> None:
    found = document(row(1361, references="", origin=r"\N".replace("\\", ""), classification=""))
    assert sorted(found.says) == ["created", "from", "id"]


def test_a_row_without_a_header_or_a_body() -> None:
    plain = table_row((*PLAIN[:6], "", BODY)).encode()
    assert document(plain).message.of(document(plain).text) == BODY
    bare = document(table_row((*PLAIN[:6], "", "")).encode())
    assert bare.message.of(bare.text) == ""
    assert normalise(bare).id == "07BAMAKO1361"


# ---------------------------------------------------------------- the dialect

SIGNS = st.one_of(
    st.text('"""\'\\\\,,\n\n nrt0aA1|'),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=30),
)
TEXTS = st.lists(SIGNS, max_size=4).map("".join)


@given(header=TEXTS, body=TEXTS, origin=TEXTS)
@example(header="a", body='"', origin="")
@example(header="a\\", body='"\n"2","11/28/2007 10:52","07BAMAKO2","', origin="")
@example(header="", body='\\"\n', origin="")
def test_what_is_written_is_read(header: str, body: str, origin: str) -> None:
    whole = table_row((*PLAIN[:3], origin, *PLAIN[4:6], header, body)).encode()
    neighbours = row(1), row(2)
    assert [found.raw for found in cut(neighbours[0] + whole + neighbours[1])] == [
        raw.rstrip(b"\n") for raw in (neighbours[0], whole, neighbours[1])
    ]
    found = document(whole)
    assert found.message.of(found.text) == "\n\n".join(filter(None, (header, body)))
    assert f"\t{origin}\t" in found.text
    assert found.defects == ()


@given(header=TEXTS, body=TEXTS)
def test_another_reader_reads_the_same(header: str, body: str) -> None:
    columns = (*PLAIN[:6], header, body)
    (read,) = csv.reader(io.StringIO(table_row(columns), newline=""), escapechar="\\", doublequote=False)
    assert tuple(read) == columns


@given(header=TEXTS, body=TEXTS, end=st.sampled_from(["\n", "\r\n"]))
def test_doubled_quotation_marks_are_read(header: str, body: str, end: str) -> None:
    header, body = header.replace("\\", ""), body.replace("\\", "")
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([PLAIN, (*PLAIN[:6], header, body), PLAIN])
    found = cut(file.getvalue().encode())
    assert len(found) == 3
    words = document(found[1].raw)
    assert words.message.of(words.text) == "\n\n".join(filter(None, (header, body)))


def test_quotation_marks_may_be_left_out_where_they_are_not_needed() -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerows(
        [PLAIN, (*PLAIN[:6], "a", "b")]
    )
    raw = file.getvalue().replace("\\", "\\\\").encode()
    assert raw.startswith(b"17,11/28/2007 10:52,07BAMAKO1361,")
    assert csv_rows.is_table(raw)
    found = cut(raw)
    assert [document(one.raw).text.split("\t")[2] for one in found] == ["07BAMAKO1361"] * 2
    assert document(found[0].raw).message.of(document(found[0].raw).text) == f"{HEADER}\n\n{BODY}"


WRITTEN = {
    r"one\ntwo": "one\ntwo",
    r"one\r\ntwo\tx": "one\r\ntwo\tx",
    r"one\\ntwo": r"one\ntwo",
    "one\\\ntwo": "one\ntwo",
    r"a path C:\temp here": r"a path C:\temp here",
    "one\\ntwo\nthree": "one\\ntwo\nthree",
}


@pytest.mark.parametrize(("written", "words"), WRITTEN.items())
def test_line_ends_that_are_written_out(written: str, words: str) -> None:
    raw = table_row((*PLAIN[:6], "", "BODY")).replace("BODY", written).encode()
    found = document(raw)
    assert found.message.of(found.text) == words
    assert found.origin is not None
    for place in found.origin.runs:
        file, text = place.file.of(raw.decode()), place.text.of(found.text)
        assert file == text or (file, text) in {(r"\n", "\n"), (r"\r", "\r"), (r"\t", "\t")}


def test_a_composed_telegram_has_the_same_facts_in_a_row() -> None:
    for form in ("acp127", "central-file", "smart"):
        for number, record in enumerate(collection(40, 12, form=form), start=1):
            found = document(table_row(table_columns(number, compose(record), record)).encode())
            read = normalise(found)
            assert facts(read) == facts(record)
            assert list(unproved(found.text, read)) == []
            assert list(orphans(found.text, found.message, read)) == []


# ---------------------------------------------------------------- told by its content

TABLES = {
    "a row": row(1),
    "rows": row(1) + row(2),
    "a mark of UTF-8": b"\xef\xbb\xbf" + row(1),
    "blank lines before": b"\n\n" + row(1),
    "the end of a row before": b'words"\n' + row(1),
    "titles": b'"id","date","identifier","origin","classification","references","header","body"\n' + row(1),
}
NO_TABLES = {
    "a telegram": f"{HEADER}\n\n{BODY}".encode(),
    "a telegram with a row in it": f"{HEADER}\n\n{BODY}".encode() + b"Look at this:\n\n" + row(1) + row(2),
    "another table": b'"11/28/2007","07BAMAKO1361","a subject","words"\n' * 3,
    "another table of eight columns": b'"1","2","3","4","5","6","7","8"\n' * 3,
    "nothing": b"",
}


@pytest.mark.parametrize("raw", TABLES.values(), ids=TABLES.keys())
def test_a_table_is_told_by_its_content(raw: bytes, tmp_path: Path) -> None:
    found, _ = read_bytes(raw, tmp_path)
    assert {one.wrapper for one in found} == {"cables-csv"}
    assert len([one for one in found if not one.defects]) == raw.count(b"SECSTATE")


@pytest.mark.parametrize("raw", NO_TABLES.values(), ids=NO_TABLES.keys())
def test_what_is_no_table_is_none(raw: bytes, tmp_path: Path) -> None:
    assert not csv_rows.is_table(raw)
    if raw:
        found, skipped = read_bytes(raw, tmp_path)
        assert ([one.wrapper for one in found], skipped) == (["raw"], [])


def test_titles_are_passed_over(tmp_path: Path) -> None:
    found, skipped = read_bytes(TABLES["titles"], tmp_path)
    assert [one.source.part for one in found] == ["row 2 at character 80"]
    assert skipped == []


def test_each_row_has_its_place_and_its_words_lead_back_to_the_table(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + row(1) + b"\r\n" + row(2, body="caf\u00e9") + row(3).rstrip(b"\n")
    found, _ = read_bytes(raw, tmp_path)
    assert [normalise(one).id for one in found] == ["07BAMAKO1", "07BAMAKO2", "07BAMAKO3"]
    for number, one in enumerate(found, start=1):
        start = raw.index(f'"{number}"'.encode())
        assert one.source.part == f"row {number} at byte {start}"
        assert one.source.raw == raw[start : start + len(one.source.raw)]
        assert one.source.sha256 == hashlib.sha256(one.source.raw).hexdigest()
        assert one.source.file_sha256 == hashlib.sha256(raw).hexdigest()
        assert normalise(one).source.part == one.source.part
        assert one.origin is not None
        own = one.source.raw.decode()
        words = "".join(place.of(own) for place in one.origin.places(*one.message))
        assert words == one.message.of(one.text).replace("\n\n", "", 1)  # between header and body


# ---------------------------------------------------------------- damage

FIRST, LAST = row(1), row(3)
DAMAGED = row(2)
# name -> (the bytes between two good rows, what its words or the reason begin with)
READ_WITH_A_DEFECT = {
    "the last quotation mark is missing": (DAMAGED.replace(b'\n"\n', b"\n\n"), "its last quotation mark"),
    "its last quotation mark is escaped": (DAMAGED.replace(b'ROE\n"', b'ROE\\"'), "its last quotation mark"),
    "glued to the next one": (DAMAGED.replace(b'\n"\n', b'\n\\"'), "its last quotation mark"),
    "a quotation mark that is not escaped": (DAMAGED.replace(b"rained", b'"rained"'), "a quotation mark"),
    "one at a line's end": (DAMAGED.replace(b"VISIT", b'"VISIT"'), "a quotation mark"),
    "too many columns": (DAMAGED.replace(b"rained", b'","'), "it has more than 8 columns"),
    "too few columns": (DAMAGED.replace(b'"Embassy Bamako",', b""), "only 7 of 8 columns"),
    "cut off": (DAMAGED[: DAMAGED.index(b"rained")], "its last quotation mark"),
    "cut off in the header": (DAMAGED[: DAMAGED.index(b"WASHDC")], "only 7 of 8 columns"),
    "no quotation mark at its start": (DAMAGED[1:], "a quotation mark around a column"),
    "none after the date": (DAMAGED.replace(b'10:52"', b"10:52"), "a quotation mark around a column"),
    "no date that can be read": (DAMAGED.replace(b"11/28/2007 10:52", b"28 NOV"), ""),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "words"), READ_WITH_A_DEFECT.values(), ids=READ_WITH_A_DEFECT.keys())
def test_a_damaged_row_is_read_and_leaves_its_neighbours_alone(
    raw: bytes, words: str, tmp_path: Path
) -> None:
    found, skipped = read_bytes(FIRST + raw + LAST, tmp_path)
    assert skipped == []
    first, damaged, last = found
    assert [normalise(one).id for one in (first, last)] == ["07BAMAKO1", "07BAMAKO3"]
    assert (first.defects, last.defects) == ((), ())
    assert [odd.code for odd in damaged.defects] == ["damaged-row"] * bool(words)
    assert words in "".join(odd.message for odd in damaged.defects)
    assert normalise(damaged).id == "07BAMAKO2"
    assert damaged.message.of(damaged.text).startswith("R 281052Z NOV 07\nFM AMEMBASSY BAMAKO")
    lawful(damaged)


# name -> (the bytes between two good rows, why they are no row)
NO_ROWS = {
    "only the end of a row": (DAMAGED[400 - len(DAMAGED) :], ""),
    "what is left of a row": (b'no","Bamako","11","12","x"\n', "is no row of the table"),
    "of another table": (b'"a","b","c"\n', "is no row of the table"),
    "columns lost": (DAMAGED.replace(b'","11/28/2007 10:52', b""), "is no row of the table"),
    "too long": (row(2, body="rain " * 20000), "is longer than 0 MB"),
}


@pytest.mark.parametrize("name", NO_ROWS)
def test_what_is_no_row_is_told_and_leaves_its_neighbours_alone(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST", 50_000)
    monkeypatch.setattr(csv_rows, "CHUNK", 1000)
    monkeypatch.setattr(csv_rows, "HEAD", 1000)
    raw, reason = NO_ROWS[name]
    found, skipped = read_bytes(FIRST + raw + LAST, tmp_path)
    if not reason:  # told for a quotation mark that is not escaped in the row before
        assert [normalise(one).id for one in found] == ["07BAMAKO1", "07BAMAKO3"]
        assert [odd.code for odd in found[0].defects] == ["damaged-row"]
        return
    if name == "too long":
        assert [(one.part, one.reason) for one in skipped] == [(f"row 2 at byte {len(FIRST)}", reason)]
        assert [normalise(one).id for one in found] == ["07BAMAKO1", "07BAMAKO3"]
        return
    first, other, last = found
    assert skipped == []
    assert [normalise(one).id for one in (first, last)] == ["07BAMAKO1", "07BAMAKO3"]
    assert (first.defects, last.defects) == ((), ())
    assert other.text.strip("\n") == raw.decode().strip("\n")
    assert [odd.code for odd in other.defects] == ["damaged-row"]
    assert reason in other.defects[0].message


def test_some_nuls_are_a_defect() -> None:
    record = normalise(
        document(row(2, body="UNCLAS BAMAKO 000002\n\n1. It \x00rained for days on end.\n" * 3))
    )
    assert "control-characters" in {odd.code for odd in record.defects}


def test_bytes_that_are_no_utf8_are_a_defect_at_their_place() -> None:
    raw = row(2, body="1. (U) caf\u00e9 \u00e9 \u00e9 \u00e9. \u00a7").replace("\u00a7".encode(), b"\x93")
    found = document(raw)
    (odd,) = found.defects
    assert (odd.code, odd.span.of(found.text)) == ("damaged-characters", "\u201c")


def test_a_table_that_begins_within_a_row(tmp_path: Path) -> None:
    found, skipped = read_bytes(FIRST[200:] + LAST, tmp_path)
    rest, last = found
    assert [odd.code for odd in rest.defects] == ["damaged-row"]
    assert (normalise(last).id, skipped) == ("07BAMAKO3", [])


FRAGMENTS = (
    b'"', b"\\", b"\n", b",", b'","', b'"\n', b'\\"', b'""', b"\x00", b"\r\n", b'"\n"', b"\xff", b'"x","y"\n',
    b"",
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.integers(-250, 500), st.sampled_from(FRAGMENTS), st.integers(0, 3)), min_size=1, max_size=3
)


def changed(raw: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
    for place, put_in, lost in changes:
        at = place % max(1, len(raw))
        raw = raw[:at] + put_in + raw[at + lost :]
    return raw


@given(changes=CHANGES, chunk=st.integers(1, 400))
def test_any_damage_leaves_the_rows_around_it(changes: list[tuple[int, bytes, int]], chunk: int) -> None:
    """Whatever the damage: no byte but white space is in no piece, pieces stay what they are, all rows come.

    Only the row just above may take some bytes of the damaged one, if that lost the look of a row.
    """
    good = [raw for _, raw in composed_rows(5)]
    damaged = changed(good[2], changes)
    raw = b"".join([*good[:2], damaged, *good[3:]])
    found = cut(raw)
    place = 0
    for piece in found:
        assert raw[piece.start : piece.end] == piece.raw
        assert raw[place : piece.start].strip(b"\x00\n\r\t \x0b\x0c") == b""
        assert piece.fault or [again.raw for again in cut(piece.raw)] == [piece.raw]
        place = piece.end
    assert raw[place:].strip(b"\x00\n\r\t \x0b\x0c") == b""
    whole = {piece.raw for piece in found if not piece.fault}
    for number in (0, 3, 4):
        assert good[number].rstrip(b"\n") in whole
    assert good[1].rstrip(b"\n") in whole or any(one.startswith(good[1].rstrip(b"\n")) for one in whole)
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(csv_rows, "CHUNK", chunk)
        smaller.setattr(csv_rows, "HEAD", chunk)
        assert cut(raw) == found


@given(changes=CHANGES)
def test_damaged_rows_are_lawful(changes: list[tuple[int, bytes, int]]) -> None:
    raw = row(1) + changed(row(2), changes)
    try:
        found = list(documents(source(raw)))
    except SourceError:
        return
    words, _, _ = decode("", raw)
    for one in found:
        assert one.wrapper == "cables-csv"
        lawful(one)
        assert one.origin is not None
        assert all(place.file.of(words) == place.text.of(one.text) for place in one.origin.runs)


# ---------------------------------------------------------------- large tables


class Endless(io.RawIOBase):
    """A table of as many bytes as are asked for, that is nowhere."""

    def __init__(self, size: int, rows: bytes) -> None:
        self._left, self._rows = size, rows

    def read(self, size: int = -1) -> bytes:
        words = self._rows * (min(size, self._left) // len(self._rows) + 1)
        words = words[: min(size, self._left) // len(self._rows) * len(self._rows) or len(self._rows)]
        words = words if self._left > 0 else b""
        self._left -= len(words)
        return words


def test_memory_stays_the_same_whatever_the_size() -> None:
    some = b"".join(raw for _, raw in composed_rows(5))
    peaks = []
    for megabytes in (8, 64):
        tracemalloc.start()
        found = sum(1 for _ in rows(Endless(megabytes * 1024 * 1024, some)))  # type: ignore[arg-type]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found >= 5 * megabytes * 1024 * 1024 // len(some)
    assert peaks[1] < 1.5 * peaks[0]
    assert peaks[1] < 12 * 1024 * 1024


def test_a_row_longer_than_all_is_passed_over_in_bounded_memory() -> None:
    long = row(2, body="It rained. " * (3 * csv_rows.LONGEST // 11))
    file = io.BytesIO(row(1) + long + row(3))
    tracemalloc.start()
    found = list(rows(file))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [piece.fault for piece in found] == ["", "is longer than 16 MB", ""]
    assert peak < 5 * csv_rows.LONGEST


# ---------------------------------------------------------------- in an archive


def test_a_table_is_added_row_by_row_and_rebuilt(tmp_path: Path) -> None:
    path = put(tmp_path / "table", row(1), NO_ROWS["of another table"][0], row(3))
    archive = tmp_path / "some.reftel"
    ran = run("add", archive, path)
    assert (ran.exit_code, "3 new telegrams" in ran.stdout) == (0, True)
    shown = run("show", archive, "07BAMAKO3").stdout
    assert "It rained 3 times." in shown
    assert run("rebuild", archive).exit_code == 0
    assert run("show", archive, "07BAMAKO3").stdout == shown
    assert "1 of them does not look like a telegram" in ran.stdout
