"""Letters: what they say of the documents, the evidence, the doubts, and what the sender is told."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

import msgspec
import pytest

from ghosts import REF, REF_A, REFTEL, citing, ghost
from reftel.graph.missing import About, Doubt, Ghost
from reftel.graph.neighbours import Way
from reftel.letters import Letter, Requests, notes_text, read_settings, requests, write
from reftel.letters.letter import citations, cited, identified
from reftel.letters.settings import PROCEDURES, Settings
from reftel.letters.wording import clean, evidence

DAY = datetime.date(2026, 11, 25)
SETTINGS = read_settings()
MISPRINT = Doubt("beyond-series", "too high", ("97LONDON8994",))
MANY = tuple(citing(f"07BAMAKO{1100 + i}", f"2007-10-{i + 1:02d}", f"HERDS, PART {i}") for i in range(7))
ESTIMATED = About("2007-09-06", "2007-09-04", "2007-09-10")
ALL_SORTS = (
    ghost(sent=ESTIMATED),
    ghost("05STATE21314", by=MANY),
    ghost("97LONDON88994", doubts=(MISPRINT,)),
    ghost("74LAPAZ2499", by=(), perhaps=2),
    ghost("08TREASURY12"),
    ghost("XX", doubts=(Doubt("malformed", "no number", ()),)),
)


def changed(**values: object) -> Settings:
    return msgspec.structs.replace(SETTINGS, **values)


def written(ghosts: Sequence[Ghost], settings: Settings = SETTINGS, procedure: str | None = None) -> str:
    """All letters and their notes as plain text, each on one line."""
    found = requests(ghosts, settings, DAY, procedure).letters
    pages = [write(letter, "text").decode() for letter in found]
    return " ".join("\n".join([*pages, notes_text(found)]).split())


def one_letter(*ghosts: Ghost, procedure: str | None = None) -> Letter:
    [letter] = requests(ghosts, SETTINGS, DAY, procedure).letters
    return letter


def test_the_reference_case() -> None:
    """Bamako 1361 cites Bamako 1015 in its REF line and in paragraph 2."""
    letter = one_letter(ghost(sent=ESTIMATED))
    [asked] = letter.documents
    assert asked.name == (
        "Embassy Bamako telegram 1015 of about September 6, 2007 (between September 4 and September 10)"
    )
    assert identified(asked) == "Also known as 07BAMAKO1015, 2007BAMAKO1015"
    assert citations(asked) == (
        "Cited by Embassy Bamako telegram 1361 of November 28, 2007, “MEETING WITH THE MINISTER OF HERDS”,"
        " as REF and in paragraph 2",
        (),
    )
    assert asked.remarks == ()
    assert letter.subject == "Request for mandatory declassification review under E.O. 13526"
    assert "It is cited in the collection at hand, and was not found there." in letter.opening[0]
    assert any("Estimated date" in note and "07BAMAKO1015" in note for note in letter.notes)


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ((REF_A, REFTEL), "as REF A and in paragraph 2"),
        ((REF_A, Way("reference", "C", "x", None, ())), "as REF A and REF C"),
        ((REF, REF), "as REF"),
        ((Way("corrected", None, "x", None, ()),), "as the telegram that it corrects"),
        ((Way("mention", None, "x", None, ()),), "in its text"),
        (tuple(Way("mention", None, "x", place, ()) for place in (2, 3, 3)), "in paragraphs 2 and 3"),
        (
            tuple(Way("mention", None, "x", n, ()) for n in (1, 2, "3.A", 4)),
            "in paragraphs 1, 2, 3.A and others",
        ),
        ((), ""),
    ],
)
def test_evidence_says_how_a_telegram_cites(ways: tuple[Way, ...], words: str) -> None:
    assert evidence(citing(ways=ways)).ways == words


def test_evidence_does_without_a_subject() -> None:
    assert cited(evidence(citing(subject=None))) == (
        "Embassy Bamako telegram 1361 of November 28, 2007, as REF and in paragraph 2"
    )


def test_of_many_that_cite_some_are_named_and_the_others_counted() -> None:
    [asked] = one_letter(ghost("05STATE21314", by=MANY)).documents
    head, entries = citations(asked)
    assert head == "Cited by"
    assert [entry.partition(" of ")[0] for entry in entries[:3]] == [
        f"Embassy Bamako telegram {serial}" for serial in (1100, 1101, 1102)
    ]
    assert entries[3:] == ("and 4 more telegrams",)


def test_no_evidence_is_given_where_none_is_wanted() -> None:
    [letter] = requests([ghost("05STATE21314", by=MANY)], changed(most_citing=0), DAY).letters
    assert citations(letter.documents[0]) == ("Cited by 7 telegrams", ())
    assert not any("subjects" in note for note in letter.notes)


@pytest.mark.parametrize(
    ("wanted", "remarks"),
    [
        (
            ghost("97LONDON88994", doubts=(MISPRINT,)),
            (
                "The number may be misprinted: it is higher than those known of this post and year;"
                " Embassy London telegram 8994 of 1997 may have been meant.",
            ),
        ),
        (
            ghost("97LONDN12", doubts=(Doubt("unknown-post", "x", ("97LONDON12", "97LINDEN12")),)),
            (
                "The name of the post may be misprinted; Embassy London telegram 12 of 1997 or"
                " LINDEN telegram 12 of 1997 may have been meant.",
            ),
        ),
        (ghost("XX", doubts=(Doubt("malformed", "x", ()),)), ("The number may be misprinted.",)),
        (ghost(doubts=(Doubt("new", "x", ()),)), ("The number may be misprinted.",)),
        (
            ghost(doubts=(Doubt("cited-before-sent", "x", ()),)),
            ("The number or the year may be misprinted: it is cited before it can have been sent.",),
        ),
        (ghost(perhaps=1), ("1 more telegram may mean it or another.",)),
        (ghost(perhaps=2), ("2 more telegrams may mean it or another.",)),
        (ghost(by=(), perhaps=1), ("The one telegram that cites it may mean another.",)),
        (ghost(by=(), perhaps=3), ("The 3 telegrams that cite it may mean another.",)),
    ],
)
def test_doubts_are_stated(wanted: Ghost, remarks: tuple[str, ...]) -> None:
    assert one_letter(wanted, procedure="mdr").documents[0].remarks == remarks


def test_doubtful_ones_are_left_out_and_named_where_that_is_wanted() -> None:
    doubtful = ghost("97LONDON88994", doubts=(MISPRINT,))
    found = requests([doubtful, ghost()], changed(doubtful="leave-out"), DAY)
    [letter] = found.letters
    assert [asked.key for asked in letter.documents] == ["07BAMAKO1015"]
    [left_out] = found.left_out
    assert left_out.startswith(
        "Embassy London telegram 88994 of 1997, cited on November 28, 2007 (97LONDON88994)."
    )
    assert f"Left out, for its number is doubtful: {left_out}" in letter.notes


def test_where_all_are_left_out_there_is_no_letter() -> None:
    found = requests([ghost("97LONDON88994", doubts=(MISPRINT,))], changed(doubtful="leave-out"), DAY)
    assert found == Requests((), found.left_out)
    assert found.left_out


def test_more_documents_than_a_letter_takes_make_several() -> None:
    ghosts = [ghost(f"07BAMAKO{serial}") for serial in range(1, 46)]
    letters = requests(ghosts, SETTINGS, DAY).letters
    assert [(one.number, one.of, len(one.documents)) for one in letters] == [
        (1, 3, 20),
        (2, 3, 20),
        (3, 3, 5),
    ]
    assert [asked.key for one in letters for asked in one.documents] == [one.key for one in ghosts]
    assert [asked.number for asked in letters[1].documents] == list(range(1, 21))
    assert " ".join(letters[1].subject.split()).endswith("E.O. 13526 (letter 2 of 3)")


def test_telegrams_of_other_years_go_to_the_national_archives() -> None:
    letters = requests([ghost(), ghost("74LAPAZ2499"), ghost("79LAPAZ9")], SETTINGS, DAY).letters
    assert [[asked.key for asked in one.documents] for one in letters] == [
        ["07BAMAKO1015"],
        ["74LAPAZ2499", "79LAPAZ9"],
    ]
    assert "National Archives at College Park" in letters[1].recipient
    assert [(one.number, one.of) for one in letters] == [(1, 1), (1, 1)]


def test_a_procedure_that_is_asked_for_is_taken_for_all() -> None:
    letter = one_letter(ghost(), ghost("74LAPAZ2499"), procedure="foia")
    assert letter.subject == "Freedom of Information Act request"
    assert "Not of the years for which this procedure suits (from 1980 on): 74LAPAZ2499." in letter.notes


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_notes_say_where_to_check_and_what_was_noted_when(procedure: str) -> None:
    letter = one_letter(ghost(), procedure=procedure)
    page = SETTINGS.procedures[procedure].check_at
    assert letter.notes[0].startswith(f"Check address and procedure at {page} before you send this: ")
    assert "November 25, 2026" in letter.notes[0]
    assert any(note.startswith("Which procedure suits: ") for note in letter.notes)


def test_the_notes_on_mdr_name_its_limits() -> None:
    said = " ".join(one_letter(ghost()).notes)
    assert "for classified documents only" in said
    assert "within the last two years" in said


def test_a_telegram_of_another_agency_is_noted() -> None:
    assert any(
        "another agency" in note and "08TREASURY12" in note
        for note in one_letter(ghost("08TREASURY12")).notes
    )


@pytest.mark.parametrize(
    ("levels", "procedure", "noted"),
    [
        (["UNCLASSIFIED"], "mdr", True),
        (["UNCLASSIFIED", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"], "mdr", True),
        (["UNCLASSIFIED", "SECRET"], "mdr", False),
        ([None], "mdr", False),
        (["UNCLASSIFIED"], "foia", False),
    ],
)
def test_what_unclassified_telegrams_cite_may_suit_foia(
    levels: list[str | None], procedure: str, noted: bool
) -> None:
    by = tuple(dataclasses.replace(citing(), classification=level) for level in levels)
    letter = one_letter(ghost(by=by), procedure=procedure)
    assert any(note.startswith("Cited by unclassified telegrams alone") for note in letter.notes) == noted


@pytest.mark.parametrize("procedure", [None, *PROCEDURES])
@pytest.mark.parametrize("doubtful", ["state", "leave-out"])
def test_nothing_is_ever_said_to_be_withheld(procedure: str | None, doubtful: str) -> None:
    said = written(ALL_SORTS, changed(doubtful=doubtful), procedure).lower()
    assert "not found there" in said
    assert "withheld" not in said
    assert "withhold" not in said


@pytest.mark.parametrize("procedure", PROCEDURES)
@pytest.mark.parametrize("ghosts", [ALL_SORTS[:1], ALL_SORTS], ids=["one", "several"])
def test_no_braces_are_left_open(procedure: str, ghosts: Sequence[Ghost]) -> None:
    assert not set("{}|") & set(written(ghosts, procedure=procedure))


def test_one_document_is_spoken_of_as_one_and_several_as_several() -> None:
    assert "of the telegram named below. It is cited" in written([ghost()])
    assert "this document has not been reviewed" in written([ghost()])
    two = written([ghost(), ghost("07BAMAKO1016")])
    assert "of the 2 telegrams named below. They are cited" in two
    assert "none of these documents has been reviewed" in two


def test_the_same_goes_in_and_the_same_comes_out() -> None:
    assert requests(ALL_SORTS, SETTINGS, DAY) == requests(ALL_SORTS, SETTINGS, DAY)
    assert one_letter(ghost()).date == DAY


def test_notes_on_several_letters_are_said_once() -> None:
    ghosts = [*(ghost(f"07BAMAKO{serial}") for serial in range(1, 22)), ghost("74LAPAZ1", ESTIMATED)]
    text = notes_text(requests(ghosts, SETTINGS, DAY).letters, ["a.txt", "b.txt", "c.txt"])
    assert text.count("classified documents only") == 1
    assert text.index("Fill in") < text.index("a.txt, b.txt:") < text.index("c.txt:") < text.index("74LAPAZ1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\r\nB\tC  D", "A B C D"),
        ("red \x1b[31m", "red \N{REPLACEMENT CHARACTER}[31m"),
        ("turned \u202e round", "turned \N{REPLACEMENT CHARACTER} round"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_untrusted_text_is_one_visible_line(text: str, line: str) -> None:
    assert clean(text, 200) == line
