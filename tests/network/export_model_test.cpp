#include "msmv/network/export_model.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "classify/random_model.h"
#include "msmv/engine/scorer.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

Config config_of(int windows, fdnet::Discriminator discriminator) {
  Config config;
  config.krem.windows_px = windows == 1 ? std::vector{300} : std::vector{300, 224};
  config.krem.steps_px = windows == 1 ? std::vector{80} : std::vector{80, 40};
  config.image.min_side_px = 300;
  config.fdnet.discriminator = discriminator;
  return config;
}

class ExportModel : public ::testing::Test {
 protected:
  Exported write(const Config& config) {
    return export_openvino(testing::random_model(config, 3), folder_ / "m.xml");
  }
  testing::TemporaryFolder folder_;
};

TEST_F(ExportModel, HasProbabilitiesWhereFdnetIsLinearOverOneScale) {
  const Exported written = write(config_of(1, fdnet::Discriminator::fc));
  EXPECT_TRUE(written.has_head);
  EXPECT_EQ(written.files, (std::vector{folder_ / "m.xml", folder_ / "m.bin"}));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "m.xml"));
  EXPECT_GT(std::filesystem::file_size(folder_ / "m.bin"), 4 * 23'000'000U) << "ResNet-50 in fp32";

  Config shared = config_of(2, fdnet::Discriminator::fc);
  shared.pfenet.shared_weights = true;
  EXPECT_FALSE(write(shared).has_head);
}

TEST_F(ExportModel, FoldsWhatStandardizesTheEncodingsAndTheTemperatureIntoTheHead) {
  Config config = config_of(1, fdnet::Discriminator::fc);
  config.fdnet.standardize_encodings = true;
  config.vote.temperature = 0.5;
  ModelFile model = testing::random_model(config, 3);
  for (float& deviation : model.weights.at("fdnet.input_deviation").values) {
    deviation = 0.5F;
  }
  Encodings encodings{.samples = 1, .scales = 1, .features = 2048};
  for (std::size_t i = 0; i < encodings.features; ++i) {
    encodings.values.push_back(static_cast<float>(i % 5) / 10);
  }
  const auto head = linear_head(model);
  ASSERT_TRUE(head);
  const auto wanted =
      engine::Scorer(config.fdnet, {.scales = 1, .features = 2048, .classes = 4}, model.weights)
          .logits(encodings);
  for (std::size_t k = 0; k < 4; ++k) {
    double logit = head->bias.at(k);
    for (std::size_t i = 0; i < encodings.features; ++i) {
      logit += static_cast<double>(head->weights.at(k * encodings.features + i)) *
               static_cast<double>(encodings.values[i]);
    }
    EXPECT_NEAR(logit, wanted.at(k) / 0.5F, 2e-4);
  }
}

TEST_F(ExportModel, AsTorchscriptHasWsinfersConfigWhereItGivesClasses) {
  const ModelFile model = testing::random_model(config_of(1, fdnet::Discriminator::fc), 3);
  const Exported classes = export_torchscript(model, folder_ / "m.pt");
  EXPECT_TRUE(classes.has_head);
  EXPECT_EQ(classes.files, (std::vector{folder_ / "m.pt", folder_ / "config.json"}));
  std::ifstream file(folder_ / "config.json");
  const Json wsinfer = Json::parse(file);
  EXPECT_EQ(wsinfer["num_classes"], 4);
  EXPECT_EQ(wsinfer["class_names"], Json(model.config.classes));

  Config shared = config_of(2, fdnet::Discriminator::fc);
  shared.pfenet.shared_weights = true;
  const Exported encoder =
      export_torchscript(testing::random_model(shared, 3), folder_ / "encoder.pt");
  EXPECT_FALSE(encoder.has_head);
  EXPECT_EQ(encoder.files, std::vector{folder_ / "encoder.pt"});
}

TEST_F(ExportModel, AsOnnxIsOneFile) {
  const ModelFile model = testing::random_model(config_of(1, fdnet::Discriminator::fc), 3);
  const Exported written = export_onnx(model, folder_ / "m.onnx");
  EXPECT_TRUE(written.has_head);
  EXPECT_EQ(written.files, std::vector{folder_ / "m.onnx"});
  EXPECT_GT(std::filesystem::file_size(folder_ / "m.onnx"), 4 * 23'000'000U);
}

TEST_F(ExportModel, RefusesWhatIsNoSingleNetwork) {
  EXPECT_THROW(write(config_of(2, fdnet::Discriminator::fc)), InputError);
  EXPECT_THROW(export_openvino({}, folder_ / "m.onnx"), InputError);
  EXPECT_THROW(export_torchscript({}, folder_ / "m.onnx"), InputError);
  EXPECT_THROW(export_onnx({}, folder_ / "m.xml"), InputError);
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace msmv
