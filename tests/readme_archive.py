"""The archive of the README, in which the other pages of docs/ work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from command_line import run

ROOT = Path(__file__).resolve().parent.parent


def make(folder: Path) -> None:
    """The telegram of the README and its archive, in ``folder``, which is where the tests work."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [(name, text)] = re.findall(r"^\$ cat (\S+)\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    (folder / name).write_text(text, encoding="utf-8")
    assert run("add", folder / "nairobi.reftel", folder / name).exit_code == 0


def page(name: str) -> str:
    """A page of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def shown(text: str) -> list[tuple[list[str], str]]:
    """The commands of a page, each with the output that stands below it."""
    found = []
    for block in blocks(text, "console"):
        line, _, output = block.partition("\n")
        found.append((shlex.split(line.removeprefix("$ reftel ")), output))
    return found
