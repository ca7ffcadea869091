"""The floors that import-linter cannot draw: the front door, the pure parser, light imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import reftel

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "reftel"
FACES = ("__init__.py", "__main__.py", "cli")
PURE = ("telegram", "span.py", "defects.py", "telegram_id.py")
IMPURE = {"now", "utcnow", "today", "open", "print", "input", "exec", "eval", "__import__"}
HEAVY = ("tantivy", "rich", "sqlite3", "zstandard", "click", "reftel.archive", "reftel.telegram.parser")


def modules(*names: str) -> Iterator[Path]:
    """The Python files of the named modules and packages of reftel."""
    for name in names:
        path = PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def through_the_front_door(path: Path) -> Iterator[str]:
    """Imports of names that are no submodules from the package itself."""
    submodules = {entry.stem for entry in PACKAGE.iterdir()} - set(reftel.__all__)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (f"import {name.name}" for name in node.names if name.name == "reftel")
        if isinstance(node, ast.ImportFrom) and node.module == "reftel":
            yield from (f"from reftel import {n.name}" for n in node.names if n.name not in submodules)


def inside() -> list[Path]:
    return [path for path in modules(".") if path.relative_to(PACKAGE).parts[0] not in FACES]


@pytest.mark.parametrize("path", inside(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_inside_imports_the_front_door(path: Path) -> None:
    assert list(through_the_front_door(path)) == []


def test_the_front_door_is_seen_when_it_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("import reftel\nfrom reftel import tables\nfrom reftel import Record\n", encoding="utf-8")
    assert list(through_the_front_door(path)) == ["import reftel", "from reftel import Record"]


def test_no_module_is_named_like_a_name_of_the_front_door_that_it_would_hide() -> None:
    assert callable(reftel.record), "reftel.record must stay the function, whatever was imported before"


@pytest.mark.parametrize("path", list(modules(*PURE)), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_parser_asks_no_clock_and_opens_nothing(path: Path) -> None:
    """``datetime`` is allowed for dates that are given; its clock is not."""
    calls = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    names = {ast.unparse(func).rpartition(".")[2] for func in calls}
    assert names.isdisjoint(IMPURE)


def test_the_front_door_loads_nothing_heavy() -> None:
    script = "import reftel, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(HEAVY).isdisjoint(loaded.stdout.split())


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path in modules(".") if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []
