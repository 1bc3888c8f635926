#include "msmv/model/seen_images.h"

#include <gtest/gtest.h>

namespace msmv::model {
namespace {

using Names = std::set<std::string>;

std::vector<ImageFacts> files_of(const std::vector<std::string>& hashes) {
  std::vector<ImageFacts> images;
  for (const std::string& hash : hashes) {
    images.push_back({hash, std::nullopt});
  }
  return images;
}

TEST(SeenImages, AreNamedByHalfOfTheirHash) {
  EXPECT_EQ(name_of_image("00112233445566778899aabbccddeeff"), "0011223344556677");
}

TEST(SeenImages, ComeBackFromTheProvenance) {
  Json provenance = {{"split", "by column"}};
  note_images(provenance, files_of({"bbbb2222", "aaaa1111", "bbbb2222"}), files_of({"cccc3333"}));
  provenance["training"] = {{"epochs", 4}};
  const SeenImages seen = seen_images(Json::parse(provenance.dump()));
  EXPECT_EQ(seen.learnt_from, (Names{"aaaa", "bbbb"}));
  EXPECT_EQ(seen.chosen_on, (Names{"cccc"}));
  EXPECT_TRUE(seen.is_complete);
}

TEST(SeenImages, OfAnEarlierTrainingStay) {
  Json provenance = {{"training", Json::object()}};
  note_images(provenance, files_of({"aaaa1111"}), {});
  EXPECT_FALSE(seen_images(provenance).is_complete);  // the first training named none
  note_images(provenance, files_of({"bbbb2222"}), {});
  EXPECT_EQ(seen_images(provenance).learnt_from, (Names{"aaaa", "bbbb"}));
  EXPECT_FALSE(seen_images(provenance).is_complete);
}

TEST(SeenImages, OfTheEncodersCountToo) {
  Json encoders = {{"training", Json::object()}};
  EXPECT_FALSE(seen_images({{"encoders_of", {{"provenance", encoders}}}}).is_complete);
  note_images(encoders = Json::object(), files_of({"aaaa1111"}), files_of({"bbbb2222"}));
  Json provenance = {{"encoders_of", {{"model", "m"}, {"provenance", encoders}}}};
  note_images(provenance, files_of({"cccc3333"}), {});
  EXPECT_EQ(seen_images(provenance).learnt_from, (Names{"aaaa", "cccc"}));
  EXPECT_EQ(seen_images(provenance).chosen_on, (Names{"bbbb"}));
}

TEST(SeenImages, OfEncodersThatWereLeftAsTheyWereDoNotCount) {
  Json provenance = {{"training", Json::object()}};
  const Json frozen = {{"training", {{"config", {{"first_trained_stage", 5}}}}}};
  provenance["encoders_of"] = {{"provenance", frozen}};
  note_images(provenance, files_of({"aaaa1111"}), {});
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

const PictureMark kMark{"0000000000000000", {{0, 0, 0, 0}}};

TEST(SeenImages, AreKnownByTheirPixelsToo) {
  Json provenance = Json::object();
  note_images(provenance, {{"aaaa1111", kMark}},
              {{"bbbb2222", PictureMark{"1111111111111111", {}}}});
  const SeenImages seen = seen_images(Json::parse(provenance.dump()));
  EXPECT_TRUE(seen.has_marks);
  const auto learnt = [&](const std::string& hash, const std::optional<PictureMark>& mark) {
    return seen_as(seen.learnt_from, seen.marks_learnt_from, {hash, mark});
  };
  EXPECT_EQ(learnt("aaaa1111", std::nullopt), SeenAs::same_file);
  EXPECT_EQ(learnt("cccc3333", kMark), SeenAs::same_pixels);
  EXPECT_EQ(learnt("cccc3333", PictureMark{"2222222222222222", {{1, 0, 0, 0}}}), SeenAs::near_copy);
  EXPECT_EQ(learnt("cccc3333", PictureMark{"2222222222222222", {{~0ULL, 0, 0, 0}}}),
            SeenAs::not_at_all);
  EXPECT_EQ(learnt("cccc3333", std::nullopt), SeenAs::not_at_all);
  EXPECT_EQ(
      seen_as(seen.chosen_on, seen.marks_chosen_on, {"dddd", PictureMark{"1111111111111111", {}}}),
      SeenAs::same_pixels);
}

TEST(SeenImages, OfAModelThatKnewFilesAloneStayWithoutMarks) {
  Json provenance = Json::object();
  note_images(provenance, files_of({"aaaa1111"}), {});
  EXPECT_FALSE(seen_images(provenance).has_marks);
  note_images(provenance, {{"bbbb2222", kMark}}, {});
  EXPECT_FALSE(seen_images(provenance).has_marks);
  EXPECT_TRUE(seen_images(Json::object()).has_marks);
}

}  // namespace
}  // namespace msmv::model
