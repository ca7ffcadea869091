"""The demo: a folder of telegrams becomes an archive; then a search, one telegram and its references.

    python tools/demo.py [FOLDER]

Without FOLDER, 2,000 fictional telegrams are composed. All is written below demo/ and nothing
elsewhere; a second run finds the archive and adds only what is new. Each folder has an archive of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import reftel
from reftel.record import Record

ROOT = Path(__file__).resolve().parent.parent
REFTEL = ".venv/bin/reftel"
LOOKED_AT = 200  # of the newest telegrams, to find one that cites another
COUNT, SEED = "2000", "1"
READER_GONE = 141  # exit status of a command whose output nobody reads any more


def run(*words: str) -> int:
    """Print a command as one would type it in this folder, run it, and give back its exit status."""
    print(f"\n$ {shlex.join([REFTEL, *words])}", flush=True)
    status = subprocess.run([REFTEL, *words], check=False).returncode
    if status == READER_GONE:
        raise BrokenPipeError
    return status


def folder_asked_for(stated: str) -> Path:
    """The folder as a path; a tilde that the shell left alone stands for the home folder."""
    folder = Path(stated).expanduser().resolve()
    if not folder.exists():
        sys.exit(f"no such folder: {folder}\nSay where the telegrams are: make demo CABLES=~/folder")
    return folder


def archive_of(folder: Path) -> str:
    """The archive of a folder: named after it, and told from others of the same name."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", folder.name).strip("-") or "own"
    return f"demo/{name}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:6]}.reftel"


def words_of(subject: str) -> list[str]:
    """The words of a subject that are worth a search, the longest first."""
    return sorted(set(re.findall(r"[A-Za-z]{5,}", subject)), key=lambda word: (-len(word), word))


def chosen(place: str) -> Record:
    """A telegram to show: one that cites and is cited, where there is one; else the newest with a subject."""
    with reftel.Archive(place) as archive:
        hits = archive.search("*", sort="newest", limit=LOOKED_AT).hits
        if not hits:
            sys.exit("The archive is empty: nothing in the folder could be read as telegrams.")

        def worth(key: str, subject: str | None) -> tuple[bool, bool, bool]:
            near = archive.references(key)
            return bool(words_of(subject or "")), any(to.held for to in near.cites), bool(near.cited_by)

        best = max(hits, key=lambda hit: worth(hit.key, hit.subject))
        return archive.get(best.key).record


def main() -> None:
    """Compose or take a folder, add it, search, show, follow."""
    os.chdir(ROOT)
    stated = sys.argv[1] if len(sys.argv) > 1 else ""
    Path("demo").mkdir(exist_ok=True)
    if stated:
        folder = str(folder_asked_for(stated))
        place = archive_of(Path(folder))
    else:
        folder, place = "demo/telegrams", "demo/demo.reftel"
        if run("compose", folder, "--count", COUNT, "--seed", SEED):
            sys.exit(1)
    if run("add", place, folder) > 1:  # 1: some could not be read, the others went in
        sys.exit(1)
    record = chosen(place)
    key = record.id or record.handle
    word = next((word.lower() for word in words_of(record.subject or "")), "*")
    tag = f"tag:{record.tags[0]}" if record.tags and " " not in record.tags[0] else "*"
    run("search", place, word, "--limit", "5")
    run("show", place, key)
    run("refs", place, key)
    narrowed = f"\n  {REFTEL} search {place} '{tag} -{word}' --sort newest" if word != "*" else ""
    print(
        f"""
The archive is {place}/. Try next:
  {REFTEL} info {place}{narrowed}
  {REFTEL} show {place} {key} --json
  {REFTEL} show {place} {key} --lines
  {REFTEL} missing {place}
  {REFTEL} coverage {place}
  {REFTEL} letter {place} --most 3
  {REFTEL} search --help"""
    )
    if not stated:
        print("  make demo CABLES=~/folder     # the same on your own telegrams")


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the reader went away, as after `make demo | head`
        os._exit(0)  # so that make has nothing to report
