"""Words of citations: text made legible, cut into words and numbers; the names that count as stations.

In goes text as printed, out come words in upper case with their places. Rule:
every sign keeps its place, so that what is found in the legible words stands
at the same place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from reftel import tables

OWN_STATION = ("EMBTEL", "CONTEL")  # old style for a telegram of the citing post


class Token(NamedTuple):
    """A word or number: its text, mended, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is all digits."""
        return self.text.isdigit()


_CHUNK = re.compile(r"[A-Z0-9]+")
_RUN = re.compile(r"[A-Z]+|[0-9]+")
_NUMBER_WITH_O = re.compile(r"[O0-9]*[0-9][O0-9]*")  # O4 · 1O23
_ZERO_IN_NAME = re.compile(r"(?<=[A-Z])0(?=[A-Z])")  # COTON0U


def readable(words: str) -> str:
    """``words`` in upper case without accents, character for character."""
    if words.isascii():
        return words.upper()
    return "".join(map(_plain, words))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    upper = sign.upper()
    if upper.isascii() and len(upper) == 1:
        return upper
    base = unicodedata.normalize("NFKD", upper)[:1]
    return base if base.isascii() and base.isalpha() else (" " if sign.isspace() and sign != "\n" else sign)


def tokens(words: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and numbers of ``words[start:end]``; ``09LONDON2569`` is three, O and 0 are mended."""
    found = []
    for chunk in _CHUNK.finditer(words, start, len(words) if end is None else end):
        text = chunk.group()
        if text.isalpha() or text.isdigit():
            found.append(Token(text, *chunk.span()))
        elif _NUMBER_WITH_O.fullmatch(text):
            found.append(Token(text.replace("O", "0"), *chunk.span()))
        else:
            text = _ZERO_IN_NAME.sub("O", text)
            found += [
                Token(run.group(), chunk.start() + run.start(), chunk.start() + run.end())
                for run in _RUN.finditer(text)
            ]
    return found


# ---------------------------------------------------------------- stations


@cache
def block_names() -> Mapping[str, str]:
    """Names of stations that count in a REF block: all of them, short aliases too, and EMBTEL."""
    names = {**tables.station_names(), **tables.short_station_names()}
    return {**names, **{name: name for name in OWN_STATION}}


@cache
def _offices() -> tuple[str, ...]:
    return tuple(tables.squeezed(word) for word in tables.office_words())


def known_name(key: str, names: Mapping[str, str]) -> bool:
    """Whether a name without blanks, with or without an office word at its head, is one of ``names``."""
    if key in names:
        return True
    return key.startswith(_offices()) and any(
        key.startswith(office) and len(key) - len(office) > 2 and key[len(office) :] in names
        for office in _offices()
    )
