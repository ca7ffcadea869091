"""Telegrams as a documentary edition prints them, as text: head, source note, dateline, number, name."""

from __future__ import annotations

import pytest

from proof import proved as lawful
from reftel.telegram.parser import parse
from reftel.telegram.printed_form import read_form

HEAD = "The Minister in Mali (Roe) to the Secretary of State"
TOP = f"651.99/172: Telegram\n{HEAD}\nBamako, December 12, 1951—noon.\n"
TITLE = "3. Telegram From the Embassy in Mali to the Department of State"


def printed(head: str = TOP, text: str = "12. The harvest failed.", name: str = "Roe") -> str:
    return f"{head}\n{text}\n\n{name}\n"


def kinds(text: str) -> list[str]:
    return [line.kind for line in parse(text).lines if line.words.strip()]


# ---------------------------------------------------------------- what is one


def test_a_printed_telegram() -> None:
    record = lawful(printed())
    assert (record.format, record.id, record.date and record.date.value) == (
        "frus",
        "51BAMAKO12",
        "1951-12-12",
    )
    assert [one.text for one in record.paragraphs] == ["The harvest failed."]
    assert record.defects == []
    assert kinds(printed()) == ["source-note", "edition-head", "dateline", "unnumbered", "signature"]


@pytest.mark.parametrize(
    "head",
    [
        f"No. 162\n{HEAD}\n[Telegram]\nBamako, December 12, 1951—11 a.m.\n[Received 3 p.m.]\n",
        f"[Telegram.]\n{HEAD}.\nBamako, December 12, 1951.\n",
        f"{TITLE}\nBamako, December 12, 1951, 11 a.m.\n",
        f"{TITLE}\nSource: Department of State, 651.99/3–451. Secret.\nBamako, December 12, 1951.\n",
        f"651.99/172: Telegram\n{HEAD}\nSECRET   BAMAKO, December 12, 1951—noon.\n",
        f"651.99/172: Telegram\n{HEAD}\ntop secret niact Bamako, December 12, 1951—noon.\n",
    ],
    ids=[
        "number-and-label",
        "label-first",
        "title",
        "title-and-note",
        "level-before-place",
        "marks-before-place",
    ],
)
def test_layouts(head: str) -> None:
    record = lawful(printed(head))
    assert record.format == "frus"
    assert record.date
    assert record.date.value == "1951-12-12"
    assert record.id == "51BAMAKO12"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\nBamako, December 12, 1951—noon.\n\n12. The harvest failed.\n\nRoe\n",
        f"651.99/172: Telegram\n{HEAD}\n\n12. The harvest failed.\n",
        "The telegram went to the printer.\nBamako, December 12, 1951\n\nIt was short.\n",
        "UNCLAS BAMAKO 1\nSUBJECT: Telegram From the Embassy in Mali to the Department\n1. Text.\n",
        "a\n" * 40 + TITLE + "\n",
        "",
    ],
    ids=["no-word-for-it", "no-dateline", "no-head", "subject", "too-far-below", "empty"],
)
def test_what_is_none(text: str) -> None:
    assert read_form(text) is None


# ---------------------------------------------------------------- who to whom

PARTIES = {
    "the Embassy in Mali to the Department of State": ("Embassy in Mali", "Department of State"),
    "the Mission to the United Nations to the Department of State": (
        "Mission to the United Nations",
        "Department of State",
    ),
    "the Department of State to the Mission to the United Nations": (
        "Department of State",
        "Mission to the United Nations",
    ),
    "the President’s Special Assistant (Doe) to the Ambassador to Mali": (
        "President’s Special Assistant (Doe)",
        "Ambassador to Mali",
    ),
    "Secretary of State Roe to the Department of State": ("Secretary of State Roe", "Department of State"),
    "the Department of State to All Posts": ("Department of State", "All Posts"),
    "the Department of State to Certain Missions": ("Department of State", "Certain Missions"),
}


@pytest.mark.parametrize("names", PARTIES)
def test_who_wrote_to_whom(names: str) -> None:
    record = lawful(printed(f"3. Telegram From {names}\nBamako, May 3, 1964, 4 p.m.\n"))
    assert record.sender
    assert (record.sender.plad, *(one.plad for one in record.to)) == PARTIES[names]


@pytest.mark.parametrize(
    ("head", "sender", "addressee"),
    [
        ("Premier Stakov to President Doe", "Premier Stakov", "President Doe"),
        ("Mr. Ashworth to Mr. Doe.", "Mr. Ashworth", "Mr. Doe"),
        ("The Chargé in Mali (Roe) to the Secretary of State", "Chargé in Mali (Roe)", "Secretary of State"),
    ],
)
def test_who_wrote_to_whom_without_a_title(head: str, sender: str, addressee: str) -> None:
    record = lawful(printed(f"651.99/172: Telegram\n{head}\nBamako, May 3, 1951—noon.\n"))
    assert record.sender
    assert (record.sender.plad, record.to[0].plad) == (sender, addressee)


