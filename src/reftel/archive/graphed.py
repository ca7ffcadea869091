"""Graphed: the half of an archive that follows citations, and tells what is not held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from reftel import telegram_id
from reftel.archive import naming
from reftel.archive.lacking import Lacking
from reftel.archive.linking import Links
from reftel.archive.networks import CitationCounts, citation_counts, whole_network
from reftel.errors import AmbiguousTelegram, TelegramHeld, UnknownTelegram, readable
from reftel.graph import Neighbours
from reftel.graph.continuity import Continuity
from reftel.graph.coverage import Coverage
from reftel.graph.missing import Missing
from reftel.graph.thread import Path, Thread, Together
from reftel.graph.whole import Network
from reftel.store import Store
from reftel.store.entries import Change
from reftel.telegram_id import number_of

DEPTH = 2
"""Citations that a thread follows from its telegram, if no number is given."""
NEAREST = 60
"""Telegrams of a thread, if no number is given."""


class Graphed:
    """What an archive knows of citations. A name of a telegram may be that of a ghost, too.

    Methods that take one raise ``UnknownTelegram`` where it is neither held nor cited, and
    ``AmbiguousTelegram`` where it can be several.
    """

    _store: Store
    _known: tuple[Change | None, Links, Lacking] | None = None

    @contextmanager
    def _graph(self) -> Iterator[tuple[Links, Lacking]]:
        """The citations of one state of the store; what was looked up serves until something is stored."""
        with self._store.snapshot():
            change = self._store.last_change()
            if self._known is None or self._known[0] != change:
                links = Links(self._store)
                self._known = (change, links, Lacking(self._store, links))
            yield self._known[1:]

    def _key(self, name: str, links: Links) -> str:
        """The key of the telegram, held or a ghost, that ``name`` means."""
        name = readable(name)
        keys = naming.held_keys(self._store, name)
        if not keys:
            keys = tuple(key for key in naming.possible_keys(name) if links.is_cited(key))
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise AmbiguousTelegram(name, keys)
        meant = {other for key in naming.possible_keys(name) for other in links.read_as(key)}
        raise UnknownTelegram(name, tuple(sorted(meant)) or naming.near(self._store, name))

    # ------------------------------------------------------------ around a telegram

    def references(self, name: str) -> Neighbours:
        """What a telegram cites and what cites it."""
        with self._graph() as (links, _):
            return links.neighbours(self._key(name, links))

    def thread(self, name: str, *, depth: int = DEPTH, most: int = NEAREST) -> Thread:
        """The conversation around a telegram in order of time: the ``most`` nearest to it.

        Citations are followed in both directions, up to ``depth`` of them; those that may mean
        several telegrams are not.
        """
        with self._graph() as (links, _):
            return links.thread(self._key(name, links), depth, most)

    def path_between(self, start: str, end: str) -> Path | None:
        """The shortest way from one telegram to another along citations; ``None`` where there is none."""
        with self._graph() as (links, _):
            return links.path(self._key(start, links), self._key(end, links))

    def cited_together(self, name: str, *, most: int = 10) -> tuple[Together, ...]:
        """The telegrams that are most often cited together with one."""
        with self._graph() as (links, _):
            return links.together(self._key(name, links), most)

    # ------------------------------------------------------------ what is not held

    def missing(
        self,
        names: Sequence[str] = (),
        *,
        post: str | None = None,
        year: int | None = None,
        least: int = 1,
        most: int | None = None,
    ) -> Missing:
        """The telegrams that are cited and not held here, the most cited first.

        With ``names`` those, in that order; else those of a ``post`` or ``year`` that at ``least`` so
        many telegrams cite, up to ``most`` of them. Raises ``TelegramHeld`` for a name that is held.
        """
        with self._graph() as (links, lacking):
            if names:
                ghosts = tuple(lacking.ghost(self._ghost(name, links)) for name in names)
                return Missing(ghosts, len(ghosts), sum(ghost.count for ghost in ghosts))
            return lacking.missing(_wanted(post, year, lambda key: lacking.tally.certain[key] >= least), most)

    def _ghost(self, name: str, links: Links) -> str:
        key = self._key(name, links)
        if self._store.holds(key):
            raise TelegramHeld(key)
        return key

    def coverage(self, post: str | None = None, year: int | None = None) -> tuple[Coverage, ...]:
        """How much of what each post sent in each year is held; of one ``post`` or ``year``, where given."""
        with self._graph() as (_, lacking):
            return lacking.coverage(_post(post), year)

    def continuity(self, post: str) -> tuple[Continuity, ...]:
        """What the numbers that count a post's messages to each addressee pass over."""
        with self._graph() as (_, lacking):
            return lacking.continuity(str(_post(post)))

    # ------------------------------------------------------------ the whole graph

    def network(self, *, measured: bool = False) -> Network:
        """The graph of all telegrams, held and cited, with all citations; what is certain is counted.

        ``measured``: with the measures of network analysis. Raises ``ReftelError`` where what they need is
        not installed.
        """
        with self._graph() as (_, lacking):
            return whole_network(self._store, lacking, measured)

    def citation_counts(self) -> CitationCounts:
        """How many citations there are, by posts and by months."""
        with self._graph() as (_, lacking):
            return citation_counts(lacking)


def _post(name: str | None) -> str | None:
    """The canonical name of the post that a person means."""
    return None if name is None else next(iter(telegram_id.stations(readable(name).upper())), name)


def _wanted(post: str | None, year: int | None, further: Callable[[str], bool]) -> Callable[[str], bool]:
    """Whether a key is of a post and year, and ``further`` holds."""
    name = _post(post)

    def wanted(key: str) -> bool:
        number = number_of(key)
        of_post = name is None or (number is not None and number.post == name)
        of_year = year is None or (number is not None and number.year == year)
        return of_post and of_year and further(key)

    return wanted
