#!/bin/sh
# Set up .venv beside this folder: what a lock names, by hash, and reftel itself.
#
#   tools/setup.sh core     what reftel needs to run
#   tools/setup.sh dev      that, and the tools of its tests
#   tools/setup.sh interop  that, and the programs that read what reftel exports
#
# uv where it is installed, else venv and pip of Python 3.11 or newer. A second
# run in a ready .venv only looks whether all is there. POSIX sh, for macOS too.
set -eu

lock=${1:-core}
cd "$(dirname "$0")/.."
python=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }

new_enough() {
    "$1" -c 'import sys; sys.exit(not sys.version_info >= (3, 11))' >/dev/null 2>&1
}

# The first Python that is new enough and can make a virtual environment: the usual one, then others by name.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$name" && "$name" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

missing() {
    say "reftel needs Python 3.11 or newer with venv and pip: install uv (https://docs.astral.sh/uv/), or on Debian: sudo apt install python3 python3-venv; on Fedora: sudo dnf install python3; on macOS: brew install python"
    exit 1
}

with_uv() {
    if ! new_enough "$python"; then
        rm -rf .venv
        uv venv --quiet --python '>=3.11,<3.15' .venv
    fi
    uv pip install --quiet --python "$python" --require-hashes -r "requirements/$lock.txt"
    uv pip install --quiet --python "$python" --no-deps --no-build-isolation --editable .
}

with_pip() {
    if ! { new_enough "$python" && "$python" -m pip --version >/dev/null 2>&1; }; then
        found=$(find_python) || missing
        rm -rf .venv
        "$found" -m venv .venv
    fi
    "$python" -m pip --disable-pip-version-check install --quiet --require-hashes -r "requirements/$lock.txt"
    "$python" -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
}

say "Setting up .venv ($lock) ..."
if command -v uv >/dev/null 2>&1; then with_uv; else with_pip; fi
touch .venv/.core
if [ "$lock" != core ]; then touch .venv/.dev; fi
if [ "$lock" = interop ]; then touch .venv/.interop; fi
