from __future__ import annotations

import pytest

from reftel.compose import collection
from reftel.document import Document, Source
from reftel.graph import Candidate, Citation, Neighbour, Way, citations, neighbours
from reftel.graph.neighbours import number_order
from reftel.normalise import normalise
from reftel.record import Mention, Record, Reference
from reftel.span import Span
from telegrams_for_archives import telegram

OWN = "07BAMAKO1361"


def read(text: str) -> Record:
    return normalise(Document(text, Span(0, len(text)), "raw", Source("a.txt", "0" * 64, b"")))


def citing(*references: Reference, mentions: tuple[Mention, ...] = ()) -> Record:
    import msgspec

    record = next(collection(1))
    return msgspec.structs.replace(
        record, id=OWN, references=list(references), mentions=list(mentions), spans={}
    )


def reference(*candidates: str, label: str | None = None) -> Reference:
    first = candidates[0] if len(candidates) == 1 else None
    return Reference(label, "BAMAKO 1015", "telegram", first, list(candidates), False)


def mention(*candidates: str, paragraph: int = 2) -> Mention:
    return Mention("ref A", paragraph, "label", list(candidates))


def cite(citing: str, *cited: str, how: str = "reference", at: int = 0) -> Citation:
    return Citation(citing, cited, how, None, "words", None, ((at, at + 5),))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(citing(), [], id="none"),
        pytest.param(citing(reference("07DAKAR77", label="A")), [("reference", ("07DAKAR77",))], id="one"),
        pytest.param(
            citing(reference("07A1", "07B1")), [("reference", ("07A1", "07B1"))], id="several readings stay"
        ),
        pytest.param(citing(reference()), [], id="no reading"),
        pytest.param(citing(reference(OWN)), [], id="itself"),
        pytest.param(citing(reference(OWN, "07B1")), [("reference", ("07B1",))], id="itself among readings"),
        pytest.param(
            citing(reference("07A1"), mentions=(mention("07A1"),)),
            [("reference", ("07A1",)), ("mention", ("07A1",))],
            id="reference and mention",
        ),
    ],
)
def test_citations_of_a_record(record: Record, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    found = citations(record)
    assert [(citation.how, citation.cited) for citation in found] == expected
    assert all(citation.citing == OWN for citation in found)
    assert all(citation.certain == (len(citation.cited) == 1) for citation in found)


def test_citations_know_their_places() -> None:
    text = telegram(1361, refs="A. BAMAKO 1015\n     B. DAKAR 77", text="As ref A says.")
    found = citations(read(text))
    assert [citation.cited for citation in found] == [("07BAMAKO1015",), ("07DAKAR77",), ("07BAMAKO1015",)]
    assert [citation.label for citation in found] == ["A", "B", None]
    assert [citation.paragraph for citation in found] == [None, None, 1]
    for citation in found:
        assert " ".join(text[start:end] for start, end in citation.spans) == citation.text


def test_a_ghost_has_a_name_and_no_text() -> None:
    found = neighbours(OWN, [cite(OWN, "07DAKAR77")], {OWN}.__contains__)
    way = Way("reference", None, "words", None, ((0, 5),))
    assert found.held
    assert found.cites == (Neighbour("07DAKAR77", False, True, (Candidate("07DAKAR77", False),), (way,)),)
    assert neighbours("07DAKAR77", [cite(OWN, "07DAKAR77")], {OWN}.__contains__).cited_by[0].key == OWN


def test_ambiguity_stays_visible_where_one_reading_is_held() -> None:
    (found,) = neighbours(OWN, [cite(OWN, "07A1", "07B1")], {OWN, "07B1"}.__contains__).cites
    assert (found.key, found.held, found.certain) == (None, False, False)
    assert found.candidates == (Candidate("07A1", False), Candidate("07B1", True))
    (back,) = neighbours("07B1", [cite(OWN, "07A1", "07B1")], {OWN, "07B1"}.__contains__).cited_by
    assert (back.key, back.certain, len(back.candidates)) == (OWN, False, 2)


def test_a_telegram_cited_twice_is_one_neighbour_with_two_ways() -> None:
    cited = [cite(OWN, "07A1", how="mention", at=90), cite(OWN, "07A1", at=10)]
    (found,) = neighbours(OWN, cited, {OWN}.__contains__).cites
    assert [way.how for way in found.ways] == ["reference", "mention"]
    (back,) = neighbours("07A1", cited, {OWN}.__contains__).cited_by
    assert len(back.ways) == 2


def test_those_that_cite_come_by_year_post_and_serial() -> None:
    citing = ["07BAMAKO100", "~00aa00aa00aa", "99DAKAR7", "07BAMAKO9", "07ABUJA500"]
    found = neighbours("07A1", [cite(key, "07A1") for key in citing], lambda key: True)
    assert [one.key for one in found.cited_by] == [
        "99DAKAR7",
        "07ABUJA500",
        "07BAMAKO9",
        "07BAMAKO100",
        "~00aa00aa00aa",
    ]
    assert number_order("99DAKAR7") < number_order("07BAMAKO9")


def test_citations_that_do_not_touch_are_passed_over() -> None:
    found = neighbours("07A1", [cite("07B1", "07C1")], lambda key: False)
    assert (found.held, found.cites, found.cited_by) == (False, (), ())
