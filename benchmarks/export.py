"""Exports of a large archive: telegrams a second, and memory; fails where a target is missed.

    benchmarks/export.py [ARCHIVE]

Without an archive one of 250,000 invented telegrams is made first, in a quarter of an hour. The floor
beside each figure is the time to read all records, without writing anything.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from reftel.archive import Archive

REFTEL = Path(sys.executable).with_name("reftel")
COUNT = 250_000
MEMORY = 400  # MB, that no form may take more than
LEAST = {"jsonl": 4_000, "parquet": 3_000}  # telegrams a second
FORMS = ("jsonl", "parquet", "ftm", "txt", "csv", "sqlite")


class Run(NamedTuple):
    """One process: seconds on the clock, seconds of work, and megabytes at its peak."""

    seconds: float
    work: float
    memory: float


def main() -> None:
    """Run every form, print a table, exit with 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", nargs="?")
    parser.add_argument("--forms", default=",".join(FORMS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reftel-export") as folder:
        archive = Path(given.archive) if given.archive else made(Path(folder))
        with Archive(archive) as opened:
            count = opened.count()
        floor = measured(
            "-c",
            f"import reftel, collections; a = reftel.Archive({str(archive)!r});"
            " collections.deque(a.telegrams(), maxlen=0)",
        )
        print(f"{count:,} telegrams")
        print(row("(reading)", count, floor))
        missed = [name for name in given.forms.split(",") if not good(name, archive, count, Path(folder))]
    sys.exit(1 if missed else 0)


def made(folder: Path) -> Path:
    """An archive of invented telegrams."""
    archive = folder / "a.reftel"
    subprocess.run([REFTEL, "compose", folder / "source", "--count", str(COUNT), "--table"], check=True)
    subprocess.run([REFTEL, "add", archive, folder / "source"], check=True)
    return archive


def good(form: str, archive: Path, count: int, folder: Path) -> bool:
    """Run one form, print its row; whether it keeps to its targets."""
    path = folder / f"out.{form}"
    run = measured(str(REFTEL), "export", str(archive), form, "-o", str(path))
    for found in folder.glob("out.*"):
        shutil.rmtree(found) if found.is_dir() else found.unlink()
    print(row(form, count, run), flush=True)
    return run.memory <= MEMORY and count / run.seconds >= LEAST.get(form, 0)


def measured(*command: str) -> Run:
    """A command of this Python, run once."""
    code = (
        "import resource, subprocess, sys, time; start = time.monotonic();"
        "subprocess.run([sys.executable, *sys.argv[1:]], check=True, stderr=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    seconds, work, memory = map(float, done.stdout.split())
    return Run(seconds, work, memory / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def row(name: str, count: int, run: Run) -> str:
    """A line of the table."""
    least = f"  (at least {LEAST[name]:,}/s)" if name in LEAST else ""
    return (
        f"{name:<10} {run.seconds:7.1f} s  {count / run.seconds:8,.0f}/s  {run.work:7.1f} s of work  "
        f"{run.memory:5.0f} MB{least}"
    )


if __name__ == "__main__":
    main()
