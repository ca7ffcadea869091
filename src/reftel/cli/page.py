"""Page: a telegram as a person reads it: its fields, its text, its references, and what is odd about it.

In goes a record, out come lines, ready to print. Words of the telegram are
kept as they are, but for control characters, which are written out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from reftel.cli.screen import WIDTH, styled, visible
from reftel.cli.wording import nearby
from reftel.record import Addressee, Computed, Paragraph, Record, Reference

LABELS = 15  # columns of the fields' names
INDENT = "  "
LONGEST = 500_000  # characters of one line, or of one field, that a page shows


def page(
    record: Record, width: int, held: Mapping[str, bool], text: str = "", added: str = ""
) -> Iterator[str]:
    """The lines of a telegram's page, at most ``width`` columns where that can be.

    ``held`` says of each cited id whether the archive holds it; ``text`` is the
    document's text, by which defects get a line number; ``added`` is when its source was added (ISO 8601).
    """
    yield from _title(record, width)
    yield ""
    for name, value in fields(record, added):
        yield from field(name, value, width)
    yield ""
    yield from body(record, width)
    yield from references(record, held, width)
    yield from _odd(record, text, width)


def fold(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most ``width`` columns, begun with ``first`` and then ``rest``; never none.

    Of a text longer than ``LONGEST`` the beginning, with a note.
    """
    shown = visible(text[:LONGEST])
    room = max(1, width - max(len(first), len(rest)))
    # A word wider than the page is cut beforehand: textwrap takes time by the square of its length.
    lines = textwrap.wrap(
        re.sub(rf"\S{{{room}}}(?=\S)", r"\g<0> ", shown),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
    )
    if len(text) > LONGEST:
        note = f"… {len(text) - LONGEST:,} more characters are not shown here; --raw prints them all"
        lines += textwrap.wrap(note, width, initial_indent=rest, subsequent_indent=rest)
    return lines or [first]


def _title(record: Record, width: int) -> Iterator[str]:
    """Id and classification on one line, the subject below it."""
    name, level = record.id or record.handle, record.classification or "no classification"
    gap = min(width, WIDTH) - len(name) - len(level)
    if gap < 2:
        yield from (styled(line, "bold", "cyan") for line in fold(name, width))
        yield from (styled(line, "bold") for line in fold(level, width))
    else:
        yield f"{styled(visible(name), 'bold', 'cyan')}{'':{gap}}{styled(visible(level), 'bold')}"
    yield from (styled(line, "bold") for line in fold(record.subject or "(no subject)", width))


def fields(record: Record, added: str = "") -> Iterator[tuple[str, str]]:
    """The telegram's facts as pairs of a name and words; those that it does not state are left out."""
    rows = (
        ("Date", date(record)),
        ("From", record.sender.plad if record.sender else ""),
        ("To", _plads(record.to)),
        ("Info", _plads(record.info)),
        ("Not to", _plads(record.excluded)),
        ("Precedence", " / ".join(filter(None, (record.precedence, record.precedence_info)))),
        ("Captions", ", ".join([*record.captions, *record.caveats])),
        ("Tags", ", ".join(record.tags)),
        ("Declassify", _declassify(record)),
        (
            "Classified by",
            "; ".join(", ".join(filter(None, (one.name, one.title))) for one in record.classified_by),
        ),
        ("Reasons", ", ".join(record.reasons)),
        ("Distribution", ", ".join(filter(None, (record.distribution.action, *record.distribution.info)))),
        ("Drafted by", record.distribution.drafted_by or ""),
        ("Approved by", record.distribution.approved_by or ""),
        ("Sections", _sections(record)),
        ("Sent again", _resent(record)),
        ("Also known as", ", ".join(record.aliases)),
        ("Source", _source(record)),
        ("Provenance", _provenance(record)),
        ("Added", added.replace("T", " ").replace("Z", " UTC")),
    )
    return (row for row in rows if row[1])


def date(record: Record) -> str:
    """The best date, with the date-time group as printed, or where else it comes from."""
    if record.date is None:
        return ""
    when = record.date.value.replace("T", " ").replace(":00Z", " UTC").replace("Z", " UTC")
    if record.date.source == "message":
        return f"{when}  ({record.dtg})" if record.dtg else when
    return f"{when}  (from the {record.date.source})"


def _plads(addressees: Iterable[Addressee]) -> str:
    return ", ".join(one.plad for one in addressees)


def _declassify(record: Record) -> str:
    """The order, its instruction as printed, the day of review, and the date that it comes to by rule."""
    order = f"E.O. {record.executive_order}" if record.executive_order else ""
    declassify = record.declassify
    if declassify is None:
        return order
    stated = ": ".join(filter(None, (order, declassify.text)))
    review = f"reviewed, not declassified, on {declassify.review_on}" if declassify.review_on else ""
    computed = declassify.computed
    by_rule = f"{_dates(computed)} by rule ({computed.rule})" if computed else ""
    return "; ".join(filter(None, (stated, review, by_rule)))


