"""Banner: what a classification line states: level, captions, section, station and serial.

``C O N F I D E N T I A L NOFORN SECTION 01 OF 03 BAMAKO 001399``. Where the level
is misspelled, the nearest one is read and the banner says that it is damaged.
Source: 5 FAH-1 H-210 (classification line), 5 FAH-2 H-220 (levels).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple

from reftel import tables
from reftel.span import Fact
from reftel.telegram import grammar
from reftel.telegram.model import Line

_WORD = re.compile(r"[^\s,;/]+")
_ANY_WORD = re.compile(r"\S+")
_MOST_WORDS = 20  # words of the longest caption, or the letters of one that is spaced out


class Banner(NamedTuple):
    """What a classification line states."""

    level: Fact[str]
    controls: tuple[Fact[str], ...] = ()
    section: Fact[tuple[int, int]] | None = None
    station: Fact[str] | None = None
    serial: Fact[int] | None = None
    damaged: bool = False
    """Whether the level is only the nearest one to what is printed."""


def read_banner(line: Line) -> Banner | None:
    """What a classification line states; ``None`` for a line that is none."""
    if not _level_head().match(line.words):  # as most lines
        return _damaged(line)
    match = _banner_pattern().fullmatch(line.words[: grammar.JUDGED])
    level = tables.classification(match["level"]) if match else None
    if match is None or level is None:
        return _damaged(line)
    return _banner(line, match, line.fact(*match.span("level")).with_value(level.code))


@cache
def _level_head() -> re.Pattern[str]:
    """The first two letters of each level, after the letter or two that may stand before it."""
    heads = {
        grammar.spaced(name[:2]) for row in tables.classifications() for name in (row.code, *row.variants)
    }
    return re.compile(rf"\s*(?:[A-Z]{{1,2}} ?)?(?:{'|'.join(sorted(heads))})", re.IGNORECASE)


@cache
def _banner_pattern() -> re.Pattern[str]:
    """A line such as ``C O N F I D E N T I A L NOFORN SECTION 01 OF 03 BAMAKO 001399 SIPDIS``."""
    return re.compile(
        rf"\s*(?:[A-Z]{{1,2}} ?)?(?P<level>{grammar.level_pattern()})(?![A-Za-z])"
        rf"(?P<controls>(?:[ /,]+(?:{_caption_pattern()})(?![A-Za-z]))*+[^\n]{{0,80}}?)"
        rf"{_SECTION}(?:\s+{_NUMBER}(?P<after>(?:\s.*)?))?\s*",
        re.IGNORECASE,
    )


_SECTION = r"(?:\s+SECTION\s+(?P<section>\d{1,2})\s+OF\s+(?P<count>\d{1,2}))?"  # SECTION 01 OF 03
_NUMBER = rf"(?P<station>{grammar.STATION})\s+(?P<serial>(?=[O0]*\d)[\dO]{{1,6}})(?!\w)"  # BAMAKO 001399


@cache
def _caption_pattern() -> str:
    """A pattern for the captions that are whole words, with or without blanks between the letters."""
    written = {words for row in tables.captions() if not row.open for words in (row.code, *row.variants)}
    return "|".join(
        grammar.spaced(words) for words in sorted(written, key=lambda words: (-len(words), words))
    )


def _banner(line: Line, match: re.Match[str], level: Fact[str], damaged: bool = False) -> Banner:
    """The banner of a match with groups for controls, section, station, serial and what comes after."""
    station, controls = _station(line, match)
    section = None
    if match["section"]:
        spans = line.fact(match.start("section"), match.end("count")).spans
        section = Fact((int(match["section"]), int(match["count"])), spans)
    serial = line.fact(*match.span("serial")) if match["serial"] else None
    number = Fact(int(serial.value.upper().replace("O", "0")), serial.spans) if serial else None
    return Banner(level, controls, section, station, number, damaged)


def _station(line: Line, match: re.Match[str]) -> tuple[Fact[str] | None, tuple[Fact[str], ...]]:
    """The station, and the controls before it: both stand between level and number without a sign between."""
    controls = list(captions_in(line, *match.span("controls")))
    if not match["station"]:
        return None, tuple(controls)
    start, end = match.span("station")
    words = list(_ANY_WORD.finditer(line.words[start:end]))
    skip = 0
    while skip < len(words) - 1 and tables.caption(words[skip].group()):
        skip += 1
    first = start + words[skip].start()
    controls += [*captions_in(line, start, first), *captions_in(line, *match.span("after"))]
    return line.fact(first, end), tuple(controls)


def _caption(words: Sequence[re.Match[str]]) -> tables.Caption | None:
    return tables.caption(" ".join(word.group() for word in words))


def captions_in(line: Line, start: int = 0, end: int | None = None) -> tuple[Fact[str], ...]:
    """The captions on a line, as the table spells them; words of no caption are passed over."""
    if start == end:
        return ()
    words = line.words[start:end]
    if len(words) > _LONGEST_OF_CAPTIONS:
        return _captions(Line("caption", line.start + start, line.start + start + len(words), words))
    return tuple([caption.moved(line.start + start) for caption in _short_captions(words)])


_LONGEST_OF_CAPTIONS = 60  # characters of captions that are remembered


# Lines of captions are few, and come again in telegram after telegram.
@lru_cache(maxsize=2048)
def _short_captions(words: str) -> tuple[Fact[str], ...]:
    """The captions in short words, with places within them."""
    return _captions(Line("caption", 0, len(words), words))


def _captions(line: Line) -> tuple[Fact[str], ...]:
    """The captions on a whole line."""
    words = list(_WORD.finditer(line.words))
    found: list[Fact[str]] = []
    i = 0
    while i < len(words):
        for j in range(min(len(words), i + _MOST_WORDS), i, -1):
            row = _caption(words[i:j])
            if row is not None:
                # A remark after the caption is no part of it: CORRECTED COPY - CAPTION ADDED
                last = (
                    next(k for k in range(i + 1, j + 1) if _caption(words[i:k]) is row) if row.remark else j
                )
                place = line.fact(words[i].start(), words[last - 1].end())
                found.append(
                    place.with_value(place.value.upper() if row.open and not row.remark else row.code)
                )
                i = j
                break
        else:
            i += 1
    return tuple(found)


# ---------------------------------------------------------------- damaged levels

_LONGEST = 90  # characters of a damaged classification line
_NEAR = 0.8  # likeness from which a word is a level misspelled
# What follows a misspelled level: SECTION 01 OF 02 BAMAKO 1399
_AFTER_LEVEL = re.compile(
    rf"(?P<controls>){_SECTION.replace('+SECTION', '*SECTION', 1)}\s+{_NUMBER}(?P<after>(?:\s.*)?)\s*",
    re.IGNORECASE,
)


def _damaged(line: Line) -> Banner | None:
    """The banner of a line whose first words are near to a level: ``CONFIDENTAIL BAMAKO 1399``."""
    if not _is_damageable(line.words):
        return None
    for cut in _cuts(line.words):
        match = _AFTER_LEVEL.fullmatch(line.words, cut)
        code = _nearest_level(tables.squeezed(line.words[:cut])) if match else None
        if match is not None and code is not None:
            start = len(line.words) - len(line.words.lstrip())
            return _banner(line, match, line.fact(start, cut).with_value(code), damaged=True)
    return None


_DIGIT = re.compile(r"\d")
_BLANKS = re.compile(r"\s+")
_SECTION_HEAD = re.compile(r"\s*SECTION\s+\d")
_LEVEL_REACH = 44  # characters of a level, blanks between its letters


def _is_damageable(words: str) -> bool:
    """Whether a line is short, in capitals and has a number, as a line with a damaged level must."""
    return len(words) <= _LONGEST and words.isupper() and bool(_DIGIT.search(words))


def _cuts(words: str) -> Iterable[int]:
    """Where the level can end: before SECTION, else at the blanks, the last one first."""
    section = _SECTION_HEAD.search(words) if "SECTION" in words else None
    if section:
        return (section.start(),)
    first = len(words) - len(words.lstrip())  # the line may be centred
    blanks = _BLANKS.finditer(words.rstrip(), first, first + _LEVEL_REACH)
    return [blank.start() for blank in blanks][::-1]


@lru_cache(maxsize=4096)
def _nearest_level(key: str) -> str | None:
    """The level that a word is near to; ``None`` if it is near to none."""
    if not 4 <= len(key) <= len("CONFIDENTIAL") + 3:
        return None
    names = [
        (tables.squeezed(name), level.code)
        for level in tables.classifications()
        for name in (level.code, *level.variants)
    ]
    near = ((_likeness(key, name), code) for name, code in names)
    likeness, code = max(near)
    return code if likeness >= _NEAR else None


def _likeness(key: str, name: str) -> float:
    """How alike two words are, from 0 to 1; 0 at once for those of too different lengths or letters."""
    matcher = SequenceMatcher(None, key, name)
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    return matcher.ratio()
