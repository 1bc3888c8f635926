#include "msmv/dataset/output_names.h"

#include <utf8.h>

#include <regex>
#include <set>

namespace msmv::dataset {
namespace {

using Names = std::vector<std::string>;

std::vector<Sample> samples_of(const Names& paths) {
  std::vector<Sample> samples;
  for (const std::string& path : paths) {
    samples.push_back({path, path});
  }
  return samples;
}

TEST(OutputNames, AreTheFilesStems) {
  EXPECT_EQ(output_names(samples_of({"b/one.tif", "a/two.x.png"})), (Names{"one", "two.x"}));
}

TEST(OutputNames, OfOneStemInTwoFoldersNameTheFolders) {
  EXPECT_EQ(
      output_names(samples_of({"p1/field.tif", "../p2/field.tif", "p1/field.png", "other.tif"})),
      (Names{"p1_field.tif", "p2_field.tif", "p1_field.png", "other"}));
}

TEST(OutputNames, OfTheSamePictureAreTheSame) {
  EXPECT_EQ(output_names(samples_of({"p/a.tif", "p/./a.tif"})), (Names{"a", "a"}));
}

TEST(OutputNames, AreNeverOneForTwoPictures) {
  const Names one = output_names(samples_of({"a/b.tif", "c/b.tif", "d/a_b.tif", "d/a_b.tif.png"}));
  EXPECT_TRUE(std::regex_match(one[0], std::regex("a_b\\.tif_[0-9a-f]{12}"))) << one[0];
  EXPECT_EQ(Names(one.begin() + 1, one.end()), (Names{"c_b.tif", "a_b", "a_b.tif"}));
  const Names other =
      output_names(samples_of({"d/a_b.tif.png", "c/b.tif", "a/b.tif", "d/a_b.tif"}));
  EXPECT_EQ(other, (Names{"a_b.tif", "c_b.tif", one[0], "a_b"})) << "whatever the order";
  const Names same_word = output_names(samples_of({"a/b_c/d", "a_b/c/d", "a/b_c/e", "a/b/c_d"}));
  EXPECT_EQ(std::set(same_word.begin(), same_word.end()).size(), 4U);
}

TEST(OutputNames, NameNoMoreFoldersThanTellThemApart) {
  EXPECT_EQ(output_names(samples_of({"/data/x/p1/he/f.tif", "/data/x/p2/he/f.tif"})),
            (Names{"p1_he_f.tif", "p2_he_f.tif"}));
}

TEST(OutputNames, AreNoLongerThanAFilesNameMayBe) {
  const std::string deep = std::string(120, 'x') + "/" + std::string(120, 'y') + "/";
  const std::string letters = "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4";
  std::string stem;
  for (int i = 0; i < 12; ++i) {
    stem += letters;
  }
  const Names names = output_names(samples_of({"p1/" + deep + "f.tif", "p2/" + deep + "f.tif",
                                               "p/" + stem + ".tif", "q/" + stem + "b.tif"}));
  for (const std::string& name : names) {
    EXPECT_LE(name.size(), 200U);
    EXPECT_TRUE(utf8::is_valid(name.begin(), name.end())) << name;
  }
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), 4U);
}

}  // namespace
}  // namespace msmv::dataset
