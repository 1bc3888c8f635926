#include "msmv/training/train_model.h"

#include <gtest/gtest.h>

#include "golden/formula.h"
#include "msmv/model/config.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"
#include "tiny_data.h"

namespace msmv::training {
namespace {

// A whole model of two classes and two scales, its encoders as the formula makes them.
ModelFile initial_model() {
  ModelFile model;
  auto& config = model.config;
  config.classes = {"one", "other"};
  config.krem.windows_px = {400, 224};
  config.krem.steps_px = {40, 20};
  config.pfenet = tiny_network().pfenet;
  config.fdnet = tiny_network().fdnet;
  config.patches.side_px = 32;
  for (const auto& [name, shape] : layout(config)) {
    model.weights[name] = golden::weight(name, shape);
  }
  model.provenance["encoders"] = "formula";
  return model;
}

TEST(WithFreshFdnet, KeepsTheEncodersAndForgetsTheRest) {
  const auto trained = initial_model();
  const auto fresh = with_fresh_fdnet(trained, trained.config, 5);
  for (const auto& [name, tensor] : trained.weights) {
    EXPECT_EQ(fresh.weights.at(name) == tensor, name.starts_with("pfenet.")) << name;
  }
  EXPECT_EQ(fresh.provenance.at("encoders_of").at("provenance"), trained.provenance);
  auto other = trained.config;
  other.pfenet.shared_weights = !other.pfenet.shared_weights;
  EXPECT_THROW(with_fresh_fdnet(trained, other, 5), InputError);
}

TEST(TrainModel, WritesTheBestEpochWithItsProvenance) {
  const testing::TemporaryFolder folder;
  const auto initial = initial_model();
  const auto outcome =
      train_model(initial, frozen_config(), encoded_data(4), {.folder = folder.path()});
  EXPECT_EQ(outcome, Outcome::finished);
  const auto model = model::read(folder / "model.safetensors");
  EXPECT_EQ(to_json(model.config), to_json(initial.config));
  EXPECT_EQ(model.provenance.at("encoders"), "formula");
  const auto& training = model.provenance.at("training");
  EXPECT_EQ(training.at("config"), to_json(frozen_config()));
  EXPECT_EQ(training.at("data"), "encoded");
  EXPECT_EQ(training.at("epoch").at("event"), "epoch");
  // FDNet was trained, the frozen encoders are the initial ones.
  const std::string stem = "pfenet.shared.conv1.weight";
  EXPECT_EQ(model.weights.at(stem), initial.weights.at(stem));
  EXPECT_NE(model.weights.at("fdnet.classifier.weight"),
            initial.weights.at("fdnet.classifier.weight"));
}

std::string fault_of_resuming(const ModelFile& initial, const std::filesystem::path& folder) {
  try {
    train_model(initial, frozen_config(), encoded_data(4), {.folder = folder, .resume = true});
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

TEST(TrainModel, ResumesOnlyFromTheModelThatItBeganWith) {
  const testing::TemporaryFolder folder;
  const auto initial = initial_model();
  train_model(initial, frozen_config(), encoded_data(4), {.folder = folder.path()});
  EXPECT_EQ(fault_of_resuming(initial, folder.path()), "no fault");
  const std::string another = "is of a run that began with another model";
  auto other = initial;
  other.config.classes[0] = "another name";
  EXPECT_TRUE(fault_of_resuming(other, folder.path()).starts_with(another));
  other = initial;
  other.weights.at("pfenet.shared.conv1.weight").values[0] += 1;
  EXPECT_TRUE(fault_of_resuming(other, folder.path()).starts_with(another));
}

TEST(TrainModel, SaysWhenAFinishedRunHasLostItsModel) {
  const testing::TemporaryFolder folder;
  const auto initial = initial_model();
  train_model(initial, frozen_config(), encoded_data(4), {.folder = folder.path()});
  std::filesystem::remove(folder / "model.safetensors");
  EXPECT_EQ(fault_of_resuming(initial, folder.path()),
            "is gone, and its run is finished; train anew in another folder");
}

TEST(TrainModel, TakesTheNetworkFromTheModelsConfig) {
  const auto network = network_of(initial_model().config);
  EXPECT_EQ(network.scales, 2U);
  EXPECT_EQ(network.classes, 2U);
  EXPECT_EQ(network.side_px, 32U);
  EXPECT_TRUE(network.pfenet.shared_weights);
}

}  // namespace
}  // namespace msmv::training
