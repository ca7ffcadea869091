"""Joining: one document and one record of the messages that hold a telegram's sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec

from reftel.document import Document, Holding, joined
from reftel.normalise import normalise
from reftel.record import Record
from reftel.sections.copies import sections_in_words


class Joined(NamedTuple):
    """Several messages as one."""

    document: Document
    """Their text; its parts lead back to theirs."""
    record: Record


def join(key: str, documents: Sequence[Document], holdings: Sequence[Holding]) -> Joined | None:
    """The messages of telegram ``key``, given in order of section with what each holds, as one.

    ``None`` where their text is not read as that telegram, with the sections of all.
    """
    document = joined(documents, holdings=holdings)
    record = normalise(document)
    held = {section for one in holdings for section in one.sections}
    if record.id != key or record.sections is None or not held <= {*record.sections.held}:
        return None
    part = sections_in_words(record)
    return Joined(
        replace(document, source=replace(document.source, part=part)),
        msgspec.structs.replace(record, source=msgspec.structs.replace(record.source, part=part)),
    )
