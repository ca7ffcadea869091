"""Grammar of the text: words that open and close its parts, each beside a real-looking line.

The examples stand in the rows themselves; a test proves every one of them.
Source: 5 FAH-1 H-240 (summary, comment, action request) and published telegrams.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.telegram import grammar

# The words that close a part, in capitals, for a fast search.
_CLOSED = re.compile(r"END\s+(?:\S+\s+){0,2}(?:SUMMARY|COMMENT)")
_BEFORE_END = 100
# What may stand between that and END: rules, an open bracket, white space of every kind.
_APART_SIGNS = (
    "*_=-\u2013\u2014([ \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


class Part(NamedTuple):
    """A part of the text: the words that open and close it, and headings that name it."""

    role: str
    opens: re.Pattern[str]
    closes: re.Pattern[str] | None
    examples: tuple[str, ...]
    closing_examples: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Words in upper case, one of which stands among the first ``reach`` signs of its opening words."""
    reach: int = 40
    sign: re.Pattern[str] | None = None
    """What is found there in capitals if the opening words are, and is far faster to look for than they."""

    def opening(self, words: str) -> re.Match[str] | None:
        """The opening words at the head of ``words``; few paragraphs come as far as the pattern."""
        head = words[: self.reach]
        upper = head.upper()
        for word in self.words:
            if word in upper:
                told = self.sign is None or self.sign.search(upper) or not grammar.is_plain(head)
                return self.opens.match(words) if told else None
        return None if grammar.is_plain(head) else self.opens.match(words)

    def closing(self, words: str) -> re.Match[str] | None:
        """The first closing words in ``words``."""
        upper = words.upper()
        near = _CLOSED.search(upper)
        if self.closes is None or near is None:
            return None
        exact = len(upper) == len(words)  # a few signs become two in capitals
        return self.closes.search(words, _closing_start(words, near.start()) if exact else 0)


def _closing_start(words: str, end: int) -> int:
    """Where closing words whose END stands at ``end`` can begin; the pattern is slow to be looked for."""
    before = words[max(0, end - _BEFORE_END) : end]
    return end - len(before) + len(before.rstrip(_APART_SIGNS))


_AND = (
    r"(?:[ /]+(?:AND|&|/)?\s*"
    r"(?:COMMENT|ACTION REQUEST|ACTION REQUESTED|INTRODUCTION|KEY POINTS|RECOMMENDATIONS?|BACKGROUND))?"
)

# What may stand between the last words of a part and those that close it: -- (End summary)
_APART = r"[\s*_=\-\u2013\u2014]{0,80}[(\[]?\s?"

# Words that may stand between the word and a meeting: Participants in Meeting with the Minister
_OF_A_MEETING = r"(?:IN|AT|OF|FOR|FROM|ON|DURING|WITH)"

