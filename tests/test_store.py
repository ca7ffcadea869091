from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from reftel.citation import Citation
from reftel.compose import collection
from reftel.errors import (
    ArchiveBusy,
    ArchiveError,
    ArchiveFull,
    ArchiveTooNew,
    NotAnArchive,
)
from reftel.record import Record, Sections
from reftel.record_copy import StatedDefect
from reftel.store import MessageEntry, SourceEntry, Store, opening
from reftel.store.entries import Stored
from reftel.store.lock import locked
from reftel.store.packing import Packer
from reftel.store.preparing import source_rows

RECORDS = list(collection(6, 11))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "archive.sqlite") as opened:
        yield opened


def source(record: Record, letter: str = "a") -> SourceEntry:
    cited = tuple(
        Citation(str(record.id), tuple(found.candidates), "reference", found.label, found.text, None, ())
        for found in record.references
    )
    return SourceEntry(letter * 64, b"words " + letter.encode(), (MessageEntry(0, record, cited),))


def put(store: Store, *entries: SourceEntry) -> None:
    put_at(store, entries, [(entry.sha256, f"{entry.sha256[0]}.txt") for entry in entries])


def put_at(store: Store, entries: Sequence[SourceEntry], paths: Sequence[tuple[str, str]]) -> Stored:
    return store.put([source_rows(Packer(), entry, "1") for entry in entries], paths)


def key(record: Record) -> str:
    assert record.id is not None
    return record.id


def worse(record: Record) -> Record:
    return msgspec.structs.replace(record, subject=None, handle="~000000000000")


# ---------------------------------------------------------------- putting and dropping


def test_what_goes_in_comes_out(store: Store) -> None:
    record = RECORDS[0]
    put(store, source(record))
    back = store.record(key(record))
    assert back is not None
    assert back.source.name == "a.txt"
    assert msgspec.structs.replace(back, source=record.source) == record
    assert list(store.keys()) == [key(record)]
    (message,) = store.messages(key(record))
    assert store.source(message.source).raw == b"words a"


def test_putting_the_same_bytes_again_changes_nothing(store: Store) -> None:
    put(store, source(RECORDS[0]))
    before = list(store.changes_since(0))
    stored = put_at(store, [source(RECORDS[0])], [("a" * 64, "a.txt")])
    assert tuple(stored) == (0, 0)
    assert list(store.changes_since(0)) == before
    assert store.counts().sources == 1


def test_the_speaker_does_not_depend_on_the_order(tmp_path: Path) -> None:
    record = RECORDS[0]
    odd = msgspec.structs.replace(record, defects=[StatedDefect("x", "x", (0, 0))], handle="~111111111111")
    short = msgspec.structs.replace(record, paragraphs=record.paragraphs[:1], handle="~222222222222")
    half = msgspec.structs.replace(record, sections=Sections(2, [1]), handle="~333333333333")
    entries = [source(record, "a"), source(worse(record), "b"), source(odd, "c")]
    entries += [source(short, "d"), source(half, "e")]
    orders = []
    for i, order in enumerate(itertools.islice(itertools.permutations(entries), 0, None, 5)):
        with Store.create(tmp_path / f"{i}.sqlite") as store:
            for entry in order:
                put(store, entry)
            orders.append([message.handle for message in store.messages(key(record))])
            assert (store.record(key(record)) or odd).handle == record.handle
    order_of_speaking = [record.handle, *(f"~{digit * 12}" for digit in "2103")]
    assert orders == [order_of_speaking] * len(orders)


def test_the_next_best_speaks_when_the_speaker_goes(store: Store) -> None:
    record = RECORDS[0]
    put(store, source(record, "a"), source(worse(record), "b"))
    dropped = store.drop_paths(["a.txt"])
    assert (dropped.sources, dropped.paths, dropped.telegrams) == (1, ("a.txt",), ())
    assert (store.record(key(record)) or record).handle == "~000000000000"
    assert store.drop_paths(["b.txt"]).telegrams == (key(record),)
    assert store.record(key(record)) is None
    counts = store.counts()
    assert (counts.sources, counts.messages, counts.telegrams, counts.citations) == (0, 0, 0, 0)
    assert [change.key for change in store.changes_since(0)] == [key(record)] * 3


