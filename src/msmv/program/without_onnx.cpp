#include "msmv/program/onnx.h"
#include "msmv/values/errors.h"

// In place of onnx.cpp where ONNX is not installed.

namespace msmv::program {

void write_onnx(const std::filesystem::path& path, const Program&) {
  throw InputError(path, "this build has no ONNX: install libonnx-dev and build again");
}

}  // namespace msmv::program
