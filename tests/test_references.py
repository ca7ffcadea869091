"""The REF block: each form of citation beside what it must give. All documents here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel import tables
from reftel.span import Passage, Span, folded
from reftel.telegram.citation_words import readable
from reftel.telegram.citations import cited
from reftel.telegram.model import Reference
from reftel.telegram.references import read_references
from reftel.telegram_id import TelegramId

OWN = TelegramId(2008, "BAMAKO", 480)
TWO_KINDS = 2


def passage(*pieces: str) -> Passage:
    """The words of a block whose pieces stand apart from one another, a page mark between them."""
    text = "\nBAMAKO 00000480  002 OF 003\n".join(pieces)
    spans = []
    start = 0
    for piece in pieces:
        start = text.index(piece, start)
        spans.append(Span(start, start + len(piece)))
        start += len(piece)
    return Passage(text, spans)


def read(*pieces: str, own: TelegramId | None = OWN, year: int | None = 2008) -> tuple[Reference, ...]:
    return read_references(passage(*pieces), own, year)[0]


def brief(references: tuple[Reference, ...]) -> list[str]:
    """Each reference in a few words: ``A BAMAKO 15 = 08BAMAKO15``, or its kind in place of the number."""
    return [
        " ".join(
            filter(
                None,
                (
                    item.label.value if item.label else "",
                    item.text.value,
                    "=",
                    "|".join(map(str, item.candidates)) if item.kind == "telegram" else item.kind,
                    "notal" if item.notal else "",
                ),
            )
        )
        for item in references
    ]


def codes(*pieces: str) -> list[str]:
    return [odd.code for odd in read_references(passage(*pieces), OWN, 2008)[1]]


# ---------------------------------------------------------------- forms

FORMS = {
    "one": ("REF: BAMAKO 015", ["BAMAKO 015 = 08BAMAKO15"]),
    "lettered lines": (
        "REF: A. MOSCOW 1538\n     B. STATE 71143",
        ["A MOSCOW 1538 = 08MOSCOW1538", "B STATE 71143 = 08STATE71143"],
    ),
    "letters in parentheses": (
        "REFS: (A) STATE 071143, (B) LA PAZ 2411",
        ["A STATE 071143 = 08STATE71143", "B LA PAZ 2411 = 08LAPAZ2411"],
    ),
    "small letters": (
        "REF: a) Rio 346, b) Rio 329",
        ["A Rio 346 = 08RIODEJANEIRO346", "B Rio 329 = 08RIODEJANEIRO329"],
    ),
    "letters with colons": (
        "REF: A: Sao Paulo 0031; B: La Paz 0462",
        ["A Sao Paulo 0031 = 08SAOPAULO31", "B La Paz 0462 = 08LAPAZ462"],
    ),
    "letters without a sign": (
        "REF A WELLINGTON 721 B WELLINGTON 690",
        ["A WELLINGTON 721 = 08WELLINGTON721", "B WELLINGTON 690 = 08WELLINGTON690"],
    ),
    "a range in words": (
        "REF: DAKAR 271 THROUGH 275",
        ["DAKAR 271 = 08DAKAR271", "275 = 08DAKAR275"],
    ),
    "a range with a dash": ("REF: DAKAR 271-275", ["DAKAR 271 = 08DAKAR271", "275 = 08DAKAR275"]),
    "a dash before a lower number is no range": ("REF: DAKAR 271-105", ["DAKAR 271 = 08DAKAR271"]),
    "a dash before a year is no range": ("REF: DAKAR 271 - 2006", ["DAKAR 271 = 08DAKAR271"]),
    "a circular telegram": (
        "REF: STATE CIRCULAR TELEGRAM 12345",
        ["STATE CIRCULAR TELEGRAM 12345 = 08STATE12345"],
    ),
    "letter and dash": ("REF: A - Kabul 28", ["A Kabul 28 = 08KABUL28"]),
    "letters twice": (
        "REF: A. (A) PARIS 1784 B. B) BAKU 91 C. REF C STATE 1234",
        ["A PARIS 1784 = 08PARIS1784", "B BAKU 91 = 08BAKU91", "C STATE 1234 = 08STATE1234"],
    ),
    "letter with a missing shift": (
        "REF: (A) CARACAS 7825; (BL LA PAZ 5083",
        ["A CARACAS 7825 = 08CARACAS7825", "B LA PAZ 5083 = 08LAPAZ5083"],
    ),
    "a letter skipped": (
        "REF: A. DAKAR 12\nC. DAKAR 14",
        ["A DAKAR 12 = 08DAKAR12", "C DAKAR 14 = 08DAKAR14"],
    ),
    "a letter repeated": (
        "REF: A) DAKAR 12\nB) ROE E-MAIL\nB) DAKAR 14",
        ["A DAKAR 12 = 08DAKAR12", "B ROE E-MAIL = email", "B DAKAR 14 = 08DAKAR14"],
    ),
    "initials are no letters": (
        "REF: A. J. C. DOE E-MAIL B. DAKAR 12",
        ["A J. C. DOE E-MAIL = email", "B DAKAR 12 = 08DAKAR12"],
    ),
    "year before": ("REF: 06 TBILISI 2601", ["06 TBILISI 2601 = 06TBILISI2601"]),
    "full year before": ("REF: 2007 MANAGUA 2135", ["2007 MANAGUA 2135 = 07MANAGUA2135"]),
    "year and apostrophe": ("REF: '07 LIMA 77", ["'07 LIMA 77 = 07LIMA77"]),
    "all in one word": (
        "REF: 07LONDON2569; 07CAIRO0561",
        ["07LONDON2569 = 07LONDON2569", "07CAIRO0561 = 07CAIRO561"],
    ),
    "hyphens": ("REF: 07-OTTAWA-57", ["07-OTTAWA-57 = 07OTTAWA57"]),
    "year after": (
        "REF: ASUNCION 701 (07), QUITO 4525-91, PANAMA 789/07, AMMAN 7718 99",
        [
            "ASUNCION 701 (07) = 07ASUNCION701",
            "QUITO 4525-91 = 91QUITO4525",
            "PANAMA 789/07 = 07PANAMA789",
            "AMMAN 7718 99 = 99AMMAN7718",
        ],
    ),
    "year in parentheses": (
        "REF: STATE (01) 201265, (99) ROME 2196",
        ["STATE (01) 201265 = 01STATE201265", "(99) ROME 2196 = 99ROME2196"],
    ),
    "several numbers": (
        "REF: A. BAGHDAD 3341, 3350 B. KABUL 936/935 C. PARIS 7472 AND 7677",
        [
            "A BAGHDAD 3341 = 08BAGHDAD3341",
            "A 3350 = 08BAGHDAD3350",
            "B KABUL 936 = 08KABUL936",
            "B 935 = 08KABUL935",
            "C PARIS 7472 = 08PARIS7472",
            "C 7677 = 08PARIS7677",
        ],
    ),
    "the year goes on in an item": (
        "REF: A. 07 BOGOTA 2714, 2750 B. BOGOTA 12",
        ["A 07 BOGOTA 2714 = 07BOGOTA2714", "A 2750 = 07BOGOTA2750", "B BOGOTA 12 = 08BOGOTA12"],
    ),
    "a year after counts for its number": (
        "REF: COLOMBO CABLES 0266 AND 02259 (2002)",
        ["COLOMBO CABLES 0266 = 08COLOMBO266", "02259 (2002) = 02COLOMBO2259"],
    ),
    "two telegrams in an item": (
        "REF: A. 07 ALGIERS 1807 AND 06 ALGIERS 75",
        ["A 07 ALGIERS 1807 = 07ALGIERS1807", "A 06 ALGIERS 75 = 06ALGIERS75"],
    ),
    "a line each": (
        "REF: STATE 12345\nDAKAR 12\n06 DAKAR 1234",
        ["STATE 12345 = 08STATE12345", "DAKAR 12 = 08DAKAR12", "06 DAKAR 1234 = 06DAKAR1234"],
    ),
    "no station": (
        "REF: A. MADRID 383\n     B. 2962 AND PREVIOUS",
        ["A MADRID 383 = 08MADRID383", "B 2962 = 08MADRID2962"],
    ),
    "own station": ("REF: 112 AND PREVIOUS", ["112 = 08BAMAKO112"]),
    "NOTAL": (
        "REF: A. STATE 71143 (NOTAL) B. DAKAR 5",
        ["A STATE 71143 = 08STATE71143 notal", "B DAKAR 5 = 08DAKAR5"],
    ),
    "NOTAL of several": ("REF: DAKAR 12, 13 (NOTAL)", ["DAKAR 12 = 08DAKAR12 notal", "13 = 08DAKAR13 notal"]),
    "odd signs": (
        "REF: STATE: 73097; BAGHDAD #3565; KUWAIT (C) 2293; HK05511; MADRID SP 0307",
        [
            "STATE: 73097 = 08STATE73097",
            "BAGHDAD #3565 = 08BAGHDAD3565",
            "KUWAIT (C) 2293 = 08KUWAIT2293",
            "HK05511 = 08HONGKONG5511",
            "MADRID SP 0307 = 08MADRID307",
        ],
    ),
    "ways of writing a station": (
        "REF: DUBAI RPO 378; AMEMBASSY PARIS 55; SECSTATE 2; N'DJAMENA 5; PORT-OF-SPAIN 7; ST. PETERSBURG 5",
        [
            "DUBAI RPO 378 = 08RPODUBAI378",
            "AMEMBASSY PARIS 55 = 08PARIS55",
            "SECSTATE 2 = 08STATE2",
            "N'DJAMENA 5 = 08NDJAMENA5",
            "PORT-OF-SPAIN 7 = 08PORTOFSPAIN7",
            "ST. PETERSBURG 5 = 08STPETERSBURG5",
        ],
    ),
    "accents": ("REF: São Paulo 12", ["São Paulo 12 = 08SAOPAULO12"]),
    "a name over two lines": (
        "REF: A) BRASILIA 2605, B) RIO \n DE JANEIRO 1291",
        ["A BRASILIA 2605 = 08BRASILIA2605", "B RIO DE JANEIRO 1291 = 08RIODEJANEIRO1291"],
    ),
    "title after dashes": (
        "REF: A) MANAGUA 182 -- A TITLE, MOSCOW 1980 B) DAKAR 5",
        ["A MANAGUA 182 = 08MANAGUA182", "B DAKAR 5 = 08DAKAR5"],
    ),
    "title in parentheses": ("REF: 07 HAVANA 631 (A TITLE OF MOSCOW 1980)", ["07 HAVANA 631 = 07HAVANA631"]),
    "O for zero": (
        "REF: O4 CHENNAI 12; COTON0U 3",
        ["O4 CHENNAI 12 = 04CHENNAI12", "COTON0U 3 = 08COTONOU3"],
    ),
    "misspelled": ("REF: WELLINGTN 12", ["WELLINGTN 12 = 08WELLINGTON12"]),
    "number first": ("REF: 870 ULAANBAATAR", ["870 ULAANBAATAR = 08ULAANBAATAR870"]),
    "old style": ("REF: EMBTEL 123, DEPTEL 45", ["EMBTEL 123 = 08BAMAKO123", "DEPTEL 45 = 08STATE45"]),
    "to the travelling Secretary": (
        "REF: STATE 255577 TOSEC 140323",
        ["STATE 255577 TOSEC 140323 = 08STATE255577"],
    ),
    "page mark in the block": (
        "REF: LA PAZ 2370 MADRID 00000392 001.2 OF 003",
        ["LA PAZ 2370 = 08LAPAZ2370"],
    ),
    "end of the block": (
        "REF: ALGIERS 20 (NOTAL) Classified By: Jane Q. Example, 12",
        ["ALGIERS 20 = 08ALGIERS20 notal"],
    ),
    "web address": ("REF: 07 KINSHASA 858 <http://a.example/DAKAR 12>", ["07 KINSHASA 858 = 07KINSHASA858"]),
    "pilcrows": ("REF: A. DAKAR 12\n¶B. DAKAR 13", ["A DAKAR 12 = 08DAKAR12", "B DAKAR 13 = 08DAKAR13"]),
    "the label again": (
        "REF: (A) DAKAR 12 (B) DAKAR 13\nREF: (A) DAKAR 12 (B) DAKAR 13",
        ["A DAKAR 12 = 08DAKAR12", "B DAKAR 13 = 08DAKAR13"],
    ),
    "nothing": ("REF: N/A", []),
    "empty": ("REF:", []),
    "a day is no serial": ("REF: BAGHDAD 1 MAY", ["BAGHDAD 1 MAY = other"]),
}


@pytest.mark.parametrize(("words", "wanted"), FORMS.values(), ids=FORMS)
def test_forms(words: str, wanted: list[str]) -> None:
    assert brief(read(words)) == wanted


OTHERS = {
    "DOE-ROE E-MAIL OF 09/08/2006": "email",
    "E-mail from Doe": "email",
    "ROE - OPS CENTER TELCONS 9/28 AND 29": "telcon",
    "ROE MEMO OF MAY 5": "memo",
    "DEPT A-4945": "airgram",
    "BANGKOK A-50": "airgram",
    "STATE CA-3400 NOV 2, 1966": "airgram",
    "EMBASSY PARIS DAILY REPORT FOR FEBRUARY 6": "report",
    "PARIS POINTS JULY 15": "report",
    "LONDON DAILY - 30 APRIL 2009": "report",
    "CAIRO IIR 6 999 0149 10": "report",
    "TD-314/00123-08": "report",
    "OSC EUP20080101950031": "report",
    "INCSR BRAZIL 2008": "report",
    "2004 HUMAN RIGHTS REPORT FOR PANAMA": "report",
    "9 FAM Appendix K, 406 (6)": "other",
    "UNSCR 1373": "other",
    "SECDEF MSG DTG 301601Z SEP 08": "other",
    "SECDEF R162245Z OCT 08": "other",
    "USDAO STOCKHOLM DTG 051506ZJUN2008": "other",
    "08 JAN 08 BAGHDAD O/I": "other",
    "SECRETARY'S LETTER OF MAY 5": "other",
}


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_no_telegram(words: str) -> None:
    assert brief(read(f"REF: {words}")) == [f"{words} = {OTHERS[words]}"]
    assert codes(f"REF: {words}") == []


def test_a_telegram_and_another_kind_stand_in_one_item() -> None:
    assert brief(read("REF: A. DOE/ROE TELCON AND STATE 12345 (NOTAL); DAKAR 12, DOE E-MAIL")) == [
        "A DOE/ROE TELCON = telcon",
        "A STATE 12345 = 08STATE12345 notal",
        "A DAKAR 12 = 08DAKAR12",
        "A DOE E-MAIL = email",
    ]


# ---------------------------------------------------------------- years


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        pytest.param("BAMAKO 479", ["08BAMAKO479"], id="own station, lower number"),
        pytest.param("BAMAKO 3853", ["07BAMAKO3853"], id="own station, number not yet reached"),
        pytest.param("DAKAR 3853", ["08DAKAR3853"], id="other station"),
        pytest.param("08 BAMAKO 3853", ["08BAMAKO3853"], id="a printed year stands"),
        pytest.param("094 QUITO 841", ["04QUITO841", "94QUITO841"], id="a digit too many"),
    ],
)
def test_years(words: str, wanted: list[str]) -> None:
    assert [str(number) for number in read(f"REF: {words}")[0].candidates] == wanted


def test_without_a_year_a_citation_stays_open() -> None:
    (reference,) = read("REF: DAKAR 12", own=None, year=None)
    assert (reference.kind, reference.candidates) == ("telegram", ())
    assert brief(read("REF: 74 DAKAR 12", own=None, year=None)) == ["74 DAKAR 12 = 74DAKAR12"]


def test_old_names_of_several_stations_stay_ambiguous() -> None:
    own = TelegramId(1974, "LAPAZ", 900)
    references, odd = read_references(passage("REF: PORTO 1234"), own, 1974)
    assert len(references[0].candidates) == TWO_KINDS
    assert [defect.code for defect in odd] == ["ambiguous-reference"]


def test_own_station_without_a_number_is_unknown() -> None:
    assert cited("EMBTEL", 12, (), None, 2008) == ()


@pytest.mark.parametrize("words", ["ATLANTIS 123", "A. SAO PAULO B. DAKAR 5"])
def test_what_cannot_be_read_is_said(words: str) -> None:
    assert codes(f"REF: {words}") == ["unread-reference"]


def test_a_text_gone_astray_is_no_reference() -> None:
    words = "REF: A. " + "supplies reached the besieged town at last, and " * 20
    assert read(words) == ()
    assert codes(words) == ["unread-reference"]


# ---------------------------------------------------------------- places


def test_spans_prove_what_they_state() -> None:
    block = passage("REF: A. 06 DAKAR 1234, 1240\n     B. RIO", "DE JANEIRO 55 (NOTAL)")
    references, _ = read_references(block, OWN, 2008)
    assert [item.text.value for item in references] == ["06 DAKAR 1234", "1240", "RIO DE JANEIRO 55"]
    assert len(references[-1].text.spans) == len(block.spans)
    for item in references:
        assert folded(block.text, item.text.spans) == item.text.value
        assert item.label is not None
        assert folded(block.text, item.label.spans) == item.label.value


@given(st.text(alphabet="AB. ()1206,;:-\n/&REFDAKARND#'Éß", max_size=200))
def test_any_words_are_read(words: str) -> None:
    references, odd = read_references(passage(f"REF: {words}x"), OWN, 2008)
    text = passage(f"REF: {words}x").text
    for item in references:
        assert item.text.value == folded(text, item.text.spans)
        assert item.text.value
    assert all(defect.span.end <= len(text) for defect in odd)


@given(
    post=st.sampled_from([post.name for post in tables.posts() if len(post.name) > 3]),
    serial=st.integers(1, 999_999),
    year=st.integers(1973, 2008),
)
def test_every_station_is_read(post: str, serial: int, year: int) -> None:
    (reference,) = read(f"REF: {year % 100:02d} {post} {serial}")
    assert TelegramId(year, post, serial) in reference.candidates


@pytest.mark.parametrize(
    "words", ["A. " * 20_000, "A" * 200_000, "1" * 200_000, "12 " * 50_000, "DAKAR 12 (" * 10_000]
)
def test_long_blocks_end(words: str) -> None:
    references, _ = read_references(passage(f"REF: {words}"), OWN, 2008)
    assert all(item.kind in {"telegram", "other"} for item in references)


@given(st.text(max_size=60))
def test_readable_keeps_every_place(words: str) -> None:
    assert len(readable(words)) == len(words)
