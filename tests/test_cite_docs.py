"""The page on citing: what it shows is what reftel prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import readme_archive
from command_line import run
from reftel.cite import STYLES
from reftel.cli.citing import STYLES as OFFERED

PAGE = readme_archive.page("citing.md")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the archive of the README, to work in."""
    monkeypatch.chdir(tmp_path)
    readme_archive.make(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("words", "output"), readme_archive.shown(PAGE))
def test_the_page_shows_what_is_printed(words: list[str], output: str) -> None:
    done = run(*words)
    assert (done.exit_code, done.stdout) == (0, output)


def test_the_lines_for_the_shell_work(folder: Path) -> None:
    [lines] = readme_archive.blocks(PAGE, "sh")
    reftel = Path(sys.executable).with_name("reftel")
    script = re.sub(r"\breftel (?=search|cite)", f"{reftel} ", lines)
    subprocess.run(["sh", "-euc", script], cwd=folder, check=True)
    assert (folder / "mission.ris").read_text("utf-8").startswith("TY  - PCOMM\nID  - 08NAIROBI2934\n")
    assert (folder / "mission.json").read_text("utf-8").startswith("[")


def test_the_python_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    [code] = readme_archive.blocks(PAGE, "python")
    exec(compile(code, "citing.md", "exec"), {})
    assert [capsys.readouterr().out] == readme_archive.blocks(PAGE, "text")


def test_every_style_has_a_section() -> None:
    assert re.findall(r"^### (\S+)$", PAGE, re.MULTILINE) == list(STYLES)
    assert tuple(STYLES) == OFFERED
