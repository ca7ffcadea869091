"""Damage: composed telegrams with lines lost, doubled, moved and put in, as strategies of hypothesis."""

from __future__ import annotations

import os
from functools import cache

from hypothesis import strategies as st

from reftel.compose import collection, compose, wrap_page
from reftel.record import Record

TIMES = int(os.environ.get("REFTEL_TIMES", "1"))
"""How many times as many examples are to be tried."""

# Lines that change what the lines around them are; a damaged telegram has them anywhere.
FRAGMENTS = (
    "",
    "   ",
    "SIPDIS",
    "NOFORN",
    "BT",
    "NNNN",
    "#1361",
    "----------",
    "-",
    "PAGE 02",
    "46",
    "\x0c",
    "\x00",
    "C O N F I D E N T I A L SECTION 02 OF 03 BAMAKO 001361",
    "UNCLAS LA PAZ 2490",
    "S E C R E T",
    "SECRET//NOFORN",
    "BAMAKO 00001361  002 OF 003",
    "CONFIDENTIAL PAGE 02 ROME 01196 01 OF 02 082030Z",
    "RELEASED IN PART B6",
    "VZCZCXRO7777",
    "RR RUEHPA RUEHZK",
    "DE RUEHBP #1361/01 3321052",
    "ZNY CCCCC ZZH",
    "R 281052Z NOV 07",
    "R 991052Z NOV 07",
    "FM AMEMBASSY BAMAKO",
    "TO RUEHC/SECSTATE WASHDC 8447",
    "INFO RUEHAS/AMEMBASSY ALGIERS 0361",
    "XMT AMEMBASSY TRIPOLI",
    "ACTION ARA-10",
    "INFO OCT-01 ISO-00 AID-05",
    "DRAFTED BY L/M:JQEXAMPLE:ABC",
    "E.O. 12958: DECL: 11/16/2017",
    "E.O. 11652: GDS",
    "EO 12958 DECL: 31/31/2017 OR EVENT",
    "TAGS: PREL, PINS, ML",
    "TAGES PREL(DOE, JANE A) OVIP",
    "TAGS: PRELPINSML",
    "SUBJECT: (C/NF) A VISIT",
    "SUBJ:",
    "REF: A. STATE 1 B. (NOTAL)",
    "REFS: (A) STATE 072515, (B) LA PAZ 2411",
    "REF: 06 ATLANTIS 12345 AND PREVIOUS",
    "Classified By: DCM Jane Q. Example, Jr., for",
    "reasons 1.4 (b), (c) and (d).",
    "CLASSIFIED BY JANE ROE AND RICHARD ROE. REASON: 1.5 (B)",
    "Declassify on: 25X1",
    "1. (C) Summary: It rained.",
    "¶2. (SBU//NF) End summary. See reftel and ref A.",
    "3.(U)",
    "6A. Action request: ",
    "End comment.",
    "(Comment: He was late. End comment.)",
    "Participants:",
    "United States:",
    "Ambassador Roe, DCM (notetaker)",
    "Mr. Poe (strictly protect) said so",
    "A HEADING",
    "goes on in lower case",
    "Roe",
    "O'NEILL-DUPONT",
    "\u2028",
    "\x85\xa0",
)
PLACES = st.integers(0, 100_000)
CHANGES = st.one_of(
    st.tuples(st.just("insert"), PLACES, st.sampled_from(FRAGMENTS)),
    st.tuples(st.just("insert"), PLACES, st.text(max_size=12)),
    st.tuples(st.just("delete"), PLACES, st.integers(1, 12)),
    st.tuples(st.just("repeat"), PLACES, st.integers(1, 12)),
    st.tuples(st.just("letter"), PLACES, st.sampled_from("\n\r\t \u00b6.,:;(/)#1AZ\u00e9\ud800")),
    st.tuples(st.just("cut"), PLACES, st.just(0)),
    st.tuples(st.just("case"), PLACES, st.integers(1, 12)),
    st.tuples(st.just("returns"), st.just(0), st.just(0)),
    st.tuples(st.just("join"), PLACES, st.just(0)),
)
Change = tuple[str, int, str | int]


@cache
def seeds() -> tuple[tuple[Record, str], ...]:
    """Telegrams to damage: short ones, so that the damage matters."""
    short = sorted(((record, compose(record)) for record in collection(60, 3)), key=lambda pair: len(pair[1]))
    return tuple(short[:25])


def changed(text: str, change: Change) -> str:
    """``text`` with one damage."""
    kind, at, what = change
    lines = text.split("\n")
    i = at % len(lines)
    if isinstance(what, str):
        if kind == "letter":
            place = at % (len(text) + 1)
            return text[:place] + what + text[place + 1 :]
        lines.insert(i, what)
    elif kind == "delete":
        del lines[i : i + what]
    elif kind == "repeat":
        lines[i:i] = lines[i : i + what]
    elif kind == "cut":
        return text[: at % (len(text) + 1)]
    elif kind == "case":
        lines[i : i + what] = [line.swapcase() for line in lines[i : i + what]]
    elif kind == "returns":
        return text.replace("\n", "\r\n")
    else:
        lines[i : i + 2] = [" ".join(lines[i : i + 2])]
    return "\n".join(lines)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A composed telegram with up to six damages, sometimes within a page."""
    record, text = draw(st.sampled_from(seeds()))
    for change in draw(st.lists(CHANGES, min_size=1, max_size=6)):
        text = changed(text, change)
    return wrap_page(text, record) if draw(st.integers(0, 5)) == 0 else text


@st.composite
def piled(draw: st.DrawFn) -> str:
    """Fragments in any order, nothing else."""
    ends = draw(st.sampled_from(("\n", "\r\n", "\n\n")))
    return ends.join(draw(st.lists(st.sampled_from(FRAGMENTS), max_size=30)))
