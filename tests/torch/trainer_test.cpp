#include "msmv/torch/trainer.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>
#include <limits>

#include "msmv/torch/checkpoint.h"
#include "msmv/torch/parallel_encoders.h"
#include "msmv/torch/tensors.h"
#include "msmv/training/initial_fdnet.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"
#include "training/tiny_data.h"

namespace msmv::libtorch {
namespace {

using testing::TemporaryFolder;

// What a run came to: the weights it kept last, and its log without times.
struct Result {
  training::Outcome outcome = training::Outcome::finished;
  weights::Tensors kept;
  std::vector<Json> log;
};

std::vector<Json> log_of(const std::filesystem::path& folder) {
  std::vector<Json> lines;
  std::ifstream stream(folder / "log.jsonl");
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(Json::parse(line));
    lines.back().erase("seconds");
  }
  return lines;
}

Result trained(const training::Config& config, const training::Data& data,
               const std::filesystem::path& folder, const weights::Tensors& initial,
               training::RunOptions run = {}) {
  Result result;
  run.folder = folder;
  run.keep = [&](const weights::Tensors& tensors, const Json&) { result.kept = tensors; };
  result.outcome = train_by_libtorch(training::tiny_network(), config, data, initial, run);
  result.log = log_of(folder);
  return result;
}

weights::Tensors fdnet_only() {
  return training::initial_fdnet(training::tiny_network(), 1);
}

// Encoders too, as the formula makes them.
weights::Tensors whole_network() {
  auto tensors = fdnet_only();
  const ParallelEncoders named(training::tiny_network().pfenet, 2);
  for (const auto& item : state_of(*named)) {
    tensors["pfenet." + item.key()] =
        golden::weight(item.key().substr(7), item.value().sizes().vec());
  }
  return tensors;
}

training::Data patch_data() {
  training::Data data;
  for (std::size_t i = 0; i < 4; ++i) {
    data.training.push_back(training::patch_image(i, 2));
  }
  data.fingerprint = "patches";
  return data;
}

// True after so many updates.
std::function<bool()> interrupt_after(int updates) {
  return [updates, asked = 0]() mutable { return asked++ >= updates; };
}

float largest_difference_of_weights(const weights::Tensors& a, const weights::Tensors& b) {
  float largest = 0;
  for (const auto& [name, tensor] : a) {
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      largest = std::max(largest, std::abs(tensor.values[i] - b.at(name).values[i]));
    }
  }
  return largest;
}

TEST(Trainer, LearnsEightImagesByHeart) {
  const TemporaryFolder folder;
  auto config = training::frozen_config();
  config.epochs = 30;
  const auto result = trained(config, training::encoded_data(8), folder.path(), fdnet_only());
  EXPECT_EQ(result.log.back().at("train_accuracy"), 1.0);
  EXPECT_EQ(result.log.back().at("val_accuracy"), 1.0);
  EXPECT_LT(result.log.back().at("train_loss").get<double>(), 0.1);
  EXPECT_EQ(result.log.size(), 30U);
}

TEST(Trainer, MicroBatchesGiveTheSameUpdate) {
  training::Config config;
  config.epochs = 1;
  config.batch = 8;
  config.learning_rate = 1e-3;
  config.dropout = 0;
  const auto initial = whole_network();
  weights::Tensors by_size[2];
  for (const int micro_batch : {8, 3}) {
    const TemporaryFolder folder;
    config.micro_batch = micro_batch;
    by_size[micro_batch == 8 ? 0 : 1] = trained(config, patch_data(), folder.path(), initial).kept;
  }
  const float update = largest_difference_of_weights(by_size[0], initial);
  EXPECT_GT(update, 1e-4F);
  EXPECT_LT(largest_difference_of_weights(by_size[0], by_size[1]), 1e-3F * update);  // to rounding
}

TEST(Trainer, ResumedInTheMiddleOfAnEpochItGivesTheSameBits) {
  auto config = training::frozen_config();
  config.dropout = 0.3;
  config.mixup = 0.4;
  config.average_weights = 0.9;
  const auto data = training::encoded_data(5);  // 15 samples: 4 updates an epoch
  for (const auto optimizer : {training::Optimizer::sgd, training::Optimizer::adamw}) {
    config.optimizer = optimizer;
    const TemporaryFolder whole;
    const TemporaryFolder parts;
    const auto uninterrupted = trained(config, data, whole.path(), fdnet_only());
    const auto broken_off =
        trained(config, data, parts.path(), fdnet_only(), {.is_interrupted = interrupt_after(6)});
    EXPECT_EQ(broken_off.outcome, training::Outcome::interrupted);
    EXPECT_EQ(broken_off.log.size(), 1U);
    const auto resumed = trained(config, data, parts.path(), fdnet_only(), {.resume = true});
    EXPECT_EQ(resumed.outcome, training::Outcome::finished);
    EXPECT_EQ(resumed.log, uninterrupted.log);
    EXPECT_EQ(testing::read_file(parts / "checkpoint.safetensors"),
              testing::read_file(whole / "checkpoint.safetensors"));
  }
}

