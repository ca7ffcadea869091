"""Files: an invented collection written to a folder, one telegram a file.

In goes a folder, how many and a seed, out come files such as
``2007/07BAMAKO1361.txt``: of the form ACP 127 most of them raw telegrams, every
seventh a page of a public archive, every eleventh with its heading twice; of
another form all of them raw. UTF-8, lines ended by line feeds.
"""

from __future__ import annotations

from pathlib import Path

from reftel.compose.collection import collection
from reftel.compose.message import compose
from reftel.compose.page import wrap_page
from reftel.record import Record

_PAGE_EVERY = 7
_DOUBLED_EVERY = 11


def write(folder: Path, count: int, seed: int = 1, *, form: str = "acp127") -> int:
    """Write a collection to ``folder``, which is made if need be; how many files were written.

    Files of the same name are overwritten. Raises ``OSError`` where the folder
    cannot be written, ``ValueError`` for a negative count or a form that is none of ``FORMS``.
    """
    records = collection(count, seed, form=form)
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for i, record in enumerate(records, start=1):
        year = folder / str(record.year)
        year.mkdir(exist_ok=True)
        (year / f"{record.id}.txt").write_bytes(_text(record, i).encode("utf-8"))
        written += 1
    return written


def _text(record: Record, i: int) -> str:
    """The file in place ``i``, which tells of a telegram of the form ACP 127 what it is wrapped in."""
    if record.format != "acp127":
        return compose(record)
    text = compose(record, doubled_heading=i % _DOUBLED_EVERY == 0)
    return wrap_page(text, record) if i % _PAGE_EVERY == 0 else text
