#!/bin/sh
# Kills `classify`, `train` and `reproduce` by SIGKILL at random moments, so often each, and compares
# what comes of them in the end with a run that was left alone.
#   tools/kill.sh [KILLS [BUILD]]     [200, build/release]
set -eu
cd "$(dirname "$0")/.."
MSMV_KILLS=${1:-200} exec "${2:-build/release}/tests/command_test" --gtest_filter='*Killed.*'
