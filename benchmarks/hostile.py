"""Texts made to be slow: does the time of every rule grow no faster than the text? Exits with 1 if not.

    python benchmarks/hostile.py [--only WORD]

Each case is a text that grows: an example of the grammar stretched at one place, repeated on one line or
on many, with what all but fits; labels and signs without end; telegrams with their line ends taken out.
A case that takes more than 2.2 times as long for twice the length is measured again, longer and oftener,
before it is blamed. Times are those of this process, the shortest of several; below a few hundredths of
a second they tell nothing, so that such a case is made longer first. The collector of garbage is off, as
in ``timeit``: its time depends on all that is alive.
"""

from __future__ import annotations

import argparse
import gc
import runpy
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reftel.compose import collection, compose
from reftel.telegram import grammar, grammar_heading, grammar_references, grammar_text
from reftel.telegram.parser import parse
from reftel.telegram_id import read_id

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path.insert(0, str(TESTS))
# The texts of the tests that see to it that such texts are read to their end.
_TESTS = runpy.run_path(str(TESTS / "test_parser_heavy.py"))
HEADING, TEXT, HEAVY = _TESTS["HEADING"], _TESTS["TEXT"], _TESTS["HEAVY"]

MOST = 2.2  # times as long for twice the length
SHORTEST = 100_000  # characters
LONGEST = 1_600_000
TELLING = 0.03  # seconds from which a time tells something
MISS = "\x7f"  # a sign that no rule takes

# Where a line can stand, by the words before it: each field, the envelope, the text.
PLACES = {
    "alone": "",
    "envelope": "R 281052Z NOV 07\nFM ",
    "addressee": "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO ",
    "order": HEADING.partition("E.O.")[0] + "E.O. 12958: DECL: ",
    "tags": HEADING.partition("PREL")[0],
    "subject": HEADING.partition("A VISIT")[0],
    "references": HEADING.rstrip() + "\nREF: ",
    "classifier": HEADING.rstrip() + "\nCLASSIFIED BY: ",
    "text": TEXT,
    "summary": TEXT + "Summary: ",
    "participants": TEXT + "Participants:\n",
    "released": "UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Date: 08/31/2015\n" + TEXT,
    "worn marks": "RELEASED IN FULL U.S. Department of State\n" + HEADING + "1. (5844 A\n2. (5B) B\n3. ",
    "the form of the 1960s": "INCOMING TELEGRAM Department of State\n12 SECRET\nFROM: Bamako\nTO: ",
    "a printed edition": "651.99/1: Telegram\nThe Minister in Mali (Roe) to the Secretary of State\n"
    "Bamako, July 1, 1950—noon.\n\n12. ",
    "its source note": "1. Telegram From the Embassy in Mali to the Department of State\nSource: ",
    "labels of SMART": "UNCLASSIFIED\n\nMRN: 12 BAMAKO 1361\nDate/DTG: Jul 04, 2012 / 041359Z JUL 12\nFrom: ",
}


class Case(NamedTuple):
    """A name, and the text of a given length."""

    name: str
    make: Callable[[int], str]
    task: Callable[[str], object] = parse


# ---------------------------------------------------------------- the cases


