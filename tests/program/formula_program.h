#pragma once

// Programs whose weights both sides know (golden/formula.h), one of each kind of encoder.

#include <string>
#include <utility>
#include <vector>

#include "golden/formula.h"
#include "msmv/engine/program_of.h"
#include "msmv/pfenet/config.h"
#include "msmv/pfenet/layout.h"

namespace msmv::testing {

struct ProgramCase {
  std::string name;
  pfenet::Config config;
  int side_px = 0;
};

// Of odd sides some, so that windows hang over borders; positions of a grid of 4 x 4 on 6 x 6.
inline std::vector<ProgramCase> program_cases() {
  using pfenet::Backbone;
  std::vector<ProgramCase> cases;
  for (const auto& [backbone, side_px] :
       {std::pair{Backbone::resnet50, 64}, std::pair{Backbone::resnet50_stages34, 71},
        std::pair{Backbone::vgg16, 64}, std::pair{Backbone::googlenet, 70},
        std::pair{Backbone::densenet161, 64}, std::pair{Backbone::inception_v3, 96}}) {
    cases.push_back({std::string(enum_name(backbone)),
                     {.backbone = backbone, .shared_weights = true},
                     side_px});
  }
  pfenet::Form form{.image_px = 32, .patch_px = 8, .width = 12, .depth = 2, .heads = 3};
  form.mlp_width = 20;
  pfenet::Config transformer{.backbone = Backbone::vision_transformer, .shared_weights = true};
  transformer.form = form;
  cases.push_back({"transformer", transformer, 48});
  transformer.form.mlp = pfenet::Mlp::swiglu;
  transformer.form.layer_scale = true;
  transformer.form.registers = 2;
  transformer.form.output = pfenet::TokenOutput::class_and_mean;
  cases.push_back({"swiglu_transformer", transformer, 48});
  return cases;
}

// As libtorch::Encoder takes them.
inline weights::Tensors formula_tensors(const pfenet::Config& config) {
  weights::Tensors tensors;
  for (const auto& [name, shape] : pfenet::encoder_layout(config)) {
    tensors["pfenet.shared." + name] = golden::weight(name, shape);
  }
  return tensors;
}

// With a head of three classes.
inline program::Program formula_program(const ProgramCase& which) {
  const weights::Tensors tensors = formula_tensors(which.config);
  const engine::WeightSource source{
      .shape_of = [&](const std::string& name) -> std::optional<weights::Shape> {
        const auto found = tensors.find("pfenet." + name);
        return found == tensors.end() ? std::nullopt : std::optional(found->second.shape);
      },
      .read = [&](const std::string& name) { return tensors.at("pfenet." + name); }};
  program::Program made = engine::program_of(
      source,
      {.graph = pfenet::graph_of(which.config),
       .prefixes = {"shared."},
       .side_px = static_cast<std::size_t>(which.side_px),
       .normalization = {.mean = {0.485F, 0.456F, 0.406F}, .deviation = {0.229F, 0.224F, 0.225F}}});
  const auto features = static_cast<std::int64_t>(made.graph.back().channels);
  made.head = program::LinearHead{.weights = golden::weight("head", {3, features}).values,
                                  .bias = {0.1F, -0.2F, 0.3F},
                                  .root_encodings = true};
  made.facts = {{"classes", "a,b,c"}};
  return made;
}

inline PatchBatch formula_patches(const ProgramCase& which) {
  return golden::patches("pixels", 2, 1, static_cast<std::size_t>(which.side_px));
}

}  // namespace msmv::testing
