#include "msmv/training/nuclei_report.h"

#include <gtest/gtest.h>

#include <opencv2/core/mat.hpp>

namespace msmv::training {
namespace {

// A network that sees one nucleus, in the middle of every picture.
CentreNetwork middle() {
  CentreNetwork network;
  network.map = [](std::span<const std::uint8_t>, PixelExtent picture) {
    CentreMap map{static_cast<int>(picture.width / 2), static_cast<int>(picture.height / 2), {}};
    map.values.assign(static_cast<std::size_t>(map.width * map.height), 0);
    map.values[static_cast<std::size_t>(map.height / 2 * map.width + map.width / 2)] = 1;
    return map;
  };
  return network;
}

nuclei::LabelledField field(const std::string& source, std::vector<Point> centres) {
  nuclei::LabelledField made{.name = "x", .source = source, .centres = std::move(centres)};
  made.photo.image.pixels = cv::Mat(256, 256, CV_8UC3, cv::Scalar(220, 180, 210));
  made.photo.um_per_px = {0.3, 0.3};
  return made;
}

// The middle is at 128 px of 0.3 um: a nucleus 9 px away is in reach, one 12 px away is not.
TEST(NucleiReport, AveragesFieldsAndPoolsNuclei) {
  const std::vector<nuclei::LabelledField> fields = {field("b", {{128, 137}}),
                                                     field("b", {{128, 128}, {20, 20}, {60, 60}}),
                                                     field("a", {{128, 140.5}})};
  const auto reports = judge(fields, middle());
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_EQ(reports[0].source, "a");
  EXPECT_EQ(reports[0].matches, 0U);
  EXPECT_EQ(reports[1].fields, 2U);
  EXPECT_EQ(reports[1].nuclei, 4U);
  EXPECT_EQ(reports[1].found, 2U);
  EXPECT_DOUBLE_EQ(reports[1].mean.f1, (1 + 0.5) / 2);
  EXPECT_DOUBLE_EQ(reports[1].pooled.f1, 2.0 * 2 / 6);
  EXPECT_DOUBLE_EQ(report_json(reports)[1]["mean_of_fields"]["recall"].get<double>(),
                   (1 + 1.0 / 3) / 2);
}

}  // namespace
}  // namespace msmv::training
