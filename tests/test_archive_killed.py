"""A process that is killed: nothing committed is lost, and another run makes the archive whole.

With ``REFTEL_TIMES=9`` more than fifty runs are killed, at other moments each; without, a dozen.
"""

from __future__ import annotations

import gzip
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive_content import content, content_hash, paths_held
from containers import encrypted, tarred, zipped
from damage import TIMES
from killed_runs import NEVER, Moment, Run, moments, run
from reftel.archive import Archive
from reftel.compose import collection, compose, compose_sections, write, write_table
from reftel.errors import NotAnArchive
from telegrams_for_archives import is_sound

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")

SEEDS = range(1, TIMES + 1)
FOLDER = "cables"
_ENDED = (0, 1)  # 1: some of the files cannot be read, on purpose


# ---------------------------------------------------------------- the files


def lay_files(place: Path) -> Path:
    """Files of all sorts: telegrams, sections by themselves, pages, a table, containers, broken ones."""
    folder = place / FOLDER
    write(folder / "sent", 60, 5, split_sections=True)
    write(folder / "whole", 12, 5)  # some of them once more, in one piece
    write_table(folder / "table", 30, 6)
    write(folder / "mail", 10, 8, form="smart")
    (folder / "note.txt").write_text("Dear all,\n\nthe caravan has come.\n", "utf-8")
    (folder / "again.txt").write_bytes(first_file(folder).read_bytes())
    (folder / "locked.zip").write_bytes(encrypted([("a.txt", b"A telegram.")]))
    (folder / "torn.gz").write_bytes(gzip.compress(b"R 281052Z NOV 07\n" * 40)[:-12])
    lay_containers(folder, "")
    return folder


def lay_containers(folder: Path, note: str) -> None:
    """A ZIP archive whose members are telegrams, sections of them, and a tape with others."""
    records = list(collection(40, 7))
    long = max(records, key=lambda record: len(compose_sections(record)))
    first, *others = compose_sections(long)
    (folder / "first.txt").write_text(first, "utf-8")
    texts = [*others, *(compose(record) for record in records if record is not long)]
    members = [(f"{i:02}.txt", (text + note).encode()) for i, text in enumerate(texts)]
    tape = gzip.compress(tarred(members[30:]), mtime=0)
    (folder / "batch.zip").write_bytes(zipped([*members[:30], ("more.tar.gz", tape)]))


def edit_files(folder: Path) -> None:
    """Change one file in five, the containers and the table; mend what was torn."""
    for path in sorted((folder / "sent").rglob("*.txt"))[::5]:
        path.write_text(path.read_text("utf-8") + "\nEDITED\n", "utf-8")
    (folder / "torn.gz").write_bytes(
        gzip.compress(b"R 281052Z NOV 07\nUNCLAS BAMAKO 1\n\n1. Rain.\n", mtime=0)
    )
    lay_containers(folder, "\nEDITED\n")
    write_table(folder / "table", 36, 6)


def first_file(folder: Path) -> Path:
    return min(folder.rglob("*.txt"))


# ---------------------------------------------------------------- what is looked at after a kill


def looked_at(archive: Path, ran: Run) -> set[tuple[str, str]]:
    """Look at an archive as a killed run left it; what it holds. All that was committed must be there."""
    try:
        with Archive(archive) as opened:
            info = opened.info()
            assert opened.search("*").total == info.telegrams
            assert opened.info().index_state == "up to date"
    except NotAnArchive:
        assert ran.committed is None, "an archive with telegrams was lost"
        return set()
    assert is_sound(archive)
    if ran.committed:
        assert holds_change(archive, ran.committed)
    return paths_held(archive)


def holds_change(archive: Path, change: str) -> bool:
    """Whether a change, as sequence number and token, stands in the log."""
    connection = sqlite3.connect(archive / "archive.sqlite")
    try:
        row = connection.execute("SELECT 1 FROM changes WHERE sequence || ' ' || token = ?", (change,))
        return row.fetchone() is not None
    finally:
        connection.close()


def mode(archive: Path) -> str:
    connection = sqlite3.connect(archive / "archive.sqlite")
    try:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    finally:
        connection.close()


def look(archive: Path, ran: Run, chance: random.Random) -> set[tuple[str, str]]:
    """The same, half of the times at a copy, so that the next run finds all as the kill left it."""
    assert ran.killed or ran.status in _ENDED, ran.errors
    if not archive.exists() or chance.random() < 0.5:
        return looked_at(archive, ran)
    copied = archive.with_name("copied")
    shutil.copytree(archive, copied)
    held = looked_at(copied, ran)
    shutil.rmtree(copied)
    return held


def killed_in_turn(archive: Path, chosen: list[Moment], chance: random.Random, *arguments: str | Path) -> int:
    """Run and kill in turn; nothing that was held before may go. How many were killed."""
    held: set[tuple[str, str]] = paths_held(archive) if archive.exists() else set()
    killed = 0
    for moment in chosen:
        ran = run(moment, *arguments)
        killed += ran.killed
        now = look(archive, ran, chance)
        assert {path for path, _ in held} <= {path for path, _ in now}, moment
        held = now
    return killed


