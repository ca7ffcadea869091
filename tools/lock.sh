#!/bin/sh
# Pin all requirements anew, with the hashes of every file of every platform.
#
# Needs uv. One resolution serves Python 3.11 and newer on Linux and macOS. No
# address of an index is written down, so that a mirror serves as well.
set -eu
cd "$(dirname "$0")/.."

pin() {
    target=$1
    shift
    uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --custom-compile-command "make lock" \
        pyproject.toml "$@" --output-file "requirements/$target.txt"
}

pin core --group build
pin dev --group dev --extra pdf --extra 7z --extra letters --extra graph --extra xlsx --extra arrow \
    --constraint requirements/core.txt
# FollowTheMoney takes older versions of NetworkX than the tests of the graph do.
pin interop --group interop --extra xlsx --extra arrow --constraint requirements/core.txt
