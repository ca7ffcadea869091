"""The record: every key always there, to JSON and back, and what of it is a fact."""

# ruff: noqa: E501 - lists of keys

from __future__ import annotations

import ast
import json
from pathlib import Path

import msgspec
import pytest

from proof import document, record_of
from reftel import record as record_function
from reftel.errors import RecordError, ReftelError
from reftel.normalise import normalise
from reftel.record import NOT_FACTS, SCHEMA, Record, facts

# The keys of the contract, in the order in which they are written down.
KEYS = [
    "id", "aliases", "year", "post", "serial", "wrapper", "format", "created", "dtg", "date", "precedence",
    "precedence_info", "classification", "caveats", "captions", "transmission", "from", "to", "info", "excluded",
    "distribution", "sections", "resent", "executive_order", "declassify", "tags", "subject", "references",
    "mentions", "classified_by", "reasons", "paragraphs", "summary", "comment", "participants", "signature", "protect",
    "witnesses", "provenance", "redactions", "defects", "spans", "handle", "source", "copies", "schema",
]  # fmt: skip
WHOLE = (Path(__file__).parent / "broken" / "whole.txt").read_text(encoding="utf-8")
LISTS = (
    "aliases", "caveats", "captions", "to", "info", "excluded", "tags", "references", "mentions", "classified_by",
    "reasons", "paragraphs", "participants", "signature", "protect", "defects", "copies",
)  # fmt: skip


@pytest.mark.parametrize("text", ["", "words", WHOLE], ids=["empty", "words", "telegram"])
def test_every_key_is_always_there(text: str) -> None:
    plain = json.loads(record_of(text).to_json())
    assert list(plain) == KEYS
    assert plain["schema"] == SCHEMA == "reftel.record/1"
    assert set(plain["distribution"]) == {
        "action",
        "info",
        "origin",
        "drafted_by",
        "approved_by",
        "cleared_by",
    }
    assert None not in [plain[key] for key in LISTS]


def test_an_empty_text_states_nothing() -> None:
    plain = record_of("").to_dict()
    assert {key for key, value in plain.items() if value} == {
        "wrapper", "format", "distribution", "provenance", "defects", "handle", "source", "schema"
    }  # fmt: skip
    assert [odd["code"] for odd in plain["defects"]] == ["empty"]
    assert plain["format"] == "unknown"
    assert plain["source"]["characters"] == 0


def test_names_of_the_field_are_kept_in_json() -> None:
    plain = json.loads(record_of(WHOLE).to_json())
    assert plain["from"]["plad"] == "AMEMBASSY BAMAKO"
    assert plain["date"]["from"] == "message"
    assert "sender" not in plain


def test_a_record_survives_json() -> None:
    record = record_of(WHOLE)
    assert Record.from_json(record.to_json()) == record
    assert Record.from_json(record.to_json().encode()) == record
    assert "\n" not in record.to_json()


def test_plain_values_are_those_of_json() -> None:
    record = record_of(WHOLE)
    assert json.loads(json.dumps(record.to_dict())) == json.loads(record.to_json())


def test_letters_are_written_as_they_are() -> None:
    record = record_of(WHOLE.replace("Abdou", "Abdoul\u00e9 \u6587"))
    assert "Abdoul\u00e9 \u6587" in record.to_json()


def test_a_surrogate_is_written_as_a_question_mark() -> None:
    record = record_of(WHOLE.replace("Abdou", "Abdou\udce9"))
    assert "Abdou? Sample" in record.to_json()
    assert Record.from_json(record.to_json()).paragraphs[1].text == record.paragraphs[1].text.replace(
        "\udce9", "?"
    )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        "null",
        "not JSON",
        "{\u0000",
        record_of(WHOLE).to_json().replace('"year":2007', '"year":"2007"'),
        record_of(WHOLE).to_json().replace('"tags":[', '"labels":['),
        record_of(WHOLE).to_json().replace("record/1", "record/2"),
    ],
    ids=["empty", "no-keys", "list", "null", "words", "half", "type", "key-lost", "version"],
)
def test_what_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(RecordError) as caught:
        Record.from_json(line)
    assert isinstance(caught.value, ReftelError)
    assert "reftel.record/" in str(caught.value)


def test_a_key_of_a_later_minor_version_is_passed_over() -> None:
    """Names may be added to the schema."""
    line = record_of(WHOLE).to_json().replace('{"id"', '{"mood":"calm","id"', 1)
    assert Record.from_json(line) == record_of(WHOLE)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        record_of(WHOLE).id = "08BAMAKO1"  # type: ignore[misc]


# ---------------------------------------------------------------- facts


def test_facts_are_all_keys_but_those_of_the_copy() -> None:
    found = facts(record_of(WHOLE))
    assert set(KEYS) - set(found) == set(NOT_FACTS)
    assert all("spans" not in paragraph for paragraph in found["paragraphs"])
    assert found["paragraphs"][0]["number"] == 1


def test_facts_do_not_change_the_record() -> None:
    record = record_of(WHOLE)
    facts(record)
    assert record.paragraphs[0].spans


def test_the_front_door_gives_the_same_record() -> None:
    assert record_function(document(WHOLE)) == normalise(document(WHOLE))


def test_every_key_is_described() -> None:
    """The docs are made of the sentences under the keys; none may be missing."""
    import sys

    from reftel import record as _  # noqa: F401

    source = Path(str(sys.modules["reftel.record"].__file__)).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            assert ast.get_docstring(node)
            for field, after in zip(node.body, [*node.body[1:], None], strict=True):
                if isinstance(field, ast.AnnAssign):
                    told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                    assert told, f"{node.name}.{ast.unparse(field.target)} is not described"


def test_the_keys_are_those_of_the_type() -> None:
    assert [field.encode_name for field in msgspec.structs.fields(Record)] == KEYS
