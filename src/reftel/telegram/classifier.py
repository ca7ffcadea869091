"""Classifier: who classified a telegram, in what office, for which reasons.

The line reads ``Classified By: <title> <name>, <office>, for reasons 1.4 (b) and
(d)``, with every order and many misprints. Names are found by what is no title:
see ``tables/titles.csv``. Source: E.O. 12958 s. 1.6 and 13526 s. 1.6; 5 FAH-1 H-232.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from reftel.defects import Defect
from reftel.span import Fact, Passage
from reftel.tables.titles import is_post, is_rank, is_title_word, may_be_name
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.model import Classifier

_LONGEST = 600  # characters in which names and reasons must stand
_MOST_WORDS = 7
_TITLE_REACH = 30  # characters before a slash in which a title may stand
_SEPARATORS = " \t\n,;:.-/"

_LAST_WORD = re.compile(r"[^\s,;:()/]+(?=\s*\Z)")
_AND = re.compile(r"\s+(?:AND|&)\s+", re.IGNORECASE)  # between two persons
_SIGN = re.compile(r"([,;:(]| - |--|(?<=[a-z]{3})\. )")  # between a name and an office
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")  # J.Q.
_LAST_LETTERS = re.compile(r"[A-Za-z]+\Z")
_BEFORE_SUFFIX = re.compile(r",?\s+")
_SUFFIX_AT_END = re.compile(r"\b(?:JR|SR)\Z", re.IGNORECASE)

Range = tuple[int, int]


def read_classifier(
    words: Passage,
) -> tuple[tuple[Classifier, ...], tuple[Fact[str], ...], tuple[Defect, ...]]:
    """Names with titles, the reasons, and what is odd. ``words`` includes the label."""
    if not words.words:  # as where the line is missing
        return (), (), ()
    text = _mended(words.words[:_LONGEST])
    labels = list(grammar.CLASSIFIED_BY.finditer(text))
    start = _after_labels(labels)
    reasons = grammar.REASONS.search(text, start)
    end = _with_stop(text, reasons.start()) if reasons else _line_end(text, start)
    classifiers = (
        tuple(found for part in _parts(text, start, end) if (found := _classifier(words, text, *part)))
        if labels
        else ()
    )
    return classifiers, _reasons(words, text, reasons.start() if reasons else end), ()


# ---------------------------------------------------------------- words broken and misprinted

_JOINT = "\u2060"  # stands in the mended words where a line's end breaks a word
_CUT = range(69, 74)  # characters of a line that was cut at its width, in the middle of a word or not


def _mended(words: str) -> str:
    """``words``, sign for sign, with O for a zero among letters and without breaks within words.

    A line that is cut at its width may end within a word: ``for r`` / ``easons``. A known word is read
    as if it stood at the end of its place, a name with joints in place of the break.
    """
    text = grammar.ZERO_IN_WORD.sub("O", words) if "0" in words else words
    for match in grammar.BROKEN_WORD.finditer(text):
        if match.start("gap") - (text.rfind("\n", 0, match.start()) + 1) not in _CUT:
            continue
        left, right = match["left"], match["right"]
        if _is_known(left + right) and not (_is_known(left) and _is_known(right)):
            whole = (left + right).rjust(match.end() - match.start())
        elif _goes_on(left, right, text[match.end() : match.end() + 1]):
            whole = left + _JOINT * len(match["gap"]) + right
        else:
            continue
        text = text[: match.start()] + whole + text[match.end() :]
    return text


def _is_known(word: str) -> bool:
    return bool(grammar.CONNECTING.fullmatch(word)) or is_title_word(word)


def _goes_on(left: str, right: str, after: str) -> bool:
    """Whether ``right`` is the rest of a name that ``left`` begins: in lower case, and no word by itself."""
    if not left[0].isupper() or _is_known(left) or not right.islower() or right in grammar.PARTICLES:
        return False
    return (right != "a" or after != " ") if len(right) == 1 else not _is_known(right)


# ---------------------------------------------------------------- who, and in what office


def _after_labels(labels: list[re.Match[str]]) -> int:
    """Where the words begin after the label, which may stand twice."""
    end = labels[0].end() if labels else 0
    for label in labels[1:]:
        if label.start() - end > 2:
            break
        end = label.end()
    return end


def _with_stop(text: str, end: int) -> int:
    """``end`` moved over the stop of ``Jr.`` at the end of a name."""
    return end + 1 if text[end : end + 1] == "." and _SUFFIX_AT_END.search(text, 0, end) else end


def _line_end(text: str, start: int) -> int:
    """Without reasons the words end with their first line, unless it is empty."""
    found = text.find("\n", start + 1)
    return found if found >= 0 and text[start:found].strip() else len(text)


def _parts(text: str, start: int, end: int) -> Iterator[Range]:
    """The words of each person: two of them are joined by AND, each with a name of two words or more."""
    for joint in _AND.finditer(text[start:end]):
        left, right = (start, start + joint.start()), (start + joint.end(), end)
        names = [_name(text, *side) for side in (left, right)]
        if all(name and " " in text[slice(*name)].strip() for name in names):
            yield left
            yield from _parts(text, *right)
            return
    yield start, end


def _classifier(words: Passage, text: str, start: int, end: int) -> Classifier | None:
    """The person in ``[start, end)`` of ``text``, the mended words: the name, and all others as the title."""
    name = _name(text, start, end)
    if name is None:
        return None
    sides = (_stripped(text, start, name[0]), _stripped(text, name[1], end))
    pieces = [piece for piece in sides if piece]
    facts = [words.fact(*piece) for piece in pieces]
    title = (
        Fact(", ".join(fact.value for fact in facts), tuple(span for fact in facts for span in fact.spans))
        if facts
        else None
    )
    return Classifier(_whole(words, text, *name), title)


def _whole(words: Passage, text: str, start: int, end: int) -> Fact[str]:
    """The fact at ``[start, end)``; where a word of it is broken, its pieces are joined without a blank."""
    fact = words.fact(start, end)
    if _JOINT not in text[start:end]:
        return fact
    signs = (
        sign for sign, read in zip(words.words[start:end], text[start:end], strict=True) if read != _JOINT
    )
    return fact.with_value(" ".join("".join(signs).split()))


def _stripped(text: str, start: int, end: int) -> Range | None:
    """A range without separators at its ends; ``None`` if nothing is left."""
    while start < end and text[start] in _SEPARATORS:
        start += 1
    while end > start and text[end - 1] in _SEPARATORS and text[end - 1] != ".":
        end -= 1
    return (start, end) if any(letter.isalnum() for letter in text[start:end]) else None


# ---------------------------------------------------------------- the name


def _name(text: str, start: int, end: int) -> Range | None:
    """Where the name stands: the words that end the first segment that ends with a name.

    Failing that, the last two name words or more within a segment (``Jane Roe on 5 May``). A surname that is
    a word of titles too belongs to the name before it (``Grace Min``).
    """
    segments = list(_segments(text, start, end))
    name = _first(_run(text, *segment, within=False) for segment in segments)
    if name is None:
        name = _first(_run(text, *segment, within=True) for segment in segments)
        titled = _first(_titled(text, segment, start, end) for segment in segments)
        if titled is not None and (name is None or titled[0] <= name[0] < titled[1]):
            name = titled
    return _with_suffix(text, *name, end) if name else None


def _first(found: Iterable[Range | None]) -> Range | None:
    return next((place for place in found if place is not None), None)


def _segments(text: str, start: int, end: int) -> Iterator[Range]:
    """The words between commas and other signs, with the sign at their beginning or end."""
    for segment in _SIGN.split(text[start:end]):
        yield start, start + len(segment)
        start += len(segment)


def _titled(text: str, segment: Range, start: int, end: int) -> Range | None:
    """A name whose surname is a word of titles at the end of a segment: ``DCM Grace Min``, ``John T. Po``.

    Such a word is the surname after an initial or a particle, and before Jr.; else where one
    given name stands before it and the officer's title stands elsewhere in ``[start, end)``.
    """
    words = list(grammar.NAME_WORD.finditer(text, *segment))
    while words and grammar.SUFFIX.fullmatch(words[-1].group()):
        words.pop()
    if len(words) < 2 or not _may_be_surname(words[-1].group(), words[-2].group()):
        return None
    given = list(takewhile(lambda word: _is_name_word(word.group(), text, word), reversed(words[:-1])))
    last = words[-1].end() - (words[-1].group()[-1] == ".")
    if not given or _is_place(text, given[-1].start(), segment[0]):
        return None
    open_end = grammar.INITIAL.fullmatch(given[0].group()) or given[0].group().lower() in grammar.PARTICLES
    suffixed = _with_suffix(text, given[-1].start(), last, end)[1] > last
    full = sum(not grammar.INITIAL.fullmatch(word.group()) for word in given)
    titles = grammar.NAME_WORD.finditer(text[start : given[-1].start()] + "\n" + text[segment[1] : end])
    if open_end or suffixed or (full == 1 and any(is_rank(word.group()) for word in titles)):
        return given[-1].start(), last
    return None


def _may_be_surname(word: str, before: str) -> bool:
    """Whether a word of titles can be a surname: no abbreviation in capitals among words in small letters."""
    bare = word.strip(".")
    return is_title_word(word) and may_be_name(bare) and (bare[1:].islower() or before.isupper())


def _run(text: str, start: int, end: int, within: bool) -> Range | None:
    """The last run of name words in ``[start, end)``, which has no separators but slashes.

    It stands at the end, or with ``within`` anywhere and has two words or more.
    """
    run: list[re.Match[str]] = []
    for word in reversed(list(grammar.NAME_WORD.finditer(text, start, end))):
        if _is_name_word(word.group(), text, word) and len(run) < _MOST_WORDS:
            run.append(word)
        elif len(run) > 1 or not within:
            break
        else:
            run.clear()
    if len(run) < 2 and (within or (run and _is_place(text, run[0].start(), start))):
        return None
    return _bounds(text, run)


def _is_place(text: str, place: int, start: int) -> bool:
    """Whether the word before ``place`` calls for the name of a place: ``Embassy Bamako``."""
    before = _LAST_WORD.search(text, start, place)
    return before is not None and is_post(before.group())


def _bounds(text: str, run: list[re.Match[str]]) -> Range | None:
    """Where a run of words, given last word first, begins and ends; ``None`` if it is no name."""
    while run and run[-1].group().lower().strip(".") in grammar.PARTICLES:
        run.pop()
    if not any(sum(letter.isalpha() for letter in word.group()) > 1 for word in run):
        return None
    if all(grammar.SUFFIX.fullmatch(word.group()) for word in run):
        return None
    first, last = run[-1].start(), run[0].end()
    stop = text[last - 1] == "." and not grammar.ENDS_WITH_STOP.search(text[first:last])
    return first, last - stop


def _is_name_word(word: str, text: str, match: re.Match[str]) -> bool:
    """Whether a word can belong to a name: capitalised or a particle, no title, no office before a slash."""
    if is_title_word(word) and not _is_initial(word) and word != "Mc":
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if after == "/" or (before == "/" and not _is_after_title(word, text, match.start())):
        return False
    if not any(letter.isalpha() for letter in word):
        return False
    return word[0].isupper() or word.lower() in grammar.PARTICLES


def _is_after_title(word: str, text: str, start: int) -> bool:
    """Whether a slash parts a title from the first name: ``DCM/Jane Roe``, not ``NEA/ELA``."""
    before = _LAST_LETTERS.search(text[max(0, start - _TITLE_REACH) : start - 1])
    return not word.isupper() and before is not None and is_title_word(before.group())


def _is_initial(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word))


def _with_suffix(text: str, start: int, end: int, limit: int) -> Range:
    """The range with ``, Jr.`` after it, if that stands there."""
    match = _BEFORE_SUFFIX.match(text, end, limit)
    suffix = grammar.SUFFIX.match(text, match.end(), limit) if match else None
    return (start, suffix.end()) if suffix else (start, end)


# ---------------------------------------------------------------- reasons


def _reasons(words: Passage, text: str, start: int) -> tuple[Fact[str], ...]:
    """The reasons, ``1.4(b)``; the places are those of the section and of the letter."""
    found: dict[str, Fact[str]] = {}
    for section in grammar.SECTION.finditer(text, start):
        place = section.end()
        while (letter := grammar.LETTER.match(text, place)) is not None:
            value = f"1.{section['number']}({letter['letter'].lower()})"
            spans = (*words.places(*section.span()), *words.places(*letter.span("letter")))
            found.setdefault(value, Fact(value, spans))
            place = letter.end()
    return tuple(found.values())
