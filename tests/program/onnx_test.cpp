#include "msmv/program/onnx.h"

#include <gtest/gtest.h>
#ifdef MSMV_HAS_OPENVINO
#include <openvino/runtime/core.hpp>
#endif

#include <cmath>
#include <cstdlib>
#include <map>

#include "golden/read.h"
#include "msmv/torch/encoder.h"
#include "msmv/values/errors.h"
#include "program/formula_program.h"
#include "temporary_folder.h"

// The files are run by OpenVINO here, and ONNX Runtime's results on them are golden
// (tools/golden/onnx_outputs.py).

namespace msmv::program {
namespace {

using testing::ProgramCase;

class OnnxOf : public ::testing::TestWithParam<ProgramCase> {
 protected:
  // [2, 3], by the head's definition.
  std::vector<double> probabilities() const {
    std::vector<double> all;
    for (std::size_t patch = 0; patch < 2; ++patch) {
      std::vector<double> powers;
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        double logit = program_.head->bias[k];
        for (std::size_t i = 0; i < wanted_.features; ++i) {
          const double value = wanted_.values[patch * wanted_.features + i];
          logit += static_cast<double>(program_.head->weights[k * wanted_.features + i]) *
                   std::sqrt(std::max(value, 0.0) + 1e-6);
        }
        powers.push_back(std::exp(logit));
        sum += powers.back();
      }
      for (const double power : powers) {
        all.push_back(power / sum);
      }
    }
    return all;
  }
  float largest() const {
    float found = 0;
    for (const float value : wanted_.values) {
      found = std::max(found, std::abs(value));
    }
    return found;
  }

  const Program program_ = testing::formula_program(GetParam());
  const PatchBatch patches_ = testing::formula_patches(GetParam());
  const Encodings wanted_ =
      libtorch::Encoder(GetParam().config, 1, testing::formula_tensors(GetParam().config))
          .encode(patches_);
  testing::TemporaryFolder folder_;
};

#ifdef MSMV_HAS_OPENVINO
TEST_P(OnnxOf, AnotherRuntimeGivesTheEncodingsAndProbabilitiesThatWeGive) {
  write_onnx(folder_ / "m.onnx", program_);
  ov::Core core;
  const auto model = core.read_model((folder_ / "m.onnx").string());
  EXPECT_EQ(model->inputs().front().get_partial_shape(),
            (ov::PartialShape{-1, GetParam().side_px, GetParam().side_px, 3}));
  auto request = core.compile_model(model, "CPU", {ov::hint::inference_precision(ov::element::f32)})
                     .create_infer_request();
  const auto side = static_cast<std::size_t>(GetParam().side_px);
  ov::Tensor pixels(ov::element::u8, {2, side, side, 3});
  std::copy(patches_.pixels.begin(), patches_.pixels.end(), pixels.data<std::uint8_t>());
  request.set_tensor("pixels", pixels);
  request.infer();
  const ov::Tensor encodings = request.get_tensor("encodings");
  ASSERT_EQ(encodings.get_shape(), (ov::Shape{2, wanted_.features}));
  const float tolerance = 1e-4F * largest();
  for (std::size_t i = 0; i < wanted_.values.size(); ++i) {
    ASSERT_NEAR(encodings.data<float>()[i], wanted_.values[i], tolerance) << i;
  }
  const auto wanted = probabilities();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_NEAR(request.get_tensor("probabilities").data<float>()[i], wanted[i], 1e-4);
  }
}
#endif

TEST_P(OnnxOf, OnnxRuntimeGaveTheEncodingsAndProbabilitiesThatWeGive) {
  if (const char* folder = std::getenv("MSMV_KEEP_ONNX"); folder != nullptr) {
    write_onnx(std::filesystem::path(folder) / (GetParam().name + ".onnx"), program_);
  }
  const Json golden = golden::read("onnx.json").at(GetParam().name);
  const float tolerance = 1e-4F * largest();
  const Json& rows = golden.at("encodings");
  ASSERT_EQ(rows.size(), 2U);
  for (std::size_t patch = 0; patch < 2; ++patch) {
    const std::size_t step = wanted_.features / rows[patch].size();
    for (std::size_t i = 0; i < rows[patch].size(); ++i) {
      EXPECT_NEAR(wanted_.values[patch * wanted_.features + i * step], rows[patch][i].get<float>(),
                  tolerance);
    }
  }
  const auto wanted = probabilities();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_NEAR(golden.at("probabilities").at(i / 3).at(i % 3).get<double>(), wanted[i], 1e-4);
  }
}

INSTANTIATE_TEST_SUITE_P(Encoders, OnnxOf, ::testing::ValuesIn(testing::program_cases()),
                         [](const auto& tested) { return tested.param.name; });

TEST(Onnx, ReplacesNothingWhereItCantWrite) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(write_onnx(folder / "none" / "m.onnx",
                          testing::formula_program(testing::program_cases().back())),
               OutputError);
}

// Two windows side by side hang over the border, and the border's zeros count: no attribute says
// so.
TEST(Onnx, RefusesAnAverageThatItCantSay) {
  Program program{.graph = {{.channels = 3},
                            {.kind = pfenet::Node::Kind::average_pool,
                             .name = "",
                             .inputs = {0},
                             .channels = 3,
                             .kernel_height = 3,
                             .kernel_width = 3,
                             .stride = 2,
                             .pad_height = 1,
                             .pad_width = 1,
                             .rounds_up = true}},
                  .tensors = {},
                  .side_px = 6};
  const testing::TemporaryFolder folder;
  EXPECT_THROW(write_onnx(folder / "m.onnx", program), InputError);
  program.side_px = 7;
  EXPECT_NO_THROW(write_onnx(folder / "m.onnx", program));
}

}  // namespace
}  // namespace msmv::program
