#!/bin/sh
# Whether the stubs say what the module has.
# usage: stubs.sh PYTHON   (PYTHONPATH names the folder of the module)
set -eu
cd "$(dirname "$0")"
if ! "$1" -c 'import mypy.stubtest' 2>/dev/null; then
  echo "stubs: skipped, $1 has no mypy"
  exit 77
fi
exec "$1" -m mypy.stubtest --allowlist stubtest_allowlist msmv
