"""The law of dispatch: what a line's letter and digits rule out could not have fitted anyway."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reftel.telegram import grammar

EXAMPLES = tuple(line for rule in grammar.LINE_KINDS for line in rule.examples)
SIGNS = st.sampled_from("ABCDEFGHIJKLMNOPRSTUXYZabcdegost 0123456789-/.:#()<>¶\u00df\u017f\u212a\u0660\t")


def plain_kind(words: str) -> str:
    """The kind by the table alone, every row tried in order."""
    patterns = grammar.line_patterns()
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
def test_dispatch_rules_nothing_out_that_fits(words: str) -> None:
    assert grammar.kind_of(words) == plain_kind(words)


@settings(max_examples=500, deadline=None)
@given(st.text(SIGNS, max_size=90))
def test_dispatch_on_any_line(words: str) -> None:
    assert grammar.kind_of(words) == plain_kind(words)