# The first row whose opening words fit names the paragraph's role.
PARTS = (
    Part(
        "summary",
        re.compile(
            rf"\W{{0,4}}(?:BEGIN )?(?:EXECUTIVE )?SUMMARY\b{_AND}"
            rf"\s{{0,3}}(?:[:;.,\-\u2013\u2014)]{{1,4}}|\n|$)\W{{0,80}}",
            re.I,
        ),
        re.compile(rf"{_APART}\bEND\s+(?:OF\s+)?(?:EXECUTIVE\s+)?SUMMARY\b{_AND}\W{{0,80}}", re.I),
        (
            "Summary: The minister said",
            "SUMMARY AND COMMENT. Prices rose",
            "(Begin Summary) The harbour",
            "Executive Summary -- Rain",
        ),
        ("End Summary.", "END OF SUMMARY", "End Summary and Comment. ", "(END SUMMARY)"),
        ("SUMMARY",),
    ),
    Part(
        "comment",
        re.compile(
            r"\W{0,4}(?:BEGIN )?(?:EMBASSY |POST |POL |OUR )?COMMENT\b"
            r"\s{0,3}(?:[:;.,\-\u2013\u2014)]{1,4}|\n|$)\W{0,80}",
            re.I,
        ),
        re.compile(rf"{_APART}\bEND\s+(?:OF\s+)?COMMENT\b\W{{0,80}}", re.I),
        (
            "Comment: The minister seemed tired",
            "COMMENT. We believe",
            "(Comment: He was late.",
            "Begin comment: This is new.",
        ),
        ("End comment.", "END COMMENT", "End Comment.)"),
        ("COMMENT",),
    ),
    Part(
        "participants",
        re.compile(
            r"\W{0,4}(?:LIST OF )?(?:THE )?(?:MEETING |KEY )?(?:PARTICIPANTS|ATTENDEES)\b"
            r"(?:[^\n.:]{0,80}?\b(?:WERE|ARE|INCLUDED?)(?: AS FOLLOWS| THE FOLLOWING)?(?=\s{0,8}:)"
            r"|(?=\s{0,8}(?:\([^()\n]{0,60}\)\s{0,8})?(?::|\n|\Z)"
            rf"|\s{{1,8}}{_OF_A_MEETING}\b[^\n.]{{0,120}}(?:\Z|\n(?-i:(?!\s*[a-z])))))"
            r"|\W{0,4}(?P<group>(?:[^\W\d_][\w.'\u2019\-]{0,20} ){1,3})(?:PARTICIPANTS|ATTENDEES)"
            r"(?=[ \t]{0,8}:[ \t]{0,8}(?:\n|\Z))",
            re.I,
        ),
        None,
        (
            "Participants in Meeting with the Minister",
            "PARTICIPANTS:",
            "Meeting participants",
            "List of attendees:",
            "Participants in the meeting were:",
            "U.S. Participants:",
        ),
        words=("PARTICIPANTS", "ATTENDEES"),
    ),
    Part(
        "action",
        re.compile(
            r"\W{0,4}(?:THIS IS AN )?ACTION (?:REQUEST(?:ED)?|REQUIRED|MESSAGE|CABLE)\b"
            r"(?=\s{0,8}(?:[:.;,)\-\u2013\u2014]|\Z|IN PARA|SEE PARA)|\s{0,3}\n)",
            re.I,
        ),
        None,
        (
            "Action request: Please advise.",
            "This is an action message.",
            "ACTION REQUESTED: See paragraph 6.",
        ),
        words=("ACTION",),
    ),
    Part(
        "clearance",
        re.compile(
            r"(?s:(?=.{0,360}\Z))[^\n]{0,120}\n?[^\n]{0,120}\b"
            r"(?:(?:HAS|HAVE|WAS|HAS BEEN|HAVE BEEN)\s+(?:CLEARED|REVIEWED)\s+(?:ON\s+|BY\s+)"
            r"|(?:CLEARED|COORDINATED)\s+(?:ON\s+)?(?:THIS|BY|WITH)\s+)[^\n]{0,120}\n?[^\n]{0,80}\s*\Z",
            re.I,
        ),
        None,
        (
            "The Under Secretary's staff has cleared on this\nmessage.",
            "This cable was cleared by Embassy Accra.",
        ),
        words=("CLEARED", "REVIEWED", "COORDINATED"),
        reach=360,  # the longest that the pattern takes
        sign=re.compile(r"(?:CLEARED|REVIEWED|COORDINATED)\s+(?:ON|BY|THIS|WITH)\s"),
    ),
)

_NEAR = 40  # signs, within which the opening words of most parts stand
_NEAR_WORDS = tuple(word for part in PARTS if part.reach <= _NEAR for word in part.words)
_FAR = max(part.reach for part in PARTS)
_FAR_WORDS = tuple(word for part in PARTS if part.reach > _NEAR for word in part.words)
_JUDGED = 600  # signs of a paragraph


def opened(words: str) -> Part | None:
    """The first part whose opening words stand at the head of ``words``; most paragraphs open none."""
    near = words[:_NEAR].upper()
    for word in _NEAR_WORDS:
        if word in near:
            break
    else:
        # Words that may stand further on are those of a paragraph that is all opening words.
        short = len(words) <= _FAR
        if not (short and _is_far(words.upper())) and grammar.is_plain(words if short else words[:_NEAR]):
            return None
    return next((part for part in PARTS if part.opening(words[:_JUDGED])), None)


def _is_far(upper: str) -> bool:
    return any(map(upper.__contains__, _FAR_WORDS))


# (strictly protect) · (please protect) · (PROTECT THROUGHOUT)
PROTECT = re.compile(
    r"[(\[]\s?(?:(?:PLEASE|STRICTLY|FULLY|ALSO)\s+){0,3}PROTECT(?:ED)?(?:\s+(?:STRICTLY|THROUGHOUT|SOURCE|IDENTITY|FULLY)){0,2}\s?[)\]]",
    re.I,
)
PROTECT_EXAMPLES = (
    "(strictly protect)",
    "(please protect)",
    "(PROTECT THROUGHOUT)",
    "(Strictly Protect)",
    "[protect]",
)


