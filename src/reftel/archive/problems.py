"""Problems: what was wrong with each file that was added, kept until the file is added without."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from pathlib import Path

from reftel.store import Store


class Problems:
    """What one run of adding finds, on its way to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, list[tuple[str, str]]] = {}
        for found in store.problems():
            self._known.setdefault(found.path, []).append((found.member, found.reason))
        self._afresh: set[str] = set()
        self._found: dict[str, list[tuple[str, str]]] = {}
        self._wrong: dict[str, bool] = {}

    def begin(self, path: str, *, goes_on: bool = False) -> None:
        """A file is being read; what was wrong with it is settled.

        If it ``goes_on`` where it ended, what is wrong with members stays: they are not read again.
        """
        if path in self._known:
            known = self._known.pop(path)
            self._afresh.add(path)
            self._found.setdefault(path, [])
            for member, reason in known if goes_on else ():
                if member:
                    self.add(path, member, reason)

    def add(self, path: str, member: str, reason: str) -> None:
        """Something is wrong with a file that is being read, or with a member of it."""
        self._found.setdefault(path, []).append((member, reason))
        self._wrong[path] = self.is_unreadable(path) or not member

    def is_sound(self, path: str) -> bool:
        """Whether all that was read of a file was well, so far."""
        return path not in self._wrong

    def is_unreadable(self, path: str) -> bool:
        """Whether a file itself, and not a member of it, could not be read."""
        return self._wrong.get(path, False)

    def settle_gone(self, paths: str | Path | Iterable[str | Path], found: Container[str]) -> None:
        """Nothing is wrong any more with what is gone from below the folders that were read."""
        folders = [
            f"{os.path.abspath(path)}{os.sep}"  # noqa: PTH100 - as stored names are made
            for path in ([paths] if isinstance(paths, str | Path) else paths)
        ]
        for path in sorted(self._known):
            if path not in found and path.startswith(tuple(folders)) and not os.path.lexists(path):
                self.begin(path)

    def store(self) -> None:
        """Store what was noted so far."""
        if self._found:
            self._store.put_problems(self._found, self._afresh)
            self._found, self._afresh = {}, set()