def _dates(computed: Computed) -> str:
    """The date; several, or one that not every reading gives, are no more than candidates."""
    return computed.on or f"perhaps {' or '.join(computed.candidates)}"


def _sections(record: Record) -> str:
    if record.sections is None or record.sections.count < 2:
        return ""
    return f"{', '.join(map(str, record.sections.held))} of {record.sections.count}"


def _resent(record: Record) -> str:
    """``corrected copy``, ``corrected copy of BAMAKO 1389 (07BAMAKO1389)``."""
    if record.resent is None or record.resent.text is None:
        return record.resent.kind if record.resent else ""
    ids = " or ".join(record.resent.candidates)
    return f"{record.resent.kind} of {record.resent.text} ({ids})"


def _source(record: Record) -> str:
    part = f" ({record.source.part})" if record.source.part else ""
    return f"{nearby(record.source.name)}{part}, {record.wrapper}, {record.handle}"


_NEED_NO_LABEL = ("collection", "repository", "volume", "url")


def _provenance(record: Record) -> str:
    """``National Archives; film D750012-0345; document number 1975BAMAKO01361``."""
    stated = {name: value for name, value in msgspec.structs.asdict(record.provenance).items() if value}
    return "; ".join(
        value if name in _NEED_NO_LABEL else f"{name.replace('_', ' ')} {value}"
        for name, value in stated.items()
    )


def field(name: str, value: str, width: int) -> Iterator[str]:
    """One field: its name, and its words folded beside it."""
    room = max(20, width - LABELS - len(INDENT))
    lines = fold(value, room)
    for label, line in zip((name, *[""] * len(lines)), lines, strict=False):
        yield f"{INDENT}{styled(f'{label:<{LABELS}}', 'dim')}{line}"


def body(record: Record, width: int) -> Iterator[str]:
    """The text: paragraphs with number and mark, under their headings, and the signature."""
    heading = None
    indent = max([3, *(len(_lead(paragraph)) for paragraph in record.paragraphs)]) + 1
    for paragraph in record.paragraphs:
        if paragraph.heading != heading and paragraph.heading:
            yield from (styled(line, "bold") for line in fold(paragraph.heading, width))
            yield ""
        heading = paragraph.heading
        yield from _paragraph(paragraph, indent, width)
        yield ""
    for name in record.signature:
        yield INDENT + visible(name)
    if record.signature:
        yield ""


def _lead(paragraph: Paragraph) -> str:
    """Number and mark, as they stand before a paragraph."""
    number = f"{paragraph.number}." if paragraph.number is not None else ""
    mark = f"({paragraph.mark})" if paragraph.mark else ""
    return visible(" ".join(filter(None, (f"{number:>3}" if number else "", mark))))


def _paragraph(paragraph: Paragraph, indent: int, width: int) -> Iterator[str]:
    """One paragraph; its own line breaks stay, longer lines are folded."""
    room = max(20, width - indent)
    lines = [
        piece for line in visible(paragraph.text).split("\n") for piece in _fitted(line.expandtabs(), room)
    ]
    yield styled(f"{_lead(paragraph):<{indent}}", "dim") + lines[0]
    yield from (f"{'':{indent}}{line}".rstrip() for line in lines[1:])


def _fitted(line: str, width: int) -> list[str]:
    """A line as it is where there is room for it, else folded."""
    return [line] if len(line) <= width else fold(line, width)


def references(record: Record, held: Mapping[str, bool], width: int) -> Iterator[str]:
    """The reference lines, each with its id and whether the archive holds it."""
    if not record.references:
        return
    yield styled("References", "bold")
    room = min(40, max(len(visible(one.text)) for one in record.references))
    labels = 3 if any(one.label for one in record.references) else 0
    for one in record.references:
        label = f"{one.label}." if one.label else ""
        yield from _reference(one, f"{label:<{labels}}{visible(one.text):<{room}}", held, width)
    yield ""


def _reference(one: Reference, words: str, held: Mapping[str, bool], width: int) -> Iterator[str]:
    """Label and words, padded, and ids in columns; folded where there is no room."""
    ids = " or ".join(f"{name}{'' if held.get(name) else ', not held'}" for name in one.candidates)
    note = ids or (one.kind if one.kind not in ("telegram", "other") else "")
    if len(INDENT) + len(words) + 2 + len(note) <= width:
        yield f"{INDENT}{words}  {styled(note, 'cyan')}".rstrip()
    else:
        yield from fold(f"{words.rstrip()}  {note}", width, INDENT, INDENT + "   ")


def _odd(record: Record, text: str, width: int) -> Iterator[str]:
    """What was noticed, each with its line in the source."""
    if not record.defects:
        return
    yield styled("Noticed while reading", "dim")
    number, seen = 1, 0
    for one in record.defects:
        start, end = one.span
        if start < seen:
            number, seen = 1, 0
        number, seen = number + text.count("\n", seen, start), start
        place = f"line {number}: " if text and start < end else ""
        for line in fold(place + one.message, width, INDENT, INDENT * 2):
            yield styled(line, "dim")
