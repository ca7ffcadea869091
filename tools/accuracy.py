"""Write docs/accuracy.md: how many facts of real telegrams the installed ``reftel`` command gets right.

With ``--check`` it exits with 1 where the page is stale. The telegrams, their hand-made labels and the scorer
lie outside this repository: the corpus in ``$REFTEL_CORPUS``, else in ``../shared/corpus``; ``cases`` and
``tools/score.py`` beside it.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import reftel
from reftel.record import Record

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"

HEAD = """# Accuracy

*Written by `make accuracy` with reftel {version}; do not edit.*

Real telegrams, labelled by hand, are parsed with `reftel parse` and compared fact by fact. A figure is
*right / labelled*. The telegrams are no part of this repository. The labels of whole documents cover
{forms} forms, some of which this version does not read yet (see "Not yet" in the README); they count
all the same.
"""

Score = dict[str, tuple[int, int]]
"""Field → how many were right, how many were labelled."""


def corpus() -> Path:
    """The folder of real telegrams; ends with a message where there is none."""
    folder = Path(os.environ.get("REFTEL_CORPUS") or ROOT.parent / "shared" / "corpus").resolve()
    if not (folder / "gold.jsonl").is_file():
        sys.exit("no corpus with labels: set REFTEL_CORPUS to its folder")
    return folder


def scored(folder: Path, measure: str, forms: str = "") -> Score:
    """What the scorer says of ``whole`` documents (of one form) or of ``cases``."""
    with tempfile.TemporaryDirectory() as scratch:
        nothing, answer = Path(scratch) / "nothing", Path(scratch) / "answer.json"
        nothing.mkdir()
        options = {
            "--corpus": folder if measure == "whole" else nothing,
            "--cases": folder.parent / "cases" if measure == "cases" else nothing,
            "--forms": forms,
            "--reftel": shlex.quote(str(Path(sys.executable).parent / "reftel")),
            "--json": answer,
        }
        words = [str(word) for option in options.items() for word in option]
        scorer = folder.parent / "tools" / "score.py"
        subprocess.run([sys.executable, str(scorer), *words], check=True, stdout=subprocess.DEVNULL)
        stated = json.loads(answer.read_text(encoding="utf-8"))[measure]
    return {field: (right, labelled) for field, (right, labelled) in sorted(stated.items())}


def documents(folder: Path) -> dict[str, int]:
    """Form → how many labelled documents there are of it."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        forms = [str(json.loads(line)["format"]) for line in lines]
    return {form: forms.count(form) for form in sorted(set(forms))}


def total(score: Score) -> tuple[int, int]:
    """All fields of a score together."""
    return sum(right for right, _ in score.values()), sum(labelled for _, labelled in score.values())


def cells(right: int, labelled: int) -> str:
    """The figure and its percentage as two cells of a table."""
    return f"{right} / {labelled} | {100 * right / labelled:.1f} %"


def by_form(scores: dict[str, Score], counts: dict[str, int]) -> Iterator[str]:
    """The table of forms."""
    yield "\n## Whole documents, by form\n\n| form | documents | right / labelled | |\n|---|--:|--:|--:|"
    for form, score in scores.items():
        yield f"| {form} | {counts[form]} | {cells(*total(score))} |"
    sums = [total(score) for score in scores.values()]
    overall = cells(sum(right for right, _ in sums), sum(labelled for _, labelled in sums))
    yield f"| **all** | {sum(counts.values())} | {overall} |"


def by_field(scores: dict[str, Score]) -> Iterator[str]:
    """The table of fields, with a column for each form."""
    heads = " | ".join(scores)
    yield f"\n## Whole documents, by field and form\n\n| field | all | | {heads} |"
    yield "|---|--:|--:|" + "--:|" * len(scores)
    for field in sorted({field for score in scores.values() for field in score}):
        found = [score.get(field, (0, 0)) for score in scores.values()]
        overall = cells(sum(right for right, _ in found), sum(labelled for _, labelled in found))
        each = " | ".join(f"{right}/{labelled}" if labelled else "–" for right, labelled in found)
        yield f"| {field} | {overall} | {each} |"


