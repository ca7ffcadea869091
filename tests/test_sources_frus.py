"""Telegrams of an edition in TEI: what they state, in layouts of six periods, and the way back to the file.

The documents in tests/sources/frus_tei are invented.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proof import orphans, source, uncovered, unproved
from reftel import read
from reftel.document import Document, Source
from reftel.errors import SourceError
from reftel.normalise import normalise
from reftel.record import Record
from reftel.sources import documents
from reftel.telegram.parser import parse

FOLDER = Path(__file__).parent / "sources" / "frus_tei"


def found_in(text: str) -> list[Document]:
    return list(documents(source(text)))


def only(name: str) -> Document:
    (found,) = read(FOLDER / f"{name}.xml")
    return found


def stated(record: Record) -> dict[str, Any]:
    """What the edition's pages state of a telegram, in few words."""
    plain = record.to_dict()
    return {
        "id": record.id,
        "created": record.created,
        "date": record.date.value if record.date else None,
        "precedence": record.precedence,
        "classification": record.classification,
        "captions": [*record.caveats, *record.captions],
        "from": plain["from"]["plad"],
        "to": [address["plad"] for address in plain["to"]],
        "info": [address["plad"] for address in plain["info"]],
        "subject": record.subject,
        "references": [reference.id for reference in record.references],
        "paragraphs": [(one.number, one.heading, one.text[:24]) for one in record.paragraphs],
        "signature": record.signature,
        "provenance": {key: value for key, value in plain["provenance"].items() if value},
        "defects": [one.code for one in record.defects],
    }


NOTHING: dict[str, Any] = {
    "id": None, "created": None, "precedence": None, "classification": None, "captions": [], "info": [],
    "subject": None, "references": [], "defects": [],
}  # fmt: skip
STATED: dict[str, dict[str, Any]] = {
    "1863_legation": {
        "date": "1863-04-10",
        "from": "Mr. Ashworth",
        "to": ["Mr. Seward"],
        "paragraphs": [(None, None, "The steamer Albatross le")],
        "signature": ["JAMES P. ASHWORTH"],
        "provenance": {"document_number": "212"},
        "defects": ["no-number"],
    },
    "1912_minister": {  # a year of two digits would be taken for 2012: no id
        "date": "1912-03-02",
        "from": "American Minister",
        "to": ["Secretary of State"],
        "paragraphs": [(None, None, "Your 32, February 28. Th"), (None, None, "Shall I support him?")],
        "signature": ["Calder"],
        "provenance": {"document_number": "88", "file": "893.99/1234"},
        "defects": ["no-number"],
    },
    "1948_top_secret": {
        "id": "48STATE1736",
        "date": "1948-05-11",
        "precedence": "IMMEDIATE",
        "classification": "TOP SECRET",
        "from": "Acting Secretary of State",
        "to": ["Embassy in the United Kingdom"],
        "info": ["Cairo", "Baghdad", "Jidda"],
        "paragraphs": [
            (None, None, "Urtel 2034 May 10. Pls i"),
            (None, None, "(a) Dept has no objectio"),
            (None, None, "(b) talks shld not begin"),
            (None, None, "Dept agrees para 3."),
        ],
        "signature": ["Thorne"],
        "provenance": {"document_number": "301", "file": "867N.99/5–1148"},
    },
    "1953_consul": {
        "id": "53TUNIS171",
        "date": "1953-03-04",
        "precedence": "PRIORITY",
        "classification": "CONFIDENTIAL",
        "from": "Consul at Tunis (Marlowe)",
        "to": ["Department of State"],
        "paragraphs": [
            (None, None, "Prime Minister Ben Arous"),
            (1, None, "He cld not accept reform"),
            (2, None, "He wld see Resident Gene"),
        ],
        "signature": ["Marlowe"],
        "provenance": {"document_number": "162", "file": "551.99/3–453"},
    },
    "1962_circular": {
        "id": "62STATE276",
        "date": "1962-08-14",
        "precedence": "PRIORITY",
        "classification": "CONFIDENTIAL",
        "captions": ["LIMDIS"],
        "from": "Department of State",
        "to": ["Certain Diplomatic Missions", "USUN", "Geneva", "Mission to the European Communities"],
        "info": ["Paris Topol", "CINCEUR"],
        "paragraphs": [
            (None, None, "Joint State-AID message."),
            (None, None, "A. We welcome loan."),
            (None, None, "B. We see no need for co"),
        ],
        "signature": ["Carver"],
        "provenance": {
            "document_number": "77",
            "repository": "Department of State",
            "file": "Central Files, 611.99/8–1462",
        },
    },
    "1974_embassy": {
        "id": "74BAMAKO2345",
        "created": "1974-05-03T14:25:00Z",
        "date": "1974-05-03T14:25:00Z",
        "precedence": "IMMEDIATE",
        "classification": "SECRET",
        "captions": ["NOFORN", "EXDIS"],
        "from": "Embassy in Mali",
        "to": ["Department of State"],
        "info": ["Dakar", "Mission to the United Nations"],
        "subject": "Fishing Rights on the Inner Delta",
        "references": ["74STATE88123", "74BAMAKO2298"],
        "paragraphs": [
            (1, None, "Summary: Minister Sekou "),
            (2, "The Draft", "It has four articles. [1"),
            (3, "The Draft", "Comment: Tall sounded su"),
        ],
        "signature": ["Norwood"],
        "provenance": {
            "document_number": "35",
            "repository": "National Archives",
            "record_group": "59",
            "film": "D740099–0345",
            "file": "Central Foreign Policy Files, D740099–0345",
        },
    },
    "1979_backchannel": {
        "id": "79BAMAKO118",
        "created": "1979-07-09T09:12:00Z",
        "date": "1979-07-09T09:12:00Z",
        "classification": "SECRET",
        "captions": ["SENSITIVE", "EYES ONLY"],
        "from": "Ambassador to Mali (Norwood)",
        "to": ["President’s Assistant for National Security Affairs (Lind)"],
        "paragraphs": [(1, None, "Please pass the followin"), (2, None, "He will sign.")],
        "signature": ["Norwood"],
        "provenance": {
            "document_number": "9",
            "repository": "Carter Library",
            "file": "National Security Affairs, Country File, Box 99, Mali",
        },
    },
}


