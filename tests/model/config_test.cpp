#include "msmv/model/config.h"

#include <gtest/gtest.h>

#include "msmv/config/json.h"

namespace msmv {
namespace {

std::string fault_of(const Config& config) {
  try {
    check(config);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no fault";
}

Config with_classes(const ClassNames& classes) {
  Config config;
  config.classes = classes;
  return config;
}

TEST(ModelConfig, DefaultsAreSound) {
  EXPECT_EQ(fault_of(Config{}), "no fault");
}

TEST(ModelConfig, SurvivesTheWayThroughJson) {
  Config written;
  written.classes = {"a", "b"};
  written.image.um_per_px = 0.5;
  written.krem.windows_px = {400, 224};
  written.pfenet.shared_weights = true;
  written.stain.target.stain_od = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  written.vote.rule = vote::Rule::mean;
  Config read;
  from_json(to_json(written), read);
  EXPECT_EQ(to_json(read), to_json(written));
  EXPECT_NE(to_json(read), to_json(Config{}));
}

TEST(ModelConfig, NamesWhatDoesNotFitTogether) {
  EXPECT_EQ(fault_of(with_classes({"one"})), "config.classes: expected 2 to 1000, got 1");
  EXPECT_EQ(fault_of(with_classes({"a", "a"})), "config.classes: \"a\" stands twice");
  EXPECT_EQ(fault_of(with_classes({"a", ""})), "config.classes: \"\" is no name");
  EXPECT_EQ(fault_of(with_classes({"a", "b\n"})), "config.classes: \"b\\n\" is no name");
  Config config;
  config.image.min_side_px = 500;
  EXPECT_EQ(fault_of(config), "config.image.min_side_px: 500 is less than the largest window, 897");
  config = {};
  config.krem.windows_px = std::vector<int>(9, 224);
  config.krem.steps_px = std::vector<int>(9, 20);
  EXPECT_EQ(fault_of(config), "config.krem.windows_px: at most 8 scales, got 9");
  config = {};
  config.pfenet.backbone = pfenet::Backbone::inception_v3;
  config.patches.side_px = 74;
  EXPECT_EQ(fault_of(config),
            "config.patches.side_px: 74 is too small for inception_v3, which needs 75");
}

TEST(ModelConfig, LayoutFollowsTheSettings) {
  Config config;
  EXPECT_EQ(layout(config).size(), 3 * 265U + 18U);
  config.pfenet.shared_weights = true;
  config.fdnet.discriminator = fdnet::Discriminator::fc;
  config.classes = {"a", "b"};
  const weights::Layout small = layout(config);
  EXPECT_EQ(small.size(), 265U + 2U);
  EXPECT_EQ(small.at("fdnet.classifier.weight"), (weights::Shape{2, 6144}));
  EXPECT_TRUE(small.contains("pfenet.shared.layer1.0.conv1.weight"));
}

}  // namespace
}  // namespace msmv
