"""Stamps: what the release of a printed telegram adds to its pages, told by what stands around it.

Comes in: the lines of a message with the kinds of their own words. Goes out:
the same lines; page numbers, case numbers, exemption codes, the officer who
released it and banners worn by the scanner are ``stamp`` lines, a classification
line with an unreadable level is one again, and the transmission header of a
later section is ``repeated``. Source: pages as the Department released them
from 2014 on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from reftel import tables
from reftel.telegram import grammar
from reftel.telegram.model import Line
from reftel.telegram.worn_marks import stand_in

# UNCLASSIFIED Page 20f7 · Pagel of 3
PAGE_NUMBER = re.compile(r"\W{0,2}(?:\S{3,14} {1,200})?Page ?[\dlIO]{1,2} ?[o0]{1,2} ?f ?\S{1,3}")
# CSP-2025-00040   B-00002707027   "UNCLASSIFIED"   3/2/2026
CASE_NUMBER = re.compile(r"[A-Z]{1,4}-\d{4}-\d{4,6}\s{1,20}[A-Z]-\d{6,}.*")
EXEMPTIONS = re.compile(r"(?:B[1-9]|1\.4\([A-H]\))(?:[, ]{1,3}(?:B?[1-9]|1\.4\([A-H]\)))*", re.I)  # B5,B6
PAGE_LEVEL = re.compile(r"CLASSIFICATION: [A-Z]{5,14}")  # CLASSIFICATION: UNCLASSIFIED
PRINTER_CODE = re.compile(r"(?:[A-Z][A-Z ]{5,20}\W{1,6})?[A-Z]{3}\d{4}")  # CONFIDENTIAL ==PTQ6891
# [Released in Full · IDeclassified in Full / Release in Full
RELEASED = re.compile(
    r"\W?I?(?:Declassified in (?:Full|Part) ?/ ?)?RELEASED? IN (?:FULL|PART)\b.{0,40}", re.I
)
FURNITURE = (PAGE_NUMBER, CASE_NUMBER, EXEMPTIONS, PAGE_LEVEL, PRINTER_CODE, RELEASED)
# What stands below "Released in Full": the officer, the Department, the day
RELEASE_LINES = (
    re.compile(r"\W?[A-Za-z][\w.'\-]*(?: [A-Z][\w.'\-]*){1,3}, (?:Acting[- ]?)?Director"),
    re.compile(r"\W?\w{0,3}\.? ?Department of State", re.I),
    re.compile(r"\W?\d{0,2}/?\d{1,2}/\d{2} ?\d ?\d"),
)
# CUNHEDENTFHrt SECTION 01 OF 02 BAMAKO 001399
WORN_SECTION = re.compile(
    rf"\s*[A-Z]\S{{2,14}}(?: \S{{2,8}}){{0,3}} SECTION \d\d OF \d\d {grammar.STATION} \d{{4,6}}\s*", re.I
)
_MORE = 3  # lines below a release stamp that belong to it
_BESIDE = 3  # lines beside a page number in which worn banners stand
_HEADER = 40  # lines of a transmission header with its distribution


# What such pages bear besides the Department's name: a page number, a case number, a release stamp
_PAGE = re.compile(
    r"\bPage ?[\dlIO]{1,2} ?[o0]{1,2} ?f|\bCase No|\bDoc No|[A-Z]{1,4}-\d{4}-\d{4,6}\b"
    r"|RELEASED? IN (?:FULL|PART)\b",
    re.I,
)


def is_released(text: str) -> bool:
    """Whether a text without labels has pages that the Department stamped on release."""
    return "U.S. Department of State" in text and _PAGE.search(text) is not None


def mark_stamps(lines: Sequence[Line]) -> list[Line]:
    """The lines of a released message with its stamps, worn banners and later headers marked."""
    marked = [_furniture(line) for line in lines]
    for i, line in enumerate(marked):
        if line.kind == "stamp" and RELEASED.fullmatch(line.words.strip()):
            _mark_release(marked, i + 1)
        elif line.kind == "stamp" and PAGE_NUMBER.fullmatch(line.words.strip()):
            _mark_worn(marked, range(i - 1, max(-1, i - 1 - _BESIDE), -1))
            _mark_worn(marked, range(i + 1, min(len(marked), i + 1 + _BESIDE)))
        elif line.kind == "text" and i and marked[i - 1].kind in ("banner", "stamp"):
            marked[i] = line.of_kind("stamp") if _is_worn_mark(line.words.strip()) else line
    return stand_in(_with_later_headers(marked))


def _furniture(line: Line) -> Line:
    """A line as a stamp if its words alone tell it; with an unreadable level as a classification line."""
    words = line.words.strip()
    if line.kind == "classification" and PAGE_NUMBER.fullmatch(words):
        return line.of_kind("stamp")
    if line.kind not in ("text", "counter") or not words or len(line.words) > 300:
        return line
    if any(pattern.fullmatch(words) for pattern in FURNITURE):
        return line.of_kind("stamp")
    return line.of_kind("classification") if WORN_SECTION.fullmatch(line.words) else line


def _mark_release(marked: list[Line], start: int) -> None:
    """The officer, the Department and the day below a release stamp."""
    for i in range(start, min(len(marked), start + _MORE)):
        words = marked[i].words.strip()
        if words and not any(pattern.fullmatch(words) for pattern in RELEASE_LINES):
            return
        if words:
            marked[i] = marked[i].of_kind("stamp")


def _mark_worn(marked: list[Line], beside: range) -> None:
    """Worn banners beside a page number: all short lines up to the last one that is near to a level."""
    last = -1
    for step, i in enumerate(beside):
        words = marked[i].words.split()
        if len(words) > 2 or marked[i].kind not in ("text", "banner", "stamp", "blank", "counter"):
            break
        if marked[i].kind == "text" and words[-1].endswith((".", ",", ";")) and not _is_near_level(words):
            break
        if marked[i].kind in ("banner", "stamp") or _is_near_level(words):
            last = step
    for i in beside[: last + 1]:
        if marked[i].kind in ("text", "counter"):
            marked[i] = marked[i].of_kind("stamp")


_WORN_MARK = re.compile(r"\W?[s5][b8][uoOQt0]\W?", re.I)  # SBU as the scanner reads it: S80
_LIKENESS = 0.8


def _is_worn_mark(words: str) -> bool:
    """Whether a line alone can only be SBU as the scanner reads it."""
    return bool(_WORN_MARK.fullmatch(words)) and words != "SBU"


def _is_near_level(words: Sequence[str]) -> bool:
    """Whether one of the words is near to a level, or to SBU."""
    levels = {level.code for level in tables.classifications()}
    return any(
        _WORN_MARK.fullmatch(word)
        or (5 < len(word) < 16 and any(_likeness(word.strip("[]-."), level) >= _LIKENESS for level in levels))
        for word in words
    )


def _likeness(word: str, level: str) -> float:
    return SequenceMatcher(None, word, level).ratio()


# ---------------------------------------------------------------- headers of later sections


def _with_later_headers(lines: list[Line]) -> list[Line]:
    """The lines, the transmission header before a second or later classification line as ``repeated``."""
    places = [i for i, line in enumerate(lines) if line.kind == "classification"]
    for above, place in pairwise(places):
        near = range(max(above + 1, place - _HEADER), place)
        if not any(lines[i].kind == "from" for i in near):
            continue
        first = next((i for i in near if _begins_header(lines[i])), place)
        lines[first:place] = [
            line if line.kind in ("blank", "stamp") else line.of_kind("repeated")
            for line in lines[first:place]
        ]
    return lines


def _begins_header(line: Line) -> bool:
    """Whether a line begins a transmission header: its first page, or the date-time group."""
    return line.kind in ("transmission-id", "dtg") or (line.kind == "page-line" and "PAGE 01" in line.words)