@pytest.mark.parametrize("name", STATED)
def test_what_a_document_states(name: str) -> None:
    found = only(name)
    record = normalise(found)
    assert stated(record) == NOTHING | STATED[name]
    assert (record.wrapper, record.format) == ("frus-tei", "frus")


def test_every_document_is_looked_at() -> None:
    assert {path.stem for path in FOLDER.glob("*.xml")} == {*STATED, "volume"}


def test_who_drafted_cleared_and_approved() -> None:
    distribution = normalise(only("1962_circular")).distribution
    assert distribution.drafted_by == "Ellen Marsh (AF/W)"
    assert distribution.cleared_by == ["Roy T. Dane", "INR"]
    assert distribution.approved_by == "Carver"


def test_precedence_for_those_informed() -> None:
    assert [one.precedence for one in normalise(only("1974_embassy")).info] == ["PRIORITY", "PRIORITY"]


# ---------------------------------------------------------------- the text


def test_the_text_reads_as_the_page_does() -> None:
    found = only("1948_top_secret")
    assert found.text == (
        "d301\t301\t1948-05-11T19:00:00\n"
        "867N.99/5–1148: Telegram\n"
        "The Acting Secretary of State to the Embassy in the United Kingdom\n"
        "Repeated to Cairo as 612, to Baghdad, and to Jidda. "
        "Drafted by Mr. Ellery Vance and cleared by Mr. Dorn.\n"
        "top secret us urgent niact\n"
        "Washington, May 11, 1948—7 p. m.\n"
        "\n"
        "1736. Urtel 2034 May 10. Pls inform Foreign Office that:\n"
        "\n"
        "(a) Dept has no objection to talks;\n"
        "\n"
        "(b) talks shld not begin before May 15.\n"
        "\n"
        "Dept agrees para 3.\n"
        "\n"
        "Thorne\n"
        "\n"
        "2 Not printed.\n"
    )


def test_footnotes_stand_below_the_message_and_the_wrapper_above() -> None:
    found = only("1948_top_secret")
    assert found.message.of(found.text).startswith("867N.99")
    assert found.message.of(found.text).endswith("Thorne")
    outside = [line.words for line in parse(found.text, found.message).lines if line.kind == "wrapper"]
    assert [words for words in outside if words] == ["d301\t301\t1948-05-11T19:00:00", "2 Not printed."]


