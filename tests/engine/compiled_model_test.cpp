#include "msmv/engine/compiled_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "engine/tiny_resnet.h"
#include "msmv/engine/lowering.h"
#include "temporary_folder.h"

namespace msmv::engine {
namespace {

using testing::TinyResnet;

class Compiled : public ::testing::Test {
 protected:
  Compiled() : tiny_({3, 3}, "", 3), patch_(testing::blotches(1, 1, 32)) {
    setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1);
  }
  ~Compiled() override { unsetenv("XDG_CACHE_HOME"); }

  CompiledModel compiled(const CompileOptions& options) {
    return CompiledModel(
        [this] {
          ++built_;
          return lower(tiny_.graph(), testing::source_of(tiny_.tensors),
                       {.image = {32, 32}, .normalization = testing::imagenet()});
        },
        options);
  }
  CompiledModel::Fill fill() const {
    return
        [this](std::span<std::uint8_t> input) { std::ranges::copy(patch_.pixels, input.begin()); };
  }
  std::vector<float> encoding(const CompiledModel& model) const {
    std::vector<float> values;
    model.infer(fill(), [&](const CompiledModel::Output& output) {
      values.assign(output.values.begin(), output.values.end());
    });
    return values;
  }

  const testing::TemporaryFolder folder_;
  TinyResnet tiny_;
  PatchBatch patch_;
  int built_ = 0;
};

TEST_F(Compiled, IsTakenFromTheCacheWithTheSameBits) {
  const auto first = encoding(compiled({.cache_key = "tiny"}));
  EXPECT_EQ(encoding(compiled({.cache_key = "tiny"})), first);
  EXPECT_EQ(built_, 1);
  EXPECT_EQ(encoding(compiled({.cache_key = "another"})), first);
  EXPECT_EQ(encoding(compiled({})), first);
  EXPECT_EQ(built_, 3);
}

TEST_F(Compiled, IsCompiledAnewWhereTheCachesEntryIsTorn) {
  const auto first = encoding(compiled({.cache_key = "tiny"}));
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "msmv")) {
    std::filesystem::resize_file(entry, std::filesystem::file_size(entry) / 2);
  }
  EXPECT_EQ(encoding(compiled({.cache_key = "tiny"})), first);
  EXPECT_EQ(built_, 2);
}

TEST_F(Compiled, TellsWhatEachLayerTook) {
  const auto layers = compiled({.is_profiled = true}).profile(fill());
  const auto convolutions = std::ranges::count(layers, "Convolution", &RanLayer::kind);
  EXPECT_EQ(convolutions, 1 + 5 * 2 + 3);
  for (const RanLayer& layer : layers) {
    EXPECT_GE(layer.ms, 0);
    EXPECT_FALSE(layer.how.empty());
  }
}

}  // namespace
}  // namespace msmv::engine
