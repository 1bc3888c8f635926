#include "msmv/runs/picture_batch.h"

#include <algorithm>
#include <mutex>

#include "msmv/dataset/read.h"
#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class PictureBatchRun : public SmallRun {
 protected:
  Ended run(const std::vector<std::string>& names, const std::filesystem::path& output) {
    batch_.paths.clear();
    std::ranges::transform(names, std::back_inserter(batch_.paths),
                           [this](const std::string& name) { return path(name); });
    batch_.output = output;
    std::istringstream none;
    return run_batch(
        dataset::list_pictures(batch_.paths, none, {}), batch_,
        [this](const dataset::Sample& sample, const std::filesystem::path& stem) {
          if (sample.name.ends_with("broken.png")) {
            throw InputError(sample.path, "is torn");
          }
          const std::scoped_lock lock(mutex_);
          stems_.push_back(stem.filename().string());
          return MadeFiles{PixelSizeSource::file, sample.name.ends_with("1.png") ? "is odd" : ""};
        },
        watch());
  }

  PictureBatch batch_{.what = "Made", .paths = {}, .output = {}, .extensions = {".png"}};
  std::mutex mutex_;
  std::vector<std::string> stems_;
};

TEST_F(PictureBatchRun, GoesOnAfterAPictureThatIsAtFault) {
  const Ended ended = run({"0.png", "broken.png", "1.png"}, folder_ / "out");
  EXPECT_EQ(ended.items, 3U);
  EXPECT_EQ(ended.failed, 1U);
  EXPECT_TRUE(ended.is_complete());
  std::ranges::sort(stems_);
  EXPECT_EQ(stems_, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(said_, (std::vector{path("broken.png") + ": is torn", path("1.png") + ": is odd"}));
  EXPECT_EQ(steps_.back().what, "Made");
}

TEST_F(PictureBatchRun, ReplacesNoInput) {
  EXPECT_THROW(run({"0.png", "1.png"}, folder_.path()), InputError);
  EXPECT_TRUE(stems_.empty());
}

TEST_F(PictureBatchRun, EndsWhereItIsStopped) {
  stop_after_ = 0;
  EXPECT_FALSE(run({"0.png", "1.png"}, folder_ / "out").is_complete());
}

}  // namespace
}  // namespace msmv::runs
