"""Problems: what was wrong with each file that was added, kept until the file is added without."""

from __future__ import annotations

from collections.abc import Sequence

from reftel.store import Store

_MANY = 1000  # files whose problems are stored together


class Problems:
    """What one run of adding finds, on its way to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = {found.path for found in store.problems()}
        self._found: dict[str, Sequence[tuple[str, str]]] = {}

    def note(self, path: str, failed: Sequence[tuple[str, str]]) -> None:
        """What is wrong with a file, as pairs of member and reason; with none, what was wrong is settled."""
        if failed or path in self._known:
            self._found[path] = failed
        if len(self._found) >= _MANY:
            self.store()

    def store(self) -> None:
        """Store what was noted so far."""
        if self._found:
            self._store.put_problems(self._found)
            self._known |= self._found.keys()
            self._found = {}
