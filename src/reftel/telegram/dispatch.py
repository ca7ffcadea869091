"""Dispatch: the kind of each line by its own words, by trying only the rules that can fit.

Comes in: lines. Goes out: the first row of ``grammar.LINE_KINDS`` that fits each. A rule is
tried only on lines that begin as it demands and have the digits and words that it demands; the law
that this rules nothing out is a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from reftel.telegram import grammar
from reftel.telegram.grammar import JUDGED, LETTERS, LINE_KINDS, Rule

Fits = Callable[[str, int, int], re.Match[str] | None]

HEAD = 3  # signs at the front of a line that tell which rules are tried
_DIGITS = "0123456789"


def kind_of(words: str) -> str:
    """The kind of a line by its own words alone: the first row of ``LINE_KINDS`` that fits."""
    return kinds_of([words])[0]


def kinds_of(lines: Sequence[str]) -> list[str]:
    """The kind of each line by its own words alone.

    Which lines have digits, rare words or signs beyond ASCII is told for all of them at once; most of the
    others are known by their first signs.
    """
    blank, text = LINE_KINDS[0].kind, LINE_KINDS[-1].kind
    plain = _chooser(b"")
    kinds = []
    for words, marks in zip(lines, _marks(lines), strict=False):
        kind = text
        if not words:
            kind = blank
        else:
            choose = _chooser(marks) if marks else plain
            tests = choose(words[:HEAD])
            if tests is None:
                tests = choose(words.lstrip()[:HEAD]) or ()
            if tests:
                judged = words.upper() if words.isascii() else words
                for name, fits in tests:
                    if fits(judged, 0, JUDGED):
                        kind = name
                        break
        kinds.append(kind)
    return kinds


# ---------------------------------------------------------------- what is on a line

# The words without which some rules are not tried; most texts have none of them.
RARE = tuple(sorted({word.encode() for rule in LINE_KINDS for word in rule.letters}))
_RARE_SIGN = b"\x00"
_BEYOND = "\xb6"  # a sign beyond ASCII
_DASH = b"-"
# Of a line are kept the digits and all that is beyond ASCII, for digits may be there, each as the same sign,
# dashes, and the rare words' sign: so the lines of all texts have few different marks.
_KEPT = {
    **dict.fromkeys(_DIGITS.encode(), b"0"),
    **dict.fromkeys(range(128, 256), b"\xff"),
    ord(_DASH): _DASH,
    **dict.fromkeys((*_RARE_SIGN, *b"\n")),
}
_AS_MARKS = b"".join(_KEPT.get(sign) or bytes([sign]) for sign in range(256))
_DROPPED = bytes(sign for sign in range(256) if sign not in _KEPT)

# How many digits the rules ask for, and for each number of digits the most of these that it has.
_ASKED = tuple(sorted({rule.digits for rule in LINE_KINDS}))
_MOST = _ASKED[-1]
_LEAST = tuple(max(asked for asked in _ASKED if asked <= number) for number in range(_MOST))


def _marks(lines: Sequence[str]) -> list[bytes]:
    """Of each line a byte for a digit or dash, some for a sign beyond ASCII, a NUL for a rare word."""
    whole = "\n".join(lines)
    # Bytes know the capitals of ASCII alone, but fast. Few texts have other letters for which patterns take
    # letters of ASCII; their lines that are not all ASCII stay so.
    if not grammar.is_plain(whole):
        whole = "\n".join([line if line.isascii() else line.upper() + _BEYOND for line in lines])
    upper = whole.encode("utf-8", "surrogatepass").upper()
    for word in RARE:
        upper = upper.replace(word, _RARE_SIGN)
    return upper.translate(_AS_MARKS, _DROPPED).split(b"\n")


# ---------------------------------------------------------------- which rules are tried

_Tests = tuple[tuple[str, Fits], ...]
_Chooser = Callable[[str], _Tests | None]


@lru_cache(maxsize=4096)
def _chooser(marks: bytes) -> _Chooser:
    """What tells the rules that are tried on a line with these marks, by its first signs."""
    count = len(marks) - marks.count(_DASH)
    digits = _LEAST[count] if count < _MOST else _MOST
    return _chooser_for(digits, _RARE_SIGN in marks, _DASH in marks, marks.isascii())


@cache
def _chooser_for(digits: int, rare: bool, dashed: bool, capitals: bool) -> _Chooser:
    """The same for lines that hold so many digits or more, as in ``_LEAST``, and one of ``RARE``, or none.

    ``dashed``: whether a dash is there; ``capitals``: whether it is judged in capitals of ASCII.
    """
    patterns = _capital_patterns() if capitals else line_patterns()

    # The same first signs come again and again in all telegrams: those of words and of labels.
    @lru_cache(maxsize=8192)
    def tests(head: str) -> _Tests | None:
        """What a line is tried against, in order; ``None`` where white space leads it, to be left out."""
        if head[:1].isspace():
            return None
        shape = _shape(head.upper()[:HEAD])
        return tuple(
            (rule.kind, patterns[rule.kind].fullmatch)
            for rule, heads in _rules_of(shape[:1])
            if digits >= rule.digits
            and (rare or not rule.letters)
            and (dashed or not rule.dash or shape[:1] not in LETTERS)
            and (not heads or any(_alike(head, shape) for head in heads))
        )

    return tests


def _shape(head: str) -> str:
    """The first signs of a line, digits as 0 and white space as blanks; '' where they may mean others."""
    if head.isascii():
        return _ANY_BLANK.sub(" ", _ANY_DIGIT.sub("0", head))
    # Patterns take a few signs beyond ASCII, such as the long s, for letters.
    return "" if head[:1].isalnum() else head[:1]


_ANY_DIGIT, _ANY_BLANK = re.compile("[0-9]"), re.compile(r"\s")


@cache
def _rules_of(sign: str) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
    """The rules for lines that begin with this sign ('' for any), each with its heads that do, in order."""
    return tuple(
        (rule, heads)
        for rule in LINE_KINDS[:-1]
        if (sign not in LETTERS or sign in rule.begins)
        and ((heads := tuple(head for head in rule.heads if _alike(head, sign))) or not rule.heads)
    )


def _alike(head: str, shape: str) -> bool:
    """Whether a head and the first signs of a line are the same, as far as both go."""
    return all(a == b or (a == "?" and b in LETTERS) for a, b in zip(head, shape, strict=False))


# ---------------------------------------------------------------- patterns


@cache
def line_patterns() -> dict[str, re.Pattern[str]]:
    """The compiled pattern of each kind, for words in any case."""
    return {
        rule.kind: re.compile(rule.pattern.replace("{LEVEL}", grammar.level_pattern()), re.IGNORECASE)
        for rule in LINE_KINDS
    }


@cache
def _capital_patterns() -> dict[str, re.Pattern[str]]:
    """The same for words in ASCII capitals alone: twice as fast, where the pattern has no small letters."""
    return {
        rule.kind: line_patterns()[rule.kind]
        if re.search("[a-z]", _NO_LETTERS.sub("", rule.pattern))
        else re.compile(rule.pattern.replace("{LEVEL}", grammar.level_pattern()))
        for rule in LINE_KINDS
    }


_NO_LETTERS = re.compile(r"\\.|\(\?[a-z]*|A-Za-z")  # what small letters in a pattern may mean
