#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <openvino/runtime/compiled_model.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <span>
#include <string>
#include <vector>

#include "msmv/engine/precision.h"

namespace msmv::engine {

// One layer as the runtime ran it: its name, its kind, the kernel and what it took.
struct RanLayer {
  std::string name, kind, how;
  double ms = 0;
};

struct CompileOptions {
  Precision precision = Precision::fp32;  // int8 is the model's own matter, the rest is fp32
  int threads = 1;                        // that infer at once, each on its own
  // Names what is compiled in the cache of compiled models; empty: it is compiled anew.
  std::string cache_key;
  bool is_profiled = false;
};

// A model of OpenVINO's, compiled for this processor: as many streams of one thread as there are
// threads, so that results depend on neither, and no thread bound to a core.
class CompiledModel {
 public:
  // `build` is asked for the model where the cache hasn't it.
  CompiledModel(const std::function<std::shared_ptr<ov::Model>()>& build,
                const CompileOptions& options);

  // Runs it on one input, on any thread: `fill` gets the input's memory, `take` each output, in the
  // order of the model's results.
  using Fill = std::function<void(std::span<std::uint8_t>)>;
  struct Output {
    std::size_t number = 0;
    ov::Shape shape;
    std::span<const float> values;
  };
  using Take = std::function<void(const Output&)>;
  void infer(const Fill& fill, const Take& take) const;

  // Of the model's outputs, in their order.
  std::vector<std::string> output_names() const;

  // Runs that input once more and times each layer. Only of models compiled with is_profiled.
  std::vector<RanLayer> profile(const Fill& fill) const;

 private:
  struct Requests;
  ov::CompiledModel compiled_;
  std::shared_ptr<Requests> requests_;  // that are free
};

// "2026.4.0": of the runtime that is loaded.
std::string runtime_version();

}  // namespace msmv::engine
