"""Write docs/accuracy.md: how many facts of real telegrams the installed ``reftel`` command gets right.

The telegrams, their hand-made labels and the scorer lie outside this repository: the corpus in
``$REFTEL_CORPUS``, else in ``../shared/corpus``; ``cases`` and ``tools/score.py`` beside it.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import reftel

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


def main() -> None:
    """Score all forms and all fragments, and write the page."""
    folder = corpus()
    counts = documents(folder)
    scores = {form: scored(folder, "whole", form) for form in counts}
    parts = [*by_form(scores, counts), *by_field(scores), *by_fragment(scored(folder, "cases"))]
    head = HEAD.format(version=reftel.__version__, forms=len(counts))
    notes = (ROOT / "tools" / "accuracy_notes.md").read_text(encoding="utf-8")
    PAGE.write_text(head + "\n".join(parts) + "\n\n" + notes, encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
