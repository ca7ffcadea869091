#!/bin/sh
# Every test, with the branch coverage of the parser; pytest's closing line comes last.
#
# Without a corpus the tests on real telegrams are skipped, with the reason.
set -u
cd "$(dirname "$0")/.."

seen=$(mktemp -d)
trap 'rm -rf "$seen"' EXIT

{ .venv/bin/coverage run -m pytest "$@"; echo $? >"$seen/status"; } 2>&1 | tee "$seen/output"
printf '\nBranch coverage of the parser (src/reftel/telegram):\n'
.venv/bin/coverage report
echo
tail -n 1 "$seen/output"
exit "$(cat "$seen/status")"
