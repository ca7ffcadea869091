"""Telegrams of several sections, each section a message of its own, as a communications centre sends them."""

from __future__ import annotations

from reftel.compose import collection, compose_sections
from reftel.record import Record


def long_telegrams(count: int, seed: int = 5, sections: int = 2) -> list[Record]:
    """Invented telegrams of at least so many sections."""
    found = (record for record in collection(400, seed) if not record.paragraphs[0].heading)
    long = [record for record in found if record.sections and record.sections.count >= sections]
    return long[:count]


def messages(record: Record) -> list[str]:
    """The messages in which a telegram's sections are sent, each with the whole header and heading."""
    return compose_sections(record)


CAPTION = "C O R R E C T E D  C O P Y"


def corrected(text: str, record: Record) -> str:
    """A message of a telegram as a corrected copy with other words."""
    level = next(line for line in text.splitlines() if f" {record.serial:06d}" in line)
    return text.replace(level, f"{level}\n\n{CAPTION}", 1).replace(" the ", " that ")


def repeated(text: str, record: Record) -> str:
    """A message of a telegram that was sent again."""
    assert record.dtg is not None
    return text.replace(record.dtg, f"{record.dtg} ZDK", 1)


def of_another_year(text: str, record: Record) -> str:
    """A message with the number that a telegram has, of the next year."""
    assert record.dtg is not None
    return text.replace(record.dtg, f"{record.dtg[:-2]}{int(record.dtg[-2:]) + 1:02d}", 1)
