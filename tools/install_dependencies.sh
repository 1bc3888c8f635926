#!/bin/sh
# Installs what building and running msmv needs on Debian 12 or 13, once; as root or through sudo. And
# unpacks OpenVINO's wheel, which Debian lacks, to build/openvino; where it can't be had, LibTorch does
# its work, slower.
# --cuda: with the LibTorch of Debian 13's contrib that has CUDA (docs/gpu.md). --python: with what Python's
# module is built of (docs/python.md). --tests: with that, and with what tests and examples run in: a browser,
# Python's libraries.
set -eu

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

torch="libtorch-dev libgloo-dev"
python=""
more=""
for option in "$@"; do
  case $option in
    --python) python="pybind11-dev python3-dev python3-numpy" ;;
    --tests)
      python="pybind11-dev python3-dev python3-numpy"
      more="chromium chromium-driver python3-selenium python3-pandas python3-sklearn python3-matplotlib mypy" ;;
    --cuda) ;;
    *) echo "install_dependencies: $option is none of --cuda, --python, --tests" >&2; exit 2 ;;
  esac
done
case " $* " in *" --cuda "*) cuda=yes ;; *) cuda=no ;; esac
if [ $cuda = yes ] || is_installed libtorch-cuda-dev; then
  torch="libtorch-cuda-dev libgloo-cuda-dev libnccl-dev nvidia-cuda-toolkit"
fi

# docs/dependencies.md says why these.
packages="
  g++ cmake ninja-build pkg-config
  $torch libopenblas0-openmp libtbb-dev python3-pip
  libopencv-dev libvips-dev liblcms2-dev libtiff-dev libpugixml-dev libzip-dev
  libopenslide-dev zlib1g-dev libxgboost-dev libhdf5-dev
  libplplot-dev plplot-driver-cairo fonts-dejavu-core
  libcli11-dev nlohmann-json3-dev libxxhash-dev libutfcpp-dev
  libcpp-httplib-dev libjs-leaflet
  libonnx-dev libprotobuf-dev
  libgtest-dev libbenchmark-dev
  help2man dpkg-dev file doxygen
  $python $more
"

# The wheel of OpenVINO for this processor, by pip, which knows where to find it. Python runs none of it.
unpack_openvino() {
  version=2026.4.0
  # x86-64, then arm64
  hashes="
    71ee4e65a914044a510af43da16f3279c8f9dae22cbc8eac63d4a785c4a9c03f
    8d552c6a8b0853447b291da3b2916d1b8a0e6f8bca70c8a9737d661fb5e268ca"
  folder=$(cd "$(dirname "$0")/.." && pwd)/build/openvino
  [ "$(cat "$folder/version" 2>/dev/null)" != "$version" ] || return 0
  work=$(mktemp -d)
  {
    printf 'openvino==%s' "$version"
    printf ' --hash=sha256:%s' $hashes
    echo
  } >"$work/requirements.txt"
  if ! /usr/bin/python3 -m pip download --quiet --disable-pip-version-check --retries 1 --timeout 20 --no-deps \
       --require-hashes \
       --only-binary :all: --implementation cp --python-version 3.11 --dest "$work" \
       --requirement "$work/requirements.txt" >"$work/log" 2>&1; then
    echo "install_dependencies: OpenVINO can't be had, so LibTorch will run the encoders, slower:" >&2
    tail -n 1 "$work/log" >&2
  else
    rm -rf "$folder"
    mkdir -p "$folder"
    /usr/bin/python3 -m zipfile -e "$work"/openvino-*.whl "$work/unpacked"
    mkdir "$folder/openvino"
    for part in include cmake libs; do
      mv "$work/unpacked/openvino/$part" "$folder/openvino/"
    done
    # What the processor doesn't need; CMake asks for the front ends.
    (cd "$folder/openvino/libs" && rm -f cache.json libopenvino_auto* libopenvino_hetero* \
       libopenvino_intel_gpu* libopenvino_intel_npu*)
    mkdir "$folder/licences"
    cp -r "$work"/unpacked/openvino-*.dist-info/licenses/. "$folder/licences/" 2>/dev/null || true
    echo "$version" >"$folder/version"
    echo "Unpacked OpenVINO $version to build/openvino"
  fi
  rm -rf "$work"
}

missing=""
for package in $packages; do
  is_installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
  unpack_openvino
  exit 0
fi

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
unpack_openvino
