#!/bin/sh
# Builds with coverage counters, runs the tests and reports the lines that ran, with gcovr.
# usage: coverage.sh [CTEST_ARGUMENTS...]
set -eu
cd "$(dirname "$0")/.."
cmake --preset coverage
cmake --build --preset coverage
ctest --preset coverage -j "$(nproc)" "$@" || echo "some tests failed; lines are counted nevertheless" >&2
gcovr --root . --object-directory build/coverage --filter src/ --filter apps/ \
  --exclude-throw-branches --print-summary --txt build/coverage/coverage.txt \
  --html-details build/coverage/coverage.html
echo "build/coverage/coverage.txt, build/coverage/coverage.html"
