"""A whole collection into a fresh archive: `reftel add` from files to index and links, at two sizes.

    python benchmarks/ingest.py [--sizes 25000,250000] [--forms table,folder] [--folder FOLDER]

Composed telegrams come as one table of comma-separated values and as a folder of files. Each is added by
a process of its own, beside a floor in the same run: another process that only reads and parses the same
files to records. Then the same is added once more, and searched. Memory is that of all processes of the
command together, looked at many times a second where the system has /proc, else that of the largest.
Nothing is asserted. Quick: ``--sizes 2000,20000``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

import reftel

FORMS = ("table", "folder")
QUERIES = ("government", '"the Ambassador"', "tag:PREL government", "*")
MILLION = 1e6
# What to reckon with before the start: bytes of source and archive for a telegram, telegrams a second in all.
SOURCE_BYTES, ARCHIVE_BYTES, RATE = 8_000, 13_000, 150
_PAUSE = 0.05  # seconds between two looks at the memory
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_REFTEL = (sys.executable, "-m", "reftel")
_FLOOR = """
import sys, reftel
print(sum(1 for document in reftel.read(sys.argv[1]) if reftel.record(document)))
"""
_SEARCH = """
import statistics, sys, time, reftel
with reftel.Archive(sys.argv[1]) as archive:
    for query in sys.argv[2:]:
        times = []
        for _ in range(9):
            start = time.perf_counter()
            found = archive.search(query)
            times.append(time.perf_counter() - start)
        print(f"{query}\\t{statistics.median(times)}\\t{max(times)}\\t{found.total}")
"""


class Ran(NamedTuple):
    """What a process took, with all that it started."""

    seconds: float
    processor: float
    """Seconds of all processors."""
    memory: int
    """Most bytes at a time."""
    output: str
    errors: str


class Figures(NamedTuple):
    """What is compared between sizes."""

    telegrams: int
    rate: float
    """Telegrams a second."""
    memory: int
    disk: float
    """Bytes of the archive for each byte of the source."""


# ---------------------------------------------------------------- processes


def ran(*command: str) -> Ran:
    """Run a command to its end, whatever its status."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, start_new_session=True)
        watch = Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
        largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        output.seek(0), errors.seek(0)
        used = usage.ru_utime + usage.ru_stime
        return Ran(seconds, used, max(largest, watch.most), output.read(), errors.read())


