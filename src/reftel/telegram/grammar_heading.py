"""Grammar of the heading's fields, each pattern beside a real-looking line that it matches.

Source: 5 FAH-1 H-230 (executive order, TAGS, subject, classification authority);
the order of the day for reasons and exemptions; published telegrams for the
ways in which lines are damaged.
"""

from __future__ import annotations

import re

from reftel.telegram.grammar import LABELS

TAGS_LABEL = re.compile(LABELS["tags"], re.I)  # TAGS: PREL, ML
SUBJECT_LABEL = re.compile(LABELS["subject"], re.I)  # SUBJECT: A VISIT
TRUE_TAGS_LABEL = re.compile(r"\s*TAGS?\b", re.I)
# (DOE, JANE A)
PERSON_TAG = re.compile(
    r"[(\[]\s*(?P<last>[A-Z][A-Z'\u2019\- ]{1,30}?)\s*[,;]\s*(?P<first>[A-Z][A-Z.'\u2019\- ]{0,30}?)\s*[)\]]",
    re.I,
)
# UNCLASSIFIED    PAGE 02        ROME  01059  01 OF 04  281501Z
PAGE_IN_LINE = re.compile(
    r"(?:[A-Z]{6,14}\s{1,8})?PAGE \d\d\s{1,12}"
    r"[A-Z][A-Z ]{2,20}\s{1,4}\d{2,6}(?:\s{1,4}\d\d OF \d\d)?(?:\s{1,4}\d{6}Z)?"
)
# What may stand between a given name and a surname: GEORGE W. BUSH
INITIALS = r"(?P<initials>(?-i:[A-Z])(?:\.\s?|\s)(?-i:[A-Z])\.?|(?-i:[A-Z])\.?)"
INITIAL_AT_END = re.compile(r"(?:\A|[ .])[A-Z]\.?\Z", re.I)  # JANE A
TAG_WORD = re.compile(r"[^\s,;:.()\[\]]+(?:\.[^\s,;:.()\[\]]+)*")  # PREL

# What ends the TAGS on a later line: a passing line, another label, text printed over
TAGS_END = re.compile(
    r"\*{5}|\n[ \t]{0,40}(?:[A-Z][A-Z ,]{1,30} FOR [A-Z]"
    r"|(?:DEPT|DEPARTMENT|STATE) (?:PLEASE )?PASS\b|CAPTIONS?\b)",
    re.I,
)
TAG_CUT = re.compile(r"[,;]")
# An item of a TAGS line parted by commas: the name of an organization
SEVERAL_WORDS = re.compile(r"[A-Z][A-Z'\u2019\-]*(?:[ \t]{1,4}[A-Z][A-Z'\u2019.\-]*){1,5}", re.I)

