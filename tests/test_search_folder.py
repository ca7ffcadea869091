"""The index on disk: changes, damage, other processes, rights and room; nothing of others is touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from records_for_search import RECORDS, STATE, all_keys
from reftel.errors import ArchiveBusy, ArchiveError
from reftel.record import Record
from reftel.search import Index, State
from reftel.search import index as search_index
from reftel.search import schema as layout

# ---------------------------------------------------------------- changes


def test_changes_replace_and_drop_by_key(tmp_path: Path) -> None:
    (key, record), (other, second), *_ = RECORDS.items()
    index = Index.open(tmp_path / "index")
    assert index.state() is None
    index.update([(key, record), (other, second), (key, record)], State(3, "a"))
    assert (index.count(), index.state()) == (2, State(3, "a"))
    index.update(
        [(key, msgspec.structs.replace(record, subject="Quinces")), (other, None), ("none", None)],
        State(6, "b"),
    )
    assert all_keys(index, "quinces") == all_keys(index, "*") == [key]
    assert index.state() == State(6, "b")
    index.update([], State(9, "c"))
    assert (index.count(), index.state()) == (1, State(9, "c"))
    index.clear()
    assert (index.count(), index.state()) == (0, None)


def test_the_state_is_no_hit(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index")
    index.update([], STATE)
    assert [index.search(query).total for query in ("*", "-zzz", "state", "token")] == [0, 0, 0, 0]


def test_another_reader_sees_each_commit(tmp_path: Path) -> None:
    writer, reader = Index.open(tmp_path / "index"), Index.open(tmp_path / "index")
    for number, (key, record) in enumerate(list(RECORDS.items())[:3], 1):
        writer.update([(key, record)], State(number, str(number)))
        assert (reader.count(), reader.state()) == (number, State(number, str(number)))
    shutil.rmtree(tmp_path / "index")
    assert (reader.count(), reader.state()) == (0, None)


def test_what_fails_on_the_way_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    (key, record), (other, second), *_ = RECORDS.items()
    index = Index.open(tmp_path / "index")
    index.update([(key, record)], State(1, "a"))

    def failing() -> Iterator[tuple[str, Record | None]]:
        yield other, second
        yield key, None
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        index.update(failing(), State(2, "b"))
    assert (all_keys(index, "*"), index.state()) == ([key], State(1, "a"))
    index.update([(other, second)], State(2, "b"))
    assert (index.count(), index.state()) == (2, State(2, "b"))


# ---------------------------------------------------------------- damage


def replace(path: Path, content: bytes) -> None:
    """A new file in place of the old one: one that is mapped into memory must not be cut short."""
    path.unlink()
    path.write_bytes(content)


def spoil_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{", encoding="utf-8")


def spoil_segments(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix in (".term", ".idx", ".store", ".fast"):
            replace(path, b"\x00" * 10)


def lose_segments(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix == ".idx":
            path.unlink()


def lose_meta(folder: Path) -> None:
    (folder / "meta.json").unlink()


def lose_list_of_files(folder: Path) -> None:
    (folder / "meta.json").unlink()
    (folder / ".managed.json").unlink()


@pytest.mark.parametrize(
    "damage", [shutil.rmtree, spoil_meta, spoil_segments, lose_segments, lose_meta, lose_list_of_files]
)
def test_a_damaged_index_is_empty_and_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = tmp_path / "index"
    changes = list(RECORDS.items())[:3]
    with Index.open(folder) as index:
        index.update(changes, STATE)
    damage(folder)
    with Index.open(folder) as index:
        assert index.state() is None
        assert index.search("government").total == 0
        index.update(changes, STATE)
        assert (index.count(), index.state()) == (3, STATE)


def a_file(folder: Path) -> None:
    folder.write_text("no index", encoding="utf-8")


def a_folder_with_files(folder: Path) -> None:
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "thesis.odt").write_text("x", encoding="utf-8")


def a_folder_with_a_file_named_as_one_of_ours(folder: Path) -> None:
    folder.mkdir()
    (folder / "meta.json").write_text("{}", encoding="utf-8")
    (folder / "thesis.odt").write_text("x", encoding="utf-8")


def a_link_to_a_folder(folder: Path) -> None:
    a_folder_with_files(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def a_link_to_an_index_of_another_schema(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "fingerprint", lambda: "an older one")
        Index.open(folder.with_name("elsewhere")).update([], STATE)
    folder.symlink_to(folder.with_name("elsewhere"))


def a_link_to_nothing(folder: Path) -> None:
    folder.symlink_to(folder.with_name("nowhere"))


def everything_in(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize(
    "foreign",
    [
        *(a_file, a_folder_with_files, a_folder_with_a_file_named_as_one_of_ours),
        *(a_link_to_a_folder, a_link_to_an_index_of_another_schema, a_link_to_nothing),
    ],
)
def test_what_is_no_index_of_ours_is_left_alone(tmp_path: Path, foreign: Callable[[Path], None]) -> None:
    folder = tmp_path / "index"
    foreign(folder)
    before = everything_in(tmp_path)
    with Index.open(folder) as index:
        assert index.state() is None
        with pytest.raises(ArchiveError, match="move it away"):
            index.update(list(RECORDS.items())[:2], STATE)
        with pytest.raises(ArchiveError, match="move it away"):
            index.clear()
    assert everything_in(tmp_path) == before


def test_foreign_files_in_an_index_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with Index.open(folder) as index:
        index.update(list(RECORDS.items())[:2], STATE)
        (folder / "notes.txt").write_text("x", encoding="utf-8")
        index.clear()
        assert not list(folder.glob("*.idx"))
        index.update(list(RECORDS.items())[:2], STATE)
        assert index.count() == 2
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "x"


def test_an_index_behind_a_link_serves(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "index").symlink_to(tmp_path / "elsewhere")
    Index.open(tmp_path / "elsewhere").update(list(RECORDS.items())[:2], STATE)
    with Index.open(tmp_path / "index") as index:
        index.update(list(RECORDS.items())[2:3], State(8, "b"))
        assert (index.count(), index.state()) == (3, State(8, "b"))


def test_an_index_of_another_schema_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    changes = list(RECORDS.items())[:3]
    with monkeypatch.context() as patch:
        patch.setattr(layout, "fingerprint", lambda: "an older one")
        Index.open(folder).update(changes, STATE)
        assert Index.open(folder).state() == STATE
    index = Index.open(folder)
    assert (index.state(), index.count()) == (None, 0)
    index.update(changes[:1], STATE)
    assert index.count() == 1


def test_damage_that_shows_only_in_a_search_is_an_archive_error(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index.open(folder).update(list(RECORDS.items())[:50], STATE)
    for path in folder.glob("*.idx"):
        whole = path.read_bytes()
        replace(path, bytes(255 - byte for byte in whole[: len(whole) // 2]) + whole[len(whole) // 2 :])
    index = Index.open(folder)
    for query in ("government", '"the government"', "gov*", "date:2004", "*"):
        with contextlib.suppress(ArchiveError):
            assert index.search(query).total >= 0
    index.clear()
    index.update(list(RECORDS.items())[:2], STATE)
    assert index.count() == 2


def test_a_fault_of_ours_is_no_damage_of_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise ValueError("a fault of ours")

    def use(index: Index) -> None:
        index.search("government")
        index.update(list(RECORDS.items())[2:3], State(8, "b"))

    index = Index.open(tmp_path / "index")
    index.update(list(RECORDS.items())[:2], STATE)
    for place, name in (
        (layout, "document"),
        (layout, "state_document"),
        (search_index, "engine_query"),
        (search_index, "ranks"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, name, failing)
            with pytest.raises(ValueError, match="a fault of ours"):
                use(index)
    assert (index.count(), index.state()) == (2, STATE)


def test_opening_and_searching_write_nothing(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index")
    assert (index.state(), index.search("a").total) == (None, 0)
    assert not (tmp_path / "index").exists()


# ---------------------------------------------------------------- other processes, rights, room

HOLD = """
import sys, tantivy
writer = tantivy.Index.open(sys.argv[1]).writer(15_000_000, 1)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_writer_keeps_others_from_writing_but_not_from_reading(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index = Index.open(folder)
    index.update(list(RECORDS.items())[:2], STATE)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline().strip() == "held"
        with pytest.raises(ArchiveBusy, match="another process"):
            index.update([], State(8, "b"))
        with pytest.raises(ArchiveBusy, match="another process"):
            index.clear()
        assert Index.open(folder).count() == 2
        other.communicate("")
    index.update([], State(8, "b"))
    assert (index.count(), index.state()) == (2, State(8, "b"))


READ = """
import os, sys
from reftel.errors import ArchiveError
from reftel.search import Index, State
with Index.open(sys.argv[1]) as index:
    if os.getuid() == 0:
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
        index.close(); index = Index.open(sys.argv[1])
    assert not os.access(sys.argv[1], os.W_OK)
    for write in (lambda: index.update([], State(8, "b")), index.clear):
        try:
            write()
        except ArchiveError as error:
            print(str(error).partition("; ")[0].rpartition("/")[2])
    print(index.count(), index.state().sequence)
    index.close()
"""


def test_who_may_not_write_can_search_and_is_told_that_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index.open(folder).update(list(RECORDS.items())[:2], STATE)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    temporary.chmod(0o777)
    before = sorted(path.name for path in folder.iterdir())
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.getuid() and path != Path(path.anchor):
            path.chmod(path.stat().st_mode | 0o055)
        if path.name.startswith("pytest-of"):
            break
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ, str(folder)],
            capture_output=True, text=True, env={**os.environ, "TMPDIR": str(temporary)}, check=False,
        )  # fmt: skip
    finally:
        folder.chmod(0o755)
    assert (done.stdout.splitlines(), done.stderr) == ([*["index may not be written to"] * 2, "2 7"], "")
    assert sorted(path.name for path in folder.iterdir()) == before
    assert list(temporary.iterdir()) == []


FILL = """
import resource, sys
from reftel.compose import collection
from reftel.errors import ArchiveFull
from reftel.search import Index, State
index = Index.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    index.update(((record.id, record) for record in collection(300, 5)), State(9, "full"))
except ArchiveFull as error:
    print("full", error)
print(index.count(), index.state().sequence)
"""


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index.open(folder).update(list(RECORDS.items())[:2], STATE)
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(folder)], capture_output=True, text=True, check=True
    )
    said, held = done.stdout.splitlines()
    assert said.startswith("full no room")
    assert held == "2 7"
    index = Index.open(folder)
    index.update(list(RECORDS.items())[2:4], State(9, "room"))
    assert (index.count(), index.state()) == (4, State(9, "room"))