def test_marks_before_the_place() -> None:
    record = lawful(printed(f"651.99/172: Telegram\n{HEAD}\nSECRET NIACT BAMAKO, May 3, 1951—noon.\n"))
    assert (record.classification, record.precedence, record.id) == ("SECRET", "IMMEDIATE", "51BAMAKO12")


# ---------------------------------------------------------------- dates

DATES = {
    "Bamako, May 3, 1964, 4 p.m.": ("1964-05-03", None),
    "Bamako, May 3, 1964—midnight": ("1964-05-03", None),
    "Bamako, May 3–4, 1964.": ("1964-05-03", None),
    "[Bamako,] May 3, 1964": ("1964-05-03", None),
    "May 3, 1964": ("1964-05-03", None),
    "Bamako, May 3, 1964, 1425Z.": ("1964-05-03T14:25:00Z", "1964-05-03T14:25:00Z"),
    "Bamako, May 3, 1964, 9925Z.": ("1964-05-03", None),
    "Bamako, 3 May 1964.": ("1964-05-03", None),
    "Bamako, May 3, 1964, 4 p.m., local time": ("1964-05-03", None),
    "Bamako, February 30, 1964": (None, None),
    "Bamako, undated. [Received May 4.]": (None, None),
    "Bamako, undated.": (None, None),
}


@pytest.mark.parametrize("line", DATES)
def test_dates(line: str) -> None:
    record = lawful(printed(f"{TITLE}\n{line}\n"))
    assert (record.date.value if record.date else None, record.created) == DATES[line]
    assert record.dtg is None


# ---------------------------------------------------------------- numbers

