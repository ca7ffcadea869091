"""MIME: the leaves of an e-mail, each with its headers and the bytes where its body stands.

Comes in: bytes. Goes out: parts, in order of the message. Headers are read by
the standard library's ``email`` with its default policy, which mends and never
raises; the structure is cut here, by the boundaries that the headers name, so
that each part keeps its place. Nesting deeper than ``DEEPEST`` and more than
``MOST`` parts are not opened: what is left is one part of its own.
Source: RFC 5322, RFC 2045 and 2046.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from typing import NamedTuple

from reftel.span import Span

DEEPEST = 16
MOST = 1000
_LONGEST_HEADER = 256 * 1024  # bytes of all headers of a part
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_PARSER = BytesHeaderParser(policy=email.policy.default)


class Part(NamedTuple):
    """A part that holds no others."""

    headers: EmailMessage
    """Its headers, no body."""
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
        headers, body = _split(raw, span)
        inner = _inner(raw, headers, body) if depth < DEEPEST and opened < MOST else []
        opened += len(inner)
        if inner:
            numbered = [
                (span, f"{place}.{i}".lstrip("."), depth + 1) for i, span in enumerate(inner[:MOST], 1)
            ]
            waiting.extend(reversed(numbered))
        else:
            yield Part(headers, body, place)


def _split(raw: bytes, span: Span) -> tuple[EmailMessage, Span]:
    """The headers of a part, and where its body stands."""
    if raw.startswith((b"\n", b"\r\n"), span.start, span.end):  # a part without headers
        return _PARSER.parsebytes(b""), Span(raw.index(b"\n", span.start) + 1, span.end)
    found = _HEAD_END.search(raw, span.start, span.end)
    head = found.start() if found else span.end
    headers = _PARSER.parsebytes(raw[span.start : min(head, span.start + _LONGEST_HEADER)] + b"\n\n")
    return headers, Span(found.end() if found else span.end, span.end)


def _inner(raw: bytes, headers: EmailMessage, body: Span) -> list[Span]:
    """Where the parts of a part stand; none if it is no container."""
    kind = headers.get_content_type()
    if kind == "message/rfc822" and encoding(headers) in ("", "7bit", "8bit", "binary"):
        return [body]
    boundary = headers.get_boundary() if headers.get_content_maintype() == "multipart" else None
    if not boundary:
        return []
    line = re.compile(
        rb"(?:\A|(?<=\n))--"
        + re.escape(boundary.encode("utf-8", "surrogateescape"))
        + rb"(?P<last>--)?[ \t]*(?:\r?\n|\Z)"
    )
    found: list[Span] = []
    start: int | None = None
    for edge in line.finditer(raw, body.start, body.end):
        if start is not None:
            found.append(Span(start, _line_end(raw, start, edge.start())))
        start = edge.end()
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


def encoding(headers: EmailMessage) -> str:
    """The transfer encoding in small letters; "" where none is stated."""
    return str(headers.get("Content-Transfer-Encoding", "")).strip().lower()


def decoded(headers: EmailMessage, body: bytes) -> bytes:
    """The bytes that a part's body stands for, damage and all; never raises."""
    if encoding(headers) in ("quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue"):
        message = EmailMessage(policy=email.policy.compat32)
        message["Content-Transfer-Encoding"] = encoding(headers)
        message.set_payload(body.decode("ascii", "surrogateescape"))
        payload = message.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else body
    return body