def repeated(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Texts of ``piece`` again and again, cut to the length, between ``before`` and ``after``."""

    def make(length: int) -> str:
        left = length - len(before) - len(after)
        return before + (piece * (left // len(piece) + 1))[:left] + after

    return make


def stretched(example: str, place: int) -> Callable[[int], str]:
    """Texts of an example whose sign at ``place`` stands many times, with a last sign that fits nothing."""
    return repeated(example[place], example[:place], example[place:] + MISS)


def turns(example: str) -> Iterable[int]:
    """The places of an example where each sort of sign first stands."""
    first: dict[str, int] = {}
    for place, sign in enumerate(example):
        sort = "letter" if sign.isalpha() else "digit" if sign.isdigit() else sign
        first.setdefault(sort, place)
    return first.values()


def lines() -> Iterator[Case]:
    """For each kind of line: its examples, all but fitting, stretched at each part and repeated."""
    for rule in (*grammar.LINE_KINDS, *grammar.INLINE_LABELS):
        for example in filter(str.strip, rule.examples):
            name = f"line {rule.kind}, {example.strip()[:30]}"
            yield Case(f"{name}, repeated", repeated(example + " ", after=MISS))
            yield Case(f"{name}, on many lines", repeated(f"{example}{MISS}\n", HEADING))
            yield Case(f"{name}, in the text", repeated(f"{example}\n", TEXT))
            for place in turns(example):
                yield Case(f"{name}, stretched at {place}", stretched(example, place))


def fields() -> Iterator[Case]:
    """For each pattern of the fields and of the text: its examples repeated in fields and in the text."""
    tables: dict[str, Mapping[str, tuple[str, ...]]] = {
        "order": grammar_heading.EXAMPLES,
        "references": grammar_references.EXAMPLES,
        "text": {part.role: (*part.examples, *part.closing_examples) for part in grammar_text.PARTS},
        "participants": {"PROTECT": grammar_text.PROTECT_EXAMPLES},
    }
    for field, examples_of in tables.items():
        for pattern, examples in examples_of.items():
            for example in filter(str.strip, examples):
                for place in dict.fromkeys((field, "text")):
                    made = repeated(example + " ", PLACES[place])
                    yield Case(f"{pattern}, {example.strip()[:30]}, repeated in {place}", made)


def signs() -> Iterator[Case]:
    """Each sign and pair of signs without end, wherever a line can stand."""
    for place, before in PLACES.items():
        for piece in (
            "A",
            "a",
            "1",
            " ",
            "\n",
            "\t",
            "(",
            ")",
            ".",
            ",",
            "-",
            "/",
            ":",
            "\\",
            "A ",
            "1 ",
            "A. ",
        ):
            yield Case(f"{piece!r} without end in {place}", repeated(piece, before))
        for piece in (
            "(A",
            "A-",
            "A/",
            "A, ",
            "A AND ",
            "a\n",
            "A\n\n",
            "1.\n",
            "(C) ",
            "REF A ",
            "STATE 12 ",
        ):
            yield Case(f"{piece!r} without end in {place}", repeated(piece, before))


def heavy() -> Iterator[Case]:
    """The heavy texts of the tests, made longer by repeating them."""
    for name, text in HEAVY.items():
        piece = text[: SHORTEST // 2]
        yield Case(f"heavy {name}", repeated(piece))
        yield Case(f"heavy {name}, in the text", repeated(piece.removeprefix(HEADING), TEXT))


def telegrams() -> Iterator[Case]:
    """Composed telegrams damaged all over, and repeated."""
    text = compose(next(iter(collection(1, 3))))
    damaged = {
        "whole": text,
        "without line ends": text.replace("\n", " "),
        "with double line ends": text.replace("\n", "\n\n"),
        "in small letters": text.lower(),
        "in capitals": text.upper(),
        "with an end after each word": text.replace(" ", "\n"),
        "without blanks": text.replace(" ", ""),
        "with a page mark after each line": text.replace("\n", "\nBAMAKO 00001361  001.2 OF 003\n"),
        "with a caption after each line": text.replace("\n", "\nSIPDIS\n"),
        "beyond ASCII": text.replace("e", "\u00e9").replace("S", "\u017f"),
    }
    for name, piece in damaged.items():
        yield Case(f"telegram {name}", repeated(piece))


def numbers() -> Iterator[Case]:
    """Ids as people write them, without end."""
    for piece in ("07", "BAMAKO ", "07BAMAKO1361 ", "0", "SECTION01OF03"):
        yield Case(f"id {piece}", repeated(piece), read_id)


def cases() -> Iterator[Case]:
    """All of them."""
    for family in (heavy, telegrams, signs, numbers, lines, fields):
        yield from family()


# ---------------------------------------------------------------- the measure


def seconds(case: Case, length: int, rounds: int) -> float:
    """The shortest time of several for a text of this length, made before the clock runs."""
    text = case.make(length)
    found = []
    for _ in range(rounds):
        start = time.process_time()
        case.task(text)
        found.append(time.process_time() - start)
        gc.collect()
    return min(found)


def growth(case: Case, rounds: int, doublings: int) -> float:
    """How many times as long it takes for twice the length, on average of so many doublings."""
    length = SHORTEST
    first = seconds(case, length, rounds)
    while first < TELLING and length << doublings + 1 <= LONGEST:
        length *= 2
        first = seconds(case, length, rounds)
    if first < TELLING:
        return 1.0
    for done in range(1, doublings + 1):
        last = seconds(case, length << done, rounds)
        if last / first > (2 * MOST) ** done:
            break  # far too slow already; twice the length might take minutes
    return float((last / first) ** (1 / done))


def slow(chosen: Sequence[Case]) -> Iterator[tuple[Case, float]]:
    """The cases that grow too fast, each measured up to three times, ever oftener."""
    for case in chosen:
        for rounds, doublings in ((1, 1), (3, 2), (5, 3)):
            factor = growth(case, rounds, doublings)
            if factor <= MOST:
                break
        else:
            yield case, factor


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="", help="only the cases whose name has this word")
    return parser.parse_args()


def main() -> int:
    """Measure all cases and name those that grow too fast."""
    only = arguments().only
    chosen = [case for case in cases() if only in case.name]
    print(f"{len(chosen):,} hostile texts of {SHORTEST:,} to {LONGEST:,} characters")
    print(f"Aim: at most {MOST} x the time for twice the length")
    gc.disable()
    found = 0
    for case, factor in slow(chosen):
        found += 1
        print(f"  {factor:5.2f} x  {case.name}", flush=True)
    print(f"{found} of them grow faster" if found else "None grows faster.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
