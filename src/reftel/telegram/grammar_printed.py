"""Grammar of telegrams as the documentary edition prints them, each pattern beside lines that it matches.

Source: Foreign Relations of the United States, volumes for 1861 to 1980, whose
layout changed around 1900, 1947, 1955 and 1969; the examples are invented.
"""

from __future__ import annotations

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_KIND = r"(?:(?:[Tt]ele|[Cc]able)gram|[Cc]able)"
# Who wrote, in the heads of the volumes that do not say what it is
_WRITER = (
    r"(?:The|Mr\.|Messrs\.|Mrs\.|Sir|Lord|Count|Baron|Acting|Secretary|Ambassador|Minister|Charg|Consul|Vice"
    r"|President|Special|Assistant|Commissioner|Diplomatic|General|Admiral|Commander|Captain|Colonel|Dr\.|Se[ñn]or)"
)
_SERIES = (  # serials of delegations and travellers, beside those of the post at which they are
    r"Secto|Tosec|Dulte|Tedul|Polto|Topol|Cedto|Parto|Topar|Repto|Torep|Ecato|Toeca|Delga|Gadel|Cahto|Tocah"
    r"|Musto|Tomus|Usito|Tousi|Martel|Telmar|Unmis"
)
_TIME = (
    r"(?:(?P<zulu>\d{4})\s?Z|(?P<twelve>noon|midnight)"
    r"|(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?)"
)

# ---------------------------------------------------------------- above the text

TITLED = re.compile(
    r"\s*(?:\d{1,4}[a-z]?\.\s)?(?:[A-Z][\w’'.\-]{1,20}\s){0,4}?(?:(?:Tele|Cable)gram|Cable|Message)s?"
    rf"(?:\s(?:No\.\s)?(?:(?P<series>{_SERIES})\s)?(?P<serial>\d{{1,6}}))?\s[Ff]rom\s(?P<names>.{{5,300}}?)\d{{0,2}}\s*"
)
UNTITLED = re.compile(rf"\s*(?P<names>{_WRITER}(?![A-Za-z]).{{3,250}}?)\.?\s*")
# Of whoever else writes; only where a label says that it is a telegram
ANYBODY = re.compile(r"\s*(?P<names>[A-Z][^.:;]{2,120}\s[Tt]o\s(?:the\s)?[A-Z][^.:;]{2,120}?)\.?\s*")
BETWEEN = re.compile(r"\s[Tt]o\s(?=(?:the|all|certain)\b|[A-Z])")
# Offices that have a "to" of their own: the Mission to the United Nations
TAKES_TO = re.compile(
    r"\b(?:Mission|Delegation|Representative|Ambassador|Minister|Assistant|Advis[eo]r|Envoy|Emissary|Observer"
    r"|Delegate|Secretary|Accredited|Liaison)s?\Z"
)
ARTICLE = re.compile(r"[Tt]he\s")
_MONTH = "|".join(MONTHS)
DATELINE = re.compile(
    r"\s*(?:(?P<place>[^\n]{2,90}?)[,.]?\]?\s{1,4})??\[?"
    rf"(?:(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?:[–-]\d{{1,2}})?|(?P<first>\d{{1,2}})\s(?P<second>{_MONTH}))"
    rf",?\s(?P<year>1[89]\d\d|20\d\d)\]?[\s,.;:—–-]{{0,4}}(?:{_TIME}(?:[,;—–]\s?[^.\n]{{1,40}})?)?[.\s\]]{{0,3}}"
    r"(?P<received>[\[(]Rec[^\])\n]{2,60}[\])])?[.\s]{0,3}"
)
LEVEL_BEFORE = re.compile(
    r"(?i)\s*(?P<marks>(?:top secret|secret|confidential|restricted|unclassified)"
    r"(?:\s+(?:niact|priority|us urgent|urgent))*)\s+(?=\S)"
)
UNDATED = re.compile(
    r"\s*(?:\[?[A-Z][A-Za-z .]{2,30},\]?\s)?\[?[Uu]ndated\.?\]?\.?\s*(?:[\[(]Rec[^\])\n]{2,60}[\])])?\.?\s*"
)
RECEIVED = re.compile(r"\s*[\[(]?Rec(?:eived|[’']?d)\b.{0,80}")
FILE = re.compile(
    rf"\s*(?P<file>\S.{{1,120}}?)\s?:\s?(?:[A-Z][a-z]+\s){{0,2}}?{_KIND}(?:\s\(.{{1,40}}\))?\.?\s*"
)
TELEGRAM = re.compile(
    rf"\s*(?:[\[(](?:[A-Za-z]+[ .,—-]+){{0,4}}?{_KIND}\b[^\])\n]{{0,60}}[\])]"
    rf"|(?:[A-Z][a-z]+\s)?{_KIND})\.?\s*"
)
NUMBERED = re.compile(r"\s*\[?(?:Serial\s)?No\.\s?.{1,40}")
FILE_NUMBER = re.compile(r"\s*File\sNo\.?\s(?P<file>.{1,60}?)\.?\s*")
URGENCY = re.compile(  # words of the 1940s and 1950s that no precedence of today stands for
    r"(?i)\s*(?:us urgent|urgent|rush|emergency|plain|deferred|(?:double|triple|operational) priority)\s*"
)
BRACKETED = re.compile(r"\s*[\[(][^\])\n]{1,80}[\])]\.?\s*")
ADDRESS = re.compile(r"[^.]{3,60},\s*")  # Legation of the United States, above the place
SOURCE = re.compile(r"\s*(?:\d{1,2}\.?\s)?Source:\s")

