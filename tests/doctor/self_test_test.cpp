#include "msmv/doctor/self_test.h"

#include <gtest/gtest.h>

#include "network/fake_network.h"
#include "temporary_folder.h"

namespace msmv::doctor {
namespace {

phantom::Phantom small_phantom() {
  return phantom::draw(1, {.width_px = 512, .height_px = 512});
}

// Two classes; the first scores `first` whatever is shown.
Model model_that_says(float first) {
  Model model;
  model.config.classes = {"a", "b"};
  model.config.krem.windows_px = {224};
  model.config.krem.steps_px = {80};
  model.network = std::make_shared<testing::FakeNetwork>(
      [](const PatchBatch& patches) {
        return Encodings{.samples = patches.samples, .scales = patches.scales, .features = 0};
      },
      [first](const Encodings& encodings) {
        return std::vector<ClassScores>(encodings.samples, {first, 1 - first});
      });
  return model;
}

TEST(JudgeNuclei, NeedsFourOfFive) {
  phantom::Phantom phantom = small_phantom();
  ASSERT_GT(phantom.nuclei.size(), 20U);
  EXPECT_EQ(judge_nuclei(phantom).state, State::fine) << judge_nuclei(phantom).text;
  // As many nuclei again where none was drawn: half is found at most.
  const std::size_t drawn = phantom.nuclei.size();
  for (std::size_t i = 0; i < drawn; ++i) {
    Nucleus outside = phantom.nuclei[i];
    outside.centre.x += 10'000;
    phantom.nuclei.push_back(outside);
  }
  EXPECT_EQ(judge_nuclei(phantom).state, State::broken) << judge_nuclei(phantom).text;
}

TEST(JudgeChain, ComparesTwoBackends) {
  const testing::TemporaryFolder folder;
  const auto judged = [&folder](float first, float second) {
    return judge_chain(small_phantom(), folder.path(), model_that_says(first),
                       model_that_says(second))
        .state;
  };
  EXPECT_EQ(judged(0.5F, 0.5005F), State::fine);
  EXPECT_EQ(judged(0.5F, 0.502F), State::broken);
  EXPECT_THROW(judged(0.5F, NAN), std::invalid_argument);  // by the vote; a finding says so
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace msmv::doctor
