"""Post titles: what a station is called in a sentence, as archives ask for its telegrams.

In go the canonical name of a station and a year, out comes the title: ``Embassy London``,
``Mission to the United Nations``. Rule: the first row of the table that fits decides, and the last fits
all. A row may be for some stations, for a kind of them, or for some years; in a year in which an office
changed it has its place alone for a title.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.tables.rows import rows, several, squeezed
from reftel.tables.stations import Post, post, without_office


class PostTitle(NamedTuple):
    """What a station is called."""

    title: str
    series: str
    """Word that stands before the serial (``SECTO``), or ''."""
    elsewhere: bool
    """Whether it belongs to another agency than the Department of State."""


class _Rule(NamedTuple):
    posts: frozenset[str]
    kind: str
    first_year: int
    last_year: int
    title: str
    series: str
    elsewhere: bool

    def fits(self, name: str, kind: str, year: int | None) -> bool:
        """Whether the row is for this station, kind and year; without a year only rows for all years are."""
        return (
            (not self.posts or name in self.posts)
            and self.kind in ("", kind)
            and (self.first_year <= year <= self.last_year if year is not None else self._is_for_all_years)
        )

    @property
    def _is_for_all_years(self) -> bool:
        return (self.first_year, self.last_year) == (_EVER[0], _EVER[1])


_EVER = (0, 9999)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            frozenset(several(row["posts"])),
            row["kind"],
            int(row["first_year"] or _EVER[0]),
            int(row["last_year"] or _EVER[1]),
            row["title"],
            row["series"],
            row["elsewhere"] == "yes",
        )
        for row in rows("post_titles")
    )


def post_title(name: str, year: int | None = None) -> PostTitle:
    """What the station of this canonical name was called in ``year``; an unknown one by its name."""
    known = post(name)
    kind = known.kind if known else ""
    rule = next(rule for rule in _rules() if rule.fits(name, kind, year))
    return PostTitle(
        rule.title.replace("{place}", _place(known) if known else name), rule.series, rule.elsewhere
    )


def _place(known: Post) -> str:
    """The city, as it was called by those who numbered the telegrams: Bombay, and not Mumbai."""
    if squeezed(known.city) == known.name or not known.plads:
        return known.city or known.name
    words = next(
        (plad for plad in known.plads if without_office(squeezed(plad)) == known.name), f"X {known.name}"
    )
    return words.partition(" ")[2].title()
