#include "msmv/view/collection_json.h"

#include <gtest/gtest.h>

#include "msmv/view/tables.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

std::string no_label(std::size_t) {
  return "";
}

TEST(CollectionJson, TellsEachCaseOfARun) {
  const testing::TemporaryFolder folder;
  write_field_run(folder.path());
  Collection run = *read_run_table(folder / "out/classes.csv");
  run.rows[0].picture = 5;
  const Json json =
      to_json(run, [](std::size_t row) { return row == 1 ? std::string("Benign") : ""; });
  EXPECT_EQ(json["kind"], "fields");
  EXPECT_EQ(json["title"], "out/classes.csv");
  EXPECT_EQ(json["classes"][1], (Json{{"name", "Benign"}, {"colour", "#56b4e9"}}));
  EXPECT_EQ(json["rows"][0]["picture"], 5);
  EXPECT_EQ(json["rows"][0]["class"], "Benign");
  EXPECT_EQ(json["rows"][0]["scores"], (Json{0.25, 0.75}));
  EXPECT_EQ(json["rows"][0]["message"], "small");
  EXPECT_EQ(json["rows"][1]["picture"], nullptr);
  EXPECT_EQ(json["rows"][1]["label"], "Benign");
  EXPECT_EQ(json["rows"][2]["status"], "error");
  EXPECT_FALSE(json["rows"][2].contains("class"));
}

TEST(CollectionJson, ASlidesClassIsThatOfMostTissue) {
  const testing::TemporaryFolder folder;
  write_slide_run(folder.path());
  const Json json = to_json(*read_run_table(folder / "out/slides.csv"), no_label);
  EXPECT_EQ(json["kind"], "slides");
  EXPECT_EQ(json["rows"][0]["class"], "Benign");
  EXPECT_EQ(json["rows"][0]["mm2"], (Json{0.375, 1.125}));
  EXPECT_EQ(json["rows"][1]["message"], "is damaged");
}

}  // namespace
}  // namespace msmv::view
