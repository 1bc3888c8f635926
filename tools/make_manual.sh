#!/bin/sh
# Writes a manual page for msmv and one for each subcommand, from their --help.
# usage: make_manual.sh PROGRAM VERSION FOLDER
set -eu
program=$1 version=$2 folder=$3
mkdir -p "$folder"
rm -f "$folder"/*.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# help2man runs what it describes; this repeats what the program said, which loads for half a second.
printf '#!/bin/sh\ncat "%s/help"\n' "$work" >"$work/msmv"
chmod +x "$work/msmv"

# write_pages "" or write_pages " model": that command's page, then those of its subcommands.
write_pages() {
  # shellcheck disable=SC2086  # the words of the command
  "$program" $1 --help >"$work/help"
  help2man --no-info --section 1 --name "$(sed -n 1p "$work/help")" --version-string "$version" \
    --output "$folder/$(echo "msmv$1" | tr ' ' '-').1" "$work/msmv"
  for subcommand in $(awk '/^Subcommands:/ {on = 1; next} /^[^ ]/ {on = 0} on && NF {print $1}' \
                        "$work/help"); do
    write_pages "$1 $subcommand"
  done
}
write_pages ""
