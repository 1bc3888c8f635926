#include "msmv/runs/encode_pictures.h"

#include <algorithm>

#include "msmv/dataset/read.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class EncodePicturesRun : public SmallRun {
 protected:
  Ended encode(const std::vector<std::string>& names, files::FeatureTable& table) {
    std::vector<std::string> paths;
    std::ranges::transform(names, std::back_inserter(paths),
                           [this](const std::string& name) { return path(name); });
    std::istringstream none;
    return encode_pictures(dataset::list_pictures(paths, none, {}), model_, SeenAs::field, {},
                           table, watch());
  }
};

TEST_F(EncodePicturesRun, LeavesOutWhatCantBeReadAndSaysSo) {
  files::FeatureTable all, one;
  const Ended ended = encode({"0.png", "broken.png", "1.png"}, all);
  EXPECT_EQ(ended.items, 3U);
  EXPECT_EQ(ended.failed, 1U);
  EXPECT_TRUE(ended.is_complete());
  ASSERT_EQ(said_.size(), 2U);  // the pixel size of the first, the fault
  EXPECT_NE(said_[0].find("has no pixel size"), std::string::npos);
  EXPECT_NE(said_[1].find("broken.png"), std::string::npos);
  encode({"1.png"}, one);
  ASSERT_EQ(all.rows(), 2 * one.rows());
  EXPECT_TRUE(std::equal(one.values.begin(), one.values.end(),
                         all.values.end() - static_cast<std::ptrdiff_t>(one.values.size())))
      << "whatever the company";
}

TEST_F(EncodePicturesRun, EndsWhereItIsStopped) {
  stop_after_ = 0;
  files::FeatureTable table;
  const Ended ended = encode({"0.png", "1.png"}, table);
  EXPECT_FALSE(ended.is_complete());
  EXPECT_EQ(table.rows(), 0U);
}

}  // namespace
}  // namespace msmv::runs