def test_a_source_goes_with_its_last_path(store: Store) -> None:
    record = RECORDS[0]
    put_at(store, [source(record)], [("a" * 64, "z.txt"), ("a" * 64, "b.txt")])
    assert (store.record(key(record)) or record).source.name == "b.txt"
    assert store.drop_paths(["b.txt"]).sources == 0
    assert (store.record(key(record)) or record).source.name == "z.txt"
    assert store.drop_paths(["b.txt"]) == (0, (), ())
    assert store.drop_paths(["z.txt"]).sources == 1


def test_a_copy_that_does_not_speak_is_no_change(store: Store) -> None:
    put(store, source(RECORDS[0], "a"))
    last = store.last_change()
    put(store, source(worse(RECORDS[0]), "b"))
    assert store.last_change() == last


def test_replacing_may_give_a_message_another_telegram(store: Store) -> None:
    put(store, source(RECORDS[0], "a"), source(RECORDS[1], "b"))
    numbers = {store.source(number).name: number for number in store.source_numbers()}
    entries = [
        (numbers["b.txt"], source_rows(Packer(), source(RECORDS[0], "b"), "2")),
        (numbers["a.txt"], source_rows(Packer(), source(RECORDS[2]), "2")),
    ]
    store.replace(entries)
    assert set(store.keys()) == {key(RECORDS[0]), key(RECORDS[2])}
    assert store.counts().versions == {"2": 2}
    assert {change.key for change in store.changes_since(2)} == {key(record) for record in RECORDS[:3]}


def test_names_find_their_telegram(store: Store) -> None:
    record = RECORDS[0]
    put(store, source(record))
    for name in (
        *record.aliases,
        key(record),
        record.handle,
        record.aliases[0].lower(),
        record.handle.upper(),
    ):
        assert store.keys_named(name) == (key(record),)
    assert store.keys_named("07NOWHERE1") == ()
    assert store.names_beginning(record.handle[:5], 3) == (key(record),)


def test_names_come_in_their_order(store: Store) -> None:
    put(store, *(source(record, letter) for record, letter in zip(reversed(RECORDS), "abcdef", strict=True)))
    names = sorted((name, key(record)) for record in RECORDS for name in {*record.aliases, key(record)})
    expected = tuple(dict.fromkeys(found for name, found in names if name.startswith("20")))
    assert len(expected) > 2
    assert store.names_beginning("20", 10) == expected
    assert store.names_beginning("20", 2) == expected[:2]


def test_a_snapshot_sees_one_state(store: Store) -> None:
    put(store, source(RECORDS[0], "a"))
    with Store.open(store.path, writing=False) as reader:
        with reader.snapshot():
            assert len(list(reader.keys())) == 1
            put(store, source(RECORDS[1], "b"))
            with reader.snapshot():
                assert len(list(reader.keys())) == 1
        assert len(list(reader.keys())) == 2
        with pytest.raises(ZeroDivisionError), reader.snapshot():
            raise ZeroDivisionError
        with reader.snapshot():
            assert len(list(reader.keys())) == 2


def test_citations_come_back_with_all_readings(store: Store) -> None:
    record = msgspec.structs.replace(RECORDS[0], references=[])
    rows = (
        Citation(key(record), ("07A1", "07B1"), "reference", "A", "A 1", None, ((3, 6), (9, 12))),
        Citation(key(record), ("07B1",), "mention", None, "ref", "6A", ((30, 33),)),
        Citation(key(record), ("07C1",), "mention", None, "ref", 6, ()),
    )
    put_at(store, [SourceEntry("a" * 64, b"x", (MessageEntry(0, record, rows),))], [("a" * 64, "a")])
    assert store.citations_by(key(record)) == rows
    assert store.citations_of("07B1") == rows[:2]
    assert store.citations_of("07A1") == rows[:1]
    assert store.counts().ghosts == 2
    assert store.counts().citations == 3


