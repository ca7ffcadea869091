"""The text: paragraphs around interruptions, headings, summary, participants, signature; with their places."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

import pytest

from proof import stated
from reftel.record import Record
from reftel.telegram.parser import parse
from test_envelope import codes, lawful

HEAD = (
    "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO RUEHC/SECSTATE WASHDC 8499\nBT\n"
    "C O N F I D E N T I A L BAMAKO 001399\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\n\n"
)
MARK = "BAMAKO 00001399  001.2 OF 001"


def body(words: str) -> tuple[str, Record]:
    text = HEAD + words
    return text, lawful(text)


def kinds(words: str) -> list[str]:
    """The kinds of the lines of the text, blank ones left out."""
    lines = parse(HEAD + words).lines[len(HEAD.splitlines()) :]
    return [line.kind for line in lines if line.kind != "blank"]


# ---------------------------------------------------------------- paragraphs

Row = tuple[int | str | None, str | None, str]
PARAGRAPHS: dict[str, tuple[str, list[Row]]] = {
    "plain": ("1. (C) One.\n\n2. (U) Two.\n", [(1, "C", "One."), (2, "U", "Two.")]),
    "no-blanks": ("1.(C) One.\n\n2.(SBU) Two.\n", [(1, "C", "One."), (2, "SBU", "Two.")]),
    "controls": ("1. (S//NF) One.\n\n2. (C/NF) Two.\n", [(1, "S/NF", "One."), (2, "C/NF", "Two.")]),
    "no-marks": ("1. One.\n\n2. Two.\n", [(1, None, "One."), (2, None, "Two.")]),
    "pilcrows": ("\u00b61. (C) One.\n\n\u00b62. (C) Two.\n", [(1, "C", "One."), (2, "C", "Two.")]),
    "close-together": ("1. One.\n2. Two.\n3. Three.\n", [(1, None, "One."), (2, None, "Two."), (3, None, "Three.")]),
    "letters": ("1. One.\n\n1A. (U) More.\n\n2. Two.\n", [(1, None, "One."), ("1A", "U", "More."), (2, None, "Two.")]),
    "no-numbers": ("A first block.\n\nA second one.\n", [(None, None, "A first block.\n\nA second one.")]),
    "unnumbered-after": ("1. One.\n\nIt goes on.\n\n2. Two.\n", [(1, None, "One.\n\nIt goes on."), (2, None, "Two.")]),
    "number-alone": ("1.\nOne.\n\n2. Two.\n", [(1, None, "One."), (2, None, "Two.")]),
    "table": ("1. Rain:\n\n  A    B\n  7    2\n\n2. Two.\n", [(1, None, "Rain:\n\n  A    B\n  7    2"), (2, None, "Two.")]),
    "number-in-a-line": ("1. One costs\n1.5 million.\n\n2. Two.\n", [(1, None, "One costs\n1.5 million."), (2, None, "Two.")]),
    "twice": ("1. One.\n\n3. Three.\n\n3. Again.\n", [(1, None, "One."), (3, None, "Three."), (3, None, "Again.")]),
}  # fmt: skip


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_paragraphs(name: str) -> None:
    words, rows = PARAGRAPHS[name]
    text, record = body(words + "\nRoe\n")
    assert [(p.number, p.mark, p.text) for p in record.paragraphs] == rows
    assert record.signature == ["Roe"]
    for i, (number, mark, _) in enumerate(rows):
        if number is not None:
            assert stated(text, record, f"paragraphs[{i}].number") == str(number)
        if mark is not None:
            assert stated(text, record, f"paragraphs[{i}].mark").replace("//", "/") == mark


INTERRUPTED = {
    "page-mark": f"\n\n{MARK}\n\n\n",
    "page-mark-alone": f"\n{MARK}\n",
    "page-line": "\nPAGE 02        BAMAKO  01399  281052Z\n",
    "caption": "\nSIPDIS\n",
    "two-captions": "\n\nSIPDIS\n\nNOFORN\n\n",
    "level": "\nCONFIDENTIAL\n",
    "level-apart": "\n\nC O N F I D E N T I A L\n\n",
    "mark-and-caption": f"\n\n{MARK}\n\nSIPDIS\n\n",
    "stamp": "\n\nRELEASED IN PART B6\n\n",
    "blank-line": "\n\n",
    "heading-again": "\n\nC O N F I D E N T I A L BAMAKO 001399\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\n\n",
}  # fmt: skip


@pytest.mark.parametrize("name", INTERRUPTED)
def test_a_sentence_is_read_around(name: str) -> None:
    text, record = body(f"1. (C) It rained in{INTERRUPTED[name]}the harbour.\n\n2. Two.\n\nRoe\n")
    first, second = record.paragraphs
    assert first.text == "It rained in\nthe harbour."
    assert second.text == "Two."
    assert [text[slice(*place)] for place in first.spans] == ["It rained in", "the harbour."]


@pytest.mark.parametrize("name", [name for name in INTERRUPTED if name != "blank-line"])
def test_between_paragraphs_it_is_no_word_of_either(name: str) -> None:
    _, record = body(f"1. (C) It rained.{INTERRUPTED[name]}\n2. Two.\n\nRoe\n")
    assert [p.text for p in record.paragraphs] == ["It rained.", "Two."]


@pytest.mark.parametrize(
    ("words", "code", "at"),
    [
        ("1. It rained in\nSIPDIS\nthe harbour.\n", "stray-caption", "SIPDIS"),
        ("1. It rained.\n\nSIPDIS\n\n2. Two.\n", "stray-caption", "SIPDIS"),
        ("1. It rained in\n\nthe harbour.\n", "split-sentence", "\n"),
        ("1. One.\n\n3. Three.\n", "paragraph-order", "3"),
        ("1. One.\n\n1. One again.\n", "repeated-paragraph", "1"),
    ],
    ids=["caption-inside", "caption-between", "split", "order", "repeated"],
)
def test_what_is_odd_about_the_text(words: str, code: str, at: str) -> None:
    text, record = body(words + "\nRoe\n")
    (odd,) = [odd for odd in record.defects if odd.code == code]
    assert text[slice(*odd.span)] == at
    assert odd.span[0] > len(HEAD)


def test_a_page_mark_explains_a_split_sentence() -> None:
    _, record = body(f"1. It rained in\n\n{MARK}\n\n\nthe harbour.\n\nRoe\n")
    assert codes(record) == set()


# ---------------------------------------------------------------- headings

RULE = "-" * 20


@pytest.mark.parametrize(
    ("block", "heading"),
    [
        ("A HEADING", "A HEADING"),
        ("A Heading in Small Letters", "A Heading in Small Letters"),
        (f"A heading\n{RULE}", "A heading"),
        (f"{RULE}\nA heading\n{RULE}", "A heading"),
        (f"{RULE}\nA longer heading\nof two lines\n{RULE}", "A longer heading of two lines"),
        ("=====\nRAIN\n=====", "RAIN"),
        ("It rained on the harbour.", None),
        ("and then it stopped", None),
        ("- the harbour", None),
    ],
    ids=["capitals", "title", "ruled-below", "ruled", "two-lines", "equals", "sentence", "small", "dash"],
)
def test_headings(block: str, heading: str | None) -> None:
    text, record = body(f"1. One.\n\n{block}\n\n2. Two.\n\n3. Three.\n\nRoe\n")
    assert [p.heading for p in record.paragraphs] == [None, heading, heading]
    assert [p.text for p in record.paragraphs[1:]] == ["Two.", "Three."]
    if heading:
        assert record.paragraphs[0].text == "One."
        assert stated(text, record, "paragraphs[1].heading") == heading


# ---------------------------------------------------------------- summary and comment

PARTS: dict[str, tuple[str, str | None, str | None, list[str | None]]] = {
    "labels": ("1. (C) Summary: One. End summary.\n\n2. (C) Comment: Two. End comment.", "One.", "Two.", ["summary", "comment"]),
    "stops": ("1. (C) SUMMARY. One. END SUMMARY.\n\n2. (C) COMMENT. Two. END COMMENT.", "One.", "Two.", ["summary", "comment"]),
    "headings": (f"SUMMARY\n{RULE}\n\n1. One.\n\n2. Two.\n\nCOMMENT\n{RULE}\n\n3. Three.", "One.\nTwo.", "Three.", ["summary", "summary", "comment"]),
    "two-paragraphs": ("1. Summary: One.\n\n2. Two. End summary.\n\n3. Three.", "One.\nTwo.", None, ["summary", None, None]),
    "summary-and-comment": ("1. SUMMARY AND COMMENT. One. END SUMMARY AND COMMENT.", "One.", None, ["summary"]),
    "in-parentheses": ("1. One.\n\n2. (Comment: He was late. End comment.) Then.", None, "He was late.", [None, "comment"]),
    "end-alone": ("1. One. End summary.\n\n2. Two.", "One.", None, [None, None]),
    "open": ("1. Summary: One.\n\n2. Two.", "One.", None, ["summary", None]),
    "around-a-mark": (f"1. Summary: It rained in\n\n{MARK}\n\n\nthe harbour. End summary.", "It rained in\nthe harbour.", None, ["summary"]),
    "none": ("1. The summary of it is long.\n\n2. No comment was made.", None, None, [None, None]),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_summary_and_comment(name: str) -> None:
    words, summary, comment, roles = PARTS[name]
    _, record = body(words + "\n\nRoe\n")
    assert (record.summary, record.comment) == (summary, comment)
    assert [p.role for p in record.paragraphs] == roles


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Action request: Please advise.", "action"),
        ("This is an action message.", "action"),
        ("This cable was cleared by Embassy Accra.", "clearance"),
        ("The Under Secretary's staff has cleared on this\nmessage.", "clearance"),
        ("Participants:\nJane Roe", "participants"),
        ("It rained.", None),
    ],
)
def test_roles(words: str, role: str | None) -> None:
    _, record = body(f"1. (U) One.\n\n2. (U) {words}\n\nRoe\n")
    assert record.paragraphs[1].role == role


# ---------------------------------------------------------------- participants, protected persons


def test_participants() -> None:
    text, record = body(
        "1. (U) Participants:\n\nUnited States:\n- Ambassador Example\n- Richard Roe, DCM (notetaker)\n\n"
        "Mali:\nAbdou Sample, Minister of Rain,\nof the harbour\n\n2. Two.\n\nRoe\n"
    )
    found = [(p.name, p.title, p.group, p.note, p.paragraph) for p in record.participants]
    assert found == [
        ("Ambassador Example", None, "United States", None, 1),
        ("Richard Roe", "DCM", "United States", "notetaker", 1),
        ("Abdou Sample", "Minister of Rain, of the harbour", "Mali", None, 1),
    ]
    assert stated(text, record, "participants[1].name") == "Richard Roe"
    assert stated(text, record, "participants[1].note") == "notetaker"
    assert stated(text, record, "participants[2].title") == "Minister of Rain, of the harbour"
    assert stated(text, record, "participants[2].group") == "Mali"


def test_participants_under_a_heading_and_around_a_mark() -> None:
    _, record = body(
        f"1. One.\n\nPARTICIPANTS\n{RULE}\n\n2. (U) U.S.\nJane Roe\n{MARK}\nRichard Roe, Clerk\n\nRoe\n"
    )
    assert [(p.name, p.title) for p in record.participants][-2:] == [
        ("Jane Roe", None), ("Richard Roe", "Clerk")
    ]  # fmt: skip


def test_requests_to_protect_a_source() -> None:
    text, record = body(
        "1. (C) Jane Poe (protect) and Mr. Abdou Sample\n(strictly protect) came. A man (please protect) went.\n\nRoe\n"
    )
    assert [(p.text, p.name, p.paragraph) for p in record.protect] == [
        ("(protect)", "Jane Poe", 1),
        ("(strictly protect)", "Mr. Abdou Sample", 1),
        ("(please protect)", None, 1),
    ]
    assert stated(text, record, "protect[1].name") == "Mr. Abdou Sample"


# ---------------------------------------------------------------- signature and tail

SIGNATURES = {
    "capitals": ("ROE\n", ["ROE"]),
    "two-names": ("Jane Roe\n", ["Jane Roe"]),
    "hyphen": ("O'NEILL-ROE\n", ["O'NEILL-ROE"]),
    "end-of-message": ("ROE\nBT\n#1399\n\nNNNN\n", ["ROE"]),
    "rule": (f"ROE\n{RULE}\n", ["ROE"]),
    "level-below": ("ROE\n\nCONFIDENTIAL\n", ["ROE"]),
    "mark-below": (f"ROE\n\n{MARK}\n", ["ROE"]),
    "blanks": ("   ROE  \n", ["ROE"]),
    "no-line-end": ("ROE", ["ROE"]),
    "sentence": ("He left.\n", []),
    "small": ("roe\n", ["roe"]),
    "word-in-small-letters": ("It rained in the harbour of Mopti, and then it\nstopped\n", []),
    "glued": ("It rained. ROE\n", ["ROE"]),
    "glued-end": ("It rained. COMMENT\n", []),
    "glued-in-small-letters": ("It rained. Roe\n", []),
    "below-a-short-line": ("Harbour Road 12\nROE\n", ["ROE"]),
    "note-below": ("ROE\n\nNOTE BY OC/T: HEADING AS RECEIVED.\n", ["ROE"]),
    "stop-below": ("ROE \n.\n", ["ROE"]),
    "number": ("1399\n", []),
    "none": ("BT\n", []),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name: str) -> None:
    words, signature = SIGNATURES[name]
    text, record = body(f"1. One.\n\n{words}")
    assert record.signature == signature
    assert ("no-signature" in codes(record)) == (not signature)
    if signature:
        assert stated(text, record, "signature[0]") == signature[0]
        before = words[: words.index(signature[0])].strip()
        assert record.paragraphs[-1].text == f"One.\n\n{before}".strip()


def test_the_kinds_of_lines_of_a_text() -> None:
    words = (
        f"1. (C) It rained in\n{MARK}\n\nthe harbour.\n\n{RULE}\nA HEADING\n{RULE}\n\n"
        "2. Two\nSIPDIS\nand more.\n\nCONFIDENTIAL\n\nROE\nBT\n#1399\n\nNNNN\n"
    )
    assert kinds(words) == [
        "paragraph", "page-mark", "gap", "text", "rule", "heading", "rule", "paragraph", "stray-caption", "text",
        "banner", "signature", "break", "station-serial", "end",
    ]  # fmt: skip


def test_lines_that_look_like_a_heading_are_words_of_the_text() -> None:
    text, record = body("1. He wrote:\nTO THE MARKET\nSUBJECT: RAIN\nFM the coast.\n\nRoe\n")
    assert record.subject == "A VISIT"
    assert [item.plad for item in record.to] == ["SECSTATE WASHDC"]
    assert record.paragraphs[0].text == "He wrote:\nTO THE MARKET\nSUBJECT: RAIN\nFM the coast."
    assert text.count("SUBJECT") == 2
