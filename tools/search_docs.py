"""Write docs/search.md from the list of search fields; with --check, fail where it is stale.

Rule: what a field is stands in ``reftel.search.fields``, what a telegram can have in
``reftel.search.having``; here stand the forms of a query, each with an example that a test runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pages import write_or_check
from reftel.search import fields
from reftel.search.checking import MOST_BETWEEN, MOST_LETTERS
from reftel.search.fields import Kind
from reftel.search.having import THINGS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "search.md"

# Each form of a query: how it is written, and what it finds. Tests run all of them.
FORMS: tuple[tuple[str, str], ...] = (
    ("food aid", "both words, anywhere in subject or text, by their stem: *aids* and *aided* too"),
    ('"food aid"', "the words one after the other"),
    ('"food aid"~5', "near to each other: in any order, with at most 5 other words among them"),
    ("=elections", "the word as printed, and not *election*"),
    ('="food aid"', "a phrase as printed"),
    ("harvst~", "the word and near spellings: one letter more, less or other, or two neighbours swapped"),
    ("harvset~2", "up to two such letters"),
    ("govern*", "all words that begin so, as printed"),
    ("food OR rice", "one of them, or both; OR binds less than words side by side"),
    ("food -rice", "without the word; `NOT rice` is the same"),
    ("food (rice OR millet)", "parentheses group"),
    ("food AND rice", "the same as `food rice`"),
    ("from:(BAMAKO OR DAKAR)", "a field for all within the parentheses"),
    ('subject:="food aid"', "each form within a field"),
    ("*", "every telegram"),
    ("* -has:date", "every telegram but those"),
    ("07BAMAKO1361", "the telegram of this number, and those that print it"),
    ("Bamako 01361 (07)", "the same: a number is understood in any way of writing"),
    ("bamako 1361", "without a year, where the station is known: of any year"),
)

KINDS = {
    Kind.TEXT: "words, by stem",
    Kind.NAME: "words, as printed",
    Kind.CODE: "whole values",
    Kind.ID: "numbers in any form",
    Kind.DATE: "days",
    Kind.LINK: "a number",
}

HEAD = """# Searching

*Made by `make docs` from `fields.py` and `having.py` in `src/reftel/search`; do not edit.*

```console
$ reftel search bamako.reftel 'food aid from:BAMAKO date:2005..2008'
```

Quote the query for the shell; one that begins with `-` goes after a lone `--`. In Python it is
`Archive.search(query)`. Case and accents never count. Operators are written in capitals.

## How to ask
"""

MIDDLE = f"""
Near spellings differ by at most {MOST_LETTERS} letters; up to {MOST_BETWEEN:,} words may stand between two
near ones, fewer where there are more than two. The end of a paragraph counts as one word. `=` and `~` go
with words of texts and names; codes are whole values (`tag:=PREL` is the code alone, where `tag:` takes
words of meanings, too).

Any text gives a result, or a message with a caret under the place that cannot be understood.

## Fields

A field's name, or one of its other names, stands before a colon, without a blank. Words without a field are
looked for in subject and text.
"""

THINGS_HEAD = """
`has:` and `missing:` take these:
"""

TAIL = """
`ref:` and `citedby:` go by the words of citations, with all that they may mean; what was ruled out by what
is held is for [`reftel refs`](graph.md) to say. `citedby:` asks the archive's table of citations, all other
fields the index.

## What comes back

Hits are ranked by BM25, a word of the subject weighing three times as much as one of the text; what selects
only (fields of codes, dates, names) weighs nothing. `--sort newest` and `--sort oldest` go by date,
telegrams without one last. The order is complete and the same each time: pages never overlap, and
`--offset` reaches the last hit. The total is exact.

Under each hit stand the best passages, with the number and portion mark of the paragraph. What is marked is
a span of the source: in JSON `spans` counts characters of the text that the reader hands to the parser
([record](record.md)). `--in ID` shows every match within one telegram.

`--ids` prints ids alone, of all hits, one on a line. `--json` has all of it.

`--facets` counts the whole result by year and month, and by the fields marked *counted* above. The counts
are exact: each is the number of hits of the query narrowed by that value, which JSON has as `query`.

`--explain` says how the query was read, how many telegrams each part finds alone, what the engine was
given, and for each hit the parts that found it, with what each adds to the score.

A number that is cited and not held finds its *ghost*: who cites it, and how to see where.

## Where nothing is found

A query without hits never ends in silence. It says which parts find nothing even alone, and what would
instead: words of the index that differ in a letter or two, values of the field that look alike, years that
are held, a looser form of the phrase; each with how many telegrams it finds. Where each part finds some
alone, it says which part to leave out.

## Like this one

`reftel similar ARCHIVE ID` finds the telegrams that share the words which are telling for one: frequent in
it, and rare in the archive. Each hit names those it shares.

## Saved searches

`reftel saved ARCHIVE --save NAME QUERY` keeps a search. `reftel saved ARCHIVE` lists all with how much is
new, and `reftel saved ARCHIVE NAME` shows what the search finds now and did not find when it was last
looked at. They are part of the archive, and a rebuild leaves them alone.

## The index

SQLite holds the truth, `index/` is a cache that may be deleted at any time. It keeps, in the same commit as
the telegrams, up to which change of the archive it has come; opening an archive to search takes in what
came since. One that is missing, damaged, of another archive or of an older reftel is made anew, with a
message. Where another process is writing, a search goes on with the index as it is, and says how many
changes were not searched. `reftel rebuild ARCHIVE --index` makes it anew from the records.

`reftel seal ARCHIVE COPY` makes a copy that anybody can search where nobody may write: on a disc, on a
mount that is read only, as a user without rights.
"""


def main() -> None:
    """Write the page, or with ``--check`` exit with 1 where it is stale."""
    write_or_check(PAGE, page(), __doc__)


def page() -> str:
    """The whole page."""
    forms = table(("query", "finds"), ((f"`{query}`", meaning) for query, meaning in FORMS))
    things = table(("value", "meaning"), ((f"`{thing.name}`", thing.meaning) for thing in THINGS))
    return "\n".join((HEAD, *forms, MIDDLE, *_fields(), THINGS_HEAD, *things, TAIL))


def _fields() -> Iterator[str]:
    """The table of fields."""
    rows = []
    for field in fields.FIELDS:
        others = ", ".join(f"`{name}:`" for name in field.aliases)
        kind = KINDS[field.kind] + (", counted" if field.facet else "")
        rows.append((f"`{field.name}:`", field.help, kind, f"`{field.example}`", others))
    yield from table(("field", "holds", "asked by", "example", "other names"), rows)


def table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table of Markdown."""
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    main()
