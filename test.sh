#!/bin/sh
# Installs what is needed, builds msmv and runs all its tests.
set -eu
cd "$(dirname "$0")"
tools/install_dependencies.sh --tests
echo "Configuring and building (build/release)"
cmake --preset release -DMSMV_BUILD_TESTS=ON -DMSMV_BUILD_TRAINING=ON >build-configure.log 2>&1 || { cat build-configure.log >&2; exit 1; }
rm -f build-configure.log
cmake --build --preset release
ctest --preset release -j "$(nproc)"
