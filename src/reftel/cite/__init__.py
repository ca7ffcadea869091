"""Cite: from records to citations of telegrams, and of paragraphs in them.

In go records, out come ``Elements`` (what a citation is made of), and of these notes and entries in a
style, or files for reference managers. What a record does not state is left out.
"""

from __future__ import annotations

from reftel.cite.elements import Elements, elements
from reftel.cite.paragraphs import has_paragraph, read_place
from reftel.cite.styles import STYLES, write

__all__ = ["STYLES", "Elements", "elements", "has_paragraph", "read_place", "write"]
