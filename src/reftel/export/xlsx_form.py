"""xlsx: one workbook for spreadsheets, with a sheet that says what was exported. Needs the extra ``xlsx``.

Texts are written as texts, so that no program takes one for a formula or a link. A sheet holds so many rows
and a cell so many characters as the format allows: further rows go on in another sheet, and of a longer
text the beginning is written; the second sheet says so.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reftel.errors import ReftelError
from reftel.export.batches import batches
from reftel.export.csv_form import joined
from reftel.export.tables import SPREADSHEET, Cell, Table
from reftel.export.taken import Counts, Taken
from reftel.export.text_forms import seen

ROWS = 1_048_576  # of a sheet
CHARACTERS = 32_767  # of a cell
_SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = {"text": 30, "list": 24, "flag": 8, "integer": 10, "real": 10}


def write_xlsx(taken: Taken, path: Path, counts: Counts) -> None:
    """The workbook at ``path``; raises ``ReftelError`` where xlsxwriter is not installed."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise ReftelError("xlsx needs xlsxwriter: install reftel[xlsx]") from error
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}") as waiting:
        workbook = xlsxwriter.Workbook(str(path), {**_SAFE, "tmpdir": waiting})
        try:
            _fill(workbook, taken, counts)
        except BaseException:
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()  # the file in which its rows wait
            raise
        workbook.close()


def _fill(workbook: Any, taken: Taken, counts: Counts) -> None:
    """The sheets: telegrams, what is told of them, and the other tables."""
    bold = workbook.add_format({"bold": True})
    first, *others = SPREADSHEET
    sheets = {first.name: _Sheets(workbook, bold, first)}
    about = workbook.add_worksheet("about")
    sheets |= {table.name: _Sheets(workbook, bold, table) for table in others}
    for table, rows in batches(SPREADSHEET, taken.records, counts):
        for row in rows:
            sheets[table.name].write(row)
    cut = sum(one.cut for one in sheets.values())
    if cut:
        counts.notes.append(
            f"{cut:,} cells have more than {CHARACTERS:,} characters; their beginnings are here"
        )
    _tell(about, bold, taken, counts)


class _Sheets:
    """A table in one sheet, or in several where there are too many rows."""

    def __init__(self, workbook: Any, bold: Any, table: Table) -> None:
        self._workbook = workbook
        self._bold = bold
        self._table = table
        self._count = 0
        self.cut = 0
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        name = self._table.name if self._count == 1 else f"{self._table.name} {self._count}"
        self._sheet = self._workbook.add_worksheet(name)
        self._sheet.freeze_panes(1, 1)
        for place, column in enumerate(self._table.columns):
            self._sheet.set_column(place, place, _WIDTHS[column.kind])
        self._sheet.write_row(0, 0, self._table.names, self._bold)
        self._next = 1

    def write(self, row: tuple[Cell, ...]) -> None:
        if self._next == ROWS:
            self._begin()
        self._put(joined(row))
        self._next += 1

    def _put(self, cells: Sequence[Cell]) -> None:
        for place, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                self._sheet.write_string(self._next, place, self._fitting(seen(cell)))
            elif isinstance(cell, bool):
                self._sheet.write_boolean(self._next, place, cell)
            else:
                self._sheet.write_number(self._next, place, cell)

    def _fitting(self, text: str) -> str:
        if len(text) <= CHARACTERS and len(text.encode("utf-16-le")) <= 2 * CHARACTERS:
            return text
        self.cut += 1
        return text.encode("utf-16-le")[: 2 * CHARACTERS].decode("utf-16-le", "ignore")


def _tell(sheet: Any, bold: Any, taken: Taken, counts: Counts) -> None:
    """Query, date and counts."""
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    rows = [*taken.about.items(), *((f"rows of {name}", f"{count:,}") for name, count in counts.rows.items())]
    rows += [("note", note) for note in counts.notes]
    for place, (name, value) in enumerate(rows):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, seen(value)[:CHARACTERS])
