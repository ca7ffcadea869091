"""Writing: a letter in a form that can be sent, and the notes beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple, cast

from reftel.errors import ReftelError
from reftel.letters.letter import Letter
from reftel.letters.text_form import wrapped


class Form(NamedTuple):
    """A form of letters."""

    ending: str
    """Of names of files."""
    binary: bool
    needs: str
    """What it is made with, where that is an extra; or ''."""


FORMS = {
    "text": Form(".txt", False, ""),
    "markdown": Form(".md", False, ""),
    "docx": Form(".docx", True, "python-docx"),
    "pdf": Form(".pdf", True, "typst"),
}


def write(letter: Letter, form: str) -> bytes:
    """The letter in a form of ``FORMS``; the same bytes each time.

    Raises ``ReftelError`` where what the form needs is not installed.
    """
    writer = cast("Callable[[Letter], bytes]", import_module(f"reftel.letters.{form}_form").write)
    try:
        return writer(letter)
    except ImportError as error:
        needs = FORMS[form].needs
        raise ReftelError(
            f"a letter as {form} is made with {needs}; to write it, install reftel[letters]"
        ) from error


def notes_text(letters: Sequence[Letter], names: Sequence[str] = ()) -> str:
    """The notes of all letters as plain text: those of every letter first, then the others under its name."""
    common = [note for note in letters[0].notes if all(note in letter.notes for letter in letters)]
    lines = ["Notes to the sender, no part of the letter", "", *_items(common)]
    for place, letter in enumerate(letters):
        own = [note for note in letter.notes if note not in common]
        if own:
            name = names[place] if names else f"Letter {letter.number} of {letter.of}"
            lines += [f"{name}:", "", *_items(own)]
    return "\n".join(lines).rstrip() + "\n"


def _items(found: Sequence[str]) -> list[str]:
    return [line for note in found for line in (*wrapped(note, "- ", "  "), "")]
