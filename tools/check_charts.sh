#!/bin/sh
# Fails when a chart of docs/results.md does not show that page's tables.
cd "$(dirname "$0")/.." || exit 1
/usr/bin/python3 -c 'import matplotlib' 2>/dev/null || { echo "skipped: no python3-matplotlib"; exit 77; }
drawn=$(mktemp -d) || exit 1
trap 'rm -rf "$drawn"' EXIT
MPLCONFIGDIR=$drawn tools/draw_charts.py "$drawn" || exit 1
status=0
for chart in accuracy speed; do
  cmp "$drawn/$chart.svg" docs/pictures/$chart.svg || { echo "run tools/draw_charts.py"; status=1; }
done
exit $status
