"""Classification lines, captions and sections: whole, spaced, damaged; each value with its place."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

import pytest

from proof import stated
from test_envelope import codes, lawful

HEAD = "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO RUEHC/SECSTATE WASHDC 8499\nBT\n"
FIELDS = "E.O. 12958: DECL: 11/28/2017\nTAGS: PREL, ML\nSUBJECT: A VISIT\n"
BODY = "\n1. It rained.\n\nRoe\n"

# line -> level, number, words at the places of the level
LINES = {
    "C O N F I D E N T I A L BAMAKO 001399": ("CONFIDENTIAL", "07BAMAKO1399", "C O N F I D E N T I A L"),
    "CONFIDENTIAL BAMAKO 001399 ": ("CONFIDENTIAL", "07BAMAKO1399", "CONFIDENTIAL"),
    "UNCLAS LA PAZ 2490": ("UNCLASSIFIED", "07LAPAZ2490", "UNCLAS"),
    "UNCLASSIFIED NEW DELHI 005138": ("UNCLASSIFIED", "07NEWDELHI5138", "UNCLASSIFIED"),
    "S E C R E T STATE 068250": ("SECRET", "07STATE68250", "S E C R E T"),
    "T O P  S E C R E T BAMAKO 1399": ("TOP SECRET", "07BAMAKO1399", "T O P S E C R E T"),
    "LIMITED OFFICIAL USE PORT MORESBY 00201": ("LIMITED OFFICIAL USE", "07PORTMORESBY201", "LIMITED OFFICIAL USE"),
    "s e c r e t state 068250": ("SECRET", "07STATE68250", "s e c r e t"),
    "C O N F I D E N T I AL BAMAKO 1399": ("CONFIDENTIAL", "07BAMAKO1399", "C O N F I D E N T I AL"),
    "BT CONFIDENTIAL BAMAKO 1399": ("CONFIDENTIAL", "07BAMAKO1399", "CONFIDENTIAL"),
    "C O N F I D E N T I A L USUN NEW YORK 00123": ("CONFIDENTIAL", "07USUNNEWYORK123", "C O N F I D E N T I A L"),
    "UNCLAS BAMAKO 001399 0281052": ("UNCLASSIFIED", "07BAMAKO1399", "UNCLAS"),
    "UNCLAS E F T O BAMAKO 1399": ("UNCLASSIFIED", "07BAMAKO1399", "UNCLAS"),
    "CONFIDENTIAL": ("CONFIDENTIAL", None, "CONFIDENTIAL"),
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_classification_lines(line: str) -> None:
    level, number, words = LINES[line]
    text = f"{HEAD}{line}\n\nSIPDIS\n\n{FIELDS}{BODY}"
    record = lawful(text)
    assert (record.classification, record.id) == (level, number)
    assert stated(text, record, "classification") == words
    if number:
        assert stated(text, record, "id").endswith("281052Z NOV 07")
    else:
        assert "no-number" in codes(record)
    assert record.sections is None


@pytest.mark.parametrize(
    ("line", "captions", "caveats"),
    [
        ("S E C R E T NOFORN BAMAKO 1399", ["SIPDIS"], ["NOFORN"]),
        ("SECRET BAMAKO 1399 SIPDIS NOFORN", ["SIPDIS"], ["NOFORN"]),
        ("UNCLAS SENSITIVE BAMAKO 1399", ["SENSITIVE", "SIPDIS"], []),
        ("S E C R E T BAMAKO 1399 NODIS", ["NODIS", "SIPDIS"], []),
        ("S E C R E T N O F O R N BAMAKO 1399", ["SIPDIS"], ["NOFORN"]),
        ("SECRET//NOFORN", ["SIPDIS"], ["NOFORN"]),
    ],
    ids=["noforn", "after", "sensitive", "nodis", "spaced", "slashes"],
)
def test_captions_on_the_classification_line(line: str, captions: list[str], caveats: list[str]) -> None:
    text = f"{HEAD}{line}\n\nSIPDIS\n\n{FIELDS}{BODY}"
    record = lawful(text)
    assert (record.captions, record.caveats) == (captions, caveats)
    for caption in (*captions, *caveats):
        whole = stated(text, record, "captions" if caption in captions else "caveats")
        assert "".join(caption.split()) in "".join(whole.split())


@pytest.mark.parametrize(
    ("lines", "captions", "caveats"),
    [
        ("SIPDIS", ["SIPDIS"], []),
        ("NOFORN\nSIPDIS", ["SIPDIS"], ["NOFORN"]),
        ("SIPDIS\n\nNODIS\nEXDIS", ["SIPDIS", "NODIS", "EXDIS"], []),
        ("SENSITIVE SIPDIS", ["SENSITIVE", "SIPDIS"], []),
        ("SENSITIVE\nSIPDIS\nREL TO USA, GBR", ["SENSITIVE", "SIPDIS"], ["REL TO USA, GBR"]),
        ("STADIS//SIPDIS", ["STADIS", "SIPDIS"], []),
    ],
    ids=["one", "caveat", "three", "one-line", "rel-to", "slashes"],
)
def test_captions_on_lines_of_their_own(lines: str, captions: list[str], caveats: list[str]) -> None:
    text = f"{HEAD}S E C R E T BAMAKO 001399\n\n{lines}\n\n{FIELDS}{BODY}"
    record = lawful(text)
    assert (record.captions, record.caveats) == (captions, caveats)
    assert "repeated-caption" not in codes(record)


@pytest.mark.parametrize("where", ["SIPDIS\n\nSIPDIS", "SIPDIS\nNOFORN\nSIPDIS"])
def test_a_repeated_caption_is_named_once_and_reported(where: str) -> None:
    text = f"{HEAD}S E C R E T BAMAKO 001399\n\n{where}\n\n{FIELDS}{BODY}"
    record = lawful(text)
    assert record.captions == ["SIPDIS"]
    (odd,) = [odd for odd in record.defects if odd.code == "repeated-caption"]
    assert odd.span[0] == text.rindex("SIPDIS")


# ---------------------------------------------------------------- sections


@pytest.mark.parametrize(
    ("line", "count", "held", "words"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399", 3, [1], "01 OF 03"),
        ("C O N F I D E N T I A L SECTION 02 OF 03 BAMAKO 001399", 3, [2], "02 OF 03"),
        ("UNCLAS SECTION 1 OF 2 NEW DELHI 005138", 2, [1], "1 OF 2"),
        ("UNCLAS SECTION  01  OF  02 NEW DELHI 005138 SIPDIS", 2, [1], "01 OF 02"),
    ],
    ids=["first", "second", "one-digit", "blanks"],
)
def test_sections(line: str, count: int, held: list[int], words: str) -> None:
    text = f"{HEAD}{line}\n\n{FIELDS}{BODY}"
    record = lawful(text)
    assert record.sections is not None
    assert (record.sections.count, record.sections.held) == (count, held)
    assert stated(text, record, "sections") == words
    assert "truncated" in codes(record)


def test_sections_are_counted_by_the_page_marks() -> None:
    marks = "".join(f"\nBAMAKO 00001399  {n:03d}.2 OF 003\n\n\n{n}. It rained.\n" for n in (1, 2, 3))
    text = f"{HEAD}C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399\n\n{FIELDS}{marks}\nRoe\n"
    record = lawful(text)
    assert record.sections is not None
    assert (record.sections.count, record.sections.held) == (3, [1, 2, 3])
    assert "truncated" not in codes(record)
    assert [p.number for p in record.paragraphs] == [1, 2, 3]


def test_the_heading_of_a_later_section_is_no_text() -> None:
    again = f"C O N F I D E N T I A L SECTION 02 OF 02 BAMAKO 001399\n\nSIPDIS\n\n{FIELDS}\n"
    text = (
        f"{HEAD}C O N F I D E N T I A L SECTION 01 OF 02 BAMAKO 001399\n\nSIPDIS\n\n{FIELDS}"
        f"\n1. It rained in\n\n{again}the harbour.\n\nRoe\n"
    )
    record = lawful(text)
    assert record.sections is not None
    assert record.sections.held == [1, 2]
    assert [" ".join(p.text.split()) for p in record.paragraphs] == ["It rained in the harbour."]


@pytest.mark.parametrize("section", ["03 OF 02", "00 OF 02"])
def test_impossible_sections(section: str) -> None:
    record = lawful(f"{HEAD}C O N F I D E N T I A L SECTION {section} BAMAKO 001399\n\n{FIELDS}{BODY}")
    assert "section-mismatch" in codes(record)
    assert record.sections is not None
    assert record.sections.held == []


# ---------------------------------------------------------------- the number


@pytest.mark.parametrize(
    "mark",
    ["BAMAKO 00001399  001.2 OF 001", "BAMAKO 00001399  001 OF 001 "],
)
def test_a_page_mark_gives_the_number_where_the_classification_line_does_not(mark: str) -> None:
    text = f"{HEAD}CONFIDENTIAL\n\n{FIELDS}\n1. It rained in\n\n{mark}\n\n\nthe harbour.\n\nRoe\n"
    record = lawful(text)
    assert record.id == "07BAMAKO1399"
    assert stated(text, record, "id") == "BAMAKO 00001399 281052Z NOV 07"
    assert [p.text for p in record.paragraphs] == ["It rained in\nthe harbour."]


@pytest.mark.parametrize(
    ("field", "value"),
    [("year", 2007), ("post", "BAMAKO"), ("serial", 1399), ("aliases", ["2007BAMAKO1399", "07BAMAKO1399_a"])],
)
def test_the_parts_of_a_number(field: str, value: object) -> None:
    record = lawful(f"{HEAD}CONFIDENTIAL BAMAKO 001399\n\n{FIELDS}{BODY}")
    assert getattr(record, field) == value


def test_a_station_of_no_table() -> None:
    record = lawful(f"{HEAD}CONFIDENTIAL ATLANTIS 001399\n\n{FIELDS}{BODY}")
    assert record.id == "07ATLANTIS1399"
    assert "unknown-station" in codes(record)


@pytest.mark.parametrize("indent", [0, 1, 20, 40])
def test_a_misspelled_level_is_known_wherever_it_stands_on_its_line(indent: int) -> None:
    text = f"{HEAD}{' ' * indent}C O N F I D E M T I A L BAMAKO 1399\n\nSIPDIS\n\n{FIELDS}{BODY}"
    record = lawful(text)
    assert (record.classification, record.id) == ("CONFIDENTIAL", "07BAMAKO1399")
    assert "damaged-classification" in codes(record)
