"""The query language: what is understood, what is refused and where; printing is reading backwards."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reftel.errors import QueryError
from reftel.search import fields
from reftel.search.query import And, Everything, Form, Not, Or, Query, Term, parse
from reftel.search.tree import wanted

A, B, C = Term("a"), Term("b"), Term("c")

UNDERSTOOD = {
    "one word": ("a", A),
    "words side by side": ("a b", And((A, B))),
    "AND written out": ("a AND b", And((A, B))),
    "or binds less than and": ("a b OR c", Or((And((A, B)), C))),
    "parentheses": ("a (b OR c)", And((A, Or((B, C))))),
    "needless parentheses": ("((a) ((b)))", And((A, B))),
    "minus": ("a -b", And((A, Not(B)))),
    "NOT": ("a NOT b", And((A, Not(B)))),
    "AND NOT": ("a AND NOT b", And((A, Not(B)))),
    "twice negated": ("NOT -a", A),
    "only negated": ("-a -b", And((Not(A), Not(B)))),
    "negated group": ("-(a b)", Not(And((A, B)))),
    "negated phrase": ('-"a  b"', Not(Term("a b", Form.PHRASE))),
    "hyphen within a word": ("Al-Qaida", Term("Al-Qaida")),
    "dash before a parenthesis": ("(a -)", A),
    "dashes and signs alone": ("a -- b & c - ...", And((A, B, C))),
    "operators in lower case are words": ("a or b", And((A, Term("or"), B))),
    "quoted operator": ('a "OR" b', And((A, Term("OR", Form.PHRASE), B))),
    "typographic quotes": ("“a b”", Term("a b", Form.PHRASE)),
    "prefix": ("prison*", Term("prison", Form.PREFIX)),
    "everything": ("*", Everything()),
    "everything but": ("* -a", And((Everything(), Not(A)))),
    "field": ("from:PARIS", Term("PARIS", field="from")),
    "alias of a field, capitals": ("SUBJ:aid", Term("aid", field="subject")),
    "field with a phrase": ('from:"NEW DELHI"', Term("NEW DELHI", Form.PHRASE, "from")),
    "field with a group": (
        "from:(ROME OR BONN)",
        Or((Term("ROME", field="from"), Term("BONN", field="from"))),
    ),
    "negation within a field": (
        "tag:(PREL -ASEC)",
        And((Term("PREL", field="tag"), Not(Term("ASEC", field="tag")))),
    ),
    "prefix in a field": ("tag:K*", Term("K", Form.PREFIX, "tag")),
    "colon in a number": ("10:30", Term("10:30")),
    "colon in a value": ("subject:re:aid", Term("re:aid", field="subject")),
    "handle": ("~3f9a0c51d2e4", Term("~3f9a0c51d2e4")),
    "parentheses of a portion mark": ("mark:(C/NF)", Term("C/NF", field="mark")),
    "question mark at the end": ("why?", Term("why?")),
    "exact word": ("=aid", Term("aid", Form.EXACT)),
    "exact phrase in a field": ('subject:="food  aid"', Term("food aid", Form.EXACT, "subject")),
    "exact operator": ("a =OR", And((A, Term("OR", Form.EXACT)))),
    "equals sign alone": ("a = b", And((A, B))),
    "near spelling": ("prison~", Term("prison", Form.FUZZY, distance=1)),
    "near spelling in a field": ("person:McCuly~2", Term("McCuly", Form.FUZZY, "person", distance=2)),
    "near words": ('"food  aid"~5', Term("food aid", Form.NEAR, distance=5)),
    "near words in a group": ('text:("a b"~0)', Term("a b", Form.NEAR, "text", distance=0)),
    "number in several words": (
        "Bamako 1361 (07)",
        Or((Term("Bamako 1361 (07)", Form.PHRASE, "id"), And((Term("Bamako"), Term("1361"), Term("07"))))),
    ),
    "number without year": (
        "bamako 1361",
        Or((Term("bamako 1361", Form.PHRASE, "id"), And((Term("bamako"), Term("1361"))))),
    ),
    "what is a number as a whole, not taken so": ("bamako AND 1361", And((Term("bamako"), Term("1361")))),
    "words that look like a number": ("aid 1361", And((Term("aid"), Term("1361")))),
    "half a surrogate pair is no sign": ("a \ud800", A),
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_is_understood(name: str) -> None:
    text, tree = UNDERSTOOD[name]
    assert parse(text) == tree
    assert parse(str(tree)) == tree


REFUSED = {
    # name: (query, place, words of the message)
    "empty": ("", 0, "nothing to search for"),
    "blanks": (" \t\n", 0, "nothing to search for"),
    "beginning of a code longer than any": (f"a tag:{'A' * 201}*", 6, "more than 200"),
    "the same in a group": (f"tag:({'A' * 201}*)", 5, "more than 200"),
    "the same once it is written out": (f"tag:{'ﷺ' * 20}*", 4, "more than 200"),
    "signs only": ("-- &", 0, "nothing to search for"),
    "unknown field": ("a frmo:x", 2, "did you mean from:"),
    "unknown field, none near": ("http://x", 0, '"quotes"'),
    "field without value": ("from: PARIS", 5, "nothing after from:"),
    "field without value in a group": ("(from:)", 6, "nothing after from:"),
    "field of signs": ("from:--", 5, "no letter or digit"),
    "field within a field": ("from:(to:x)", 6, "a field within a field"),
    "open parenthesis": ("a (b", 2, "not closed"),
    "closing parenthesis": ("a b)", 3, "closes nothing"),
    "closing parenthesis first": (")a", 0, "closes nothing"),
    "nothing between parentheses": ("a ()", 2, "nothing between"),
    "open quote": ('a "b c', 2, "not closed"),
    "empty phrase": ('a ""', 2, "no word"),
    "OR at the end": ("a OR", 2, "between two words"),
    "AND first": ("AND a", 0, "between two words"),
    "AND OR": ("a AND OR b", 2, "between two words"),
    "NOT alone": ("a NOT", 2, "needs a word after it"),
    "star within": ("pri*on", 0, "end of a word"),
    "star first": ("*tion", 0, "end of a word"),
    "question mark within": ("pris?n", 0, "beginning with *"),
    "near spelling too far": ("prison~3", 0, "two (word~2)"),
    "near spelling of several words": ("Al-Qaida~", 0, "letters and digits"),
    "near spelling of a code": ("tag:PRE~", 4, "whole values"),
    "near spelling of a code in a group": ("tag:(PRE~)", 5, "whole values"),
    "near words without a number": ('"a b"~', 5, "how many words"),
    "one near word": ('"a"~5', 0, "two or more"),
    "near words of a code": ('tag:"a b"~5', 4, "whole values"),
    "near words too far apart": ('"a b c"~25', 0, "at most 24"),
    "too many near words": ('"a b c d e f g"~1', 0, "only be a phrase"),
    "exact beginning": ("=pris*", 0, "without * and ~"),
    "exact group": ("=(a b)", 0, "before one word"),
    "exact before a field": ("=subject:aid", 0, "subject:=aid"),
    "exact date": ("date:=2007", 5, "takes no ="),
    "exact nothing": ("subject:=", 8, "nothing after subject:="),
    "range before": ("before:2005..2007", 7, "date:2005..2008"),
    "cited by no number": ("citedby:nothing", 8, "no number of a telegram"),
    "beginning of a citing number": ("citedby:07BAM*", 8, "whole number"),
    "has nothing known": ("has:wings", 4, "there are number, date"),
    "exclamation mark": ("mali !war", 5, "write -word"),
    "two bars": ("mali || war", 5, "write OR"),
    "two ampersands": ("mali && war", 5, "write AND"),
    "range in brackets": ("[2005 TO 2008]", 0, "date:2005..2008"),
    "weight": ("mali^2", 0, "leave out the ^"),
    "star in a phrase": ('"food ai*"', 0, "cannot stand in a phrase"),
    "prefix of signs": ("U.S.*", 0, "letters and digits"),
    "star alone in a field": ("from:*", 5, "no letter or digit"),
    "bad month": ("date:2007-13", 5, "calendar"),
    "bad day": ("date:2007-02-30", 5, "calendar"),
    "no date": ("date:yesterday", 5, "write 2007"),
    "range turned round": ("date:2008..2005", 5, "turn it round"),
    "range without ends": ('date:".. "', 5, "no word"),
    "prefix of a date": ("date:200*", 5, "takes no *"),
    "no classification": ("class:PINK", 6, "CONFIDENTIAL"),
    "no classification in a group": ("class:(SECRET OR PINK)", 17, "CONFIDENTIAL"),
    "no precedence": ("precedence:SOON", 11, "IMMEDIATE"),
    "no country": ("country:Atlantis", 8, "ISO 3166"),
    "too long": ("a" * 20_000, 10_000, "longer than"),
    "too many words": ("a " * 600, 1000, "more than 500"),
    "too deep": ("(" * 60 + "a" + ")" * 60, 40, "parentheses within"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_its_place(name: str) -> None:
    text, place, words = REFUSED[name]
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert words in str(caught.value)
    assert caught.value.place == place


PIECES = [
    "AND",
    "OR",
    "NOT",
    "-",
    "(",
    ")",
    '"',
    "*",
    "~",
    "~2",
    "?",
    ":",
    " ",
    "\n",
    "from:",
    "date:",
    "tag:",
]
PIECES += ["=", '="', "~5", '"~3', "bamako", "1361", "has:", "before:", "citedby:"]
PIECES += ["2005..2008", "2007-11", "prison", "food aid", "é", "07BAMAKO1361", "foo:", "“", "”", "\x00", "--"]


def read(text: str) -> tuple[Query | None, int]:
    try:
        return parse(text), 0
    except QueryError as error:
        return None, error.place


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
@example('-"a"-b')
@example("a(b)c")
def test_any_text_is_a_tree_that_prints_itself_or_an_error_with_a_place(text: str) -> None:
    tree, place = read(text)
    assert 0 <= place <= len(text)
    assert tree is None or parse(str(tree)) == tree


LEAVES = st.one_of(
    st.just(Everything()),
    st.sampled_from(["aid", "Al-Qaida", "U.S.", "10:30", "é"]).map(Term),
    st.sampled_from(["food aid", "AND", "a-b c"]).map(lambda words: Term(words, Form.PHRASE)),
    st.sampled_from(["bamako", "1361", "07"]).map(Term),
    st.sampled_from(["aid", "AND", "food aid", "a-b"]).map(lambda words: Term(words, Form.EXACT, "subject")),
    st.sampled_from([1, 2]).map(lambda letters: Term("aid", Form.FUZZY, distance=letters)),
    st.sampled_from([0, 9]).map(lambda between: Term("food aid", Form.NEAR, "text", distance=between)),
    st.sampled_from(["pris", "07B"]).map(lambda words: Term(words, Form.PREFIX, "subject")),
    st.sampled_from(["2007", "2005..", "..1979-03"]).map(lambda days: Term(days, field="date")),
    st.sampled_from(["-x", "OR", "07BAMAKO1361"]).map(lambda words: Term(words, field="from")),
)


def joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    flat = [one for part in parts for one in (part.parts if isinstance(part, kind) else (part,))]
    return kind(tuple(flat))


TREES = st.recursive(
    LEAVES,
    lambda trees: st.one_of(
        trees.filter(lambda tree: not isinstance(tree, Not)).map(Not),
        st.lists(trees, min_size=2, max_size=4).map(lambda parts: joined(And, parts)),
        st.lists(trees, min_size=2, max_size=4).map(lambda parts: joined(Or, parts)),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(TREES)
def test_every_tree_prints_as_a_query_for_itself(tree: Query) -> None:
    assert parse(str(tree)) == tree


def test_places_of_terms_point_into_the_query() -> None:
    text = 'food (from:PARIS OR "new aid") -prison*'
    assert [text[term.place :].split()[0] for term in wanted(parse(text))] == ["food", "from:PARIS", '"new']


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: field.name)
def test_every_field_has_a_line_of_help_whose_example_uses_it(field: fields.Field) -> None:
    assert field.help
    assert "\n" not in field.help
    (term,) = wanted(parse(field.example))
    assert term.field == field.name
    assert all(fields.field(name.upper()) is field for name in (field.name, *field.aliases))


def test_no_name_is_given_to_two_fields() -> None:
    written = [name for field in fields.FIELDS for name in (field.name, *field.aliases)]
    assert sorted(written) == sorted(set(written))
    assert len(fields.help_rows()) == len(fields.FIELDS)


def test_reading_a_query_loads_no_engine() -> None:
    program = (
        "import sys; from reftel.search import parse_query; parse_query('a'); print('tantivy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
