"""Heading: from the classification line to the first paragraph.

Comes in: labelled lines. Goes out: a ``Heading`` of facts with spans, and the
words of the REF block, which are read later, when the telegram's own number is
known. A second copy of the heading is ``repeated`` and read by nobody: the
first one counts. Source: 5 FAH-1 H-210 to H-243.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage
from reftel.telegram import classifier, orders, subject, tags
from reftel.telegram.banner import Banner, captions_in, read_banner
from reftel.telegram.line_kinds import field_words
from reftel.telegram.model import Heading, Line


def read_heading(text: str, lines: Sequence[Line]) -> tuple[Heading, Passage, tuple[Defect, ...]]:
    """The heading stated by ``lines``, the words of its REF block, and what is odd."""
    words = field_words(text, lines)
    banner = _first_banner(lines)
    captions, caveats, repeats = _captions(lines, banner)
    order, declassify, odd_order = (
        orders.read_order(words["order"]) if words["order"].spans else (None, None, ())
    )
    tag_facts, odd_tags = tags.read_tags(words["tags"]) if words["tags"].spans else ((), ())
    classified_by, reasons, odd_classifier = classifier.read_classifier(words["classified-by"])
    classified_by = classified_by or orders.read_officer(words["order"])
    subject_fact = subject.read_subject(words["subject"])[0] if words["subject"].spans else None
    heading = Heading(
        classification=banner.level if banner else None,
        station=banner.station if banner else None,
        serial=banner.serial if banner else None,
        section=banner.section if banner else None,
        caveats=caveats,
        captions=captions,
        executive_order=order,
        declassify=declassify,
        tags=tag_facts,
        subject=subject_fact,
        classified_by=classified_by,
        reasons=reasons,
    )
    odd = (*_damage(banner), *odd_order, *odd_tags, *odd_classifier, *repeats)
    return heading, words["reference"], odd


# ---------------------------------------------------------------- the classification line


def _first_banner(lines: Sequence[Line]) -> Banner | None:
    """The classification line; without one, the first line that bears a level and nothing else."""
    for kind in ("classification", "banner"):
        for line in lines:
            if line.kind == kind and (found := read_banner(line)):
                return found
    return None


def _damage(banner: Banner | None) -> tuple[Defect, ...]:
    """A defect where the level is only the nearest reading."""
    if banner is None or not banner.damaged:
        return ()
    return (defect("damaged-classification", banner.level.spans[0], banner.level.value),)


# ---------------------------------------------------------------- captions


def _captions(
    lines: Iterable[Line], banner: Banner | None
) -> tuple[tuple[Fact[str], ...], tuple[Fact[str], ...], tuple[Defect, ...]]:
    """Captions and caveats without repeats, and a defect for each repeat."""
    stated = [
        *(banner.controls if banner else ()),
        *(f for line in lines if line.kind == "caption" for f in captions_in(line)),
    ]
    stated.sort(key=lambda fact: fact.spans[0])
    first: dict[str, Fact[str]] = {}
    odd = []
    for fact in stated:
        if fact.value in first:
            odd.append(defect("repeated-caption", fact.spans[0], fact.value))
        first.setdefault(fact.value, fact)
    caveats = tuple(fact for fact in first.values() if _is_caveat(fact.value))
    captions = tuple(fact for fact in first.values() if not _is_caveat(fact.value))
    return captions, caveats, tuple(odd)


def _is_caveat(code: str) -> bool:
    row = tables.caption(code)
    return row is not None and row.kind == "caveat"
