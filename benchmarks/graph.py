"""The graph of a whole collection: resolving all citations, neighbours and thread of one telegram, adding.

    python benchmarks/graph.py [--count 250000] [--archive ARCHIVE] [--folder FOLDER]

Composed telegrams are added to a fresh archive (a quarter of an hour for 250,000), or ARCHIVE is taken, and
a copy of it added to. Each figure is of a process of its own, beside a floor in the same run: reading the
same rows of the archive and doing nothing with them. Nothing is asserted. Quick: ``--count 5000``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import reftel

ADDED = 1000
MILLION = 1e6
_REFTEL = (sys.executable, "-m", "reftel")
_TIMED = """
import resource, sys, time
from reftel.archive import Archive
with Archive(sys.argv[1]) as archive:
    archive.problems()
    start = time.perf_counter()
    {step}
    seconds = time.perf_counter() - start
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
FLOOR = "for _ in archive._store.all_citations(): pass"
# What is timed, each with its name.
STEPS = (
    ("rows of citations read, no more", FLOOR),
    ("rows of telegrams read, no more", "for _ in archive._store.all_briefs(): pass"),
    ("every citation resolved", "archive.citation_counts()"),
    ("the 20 telegrams most missed", "archive.missing(most=20)"),
    ("coverage of all posts and years", "archive.coverage()"),
    ("the whole graph", "archive.network()"),
)
# Each telegram is asked of an archive just opened, so nothing was looked up before.
_EACH = """
import random, statistics, sys, time
from reftel.archive import Archive
with Archive(sys.argv[1]) as archive:
    keys = list(archive._store.keys())
    cited = [ghost.key for ghost in archive.missing(most=100).ghosts]
chance = random.Random(1)
held = chance.sample(keys, min(400, len(keys)))
for name, some in (("telegram held", held), ("telegram missed most", cited)):
    for what, ask in (
        ("neighbours", lambda archive, key: archive.references(key)),
        ("thread", lambda archive, key: archive.thread(key)),
        ("cited together", lambda archive, key: archive.cited_together(key)),
    ):
        times = []
        for key in some:
            with Archive(sys.argv[1]) as archive:
                archive.held([key])
                start = time.perf_counter()
                ask(archive, key)
                times.append(1000 * (time.perf_counter() - start))
        times.sort()
        print(f"  {what + ' of a ' + name:40} {statistics.median(times):8.1f} ms median"
              f" {times[int(0.95 * len(times))]:8.1f} ms p95 {times[-1]:8.1f} ms slowest")
with Archive(sys.argv[1]) as archive:
    times = []
    for _ in range(40):
        start, end = chance.sample(keys, 2)
        before = time.perf_counter()
        archive.path_between(start, end)
        times.append(1000 * (time.perf_counter() - before))
    times.sort()
    print(f"  {'path between two telegrams':40} {statistics.median(times):8.1f} ms median"
          f" {times[int(0.95 * len(times))]:8.1f} ms p95 {times[-1]:8.1f} ms slowest")
"""


def timed(archive: Path, step: str) -> tuple[float, int]:
    """Seconds that a step takes in a process of its own, and the most memory of that process in bytes."""
    command = [sys.executable, "-c", _TIMED.format(step=step), str(archive)]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(memory)


def run(*arguments: str) -> None:
    """A command of reftel; raises where it fails."""
    subprocess.run([*_REFTEL, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def composed(folder: Path, count: int) -> Path:
    """An archive of composed telegrams."""
    run("compose", str(folder / "telegrams"), "--count", str(count), "--table")
    run("add", str(folder / "bench.reftel"), str(folder / "telegrams"))
    return folder / "bench.reftel"


def whole(archive: Path) -> None:
    """What goes over the whole graph."""
    _, base = timed(archive, "pass")
    floor, _ = timed(archive, FLOOR)
    for name, step in STEPS:
        seconds, memory = timed(archive, step)
        more = max(0, memory - base) / MILLION
        print(
            f"  {name:34} {seconds:7.2f} s  {seconds / floor:6.2f} x the first"
            f"  {more:6.0f} MB above an open archive"
        )


def adding(archive: Path, folder: Path) -> None:
    """What a thousand telegrams more cost: adding them, and the first question after."""
    run("compose", str(folder / "more"), "--count", str(ADDED), "--seed", "77")
    more = folder / "more"
    nothing, _ = timed(archive, "archive.references(next(archive._store.keys()))")
    step = f"archive.add([{str(more)!r}]); added = time.perf_counter()"
    seconds, _ = timed(archive, step)
    after, _ = timed(archive, "archive.references(next(archive._store.keys()))")
    print(
        f"  {ADDED:,} telegrams added in {seconds:.2f} s, nothing of it for the graph, which is asked for and"
    )
    print(
        f"  not kept: its first answer took {1000 * nothing:.1f} ms before, and {1000 * after:.1f} ms after"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=250_000, help="telegrams to compose (250000)")
    parser.add_argument("--archive", type=Path, help="an archive to take instead")
    parser.add_argument("--folder", help="where to put what is made (a temporary folder)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reftel-graph-", dir=given.folder) as made:
        folder = Path(made)
        archive = given.archive or composed(folder, given.count)
        with reftel.Archive(archive) as opened:
            held = opened.info()
        print(f"reftel {reftel.__version__}: {held.telegrams:,} telegrams, {held.citations:,} citations")
        whole(archive)
        subprocess.run([sys.executable, "-c", _EACH, str(archive)], check=True)
        copy = shutil.copytree(archive, folder / "copy.reftel")
        adding(copy, folder)


if __name__ == "__main__":
    main()
