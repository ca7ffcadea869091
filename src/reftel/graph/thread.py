"""Thread: the conversation around a telegram, in order of time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One telegram of a thread, held or a ghost."""

    key: str
    held: bool
    date: str | None
    """ISO 8601, as precise as it is known; of a ghost the estimate, ``None`` where too little is held."""
    estimated: bool
    """Whether the date is estimated from the serials of its post."""
    subject: str | None
    classification: str | None
    steps: int
    """Citations between it and the telegram asked for; 0 for that one."""


@dataclass(frozen=True, slots=True)
class Link:
    """One telegram of a thread cites another of it."""

    citing: str
    cited: str
    how: str
    """``reference``, ``corrected`` or ``mention``; the first of them that there is."""
    certain: bool
    """Whether only this one can be meant."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The telegrams that citations connect with one, in whatever direction."""

    key: str
    depth: int
    """Citations followed from there, at most."""
    nodes: tuple[Node, ...]
    """In order of time; those without a date last."""
    links: tuple[Link, ...]
    """In the order of the nodes that cite."""
    more: bool
    """Whether further telegrams are connected with these."""


@dataclass(frozen=True, slots=True)
class Path:
    """The shortest way from one telegram to another along citations, in either direction."""

    nodes: tuple[Node, ...]
    """From the one to the other."""
    links: tuple[Link, ...]
    """One between each two of them."""


@dataclass(frozen=True, slots=True)
class Together:
    """A telegram that is cited together with the one asked for."""

    node: Node
    count: int
    """How many telegrams cite both."""
