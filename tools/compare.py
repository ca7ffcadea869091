"""Compare what two revisions of the parser make of a folder of telegrams, value by value.

    python tools/compare.py REV_A [REV_B] FOLDER... [--show N] [--json]

REV_B is the working tree where it is left out. Each revision's ``src/`` is exported to a temporary folder
and its ``reftel parse`` is run there with this Python; the checkout is not touched. Telegrams are matched
by source, part and order. Of every field it counts the values that are the same, gained, lost, changed (at
the same place) and moved (the same value at another place in the text). Exit status 0, whatever differs;
1 where a revision cannot be exported or run.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
WORKING_TREE = "working tree"
OUTCOMES = ("same", "gained", "lost", "changed", "moved")
OF_THE_COPY = ("schema", "source", "handle", "spans")  # keys that say nothing of the telegram
VERBATIM = ("text", "value")  # what the spans beside it state, not only what belongs to it

Record = dict[str, Any]
Place = tuple[tuple[int, int], ...] | str
"""Where a value stands: its spans in the text; else where that begins to which it belongs; else its path."""


class Value(NamedTuple):
    """One stated value of a record: the field (a path without numbers), the path, the value, its place."""

    field: str
    path: str
    value: Hashable
    place: Place


class Difference(NamedTuple):
    """What became of one value in one telegram."""

    outcome: str
    field: str
    telegram: str
    before: Value | None
    after: Value | None


# ---------------------------------------------------------------- values of a record


def values(record: Record) -> list[Value]:
    """Every value that a record states; null, false and empty lists state nothing."""
    spans = record.get("spans") or {}
    found: list[Value] = []
    for key, value in record.items():
        if key not in OF_THE_COPY:
            found += _values(value, key, key, None, spans)
    return found


def _values(value: Any, field: str, path: str, place: Place | None, spans: Record) -> Iterator[Value]:
    """The values at and below ``path``; ``place`` is that of the nearest value above which has one."""
    place = _places(spans[path]) if path in spans else place
    if isinstance(value, dict):
        own = value.get("spans") or ([value["span"]] if "span" in value else [])
        place = _places(own) if own else place
        for key, below in value.items():
            if key not in ("spans", "span"):
                within = place if key in VERBATIM else _beginning(place)
                yield from _values(below, f"{field}.{key}", f"{path}.{key}", within, spans)
    elif isinstance(value, list):
        for i, below in enumerate(value):
            own = spans[path][i : i + 1] if len(spans.get(path, ())) == len(value) else []
            within = _places(own) if own else place
            yield from _values(below, f"{field}[]", f"{path}[{i}]", within, spans)
    elif value is not None and value is not False:
        yield Value(field, path, value, path if place is None else place)


def _places(spans: Sequence[Sequence[int]]) -> Place:
    return tuple((start, end) for start, end in spans)


def _beginning(place: Place | None) -> Place | None:
    """The place of a value that has none of its own: it does not move when what it belongs to grows."""
    return place if place is None or isinstance(place, str) else tuple((at, at) for at, _ in place[:1])


# ---------------------------------------------------------------- two records


def differences(before: Record, after: Record) -> tuple[Counter[str], list[Difference]]:
    """How many values of each field are the same, and every value that is not."""
    same: Counter[str] = Counter()
    found: list[Difference] = []
    left, right = _by_field(before), _by_field(after)
    for field in dict.fromkeys((*left, *right)):
        kept, other = _matched(field, left[field], right[field])
        same[field] += kept
        found += (one._replace(telegram=name_of(after)) for one in other)
    return same, found


def name_of(record: Record) -> str:
    """The telegram's number, else its handle, and the file that holds it."""
    return f"{record.get('id') or record.get('handle')} in {Path(record['source']['name']).name}"


def _by_field(record: Record) -> dict[str, list[Value]]:
    fields: dict[str, list[Value]] = defaultdict(list)
    for value in values(record):
        fields[value.field].append(value)
    return fields


