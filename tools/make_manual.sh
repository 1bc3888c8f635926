#!/bin/sh
# Writes a manual page for msmv and one for each subcommand, from their --help.
# usage: make_manual.sh PROGRAM VERSION FOLDER
set -eu
program=$1 version=$2 folder=$3
mkdir -p "$folder"
rm -f "$folder"/*.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/sections" <<'END'
[exit status]
.TP
0
all went well
.TP
1
an input failed; standard error says which and why, a line each
.TP
2
wrong usage

[environment]
.TP
MSMV_MODEL
the model that is taken where no --model is given
.TP
MSMV_TORCH
where libmsmv_torch.so lies, if not beside the program
.TP
OMP_NUM_THREADS
how many threads compute, where there is no --threads
.TP
TMPDIR
the folder for files of a moment

[notes]
Research use only; not a medical device.
END

# write_pages "" or write_pages " model": that command's page, then those of its subcommands.
write_pages() {
  # help2man runs what it describes and takes its name for the page's: this repeats what the program
  # said, which loads for half a second.
  page=$(echo "msmv$1" | tr ' ' '-')
  # shellcheck disable=SC2086  # the words of the command
  "$program" $1 --help >"$work/$page.help"
  printf '#!/bin/sh\ncat "%s"\n' "$work/$page.help" >"$work/$page"
  chmod +x "$work/$page"
  help2man --no-info --section 1 --name "$(sed -n 1p "$work/$page.help")" --include "$work/sections" \
    --version-string "$version" --output "$folder/$page.1" "$work/$page"
  for subcommand in $(awk '/^Subcommands:/ {on = 1; next} /^[^ ]/ {on = 0} on && NF {print $1}' \
                        "$work/$page.help"); do
    write_pages "$1 $subcommand"
  done
}
write_pages ""
