"""Signs of lines: one for each kind, and patterns written with the names of kinds."""

from __future__ import annotations

import pytest

from reftel.telegram.line_signs import KINDS, Signed, any_of, pattern, signs_of
from reftel.telegram.model import Line


def lines(*kinds: str) -> list[Line]:
    return [Line(kind, 10 * i, 10 * i + 10, f"line {i}") for i, kind in enumerate(kinds)]


def test_each_kind_has_a_sign_of_its_own() -> None:
    assert len(set(any_of(KINDS))) == len(KINDS)
    assert signs_of(lines(*KINDS)) == any_of(KINDS)


def test_a_pattern_finds_lines_by_their_kinds() -> None:
    signs = signs_of(lines("text", "blank", "page-mark", "text", "rule"))
    gap = pattern("(?<={text}){apart}+(?={text})", apart=("blank", "page-mark"))
    assert [found.span() for found in gap.finditer(signs)] == [(1, 3)]
    assert pattern("{text}(?={rule})").search(signs).start() == 3  # type: ignore[union-attr]


def test_a_pattern_with_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        pattern("{page-marks}")


def test_lines_are_turned_in_a_copy() -> None:
    before = Signed.of(lines("text", "rule", "text"))
    after = before.turned({1: "end", 2: "signature"})
    assert [line.kind for line in after.lines] == ["text", "end", "signature"]
    assert [line.kind for line in before.lines] == ["text", "rule", "text"]
    assert after == Signed.of(after.lines)
    assert [line.words for line in after.lines] == [line.words for line in before.lines]
    assert before.turned({}) is before


def test_lines_below_keep_their_signs() -> None:
    signed = Signed.of(lines("text", "rule", "text"))
    assert signed.below(1) == Signed.of(signed.lines[1:])
