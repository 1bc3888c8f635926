#include "msmv/dataset/output_names.h"

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
  EXPECT_EQ(output_names(samples_of({"a/b.tif", "c/b.tif", "d/a_b.tif", "d/a_b.tif.png"})),
            (Names{"a_b.tif_", "c_b.tif", "a_b", "a_b.tif"}));
  EXPECT_EQ(output_names(samples_of({"a/b/c", "a_b/c", "x/c"})), (Names{"a_b_c", "a_b_c_", "x_c"}));
}

}  // namespace
}  // namespace msmv::dataset
