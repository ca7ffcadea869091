"""Search in a large archive, beside the bare engine and SQLite's FTS5 over the same telegrams.

    python benchmarks/search.py [--archive ARCHIVE] [--count 250000] [--folder FOLDER] [--build]

Composed telegrams are added to a fresh archive, or ARCHIVE is taken; its index is made anew with ``--build``.
The query list is drawn from the archive's own words: common and rare words, phrases, near words, beginnings,
near spellings, fields, exclusions, alternatives. Each figure is the median and the 95th percentile of single
queries, of each the quickest of three tries, in ms. Nothing is asserted. Quick: ``--count 3000 --build``.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import tantivy

import reftel
from reftel.archive import Archive
from reftel.search import contents, words
from reftel.search import index as search_index
from reftel.search import schema as layout
from reftel.search.engine import engine_query
from reftel.search.query import parse

QUERIES = 200
COMMON = 20
REPEATED = 3
BARE = 20_000  # telegrams that the bare engine is given
_REFTEL = (sys.executable, "-m", "reftel")


def run(*arguments: str) -> str:
    """A command of reftel, and what it prints."""
    return subprocess.run([*_REFTEL, *arguments], check=True, capture_output=True, text=True).stdout


def composed(folder: Path, count: int) -> Path:
    """An archive of composed telegrams."""
    run("compose", str(folder / "telegrams"), "--count", str(count), "--table")
    run("add", str(folder / "bench.reftel"), str(folder / "telegrams"))
    return folder / "bench.reftel"


# ---------------------------------------------------------------- what is asked


def vocabulary(archive: Archive) -> tuple[list[str], list[str]]:
    """Common words (a tenth of all telegrams and more) and rarer ones, as printed, in order of frequency."""
    index = archive._index()
    total = index.count()
    engine = index._engine
    assert engine is not None  # noqa: S101
    terms = engine.searcher().terms_with_prefix("text_words", "")
    ranked = sorted(
        ((count, term) for term, count in terms if len(term) > 2 and term.isalpha()), reverse=True
    )
    common = [term for count, term in ranked if count >= total / 10]
    return common, [term for count, term in ranked if 2 <= count < total / 10]


def query_list(archive: Archive) -> list[str]:
    """Two hundred queries of all kinds."""
    dice = random.Random(1)  # noqa: S311
    common, rare = vocabulary(archive)
    posts = list(archive._store.posts())
    tags = [value.value for value in _facet(archive, "tag") if len(value.value) == 4]
    phrases = list(_phrases(archive, dice))
    makers: tuple[Callable[[], str], ...] = (
        lambda: dice.choice(common),
        lambda: dice.choice(rare),
        lambda: f"{dice.choice(common)} {dice.choice(rare)}",
        lambda: f"{dice.choice(common)} {dice.choice(common)}",
        lambda: f'"{dice.choice(phrases)}"',
        lambda: f'"{dice.choice(common)} {dice.choice(rare)}"~5',
        lambda: f"{dice.choice(rare)[:4]}*",
        lambda: f"{dice.choice(rare)}~",
        lambda: f"={dice.choice(common)}",
        lambda: f"from:{dice.choice(posts)} {dice.choice(common)}",
        lambda: f"tag:={dice.choice(tags)} date:{dice.randint(2001, 2010)} {dice.choice(common)}",
        lambda: f"{dice.choice(common)} -{dice.choice(rare)} class:SECRET",
        lambda: f"({dice.choice(rare)} OR {dice.choice(rare)}) {dice.choice(common)}",
        lambda: f"subject:{dice.choice(common)} OR station:{dice.choice(posts)}",
    )
    return [makers[number % len(makers)]() for number in range(QUERIES)]


def _facet(archive: Archive, name: str) -> list[reftel.search.facets.Value]:
    return next(one.values for one in archive.facets("*").facets if one.field == name)


def _phrases(archive: Archive, dice: random.Random) -> Iterator[str]:
    """Pairs of words as they stand in telegrams."""
    keys = archive.keys_found("*", limit=2000)
    for _, record in archive._store.facts(dice.sample(keys, min(100, len(keys)))):
        found = [word for paragraph in record.paragraphs for word in paragraph.text.split()] if record else []
        if len(found) > 5:
            place = dice.randrange(len(found) - 2)
            pair = [word for word in found[place : place + 2] if word.isalpha()]
            if len(pair) == 2:
                yield " ".join(pair)


# ---------------------------------------------------------------- what is measured


def timed(ask: Callable[[str], object], queries: Iterable[str]) -> tuple[float, float, float]:
    """Median, 95th percentile and slowest, in ms; of each query the quickest of three tries."""
    times = []
    for query in queries:
        tries = []
        for _ in range(REPEATED):
            start = time.perf_counter()
            ask(query)
            tries.append(1000 * (time.perf_counter() - start))
        times.append(min(tries))
    times.sort()
    return statistics.median(times), times[int(0.95 * len(times))], times[-1]


def say(name: str, figures: tuple[float, float, float]) -> None:
    """One line."""
    print(f"  {name:52} {figures[0]:8.2f} {figures[1]:8.2f} {figures[2]:8.2f}", flush=True)


def through_the_archive(archive: Archive, queries: list[str], common: list[str]) -> None:
    """What a user waits for."""
    say("top 20 and total, Archive.search, no snippets", timed(_keys(archive), queries))
    say("the same, common words", timed(_keys(archive), common))
    say("with 20 snippets and facts", timed(lambda query: archive.search(query), queries))
    say("facets and histogram", timed(lambda query: archive.facets(query), queries))
    say("the same, common words", timed(lambda query: archive.facets(query), common))
    say("all with facets, common words", timed(lambda query: archive.search(query, facets=True), common))
    say("explained", timed(lambda query: archive.search(query, explain=True), queries[:40]))
    say("hits 10,001 to 10,020, common words", timed(_deep(archive), common))
    slips = [f"{word[:2]}{word[3:]}qz" for word in common]
    say("nothing found, with what would be", timed(lambda query: archive.search(query), slips))


def _keys(archive: Archive) -> Callable[[str], object]:
    def ask(query: str) -> object:
        tree, _ = archive._read(query)
        return archive._find(tree, 20, 0, "relevance")

    return ask


def _deep(archive: Archive) -> Callable[[str], object]:
    def ask(query: str) -> object:
        tree, _ = archive._read(query)
        return archive._find(tree, 20, 10_000, "relevance")

    return ask


def bare_engine(archive: Archive, queries: list[str], common: list[str]) -> None:
    """The engine's own time, without reftel."""
    engine = archive._index()._engine
    assert engine is not None  # noqa: S101
    searcher = engine.searcher()
    made = {query: engine_query(parse(query)) for query in (*queries, *common)}
    say(
        "floor: Tantivy alone, top 20 and total",
        timed(lambda query: searcher.search(made[query], 20), queries),
    )
    say("floor: the same, common words", timed(lambda query: searcher.search(made[query], 20), common))


