#include "msmv/engine/export_ir.h"

#include <gtest/gtest.h>

#include <cmath>
#include <openvino/runtime/core.hpp>

#include "engine/tiny_resnet.h"
#include "golden/formula.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::engine {
namespace {

constexpr std::size_t kSide = 64;

class ExportIr : public ::testing::Test {
 protected:
  // What a program that reads the files makes of a patch.
  std::map<std::string, std::vector<float>> run_file(const PatchBatch& patches) {
    ov::Core core;
    auto request = core.compile_model((folder_ / "m.xml").string(), "CPU",
                                      {ov::hint::inference_precision(ov::element::f32)})
                       .create_infer_request();
    ov::Tensor pixels = request.get_tensor("pixels");
    EXPECT_EQ(pixels.get_shape(), (ov::Shape{1, kSide, kSide, 3}));
    std::copy(patches.pixels.begin(), patches.pixels.end(), pixels.data<std::uint8_t>());
    request.infer();
    std::map<std::string, std::vector<float>> results;
    for (const auto& output : request.get_compiled_model().outputs()) {
      const ov::Tensor tensor = request.get_tensor(output);
      results[output.get_any_name()] = {tensor.data<const float>(),
                                        tensor.data<const float>() + tensor.get_size()};
    }
    return results;
  }

  testing::TinyResnet network_{{1, 3, 1}, "", 5};
  EncoderSpec spec_{.graph = network_.graph(),
                    .prefixes = {""},
                    .side_px = kSide,
                    .normalization = testing::imagenet()};
  WeightSource source_ = testing::source_of(network_.tensors);
  PatchBatch patches_ = golden::patches("pixels", 1, 1, kSide);
  Encodings wanted_ = Encoder(source_, spec_).encode(patches_);
  program::LinearHead head_{.weights = {}, .bias = {0.25F, -0.5F}, .root_encodings = true};
  testing::TemporaryFolder folder_;
};

TEST_F(ExportIr, GivesTheEncodingsAndProbabilitiesThatWeGive) {
  for (std::size_t i = 0; i < 2 * wanted_.features; ++i) {
    head_.weights.push_back(static_cast<float>(i % 7) / 7 - 0.4F);
  }
  write_ir(folder_ / "m.xml", source_, spec_, head_, {{"classes", "a,b"}});
  const auto got = run_file(patches_);
  ASSERT_EQ(got.at("encodings").size(), wanted_.features);
  std::vector<double> logits = {0.25, -0.5};
  for (std::size_t i = 0; i < wanted_.features; ++i) {
    EXPECT_NEAR(got.at("encodings")[i], wanted_.values[i], 1e-4);
    for (std::size_t k = 0; k < 2; ++k) {
      logits[k] += static_cast<double>(head_.weights[k * wanted_.features + i]) *
                   std::sqrt(std::max(wanted_.values[i], 0.0F) + 1e-6);
    }
  }
  const double first = 1 / (1 + std::exp(logits[1] - logits[0]));
  ASSERT_EQ(got.at("probabilities").size(), 2U);
  EXPECT_NEAR(got.at("probabilities")[0], first, 1e-4);
  EXPECT_NEAR(got.at("probabilities")[1], 1 - first, 1e-4);
  EXPECT_EQ(ov::Core()
                .read_model((folder_ / "m.xml").string())
                ->get_rt_info<std::string>("msmv", "classes"),
            "a,b");
}

TEST_F(ExportIr, WithoutAHeadThereAreEncodingsAlone) {
  write_ir(folder_ / "m.xml", source_, spec_, std::nullopt, {});
  const auto got = run_file(patches_);
  EXPECT_EQ(got.size(), 1U);
  EXPECT_TRUE(got.contains("encodings"));
}

TEST_F(ExportIr, ReplacesNothingWhereItCantWrite) {
  EXPECT_THROW(write_ir(folder_ / "none" / "m.xml", source_, spec_, std::nullopt, {}), OutputError);
}

}  // namespace
}  // namespace msmv::engine
