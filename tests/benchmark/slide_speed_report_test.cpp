#include "msmv/benchmark/slide_speed_report.h"

#include <gtest/gtest.h>

namespace msmv::benchmark {
namespace {

SlideSpeed speed_of_a_slide() {
  return {.processor = "AVX2",
          .threads = 2,
          .slide = "a.svs",
          .vendor = "aperio",
          .extent = {20000, 15000},
          .um_per_px = {0.25, 0.25},
          .read_um_per_px = 1.68,
          .tiles = 300,
          .timed_tiles = 200,
          .plan_s = 2,
          .plan_cpu_s = 1.5,
          .stages = {{"read", 6}, {"patches", 2}},
          .networks = {{.name = "openvino int8",
                        .ready_s = 0.5,
                        .encode_core_ms = 11.5,
                        .score_core_ms = 0.5,
                        .seconds = 3.75,
                        .cpu_seconds = 6,
                        .peak_memory_bytes = 500'000'000},
                       {.name = "openvino bf16", .unavailable = "bf16 needs more"}}};
}

TEST(SlideSpeedJson, SaysWhatTheStagesAllowAndWhatCameOfIt) {
  const Json json = slide_speed_json(speed_of_a_slide());
  EXPECT_EQ(json["slide"]["tiles"], 300);
  EXPECT_EQ(json["slide"]["tile_mpp"], 1.68);
  EXPECT_EQ(json["plan"]["core_s"], 1.5);
  EXPECT_EQ(json["stages"][0], (Json{{"name", "read"}, {"core_ms", 6.0}}));
  const Json& network = json["networks"][0];
  EXPECT_EQ(network["core_ms_per_tile"], 20.0);
  EXPECT_EQ(network["allowed_tiles_per_s"], 100.0);  // 2 threads
  EXPECT_EQ(network["tiles_per_s"], 80.0);
  EXPECT_EQ(network["share_of_allowed"], 0.8);
  EXPECT_EQ(network["busy_share"], 0.8);  // 6 of 2 * 3.75 s
  EXPECT_EQ(network["peak_rss_mb"], 500.0);
  EXPECT_EQ(json["networks"][1],
            (Json{{"name", "openvino bf16"}, {"unavailable", "bf16 needs more"}}));
}

TEST(SlideSpeedText, ShowsTheSame) {
  const std::string text = slide_speed_text(speed_of_a_slide());
  EXPECT_TRUE(
      text.starts_with("a.svs (aperio): 20000 x 15000 px of 0.25 um, 300 tiles read as "
                       "1.68 um; 2 threads, AVX2\n"))
      << text;
  EXPECT_NE(text.find("read                      6.00\n"), std::string::npos) << text;
  EXPECT_NE(text.find("    80.00    100.00  80.0 %  80.0 %      500\n"), std::string::npos) << text;
  EXPECT_NE(text.find("openvino bf16    bf16 needs more\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace msmv::benchmark
