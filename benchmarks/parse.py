"""Speed of the parser: telegrams and megabytes a second, by stage and by length, beside a floor.

    python benchmarks/parse.py [--count TELEGRAMS]

Three sets: the reference document, the real telegrams of the corpus ($REFTEL_CORPUS, else
../shared/corpus; left out where it is missing), and composed ones. The floor is what no parser in Python
can do without: to decode the bytes and split them into lines. Everything is measured in turns in one
process by its own clock, the best of several rounds counts; the ratio to the floor can be compared
between machines. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import reftel
from reftel.compose import write
from reftel.document import Document
from reftel.normalise import normalise
from reftel.record import Record
from reftel.span import Passage, Span
from reftel.telegram import line_kinds, lines, oddities
from reftel.telegram.body import TEXT_STARTS, read_body
from reftel.telegram.envelope import read_envelope
from reftel.telegram.heading import read_heading
from reftel.telegram.mentions import Block, find_mentions
from reftel.telegram.model import Line, Telegram
from reftel.telegram.parser import parse
from reftel.telegram.references import read_references

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = "archive_page/07BAMAKO1361.txt"
REAL = ("cablegate_txt", "wikileaks_html", "aad_text")
ROUNDS = 5
MILLION = 1e6
AT_ONCE = 40  # documents of a small set that are gone through in one round, the same ones again
DOUBLINGS = 7

Task = Callable[[], object]


def seconds(task: Task) -> float:
    """How long ``task`` takes, by the clock of this process."""
    start = time.process_time()
    task()
    return time.process_time() - start


def best(*tasks: Task) -> list[float]:
    """The shortest time of each task; they take turns, so that noise falls on all alike."""
    rows = [[seconds(task) for task in tasks] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rows, strict=True)]


def each(task: Callable[..., object], arguments: Iterable[tuple[object, ...]]) -> Task:
    """A task that calls ``task`` with each of the arguments."""
    held = list(arguments)

    def run() -> None:
        for given in held:
            task(*given)

    return run


# ---------------------------------------------------------------- what is measured


class Reading(NamedTuple):
    """One document with what the stages of the parser take and give."""

    document: Document
    encoded: bytes
    telegram: Telegram
    record: Record
    above: tuple[Line, ...]
    """The lines above the text."""
    below: tuple[Line, ...]

    @staticmethod
    def of(document: Document) -> Reading:
        """The reading of a document."""
        telegram = parse(document.text, document.message)
        above = tuple(takewhile(lambda line: line.kind not in TEXT_STARTS, telegram.lines))
        return Reading(
            document,
            document.text.encode("utf-8", "surrogatepass"),
            telegram,
            normalise(document, telegram),
            above,
            telegram.lines[len(above) :],
        )


def sets(count: int) -> Iterable[tuple[str, list[Document]]]:
    """The sets of documents that are at hand, by name."""
    corpus = Path(os.environ.get("REFTEL_CORPUS") or ROOT.parent / "shared" / "corpus")
    if (corpus / REFERENCE).is_file():
        yield "the reference document", list(reftel.read(corpus / REFERENCE))
    real = [folder for name in REAL if (folder := corpus / name).is_dir()]
    if real:
        yield "real telegrams", [document for folder in real for document in reftel.read(folder)]
    with tempfile.TemporaryDirectory() as scratch:
        write(Path(scratch), count=count, seed=1)
        yield "composed telegrams", list(reftel.read(scratch))


def floor(source: bytes) -> None:
    """What every parser does first."""
    source.decode("utf-8", "surrogatepass").split("\n")


def mentions(telegram: Telegram) -> None:
    """The mentions in all paragraphs; their passages are made anew."""
    own = telegram.id.value if telegram.id else None
    block = Block.of(telegram.references)
    for paragraph in telegram.body.paragraphs:
        passage = Passage(telegram.text, paragraph.text.spans)
        find_mentions(passage, None, block, own, own.year if own else None)


def stages(readings: Sequence[Reading]) -> dict[str, Task]:
    """The stages of the parser, each called for all documents with what the stages before it gave."""
    texts = [(one.document.text, one.document.message) for one in readings]
    above = [(one.document.text, one.above) for one in readings]
    below = [(one.document.text, one.below) for one in readings]
    blocks = [read_heading(*given)[1] for given in above]
    return {
        "lines by their words": each(line_kinds.split, texts),
        "all of labelling lines": each(lines.label, texts),
        "envelope": each(read_envelope, above),
        "heading": each(read_heading, above),
        "body": each(read_body, below),
        "references": each(read_references, [(block, None, 2007) for block in blocks if block.spans]),
        "mentions": each(mentions, [(one.telegram,) for one in readings]),
        "oddities": each(oddities.find, [(one.telegram,) for one in readings]),
        "parse: all of the above": each(parse, texts),
        "record of a telegram": each(normalise, [(one.document, one.telegram) for one in readings]),
        "JSON of a record": each(Record.to_json, [(one.record,) for one in readings]),
    }


# ---------------------------------------------------------------- what is printed


def speed(name: str, documents: Sequence[Document]) -> None:
    """A set's figures: the whole way to the record, then the stages, each beside the floor."""
    times = AT_ONCE // len(documents) + 1 if len(documents) < AT_ONCE else 1
    readings = [Reading.of(document) for document in documents] * times
    parts = stages(readings)
    whole = each(normalise, [(one.document,) for one in readings])
    found = best(each(floor, [(one.encoded,) for one in readings]), whole, *parts.values())
    megabytes = sum(len(one.encoded) for one in readings) / MILLION
    line_count = sum(len(one.telegram.lines) for one in readings) / len(readings)
    size = 1000 * megabytes / len(readings)
    print(f"\n{name} ({len(documents):,}; on average {size:.1f} kB, {line_count:.0f} lines)")
    for label, taken in zip(("decode + split lines", "document to record"), found, strict=False):
        rate = f"{megabytes / taken:9.1f} MB/s {len(readings) / taken:10,.0f} telegrams/s"
        print(f"  {label:<26}{rate}   {taken / found[0]:6.1f} x floor")
    for label, taken in zip(parts, found[2:], strict=True):
        share = f"{taken / len(readings) * MILLION:9.0f} us   {100 * taken / found[1]:6.1f} % of all"
        print(f"    {label:<24}{share} {taken / found[0]:12.1f} x floor")


