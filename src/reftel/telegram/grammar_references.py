"""Grammar of citations: the REF block and the running text, each pattern beside what it matches.

All patterns but those for ``reftel`` and ``ref A`` read words in upper case
(``citation_words.readable``). Source: 5 FAH-1 H-240 (reference line); published
telegrams for the ways in which other messages are cited.
"""

from __future__ import annotations

import re

from reftel.telegram.grammar import LABELS

# ---------------------------------------------------------------- the REF block

BLOCK_LABEL = re.compile(LABELS["reference"], re.I)  # REFS:
LABEL_AGAIN = re.compile(r"\n[ \t]*(?:REF(?:TELS?|ERENCES?|\(S\)|S)?)[ \t]*:")  # REF: on a later line
# ALGIERS 20 (NOTAL) Classified By: Jane Q. Example
BLOCK_END = re.compile(r"\b(?:CLASSIFIED\s+BY|DERIVED\s+FROM|DECLASSIFY\s+ON|REASONS?\s?:)")
# What is no part of a citation: page marks and lines, copies, addresses on the web, captions, signs.
NO_CITATION = re.compile(
    r"\d{8}\s{1,8}\d{3}(?:\.\d)?\s{1,4}OF\s{1,4}\d{3}"  # 00001399  001.2 OF 003
    r"|\bPAGE\s\d\d\s{1,12}[A-Z][A-Z ]{1,20}\s{1,4}\d{2,6}(?:\s{1,4}\d\d\sOF\s\d\d)?(?:\s{1,4}\d{6}Z)?"
    r"|\bCOPY\s+OF\s+[A-Z][A-Z .']{1,24}\s\d{1,6}"  # CORRECTED COPY OF PANAMA 1957
    r"|<?HTTPS?://[^\s>]*>?"
    r"|\bSIPDIS\b|[\\\u00b6\ufffd]"
)
SIGNS_OF_NO_CITATION = ("OF", "PAGE", "HTTP", "SIPDIS", "\\", "\u00b6", "\ufffd")  # one of these stands in it

# A. · A) · (A) · [A] · A: · A - · REF B · (BL, as L and ) share a key of the teleprinter
ENUMERATOR = re.compile(
    r"(?<![^\s;,/])(?:REFS?[.:]?\s{1,4}(?:(?P<bare>[A-Z])(?![A-Z0-9'])[.):\]]?:?)"
    r"|(?:REFS?[.:]?\s{1,4})?[(\[]\s?(?P<enclosed>[A-Z])\s?(?:[)\]][.:]?|L(?=\s))"
    r"|(?P<plain>[A-Z])\s?[.):\]]"
    r"|(?P<dashed>[A-Z])\s?-{1,2}(?=\s)"
    r"|(?P<lone>[A-Z])(?=\s))"
)
# What makes a lone letter an enumerator: 06 LA PAZ 2411
CITATION_AHEAD = re.compile(
    r"\s{1,8}(?:'?\d{2}(?:\d{2})?\s{1,4})?(?P<name>[A-Z][A-Z .'\-]{1,28}?)[\s#:]{0,4}\d"
)

# BAGHDAD 3341, 3350 · DAKAR 271 THROUGH 275
LIST_SIGN = re.compile(
    r"\s{0,8}(?:,\s{0,4}AND\b|[,;/&]|\bAND\b|(?P<range>\bTHROUGH\b|\bTHRU\b|-(?=\s?\d{3})))\s{0,8}#?"
)
# AMMAN 7718 (99) · QUITO 4525-91 · PANAMA 789/08 · AMMAN 7718 99 · LIMA 77 '08
YEAR_AFTER = re.compile(
    r"\s{0,4}\(\s?'?(?P<enclosed>\d{4}|\d{2})\s?\)"
    r"|\s?[/\-]\s?(?P<joined>\d{2})(?![\dA-Z]|\s?[/\-]\s?\d)"
    r"|\s{0,2}['\u2019](?P<elided>\d{2})(?!\d)"
    r"|[ ]{1,2}(?P<blank>\d{2})(?=\s{0,8}(?:[,;)(\n]|AND\b|\Z))"
)
DATE = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)"
    r"|\d{1,2}\s{1,8}(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]{0,6}\b"
)  # 05/11/07 · 30 APRIL
CLOSED_TITLE = re.compile(r"\s{0,4}\((?!\s?NOTAL)[^()]{12,300}\)")  # (TITLE OF IT, WITH MOSCOW 1980)
DASHED_TITLE = re.compile(r"\s{1,4}(?:--|\u2013|\u2014)\s[^;\n]{0,200}")  # -- TITLE OF IT
NOTAL = re.compile(r"\bNOTAL\b")  # (NOTAL)
SERIES = re.compile(r"\s{1,4}TOSEC\s{1,4}\d{3,6}\b")  # STATE 187673 TOSEC 180123
BACKWARDS = re.compile(r"(?P<serial>\d{1,6})\s{1,4}(?P<name>[A-Z][A-Z .'\-]{2,28})")  # 870 ULAANBAATAR
NAME_AND_NUMBER = re.compile(r"[A-Z]{3,}(?:[ .'\-]{1,2}[A-Z]+){0,3}\s{1,3}#?\d{2,6}")  # ATLANTIS 123

