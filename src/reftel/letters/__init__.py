"""Letters: from telegrams that are cited and not held here to requests that an archive can answer.

In go ghosts (``graph.missing``), settings and a date, out come ``Letter`` values, and of these plain
text, Markdown, .docx or PDF. A letter says what is cited and was not found in the collection at hand,
and never why.
"""

from __future__ import annotations

from reftel.letters.building import requests
from reftel.letters.letter import Asked, Evidence, Letter, Requests
from reftel.letters.settings import Settings, read_settings, template
from reftel.letters.writing import FORMS, notes_text, write

__all__ = [
    "FORMS",
    "Asked",
    "Evidence",
    "Letter",
    "Requests",
    "Settings",
    "notes_text",
    "read_settings",
    "requests",
    "template",
    "write",
]
