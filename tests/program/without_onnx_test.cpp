#include <gtest/gtest.h>

#include "msmv/program/onnx.h"
#include "msmv/values/errors.h"

namespace msmv::program {
namespace {

TEST(WithoutOnnx, IsRefusedByWhatToInstall) {
  try {
    write_onnx("m.onnx", {});
    FAIL();
  } catch (const InputError& fault) {
    EXPECT_NE(std::string(fault.what()).find("libonnx-dev"), std::string::npos);
  }
}

}  // namespace
}  // namespace msmv::program