NUMBER_ENDS = re.compile(
    r"(?:[,;/&(\n.]|AND\b|NOTAL\b|ET SEQ|\Z)"
)  # after a number without a station: 2962 AND
EDGES = re.compile(r"[\s,;:.&/\-\u2013\u2014]*")  # signs around an item
CUT = re.compile(r";")  # between items without enumerators
CUT_MIXED = re.compile(r"[;\n]|,(?!\s{0,3}(?:19|20)\d\d\b)|\bAND\b|&")
# (NOTAL) · AND PREVIOUS E-MAILS · ET SEQ
NOTE_AFTER = re.compile(r"\s{0,4}(?:\(\s?NOTAL\b|\bNOTAL\b|\bAND\s+PREV(?:IOUS)?\b|\bET\s+SEQ\b)")
WORDS_OF_NOTES = ("NOTAL", "PREV", "SEQ")  # one of these stands in a note

# IIR 6 832 0617 08 · TD-314/00123-08 · OSC EUP20080707950031 · PARIS POINTS JULY 15
REPORT = re.compile(
    r"\b(?:REPORTS?|IIR|TDX?\s?-?\s?\d{3}|FBIS|OSC|INCSR|DAILY|POINTS|NEWSLETTER|SITREPS?|[A-Z]{3}\s?\d{11,14})\b"
)
# What no telegram is, by words in it; the first row that fits names the kind.
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"\bE-?\s?MAILS?\b")),  # DOE-ROE E-MAIL OF 09/08/2006
    # ROE-DOE TELCON
    ("telcon", re.compile(r"\b(?:TELE?CON(?:FERENCE|VERSATION)?S?|TELECOM|PHONE(?:CON)?|TELEPHONE)\b")),
    ("memo", re.compile(r"\b(?:AIDE-)?(?:MEMO(?:RANDUM|RANDA|S)?|MEMCONS?|MEMOIRE)\b")),  # ROE MEMO
    ("airgram", re.compile(r"\bAIRGRAM\b|\b(?:CERP|C?A)\s?-\s?\d{1,6}\b")),  # DEPT A-4945
    ("report", REPORT),
    # SECDEF MSG DTG 301601Z SEP 08 · 9 FAM 41.31 · UNSCR 1373 · NONPAPER
    (
        "other",
        re.compile(
            r"\bDTG\b|\b[A-Z]?\d{6}Z|\b\d{1,2}\s(?:FAM|FAH)\b|\bUNS?C?[GR]?[AC]?R(?:ES)?\s\d"
            r"|\b(?:NON-?\s?PAPERS?|LETTERS?|NOTES?|DEMARCHES?|MEETINGS?|CONVERSATIONS?|O/I|WEB\s?SITE|ALDAC|GUIDANCE|FAX|ARTICLES?)\b"
        ),
    ),
)
NOTHING = re.compile(r"\s*(?:N\s?/?\s?A|NONE|NIL|NOT APPLICABLE)\b[\s.]*(?:\Z|\n)")  # N/A

# ---------------------------------------------------------------- the running text

