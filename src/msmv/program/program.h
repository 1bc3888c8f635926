#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "msmv/pfenet/graph.h"
#include "msmv/weights/tensor.h"

// A model's network as it is written for other runtimes: torch/torchscript.h, program/onnx.h.

namespace msmv::program {

// FDNet where it is one linear map of one encoding: probabilities are the softmax of
// weights * encoding + bias.
struct LinearHead {
  std::vector<float> weights;   // [classes, features]
  std::vector<float> bias;      // [classes]
  bool root_encodings = false;  // of each encoding the root first (fdnet::kRootFloor added)
};

// An encoder for patches of one size, as engine::program_of (engine/program_of.h) makes it: what
// does not depend on the patch has been computed.
struct Program {
  pfenet::Graph graph;  // without the batch norms that are folded into the convolution before them
  // By the names of pfenet::layout_of, but for: every convolution has a bias; a batch norm has
  // ".factor" and ".summand" [1, channels, 1, 1]; tokens have "added" [1, added, channels], the
  // class token and registers, and "positions" [1, places, channels] of the patches, on the grid
  // that the map has.
  weights::Tensors tensors;
  int side_px = 0;                           // of the patch
  std::array<float, 3> mean{}, deviation{};  // of R, G, B from 0 to 1
  std::optional<LinearHead> head;            // none: the program ends with the encoding
  std::map<std::string, std::string>
      facts;  // what a reader should know: "classes", "model_id", ...
};

// The name of a tensor where names can have no dots.
std::string identifier(const std::string& name);

}  // namespace msmv::program
