#!/bin/sh
# Fails unless the deviation ids in the code and in docs/deviations.md are the same set.
cd "$(dirname "$0")/.." || exit 1
in_code=$(grep -rhoE 'deviation D[0-9]+' src apps | grep -oE 'D[0-9]+' | sort -u)
in_docs=$(grep -oE '^\| D[0-9]+' docs/deviations.md | grep -oE 'D[0-9]+' | sort -u)
[ "$in_code" = "$in_docs" ] || { printf 'code: %s\ndocs: %s\n' "$(echo $in_code)" "$(echo $in_docs)"; exit 1; }
