"""Compose: the way back, from records to telegrams, and invented collections to try things on.

``compose`` writes the telegram that states a record's facts, ``compose_sections``
writes its sections as messages of their own, ``wrap_page`` sets a text into a page
of a public archive, ``collection`` makes up records and ``write`` puts them into a
folder. Nobody in them is real.
"""

from __future__ import annotations

from reftel.compose.collection import FORMS, collection
from reftel.compose.files import write, write_table
from reftel.compose.message import compose, compose_sections
from reftel.compose.page import wrap_page
from reftel.compose.table import table_columns, table_row

__all__ = [
    "FORMS",
    "collection",
    "compose",
    "compose_sections",
    "table_columns",
    "table_row",
    "wrap_page",
    "write",
    "write_table",
]
