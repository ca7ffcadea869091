"""Message: a record in, the telegram out, in the form that the record names.

The inverse of parsing for records that the generator makes: the composed text
has the same facts. What a form has no place for (spans, the wrapper) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reftel.compose import acp127, central_file, smart
from reftel.record import Record

_FORMS: Mapping[str, Callable[[Record], list[str]]] = {
    "central-file": central_file.lines,
    "smart": smart.lines,
}


def compose(record: Record, *, doubled_heading: bool = False) -> str:
    """The telegram that states the facts of ``record``, its lines ended by line feeds.

    ``record.format`` names the form; what is neither central file nor SMART is
    written as ACP 127. With ``doubled_heading`` the heading comes twice, as a
    damaged copy has it; the facts are the same. Raises ``ValueError`` where
    that is asked of another form than ACP 127.
    """
    if doubled_heading and record.format in _FORMS:
        raise ValueError(f"a telegram of the form {record.format} has no doubled heading")
    printed = _FORMS.get(record.format)
    lines = printed(record) if printed else acp127.lines(record, doubled_heading=doubled_heading)
    return "".join(f"{line}\n" for line in lines)
