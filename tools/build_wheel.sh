#!/bin/sh
# Builds a wheel of Python's module that carries the libraries it links, for machines without Debian's
# packages (docs/python.md says what it doesn't carry), on a machine with those of
# tools/install_dependencies.sh. OpenVINO and its oneTBB stay a dependency, which pip installs.
#   tools/build_wheel.sh [FOLDER]     [build/wheel]
# $PYTHON: the interpreter that the wheel is for [/usr/bin/python3].
set -eu
cd "$(dirname "$0")/.."
folder=${1:-build/wheel}
python=${PYTHON:-/usr/bin/python3}
mkdir -p "$folder" build/wheel_parts
folder=$(realpath "$folder")
work=$(realpath "$(mktemp -d build/wheel_parts/XXXXXX)")
trap 'rm -rf "$work"' EXIT

# quietly COMMAND...: its last lines only where it fails.
quietly() {
  if ! "$@" >"$work/log" 2>&1; then
    tail -n 40 "$work/log" >&2
    exit 1
  fi
}

quietly "$python" -m venv "$work/tools"
quietly "$work/tools/bin/pip" install --require-hashes --only-binary :all: --requirement tools/wheel_requirements.txt
echo "Building msmv for $("$python" --version)"
tag=$("$python" -c 'import sys; print("cp%d%d" % sys.version_info[:2])')
# Without the LibTorch part, whose libraries are larger than all others.
PATH=$work/tools/bin:$PATH quietly "$work/tools/bin/pip" wheel . --no-deps --no-build-isolation --wheel-dir "$work" \
  --config-settings=build-dir="build/wheel_$tag" --config-settings=build.targets=msmv_python \
  --config-settings=cmake.define.MSMV_BUILD_TRAINING=OFF --config-settings=cmake.define.MSMV_WARNINGS_AS_ERRORS=ON
echo "Adding what it links"
PATH=$work/tools/bin:$PATH quietly "$work/tools/bin/auditwheel" repair --wheel-dir "$work/whole" \
  --exclude 'libopenvino*' --exclude 'libtbb*' "$work"/msmv-*.whl
mv "$work"/whole/*.whl "$folder/"
ls -l "$folder"/*.whl
