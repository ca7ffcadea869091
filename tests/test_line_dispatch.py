"""The law of dispatch: what a line's letter and digits rule out could not have fitted anyway."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reftel import tables
from reftel.telegram import dispatch, grammar

LEVELS = sorted({name for row in tables.classifications() for name in (row.code, *row.variants)})
EXAMPLES = tuple(line for rule in grammar.LINE_KINDS for line in rule.examples)
SIGNS = st.sampled_from("ABCDEFGHIJKLMNOPRSTUXYZabcdegost 0123456789-/.:#()<>¶\u00df\u017f\u212a\u0660\t")


def plain_kind(words: str) -> str:
    """The kind by the table alone, every row tried in order."""
    patterns = dispatch.line_patterns()
    fitting = (
        rule.kind for rule in grammar.LINE_KINDS if patterns[rule.kind].fullmatch(words, 0, grammar.JUDGED)
    )
    return next(fitting)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """An example of the grammar with signs put in, taken out or changed."""
    words = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(words)))
        words = words[:place] + draw(st.text(SIGNS, max_size=3)) + words[place + draw(st.integers(0, 2)) :]
    return draw(st.sampled_from((str, str.lower, str.upper, str.title)))(words)


@settings(max_examples=1500, deadline=None)
@given(damaged())
@example("\u017fUBJECT: A SHIP")
@example("\u212aABUL")
@example("4\t")
def test_dispatch_rules_nothing_out_that_fits(words: str) -> None:
    assert dispatch.kind_of(words) == plain_kind(words)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(damaged(), max_size=12), st.sampled_from(("", "\u00e9", "\ud800", "\u00df", "\x00", "ZCZC", "0"))
)
def test_lines_asked_at_once_have_the_kinds_of_each_alone(lines: list[str], sign: str) -> None:
    """One line's signs beyond ASCII or rare words tell nothing of another."""
    lines = [line.replace("\n", " ") for line in (*lines, sign, "the rain fell")]
    assert dispatch.kinds_of(lines) == [plain_kind(line) for line in lines]


SHAPES = (
    str,
    str.lower,
    str.title,
    " ".join,
    lambda name: name[0] + " " + name[1:],
    "AB {}".format,
    "X{}".format,
)


@pytest.mark.parametrize("name", LEVELS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("after", ["", " BAMAKO 1399", " SECTION 01 OF 02 BAMAKO 1399", "//NOFORN"])
def test_a_level_in_any_shape_is_dispatched(name: str, shape: Callable[[str], str], after: str) -> None:
    """The beginnings of a banner stand in the grammar, the levels in a table."""
    words = shape(name) + after
    assert dispatch.kind_of(words) == plain_kind(words)


@settings(max_examples=500, deadline=None)
@given(st.text(SIGNS, max_size=90))
def test_dispatch_on_any_line(words: str) -> None:
    assert dispatch.kind_of(words) == plain_kind(words)
