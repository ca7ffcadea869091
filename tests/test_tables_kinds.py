"""The kinds of lines: each that the parser can give has a row in words, and each row is of such a kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from reftel import tables
from reftel import telegram as package
from reftel.compose import collection, compose
from reftel.tables.kinds import LineKind
from reftel.telegram import dispatch, grammar
from reftel.telegram.line_signs import KINDS
from reftel.telegram.parser import parse

TESTS = Path(__file__).parent
BY_WORDS = {rule.kind for rule in grammar.LINE_KINDS}
BLANK = {"blank", "gap"}


def stated(node: ast.AST) -> Iterator[str]:
    """The words that an expression holds."""
    yield from (
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def kinds_stated(source: ast.Module) -> Iterator[str]:
    """The kinds that a module of the parser gives lines by what stands around them, as it is written."""
    for node in ast.walk(source):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "of_kind"
        ):
            kind = node.args[0]
            branches = [kind.body, kind.orelse] if isinstance(kind, ast.IfExp) else [kind]
            yield from chain.from_iterable(map(stated, branches))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and is_named(node, "KINDS"):
            yield from chain.from_iterable(map(stated, node.value.values))


def is_named(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def kinds_in_program() -> set[str]:
    folder = Path(str(package.__file__)).parent
    modules = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py")))
    return BY_WORDS | set(chain.from_iterable(map(kinds_stated, modules)))


def texts() -> Iterator[str]:
    """Telegrams whole, damaged and composed; those of a page stand between lines of the page."""
    for path in sorted([*TESTS.glob("telegrams/*.txt"), *TESTS.glob("broken/*.txt")]):
        yield path.read_text(encoding="utf-8", errors="replace")
    yield from map(compose, collection(40, 7))


def kinds_seen() -> set[str]:
    return {line.kind for text in texts() for line in parse(text).lines}


CODES = {kind.code for kind in tables.line_kinds()}


def test_every_kind_that_the_program_states_has_a_row() -> None:
    assert kinds_in_program() - CODES == set()


def test_every_kind_that_telegrams_show_has_a_row() -> None:
    assert kinds_seen() - CODES == set()


def test_every_row_is_of_a_kind_that_the_parser_gives() -> None:
    assert CODES - kinds_in_program() - kinds_seen() == set()


def test_every_kind_that_has_a_row_has_a_sign() -> None:
    assert list(KINDS) == sorted(CODES)


def test_a_row_is_found_by_its_kind() -> None:
    assert [tables.line_kind(kind.code) for kind in tables.line_kinds()] == list(tables.line_kinds())
    assert tables.line_kind("PAGE-MARK") is None


def named(kinds: list[LineKind]) -> list[object]:
    return [pytest.param(kind, id=kind.code) for kind in kinds]


@pytest.mark.parametrize("kind", named(list(tables.line_kinds())))
def test_every_row_is_in_sentences_and_has_an_example(kind: LineKind) -> None:
    assert kind.explanation[:1].isupper()
    assert kind.explanation.endswith(".")
    assert kind.name
    assert kind.source
    assert (kind.example == "") == (kind.code in BLANK)


@pytest.mark.parametrize("kind", named([kind for kind in tables.line_kinds() if kind.code in BY_WORDS]))
def test_an_example_is_of_its_kind_by_its_own_words(kind: LineKind) -> None:
    assert dispatch.kind_of(kind.example) == kind.code


BY_PLACE = [kind for kind in tables.line_kinds() if kind.code not in BY_WORDS | BLANK | {"wrapper"}]


@pytest.mark.parametrize("kind", named(BY_PLACE))
def test_an_example_is_of_its_kind_by_its_place(kind: LineKind) -> None:
    lines = chain.from_iterable(parse(text).lines for text in texts())
    assert any((line.kind, line.words.strip()) == (kind.code, kind.example) for line in lines)
