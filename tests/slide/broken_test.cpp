// Walks tests/broken: each case of the reader "slide" holds a slide, and the fault, or its levels
// and pixel size, that opening it and reading all of it must give. tools/broken/make_slides.py
// writes them.

#include <gtest/gtest.h>

#include "broken_cases.h"
#include "msmv/slide/um_per_px.h"

namespace msmv::slide {
namespace {

void read_all(const Slide& slide) {
  constexpr std::int64_t kSide = 64;
  for (std::int64_t y = 0; y < slide.facts().extent.height; y += kSide) {
    for (std::int64_t x = 0; x < slide.facts().extent.width; x += kSide) {
      slide.read({x, y, kSide, kSide}, 1);
    }
  }
  slide.thumbnail(1);
}

void expect_facts(const Slide& slide, const PixelSize& um_per_px, const nlohmann::json& ok) {
  EXPECT_EQ(slide.facts().levels, ok.at("levels").get<std::vector<double>>());
  EXPECT_NEAR(um_per_px.x, ok.at("um_per_px")[0].get<double>(), 1e-6);
  EXPECT_NEAR(um_per_px.y, ok.at("um_per_px")[1].get<double>(), 1e-6);
}

TEST(BrokenSlide, GivesItsFaultOrItsPixels) {
  const auto cases = testing::broken_cases("slide");
  EXPECT_GE(cases.size(), 20U);
  ::testing::internal::CaptureStderr();
  for (const auto& [folder, expect] : cases) {
    SCOPED_TRACE(folder.filename().string());
    const std::string file = expect.at("file");
    std::string fault;
    try {
      const Slide slide(folder / file);
      const PixelSize size = pixel_size_of(folder / file, slide.facts(), {}).um_per_px;
      read_all(slide);
      if (expect.contains("ok")) {
        expect_facts(slide, size, expect.at("ok"));
      }
    } catch (const InputError& error) {
      fault = error.fault();
    }
    if (expect.contains("begins")) {
      EXPECT_NE(fault, "");
      EXPECT_TRUE(fault.starts_with(std::string(expect.at("begins")))) << fault;
    } else {
      EXPECT_EQ(fault, expect.value("fault", ""));
    }
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace msmv::slide