def may_protect(words: str) -> bool:
    """Whether such a request can stand in ``words``: few paragraphs have as much as the bracket."""
    return ("(" in words or "[" in words) and ("rotect" in words or "ROTECT" in words)


# The capitalised words before such a request: a guess at whom it protects.
NAME_BEFORE = re.compile(
    r"[A-Z][\w'\u2019.\-]*(?:\s(?:[A-Z][\w'\u2019.\-]*|al|bin|de|la|van|von|der|el)){0,4}\s*,?\s*\Z"
)

# ---------------------------------------------------------------- lists of participants

# b. Participants: · Participants:
LIST_ITEM = re.compile(
    r"^[ \t]{0,20}(?:\(?(?P<letter>[A-Z])[.)][ \t]{0,8})?(?:LIST OF |MEETING )?"
    r"(?:PARTICIPANTS|ATTENDEES)(?=[ \t]{0,8}:)",
    re.I | re.M,
)
# The Minister was accompanied by:
LIST_OF_COMPANY = re.compile(
    r"\bACCOMPANIED BY(?: THE FOLLOWING(?: PERSONS| OFFICIALS)?)?(?=[ \t]{0,8}:\s{0,8}(?:\n|\Z))", re.I
)
# United States: · Malian side: · U.S. participants:
GROUP = re.compile(
    r"\s*(?P<name>[^\s:,;(][^:,;(\n]{0,58}?)\s*(?:Side|Delegation|Participants|Attendees)?\s?:\s*", re.I
)
# U.S. Side · The Malian Delegation · GOM
SIDE = re.compile(
    r"\s*(?:The )?(?P<name>(?:(?!OF\b)[^\s:,;()]{1,20} ){1,4})(?:Side|Delegation|Participants|Attendees)\s*",
    re.I,
)
SIDE_ENDS = ("side", "tion", "ants", "dees")  # with which such a line ends: a fast look
# GOM, the Government of Mali
GOVERNMENT = re.compile(r"GO[A-Z]{1,3}")
# Interpreter: · U.S.: · Ambassador:
PERSON_LABEL = re.compile(r"\s*(?P<label>[^\s:,;(][^:,;(\n]{0,48}?)\s*:\s*(?=\S)")
NOTE_LABEL = re.compile(r"(?:EMBASSY )?(?:NOTE[ \-]?TAKERS?|INTERPRETERS?|TRANSLATORS?|OBSERVERS?)", re.I)
# Ambassador Roe, CEO (notetaker) · Jane Roe - DCM
PERSON = re.compile(r"\s*(?P<name>[^,(\n]{2,80}?)\s*(?=,|\(|\n|\Z|\s--?\s)")
BEFORE_TITLE = re.compile(r"\s*(?:,|--?\s)\s*")
NOTE = re.compile(r"\((?P<note>[^()\n]{1,80})\)\s*[.;,]?\s*\Z")  # (notetaker)
NOTE_FIRST = re.compile(r"\s*\((?P<note>[^()\n]{1,80})\)(?=\s*(?:,|--?\s))")  # (notetaker), Political Officer
ACCOMPANIED = re.compile(r"[,;]?\s{0,8}\b(?:ALSO )?ACCOMPANIED BY\b:?\s*", re.I)


def may_hold_list(words: str) -> bool:
    """Whether a list of persons can begin within ``words``: few paragraphs have as much as the colon."""
    return ":" in words and (may_open_list(words) or may_name_company(words))


def may_open_list(words: str) -> bool:
    """Whether PARTICIPANTS or ATTENDEES can stand in ``words``: a fast look."""
    return "articipants" in words or "ARTICIPANTS" in words or "ttendees" in words or "TTENDEES" in words


def may_name_several(words: str) -> bool:
    """Whether a sign that parts persons can stand in ``words``: a fast look."""
    return "," in words or "and" in words.lower()


def may_name_company(words: str) -> bool:
    """Whether ``ACCOMPANIED`` can stand in ``words``: a fast look."""
    return "ccompanied" in words or "CCOMPANIED" in words


