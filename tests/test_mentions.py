"""Citations in the running text: what is one, what it means, and what is none. All texts are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel import read, record
from reftel.span import Passage, Span, folded
from reftel.telegram.mentions import Block, find_mentions
from reftel.telegram.model import Mention, Reference
from reftel.telegram.references import read_references
from reftel.telegram_id import TelegramId

OWN = TelegramId(2008, "BAMAKO", 480)
LETTERED = "REF: A. BAMAKO 015\nB. 06 DAKAR 1234\nC. DOE-ROE EMAIL\nD. STATE 555"
SINGLE = "REF: BAMAKO 015"
ALL = ["08BAMAKO15", "06DAKAR1234", "08STATE555"]


def passage(words: str) -> Passage:
    return Passage(words, [Span(0, len(words))])


def references(block: str) -> tuple[Reference, ...]:
    return read_references(passage(block), OWN, 2008)[0] if block else ()


def find(words: str, block: str = LETTERED) -> tuple[Mention, ...]:
    return find_mentions(passage(words), 2, Block.of(references(block)), OWN, 2008)


def brief(found: tuple[Mention, ...]) -> list[tuple[str, str, list[str]]]:
    return [
        (mention.text.value, mention.kind, [str(number) for number in mention.candidates])
        for mention in found
    ]


# ---------------------------------------------------------------- by word and letter


@pytest.mark.parametrize(
    ("words", "text", "kind", "candidates"),
    [
        ("As in reftel, he said", "reftel", "reftel", ALL),
        ("Reftels tell more.", "Reftels", "reftel", ALL),
        ("DELIVERED REFTEL.", "REFTEL", "reftel", ALL),
        ("the points of ref tel", "ref tel", "reftel", ALL),
        ("see para 3 reftel", "reftel", "reftel", ALL),
        ("septel, unlike reftel", "reftel", "reftel", ALL),
        ("PARAS 3-5 REFTEL A", "REFTEL A", "label", ["08BAMAKO15"]),
        ("as in ref A.", "ref A", "label", ["08BAMAKO15"]),
        ("(Ref B)", "Ref B", "label", ["06DAKAR1234"]),
        ("Ref (a), para 2", "Ref (a)", "label", ["08BAMAKO15"]),
        ("ref b, para 2", "ref b", "label", ["06DAKAR1234"]),
        ("In ref D, a fair answer", "ref D", "label", ["08STATE555"]),
        ("as in ref\nD", "ref D", "label", ["08STATE555"]),
        ("as in ref   \nD", "ref D", "label", ["08STATE555"]),
        ("refs A   \nand   \nB", "refs A and B", "label", ALL[:2]),
        ("refA", "refA", "label", ["08BAMAKO15"]),
        ("refs A and B", "refs A and B", "label", ALL[:2]),
        ("refs (A) and (B)", "refs (A) and (B)", "label", ALL[:2]),
        ("Refs A-D, para 3", "Refs A-D", "label", ALL),
        ("REFS A, B AND D", "REFS A, B AND D", "label", ALL),
        ("refs A through D", "refs A through D", "label", ALL),
        ("refs A/B", "refs A/B", "label", ALL[:2]),
        ("ref A and I left", "ref A", "label", ["08BAMAKO15"]),
        ("the e-mail of ref C", "ref C", "label", []),
        ("ref F", "ref F", "label", []),
    ],
)
def test_words_and_letters(words: str, text: str, kind: str, candidates: list[str]) -> None:
    assert brief(find(words)) == [(text, kind, candidates)]


@pytest.mark.parametrize(
    "words",
    [
        "septel",
        "reform of the refugees",
        "the refs",
        "he will refer to a list",
        "reference a list",
        "ref x",
        "Ref",
    ],
)
def test_words_that_cite_nothing(words: str) -> None:
    assert find(words) == ()


def test_one_reference_is_meant_by_reftel_and_by_ref_a() -> None:
    assert brief(find("reftel and ref A", SINGLE)) == [
        ("reftel", "reftel", ["08BAMAKO15"]),
        ("ref A", "label", ["08BAMAKO15"]),
    ]
    assert brief(find("ref B", SINGLE)) == [("ref B", "label", [])]


def test_without_references_the_words_stay_open() -> None:
    assert brief(find("reftel, refs B and C", "")) == [
        ("reftel", "reftel", []),
        ("refs B and C", "label", []),
    ]


# ---------------------------------------------------------------- full citations


@pytest.mark.parametrize(
    ("words", "text", "candidate"),
    [
        ("as in 06 TBILISI 2601, he said", "06 TBILISI 2601", "06TBILISI2601"),
        ("06TBILISI2601", "06TBILISI2601", "06TBILISI2601"),
        ("2006 BAGHDAD 45 tells more", "2006 BAGHDAD 45", "06BAGHDAD45"),
        ("Moscow 1234 (07) tells more", "Moscow 1234 (07)", "07MOSCOW1234"),
        ("STATE (01) 201265 asked", "STATE (01) 201265", "01STATE201265"),
        ("in Baghdad 1015/07", "Baghdad 1015/07", "07BAGHDAD1015"),
        ("the vote (Bamako 415) was", "Bamako 415", "08BAMAKO415"),
        ("the vote (Bamako 1015) was", "Bamako 1015", "07BAMAKO1015"),
        ("as reported in New Delhi 4567", "New Delhi 4567", "08NEWDELHI4567"),
        ("see Abu\nDhabi 345 for more", "Abu Dhabi 345", "08ABUDHABI345"),
        ("as reported   \nin   \nNew   \nDelhi   \n4567", "New Delhi 4567", "08NEWDELHI4567"),
        ("cable Kigali 777 said", "Kigali 777", "08KIGALI777"),
        ("Kinshasa 456 (NOTAL)", "Kinshasa 456", "08KINSHASA456"),
        ("LIMA 00345 reported", "LIMA 00345", "08LIMA345"),
        ("STATE 555 asked posts to", "STATE 555", "08STATE555"),
    ],
)
def test_full_citations(words: str, text: str, candidate: str) -> None:
    assert brief(find(words)) == [(text, "telegram", [candidate])]


@pytest.mark.parametrize(
    "words",
    [
        "the games of PARIS 2024",
        "(Paris 2024)",
        "see Geneva 1949",
        "BAGHDAD 1 MAY",
        "see Baghdad 12 May",
        "in Panama 450 people",
        "see Paris 12.5 percent",
        "(Lima 45%)",
        "(State 1234)",
        "see state 5555",
        "the road to Dakar 123 km away",
        "SECTION 01 OF 03 DAKAR 001234",
        "AMEMBASSY DAKAR 0446",
        "Dakar 1,234",
    ],
)
def test_places_with_numbers_that_cite_nothing(words: str) -> None:
    assert find(words) == ()


def test_several_in_parentheses_and_after_a_sign() -> None:
    found = find("(Abu Dhabi 12, Doha 34) and as reported in Dakar 3400 and Lima 77.")
    assert [mention.text.value for mention in found] == ["Abu Dhabi 12", "Doha 34", "Dakar 3400", "Lima 77"]


def test_mentions_stand_in_order_with_their_paragraph() -> None:
    found = find("06 TBILISI 2601 (ref B) and reftel")
    assert [(mention.kind, mention.paragraph) for mention in found] == [
        ("telegram", 2),
        ("label", 2),
        ("reftel", 2),
    ]


# ---------------------------------------------------------------- laws


@given(st.text(alphabet="refsREFTELl AB()ab,-\n0126 DAKARDakar.'", max_size=200))
def test_spans_prove_any_mention(words: str) -> None:
    for mention in find(words):
        assert folded(words, mention.text.spans) == mention.text.value


@pytest.mark.parametrize("words", ["ref " * 20_000, "refs A, " * 10_000, "Dakar 12 (" * 5_000, "1" * 500_000])
def test_long_paragraphs_end(words: str) -> None:
    assert all(mention.kind in {"label", "telegram"} for mention in find(words))


def test_the_reference_document(corpus: Path) -> None:
    (document,) = read(corpus / "archive_page" / "07BAMAKO1361.txt")
    found = record(document)
    (reference,) = found.references
    assert (reference.label, reference.text, reference.id) == (None, "BAMAKO 01015", "07BAMAKO1015")
    (mention,) = found.mentions
    assert (mention.text, mention.paragraph, mention.candidates) == ("reftel", 2, ["07BAMAKO1015"])
