#include "msmv/model/model_file.h"

#include <limits>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "msmv/weights/quantize.h"
#include "some_model.h"
#include "temporary_folder.h"

namespace msmv::model {
namespace {

using testing::TemporaryFolder;
using weights::Metadata;

std::string fault_of(const std::filesystem::path& path) {
  try {
    read(path);
  } catch (const InputError& error) {
    return error.fault();
  }
  return "no fault";
}

// The fault of a file with these metadata and no tensor.
std::string fault_of_metadata(const Metadata& metadata) {
  TemporaryFolder folder;
  weights::write_safetensors(folder / "a", {}, metadata);
  return fault_of(folder / "a");
}

Metadata with_config(const std::string& config) {
  return {{"format", "msmv"}, {"format_version", "1"}, {"config", config}, {"provenance", "{}"}};
}

TEST(ModelFile, ReadsBackWhatItWrote) {
  TemporaryFolder folder;
  ModelFile written = testing::some_model();
  written.calibration = {{"ranges", {1.5, 2.5}}};
  write(folder / "a", written);
  const ModelFile read_back = read(folder / "a");
  EXPECT_EQ(to_json(read_back.config), to_json(written.config));
  EXPECT_EQ(read_back.provenance, written.provenance);
  EXPECT_EQ(read_back.calibration, written.calibration);
  EXPECT_TRUE(read_back.weights == written.weights);
  EXPECT_EQ(read_back.storage, weights::Storage::f32);
  EXPECT_EQ(read_back.bytes, std::filesystem::file_size(folder / "a"));
}

// A file from before there was a choice means the detector that there was.
TEST(ModelFile, WithoutADetectorMeansTheClassicalOne) {
  TemporaryFolder folder;
  const ModelFile model = testing::some_model();
  ASSERT_EQ(model.config.krem.detector, krem::Detector::learned);
  write(folder / "a", model);
  EXPECT_EQ(read(folder / "a").config.krem.detector, krem::Detector::learned);
  weights::Safetensors file = weights::read_safetensors(folder / "a");
  Json config = Json::parse(file.metadata.at("config"));
  config.at("krem").erase("detector");
  file.metadata.at("config") = config.dump();
  weights::write_safetensors(folder / "b", file.tensors, file.metadata);
  EXPECT_EQ(read(folder / "b").config.krem.detector, krem::Detector::hematoxylin);
}

TEST(ModelFile, TheIdNamesTheContent) {
  TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.storage = weights::Storage::q8;
  write(folder / "a", model);
  write(folder / "b", model);
  model.weights.at("fdnet.classifier.bias").values[0] += 1;
  write(folder / "c", model);
  EXPECT_EQ(read(folder / "a").id, read(folder / "b").id);
  EXPECT_NE(read(folder / "a").id, read(folder / "c").id);
  EXPECT_EQ(read(folder / "a").id.size(), 32U);
}

TEST(ModelFile, StoredAtEightBitsItIsNearlyTheSame) {
  TemporaryFolder folder;
  ModelFile model = testing::some_model();
  write(folder / "f32", model);
  model.storage = weights::Storage::q8;
  write(folder / "q8", model);
  const ModelFile small = read(folder / "q8");
  EXPECT_EQ(small.storage, weights::Storage::q8);
  EXPECT_LT(small.bytes * 37 / 10, std::filesystem::file_size(folder / "f32"));
  // Values even in [0, 1): a step of 1/255, an error of 1/255/sqrt(12) against a root mean square
  // of 1/sqrt(3).
  const char* name = "pfenet.shared.layer4.2.conv2.weight";
  EXPECT_NEAR(weights::relative_rms_error(model.weights.at(name), small.weights.at(name)),
              1.0 / 255 / 2, 1e-4);
}

TEST(ModelFile, OtherSettingsLeaveTheWeightsAsTheyAreStored) {
  TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.storage = weights::Storage::q8;
  write(folder / "a", model);
  const ModelFile before = read(folder / "a");
  ModelFile settings = before;
  settings.config.vote.temperature = 0.5;
  settings.calibration = {{"fields", 3}};
  write_with_weights_of(folder / "a", folder / "b", settings);
  const ModelFile after = read(folder / "b");
  EXPECT_TRUE(after.weights == before.weights);
  EXPECT_EQ(after.storage, weights::Storage::q8);
  EXPECT_EQ(after.provenance, before.provenance);
  EXPECT_EQ(after.config.vote.temperature, 0.5);
  EXPECT_EQ(after.calibration, settings.calibration);
  EXPECT_NE(after.id, before.id);
  settings.config.classes.push_back("third");
  EXPECT_THROW(write_with_weights_of(folder / "a", folder / "b", settings), InputError);
}

// A file from before there was a temperature means none.
TEST(ModelFile, WithoutATemperatureScoresStayAsTheyAre) {
  TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.config.vote.temperature = 0.5;
  write(folder / "a", model);
  weights::Safetensors file = weights::read_safetensors(folder / "a");
  Json config = Json::parse(file.metadata.at("config"));
  config.at("vote").erase("temperature");
  file.metadata.at("config") = config.dump();
  weights::write_safetensors(folder / "b", file.tensors, file.metadata);
  EXPECT_EQ(read(folder / "b").config.vote.temperature, 1);
}

TEST(ModelFile, SaysWhatIsNoModel) {
  EXPECT_EQ(fault_of_metadata(Metadata{}), "safetensors, but not an msmv model (format missing)");
  EXPECT_EQ(fault_of_metadata({{"format", "pt"}}),
            "safetensors, but not an msmv model (format \"pt\")");
  EXPECT_EQ(fault_of_metadata({{"format", "msmv"}, {"format_version", "2"}}),
            "written by a newer msmv: format version 2, this one reads up to 1");
  EXPECT_EQ(fault_of_metadata({{"format", "msmv"}, {"format_version", "1.0"}}),
            "format version \"1.0\" is none");
  EXPECT_EQ(fault_of_metadata({{"format", "msmv"}}),
            "not a whole msmv model: no \"format_version\" in its metadata");
  EXPECT_EQ(fault_of_metadata({{"format", "msmv"}, {"format_version", "1"}}),
            "not a whole msmv model: no \"config\" in its metadata");
}

TEST(ModelFile, NamesTheSettingThatIsWrong) {
  EXPECT_EQ(fault_of_metadata(with_config("{")), "config: not JSON at byte 2");
  EXPECT_EQ(fault_of_metadata(with_config("[]")), "config: expected an object, got array");
  EXPECT_EQ(fault_of_metadata(with_config(R"({"krem": {"views": 7}})")),
            "config.krem.views: 7 is not between 1.0 and 6.0");
  EXPECT_EQ(fault_of_metadata(with_config(R"({"classes": ["a"]})")),
            "config.classes: expected 2 to 1000, got 1");
  EXPECT_EQ(fault_of_metadata(with_config(R"({"classes": ["a", "b"], "classes": ["a", "c"]})")),
            "config: \"classes\" stands twice");
}

TEST(ModelFile, WeightsMustBeThoseOfTheConfig) {
  EXPECT_EQ(fault_of_metadata(with_config(R"({"pfenet": {"shared_weights": true}})")),
            "this model needs tensor \"fdnet.classifier.bias\" (283 of 283 missing)");
  TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.config.classes.push_back("third");
  try {
    write(folder / "a", model);
    FAIL() << "no fault";
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(), "tensor \"fdnet.classifier.bias\": shape [2], this model needs [3]");
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "a"));
}

TEST(ModelFile, TruncatedItIsRefused) {
  TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.storage = weights::Storage::q8;
  write(folder / "a", model);
  std::filesystem::resize_file(folder / "a", 1'000'000);
  EXPECT_EQ(fault_of(folder / "a").substr(0, 10), "truncated:");
}

}  // namespace
}  // namespace msmv::model
