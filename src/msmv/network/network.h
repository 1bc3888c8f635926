#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "msmv/values/class_scores.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

namespace msmv {

struct KnownPatches;  // network/distinct.h

// Facts about a network and its runtime; they stay as they are while the network lives.
struct NetworkFacts {
  std::string model_id;   // of the file it was read from
  std::string runtime;    // that runs the encoders: "OpenVINO 2026.4.0", "LibTorch"
  std::string precision;  // that they compute with
  std::string device;     // that they run on: "cpu", "cuda:0"
  std::string fallback;   // why that, or the runtime, isn't what was asked for; empty: it is
  int threads = 1;        // that encode at once
};

// PFENet and FDNet of one model on one kind of hardware. Any number of threads may call at once. A
// patch's encoding depends on that patch alone, to the last bit, and a sample's scores on that
// sample: not on the batch, the threads, or on who else calls.
class Network {
 public:
  virtual ~Network() = default;

  // PFENet: [samples, scales, features]. Throws std::invalid_argument for patches of another size
  // or number of scales.
  virtual Encodings encode(const PatchBatch& patches) const = 0;

  // FDNet: the scores of each sample. Throws std::invalid_argument for encodings of another size
  // and std::logic_error where the model's file had encoders alone.
  virtual std::vector<ClassScores> score(const Encodings& encodings) const = 0;

  // How many patches fill it at once: 1 on a core, 64 and more on a device beside the processor.
  virtual std::size_t appetite() const { return 1; }

  // encode() for patches of one field that are asked for bit by bit: what a network encodes once in
  // a batch it then encodes once in all of them. `known`, empty at first, keeps it.
  virtual Encodings encode_more(const PatchBatch& patches, KnownPatches& known) const {
    static_cast<void>(known);
    return encode(patches);
  }

  const NetworkFacts& facts() const { return facts_; }

 protected:
  explicit Network(NetworkFacts facts) : facts_(std::move(facts)) {}

 private:
  NetworkFacts facts_;
};

}  // namespace msmv
