#!/bin/sh
# Write the generated pages of docs/ anew; with --check, only fail where one is stale.
set -eu
cd "$(dirname "$0")/.."

for page in record commands; do
    if [ -f "tools/${page}_docs.py" ]; then
        .venv/bin/python "tools/${page}_docs.py" "$@"
    fi
done