TEST(Trainer, EncodersResumeToTheSameBitsToo) {
  training::Config config;
  config.epochs = 2;
  config.batch = 4;
  config.micro_batch = 2;
  config.first_trained_stage = 3;
  config.batch_norm = training::BatchNorm::batch;
  config.augmentation.turns = true;
  config.augmentation.stain_gain = 0.2;
  const auto initial = whole_network();
  const TemporaryFolder whole;
  const TemporaryFolder parts;
  const auto uninterrupted = trained(config, patch_data(), whole.path(), initial);
  trained(config, patch_data(), parts.path(), initial, {.is_interrupted = interrupt_after(3)});
  const auto resumed = trained(config, patch_data(), parts.path(), initial, {.resume = true});
  EXPECT_EQ(resumed.kept, uninterrupted.kept);
  EXPECT_EQ(resumed.log, uninterrupted.log);
  // The frozen stages are as they were, the others not.
  EXPECT_EQ(resumed.kept.at("pfenet.shared.layer2.0.conv1.weight"),
            initial.at("pfenet.shared.layer2.0.conv1.weight"));
  EXPECT_NE(resumed.kept.at("pfenet.shared.layer3.0.conv1.weight"),
            initial.at("pfenet.shared.layer3.0.conv1.weight"));
  EXPECT_NE(resumed.kept.at("pfenet.shared.layer4.0.bn1.running_mean"),
            initial.at("pfenet.shared.layer4.0.bn1.running_mean"));
}

// Encodings that tell nothing, three images of class 0 to one of class 1: the loss of a validation
// image of class 1 tells how frequent the network takes that class to be.
double loss_of_the_rare_class(bool balance_classes) {
  training::Data data = training::encoded_data(4);
  for (std::size_t i = 0; i < 4; ++i) {
    data.training[i].encodings = data.training[0].encodings;
    data.training[i].label = i == 3 ? 1 : 0;
  }
  data.validation = {data.training[3]};
  auto config = training::frozen_config();
  config.epochs = 100;
  config.batch = 12;  // all at once
  config.learning_rate = 0.1;
  config.momentum = 0.5;
  config.weight_decay = 0;
  config.schedule = training::Schedule::cosine;
  config.balance_classes = balance_classes;
  const TemporaryFolder folder;
  return trained(config, data, folder.path(), fdnet_only()).log.back().at("val_loss").get<double>();
}

TEST(Trainer, TakesClassesAsFrequentAsTheirImagesOrAsEachOther) {
  EXPECT_NEAR(loss_of_the_rare_class(false), std::log(4.0), 0.05);
  EXPECT_NEAR(loss_of_the_rare_class(true), std::log(2.0), 0.05);
}

// Trains six epochs and says which were kept, one after the other.
std::vector<int> kept_epochs(const std::filesystem::path& folder, training::KeepBest by) {
  auto config = training::frozen_config();
  config.epochs = 6;
  config.keep_best = by;
  std::vector<int> kept;
  training::RunOptions run{.folder = folder};
  run.keep = [&](const weights::Tensors&, const Json& line) {
    kept.push_back(line.at("epoch").get<int>());
  };
  train_by_libtorch(training::tiny_network(), config, training::encoded_data(4), fdnet_only(), run);
  return kept;
}

TEST(Trainer, KeepsTheLastEpochWhereNoneIsBest) {
  const TemporaryFolder folder;
  EXPECT_EQ(kept_epochs(folder.path(), training::KeepBest::none), (std::vector{1, 2, 3, 4, 5, 6}));
}

TEST(Trainer, KeepsTheBestEpochByTheMeasureAskedFor) {
  const TemporaryFolder folder;
  const std::vector<int> kept = kept_epochs(folder.path(), training::KeepBest::loss);
  double best = std::numeric_limits<double>::infinity();
  std::vector<int> expected;
  for (const auto& line : log_of(folder.path())) {
    const double loss = line.at("val_loss").get<double>();
    if (loss < best) {
      best = loss;
      expected.push_back(line.at("epoch").get<int>());
    }
  }
  EXPECT_EQ(kept, expected);
}

