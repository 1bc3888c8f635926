#!/bin/sh
# Builds the Debian packages msmv_*.deb (program, model, documents), libmsmv-dev_*.deb and
# python3-msmv_*.deb into a folder, on Debian 12 or 13; as root or with sudo, once, for what building needs.
#   tools/make_package.sh [FOLDER]     [build/packages]
set -eu
cd "$(dirname "$0")/.."
folder=${1:-build/packages}
tools/install_dependencies.sh --python
mkdir -p "$folder"
folder=$(realpath "$folder")
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Building msmv (build/release)"
if ! { cmake --preset release -DMSMV_BUILD_TESTS=OFF -DMSMV_BUILD_TRAINING=ON &&
       cmake --build --preset release &&
       cpack --config build/release/CPackConfig.cmake -G DEB -B "$folder"; } >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  exit 1
fi
rm -rf "$folder/_CPack_Packages"
ls "$folder"/*.deb
