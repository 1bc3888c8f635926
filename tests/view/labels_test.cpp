#include "msmv/view/labels.h"

#include <gtest/gtest.h>

#include "msmv/dataset/read.h"
#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

using Paths = std::vector<std::string>;

class LabelledRun : public ::testing::Test {
 protected:
  LabelledRun() { write_field_run(folder_.path()); }
  Shelf shelf() const {
    return Shelf(Paths{(folder_ / "out").string(), (folder_ / "fields").string()});
  }
  testing::TemporaryFolder folder_;
};

TEST_F(LabelledRun, IsAManifestThatTrainReads) {
  const Shelf shelf = this->shelf();
  Labels labels(shelf.collections()[0], shelf);
  labels.set(0, "Normal");
  labels.set(1, "Benign");
  const auto reading = dataset::read(folder_ / "out/labels.csv", {.root = labels.root()});
  EXPECT_TRUE(reading.faults.empty());
  ASSERT_EQ(reading.dataset.samples.size(), 2U);
  EXPECT_EQ(reading.dataset.samples[0].name, "a.png");
  EXPECT_EQ(reading.dataset.classes[*reading.dataset.samples[0].label], "Normal");
}

TEST_F(LabelledRun, PicturesBesideTheTableNeedNoRoot) {
  std::filesystem::rename(folder_ / "fields", folder_ / "out/fields");
  const Shelf shelf(Paths{(folder_ / "out").string()});
  Labels labels(shelf.collections()[0], shelf);
  labels.set(0, "Normal");
  EXPECT_EQ(labels.root(), "");
  EXPECT_EQ(testing::read_file(folder_ / "out/labels.csv"), "file,class\nfields/a.png,Normal\n");
  EXPECT_TRUE(dataset::read(folder_ / "out/labels.csv", {}).faults.empty());
}

TEST_F(LabelledRun, LabelsStayAndCanBeTakenAway) {
  const Shelf shelf = this->shelf();
  Labels(shelf.collections()[0], shelf).set(1, "Benign");
  Labels again(shelf.collections()[0], shelf);
  EXPECT_EQ(again.of(1), "Benign");
  EXPECT_EQ(again.of(0), "");
  again.set(1, "");
  EXPECT_EQ(again.of(1), "");
  EXPECT_EQ(testing::read_file(folder_ / "out/labels.csv"), "file,class\n");
}

TEST_F(LabelledRun, RefusesOtherClassesAndCasesWithoutAPicture) {
  const Shelf shelf = this->shelf();
  Labels labels(shelf.collections()[0], shelf);
  EXPECT_THROW(labels.set(0, "InSitu"), InputError);
  EXPECT_THROW(labels.set(2, "Normal"), InputError);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/labels.csv"));
}

}  // namespace
}  // namespace msmv::view