def growth(document: Document) -> None:
    """Time by length: the text of one telegram again and again."""
    text = document.message.of(document.text)
    print("\nGrowth by length (a composed telegram, its text repeated)")
    before = 0.0
    for doubling in range(DOUBLINGS):
        whole = text + _text_of(text) * (2**doubling - 1)
        (taken,) = best(each(parse, [(whole, Span(0, len(whole)))]))
        factor = f"{taken / before:6.2f} x for twice the length" if before else ""
        print(f"  {len(whole) / 1000:9.1f} kB {len(whole) / taken / MILLION:8.1f} MB/s {factor}")
        before = taken


def _text_of(text: str) -> str:
    """The words of a telegram below its heading."""
    telegram = parse(text)
    start = next((line.span.start for line in telegram.lines if line.kind in TEXT_STARTS), 0)
    return text[start:]


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=400, help="telegrams to compose (400)")
    return parser.parse_args()


def main() -> None:
    """Measure the sets, then the growth by length."""
    count = arguments().count
    print(f"reftel {reftel.__version__}, Python {sys.version.split()[0]}, {sys.platform}, one core")
    print("Aim: 10 MB/s to the record on real telegrams, 1,500 composed ones a second")
    documents: list[Document] = []
    for name, documents in sets(count):
        speed(name, documents)
    growth(documents[0])


if __name__ == "__main__":
    main()
