#!/bin/sh
# Installs what building and running msmv needs on Debian 12 or 13, once; as root or through sudo.
# --cuda: with the LibTorch of Debian 13's contrib that has CUDA (docs/gpu.md).
set -eu

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

torch="libtorch-dev libgloo-dev"
if [ "${1:-}" = --cuda ] || is_installed libtorch-cuda-dev; then
  torch="libtorch-cuda-dev libgloo-cuda-dev libnccl-dev nvidia-cuda-toolkit"
fi

# docs/dependencies.md says why these.
packages="
  g++ cmake ninja-build pkg-config
  $torch libopenblas0-openmp libdnnl-dev ocl-icd-opencl-dev
  libopencv-dev libvips-dev libtiff-dev libpugixml-dev libzip-dev
  libxgboost-dev libtbb-dev
  libplplot-dev plplot-driver-cairo fonts-dejavu-core
  libcli11-dev nlohmann-json3-dev libxxhash-dev libutfcpp-dev
  libgtest-dev libbenchmark-dev
  help2man dpkg-dev file doxygen
"

missing=""
for package in $packages; do
  is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  sudo=""
elif command -v sudo >/dev/null; then
  sudo="sudo"
else
  echo "install_dependencies: not root and no sudo; install these first:$missing" >&2
  exit 1
fi
if ! command -v apt-get >/dev/null; then
  echo "install_dependencies: no apt-get; install the counterparts of:$missing" >&2
  exit 1
fi

echo "Installing Debian packages:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $sudo apt-get update -q &&
       $sudo env DEBIAN_FRONTEND=noninteractive \
         apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "install_dependencies: apt-get failed (its last lines above)" >&2
  exit 1
fi
