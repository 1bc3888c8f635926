#include "msmv/training/standing.h"

#include <gtest/gtest.h>

namespace msmv::training {
namespace {

TEST(Standing, ComesBackFromACheckpoint) {
  const Standing standing{.epoch = 3,
                          .step = 7,
                          .loss_sum = 1.25,
                          .hits = 11,
                          .samples = 20,
                          .best = 0.5,
                          .best_epoch = 2};
  const Standing back = standing_from(json_of(standing));
  EXPECT_EQ(back.epoch, 3);
  EXPECT_EQ(back.step, 7U);
  EXPECT_EQ(back.loss_sum, 1.25);
  EXPECT_EQ(back.hits, 11U);
  EXPECT_EQ(back.samples, 20U);
  EXPECT_EQ(back.best, 0.5);
  EXPECT_EQ(back.best_epoch, 2);
  EXPECT_FALSE(standing_from(json_of({})).best);
}

TEST(Standing, IsNoOtherJson) {
  EXPECT_THROW(standing_from(Json::object()), nlohmann::json::exception);
  Json json = json_of({});
  json["step"] = "two";
  EXPECT_THROW(standing_from(json), nlohmann::json::exception);
}

}  // namespace
}  // namespace msmv::training
