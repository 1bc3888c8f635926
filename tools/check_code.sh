#!/bin/sh
# cppcheck and clang-tidy; anything they find fails.
# usage: check_code.sh [FILE.cpp...]    (without files: all of src, apps and examples)
set -u
cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || set -- $(find src apps examples -name '*.cpp' | sort)
status=0

echo "cppcheck: $# files"
# Suppressed: what needs the libraries' headers, which are not read, to be known; and two false
# alarms of cppcheck 2.10, on a lambda in an initialiser and on an array of kSide * kSide.
cppcheck --quiet --std=c++20 --language=c++ -I src -I apps/msmv --inline-suppr --error-exitcode=1 \
  --enable=warning,performance,portability --suppress=missingInclude --suppress=unknownMacro \
  --suppress=internalAstError:src/msmv/files/mapped_file.cpp \
  --suppress=containerOutOfBounds:src/msmv/training/jpeg_noise.cpp "$@" || status=1

echo "clang-tidy: $# files"
# clang 14 can't read LibTorch 1.13's headers with GCC 12's standard library, whose std::vector is
# constexpr.
headers=/usr/include/c++/11
[ -d $headers ] || { echo "check_code: needs Debian's libstdc++-11-dev" >&2; exit 1; }
mkdir -p build
cmake --preset check >build/check.log 2>&1 &&
  cmake --build build/check --target msmv_revision >>build/check.log 2>&1 ||
  { cat build/check.log >&2; exit 1; }
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 clang-tidy -p build/check --quiet \
  --extra-arg=-nostdinc++ --extra-arg=-isystem$headers \
  --extra-arg=-isystem/usr/include/$(uname -m)-linux-gnu/c++/11 \
  --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-ignored-optimization-argument || status=1
exit $status
