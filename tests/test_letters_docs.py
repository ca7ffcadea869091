"""The page on letters: its example, its table of names and its Python show what reftel does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from command_line import run
from ghosts import UNKNOWN, ghost
from reftel.letters import naming
from reftel.letters.settings import PROCEDURES
from test_letters_names import CITED, DATES

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "letters.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The page's one block of a language."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the archive of the README and the settings of the page, to work in."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [(name, text)] = re.findall(r"^\$ cat (\S+)\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, encoding="utf-8")
    Path("mine.toml").write_text(block("toml"), encoding="utf-8")
    assert run("add", "nairobi.reftel", name).exit_code == 0
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_page_shows_the_letter_that_the_command_prints() -> None:
    _, *words = shlex.split(block("console").removeprefix("$ "))
    done = run(*words)
    assert done.exit_code == 0
    assert done.stdout == block("text")


def test_the_python_of_the_page_prints_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block("python"), str(folder), "exec"), {})
    assert capsys.readouterr().out.rstrip() == block("text").rstrip()


def test_names_on_the_page_are_names_that_letters_use() -> None:
    shown = re.findall(r"\| (Embassy [^|]+) \|$", PAGE, re.MULTILINE)
    names = {f"Embassy London telegram 88994{words}" for _, words in DATES}
    names.add(naming.document(ghost("97LONDON88994", UNKNOWN, ())))
    names.add(naming.document(ghost("97LONDON88994", UNKNOWN, (CITED,))))
    assert len(shown) == 5
    assert set(shown) <= names


def test_the_page_names_every_procedure() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == PROCEDURES
