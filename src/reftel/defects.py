"""Defects: what is odd about a telegram, by a closed list of codes.

The parser never raises on bad text; it reports one of these, with the place.
"""

from __future__ import annotations

from typing import NamedTuple

from reftel.span import Span

# code -> what it means, in one sentence. docs/record.md is generated from this list.
CODES: dict[str, str] = {
    # the source
    "damaged-characters": "The bytes are not valid in one encoding; "
    "some characters were replaced or read as cp1252.",
    "damaged-markup": "The markup of the file breaks off or is not well-formed; what follows is left out.",
    "control-characters": "The text holds NULs or other control characters.",
    "empty": "The text holds no words.",
    "damaged-row": "The row of the table that holds the telegram is damaged.",
    "page-without-text": "A page of the PDF has no text layer, or could not be read.",
    # the message as a whole
    "not-a-telegram": "Nothing in the text looks like the heading of a telegram.",
    "no-number": "The telegram's own number could not be told.",
    "no-date": "The message has no date-time group that can be read.",
    "bad-date": "The date-time group names no possible date.",
    "partial-extract": "The wrapper says that this is only an extract of the telegram.",
    "truncated": "The text breaks off: sections announced by the heading are missing.",
    "section-mismatch": "The heading and a page mark give different numbers of sections.",
    "serial-mismatch": "The station serial on the DE line does not end the telegram's number.",
    "filing-time-mismatch": "The DE line's day of the year is not the day of the date-time group.",
    "unknown-station": "The originating station is in no table of posts.",
    # the heading
    "doubled-heading": "The heading from the classification line on occurs more than once.",
    "spliced-heading": "The heading of another telegram stands inside this message.",
    "damaged-classification": "The classification line is damaged; the level is the nearest reading.",
    "no-classification": "No classification line was found.",
    "classification-mismatch": "The security line (ZNY or ZNR) contradicts the classification line.",
    "repeated-caption": "A caption is repeated.",
    "no-subject": "No subject line was found.",
    "no-tags": "No TAGS line was found.",
    "fused-tags": "TAGS run together were cut by the table of codes.",
    "unknown-tag": "A TAG is in no table.",
    "damaged-tags-label": "The label of the TAGS line is misspelled.",
    "unread-order": "The executive order or its instruction could not be read.",
    "misprinted-order": "The executive order's number is misprinted; it is read as the nearest of the time.",
    "early-declassification": "The date of declassification is not later than the day of the telegram.",
    "late-declassification": "The date of declassification is more than 25 years on; no exemption says why.",
    "damaged-address": "An address line could not be read as an addressee.",
    "unread-reference": "An item of the reference line could not be read.",
    "ambiguous-reference": "A reference has several possible readings.",
    # the body
    "stray-caption": "A caption stands inside the text of a paragraph or between paragraphs.",
    "split-sentence": "A blank line breaks a sentence.",
    "stray-classification": "A classification line stands inside the text.",
    "paragraph-order": "Paragraph numbers do not follow one another.",
    "repeated-paragraph": "A paragraph number occurs more than once.",
    "no-signature": "No signature was found.",
    # two witnesses
    "witness-disagrees": "The wrapper and the message state a fact differently.",
    "title-cut": "The wrapper's title is only the beginning of the subject.",
}


class Defect(NamedTuple):
    """One oddity: its code (a key of ``CODES``), a sentence, and the place."""

    code: str
    message: str
    span: Span


def defect(code: str, span: Span, detail: str = "") -> Defect:
    """A defect of a known code at ``span``; ``detail`` is added to the code's sentence.

    Raises ``KeyError`` for a code that is not in the list.
    """
    sentence = CODES[code]
    return Defect(code, f"{sentence.rstrip('.')}: {detail}." if detail else sentence, span)
