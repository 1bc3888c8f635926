#include "msmv/benchmark/speed_report.h"

#include <gtest/gtest.h>

namespace msmv::benchmark {
namespace {

Speed made_up() {
  return {.processor = "AVX2",
          .threads = 2,
          .fields = 4,
          .patches_per_field = 18,
          .stages = {{"stain", 25}, {"nuclei", 75}},
          .networks = {{.name = "libtorch fp32",
                        .ms_per_patch = 50,
                        .giga_operations_s = 40,
                        .peak = {.instruction = "fma", .giga_operations_s = 100},
                        .fields_s = 0.5,
                        .fields_s_early = 0.75,
                        .peak_memory_bytes = 700'000'000,
                        .agreement = {.same_class = 4}},
                       {.name = "openvino bf16", .unavailable = "bf16 needs more"},
                       {.name = "openvino int8",
                        .ms_per_patch = 12.5,
                        .giga_operations_s = 180,
                        .peak = {.instruction = "dot", .giga_operations_s = 200},
                        .fields_s = 2,
                        .fields_s_early = 3,
                        .peak_memory_bytes = 300'000'000,
                        .agreement = {.same_class = 3},
                        .same_early = 4}}};
}

TEST(SpeedText, ShowsSharesOfThePeakAndTimesAgainstTheFirstNetwork) {
  const std::string text = speed_text(made_up());
  EXPECT_NE(text.find("together               100.0"), std::string::npos) << text;
  EXPECT_NE(text.find("   40.0 %       0.00  100.0 by fma"), std::string::npos) << text;
  EXPECT_NE(text.find("   90.0 %       0.00  200.0 by dot"), std::string::npos) << text;
  EXPECT_NE(text.find("openvino bf16        bf16 needs more\n"), std::string::npos) << text;
  // 3 / 0.5 times; 100 ms before 2 threads * 18 patches * 12.5 ms.
  EXPECT_NE(text.find("     6.00  18.2 %     300\n"), std::string::npos) << text;
  EXPECT_NE(text.find("openvino int8                3/4                0       4/4 "),
            std::string::npos)
      << text;
}

TEST(SpeedJson, TellsOperationsOfACoreFromThoseOfADevice) {
  Speed speed = made_up();
  speed.networks[2].is_on_device = true;
  const Json json = speed_json(speed);
  EXPECT_EQ(json["networks"][0]["giga_operations_s_core"], 40.0);
  EXPECT_EQ(json["networks"][2]["giga_operations_s_device"], 180.0);
  EXPECT_FALSE(json["networks"][2].contains("giga_operations_s_core"));
}

TEST(SpeedJson, KeepsEveryNumberAndSaysWhatIsMissing) {
  const Json json = speed_json(made_up());
  EXPECT_EQ(json["machine"]["threads"], 2);
  EXPECT_EQ(json["stages"][1], (Json{{"name", "nuclei"}, {"core_ms", 75.0}}));
  EXPECT_EQ(json["networks"][1]["unavailable"], "bf16 needs more");
  EXPECT_EQ(json["networks"][2]["share_of_peak"], 0.9);
  ASSERT_EQ(json["pipelines"].size(), 4U);  // of two networks, with all voters and early
  EXPECT_EQ(json["pipelines"][2]["same_class_as_first"], 3);
}

TEST(SpeedJson, SaysWhatTheStagesAllow) {
  Speed speed = made_up();
  NetworkSpeed& network = speed.networks[2];
  network.core_ms_per_patch = 20;
  network.score_ms = 40;
  network.voters = 6;
  network.voters_early = 3;
  network.busy_share = 0.9;
  const Json json = speed_json(speed);
  const Json& all = json["pipelines"][2];
  EXPECT_EQ(all["network"], "openvino int8");
  EXPECT_EQ(all["early_vote"], false);
  EXPECT_EQ(all["fields_per_s"], 2.0);
  EXPECT_EQ(all["allowed_fields_per_s"], 4.0);  // 2 threads; 100 + 18 * 20 + 40 ms
  EXPECT_EQ(all["busy_share"], 0.9);
  EXPECT_EQ(all["peak_rss_mb"], 300.0);
  EXPECT_EQ(all["times_libtorch_eager"], 4.0);
  EXPECT_EQ(json["pipelines"][3]["allowed_fields_per_s"], 6.25);  // 100 + 9 * 20 + 40 ms
  EXPECT_EQ(json["pipelines"][3]["times_libtorch_eager"], 6.0);
}

}  // namespace
}  // namespace msmv::benchmark
