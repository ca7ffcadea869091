"""Archives that cannot be opened or written: each command says so in a line, and leaves them alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reftel import Archive
from reftel.cli.app import reftel
from reftel.errors import ArchiveBusy, ArchiveFull


def run(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(reftel, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    """A folder with a file that could be added."""
    folder = tmp_path / "cables"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "R 121314Z MAR 08\nFM AMEMBASSY BRIDGETOWN\n\nA text.\n", encoding="utf-8"
    )
    return folder


def _file(path: Path) -> None:
    path.write_text("no archive", encoding="utf-8")


def _folder_of_files(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("no archive", encoding="utf-8")


def _other_sqlite(path: Path) -> None:
    path.mkdir()
    (path / "archive.sqlite").write_text("no database", encoding="utf-8")


def _missing(path: Path) -> None:
    assert not path.exists()


READING = [
    pytest.param(["search", "ARCHIVE", "harbor"], id="search"),
    pytest.param(["show", "ARCHIVE", "08BRIDGETOWN777"], id="show"),
    pytest.param(["refs", "ARCHIVE", "08BRIDGETOWN777"], id="refs"),
    pytest.param(["letter", "ARCHIVE", "08BRIDGETOWN777"], id="letter"),
    pytest.param(["remove", "ARCHIVE", "08BRIDGETOWN777"], id="remove"),
    pytest.param(["rebuild", "ARCHIVE"], id="rebuild"),
    pytest.param(["info", "ARCHIVE"], id="info"),
]


@pytest.mark.parametrize("arguments", READING)
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(_file, id="a file"),
        pytest.param(_folder_of_files, id="a folder of files"),
        pytest.param(_other_sqlite, id="a file of that name that is no database"),
        pytest.param(_missing, id="nothing"),
    ],
)
def test_what_is_no_archive_is_said_to_be_none(
    tmp_path: Path, arguments: list[str], make: Callable[[Path], None]
) -> None:
    path = tmp_path / "x.reftel"
    make(path)
    before = sorted(tmp_path.rglob("*"))
    done = run(*(str(path) if word == "ARCHIVE" else word for word in arguments))
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("reftel: ")
    assert str(path) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("make", [_file, _folder_of_files, _other_sqlite])
def test_add_does_not_write_into_what_is_no_archive(
    tmp_path: Path, cables: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "x.reftel"
    make(path)
    before = sorted(tmp_path.rglob("*"))
    done = run("add", path, cables)
    assert (done.exit_code, done.stdout) == (3, "")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("error", "code"), [(ArchiveFull("no room left"), 4), (ArchiveBusy("busy"), 3)])
def test_full_and_busy(
    monkeypatch: pytest.MonkeyPatch, cables: Path, tmp_path: Path, error: Exception, code: int
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(Archive, "add", fail)
    done = run("add", tmp_path / "b.reftel", cables)
    assert (done.exit_code, done.stderr) == (code, f"reftel: {error}\n")
