"""PDF: a letter set by Typst, with the fonts that come with it; no file and no network is asked.

What the letter says goes to Typst as data, and none of it is read as markup.
"""

from __future__ import annotations

import datetime
import re
from importlib.resources import files

import msgspec

from reftel.letters.days import of_day, unbroken
from reftel.letters.letter import Letter, citations, identified

_LONG = re.compile(r"\S{40}(?=\S)")


def write(letter: Letter) -> bytes:
    """The letter as PDF; the same bytes for the same letter. Raises ``ImportError`` without Typst."""
    import typst  # an extra

    return typst.compile(
        files(__package__).joinpath("letter.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": msgspec.json.encode(_told(letter)).decode("utf-8")},
        timestamp=datetime.datetime.combine(letter.date, datetime.time(), datetime.UTC),
    )


def _told(letter: Letter) -> dict[str, object]:
    """What the template shows."""
    return {
        "sender": letter.sender,
        "date": of_day(letter.date),
        "recipient": letter.recipient,
        "subject": letter.subject,
        "salutation": letter.salutation,
        "opening": letter.opening,
        "documents": [
            {
                "number": asked.number,
                "name": _breakable(asked.name),
                "known": _breakable(identified(asked)),
                "cited": _breakable(citations(asked)[0]),
                "entries": [_breakable(entry) for entry in citations(asked)[1]],
                "remarks": [_breakable(remark) for remark in asked.remarks],
            }
            for asked in letter.documents
        ],
        "closing": letter.closing,
        "farewell": letter.farewell,
        "signature": letter.signature,
    }


def _breakable(text: str) -> str:
    """The text with places in very long words where a line may end, and none within days."""
    return _LONG.sub("\\g<0>\N{ZERO WIDTH SPACE}", unbroken(text))
