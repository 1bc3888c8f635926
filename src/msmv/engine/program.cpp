#include "msmv/engine/program.h"

#include <new>

namespace msmv::engine {

std::size_t Program::weight_bytes() const {
  std::size_t bytes = 0;
  for (const Step& step : steps) {
    for (const Argument& argument : step.arguments) {
      bytes += argument.constant ? argument.desc.get_size() : 0;
    }
  }
  return bytes;
}

Workspace::Workspace(const Program& program)
    : program_(program),
      memory_(static_cast<std::byte*>(std::aligned_alloc(kArenaAlignment, program.arena.bytes))),
      stream_(program.engine) {
  if (!memory_) {
    throw std::bad_alloc();
  }
  for (const Step& step : program.steps) {
    auto& bound = arguments_.emplace_back();
    for (const Argument& argument : step.arguments) {
      bound.emplace(argument.index, argument.constant ? argument.constant
                                                      : dnnl::memory(argument.desc, program.engine,
                                                                     at(argument.buffer)));
    }
  }
}

std::span<float> Workspace::input() {
  return {reinterpret_cast<float*>(at(program_.input)), 3 * program_.side_px * program_.side_px};
}

std::span<const float> Workspace::output() const {
  return {reinterpret_cast<const float*>(at(program_.output)), program_.features};
}

std::span<const float> Workspace::run() {
  for (std::size_t i = 0; i < program_.steps.size(); ++i) {
    program_.steps[i].primitive.execute(stream_, arguments_[i]);
  }
  stream_.wait();
  return output();
}

std::span<const float> Workspace::run(const Observer& observer) {
  for (std::size_t i = 0; i < program_.steps.size(); ++i) {
    const Step& step = program_.steps[i];
    step.primitive.execute(stream_, arguments_[i]);
    stream_.wait();
    if (!step.output.empty()) {
      const dnnl::memory& completed = arguments_[i].at(DNNL_ARG_DST);
      observer(step.output, {static_cast<const float*>(completed.get_data_handle()),
                             completed.get_desc().get_size() / sizeof(float)});
    }
  }
  return output();
}

}  // namespace msmv::engine
