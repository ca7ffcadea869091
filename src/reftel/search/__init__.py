"""Search: find telegrams by words and facts.

    fields    the one list of what can be searched for
    query     what a reader typed → a tree (pure)
    index     the index on disk: update, search
    snippets  the words of a record around what was found, with their places

The engine is loaded only when ``Index`` is first asked for, or ``reftel.search.snippets``
(whose one function has the module's name and is therefore not offered here).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reftel.search.fields import FIELDS
from reftel.search.query import parse as parse_query

if TYPE_CHECKING:
    from reftel.search.index import SORTS, Found, Index, ScoredKey, State
    from reftel.search.snippets import Snippet

__all__ = ["FIELDS", "SORTS", "Found", "Index", "ScoredKey", "Snippet", "State", "parse_query"]


def __getattr__(name: str) -> Any:
    """What needs the engine, loaded when it is first asked for."""
    if name in ("Found", "Index", "ScoredKey", "SORTS", "State"):
        from reftel.search import index

        return getattr(index, name)
    if name == "Snippet":
        from reftel.search.snippets import Snippet

        return Snippet
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
