"""References: the items of the REF block, telegrams and others.

In go the words of the block, label included, and the telegram's own number;
out come references in order and what is odd. Rule: the block is cut at its
enumerators, which must follow the alphabet; an item gives one reference for
each telegram that it cites, and else one of another kind. Source: 5 FAH-1 H-240.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage
from reftel.telegram import grammar_references as grammar
from reftel.telegram.citation_words import block_names, known_name, readable
from reftel.telegram.citations import Citation, Reader, cited, title_end
from reftel.telegram.enumerators import Item, items
from reftel.telegram.model import Reference
from reftel.telegram_id import TelegramId

_LONGEST_TEXT = 300  # characters of an item that is no telegram; a longer one is text gone astray
_YEARS = range(1940, 2060)
_EDGES = " \t\n,;:.&/-\u2013\u2014"
_NEAR = 120  # characters before a citation in which the title that it ends begins

Read = tuple[tuple[Reference, ...], tuple[Defect, ...]]


def read_references(block: Passage, own: TelegramId | None, year: int | None) -> Read:
    """The references of a REF block, and what is odd about them.

    ``own`` is the citing telegram, ``year`` its year: they complete what prints no year.
    """
    words = _legible(block.words)
    found: list[Reference] = []
    odd: list[Defect] = []
    stated: set[tuple[object, ...]] = set()
    for start, end in _lists(words):
        listed, odd_items = _read_list(_Block(block, words, own, year), start, end)
        found += [item for item in listed if _statement(item) not in stated]
        stated.update(map(_statement, listed))
        odd += odd_items
    return tuple(found), tuple(odd)


def _statement(item: Reference) -> tuple[object, ...]:
    """What is the same where a second label repeats an item."""
    return (item.label and item.label.value, item.candidates or item.text.value)


class _Block(NamedTuple):
    """What every step of reading needs: the passage, its words made legible, who cites."""

    passage: Passage
    words: str
    own: TelegramId | None
    year: int | None


def _legible(words: str) -> str:
    """The words in upper case, sign for sign, blanks in place of what is no part of a citation."""
    words = readable(words)
    if any(map(words.__contains__, grammar.SIGNS_OF_NO_CITATION)):
        words = grammar.NO_CITATION.sub(lambda match: " " * len(match.group()), words)
    end = grammar.BLOCK_END.search(words)
    return words[: end.start()] if end else words


def _lists(words: str) -> Iterator[tuple[int, int]]:
    """Where the lists stand in the block: one, or one after each label where the label is repeated."""
    label = grammar.BLOCK_LABEL.match(words)
    start = label.end() if label else 0
    for again in grammar.LABEL_AGAIN.finditer(words, start):
        yield start, again.start()
        start = again.end()
    yield start, len(words)


def _read_list(block: _Block, start: int, end: int) -> Read:
    found: list[Reference] = []
    odd: list[Defect] = []
    before: Citation | None = None
    for item in items(block.words, start, end):
        citations = list(_citations(block, item, before))
        before = citations[-1] if citations else before
        telegrams = _telegrams(block, item, citations)
        others = _others(block, item, citations)
        found += sorted((*telegrams, *others), key=lambda reference: reference.text.spans)
        odd += _odd(block, item, telegrams, others)
    return tuple(found), tuple(odd)


# ---------------------------------------------------------------- telegrams


def _citations(block: _Block, item: Item, before: Citation | None) -> Iterator[Citation]:
    """The citations in an item; ``before`` is the last one of the items before it."""
    words = block.words[item.start : item.end]
    reader = Reader(words, block_names(), block.year, block=True)
    found = list(reader.read())
    if not found or words[: found[0].start].strip(_EDGES):
        first = _without_station(block, words, reader, before) or _backwards(words)
        found = [*((first,) if first and (not found or first.end <= found[0].start) else ()), *found]
    for citation in found:
        if _is_year_of_report(words, citation):
            continue
        yield citation._replace(
            start=citation.start + item.start,
            end=citation.end + item.start,
            name_start=citation.name_start + item.start,
        )


def _is_year_of_report(words: str, citation: Citation) -> bool:
    """Whether place and number end the title of a report: ``INCSR BRAZIL 2008``."""
    before = words[max(0, citation.start - _NEAR) : citation.start]
    title = before[max(before.rfind(sign) for sign in "\n;,:)") + 1 :]
    return not citation.years and citation.serial in _YEARS and bool(grammar.REPORT.search(title))


def _without_station(block: _Block, words: str, reader: Reader, before: Citation | None) -> Citation | None:
    """A number at the head of an item: it goes with the station before it, or with the own one."""
    number = reader.found[0] if reader.found else None
    if number is None or words[: number.start].strip(" \t\n#") or not reader.is_serial(0):
        return None
    rest = words[number.end :].lstrip(" \t")
    if len(number.text) < 2 or not grammar.NUMBER_ENDS.match(rest):
        return None
    name = before.name if before else (block.own.post if block.own else None)
    return Citation(number.start, number.end, name, int(number.text), (), number.start) if name else None


def _backwards(words: str) -> Citation | None:
    """A citation with the number first: ``870 ULAANBAATAR``."""
    match = grammar.BACKWARDS.fullmatch(words.strip())
    name = tables.squeezed(match["name"]) if match else ""
    if match is None or not known_name(name, block_names()):
        return None
    start = len(words) - len(words.lstrip())
    return Citation(start, start + match.end(), name, int(match["serial"]), (), start + match.start("name"))


def _telegrams(block: _Block, item: Item, citations: Sequence[Citation]) -> list[Reference]:
    """A reference for each citation; NOTAL counts for those of its station that it follows."""
    found: list[Reference] = []
    notal = False
    for i in range(len(citations) - 1, -1, -1):
        citation = citations[i]
        following = citations[i + 1] if i + 1 < len(citations) else None
        after = block.words[citation.end : following.start if following else item.end]
        carried = following is not None and following.name_start == citation.name_start
        notal = bool(grammar.NOTAL.search(after)) or (notal and carried)
        found.append(
            Reference(
                text=block.passage.fact(citation.start, citation.end),
                label=_label(block, item),
                kind="telegram",
                candidates=cited(citation.name, citation.serial, citation.years, block.own, block.year),
                notal=notal,
            )
        )
    return found[::-1]


def _label(block: _Block, item: Item) -> Fact[str] | None:
    """The letter of an item, in upper case."""
    if item.label is None:
        return None
    return block.passage.fact(item.label, item.label + 1).with_value(block.words[item.label])


# ---------------------------------------------------------------- others


def _others(block: _Block, item: Item, citations: Sequence[Citation]) -> list[Reference]:
    """What an item cites that is no telegram: all of it, or what stands apart from its telegrams."""
    if len(citations) == 1 and _is_alone(block.words, item, citations[0]):
        return []
    found = []
    for start, end in _rests(block.words, item, citations):
        words = block.words[start:end]
        kind = next((kind for kind, pattern in grammar.KINDS if pattern.search(words)), None)
        if kind is None and citations and not grammar.NAME_AND_NUMBER.fullmatch(words):
            continue
        found.append(
            Reference(
                text=block.passage.fact(start, end),
                label=_label(block, item),
                kind=kind or "other",
                notal=not citations and grammar.NOTE_AFTER.match(block.words, end) is not None,
            )
        )
    return found


def _is_alone(words: str, item: Item, citation: Citation) -> bool:
    """Whether an item is one citation and nothing else, as most are."""
    return not (words[item.start : citation.start] + words[citation.end : item.end]).strip(_EDGES)


def _rests(words: str, item: Item, citations: Sequence[Citation]) -> Iterator[tuple[int, int]]:
    """The places in an item that stand apart from its citations, without signs and notes at their ends."""
    starts = [item.start, *(title_end(words, citation.end) for citation in citations)]
    ends = [*(citation.start for citation in citations), item.end]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for part, piece in enumerate(_pieces(words, start, end, bool(citations))):
            if number and part == 0:
                continue  # directly after a citation: its title or a note
            first, last = _bare(words, *piece)
            if not number and not part and grammar.NOTHING.match(words, first, end):
                return
            if first < last <= first + _LONGEST_TEXT:
                yield first, last


def _pieces(words: str, start: int, end: int, mixed: bool) -> Iterator[tuple[int, int]]:
    """``[start, end)`` cut at semicolons; beside telegrams also at lines, commas and AND."""
    for cut in (grammar.CUT_MIXED if mixed else grammar.CUT).finditer(words, start, end):
        yield start, cut.start()
        start = cut.end()
    yield start, end


def _bare(words: str, start: int, end: int) -> tuple[int, int]:
    """A place without signs at its ends and notes after it."""
    piece = words[start:end]
    if any(map(piece.__contains__, grammar.WORDS_OF_NOTES)) and (
        note := grammar.NOTE_AFTER.search(words, start, end)
    ):
        end = note.start()
        piece = words[start:end]
    head, tail = piece.lstrip(_EDGES), piece.rstrip(_EDGES)
    return start + len(piece) - len(head), max(start + len(piece) - len(head), start + len(tail))


# ---------------------------------------------------------------- what is odd


def _odd(
    block: _Block, item: Item, telegrams: Sequence[Reference], others: Sequence[Reference]
) -> Iterator[Defect]:
    """Telegrams with several readings, and what could not be read."""
    for reference in telegrams:
        if len(reference.candidates) > 1:
            names = ", ".join(map(str, reference.candidates))
            yield defect("ambiguous-reference", reference.text.spans[0], names)
    for reference in others:
        words = readable(reference.text.value)
        if not any(pattern.search(words) for _, pattern in grammar.KINDS):
            yield defect("unread-reference", reference.text.spans[0], reference.text.value)
    if telegrams or others or item.end - item.start <= _LONGEST_TEXT:
        return
    first, last = _bare(block.words, item.start, item.end)
    if last - first > _LONGEST_TEXT:
        yield defect("unread-reference", block.passage.places(first, last)[0])
