"""Files: an invented collection written to a folder, one telegram a file.

In goes a folder, how many and a seed, out come files such as
``2007/07BAMAKO1361.txt``: of the form ACP 127 most of them raw telegrams, every
seventh a page of a public archive, every eleventh with its heading twice; of
another form all of them raw. UTF-8, lines ended by line feeds.
"""

from __future__ import annotations

from pathlib import Path

from reftel.compose.collection import collection
from reftel.compose.message import compose, compose_sections
from reftel.compose.page import wrap_page
from reftel.compose.table import table_columns, table_row
from reftel.record import Record

TABLE = "cables.csv"
_PAGE_EVERY = 7
_DOUBLED_EVERY = 11


def write(
    folder: Path, count: int, seed: int = 1, *, form: str = "acp127", split_sections: bool = False
) -> int:
    """Write a collection to ``folder``, which is made if need be; how many telegrams were written.

    With ``split_sections`` each section of a long telegram is a message in a file of its own, such as
    ``2007/07BAMAKO1361_2.txt``; none of them has its heading twice. Files of the same name are overwritten.
    Raises ``OSError`` where the folder cannot be written, ``ValueError`` for a negative count, a form that
    is none of ``FORMS``, and one whose sections are not sent by themselves.
    """
    if split_sections and form != "acp127":
        raise ValueError(f"the sections of a telegram of the form {form} are not sent by themselves")
    records = collection(count, seed, form=form)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for i, record in enumerate(records, start=1):
        year = folder / str(record.year)
        year.mkdir(exist_ok=True)
        texts = compose_sections(record) if split_sections else [_text(record, i)]
        for section, text in enumerate(texts, start=1):
            name = f"{record.id}_{section}" if len(texts) > 1 else record.id
            (year / f"{name}.txt").write_bytes(_wrapped(text, record, i).encode("utf-8"))
        written += 1
    return written


def write_table(folder: Path, count: int, seed: int = 1, *, form: str = "acp127") -> int:
    """Write a collection to ``cables.csv`` in ``folder``, row by row; how many rows were written.

    A file of that name is overwritten. Raises as ``write`` does.
    """
    records = collection(count, seed, form=form)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with (folder / TABLE).open("w", encoding="utf-8", newline="") as file:
        for record in records:
            written += 1
            file.write(table_row(table_columns(written, compose(record), record)))
    return written


def _text(record: Record, i: int) -> str:
    """The telegram in place ``i``; every so often one of the form ACP 127 has its heading twice."""
    return compose(record, doubled_heading=record.format == "acp127" and i % _DOUBLED_EVERY == 0)


def _wrapped(text: str, record: Record, i: int) -> str:
    """The file in place ``i``: a page every so often, if it is of the form ACP 127."""
    return wrap_page(text, record) if record.format == "acp127" and i % _PAGE_EVERY == 0 else text