def by_fragment(score: Score) -> Iterator[str]:
    """The table of fragments."""
    yield "\n## Fragments\n\nLines of real telegrams, each set into a minimal telegram and parsed whole.\n"
    yield "| field | right / labelled | |\n|---|--:|--:|"
    for field, figures in score.items():
        yield f"| {field} | {cells(*figures)} |"
    yield f"| **all** | {cells(*total(score))} |"


# ---------------------------------------------------------------- every document, labelled or not


BY_WRAPPER = """
## Every document, by wrapper

All documents of the corpus, with labels or without: nobody says here what is right, so this counts what
is there. *Read* are those in which a telegram was found; a record that is withheld has none. The next
columns say how many documents have a number, a date, a subject and paragraphs: what a telegram lacks as
sent, it lacks here too. A defect says what is odd in a document, as sent or as handed on; *commonest* are
the codes that most documents have.

| wrapper | documents | read | id | date | subject | paragraphs | with defects | commonest |
|---|--:|--:|--:|--:|--:|--:|--:|---|"""
COMMONEST = 4  # codes of defects


class Tally(NamedTuple):
    """What the documents of a wrapper have."""

    counts: Counter[str]
    """Column → how many documents have it."""
    codes: Counter[str]
    """Code of a defect → how many documents have it."""


def every_record(folder: Path) -> Iterator[Record]:
    """The records of all documents that the corpus lists; ends with a message where one cannot be read."""
    with (folder / "manifest.jsonl").open(encoding="utf-8") as lines:
        listed = dict.fromkeys(str(json.loads(line)["path"]) for line in lines)
    for document in reftel.read([folder / path for path in listed]):
        yield reftel.record(document)


def has(record: Record) -> Iterator[str]:
    """The columns of the table in which a record counts."""
    codes = {odd.code for odd in record.defects}
    stated = {
        "documents": True,
        "read": record.format != "unknown" and "not-a-telegram" not in codes,
        "id": record.id is not None,
        "date": record.date is not None,
        "subject": record.subject is not None,
        "paragraphs": bool(record.paragraphs),
        "with defects": bool(codes),
    }
    return (column for column, holds in stated.items() if holds)


def tallies(records: Iterable[Record]) -> dict[str, Tally]:
    """Wrapper → what its documents have; by name, and all together last."""
    found: dict[str, Tally] = {}
    together = Tally(Counter(), Counter())
    for record in records:
        for tally in (found.setdefault(record.wrapper, Tally(Counter(), Counter())), together):
            tally.counts.update(has(record))
            tally.codes.update({odd.code for odd in record.defects})
    return {**dict(sorted(found.items())), "**all**": together}


def by_wrapper(found: dict[str, Tally]) -> Iterator[str]:
    """The table of wrappers."""
    yield BY_WRAPPER
    for wrapper, (counts, codes) in found.items():
        columns = ("documents", "read", "id", "date", "subject", "paragraphs", "with defects")
        ranked = sorted(codes.items(), key=lambda pair: (-pair[1], pair[0]))
        commonest = ", ".join(f"`{code}` {count}" for code, count in ranked[:COMMONEST])
        yield f"| {wrapper} | {' | '.join(str(counts[name]) for name in columns)} | {commonest or '–'} |"


# ---------------------------------------------------------------- the page


def page() -> str:
    """The page: scores of all forms and all fragments, and what every document has."""
    folder = corpus()
    counts = documents(folder)
    scores = {form: scored(folder, "whole", form) for form in counts}
    parts = [*by_form(scores, counts), *by_field(scores), *by_fragment(scored(folder, "cases"))]
    parts += by_wrapper(tallies(every_record(folder)))
    head = HEAD.format(version=reftel.__version__, forms=len(counts))
    notes = (ROOT / "tools" / "accuracy_notes.md").read_text(encoding="utf-8")
    return head + "\n".join(parts) + "\n\n" + notes


def main() -> None:
    """Write the page, or with ``--check`` exit with 1 where it is stale."""
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        sys.exit(f"{PAGE.name} is stale: run `make accuracy`")


if __name__ == "__main__":
    main()