ORDER = re.compile(
    r"\s*(?:E\s?[.,]?\s?[O0]\s?[.,]?M?|EXECUTIVE ORDER)\s*[:;,.]?\s*(?P<number>[1lI][\dO]{3,5})?\b", re.I
)  # E.O. 12958
NOTHING = re.compile(r"(?:N\s?/?\s?\.?\s?A|NONE|NOT APPLICABLE|UNCLAS(?:SIFIED)?|UNKNOWN)\b\.?", re.I)  # N/A
EXEMPTION = re.compile(
    r"\b(?:(?:25|50)X\d(?:\s?-\s?[A-Z]{2,6})?|1\.6\s?X\d|X\s?[1-8]|(?P<schedule>XGDS|[RX]DS)(?:\s?-?\s?(?P<class>[1-4]))?"
    r"|GDS|ADS|OADR|MR)\b",
    re.I,
)  # 25X1-HUM · XGDS-2 · RDS-3
# What stands before a date on which nothing is declassified: it is reviewed or downgraded
OTHER_DATE = re.compile(
    r"\b(?:RDS\s?-?\s?\d?|REVIEW(?:ED)?(?:\s+ON)?"
    r"|(?P<downgrade>DNG\s*:?\s*(?P<code>[A-Z]{0,2})|DOWNGRADED?(?:\s+TO\s+(?P<level>\w+(?:\s+SECRET)?))?(?:\s+ON)?))"
    r"\s*[,:]?\s*\Z",
    re.I,
)
OTHER_USE = re.compile(r"\b(?:RDS|REVIEW|DNG|DOWNGRADE)", re.I)  # one of these stands somewhere
TERM = re.compile(
    r"\b(?P<years>\d{1,2}|FIVE|TEN|FIFTEEN|TWENTY(?:[ -]FIVE)?) YEARS?\b"
    r"(?:\s+(?:FROM|AFTER)\s+(?:THE\s+)?(?:DATE(?:\s+OF\s+(?:ORIGIN|CLASSIFICATION))?|ORIGIN)\b)?",
    re.I,
)  # 10 YEARS · TEN YEARS FROM DATE OF ORIGIN
TERM_AFTER = re.compile(
    r"(?:\d{1,2}|FIVE|TEN|FIFTEEN|TWENTY(?:[ -]FIVE)?) YEARS? (?:AFTER|FOLLOWING)\b", re.I
)
YEARS = {"FIVE": 5, "TEN": 10, "FIFTEEN": 15, "TWENTY": 20, "TWENTYFIVE": 25}
# GDS 7/2/85 (ROE, RICHARD) OR-M
OFFICER = re.compile(
    r"\b(?:X?GDS|[RX]DS|ADS)\b[^()\n]{0,40}\n?[^()\n]{0,40}"
    r"\(\s?(?P<name>[A-Z][A-Z'\u2019 \-]{1,30},\s{1,2}[A-Z][A-Z.'\u2019 \-]{0,30})\s?\)",
    re.I,
)
DECL_LABEL = re.compile(
    r"\s*(?:DECL?A?S{0,2}L?(?:IFY|IFIED)?|DELC)\b\s*(?:ON|AFTER)?\s*[:;.]?\s*", re.I
)  # DECL:

# 11/16/2017 · 6-1-95 · 12.31.2015 · 12 31 2015 · 12/312015
DAY_NUMERIC = re.compile(
    r"\b0?(?P<month>\d{1,2})\s?[/\-.]\s?(?P<day>\d{1,2})\s?[/\-.]\s?(?P<year>\d{4}|\d{2})\b"
    r"|\b(?P<month2>\d\d)(?:\s?[/\-.]\s?|\s)(?P<day2>\d\d)\s?(?P<year2>(?:19|20)\d\d)\b"
)
# 2017-11-16 · 2020/02/23 · 20171116
DAY_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)(?P<sign>[/\-]?)(?P<month>\d{2})(?P=sign)(?P<day>\d{2})\b")
# JUNE 21, 2006 · 21 JUNE 2006 · 31DEC15
_MONTH = r"(?P<name>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"
DAY_NAMED = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:,\s*|\s+)(?P<year>\d{{4}}|\d\d)\b", re.I)
DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})\s{{0,4}}{_MONTH},?\s{{0,4}}(?P<year>\d{{4}}|\d\d)\b", re.I)
ZERO_IN_NUMBER = re.compile(r"(?<=\d)O(?=[\d/\-])|(?:\b|(?<=[/\-]))O(?=\d)", re.I)  # 2O15

