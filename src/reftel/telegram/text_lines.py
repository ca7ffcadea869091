"""Lines of the text: paragraphs, headings, interruptions, the signature and what follows it.

Comes in: the lines after the heading, each with the kind of its own words. Goes
out: the same lines, each with the kind that its neighbours give it. Five passes,
each of which looks for the few lines that concern it in the signs of ``Signed``,
for most lines are nothing but text, and says which have another kind.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from reftel.telegram import grammar
from reftel.telegram.line_kinds import (
    ENVELOPE_ONLY,
    FIELDS,
    INTERRUPTIONS,
    LONGEST_CAPTION,
    TAIL,
    folded,
    is_caption,
    may_be_caption,
    repeat_end,
)
from reftel.telegram.line_signs import Signed, any_of, pattern
from reftel.telegram.model import Line
from reftel.telegram.section_heads import STARTS, SectionHeads

# Kinds of the heading and the envelope: in the text, lines that look like them are words of it.
_NO_TEXT = frozenset((*FIELDS, *ENVELOPE_ONLY, "classification", "dateline"))
_NO_CAPTION = frozenset(("blank", "page-mark", "banner"))
_TAIL = frozenset(TAIL)
_SENTENCES = ("text", "paragraph")


def label_text(signed: Signed, heading: Sequence[Line], envelope: Sequence[Line] = ()) -> list[Line]:
    """The lines of the text: paragraphs, headings, interruptions, signature and what follows it."""
    signed = signed.turned(_interruptions(signed, heading, SectionHeads(envelope, heading)))
    signed = _with_tail(signed)
    for find in (_no_paragraphs, _headings, _gaps):
        signed = signed.turned(find(signed))
    return signed.lines


def _interruptions(signed: Signed, heading: Sequence[Line], heads: SectionHeads) -> dict[int, str]:
    """Captions in the text are ``stray-caption``, a heading or header that comes again is ``repeated``."""
    lines = signed.lines
    printed = {line.words.strip() for line in heading} - {""}
    found: dict[int, str] = {}
    seen: set[str] = set()
    end = 0
    for i in _remarkable(signed, printed):
        kind = lines[i].kind
        if i < end:
            continue
        level = i if kind == "classification" and not _is_prose(lines, i) else None
        if kind in STARTS:
            level = heads.level_line(lines, i)
        if level is not None:
            seen = seen or {folded(line.words) for line in heading}
            end = repeat_end(lines, level, seen)
            found |= {j: "repeated" for j in range(i, end) if lines[j].kind != "blank"}
        elif kind not in _NO_CAPTION and _is_stray_caption(lines[i].words, printed):
            found[i] = "stray-caption"
        elif kind in _NO_TEXT:
            found[i] = "text"
    return found


_NO_SENTENCE = pattern("[^{blank}{text}{paragraph}]")


def _remarkable(signed: Signed, printed: Container[str]) -> list[int]:
    """The places of lines that are no sentences by their kind, or that are short and may be captions."""
    short = [
        i
        for i, line in enumerate(signed.lines)
        if len(words := line.words) <= LONGEST_CAPTION
        and (words.isupper() or words.strip() in printed)
        and may_be_caption(words)
    ]
    return sorted({*short, *(found.start() for found in _NO_SENTENCE.finditer(signed.signs))})


def _is_stray_caption(words: str, printed: Container[str]) -> bool:
    """Whether a line of the text is a caption: in capitals, or as the heading prints it."""
    whole = words.strip()
    if not (whole in printed or (whole.isupper() and whole[-1] != ".")):
        return False
    return is_caption(words)


def _is_prose(lines: Sequence[Line], i: int) -> bool:
    """Whether a line that looks like a classification line runs on in the next one as a sentence does."""
    after = lines[i + 1].words if i + 1 < len(lines) else ""
    return bool(after[:1].islower())


_SURNAME = re.compile(r"[A-Z][\w'’.\-]*(?: (?:[A-Z][\w'’.\-]*|de|la|van|von|der)){0,3}")


_STOP = re.compile(r"\.\Z|\w{4}\. ")


def is_name(words: str) -> bool:
    """Whether a line could be a signature: one to four capitalised words without a stop."""
    return (
        len(words) <= 40
        and bool(_SURNAME.fullmatch(words))
        and not _STOP.search(words)
        and not words.isdigit()
    )


def _with_tail(signed: Signed) -> Signed:
    """The signature, and the lines after the last word; a serial or service note before that is text."""
    signs = signed.signs
    last = len(signs.rstrip(_TAIL_SIGNS))
    notes = {found.start(): "text" for found in _NOTE.finditer(signs, 0, last)}
    rules = {found.start(): "end" for found in _RULE.finditer(signs, last)}
    signed = signed.turned({**notes, **rules})
    return (
        signed.turned({last - 1: "signature"}) if last and _is_signature(signed.lines, last - 1) else signed
    )


_TAIL_SIGNS = any_of(TAIL)
_NOTE, _RULE = pattern("[{station-serial}{service}]"), pattern("{rule}")

_VERY_SHORT = 20
_SHORT = 45  # characters of a line that is not full, so that a paragraph has ended there


def _is_signature(lines: Sequence[Line], i: int) -> bool:
    """Whether the last line of the text is a signature: a name after the end of a sentence or paragraph."""
    words, above = lines[i].words.strip(), lines[i - 1].words.strip() if i else ""
    if lines[i].kind != "text" or (words.isupper() and words.split()[0] in grammar.CLOSING_WORDS):
        return False
    if not is_name(words):
        return i > 0 and len(above) < _VERY_SHORT and words.isalpha() and words.islower() and len(words) > 2
    if _ends(lines, i):
        return True
    return words.isupper() and len(words.split()) < 3 and (len(above) < _SHORT or not above.isupper())


def _ends(lines: Sequence[Line], i: int) -> bool:
    """Whether the text is at the end of a sentence or paragraph just before line ``i``."""
    if i == 0:
        return True
    above = lines[i - 1]
    if above.kind == "blank":
        return True
    return above.kind in _TAIL or bool(grammar.SENTENCE_END.search(above.words))


def _no_paragraphs(signed: Signed) -> dict[int, str]:
    """Lines that look like the start of a paragraph but do not follow in number are text."""
    lines = signed.lines
    found: dict[int, str] = {}
    previous = 0
    for start in _PARAGRAPH.finditer(signed.signs):
        i = start.start()
        number = grammar.NUMBER.match(lines[i].words)
        value = _counted(number["number"]) if number else 0
        place = number.end() if number else 0
        apart = not i or lines[i - 1].kind not in _SENTENCES
        if (apart and value == previous + 1) or _starts_paragraph(lines, i, place, value, previous, apart):
            previous = value
        else:
            found[i] = "text"
    return found


_PARAGRAPH = pattern("{paragraph}")


def _counted(number: str) -> int:
    """The number of a paragraph without its letter: of ``6A`` 6."""
    return int(number) if number.isdigit() else int(number[:-1])


def _starts_paragraph(
    lines: Sequence[Line], i: int, place: int, value: int, previous: int, apart: bool
) -> bool:
    """Whether line ``i`` starts paragraph ``value``, printed before ``place``, after ``previous``."""
    marked = grammar.PORTION.match(lines[i].words, place)
    ended = _ends(lines, i)
    if value == previous + 1:
        return ended or apart or marked is not None
    if marked is not None:
        return apart or (ended and previous <= value <= previous + 3)
    return apart and (previous == 0 or previous <= value <= previous + 2) and value <= previous + 10


def _headings(signed: Signed) -> dict[int, str]:
    """Headings: a short block between rules, above a rule, or alone above a numbered paragraph."""
    lines = signed.lines
    found: dict[int, str] = {}
    for block in _BLOCK.finditer(signed.signs):
        start, end = block.span()
        if block["rule"] and _is_underlined(lines, start, end):
            start = end - 1
        elif end - start > _LONGEST_HEADING or not _is_heading(lines, start, end):
            continue
        found |= dict.fromkeys(range(start, end), "heading")
    return found


_LONGEST_HEADING = 3  # lines
# Lines of text one after the other: few enough for a heading, or above a rule
_BLOCK = pattern("(?<!{text})(?:{text}{{1,3}}(?!{text})|{text}++(?={rule}))(?=(?P<rule>{rule})?)")


def _is_heading(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the block of text lines, not too long for one, is a heading."""
    words = " ".join(line.words.strip() for line in lines[start:end])
    if len(words) > 160 or words.startswith("--"):
        return False
    if start > 0 and lines[start - 1].kind == "paragraph":
        return False
    below = next((line for line in lines[end : end + 4] if line.kind not in ("page-mark", "page-line")), None)
    if below is not None and below.kind == "rule" and (end - start == 1 or _long_rule(below)):
        return _long_rule(below) and not words.endswith((".", ",", ";"))
    return end - start == 1 and _stands_alone(lines, start, end, words)


