#include "msmv/classify/model.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "classify/random_model.h"
#include "msmv/libtorch/functions.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

using testing::TemporaryFolder;

Config one_scale() {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.image.min_side_px = 224;
  return config;
}

PatchBatch noise(std::size_t samples) {
  PatchBatch batch{.samples = samples, .scales = 1, .side_px = 224};
  for (std::size_t i = 0; i < samples * batch.bytes_per_patch(); ++i) {
    batch.pixels.push_back(static_cast<std::uint8_t>(i * 2654435761U >> 13));
  }
  return batch;
}

TEST(LoadModel, BothBackendsEncodeAlike) {
  TemporaryFolder folder;
  model::write(folder / "m.safetensors", testing::random_model(one_scale(), 2));
  const Model fast = load_model(folder / "m.safetensors", {.backend = Backend::onednn});
  const Model reference = load_model(folder / "m.safetensors", {.backend = Backend::libtorch});
  const PatchBatch batch = noise(2);

  const Encodings a = fast.encode(batch);
  const Encodings b = reference.encode(batch);

  ASSERT_EQ(a.values.size(), b.values.size());
  float largest = 0, difference = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::abs(b.values[i]));
    difference = std::max(difference, std::abs(a.values[i] - b.values[i]));
  }
  EXPECT_GT(largest, 0.01F);
  EXPECT_LT(difference, 1e-4F * largest);
}

TEST(LoadModel, SaysThatLibTorchRunsWhatTheEngineCant) {
  Config config = one_scale();
  config.pfenet.backbone = pfenet::Backbone::googlenet;
  const ModelFile file = testing::random_model(config, 2);
  const Model asked = model_of(file, {.backend = Backend::onednn});
  const Model reference = model_of(file, {.backend = Backend::libtorch});
  EXPECT_EQ(asked.fallback,
            "the engine runs ResNets only, so LibTorch runs googlenet; fp32 is used");
  EXPECT_EQ(reference.fallback, "");
  const PatchBatch batch = noise(1);
  EXPECT_EQ(asked.encode(batch).features, 1024U);
  EXPECT_EQ(asked.encode(batch).values, reference.encode(batch).values);
}

TEST(LoadModel, SaysOnWhichDeviceItsNetworkRuns) {
  EXPECT_EQ(model_of(testing::random_model(one_scale(), 2), {}).device, "cpu");
}

TEST(LoadModel, OnADeviceThatIsNotThereFails) {
  if (libtorch::functions().cuda_devices() > 0) {
    GTEST_SKIP() << "there is a CUDA device";
  }
  const ModelFile file = testing::random_model(one_scale(), 2);
  for (const char* device : {"cuda", "cuda:3"}) {
    try {
      model_of(file, {.device = device});
      ADD_FAILURE() << device;
    } catch (const InputError& fault) {
      EXPECT_EQ(fault.what(),
                "device " + std::string(device) + ": LibTorch finds no CUDA device here");
    }
  }
}

TEST(LoadModel, SaysThatAFileIsNoModel) {
  TemporaryFolder folder;
  std::ofstream(folder / "m.safetensors") << "not a model";
  EXPECT_THROW(load_model(folder / "m.safetensors", {}), InputError);
}

TEST(LoadModel, Int8NeedsRangesThatTheModelKeeps) {
  TemporaryFolder folder;
  model::write(folder / "m.safetensors", testing::random_model(one_scale(), 2));
  EXPECT_THROW(load_model(folder / "m.safetensors", {.precision = engine::Precision::int8}),
               InputError);
}

TEST(DefaultModel, IsTheOneThatTheEnvironmentNames) {
  setenv("MSMV_MODEL", "/somewhere/m.safetensors", 1);
  EXPECT_EQ(default_model_path(), "/somewhere/m.safetensors");
  unsetenv("MSMV_MODEL");
}

TEST(DefaultEncoders, AreThoseThatTheEnvironmentNamesAndNotTheModels) {
  setenv("MSMV_MODEL", "/somewhere/m.safetensors", 1);
  setenv("MSMV_ENCODERS", "/somewhere/e.safetensors", 1);
  EXPECT_EQ(default_encoders_path(), "/somewhere/e.safetensors");
  unsetenv("MSMV_ENCODERS");
  unsetenv("MSMV_MODEL");
}

}  // namespace
}  // namespace msmv
