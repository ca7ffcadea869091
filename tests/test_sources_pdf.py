"""PDFs: the text layer and its places on pages, and what a file that means harm can do: be refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pdf_files
from pdf_files import Put, printed
from proof import document, orphans, record_of, uncovered, unproved
from reftel import read
from reftel.archive import Archive
from reftel.document import Document
from reftel.errors import SourceError
from reftel.normalise import normalise
from reftel.pages import Box
from reftel.record import facts
from reftel.sources import pdf, pdf_child
from reftel.sources.pdf_layout import Placed, Sheet, lay_out
from reftel.span import Span
from reftel.telegram.parser import parse

TELEGRAM = """\
R 281052Z NOV 85
FM AMEMBASSY SUVA
TO SECSTATE WASHDC 1234
UNCLAS SUVA 00199

E.O. 12356: N/A
TAGS: EFIS, FJ
SUBJECT: TUNA TALKS RESUME

1. THE TALKS RESUMED ON TUESDAY AND WENT ON FOR A DAY.

2. NOTHING WAS AGREED, AND ALL WILL MEET AGAIN.

EXAMPLE
"""
RECORD = f"""\
                    Message Text

{TELEGRAM}


                    Message Attributes

Document Number: 1985SUVA00199
Draft Date: 28 NOV 1985
From: SUVA
Original Classification: UNCLASSIFIED
Subject: TUNA TALKS RESUME
TAGS: EFIS, FJ
"""


def put(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def only(path: Path) -> Document:
    (found,) = read(path)
    return found


def text_of(raw: bytes) -> str:
    return pdf.read("invented.pdf", raw).text


def refusal(raw: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        pdf.read("invented.pdf", raw)
    assert caught.value.name == "invented.pdf"
    return caught.value.reason


# ---------------------------------------------------------------- the text layer


def test_a_telegram_has_the_facts_that_its_text_has(tmp_path: Path) -> None:
    raw = pdf_files.pdf(printed(TELEGRAM))
    found = only(put(tmp_path / "cable.pdf", raw))
    assert (found.text, found.wrapper, found.source.raw) == (TELEGRAM, "pdf", raw)
    assert facts(normalise(found)) == facts(record_of(TELEGRAM))
    assert list(uncovered(parse(found.text), found.message)) == []
    assert list(unproved(found.text, normalise(found))) == []
    assert list(orphans(found.text, found.message, normalise(found))) == []


def test_a_record_of_the_national_archives(tmp_path: Path) -> None:
    found = only(put(tmp_path / "record.pdf", pdf_files.pdf(printed(RECORD))))
    as_text = only(put(tmp_path / "record.txt", RECORD.encode()))
    assert (found.wrapper, as_text.wrapper) == ("aad-pdf", "aad")
    assert found.provenance["document_number"] == "1985SUVA00199"
    assert facts(normalise(found)) == facts(normalise(as_text))
    assert {name: said.value for name, said in found.says.items()} == {
        name: said.value for name, said in as_text.says.items()
    }


def test_columns_and_indents_stay() -> None:
    assert (
        text_of(pdf_files.pdf(printed("A  TWO   THREE\n  INDENTED\nB"))) == "A  TWO   THREE\n  INDENTED\nB\n"
    )


def test_lines_go_by_their_place_and_not_by_their_order() -> None:
    puts = [Put(60, 84, "THIRD"), Put(60, 60, "FIRST"), Put(60, 72, "SECOND")]
    assert text_of(pdf_files.pdf(puts)) == "FIRST\nSECOND\nTHIRD\n"


@pytest.mark.parametrize(
    ("rotation", "turn", "first", "second"),
    [
        (90, "0 1 -1 0", (100, 742), (112, 742)),
        (180, "-1 0 0 -1", (562, 692), (562, 680)),
        (270, "0 -1 1 0", (512, 50), (500, 50)),
    ],
)
def test_a_turned_page_reads_as_it_is_shown(
    rotation: int, turn: str, first: tuple[int, int], second: tuple[int, int]
) -> None:
    puts = [Put(*second, "SECOND LINE", turn=turn), Put(*first, "FIRST LINE", turn=turn)]
    laid = pdf.read("turned.pdf", pdf_files.pdf(puts, page_extra=f"/Rotate {rotation}"))
    assert laid.text == "FIRST LINE\nSECOND LINE\n"
    assert laid.pages.words[0].box.left == pytest.approx(50, abs=1)
    assert laid.pages.words[0].box.top < 100 < laid.pages.words[0].box.bottom
    assert laid.pages.pages[0].width == (612 if rotation == 180 else 792)


def test_words_across_the_page_are_words() -> None:
    assert text_of(pdf_files.pdf(printed("A\nB C"), page_extra="/Rotate 180")).split() == ["A", "B", "C"]


def test_pages_are_parted_by_form_feeds_and_span_the_text(tmp_path: Path) -> None:
    raw = pdf_files.pdf(printed("FIRST PAGE"), printed("SECOND PAGE"))
    found = only(put(tmp_path / "two.pdf", raw))
    assert found.text == "FIRST PAGE\n\fSECOND PAGE\n"
    assert normalise(found).source.pages == [(0, 11), (11, 24)]


def test_a_page_without_text_among_others_is_a_defect(tmp_path: Path) -> None:
    found = only(put(tmp_path / "gap.pdf", pdf_files.pdf(printed(TELEGRAM), [], printed("END"))))
    (odd,) = found.defects
    assert odd.code == "page-without-text"
    assert "page 2" in odd.message
    assert odd.span.of(found.text) == "\f"


def test_a_blank_of_no_width_parts_no_word() -> None:
    narrow = [Put(60, 60, "FL YING"), Put(60, 72, "SLOW FLYING")]
    sheet = pdf_files.pdf(narrow)
    assert "FL YING" in text_of(sheet)
    letter = pdf_child.Letter("L", 0, 0, 5, 10, 9, turned=False)
    touching = pdf_child.Letter("Y", 4.9, 0, 10, 10, 9, turned=False)
    apart = touching._replace(left=8, right=13)
    assert touching.follows(letter, blank=True)
    assert not apart.follows(letter, blank=True)
    assert not apart.follows(letter, blank=False)


# ---------------------------------------------------------------- places on pages


def test_a_span_leads_to_a_place_on_a_page(tmp_path: Path) -> None:
    found = only(put(tmp_path / "cable.pdf", pdf_files.pdf(printed("COVER"), printed(TELEGRAM))))
    ((start, end),) = normalise(found).spans["subject"]
    (place,) = found.on_pages(start, end)
    # SUBJECT: is the eighth line, 12 points each from 60 on; nine letters of 6 points before the words
    assert place.page == 2
    assert place.box.left == pytest.approx(60 + 9 * 6, abs=1)
    assert place.box.right == pytest.approx(60 + 26 * 6, abs=1)
    assert place.box.top < 60 + 7 * 12 < place.box.bottom
    assert found.pages is not None
    assert found.pages.page(start) == 2


def test_a_span_over_lines_has_a_box_for_each(tmp_path: Path) -> None:
    found = only(put(tmp_path / "lines.pdf", pdf_files.pdf(printed("ONE TWO\nTHREE"), printed("FOUR"))))
    places = found.on_pages(0, len(found.text))
    assert [place.page for place in places] == [1, 1, 2]
    assert found.on_pages(4, 5) == found.on_pages(4, 7)
    assert found.on_pages(3, 4) == ()


def test_a_text_has_no_pages(tmp_path: Path) -> None:
    found = only(put(tmp_path / "cable.txt", TELEGRAM.encode()))
    assert (found.pages, found.on_pages(0, 10), normalise(found).source.pages) == (None, (), [])


# ---------------------------------------------------------------- an archive


def test_an_archive_keeps_the_bytes_and_reads_them_anew(tmp_path: Path) -> None:
    raw = pdf_files.pdf(printed(TELEGRAM))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(put(tmp_path / "cable.pdf", raw))
        before = archive.get("85SUVA199")
        archive.rebuild()
        after = archive.get("85SUVA199")
    assert before.document.source.raw == raw
    assert after.record == before.record
    assert after.document.on_pages(*after.record.spans["subject"][0]) != ()


# ---------------------------------------------------------------- what is refused

HARM = {
    "no text": (pdf_files.pdf([]), "has no text layer; OCR it first"),
    "truncated": (pdf_files.truncated(pdf_files.pdf(printed(TELEGRAM))), "is a damaged PDF"),
    "only a head": (b"%PDF-1.4\n", "is a damaged PDF"),
    "encrypted": (pdf_files.encrypted(), "is an encrypted PDF"),
    "cyclic": (pdf_files.cyclic(), "is a PDF file"),
    "20,000 pages": (pdf_files.of_pages(20000), "is a PDF file of 20,000 pages; split it first"),
}


@pytest.mark.parametrize("name", HARM)
def test_what_cannot_be_read_is_refused_with_the_reason(name: str) -> None:
    raw, reason = HARM[name]
    assert reason in refusal(raw)


@pytest.mark.parametrize("count", [1_000_000_000, -5])
def test_a_page_count_that_lies(count: int) -> None:
    assert text_of(pdf_files.claims_pages(count)) == "ONE PAGE\n"


def test_a_bomb_ends_within_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MEMORY", 300 * 1024 * 1024)
    begun = time.monotonic()
    assert refusal(pdf_files.bomb(500_000_000)).startswith("is a PDF file that ")
    assert time.monotonic() - begun < pdf.WALL_SECONDS


def test_more_text_than_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "OUTPUT", 200)
    assert refusal(pdf_files.pdf(printed(TELEGRAM))).endswith("too large; split it first")


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hanging = put(tmp_path / "child.py", b"import time; time.sleep(600)")
    monkeypatch.setattr(pdf_child, "__file__", str(hanging))
    monkeypatch.setattr(pdf, "WALL_SECONDS", 0.2)
    assert refusal(pdf_files.pdf(printed(TELEGRAM))) == "is a PDF file that takes too long to read"


@pytest.mark.parametrize(
    "told",
    [
        b"", b"[", b"{}", b'{"pages":[[1,1,[["A\\nB",1,1,1,1,1,false]]]]}', b"[" * 100000,
        b'{"pages":[[1,1,[["A",1e300,1,1,1,1,false]]]]}', b'{"refused":"a reason of its own"}',
    ],
)  # fmt: skip
def test_what_a_captured_reader_says_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: bytes
) -> None:
    said = f"import sys; sys.stdout.buffer.write({told!r})"
    monkeypatch.setattr(pdf_child, "__file__", str(put(tmp_path / "child.py", said.encode())))
    assert refusal(pdf_files.pdf(printed(TELEGRAM))).endswith("its reader broke down")


ATTEMPTS = {
    "a socket": "import socket; socket.socket()",
    "a socket in the place of what is open": "import os, socket; os.close(0); socket.socket()",
    "a file to read": "import os; os.open('/etc/passwd', os.O_RDONLY)",
    "a file to write": "import os; os.open(sys.argv[2], os.O_CREAT | os.O_WRONLY)",
    "much memory": "bytearray(3 << 30)",
}
LINUX_ATTEMPTS = {
    "a process": "import os; os.fork() or os._exit(0)",
    "a program": "import os; os.execv('/bin/sh', ['sh', '-c', 'exit 0'])",
    "the parent": "import os; os.kill(os.getppid(), 0)",
    "a file removed": "import os; os.unlink(sys.argv[2])",
}


def attempt(words: str, tmp_path: Path) -> int:
    """What comes of an attempt by a process that gave up what a reader of PDFs gives up; 7 is failure."""
    script = f"""\
