"""The parser is pure: it opens nothing, changes nothing and asks for no time, and knows no state."""

from __future__ import annotations

import ast
import copy
import importlib
import pkgutil
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

from reftel import defects, span, telegram_id
from reftel import telegram as package
from reftel.compose import collection, compose
from reftel.telegram.parser import parse

MODULES = [
    importlib.import_module(f"reftel.telegram.{found.name}")
    for found in pkgutil.iter_modules(package.__path__)
]

# Runs in a process of its own: an audit hook cannot be taken away again.
WATCHED = """
import sys
watching = False
from reftel.compose import collection, compose
from reftel.telegram.parser import parse
texts = [compose(record) for record in collection(6, 2)]
texts.append(texts[0].replace("TAGS: ", "TAGES: PRELPINS XXXX ").replace("REF: ", "REF: ATLANTIS 77, "))
first = [parse(text) for text in texts]
seen = []
sys.addaudithook(lambda event, arguments: seen.append((event, str(arguments)[:200])) if watching else None)
watching = True
second = [parse(text) for text in texts]
watching = False
print([event for event in seen if not event[0].startswith(("object.__getattr__", "object.__setattr__"))])
assert first == second
open("/dev/null").close()
"""


def run(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    ).stdout.strip()


def test_a_parse_does_nothing_that_the_interpreter_would_report() -> None:
    """No file, no socket, no process, no import: once the tables are read, not one audited event."""
    assert run(WATCHED) == "[]"


def test_the_watch_sees_what_it_should() -> None:
    """The same watch, over a parse that opens a file."""
    opening = WATCHED.replace(
        "second = [parse(text) for text in texts]",
        "open('/dev/null').close()\nsecond = [parse(text) for text in texts]",
    )
    assert "('open'" in run(opening)


# What the parser is made of: nothing that reads, waits, draws lots or tells the time. Of msgspec it takes
# structs, which are values alone.
ALLOWED = {
    "__future__", "bisect", "collections", "dataclasses", "difflib", "functools", "itertools", "msgspec",
    "re", "reftel", "typing", "unicodedata",
}  # fmt: skip


@pytest.mark.parametrize("module", [*MODULES, defects, span, telegram_id], ids=lambda module: module.__name__)
def test_the_parser_imports_only_what_is_pure(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    found = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert found - ALLOWED == set()
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert called & {"open", "print", "input", "exec", "eval", "globals"} == set()


def names_of(module: object) -> dict[str, object]:
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, (str, int, tuple, dict, frozenset, list, set)) and not name.startswith("__")
    }


def test_a_parse_changes_no_module() -> None:
    before = [copy.deepcopy(names_of(module)) for module in MODULES]
    for record in collection(10, 8):
        parse(compose(record))
    parse("SUBJECT: " * 100)
    assert [names_of(module) for module in MODULES] == before


def test_modules_hold_no_lists_or_sets_that_could_change() -> None:
    changeable = [
        (module.__name__, name)
        for module in MODULES
        for name, value in names_of(module).items()
        if isinstance(value, (list, set)) and name != "__all__"
    ]
    assert changeable == []


def test_order_and_company_change_nothing() -> None:
    """A telegram is read the same after others, before others and beside others."""
    texts = [compose(record) for record in collection(12, 9)]
    alone = [parse(text) for text in texts]
    assert [parse(text) for text in reversed(texts)][::-1] == alone
    found: dict[int, list[object]] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.setdefault(n, [parse(text) for text in texts]))  # type: ignore[misc]
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [alone] * 4


def test_the_text_is_never_changed() -> None:
    text = compose(next(iter(collection(1, 4))))
    assert parse(text).text is text