def fts5(archive: Archive, folder: Path, common: list[str]) -> None:
    """SQLite's full-text search over subject and text of the same telegrams."""
    connection = sqlite3.connect(folder / "fts5.sqlite")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(subject, text, content='', tokenize='porter unicode61')"
    )
    start = time.perf_counter()
    keys = (change.key for change in archive._store.changes_since(0))
    rows = (
        (number, record.subject or "", "\n".join(contents.text(record)))
        for number, (_, record) in enumerate(archive._store.facts(keys))
        if record
    )
    connection.executemany("INSERT INTO t (rowid, subject, text) VALUES (?, ?, ?)", rows)
    connection.commit()
    seconds = time.perf_counter() - start
    (count,) = connection.execute("SELECT count(*) FROM t").fetchone()
    size = (folder / "fts5.sqlite").stat().st_size / 1e6
    print(f"  FTS5: {count:,} telegrams in {seconds:.1f} s ({count / seconds:,.0f}/s), {size:,.0f} MB")

    def ask(query: str) -> object:
        hits = connection.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, 3.0, 1.0) LIMIT 20", (f'"{query}"',)
        ).fetchall()
        return hits, connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (f'"{query}"',)).fetchone()

    say("baseline: FTS5, top 20 and total, common words", timed(ask, common))
    connection.close()


