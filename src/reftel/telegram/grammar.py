"""Grammar: every pattern by which the parser knows a line, each beside real-looking lines.

``LINE_KINDS`` is an ordered table: the first pattern that fits a whole line
names its kind; the last row always fits. ``{LEVEL}`` stands for the levels of
the classification table, each with or without blanks between its letters.
Facts after 5 FAH-2 H-321 (transmission), 5 FAH-1 H-210 to H-246 (telegrams).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reftel import tables

# A line is judged by its beginning: labels stand at the front, and no label is longer than this.
JUDGED = 400

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Rule(NamedTuple):
    """A kind of line, the pattern that the whole line must fit, and lines that do."""

    kind: str
    pattern: str
    examples: tuple[str, ...]
    begins: str = LETTERS
    """The letters with which its first word can begin: a line that begins with another is not tried."""
    digits: int = 0
    """How many digits there must be on the line at least."""
    letters: tuple[str, ...] = ()
    """Words in upper case, one of which must stand on the line."""
    heads: tuple[str, ...] = ()
    """Beginnings, blanks before them left out: a line that has none of them is not tried.

    In upper case, with 0 for each digit and ? for any letter.
    """
    dash: bool = False
    """Whether there must be a dash on the line if it begins with a letter."""


STATION = r"[A-Z][A-Z.'\-]*+(?: [A-Z.'\-]++){0,3}"
MARK = r"(?:TS|S|C|U|SBU|LOU|FOUO|N)(?:[ /,\-]{1,3}[A-Z][A-Z ,/&.]{0,60})?"

# With these a level begins, its letters apart or not, and what may stand before it: a letter or two.
_LEVEL_HEADS = (
    *("CON", "CO ", "C ", "LIM", "LI ", "L ", "LOU", "LO ", "RES", "RE ", "R ", "SEC", "SE ", "S "),
    *("TOP", "TO ", "T ", "UNC", "UN ", "U "),
)
_BEFORE_LEVEL = ("", "?", "? ", "??", "?? ")

LINE_KINDS = (
    Rule("blank", r"[\s\\]*+", ("", "   ", " \\"), heads=("\\",)),
    Rule(
        "page-mark",
        rf"\s*{STATION} {{1,8}}\d{{8}} {{1,8}}\d{{3}}(?:\.\d)? ?OF ?\d{{3}}\s*",
        ("BAMAKO 00001399  001.2 OF 003", "NEW DELHI 00005237  002 OF 002 "),
        digits=14,
        heads=tuple(LETTERS),
    ),
    Rule(
        "page-line",
        r"(?!\s*(?:TO|INFO)\s)(?:[A-Z ]{0,24}\s)?\s*PAGE \d\d"
        r"(?: {1,12}[A-Z][A-Z .'\-]{1,24}\d{2,6}(?: {1,4}\d\d OF \d\d)?"
        r"(?: {1,4}\d{6}[Z2])?)?\s*",
        (
            "PAGE 01        LA PAZ  02499  231646Z",
            "CONFIDENTIAL PAGE 02 ROME 01196 01 OF 02 082030Z",
            "PAGE 02",
        ),
        digits=2,
        letters=("PAGE ",),
    ),
    Rule(
        "stamp",
        r"\s*(?:(?:[A-Z][\w.'\-]*(?: [A-Z][\w.'\-]*){1,4}\s+)?"
        r"DECLASSIFIED/RELEASED US DEPARTMENT OF STATE\b.*"
        r"|(?:UNCLASSIFIED\s+)?U\.S\. DEPARTMENT OF STATE\s+CASE NO\..*|RELEASED? IN (?:PART|FULL)\b.*)",
        (
            "    Declassified/Released US Department of State EO Systematic Review 30 JUN 2005",
            "  Jane Q. Example Declassified/Released US Department of State EO Systematic Review 20 Mar 2014",
            "UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C05700001 Date: 08/31/2015",
            "RELEASE IN PART B6",
        ),
        letters=("CASE NO.", "RELEASE"),
    ),
    Rule(
        "transmission-id",
        r"\s*\W{0,3}[A-Za-z]{0,12}?V ?ZCZC[A-Z]{0,3}\d{0,6}\s*",
        ("VZCZCXRO7777",),
        letters=("ZCZC",),
    ),
    Rule(
        "routing",
        r"(?:ZZ|OO|PP|RR)(?: [A-Z]{4,8}+)++\s*",
        ("RR RUEHPA RUEHZK", "OO RUEHBI RUEHCI "),
        heads=("ZZ ", "OO ", "PP ", "RR "),
    ),
    Rule(
        "origin",
        r"DE [A-Z]{4,8} {1,3}#?\d{1,4}.*",
        ("DE RUEHBP #1399/01 3321052", "DE RUEHKL #1376 2530936"),
        digits=1,
        heads=("DE ",),
    ),
    Rule("security", r"ZN[RY] [A-Z]{5}.*", ("ZNY CCCCC ZZH", "ZNR UUUUU ZZH"), heads=("ZNR", "ZNY")),
    Rule(
        "dtg",
        r"\s*(?:[ZOPRYM0]{1,2} {1,4}){0,3}[\dO]{6}[Z2] {0,3}"
        r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}"
        r" {0,3}(?:19|20)?\d\d(?!\d).*",
        (
            "R 281052Z NOV 07",
            "O P 121314Z MAR 08 ZDK",
            "R 231328Z APR 75",
            "0 2813142 JAN 85",
            "R 281052ZNOV07",
        ),
        digits=2,
        heads=(
            *("000", "00O", "00 "),
            *(first + second for first in "ZOPRYM" for second in " ZOPRYM0"),
            *("0" + second for second in " ZOPRYM"),
        ),
    ),
    Rule("from", r"\s*FM:? {1,4}\S.*", ("FM AMEMBASSY BAMAKO",), heads=("FM",)),
    Rule(
        "distribution",
        r"\s*(?:(?:ACTION|ORIGIN|INFO) {1,6})?(?:[A-Z][A-Z/]{0,7}-\d\d(?:\s++|$))++"
        r"(?:/\d{3} ?|\( ?[A-Z]+ ?\) ?)?(?:[A-Z]\b)?\s*"
        r"|\s*/\d{3} ?[A-Z]?\s*",
        (
            "ACTION ARA-10",
            "INFO OCT-01 ISO-00 ( ISO ) W",
            "INFO OCT-01 ISO-00 AID-05 CIAE-00",
            " NSC-05 /043 W",
            "ORIGIN SS-25",
            "INFO  LOG-00   AF-00   ",
        ),
        digits=2,
        heads=(*LETTERS, "/"),
        dash=True,
    ),
    Rule(
        "dateline",
        r"\s*(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY, \d{1,2} [A-Z]{3,9} \d{4}(?:, \d\d:\d\d)?\s*",
        ("Thursday, 06 December 2007, 12:56",),
        digits=5,
        heads=("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"),
    ),
    Rule(
        "service",
        r"\s*(?:NOTE BY OC/T\b.*|NOTE: NOT PASSED\b.*|STATE GRNC\b.*|>? *\d{4}[A-Z ]{3,6}\d{5} - .*|[.>]\s*)",
        ("NOTE BY OC/T:  HEADING AS RECEIVED.", "  2004BAMAKO01540 - UNCLASSIFIED", ".", "> ", "STATE GRNC"),
        heads=("NOT", "STA", ">", ".", "000"),
    ),
    Rule(
        "downgrading",
        r"\s*(?:GP|GROUP)[ \-]?[1-4]\.?\s*",
        ("GP-3", "GROUP 4"),
        digits=1,
        heads=("GP", "GRO"),
    ),
    Rule(
        "counter",
        r"\s*-{2,}\s*[0-9A-F]{6}(?:Z\b|\b).*|\s*\d{1,3}(?:/\d{1,3})?\s*",
        ("           --------------------- 013046", "------------------026406  290708Z /12", "46", "46/15"),
        digits=1,
        heads=("-", "0/0", "00/", "000", "0 ", "00 "),
    ),
    Rule(
        "drafting",
        r"\s*(?:DRAFTED BY|APPROVED BY|CLEARED BY|DESIRED DISTRIBUTION)\b.*",
        ("DRAFTED BY L/M:JQEXAMPLE:ABC", "APPROVED BY L:RROE"),
        heads=("DRA", "APP", "CLE", "DES"),
    ),
    Rule(
        "to",
        r"\s*TO:?(?: {1,4}\S.*|\s*)",
        ("TO RUEHC/SECSTATE WASHDC 8499", "TO SECSTATE WASHDC 2887"),
        heads=("TO",),
    ),
    Rule(
        "info",
        r"\s*INFO:?(?: {1,6}\S.*|\s*)",
        ("INFO RUEHZK/ECOWAS COLLECTIVE", "INFO AMEMBASSY LIMA"),
        heads=("INF",),
    ),
    Rule("excluded", r"\s*XMT:? {1,4}\S.*", ("XMT AMEMBASSY TRIPOLI",), heads=("XMT",)),
    Rule("break", r"\s*BT\s*", ("BT",), heads=("BT",)),
    Rule("end", r"\s*N{3,6}\s*|<< END OF DOCUMENT >>\s*", ("NNNN", "NNN"), heads=("NNN", "<<")),
    Rule("station-serial", r"\s*#\d{4}\s*", ("#1399",), begins="", digits=4, heads=("#",)),
    Rule(
        "classification",
        rf"\s*(?:[A-Z]{{1,2}} ?)?(?:{{LEVEL}})(?![A-Za-z])"
        rf"(?:[ /,]+(?:E ?F ?T ?O|NOFORN|N O F O R N|SENSITIVE|NODIS|EXDIS|LIMDIS|STADIS"
        rf"|SIPDIS|FOUO))*+(?:\s+SECTION\s+\d{{1,2}}\s+OF\s+\d{{1,2}})?"
        rf"\s+{STATION}\s+(?=O*\d)[\dO]{{1,6}}(?:\s+.{{0,40}})?",
        (
            "C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399",
            "UNCLAS LA PAZ 2490",
            "S E C R E T STATE 068250",
            "LIMITED OFFICIAL USE PORT MORESBY 00201",
            "CONFIDENTIAL NEW DELHI 005238 ",
            "s e c r e t section 01 of 02 state 068250",
            "UNCLAS E F T O LONDON 002468",
        ),
        digits=1,
        heads=tuple(sorted({(before + head)[:3] for before in _BEFORE_LEVEL for head in _LEVEL_HEADS})),
    ),
    Rule(
        "banner",
        r"\s*(?:{LEVEL})(?![A-Za-z])(?://?[A-Z /]{1,40})?\s*",
        ("CONFIDENTIAL", "UNCLASSIFIED", "S E C R E T", "LIMITED OFFICIAL USE", "SECRET//NOFORN"),
        heads=_LEVEL_HEADS,
    ),
    Rule(
        "order",
        r"\s*(?:E\s?[.,]?\s?[O0]\s?[.,]?M?|EXECUTIVE ORDER)\s*[:;,.]?\s*"
        r"(?:[1lI][\dO]{3,5}|N/A|UNKNOWN|X?GDS\d?|[ARX]DS|OADR|DECL)\b.*",
        (
            "E.O. 12958: DECL: 11/16/2017",
            "EO 12958 DECL: 01/31/2019",
            "E.O. 11652: GDS",
            "E.o. 12958: decl: 07/01/2034",
            "E.O.: GDS",
        ),
        heads=("E ", "E.", "E,", "EO", "E0", "EXE"),
    ),
    Rule(
        "tags",
        r"\s*(?:TAGS?|TAGES|TGS|TABS|TAOS|TAS|AGS)(?:\s*[:;,.]|\s).*|\s*(?:TAGS|TAGES):?\s*",
        ("TAGS: PGOV, PREL, ML", "TAGS PREL PINS", "TAGES: PREL", "Tags: prel"),
        heads=("TAG", "TGS", "TAB", "TAO", "TAS", "AGS"),
    ),
    Rule(
        "subject",
        r"\s*SUBJ(?:ECT)?(?:\s*[:;.]|\s).*|\s*SUBJ(?:ECT)?\s*|\s*UBJECT\s*:.*",
        ("SUBJECT: A SUBJECT THAT RUNS", "SUBJ: TIN COUNCIL", "SUBJECT SAG AGREES", "UBJECT: A VISIT"),
        heads=("SUB", "UBJ"),
    ),
    Rule(
        "reference",
        r"\s*(?:REF(?:S|TELS?|\(S\)|ERENCES?)?|RETELS?|RE)\s*[:;].*"
        r"|\s*REF(?:S|TELS?|\(S\))?[. ]\s*(?:\(?[A-Z][.):] |\d\d [A-Z]{3}|[A-Z]{4}[A-Z ]{0,20} \d{2}).*"
        r"|\s*REF(?:S|TELS?|\(S\))?[. ]\s*\(?[A-Z]\)? +(?:\d\d(?:\d\d)? +)?[A-Z][A-Z .'\-]{2,24} +\d{2}.*"
        r"|\s*A[.)] ?REFS?:? +(?:\d\d )?[A-Z][A-Z .'\-]{2,24} +#?\d{2,6}\b.*|\s*REFS?:?\s*",
        (
            "REF: BAMAKO 01015",
            "REFS: (A) STATE 072515, (B) LA PAZ 2411",
            "REF A. RIYADH 1579",
            "REFTEL: STATE 12345",
            "REF A BAMAKO 721 B BAMAKO 690",
            "A. REF BAMAKO 222",
        ),
        heads=("REF", "RET", "RE ", "RE:", "RE;", "A.", "A)"),
    ),
    Rule(
        "classified-by",
        r"\s*(?:\([A-Z]{1,3}\)\s*)?(?:CLASSIFI?ED\s?BY|DERIVED\s?FROM|REASONS?\s?:|DECLASSIFY ON).*",
        (
            "Classified By: Ambassador Jane Q. Example for reasons 1.4 (b) and (d).",
            "CLASSIFIED BY ECON CHIEF RICHARD ROE",
        ),
        heads=("CLA", "DER", "DEC", "REA", "("),
    ),
    Rule(
        "rule",
        r"\s*[-=_*~](?:[-=_*~ ]{0,300})\s*",
        ("--------------", "--------------------------------------------- -", "-"),
        heads=("-", "=", "_", "*", "~"),
    ),
    Rule(
        "paragraph",
        rf"\s*[¶�]?\s*(?:\d{{1,3}}[A-Z]?\s?[.)]?\s*\({MARK}[^)]{{0,20}}\).*|\d{{1,3}}[A-Z]?\s?[.)](?!\d)\s*\S.*|\d{{1,3}}[.)]\s*)",
        (
            "1.(C) Summary: Toure said",
            "¶2. (SBU) The minister",
            "3. THE FOREIGN MINISTER",
            "¶1.  (C) Summary:",
        ),
        digits=1,
        heads=("\u00b6", "\ufffd", "0"),
    ),
    Rule("text", r"(?s:.*)", ("supplies to the besieged town",)),
)

# Heading labels that may also follow on another label's line; the colon is demanded there.
INLINE_LABELS = (
    Rule("tags", r"\bTAGS?\s*[:;]", ("E.O. 12958: N/A TAGS: PGOV BR",), letters=("TAG",)),
    Rule(
        "subject",
        r"\bSUBJ(?:ECT)?\s*[:;]",
        ("TAGS: prel, tu Subject: turkish p.m. goes to washington",),
        letters=("SUBJ",),
    ),
    Rule(
        "reference",
        r"(?<!\()\bREF(?:S|TELS?)?:|REF(?:S|TELS?)?:(?=\s*\(?[A-Z][.):]\s)",
        ("SUBJECT: TRADE TALKS REF: STATE 12345", "SUBJECT: A VISIT OF THE PRIMEREF: A. BAMAKO 1939"),
        letters=("REF",),
    ),
    Rule(
        "classified-by",
        r"CLASSIFIED\s+BY\s*:",
        ("REF: STATE 12345 CLASSIFIED BY: Jane Q. Example", "SUBJECT: VISIT TO BAMAKOClassified By: DCM"),
        letters=("CLASSIFIED",),
    ),
)

# The label at the front of a field's first line.
LABELS = {
    "tags": r"\s*(?:TAGS?|TAGES|TGS|TABS|TAOS|TAS|AGS)\b\s*[:;,.]?",
    "subject": r"\s*S?UBJ(?:ECT)?\b\s*[:;.]?",
    "reference": r"\s*(?:REF(?:TELS?|ERENCES?|\(S\)|S)?|RETELS?|RE)(?![A-Z])\s*[:;.]?",
}

DTG = re.compile(
    r"\s*(?P<precedence>(?:[ZOPRYM0]{1,2} +)*)(?P<dtg>"
    r"(?P<day>[\dO]{2})(?P<hour>[\dO]{2})(?P<minute>[\dO]{2})[Z2] *"
    r"(?P<month>[A-Z]{3})[A-Z]{0,6} *(?P<year>(?:19|20)?\d\d))(?P<rest>.*)",
    re.IGNORECASE,
)  # R 281052Z NOV 07
ORIGIN = re.compile(
    r"DE (?P<station>[A-Z]{4,8}) +#?(?P<serial>\d{1,4})(?:/(?P<section>\d{1,3}))?"
    r"(?: +(?P<day>\d{3})(?P<time>\d{4}))?(?P<rest>.*)",
    re.IGNORECASE,
)  # DE RUEHBP #1399/01 3321052
SECTION_OF = re.compile(r"\b(?P<section>\d{2,3})(?:\.\d)? ?OF ?(?P<count>\d{2,3})\b")  # 001.2 OF 003
MARKED_NUMBER = re.compile(
    r"\s*(?:[A-Z ]{0,24}\s)?(?:PAGE \d\d +)?"
    r"(?P<station>[A-Z][A-Z.'\-]*(?: [A-Z.'\-]+){0,3}) +(?P<serial>\d{2,8})\b",
    re.IGNORECASE,
)  # PAGE 02 LA PAZ 00676 010653Z
NUMBER = re.compile(r"\s*[¶�]?\s*(?P<number>\d{1,3}(?P<letter>[A-Z])?)\s?(?P<stop>[.)])?\s*")  # ¶2.
PORTION = re.compile(rf"\s*\((?P<mark>{MARK})\)")  # (S/NF)
NUMBER_AND_PORTION = re.compile(rf"{NUMBER.pattern}(?:{PORTION.pattern})?")  # 2. (S/NF)
# the sale of tin. EXAMPLE
GLUED_SIGNATURE = re.compile(r"[.!?][\"'\u201d\u2019)]{0,2} {1,3}(?P<name>[A-Z][A-Z'\u2019\-]{2,20})\s*\Z")
# Words in capitals that end a part of the text, and are no name.
CLOSING_WORDS = frozenset(
    ("END", "COMMENT", "SUMMARY", "TEXT", "QUOTE", "UNQUOTE", "NNNN", "SIPDIS", "REGARDS")
)
SENTENCE_END = re.compile(r"[.?!:;\"'”’)\]]\s*$")  # the Malian Army.


def spaced(words: str) -> str:
    """A pattern for ``words`` with or without blanks between the letters."""
    return r"\s*".join(r" ?".join(word) for word in words.split())


@cache
def level_pattern() -> str:
    """A pattern for all classification levels, longest first."""
    written = {name for level in tables.classifications() for name in (level.code, *level.variants)}
    return "|".join(spaced(name) for name in sorted(written, key=lambda name: (-len(name), name)))


@cache
def inline_pattern() -> re.Pattern[str]:
    """All of ``INLINE_LABELS`` as one alternation, named as in ``line_pattern``."""
    rows = (f"(?P<{rule.kind.replace('-', '_')}>{rule.pattern})" for rule in INLINE_LABELS)
    return re.compile("|".join(rows), re.IGNORECASE)


# What patterns take for letters beyond ASCII: the i with a dot in capitals and without, long s, Kelvin.
_LETTERLIKE = ("\u0130", "\u0131", "\u017f", "\u212a")


def is_plain(words: str) -> bool:
    """Whether the letters that patterns know stand in ``words`` as themselves alone."""
    return words.isascii() or not any(map(words.__contains__, _LETTERLIKE))


def may_hold_label(words: str) -> bool:
    """Whether one of ``INLINE_LABELS`` can stand on a line, below its own label: most lines fail here."""
    if words.find(":", _FIRST_SIGN) < 0 and words.find(";", _FIRST_SIGN) < 0:
        return False
    return any(map(words[3:].upper().__contains__, _INLINE_WORDS)) or not is_plain(words)


_FIRST_SIGN = 6  # the first place at which the sign after such a label can stand
_INLINE_WORDS = tuple(word for rule in INLINE_LABELS for word in rule.letters)
