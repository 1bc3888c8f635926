#include "msmv/model/seen_images.h"

#include <gtest/gtest.h>

namespace msmv::model {
namespace {

using Names = std::set<std::string>;

TEST(SeenImages, AreNamedByHalfOfTheirHash) {
  EXPECT_EQ(name_of_image("00112233445566778899aabbccddeeff"), "0011223344556677");
}

TEST(SeenImages, ComeBackFromTheProvenance) {
  Json provenance = {{"split", "by column"}};
  note_images(provenance, {"bbbb2222", "aaaa1111", "bbbb2222"}, {"cccc3333"});
  provenance["training"] = {{"epochs", 4}};
  const SeenImages seen = seen_images(Json::parse(provenance.dump()));
  EXPECT_EQ(seen.learnt_from, (Names{"aaaa", "bbbb"}));
  EXPECT_EQ(seen.chosen_on, (Names{"cccc"}));
  EXPECT_TRUE(seen.is_complete);
}

TEST(SeenImages, OfAnEarlierTrainingStay) {
  Json provenance = {{"training", Json::object()}};
  note_images(provenance, {"aaaa1111"}, {});
  EXPECT_FALSE(seen_images(provenance).is_complete);  // the first training named none
  note_images(provenance, {"bbbb2222"}, {});
  EXPECT_EQ(seen_images(provenance).learnt_from, (Names{"aaaa", "bbbb"}));
  EXPECT_FALSE(seen_images(provenance).is_complete);
}

TEST(SeenImages, OfTheEncodersCountToo) {
  Json encoders = {{"training", Json::object()}};
  EXPECT_FALSE(seen_images({{"encoders_of", {{"provenance", encoders}}}}).is_complete);
  note_images(encoders = Json::object(), {"aaaa1111"}, {"bbbb2222"});
  Json provenance = {{"encoders_of", {{"model", "m"}, {"provenance", encoders}}}};
  note_images(provenance, {"cccc3333"}, {});
  EXPECT_EQ(seen_images(provenance).learnt_from, (Names{"aaaa", "cccc"}));
  EXPECT_EQ(seen_images(provenance).chosen_on, (Names{"bbbb"}));
}

TEST(SeenImages, OfEncodersThatWereLeftAsTheyWereDoNotCount) {
  Json provenance = {{"training", Json::object()}};
  const Json frozen = {{"training", {{"config", {{"first_trained_stage", 5}}}}}};
  provenance["encoders_of"] = {{"provenance", frozen}};
  note_images(provenance, {"aaaa1111"}, {});
  provenance[std::string("images")].erase("others");
  EXPECT_TRUE(seen_images(provenance).is_complete);
  provenance["encoders_of"]["provenance"]["training"]["config"]["first_trained_stage"] = 4;
  EXPECT_FALSE(seen_images(provenance).is_complete);
  // But those before them may have learnt.
  provenance["encoders_of"]["provenance"] = frozen;
  provenance["encoders_of"]["provenance"]["encoders_of"] = {
      {"provenance", {{"training", Json::object()}}}};
  EXPECT_FALSE(seen_images(provenance).is_complete);
}

TEST(SeenImages, AreUnknownWhereATrainingNamesNone) {
  EXPECT_FALSE(seen_images({{"training", Json::object()}}).is_complete);
  EXPECT_TRUE(seen_images(Json::object()).is_complete);
  EXPECT_TRUE(seen_images({{"images", "of another form"}}).learnt_from.empty());
  EXPECT_TRUE(
      seen_images({{"images", {{"learnt_from", {1, "aaaa"}}}}}).learnt_from.contains("aaaa"));
}

}  // namespace
}  // namespace msmv::model