def test_the_attributes_state_the_day() -> None:
    found = only("1948_top_secret")
    fact = found.says["created"]
    assert (fact.value, fact.spans[0].of(found.text)) == ("1948-05-11", "1948-05-11")
    seen = normalise(found).witnesses["created"]
    assert [(one.source, one.value) for one in seen] == [
        ("wrapper", "1948-05-11"), ("message", "1948-05-11")
    ]  # fmt: skip


def test_a_day_that_differs_is_a_defect() -> None:
    text = (
        (FOLDER / "1953_consul.xml")
        .read_text(encoding="utf-8")
        .replace('when="1953-03-04', 'when="1953-03-05')
    )
    (found,) = found_in(text)
    assert [one.code for one in normalise(found).defects] == ["witness-disagrees"]


def test_places_of_a_text_in_the_file() -> None:
    path = FOLDER / "1863_legation.xml"
    text = path.read_text(encoding="utf-8")
    found = only("1863_legation")
    assert found.origin is not None
    for words, shown in (
        ("Albatross left", ["Albatross", " left"]),
        ("minister of marine assures", ["minister of marine", " assures"]),
        ("Count de Alvor.", ["Count de Alvor."]),
        ("1863-04-10", ["1863-04-10"]),
        ("States,\nLisbon", ["States", ",", "Lisbon"]),
    ):
        start = found.text.index(words)
        assert [place.of(text) for place in found.origin.places(start, start + len(words))] == shown


# ---------------------------------------------------------------- volumes


def test_a_volume_is_as_many_documents_as_it_has_telegrams() -> None:
    one, other = read(FOLDER / "volume.xml")
    assert (one.source.part, other.source.part) == ("d1", "d4")
    assert one.source.raw == other.source.raw
    record = normalise(one)
    assert (record.id, record.signature) == ("56DELGA712", ["Harlan", "Quist"])
    assert record.to[0].plad == "Department of State"
    assert record.provenance.volume == (
        "Foreign Relations of the United States, 1955–1957, Volume XCIX, Inland Seas & Deltas"
    )
    assert record.provenance.collection == "Foreign Relations of the United States"
    assert record.provenance.url == "https://history.state.gov/historicaldocuments/frus1955-57v99/d1"


def test_what_is_attached_is_no_part_of_the_telegram() -> None:
    one, _ = read(FOLDER / "volume.xml")
    kinds = {line.words: line.kind for line in parse(one.text, one.message).lines}
    assert kinds["Quist"] == "signature"
    assert kinds["Text of the draft."] == "end"


def test_a_telegram_without_a_date() -> None:
    _, other = read(FOLDER / "volume.xml")
    record = normalise(other)
    assert (record.id, record.date, record.precedence) == (None, None, "IMMEDIATE")
    assert record.provenance.repository is None  # Ibid.
    assert {one.code for one in record.defects} == {"no-number", "no-date"}


def test_a_volume_without_a_telegram_is_refused() -> None:
    memorandum = '<div type="document" n="{}"><head>{}. Memorandum of Conversation</head><p>Rain.</p></div>'
    text = f"<div>{memorandum.format(1, 1)}{memorandum.format(2, 2)}</div>"
    with pytest.raises(SourceError, match="2 documents, none of them a telegram"):
        found_in(text)


def test_fragments_side_by_side() -> None:
    texts = [
        (FOLDER / f"{name}.xml").read_text(encoding="utf-8") for name in ("1948_top_secret", "1953_consul")
    ]
    assert [normalise(found).id for found in found_in("\n".join(texts))] == ["48STATE1736", "53TUNIS171"]


@pytest.mark.parametrize("cut", ["</head>\n            <p>A note", "<p>Text of the draft.</p>", "</opener>"])
def test_broken_markup_loses_no_telegram(cut: str) -> None:
    text = (FOLDER / "volume.xml").read_text(encoding="utf-8")
    assert cut in text
    found = found_in(text.replace(cut, f"</seg>{cut}", 1))
    assert [one.source.part for one in found] == ["d1", "d4"]
    broken = [[odd.code for odd in one.defects] for one in found]
    assert broken == [["damaged-markup"] if "note" not in cut else [], []]
    assert normalise(found[1]).classification == "SECRET"


