"""Witnesses: what the wrapper says beside what the message says.

Both statements of a fact are spelled so that they can be compared; where they
differ there is a defect, and neither is thrown away. The record's own keys are
what the message states; where it states none, only the number and the date are
the wrapper's, and the wrapper's other words stand here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reftel import tables
from reftel.defects import Defect, defect
from reftel.document import Document
from reftel.record_copy import Witness
from reftel.span import Fact, Spans
from reftel.telegram.dates import days_in
from reftel.telegram.model import Telegram
from reftel.telegram_id import TelegramId, read_id

# 2007-11-28 10:52:00 · 2007-11-28T10:52Z · 2007-11-28 · 2007
_DATE = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::\d\d)?(?:Z|\+00:00)?)?)?", re.ASCII)
_OFFICE = re.compile(
    r"(?i)^(?:u\.?s\.? )?(?:embassy|consulate(?: general)?|mission(?: to the)?|interests section|american)\s+"
)


def iso(words: str) -> str | None:
    """A date as wrappers print it, as ISO 8601 in UTC, no preciser than it is; ``None`` if there is none."""
    match = _DATE.fullmatch(words.strip())
    if match is None:
        return None
    year, month, day, hour, minute = match.groups()
    if month is None:
        return str(year)
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= days_in(int(year), int(month)):
        return None
    if hour is None:
        return f"{year}-{month}-{day}"
    return f"{year}-{month}-{day}T{hour}:{minute}:00Z" if int(hour) < 24 and int(minute) < 60 else None


def number(stated: Mapping[str, Fact[str]]) -> TelegramId | None:
    """The telegram's number that the wrapper gives, if it can be read in one way only."""
    found = read_id(stated["id"].value) if "id" in stated else ()
    return found[0] if len(found) == 1 else None


Statement = tuple[str | list[str], Spans]


def compare(
    document: Document, stated: Mapping[str, Fact[str]], telegram: Telegram
) -> tuple[dict[str, list[Witness]], tuple[Defect, ...]]:
    """The witnesses of each fact that the wrapper states, and a defect where the message differs."""
    message = dict(_of_message(telegram)) if stated else {}
    seen: dict[str, list[Witness]] = {}
    odd: list[Defect] = []
    for name, fact in stated.items():
        value = _spelled(name, fact.value)
        seen[name] = [_witness("wrapper", (value, fact.spans))]
        if name in message:
            seen[name].append(_witness("message", message[name]))
            odd.extend(_differences(name, value, fact, message[name][0]))
    return seen, tuple(odd)


def _witness(name: str, statement: Statement) -> Witness:
    value, spans = statement
    return Witness(name, value, [(span.start, span.end) for span in spans])


def _of_message(telegram: Telegram) -> Iterable[tuple[str, Statement]]:
    """What the message states, by the names that wrappers' statements have."""
    heading, envelope = telegram.heading, telegram.envelope
    if telegram.id:
        yield "id", (str(telegram.id.value), telegram.id.spans)
    if created := envelope.created or envelope.dated:
        yield "created", (created.value, created.spans)
    if heading.classification:
        yield "classification", (heading.classification.value, heading.classification.spans)
    if envelope.sender:
        yield "from", (_station(envelope.sender.plad.value), envelope.sender.plad.spans)
    if heading.subject:
        yield "subject", (heading.subject.value, heading.subject.spans)
    if heading.tags:
        yield (
            "tags",
            ([tag.value for tag in heading.tags], tuple(span for tag in heading.tags for span in tag.spans)),
        )
    certain = [one for one in telegram.references if len(one.candidates) == 1]
    if certain:
        ids = dict.fromkeys(str(one.candidates[0]) for one in certain)
        yield "references", (list(ids), tuple(span for one in certain for span in one.text.spans))


def _station(words: str) -> str:
    """A station's canonical name, of a PLAD or ``Embassy Bamako``; else the words, closed up."""
    if words.casefold() == "secretary of state":
        return "STATE"
    post = tables.post(words) or tables.post(_OFFICE.sub("", words))
    return post.name if post else tables.squeezed(words)


def _spelled(name: str, words: str) -> str | list[str]:
    """A wrapper's statement, spelled as the message's is; its own words where it cannot be read."""
    if name == "id":
        found = read_id(words)
        return str(found[0]) if len(found) == 1 else words
    if name == "created":
        return iso(words) or words
    if name == "classification":
        level = tables.classification(words.split("//")[0])
        return level.code if level else words
    if name == "from":
        return _station(words)
    if name == "references":
        return _ids(words)
    return _tags(words) if name == "tags" else words


def _ids(words: str) -> list[str]:
    """Telegram numbers as a wrapper lists them, parted by strokes; one that cannot be read stays as it is."""
    listed = (number.strip() for number in words.split("|"))
    numbers = ((number, read_id(number)) for number in listed if number)
    return list(dict.fromkeys(str(found[0]) if len(found) == 1 else number for number, found in numbers))


_BRACKETED = re.compile(r"\(([^()]*)\)")


def _tags(words: str) -> list[str]:
    """TAGS as a wrapper lists them: parted at commas outside of brackets, else at blanks."""
    persons = [" ".join(person.upper().split()) for person in _BRACKETED.findall(words)]
    rest = _BRACKETED.sub(",", words) if persons else words
    parts = re.split(r"[,;]", rest) if "," in rest else rest.split()
    return [*(" ".join(part.upper().split()) for part in parts if part.strip()), *persons]


def _differences(
    name: str, value: str | list[str], fact: Fact[str], message: str | list[str]
) -> Iterable[Defect]:
    """A defect where two statements differ; a title that only begins the subject is cut, not different."""
    if _same(name, value, message):
        return
    if name == "subject" and _begins(str(value), str(message)):
        yield defect("title-cut", fact.spans[0])
    else:
        yield defect("witness-disagrees", fact.spans[0], f"{name} is {_shown(value)} and {_shown(message)}")


def _same(name: str, wrapper: str | list[str], message: str | list[str]) -> bool:
    """Whether two statements agree: archives add TAGS and initials, know days only, and mark subjects."""
    if wrapper == message:
        return True
    if isinstance(wrapper, list) or isinstance(message, list):
        return set(map(_without_initial, message)) <= set(map(_without_initial, wrapper))
    if name == "created" and min(len(wrapper), len(message)) == len("2007-11-28"):
        return message[:10] == wrapper[:10]
    one, other = (_MARK.sub("", " ".join(words.split()).casefold()) for words in (wrapper, message))
    return one == other


def _without_initial(tag: str) -> str:
    """A TAG; a person without the initial, which one statement may have and the other lack."""
    return _INITIAL.sub("", tag) if ", " in tag else tag


_INITIAL = re.compile(r"(?: [A-Z]\.?)+\Z")
_MARK = re.compile(r"^\((?:ts|s|c|u|sbu)(?:/[a-z]+)?\) ?")


def _begins(title: str, subject: str) -> bool:
    begins = _MARK.sub("", title.casefold()).rstrip(". \u2026")
    return bool(begins) and subject.casefold().startswith(begins)


def _shown(value: str | list[str]) -> str:
    return " ".join(value) if isinstance(value, list) else value[:80]