# ---------------------------------------------------------------- the text

SERIAL = re.compile(
    rf"\s*\[?(?:No\.\s?)?(?:(?P<series>{_SERIES})\s|(?P<post>(?:[A-Z][A-Za-z]{{2,12}}\s){{1,3}}))?"
    r"(?P<serial>\d{1,6})\.\]?(?=\s|\Z)"
)
NUMBER = re.compile(r"\s*(?:(?P<bracket>\()?)(?P<number>\d{1,2})(?(bracket)\)|\.)\s")
SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "between", "by", "for", "from", "in", "of", "on", "or", "over", "the",
     "to", "under", "versus", "vs.", "with")
)  # fmt: skip
NAME = re.compile(
    r"\s*[\[(]?(?P<name>[A-Z][\w’'\-]*\.?(?:,?\s(?:[A-Z][\w’'\-]*\.?|de|del|du|la|le|van|von|der|di|da)){0,4}?)"
    r"(?P<close>[\])]?)\.?[\])]?\s*"
)

ATTACHED = re.compile(r"\s*[\[(]?(?:Attachment|Enclosure|Annex|Appendix|Tab)\b[^.\n]{0,60}[\])]?\s*")
CLOSING_STOP = re.compile(r"(?<![A-Z.])\.\Z")  # not that of U.S.

# ---------------------------------------------------------------- the source note

# A stop within a name or title: Jane Q. Roe, Mr. Roe
_WITHIN = r"(?:(?<=\b[A-Z])|(?<=\b[MDSJ][rt])|(?<=\bMrs)|(?<=\bGen)|(?<=\bCol)|(?<=\bAmb))\."
_NOTED = rf"(?:[^.;]|{_WITHIN})"
_NEXT = (
    rf"(?=;|(?!{_WITHIN})\.|,?\s(?:and\s)?(?:also\s)?(?:repeated|sent|passed|pouched|drafted|cleared|approved|authorized|initialed"
    r"|signed|concurred|for\sinformation\b)|\Z)"
)
_PRECEDENCE = r"(?:\s(?P<precedence>(?:Niact\s)?Immediate|Niact|Priority|Routine|Flash))?"
MARKINGS = re.compile(
    r"(?:\A\s*|(?<=[.\]:”]\s))(?P<level>Top Secret|Secret|Confidential|Restricted|Limited Official Use"
    r"|Official Use Only|Unclassified|No classification(?: marking)?)"
    r"(?P<more>(?:[;,–—-]\s?[^.;,–—-]{1,60}){0,8})\.(?=\s|\Z)"
)
SENT = re.compile(rf"\b[Ss]ent(?:\sfor\saction)?{_PRECEDENCE}\sto\s(?P<list>{_NOTED}{{2,600}}?){_NEXT}")
ALSO_SENT = re.compile(
    rf"\b[Aa]lso\s(?:sent|addressed){_PRECEDENCE}\sto\s(?P<list>{_NOTED}{{2,600}}?){_NEXT}"
)
REPEATED = re.compile(
    rf"\b(?:[Rr]epeated{_PRECEDENCE}(?:\sfor\sinformation)?(?:\s(?:Immediate|Priority|Routine))?|for\sinformation)"
    rf"\sto\s(?P<list>{_NOTED}{{2,600}}?){_NEXT}"
)
BETWEEN_ITEMS = re.compile(r",\s(?:and\s)?|\sand\s")
BEFORE_ITEM = re.compile(r"(?:to\s)?(?:the\s)?")
PLURAL_OFFICE = re.compile(r"(?:the\s)?(?:Embassies|Legations|Consulates|Missions|Posts)\b")
AFTER_ITEM = re.compile(r"\s(?:for|as|eyes\sonly|exclusive|pass)\s.*", re.DOTALL)
DRAFTED = re.compile(rf"\b[Dd]rafted(?:\son\s[^.;]{{3,20}}?)?\sby\s(?P<list>{_NOTED}{{2,200}}?){_NEXT}")
CLEARED = re.compile(
    rf"\b(?:[Cc]leared|[Cc]oncurred)(?:\sin\s\w+)?\s(?:by|with)\s(?P<list>{_NOTED}{{2,300}}?){_NEXT}"
)
APPROVED = re.compile(
    rf"\b(?:[Aa]pproved|[Aa]uthorized)(?:\sin\s\w+)?\sby\s(?P<list>{_NOTED}{{2,200}}?){_NEXT}"
)

