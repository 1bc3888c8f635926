#pragma once

#include <memory>
#include <optional>
#include <string>

#include "msmv/config/fields.h"
#include "msmv/engine/precision.h"
#include "msmv/model/model_file.h"
#include "msmv/network/network.h"

namespace msmv {

// The encoders run by OpenVINO (engine/encoder.h) or by LibTorch, which is the reference.
enum class Backend { openvino, libtorch };

constexpr EnumNames<Backend, 2> enum_names(Backend) {
  return {{{Backend::openvino, "openvino"}, {Backend::libtorch, "libtorch"}}};
}

// Which voters of a field are asked: all, or only until the rest can't change the class
// (classify/early.h).
enum class Voters { all, until_settled };

struct LoadOptions {
  Backend backend = Backend::openvino;
  // Unset: the fastest that was validated for the model (network/calibration.h).
  std::optional<engine::Precision> precision = engine::Precision::fp32;
  int threads = 0;  // 0: all (pipeline/threads.h)
  Voters voters = Voters::all;
  // The network runs on "cpu", "cuda" or "cuda:N". On a CUDA device LibTorch runs all of it,
  // whatever `backend` says.
  std::string device = "cpu";
};

// The network of a model file, which need not outlive it. What runs the encoders, or what they
// compute with, falls back where it can't be had here (NetworkFacts::fallback). Throws InputError
// for a device that isn't there and for int8 when the model has no ranges for it. On a CUDA device
// int8 falls back to fp32; a precision that is unset is bf16 there only where that was validated
// for the model on a CUDA device.
std::unique_ptr<const Network> load_network(const ModelFile& file, const LoadOptions& options);

}  // namespace msmv
