"""Worker: the program of a process that reads sources for another one.

It takes lists of sources on standard input and gives lists of outcomes on standard
output, pickled, until there is no more input; it writes nothing else.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys

READY = b"reftel"
"""What it writes first."""


def main() -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that it reads for decides when to end
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints does not get between the answers
    from reftel.archive.preparing import prepare

    answers.write(READY)
    answers.flush()
    while True:
        try:
            sources = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        pickle.dump([prepare(source) for source in sources], answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
