"""Mentions: citations in the running text.

In go the words of a paragraph and the references of the REF block; out come
``reftel``, ``ref A`` and full citations, with the telegrams that they mean.
Rule: a station and a number are a citation only where a sign says so (a year,
parentheses, ``see``, ``cable``, NOTAL, a padded number, the REF block), for
``PARIS 2024`` and ``BAGHDAD 1 MAY`` are none; ``septel`` names no telegram.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reftel import tables
from reftel.span import Passage
from reftel.telegram import grammar_references as grammar
from reftel.telegram.citation_words import readable
from reftel.telegram.citations import Citation, Reader, cited
from reftel.telegram.grammar import LETTERS
from reftel.telegram.model import Mention, Reference
from reftel.telegram_id import TelegramId

_BEFORE = 90  # characters before a number in which its station, year and sign stand
_AFTER = 24  # characters after it in which its year and sign stand
_YEARS = range(1900, 2060)  # a number that may be a year needs a better sign than parentheses

_MOST = 52  # references, two alphabets of them; of more, ``reftel`` and letters tell nothing

Ids = tuple[TelegramId, ...]


class Block(NamedTuple):
    """The REF block as mentions lead to it; made once for a telegram."""

    items: int
    """How many items it has."""
    ids: Ids
    """The telegrams that its items can mean, each once."""
    by_letter: Mapping[str, Ids]
    """The same by the letter of the item."""
    readings: frozenset[Ids]
    """The candidates of each item."""

    @staticmethod
    def of(references: Sequence[Reference]) -> Block:
        """The block of these items."""
        counted = references if len(references) <= _MOST else ()
        letters = {item.label.value for item in counted if item.label}
        by_letter = {
            letter: _ids(item for item in counted if item.label and item.label.value == letter)
            for letter in letters
        }
        return Block(
            len(counted), _ids(counted), by_letter, frozenset(item.candidates for item in references)
        )


def _ids(references: Iterable[Reference]) -> Ids:
    """The telegrams that the references can mean, each once."""
    return tuple(
        dict.fromkeys(number for item in references if item.kind == "telegram" for number in item.candidates)
    )


class Found(NamedTuple):
    """A mention in ``words[start:end]``, before it is made into a fact."""

    start: int
    end: int
    kind: str
    candidates: Ids


def find_mentions(
    passage: Passage,
    paragraph: int | str | None,
    block: Block,
    own: TelegramId | None,
    year: int | None,
) -> tuple[Mention, ...]:
    """The citations in one paragraph, in order.

    ``block`` is the REF block, to whose items ``reftel`` and
    letters lead; ``own`` and ``year`` complete numbers without a year.
    """
    words = passage.words
    signs = _signs(words)
    places, numbers = _places(words, signs), _numbers(words, signs)
    if not places and not numbers:  # as in most paragraphs
        return ()
    found = [*_reftels(words, places, block), *_telegrams(words, numbers, block, own, year)]
    return tuple(
        Mention(passage.fact(start, end), kind, paragraph, candidates)
        for start, end, kind, candidates in sorted(found)
    )


_AS_SIGNS = bytes.maketrans(f"0123456789{LETTERS}".encode(), f"0000000000{LETTERS.lower()}".encode())


def _signs(words: str) -> bytes:
    """``words`` sign for sign in small letters, each digit as 0: what is looked for is found fast in it."""
    return words.encode("ascii", "replace").translate(_AS_SIGNS)


# ---------------------------------------------------------------- reftel, ref A


def _reftels(words: str, places: Iterable[int], block: Block) -> Iterator[Found]:
    """The words ``reftel`` and ``ref A`` of those that begin at ``places``."""
    end = 0
    for place in places:
        if place < end:
            continue
        found = _reftel(words, place, block) or _labelled(words, place, block)
        if found is not None:
            end = found.end
            yield found


def _places(words: str, signs: bytes) -> list[int]:
    """Where a word begins with ``ref``, in any case; ``signs`` are those of the words."""
    places = []
    place = signs.find(b"ref")
    while place >= 0:
        if not place or not words[place - 1].isalnum():
            places.append(place)
        place = signs.find(b"ref", place + 3)
    return places


def _reftel(words: str, place: int, block: Block) -> Found | None:
    """``reftel``: the only telegram of the block, or one of several; ``reftel A``: by letter."""
    match = grammar.REFTEL.match(words, place)
    if match is None:
        return None
    letters = match["letters"]
    if letters and letters.strip("()").upper() in block.by_letter:
        found = _by_letters(words, match.start("letters") + letters.startswith("("), block)
        return Found(place, max(found[0], match.end()), "label", found[1])
    end = match.start("letters") if letters else match.end()
    end = place + len(words[place:end].rstrip())
    return Found(place, end, "reftel", block.ids)


def _labelled(words: str, place: int, block: Block) -> Found | None:
    """``ref A``, ``Ref (a)``, ``refs A and B``, ``refs A-C``."""
    match = grammar.LABELLED.match(words, place)
    if match is None:
        return None
    enclosed = bool(match["open"] and match["close"])
    letter, known = match["letter"].upper(), _is_letter_known(match["letter"], block)
    if not known and not enclosed and match["letter"] != letter:
        return None  # a small letter, and the block has no such item: an article or a misprint
    if match["joined"] is not None and not (enclosed or (known and match["letter"] == letter)):
        return None
    if (match["many"] or "").lower() == "erence" and not (known and match["letter"] == letter):
        return None
    many = (match["many"] or "").lower() == "s"
    end, candidates = _by_letters(words, match.start("letter"), block, many)
    return Found(place, end, "label", candidates)


def _is_letter_known(letter: str, block: Block) -> bool:
    """Whether an item bears this letter; A may also mean the only item, unlettered."""
    if block.by_letter:
        return letter.upper() in block.by_letter
    return letter.upper() == "A" and block.items == 1


def _by_letters(words: str, place: int, block: Block, many: bool = False) -> tuple[int, Ids]:
    """From the letter at ``place`` on: where the letters end, and the telegrams that bear them.

    ``many``: the word before is ``refs``, so that letters may go on though the block has none.
    """
    letters = [words[place].upper()]
    end = place + 1 + (words[place + 1 : place + 2] == ")" and words[place - 1 : place] == "(")
    while match := grammar.NEXT_LABEL.match(words, end):
        letter = match["letter"].upper()
        fits = letter in block.by_letter if block.by_letter else many and match["letter"] == letter
        alike = (
            match["open"] or match["letter"].isupper() == words[place].isupper()
        )  # "ref B, a" has an article
        if not fits or not alike or (match["range"] and letter <= letters[-1]):
            break
        first = ord(letters[-1]) + 1 if match["range"] else ord(letter)
        letters += map(chr, range(first, ord(letter) + 1))
        end = match.end() if match["open"] or not match["close"] else match.end("letter")
    if not block.by_letter:
        return end, block.ids if block.items > 1 or "A" in letters else ()
    return end, tuple(
        dict.fromkeys(number for letter in letters for number in block.by_letter.get(letter, ()))
    )


# ---------------------------------------------------------------- full citations

_ZEROS = re.compile(b"00+")  # 2601, each digit as 0: to look for this is four times as fast as for digits


def _numbers(words: str, signs: bytes) -> list[tuple[int, int]]:
    """Where numbers of two digits or more stand that may follow a station; ``signs`` as in ``_places``."""
    return [span for found in _ZEROS.finditer(signs) if _may_follow_station(words, (span := found.span())[0])]


_WORDS = re.compile(r"[\W\d_]+")  # between words


@cache
def _last_words() -> frozenset[str]:
    """The words with which names of stations end: ``DELHI``."""
    written = (
        name for name in tables.written_station_names() if tables.squeezed(name) in tables.station_names()
    )
    return frozenset(re.split(r"[^A-Z]+", name.upper())[-1] for name in written)


def _telegrams(
    words: str, numbers: Iterable[tuple[int, int]], block: Block, own: TelegramId | None, year: int | None
) -> Iterator[Found]:
    """Station and number, where a sign says that a telegram is meant."""
    last, in_capitals = -1, words.isupper()
    for start, stop in numbers:
        window = max(0, start - _BEFORE)
        near = readable(words[window : stop + _AFTER])
        citation = _citation(near, start - window, year)
        if citation is None or not _is_printed_as_name(words[window + citation.name_start : start]):
            continue
        candidates = cited(citation.name, citation.serial, citation.years, own, year)
        chained = 0 <= last - window <= citation.start and grammar.CHAIN.fullmatch(
            near, last - window, citation.start
        )
        printed = near[start - window : stop - window]
        told = words[window + citation.name_start : start]
        capitals = len(printed) > 2 and told.isupper() and not in_capitals
        if chained or _is_meant(near, citation, printed, candidates, block, capitals):
            last = window + citation.end
            yield Found(window + citation.start, last, "telegram", candidates)


def _may_follow_station(words: str, place: int) -> bool:
    """Whether the word before a number is the last one of some station's name: most numbers fail here."""
    before = words[place - 24 if place > 24 else 0 : place].rstrip(" \n#:-.)")
    sign = before[-1:]
    if not sign.isalpha():
        # STATE (01) 201265
        return sign.isdigit() and (words[place - 1] == ")" or words[place - 2 : place - 1] == ")")
    last = before.rsplit(None, 1)[-1]
    if not last.isalpha():
        last = _WORDS.split(last)[-1]
    return (last.upper() if last.isascii() else readable(last)) in _last_words()