def finished(archive: Path, *arguments: str | Path) -> None:
    """One more run that nobody disturbs."""
    ran = run(NEVER, *arguments)
    assert ran.status in _ENDED, ran.errors
    assert is_sound(archive)
    assert mode(archive) == "wal"


# ---------------------------------------------------------------- the archives that nobody disturbed


class Undisturbed:
    """Files, and what the archives of them hold that were made in one go."""

    def __init__(self, place: Path) -> None:
        self.place = place
        lay_files(place)
        self.before, self.seconds = self._made("before.reftel")
        edit_files(place / FOLDER)
        self.after, _ = self._made("after.reftel")
        shutil.rmtree(place / FOLDER)

    def _made(self, name: str) -> tuple[Path, float]:
        ran = run(NEVER, "add", self.place / name, self.place / FOLDER)
        assert ran.status == 1, ran.errors
        return self.place / name, ran.seconds

    def files(self) -> Path:
        """The files, laid anew in their old place, for that is where they are held."""
        shutil.rmtree(self.place / FOLDER, ignore_errors=True)
        return lay_files(self.place)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_add_that_is_killed(tmp_path: Path, undisturbed: Undisturbed, seed: int) -> None:
    chance, archive, folder = random.Random(seed), tmp_path / "a.reftel", undisturbed.files()
    chosen = moments(chance, 6, undisturbed.seconds)
    assert killed_in_turn(archive, chosen, chance, "add", archive, folder) >= 3
    finished(archive, "add", archive, folder)
    assert content(archive) == content(undisturbed.before)
    assert content_hash(archive) == content_hash(undisturbed.before)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_add_of_edited_files_that_is_killed(tmp_path: Path, undisturbed: Undisturbed, seed: int) -> None:
    chance, archive, folder = random.Random(-seed), tmp_path / "a.reftel", undisturbed.files()
    first, *others = moments(chance, 6, undisturbed.seconds)[1:4]
    killed_in_turn(archive, [first], chance, "add", archive, folder)
    edit_files(folder)
    killed_in_turn(archive, others, chance, "add", archive, folder)
    finished(archive, "add", archive, folder)
    assert content(archive) == content(undisturbed.after)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rebuild_that_is_killed(tmp_path: Path, undisturbed: Undisturbed, seed: int) -> None:
    chance, archive = random.Random(seed), tmp_path / "a.reftel"
    shutil.copytree(undisturbed.before, archive)
    chosen = [
        Moment("commit", chance.randint(1, 12), chance.uniform(0, 0.003)),
        Moment(*chance.choice((("clear", 1), ("index", 1), ("index", 3))), chance.uniform(0, 0.02)),
    ]
    for moment in chosen:
        killed_in_turn(archive, [moment], chance, "rebuild", archive)
        assert content(archive) == content(undisturbed.before)
    finished(archive, "rebuild", archive)
    assert content(archive) == content(undisturbed.before)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_removal_that_is_killed(tmp_path: Path, undisturbed: Undisturbed, seed: int) -> None:
    chance, archive, other = random.Random(seed), tmp_path / "a.reftel", tmp_path / "b.reftel"
    name = undisturbed.place / FOLDER / "batch.zip"
    for made in (archive, other):
        shutil.copytree(undisturbed.before, made)
    finished(other, "remove", other, name)
    ran = run(Moment("commit", chance.randint(1, 30), chance.uniform(0, 0.003)), "remove", archive, name)
    held = look(archive, ran, chance)
    kept = {path for path in paths_held(undisturbed.before) if not path[0].startswith(str(name))}
    assert kept <= held <= paths_held(undisturbed.before)
    finished(archive, "remove", archive, name)
    assert content(archive) == content(other)


_LAYING_OUT = """
import os, signal, sqlite3, sys
from importlib.resources import files
from reftel.store import opening
connection = opening._connected(opening.Path(sys.argv[1]), "rwc")
schema = files("reftel.store").joinpath("schema.sql").read_text("utf-8")
connection.executescript(f"PRAGMA cache_size = 1; BEGIN IMMEDIATE; {schema}")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_making_that_is_killed_with_a_journal(tmp_path: Path) -> None:
    archive, cable = tmp_path / "a.reftel", tmp_path / "a.txt"
    archive.mkdir()
    cable.write_text("R 281052Z NOV 07\nUNCLAS BAMAKO 1361\n\n1. It rained.\n", "utf-8")
    subprocess.run([sys.executable, "-c", _LAYING_OUT, str(archive / "archive.sqlite")], check=False)
    assert (archive / "archive.sqlite-journal").stat().st_size
    assert (archive / "archive.sqlite").stat().st_size
    with pytest.raises(NotAnArchive, match="was never finished"):
        Archive(archive)
    finished(archive, "add", archive, cable)
    with Archive(archive) as opened:
        assert opened.info().telegrams == 1


def test_a_file_that_was_made_and_has_no_shared_log_gets_one(tmp_path: Path) -> None:
    archive = tmp_path / "a.reftel"
    with Archive(archive, create=True):
        pass
    connection = sqlite3.connect(archive / "archive.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    assert mode(archive) == "delete"
    with Archive(archive, create=True) as opened:
        opened.add([])
    assert mode(archive) == "wal"
