"""Body: the paragraphs of an invented telegram, and what they state of themselves.

Comes in: a source of sentences, marks, a length. Goes out: paragraphs with
their line breaks, and the summary, comment, participants, mentions and protected
names that a reader finds in them. Rule: every fact is taken from the words as
they are printed, line breaks included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from reftel.compose.dice import Dice
from reftel.compose.people import person
from reftel.compose.printing import before_text
from reftel.compose.prose import PROTECT, Prose
from reftel.compose.wrapping import FIXED, WIDTH, wrapped
from reftel.record import Mention, Paragraph, Participant, Protected, Reference
from reftel.telegram.line_kinds import is_caption

_LONG = 2500  # characters from which a telegram has headings
_OPENINGS = ("Summary:", "SUMMARY:", "Summary.", "Begin summary:")
_COMMENTS = (("Comment:", "End comment."), ("COMMENT:", "END COMMENT."), ("Comment.", "End Comment."))
_CLOSINGS = ("End summary.", "End Summary.", "END SUMMARY.")


class Plan(NamedTuple):
    """What a text is to be like."""

    length: int
    """Characters, roughly."""
    marks: tuple[str | None, ...]
    """Portion marks, repeated by weight."""
    lowest: str | None
    """The mark of what needs no protection: lists, clearances."""
    references: tuple[Reference, ...]
    names: str
    country: str
    visitor: str | None
    headings: int = 85
    """How many of a hundred long telegrams have headings."""
    width: int = WIDTH
    capitals: bool = False
    """Whether it is going to be printed in capitals."""


@dataclass
class Draft:
    """The text of a telegram while it grows."""

    dice: Dice
    prose: Prose
    plan: Plan
    paragraphs: list[Paragraph] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    protect: list[Protected] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    summary: str | None = None
    comment: str | None = None
    size: int = 0
    heading: str | None = None

    @property
    def number(self) -> int:
        """The number of the next paragraph."""
        return len(self.paragraphs) + 1

    @property
    def lines(self) -> int:
        """Lines so far, blank ones between paragraphs included."""
        return sum(paragraph.text.count("\n") + 2 for paragraph in self.paragraphs)

    def add(
        self, sentences: Sequence[str], *, role: str | None = None, mark: str | None = None, tail: str = ""
    ) -> str:
        """Add a paragraph of sentences, and lines after them as they stand; its text is returned."""
        paragraph = Paragraph(
            self.number, mark or self.dice.pick(self.plan.marks), self.heading, role, "", []
        )
        words = self._wrapped(" ".join(sentences), len(before_text(paragraph))) + tail
        self.paragraphs.append(msgspec.structs.replace(paragraph, text=words))
        self.size += len(words) + 8
        for name in self.prose.protected:
            self.protect.append(Protected(PROTECT, paragraph.number, name))
        self.prose.protected.clear()
        return words

    def _wrapped(self, words: str, first: int) -> str:
        """``words`` in lines; in capitals none of them may be a caption: NO CONTRACT."""
        for width in range(self.plan.width, 0, -1):
            lines = wrapped(words, first, width)
            if not self.plan.capitals or not any(map(is_caption, lines.upper().split("\n"))):
                break
        return lines


def write(dice: Dice, prose: Prose, plan: Plan) -> Draft:
    """A text as planned."""
    draft = Draft(dice, prose, plan)
    headed = plan.length > _LONG and dice.chance(plan.headings)
    _summary(draft, headed)
    while not draft.paragraphs or draft.size < plan.length - _ending(plan):
        _chapter(draft, headed)
    under_heading = headed and dice.chance(35)
    if not under_heading and dice.chance(55):
        _comment(draft)
    if dice.chance(12):
        draft.add([prose.sentence("action")], role="action")
    _list_participants(draft)
    if plan.visitor and dice.chance(70):
        draft.add([prose.sentence("clearance")], role="clearance", mark=plan.lowest)
    if under_heading:
        _headed_comment(draft)
    return draft


def _ending(plan: Plan) -> int:
    """Characters that comment, participants and clearance take on average."""
    return min(900, plan.length // 4)


# ---------------------------------------------------------------- summary and comment


def _between(words: str, opening: str, closing: str) -> str:
    """The words between the opening and the closing ones."""
    end = words.rindex(closing) if closing else len(words)
    return words[len(opening) : end].strip()


def _summary(draft: Draft, headed: bool) -> None:
    """The summary, in a telegram long enough for one."""
    if draft.plan.length < _LONG and draft.dice.chance(50):
        return
    sentences = [draft.prose.sentence("summary") for _ in range(2 + min(4, draft.plan.length // 4000))]
    opening, closing = draft.dice.pick(_OPENINGS), draft.dice.pick(_CLOSINGS)
    if headed and draft.dice.chance(25):
        draft.heading, opening = "Summary", ""
    if draft.dice.chance(10):
        closing = ""
    words = draft.add(_enclosed(opening, sentences, closing), role="summary")
    draft.summary = _between(words, opening, closing)


def _enclosed(opening: str, sentences: Sequence[str], closing: str) -> list[str]:
    """Sentences with the words that open and close a part, each of which stays on one line."""
    return [
        words.replace(" ", FIXED) if words in (opening, closing) else words
        for words in (opening, *sentences, closing)
        if words
    ]


def _comment(draft: Draft) -> None:
    """A comment under the last heading, of one paragraph or two."""
    opening, closing = draft.dice.pick(_COMMENTS)
    first = [draft.prose.sentence("comment") for _ in range(draft.dice.number(1, 4))]
    if draft.dice.chance(15):
        words = draft.add(_enclosed(opening, first, ""), role="comment")
        rest = draft.add(
            _enclosed("", [draft.prose.sentence("comment"), draft.prose.sentence("comment")], closing)
        )
        draft.comment = f"{_between(words, opening, '')}\n{_between(rest, '', closing)}"
    else:
        words = draft.add(_enclosed(opening, first, closing), role="comment")
        draft.comment = _between(words, opening, closing)


def _headed_comment(draft: Draft) -> None:
    """A comment under a heading of its own, at the end."""
    draft.heading = "Comment"
    words = [
        draft.add([draft.prose.sentence("comment") for _ in range(draft.dice.number(2, 4))], role="comment")
        for _ in range(draft.dice.number(1, 2))
    ]
    draft.comment = "\n".join(words)


# ---------------------------------------------------------------- the report itself


def _chapter(draft: Draft, headed: bool) -> None:
    """A few paragraphs with one speaker, under a heading."""
    if headed:
        draft.heading = _new_heading(draft)
    if draft.paragraphs:
        draft.prose.new_speaker()
    first = [draft.prose.sentence("opening"), *_told(draft, 2, 5)]
    draft.add(_with_citation(draft, first))
    for _ in range(draft.dice.number(1, 4)):
        if draft.size > draft.plan.length:
            return
        part = draft.dice.pick(("said", "said", "reporting", "contact"))
        sentences = [draft.prose.sentence(part), *_told(draft, 2, 6)]
        draft.add(_with_citation(draft, sentences), tail=_items(draft))


def _new_heading(draft: Draft) -> str:
    """A heading that is not the one above."""
    heading = draft.prose.phrase("heading")
    return heading if heading != draft.heading else draft.prose.phrase("heading")


def _told(draft: Draft, low: int, high: int) -> list[str]:
    parts = ("said", "said", "reporting")
    return [draft.prose.sentence(draft.dice.pick(parts)) for _ in range(draft.dice.number(low, high))]


def _items(draft: Draft) -> str:
    """Items after a paragraph, each a line or two between blank lines; mostly none."""
    if not draft.dice.chance(5):
        return ""
    items = (
        wrapped(f"-- {draft.prose.sentence('bullet')}", width=draft.plan.width)
        for _ in range(draft.dice.number(2, 4))
    )
    return "".join(f"\n\n{item}" for item in items)


# ---------------------------------------------------------------- citations


def _with_citation(draft: Draft, sentences: list[str]) -> list[str]:
    """The sentences, now and then with one that cites a reference."""
    telegrams = [reference for reference in draft.plan.references if reference.kind == "telegram"]
    if not telegrams or not draft.dice.chance(30):
        return sentences
    reference = draft.dice.pick(telegrams)
    words, mention = _citation(draft, reference)
    draft.mentions.append(mention)
    place = draft.dice.number(1, len(sentences))
    if draft.plan.capitals:
        words = words.replace(" ", FIXED)  # in capitals a line that begins with REF may be a heading's
    cited = draft.prose.sentence("cite", ref=words)
    if draft.plan.capitals:
        # In capitals an article after the letter of a reference is a letter too: REF B, A SACK OF RICE.
        cited = cited.replace(f"{words}, a ", f"{words}, the ")
    return [*sentences[:place], cited, *sentences[place:]]


def _citation(draft: Draft, reference: Reference) -> tuple[str, Mention]:
    """The words that cite a reference, and the mention that a reader finds in them."""
    ids = list(reference.candidates)
    # A number of one digit is no serial in running text.
    if draft.dice.chance(15) and reference.text[:2].isdigit() and reference.text[-2:].isdigit():
        return f"in {reference.text}".replace(" ", FIXED), Mention(
            reference.text, draft.number, "telegram", ids
        )
    if reference.label:
        return f"in ref {reference.label}", Mention(f"ref {reference.label}", draft.number, "label", ids)
    return "in reftel", Mention("reftel", draft.number, "reftel", ids)


# ---------------------------------------------------------------- participants


def _list_participants(draft: Draft) -> None:
    """A list of who took part, now and then."""
    if draft.plan.length < 3000 or not draft.dice.chance(25):
        return
    number, office, visitor = draft.number, draft.prose.office, draft.plan.visitor
    american = [
        *([Participant(visitor, None, "United States", None, number)] if visitor else []),
        _participant(draft, "Ambassador {}", "american", "United States"),
        _participant(draft, "{}, Economic Counselor", "american", "United States"),
        _participant(draft, "Political Officer {} (notetaker)", "american", "United States"),
    ]
    country = draft.plan.country
    host = [
        Participant(f"{office} {draft.prose.speaker.full}", None, country, None, number),
        _participant(draft, "{}, Chief of Protocol", draft.plan.names, country),
        _participant(draft, "Adviser {}", draft.plan.names, country),
    ]
    listed = [american, host[: draft.dice.number(1, 3)]]
    tail = "".join(f"\n\n{group[0].group}:\n" + "\n".join(map(_line, group)) for group in listed)
    draft.add(
        [f"Participants in the meeting with {draft.prose.speaker.family}"],
        role="participants",
        mark=draft.plan.lowest,
        tail=tail,
    )
    draft.participants.extend(person for group in listed for person in group)


def _participant(draft: Draft, form: str, names: str, group: str) -> Participant:
    """A participant by a form of words: ``{}, Title (note)``."""
    form, _, note = form.partition(" (")
    name, _, title = form.partition(", ")
    full = person(draft.dice, names).full
    return Participant(name.format(full), title or None, group, note.rstrip(")") or None, draft.number)


def _line(participant: Participant) -> str:
    title = f", {participant.title}" if participant.title else ""
    note = f" ({participant.note})" if participant.note else ""
    return f"{participant.name}{title}{note}"