import runpy, sys, socket
reader = runpy.run_path(sys.argv[1])
reader["give_up"](5, 1 << 30, 1 << 20)
try:
    {words}
except (OSError, MemoryError):
    import os
    os._exit(7)
"""
    kept = put(tmp_path / "kept", b"")
    command = [sys.executable, "-I", "-c", script, pdf_child.__file__, str(kept)]
    status = subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode
    assert kept.exists()
    return status


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_reader_can_reach_nothing(name: str, tmp_path: Path) -> None:
    if name == "much memory" and sys.platform == "darwin":
        pytest.skip("macOS keeps no limit on memory")
    assert attempt(ATTEMPTS[name], tmp_path) == 7


@pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"),
    reason="system calls are filtered on Linux, for x86-64 and ARM64",
)
@pytest.mark.parametrize("name", LINUX_ATTEMPTS)
def test_the_reader_can_start_and_remove_nothing(name: str, tmp_path: Path) -> None:
    assert attempt(LINUX_ATTEMPTS[name], tmp_path) == 7


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda name: None)
    assert refusal(pdf_files.pdf(printed(TELEGRAM))).endswith("install reftel[pdf]")


# ---------------------------------------------------------------- the layout alone


def test_a_line_of_a_slanting_scan_is_one_line() -> None:
    words = [Placed("AB", 20 * i, 10 + i, 20 * i + 12, 20 + i, 18 + i, turned=False) for i in range(8)]
    assert lay_out([Sheet(612, 792, words)]).text.count("\n") == 1


def test_words_turned_on_the_page_come_last() -> None:
    words = [
        Placed("MARGIN", 5, 5, 10, 300, 8, turned=True),
        Placed("TEXT", 20, 10, 44, 20, 18, turned=False),
    ]
    assert lay_out([Sheet(612, 792, words)]).text == "TEXT\nMARGIN\n"


def test_a_page_that_could_not_be_read_has_its_place() -> None:
    laid = lay_out([None, Sheet(612, 792, [Placed("TEXT", 20, 10, 44, 20, 18, turned=False)])])
    assert laid.text == "\fTEXT\n"
    assert [odd.code for odd in laid.defects] == ["page-without-text"]
    assert laid.pages.places(0, 5)[0].box == Box(20, 10, 44, 20)
    assert laid.pages.words[0].text == Span(1, 5)


def test_the_layout_takes_time_in_line_with_its_words() -> None:
    far = [
        Placed("A", i % 977, i % 701, i % 977 + 5, i % 701 + 9, i % 701 + 8, i % 5 == 0)
        for i in range(200_000)
    ]
    begun = time.monotonic()
    laid = lay_out([Sheet(1000, 1000, far)])
    assert len(laid.pages.words) == 200_000
    assert time.monotonic() - begun < 30


# ---------------------------------------------------------------- real documents


@pytest.mark.parametrize("form", ["aad", "foia"])
def test_real_pdfs_have_the_facts_of_their_texts(corpus: Path, form: str) -> None:
    pairs = [
        (path, corpus / f"{form}_text" / f"{path.stem}.txt") for path in (corpus / f"{form}_pdf").iterdir()
    ]
    assert pairs
    for path, as_text in pairs:
        record, other = normalise(only(path)), normalise(only(as_text))
        assert record.wrapper == f"{form}-pdf"
        assert _folded(facts(record)) == _folded(facts(other)), path.name
        assert record.provenance == other.provenance


def _folded(value: object) -> object:
    """Facts without white space: a scan's text layer has other gaps than a printed line."""
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_folded(item) for item in value]
    return "".join(value.split()) if isinstance(value, str) else value


def test_facts_of_the_document_and_of_its_text_are_the_same_value() -> None:
    laid = pdf.read("invented.pdf", pdf_files.pdf(printed(TELEGRAM), packed=True))
    assert facts(normalise(document(laid.text))) == facts(record_of(TELEGRAM))