def _matched(field: str, left: list[Value], right: list[Value]) -> tuple[int, list[Difference]]:
    """How many values of a field are the same, and the others: moved, changed, lost, gained."""
    same, left, right = _paired(left, right, lambda value: (value.value, value.place))
    moved, left, right = _paired(left, right, lambda value: value.value)
    changed, left, right = _paired(left, right, lambda value: value.path)
    found = [Difference("moved", field, "", *pair) for pair in moved]
    found += [Difference("changed", field, "", *pair) for pair in changed]
    found += [Difference("lost", field, "", value, None) for value in left]
    found += [Difference("gained", field, "", None, value) for value in right]
    return len(same), found


def _paired(
    left: Iterable[Value], right: Iterable[Value], key: Any
) -> tuple[list[tuple[Value, Value]], list[Value], list[Value]]:
    """Values with the same key in pairs, in order; and what stays alone on each side."""
    waiting: dict[Hashable, list[Value]] = defaultdict(list)
    for value in right:
        waiting[key(value)].append(value)
    pairs, alone = [], []
    for value in left:
        others = waiting[key(value)]
        if others:
            pairs.append((value, others.pop(0)))
        else:
            alone.append(value)
    paired = {id(other) for _, other in pairs}
    return pairs, alone, [value for value in right if id(value) not in paired]


# ---------------------------------------------------------------- two sets of records


class Comparison(NamedTuple):
    """All that two revisions say of the same telegrams."""

    telegrams: int
    same: Counter[str]
    differences: list[Difference]
    only_before: list[str]
    only_after: list[str]

    def table(self) -> dict[str, dict[str, int]]:
        """Field → outcome → how many values, fields that differ most first."""
        counted = Counter((one.field, one.outcome) for one in self.differences)
        fields = {*self.same, *(one.field for one in self.differences)}
        rows = {
            field: {"same": self.same[field], **{name: counted[field, name] for name in OUTCOMES[1:]}}
            for field in fields
        }
        return dict(sorted(rows.items(), key=lambda row: (row[1]["same"] - sum(row[1].values()), row[0])))


def compare(before: Iterable[Record], after: Iterable[Record]) -> Comparison:
    """Compare records, matched by source, part, and the order of those that share both."""
    left, right = _keyed(before), _keyed(after)
    same: Counter[str] = Counter()
    found: list[Difference] = []
    both = [key for key in left if key in right]
    for key in both:
        kept, other = differences(left[key], right[key])
        same += kept
        found += other
    only_before = [name_of(record) for key, record in left.items() if key not in right]
    only_after = [name_of(record) for key, record in right.items() if key not in left]
    return Comparison(len(both), same, found, only_before, only_after)


def _keyed(records: Iterable[Record]) -> dict[tuple[str, str, int], Record]:
    seen: Counter[tuple[str, str]] = Counter()
    keyed = {}
    for record in records:
        source = record["source"]["name"], str(record["source"]["part"])
        keyed[(*source, seen[source])] = record
        seen[source] += 1
    return keyed


# ---------------------------------------------------------------- revisions


def export(revision: str, folder: Path, root: Path = ROOT) -> Path:
    """Write ``src/`` of a revision of the repository at ``root`` below ``folder``; gives its path.

    Raises ``subprocess.CalledProcessError`` where git knows no such revision.
    """
    if revision == WORKING_TREE:
        shutil.copytree(root / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    else:
        command = ["git", "-C", str(root), "archive", "--format=tar", revision, "src"]
        packed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
    return folder / "src"


def start(source: Path, folders: Sequence[str], answers: Path) -> subprocess.Popen[bytes]:
    """Start ``reftel parse`` of an exported ``src/`` over ``folders``; its records go to ``answers``."""
    settings = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "reftel", "parse", *folders]
    with answers.open("wb") as out:
        return subprocess.Popen(command, stdout=out, env=settings)