NUMBERS = {  # dateline and sender, text: id
    "post": ("Bamako", "Embassy in Mali", "251. Rain fell.", "64BAMAKO251"),
    "of two words": ("Tel Aviv", "Embassy in Israel", "251. Rain fell.", "64TELAVIV251"),
    "department": ("Washington", "Department of State", "251. Rain fell.", "64STATE251"),
    "series": ("Paris", "Mission to NATO", "Polto 251. Rain fell.", "64POLTO251"),
    "named": ("Bamako", "Embassy in Mali", "Bamako 251. Rain fell.", "64BAMAKO251"),
    "no post": ("Honolulu", "Commander in Chief, Pacific", "251. Rain fell.", None),
    "president": ("Washington", "President", "251. Rain fell.", None),
    "none": ("Bamako", "Embassy in Mali", "Rain fell.", None),
    "a day": ("Bamako", "Embassy in Mali", "May 3. Rain fell.", None),
    "paragraph": ("Bamako", "Embassy in Mali", "1. Rain fell.\n\n2. It stopped.", None),
    "unknown post": ("Kwiri", "Consulate in Kwiri", "251. Rain fell.", "64KWIRI251"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers(name: str) -> None:
    place, sender, text, number = NUMBERS[name]
    head = f"3. Telegram From the {sender} to the Embassy in Togo\n{place}, May 3, 1964, 4 p.m.\n"
    assert lawful(printed(head, text)).id == number


def test_a_number_in_the_head() -> None:
    head = "3. Telegram 251 From the Embassy in Mali to the Department of State\nBamako, May 3, 1974, 1425Z\n"
    assert lawful(printed(head, "1. Rain fell.")).id == "74BAMAKO251"
    record = lawful(printed(head, "251. Rain fell."))
    assert (record.id, record.paragraphs[0].text) == ("74BAMAKO251", "Rain fell.")


@pytest.mark.parametrize("year", [1864, 1914, 1939])
def test_a_year_of_two_digits_that_is_taken_for_another_makes_no_number(year: int) -> None:
    record = lawful(printed(TOP.replace("1951", str(year))))
    assert (record.id, record.date and record.date.value) == (None, f"{year}-12-12")


# ---------------------------------------------------------------- the source note

NOTES = {
    "Secret; Priority.": ("SECRET", "PRIORITY", []),
    "Top Secret; Niact; Immediate; Nodis.": ("TOP SECRET", "IMMEDIATE", ["NODIS"]),
    "Confidential; Limit Distribution; Noforn.": ("CONFIDENTIAL", None, ["NOFORN", "LIMDIS"]),
    "Limited Official Use.": ("LIMITED OFFICIAL USE", None, []),
    "Official Use Only; Immediate.": (None, "IMMEDIATE", []),
    "No classification marking.": (None, None, []),
    "Drafted in the Secret Service. Rain fell.": (None, None, []),
    "The telegram was sent Immediate to Lagos.": (None, "IMMEDIATE", []),
}


@pytest.mark.parametrize("note", NOTES)
def test_markings(note: str) -> None:
    head = f"{TITLE}\nSource: Department of State, Central Files, 651.99/3–451. {note}\nBamako, May 3, 1964\n"
    record = lawful(printed(head))
    assert (record.classification, record.precedence, [*record.caveats, *record.captions]) == NOTES[note]


INFORMED = {
    "Repeated to Dakar.": ["Dakar"],
    "Repeated to Dakar, Lagos, and Tel Aviv. Received at 3 p.m.": ["Dakar", "Lagos", "Tel Aviv"],
    "Repeated for information to Dakar and the Embassies in Togo and Niger.": [
        "Dakar",
        "Embassies in Togo and Niger",
    ],
    "Repeated to Dakar for Roe, to Lagos as telegram 12, and passed to the White House.": ["Dakar", "Lagos"],
    "Sent to Lagos and repeated Priority to Dakar; approved by Doe.": ["Dakar"],
    "It was repeated to the Mission to the United Nations.": ["Mission to the United Nations"],
    "Repeated in part.": [],
}


@pytest.mark.parametrize("note", INFORMED)
def test_to_whom_it_was_repeated(note: str) -> None:
    head = f"{TITLE}\nSource: Department of State, Central Files, 651.99/3–451. {note}\nBamako, May 3, 1964\n"
    assert [one.plad for one in lawful(printed(head)).info] == INFORMED[note]


def test_markings_on_lines_of_their_own() -> None:
    record = lawful(
        printed(f"651.99/172: Telegram\n{HEAD}\nsecret\nus urgent niact\nBamako, May 3, 1951—noon.\n")
    )
    assert (record.classification, record.precedence) == ("SECRET", "IMMEDIATE")


# ---------------------------------------------------------------- the text


def paragraphs(text: str) -> list[tuple[object, str | None, str]]:
    return [(one.number, one.heading, one.text) for one in lawful(printed(text=text)).paragraphs]


def test_blocks_without_numbers_are_paragraphs() -> None:
    text = "12. One\nand more.\n\nTwo.\n\n1939 was dry."
    assert paragraphs(text) == [
        (None, None, "One\nand more."),
        (None, None, "Two."),
        (None, None, "1939 was dry."),
    ]


def test_blocks_below_a_number_belong_to_it() -> None:
    text = "12. First:\n\n(1) One.\n\nMore.\n\n1. Not of this count.\n\n(2) Two."
    assert paragraphs(text) == [
        (None, None, "First:"), (1, None, "One.\n\nMore.\n\n1. Not of this count."), (2, None, "Two.")
    ]  # fmt: skip


def test_headings_between_numbered_paragraphs() -> None:
    text = "12. 1. One.\n\nThe Price of Salt\n\n2. Two.\n\nThe price rose.\n\nWhat Now?\n\n3. Three."
    assert paragraphs(text) == [
        (1, None, "One."), (2, "The Price of Salt", "Two.\n\nThe price rose."), (3, "What Now?", "Three.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject", "references"),
    [
        ("12. Subject: A Visit", "A Visit", []),
        ("12. Subj: A Visit to the\nDelta.\n\nRef: State 99.", "A Visit to the Delta", ["51STATE99"]),
        ("12. Subject: Aid from the U.S.\n\n1. Text.", "Aid from the U.S.", []),
        ("12. Subject to your views I shall go.", None, []),
        ("12. Re your 99, I went.", None, []),
    ],
)
def test_fields_above_the_text(text: str, subject: str | None, references: list[str]) -> None:
    record = lawful(printed(text=text))
    assert (record.subject, [one.id for one in record.references]) == (subject, references)


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("Roe", ["Roe"]),
        ("[Roe]", ["Roe"]),
        ("WILLIAM H. ROE.", ["WILLIAM H. ROE"]),
        ("William Roe, Jr.", ["William Roe, Jr."]),
        ("Van der Roe", ["Van der Roe"]),
        ("Roe\nDoe", ["Roe", "Doe"]),
        ("He went home.", []),
        ("End Summary", []),
    ],
)
def test_signatures(name: str, signed: list[str]) -> None:
    assert lawful(printed(name=name)).signature == signed


def test_a_name_directly_below_the_text() -> None:
    record = lawful(f"{TOP}\n12. The harvest failed.\nRoe\n")
    assert (record.signature, record.paragraphs[0].text) == (["Roe"], "The harvest failed.")
    assert lawful(f"{TOP}\n12. The harvest was seen by\nRoe\n").signature == []


def test_what_is_attached_below_the_name() -> None:
    text = f"{printed()}\nEnclosure\n\nA list of ships.\n\nDoe\n"
    record = lawful(text)
    assert record.signature == ["Roe"]
    assert kinds(text)[-3:] == ["end", "end", "end"]