class Watch(threading.Thread):
    """Looks at the memory of a session's processes until it is ended."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._session = session
        self._over = threading.Event()

    def run(self) -> None:
        """Look again and again."""
        while Path("/proc/self/stat").exists() and not self._over.wait(_PAUSE):
            self.most = max(self.most, sum(self._resident()))

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self.join()

    def _resident(self) -> Iterator[int]:
        """The bytes in memory of each process; what several share counts with each."""
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                try:
                    words = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                except OSError:  # it has ended
                    continue
                if int(words[3]) == self._session:
                    yield int(words[21]) * _PAGE


# ---------------------------------------------------------------- one collection


def composed(folder: Path, form: str, count: int) -> tuple[Path, int]:
    """A collection of that form; what to add, and its bytes."""
    command = [*_REFTEL, "compose", str(folder), "--count", str(count)]
    subprocess.run(
        [*command, *(["--table"] if form == "table" else [])], check=True, stdout=subprocess.DEVNULL
    )
    given = folder / "cables.csv" if form == "table" else folder
    return given, size(given)


def size(place: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    files = [place] if place.is_file() else place.rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file())


def measured(place: Path, form: str, count: int) -> Figures | None:
    """Compose, parse, add, add again and search; ``None`` where nothing was read."""
    given, octets = composed(place / "telegrams", form, count)
    archive = place / "bench.reftel"
    print(f"\n{count:,} telegrams as a {form} ({octets / MILLION:,.1f} MB)", flush=True)
    floor = ran(sys.executable, "-c", _FLOOR, str(given))
    say("read and parsed alone", floor, count, octets)
    added = ran(*_REFTEL, "add", str(archive), str(given))
    told = ran(*_REFTEL, "info", str(archive), "--json").output
    held = msgspec.json.decode(told)["telegrams"] if told else 0
    if not held:
        print(f"  nothing was added: {added.errors.strip() or added.output.strip()}")
        return None
    say("added", added, count, octets, floor)
    say("added again (held)", ran(*_REFTEL, "add", str(archive), str(given)), count, octets, floor)
    database, index = size(archive) - size(archive / "index"), size(archive / "index")
    print(
        f"  held: {held:,} telegrams; for each byte of the source {database / octets:.2f} bytes in SQLite",
        end="",
    )
    print(f" and {index / octets:.2f} in the index")
    searches(archive)
    return Figures(held, count / added.seconds, added.memory, (database + index) / octets)


def say(name: str, taken: Ran, count: int, octets: int, floor: Ran | None = None) -> None:
    """A line of figures, with the ratio to the floor."""
    beside = f" {taken.seconds / floor.seconds:6.2f} x parsed" if floor else ""
    rate = f"{count / taken.seconds:10,.0f} telegrams/s {octets / taken.seconds / MILLION:7.2f} MB/s"
    used = f"{taken.seconds:8.1f} s ({taken.processor:,.1f} s of processors)"
    print(f"  {name:<22}{rate} {used} {taken.memory / MILLION:7,.0f} MB{beside}", flush=True)


def searches(archive: Path) -> None:
    """Searches in an open archive, and one by a new process."""
    print("  search (20 hits with snippets; median and slowest)")
    for line in ran(sys.executable, "-c", _SEARCH, str(archive), *QUERIES).output.splitlines():
        query, median, slowest, total = line.split("\t")
        times = f"{1000 * float(median):8.1f} ms {1000 * float(slowest):8.1f} ms"
        print(f"    {query:<22}{times} {int(total):10,} found")
    alone = ran(*_REFTEL, "search", str(archive), QUERIES[0]).seconds
    print(f"    {'by a new process':<22}{1000 * alone:8.1f} ms", flush=True)


# ---------------------------------------------------------------- all of them


def growth(form: str, found: Sequence[Figures]) -> None:
    """What changes from one size to the next."""
    for less, more in pairwise(found):
        print(
            f"\nGrowth as a {form}, {less.telegrams:,} to {more.telegrams:,} telegrams:"
            f" telegrams/s {more.rate / less.rate:.2f} x, memory {more.memory / less.memory:.2f} x,"
            f" bytes on the disk for each byte {more.disk / less.disk:.2f} x"
        )


def needs(sizes: Sequence[int], forms: Sequence[str], folder: Path) -> bool:
    """Say what it will take; whether there is room."""
    room = max(sizes) * (SOURCE_BYTES + ARCHIVE_BYTES)
    minutes = len(forms) * sum(sizes) / RATE / 60
    free = shutil.disk_usage(folder).free
    print(f"It needs some {room / 1e9:.1f} GB at a time in {folder} ({free / 1e9:.1f} GB are free)", end="")
    print(f" and some {minutes:,.0f} minutes", flush=True)
    return room < free


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="25000,250000", help="numbers of telegrams (25000,250000)")
    parser.add_argument("--forms", default=",".join(FORMS), help="table, folder or both (table,folder)")
    parser.add_argument(
        "--folder", default=tempfile.gettempdir(), help="where to put all, for the time being"
    )
    return parser.parse_args()


def main() -> None:
    """Measure each form at each size."""
    asked = arguments()
    sizes, forms = [int(word) for word in asked.sizes.split(",")], asked.forms.split(",")
    print(
        f"reftel {reftel.__version__}, Python {sys.version.split()[0]}, {sys.platform}, {os.cpu_count()} CPUs"
    )
    if not needs(sizes, forms, Path(asked.folder)):
        print("There is not enough room; choose another --folder, or smaller --sizes")
        return
    for form in forms:
        found = []
        for count in sizes:
            with tempfile.TemporaryDirectory(prefix="reftel-ingest-", dir=asked.folder) as place:
                found.append(measured(Path(place), form, count))
        growth(form, [one for one in found if one])


if __name__ == "__main__":
    main()
