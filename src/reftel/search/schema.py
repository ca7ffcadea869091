"""Schema: the fields of the index, and a record as a document of it.

Made of the list in ``fields``. A text has two fields, one of stems, one of the words
as printed for exact words, near spellings and beginnings (``prison*``), both with
positions; names have one of words; codes and numbers one of whole terms; a date its
first and its last day. What is counted over a result stands in columns besides
(``fast``): codes, and the month. ``newest`` and ``oldest`` are whole numbers made of the date's minute and 30
bits of a hash of the key: nearly every telegram has its own, so that sorting by
one seldom needs the keys; telegrams without date come last in both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import tantivy

from reftel.record import Record
from reftel.search import dates, words
from reftel.search.fields import Field, Kind, indexed

LAYOUT = 4
"""To be raised when documents are made in another way though the fields stay the same."""

TELEGRAM, STATE = "telegram", "state"
"""What a document is: values of the field ``kind``."""
MONTH = "month"
"""The index field of the month, 200711; 200700 where only the year is known."""
_HASH_BITS = 30
_NO_MINUTE = (1 << 33) - 1  # beyond the year 9999; with the hash below it still a signed 64-bit number


def of_words(field: Field) -> str:
    """The index field of a search field's words as printed."""
    return f"{field.name}_words" if field.kind is Kind.TEXT else field.name


def first_day(field: Field) -> str:
    """The index field of a date's first day."""
    return f"{field.name}_first"


def last_day(field: Field) -> str:
    """The index field of a date's last day."""
    return f"{field.name}_last"


@cache
def schema() -> tantivy.Schema:
    """The schema of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("newest", fast=True)
    builder.add_integer_field("oldest", fast=True)
    for field in indexed():
        _add(builder, field)
    return builder.build()


def _add(builder: tantivy.SchemaBuilder, field: Field) -> None:
    if field.kind is Kind.TEXT:
        builder.add_text_field(field.name, tokenizer_name=words.STEMS, index_option="position")
        builder.add_text_field(of_words(field), tokenizer_name=words.FOLDED, index_option="position")
    elif field.kind is Kind.NAME:
        builder.add_text_field(field.name, tokenizer_name=words.FOLDED, index_option="position")
    elif field.kind is Kind.DATE:
        builder.add_integer_field(first_day(field), indexed=True, fast=True)
        builder.add_integer_field(last_day(field), indexed=True, fast=True)
        builder.add_integer_field(MONTH, fast=True)
    else:
        fast = field.facet is not None
        builder.add_text_field(field.name, tokenizer_name="raw", index_option="basic", fast=fast)


@cache
def fingerprint() -> str:
    """Names this schema, these analyzers and this engine; an index with another one has to be made anew."""
    rows = [(field.name, field.kind.value) for field in indexed()]
    plan = repr((LAYOUT, rows, words.LONGEST, tantivy.tantivy.__version__))
    return hashlib.sha256(plan.encode()).hexdigest()[:16]


def document(key: str, record: Record) -> tantivy.Document:
    """The document of a telegram."""
    content: dict[str, Any] = {"key": key, "kind": TELEGRAM, **sort_numbers(key, record)}
    for field in indexed():
        content.update(_content(field, record))
    return tantivy.Document.from_dict(content, schema())


def state_document(text: str) -> tantivy.Document:
    """The document that holds the index's own state."""
    return tantivy.Document.from_dict({"kind": STATE, "state": text}, schema())


def _content(field: Field, record: Record) -> dict[str, Any]:
    """What a document holds in the index fields of ``field``."""
    if field.kind is Kind.DATE:
        days = dates.days_of(record)
        if days is None:
            return {}
        month = dates.month_of(days)
        return {first_day(field): days.first, last_day(field): days.last, MONTH: month}
    values = _clean(field.values(record))
    if field.kind is Kind.TEXT:
        return {field.name: values, of_words(field): values}
    return {field.name: list(dict.fromkeys(values))} if field.kind is Kind.CODE else {field.name: values}


def _clean(values: Iterable[str]) -> list[str]:
    """The values as the engine takes them: a half of a surrogate pair is no text."""
    return [value.encode("utf-8", "replace").decode("utf-8") for value in values]


def sort_numbers(key: str, record: Record) -> dict[str, int]:
    """The numbers to sort by; two telegrams may have the same."""
    minute = dates.minute_of(record)
    own = int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=4).digest()) >> 2
    return {
        "newest": ((-1 if minute is None else minute) << _HASH_BITS) + own,
        "oldest": ((_NO_MINUTE if minute is None else minute) << _HASH_BITS) + own,
    }
