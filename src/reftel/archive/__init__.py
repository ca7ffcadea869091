"""Archive: a folder of telegrams that can be searched, read and followed.

    with Archive("bamako.reftel", create=True) as archive:
        archive.add(["cables/"])
        for hit in archive.search("from:BAMAKO humanitarian").hits: ...
        archive.get("Bamako 1361 (07)").record

``Archive`` is the one object that users hold; the other names are what its methods give back.
"""

from __future__ import annotations

from reftel.archive.archive import Archive
from reftel.archive.results import (
    Added,
    Held,
    Hit,
    Info,
    Problem,
    Progress,
    Rebuilt,
    Removed,
    Results,
    Skipped,
)
from reftel.graph import Candidate, Neighbour, Neighbours, Way
from reftel.record_copy import Copy

__all__ = [
    "Added",
    "Archive",
    "Candidate",
    "Copy",
    "Held",
    "Hit",
    "Info",
    "Neighbour",
    "Neighbours",
    "Problem",
    "Progress",
    "Rebuilt",
    "Removed",
    "Results",
    "Skipped",
    "Way",
]