TEST(Trainer, StopsAtALossThatIsNotFiniteAndLeavesTheLastGoodState) {
  const TemporaryFolder folder;
  auto config = training::frozen_config();
  trained(config, training::encoded_data(4), folder.path(), fdnet_only());
  const auto good = testing::read_file(folder / "checkpoint.safetensors");
  auto data = training::encoded_data(4);
  data.training[1].encodings.values[5] = std::numeric_limits<float>::quiet_NaN();
  try {
    trained(config, data, folder.path(), fdnet_only());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("the loss is nan"), std::string::npos) << error.what();
  }
  EXPECT_EQ(testing::read_file(folder / "checkpoint.safetensors"), good);
}

TEST(Trainer, RefusesToResumeWhereNoRunCanHaveStood) {
  const TemporaryFolder folder;
  const auto path = folder / "checkpoint.safetensors";
  const auto data = training::encoded_data(4);
  trained(training::frozen_config(), data, folder.path(), fdnet_only());
  const Json good = training::read_checkpoint_state(path);
  const auto fault_with = [&](const char* pointer, const Json& value) {
    Json state = good;
    state[Json::json_pointer(pointer)] = value;
    write_checkpoint(path, {}, state);
    try {
      trained(training::frozen_config(), data, folder.path(), fdnet_only(), {.resume = true});
    } catch (const InputError& error) {
      return error.fault();
    }
    return std::string();
  };
  const std::string no_standing = "doesn't say where its run stood";
  EXPECT_EQ(fault_with("/standing", nullptr), no_standing);
  EXPECT_EQ(fault_with("/standing", 3), no_standing);
  EXPECT_EQ(fault_with("/standing/epoch", "one"), no_standing);
  EXPECT_EQ(fault_with("/standing/epoch", -1), no_standing);
  EXPECT_EQ(fault_with("/standing/epoch", 1'000'000), no_standing);
  EXPECT_EQ(fault_with("/standing/best", "high"), no_standing);
  EXPECT_EQ(fault_with("/data", 3), "is of a run on other data");
  EXPECT_EQ(fault_with("/config", 3),
            "is of a run with other settings; name another folder or "
            "give the same settings");
}

TEST(Trainer, RefusesToResumeOtherSettingsOrData) {
  const TemporaryFolder folder;
  auto config = training::frozen_config();
  auto data = training::encoded_data(4);
  trained(config, data, folder.path(), fdnet_only());
  config.learning_rate = 0.2;
  EXPECT_THROW(trained(config, data, folder.path(), fdnet_only(), {.resume = true}), InputError);
  config = training::frozen_config();
  data.fingerprint = "others";
  EXPECT_THROW(trained(config, data, folder.path(), fdnet_only(), {.resume = true}), InputError);
}

TEST(Trainer, RefusesToResumeWhatBeganWithAnotherModel) {
  const TemporaryFolder folder;
  const auto path = folder / "checkpoint.safetensors";
  const auto config = training::frozen_config();
  const auto data = training::encoded_data(4);
  trained(config, data, folder.path(), fdnet_only(), {.begun_from = "one"});
  const auto fault_with = [&](const std::string& model) {
    try {
      trained(config, data, folder.path(), fdnet_only(), {.resume = true, .begun_from = model});
    } catch (const InputError& error) {
      return error.fault();
    }
    return std::string("no fault");
  };
  const std::string another =
      "is of a run that began with another model; name another folder or give the same model and "
      "settings";
  EXPECT_EQ(fault_with("one"), "no fault");
  EXPECT_EQ(fault_with("two"), another);
  Json state = training::read_checkpoint_state(path);
  state.erase("begun_from");  // as an earlier version wrote it
  write_checkpoint(path, {}, state);
  EXPECT_EQ(fault_with("one"), "is of an earlier version of msmv, which can't be resumed");
}

TEST(Trainer, TellsProgressUpToTheEnd) {
  const TemporaryFolder folder;
  training::Progress last;
  training::RunOptions run;
  run.progress = [&](const training::Progress& progress) { last = progress; };
  trained(training::frozen_config(), training::encoded_data(4), folder.path(), fdnet_only(), run);
  EXPECT_EQ(last.epoch, 3);
  EXPECT_EQ(last.samples, 36U);  // 4 images, 3 samples, 3 epochs
  EXPECT_EQ(last.of, 36U);
  EXPECT_EQ(last.seconds_left, 0);
  EXPECT_GT(last.samples_per_s, 0);
}

}  // namespace
}  // namespace msmv::libtorch
