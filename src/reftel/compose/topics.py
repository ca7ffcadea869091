"""Topics: what invented telegrams are about, and the sentences they are written in.

In go ``topics.txt`` and ``sentences.txt``, out come topics with their phrases
and sentences by part of the telegram.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from reftel.compose.lists import blocks


class Topic(NamedTuple):
    """A subject that posts report on."""

    name: str
    phrases: Mapping[str, tuple[str, ...]]
    """``concerns``, ``tags``, ``levels``, ``office``, ``issue`` …: see the head of ``topics.txt``."""

    @property
    def tags(self) -> tuple[str, ...]:
        """TAGS of the subject."""
        return self.phrases["tags"]

    @property
    def concerns(self) -> str:
        """The field that it belongs to."""
        return self.phrases["concerns"][0]

    @property
    def levels(self) -> str:
        """Letters of levels, repeated by weight: ``UUBCC``."""
        return self.phrases["levels"][0]


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of the file."""
    return tuple(Topic(name, dict(map(_phrases, lines))) for name, lines in blocks("topics").items())


@cache
def topics_1970s() -> tuple[Topic, ...]:
    """The topics of 1973 to 1979 with the TAGS of these years."""
    known = (topic for topic in topics() if "tags_1970s" in topic.phrases)
    return tuple(Topic(topic.name, {**topic.phrases, "tags": topic.phrases["tags_1970s"]}) for topic in known)


def _phrases(line: str) -> tuple[str, tuple[str, ...]]:
    """A line ``key: phrase | phrase``."""
    key, _, words = line.partition(": ")
    return key, tuple(phrase.strip() for phrase in words.split("|"))


@cache
def sentences() -> Mapping[str, tuple[str, ...]]:
    """Sentences with slots, by the part that they belong to."""
    return blocks("sentences")
