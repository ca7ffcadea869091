"""Ghosts for tests: telegrams that invented ones cite."""

from __future__ import annotations

from typing import Any

from reftel import telegram_id
from reftel.graph.missing import About, Citing, Doubt, Ghost
from reftel.graph.neighbours import Way

UNKNOWN = About(None, None, None)
REF_A = Way("reference", "A", "LONDON 88994", None, ((10, 22),))
REF = Way("reference", None, "BAMAKO 01015", None, ((10, 22),))
REFTEL = Way("mention", None, "reftel", 2, ((100, 106),))


def citing(
    key: str = "07BAMAKO1361",
    date: str | None = "2007-11-28T14:05:00Z",
    subject: str | None = "MEETING WITH THE MINISTER OF HERDS",
    ways: tuple[Way, ...] = (REF, REFTEL),
) -> Citing:
    """A telegram that cites."""
    return Citing(key, date, "AMEMBASSY BAMAKO", subject, "CONFIDENTIAL", ("PREL",), ways)


def ghost(
    key: str = "07BAMAKO1015",
    sent: About = UNKNOWN,
    by: tuple[Citing, ...] = (citing(),),
    doubts: tuple[Doubt, ...] = (),
    **more: Any,
) -> Ghost:
    """A telegram that is cited and not held; the rest follows from the number."""
    numbers = telegram_id.read_id(key)
    number = numbers[0] if numbers else None
    facts: dict[str, Any] = {
        "key": key,
        "aliases": telegram_id.aliases(number) if number else (),
        "post": number and number.post,
        "year": number and number.year,
        "serial": number and number.serial,
        "count": len(by),
        "perhaps": 0,
        "first": by[0].date if by else None,
        "last": by[-1].date if by else None,
        "citing": by,
        "tags": (("PREL", len(by)),),
        "sent": sent,
        "doubts": doubts,
    }
    return Ghost(**(facts | more))