# - · a. · (1)
BULLETS = "-\u2022*\u00b7"
BULLET = re.compile(rf"\s*[{BULLETS}]{{1,3}}\s*")
ENUMERATOR = re.compile(r"\s*(?:\((?P<in>[A-Z]|\d{1,2})\)|(?P<out>[A-Z]|\d{1,2})[.)])\s+(?=\S)", re.I)
_OPEN_WORDS = ("of", "the", "for", "and", "to", "in", "at")
# A line that ends so goes on in the next one, whatever that begins with.
OPEN_END = re.compile(rf"\b(?:{'|'.join(_OPEN_WORDS)})\s*\Z|&\s*\Z", re.I)


def ends_open(words: str) -> bool:
    """Whether a line ends as one that goes on in the next; few lines come as far as the pattern."""
    end = words.rstrip()[-3:]
    may_be = end.lower().endswith(_OPEN_ENDS) or not end.isascii()
    return may_be and OPEN_END.search(words) is not None


_OPEN_ENDS = (*_OPEN_WORDS, "&")
_VERBS = (
    "was|were|is|are|has|had|have|been|attended|accompanied|participated|joined|agreed|met|said|told|noted"
    "|opened|hosted|represented|include|included|led|took|came"
)
# What tells a sentence from an entry of a list, in small letters.
VERB = re.compile(rf"\b(?<!who )(?<!which )(?<!that )(?:{_VERBS})\b(?! by\b)")
_VERBS_APART = frozenset(_VERBS.split("|"))
_SMALL_LETTERS = re.compile("[a-z]+")


def may_hold_verb(words: str) -> bool:
    """Whether a verb can stand in ``words``: a fast look at all lines of a list."""
    return not _VERBS_APART.isdisjoint(_SMALL_LETTERS.findall(words))


# A small word that joins no names and titles: plan, sides
SMALL_WORD = re.compile(r"(?<![\w\-])(?!(?:of|the|for|and|to|in|at|on|de|la|al)\b)[a-z]{2,}\b")
SENTENCES = re.compile(r"[^\W\d_]{4}\. +[A-Z]")  # came late. He
IN_PARENTHESES = re.compile(r"\([^()]*\)")  # (notetaker)
OF_A_PLACE = re.compile(
    r"(?:DATE|TIME|PLACE|LOCATION|VENUE|MINISTRY|TOPIC|SUBJECT)S?\b", re.I
)  # Place of meeting
SEMICOLON = re.compile(r";\s*")
PERSONS_PARTED = re.compile(
    r"\s{0,8},\s{0,8}(?:and\s{1,8})?|\s{1,8}and\s{1,8}", re.I
)  # Ambassador Roe, DCM Doe, and Poloff Poe

EXAMPLES: dict[str, tuple[str, ...]] = {
    "LIST_ITEM": ("b. Participants:", "(c) Attendees:", "PARTICIPANTS:"),
    "LIST_OF_COMPANY": ("The Minister was accompanied by:\n", "ACCOMPANIED BY THE FOLLOWING OFFICIALS:"),
    "GROUP": ("United States:", "Malian Side:", "U.S. participants:"),
    "SIDE": ("U.S. Side", "The Malian Delegation"),
    "GOVERNMENT": ("GOM", "GORM"),
    "PERSON_LABEL": ("Interpreter: Roe", "U.S.: Ambassador Roe"),
    "NOTE_LABEL": ("Notetaker", "Note-taker", "INTERPRETER", "Embassy notetaker"),
    "PERSON": ("Ambassador Roe, CEO (notetaker)", "Jane Roe - DCM", "ROE"),
    "BEFORE_TITLE": (", DCM", " - DCM", "-- DCM"),
    "NOTE": ("(notetaker)", "(by telephone)."),
    "NOTE_FIRST": (" (notetaker), Political Officer",),
    "ACCOMPANIED": ("Accompanied by:", ", accompanied by Adviser Roe"),
    "BULLET": ("- Roe", "-- Roe", "\u2022 Roe"),
    "ENUMERATOR": ("a. Roe", "(1) Roe", "B) Roe"),
    "OPEN_END": ("Director of the", "Minister for Rain and", "Roe &"),
    "VERB": ("the Minister was late", "five of them attended"),
    "SMALL_WORD": ("Both sides plan",),
    "SENTENCES": ("He came late. He left.",),
    "PERSONS_PARTED": (", and ", " and ", ", "),
}