# Classified By: · (U) CLASSIFIED BY · 1. (C) Classified by
CLASSIFIED_BY = re.compile(
    r"(?:\(\s?[A-Z]{1,3}\s?\)\s*)?CLASS?I?FI?I?ED\s+BY\s*:?\s*(?:\(\s?[A-Z]{1,3}\s?\)\s*)?", re.I
)
# for reasons 1.4 · REASON: 1.5 · E.O. 12958, 1.4 · Derived from
REASONS = re.compile(
    r"[\s,;:.(]*\b(?:(?:FOR|PER|F\s?OR|F0R|BASED\s+(?:UP)?[O0]N|DUE\s+TO|BECAUSE\s+OF|UNDER|IAW|I\.A\.W\.)\s+)?"
    r"(?:E\.?\s?O\.?\s*\d{4,5}|R\s?E\s?A\s?S\s?[O0]\s?N\s?S?\b|RESONS?\b|REASO\s?NS?\b|SECTIONS?\s+1|(?:E\.?O\.?\s*)?12958|[1l]\s?[.,/]\s?[2-6](?!\d)"
    r"|DERIVED\s+FROM|DECLASSIFY\s+ON|DECL\b)"
    r"|[\s,;:.(]*\bFOR\s+RE\w*[#$@&%*=<>]"  # noise on the line: for reQ#8$
    r"|(?:[.,;]\s{1,4}|\sFOR\s{1,4})REAS?O?N?\s{0,8}\Z",  # broken off at the line's end: JANE ROE. REA
    re.I,
)
SECTION = re.compile(r"\b[1l]\s?[.,/]?\s{0,3}(?P<number>[2-6])(?!\d)")  # 1.4
LETTER = re.compile(
    r"[\s(),/&+.;:]{0,6}(?:\ba\s?nd\b[\s(,]{0,4})?(?<![A-Za-z])(?P<letter>[A-Ha-h])(?![A-Za-z])", re.I
)  # (b)
# for r / easons
BROKEN_WORD = re.compile(
    r"(?<![A-Za-z])(?P<left>[A-Za-z]+)(?P<gap>[ \t]{0,4}\n(?:[ \t]{0,4}\n)?)(?P<right>[A-Za-z]+)(?![A-Za-z])"
)
ZERO_IN_WORD = re.compile(r"(?<=[A-Za-z])0(?=[A-Za-z])|\b0(?=[A-Z]{2})")  # COUNSEL0R · 0FFICER
# Words that lead from a name to the reasons, or on to other sentences.
CONNECTING = re.compile(
    r"FOR|REASONS?|PER|AND|SECTION|BASED|DUE|UNDER|IAW|PURSUANT|AS|IS|WHO|WHICH|THAT|THIS|FROM|UPON"
    r"|DERIVED|CLASSIFIED|DECLASSIFY|DECL",
    re.I,
)
NAME_WORD = re.compile(r"[^\s,;:()/]+")  # Roe
ENDS_WITH_STOP = re.compile(r"(?:\b[A-Z]|\bJR|\bSR)\.\Z", re.I)  # Roe, Jr.
INITIAL = re.compile(r"[A-Z]\.?")  # T.
SUFFIX = re.compile(r"(?:JR|SR|III?|IV)(?![A-Z])\.?", re.I)  # Jr.
PARTICLES = frozenset(
    ("de", "la", "van", "von", "der", "den", "del", "al", "el", "bin", "da", "di", "du", "le", "st")
)

# (C/NF)
SUBJECT_MARK = re.compile(
    r"\(\s?(?P<mark>(?:TS|S|C|U|SBU|LOU|FOUO)(?:\s?[/,\-]{1,2}\s?[A-Z]{2,8})*)\s?\)\s*", re.I
)
# A VISIT (U)
SUBJECT_MARK_AFTER = re.compile(r"\s*\(\s?(?P<mark>TS|S|C|U|SBU|LOU|(?:TS|S|C|SBU)/{1,2}NF)\s?\)\Z", re.I)

# A VISIT \ · -     TO BAMAKO
LINE_ENDS = re.compile(r"(?<![\\ \t])[\\ \t]+(?=\n)|(?<=\n)[ \t]*-[ \t]{2,}(?=\S)")
# This is an action request. Please see para 2.
SENTENCE_LINE = re.compile(
    r"(?<=\n)[ \t]{0,8}[A-Z][a-z]{1,20}[ ,](?=[^\n]{0,200}?[a-z])[^\n]{1,300}[.!][ \t]{0,8}(?=\n|\Z)"
)

