#include <gtest/gtest.h>

#include "msmv/engine/encoder.h"
#include "msmv/engine/runtime.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

TEST(WithoutOpenvino, TheEncoderSaysWhatElseThereIs) {
  EXPECT_EQ(runtime(), "");
  EXPECT_THROW(Encoder({}, {}), InputError);
}

}  // namespace
}  // namespace msmv::engine
