#!/bin/sh
# Runs the examples of docs/python.md on phantoms.
# usage: examples.sh PYTHON PROGRAM   (PYTHONPATH names the folder of the module)
set -eu
examples=$(cd "$(dirname "$0")/../../examples/python" && pwd)
if ! "$1" -c 'import matplotlib, pandas, sklearn' 2>/dev/null; then
  echo "examples: skipped, $1 has no pandas, scikit-learn or matplotlib"
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for class in Normal Invasive; do
  "$2" phantom --seed 3 --count 2 --like "$(echo $class | tr NI ni)" --width 1024 --height 1024 \
    --output "$folder/set/$class"
done
"$2" phantom --slide --output "$folder/slide.tif" --width 4000 --height 3000

expect() { grep -q "$1" "$folder/said" || { echo "examples: no '$1' in:"; cat "$folder/said"; exit 1; }; }
"$1" "$examples/field.py" "$folder/set/Normal/phantom_3.tif" >"$folder/said"
expect 'raw: 897 x 897 px at'
"$1" "$examples/folder.py" "$folder/set" >"$folder/said"
expect 'set/Invasive/phantom_4.tif *ok'
"$1" "$examples/encodings.py" "$folder/set" >"$folder/said"
expect '^4 fields, [0-9]* features, accuracy'
"$1" "$examples/heat_map.py" "$folder/slide.tif" "$folder/heat.png" >"$folder/said"
expect 'mm2 of tissue'
[ -s "$folder/heat.png" ]
