"""Citations: station and serial, wherever a text cites a telegram.

In goes a text in upper case, out come the citations in it with their places,
and the numbers that each can mean. Rule: the number is found first, then the
longest known name of a station directly before it, so that the work grows
with the text alone; blanks, line breaks and hyphens inside a name do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reftel import telegram_id
from reftel.telegram import grammar_references as grammar
from reftel.telegram.citation_words import OWN_STATION, known_name, tokens
from reftel.telegram_id import TelegramId

LONGEST_NAME = 6  # words
_DIGITS = 6  # of a serial at most
_GUESSES = 10  # misspelled names in one text
_GUESSED = (4, 24)  # letters of a name that is looked for among the misspelled


class Citation(NamedTuple):
    """One telegram, as cited: ``words[start:end]`` states it."""

    start: int
    end: int
    name: str
    """The station's name as read, upper case without blanks."""
    serial: int
    years: tuple[int, ...]
    """The year that is printed; several where it is misprinted; none where none is."""
    name_start: int
    """Where the station's name begins: before ``start`` where it is that of the citation before."""


_BETWEEN_WORDS = re.compile(r"[\s.'\u2019`\-]{0,8}")
_BEFORE_NUMBER = re.compile(r"[\s:#.\u2013\-]{0,8}")  # STATE: 73097 · BAGHDAD #3565
_FILLERS = frozenset(
    ("CABLE", "CABLES", "TELEGRAM", "TELEGRAMS", "TEL", "TELS", "NO", "NOS", "NR", "CIRCULAR")
)


# ---------------------------------------------------------------- years


def possible_year(printed: str, year: int | None) -> int | None:
    """A printed year in four digits, if it is none after ``year``; else ``None``."""
    if len(printed) not in (2, 4):
        return None
    known = telegram_id.full_year(printed)
    return known if 1940 <= known <= (year or 2099) else None


# ---------------------------------------------------------------- citations


