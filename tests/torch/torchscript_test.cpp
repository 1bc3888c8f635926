#include "msmv/torch/torchscript.h"

#include <gtest/gtest.h>
#include <torch/script.h>

#include <cmath>

#include "msmv/torch/encoder.h"
#include "msmv/torch/parallel_encoders.h"
#include "msmv/torch/tensors.h"
#include "msmv/values/errors.h"
#include "program/formula_program.h"
#include "temporary_folder.h"

namespace msmv::libtorch {
namespace {

using testing::ProgramCase;

// Patches as WSInfer's transforms make them: [n, 3, side, side], normalized.
torch::Tensor normalized(const PatchBatch& patches, const pfenet::Config& config) {
  return ParallelEncoders(config, 1)->to_input(view_of(patches).select(1, 0));
}

class TorchscriptOf : public ::testing::TestWithParam<ProgramCase> {
 protected:
  torch::Tensor run_file(const program::Program& program) {
    const torch::NoGradGuard no_grad;
    write_torchscript(folder_ / "m.pt", program);
    auto module = torch::jit::load((folder_ / "m.pt").string());
    module.eval();
    return module.forward({normalized(patches_, GetParam().config)}).toTensor();
  }

  const PatchBatch patches_ = testing::formula_patches(GetParam());
  const Encodings wanted_ =
      Encoder(GetParam().config, 1, testing::formula_tensors(GetParam().config)).encode(patches_);
  testing::TemporaryFolder folder_;
};

// Of the largest value: batch norms are folded in another order of sums.
TEST_P(TorchscriptOf, AnEncoderGivesTheEncodingsThatItGives) {
  program::Program program = testing::formula_program(GetParam());
  program.head.reset();
  const auto encodings = run_file(program);
  ASSERT_EQ(encodings.sizes(),
            (std::vector<std::int64_t>{2, static_cast<std::int64_t>(wanted_.features)}));
  const auto wanted = view_of(wanted_).select(1, 0);
  EXPECT_LT((encodings - wanted).abs().max().item<float>(),
            1e-4F * wanted.abs().max().item<float>());
}

TEST_P(TorchscriptOf, AHeadGivesLogits) {
  const program::Program program = testing::formula_program(GetParam());
  const auto logits = run_file(program);
  ASSERT_EQ(logits.sizes(), (std::vector<std::int64_t>{2, 3}));
  for (std::size_t patch = 0; patch < 2; ++patch) {
    for (std::size_t k = 0; k < 3; ++k) {
      double logit = program.head->bias[k];
      for (std::size_t i = 0; i < wanted_.features; ++i) {
        const double value = wanted_.values[patch * wanted_.features + i];
        logit += static_cast<double>(program.head->weights[k * wanted_.features + i]) *
                 std::sqrt(std::max(value, 0.0) + 1e-6);
      }
      EXPECT_NEAR(logits[static_cast<int>(patch)][static_cast<int>(k)].item<double>(), logit,
                  1e-4 * std::max(1.0, std::abs(logit)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Encoders, TorchscriptOf, ::testing::ValuesIn(testing::program_cases()),
                         [](const auto& tested) { return tested.param.name; });

class Torchscript : public ::testing::Test {
 protected:
  const ProgramCase case_ = testing::program_cases().back();
  testing::TemporaryFolder folder_;
};

// What WSInfer's --speedup does.
TEST_F(Torchscript, CanBeFrozenAndHasParameters) {
  write_torchscript(folder_ / "m.pt", testing::formula_program(case_));
  auto module = torch::jit::load((folder_ / "m.pt").string());
  module.eval();
  EXPECT_GT(module.parameters().size(), 0U);
  const auto x = normalized(testing::formula_patches(case_), case_.config);
  const auto before = module.forward({x}).toTensor();
  auto frozen = torch::jit::freeze(module);
  EXPECT_LT((frozen.forward({x}).toTensor() - before).abs().max().item<float>(), 1e-5);
}

TEST_F(Torchscript, KeepsFactsInTheArchive) {
  write_torchscript(folder_ / "m.pt", testing::formula_program(case_));
  torch::jit::ExtraFilesMap facts = {{"classes", ""}};
  torch::jit::load((folder_ / "m.pt").string(), torch::kCPU, facts);
  EXPECT_EQ(facts.at("classes"), "a,b,c");
}

TEST_F(Torchscript, ReplacesNothingWhereItCantWrite) {
  EXPECT_THROW(write_torchscript(folder_ / "none" / "m.pt", testing::formula_program(case_)),
               OutputError);
}

}  // namespace
}  // namespace msmv::libtorch
