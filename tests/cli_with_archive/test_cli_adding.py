"""`add`: its summary, what it skips, and what is left when it is broken off."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command_line import HARBOR, run, written
from reftel import Archive
from reftel.cli import adding
from reftel.errors import NotAnArchive


def test_add_says_what_came_of_it(cables: Path, tmp_path: Path) -> None:
    done = run("add", tmp_path / "b.reftel", cables)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("2 files read in ")
    assert done.stdout.endswith(": 2 new telegrams, 0 copies, 0 unchanged, 0 skipped\n")


def test_adding_again_changes_nothing(archive: Path, cables: Path) -> None:
    done = run("add", archive, cables)
    assert done.exit_code == 0
    assert done.stdout.endswith(": 0 new telegrams, 0 copies, 2 unchanged, 0 skipped\n")


def test_add_tells_of_edited_files(archive: Path, cables: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(written(HARBOR, "First."), encoding="utf-8")
    assert run("add", archive, tmp_path / "a.txt").exit_code == 0
    (tmp_path / "a.txt").write_text(written(HARBOR, "Second."), encoding="utf-8")
    done = run("add", archive, tmp_path / "a.txt")
    assert done.stdout.endswith(": 0 new telegrams, 0 copies, 1 changed, 0 unchanged, 0 skipped\n")
    assert run("search", archive, "first").exit_code == 1


def test_add_skips_what_it_cannot_read_and_says_why(cables: Path, tmp_path: Path) -> None:
    empty, binary, half, missing = (tmp_path / name for name in ("empty", "binary", "half", "missing"))
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 64)
    half.write_text(written(HARBOR, "")[:120], encoding="utf-8")
    done = run("add", tmp_path / "b.reftel", empty, binary, half, missing, cables)
    assert done.exit_code == 1
    assert done.stdout.startswith("3 files read in ")
    assert done.stdout.endswith(": 2 new telegrams, 1 copy, 0 unchanged, 3 skipped\n")
    skipped = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in skipped] == [
        f"skipped {name}" for name in (empty, binary, missing)
    ]
    assert all(len(line.split(": ", 2)[2]) > 5 for line in skipped), "a reason is missing"


def test_add_tells_of_what_does_not_look_like_a_telegram(cables: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear aunt,\n\nall is well here.\n", encoding="utf-8")
    archive = tmp_path / "b.reftel"
    lines = run("add", archive, cables, tmp_path / "letter.txt").stdout.splitlines()
    assert lines[0].endswith(": 3 new telegrams, 0 copies, 0 unchanged, 0 skipped")
    assert lines[1] == (
        f"1 of them does not look like a telegram; see: reftel search {archive} defect:not-a-telegram"
    )
    assert json.loads(run("search", archive, "defect:not-a-telegram", "--json").stdout)["total"] == 1


def test_add_counts_a_file_once(cables: Path, tmp_path: Path) -> None:
    done = run("add", tmp_path / "b.reftel", cables, f"{cables}/", cables / "harbor.txt")
    assert done.stdout.startswith("2 files read in ")
    shutil.copy(cables / "harbor.txt", tmp_path / "again.txt")
    done = run("add", tmp_path / "b.reftel", tmp_path / "again.txt")
    assert done.stdout.endswith(": 0 new telegrams, 1 copy, 0 unchanged, 0 skipped\n")


def test_add_names_only_the_first_of_many(cables: Path, tmp_path: Path) -> None:
    empty = [tmp_path / f"{i:02d}.txt" for i in range(adding.SHOWN + 5)]
    for path in empty:
        path.write_bytes(b"")
    done = run("add", tmp_path / "b.reftel", *empty)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) == adding.SHOWN + 1
    assert "and 5 more" in lines[-1]


@pytest.mark.parametrize("when", ["before", "after some"])
def test_interrupted_add_says_what_was_kept_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, cables: Path, tmp_path: Path, when: str
) -> None:
    plain = Archive.add

    def broken_off(self: Archive, paths: list[str], **more: object) -> None:
        if when == "after some":
            plain(self, [cables / "harbor.txt"])
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "add", broken_off)
    done = run("add", tmp_path / "b.reftel", cables)
    assert done.exit_code == 130
    held = "1 telegram" if when == "after some" else "0 telegrams"
    assert f"holds {held}. Go on with\n  reftel add {tmp_path / 'b.reftel'} {cables}\n" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_ctrl_c_in_a_real_run_loses_nothing(tmp_path: Path) -> None:
    cables, archive = tmp_path / "cables", tmp_path / "b.reftel"
    assert run("compose", cables, "--count", "1000").exit_code == 0
    files = sorted(cables.rglob("*.txt"))
    # It waits for standard input after 800 files: two batches are stored, two are being read.
    command = [
        sys.executable,
        "-m",
        "reftel",
        "add",
        archive,
        "--workers",
        "2",
        *files[:800],
        "-",
        *files[800:],
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert until_held(archive, 400, process)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "interrupted; the archive is whole and holds 400 telegrams. Go on with" in said
    assert "Traceback" not in said
    done = run("add", archive, cables)
    assert done.stdout.endswith(": 600 new telegrams, 0 copies, 400 unchanged, 0 skipped\n")
    assert json.loads(run("search", archive, "*", "--json").stdout)["total"] == 1000


def until_held(archive: Path, sources: int, process: subprocess.Popen[str]) -> bool:
    """Wait until an archive that another process fills holds so many sources; ``False`` if it never does."""
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        if (archive / "archive.sqlite").exists():
            with contextlib.suppress(NotAnArchive), Archive(archive) as opened:
                if opened.info().sources == sources:
                    return True
        time.sleep(0.02)
    return False
