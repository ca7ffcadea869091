"""A sealed copy, read by anybody where nobody may write; indexes that are missing, damaged, or of others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from command_line import run
from killed_runs import Moment
from killed_runs import run as run_killed
from reftel.archive import Archive
from reftel.archive import indexing as indexing_of_archives
from reftel.compose import write as write_telegrams
from reftel.errors import ArchiveError
from reftel.search import schema as layout
from telegrams_for_archives import is_sound, telegram, write


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for found in folder.rglob("*"):
        if found.is_dir():
            found.chmod(0o755)
    shutil.rmtree(folder)


def made(path: Path, count: int = 3) -> Path:
    with Archive(path, create=True) as archive:
        archive.add(
            write(path.parent / f"{path.name}-cables", {f"{n}.txt": telegram(n) for n in range(1, count + 1)})
        )
    return path


# ---------------------------------------------------------------- sealed

_READING = """
import os, sys
from reftel.archive import Archive
import reftel.search.snippets, reftel.search.index, reftel.search.meaning, msgspec, tantivy, difflib
with Archive(sys.argv[3]) as archive:  # so that all modules are loaded while they may be read
    archive.search("harvest", facets=True, explain=True), archive.search("havrest"), archive.saved_searches()
    archive.get("07BAMAKO1"), archive.info(), archive.similar("07BAMAKO1"), archive.references("07BAMAKO1")
import tempfile
tempfile.tempdir = sys.argv[2]
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with Archive(sys.argv[1]) as archive:
    found = archive.search("harvest", facets=True, explain=True)
    print(found.total, found.facets.total, found.notes, archive.get("07BAMAKO1").key)
    print(archive.saved_search("crops").new, archive.info().index_state)
    print(len(archive.similar("07BAMAKO1").hits), archive.references("07BAMAKO1").key)
"""


@pytest.mark.skipif(
    not hasattr(os, "setuid") or os.getuid() != 0, reason="only root can become somebody else"
)
@pytest.mark.parametrize("mounted", [False, True])
def test_a_sealed_copy_is_searched_by_a_user_without_rights(place: Path, mounted: bool) -> None:
    path = made(place / "a.reftel")
    with Archive(path) as archive:
        archive.save_search("crops", "harvest")
        sealed = archive.seal(place / "copy")
    assert sealed.telegrams == 3
    temporary = place / "temporary"
    temporary.mkdir()
    temporary.chmod(0o777)
    copy = place / "copy"
    before = {found: found.stat().st_mtime_ns for found in copy.rglob("*")}
    assert not any(found.stat().st_mode & 0o222 for found in before)
    if mounted:
        try:
            subprocess.run(["mount", "--bind", copy, copy], check=True, capture_output=True)
            subprocess.run(["mount", "-o", "remount,ro,bind", copy], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("nothing can be mounted here")
    else:
        copy.chmod(0o555)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", _READING, str(copy), str(temporary), str(path)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        if mounted:
            subprocess.run(["umount", copy], check=True, capture_output=True)
    assert ran.stdout.splitlines() == ["3 3 [] 07BAMAKO1", "0 up to date", "2 07BAMAKO1"], ran.stderr
    assert {found: found.stat().st_mtime_ns for found in copy.rglob("*")} == before


def test_sealing_takes_in_what_the_index_lacks_and_overwrites_nothing(place: Path) -> None:
    path = made(place / "a.reftel")
    shutil.rmtree(path / "index")
    assert "sealed 3 telegrams" in run("seal", path, place / "copy").stdout
    assert is_sound(place / "copy")
    assert sorted(found.name for found in (place / "copy").iterdir()) == ["archive.sqlite", "index"]
    with Archive(place / "copy") as copy:
        assert copy.search("harvest").total == 3
    done = run("seal", path, place / "copy")
    assert done.exit_code == 3
    assert "is there already" in done.stderr
    assert not list(place.glob("*.part"))


# ---------------------------------------------------------------- what is wrong with an index


def deleted(index: Path) -> None:
    shutil.rmtree(index)


def truncated(index: Path) -> None:
    (index / "meta.json").write_bytes((index / "meta.json").read_bytes()[:40])


def without_segment(index: Path) -> None:
    next(index.glob("*.term")).unlink()


def with_cut_segments(index: Path) -> None:
    for found in index.glob("*.idx"):
        found.write_bytes(found.read_bytes()[: found.stat().st_size // 2])


def of_another_archive(index: Path) -> None:
    other = made(index.parent.parent / "other.reftel", 5)
    shutil.rmtree(index)
    shutil.copytree(other / "index", index)


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "deleted": (deleted, "is not there"),
    "truncated": (truncated, "is damaged"),
    "a segment is gone": (without_segment, "is damaged"),
    "segments are cut": (with_cut_segments, "is damaged"),
    "of another archive": (of_another_archive, "is of another archive"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_index_that_cannot_serve_is_made_anew_with_a_message(place: Path, name: str) -> None:
    path = made(place / "a.reftel")
    spoil, said = WRONG[name]
    spoil(path / "index")
    done = run("search", path, "harvest", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["total"] == 3
    assert said in done.stderr
    assert "making it from 3 telegrams" in done.stderr
    again = run("search", path, "harvest")
    assert (again.exit_code, again.stderr) == (0, "")


def test_an_index_of_an_older_schema_is_made_anew(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "LAYOUT", layout.LAYOUT - 1)
    layout.fingerprint.cache_clear()
    path = made(place / "a.reftel")
    monkeypatch.undo()
    layout.fingerprint.cache_clear()
    done = run("search", path, "harvest")
    assert "was made by another version of reftel" in done.stderr
    assert done.stdout.endswith("3 telegrams\n")


def test_a_damaged_index_in_a_sealed_copy_says_what_to_do(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(place / "a.reftel")
    deleted(path / "index")

    def refused(path: Path, wait: float) -> None:
        raise ArchiveError("cannot be written")

    monkeypatch.setattr("reftel.archive.indexed.writing_lock", refused)
    done = run("search", path, "harvest")
    assert done.exit_code == 3
    assert "search a copy that may be written to" in done.stderr


# ---------------------------------------------------------------- killed


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_a_killed_rebuild_of_the_index_is_made_good(place: Path, delay: float) -> None:
    path = place / "a.reftel"
    write_telegrams(place / "cables", 400, 3)
    with Archive(path, create=True) as archive:
        archive.add(place / "cables")
        before = archive.keys_found("government")
    run_killed(Moment("index", 1 + round(delay * 50), delay, batch=10), "rebuild", "--index", path)
    with Archive(path) as archive:
        assert archive.keys_found("government") == before
        assert archive.info().index_state == "up to date"


def test_changes_between_the_store_s_commit_and_the_index_s_are_caught_up(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill between the two: the store has them, the index does not."""
    path = made(place / "a.reftel")
    with Archive(path) as archive:
        with monkeypatch.context() as patched:
            patched.setattr(indexing_of_archives, "bring_up_to_date", lambda *given: None)
            archive.add(write(place / "more", {"9.txt": telegram(9)}))
        assert archive.info().index_state == "behind by 1"
        assert archive.search("harvest").total == 4
        assert archive.info().index_state == "up to date"
