"""The command line run in this process, and two invented telegrams to give it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from reftel.cli.app import reftel

TEMPLATE = """\
R {dtg}
FM AMEMBASSY {post}
TO SECSTATE WASHDC 4321

C O N F I D E N T I A L {post} {serial:06d}

SIPDIS

E.O. 12958: DECL: 01/01/2018
TAGS: PREL
SUBJECT: {subject}
{ref}
1. (C) {text}

2. (U) Nothing else was reported.
MORROW
"""
HARBOR = ("121314Z MAR 08", "BRIDGETOWN", 777, "A HARBOR REOPENS", "REF: GEORGETOWN 12")
CRANE = ("151314Z MAR 08", "BRIDGETOWN", 790, "THE CRANE", "REF: A. BRIDGETOWN 777\n     B. GEORGETOWN 12")
TEXTS = {
    "harbor.txt": (HARBOR, "The harbor of the capital opened again on Monday."),
    "crane.txt": (CRANE, "A crane \x1b[31mfell\x1b[0m into the harbor, reported in ref A."),
}


def written(facts: tuple[str, str, int, str, str], text: str) -> str:
    """A telegram of these facts."""
    return TEMPLATE.format(
        text=text, **dict(zip(("dtg", "post", "serial", "subject", "ref"), facts, strict=True))
    )


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    """The command, in this process."""
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(reftel, words, input=stdin, catch_exceptions=False)
