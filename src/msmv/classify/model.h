#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "msmv/config/fields.h"
#include "msmv/config/json.h"
#include "msmv/engine/precision.h"
#include "msmv/model/config.h"
#include "msmv/model/model_file.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

namespace msmv {

// What runs the encoders: the oneDNN engine, LibTorch, which is the reference, or LibTorch with its
// own optimiser (pfenet/frozen_encoder.h), for comparison.
enum class Backend { onednn, libtorch, libtorch_frozen };

constexpr EnumNames<Backend, 3> enum_names(Backend) {
  return {{{Backend::onednn, "onednn"},
           {Backend::libtorch, "libtorch"},
           {Backend::libtorch_frozen, "libtorch_frozen"}}};
}

// Which voters of a field are asked: all, or only until the rest can't change the class
// (classify/early.h).
enum class Voters { all, until_settled };

struct LoadOptions {
  Backend backend = Backend::onednn;
  // Unset: the fastest that was validated for the model (classify/calibration.h).
  std::optional<engine::Precision> precision = engine::Precision::fp32;
  int threads = 0;  // 0: as many as OpenMP would use
  Voters voters = Voters::all;
  // What the network runs on: "cpu", "cuda" or "cuda:N". On a CUDA device LibTorch runs all of it,
  // whatever `backend` says.
  std::string device = "cpu";
};

// What waits for the encodings of a batch that was handed over, and gives them.
using Collect = std::function<Encodings()>;

// A model ready to work: its settings, and its network as the two functions of the paper's figure.
struct Model {
  Config config;
  std::string id;         // of the file
  std::string precision;  // that its encoders compute with
  std::string device;     // that its network runs on: "cpu", "cuda:0"
  std::string fallback;   // why that, or what runs them, isn't what was asked for; empty: it is
  Json provenance;
  std::function<Encodings(const PatchBatch&)> encode;                      // PFENet
  std::function<std::vector<ClassScores>(const Encodings&)> discriminate;  // FDNet
  // PFENet in two steps, where a device does it beside the processor; else empty. Two batches may
  // be under way, and are collected in their order.
  std::function<Collect(const PatchBatch&)> submit;
  Voters voters = Voters::all;
  int threads = 1;  // that encode
};

// PFENet of a model file, which need not outlive it, on the processor. Encoders other than ResNets
// run by LibTorch where the engine is asked for (Model::fallback says so). A processor without the
// instructions for a precision falls back to fp32. Throws InputError for int8 when the model has no
// ranges for it.
std::function<Encodings(const PatchBatch&)> encoder_of(const ModelFile& file,
                                                       const LoadOptions& options);

// The same for the whole network, on any device. Throws InputError for a device that isn't there. A
// precision that a CUDA device has not (int8) falls back to fp32; unset, it is bf16 only where that
// was validated for the model on a CUDA device.
Model model_of(const ModelFile& file, const LoadOptions& options);
// Throws InputError for a file that is no model, too.
Model load_model(const std::filesystem::path& path, const LoadOptions& options);

// The model that `classify` takes when none is named: $MSMV_MODEL, else the one that was installed
// or built beside the program. Throws InputError when there is none.
std::filesystem::path default_model_path();

// The model whose encoders `train` and `reproduce` begin with when none is named: encoders that
// have learnt from ImageNet alone, so that no image to be judged on has been seen.
// $MSMV_ENCODERS, else the one beside the program. Throws InputError when there is none.
std::filesystem::path default_encoders_path();

}  // namespace msmv
