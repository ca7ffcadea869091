"""Pages of the cable viewer: where the message stands, what the page states, and the way back to the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reftel
from reftel import read
from reftel.defects import Defect, defect
from reftel.document import Document, Origin, Run, Source
from reftel.sources import documents, wikileaks_html
from reftel.sources.html_text import HtmlText, pieces
from reftel.span import Span
from reftel.telegram_id import read_id

HEADER = "VZCZCXYZ0007&#x000A;PP RUEHWEB&#x000A;FM AMEMBASSY BAMAKO&#x000A;TO SECSTATE WASHDC"
BODY = (
    "UNCLAS BAMAKO 001361 &#x000A;&#x000A;E.O. 12958: N/A&#x000A;"
    "TAGS: <a href='/tag/PGOV_0.html'>PGOV</a> <a href='/tag/ML_0.html'>ML</a>&#x000A;"
    "SUBJECT: FISH &amp; RICE: A VISIT TO THE MARKET AND TO THE&#x000A;HARBOR&#x000A;&#x000A;"
    "<a id='par1' href='#par1'>¶</a>1. (U) Write to <visa@example.gov> &of course.&#x000A;DIARRA"
)
MESSAGE = (
    "VZCZCXYZ0007\nPP RUEHWEB\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC\n\n"
    "UNCLAS BAMAKO 001361 \n\nE.O. 12958: N/A\nTAGS: PGOV ML\n"
    "SUBJECT: FISH & RICE: A VISIT TO THE MARKET AND TO THE\nHARBOR\n\n"
    "¶1. (U) Write to <visa@example.gov> &of course.\nDIARRA"
)
NOTE = (
    "This record is a partial extract of the original cable. "
    "The full text of the original cable is not available."
)
TABLE = """<table class='cable'>
<tr>
<th>Reference ID</th>
<th>Created</th>
<th>Released</th>
<th>Classification</th>
<th>Origin</th>
</tr>
<tr>
<td>
<a href='/cable/2007/11/07BAMAKO1361.html'>07BAMAKO1361</a>
</td>
<td>
<a href='/date/2007-11_0.html'>2007-11-28 10:52</a>
</td>
<td>
<a href='/reldate/2010-12-03_0.html'>2010-12-03 21:09</a>
</td>
<td>
<a href='/classification/6_0.html' title='confidential'>UNCLASSIFIED//FOR OFFICIAL USE ONLY</a>
</td>
<td>
<a href='/origin/29_0.html'>Embassy Bamako</a>
</td>
</tr>
</table>
"""


def page(
    *blocks: str, table: str = TABLE, title: str = "FISH &amp; RICE: A VISIT TO THE MARKET AND TO THE"
) -> str:
    """A page of the viewer with these preformatted blocks."""
    return (
        "<?xml version='1.0' encoding='utf-8' ?>\n<html>\n<head><title>Cable Viewer</title></head>\n<body>\n"
        "<img alt='WikiLeaks logo' src='/logo.png' />\n<pre>a menu before the table</pre>\n"
        f"<h3>Viewing cable 07BAMAKO1361, {title}</h3>\n{table}"
        + "\n".join(f"<code><pre>{block}</pre></code>" for block in blocks)
        + "\n</div>\n</body>\n</html>\n"
    )


PAGE = page(HEADER, BODY)


def source(text: str) -> Source:
    return Source(name="page.html", sha256="0" * 64, raw=text.encode())


def document(text: str) -> Document:
    (found,) = documents(source(text))
    return found


def says(found: Document) -> dict[str, str]:
    """What a page states; each statement is what the text says at its place."""
    for fact in found.says.values():
        assert " ".join(fact.spans[0].of(found.text).split()) == fact.value
    return {name: fact.value for name, fact in found.says.items()}


# ---------------------------------------------------------------- a page


def test_the_message_is_the_blocks_without_markup() -> None:
    found = document(PAGE)
    assert found.wrapper == "wikileaks-html"
    assert found.message.of(found.text) == MESSAGE
    assert found.message.end == len(found.text)


def test_the_page_states() -> None:
    assert says(document(PAGE)) == {
        "id": "07BAMAKO1361",
        "created": "2007-11-28 10:52",
        "classification": "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
        "from": "Embassy Bamako",
        "subject": "FISH & RICE: A VISIT TO THE MARKET AND TO THE",
    }


def test_heading_and_table_stand_before_the_message() -> None:
    found = document(PAGE)
    assert found.text[: found.message.start] == (
        "Viewing cable 07BAMAKO1361, FISH & RICE: A VISIT TO THE MARKET AND TO THE\n"
        "Reference ID\tCreated\tReleased\tClassification\tOrigin\n"
        "07BAMAKO1361\t2007-11-28 10:52\t2010-12-03 21:09\t"
        "UNCLASSIFIED//FOR OFFICIAL USE ONLY\tEmbassy Bamako\n\n"
    )


def test_the_page_tells_where_it_comes_from() -> None:
    assert document(PAGE).provenance == {
        "collection": "WikiLeaks",
        "url": "/cable/2007/11/07BAMAKO1361.html",
        "released": "2010-12-03",
    }


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere.example/x", "data:text/html,x", ""])
def test_an_address_that_leads_elsewhere_is_none(address: str) -> None:
    table = TABLE.replace("/cable/2007/11/07BAMAKO1361.html", address)
    assert "url" not in document(page(HEADER, BODY, table=table)).provenance


def test_the_record_of_a_page() -> None:
    record = reftel.record(document(PAGE))
    assert (record.id, record.subject) == (
        "07BAMAKO1361",
        "FISH & RICE: A VISIT TO THE MARKET AND TO THE HARBOR",
    )
    assert [odd.code for odd in record.defects if odd.code == "title-cut"] == ["title-cut"]


# ---------------------------------------------------------------- the note of a partial record

NOTED = {
    "in place of the envelope": (page(NOTE, BODY), "UNCLAS BAMAKO 001361"),
    "before the envelope, in its block": (page(f"{NOTE}&#x000A;&#x000A;{HEADER}", BODY), "VZCZCXYZ0007"),
    "in one block with everything": (page(f"{NOTE} {BODY}"), "UNCLAS BAMAKO 001361"),
    "short": (page("This record is a partial extract of the original cable.", BODY), "UNCLAS BAMAKO 001361"),
    "no note": (PAGE, "VZCZCXYZ0007"),
    "an empty envelope": (page("", BODY), "UNCLAS BAMAKO 001361"),
}


@pytest.mark.parametrize(("text", "beginning"), NOTED.values(), ids=NOTED.keys())
def test_the_message_begins_below_the_note(text: str, beginning: str) -> None:
    found = document(text)
    assert found.message.of(found.text).startswith(beginning)
    assert (NOTE[:40] in found.text) == (NOTE[:40] in text)


def test_a_note_alone_leaves_no_message() -> None:
    found = document(page(NOTE))
    assert found.message == Span(len(found.text), len(found.text))
    assert reftel.record(found).id == "07BAMAKO1361"


# ---------------------------------------------------------------- other shapes of a page

SHAPES = {
    "one block": (page(f"{HEADER}&#x000A;&#x000A;{BODY}"), MESSAGE),
    "three blocks": (page(HEADER, BODY, "ENCLOSURE"), MESSAGE + "\n\nENCLOSURE"),
    "capital tags": (PAGE.replace("<pre>", "<PRE>").replace("<th>", "<TH CLASS=x>"), MESSAGE),
    "decimal references": (PAGE.replace("&#x000A;", "&#10;"), MESSAGE),
    "carriage returns by reference": (PAGE.replace("&#x000A;", "&#13;"), MESSAGE),
    "breaks instead of references": (PAGE.replace("&#x000A;", "<br />"), MESSAGE),
    "line ends of its own": (PAGE.replace("&#x000A;", "\n"), MESSAGE),
    "a comment": (PAGE.replace("UNCLAS ", "UNC<!-- <b> -->LAS "), MESSAGE),
    "blocks left open": (PAGE.replace("</pre>", ""), MESSAGE),
    "blocks left open, no code": (PAGE.replace("</pre></code>", "").replace("<code>", ""), MESSAGE),
    "cells left open": (PAGE.replace("</td>", "").replace("</th>", "<i></i>"), MESSAGE),
}


@pytest.mark.parametrize(("text", "message"), SHAPES.values(), ids=SHAPES.keys())
def test_pages_of_other_shapes(text: str, message: str) -> None:
    found = document(text)
    words = found.message.of(found.text)
    assert [line.rstrip() for line in words.strip().splitlines() if line.strip()] == [
        line.rstrip() for line in message.splitlines() if line.strip()
    ]
    assert says(found)["id"] == "07BAMAKO1361"


def test_a_page_that_breaks_off_in_the_text() -> None:
    found = document(PAGE[: PAGE.index("HARBOR")])
    assert found.message.of(found.text).endswith("AND TO THE\n")


def test_columns_may_be_fewer_or_in_another_order() -> None:
    crossed = "<tr><th>Origin</th><th>Reference ID</th></tr><tr><td>Embassy Lome</td><td>07LOME12</td></tr>"
    upright = "<tr><th>Reference ID</th><td>07LOME12</td></tr><tr><th>Origin</th><td>Embassy Lome</td></tr>"
    bare = "<th>Reference ID</th><th>Origin</th><td>07LOME12</td><td>Embassy Lome</td>"
    for table in (crossed, upright, bare):
        assert says(document(page(BODY, table=table, title=""))) == {"id": "07LOME12", "from": "Embassy Lome"}


NO_PAGES = {
    "no block": page().replace("pre>", "p>"),
    "block only before the table": page(),
    "no table": page(HEADER, BODY, table=""),
    "a telegram": "UNCLAS BAMAKO 001361\n\nSUBJECT: <th>Reference ID\n\n1. Text.\n",
}


@pytest.mark.parametrize("text", NO_PAGES.values(), ids=NO_PAGES.keys())
def test_what_is_no_such_page_is_raw(text: str) -> None:
    found = document(text)
    assert (found.wrapper, found.origin, found.text) == ("raw", None, text)
    with pytest.raises(ValueError, match="no page of the cable viewer"):
        next(wikileaks_html.read(source(text), text, ()))


# ---------------------------------------------------------------- words of HTML

WORDS = {
    "plain": ("a b", "a b"),
    "a link": ("<a href='x'>PGOV</a>", "PGOV"),
    "a reference": ("FISH &amp; RICE", "FISH & RICE"),
    "a reference without semicolon is words": ("AT&T &copy that", "AT&T &copy that"),
    "a name of none": ("&rice; &#x110000; &#xD800;", "&rice; \ufffd \ufffd"),
    "a reference to nothing": ("a&#1;b", "ab"),
    "two signs": ("&NotEqualTilde;", "\u2242\u0338"),
    "an address is words": ("<visa@example.gov> <NA> < 5 >", "<visa@example.gov> <NA> < 5 >"),
    "a tag left open": ("a <b", "a <b"),
    "a tag in a tag": ("x <a <i>y</i>", "x <a y"),
    "a comment left open": ("a <!-- b", "a <!-- b"),
    "a break": ("a<br>b<BR/>c", "a\nb\nc"),
    "doubly written": ("&amp;amp;", "&amp;"),
}


@pytest.mark.parametrize(("html", "words"), WORDS.values(), ids=WORDS.keys())
def test_words_of_html(html: str, words: str) -> None:
    extract = HtmlText(html)
    assert extract.add(0, len(html)) == Span(0, len(words))
    assert extract.text == words


def test_words_without_white_space_at_both_ends() -> None:
    html = "\n <b> \n&nbsp; FISH  &amp;<i> RICE</i> &#10; "
    extract = HtmlText(html)
    extract.gap("> ")
    assert extract.add(0, len(html), trim=True) == Span(2, 14)
    assert extract.text == "> FISH  & RICE"
    assert [place.of(html) for place in extract.origin.places(2, 14)] == ["FISH  &amp;", " RICE"]


# ---------------------------------------------------------------- the way back


def test_places_of_a_text_in_the_page() -> None:
    found = document(PAGE)
    assert found.origin is not None
    start = found.text.index("PGOV ML\nSUBJECT: FISH &")
    places = found.origin.places(start, start + len("PGOV ML\nSUBJECT: FISH &"))
    assert [place.of(PAGE) for place in places] == ["PGOV", " ", "ML", "&#x000A;SUBJECT: FISH &amp;"]


def test_a_part_of_a_run_has_its_own_place() -> None:
    origin = Origin(
        (Run(Span(0, 4), Span(10, 14)), Run(Span(4, 5), Span(14, 19)), Run(Span(7, 9), Span(30, 32)))
    )
    assert origin.places(1, 3) == (Span(11, 13),)
    assert origin.places(4, 5) == (Span(14, 19),)
    assert origin.places(3, 8) == (Span(13, 19), Span(30, 31))
    assert (
        origin.places(5, 7) == origin.places(2, 2) == origin.places(20, 30) == Origin(()).places(0, 9) == ()
    )


def test_damage_is_reported_at_its_place_in_the_text() -> None:
    raw = PAGE.replace("A VISIT TO THE MARKET AND TO THE&#", "A VISIT TO THE MARK\x00T AND TO THE&#").encode()
    raw = raw.replace(b"\x00", b"\x93") + "<!-- é é é é -->".encode()
    (found,) = documents(replace(source(PAGE), raw=raw))
    (odd,) = found.defects
    assert odd.code == "damaged-characters"
    assert odd.span.of(found.text) == "\u201c"


def test_damage_outside_of_the_text_is_reported_once_at_its_start() -> None:
    extract = HtmlText("<b>x</b> &amp;")
    extract.add(3, 4)
    extract.add(9, 14)
    odd = [defect("damaged-characters", Span(place, place + 1)) for place in (0, 5, 3, 11)]
    assert [moved.span for moved in extract.moved(odd)] == [Span(0, 0), Span(0, 1), Span(1, 2)]


MARKUP = (
    "<pre>",
    "</pre>",
    "<b>",
    "</a>",
    "<a href='/x'>",
    "&amp;",
    "&#x000A;",
    "&#13;",
    "<!--",
    "-->",
    "<br/>",
)
TABLES = (
    "<th>Reference ID</th>",
    "<td>07LOME1</td>",
    "<tr>",
    "\n",
    " ",
    NOTE,
    "&nope;",
    "<h3>Viewing cable X, ",
    "w",
)
HTML = st.text(
    st.sampled_from("ab <>&;#x0A/!-'=\n\r¶") | st.characters(exclude_categories=["Cs"])
) | st.lists(st.sampled_from(MARKUP + TABLES)).map("".join)


def check_map(text: str, origin: Origin, page_text: str) -> None:
    """Runs ascend, stay inside and share nothing; copied characters are equal at both ends."""
    ends = Span(0, 0)
    for run in origin.runs:
        assert ends.start <= run.text.start < run.text.end <= len(text)
        assert ends.end <= run.file.start < run.file.end <= len(page_text)
        ends = Span(run.text.end, run.file.end)
        words, characters = run.text.of(text), run.file.of(page_text)
        assert words == characters or characters.startswith(("&", "<br", "<BR"))
        assert origin.places(*run.text) in ((run.file,), ())


@given(HTML)
def test_law_the_map_leads_back_to_the_page(html: str) -> None:
    html = html.replace("\r", "")
    extract = HtmlText(html)
    middle = len(html) // 2
    extract.add(0, middle, trim=True)
    extract.gap("\n\n")
    extract.add(middle, len(html))
    check_map(extract.text, extract.origin, html)
    for start, end in ((0, len(extract.text)), (1, len(extract.text) // 2)):
        places = extract.origin.places(start, end)
        assert list(places) == sorted(places)


@given(HTML)
def test_law_words_read_at_once_are_those_of_the_pieces(html: str) -> None:
    extract = HtmlText(html)
    extract.add(0, len(html))
    words = "".join(piece.words for piece in pieces(html, 0, len(html)))
    assert extract.text == re.sub(r"\r(?!\n)", "\n", words)
    assert sum(run.text.end - run.text.start for run in extract.origin.runs) == len(words)


@given(HTML)
def test_law_pieces_cover_text_in_order(html: str) -> None:
    found = list(pieces(html, 0, len(html)))
    assert all(piece.words for piece in found)
    assert [piece.place for piece in found] == sorted(piece.place for piece in found)


@given(HTML, HTML, HTML)
def test_law_no_page_is_too_broken(head: str, table: str, block: str) -> None:
    text = f"{head}<th>Reference ID</th>{table}<pre>{block}"
    assert wikileaks_html.recognise(text)
    odd: tuple[Defect, ...] = (defect("damaged-characters", Span(0, 1)),)
    (found,) = wikileaks_html.read(source(text), text, odd)
    assert 0 <= found.message.start <= found.message.end == len(found.text)
    assert found.origin is not None
    check_map(found.text, found.origin, text.replace("\r", "\n"))
    for fact in found.says.values():
        assert fact.value
        assert all(span.end <= found.message.start for span in fact.spans)


# ---------------------------------------------------------------- real pages


@pytest.fixture(scope="module")
def pages(corpus: Path) -> list[Document]:
    return list(read(corpus / "wikileaks_html"))


def test_all_pages_are_recognised_and_begin_where_they_should(pages: list[Document]) -> None:
    assert len(pages) >= 28
    for found in pages:
        words = found.message.of(found.text)
        assert found.wrapper == "wikileaks-html"
        assert {"id", "created", "classification", "from"} <= set(says(found))
        assert {"collection", "url", "released"} == set(found.provenance)
        assert words[:1].strip()
        assert not words.startswith(NOTE[:20])
        assert "&#x" not in words
        assert "<a " not in words


def test_all_pages_lead_back_to_their_files(pages: list[Document]) -> None:
    for found in pages:
        assert found.origin is not None
        check_map(found.text, found.origin, found.source.raw.decode())


def test_ids_of_pages_are_those_of_the_labels(corpus: Path, pages: list[Document]) -> None:
    with (corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        labels = [json.loads(line) for line in lines]
    wanted = {Path(label["path"]).name: label for label in labels if label["format"] == "wikileaks_html"}
    seen = {Path(found.source.name).name: found for found in pages}
    assert wanted
    for name, label in wanted.items():
        stated = says(seen[name])
        assert [str(number) for number in read_id(stated["id"])] == [label["identifier"]]
        assert (stated["created"], stated["classification"]) == (
            label["page_created"],
            label["page_classification"],
        )


@pytest.mark.parametrize("form", ["cablegate_txt", "archive_page", "aad_text", "smart", "foia_text"])
def test_no_other_document_is_taken_for_a_page(corpus: Path, form: str) -> None:
    wrappers = {found.wrapper for found in read(corpus / form)}
    assert wrappers
    assert "wikileaks-html" not in wrappers
