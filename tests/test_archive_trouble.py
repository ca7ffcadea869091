"""What may go wrong while an archive is written: nothing committed is lost, and the next run finishes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive, Progress, adding, batch, indexed, indexing, workers
from reftel.archive import archive as archives
from reftel.archive.folder import writing_lock
from reftel.compose import write as compose_files
from reftel.errors import ArchiveBusy, ArchiveError, ArchiveFull
from reftel.store import opening
from telegrams_for_archives import is_sound, telegram, told, write

COUNT = 120
QUERIES = ["*", "the", "subject:visit"]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("composed")
    compose_files(folder, COUNT, 5)
    return folder


@pytest.fixture(scope="module")
def whole(composed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What an archive tells that was made in one go."""
    with Archive(tmp_path_factory.mktemp("whole") / "a.reftel", create=True) as archive:
        archive.add([composed])
        return told(archive, names(composed), QUERIES)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SOURCES", 10)
    monkeypatch.setattr(workers, "default_count", lambda: 1)
    monkeypatch.setattr(adding, "INDEX_EVERY", 30)
    monkeypatch.setattr(indexing, "CHUNK", 25)


def names(composed: Path) -> list[str]:
    return sorted(path.stem for path in composed.rglob("*.txt"))[::10]


def finishes(path: Path, composed: Path, whole: dict[str, object]) -> None:
    """The archive is sound, its index comes up to date, and a second run makes it whole."""
    assert is_sound(path)
    with Archive(path) as archive:
        held = archive.info().telegrams
        assert archive.search("*").total == held
        assert archive.info().index_state == "up to date"
        added = archive.add([composed])
        assert (added.telegrams, added.unchanged) == (COUNT - held, held)
        assert told(archive, names(composed), QUERIES) == whole
    assert is_sound(path)


# ---------------------------------------------------------------- broken off


@pytest.mark.parametrize("at", [1, 9, 10, 35, COUNT], ids=str)
def test_ctrl_c_from_within(
    tmp_path: Path, composed: Path, whole: dict[str, object], small_batches: None, at: int
) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.done == at:
            raise KeyboardInterrupt

    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive, pytest.raises(KeyboardInterrupt):
        archive.add([composed], on_progress=interrupt)
    with Archive(path) as archive:
        assert archive.info().telegrams == at // 10 * 10
    finishes(path, composed, whole)


