"""Body: paragraphs, headings, signature, and what the text says of itself.

Comes in: labelled lines from the first word of the text on. Goes out: a
``Body`` of facts with spans, and for each paragraph the passage it was read
from. A paragraph runs from its number to the next number, heading or signature
and is read around page marks, stray captions and blank lines inside sentences.
Source: 5 FAH-1 H-210 to H-246 (text), 5 FAH-2 H-321 (page marks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from reftel.defects import Defect, defect
from reftel.span import Fact, Passage, Span, kept
from reftel.telegram import grammar, participants, portions
from reftel.telegram.line_kinds import INTERRUPTIONS
from reftel.telegram.line_signs import pattern, signs_of
from reftel.telegram.model import Body, Line, Paragraph

_SENTENCES = frozenset(("paragraph", "text", "unnumbered"))
# At lines of these kinds a piece of a paragraph ends.
_ENDING = frozenset((*_SENTENCES, *INTERRUPTIONS, "heading", "signature", "end", "break"))
_SIGNATURE, _BREAK = pattern("{signature}"), pattern("[{stray-caption}{gap}]")
# Kinds with which the text can begin.
TEXT_STARTS = ("paragraph", "text", "heading", "signature")


def read_body(
    text: str, lines: Sequence[Line], known: bytes | None = None
) -> tuple[Body, tuple[Passage, ...], tuple[Defect, ...]]:
    """The body stated by ``lines``, the passage of each paragraph, and what is odd.

    ``known`` are the signs of the lines, where somebody has read them already.
    """
    signs = signs_of(lines) if known is None else known
    drafts = [draft for draft in _drafts(lines) if draft.pieces or draft.number]
    signed = [_whole(lines[found.start()]) for found in _SIGNATURE.finditer(signs)]
    signature = tuple(signed) or _cut_signature(text, drafts)
    passages = tuple([Passage(text, draft.pieces) for draft in drafts])
    paragraphs = tuple(
        [_paragraph(text, draft, passage) for draft, passage in zip(drafts, passages, strict=True)]
    )
    body = Body(
        paragraphs=paragraphs,
        summary=portions.read_part("summary", paragraphs, passages),
        comment=portions.read_part("comment", paragraphs, passages),
        participants=participants.read_participants(paragraphs, passages),
        signature=signature,
        protect=portions.read_protected(paragraphs, passages),
    )
    return body, passages, (*_numbering(paragraphs), *_interruptions(lines, signs))


def _cut_signature(text: str, drafts: Sequence[_Draft]) -> tuple[Fact[str], ...]:
    """The surname in capitals that ends the last line of the text, cut off from it; () if there is none."""
    if not drafts or not drafts[-1].pieces:
        return ()
    piece = drafts[-1].pieces[-1]
    match = grammar.GLUED_SIGNATURE.search(text, max(piece.start, piece.end - 120), piece.end)
    if match is None or match["name"].split()[0] in grammar.CLOSING_WORDS:
        return ()
    drafts[-1].pieces[-1] = Span(piece.start, match.start("name")).trimmed(text)
    return (Fact(match["name"], (Span(*match.span("name")),)),)


def _whole(line: Line) -> Fact[str]:
    """All words of a line as a fact."""
    span = Span(line.start, line.start + len(line.words))
    start = span.start + len(line.words) - len(line.words.lstrip())
    return Fact(" ".join(line.words.split()), (Span(start, start + len(line.words.strip())),))


# ---------------------------------------------------------------- paragraphs


class _Draft(msgspec.Struct):
    """A paragraph while its lines are gathered."""

    number: Fact[int | str] | None = None
    mark: Fact[str] | None = None
    heading: Fact[str] | None = None
    pieces: list[Span] = []  # a new one for each draft

    def close(self, start: int, last: Line | None) -> None:
        """Adds the piece from ``start`` to the last word of its last line; nothing if there is no line."""
        if last is not None:
            end = last.start + len(last.words.rstrip())
            self.pieces.append(Span(start, max(start, end)))


def _drafts(lines: Iterable[Line]) -> list[_Draft]:
    """The paragraphs, gathered line by line."""
    drafts: list[_Draft] = []
    heading: Fact[str] | None = None
    heading_open = False
    current: _Draft | None = None
    start, last = 0, None  # where the open piece begins, and its last line; ``None`` if all are closed
    for line in lines:
        kind = line.kind
        if kind == "text" and current is not None:  # as most lines are
            start = line.start if last is None else start
            last = line
            continue
        if kind == "rule":
            heading_open = False
        if kind not in _ENDING:
            continue
        if current is not None:
            current.close(start, last)
            last = None
        if kind == "heading":
            heading = _joined(heading, _whole(line)) if heading_open else _whole(line)
            heading_open, current = True, None
        elif kind in _SENTENCES:
            current, start = _begin(line, heading)
            drafts.append(current)
            last = line if start >= 0 else None
            heading_open = False
        elif kind == "signature":
            current, heading = None, None
    if current is not None:
        current.close(start, last)
    return drafts


def _joined(first: Fact[str] | None, second: Fact[str]) -> Fact[str]:
    """A heading of two lines."""
    return second if first is None else Fact(f"{first.value} {second.value}", (*first.spans, *second.spans))


def _begin(line: Line, heading: Fact[str] | None) -> tuple[_Draft, int]:
    """The paragraph that a line begins, with its number and mark, and where its words begin; -1 for none."""
    draft = _Draft(heading=heading)
    place = 0
    match = (grammar.NUMBER_AND_PORTION if line.kind == "paragraph" else grammar.PORTION).match(line.words)
    if match is not None:
        mark, place = match["mark"], match.end()
        if line.kind == "paragraph":
            number = match["number"]
            start, end = match.span("number")
            span = Span(line.start + start, line.start + end)
            draft.number = Fact(int(number) if number.isdigit() else number.upper(), (span,))
        if mark:
            start, end = match.span("mark")
            draft.mark = Fact(portions.portion_mark(mark), (Span(line.start + start, line.start + end),))
    rest = line.words[place:].lstrip()
    return draft, line.start + len(line.words) - len(rest) if rest else -1


def _paragraph(text: str, draft: _Draft, passage: Passage) -> Paragraph:
    # Of one piece the passage holds the words already.
    whole = len(passage.spans) == 1 and "\r" not in passage.words
    words = passage.words.strip("\n") if whole else kept(text, passage.spans)
    return Paragraph(
        text=Fact(words, passage.spans),
        number=draft.number,
        mark=draft.mark,
        heading=draft.heading,
        role=portions.role(words, draft.heading),
    )


# ---------------------------------------------------------------- what is odd


def _numbering(paragraphs: Iterable[Paragraph]) -> tuple[Defect, ...]:
    """Numbers that come twice, or not one after the other."""
    odd: list[Defect] = []
    seen: set[int | str] = set()
    previous: int | str | None = 0
    for paragraph in paragraphs:
        if paragraph.number is None:
            continue
        number = paragraph.number.value
        if number in seen:
            odd.append(defect("repeated-paragraph", paragraph.number.spans[0], str(number)))
        elif isinstance(number, int) and isinstance(previous, int) and previous and number != previous + 1:
            odd.append(defect("paragraph-order", paragraph.number.spans[0], f"{number} after {previous}"))
        seen.add(number)
        previous = number
    return tuple(odd)


def _interruptions(lines: Sequence[Line], signs: bytes) -> tuple[Defect, ...]:
    """Captions inside the text, and blank lines that break a sentence by themselves."""
    odd = []
    for found in _BREAK.finditer(signs):
        line = lines[found.start()]
        if line.kind == "stray-caption":
            odd.append(defect("stray-caption", _whole(line).spans[0], " ".join(line.words.split())))
        elif not _beside_interruption(lines, found.start()):
            odd.append(defect("split-sentence", line.span))
    return tuple(odd)


def _beside_interruption(lines: Sequence[Line], i: int) -> bool:
    """Whether a gap stands beside a page mark or another line that explains it."""
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(lines) and lines[j].kind in ("gap", "blank"):
            j += step
        if 0 <= j < len(lines) and lines[j].kind in INTERRUPTIONS:
            return True
    return False
