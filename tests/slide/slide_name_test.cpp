#include "msmv/slide/slide_name.h"

#include <gtest/gtest.h>

namespace msmv::slide {
namespace {

TEST(IsSlideName, GoesByTheExtension) {
  for (const char* name : {"a.svs", "a.SVS", "b.c/a.ndpi", "a.tiff", "a.mrxs"}) {
    EXPECT_TRUE(is_slide_name(name)) << name;
  }
  for (const char* name : {"a.png", "a.jpg", ".a.svs", "svs", "a.svs.partial", "a.dcm"}) {
    EXPECT_FALSE(is_slide_name(name)) << name;
  }
}

}  // namespace
}  // namespace msmv::slide
