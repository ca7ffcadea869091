"""Notes: citations in the words of a footnote or a list of works.

Chicago and MLA as the published CSL styles ``chicago-notes-bibliography`` and ``modern-language-association``
write our CSL-JSON, which a test has rendered by a CSL processor; the archive's own form as in "Citing
Foreign Affairs Records" of the National Archives.
"""

from __future__ import annotations

from collections.abc import Iterable

from reftel.cite.elements import Elements

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SHORT_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
_NAMED = 2  # addressees named; of more the first, with "et al."
NATIONAL_ARCHIVES = "National Archives"


def chicago(one: Elements) -> str:
    """A footnote after the Chicago Manual of Style, as its style for notes and bibliography has it.

    Embassy La Paz, “Mining Law,” telegram 2499 to Department of State, April 30, 1974, para. 3, …
    """
    form = f"{one.form} to {_several(one.recipients)}" if one.recipients else one.form
    words = (
        one.sender,
        _quoted(one.subject, ","),
        _capital(form) if not (one.sender or one.subject) else form,
        day(one.date) or "n.d.",
        f"para. {one.paragraph}" if one.paragraph else None,
        *_held(one),
        one.url,
    )
    return _sentence(words)


def mla(one: Elements) -> str:
    """An entry of a list of works cited after the MLA Handbook; for a paragraph with the words in the text.

    Embassy La Paz. “Mining Law.” Telegram 2499. 30 Apr. 1974, National Archives, … (Embassy La Paz, par. 3)
    """
    rest = (
        _short_day(one.date),
        one.repository,
        *_held(one._replace(place=(), repository=None)),
        _place(one),
        one.url,
    )
    heads = (
        f"{one.sender}." if one.sender else None,
        _quoted(one.subject, "."),
        f"{_capital(one.form)}.",
        _sentence(rest) if any(rest) else None,
    )
    entry = " ".join(filter(None, heads))
    if not one.paragraph:
        return entry
    named = (one.sender, _quoted(one.subject, ",") or f"{_capital(one.form)},")
    return f"{entry} ({_list(named)} par. {one.paragraph})"


def nara(one: Elements) -> str:
    """The full first citation in the form of the National Archives.

    Embassy La Paz to Department of State, Telegram 2499, April 30, 1974, paragraph 3, 1974LAPAZ02499,
    Central Foreign Policy Files, 1973–79/Electronic Telegrams, RG 59: General Records of the Department of
    State, U.S. National Archives.
    """
    group = one.record_group and f"RG {one.record_group}"
    if group and one.record_group_name:
        group = f"{group}: {one.record_group_name}"
    words = (
        _way(one),
        _capital(one.form),
        _quoted(one.subject, ",") if not (one.sender or one.recipients) else None,
        day(one.date),
        f"paragraph {one.paragraph}" if one.paragraph else None,
        *one.place,
        one.series,
        group,
        "U.S. National Archives" if one.repository == NATIONAL_ARCHIVES else one.repository,
    )
    return _sentence(words)


def nara_short(one: Elements) -> str:
    """A later citation: Embassy La Paz Telegram 2499, April 30, 1974, 1974LAPAZ02499, RG 59, USNA."""
    words = (
        " ".join(filter(None, (one.sender, _capital(one.form)))),
        day(one.date),
        f"paragraph {one.paragraph}" if one.paragraph else None,
        *one.place[:1],
        f"RG {one.record_group}" if one.record_group else one.series,
        "USNA" if one.repository == NATIONAL_ARCHIVES else one.repository,
    )
    return _sentence(words)


# ---------------------------------------------------------------- parts


def day(date: tuple[int, ...]) -> str | None:
    """``April 30, 1974``, ``April 1974``, ``1974``; ``None`` where nothing is known."""
    if len(date) < 2:
        return str(date[0]) if date else None
    month = _MONTHS[date[1] - 1]
    return f"{month} {date[2]}, {date[0]}" if len(date) > 2 else f"{month} {date[0]}"


def _short_day(date: tuple[int, ...]) -> str | None:
    if len(date) < 2:
        return str(date[0]) if date else None
    month = _SHORT_MONTHS[date[1] - 1]
    return f"{date[2]} {month} {date[0]}" if len(date) > 2 else f"{month} {date[0]}"


def _held(one: Elements) -> tuple[str | None, ...]:
    """Where it is held, from the document to the archive."""
    return (_place(one), collection(one), one.repository)


def _place(one: Elements) -> str | None:
    return ", ".join(one.place) or None


def collection(one: Elements) -> str | None:
    """Series and record group: ``Central Foreign Policy Files, Record Group 59``."""
    group = f"Record Group {one.record_group}" if one.record_group else None
    return ", ".join(filter(None, (one.series, group))) or None


def place(one: Elements) -> str | None:
    """File, document number and film in words."""
    return _place(one)


def _way(one: Elements) -> str | None:
    """``Embassy La Paz to Department of State``; only the half that is known."""
    if not one.recipients:
        return one.sender
    return f"{one.sender} to {_several(one.recipients)}" if one.sender else f"To {_several(one.recipients)}"


def _several(names: tuple[str, ...]) -> str:
    if len(names) > _NAMED:
        return f"{names[0]} et al."
    return " and ".join(names)


def _quoted(text: str | None, end: str) -> str | None:
    """The text between quotation marks, with the comma or stop that follows it inside them."""
    if text is None:
        return None
    inner = text.replace('"', "’").replace("“", "‘").replace("”", "’")
    stop = "" if end == "." and inner.endswith((".", "?", "!")) else end
    return f"“{inner}{stop}”"


def _list(words: Iterable[str | None]) -> str:
    """Words with commas between them; a quotation has its own."""
    found = [one for one in words if one]
    return "".join(
        one if place == len(found) - 1 else f"{one} " if one.endswith((",”", ",")) else f"{one}, "
        for place, one in enumerate(found)
    )


def _sentence(words: Iterable[str | None]) -> str:
    text = _list(words)
    if text.endswith(",”"):
        return f"{text[:-2]}.”"
    return text if text.endswith(".") else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