_NEAR = 3  # characters by which a rule may be longer or shorter than the line above it


def _is_underlined(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the last line of a block is a heading that touches the sentence above: its rule is as long.

    A single word, and words in columns, may be the head of a table.
    """
    above = lines[end - 2] if end - 2 >= 0 else None
    if above is None or above.kind not in _SENTENCES:
        return False
    words = lines[end - 1].words.strip()
    if len(words.split()) < 2 or "  " in words or words.endswith((".", ",", ";", ":")):
        return False
    as_long = abs(len(lines[end].words.strip()) - len(words)) <= _NEAR
    return as_long and bool(grammar.SENTENCE_END.search(above.words))


def _long_rule(line: Line) -> bool:
    return len(line.words.strip()) >= 3


def _stands_alone(lines: Sequence[Line], start: int, end: int, words: str) -> bool:
    """Whether one line stands between blank lines, above a numbered paragraph, and is no sentence."""
    if words.endswith((".", ",", ";", ":", "-", ")", '"')) and not words.isupper():
        return False
    if words.endswith((".", ",", ";")) or len(words) > 75 or words[:1].islower() or words[:1] in "-\u2022*(":
        return False
    above = lines[start - 1].kind if start else "blank"
    touching = lines[end].kind if end < len(lines) else ""
    if above not in ("blank", "rule") or touching not in ("blank", "paragraph"):
        return False
    if above == "blank" and _goes_on_from(lines, start):
        return False
    below = (lines[i].kind for i in range(end, len(lines)))
    return (
        next((kind for kind in below if kind not in ("blank", "page-mark", "stray-caption")), "")
        == "paragraph"
    )


# Blank lines that a page mark brings with it: one above, two below. One more is the text's own.
_ABOVE_MARK, _BELOW_MARK = 1, 2


def _goes_on_from(lines: Sequence[Line], start: int) -> bool:
    """Whether only a page mark parts a line from the text above it, or it stands below ``Mali:``."""
    place, below = _above_blanks(lines, start)
    if place >= 0 and lines[place].kind == "page-mark" and below <= _BELOW_MARK:
        place, above = _above_blanks(lines, place)
        return above <= _ABOVE_MARK and place >= 0 and lines[place].kind in ("text", "paragraph")
    return (
        place >= 0 and lines[place].kind in ("text", "paragraph") and lines[place].words.rstrip()[-1:] == ":"
    )


def _above_blanks(lines: Sequence[Line], i: int) -> tuple[int, int]:
    """The index of the line above ``i`` that is not blank, and how many blank lines stand between."""
    place = i - 1
    while place >= 0 and lines[place].kind == "blank":
        place -= 1
    return place, i - 1 - place


def _gaps(signed: Signed) -> dict[int, str]:
    """A blank line within a sentence is a ``gap``: the next words begin in lower case, nothing was ended."""
    lines = signed.lines
    found: dict[int, str] = {}
    for gap in _GAP.finditer(signed.signs):
        above, below = gap.start() - 1, gap.end()
        if not lines[below].words[:1].islower() or grammar.SENTENCE_END.search(lines[above].words):
            continue
        near = range(max(above + 1, below - _REACH), min(above + _REACH + 1, below))
        found |= {i: "gap" for i in near if lines[i].kind == "blank"}
    return found


# Blank lines and interruptions between lines of text
_GAP = pattern("(?<={sentence}){apart}++(?={text})", sentence=_SENTENCES, apart=("blank", *INTERRUPTIONS))
_REACH = 8  # lines above and below a blank one in which its sentence must go on