# C O R R E C T E D  C O P Y · CORRECTED COPY OF BAMAKO 1389 - TEXT ADDED
CORRECTED_COPY = re.compile(r"[ \t>*\-]{0,20}C ?O ?R ?R ?E ?C ?T ?E ?D {1,4}C ?O ?P ?Y\b")
CORRECTED_OF = re.compile(r"[ \t:(\-]{0,10}(?:OF|TO|FOR)\b")  # OF BAMAKO 1389
CORRECTED_NUMBER = re.compile(r"\bVICE (?:MRN )?(?P<serial>\d{1,6})\b")  # (MRN 1399 VICE 1389)

EXAMPLES: dict[str, tuple[str, ...]] = {
    "ENDS_WITH_STOP": ("Jr.", "Q."),
    "TAGS_END": ("*****", "\nLIMA FOR A", "\nCAPTIONS", "\nDEPT PASS"),
    "SEVERAL_WORDS": ("ANDES PACT", "COUNCIL OF REFORM"),
    "INITIAL_AT_END": ("JANE A", "JANE A.", "J. A."),
    "PERSON_TAG": ("[DOE, JANE]", "(DOE, JANE A)", "(Roe, Richard)"),
    "PAGE_IN_LINE": ("UNCLASSIFIED    PAGE 02        ROME  01059  01 OF 04  281501Z",),
    "ORDER": ("E.O. 12958", "EO 12958", "E.o. 11652", "E.OM 11652", "E.0. l2958"),
    "NOTHING": ("N/A", "NA", "NONE"),
    "EXEMPTION": ("25X1-HUM", "X1", "OADR", "GDS", "XGDS-2", "XGDS1", "RDS-3", "1.6X5", "MR"),
    "OTHER_DATE": ("RDS-1 ", "DNG: CO ", "REVIEW ON ", "DOWNGRADE TO SECRET ON "),
    "OTHER_USE": ("RDS-1", "DNG: CO"),
    "TERM": ("10 YEARS", "TEN YEARS", "TEN YEARS FROM DATE OF ORIGIN"),
    "TERM_AFTER": ("10 YEARS AFTER",),
    "OFFICER": ("GDS 7/2/85 (ROE, RICHARD)", "RDS-1 8/12/99 (ROE, JANE A.)"),
    "DECL_LABEL": ("DECL: ", "Declassify on ", "decl:", "DECLAS "),
    "DAY_NUMERIC": (
        "11/16/2017",
        "6/3/08",
        "12-31-84",
        "011/2/2019",
        "12.31.2015",
        "12 31 2015",
        "12/312015",
    ),
    "DAY_ISO": ("2019-02-12", "2020/02/23", "20171116"),
    "DAY_NAMED": ("JUNE 21, 2006", "Dec 1 2010", "DEC 31, 15"),
    "DAY_FIRST": ("21 JUNE 2006", "31DEC15"),
    "CLASSIFIED_BY": ("Classified By: ", "(U) CLASSIFIED BY ", "CLASSFIED BY: "),
    "SECTION": ("1.4", "1.5", "1,4"),
    "LETTER": (" (b)", " and (d)", "/D", ", d"),
    "SUFFIX": ("Jr.", "III"),
    "CONNECTING": ("for", "REASONS"),
    "BROKEN_WORD": ("r \neasons", "Richa\nrd"),
    "CORRECTED_COPY": ("C O R R E C T E D  C O P Y", "- - C O R R E C T E D COPY", "CORRECTED COPY"),
    "CORRECTED_OF": (" OF", " - FOR", ": TO"),
    "CORRECTED_NUMBER": ("VICE 1389", "VICE MRN 1389"),
    "SUBJECT_MARK": ("(C/NF) ", "(U) ", "(SBU)"),
}
