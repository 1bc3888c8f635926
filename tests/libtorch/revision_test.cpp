#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "msmv/libtorch/functions.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

TEST(LibtorchRevision, OfAnotherMsmvIsRefused) {
  setenv("MSMV_TORCH", MSMV_OTHER_REVISION, 1);
  try {
    functions();
    FAIL() << "it was taken";
  } catch (const InputError& fault) {
    EXPECT_NE(std::string(fault.what()).find("was built from revision 0123abc of msmv, this is "),
              std::string::npos)
        << fault.what();
  }
}

}  // namespace
}  // namespace msmv::libtorch
