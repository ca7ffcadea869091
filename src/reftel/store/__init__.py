"""Store: the truth of an archive, one SQLite file.

Sources go in as bytes with their hash, with the records made from them; out
come records, messages, citations, names and the change log that the index is
brought up to date from. What is not a source can be made anew.
"""

from __future__ import annotations

from reftel.store.entries import Change, MessageEntry, SourceEntry
from reftel.store.store import Store

__all__ = ["Change", "MessageEntry", "SourceEntry", "Store"]
