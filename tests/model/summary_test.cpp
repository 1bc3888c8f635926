#include "msmv/model/summary.h"

#include <gtest/gtest.h>

#include "some_model.h"

namespace msmv::model {
namespace {

TEST(Summary, TellsEverythingButTheWeights) {
  ModelFile model = testing::some_model();
  model.id = "0123";
  model.bytes = 94'000'000;
  const Json json = summary(model);
  EXPECT_EQ(json["id"], "0123");
  EXPECT_EQ(json["storage"], "f32");
  EXPECT_EQ(json["bytes"], 94'000'000);
  // ResNet-50 without head with its running statistics, and 2 x 6144 + 2 of the classifier.
  EXPECT_EQ(json["parameters"], 23'508'032 + 53'120 + 12'290);
  EXPECT_EQ(json["config"], to_json(model.config));
  EXPECT_EQ(json["provenance"]["seed"], 7);
}

TEST(Summary, TellsWhichPrecisionsWereValidated) {
  ModelFile model = testing::some_model();
  EXPECT_EQ(summary(model)["validations"], Json::array());
  model.calibration["validations"] = {{{"precision", "int8"},
                                       {"instructions", "AVX2"},
                                       {"fields", 8},
                                       {"same_class", 7},
                                       {"greatest_change", 0.02883976697921753}}};
  EXPECT_EQ(summary(model)["validations"][0]["same_class"], 7);
  EXPECT_NE(
      summary_text(model).find(
          "  validated    int8 (AVX2): fp32's class on 7 of 8 fields, greatest change of a score "
          "0.0288\n"),
      std::string::npos)
      << summary_text(model);
}

TEST(Summary, CountsTheImagesThatWereSeen) {
  ModelFile model = testing::some_model();
  model.provenance["images"] = {{"learnt_from", {"aa", "bb"}}, {"chosen_on", {"cc"}}};
  EXPECT_NE(summary_text(model).find("  images: trained on 2, chosen on 1\n"), std::string::npos)
      << summary_text(model);
}

TEST(Summary, NamesATemperature) {
  ModelFile model = testing::some_model();
  model.config.vote.temperature = 0.6;
  EXPECT_NE(summary_text(model).find("vote           majority, scores at temperature 0.6\n"),
            std::string::npos)
      << summary_text(model);
}

TEST(Summary, ReadsLikeThis) {
  ModelFile model = testing::some_model();
  model.id = "0123";
  model.bytes = 94'300'000;
  EXPECT_EQ(summary_text(model),
            "id             0123\n"
            "format         msmv 1\n"
            "size           94.30 MB, 23.57 million parameters, weights as f32\n"
            "classes        good, bad\n"
            "resolution     0.42 um per pixel\n"
            "stain          macenko\n"
            "krem           detector learned, selector densest\n"
            "  windows      897, 400, 224 px, steps 80, 40, 20\n"
            "  regions      1 in each of 6 views\n"
            "patches        224 px\n"
            "pfenet         resnet50 at 3 scales, one set of weights\n"
            "fdnet          fc\n"
            "vote           majority\n"
            "calibration    none\n"
            "provenance\n"
            "  data: none\n"
            "  seed: 7\n");
}

}  // namespace
}  // namespace msmv::model
