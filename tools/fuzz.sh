#!/bin/sh
# Gives made-up bytes to every reader of bytes from outside, starting from tests/broken.
#   tools/fuzz.sh [SECONDS [FUZZER...]]     each for so long [60]; all of tests/fuzz
# Says how many inputs each one got; fails at the first that is neither read nor refused, and keeps
# it in build/fuzz/findings.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
command -v clang++ >/dev/null ||
  { echo "fuzz: no clang++, nothing was tried (apt install clang libclang-rt-14-dev)" >&2; exit 1; }
fuzzers=${*:-image journal log model pth row safetensors settings table}

[ -f build/fuzz/build.ninja ] || cmake --preset fuzz >build/fuzz-configure.log 2>&1 ||
  { cat build/fuzz-configure.log >&2; exit 1; }
cmake --build --preset fuzz

status=0
for fuzzer in $fuzzers; do
  corpus=build/fuzz/corpus/$fuzzer findings=build/fuzz/findings/$fuzzer log=build/fuzz/$fuzzer.log
  mkdir -p "$corpus" "$findings"
  while read -r from; do
    case $from in
      /*) cp "$from" "$corpus/$(basename "$from")" ;;
      *) python3 tools/broken/table.py --corpus "$corpus" "$from" ;;
    esac
  done <"build/fuzz/tests/fuzz/$fuzzer.from"
  if ! "build/fuzz/tests/fuzz/${fuzzer}_fuzz" -max_total_time="$seconds" -timeout=10 \
      -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=16384 -print_final_stats=1 \
      -artifact_prefix="$findings/" "$corpus" >"$log" 2>&1; then
    status=1
    echo "fuzz: $fuzzer found something, see $log:"
    grep -E "ERROR|SUMMARY|Test unit written" "$log" || tail -n 20 "$log"
  fi
  echo "fuzz: $fuzzer: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
done
exit $status
