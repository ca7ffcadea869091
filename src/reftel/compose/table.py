r"""Table: telegrams as rows of comma-separated values, in eight columns without a row of titles.

In goes a telegram's text with its record, out comes a row: number, date, identifier, origin, classification,
references, header, body. All stand in quotation marks; within them ``"``, ``'`` and ``\`` stand after a
backslash, line ends as they are. Source: the table of 2010 that holds 251,287 telegrams.
"""

from __future__ import annotations

from collections.abc import Iterable

from reftel.compose.page import classification, origin
from reftel.record import Record

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\"'\\"})
_END = "BT"  # the break between header and text, and after the text


def table_row(columns: Iterable[str]) -> str:
    """One row with these columns, its line end included."""
    return ",".join(f'"{words.translate(_ESCAPED)}"' for words in columns) + "\n"


def table_columns(number: int, text: str, record: Record) -> tuple[str, ...]:
    """The columns for ``text``, the telegram of ``record``, which is the ``number``-th of its table."""
    cited = [one.id for one in record.references if one.id]
    return (
        str(number),
        _date(record.created or ""),
        record.id or "",
        origin(record),
        classification(record),
        "|".join(dict.fromkeys(cited)),
        *_parted(text),
    )


def _date(created: str) -> str:
    """``11/28/2007 10:52``, the month first, of ``2007-11-28T10:52:00Z``; empty for none."""
    if not created:
        return ""
    year, month, day = created[:10].split("-")
    return f"{int(month)}/{int(day)}/{year} {int(created[11:13])}:{created[14:16]}"


def _parted(text: str) -> tuple[str, str]:
    """Header and text of a transmission, the breaks and what follows them left out; else all is text."""
    lines = text.split("\n")
    ends = [i for i, line in enumerate(lines) if line == _END]
    if len(ends) < 2:
        return "", text
    return "\n".join(lines[: ends[0]]), "\n".join((*lines[ends[0] + 1 : ends[-1]], ""))
