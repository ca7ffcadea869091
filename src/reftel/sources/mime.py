"""MIME: the leaves of an e-mail, each with what its header says of it and the bytes where its body stands.

Comes in: bytes. Goes out: parts, in order of the message. Headers are read by
the standard library's ``email`` with its default policy, or, where that fails
on damage, with the older one; the structure is cut here, by the boundaries that the
headers name, so that each part keeps its place. Nesting deeper than ``DEEPEST``
and more than ``MOST`` parts are not opened: what is left is one part of its own.
Source: RFC 5322, RFC 2045 and 2046.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import Policy, compat32, default
from typing import NamedTuple

from reftel.span import Span

DEEPEST = 16
MOST = 1000
_LONGEST = 4000  # bytes of a header field that are looked at
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n")
# Of all fields only these two: others may be long, and cost time.
_FIELD = re.compile(
    rb"^(?:Content-Type|Content-Transfer-Encoding)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M
)
_ENCODED = ("quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue")


class About(NamedTuple):
    """What the header of a part says of its body."""

    kind: str = "text/plain"
    """The type in small letters."""
    charset: str = ""
    boundary: str = ""
    encoding: str = ""
    """The transfer encoding in small letters; "" where none is stated."""

    @property
    def is_encoded(self) -> bool:
        """Whether the body stands in the file in other characters than its own."""
        return self.encoding in _ENCODED


class Part(NamedTuple):
    """A part that holds no others."""

    about: About
    body: Span
    """The bytes of its body, as they are encoded."""
    place: str
    """Its number among its siblings, with those above it: ``1.2``; empty where the message has one part."""


def parts(raw: bytes, message: Span) -> Iterator[Part]:
    """The parts of the message at ``message``, in order."""
    waiting = [(message, "", 0)]
    opened = 0
    while waiting:
        span, place, depth = waiting.pop()
        about, body = _split(raw, span)
        inner = _inner(raw, about, body)[: MOST - opened] if depth < DEEPEST else []
        opened += len(inner)
        if inner:
            numbered = [(one, f"{place}.{i}".lstrip("."), depth + 1) for i, one in enumerate(inner, 1)]
            waiting.extend(reversed(numbered))
        else:
            yield Part(about, body, place)


def _split(raw: bytes, span: Span) -> tuple[About, Span]:
    """What the header of a part says, and where its body stands."""
    if raw.startswith((b"\n", b"\r\n"), span.start, span.end):  # a part without headers
        return About(), Span(raw.index(b"\n", span.start) + 1, span.end)
    found = _HEAD_END.search(raw, span.start, span.end)
    head, body = (found.start(), found.end()) if found else (span.end, span.end)
    fields = [field[0][:_LONGEST] for field in _FIELD.finditer(raw[span.start : head])]
    return _about(b"\n".join(fields[:4]) + b"\n\n"), Span(body, span.end)


def _about(fields: bytes) -> About:
    """What the two fields say; where the newer policy raises on damage, the older one is asked."""
    for policy in (default, compat32):
        try:
            return _read(fields, policy)
        except Exception:  # noqa: S112 - IndexError and others from within the library
            continue
    return About()


def _read(fields: bytes, policy: Policy) -> About:
    message: Message = BytesHeaderParser(policy=policy).parsebytes(fields)
    return About(
        kind=message.get_content_type(),
        charset=message.get_content_charset("") or "",
        boundary=message.get_boundary("") or "",
        encoding=str(message.get("Content-Transfer-Encoding", "")).strip().lower(),
    )


def _inner(raw: bytes, about: About, body: Span) -> list[Span]:
    """Where the parts of a part stand; none if it is no container."""
    if about.kind == "message/rfc822" and not about.is_encoded:
        return [body]
    if not about.kind.startswith("multipart/") or not about.boundary:
        return []
    name = re.escape(about.boundary.encode("utf-8", "surrogateescape"))
    line = re.compile(rb"^--" + name + rb"(?P<last>--)?[ \t]*\r?$", re.MULTILINE)
    found: list[Span] = []
    start: int | None = None
    for edge in line.finditer(raw, body.start, body.end):
        if start is not None:
            found.append(Span(start, _line_end(raw, start, edge.start())))
        start = min(edge.end() + 1, body.end)
        if edge["last"] or len(found) >= MOST:
            return found
    if start is not None:  # the last boundary is missing: the message breaks off
        found.append(Span(start, body.end))
    return found


def _line_end(raw: bytes, start: int, end: int) -> int:
    """``end`` without the line end before it, which belongs to the boundary."""
    for feed in (b"\r\n", b"\n"):
        if raw.endswith(feed, start, end):
            return end - len(feed)
    return max(start, end)


def decoded(about: About, body: bytes) -> bytes:
    """The bytes that a part's body stands for, damage and all; never raises."""
    if not about.is_encoded:
        return body
    message = EmailMessage(policy=compat32)
    message["Content-Transfer-Encoding"] = about.encoding
    message.set_payload(body.decode("ascii", "surrogateescape"))
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else body