class Reader:
    """Reads the citations of one text, from left to right."""

    def __init__(self, words: str, names: Mapping[str, str], year: int | None, *, block: bool) -> None:
        """A reader of ``words`` (upper case); ``year`` is that of the citing telegram.

        ``block``: in a REF block a name may be misspelled, and a year may follow without a sign.
        """
        self.words = words
        self.names = names
        self.year = year
        self.block = block
        self.guesses = _GUESSES if block else 0
        self.found = tokens(words)

    def read(self) -> Iterator[Citation]:
        """The citations in order; the title after one is passed over."""
        i = first = 0
        while i < len(self.found):
            citation = self.at(i, first)
            i += 1
            if citation is None:
                continue
            yield citation
            while (carried := self._carried(citation, i)) is not None:
                citation, i = carried
                yield citation
            i = first = self._skip(i, title_end(self.words, citation.end))

    def at(self, i: int, first: int = 0) -> Citation | None:
        """The citation whose serial is token ``i`` and that reaches back to token ``first`` at most."""
        if i <= first or not self.is_serial(i):
            return None
        number = self.found[i]
        over = self._over_parentheses(i, first)
        last, years = over or (i - 1, ())
        if not over and not _BEFORE_NUMBER.fullmatch(self.words, self.found[last].end, number.start):
            return None
        while self.found[last].text in _FILLERS and last > first:
            last -= 1
        if self.found[last].is_number or self._is_airgram(i):
            return None
        named = self._name_before(last, first)
        return self._cited(i, named, first, years) if named else None

    def _cited(self, i: int, named: tuple[int, str], first: int, years: tuple[int, ...]) -> Citation:
        """The citation with its serial at token ``i`` and its name from ``named[0]`` on, with its year."""
        token, key = named
        start, end = self.found[token].start, self.found[i].end
        if not years and (before := self._years_before(token, first)):
            start, years = before
        if not years:
            end, years = self._year_after(end)
        if key == "STATE" and (series := grammar.SERIES.match(self.words, end)):
            end = series.end()
        return Citation(start, end, key, int(self.found[i].text), years, self.found[token].start)

    def is_serial(self, i: int) -> bool:
        """Whether token ``i`` can be a serial: one to six digits, no date, no letter behind it."""
        number = self.found[i]
        return (
            number.is_number
            and len(number.text) <= _DIGITS
            and number.text.strip("0") != ""
            and not self.words[number.end : number.end + 1].isalpha()
            and not (len(number.text) < 3 and grammar.DATE.match(self.words, number.start))
        )

    def _skip(self, i: int, place: int) -> int:
        """The first token from ``i`` on that does not begin before ``place``."""
        while i < len(self.found) and self.found[i].start < place:
            i += 1
        return i

    # ------------------------------------------------------------ lists

    def _carried(self, citation: Citation, i: int) -> tuple[Citation, int] | None:
        """The number after a citation that goes with its station (``DAKAR 34, 35``), and the token after."""
        sign = grammar.LIST_SIGN.match(self.words, citation.end)
        if sign is None:
            return None
        i = self._skip(i, sign.end())
        if i == len(self.found) or self.found[i].start != sign.end() or not self._goes_on(i):
            return None
        number = self.found[i]
        if sign["range"] and not self._ends_range(citation, i):
            return None
        end, years = self._year_after(number.end)
        carried = Citation(
            number.start, end, citation.name, int(number.text), years or citation.years, citation.name_start
        )
        return carried, i + 1

    def _ends_range(self, citation: Citation, i: int) -> bool:
        """Whether the number at token ``i`` is the last serial of a range: higher, and no year."""
        text = self.found[i].text
        return int(text) > citation.serial and possible_year(text, self.year) is None

    def _goes_on(self, i: int) -> bool:
        """Whether the number at token ``i`` is one more serial, not the year of the next citation."""
        if not self.is_serial(i) or len(self.found[i].text) < 2:
            return False
        if possible_year(self.found[i].text, self.year) is None:
            return True
        after = next((k for k in range(i + 1, len(self.found)) if self.found[k].is_number), None)
        return after is None or after - i > LONGEST_NAME + 1 or self.at(after, i + 1) is None

    # ------------------------------------------------------------ parts

    def _over_parentheses(self, i: int, first: int) -> tuple[int, tuple[int, ...]] | None:
        """Over a year or letter in parentheses before the serial ``i``: the token before it, and the year."""
        if i - 2 < first:
            return None
        inner, outer = self.found[i - 1], self.found[i - 2]
        before, after = self.words[outer.end : inner.start], self.words[inner.end : self.found[i].start]
        if len(before) + len(after) > 8 or before.strip() != "(" or after.strip() != ")":
            return None
        if inner.is_number:
            known = possible_year(inner.text, self.year)
            return (i - 2, (known,)) if known else None
        return (i - 2, ()) if len(inner.text) == 1 else None

    def _is_airgram(self, i: int) -> bool:
        """Whether the number is that of an airgram: A-50, CA-3400."""
        before = self.found[i - 1]
        return before.text in ("A", "CA") and "-" in self.words[before.end : self.found[i].start]

    def _name_before(self, last: int, first: int) -> tuple[int, str] | None:
        """The longest known name that ends at token ``last``: its first token, and itself without blanks."""
        start = last
        while start > max(first, last - LONGEST_NAME + 1) and self._is_one_name(start - 1):
            start -= 1
        run = [token.text for token in self.found[start : last + 1]]
        for skip in range(len(run)):
            key = "".join(run[skip:])
            if known_name(key, self.names):
                return start + skip, key
            if len(run) - skip == 2 and (key := run[-1] + run[skip]) in self.names:  # DUBAI RPO
                return start + skip, key
        near = self._near("".join(run))
        return (start, near) if near else None

    def _near(self, key: str) -> str | None:
        """The known name that ``key`` misspells; asked for a few names alone, as it takes its time."""
        if not self.guesses or not _GUESSED[0] <= len(key) <= _GUESSED[1]:
            return None
        self.guesses -= 1
        return telegram_id.near_station(key)

    def _is_one_name(self, i: int) -> bool:
        """Whether token ``i`` can stand in one name with the token after it."""
        token, following = self.found[i], self.found[i + 1]
        return not token.is_number and bool(_BETWEEN_WORDS.fullmatch(self.words, token.end, following.start))

    def _years_before(self, token: int, first: int) -> tuple[int, tuple[int, ...]] | None:
        """Where a year before the name at ``token`` begins, and the years that it can be."""
        i = token - 1
        if i < first or not self.found[i].is_number:
            return None
        printed, start, end = self.found[i]
        gap = self.words[end : self.found[token].start]
        if len(gap) > 8 or gap.strip(" \n\t-)'\u2019"):
            return None
        spelled = (
            (printed[:2], printed[0] + printed[2], printed[1:]) if len(printed) == 3 else (printed,)
        )  # 094
        # A year that is plainly printed counts even if it is the next one, as in a telegram dated wrongly.
        latest = self.year + 1 if self.year and len(spelled) == 1 else self.year
        years = {known for text in spelled if (known := possible_year(text, latest))}
        opened = start > 0 and self.words[start - 1] in ("(" if ")" in gap else "'\u2019")
        return (start - opened, tuple(sorted(years, reverse=True))) if years else None

    def _year_after(self, end: int) -> tuple[int, tuple[int, ...]]:
        """Where a citation whose serial ends at ``end`` ends, a year after it included, and that year."""
        match = grammar.YEAR_AFTER.match(self.words, end)
        if match is None or (match["blank"] and not self.block):
            return end, ()
        known = possible_year(
            match["enclosed"] or match["joined"] or match["elided"] or match["blank"], self.year
        )
        return (match.end(), (known,)) if known else (end, ())


def title_end(words: str, end: int) -> int:
    """Where the title after a citation ends, in parentheses or after a dash; ``end`` if there is none."""
    for title in (grammar.CLOSED_TITLE, grammar.DASHED_TITLE):
        if match := title.match(words, end):
            return match.end()
    return end


# ---------------------------------------------------------------- what is cited


def cited(
    name: str, serial: int, years: tuple[int, ...], own: TelegramId | None, year: int | None
) -> tuple[TelegramId, ...]:
    """The numbers that a citation can mean in telegram ``own`` of ``year``, likeliest first.

    Without a printed year it is one of the citing year; but a number of the
    citing station above the citing one is of the year before.
    """
    if name in OWN_STATION:
        if own is None:
            return ()
        name = own.post
    posts = ((known, post) for known in years for post in telegram_id.stations(name, known))
    if not years and year is not None:
        posts = (
            (year - 1 if own is not None and post == own.post and serial > own.serial else year, post)
            for post in telegram_id.stations(name, year)
        )
    return tuple(dict.fromkeys(TelegramId(known, post, serial) for known, post in posts))
