#include "msmv/explain/explainer.h"

#include <gtest/gtest.h>

#include "classify/random_model.h"
#include "msmv/classify/model.h"
#include "msmv/engine/runtime.h"
#include "msmv/values/errors.h"

namespace msmv::explain {
namespace {

Config small_config(pfenet::Backbone backbone) {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {40};
  config.image.min_side_px = 224;
  config.patches.side_px = 64;
  config.pfenet.backbone = backbone;
  config.fdnet.discriminator = fdnet::Discriminator::fc;
  return config;
}

PatchBatch noise_patch(std::size_t samples) {
  PatchBatch batch{.samples = samples, .scales = 1, .side_px = 64};
  std::mt19937_64 chance(4);
  for (std::size_t i = 0; i < samples * batch.bytes_per_patch(); ++i) {
    batch.pixels.push_back(static_cast<std::uint8_t>(chance() % 256));
  }
  return batch;
}

// The map is of the very network that classifies: its mean is the logit, whose softmax the score.
TEST(Explainer, MapsAddUpToTheNetworksScores) {
  if (engine::runtime().empty()) {
    GTEST_SKIP() << "needs OpenVINO";
  }
  for (const auto backbone : {pfenet::Backbone::resnet50, pfenet::Backbone::resnet50_stages34}) {
    const auto file =
        std::make_shared<const ModelFile>(testing::random_model(small_config(backbone), 7));
    const PatchBatch patches = noise_patch(2);
    const auto maps = Explainer(file).raw_maps(patches);
    const auto network = load_network(*file, {});
    const auto scores = network->score(network->encode(patches));
    const auto& bias = file->weights.at("fdnet.classifier.bias").values;
    for (std::size_t sample = 0; sample < 2; ++sample) {
      std::vector<double> logits;
      for (std::size_t label = 0; label < 4; ++label) {
        const ClassMap& map = maps[sample][0][label];
        EXPECT_EQ(map.height, 2U);  // both stages of stages34 on the grid of the last
        double sum = 0;
        for (const float value : map.values) {
          sum += value;
        }
        logits.push_back(sum / static_cast<double>(map.values.size()) + bias[label]);
      }
      for (std::size_t label = 1; label < 4; ++label) {
        EXPECT_NEAR(std::log(scores[sample][label] / scores[sample][0]), logits[label] - logits[0],
                    2e-3 * (1 + std::abs(logits[label] - logits[0])));
      }
    }
  }
}

TEST(Explainer, SaysWhatItCantExplain) {
  auto file = std::make_shared<ModelFile>();
  file->config = small_config(pfenet::Backbone::vision_transformer);
  EXPECT_THROW(Explainer{file}, InputError);
  file->config = small_config(pfenet::Backbone::resnet50);
  EXPECT_THROW(Explainer{file}, InputError);  // no FDNet in it
}

}  // namespace
}  // namespace msmv::explain