def building(archive: Archive, folder: Path, whole: bool) -> None:
    """How quickly the index is made, beside the engine given the same documents."""
    text = 0
    keys = [change.key for _, change in zip(range(BARE), archive._store.changes_since(0), strict=False)]
    documents = []
    for key, record in archive._store.facts(keys):
        if record is not None:
            text += len((record.subject or "").encode()) + sum(
                len(one.encode("utf-8", "replace")) for one in contents.text(record)
            )
            documents.append(layout.document(key, record))
    (folder / "bare").mkdir()
    engine = tantivy.Index(layout.schema(), path=str(folder / "bare"))
    for name, analyzer in words.analyzers().items():
        engine.register_tokenizer(name, analyzer)
    start = time.perf_counter()
    writer = engine.writer(2 * search_index._HEAP, 2)
    for document in documents:
        writer.add_document(document)
    writer.commit()
    seconds = time.perf_counter() - start
    print(f"  floor: Tantivy alone, {len(documents):,} documents: {len(documents) / seconds:,.0f}/s")
    if whole:
        made = archive.reindex()
        print(f"  rebuild --index: {made}")
    info = archive.info()
    whole_text = text / len(documents) * info.telegrams / 1e6
    print(
        f"  index {info.index_bytes / 1e6:,.0f} MB, {info.index_bytes / 1e6 / whole_text:.2f} of the text"
        f" ({whole_text:,.0f} MB), {info.index_bytes / info.source_bytes:.2f} of the sources"
    )


def command_line(archive: Path, common: list[str]) -> None:
    """From the start of a process to its first line, and to its end."""
    first, ended = [], []
    for word in common[:12]:
        start = time.perf_counter()
        with subprocess.Popen(
            [*_REFTEL, "search", str(archive), word], stdout=subprocess.PIPE, text=True
        ) as process:
            if process.stdout is not None:
                process.stdout.readline()
            first.append(1000 * (time.perf_counter() - start))
            process.communicate()
        ended.append(1000 * (time.perf_counter() - start))
    for name, times in (("first line", first), ("end", ended)):
        say(
            f"reftel search, start of the process to its {name}",
            (statistics.median(times), max(times), max(times)),
        )


def one_change(archive: Archive, folder: Path) -> None:
    """One telegram added, and found."""
    times, found = [], []
    text = next(iter(archive.telegrams(names=archive.keys_found("*", limit=1)))).subject or "x"
    for number in range(8):
        path = folder / f"new{number}.txt"
        path.write_text(
            f"R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC\nUNCLAS BAMAKO 9{number:05}\n\n"
            f"E.O. 12958: N/A\nTAGS: EAGR\nSUBJECT: {text}\n\n1. Quinquereme{number} came.\n",
            "utf-8",
        )
        start = time.perf_counter()
        archive.add(path, workers=1)
        times.append(1000 * (time.perf_counter() - start))
        archive.search(f"quinquereme{number}")
        found.append(1000 * (time.perf_counter() - start))
    say("one telegram added (stored and indexed)", (statistics.median(times), max(times), max(times)))
    say("the same until it is found", (statistics.median(found), max(found), max(found)))


def main() -> None:
    """Compose or take an archive, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--archive", type=Path, help="an archive; it is added to with --build")
    parser.add_argument("--count", type=int, default=250_000)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary one if none is given")
    parser.add_argument("--build", action="store_true", help="make the index anew, and add telegrams")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as made:
        folder = Path(made)
        path = given.archive or composed(folder, given.count)
        with Archive(path) as archive:
            print(f"reftel {reftel.__version__}: {archive.count():,} telegrams")
            building(archive, folder, given.build)
            queries = query_list(archive)
            common = vocabulary(archive)[0][:COMMON]
            print(f"  {'ms':52} {'median':>8} {'p95':>8} {'slowest':>8}")
            bare_engine(archive, queries, common)
            through_the_archive(archive, queries, common)
            fts5(archive, folder, common)
            command_line(path, common)
            if given.build:
                one_change(archive, folder)


if __name__ == "__main__":
    main()
