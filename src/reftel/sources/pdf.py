"""PDF: the text layer of a PDF, with the page and the box of each word.

The PDF is read by another process (``pdf_child``) that has no network and opens
no file, with limits on time, memory and output: what a PDF does to its reader
ends there, and the file is refused with the reason. What comes back is words with
boxes; ``pdf_layout`` makes lines of them. The source stays the PDF's own bytes.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import msgspec

from reftel.errors import SourceError
from reftel.sources import pdf_child
from reftel.sources.pdf_layout import Laid, Placed, Sheet, lay_out

CPU_SECONDS = 60
WALL_SECONDS = 120
MEMORY = 1024 * 1024 * 1024
OUTPUT = 32 * 1024 * 1024

_INSTALL = "is a PDF file; to read its text layer, install reftel[pdf]"
_NO_TEXT = "is a PDF file that has no text layer; OCR it first"
_TOO_LONG = "is a PDF file that takes too long to read"
_TOO_LARGE = "is a PDF file whose text layer is too large; split it first"
_TOO_HUNGRY = "is a PDF file that takes too much memory to read"
_CRASHED = "is a PDF file that cannot be read: its reader broke down"
_REFUSED = {
    "encrypted": "is an encrypted PDF file; take its password off first",
    "damaged": "is a damaged PDF file",
}
_ENDED = {
    -signal.SIGXCPU: _TOO_LONG,
    -signal.SIGXFSZ: _TOO_LARGE,
    pdf_child.REFUSED_TOO_LARGE: _TOO_LARGE,
    pdf_child.REFUSED_MEMORY: _TOO_HUNGRY,
}


class _Told(msgspec.Struct, forbid_unknown_fields=True):
    """What the other process says."""

    pages: list[Sheet | None] | None = None
    refused: str | None = None
    count: int | None = None


_DECODER = msgspec.json.Decoder(_Told)


def read(name: str, raw: bytes) -> Laid:
    """The text layer of a PDF; raises ``SourceError`` where there is none, or it cannot be read."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise SourceError(name, _INSTALL)
    laid = lay_out(_sheets(name, _ask(name, raw)))
    if not laid.pages.words:
        raise SourceError(name, _NO_TEXT)
    return laid


def _sheets(name: str, told: bytes) -> list[Sheet | None]:
    """The pages that the other process read; what it says is not trusted to be well formed."""
    try:
        found = _DECODER.decode(told)
    except (msgspec.DecodeError, RecursionError) as error:
        raise SourceError(name, _CRASHED) from error
    if found.pages is None:
        many = f"is a PDF file of {found.count or 0:,} pages; split it first"
        raise SourceError(name, _REFUSED.get(found.refused or "", many if found.count else _CRASHED))
    if len(found.pages) > pdf_child.MOST_PAGES or not all(
        _is_sound(word) for sheet in found.pages if sheet for word in sheet.words
    ):
        raise SourceError(name, _CRASHED)
    return found.pages


def _is_sound(word: Placed) -> bool:
    """Whether a word has letters, none of which ends a line, and a place that a page can have."""
    return (
        bool(word.text)
        and word.text.isprintable()
        and all(-pdf_child.FAR < place < pdf_child.FAR for place in word[1:6])
    )


def _ask(name: str, raw: bytes) -> bytes:
    """What the other process writes; raises ``SourceError`` for one that fails, or takes too much."""
    try:
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as taken:
            given.write(raw)
            given.seek(0)
            _run(name, given, taken, MEMORY + 3 * len(raw))
            taken.seek(0)
            return taken.read(OUTPUT + 1)
    except OSError as error:
        raise SourceError(name, f"could not be read as a PDF: {error.strerror or error}") from error


def _run(name: str, given: IO[bytes], taken: IO[bytes], memory: int) -> None:
    """Run the other process to its end, by force where that does not come."""
    limits = map(str, (CPU_SECONDS, memory, OUTPUT))
    # Where the modules are that this Python has installed, and nowhere else.
    command = [sys.executable, "-E", "-P", str(Path(pdf_child.__file__)), *limits]
    # No word of the environment but where the system looks for programs and libraries.
    environment = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if key in os.environ}
    with subprocess.Popen(  # noqa: S603 - this Python, a file of reftel, and three numbers
        command, stdin=given, stdout=taken, stderr=subprocess.DEVNULL, cwd="/", env=environment
    ) as process:
        try:
            status = process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise SourceError(name, _TOO_LONG) from error
        finally:
            process.kill()
    if status:
        raise SourceError(name, _ENDED.get(status, _CRASHED))
