"""Message: a record in, the telegram out, in the form that the record names.

The inverse of parsing for records that the generator makes: the composed text
has the same facts. What a form has no place for (spans, the wrapper) is left out.
"""

from __future__ import annotations

from reftel.compose import acp127
from reftel.record import Record


def compose(record: Record, *, doubled_heading: bool = False) -> str:
    """The telegram that states the facts of ``record``, its lines ended by line feeds.

    With ``doubled_heading`` the heading comes twice, as a damaged copy has it;
    the facts are the same.
    """
    return "".join(f"{line}\n" for line in acp127.lines(record, doubled_heading=doubled_heading))
