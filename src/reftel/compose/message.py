"""Message: a record in, the telegram out, in the form that the record names.

The inverse of parsing for records that the generator makes: the composed text
has the same facts. What a form has no place for (spans, the wrapper) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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
    return _text(printed(record) if printed else acp127.lines(record, doubled_heading=doubled_heading))


def compose_sections(record: Record) -> list[str]:
    """The sections of a telegram, each as the message that a centre sends; one where there are none.

    Put together they state the facts of ``record``. Raises ``ValueError`` for a form whose sections are not
    sent by themselves, which are all but ACP 127.
    """
    if record.format in _FORMS:
        raise ValueError(f"the sections of a telegram of the form {record.format} are not sent by themselves")
    return [_text(lines) for lines in acp127.section_lines(record)]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
