"""Grammar of the label block that SMART prints around a telegram, each pattern beside lines that it matches.

Source: telegrams of 2010 and later in releases of the Department (label names,
their order, both layouts); the damage that reading the printed page did to labels.
"""

from __future__ import annotations

import re


def _labels(rows: dict[str, str]) -> re.Pattern[str]:
    """One pattern for the labels, each a group named as its field."""
    names = "|".join(f"(?P<{name}>{pattern})" for name, pattern in rows.items())
    return re.compile(rf"[\s\f]{{0,40}}(?:{names})\s?:\s*")


# Field -> the label that begins it, in the order of the page.
HEADER_LABELS: dict[str, str] = {
    "action_office": r"Action Office",
    "info_office": r"Info Office",
    "mrn": r"MRN",
    "dtg": r"Date.?DTG",
    "from": r"From",
    "action": r"Action",
    "order": r"E[.,]?\s?[O0][.,]?",
    "tags": r"TAGS",
    "captions": r"Captions?",
    "reference": r"References?",
    "pass_line": r"Pass Line",
    "subject": r"Subject",
}
FOOTER_LABELS: dict[str, str] = {
    "signature": r"Signature",
    "drafted_by": r"Drafted By",
    "cleared_by": r"Cleared By",
    "approved_by": r"Approved By",
    "released_by": r"Released By",
    "info": r"Info",
    "excluded": r"XMT",
    "attachments": r"Attachments?",
    "action_post": r"Action Post",
    "rule": r"Dissemination Rule",
}
HEADER_LABEL = _labels(HEADER_LABELS)
FOOTER_LABEL = _labels(FOOTER_LABELS)
OFFICE_LABEL = re.compile(r"\s{0,40}(?:Action|Info) Office\s?:")  # Info Office:  POL_INFO
MRN_LABEL = re.compile(r"[\s\f]{0,60}MRN\s?:")  # MRN:   12 LA PAZ 2499

# 12 LA PAZ 2499
NUMBER = re.compile(
    r"\s*(?P<year>\d\d(?:\d\d)?)\s+(?P<station>[A-Z][A-Z.'\-]*(?:\s+[A-Z.'\-]+){0,4})\s+(?P<serial>\d{1,6})\b",
    re.I,
)
# Feb 03, 2012 / 031849Z FEB 12 · 20101221710Z JUL 10
DAY_AND_TIME = re.compile(r"\d{6}Z\s{0,4}[A-Za-z]{3,9}\s{0,4}\d\d")
# WASHDC, SECSTATE ROUTINE · AMEMBASSYRounNE · RUEKJCS/SECDEF WASHDC//USDP// Routine
PRECEDENCE = re.compile(
    r"(?:\s+|(?<=[A-Z/]))(?P<precedence>NIACT\s+IMMEDIATE|IMMEDIATE|PRIORITY|FLASH|R[O0]U[A-Z]{2,3}E)\s*\Z",
    re.I,
)
ROUTING = re.compile(r"\s*(?P<routing>[A-Z]{4,8})\s?/\s?(?=[A-Z])")  # RUEHC/
# What parts two addressees: WASHDC, SECSTATE ROUTINE; LIMA, AMEMBASSY ROUTINE, CIA WASHDC ROUTINE
BETWEEN = re.compile(r";\s*|(?<=ROUTINE),\s+(?=[A-Z])", re.I)
LINK = re.compile(r"\s*<\s?https?\s?:[^<>]{0,300}>?\s*")  # <http://example.invalid/k=mrn>
MARKED_TITLE = re.compile(r"\s*\([A-Z5§¥@$&#0-9]{1,4}[^\s)]?\)\s+(?=[A-Z])", re.I)  # (SBU) A Party Chooses

EXAMPLES: dict[str, tuple[str, ...]] = {
    "HEADER_LABEL": (
        "MRN:            12 LA PAZ 2499",
        "Date/DTG:       Feb 03, 2012 / 031849Z FEB 12",
        "Date!DTG: Feb 03, 2012",
        "From:",
        "E.O.:           13526",
        "E.0:",
        "E.0.: Unknown",
        "Pass Line:      STATE FOR WHA/AND",
        "  Info Office:   POL",
    ),
    "FOOTER_LABEL": (
        "Signature:      Example",
        "Drafted By:     LA PAZ:Doe, Jane Q",
        "XMT:",
        "Dissemination Rule :   Archive Copy",
    ),
    "OFFICE_LABEL": ("Action Office:   POL, RSO",),
    "MRN_LABEL": ("MRN:  12 LA PAZ 2499",),
    "NUMBER": ("12 LA PAZ 2499", "12 USUN NEW YORK 336", "2012 STATE 10280"),
    "DAY_AND_TIME": ("031849Z FEB 12", "280000Z Jan 85", "031849ZFEB12"),
    "PRECEDENCE": (" ROUTINE", " Routine", " IMMEDIATE", " RounNE"),
    "ROUTING": ("RUEHC/S",),
    "BETWEEN": ("; ",),
    "LINK": ("<http://example.invalid/search.aspx?k=mrn%3a>",),
    "MARKED_TITLE": ("(SBU) A", "(5B) A"),
}
