#include "msmv/runs/input_files.h"

#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class InputFilesOfARun : public SmallRun {
 protected:
  dataset::Sample found(const std::filesystem::path& file) const {
    return {.path = file, .name = file.filename().string(), .label = {}, .is_found = true};
  }
};

TEST_F(InputFilesOfARun, AreKnownByWhateverName) {
  std::filesystem::create_hard_link(folder_ / "0.png", folder_ / "hard.png");
  std::filesystem::create_symlink("0.png", folder_ / "soft.png");
  InputFiles inputs;
  inputs.add(folder_ / "0.png");
  inputs.add(folder_ / "none.png");
  for (const char* name : {"0.png", "hard.png", "soft.png"}) {
    EXPECT_THROW(inputs.require_other(folder_ / name), InputError) << name;
  }
  EXPECT_NO_THROW(inputs.require_other(folder_ / "1.png"));
  EXPECT_NO_THROW(inputs.require_other(folder_ / "none.png"));
}

TEST_F(InputFilesOfARun, WhatAnEarlierRunHasDrawnIsNone) {
  const auto drawn = folder_ / "drawn";
  std::filesystem::create_directory(drawn);
  std::ofstream(drawn / "0.png") << "";
  std::ofstream(drawn / "of_mine.png") << "";
  const std::vector<dataset::Sample> samples = {found(folder_ / "0.png"), found(drawn / "0.png"),
                                                found(drawn / "of_mine.png")};
  const auto left = without_drawn(samples, {folder_.path().string()}, drawn, watch());
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[1].path, drawn / "of_mine.png");
  EXPECT_EQ(said_, std::vector{drawn.string() + ": 1 picture of an earlier run left out"});
  EXPECT_EQ(without_drawn(samples, {drawn.string()}, drawn, watch()).size(), 3U) << "asked for";
}

}  // namespace
}  // namespace msmv::runs
