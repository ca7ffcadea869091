"""Elements: what a citation of a telegram is made of, taken from its record.

The elements, and their order in the archive's own form, are those of the National Archives' "Citing
Foreign Affairs Records" and General Information Leaflet 17: from, to, type and number, date, file or
document number, series, record group, repository. What the record does not state is left out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.record import Record
from reftel.tables.holdings import archival_series, record_group_name
from reftel.tables.post_titles import post_title
from reftel.tables.stations import post

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T|\Z)")
_PARTS = {"year": 1, "month": 2}  # of a date, by its precision


class Elements(NamedTuple):
    """One citation; every word is on one line and holds no control character."""

    key: str
    """Id of the telegram, or its handle."""
    sender: str | None = None
    """``Embassy Bamako``; the address as printed where the station is in no table."""
    recipients: tuple[str, ...] = ()
    """Action addressees, in the same words."""
    number: str | None = None
    """``1361``, ``SECTO 14023``."""
    subject: str | None = None
    date: tuple[int, ...] = ()
    """Year, month and day, as far as they are known."""
    paragraph: str | None = None
    place: tuple[str, ...] = ()
    """File, document number and film: where it is found within its series."""
    series: str | None = None
    """Series of the archive, collection, or volume of an edition."""
    record_group: str | None = None
    """Its number."""
    record_group_name: str | None = None
    repository: str | None = None
    url: str | None = None

    @property
    def form(self) -> str:
        """``telegram 1361``; without a number ``telegram``."""
        return f"telegram {self.number}" if self.number else "telegram"

    @property
    def name(self) -> str:
        """A name for reference managers: ``07BAMAKO1361``, ``07BAMAKO1361-p3``."""
        place = f"-p{self.paragraph}" if self.paragraph else ""
        return re.sub(r"[^A-Za-z0-9-]", "", self.key) + place


def elements(record: Record, paragraph: str | None = None) -> Elements:
    """The elements of a record; of one paragraph of it, if a number is given."""
    return Elements(
        record.id or record.handle,
        _sender(record),
        _words(*dict.fromkeys(station(one.plad, record.year) for one in record.to)),
        _number(record),
        plain(record.subject),
        _date(record),
        plain(paragraph),
        *_holding(record),
    )


def plain(text: str | None) -> str | None:
    """The text on one line, without signs that no page shows; ``None`` for nothing."""
    line = " ".join((text or "").split())
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line) or None


def _sender(record: Record) -> str | None:
    """By the station that numbered it, else as it signs itself."""
    if record.post and post(record.post):
        return post_title(record.post, record.year).title
    return station(record.sender.plad, record.year) if record.sender else plain(record.post)


def station(plad: str, year: int | None) -> str | None:
    """What an address is called in a sentence: ``Department of State``; as printed where it is unknown."""
    known = post(plad)
    return post_title(known.name, year).title if known else plain(plad)


def _number(record: Record) -> str | None:
    if record.serial is None:
        return None
    series = post_title(record.post, record.year).series if record.post else ""
    return f"{series} {record.serial}".strip()


def _date(record: Record) -> tuple[int, ...]:
    found = _DATE.match(record.date.value) if record.date else None
    if record.date is None or found is None:
        return ()
    parts = [int(part) for part in found.groups() if part]
    return tuple(parts[: _PARTS.get(record.date.precision, 3)])


class _Holding(NamedTuple):
    """Where a document is held; the last six of the elements."""

    place: tuple[str, ...]
    series: str | None
    record_group: str | None
    record_group_name: str | None
    repository: str | None
    url: str | None


def _holding(record: Record) -> _Holding:
    """Where it is held: in an edition by volume and document, in an archive by file, series and group."""
    told = record.provenance
    url = plain(told.url) if (told.url or "").startswith(("http://", "https://")) else None
    if told.volume:  # what was read is the edition, wherever the original is
        place = _words(f"document {told.document_number}" if told.document_number else None)
        return _Holding(place, plain(told.volume), None, None, None, url)
    known = archival_series(record.wrapper, record.year)
    number = told.document_number or (None if told.file else record.id)
    group = plain(told.record_group) or (known.record_group if known else None)
    return _Holding(
        _words(told.file, number, f"film {told.film}" if told.film else None),
        known.name if known else plain(told.collection),
        group,
        record_group_name(group) if group else None,
        plain(told.repository),
        url,
    )


def _words(*given: str | None) -> tuple[str, ...]:
    return tuple(words for one in given if (words := plain(one)))
