"""Docx: a letter for word processors, made by python-docx."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING

from reftel.letters.days import of_day, unbroken
from reftel.letters.letter import Asked, Letter, citations, identified

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SIZE = 11
SMALL = 10
INDENT = 0.35  # inches, of all below the number of a document
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(letter: Letter) -> bytes:
    """The letter as .docx; the same bytes for the same letter. Raises ``ImportError`` without python-docx."""
    import docx  # an extra

    page = docx.Document()
    _set_up(page, letter)
    for block in (letter.sender, (of_day(letter.date),), letter.recipient):
        _add(page, "\n".join(block), after=14)
    _add(page, letter.subject, bold=True, after=12)
    for words in (letter.salutation, *letter.opening):
        _add(page, words)
    for asked in letter.documents:
        _document(page, asked)
    last = [_add(page, words) for words in letter.closing][-1:]
    for paragraph in (*last, _add(page, letter.farewell, after=36)):  # no signature stands alone on a page
        paragraph.paragraph_format.keep_with_next = True
    _add(page, letter.signature)
    written = io.BytesIO()
    page.save(written)
    return _same_each_time(written.getvalue())


def _set_up(page: Document, letter: Letter) -> None:
    """Paper, font, and what the file says of itself."""
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    sheet = page.sections[0]
    sheet.page_width, sheet.page_height = Inches(8.5), Inches(11)
    sheet.left_margin = sheet.right_margin = Inches(1.1)
    sheet.top_margin = sheet.bottom_margin = Inches(1)
    _number_pages(page)
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(SIZE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    properties = page.core_properties
    properties.title, properties.author, properties.last_modified_by = letter.subject, letter.signature, ""
    properties.comments = ""
    properties.created = properties.modified = datetime.datetime.combine(letter.date, datetime.time())


def _number_pages(page: Document) -> None:
    """``Page 2 of 3`` at the foot of all pages but the first."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    page.sections[0].different_first_page_header_footer = True
    foot = page.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        foot.add_run(words).font.size = Pt(SIZE - 2)
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), field)
        run = foot.add_run("1")
        run.font.size = Pt(SIZE - 2)
        number.append(run._r)
        foot._p.append(number)


def _add(
    page: Document,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = SIZE,
    left: float = 0.0,
    hanging: float = 0.0,
    after: float = 8,
) -> Paragraph:
    """A paragraph; ``left`` and ``hanging`` in inches, the space ``after`` it in points."""
    from docx.shared import Inches, Pt

    added = page.add_paragraph()
    run = added.add_run(unbroken(text))
    run.bold, run.italic, run.font.size = bold or None, italic or None, Pt(size)
    form = added.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.1
    form.left_indent, form.first_line_indent = Inches(left), Inches(-hanging)
    if hanging:
        form.tab_stops.add_tab_stop(Inches(left))
    return added


def _document(page: Document, asked: Asked) -> None:
    parts = [_add(page, f"{asked.number}.\t", left=INDENT, hanging=INDENT, after=2)]
    parts[0].add_run(unbroken(asked.name)).bold = True
    if known := identified(asked):
        parts.append(_add(page, known, size=SMALL, left=INDENT, after=2))
    head, entries = citations(asked)
    if head:
        parts.append(_add(page, head, size=SMALL, left=INDENT, after=2))
    parts += [
        _add(page, f"–\t{entry}", size=SMALL, left=INDENT + 0.2, hanging=0.2, after=1) for entry in entries
    ]
    parts += [_add(page, remark, italic=True, size=SMALL, left=INDENT, after=2) for remark in asked.remarks]
    for part in parts[:-1][:6]:
        part.paragraph_format.keep_with_next = True
    from docx.shared import Pt

    parts[-1].paragraph_format.space_after = Pt(10)


def _same_each_time(raw: bytes) -> bytes:
    """The same package without the time of its making."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as given,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as taken,
    ):
        for entry in given.infolist():
            taken.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), given.read(entry), zipfile.ZIP_DEFLATED)
    return written.getvalue()