EXAMPLES: dict[str, tuple[str, ...]] = {
    "TITLED": (
        "124. Telegram From the Embassy in Mali to the Department of State",
        "Circular Telegram From the Department of State to Certain Diplomatic Missions",
        "31. Telegram 2345 From the Embassy in Mali to the Department of State",
        "7. Telegram Secto 12 From Secretary of State Roe to the Department of State",
        "Backchannel Message From the Ambassador to Mali (Roe) to the President's Assistant (Doe)",
    ),
    "UNTITLED": (
        "The Minister in Costa Rica (Roe) to the Secretary of State",
        "Mr. Roe to Mr. Doe.",
        "Ambassador Roe to the Secretary of State",
    ),
    "ANYBODY": ("Premier Roe to President Doe", "Marshal Roe to the Prime Minister (Doe)."),
    "BETWEEN": (" to the Secretary of State", " To All Posts"),
    "TAKES_TO": ("the Mission", "The Special Assistant"),
    "ARTICLE": ("The Minister", "the Embassy"),
    "DATELINE": (
        "San José, December 12, 1941—noon.",
        "Bamako, July 19, 1966, 5 p.m.",
        "Athens, August 19, 2002, 1425Z",
        "Department of State, Washington, April 10, 1861.",
        "[Washington,] May 3, 1948—8:15 a. m.",
        "London, December 11, 1941—11 a.m. [Received 3:25 p.m.]",
        "Moscow, 7 July 1945.",
    ),
    "LEVEL_BEFORE": ("SECRET   BAMAKO", "top secret niact London"),
    "UNDATED": ("[Washington,] undated.", "Bamako, undated", "[Undated.]"),
    "RECEIVED": ("[Received December 15—5 p.m.]", "Rec’d 3:25 p.m."),
    "FILE": ("713.00/9999: Telegram", "710 Consultation (3)/999: Circular telegram"),
    "TELEGRAM": (
        "[Telegram.]",
        "(Telegram received in cipher.)",
        "Telegram",
        "[Circular telegram—Paraphrase.]",
    ),
    "NUMBERED": ("No. 162", "[No. 12.]"),
    "FILE_NUMBER": ("File No. 763.99/123.",),
    "URGENCY": ("us urgent", "DOUBLE PRIORITY"),
    "BRACKETED": ("[Extract.]", "(Paraphrase)"),
    "ADDRESS": ("Legation of the United States,",),
    "SOURCE": ("Source: Department of State, Central Files", "1 Source: National Archives, RG 59"),
    "SERIAL": (
        "399. The Minister",
        "02867. Subject: A",
        "Secto 12. For",
        "[No. 45.] Your",
        "Tel Aviv 3456. Subj",
    ),
    "NUMBER": ("1. The Ambassador", "(2) It is too early"),
    "NAME": ("Roe", "[Roe]", "William H. Roe.", "ROE", "Van Roe"),
    "ATTACHED": ("[Attachment]", "Enclosure 2", "Tab A"),
    "CLOSING_STOP": (".",),
    "MARKINGS": ("Secret; Priority.", "Top Secret; Immediate; Exdis.", "Confidential."),
    "SENT": ("It was sent Priority to the Department, and for information to", "Sent to Bamako."),
    "ALSO_SENT": ("Also sent to the White House and repeated to Dakar.",),
    "REPEATED": ("Repeated to Dakar, Lomé, and Tunis.", "and for information to the Consulate in Lagos."),
    "BETWEEN_ITEMS": (", and Tunis", " and Tunis", ", Tunis"),
    "BEFORE_ITEM": ("the White House", "to Tunis"),
    "PLURAL_OFFICE": ("the Embassies in Nicosia and Ankara", "Missions in Dakar"),
    "AFTER_ITEM": (" for Roe", " as telegram 23"),
    "DRAFTED": ("Drafted by Roe, cleared by Doe", "Drafted on May 3 by Jane Q. Roe (AF/W);"),
    "CLEARED": (" cleared by Doe, and approved by Roe.", "Cleared in draft with Doe."),
    "APPROVED": (" approved by Roe.",),
}
