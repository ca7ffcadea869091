"""Snippets: what is marked is what the index matched, and stands at the given places of the source."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from reftel import read as read_documents
from reftel.compose import collection, compose, wrap_page
from reftel.document import Document, Source
from reftel.normalise import normalise
from reftel.record import Paragraph, Record
from reftel.search import Index, State
from reftel.search.passage import Passage
from reftel.search.query import Form, Query, Term, parse
from reftel.search.snippets import GAP, WIDTH, Snippet, snippets
from reftel.span import Span

SOURCE = Source("composed.txt", "0" * 64, b"")


def as_unix(record: Record) -> str:
    return compose(record, doubled_heading=True)


def as_windows(record: Record) -> str:
    return compose(record).replace("\n", "\r\n")


def as_page(record: Record) -> str:
    return wrap_page(compose(record, doubled_heading=True), record)


def read(text: str) -> Record:
    return normalise(Document(text, Span(0, len(text)), "raw", SOURCE))


TELEGRAMS = list(collection(60, 21))
FORMS = [as_unix, as_windows, as_page]


def some_query(dice: random.Random, record: Record) -> Query:
    """Words, a phrase and a beginning that stand in the record."""
    found = dice.choice([one.text for one in record.paragraphs if one.text.split()]).split()
    start = dice.randrange(len(found))
    phrase = " ".join(found[start : start + 3]).replace('"', "").replace("*", "")
    letters = [word for word in found if word.isalpha() and len(word) > 3] or ["government"]
    return parse(
        f'"{phrase} the" OR "{phrase}" OR {dice.choice(letters)} OR {dice.choice(letters)[:4]}* OR zzz'
    )


def agree(snippet: Snippet, text: str) -> bool:
    """Whether the places hold exactly the marked words, white space folded."""
    marked = " ".join(snippet.text[start:end] for start, end in snippet.marks)
    placed = " ".join(" ".join(text[start:end] for start, end in snippet.spans).split())
    return marked == placed


@pytest.mark.parametrize("form", FORMS)
def test_spans_hold_the_marked_words(form: Callable[[Record], str]) -> None:
    dice = random.Random(3)
    placed = broken = 0
    for composed in TELEGRAMS:
        text = form(composed)
        record = read(text)
        for snippet in snippets(record, some_query(dice, record), most=50):
            if snippet.part == "paragraph":
                assert snippet.spans
            if snippet.spans:
                assert agree(snippet, text)
                placed += 1
                broken += len(snippet.spans) > len(snippet.marks)
    assert placed > 200


def test_a_phrase_over_a_page_mark_has_two_places() -> None:
    text = "SUBJECT: x\n\n1. (C) The price of white quinces\nBAMAKO 00001361  002 OF 003\nand pears rose."
    quinces, pears = text.index("quinces"), text.index("and pears")
    passage = [(text.index("The price"), quinces + 7), (pears, len(text))]
    record = msgspec.structs.replace(TELEGRAMS[0], paragraphs=[paragraph(text, passage)], subject=None)
    (snippet,) = snippets(record, parse('"quince and pear"'))
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["quinces and pears"]
    assert [text[start:end] for start, end in snippet.spans] == ["quinces", "and pears"]
    assert (snippet.paragraph, snippet.mark) == (1, "C")


def paragraph(text: str, spans: list[tuple[int, int]]) -> Paragraph:
    words_kept = "\n".join(text[start:end] for start, end in spans)
    first = TELEGRAMS[0].paragraphs[0]
    return msgspec.structs.replace(first, number=1, mark="C", heading=None, text=words_kept, spans=spans)


def test_marks_are_what_the_index_matched(tmp_path: Path) -> None:
    """A paragraph taken alone is marked if, and only if, the index finds it."""
    dice = random.Random(5)
    pieces = [one for record in TELEGRAMS[:12] for one in record.paragraphs if one.text.strip()][:250]
    alone = {
        str(number): msgspec.structs.replace(TELEGRAMS[0], subject=None, signature=[], paragraphs=[piece])
        for number, piece in enumerate(msgspec.structs.replace(one, heading=None) for one in pieces)
    }
    index = Index.open(tmp_path / "index")
    index.update(alone.items(), State(1, "a"))
    for _ in range(40):
        query = some_query(dice, dice.choice(list(alone.values())))
        hits = {hit.key for hit in index.search(query, limit=1000).keys}
        assert hits
        assert hits == {
            key for key, record in alone.items() if any(one.marks for one in snippets(record, query))
        }


@pytest.mark.parametrize("seed", range(4))
def test_a_snippet_is_one_short_line_with_marks_in_order(seed: int) -> None:
    dice = random.Random(seed)
    for record in TELEGRAMS:
        found = snippets(record, some_query(dice, record))
        assert 1 <= len(found) <= 3
        for snippet in found:
            assert snippet.text == " ".join(snippet.text.split())
            assert len(snippet.text) <= WIDTH * 3 // 2
            assert all(before[1] <= after[0] for before, after in pairwise(snippet.marks))
            assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)
            shown = snippet.text.removeprefix(f"{GAP} ").removesuffix(f" {GAP}")
            assert shown in everything(record)


def everything(record: Record) -> str:
    parts = [record.subject or "", *record.signature]
    parts += [words_of for one in record.paragraphs for words_of in (one.heading or "", one.text)]
    return "\n".join(" ".join(part.split()) for part in parts)


MARKED = {
    # query: (text, marked words)
    "stems and case": ("prison", "PRISONS and imprisonment", ["PRISONS"]),
    "accents": ("toure", "Président Touré's visit", ["Touré"]),
    "phrase as a whole": ('"food aid"', "Food-aid, and food for aid", ["Food-aid"]),
    "word of several parts": ("U.S.", "the U.S. and us", ["U.S"]),
    "beginning longer than the stem": ("governme*", "Governments govern", ["Governments"]),
    "the longer of two wins": ('food OR "food aid"', "food aid", ["food aid"]),
    "negated words are not marked": ("food -aid", "food aid", ["food"]),
    "words of the text's field": ("text:aid", "food aid", ["aid"]),
    "words of the subject's field are not": ("subject:aid OR food", "food aid", ["food"]),
    "facts mark nothing": ("from:food", "food aid", []),
    "nothing in common": ("quince", "food aid", []),
}


@pytest.mark.parametrize("name", MARKED)
def test_marks(name: str) -> None:
    query, text, marked = MARKED[name]
    record = msgspec.structs.replace(
        TELEGRAMS[0], subject=None, signature=[], paragraphs=[paragraph(text, [(0, len(text))])]
    )
    (snippet,) = snippets(record, parse(query))
    assert [snippet.text[start:end] for start, end in snippet.marks] == marked
    assert [text[start:end] for start, end in snippet.spans] == marked


@pytest.mark.parametrize(
    ("printed", "placed"), [("FOOD AID\n   FOR MALI", []), ("FOOD AID\nFOR MALI", ["FOOD AID", "MALI"])]
)
def test_the_subject_is_placed_unless_blanks_were_folded_away(printed: str, placed: list[str]) -> None:
    text = f"SUBJECT: {printed}"
    record = msgspec.structs.replace(
        TELEGRAMS[0],
        subject="FOOD AID FOR MALI",
        spans={"subject": [(9, len(text))]},
        paragraphs=[],
        signature=[],
    )
    (snippet,) = snippets(record, parse('"food aid" mali'))
    assert (snippet.part, snippet.paragraph) == ("subject", None)
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["FOOD AID", "MALI"]
    assert [text[start:end] for start, end in snippet.spans] == placed


def test_a_heading_is_shown_once_with_the_paragraph_below_it() -> None:
    pair = [paragraph("alpha", [(0, 5)]), paragraph("beta", [(0, 4)])]
    headed = [msgspec.structs.replace(one, heading="QUINCES") for one in pair]
    record = msgspec.structs.replace(TELEGRAMS[0], subject=None, paragraphs=headed, signature=[])
    (snippet,) = snippets(record, parse("quinces"))
    assert (snippet.part, snippet.paragraph, snippet.text) == ("heading", 1, "QUINCES")


def test_the_best_snippets_come_in_order_of_the_text() -> None:
    texts = ["pears", "quinces and pears", "pears", "pears and quinces", "apples, pears and quinces"]
    pieces = [
        msgspec.structs.replace(paragraph(one, [(0, len(one))]), number=number)
        for number, one in enumerate(texts)
    ]
    record = msgspec.structs.replace(TELEGRAMS[0], subject=None, paragraphs=pieces, signature=[])
    assert [one.paragraph for one in snippets(record, parse("apples pears quinces"), most=2)] == [1, 4]


def test_a_record_without_text_has_no_snippet() -> None:
    empty = msgspec.structs.replace(TELEGRAMS[0], subject=None, paragraphs=[], signature=[])
    assert snippets(empty, parse("a")) == []


def test_a_run_of_signs_without_blanks_is_cut() -> None:
    text = "x" * 1000 + ".quinces." + "y" * 1000
    record = msgspec.structs.replace(
        TELEGRAMS[0], subject=None, paragraphs=[paragraph(text, [(0, len(text))])], signature=[]
    )
    (snippet,) = snippets(record, parse("quinces"))
    assert len(snippet.text) < WIDTH * 3 // 2
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["quinces"]


@pytest.mark.parametrize("size", [2_000, 500_000])
def test_a_passage_of_any_size_gives_its_fullest_part(size: int) -> None:
    text = f"{'the pear ' * size}the quince {'and the pear ' * size}"
    record = msgspec.structs.replace(
        TELEGRAMS[0], subject=None, paragraphs=[paragraph(text, [(0, len(text))])], signature=[]
    )
    (snippet,) = snippets(record, parse("the quinces"))
    marked = [snippet.text[start:end] for start, end in snippet.marks]
    assert set(marked) == {"the", "quince"}
    assert len(marked) > 10
    assert agree(snippet, text)


def test_places_that_cannot_be_told_are_left_out() -> None:
    assert Passage("food aid", [(0, 20)], "subject").places(0, 4) == []
    assert Passage("food aid", [], "subject").places(0, 4) == []
    assert Passage("food\naid", [(0, 5), (7, 9)], "subject").places(0, 4) == []
    assert Passage("a\nb\nc", [(0, 6)], "paragraph").places(0, 5) == []  # line ends of both kinds


PLACED = {
    # words of the record, spans, words asked for, their places
    "one line": ("food aid now", [(5, 17)], "aid", [(10, 13)]),
    "over a line end": ("food\naid now", [(5, 17)], "food aid", [(5, 13)]),
    "after line ends of two signs": ("food\naid\nnow", [(5, 19)], "now", [(16, 19)]),
    "over an interruption": ("food\naid now", [(5, 9), (40, 47)], "food aid", [(5, 9), (40, 43)]),
    "folded within": ("food   aid\t now", [(0, 15)], "food aid", [(0, 10)]),
    "after signs of two units": ("𝒜 Touré’s", [(0, 9)], "Touré", [(2, 7)]),
    "an interruption of blanks alone": ("food\n  \naid", [(0, 4), (9, 11), (20, 23)], "aid", [(20, 23)]),
}


@pytest.mark.parametrize("name", PLACED)
def test_places(name: str) -> None:
    printed, spans, asked, places = PLACED[name]
    passage = Passage(printed, spans, "paragraph")
    start = passage.words.index(asked)
    assert passage.places(start, start + len(asked)) == places


def test_terms_of_a_prefix_are_compared_as_printed() -> None:
    record = msgspec.structs.replace(TELEGRAMS[0], subject="Élections", paragraphs=[], signature=[])
    (snippet,) = snippets(record, Term("élec", Form.PREFIX))
    assert snippet.marks == [(0, 9)]


@pytest.mark.parametrize("folder", ["cablegate_txt", "archive_page"])
def test_spans_hold_the_marked_words_of_real_telegrams(corpus: Path, folder: str) -> None:
    dice = random.Random(8)
    placed = 0
    for document in list(read_documents(corpus / folder))[:60]:
        record = normalise(document)
        if not any(one.text.split() for one in record.paragraphs):
            continue
        for snippet in snippets(record, some_query(dice, record), most=50):
            assert snippet.spans or not snippet.marks or snippet.part != "paragraph"
            assert not snippet.spans or agree(snippet, document.text)
            placed += len(snippet.spans)
    assert placed > 0
