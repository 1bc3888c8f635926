#!/bin/sh
# Fails when a source file has no test file at the mirrored path.
cd "$(dirname "$0")/.." || exit 1
status=0
for source in $(cd src/msmv && find . -name '*.cpp' | sed 's#^\./##; s#\.cpp$##'); do
  [ -f "tests/${source}_test.cpp" ] || { echo "no test: src/msmv/$source.cpp"; status=1; }
done
exit $status
