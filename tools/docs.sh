#!/bin/sh
# Write the generated pages of docs/ anew; with --check, only fail where one is stale.
set -eu
cd "$(dirname "$0")/.."

for generator in tools/record_docs.py tools/commands.py tools/telegram_docs.py tools/search_docs.py; do
    .venv/bin/python "$generator" "$@"
done
