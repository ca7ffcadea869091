"""Words of a PDF: a program of its own, started by ``pdf``, that may be crashed or taken over by its input.

It comes with a PDF on standard input and writes one JSON object to standard
output: ``{"pages": [[width, height, words] or null, …]}`` or ``{"refused": why}``.
A word is ``[text, left, top, right, bottom, baseline, turned]`` in points from
the upper left corner of the page as it is shown; ``null`` is a page that cannot be
read. It imports nothing of reftel. Before the first byte of the PDF is looked at
it gives up what it needs no more: processor time, memory and output are limited,
no file can be opened, no socket made, no process started (``sandbox``).
"""

from __future__ import annotations

import codecs
import ctypes
import json
import math
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

# By its path: importing the package would load the whole of it.
give_up = runpy.run_path(str(Path(__file__).with_name("sandbox.py")))["give_up"]

MOST_PAGES = 2000
REFUSED_TOO_LARGE = 3
"""Exit status: there was more to write than may be written."""
REFUSED_MEMORY = 4
"""Exit status: more memory was asked for than may be had."""

_SPACES = frozenset((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0))
_SOFT_HYPHENS = frozenset((0x02, 0xAD))  # a hyphen at a line's end, as PDFium and as Unicode have it
_ERROR_PASSWORD, _ERROR_SECURITY = 4, 5  # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of fpdfview.h
_LOST = "\ufffd"  # for what is no character of a text
# In heights of a letter: a gap as wide as this parts words, or as this where a blank stands in it (the one
# that a scanner saw between the letters of FLYING has no width), a step as high as this parts lines.
_GAP = 0.2
_GAP_AT_BLANK = 0.05
_STEP = 0.3
FAR = 1e5
"""No page is larger (PDF 1.7, annex C: 14,400 units)."""


class Letter(NamedTuple):
    """A character and its box, with its base line, in points from the page's upper left corner."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    turned: bool

    def follows(self, other: Letter, blank: bool) -> bool:
        """Whether it goes on with the word that ends with ``other``; ``blank`` where one stands between."""
        height = max(other.bottom - other.top, 1.0)
        if self.turned or other.turned:
            return self.turned and other.turned and not blank
        gap = (self.left - other.right) / height
        widest = _GAP_AT_BLANK if blank else _GAP
        return abs(self.base - other.base) < _STEP * height and -1 < gap < widest


def main() -> int:
    """Read, give up rights, write; the exit status tells what could not be written."""
    import pypdfium2

    codecs.lookup("utf-16")  # whatever is imported later cannot be opened any more
    raw = sys.stdin.buffer.read()
    seconds, memory, output = map(int, sys.argv[1:4])
    give_up(seconds, memory, output)
    try:
        told = json.dumps(_read(pypdfium2, raw), ensure_ascii=True, separators=(",", ":"))
    except MemoryError:
        return REFUSED_MEMORY
    return _write(told.encode(), output)


def _write(told: bytes, most: int) -> int:
    """Write it whole, or say that it is too large."""
    if len(told) > most:
        return REFUSED_TOO_LARGE
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    return 0


def _read(pdfium: Any, raw: bytes) -> dict[str, Any]:
    """The words of all pages, or why there are none."""
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError:
        code = pdfium.raw.FPDF_GetLastError()
        locked = code in (_ERROR_PASSWORD, _ERROR_SECURITY)
        return {"refused": "encrypted" if locked else "damaged"}
    count = len(document)
    if count > MOST_PAGES:
        return {"refused": "pages", "count": count}
    return {"pages": [_page(pdfium, document, number) for number in range(count)]}


def _page(pdfium: Any, document: Any, number: int) -> list[Any] | None:
    """Width, height and words of a page; ``None`` if it cannot be read."""
    try:
        page = document[number]
        text = page.get_textpage()
        width, height = page.get_size()
    except pdfium.PdfiumError:
        return None
    if not (0 < width < FAR and 0 < height < FAR):
        return None
    letters = _letters(pdfium.raw, text, _turning(pdfium.raw, page, text))
    words = [_word(letters) for letters in _words(letters)]
    text.close()
    page.close()
    return [round(width, 2), round(height, 2), words]


def _turning(raw: Any, page: Any, text: Any) -> Any:
    """How a place in the page's own system comes to one from the upper left corner as shown."""
    left, bottom, right, top = page.get_cropbox()
    turns = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return page.get_rotation(), turns[page.get_rotation()]


def _letters(raw: Any, text: Any, turning: Any) -> Iterator[Letter | None]:
    """The letters of a page in order of the file; ``None`` for a blank between words."""
    rotation, turn = turning
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    turned = False
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        put_in = raw.FPDFText_IsGenerated(text, i) == 1  # by PDFium, where places tell it too
        if not code or put_in or code in _SPACES:
            if turned or not put_in:
                yield None
            continue
        if not raw.FPDFText_GetLooseCharBox(text, i, box) or not raw.FPDFText_GetCharOrigin(text, i, x, y):
            continue
        corners = (turn(box.left, box.top), turn(box.right, box.bottom))
        (one, two), (three, four) = corners
        places = (min(one, three), min(two, four), max(one, three), max(two, four), turn(x.value, y.value)[1])
        if not all(math.isfinite(place) and abs(place) < FAR for place in places):
            continue
        angle = math.degrees(raw.FPDFText_GetCharAngle(text, i)) + rotation
        turned = 10 < angle % 360 < 350
        yield Letter(_sign(code), *places, turned)


def _sign(code: int) -> str:
    """The character, half of one (PDFium gives UTF-16), or a hyphen for a soft one."""
    if code in _SOFT_HYPHENS or code == 0xFFFE:
        return "-"
    return chr(code) if code <= sys.maxunicode else _LOST


def _words(letters: Iterator[Letter | None]) -> Iterator[list[Letter]]:
    """Letters that follow one another."""
    word: list[Letter] = []
    blank = False
    for letter in letters:
        if letter is None:
            blank = True
            continue
        if word and not letter.follows(word[-1], blank):
            yield word
            word = []
        word.append(letter)
        blank = False
    if word:
        yield word


def _word(letters: list[Letter]) -> list[Any]:
    """A word with its box, its base line, and whether it is turned on the page."""
    text = "".join(letter.sign for letter in letters)
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    whole = "".join(sign if sign.isprintable() else _LOST for sign in paired)
    box = (
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
        letters[0].base,
    )
    return [whole, *(round(place, 2) for place in box), letters[0].turned]


if __name__ == "__main__":
    sys.exit(main())
