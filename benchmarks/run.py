"""Speed of reftel, each figure beside a floor measured in turns with it in the same run.

    python benchmarks/run.py [--count TELEGRAMS]

Machines are noisy and differ; the ratio to the floor is what can be compared. Nothing is asserted.
Times are medians. The telegrams are fictional, composed anew from one seed.
"""

from __future__ import annotations

import argparse
import html
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import reftel
from reftel.compose import collection, compose, table_columns, table_row, wrap_page, write
from reftel.document import Source
from reftel.record import Record
from reftel.sources import documents

QUERIES = (
    ("a common word", "government"),
    ("two words", "embassy officers"),
    ("a phrase", '"the Ambassador"'),
    ("a beginning", "minist*"),
    ("a field", "from:DOHA"),
    ("a field and words", "tag:PREL government"),
    ("newest of all", "*"),
)
ROUNDS = 9


def seconds(task: Callable[[], object]) -> float:
    """How long ``task`` takes, by the wall clock."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def medians(*tasks: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The median time of each task; they take turns, so that noise falls on all alike."""
    rows = [[seconds(task) for task in tasks] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*rows, strict=True)]


def started(*command: str) -> Callable[[], object]:
    """A task that runs a command to its end."""
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def startup() -> None:
    """Start-up: python alone, ``import reftel``, ``reftel --version``."""
    python = sys.executable
    command = str(Path(python).parent / "reftel")
    bare, imported, version = medians(
        started(python, "-c", "pass"), started(python, "-c", "import reftel"), started(command, "--version")
    )
    print("\nStart (aim: import under 50 ms more than python alone, --version under 150 ms)")
    print(f"  python alone        {1000 * bare:7.1f} ms")
    print(f"  import reftel       {1000 * imported:7.1f} ms   {1000 * (imported - bare):+.1f} ms")
    print(f"  reftel --version    {1000 * version:7.1f} ms   {version / bare:.1f} × python alone")


def sources(folder: Path) -> list[bytes]:
    """The bytes of every file below ``folder``."""
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def parsing(folder: Path) -> None:
    """The parser and the record against the floor: decode and split into lines."""
    held = sources(folder)
    texts = [source.decode("utf-8", "replace") for source in held]
    megabytes = sum(map(len, held)) / 1e6
    documents = list(reftel.read(folder))

    def floor() -> None:
        for source in held:
            source.decode("utf-8").split("\n")

    def parse() -> None:
        for text in texts:
            reftel.parse(text)

    def record() -> None:
        for document in documents:
            reftel.record(document).to_json()

    names = ("decode + split lines", "reftel.parse", "record, as JSON")
    times = medians(floor, parse, record, rounds=3)
    print(f"\nParse ({len(held):,} telegrams, {megabytes:.1f} MB, one core)")
    for name, taken in zip(names, times, strict=True):
        speed = f"{megabytes / taken:8.1f} MB/s {len(held) / taken:10,.0f} telegrams/s"
        print(f"  {name:<20}{speed}   {taken / times[0]:6.1f} × floor")


def html_page(record: Record, text: str) -> str:
    """A page of the cable viewer that shows ``text``: its statements, then envelope and text as blocks."""
    header, _, body = text.partition("\nBT\n")
    cells = (record.id or "", "2007-12-04 09:15", "2011-08-30 01:44", "UNCLASSIFIED", "Embassy Bamako")
    titles = ("Reference ID", "Created", "Released", "Classification", "Origin")
    blocks = (html.escape(block).replace("\n", "&#x000A;") for block in (header, body))
    return (
        f"<html>\n<body>\n<h3>Viewing cable {record.id}, {html.escape(record.subject or '')}</h3>\n"
        f"<table class='cable'>\n<tr>{''.join(f'<th>{title}</th>' for title in titles)}</tr>\n"
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n</table>\n"
        + "\n".join(f"<code><pre>{block}</pre></code>" for block in blocks)
        + "\n</body>\n</html>\n"
    )


def pages(count: int) -> None:
    """Pages and rows read before anything is parsed, against the floor: decode and split into lines."""
    told = [(record, compose(record)) for record in collection(count, 1)]
    forms = {
        "wikileaks-html": [html_page(record, text) for record, text in told],
        "archive-page": [wrap_page(text, record) for record, text in told],
        "cables-csv": [table_row(table_columns(i, text, record)) for i, (record, text) in enumerate(told, 1)],
    }
    print(f"\nPages read to documents, nothing parsed ({count:,}; aim: 5,000 a second and core)")
    for form, made in forms.items():
        held = [Source("page", "0" * 64, page.encode()) for page in made]
        other = {one.wrapper for source in held for one in documents(source)} - {form}
        read, floor = medians(
            lambda held=held: [list(documents(source)) for source in held],  # type: ignore[misc]
            lambda held=held: [source.raw.decode("utf-8").split("\n") for source in held],  # type: ignore[misc]
            rounds=3,
        )
        megabytes = sum(len(source.raw) for source in held) / 1e6
        speed = f"{megabytes / read:8.1f} MB/s {count / read:10,.0f} pages/s"
        print(f"  {form:<20}{speed}   {read / floor:6.1f} × floor" + (f" (read as {other})" if other else ""))


def archive(folder: Path, place: Path) -> None:
    """Add to an archive against parsing alone; then searches in the open archive."""
    count = sum(path.is_file() for path in folder.rglob("*"))
    documents = list(reftel.read(folder))
    floor = seconds(lambda: [reftel.record(document) for document in documents])
    with reftel.Archive(place, create=True) as opened:
        added = seconds(lambda: opened.add([folder]))
        again = seconds(lambda: opened.add([folder]))
    print(f"\nAdd ({count:,} telegrams)")
    print(f"  parsed to records     {count / floor:10,.0f} telegrams/s")
    print(f"  added                 {count / added:10,.0f} telegrams/s   {added / floor:.1f} × parsed")
    print(f"  added again (held)    {count / again:10,.0f} telegrams/s   {again / floor:.2f} × parsed")
    with reftel.Archive(place) as opened:
        print("\nSearch (20 hits with snippets; median and slowest)")
        for name, query in QUERIES:
            times = sorted(seconds(partial(opened.search, query)) for _ in range(ROUNDS))
            total = opened.search(query).total
            print(
                f"  {name:<18}{1000 * times[ROUNDS // 2]:8.1f} ms {1000 * times[-1]:8.1f} ms {total:8,} found"
            )
    process(place)


def process(place: Path) -> None:
    """A search by a new process, as at a shell, against python alone."""
    command = str(Path(sys.executable).parent / "reftel")
    bare, searched = medians(
        started(sys.executable, "-c", "pass"), started(command, "search", str(place), "government")
    )
    print("\nSearch by a new process")
    print(f"  python alone          {1000 * bare:8.1f} ms")
    print(f"  reftel search         {1000 * searched:8.1f} ms   {searched / bare:.1f} × python alone")


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="telegrams to compose (1000)")
    return parser.parse_args()


def main() -> None:
    """Measure start-up, reading, parser and archive."""
    count = arguments().count
    print(f"reftel {reftel.__version__}, Python {sys.version.split()[0]}, {sys.platform}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "telegrams"
        write(folder, count=count, seed=1)
        startup()
        pages(count)
        parsing(folder)
        archive(folder, Path(scratch) / "bench.reftel")


if __name__ == "__main__":
    main()
