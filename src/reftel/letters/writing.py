"""Writing: a letter in a form that can be sent, and the notes beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple, cast

from reftel.errors import ReftelError
from reftel.letters.letter import Letter
from reftel.letters.text_form import PLAIN, wrapped


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
    """The notes of all letters as plain text: each once, below the ``names`` of its letters."""
    lines = ["Notes to the sender, no part of the letter", ""]
    for places, found in _by_letters(letters).items():
        if len(places) < len(letters):
            lines += [*wrapped(f"{', '.join(_name(place, names) for place in places)}:"), ""]
        lines += [line for note in found for line in (*wrapped(note, "- ", "  "), "")]
    return "\n".join(lines).translate(PLAIN).rstrip() + "\n"


def _by_letters(letters: Sequence[Letter]) -> dict[tuple[int, ...], list[str]]:
    """The letters that share a note, and their notes; what is for all of them first."""
    places: dict[str, list[int]] = {}
    for place, letter in enumerate(letters):
        for note in letter.notes:
            places.setdefault(note, []).append(place)
    grouped: dict[tuple[int, ...], list[str]] = {}
    for note, shared in places.items():
        grouped.setdefault(tuple(shared), []).append(note)
    return dict(sorted(grouped.items(), key=lambda group: (-len(group[0]), group[0])))


def _name(place: int, names: Sequence[str]) -> str:
    return names[place] if names else f"letter {place + 1}"
