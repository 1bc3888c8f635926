#include "msmv/krem/config.h"

#include <gtest/gtest.h>

#include "msmv/config/json.h"

namespace msmv {
namespace {

TEST(KremConfig, GoesThroughJsonUnchanged) {
  krem::Config config;
  from_json(Json::parse(R"({"detector": "paper", "selector": "spread", "windows_px": [400, 224],
                            "steps_px": [40, 20], "max_overlap": 0.25})"),
            config);
  EXPECT_EQ(config.selector, krem::Selector::spread);
  EXPECT_EQ(config.windows_px, (std::vector{400, 224}));
  krem::Config again;
  from_json(to_json(config), again);
  EXPECT_EQ(to_json(again), to_json(config));
}

TEST(KremConfig, TheDefaultsPass) {
  EXPECT_NO_THROW(krem::check({}));
}

TEST(KremConfig, RefusesAContextThatIsNoRectangleOrTooSmall) {
  EXPECT_NO_THROW(krem::check({.context_px = {2048, 1536}}));
  EXPECT_THROW(krem::check({.context_px = {2048}}), InputError);
  EXPECT_THROW(krem::check({.context_px = {2048, 896}}), InputError);
}

TEST(KremConfig, RefusesScalesThatDoNotNest) {
  EXPECT_THROW(krem::check({.windows_px = {}, .steps_px = {}}), InputError);
  EXPECT_THROW(krem::check({.windows_px = {897, 400}, .steps_px = {80}}), InputError);
  EXPECT_THROW(krem::check({.windows_px = {224, 400}, .steps_px = {20, 40}}), InputError);
}

}  // namespace
}  // namespace msmv
