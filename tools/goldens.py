"""Write the expected records beside the whole telegrams in tests/telegrams/, and tell what changes.

    python tools/goldens.py [NAME...]

Every ``NAME.txt`` (all of them where none is named) is parsed and its record written to ``NAME.json``.
Each key that is new or differs is printed, before and after: read them by eye before you commit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reftel.normalise import normalise
from reftel.sources import documents, load

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "telegrams"


def record_of(path: Path) -> dict[str, Any]:
    """The record of the one telegram in a file, its source named without the folder."""
    (document,) = documents(load(str(path)))
    plain = normalise(document).to_dict()
    plain["source"]["name"] = path.name
    return plain


def written(plain: dict[str, Any]) -> str:
    """A record as JSON for people: a key on a line, an item of a list or of the spans on a line."""
    return "{\n" + ",\n".join(f" {_line(key)}: {_value(value)}" for key, value in plain.items()) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _value(value: Any) -> str:
    """A list of objects, or an object, over several lines; everything else on one."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "[\n" + ",\n".join(f"  {_line(item)}" for item in value) + "\n ]"
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"  {_line(key)}: {_line(item)}" for key, item in value.items()) + "\n }"
    return _line(value)


def changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """The keys in which two records differ, with both values."""
    for key in {**before, **after}:
        old, new = before.get(key, "(missing)"), after.get(key, "(missing)")
        if old != new:
            yield f"  {key}\n    - {_line(old)}\n    + {_line(new)}"


def main() -> None:
    """Renew the records of the telegrams named on the command line."""
    for name in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.txt")):
        golden = FOLDER / f"{name}.json"
        before = json.loads(golden.read_text(encoding="utf-8")) if golden.exists() else {}
        text = written(record_of(FOLDER / f"{name}.txt"))
        golden.write_text(text, encoding="utf-8")
        print(name, *changes(before, json.loads(text)), sep="\n")


if __name__ == "__main__":
    main()
