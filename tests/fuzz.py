"""Fuzz: telegrams damaged at random, real and invented ones, read by every reader, and held to the laws.

    python tests/fuzz.py [--minutes 10] [--seed 1] [--keep FOLDER]

Real telegrams come from ``$REFTEL_CORPUS``, else from ``../shared/corpus``; without them the invented ones of
all forms and the damaged ones of ``tests/broken`` serve. Every text follows from the seed and its number. One
that breaks a law is kept in FOLDER and told with its number; the exit status is then 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from damage import FRAGMENTS
from reftel.compose import collection, compose
from reftel.document import Source
from reftel.errors import SourceError
from reftel.sources import documents
from test_laws_parser import lawful

TESTS = Path(__file__).resolve().parent
LARGEST = 60_000  # characters of a text that is damaged
SIGNS = "\n\r\t \\/.,:;-_()[]{}*#&<>'\"\u00b6\u00a0\u2019\ufffd\u0130\u017f\x00\x0c0123456789AZOazIl"

Damage = Callable[[random.Random, list[str]], list[str]]


def lose(dice: random.Random, lines: list[str]) -> list[str]:
    """Some lines in a row are lost."""
    start = dice.randrange(len(lines))
    return lines[:start] + lines[start + dice.randint(1, 6) :]


def repeat(dice: random.Random, lines: list[str]) -> list[str]:
    """Some lines in a row come twice."""
    start = dice.randrange(len(lines))
    return lines[: start + dice.randint(1, 12)] + lines[start:]


def move(dice: random.Random, lines: list[str]) -> list[str]:
    """A line stands in another place."""
    moved = lines.pop(dice.randrange(len(lines)))
    lines.insert(dice.randint(0, len(lines)), moved)
    return lines


def stray(dice: random.Random, lines: list[str]) -> list[str]:
    """A line of a telegram's frame stands anywhere."""
    lines.insert(dice.randint(0, len(lines)), dice.choice(FRAGMENTS))
    return lines


def join(dice: random.Random, lines: list[str]) -> list[str]:
    """Two lines run together."""
    start = dice.randrange(len(lines))
    return [*lines[:start], dice.choice(("", " ")).join(lines[start : start + 2]), *lines[start + 2 :]]


def part(dice: random.Random, lines: list[str]) -> list[str]:
    """A line is broken in two."""
    start = dice.randrange(len(lines))
    place = dice.randint(0, len(lines[start]))
    return [*lines[:start], lines[start][:place], lines[start][place:], *lines[start + 1 :]]


def sign(dice: random.Random, lines: list[str]) -> list[str]:
    """Signs on a line are changed, lost or put in."""
    start = dice.randrange(len(lines))
    words = lines[start]
    for _ in range(dice.randint(1, 4)):
        place = dice.randint(0, len(words))
        words = words[:place] + dice.choice(("", dice.choice(SIGNS))) + words[place + dice.randint(0, 2) :]
    lines[start] = words
    return lines


def fold(dice: random.Random, lines: list[str]) -> list[str]:
    """Some lines in another case."""
    start, turn = dice.randrange(len(lines)), dice.choice((str.lower, str.upper, str.title, str.swapcase))
    end = start + dice.randint(1, 40)
    return [*lines[:start], *(turn(line) for line in lines[start:end]), *lines[end:]]


DAMAGES: tuple[Damage, ...] = (lose, repeat, move, stray, join, part, sign, sign, fold)


def texts() -> list[str]:
    """The texts to be damaged."""
    stated = os.environ.get("REFTEL_CORPUS")
    corpus = Path(stated) if stated else TESTS.parent.parent / "shared" / "corpus"
    files = [
        path
        for folder in (corpus, *map(TESTS.joinpath, ("broken", "sources", "telegrams")))
        for path in folder.rglob("*.*")
    ]
    named = sorted(path for path in files if path.suffix in (".txt", ".html", ".xml", ".csv", ".eml"))
    found = [path.read_bytes().decode("utf-8", "replace")[:LARGEST] for path in named]
    forms = ("acp127", "central-file", "smart")
    return found + [compose(record) for form in forms for record in collection(20, 3, form=form)]


def damaged(dice: random.Random, whole: list[str]) -> str:
    """One text with up to eight damages, now and then spliced with another."""
    lines = dice.choice(whole).split("\n")
    if dice.random() < 0.15:
        other = dice.choice(whole).split("\n")
        lines = lines[: dice.randint(0, len(lines))] + other[dice.randint(0, len(other)) :]
    for _ in range(dice.randint(1, 8)):
        lines = dice.choice(DAMAGES)(dice, lines or [""])
    return dice.choice(("\n", "\n", "\n", "\r\n", "\r")).join(lines)


def fault(text: str) -> str:
    """What is wrong with the reading of a text; '' where every law holds."""
    raw = text.encode("utf-8", "replace")
    try:
        for document in documents(Source("fuzz.txt", hashlib.sha256(raw).hexdigest(), raw)):
            lawful(document)
    except SourceError:
        return ""
    except Exception:  # whatever it is, it is a fault
        return traceback.format_exc()
    return ""


def main() -> int:
    """Damage and read until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz"))
    options = parser.parse_args()
    whole, end, number, broken = texts(), time.monotonic() + options.minutes * 60, 0, 0
    while time.monotonic() < end:
        text = damaged(random.Random(f"{options.seed} {number}"), whole)
        if told := fault(text):
            broken += 1
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"{options.seed}-{number}.txt").write_bytes(text.encode("utf-8", "replace"))
            print(f"number {number} of seed {options.seed}:\n{told}", flush=True)
        number += 1
    print(f"{number} texts of {len(whole)}, {broken} with a fault")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
