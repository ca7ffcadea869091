"""Every row of the grammar is proved by its examples, each example by its own row before any other."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from reftel.span import Span
from reftel.telegram import (
    dispatch,
    grammar,
    grammar_heading,
    grammar_printed,
    grammar_references,
    grammar_text,
)
from reftel.telegram.line_kinds import fields_of, split

KINDS = [(rule.kind, example) for rule in grammar.LINE_KINDS for example in rule.examples]
PATTERNS = [
    (module, name, example)
    for module in (grammar_heading, grammar_references, grammar_text, grammar_printed)
    for name, examples in module.EXAMPLES.items()
    for example in examples
]


def patterns_of(module: ModuleType) -> dict[str, re.Pattern[str]]:
    return {name: value for name, value in vars(module).items() if isinstance(value, re.Pattern)}


# ---------------------------------------------------------------- kinds of lines


@pytest.mark.parametrize(("kind", "example"), KINDS, ids=[f"{k}-{e[:30]}" for k, e in KINDS])
def test_an_example_is_of_its_kind(kind: str, example: str) -> None:
    assert dispatch.kind_of(example) == kind
    first = next(
        rule.kind for rule in grammar.LINE_KINDS if dispatch.line_patterns()[rule.kind].fullmatch(example)
    )
    assert first == kind


def test_every_kind_has_an_example_and_stands_once() -> None:
    assert all(rule.examples for rule in grammar.LINE_KINDS)
    names = [rule.kind for rule in grammar.LINE_KINDS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "words", ["plain words", "\x00", "A" * 10_000, "\u00b6", "..", "\ud800", "1", "(", "TO"]
)
def test_no_line_is_without_a_kind(words: str) -> None:
    assert dispatch.kind_of(words) in {rule.kind for rule in grammar.LINE_KINDS}


@pytest.mark.parametrize(
    "example", [e for k, e in KINDS if k not in ("text", "blank", "rule", "counter", "station-serial")]
)
def test_case_tells_no_kind(example: str) -> None:
    """Retyped telegrams are in small letters."""
    assert dispatch.kind_of(example.lower()) == dispatch.kind_of(example.upper())


@pytest.mark.parametrize("rule", grammar.INLINE_LABELS, ids=lambda rule: rule.kind)
def test_labels_within_a_line(rule: grammar.Rule) -> None:
    assert rule.examples
    for example in rule.examples:
        found = {match.lastgroup.replace("_", "-") for match in grammar.inline_pattern().finditer(example, 3)}
        assert rule.kind in found
        (line,) = split(example, Span(0, len(example)))
        fields = fields_of(line)
        assert rule.kind in [name for name, _ in fields]
        assert "".join(span.of(example) for _, span in fields) == example


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("E.O. 12958: N/A TAGS: PGOV BR", [("order", "E.O. 12958: N/A "), ("tags", "TAGS: PGOV BR")]),
        (
            "TAGS: PREL SUBJECT: A VISIT REF: STATE 1",
            [("tags", "TAGS: PREL "), ("subject", "SUBJECT: A VISIT "), ("reference", "REF: STATE 1")],
        ),
        ("SUBJECT: NEW TAGS: OLD RULES", [("subject", "SUBJECT: NEW TAGS: OLD RULES")]),
        ("SUBJECT: THE TAG LINE", [("subject", "SUBJECT: THE TAG LINE")]),
        ("a line of text with SUBJECT: in it", []),
    ],
    ids=["order-tags", "three", "backwards", "without-colon", "text"],
)
def test_fields_on_one_line(words: str, fields: list[tuple[str, str]]) -> None:
    (line,) = split(words, Span(0, len(words)))
    assert [(name, span.of(words)) for name, span in fields_of(line)] == fields


# ---------------------------------------------------------------- parts of the text


@pytest.mark.parametrize("part", grammar_text.PARTS, ids=lambda part: part.role)
def test_parts_of_the_text(part: grammar_text.Part) -> None:
    assert part.examples
    for example in part.examples:
        assert next(row.role for row in grammar_text.PARTS if row.opens.match(example)) == part.role
    assert bool(part.closes) == bool(part.closing_examples)
    for example in part.closing_examples:
        assert part.closes is not None
        match = part.closes.search(f"It rained. {example}")
        assert match is not None
        assert match.end() == len("It rained. ") + len(example)


@pytest.mark.parametrize(
    "words",
    ["The summary of the talks", "Summary executions went on", "Comments were made", "He had no comment.",
     "Participants were late. They left.", "Actions were taken"],
)  # fmt: skip
def test_words_that_open_no_part(words: str) -> None:
    assert [part.role for part in grammar_text.PARTS if part.opens.match(words)] == []


@pytest.mark.parametrize("example", grammar_text.PROTECT_EXAMPLES)
def test_requests_to_protect(example: str) -> None:
    assert grammar_text.PROTECT.fullmatch(example)
    assert grammar_text.PROTECT.search(f"Jane Roe {example} said")


@pytest.mark.parametrize(
    "words", ["(protected species)", "(to protect him)", "protect", "(protect the harbour)"]
)
def test_words_that_request_no_protection(words: str) -> None:
    assert not grammar_text.PROTECT.search(words)


# ---------------------------------------------------------------- heading and references


@pytest.mark.parametrize(
    ("module", "name", "example"), PATTERNS, ids=[f"{n}-{e.strip()[:24]}" for _, n, e in PATTERNS]
)
def test_a_pattern_matches_its_examples(module: ModuleType, name: str, example: str) -> None:
    pattern = patterns_of(module)[name]
    found = pattern.match(example) or pattern.search(example)
    assert found is not None
    assert found.group() or not example


@pytest.mark.parametrize(
    "module",
    [grammar_heading, grammar_references, grammar_text, grammar_printed],
    ids=lambda module: module.__name__,
)
def test_every_example_names_a_pattern(module: ModuleType) -> None:
    assert set(module.EXAMPLES) <= set(patterns_of(module))
    assert all(module.EXAMPLES.values())


@pytest.mark.parametrize(
    ("name", "example", "groups"),
    [
        ("DTG", "O P 121314Z MAR 08 ZDK", {"dtg": "121314Z MAR 08", "precedence": "O P ", "rest": " ZDK"}),
        ("DTG", "R 281052Z JULY 1975", {"dtg": "281052Z JULY 1975", "month": "JUL", "year": "1975"}),
        ("ORIGIN", "DE RUEHBP #1399/01 3321052", {"serial": "1399", "section": "01", "day": "332"}),
        ("ORIGIN", "DE RUEHKL #1376", {"station": "RUEHKL", "section": None, "time": None}),
        ("SECTION_OF", "BAMAKO 00001399  001.2 OF 003", {"section": "001", "count": "003"}),
        ("MARKED_NUMBER", "PAGE 02 LA PAZ 00676 010653Z", {"station": "LA PAZ", "serial": "00676"}),
        ("NUMBER", "\u00b62. (C) The", {"number": "2", "stop": "."}),
        ("NUMBER", "6A. The", {"number": "6A", "letter": "A"}),
        ("PORTION", "(S/NF) The", {"mark": "S/NF"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_groups_of_a_pattern(name: str, example: str, groups: dict[str, str | None]) -> None:
    match = patterns_of(grammar)[name].match(example) or patterns_of(grammar)[name].search(example)
    assert match is not None
    assert {group: match[group] for group in groups} == groups
