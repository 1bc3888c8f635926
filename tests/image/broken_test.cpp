// Walks tests/broken: each case of the reader "image" holds a file, and the fault or the picture
// that reading it and bringing it to a field must give. tools/broken/make_images.py writes them.

#include <sys/resource.h>

#include "broken_cases.h"
#include "image/pictures.h"
#include "msmv/image/field.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using nlohmann::json;

PixelSize pixel_size(const json& pair) {
  return {pair.at(0).get<double>(), pair.at(1).get<double>()};
}

ReadOptions options_of(const json& expect) {
  const json options = expect.value("options", json::object());
  ReadOptions read_options;
  read_options.max_pixels = options.value("max_pixels", read_options.max_pixels);
  read_options.require_pixel_size = options.value("require_pixel_size", false);
  if (options.contains("given_um_per_px")) {
    read_options.given_um_per_px = pixel_size(options.at("given_um_per_px"));
  }
  return read_options;
}

void expect_picture(const Photo& photo, const json& ok) {
  EXPECT_EQ(photo.image.pixels.cols, ok.at("width"));
  EXPECT_EQ(photo.image.pixels.rows, ok.at("height"));
  if (ok.contains("mean_rgb")) {
    const cv::Scalar mean = cv::mean(photo.image.pixels);
    for (int c = 0; c < 3; ++c) {
      EXPECT_NEAR(mean[c], ok.at("mean_rgb").at(static_cast<std::size_t>(c)), 3);
    }
  }
  if (ok.contains("um_per_px")) {
    const PixelSize expected = pixel_size(ok.at("um_per_px"));
    EXPECT_EQ(photo.um_per_px_source, PixelSizeSource::file);
    EXPECT_NEAR(photo.um_per_px.x, expected.x, 1e-6);
    EXPECT_NEAR(photo.um_per_px.y, expected.y, 1e-6);
  } else {
    EXPECT_NE(photo.um_per_px_source, PixelSizeSource::file);
  }
}

// The largest picture among them that is decoded has 16 million pixels (48 MB): what claims more
// is refused by its header.
void expect_modest_memory() {
#if !defined(__SANITIZE_ADDRESS__)  // which keeps what was freed
  constexpr long kMostKilobytes = 400 * 1024;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(usage.ru_maxrss, kMostKilobytes);
#endif
}

TEST(BrokenImage, GivesItsFaultOrItsPictureInModestMemoryAndSilence) {
  const auto cases = testing::broken_cases("image");
  EXPECT_GE(cases.size(), 400U);
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  for (const auto& [folder, expect] : cases) {
    SCOPED_TRACE(folder.filename().string());
    const std::string fault = testing::fault_of([&, &expect = expect] {
      const Photo photo = read(folder / "file", options_of(expect));
      to_field(photo, {});
      if (expect.contains("ok")) {
        expect_picture(photo, expect.at("ok"));
      }
    });
    EXPECT_EQ(fault, expect.value("fault", ""));
  }
  const std::string stderr_text = ::testing::internal::GetCapturedStderr();
  const std::string stdout_text = ::testing::internal::GetCapturedStdout();
  EXPECT_EQ(stderr_text, "");
  if (HasFailure()) {
    std::fputs(stdout_text.c_str(), stdout);  // what failed
  } else {
    EXPECT_EQ(stdout_text, "");
  }
  expect_modest_memory();
}

}  // namespace
}  // namespace msmv::image
