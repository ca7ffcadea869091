"""Wording: the words of a letter around what the graph tells; untrusted text made fit to stand in them.

In go ghosts and the telegrams that cite them, out come phrases. Rule: a telegram is *not held here*, or
*cited and not found*; why, nobody can tell from that.
"""

from __future__ import annotations

from collections.abc import Mapping

from reftel.graph.missing import Citing, Doubt, Ghost
from reftel.graph.neighbours import Way
from reftel.letters import naming
from reftel.letters.letter import Evidence
from reftel.letters.settings import BRACES

LONGEST = 200  # characters of a subject, or of a number, that a letter quotes
_PLACES = 3  # paragraphs named of one telegram

# What a doubt says of the number; the readings follow.
_DOUBTS = {
    "malformed": "The number may be misprinted",
    "unknown-post": "The name of the post may be misprinted",
    "beyond-series": "The number may be misprinted: it is higher than those known of this post and year",
    "cited-before-sent": "The number or the year may be misprinted: it is cited before it can have been sent",
}
_ANY_DOUBT = "The number may be misprinted"


def clean(text: str, longest: int | None = None) -> str:
    """The text on one line, without signs that no page shows; cut after ``longest`` characters."""
    line = " ".join(text.split())
    line = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
    return line if longest is None or len(line) <= longest else line[: longest - 1].rstrip() + "…"


def filled(words: str, places: Mapping[str, str], several: bool) -> str:
    """Words of a template with what stands in braces put in; one line."""
    return clean(
        BRACES.sub(lambda found: places[found[1]] if found[2] is None else found[2 if several else 1], words)
    )


def evidence(one: Citing) -> Evidence:
    """A telegram that cites, in words."""
    subject = clean(one.subject, LONGEST) if one.subject else None
    return Evidence(clean(naming.citing(one), LONGEST), subject or None, _ways(one.ways))


def _ways(ways: tuple[Way, ...]) -> str:
    """``as REF A and in paragraph 2``; or ''."""
    labels = dict.fromkeys(
        f"REF {way.label}" if way.label else "REF" for way in ways if way.how == "reference"
    )
    places = dict.fromkeys(
        clean(str(way.paragraph)) for way in ways if way.how == "mention" and way.paragraph
    )
    phrases = [f"as {_listed(list(labels))}"] if labels else []
    if any(way.how == "corrected" for way in ways):
        phrases.append("as the telegram that it corrects")
    if places:
        some = [*list(places)[:_PLACES], *(["others"] if len(places) > _PLACES else [])]
        phrases.append(f"in paragraph{'s' if len(some) > 1 else ''} {_listed(some)}")
    elif any(way.how == "mention" for way in ways):
        phrases.append("in its text")
    return " and ".join(phrases)


def remarks(ghost: Ghost) -> tuple[str, ...]:
    """Sentences on what is doubtful about a ghost."""
    found = [_doubt(doubt) for doubt in ghost.doubts]
    if ghost.perhaps:
        found.append(_perhaps(ghost))
    return tuple(dict.fromkeys(clean(words) for words in found))


def _doubt(doubt: Doubt) -> str:
    head = _DOUBTS.get(doubt.code, _ANY_DOUBT)
    if not doubt.readings:
        return f"{head}."
    meant = _listed([clean(naming.of_key(key), LONGEST) for key in doubt.readings[:_PLACES]], "or")
    return f"{head}; {meant} may have been meant."


def _perhaps(ghost: Ghost) -> str:
    one = ghost.perhaps == 1
    if not ghost.count:
        who = "The one telegram that cites it" if one else f"The {ghost.perhaps:,} telegrams that cite it"
        return f"{who} may mean another."
    return f"{ghost.perhaps:,} more telegram{' may mean' if one else 's may mean'} it or another."


def _listed(words: list[str], joint: str = "and") -> str:
    """``A, B and C``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def documents(count: int) -> str:
    """``the telegram named below``, ``the 3 telegrams named below``."""
    return "the telegram named below" if count == 1 else f"the {count:,} telegrams named below"


def fees(ceiling: int) -> str:
    """The sentence on fees."""
    if not ceiling:
        return "Please let me know before any fees arise."
    return (
        f"I am willing to pay fees of up to ${ceiling:,}; please let me know first if they would be higher."
    )
