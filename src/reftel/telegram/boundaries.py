"""Boundaries: where the parts of a message begin among its lines: the true envelope, the heading, the text.

Comes in: lines with the kinds of their own words. Goes out: places among them. The heading begins with
the classification line, the text with the first paragraph, or with words that belong to no field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reftel.telegram.banner import read_banner
from reftel.telegram.line_kinds import (
    ADDRESSEES,
    ENVELOPE,
    FIELDS,
    INTERRUPTIONS,
    continues_reference,
    field_names,
    is_caption,
)
from reftel.telegram.line_signs import KINDS, Signed, any_of, first_of, pattern
from reftel.telegram.model import Line

_LABEL = pattern("{label}", label=FIELDS)
_PARAGRAPH_OR_LABEL = pattern("{paragraph}|{label}", label=FIELDS)
_TRANSMISSION, _LEVEL, _BANNER = (any_of([kind]) for kind in ("transmission-id", "classification", "banner"))
_HEADER_OR_PARAGRAPH = pattern("{transmission-id}|{paragraph}")
_NO_ENVELOPE = any_of(set(KINDS).difference(ENVELOPE))


def cover_end(signs: bytes) -> int:
    """How many lines a cover sheet with the heading's fields takes above the true envelope."""
    label = first_of(_LABEL, signs)
    if _TRANSMISSION in signs[:label]:
        return 0  # the true envelope stands above already: another is that of a further section
    found = _HEADER_OR_PARAGRAPH.search(signs, label)
    if found is None or found.group() != _TRANSMISSION:
        return 0
    return found.start() if _LABEL.search(signs, found.start()) else 0


_REACH = 12  # lines below the envelope in which the classification line stands


def damaged_level(signed: Signed) -> dict[int, str]:
    """A line whose level is misspelled is the classification line where there is no other."""
    label = first_of(_LABEL, signed.signs)
    above = signed.signs[:label]
    last = _last_of_envelope(above)
    if _LEVEL in above or (last < 0 and label == len(signed.signs)):
        return {}
    for i in range(last + 1, min(label, last + _REACH)):
        line = signed.lines[i]
        banner = read_banner(line) if line.kind == "text" else None
        if banner is not None and banner.damaged:
            return {i: "classification"}
    return {}


def _last_of_envelope(signs: bytes) -> int:
    """Where the last line stands that only an envelope has; -1 if there is none."""
    return len(signs.rstrip(_NO_ENVELOPE)) - 1


def heading_start(signed: Signed) -> int:
    """The index of the classification line, else of the first heading label, else of the first word."""
    signs = signed.signs
    label = first_of(_LABEL, signs)
    level = signs.find(_LEVEL, 0, label)
    if level >= 0:
        return level
    last = _last_of_envelope(signs[:label])
    if label == len(signs):
        return last + 1
    damaged = signs.find(_BANNER, last + 1, label)
    return damaged if damaged >= 0 else _after_captions(signed.lines, label, last)


def _after_captions(lines: Sequence[Line], label_at: int, last: int) -> int:
    """The first line of the block of captions and passing lines above the first label."""
    for i in range(label_at, last, -1):
        if lines[i - 1].kind in ADDRESSEES or is_address(lines[i - 1].words):
            return i
    return last + 1


def is_address(words: str) -> bool:
    """Whether a line without label could be an addressee: an office word, or a routing indicator."""
    return bool(_ADDRESS_LINE.fullmatch(words.strip()[:120]))


_ADDRESS_LINE = re.compile(
    r"(?:[A-Z]{4,8} ?/ ?[A-Z].*|(?:AMEMBASSY|AMCONSUL|USMISSION|SECSTATE|USDEL|USDOC|CIA|DIA|NSC|SECDEF"
    r"|JCS|CINC\w+|USCINC\w+"
    r"|USINT|USLO|USUN|USEU|USNATO|DEPT|HQ|CDR|JOINT|WHITE|ALL|DOE|FBI|[A-Z ]+ COLLECTIVE)\b.*)"
)


def text_start(signed: Signed, heading: int) -> int:
    """The index of the first line of the text, at or after ``heading``."""
    lines = signed.lines
    limit = _first_paragraph(signed, heading)
    labels = [label.start() for label in _LABEL.finditer(signed.signs, heading, limit)]
    field, blank, subject = "", False, False
    i = heading
    while i < limit:
        line = lines[i]
        if line.kind == "blank":
            blank = True
        elif line.kind in _FIELDS:
            names = field_names(line)
            field, blank = names[-1], False
            subject = subject or "subject" in names
        elif subject and _opens_text(line, field):
            break
        elif line.kind not in _NO_WORDS and not is_caption(line.words):
            if blank and not (field == "reference" and continues_reference(line.words)):
                field = ""
            if (
                not field
                and (i > heading or not labels)
                and not _goes_on(labels, i, 3 if subject else len(lines))
            ):
                break
        i += 1
    return _without_heading_block(lines, heading, i) if i < len(lines) else i


_FIELDS = frozenset(FIELDS)
_NO_WORDS = frozenset((*INTERRUPTIONS, "rule"))
_MARKED_TEXT = re.compile(r"\s*\((?:TS|S|C|U|SBU)(?:/[A-Z]+)?\) +[A-Z]\w* .*[a-z]")


def _opens_text(line: Line, field: str) -> bool:
    """Whether a line after the subject begins the text: a rule, or under REF a mark and a sentence."""
    if line.kind == "rule":
        return len(line.words.strip()) > 2
    return line.kind == "text" and field == "reference" and bool(_MARKED_TEXT.match(line.words))


def _goes_on(labels: Sequence[int], i: int, reach: int) -> bool:
    """Whether one of the next ``reach`` lines after line ``i`` bears a label."""
    later = bisect_right(labels, i)
    return later < len(labels) and labels[later] - i <= reach


def _first_paragraph(signed: Signed, heading: int) -> int:
    """The index of the first numbered paragraph that is no enumerated reference."""
    field = ""
    for found in _PARAGRAPH_OR_LABEL.finditer(signed.signs, heading):
        line = signed.lines[found.start()]
        if line.kind != "paragraph":
            field = line.kind
        elif not (field == "reference" and continues_reference(line.words)):
            return found.start()
    return len(signed.lines)


def _without_heading_block(lines: Sequence[Line], heading: int, start: int) -> int:
    """``start`` moved up over the blank lines before it, so that they belong to the heading's end."""
    while start > heading + 1 and lines[start - 1].kind == "blank" and lines[start - 2].kind == "blank":
        start -= 1
    return start