def compare_revisions(before: str, after: str, folders: Sequence[str], root: Path = ROOT) -> Comparison:
    """Run both revisions, at the same time, over the folders and compare their records.

    Raises ``subprocess.CalledProcessError`` where one cannot be exported, or ends otherwise than ``parse``
    does: 0, or 1 where a source could not be read.
    """
    with tempfile.TemporaryDirectory() as scratch:
        places = [Path(scratch) / "before", Path(scratch) / "after"]
        sources = [export(*pair, root) for pair in zip((before, after), places, strict=True)]
        answers = [place / "records.jsonl" for place in places]
        runs = [start(source, folders, answer) for source, answer in zip(sources, answers, strict=True)]
        for process in runs:
            if process.wait() not in (0, 1):
                raise subprocess.CalledProcessError(process.returncode, process.args)
        return compare(*map(_records, answers))


def _records(answers: Path) -> Iterator[Record]:
    with answers.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# ---------------------------------------------------------------- the report


def report(found: Comparison, show: int) -> Iterator[str]:
    """The lines for people: the table of the fields that differ, then ``show`` examples of each outcome."""
    rows = found.table()
    odd = {field: row for field, row in rows.items() if any(row[name] for name in OUTCOMES[1:])}
    yield f"{found.telegrams} telegrams compared"
    yield from (f"only before: {name}" for name in found.only_before)
    yield from (f"only after: {name}" for name in found.only_after)
    if odd:
        width = max(map(len, odd))
        yield " ".join(["field".ljust(width), *(name.rjust(8) for name in OUTCOMES)])
        for field, row in odd.items():
            yield " ".join([field.ljust(width), *(str(row[name]).rjust(8) for name in OUTCOMES)])
    same = sum(row["same"] for field, row in rows.items() if field not in odd)
    yield f"{len(rows) - len(odd)} {'further ' if odd else ''}fields with {same} values: no difference"
    for field in odd if show else ():
        for outcome in OUTCOMES[1:]:
            chosen = [one for one in found.differences if (one.field, one.outcome) == (field, outcome)]
            yield from (example(one) for one in chosen[:show])


def example(one: Difference) -> str:
    """One difference in a line: what, where, before, after."""
    sides = [_brief(value, one.outcome) for value in (one.before, one.after) if value is not None]
    return f"{one.outcome} {one.field}, {one.telegram}: {' → '.join(sides)}"


def _brief(value: Value, outcome: str) -> str:
    words = json.dumps(value.value, ensure_ascii=False)
    words = words if len(words) <= 100 else f"{words[:60]} … {words[-36:]}"
    return f"{words} @ {value.place}" if outcome == "moved" else words


def as_json(found: Comparison) -> str:
    """The whole comparison as one JSON object."""
    plain = found._asdict() | {"same": dict(found.same), "fields": found.table()}
    plain["differences"] = [
        {key: part._asdict() if isinstance(part, Value) else part for key, part in one._asdict().items()}
        for one in found.differences
    ]
    return json.dumps(plain, ensure_ascii=False)


def revisions_and_folders(words: Sequence[str]) -> tuple[str, str, list[str]]:
    """The two revisions and the folders; the second word is a revision if no file or folder has that name."""
    first, *rest = words
    if rest and not Path(rest[0]).exists():
        return first, rest[0], rest[1:]
    return first, WORKING_TREE, rest


def main() -> None:
    """Compare as the command line says."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("words", nargs="+", metavar="REV_A [REV_B] FOLDER", help="revisions, then folders")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="examples of each outcome by field")
    parser.add_argument("--json", action="store_true", help="all differences as one JSON object")
    options = parser.parse_args()
    before, after, folders = revisions_and_folders(options.words)
    if not folders:
        parser.error("no folder of telegrams named")
    try:
        found = compare_revisions(before, after, folders)
    except subprocess.CalledProcessError as error:
        sys.exit(str(error))
    print(as_json(found) if options.json else "\n".join(report(found, options.show)))


if __name__ == "__main__":
    main()
