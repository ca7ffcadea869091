"""Forms of letters, each read back: what it says, and that hostile words do nothing in it."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ghosts import REF, citing, ghost
from reftel.errors import ReftelError
from reftel.graph.missing import About, Doubt
from reftel.letters import FORMS, Letter, read_settings, requests, write
from reftel.letters.letter import identified
from reftel.letters.markdown_form import escaped
from reftel.letters.settings import Sender
from reftel.letters.wording import clean

HOSTILE = (
    '#read("/etc/passwd") $x$ *bold* _it_ `code` <script>alert(1)</script> [here](https://bad.example)'
    " ![p](x.png) www.bad.example me@bad.example @ref \\ ~~gone~~ {|} &amp; = A"
)
SENDER = Sender(
    "Jane Exemplar", "Example University", ("1 Example Street", "Springfield"), "jane@uni.example", ""
)
DAY = datetime.date(2026, 11, 25)


def letter(*subjects: str) -> Letter:
    """A letter on two telegrams; those that cite the first have these subjects."""
    settings = msgspec.structs.replace(read_settings(), sender=SENDER, otherwise="mdr")
    by = tuple(citing(f"07BAMAKO{1361 + i}", subject=subject) for i, subject in enumerate(subjects, 1))
    ghosts = [
        ghost(sent=About("2007-09-06", "2007-09-04", "2007-09-10"), by=by),
        ghost("74LAPAZ2499", doubts=(Doubt("malformed", "", ("74LAPAZ2498",)),), by=(citing(ways=(REF,)),)),
    ]
    [made] = requests(ghosts, settings, DAY).letters
    return made


def everything(made: Letter) -> Iterator[str]:
    """All that a letter has to say, in its order."""
    yield from (*made.sender, "November 25, 2026", *made.recipient, made.subject)
    yield from (made.salutation, *made.opening)
    for asked in made.documents:
        yield from (asked.name, identified(asked))
        for one in asked.evidence:
            yield from filter(None, (one.telegram, one.subject, one.ways))
        yield from asked.remarks
    yield from (*made.closing, made.farewell, made.signature)


def of_text(raw: bytes) -> str:
    return raw.decode("utf-8")


def of_markdown(raw: bytes) -> str:
    """The words that a reader of Markdown shows: escapes resolved."""
    return re.sub(r"\\([\\`*_\[\]<>#&~|$^!{}@:.+=-])", r"\1", raw.decode("utf-8"))


def of_docx(raw: bytes) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(raw)).paragraphs)


def of_pdf(raw: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(raw) as opened:
        return "\n".join(page.get_textpage().get_text_bounded() for page in opened)


READERS = {"text": of_text, "markdown": of_markdown, "docx": of_docx, "pdf": of_pdf}


def squeezed(words: str) -> str:
    """Without blanks and the signs that a form spells in its own way."""
    plain = words.translate(str.maketrans("“”‘’", "\"\"''"))
    return re.sub(r"[\s\ufffe\x02\u200b]|\\(?=\s)", "", plain)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("subjects", [("HERDS AND WELLS",), ("HERDS", "WELLS", "RAINS", "ROADS"), (HOSTILE,)])
def test_a_form_says_all_that_the_letter_has_to_say(form: str, subjects: tuple[str, ...]) -> None:
    made = letter(*subjects)
    shown = squeezed(READERS[form](write(made, form)))
    place = 0
    for words in map(squeezed, everything(made)):
        assert words in shown[place:], words
        place = shown.index(words, place) + len(words)


@pytest.mark.parametrize("form", FORMS)
def test_notes_to_the_sender_are_no_part_of_a_letter(form: str) -> None:
    made = letter("HERDS")
    shown = squeezed(READERS[form](write(made, form)))
    assert [note for note in made.notes if squeezed(note) in shown] == []
    assert "Check address" not in READERS[form](write(made, form))


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_the_same_each_time(form: str) -> None:
    assert write(letter("HERDS"), form) == write(letter("HERDS"), form)


def test_docx_keeps_no_clock() -> None:
    import docx

    raw = write(letter("HERDS"), "docx")
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = docx.Document(io.BytesIO(raw)).core_properties
    assert (told.author, told.created and told.created.date(), told.comments) == ("Jane Exemplar", DAY, "")


def test_text_is_wrapped_at_72_columns() -> None:
    lines = of_text(write(letter(HOSTILE, "W" * 500), "text")).splitlines()
    assert max(map(len, lines)) <= 72
    assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("form", FORMS)
def test_a_very_long_subject_is_cut(form: str) -> None:
    shown = squeezed(READERS[form](write(letter("W" * 500), form)))
    assert "W" * 199 + "…" in shown
    assert "W" * 200 not in shown


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_control_characters_do_no_harm(form: str) -> None:
    assert "END" in READERS[form](write(letter("A\x00B\x1b[31m \ud800 \u202e \ufffe END"), form))


def test_hostile_words_stay_words_in_markdown() -> None:
    page = write(letter(HOSTILE), "markdown").decode("utf-8")
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page)
    pieces = [child.type for token in found for child in token.children or []]
    assert {kind for kind in pieces if kind not in ("text", "text_special")} <= {
        "strong_open",
        "strong_close",
        "hardbreak",
    }
    assert pieces.count("strong_open") == 3  # the subject, and the names of two documents
    assert {token.tag for token in found} <= {"", "p", "ol", "ul", "li"}
    assert "https://bad" not in page
    assert "www.bad" not in page
    assert "me@bad" not in page


@given(st.text())
def test_any_text_is_text_in_markdown(text: str) -> None:
    """A reader of CommonMark, of tables and of lines through words finds the words, and nothing else."""
    words = clean(text).strip()
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(words))
    blocks = [token for token in found if token.type == "inline"]
    assert [token.type for token in found] == (
        ["paragraph_open", "inline", "paragraph_close"] if words else []
    )
    pieces = [child for token in blocks for child in token.children or []]
    assert {child.type for child in pieces} <= {"text", "text_special"}
    assert "".join(child.content for child in pieces) == words


@given(st.text(max_size=300))
def test_any_subject_can_be_written(subject: str) -> None:
    made = letter(subject)
    assert max(map(len, of_text(write(made, "text")).splitlines())) <= 72
    assert squeezed(clean(subject, 200)) in squeezed(of_docx(write(made, "docx")))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- no list", "\\- no list"),
        ("+ no list", "\\+ no list"),
        ("1. no list", "1\\. no list"),
        ("2201) no list", "2201\\) no list"),
        ("= no heading", "\\= no heading"),
        ("# no heading", "\\# no heading"),
        ("> no quotation", "\\> no quotation"),
        ("8601 Adelphi Road", "8601 Adelphi Road"),
        ("WWW.bad.example", "WWW\\.bad.example"),
        ("a\\*b", "a\\\\\\*b"),
    ],
)
def test_a_line_begins_no_block_of_markdown(text: str, line: str) -> None:
    assert escaped(text) == line


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_without_the_extra_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, {"docx": "docx", "pdf": "typst"}[form], None)
    with pytest.raises(ReftelError, match=r"install reftel\[letters\]"):
        write(letter("HERDS"), form)


def test_a_few_documents_fill_one_page() -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(write(letter("HERDS", "WELLS"), "pdf")) as opened:
        assert len(opened) == 1
        assert opened[0].get_size() == (612, 792)
