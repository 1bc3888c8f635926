#include "msmv/benchmark/peer_export.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "classify/random_model.h"
#include "msmv/weights/safetensors.h"
#include "msmv/weights/storage.h"
#include "temporary_folder.h"

namespace msmv::benchmark {
namespace {

TEST(PeerExport, HoldsTheFirstEncoderItsPatchesAndWhatItMakesOfThem) {
  Config config;
  config.krem.windows_px = {300, 224};
  config.krem.steps_px = {80, 40};
  config.krem.views = 2;
  config.image.min_side_px = 300;
  config.pfenet.shared_weights = false;
  config.pfenet.mean = {0.5, 0.25, 0};
  config.pfenet.deviation = {0.5, 0.25, 1};
  const ModelFile model = testing::random_model(config, 3);
  const Photo photo{.image = {cv::Mat(320, 320, CV_8UC3, cv::Scalar(255, 51, 0))},
                    .um_per_px = {0.42, 0.42}};
  const testing::TemporaryFolder folder;
  export_for_peers(folder / "e.safetensors", model, std::vector<Photo>{photo, photo});

  const auto file = weights::read_safetensors(folder / "e.safetensors");
  const auto tensors = weights::decode(file.tensors, folder / "e.safetensors");
  EXPECT_EQ(tensors.at("conv1.weight"), model.weights.at("pfenet.scale0.conv1.weight"));
  EXPECT_FALSE(tensors.contains("scale1.conv1.weight"));
  const weights::Tensor& patches = tensors.at("patches");
  ASSERT_EQ(patches.shape, (weights::Shape{4, 3, 224, 224}));
  constexpr std::size_t kArea = 224 * 224;
  EXPECT_FLOAT_EQ(patches.values[0], 1);          // (255 / 255 - 0.5) / 0.5
  EXPECT_FLOAT_EQ(patches.values[kArea], -0.2F);  // (51 / 255 - 0.25) / 0.25
  EXPECT_FLOAT_EQ(patches.values[2 * kArea], 0);
  EXPECT_EQ(tensors.at("encodings").shape, (weights::Shape{4, 2048}));
}

}  // namespace
}  // namespace msmv::benchmark