def test_ctrl_c_within_a_commit(
    tmp_path: Path,
    composed: Path,
    whole: dict[str, object],
    small_batches: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from reftel.store import speaking

    calls = 0
    log_changes = speaking.log_changes

    def interrupted(*given):  # type: ignore[no-untyped-def]
        nonlocal calls
        calls += 1
        log_changes(*given)
        if calls == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(speaking, "log_changes", interrupted)
    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive, pytest.raises(KeyboardInterrupt):
        archive.add([composed])
    with Archive(path) as archive:
        assert archive.info().telegrams == 20
    finishes(path, composed, whole)


def test_a_rebuild_that_is_broken_off(
    tmp_path: Path, composed: Path, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SOURCES", 10)

    def interrupt(progress: Progress) -> None:
        if progress.done == 50:
            raise KeyboardInterrupt

    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive:
        archive.add([composed])
        with pytest.raises(KeyboardInterrupt):
            archive.rebuild(on_progress=interrupt)
        assert told(archive, names(composed), QUERIES) == whole
        assert archive.rebuild().telegrams == COUNT
    finishes(path, composed, whole)


_ADDING = """
import sys
from reftel.archive import Archive, adding, batch, indexing
batch.SOURCES, adding.INDEX_EVERY, indexing.CHUNK = 10, 30, 25
def told(progress):
    print(progress.done, flush=True)
    if progress.done % 25 == 0:
        sys.stdin.readline()
with Archive(sys.argv[1], create=True) as archive:
    archive.add([sys.argv[2]], on_progress=told, workers=1)
"""


def run_until(done: int, path: Path, composed: Path, sent: signal.Signals) -> int:
    """Add in another process, and send it a signal when it has done so many files; its exit status."""
    command = [sys.executable, "-c", _ADDING, str(path), str(composed)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        for line in process.stdout:
            if int(line) == done:
                process.send_signal(sent)
                break
            if int(line) % 25 == 0:
                process.stdin.write("\n")
                process.stdin.flush()
        process.communicate(timeout=60)
        return process.returncode


@pytest.mark.parametrize("done", [5, 50, 75], ids=str)
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_another_process_is_ended(
    tmp_path: Path, composed: Path, whole: dict[str, object], sent: signal.Signals, done: int
) -> None:
    path = tmp_path / "a.reftel"
    assert run_until(done, path, composed, sent) != 0
    finishes(path, composed, whole)


def test_the_index_fails_after_the_store_was_written(
    tmp_path: Path, composed: Path, whole: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*given: object) -> None:
        raise ArchiveFull("no room for the index")

    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive:
        with monkeypatch.context() as broken:
            broken.setattr(indexing, "bring_up_to_date", fails)
            with pytest.raises(ArchiveFull):
                archive.add([composed])
        assert archive.info().telegrams == COUNT
        assert archive.info().index_state == "missing"
    finishes(path, composed, whole)


# ---------------------------------------------------------------- no room


def test_a_full_disk(
    tmp_path: Path,
    composed: Path,
    whole: dict[str, object],
    small_batches: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a.reftel"
    with monkeypatch.context() as full:
        full.setattr(opening, "_SETTINGS", (*opening._SETTINGS, "PRAGMA max_page_count = 150"))
        with Archive(path, create=True) as archive:
            with pytest.raises(ArchiveFull, match="committed before is whole"):
                archive.add([composed])
            assert 0 < archive.info().telegrams < COUNT
    finishes(path, composed, whole)


_LIMITED = """
import resource, signal, sys
from reftel.archive import Archive, batch
from reftel.errors import ArchiveFull
batch.SOURCES = 10
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[3])
with Archive(sys.argv[1], create=True) as archive:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        archive.add([sys.argv[2]], workers=1)
    except ArchiveFull as error:
        print(f"full: {error}")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are the system's")
@pytest.mark.parametrize("limit", [20_000, 300_000, 600_000], ids=str)
def test_a_limit_on_the_size_of_files(
    tmp_path: Path, composed: Path, whole: dict[str, object], limit: int
) -> None:
    path = tmp_path / "a.reftel"
    command = [sys.executable, "-c", _LIMITED, str(path), str(composed), str(limit)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (ran.returncode, ran.stdout[:5]) == (0, "full:"), ran.stderr
    finishes(path, composed, whole)


# ---------------------------------------------------------------- two at once


def test_another_writer_makes_it_busy(
    tmp_path: Path, composed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive:
        archive.add([composed])
        monkeypatch.setattr(archives, "writing_lock", lambda path: writing_lock(path, 0.1))
        attempts: tuple[Callable[[], object], ...] = (
            lambda: archive.add([composed]),
            lambda: archive.remove("*"),
            archive.rebuild,
        )
        with writing_lock(path):
            for attempt in attempts:
                with pytest.raises(ArchiveBusy, match="another process is writing"):
                    attempt()
            assert archive.search("*").total == COUNT
        assert archive.add([composed]).unchanged == COUNT


def test_a_first_add_can_be_searched_before_it_ends(
    tmp_path: Path, composed: Path, small_batches: None
) -> None:
    path, seen = tmp_path / "a.reftel", []
    with Archive(path, create=True) as archive, Archive(path) as reader:
        archive.add(composed, on_progress=lambda told: seen.append((told.done, reader.search("*").total)))
    assert (9, 0) in seen
    assert (15, 10) in seen
    assert (45, 40) in seen
    assert [total for _, total in seen] == sorted(total for _, total in seen)


def test_a_search_without_an_index_says_that_another_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.reftel"
    monkeypatch.setattr(indexed, "_PATIENCE", 0.0)
    with Archive(path, create=True) as archive:
        archive.add(write(tmp_path, {"1.txt": telegram(1)}))
        shutil.rmtree(path / "index")
        with (
            writing_lock(path),
            pytest.raises(ArchiveBusy, match="there is no index yet, and another process"),
        ):
            archive.search("harvest")
        assert archive.search("harvest").total == 1


def test_searching_goes_on_while_another_writes(tmp_path: Path) -> None:
    first, second = write(tmp_path, {"1.txt": telegram(1), "2.txt": telegram(2)})
    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive, Archive(path) as reader:
        archive.add([first])
        seen = []
        archive.add([second], on_progress=lambda progress: seen.append(reader.search("*").total))
        assert seen == [1]
        assert reader.search("*").total == 2


# ---------------------------------------------------------------- read only


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


_READING = """
import os, sys, reftel.archive, reftel.search.index, reftel.search.snippets, msgspec, tantivy, difflib
from reftel.archive import Archive
from reftel.archive import adding, rebuilding, removing, workers  # while they may be read
from reftel.errors import ArchiveError
from reftel.telegram_id import read_id
path = sys.argv[1]
with Archive(path) as archive:
    archive.search("harvest"), archive.get("07BAMAKO1")
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
with Archive(path) as archive:
    print(archive.get("07BAMAKO1").key, archive.search("harvest").total)
    for attempt in (lambda: archive.add([path]), archive.rebuild, lambda: archive.remove("07BAMAKO1")):
        try:
            attempt()
        except ArchiveError as error:
            print(type(error).__name__, "cannot be written" in str(error))
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users")
def test_an_archive_that_may_not_be_written(open_folder: Path) -> None:
    cables = write(open_folder / "cables", {"1.txt": telegram(1)})
    path = open_folder / "a.reftel"
    with Archive(path, create=True) as archive:
        archive.add(cables)
    for found in path.rglob("*"):
        found.chmod(0o555 if found.is_dir() else 0o444)
    path.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", _READING, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    path.chmod(0o755)
    (path / "index").chmod(0o755)
    assert ran.stdout.splitlines() == ["07BAMAKO1 1", *["ArchiveError True"] * 3], ran.stderr


_FULL = """
import resource, signal, sys
from reftel.archive import Archive
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
with Archive(sys.argv[1]) as archive:
    print(archive.get("07BAMAKO1").key, archive.search("harvest").total, archive.info().telegrams)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are the system's")
def test_an_archive_is_read_where_no_room_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive:
        archive.add(write(tmp_path, {"1.txt": telegram(1)}))
    before = sorted(found.name for found in path.iterdir())
    ran = subprocess.run(
        [sys.executable, "-B", "-c", _FULL, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout == "07BAMAKO1 1 1\n", ran.stderr
    assert sorted(found.name for found in path.iterdir() if "sqlite-" not in found.name) == before


def test_a_missing_index_on_a_read_only_medium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive:
        archive.add(write(tmp_path, {"1.txt": telegram(1)}))
    shutil.rmtree(path / "index")

    def refused(path: Path, wait: float) -> None:
        raise ArchiveError(f"{path}: cannot be written (Read-only file system)")

    monkeypatch.setattr(indexed, "writing_lock", refused)
    with Archive(path) as archive:
        with pytest.raises(ArchiveError, match="index is missing and cannot be made here"):
            archive.search("harvest")
        assert archive.get("07BAMAKO1").key == "07BAMAKO1"
