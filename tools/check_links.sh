#!/bin/sh
# Fails when a document, or a comment in the code, names a file of the repository that is not there.
cd "$(dirname "$0")/.." || exit 1
status=0
fail() { echo "$1: there is no $2"; status=1; }

# [text](path) in documents, relative to the document.
for document in *.md docs/*.md models/*.md tests/golden/*.md; do
  for link in $(grep -oE '\]\([^)#: ]+[)#]' "$document" | sed 's/^..//; s/.$//'); do
    [ -e "$(dirname "$document")/$link" ] || fail "$document" "$link"
  done
done

# docs/NAME.md and tools/NAME.sh anywhere.
for name in $(grep -rhoE '\b(docs/[a-z_]+\.md|tools/[a-z_]+\.sh)\b' src apps bench examples tests tools cmake \
    docs models ./*.md .ci CMakeLists.txt --exclude-dir=broken | sort -u); do
  [ -e "$name" ] || fail "$(grep -rl "$name" src apps bench examples tests tools cmake docs models ./*.md \
    .ci CMakeLists.txt --exclude-dir=broken | head -n 1)" "$name"
done
exit $status
