#pragma once

#include <cstdlib>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "msmv/engine/arena.h"
#include "msmv/engine/observer.h"

namespace msmv::engine {

// Where an argument of a step lies: in the arena, or in memory of its own (weights).
struct Argument {
  int index = 0;  // DNNL_ARG_...
  dnnl::memory::desc desc;
  std::size_t buffer = 0;  // index into the arena's buffers, unless `constant` is set
  dnnl::memory constant = {};
};

struct Step {
  dnnl::primitive primitive;
  std::vector<Argument> arguments;
  std::string output;  // the tensor that is complete after this step; see ActivationRanges
};

// A network as a list of oneDNN primitives that run one after the other on one patch, made by
// compile() (engine/compile.h). It is not changed by running: threads share it, each with a
// Workspace of its own.
struct Program {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  std::vector<Step> steps;
  ArenaPlan arena;                    // where the steps' buffers lie
  std::size_t input = 0, output = 0;  // buffers: float [3, side, side] and float [features]
  std::size_t side_px = 0, features = 0;
  double operations = 0;  // multiplications and additions of one patch's convolutions

  std::size_t weight_bytes() const;
};

// The memory for one run of a program at a time.
class Workspace {
 public:
  explicit Workspace(const Program& program);
  const Program& program() const { return program_; }

  // Normalised R, G, B planes, [3, side, side]. To be filled before each run.
  std::span<float> input();

  // The encoding of the input, valid until the next run.
  std::span<const float> run();

  // The same, showing each tensor as soon as it is complete. For programs in fp32.
  std::span<const float> run(const Observer& observer);

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::byte* at(std::size_t buffer) const { return memory_.get() + program_.arena.offsets[buffer]; }
  std::span<const float> output() const;

  const Program& program_;
  std::unique_ptr<std::byte[], Free> memory_;
  std::vector<std::unordered_map<int, dnnl::memory>> arguments_;  // of each step
  dnnl::stream stream_;
};

}  // namespace msmv::engine