def test_half_a_document_is_read() -> None:
    text = (FOLDER / "1953_consul.xml").read_text(encoding="utf-8")
    (found,) = found_in(text[: text.index("He wld see")])
    record = normalise(found)
    assert (record.id, [one.number for one in record.paragraphs]) == ("53TUNIS171", [None, 1])
    assert [one.code for one in record.defects] == ["no-signature", "damaged-markup"]


def test_foreign_entities_are_refused_by_name_and_reason() -> None:
    kind = '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = f'{kind}<TEI><div type="document"><p>&x;</p></div></TEI>'
    with pytest.raises(SourceError, match="document type or entities"):
        found_in(text)


def test_damaged_characters_have_their_place() -> None:
    raw = (FOLDER / "1948_top_secret.xml").read_bytes().replace(b"Not printed", b"Not\x92 printed")
    (found,) = documents(Source("x.xml", "0" * 64, raw))
    (odd,) = found.defects
    assert (odd.code, odd.span.of(found.text)) == ("damaged-characters", "’")


# ---------------------------------------------------------------- what is no such file

OTHERS = {
    "html": '<html><body><div class="document"><p>Telegram</p></div></body></html>',
    "other-type": '<div type="chapter"><head>Telegram From A to B</head></div>',
    "words": 'A telegram with <div type="document"> in it',
    "raw": (Path(__file__).parent / "telegrams" / "1958_printed.txt").read_text(encoding="utf-8"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_tei_is_not_taken_for_it(name: str) -> None:
    assert [found.wrapper for found in found_in(OTHERS[name])] == ["raw"]


# ---------------------------------------------------------------- laws


def check(found: Document) -> None:
    """The laws of every record; the runs lead to characters that are the same, or stand for them."""
    record = normalise(found)
    assert list(uncovered(parse(found.text, found.message), found.message)) == []
    assert list(unproved(found.text, record)) == []
    assert list(orphans(found.text, found.message, record)) == []
    file = found.source.raw.decode("utf-8")
    end = 0
    assert found.origin is not None
    taken = sorted(run.file for run in found.origin.runs)
    assert all(one.end <= other.start for one, other in pairwise(taken))
    for run in found.origin.runs:
        assert end <= run.text.start < run.text.end <= len(found.text)
        end = run.text.end
        words, characters = run.text.of(found.text), run.file.of(file)
        assert words == characters or (words == " " and not characters.strip()) or characters[0] == "&"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xml")), ids=lambda path: path.stem)
def test_documents_are_lawful(path: Path) -> None:
    for found in read(path):
        check(found)


TAGS = """<p> </p> <head> </head> <note> </note> <hi> </hi> <lb/> <opener> <dateline> </dateline> </opener>
<closer> </closer> </date> <list><item> </item></list> </div> &amp; &#160; é"""
WORDS = (
    "<note type='source'>", "<note n='1'>", "<date when='1950-01-02'>", "Bamako, July 1, 1950—noon", "\n   ",
    "1. Telegram From the Embassy in Mali to the Department of State", "12. Words", "Roe", "(1) x",
    "Source: A, B. Secret.",
)  # fmt: skip
PIECES = st.sampled_from((*TAGS.split(), *WORDS))


@settings(max_examples=200)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_law_no_document_is_too_broken(inner: str) -> None:
    (found,) = found_in(f"<div type='document' n='1'>{inner}</div>")
    assert found.wrapper == "frus-tei"
    check(found)


# ---------------------------------------------------------------- real documents


def test_real_documents_are_telegrams_with_a_number_and_a_name(corpus: Path) -> None:
    seen = 0
    for found in read(corpus / "frus_tei"):
        record = normalise(found)
        assert found.wrapper == "frus-tei"
        assert record.format == "frus"
        assert record.id
        assert record.date
        assert record.signature
        assert record.provenance.file
        assert [one.code for one in record.defects] == []
        check(found)
        seen += 1
    assert seen >= 8


@pytest.mark.parametrize("form", ["cablegate_txt", "archive_page", "aad_text", "smart", "foia_text"])
def test_no_other_document_is_taken_for_one(corpus: Path, form: str) -> None:
    for found in read(corpus / form):
        assert found.wrapper not in ("frus-tei", "plusd", "smart-mail")
        assert normalise(found).format != "frus"