def test_the_change_log_names_each_change(store: Store) -> None:
    assert store.last_change() is None
    put(store, *(source(record, letter) for record, letter in zip(RECORDS, "abcdef", strict=True)))
    changes = list(store.changes_since(0))
    assert [change.sequence for change in changes] == [1, 2, 3, 4, 5, 6]
    assert len({change.token for change in changes}) == 6
    assert list(store.changes_since(4)) == changes[4:]
    assert store.last_change() == changes[-1]
    assert store.token_at(3) == changes[2].token
    assert store.token_at(7) is None
    store.forget_changes(3)
    assert store.token_at(3) is None
    assert list(store.changes_since(0)) == changes[3:]


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    put(store, source(RECORDS[0], "a"))
    wrong = Citation(key(RECORDS[1]), ("07A1",), "reference", None, None, None, ())  # type: ignore[arg-type]
    entry = SourceEntry("b" * 64, b"x", (MessageEntry(0, RECORDS[1], (wrong,)),))
    with pytest.raises(ArchiveError):
        put(store, source(RECORDS[2], "c"), entry)
    assert list(store.keys()) == [key(RECORDS[0])]
    assert store.counts().sources == 1
    put(store, source(RECORDS[2], "c"))
    assert store.counts().sources == 2


def test_a_damaged_frame_is_told(store: Store, tmp_path: Path) -> None:
    put(store, source(RECORDS[0]))
    connection = sqlite3.connect(tmp_path / "archive.sqlite")
    connection.execute("UPDATE sources SET bytes = x'28b52ffd0000'")
    connection.commit()
    connection.close()
    with pytest.raises(ArchiveError, match="damaged"):
        store.source(1)


# ---------------------------------------------------------------- opening


def sqlite_file(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def test_the_file_bears_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    Store.create(path).close()
    assert opening.is_archive_file(path)
    assert not opening.is_archive_file(sqlite_file(tmp_path / "x.sqlite", "CREATE TABLE t (a)"))
    assert not opening.is_archive_file(tmp_path / "missing")
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA user_version").fetchone() == (opening.FORMAT,)
    connection.close()


@pytest.mark.parametrize("writing", [False, True], ids=["reading", "writing"])
def test_what_is_no_archive_is_refused(tmp_path: Path, writing: bool) -> None:
    foreign = sqlite_file(tmp_path / "foreign.sqlite", "CREATE TABLE t (a)")
    (tmp_path / "text").write_text("R 281052Z NOV 07\n" * 100)
    (tmp_path / "blank").touch()
    for path, words in (
        (foreign, "another program"),
        (tmp_path / "text", "no SQLite file"),
        (tmp_path / "blank", "never finished"),
        (tmp_path / "missing", "no such file"),
    ):
        with pytest.raises(NotAnArchive, match=words):
            Store.open(path, writing)
    with pytest.raises(NotAnArchive):
        Store.create(foreign)


def test_a_later_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite"
    Store.create(path).close()
    sqlite_file(path, f"PRAGMA user_version = {opening.FORMAT + 1}")
    with pytest.raises(ArchiveTooNew, match="update reftel"):
        Store.open(path, writing=False)


def test_a_reader_cannot_write(store: Store) -> None:
    with Store.open(store.path, writing=False) as reader, pytest.raises(ArchiveError, match="no permission"):
        put(reader, source(RECORDS[0]))


def test_another_writer_makes_it_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT", 0.1)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(store.path, writing=True) as second, pytest.raises(ArchiveBusy, match="another process"):
        put(second, source(RECORDS[0]))
    other.close()
    put(store, source(RECORDS[0]))


def test_a_full_disk_leaves_what_was_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "archive.sqlite"
    Store.create(path).close()
    settings = (*opening._SETTINGS, "PRAGMA max_page_count = 60")
    monkeypatch.setattr(opening, "_SETTINGS", settings)
    committed = 0
    with Store.open(path, writing=True) as store:
        with pytest.raises(ArchiveFull, match="committed before is whole"):  # noqa: PT012
            for record in collection(100, 3):
                entry = SourceEntry(f"{committed:064d}", b"", source(record).messages)
                put_at(store, [entry], [(entry.sha256, f"{committed}.txt")])
                committed += 1
        assert committed
        assert store.counts().sources == committed
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


# ---------------------------------------------------------------- the lock


def test_the_lock_is_held_by_one(tmp_path: Path) -> None:
    path = tmp_path / "archive.lock"
    with locked(path, 0), pytest.raises(ArchiveBusy, match="another process"), locked(path, 0.1):
        pass
    with locked(path, 0):
        assert path.stat().st_size == 0


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"), locked(tmp_path / "no" / "lock", 0):
        pass
