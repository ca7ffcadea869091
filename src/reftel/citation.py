"""Citation: one place where a telegram cites another, as a plain value."""

from __future__ import annotations

from typing import NamedTuple


class RuledOut(NamedTuple):
    """A reading of a citation that cannot be meant."""

    key: str
    reason: str
    """``later`` (dated later than the citing telegram), ``number-later`` (a lower number of its post was
    sent later), ``too-high`` (its post had not come so far) or ``other-name`` (of its post, that year)."""


class Citation(NamedTuple):
    """One place where a telegram cites another."""

    citing: str
    """Key of the telegram that cites: its id, or its handle where it has none."""
    cited: tuple[str, ...]
    """Ids that it may mean, the likeliest first; never empty."""
    how: str
    """``reference`` (an item of the REF lines), ``corrected`` (what a corrected copy takes the place of,
    where that has another number) or ``mention`` (in the running text)."""
    label: str | None
    """Enumerator of the reference, a capital letter."""
    text: str
    """The citation as printed."""
    paragraph: int | str | None
    """Number of the paragraph that it stands in."""
    spans: tuple[tuple[int, int], ...]
    """Where it stands, in characters of the reader's text."""
    ruled_out: tuple[RuledOut, ...] = ()
    """Readings that the text allows and that cannot be, by what is held."""

    @property
    def certain(self) -> bool:
        """Whether only one reading is possible."""
        return len(self.cited) == 1
