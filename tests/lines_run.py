"""Lines run: how much work something is, in lines of Python code, which no clock disturbs."""

from __future__ import annotations

import sys
from collections.abc import Callable


def lines_run(task: Callable[[], object]) -> int:
    """How many lines of Python code a task runs, when what it remembers is remembered already."""
    count = 0

    def tracer(*_: object) -> object:
        nonlocal count
        count += 1
        return tracer

    task()
    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        task()
    finally:
        sys.settrace(before)
    return count
