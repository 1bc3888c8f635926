#!/bin/sh
# Classifies very many small pictures, half of them broken, in one process and prints its memory and
# file descriptors on the way.
#   tools/long_run.sh [PICTURES [BUILD]]     [10000, build/release]
set -eu
cd "$(dirname "$0")/.."
MSMV_LONG_RUN=${1:-10000} exec "${2:-build/release}/tests/command_test" --gtest_filter='LongRun.*'