# reftel · Reftels · ref tel · ref cable · REFTEL A
REFTEL = re.compile(
    r"(?:ref(?:erenced?)?(?:\s{0,8}|-)(?:tel|cable|telegram)(?P<many>s)?)(?![A-Za-z])"
    r"(?:\s{1,8}(?P<letters>\(?[A-Z]\)?(?![A-Za-z'\u2019.])))?",
    re.I,
)
# ref A · Refs (a) · refs A-C
LABELLED = re.compile(
    r"ref(?P<many>s|erences?)?\.?(?:\s{1,8}(?P<open>\()?|(?P<joined>\(?))(?P<letter>[A-Z])(?P<close>\))?(?![A-Za-z'\u2019])",
    re.I,
)
# A, B and C · A-C · A through D · A/B
NEXT_LABEL = re.compile(
    r"(?P<join>\s{0,8}(?:,\s{0,8}and\b|,|&|/|\band\b|\bor\b|(?P<range>-|\u2013|\bthrough\b|\bthru\b|\bto\b))\s{0,8}"
    r"(?:ref\s{1,8})?)(?P<open>\()?(?P<letter>[A-Z])(?P<close>\))?(?![A-Za-z'\u2019])",
    re.I,
)
# What tells before a station and number that a telegram is cited: see · as reported in · cable
_TELLING = (
    r"SEE|ALSO|CF\.?|PER|VIA|CABLES?|TELEGRAMS?|TELS?|REFS?|REFTELS?"
    r"|(?:REPORTED|NOTED|DESCRIBED|DETAILED|DISCUSSED|CITED|SET OUT|OUTLINED|REQUESTED)"
    r"\s{1,8}(?:IN|BY|VIA|PER)"
)
SIGN_BEFORE = re.compile(rf"\b(?:{_TELLING})[\s:,(]{{0,9}}\Z")
CABLE_BEFORE = re.compile(r"\b(?:CABLES?|TELEGRAMS?|TELS?|REFTELS?)[\s:,(]{0,9}\Z")  # (cable
SIGN_AFTER = re.compile(r"\s{0,8}(?:CABLE|TELEGRAM|\(?\s?NOTAL)\b")  # (NOTAL)
# What tells that the number is no serial: PARIS 12.5 · 45 percent · 1015,000
NO_SERIAL_AFTER = re.compile(
    r"[.,:]\d|[A-Z]|\s?%|\s{0,8}(?:PERCENT|PCT|MILLION|BILLION|KM|KILOMETERS)\b|-[A-Z]"
)
# What may follow a station in capitals and its number where nothing else tells of a telegram: . · tells
SPOKEN_OF = re.compile(
    r"\s{0,3}(?:\Z|[.;)\]]|,(?!\d))|\s{1,8}(?:REPORT(?:S|ED)|TELLS?|TOLD|SAYS?|SAID|DESCRIBE[SD]|DISCUSSE[SD]|NOTE[SD])\b"
)
PLACE_BEFORE = re.compile(r"\b(?:IN|AT|FROM|TO|NEAR|OF|FOR|FLIGHT|AND|THE)\s{0,8}\Z")  # flight PARIS 447
SECTION_BEFORE = re.compile(r"\d\s{1,8}OF\s{1,8}\Z")  # SECTION 01 OF 03
CHAIN = re.compile(r"\s{0,8}(?:,|;|&|AND|, AND)\s{0,8}\Z")  # between two citations: BAMAKO 1015 and DAKAR 200

EXAMPLES: dict[str, tuple[str, ...]] = {
    "BLOCK_LABEL": ("REF:", "Refs :", "REFTELS:", "REF."),
    "ENUMERATOR": ("A.", "A)", "(A)", "[A]", "A:", "REF B", "REF (A)", "(BL "),
    "CITATION_AHEAD": (" WELLINGTON 7", " 06 LA PAZ 2"),
    "LIST_SIGN": (" THROUGH ", ", ", "/", " AND ", ";", " & ", ", AND "),
    "YEAR_AFTER": (" (08)", " (2002)", "-91", "/08", " '08", " 99"),
    "DATE": ("05/11/07", "30 APRIL", "1 MAY"),
    "CLOSED_TITLE": (" (TITLE OF IT, WITH MOSCOW 1980)",),
    "DASHED_TITLE": (" -- TITLE OF IT",),
    "NOTAL": ("NOTAL",),
    "SERIES": (" TOSEC 180123",),
    "BACKWARDS": ("870 ULAANBAATAR",),
    "NAME_AND_NUMBER": ("ATLANTIS 123", "NEW ATLANTIS 00123"),
    "NUMBER_ENDS": ("AND", "("),
    "EDGES": (" ,", ""),
    "CUT": (";",),
    "CUT_MIXED": (",", "AND"),
    "NOTE_AFTER": (" (NOTAL", " AND PREVIOUS"),
    "NOTHING": ("N/A", " NONE", "N/A\n"),
    "REFTEL": ("reftel", "Reftels", "ref tel", "REFTEL A", "reference telegram"),
    "LABELLED": ("ref A", "Ref (a)", "Refs A", "REF. B"),
    "NEXT_LABEL": (" and B", "-C", ", D", "/B", " through D"),
    "SIGN_BEFORE": ("SEE ", "REPORTED IN ", "CABLE "),
    "CABLE_BEFORE": ("CABLE ", "TELEGRAM ("),
    "SIGN_AFTER": (" (NOTAL", " CABLE"),
    "NO_SERIAL_AFTER": (".5", " PERCENT", "%", ",0"),
    "SPOKEN_OF": (".", " TELLS", ") ", " REPORTED"),
    "PLACE_BEFORE": ("IN ", "FLIGHT "),
    "SECTION_BEFORE": ("1 OF ",),
    "CHAIN": (" AND ", ", "),
}
