#!/bin/sh
# Fails when a document, or a comment in the code, names a file, a section or a header of the repository
# that is not there, or when a line of the results is wider than a terminal.
cd "$(dirname "$0")/.." || exit 1
status=0
fail() { echo "$1: there is no $2"; status=1; }
documents=$(ls ./*.md docs/*.md docs/results/*.md models/*.md tests/golden/*.md)

# The anchors of a document's sections, as GitHub makes them: lower case, no punctuation, blanks as hyphens.
anchors() {
  grep -E '^#+ ' "$1" | sed -E 's/^#+ +//; s/\[([^]]*)\]\([^)]*\)/\1/g' | tr '[:upper:] ' '[:lower:]-' |
    LC_ALL=C sed -E 's/[^a-z0-9_\x80-\xff-]//g'
}

# [text](path#section) in documents, relative to the document.
for document in $documents; do
  for link in $(grep -oE '\]\([^): ]+\)' "$document" | sed 's/^..//; s/.$//'); do
    path=${link%%#*}
    target=$document
    [ -z "$path" ] || target=$(dirname "$document")/$path
    [ -e "$target" ] || fail "$document" "$path"
    case $link in
      *.md\#* | \#*) [ ! -e "$target" ] || anchors "$target" | grep -qxF -- "${link#*#}" || fail "$document" "section $link" ;;
    esac
  done
done

# docs/NAME.md and tools/NAME.sh anywhere.
for name in $(grep -rhoE '\b(docs/[a-z_/]+\.md|tools/[a-z_]+\.sh)\b' src apps python bench examples tests tools cmake \
    docs models ./*.md .ci CMakeLists.txt --exclude-dir=broken | sort -u); do
  [ -e "$name" ] || fail "$(grep -rl "$name" src apps python bench examples tests tools cmake docs models ./*.md \
    .ci CMakeLists.txt --exclude-dir=broken | head -n 1)" "$name"
done

# Our sources named in comments and in documents (FOLDER/NAME.h, NAME.h beside the file): each somewhere below
# the folders of code.
sources=$(find src apps python tests bench examples tools -name '*.h' -o -name '*.cpp' | sort)
named=$(grep -rnoE '//.*\b[a-z0-9_/]+\.(h|cpp)\b' src apps python tests bench examples --include='*.h' --include='*.cpp' |
  grep -v '#include'; grep -noE '`[a-zA-Z0-9_/]+\.(h|cpp)`' $documents)
echo "$named" | while IFS= read -r line; do
  file=${line%%:*}
  for name in $(echo "${line#*:*:}" | grep -oE '[A-Za-z0-9_/]+\.(h|cpp)\b'); do
    case $name in
      *NAME* | */[A-Z]*) continue ;;
    esac
    echo "$sources" | grep -qE "(^|/)$name\$" || echo "$file: there is no $name"
  done
done | sort -u | grep . && status=1

# Results are read in a terminal, too.
awk 'length > 120 { print FILENAME ":" FNR ": longer than 120 columns"; found = 1 } END { exit found }' \
  docs/results.md docs/results/*.md || status=1
exit $status