def _citation(near: str, place: int, year: int | None) -> Citation | None:
    """The citation whose serial stands at ``place``."""
    reader = Reader(near, tables.station_names(), year, block=False)
    i = next((i for i, token in enumerate(reader.found) if token.start == place), None)
    return reader.at(i) if i is not None else None


def _is_printed_as_name(printed: str) -> bool:
    """Whether a station is printed as a name: Bamako, BAMAKO; the common word State in capitals alone."""
    letters = printed.strip(" \n#:-.")
    return letters[:1].isupper() and (letters.isupper() or letters[:5].upper() != "STATE")


def _is_meant(
    near: str, citation: Citation, printed: str, candidates: Ids, block: Block, capitals: bool
) -> bool:
    """Whether a sign says that a telegram is meant; ``capitals``: its station stands out in capitals."""
    after = near[citation.end :]
    before = near[: citation.start]
    if grammar.NO_SERIAL_AFTER.match(after) or grammar.SECTION_BEFORE.search(before):
        return False
    if citation.years or grammar.SIGN_AFTER.match(after):
        return True
    if candidates and candidates in block.readings:
        return True
    padded = len(printed) > 4 and printed.startswith("0")
    if padded or "CABLE" in near[citation.start : citation.end]:
        return True
    if len(printed) == 4 and int(printed) in _YEARS:
        return grammar.CABLE_BEFORE.search(before) is not None
    if capitals and grammar.SPOKEN_OF.match(after) and not grammar.PLACE_BEFORE.search(before):
        return True
    if len(printed) < 3 and _COUNTED.match(after):
        return False
    return grammar.SIGN_BEFORE.search(before) is not None or _is_enclosed(before, after)


_COUNTED = re.compile(r"\s{1,8}[A-Z]{3}")  # Brussels 27 members


def _is_enclosed(before: str, after: str) -> bool:
    """Whether a citation stands in parentheses, alone or first of several."""
    return before.rstrip().endswith(("(", "[")) and after.lstrip()[:1] in (")", "]", ",", ";")
